# Adding, stopping, restarting and deleting children by hand.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(:ignore), do: :ignore
  def init({:stop, reason}), do: {:stop, reason}
  def init(arg), do: {:ok, arg}
end

{:ok, sup} = Supervisor.start_link([], strategy: :one_for_one)
spec = fn arg, overrides -> Supervisor.child_spec({Worker, arg}, overrides) end
which = fn -> T.show("children", fn -> for {id, child, type, modules} <- Supervisor.which_children(sup), do: {id, child, type, modules} end) end

T.show("start", fn -> Supervisor.start_child(sup, {Worker, 1}) end)
T.show("start again", fn -> Supervisor.start_child(sup, {Worker, 2}) end)
T.show("another id", fn -> Supervisor.start_child(sup, spec.(1, id: :second)) end)
T.show("ignored", fn -> Supervisor.start_child(sup, spec.(:ignore, id: :ignored)) end)
T.show("ignored again", fn -> Supervisor.start_child(sup, spec.(:ignore, id: :ignored)) end)
T.show("ignored, temporary", fn -> Supervisor.start_child(sup, spec.(:ignore, id: :gone, restart: :temporary)) end)
T.show("fails", fn -> Supervisor.start_child(sup, spec.({:stop, :why}, id: :failing)) end)
T.show("no module", fn -> Supervisor.start_child(sup, %{id: 1, start: {NoSuchModule, :f, []}}) end)
T.show("no id", fn -> Supervisor.start_child(sup, %{}) end)
T.show("with info", fn -> Supervisor.start_child(sup, %{id: :info, start: {List, :to_tuple, [[:ok, spawn_link(fn -> Process.sleep(:infinity) end), :info]]}}) end)
T.show("supervisor", fn -> Supervisor.start_child(sup, %{id: :sup, type: :supervisor, start: {Supervisor, :start_link, [[], [strategy: :one_for_one]]}}) end)
which.()
T.show("count", fn -> Supervisor.count_children(sup) end)
T.show("get_childspec", fn -> :supervisor.get_childspec(sup, :second) end)
T.show("get_childspec of nobody", fn -> :supervisor.get_childspec(sup, :nobody) end)

T.show("terminate", fn -> Supervisor.terminate_child(sup, Worker) end)
T.show("terminate again", fn -> Supervisor.terminate_child(sup, Worker) end)
T.show("terminate nobody", fn -> Supervisor.terminate_child(sup, :nobody) end)
which.()
T.show("count", fn -> Supervisor.count_children(sup) end)
T.show("start one that is stopped", fn -> Supervisor.start_child(sup, {Worker, 1}) end)
T.show("restart", fn -> Supervisor.restart_child(sup, Worker) end)
T.show("restart one that runs", fn -> Supervisor.restart_child(sup, Worker) end)
T.show("restart nobody", fn -> Supervisor.restart_child(sup, :nobody) end)
T.show("restart ignored", fn -> Supervisor.restart_child(sup, :ignored) end)
T.show("delete one that runs", fn -> Supervisor.delete_child(sup, Worker) end)
T.show("delete nobody", fn -> Supervisor.delete_child(sup, :nobody) end)
T.show("delete", fn -> {Supervisor.terminate_child(sup, Worker), Supervisor.delete_child(sup, Worker)} end)
T.show("restart deleted", fn -> Supervisor.restart_child(sup, Worker) end)

IO.puts("== temporary children leave nothing")
T.show("terminate", fn -> {Supervisor.start_child(sup, spec.(1, id: :temp, restart: :temporary)), Supervisor.terminate_child(sup, :temp), Supervisor.restart_child(sup, :temp)} end)

IO.puts("== a child that has ended")
T.show("transient", fn ->
  {:ok, pid} = Supervisor.start_child(sup, spec.(1, id: :tr, restart: :transient))
  GenServer.stop(pid)
  {List.keyfind(Supervisor.which_children(sup), :tr, 0), Supervisor.restart_child(sup, :tr)}
end)

which.()
Supervisor.stop(sup)

IO.puts("== nobody there")
for {label, fun} <- [
      which: &Supervisor.which_children/1,
      count: &Supervisor.count_children/1,
      terminate: &Supervisor.terminate_child(&1, :x),
      start: &Supervisor.start_child(&1, {Worker, 1})
    ] do
  T.show(label, fn -> fun.(:nobody) end)
end

IO.puts("== thousands of children, in order")
children = for n <- 1..3000, do: %{id: n, start: {Agent, :start_link, [fn -> n end]}}
{:ok, sup} = Supervisor.start_link(children, strategy: :one_for_one, max_restarts: 1000)
T.show("count", fn -> Supervisor.count_children(sup) end)

T.show("after 500 crashes", fn ->
  for {id, pid, _, _} <- Supervisor.which_children(sup), rem(id, 6) == 0, do: T.kill(pid)
  ids = for {id, pid, _, _} <- Supervisor.which_children(sup), is_pid(pid), do: id
  {ids == Enum.to_list(3000..1), Supervisor.count_children(sup).active}
end)

T.show("after deleting every third", fn ->
  for n <- 1..3000, rem(n, 3) == 0, do: {:ok, :ok} = {Supervisor.terminate_child(sup, n), Supervisor.delete_child(sup, n)}
  for n <- 1..10, do: Supervisor.start_child(sup, %{id: {:new, n}, start: {Agent, :start_link, [fn -> n end]}})
  ids = for {id, _, _, _} <- Supervisor.which_children(sup), do: id
  {length(ids), Enum.take(ids, 3), List.last(ids)}
end)

T.show("stop", fn -> Supervisor.stop(sup) end)
