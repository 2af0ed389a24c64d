defmodule :gen_event_handlers do
  # The handlers of an event manager: adding, asking and removing them.
  #
  # Whatever a handler does, the manager goes on: one that fails or returns something it may not is
  # removed, and what happened is logged or, if another process supervises it, told to that process.
  @moduledoc false

  @doc """
  Adds a handler as `GenEvent` does, once only: `{handlers, reply, hibernate}`. Its failures are
  told as exit reasons.
  """
  def add_new(handlers, handler, args, supervisor) do
    if take(handlers, handler) do
      {handlers, {:error, :already_present}, false}
    else
      case add(handlers, handler, args, supervisor) do
        {[new | rest], :ok, hibernate} -> {[%{new | plain_reasons: true} | rest], :ok, hibernate}
        {handlers, {:EXIT, reason}, hibernate} -> {handlers, {:error, reason}, hibernate}
        result -> result
      end
    end
  end

  @doc "Adds a handler: `{handlers, reply, hibernate}`."
  def add(handlers, handler, args, supervisor) do
    {module, id} = name(handler)

    case init(module, args) do
      {:ok, state} ->
        {[new(module, id, state, supervisor) | handlers], :ok, false}

      {:ok, state, :hibernate} ->
        {[new(module, id, state, supervisor) | handlers], :ok, true}

      other ->
        {handlers, other, false}
    end
  end

  defp new(module, id, state, supervisor) do
    if is_pid(supervisor), do: Process.link(supervisor)
    %{module: module, id: id, state: state, supervised: supervisor, plain_reasons: false}
  end

  defp init(module, args) do
    module.init(args)
  catch
    :throw, value -> value
    :exit, reason -> {:EXIT, reason}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
  end

  defp name({module, id}), do: {module, id}
  defp name(module), do: {module, false}

  @doc "How a handler was named by the one who added it."
  def handler(%{module: module, id: false}), do: module
  def handler(%{module: module, id: id}), do: {module, id}

  defp take(handlers, handler) do
    {module, id} = name(handler)

    case Enum.split_while(handlers, &(&1.module != module or &1.id != id)) do
      {before, [found | rest]} -> {found, before, rest}
      {_, []} -> nil
    end
  end

  @doc "Removes a handler: `{handlers, result_of_terminate}`."
  def delete(handlers, handler, args) do
    case take(handlers, handler) do
      {found, before, rest} ->
        result = terminate(found, args, found.state)
        tell(found, :normal)
        {before ++ rest, result}

      nil ->
        {handlers, {:error, :module_not_found}}
    end
  end

  @doc """
  Replaces a handler: `{handlers, reply, hibernate}`. `supervisor` is a process, `false` for none,
  or `nil` for that of the old handler.
  """
  def swap(handlers, handler1, args1, handler2, args2, supervisor) do
    case take(handlers, handler1) do
      {found, before, rest} ->
        replace(before ++ rest, found, args1, found.state, handler2, args2, supervisor)

      nil ->
        add(handlers, handler2, {args2, :error}, supervisor || false)
    end
  end

  defp replace(others, old, args1, state1, handler2, args2, supervisor) do
    result = terminate(old, args1, state1)
    supervisor = if supervisor == nil, do: old.supervised, else: supervisor

    case add(others, handler2, {args2, result}, supervisor) do
      {handlers, :ok, hibernate} ->
        tell(old, {:swapped, handler2, supervisor})
        {handlers, :ok, hibernate}

      {handlers, error, hibernate} ->
        tell(old, {:swapped, handler2, supervisor})
        if is_pid(supervisor), do: send(supervisor, {:gen_event_EXIT, handler2, error})
        {handlers, {:error, error}, hibernate}
    end
  end

  @doc "Gives an event or a message to all handlers: `{handlers, hibernate}`."
  def notify(handlers, callback, event, manager) do
    notify(handlers, callback, event, manager, [], false)
  end

  defp notify([], _callback, _event, _manager, done, hibernate) do
    {:lists.reverse(done), hibernate}
  end

  defp notify([handler | rest], callback, event, manager, done, hibernate) do
    case run(handler, callback, event) do
      {:ok, state} ->
        notify(rest, callback, event, manager, [%{handler | state: state} | done], hibernate)

      {:ok, state, :hibernate} ->
        notify(rest, callback, event, manager, [%{handler | state: state} | done], true)

      {:swap_handler, args1, state1, handler2, args2} ->
        {new, _reply, also} = replace([], handler, args1, state1, handler2, args2, nil)
        notify(rest, callback, event, manager, new ++ done, hibernate or also)

      :remove_handler ->
        terminate(handler, :remove_handler, handler.state)
        tell(handler, :normal)
        notify(rest, callback, event, manager, done, hibernate)

      failure ->
        fail(handler, event, failure, manager)
        notify(rest, callback, event, manager, done, hibernate)
    end
  end

  defp run(%{module: module, state: state}, :handle_info, message) do
    if function_exported?(module, :handle_info, 2) do
      run(module, :handle_info, message, state)
    else
      report_unhandled(module, message)
      {:ok, state}
    end
  end

  defp run(%{module: module, state: state}, callback, event) do
    run(module, callback, event, state)
  end

  defp run(module, callback, event, state) do
    apply(module, callback, [event, state])
  catch
    :throw, value -> value
    :exit, reason -> {:EXIT, reason}
    :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
  end

  @doc "Calls one handler: `{handlers, reply, hibernate}`."
  def call(handlers, handler, request, manager) do
    case take(handlers, handler) do
      nil ->
        {handlers, {:error, :bad_module}, false}

      {found, before, rest} ->
        case run(found, :handle_call, request) do
          {:ok, reply, state} ->
            {before ++ [%{found | state: state} | rest], reply, false}

          {:ok, reply, state, :hibernate} ->
            {before ++ [%{found | state: state} | rest], reply, true}

          {:swap_handler, reply, args1, state1, handler2, args2} ->
            {handlers, _reply, hibernate} =
              replace(before ++ rest, found, args1, state1, handler2, args2, nil)

            {handlers, reply, hibernate}

          {:remove_handler, reply} ->
            terminate(found, :remove_handler, found.state)
            tell(found, :normal)
            {before ++ rest, reply, false}

          failure ->
            {before ++ rest, {:error, fail(found, request, failure, manager)}, false}
        end
    end
  end

  @doc "Removes the handlers that a process supervised which has ended."
  def owner_ended(handlers, pid, reason) do
    {ended, left} = Enum.split_with(handlers, &(&1.supervised == pid))
    for handler <- ended, do: terminate(handler, {:stop, reason}, handler.state)
    left
  end

  @doc "Tells all handlers that the manager stops."
  def stop_all(handlers) do
    for handler <- handlers do
      terminate(handler, :stop, handler.state)
      tell(handler, :shutdown)
    end

    :ok
  end

  defp terminate(%{module: module}, args, state) do
    if function_exported?(module, :terminate, 2) do
      run(module, :terminate, args, state)
    else
      :ok
    end
  end

  defp tell(%{supervised: pid} = handler, reason) when is_pid(pid) do
    send(pid, {:gen_event_EXIT, handler(handler), reason})
  end

  defp tell(_handler, _reason), do: :ok

  # Returns the failure as the handler's users know it.
  defp fail(handler, event, failure, manager) do
    reason = reason(handler, failure)
    terminate(handler, {:error, reason}, handler.state)
    report_failure(handler, event, failure, manager)
    tell(handler, reason)
    reason
  end

  defp reason(%{plain_reasons: true}, {:EXIT, reason}), do: reason
  defp reason(%{plain_reasons: true}, other), do: {:bad_return_value, other}
  defp reason(_handler, failure), do: failure

  ## Reports

  defp report_failure(handler, event, reason, manager) do
    status = %{reason: reason, state: handler.state, message: event, log: []}
    args = [:erlang.get(), handler.state]
    shown = :gen.format_status(handler.module, :terminate, status, args)

    :logger.log_event(
      :error,
      {:report,
       %{
         label: {:gen_event, :terminate},
         handler: handler(handler),
         name: manager,
         last_message: shown.message,
         state: Map.get(shown, :"$status", shown.state),
         log: shown.log,
         reason: shown.reason
       }},
      metadata(:error)
    )
  end

  defp report_unhandled(module, message) do
    report = %{label: {:gen_event, :no_handle_info}, module: module, message: message}
    :logger.log_event(:warning, {:report, report}, metadata(:warning_msg))
  end

  defp metadata(tag) do
    %{
      domain: [:otp],
      report_cb: &:gen_event.format_log/2,
      error_logger: %{tag: tag, report_cb: &:gen_event.format_log/1}
    }
  end

  @doc "A report as `{format, args}`."
  def format_log(%{label: {:gen_event, :terminate}} = report) do
    format =
      '** Event handler ~tp in ~tp crashed~n** Last event: ~tp~n** State: ~tp~n** Reason: ~tp~n'

    {format, [report.handler, report.name, report.last_message, report.state, report.reason]}
  end

  def format_log(%{label: {:gen_event, :no_handle_info}} = report) do
    {'** ~tp has no handle_info/2 for ~tp~n', [report.module, report.message]}
  end
end
