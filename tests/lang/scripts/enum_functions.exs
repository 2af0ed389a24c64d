# Enum, far and wide.
l = [3, 1, 2, 3]
IO.inspect([Enum.all?(l, &(&1 > 0)), Enum.any?(l, &(&1 > 2)), Enum.at(l, -1), Enum.at(l, 10, :d), Enum.count(l, &(&1 == 3))])
IO.inspect(Enum.chunk_by([1, 1, 2, 3, 3], & &1))
IO.inspect(Enum.chunk_every(1..7, 3))
IO.inspect(Enum.chunk_every(1..7, 3, 2, :discard))
IO.inspect(Enum.chunk_every(1..5, 2, 2, [:pad]))
IO.inspect(Enum.chunk_while(1..6, [], fn x, acc -> if rem(x, 2) == 0, do: {:cont, Enum.reverse([x | acc]), []}, else: {:cont, [x | acc]} end, fn [] -> {:cont, []}; acc -> {:cont, acc, []} end))
IO.inspect(Enum.concat([[1], 2..3, %{a: 1}]))
IO.inspect(Enum.dedup([1, 1, 2, 1]))
IO.inspect(Enum.dedup_by([{1, :a}, {1, :b}, {2, :c}], &elem(&1, 0)))
IO.inspect({Enum.drop(l, 1), Enum.drop(l, -1), Enum.drop_every(1..6, 2), Enum.drop_while(l, &(&1 > 2))})
IO.inspect({Enum.fetch(l, 0), Enum.fetch(l, 9), Enum.empty?([]), Enum.find(l, &(&1 < 3)), Enum.find_index(l, &(&1 == 2)), Enum.find_value(l, &(&1 == 2 && :two))})
IO.inspect(Enum.flat_map(l, &[&1, &1]))
IO.inspect(Enum.flat_map_reduce(1..5, 0, fn x, acc -> if acc < 6, do: {[x], acc + x}, else: {:halt, acc} end))
IO.inspect(Enum.frequencies(l))
IO.inspect(Enum.frequencies_by(~w(a B b), &String.downcase/1))
IO.inspect(Enum.group_by(1..6, &rem(&1, 3), &(&1 * 10)))
IO.inspect({Enum.intersperse([1, 2], 0), Enum.into([a: 1], %{}), Enum.into(1..2, [], &(&1 + 1)), Enum.join(l, "-"), Enum.join([])})
IO.inspect({Enum.map_every(1..5, 2, &(-&1)), Enum.map_intersperse(1..2, :s, &(&1 * 2)), Enum.map_join(1..3, ",", &(&1 * 2)), Enum.map_reduce(l, 0, &{&1 * 2, &1 + &2})})
IO.inspect({Enum.max(l), Enum.min(l), Enum.max_by(~w(a bbb cc), &String.length/1), Enum.min_max(l), Enum.min_max_by(~w(a bbb), &String.length/1), Enum.max([], fn -> :empty end)})
IO.inspect({Enum.member?(l, 2), Enum.product(l), Enum.sum(l), Enum.reduce(l, &-/2), Enum.reduce_while(1..10, 0, fn x, a -> if x > 3, do: {:halt, a}, else: {:cont, a + x} end)})
IO.inspect({Enum.reject(l, &(&1 == 3)), Enum.reverse(l), Enum.reverse([1, 2], [3]), Enum.reverse_slice([1, 2, 3, 4], 1, 2), Enum.scan(l, &+/2), Enum.scan(l, 10, &+/2)})
IO.inspect({Enum.slice(l, 1, 2), Enum.slice(l, 1..-1//1), Enum.slice(l, -2..-1), Enum.slice(1..10, 0..8//2), Enum.slide([1, 2, 3, 4], 0, 2)})
IO.inspect({Enum.sort(l), Enum.sort(l, :desc), Enum.sort_by(~w(ccc a bb), &String.length/1), Enum.sort_by(l, & &1, :desc), Enum.sort([~D[2020-02-01], ~D[2019-03-01]], Date)})
IO.inspect({Enum.split(l, 2), Enum.split(l, -1), Enum.split_while(l, &(&1 > 1)), Enum.split_with(l, &(&1 > 2))})
IO.inspect({Enum.take(l, 2), Enum.take(l, -2), Enum.take_every(1..7, 3), Enum.take_while(l, &(&1 > 1)), Enum.to_list(1..3)})
IO.inspect({Enum.uniq(l), Enum.uniq_by([{1, 2}, {1, 3}], &elem(&1, 0)), Enum.unzip(a: 1, b: 2), Enum.with_index(~w(a b)), Enum.with_index(~w(a b), 1), Enum.with_index(~w(a), fn e, i -> {i, e} end)})
IO.inspect({Enum.zip([1, 2], [:a, :b]), Enum.zip([[1, 2], [3, 4], [5, 6]]), Enum.zip_with([1, 2], [3, 4], &+/2), Enum.zip_reduce([1, 2], [3, 4], 0, &(&1 * &2 + &3))})
IO.inspect(Enum.map(%{a: 1, b: 2}, fn {k, v} -> {v, k} end))
IO.inspect(Enum.filter(%{a: 1, b: 2}, fn {_, v} -> v > 1 end))
IO.inspect(Enum.map(1..10//4, & &1))
IO.inspect(Enum.reduce(10..1, [], &[&1 | &2]))
IO.inspect(Enum.sum(1..1_000_000))
IO.inspect(Enum.count(1..10//3))
IO.inspect(Enum.random(5..5))
IO.inspect(Enum.each([1, 2], &IO.puts/1))
IO.inspect(Enum.sort([3, :a, "b", 1.0, nil, [], {}, %{}, self(), fn -> 1 end, make_ref()] |> Enum.reject(&(is_pid(&1) or is_function(&1) or is_reference(&1)))))
IO.inspect(Enum.sort([1, 1.5, 0, -1, 2.5]))
IO.inspect(Enum.at(%{a: 1}, 0))
IO.inspect(Enum.shuffle([]) ++ Enum.take_random([], 2))

for fun <- [
      fn -> Enum.fetch!([1], 5) end,
      fn -> Enum.max([]) end,
      fn -> Enum.reduce([], &+/2) end,
      fn -> Enum.random([]) end,
      fn -> Enum.chunk_every([1], 0) end,
      fn -> Enum.map(1, & &1) end,
      fn -> Enum.map(:a, & &1) end,
      fn -> Enum.take([1], :a) end,
      fn -> Enum.zip([1, :a]) end,
      fn -> Enum.into([1], %{}) end,
      fn -> Enum.sum(["a"]) end,
      fn -> Enum.join([{}]) end,
      fn -> Enum.at([1], "a") end,
      fn -> Enum.slice([1], 1..2//2) |> IO.inspect() end
    ] do
  try do
    fun.()
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
