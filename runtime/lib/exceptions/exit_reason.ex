defmodule Exception.ExitReason do
  # Exit reasons for people. A reason may hold another one: a call that failed holds the reason of its server, a
  # supervisor that did not start that of its child. Each level is indented by four more spaces; `joiner` is the line
  # break with the indentation of the level.
  @moduledoc false

  @doc false
  def format({:shutdown, {:failed_to_start_child, child, {:EXIT, reason}}}, joiner) do
    failed_child(child, reason, joiner)
  end

  def format({:shutdown, {:failed_to_start_child, child, reason}}, joiner) do
    failed_child(child, reason, joiner)
  end

  def format({error, [entry | _] = stacktrace} = reason, joiner)
      when tuple_size(entry) in [3, 4] do
    raised(Exception.normalize(:error, error, stacktrace), stacktrace, joiner)
  rescue
    # It only looked like a stack trace.
    _ -> format_term(reason)
  end

  def format({reason, {module, fun, args}} = whole, joiner)
      when is_atom(module) and is_atom(fun) do
    if is_list(args) do
      "exited in: " <>
        Exception.format_mfa(module, fun, args) <>
        joiner <> "** (EXIT) " <> format(reason, joiner <> "    ")
    else
      format_term(whole)
    end
  end

  def format(reason, _joiner), do: format_term(reason)

  defp failed_child(child, reason, joiner) do
    "shutdown: failed to start child: #{inspect(child)}" <>
      joiner <> "** (EXIT) " <> format(reason, joiner <> "    ")
  end

  defp raised(exception, stacktrace, joiner) do
    inner = joiner <> "    "
    banner = "** (#{inspect(exception.__struct__)}) #{Exception.message(exception)}"

    "an exception was raised:" <>
      joiner <>
      banner <>
      Enum.map_join(stacktrace, &(inner <> Exception.format_stacktrace_entry(&1)))
  end

  defp format_term({:shutdown, reason}), do: "shutdown: #{inspect(reason)}"
  defp format_term(:calling_self), do: "process attempted to call itself"
  defp format_term(:timeout), do: "time out"
  defp format_term(:killed), do: "killed"
  defp format_term(:noconnection), do: "no connection"
  defp format_term(:normal), do: "normal"
  defp format_term(:shutdown), do: "shutdown"

  defp format_term(:noproc) do
    "no process: the process is not alive or " <>
      "there's no process currently associated with the given name, " <>
      "possibly because its application isn't started"
  end

  defp format_term({:already_started, pid}), do: "already started: #{inspect(pid)}"
  defp format_term({:bad_return_value, value}), do: "bad return value: #{inspect(value)}"
  defp format_term({:bad_call, request}), do: "bad call: #{inspect(request)}"
  defp format_term({:bad_cast, request}), do: "bad cast: #{inspect(request)}"

  defp format_term({:bad_start_spec, start_spec}) do
    "bad child specification, invalid children: #{inspect(start_spec)}"
  end

  defp format_term({:start_spec, problem}), do: "bad child specification, " <> child_spec(problem)

  defp format_term({:supervisor_data, problem}) do
    "bad supervisor configuration, " <> supervisor(problem)
  end

  defp format_term({:nodedown, node}) when is_atom(node) do
    "no connection to #{node}"
  end

  defp format_term(reason), do: inspect(reason)

  defp child_spec({:invalid_child_spec, spec}) do
    "invalid child specification: #{inspect(spec)}"
  end

  defp child_spec({:invalid_child_type, type}) do
    "invalid child type: #{inspect(type)}. Must be :worker or :supervisor."
  end

  defp child_spec({:invalid_mfa, mfa}), do: "invalid mfa: #{inspect(mfa)}"

  defp child_spec({:invalid_module, module}) do
    "invalid module: #{inspect(module)}. Must be an atom."
  end

  defp child_spec({:invalid_modules, modules}) do
    "invalid modules: #{inspect(modules)}. Must be a list of atoms or :dynamic."
  end

  defp child_spec({:invalid_restart_type, restart}) do
    "invalid restart type: #{inspect(restart)}. Must be :permanent, :transient or :temporary."
  end

  defp child_spec({:invalid_shutdown, shutdown}) do
    "invalid shutdown: #{inspect(shutdown)}. Must be an integer >= 0, :infinity or :brutal_kill."
  end

  defp child_spec({:duplicate_child_name, id}) do
    """
    more than one child specification has the id: #{inspect(id)}.
    If using maps as child specifications, make sure the :id keys are unique.
    If using a module or {module, arg} as child, use Supervisor.child_spec/2 to change the :id, for example:

        children = [
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_1),
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_2)
        ]
    """
  end

  defp child_spec(other), do: "got: #{inspect(other)}"

  defp supervisor({:invalid_strategy, strategy}), do: "invalid strategy: #{inspect(strategy)}"
  defp supervisor({:invalid_type, type}), do: "invalid type: #{inspect(type)}"

  defp supervisor({:invalid_intensity, intensity}) do
    "invalid max_restarts (intensity): #{inspect(intensity)}"
  end

  defp supervisor({:invalid_period, period}) do
    "invalid max_seconds (period): #{inspect(period)}"
  end

  defp supervisor({:invalid_max_children, max_children}) do
    "invalid max_children: #{inspect(max_children)}"
  end

  defp supervisor({:invalid_extra_arguments, extra}) do
    "invalid extra_arguments: #{inspect(extra)}"
  end

  defp supervisor(other), do: "got: #{inspect(other)}"
end
