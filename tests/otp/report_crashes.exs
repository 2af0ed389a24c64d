# Servers and bare processes that crash: the text of each report, by its reason.
defmodule C do
  use GenServer
  def start(a, o \\ []), do: GenServer.start(__MODULE__, a, o)
  def init(:trap) do Process.flag(:trap_exit, true); {:ok, :trap} end
  def init(a), do: {:ok, a}
  def handle_call(:raise, _, _s), do: raise(ArgumentError, "call failed")
  def handle_call({:exit, r}, _, _s), do: exit(r)
  def handle_call({:stop, r}, _, s), do: {:stop, r, s}
  def handle_call(:throw, _, _), do: throw(:ball)
  def handle_call(:arith, _, s), do: {:reply, 1 / s, s}
  def handle_call({:match, x}, _, s) do {:ok, y} = x; {:reply, y, s} end
  def handle_cast(:raise, _s), do: raise("cast failed")
  def handle_cast({:run, f}, s), do: {:noreply, f.(s)}
  def handle_info(:raise, _s), do: raise("info failed")
  def handle_info({:stop, r}, s), do: {:stop, r, s}
  def handle_continue(_, s), do: {:noreply, s}
end
defmodule Fmt do
  use GenServer
  def init(a), do: {:ok, a}
  def handle_cast(:raise, _s), do: raise("cast failed")
  def format_status(:terminate, [_p, s]), do: {:hidden, map_size(s)}
  def format_status(_, [_p, s]), do: s
end
wait = fn p -> r = Process.monitor(p); receive do {:DOWN, ^r, _, _, _} -> :ok end; Process.sleep(40) end
for m <- [:raise, {:exit, :custom}, {:exit, {:shutdown, :quiet}}, {:exit, :normal}, {:stop, :because}, {:stop, :shutdown}, :throw, :arith, {:match, {:error, 1}}] do
  IO.puts("--- #{inspect m}")
  {:ok, p} = C.start(0)
  try do GenServer.call(p, m) catch :exit, _ -> :ok end
  wait.(p)
end
IO.puts "--- named cast"
{:ok, p} = C.start(%{big: "state", list: [1, 2, 3]}, name: Crashing)
GenServer.cast(p, :raise)
wait.(p)
IO.puts "--- global info"
{:ok, p} = C.start([], name: {:global, :glob})
send(p, :raise)
wait.(p)
IO.puts "--- stop from info"
{:ok, p} = C.start([])
send(p, {:stop, {:custom, "reason"}})
wait.(p)
IO.puts "--- format_status"
{:ok, p} = GenServer.start(Fmt, %{password: "secret"})
GenServer.cast(p, :raise)
wait.(p)
IO.puts "--- undef"
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn _ -> NoModule.no_fun(1, 2) end})
wait.(p)
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn x -> Map.fetch!(%{a: x}, :b) end})
wait.(p)
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn x -> case x do 2 -> 3 end end})
wait.(p)
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn x -> String.to_integer("#{x}a") end})
wait.(p)
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn _ -> GenServer.call(:nobody, :hi) end})
wait.(p)
{:ok, p} = C.start(1)
GenServer.cast(p, {:run, fn _ -> Process.exit(self(), :self_exit); Process.sleep(100) end})
wait.(p)
{:ok, p} = C.start(1)
Process.exit(p, :outside)
wait.(p)
{:ok, p} = C.start(:trap)
Process.exit(p, :outside_trapping)
Process.sleep(30)
{:ok, p} = C.start(:trap)
GenServer.stop(p, :asked)  |> IO.inspect
Process.sleep(40)
{:ok, p} = C.start(1)
GenServer.stop(p, :asked2) |> IO.inspect
Process.sleep(40)
IO.puts "--- spawn crashes"
for f <- [fn -> raise "spawned" end, fn -> throw(:x) end, fn -> exit(:y) end, fn -> exit(:normal) end, fn -> exit(:shutdown) end, fn -> :erlang.error(:badarg) end, fn -> :erlang.error({:custom, 1}) end, fn -> 1 + :a end, fn -> hd([]) end, fn -> Enum.fetch!([], 3) end, fn -> Process.exit(self(), :kill) end] do
  {_p, r} = spawn_monitor(f)
  receive do {:DOWN, ^r, _, _, _} -> :ok end
  Process.sleep(30)
end
IO.puts "--- spawn mfa"
{_, r} = spawn_monitor(String, :to_integer, ["abc"])
receive do {:DOWN, ^r, _, _, _} -> :ok end
Process.sleep(20)
{_, r} = spawn_monitor(NoMod, :f, [1])
receive do {:DOWN, ^r, _, _, _} -> :ok end
Process.sleep(20)
{_, r} = spawn_monitor(Enum, :nofun, [1])
receive do {:DOWN, ^r, _, _, _} -> :ok end
Process.sleep(50)
