defmodule :application_master do
  @moduledoc """
  The process that stands for a running application: the group leader of all its processes, whose
  output it passes on, so that they can be told apart and none outlives it.

  Under it runs a process that has called the callback and is the parent of the top supervisor.
  """

  @doc "Starts an application; tells the caller `{:application_started, name, pid}` or exits."
  def start_link(application, spec) do
    :erlang.spawn_link(__MODULE__, :init, [self(), application, spec])
  end

  @doc false
  def init(controller, application, spec) do
    Process.flag(:trap_exit, true)
    master = self()
    child = :erlang.spawn_link(fn -> start_child(master, spec) end)
    await_start(controller, application, child)
  end

  defp await_start(controller, application, child) do
    receive do
      {:started, ^child} ->
        send(controller, {:application_started, application, self()})
        loop(controller, child)

      {:EXIT, ^child, {:start_failed, reason}} ->
        kill_rest()
        exit(reason)

      {:EXIT, ^child, reason} ->
        kill_rest()
        exit(reason)

      {:EXIT, ^controller, reason} ->
        exit(reason)

      {:io_request, _, _, _} = request ->
        forward(request)
        await_start(controller, application, child)
    end
  end

  defp loop(controller, child) do
    receive do
      {:io_request, _, _, _} = request ->
        forward(request)
        loop(controller, child)

      {:EXIT, ^child, reason} ->
        kill_rest()
        exit(reason)

      {:EXIT, ^controller, _reason} ->
        stop(child)

      {:stop, ^controller} ->
        stop(child)

      _other ->
        loop(controller, child)
    end
  end

  defp stop(child) do
    send(child, {:stop, self()})
    await_stop(child)
    kill_rest()
    exit(:normal)
  end

  defp await_stop(child) do
    receive do
      {:EXIT, ^child, _reason} ->
        :ok

      {:io_request, _, _, _} = request ->
        forward(request)
        await_stop(child)
    end
  end

  # The answer goes straight to the one who asked.
  defp forward(request), do: send(Process.group_leader(), request)

  defp kill_rest do
    self = self()

    for pid <- Process.list(), pid != self do
      case :erlang.process_info(pid, :group_leader) do
        {:group_leader, ^self} -> Process.exit(pid, :kill)
        _ -> :ok
      end
    end

    :ok
  end

  ## The parent of the top supervisor

  defp start_child(master, %{mod: {module, args}} = spec) do
    Process.group_leader(self(), master)
    Process.flag(:trap_exit, true)

    case call_start(module, args) do
      {:ok, pid} -> started(master, pid, module, [], spec)
      {:ok, pid, state} -> started(master, pid, module, state, spec)
      {:error, reason} -> fail({reason, {module, :start, [:normal, args]}})
      other -> fail({:bad_return, {{module, :start, [:normal, args]}, other}})
    end
  end

  defp fail(reason), do: exit({:start_failed, reason})

  defp call_start(module, args) do
    module.start(:normal, args)
  catch
    :throw, value -> value
    :exit, reason -> {:EXIT, reason}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
  end

  defp started(master, pid, module, state, spec) do
    Process.link(pid)

    case run_phases(module, spec.start_phases) do
      :ok ->
        send(master, {:started, self()})
        supervise(master, pid, module, state)

      {:error, reason} ->
        stop_supervisor(pid)
        fail(reason)
    end
  end

  defp run_phases(_module, :undefined), do: :ok
  defp run_phases(_module, []), do: :ok

  defp run_phases(module, [{phase, arg} | rest]) do
    call = {module, :start_phase, [phase, :normal, arg]}

    case call_phase(module, phase, arg) do
      :ok -> run_phases(module, rest)
      {:error, reason} -> {:error, {reason, call}}
      other -> {:error, {:bad_return_value, {call, other}}}
    end
  end

  defp call_phase(module, phase, arg) do
    module.start_phase(phase, :normal, arg)
  catch
    :throw, value -> value
    :exit, reason -> {:EXIT, reason}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
  end

  defp supervise(master, pid, module, state) do
    receive do
      {:EXIT, ^pid, reason} ->
        call_stop(module, prep_stop(module, state))
        exit(reason)

      {:stop, ^master} ->
        state = prep_stop(module, state)
        stop_supervisor(pid)
        call_stop(module, state)
        exit(:normal)

      {:EXIT, ^master, reason} ->
        Process.exit(pid, :kill)
        exit(reason)

      _other ->
        supervise(master, pid, module, state)
    end
  end

  defp stop_supervisor(pid) do
    Process.exit(pid, :shutdown)

    receive do
      {:EXIT, ^pid, _reason} -> :ok
    end
  end

  defp prep_stop(module, state) do
    if function_exported?(module, :prep_stop, 1), do: module.prep_stop(state), else: state
  catch
    _, _ -> state
  end

  defp call_stop(module, state) do
    module.stop(state)
  catch
    _, _ -> :ok
  end
end
