# Match specifications: patterns, guards, results, parts of results.
defmodule Try do
  def call(label, fun) do
    IO.puts("#{label}: #{inspect(fun.())}")
  rescue
    error -> IO.puts("#{label} raises #{inspect(error.__struct__)}: #{Exception.message(error)}")
  end
end

people = [
  {"ann", 34, :dev, %{city: "Rome"}},
  {"bob", 27, :ops, %{city: "Oslo"}},
  {"cid", 41, :dev, %{city: "Bern"}},
  {"dot", 27, :dev, %{}},
  {"eve", 19, :lead, %{city: "Rome"}}
]

for type <- [:ordered_set, :set, :bag] do
  IO.puts("-- #{type}")
  table = :ets.new(:people, [type])
  :ets.insert(table, people)
  show = fn result -> IO.inspect(if(type == :ordered_set, do: result, else: Enum.sort(result))) end

  show.(:ets.match(table, {:"$1", :_, :dev, :_}))
  show.(:ets.match(table, {:"$2", :"$1", :_, :_}))
  show.(:ets.match_object(table, {:_, 27, :_, :_}))
  show.(:ets.match(table, {:_, :"$1", :_, %{city: :"$2"}}))
  show.(:ets.select(table, [{{:"$1", :"$2", :_, :_}, [{:>, :"$2", 30}], [:"$1"]}]))
  show.(:ets.select(table, [{{:"$1", :"$2", :_, :_}, [{:>, :"$2", 20}, {:<, :"$2", 40}], [{{:"$1", :"$2"}}]}]))
  show.(:ets.select(table, [{{:"$1", :"$2", :"$3", :_}, [{:orelse, {:==, :"$3", :ops}, {:<, :"$2", 20}}], [[:"$1", {:+, :"$2", 1}]]}]))
  show.(:ets.select(table, [{{:_, :_, :dev, :_}, [], [:"$_"]}]))
  show.(:ets.select(table, [{{:"$1", :_, :_, :"$2"}, [{:is_map_key, :city, :"$2"}], [{:map_get, :city, :"$2"}]}]))
  show.(:ets.select(table, [{{:"$1", :"$2", :dev, :_}, [], [:"$$"]}, {{:"$1", :_, :ops, :_}, [], [:"$1"]}]))
  show.(:ets.select(table, [{{:"$1", :_, :_, :_}, [], [{{:"$1", {:const, {:a, :"$1"}}}}]}]))
  show.(:ets.select(table, [{:"$1", [{:==, {:element, 3, :"$1"}, :lead}], [{:size, :"$1"}]}]))
  show.(:ets.select(table, []))
  IO.inspect(:ets.select_count(table, [{{:_, :"$1", :_, :_}, [{:==, {:rem, :"$1", 2}, 1}], [true]}]))
  IO.inspect(:ets.select_count(table, [{{:_, :_, :_, :_}, [], [:yes]}]))

  if type != :bag do
    IO.inspect(:ets.select_replace(table, [{{:"$1", :"$2", :dev, :"$3"}, [], [{{:"$1", {:+, :"$2", 1}, :dev, :"$3"}}]}]))
    IO.inspect(Enum.sort(:ets.match(table, {:"$1", :"$2", :dev, :_})))
  end

  IO.inspect(:ets.select_delete(table, [{{:_, :"$1", :_, :_}, [{:<, :"$1", 28}], [true]}]))
  IO.inspect(:ets.match_delete(table, {:_, :_, :ops, :_}))
  IO.inspect(:ets.info(table, :size))
  IO.inspect(Enum.sort(:ets.tab2list(table)))
end

IO.puts("-- parts")
numbers = :ets.new(:numbers, [:ordered_set])
:ets.insert(numbers, for(i <- 1..10, do: {i, i * i}))
spec = [{{:"$1", :_}, [{:"/=", :"$1", 5}], [:"$1"]}]

walk = fn walk, step, next ->
  case step do
    :"$end_of_table" -> IO.puts("end")
    {part, continuation} -> IO.inspect(part) && walk.(walk, next.(continuation), next)
  end
end

walk.(walk, :ets.select(numbers, spec, 4), &:ets.select/1)
walk.(walk, :ets.select_reverse(numbers, spec, 4), &:ets.select_reverse/1)
walk.(walk, :ets.match(numbers, {:"$1", :_}, 3), &:ets.match/1)
walk.(walk, :ets.match_object(numbers, {:"$1", :_}, 3), &:ets.match_object/1)
IO.inspect(:ets.select_reverse(numbers, spec))
IO.inspect(:ets.select(numbers, [{{:_, :"$1"}, [{:>, :"$1", 1000}], [:"$1"]}], 2))

hashed = :ets.new(:hashed, [])
:ets.insert(hashed, for(i <- 1..10, do: {i, i * i}))
parts = Stream.unfold(:ets.select(hashed, spec, 3), fn
  :"$end_of_table" -> nil
  {part, continuation} -> {part, :ets.select(continuation)}
end)
IO.inspect(Enum.to_list(parts))

IO.puts("-- guards that fail, specifications that are wrong")
mixed = :ets.new(:mixed, [:ordered_set])
:ets.insert(mixed, [{1, 2}, {2, :atom}, {3, "text"}, {4, 4.5}, {5, [1, 2]}, {6, self()}])
IO.inspect(:ets.select(mixed, [{{:"$1", :"$2"}, [{:>, {:+, :"$2", 1}, 2}], [:"$1"]}]))
IO.inspect(:ets.select(mixed, [{{:"$1", :"$2"}, [{:is_number, :"$2"}], [{:*, :"$2", 2}]}]))
IO.inspect(:ets.select(mixed, [{{:"$1", :"$2"}, [{:is_list, :"$2"}], [{:length, :"$2"}]}]))
IO.inspect(:ets.select(mixed, [{{:"$1", :"$2"}, [{:==, :"$2", {:self}}], [:"$1"]}]))
IO.inspect(:ets.select(mixed, [{{:"$1", :"$2"}, [], [{:hd, :"$2"}]}]))
Try.call("unbound", fn -> :ets.select(mixed, [{{:"$1", :_}, [], [:"$2"]}]) end)
Try.call("unknown function", fn -> :ets.select(mixed, [{:_, [{:foo, 1}], [1]}]) end)
Try.call("no list", fn -> :ets.select(mixed, {:_, [], [1]}) end)
Try.call("no limit", fn -> :ets.select(mixed, [{:_, [], [1]}], 0) end)
Try.call("no key kept", fn -> :ets.select_replace(mixed, [{{:"$1", :"$2"}, [], [{{:"$2", :"$1"}}]}]) end)
Try.call("no continuation", fn -> :ets.select({1, 2, 3}) end)

IO.puts("-- compiled")
compiled = :ets.match_spec_compile([{{:"$1", :"$2"}, [{:>, :"$2", 1}], [:"$1"]}])
IO.inspect(:ets.match_spec_run([{:a, 1}, {:b, 2}, {:c, 3}], compiled))
IO.inspect(:ets.is_compiled_ms(compiled))
IO.inspect(:ets.is_compiled_ms(make_ref()))
IO.inspect(:ets.test_ms({1, 2}, [{{:"$1", :"$2"}, [], [{{:"$2", :"$1"}}]}]))

IO.puts("-- folds")
IO.inspect(:ets.foldl(fn {key, _}, acc -> [key | acc] end, [], numbers))
IO.inspect(:ets.foldr(fn {key, _}, acc -> [key | acc] end, [], numbers))
Try.call("no table", fn -> :ets.foldl(fn _, acc -> acc end, 0, :nobody) end)
