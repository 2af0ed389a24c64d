defmodule :supervisor_child do
  # Starts and stops one child, and tells the log and the observer about it.
  @moduledoc false

  import :supervisor_spec, only: [child: 1, child: 2]
  import :supervisor_state, only: [state: 1]

  @doc """
  Starts a child of the running supervisor: `{:ok, pid}`, `{:ok, pid, extra}`,
  `{:ok, :undefined}` for a child that does not want to run, or `{:error, reason}`.
  """
  def start_child_process(child(mfargs: {module, function, args}) = child, state) do
    case apply_start(module, function, args) do
      {:ok, pid} = ok when is_pid(pid) ->
        started(child(child, pid: pid), state)
        ok

      {:ok, pid, _extra} = ok when is_pid(pid) ->
        started(child(child, pid: pid), state)
        ok

      :ignore ->
        {:ok, :undefined}

      {:error, reason} ->
        {:error, reason}

      other ->
        {:error, other}
    end
  end

  defp apply_start(module, function, args) do
    apply(module, function, args)
  catch
    :throw, value -> value
    :exit, reason -> {:EXIT, reason}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
  end

  defp started(child(id: id, pid: pid, restart_type: restart, child_type: type) = child, state) do
    :respawn_trace.child_started(self(), pid, id, restart, type)

    case state do
      state(strategy: :simple_one_for_one) -> :ok
      state(name: name) -> :supervisor_report.progress(name, child)
    end
  end

  @doc "Stops a child as its specification says; one that does not run is left alone."
  def stop_child(child(pid: pid, id: id, restart_type: type, shutdown: shutdown) = child, name)
      when is_pid(pid) do
    case :supervisor_shutdown.one(pid, shutdown) do
      :ok ->
        :respawn_trace.child_terminated(self(), pid, id, :shutdown)
        :ok

      {:error, reason} ->
        :respawn_trace.child_terminated(self(), pid, id, reason)

        unless :supervisor_shutdown.accepted?(reason, type) do
          :supervisor_report.error(name, :shutdown_error, reason, child)
        end

        :ok
    end
  end

  def stop_child(_child, _name), do: :ok

  @doc "Stops children in the order of the list."
  def stop_all(children, name), do: Enum.each(children, &stop_child(&1, name))
end
