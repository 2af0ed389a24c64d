defmodule :supervisor_shutdown do
  # Ends linked processes: asks, waits for as long as agreed, kills.
  #
  # The supervisor monitors the process and then drops the link, so that exactly one message tells
  # of the end: the exit signal if it was already there, else the monitor's.
  @moduledoc false

  import :supervisor_spec, only: [child: 1, child: 2]

  @doc """
  Ends one process; `shutdown` is `:brutal_kill`, milliseconds or `:infinity`. `:ok`, or
  `{:error, reason}` for an end that was not the one asked for.
  """
  def one(pid, :brutal_kill) do
    case monitor(pid) do
      {:ok, ref} ->
        Process.exit(pid, :kill)

        receive do
          {:DOWN, ^ref, :process, ^pid, :killed} -> :ok
          {:DOWN, ^ref, :process, ^pid, reason} -> {:error, reason}
        end

      error ->
        error
    end
  end

  def one(pid, timeout) do
    case monitor(pid) do
      {:ok, ref} ->
        Process.exit(pid, :shutdown)

        receive do
          {:DOWN, ^ref, :process, ^pid, :shutdown} -> :ok
          {:DOWN, ^ref, :process, ^pid, reason} -> {:error, reason}
        after
          timeout ->
            Process.exit(pid, :kill)

            receive do
              {:DOWN, ^ref, :process, ^pid, reason} -> {:error, reason}
            end
        end

      error ->
        error
    end
  end

  @doc """
  Whether a child may end with `reason` when asked to stop: one that is not permanent may as well
  have come to its own end just then.
  """
  def accepted?(:normal, type), do: type != :permanent
  def accepted?({:shutdown, _}, type), do: type != :permanent
  def accepted?(_reason, _type), do: false

  defp monitor(pid) do
    ref = Process.monitor(pid)
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} ->
        receive do
          {:DOWN, ^ref, :process, ^pid, _reason} -> {:error, reason}
        end
    after
      0 -> {:ok, ref}
    end
  end

  @doc """
  Ends many processes of one specification, all at the same time. Ends that were not asked for are
  reported once for every reason, with the number of processes.
  """
  def all_at_once(pids, child(shutdown: shutdown, restart_type: type) = child, report) do
    pids = Enum.filter(pids, &is_pid/1)
    {refs, reasons} = Enum.reduce(pids, {%{}, %{}}, &monitor(&1, &2, type))
    signal = if shutdown == :brutal_kill, do: :kill, else: :shutdown
    for {_ref, pid} <- refs, do: Process.exit(pid, signal)

    timer = start_timer(shutdown)

    for {reason, count} <- await_all(refs, shutdown, timer, type, reasons) do
      report.(reason, child(child, pid: {:children, count}))
    end

    stop_timer(timer)
    :ok
  end

  defp monitor(pid, {refs, reasons}, type) do
    case monitor(pid) do
      {:ok, ref} -> {Map.put(refs, ref, pid), reasons}
      {:error, reason} -> {refs, count(reasons, reason, type)}
    end
  end

  defp start_timer(timeout) when is_integer(timeout) do
    :erlang.start_timer(timeout, self(), :kill)
  end

  defp start_timer(_no_timeout), do: nil

  defp stop_timer(nil), do: :ok

  defp stop_timer(timer) do
    :erlang.cancel_timer(timer)

    receive do
      {:timeout, ^timer, :kill} -> :ok
    after
      0 -> :ok
    end
  end

  defp await_all(refs, _shutdown, _timer, _type, reasons) when map_size(refs) == 0, do: reasons

  defp await_all(refs, shutdown, timer, type, reasons) do
    receive do
      {:DOWN, ref, :process, _pid, reason} when is_map_key(refs, ref) ->
        refs = Map.delete(refs, ref)
        await_all(refs, shutdown, timer, type, judge(reason, shutdown, type, reasons))

      {:timeout, ^timer, :kill} ->
        for {_ref, pid} <- refs, do: Process.exit(pid, :kill)
        await_all(refs, shutdown, timer, type, reasons)
    end
  end

  defp judge(:killed, :brutal_kill, _type, reasons), do: reasons
  defp judge(:shutdown, shutdown, _type, reasons) when shutdown != :brutal_kill, do: reasons
  defp judge(reason, _shutdown, type, reasons), do: count(reasons, reason, type)

  defp count(reasons, reason, type) do
    if accepted?(reason, type), do: reasons, else: Map.update(reasons, reason, 1, &(&1 + 1))
  end
end
