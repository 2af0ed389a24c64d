# Events go to the formatters as casts, as is documented for formatters of one's own. The manager then waits until
# each has handled what it got: a formatter prints to the same console as the tests.

defmodule ExUnit.EventManager do
  @moduledoc false

  alias ExUnit.RunnerStats

  def start_formatters(options) do
    formatters =
      for formatter <- options[:formatters],
          {:ok, pid} <- [GenServer.start_link(formatter, options)],
          do: pid

    {:ok, stats} = GenServer.start_link(RunnerStats, options)
    {:ok, %{formatters: formatters, pid: stats}}
  end

  def notify(%{manager: formatters, stats: stats}, event) do
    pids = [stats | formatters]
    Enum.each(pids, &GenServer.cast(&1, event))
    Enum.each(pids, &wait/1)
  end

  # Any system message is answered after the casts before it. A formatter that has died is of no more concern.
  defp wait(pid) do
    :sys.get_state(pid, :infinity)
    :ok
  catch
    :exit, _ -> :ok
  end

  def max_failures_reached?(%{max_failures: :infinity}), do: false
  def max_failures_reached?(%{max_failures: max, stats: stats}), do: GenServer.call(stats, :failures) >= max

  @doc "Ends the formatters and gives the numbers of the suite."
  def stop(%{manager: formatters, stats: stats}) do
    result = GenServer.call(stats, :result, :infinity)

    for pid <- [stats | formatters] do
      Process.unlink(pid)
      ref = Process.monitor(pid)
      Process.exit(pid, :shutdown)
      receive do: ({:DOWN, ^ref, _, _, _} -> :ok)
    end

    result
  end
end

defmodule ExUnit.RunnerStats do
  @moduledoc false
  # Counts what happened, for the result of the suite.

  use GenServer

  @impl true
  def init(_options), do: {:ok, %{total: 0, failures: 0, skipped: 0, excluded: 0}}

  @impl true
  def handle_call(:result, _from, counts), do: {:reply, counts, counts}
  def handle_call(:failures, _from, counts), do: {:reply, counts.failures, counts}

  @impl true
  def handle_cast({:test_finished, %{state: state}}, counts) do
    counts = Map.update!(counts, :total, &(&1 + 1))

    case state do
      nil -> {:noreply, counts}
      {:failed, _} -> {:noreply, Map.update!(counts, :failures, &(&1 + 1))}
      {:invalid, _} -> {:noreply, Map.update!(counts, :failures, &(&1 + 1))}
      {:skipped, _} -> {:noreply, Map.update!(counts, :skipped, &(&1 + 1))}
      {:excluded, _} -> {:noreply, Map.update!(counts, :excluded, &(&1 + 1))}
    end
  end

  # A module whose tests passed and that failed afterwards.
  def handle_cast({:module_finished, %{state: {:failed, _}, tests: tests}}, counts) do
    if Enum.any?(tests, &match?({:invalid, _}, &1.state)),
      do: {:noreply, counts},
      else: {:noreply, Map.update!(counts, :failures, &(&1 + 1))}
  end

  def handle_cast(_event, counts), do: {:noreply, counts}
end
