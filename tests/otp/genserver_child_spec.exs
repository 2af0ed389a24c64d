# What "use GenServer" and its relatives define.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Plain do
  use GenServer
  def init(state), do: {:ok, state}
end

defmodule Custom do
  use GenServer, id: :other, restart: :transient, shutdown: :brutal_kill
  def init(state), do: {:ok, state}
end

defmodule Overridden do
  use GenServer
  def init(state), do: {:ok, state}
  def child_spec(arg), do: super(arg) |> Map.put(:id, arg)
end

defmodule Sup do
  use Supervisor, restart: :temporary
  def init(_arg), do: Supervisor.init([], strategy: :one_for_one)
end

defmodule Dyn do
  use DynamicSupervisor, id: 1
  def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_one)
end

defmodule Worker do
  use Task, restart: :permanent
end

defmodule Cell do
  use Agent, shutdown: 10
end

for module <- [Plain, Custom, Overridden, Sup, Dyn, Worker, Cell] do
  T.show(inspect(module), fn -> module.child_spec(:arg) end)
end

T.show("Agent", fn -> Agent.child_spec(:arg) end)
T.show("Task", fn -> Task.child_spec(:arg) end)
T.show("Registry", fn -> Registry.child_spec(keys: :unique, name: R) end)
T.show("DynamicSupervisor", fn -> DynamicSupervisor.child_spec(name: D) end)
T.show("Task.Supervisor", fn -> Task.Supervisor.child_spec(name: {:global, :t}) end)
T.show("PartitionSupervisor", fn -> PartitionSupervisor.child_spec(child_spec: Agent, name: P) end)

IO.puts("== defaults of the callbacks")
T.show("terminate", fn -> Plain.terminate(:reason, :state) end)
T.show("code_change", fn -> Plain.code_change(1, :state, 2) end)
T.show("functions", fn -> Plain.__info__(:functions) end)
T.show("callbacks", fn -> Enum.sort(GenServer.behaviour_info(:callbacks)) end)
T.show("optional", fn -> Enum.sort(GenServer.behaviour_info(:optional_callbacks)) end)
