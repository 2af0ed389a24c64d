# DynamicSupervisor and PartitionSupervisor: options, children, limits, errors.
Process.flag(:trap_exit, true)
Logger.configure(level: :none)
t = fn label, f ->
  r = try do f.() rescue e -> {:raised, e.__struct__, Exception.message(e)} catch k, v -> {k, v} end
  Process.sleep(5)
  IO.puts("#{label}: #{inspect(r, limit: 100)}")
end
defmodule W do
  use GenServer, restart: :transient
  def start_link(a), do: GenServer.start_link(__MODULE__, a)
  def start_link(x, a), do: GenServer.start_link(__MODULE__, {x, a})
  def init(:ignore), do: :ignore
  def init({:stop, r}), do: {:stop, r}
  def init(a), do: {:ok, a}
  def handle_cast({:stop, r}, s), do: {:stop, r, s}
end
defmodule Extra do
  def start_link(extra, arg), do: (IO.inspect({extra, arg}); Agent.start_link(fn -> {extra, arg} end))
  def child_spec(a), do: %{id: Extra, start: {Extra, :start_link, [a]}}
end
defmodule ModDyn do
  use DynamicSupervisor
  def start_link(a), do: DynamicSupervisor.start_link(__MODULE__, a, name: __MODULE__)
  def init(:ignore), do: :ignore
  def init(a), do: DynamicSupervisor.init([strategy: :one_for_one] ++ a)
end
norm = fn norm, x -> cond do
  is_pid(x) -> :pid
  is_tuple(x) -> x |> Tuple.to_list |> Enum.map(&norm.(norm, &1)) |> List.to_tuple
  is_list(x) and x != [] and is_tuple(hd(x)) and tuple_size(hd(x)) == 4 and is_list(elem(hd(x), 3)) -> :stack
  is_list(x) -> Enum.map(x, &norm.(norm, &1))
  true -> x end end
n = fn x -> norm.(norm, x) end
for o <- [[strategy: :one_for_one], [], [strategy: :one_for_all], [strategy: :one_for_one, max_children: 0], [strategy: :one_for_one, max_children: -1], [strategy: :one_for_one, max_restarts: :x], [strategy: :one_for_one, max_seconds: 0], [strategy: :one_for_one, extra_arguments: :x]] do
  t.("start #{inspect o}", fn -> n.(DynamicSupervisor.start_link(o)) end)
  t.("EXIT", fn -> receive do {:EXIT, _, r} -> n.(r) after 0 -> nil end end)
end
{:ok, s} = DynamicSupervisor.start_link(strategy: :one_for_one, max_children: 2, name: D)
for c <- [{W, 1}, {W, :ignore}, {W, {:stop, :zz}}, W, {W, 3}, %{id: 1, start: {W, :nofun, []}}, %{id: 1}, :zap, %{id: 1, start: {W, :start_link, [1]}, restart: :zap}, %{id: 1, start: {W, :start_link, [1]}, shutdown: :zap}, %{id: 1, start: {W, :start_link, [1]}, type: :zap}, %{id: 1, start: :zap}, %{id: 1, start: {W, :start_link, [1]}, significant: true}, {:a, {W, :start_link, [1]}, :permanent, 100, :worker, [W]}, %{start: {W, :start_link, [1]}}] do
  t.("child #{inspect c}", fn -> n.(DynamicSupervisor.start_child(s, c)) end)
end
t.("count", fn -> DynamicSupervisor.count_children(D) end)
t.("which", fn -> n.(DynamicSupervisor.which_children(D)) end)
[{_, p, _, _} | _] = DynamicSupervisor.which_children(D)
t.("terminate", fn -> {DynamicSupervisor.terminate_child(D, p), DynamicSupervisor.terminate_child(D, p), DynamicSupervisor.terminate_child(D, self())} end)
t.("terminate bad", fn -> DynamicSupervisor.terminate_child(D, :id) end)
t.("count", fn -> DynamicSupervisor.count_children(D) end)
t.("via Supervisor", fn -> {Supervisor.count_children(D), n.(Supervisor.which_children(D))} end)
t.("stop", fn -> {DynamicSupervisor.stop(D), receive do {:EXIT, ^s, r} -> r after 50 -> nil end} end)
t.("mod", fn -> n.(ModDyn.start_link([extra_arguments: [:x1]])) end)
t.("extra", fn -> n.(DynamicSupervisor.start_child(ModDyn, {Extra, :arg})) end)
t.("which mod", fn -> n.(DynamicSupervisor.which_children(ModDyn)) end)
t.("spec", fn -> {ModDyn.child_spec(1), DynamicSupervisor.child_spec(name: Foo, strategy: :one_for_one), DynamicSupervisor.init(strategy: :one_for_one, max_restarts: 4)} end)
t.("stop mod", fn -> DynamicSupervisor.stop(ModDyn) end)
t.("mod ignore", fn -> ModDyn.start_link(:ignore) end)
t.("restart counts", fn ->
  {:ok, s} = DynamicSupervisor.start_link(strategy: :one_for_one, max_restarts: 2, max_seconds: 5)
  {:ok, p} = DynamicSupervisor.start_child(s, {W, 1})
  GenServer.cast(p, {:stop, :normal}); Process.sleep(10)
  a = DynamicSupervisor.count_children(s)
  {:ok, p} = DynamicSupervisor.start_child(s, {W, 1})
  GenServer.cast(p, {:stop, :bad}); Process.sleep(10)
  b = DynamicSupervisor.count_children(s)
  [{_, q, _, _}] = DynamicSupervisor.which_children(s)
  GenServer.cast(q, {:stop, :bad}); Process.sleep(10)
  [{_, q, _, _}] = DynamicSupervisor.which_children(s)
  GenServer.cast(q, {:stop, :bad}); Process.sleep(10)
  {a, b, p != q, receive do {:EXIT, ^s, r} -> r after 100 -> nil end}
end)
t.("partition", fn ->
  {:ok, s} = PartitionSupervisor.start_link(child_spec: {Agent, fn -> :agent end}, name: P, partitions: 3)
  r = {PartitionSupervisor.partitions(P), PartitionSupervisor.count_children(P), PartitionSupervisor.which_children(P) |> n.() |> Enum.sort, Agent.get({:via, PartitionSupervisor, {P, 7}}, & &1), GenServer.whereis({:via, PartitionSupervisor, {P, 1}}) |> is_pid}
  PartitionSupervisor.stop(P); _ = s
  r
end)
receive do {:EXIT, _, _} -> :ok after 0 -> :ok end
t.("partition dyn", fn ->
  {:ok, _} = PartitionSupervisor.start_link(child_spec: DynamicSupervisor, name: PD, partitions: 2)
  a = DynamicSupervisor.start_child({:via, PartitionSupervisor, {PD, self()}}, {W, 1})
  n.({a, PartitionSupervisor.count_children(PD), PartitionSupervisor.which_children(PD) |> Enum.sort})
end)
t.("partition args", fn ->
  {:ok, _} = PartitionSupervisor.start_link(child_spec: {Task, fn -> :ok end}, name: PA, partitions: 2, with_arguments: fn [f], i -> [fn -> {i, f.()} end] end)
  Process.sleep(10)
  PartitionSupervisor.count_children(PA)
end)
for o <- [[], [child_spec: W], [child_spec: W, name: "x"], [child_spec: W, name: Z, partitions: 0], [child_spec: W, name: Z, partitions: :x], [child_spec: W, name: Z, with_arguments: 1], [child_spec: NoMod, name: Z], [child_spec: W, name: Z, zap: 1]] do
  t.("partition #{inspect o}", fn -> n.(PartitionSupervisor.start_link(o)) end)
end
t.("partition none", fn -> GenServer.call({:via, PartitionSupervisor, {NoPart, 1}}, :x) end)
t.("partition count none", fn -> PartitionSupervisor.partitions(NoPart) end)
