# Both zeros of floats are one term: as elements, keys, in tables; they only print differently.

minus = Process.get(:nothing, -0.0)
plus = Process.get(:nothing, 0.0)

IO.inspect({minus == plus, minus === plus, minus < plus, plus < minus, {minus} === {plus}, [minus] == [plus]})
IO.inspect({[plus] -- [minus], [minus] -- [plus], [minus, 1, 2] -- [plus, 2], [plus] -- [0], [{minus}] -- [{plus}]})
IO.inspect({Enum.uniq([minus, plus]), minus in [plus], :lists.member(minus, [plus]), :lists.delete(minus, [plus])})
IO.inspect({%{minus => 1}[plus], map_size(%{minus => 1, plus => 2}), MapSet.member?(MapSet.new([minus]), plus)})
IO.inspect({:erlang.phash2(minus) == :erlang.phash2(plus), :lists.keyfind(minus, 1, [{plus, 1}])})

for type <- [:set, :ordered_set, :bag] do
  table = :ets.new(:zeros, [type])
  :ets.insert(table, {minus, :a})
  IO.inspect({type, :ets.lookup(table, plus), :ets.member(table, plus), :ets.delete_object(table, {plus, :a}), :ets.info(table, :size)})
end

:persistent_term.put({:zero, minus}, 1)
IO.inspect(:persistent_term.get({:zero, plus}, :none))
IO.inspect({"#{minus}", "#{plus}", :erlang.float_to_binary(minus, decimals: 1), inspect([minus, plus])})

# A pattern of a zero takes both.
IO.inspect(case minus do 0.0 -> :zero; _ -> :other end)
IO.inspect(for zero <- [minus, plus, 0], do: zero == 0)
