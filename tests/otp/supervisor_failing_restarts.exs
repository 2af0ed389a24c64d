# A restart that fails is tried again, and each try counts.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: id)

  def init(id) do
    Process.flag(:trap_exit, true)

    case :counters.get(counters(), index(id)) do
      0 ->
        IO.puts("  init #{id}")
        {:ok, id}

      _ ->
        :counters.sub(counters(), index(id), 1)
        IO.puts("  init #{id} fails")
        {:stop, :failing}
    end
  end

  def terminate(reason, id), do: IO.puts("  terminate #{id} #{inspect(reason)}")
  def fail(id, times), do: :counters.put(counters(), index(id), times)
  def prepare, do: :persistent_term.put(__MODULE__, :counters.new(3, []))
  defp counters, do: :persistent_term.get(__MODULE__)
  defp index(id), do: Enum.find_index([:a, :b, :c], &(&1 == id)) + 1
end

Worker.prepare()

for strategy <- [:one_for_one, :one_for_all, :rest_for_one], failing <- [:a, :b, :c], times <- [1, 2, 9] do
  IO.puts("== #{strategy}: #{failing} fails #{times} times")
  children = for id <- [:a, :b, :c], do: %{id: id, start: {Worker, :start_link, [id]}}
  {:ok, supervisor} = Supervisor.start_link(children, strategy: strategy)
  Worker.fail(failing, times)
  T.kill(Process.whereis(:b))
  Process.sleep(10)
  Worker.fail(failing, 0)

  if Process.alive?(supervisor) do
    T.show("children", fn -> for {id, child, _, _} <- Supervisor.which_children(supervisor), do: {id, child} end)
    Supervisor.stop(supervisor)
  end

  T.messages(5)
end

IO.puts("== dynamic")

for times <- [1, 2, 9] do
  IO.puts("== fails #{times} times")
  {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
  {:ok, pid} = DynamicSupervisor.start_child(supervisor, %{id: :b, start: {Worker, :start_link, [:b]}})
  Worker.fail(:b, times)
  T.kill(pid)
  Process.sleep(10)
  Worker.fail(:b, 0)

  if Process.alive?(supervisor) do
    T.show("count", fn -> DynamicSupervisor.count_children(supervisor) end)
    DynamicSupervisor.stop(supervisor)
  end

  T.messages(5)
end
