# How children are stopped: in which order, with how much time, and what they may answer.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id, options \\ []), do: GenServer.start_link(__MODULE__, {id, options}, name: id)

  def init({id, options}) do
    Process.flag(:trap_exit, Keyword.get(options, :trap_exit, true))
    {:ok, {id, options}}
  end

  def terminate(reason, {id, options}) do
    IO.puts("  terminate #{id} #{inspect(reason)}")
    Process.sleep(Keyword.get(options, :sleep, 0))

    case Keyword.get(options, :exit) do
      nil -> :ok
      reason -> exit(reason)
    end
  end
end

for {shutdown, options} <- [
      {5000, []},
      {0, []},
      {10, [sleep: 100]},
      {:infinity, [sleep: 20]},
      {:brutal_kill, []},
      {5000, [exit: :normal]},
      {5000, [exit: {:shutdown, :x}]},
      {5000, [exit: :failure]},
      {5000, [trap_exit: false]}
    ] do
  IO.puts("== #{inspect(shutdown)} #{inspect(options)}")

  child = fn id ->
    %{id: id, start: {Worker, :start_link, [id, if(id == :b, do: options, else: [])]}, shutdown: if(id == :b, do: shutdown, else: 1000)}
  end

  {:ok, supervisor} = Supervisor.start_link(Enum.map([:a, :b, :c], child), strategy: :one_for_one)
  ref = Process.monitor(Process.whereis(:b))
  T.show("terminate_child", fn -> {Supervisor.terminate_child(supervisor, :b), receive(do: ({:DOWN, ^ref, _, _, reason} -> reason))} end)
  T.show("restart_child", fn -> Supervisor.restart_child(supervisor, :b) end)
  T.show("stop", fn -> Supervisor.stop(supervisor) end)
  T.show("left", fn -> for id <- [:a, :b, :c], do: Process.whereis(id) end)
end

IO.puts("== a tree goes down from its leaves")

tree = fn id, children ->
  %{id: id, type: :supervisor, start: {Supervisor, :start_link, [children, [strategy: :one_for_one]]}}
end

leaf = fn id -> %{id: id, start: {Worker, :start_link, [id]}} end

{:ok, root} =
  Supervisor.start_link(
    [leaf.(:first), tree.(:left, [leaf.(:l1), leaf.(:l2)]), tree.(:right, [leaf.(:r1), tree.(:deep, [leaf.(:d1)])]), leaf.(:last)],
    strategy: :one_for_one
  )

T.show("stop", fn -> Supervisor.stop(root, :shutdown) end)

IO.puts("== signals to a supervisor")

for {label, signal} <- [shutdown: :shutdown, other: :other, normal: :normal, kill: :kill] do
  {:ok, supervisor} = Supervisor.start_link([leaf.(:leaf)], strategy: :one_for_one)
  child = Process.whereis(:leaf)

  T.show(label, fn ->
    references = Enum.map([supervisor, child], &Process.monitor/1)
    Process.exit(supervisor, signal)

    for reference <- references do
      receive do
        {:DOWN, ^reference, _, _, reason} -> reason
      after
        1000 -> :still_alive
      end
    end
  end)
end
