# Who may reach a table, and where it goes when its owner ends.
defmodule Try do
  def call(label, fun) do
    IO.puts("#{label}: #{inspect(fun.())}")
  rescue
    error -> IO.puts("#{label} raises #{inspect(error.__struct__)}: #{Exception.message(error)}")
  end
end

run = fn fun ->
  me = self()
  {pid, monitor} = spawn_monitor(fn -> send(me, {:done, fun.()}) end)

  receive do
    {:DOWN, ^monitor, _, _, reason} -> IO.inspect(reason, label: "ended")
  end

  receive do
    {:done, _} -> pid
  after
    0 -> pid
  end
end

IO.puts("-- protection")

for protection <- [:public, :protected, :private] do
  table = :ets.new(:table, [protection])
  :ets.insert(table, {1, :mine})

  run.(fn ->
    Try.call("#{protection} lookup", fn -> :ets.lookup(table, 1) end)
    Try.call("#{protection} insert", fn -> :ets.insert(table, {2, :theirs}) end)
    Try.call("#{protection} delete", fn -> :ets.delete(table, 3) end)
    Try.call("#{protection} size", fn -> :ets.info(table, :size) end)
    Try.call("#{protection} setopts", fn -> :ets.setopts(table, {:heir, :none}) end)
  end)

  IO.inspect(Enum.sort(:ets.tab2list(table)))
end

IO.puts("-- the owner ends")

run.(fn ->
  :ets.new(:short_lived, [:named_table, :public])
  IO.inspect(:ets.info(:short_lived, :owner) == self())
end)

IO.inspect(:ets.whereis(:short_lived))
Try.call("lookup", fn -> :ets.lookup(:short_lived, 1) end)

IO.puts("-- heirs")
me = self()

from =
  run.(fn ->
    :ets.new(:left, [:named_table, {:heir, me, {:note, 1}}])
    :ets.insert(:left, {1, :kept})
  end)

receive do
  {:"ETS-TRANSFER", table, ^from, data} -> IO.inspect({table, data})
end

IO.inspect(:ets.info(:left, :owner) == me)
IO.inspect(:ets.lookup(:left, 1))
IO.inspect(:ets.info(:left, :heir) == me)

dead = spawn(fn -> :ok end)
Process.sleep(10)
run.(fn -> :ets.new(:lost, [:named_table, {:heir, dead, :nothing}]) end)
IO.inspect(:ets.whereis(:lost))

IO.puts("-- give_away")

taker =
  spawn(fn ->
    receive do
      {:"ETS-TRANSFER", table, from, data} ->
        send(me, {:taken, :ets.lookup(table, 1), from == me, data, :ets.info(table, :owner) == self()})
    end

    receive do
      :stop -> :ok
    end
  end)

table = :ets.new(:gift, [])
:ets.insert(table, {1, :gift})
IO.inspect(:ets.give_away(table, taker, :with_love))

receive do
  message -> IO.inspect(message)
end

Try.call("insert", fn -> :ets.insert(table, {2, 2}) end)
Try.call("lookup", fn -> :ets.lookup(table, 1) end)
Try.call("give again", fn -> :ets.give_away(table, self(), nil) end)
monitor = Process.monitor(taker)
send(taker, :stop)

receive do
  {:DOWN, ^monitor, _, _, _} -> IO.inspect(:ets.info(table))
end

other = :ets.new(:other, [])
Try.call("to me", fn -> :ets.give_away(other, self(), nil) end)
Try.call("to nobody", fn -> :ets.give_away(other, dead, nil) end)
Try.call("no pid", fn -> :ets.give_away(other, :name, nil) end)

IO.puts("-- fixed tables")
fixed = :ets.new(:fixed, [:public])
:ets.insert(fixed, for(i <- 1..5, do: {i}))
:ets.safe_fixtable(fixed, true)
first = :ets.first(fixed)
:ets.delete(fixed, first)
IO.inspect(:ets.lookup(fixed, first))
IO.inspect(:ets.info(fixed, :size))
IO.inspect(is_integer(:ets.next(fixed, first)))
IO.inspect(:ets.info(fixed, :fixed))
:ets.safe_fixtable(fixed, false)
IO.inspect(:ets.info(fixed, :fixed))
Try.call("next", fn -> :ets.next(fixed, first) end)

run.(fn -> :ets.safe_fixtable(fixed, true) end)
IO.inspect(:ets.info(fixed, :fixed))

IO.puts("-- many writers")
counter = :ets.new(:counter, [:public, {:write_concurrency, true}])
:ets.insert(counter, {:n, 0})

1..50
|> Enum.map(fn _ -> Task.async(fn -> for _ <- 1..100, do: :ets.update_counter(counter, :n, 1) end) end)
|> Enum.each(&Task.await/1)

IO.inspect(:ets.lookup(counter, :n))
