defmodule Task.Supervised do
  @moduledoc false
  # What runs in the process of a task. `owner` is `{node, name_or_pid, pid}` of the process that
  # wants the task; with `:monitor` the task watches it until it has got its work.

  @doc false
  def start(owner, callers, mfa) do
    {:ok, :proc_lib.spawn(__MODULE__, :noreply, [owner, callers, mfa])}
  end

  @doc false
  def start_link(owner, callers, mfa) do
    {:ok, :proc_lib.spawn_link(__MODULE__, :noreply, [owner, callers, mfa])}
  end

  @doc false
  def start_link(owner, monitor) do
    {:ok, :proc_lib.spawn_link(__MODULE__, :reply, [owner, monitor])}
  end

  @doc false
  def noreply(owner, callers, mfa) do
    describe(mfa, callers)
    invoke_mfa(owner, mfa)
  end

  @doc false
  def reply({_, _, owner_pid} = owner, monitor) do
    case monitor do
      :monitor -> reply(owner, owner_pid, Process.monitor(owner_pid), 5000)
      :nomonitor -> reply(owner, owner_pid, nil, :infinity)
    end
  end

  defp reply(owner, owner_pid, mref, timeout) do
    receive do
      {^owner_pid, ref, reply_to, callers, mfa} ->
        describe(mfa, callers)
        is_reference(mref) && Process.demonitor(mref, [:flush])
        send(reply_to, {ref, invoke_mfa(owner, mfa)})

      {:DOWN, ^mref, _, _, reason} when is_reference(mref) ->
        exit({:shutdown, reason})
    after
      timeout -> exit(:timeout)
    end
  end

  # What the process is for, where those who look at it expect it.
  defp describe(mfa, callers) do
    Process.put(:"$initial_call", initial_call(mfa))
    Process.put(:"$callers", callers)
  end

  defp initial_call({:erlang, :apply, [fun, []]}) when is_function(fun, 0) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    {module, name, 0}
  end

  defp initial_call({module, function, args}), do: {module, function, length(args)}

  defp invoke_mfa(owner, {module, function, args} = mfa) do
    apply(module, function, args)
  catch
    :exit, value
    when value == :normal
    when value == :shutdown
    when tuple_size(value) == 2 and elem(value, 0) == :shutdown ->
      :erlang.raise(:exit, value, __STACKTRACE__)

    kind, value ->
      {fun, args} = function_and_args(mfa)
      report(owner, fun, args, {log_value(kind, value), __STACKTRACE__})
      :erlang.raise(:exit, exit_reason(kind, value, __STACKTRACE__), __STACKTRACE__)
  end

  defp function_and_args({:erlang, :apply, [fun, []]}) when is_function(fun, 0), do: {fun, []}

  defp function_and_args({module, function, args}) do
    {Function.capture(module, function, length(args)), args}
  end

  defp log_value(:throw, value), do: {:nocatch, value}
  defp log_value(_kind, value), do: value

  defp exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  defp exit_reason(:exit, reason, _stacktrace), do: reason
  defp exit_reason(:throw, value, stacktrace), do: {{:nocatch, value}, stacktrace}

  defp report({node, name_or_pid, pid}, fun, args, reason) do
    starter = if node == node(), do: name_or_pid, else: pid

    :logger.log_event(
      :error,
      {:report,
       %{
         label: {Task.Supervisor, :terminating},
         report: %{
           name: self(),
           starter: starter,
           function: fun,
           args: args,
           reason: reason
         }
       }},
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &__MODULE__.format_report/1,
        callers: Process.get(:"$callers")
      }
    )
  end

  @doc false
  def format_report(%{label: {Task.Supervisor, :terminating}, report: report}) do
    format = 'Task ~p started from ~p terminating~nFunction: ~p~n    Args: ~p~nReason: ~p~n'
    {format, [report.name, report.starter, report.function, report.args, report.reason]}
  end

  @doc false
  defdelegate stream(enumerable, acc, reducer, callers, mfa, options, spawn),
    to: Task.Supervised.Stream
end
