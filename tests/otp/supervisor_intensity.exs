# How many restarts are too many.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: id)
  def init(id), do: {:ok, id}
end

restarts_until_end = fn supervisor, id ->
  Stream.repeatedly(fn ->
    case T.await(fn -> Process.whereis(id) || (not Process.alive?(supervisor) && :gone) end) do
      :gone ->
        :gone

      pid ->
        T.kill(pid)
        # Whoever answers has seen the end of the child before.
        T.result(fn -> Supervisor.count_children(supervisor) end)
        :killed
    end
  end)
  |> Enum.take_while(&(&1 == :killed))
  |> length()
end

for strategy <- [:one_for_one, :one_for_all, :rest_for_one], max_restarts <- [0, 1, 3] do
  {:ok, supervisor} =
    Supervisor.start_link(for(id <- [:a, :b, :c], do: %{id: id, start: {Worker, :start_link, [id]}}),
      strategy: strategy,
      max_restarts: max_restarts,
      max_seconds: 60
    )

  T.show("#{strategy} #{max_restarts}", fn -> restarts_until_end.(supervisor, :b) end)
  T.show("children left", fn -> for id <- [:a, :b, :c], do: Process.whereis(id) end)
end

IO.puts("== the same for dynamic and simple_one_for_one supervisors")

defmodule Simple do
  use Supervisor
  def init(_), do: {:ok, {%{strategy: :simple_one_for_one, intensity: 2, period: 60}, [%{id: 1, start: {Worker, :start_link, []}}]}}
end

{:ok, dynamic} = DynamicSupervisor.start_link(strategy: :one_for_one, max_restarts: 2, max_seconds: 60)
{:ok, _} = DynamicSupervisor.start_child(dynamic, {Worker, :d} |> then(fn {m, id} -> %{id: id, start: {m, :start_link, [id]}} end))
T.show("dynamic", fn -> restarts_until_end.(dynamic, :d) end)

{:ok, simple} = Supervisor.start_link(Simple, nil)
{:ok, _} = :supervisor.start_child(simple, [:s])
T.show("simple", fn -> restarts_until_end.(simple, :s) end)

IO.puts("== one above takes over")

children = [%{id: :inner, type: :supervisor, start: {Supervisor, :start_link, [[%{id: :x, start: {Worker, :start_link, [:x]}}], [strategy: :one_for_one, max_restarts: 1, max_seconds: 60]]}}]
{:ok, outer} = Supervisor.start_link(children, strategy: :one_for_one, max_restarts: 1, max_seconds: 60)
T.show("restarts", fn -> restarts_until_end.(outer, :x) end)

IO.puts("== restarts are forgotten after a while")
{:ok, forgetful} = Supervisor.start_link([%{id: :f, start: {Worker, :start_link, [:f]}}], strategy: :one_for_one, max_restarts: 1, max_seconds: 1)

T.show("two, with a pause", fn ->
  T.kill(Process.whereis(:f))
  Process.sleep(2100)
  T.kill(Process.whereis(:f))
  Process.sleep(10)
  Process.alive?(forgetful)
end)
