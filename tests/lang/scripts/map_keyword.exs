# Map, Keyword, MapSet, Access and nested updates.
m = %{a: 1, b: 2}
IO.inspect({m.a, m[:a], m[:z], Map.get(m, :z, 0), Map.fetch(m, :a), Map.fetch(m, :z), Map.has_key?(m, :a)})
IO.inspect({Map.put(m, :c, 3), Map.put_new(m, :a, 9), Map.put_new_lazy(m, :d, fn -> 4 end), Map.delete(m, :a), Map.drop(m, [:a]), Map.take(m, [:a, :z])})
IO.inspect({Map.update(m, :a, 0, &(&1 + 1)), Map.update(m, :z, 0, &(&1 + 1)), Map.update!(m, :a, &(&1 * 5)), Map.replace(m, :z, 1), Map.replace!(m, :a, 7)})
IO.inspect({Map.merge(m, %{b: 3, c: 4}), Map.merge(m, %{b: 3}, fn _k, x, y -> x + y end), Map.pop(m, :a), Map.pop(m, :z, :none), Map.split(m, [:a])})
IO.inspect({Map.new([{1, 2}]), Map.new(1..2, &{&1, &1}), Map.keys(m), Map.values(m), Map.to_list(m), map_size(m)})
IO.inspect({Map.get_and_update(m, :a, &{&1, &1 + 1}), Map.get_and_update(m, :a, fn _ -> :pop end), Map.filter(m, fn {_, v} -> v > 1 end), Map.reject(m, fn {_, v} -> v > 1 end)})
IO.inspect({Map.equal?(m, %{a: 1, b: 2.0}), m == %{a: 1, b: 2.0}, Map.from_struct(1..2), Map.from_keys([:x, :y], 0)})
IO.inspect(%{m | a: 5})
%{a: x} = m
IO.inspect(x)
key = :b
%{^key => y} = m
IO.inspect(y)
IO.inspect(match?(%{}, m))
IO.inspect(Enum.map(m, fn {k, v} -> {k, v * 2} end) |> Map.new())

k = [a: 1, b: 2, a: 3]
IO.inspect({k[:a], Keyword.get(k, :z, 0), Keyword.get_values(k, :a), Keyword.keys(k), Keyword.delete(k, :a), Keyword.put(k, :a, 9), Keyword.put_new(k, :c, 1)})
IO.inspect({Keyword.merge(k, a: 5, d: 6), Keyword.pop(k, :a), Keyword.pop_first(k, :a), Keyword.take(k, [:b]), Keyword.drop(k, [:a]), Keyword.has_key?(k, :b), Keyword.keyword?(k), Keyword.keyword?([1])})
IO.inspect({Keyword.update(k, :b, 0, &(&1 + 1)), Keyword.replace(k, :a, 0), Keyword.split(k, [:a]), Keyword.new(%{x: 1}), Keyword.fetch(k, :b), Keyword.validate([a: 1], [:a, b: 2]), Keyword.validate([c: 1], [:a])})
IO.inspect(Keyword.validate!([a: 1], a: 0, b: 5) |> Enum.sort())
IO.inspect({Keyword.filter(k, fn {_, v} -> v > 1 end), Keyword.map([a: 1], fn {_k, v} -> v + 1 end), Keyword.to_list(k), Keyword.equal?([a: 1, b: 2], b: 2, a: 1)})

data = %{users: [%{name: "a", tags: [:x]}, %{name: "b", tags: []}], meta: [count: 2]}
IO.inspect(get_in(data, [:users, Access.at(0), :name]))
IO.inspect(get_in(data, [:users, Access.all(), :name]))
IO.inspect(put_in(data.meta[:count], 5).meta)
IO.inspect(put_in(data, [:users, Access.at(1), :name], "c").users |> Enum.map(& &1.name))
IO.inspect(update_in(data, [:users, Access.all(), :name], &String.upcase/1).users |> Enum.map(& &1.name))
IO.inspect(get_and_update_in(data, [:meta, :count], &{&1, &1 + 1}) |> elem(0))
IO.inspect(pop_in(data, [:meta, :count]))
IO.inspect(get_in(data, [:users, Access.filter(&(&1.tags != [])), :name]))
IO.inspect(get_in(%{}, [:a, :b, :c]))
IO.inspect(update_in(%{a: %{b: 1}}.a.b, &(&1 + 1)))
IO.inspect(put_in(%{}[:new], 1))
IO.inspect(get_in([a: [b: 1]], [:a, :b]))
IO.inspect(Access.get(%{a: nil}, :a, :default))
IO.inspect(get_in({1, {2, 3}}, [Access.elem(1), Access.elem(0)]))
IO.inspect(get_in(%{a: 1}, [Access.key(:b, 7)]))
IO.inspect(update_in([1, 2, 3], [Access.slice(0..1)], &(&1 * 10)))

s = MapSet.new([1, 2, 3])
t = MapSet.new([2, 3, 4])
IO.inspect({MapSet.union(s, t), MapSet.intersection(s, t), MapSet.difference(s, t), MapSet.symmetric_difference(s, t), MapSet.member?(s, 1), MapSet.size(s), MapSet.subset?(MapSet.new([1]), s), MapSet.disjoint?(s, t)})
IO.inspect({MapSet.put(s, 9), MapSet.delete(s, 1), MapSet.to_list(s), Enum.map(s, & &1), 1 in s, MapSet.equal?(s, MapSet.new([3, 2, 1]))})
big = for n <- 1..40, into: %{}, do: {n, n * n}
IO.inspect({map_size(big), big[40], Enum.sum(Map.values(big)), Map.delete(big, 1) |> map_size()})

for fun <- [
      fn -> m.z end,
      fn -> Map.fetch!(m, :z) end,
      fn -> %{m | z: 1} end,
      fn -> Map.update!(m, :z, & &1) end,
      fn -> Map.get(1, :a) end,
      fn -> 1[:a] end,
      fn -> :a.b end,
      fn -> [1][:a] end,
      fn -> [a: 1]["x"] end,
      fn -> Keyword.fetch!(k, :z) end,
      fn -> put_in(%{}.a.b, 1) end,
      fn -> put_in(%{}, [:a, :b], 1) end,
      fn -> Map.new([1]) end,
      fn -> Keyword.validate!([z: 1], [:a]) end,
      fn -> %{1 | a: 1} end,
      fn -> map_size([]) end,
      fn -> Map.merge(%{}, []) end,
      fn -> Map.pop!(m, :z) end,
      fn -> get_in(%{a: 1}, [:a, :b]) end,
      fn -> get_in([1], [:a]) end
    ] do
  try do
    IO.inspect(fun.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
