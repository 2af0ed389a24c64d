defmodule :gen_statem_report do
  # What a state machine tells: its events while it is traced, its status, and the report of its
  # end.
  @moduledoc false

  @doc "Prints one event, for `:sys`."
  def print_event(device, event, name) do
    case event do
      {:in, event, state} ->
        :io.format(device, '*DBG* ~tp receive ~ts in state ~tp~n', [name, text(event), state])

      {:enter, module, state} ->
        :io.format(device, '*DBG* ~tp enter ~tp in state ~tp~n', [name, module, state])

      {:out, reply, {to, _tag}} ->
        :io.format(device, '*DBG* ~tp send ~tp to ~tw~n', [name, reply, to])

      {:terminate, reason, state} ->
        :io.format(device, '*DBG* ~tp terminate ~tp in state ~tp~n', [name, reason, state])

      {:start_timer, timer, state} ->
        :io.format(device, '*DBG* ~tp start_timer ~tp in state ~tp~n', [name, timer, state])

      {what, event, state, next_state} ->
        next = if next_state == state, do: '', else: :io_lib.format(' => ~tp', [next_state])
        format = '*DBG* ~tp ~tw ~ts in state ~tp~ts~n'
        :io.format(device, format, [name, what, text(event), state, next])

      other ->
        :io.format(device, '*DBG* ~tp ~tp~n', [name, other])
    end
  end

  defp text({{:call, {pid, _tag}}, content}) do
    :io_lib.format('call ~tp from ~tw', [content, pid])
  end

  defp text({type, content}), do: :io_lib.format('~tw ~tp', [type, content])

  @doc "The status of a state machine, for `:sys`."
  def status(reason, dictionary, system_state, parent, m) do
    %{modules: [module | _] = modules, name: name, state: state, data: data} = m
    header = :gen.format_status_header('Status for state machine', name)

    status = %{
      state: state,
      data: data,
      postponed: :lists.reverse(m.postponed),
      log: :sys.get_log(m.debug),
      timeouts: :gen_statem_timers.list(m)
    }

    shown = :gen.format_status(module, reason, status, [dictionary, state, data])

    specific =
      case shown do
        %{"$status": specific} when is_list(specific) -> specific
        %{"$status": specific} -> [specific]
        %{state: state, data: data} -> [{:data, [{'State', {state, data}}]}]
      end

    general = [
      {'Status', system_state},
      {'Parent', parent},
      {'Modules', modules},
      {'Time-outs', shown.timeouts},
      {'Logged Events', shown.log},
      {'Postponed', shown.postponed}
    ]

    [{:header, header}, {:data, general} | specific]
  end

  @doc "The machine ends; `events` are the one at hand and those that waited."
  def terminated(m, class, reason, stacktrace, events) do
    %{modules: [module | _] = modules, state: state, data: data} = m

    status = %{
      reason: {class, reason, stacktrace},
      state: state,
      data: data,
      queue: events,
      postponed: :lists.reverse(m.postponed),
      timeouts: :gen_statem_timers.list(m),
      log: :sys.get_log(m.debug)
    }

    args = [:erlang.get(), state, data]
    shown = :gen.format_status(module, :terminate, status, args)

    shown_state =
      case shown do
        %{"$status": specific} -> specific
        %{state: state, data: data} -> {state, data}
      end

    :logger.log_event(
      :error,
      {:report,
       %{
         label: {:gen_statem, :terminate},
         name: m.name,
         queue: shown.queue,
         postponed: shown.postponed,
         modules: modules,
         callback_mode: m.callback_mode,
         state_enter: m.state_enter,
         state: shown_state,
         timeouts: shown.timeouts,
         log: shown.log,
         reason: shown.reason,
         client_info: client_info(events)
       }},
      %{
        domain: [:otp],
        report_cb: &:gen_statem.format_log/2,
        error_logger: %{tag: :error, report_cb: &:gen_statem.format_log/1}
      }
    )
  end

  defp client_info([{{:call, from}, _request} | _]), do: :gen_report.client_info(from)
  defp client_info(_events), do: :undefined

  @doc "A report as `{format, args}`."
  def format_log(%{label: {:gen_statem, :terminate}} = report) do
    format = '** State machine ~tp terminating~n** Queue: ~tp~n** State: ~tp~n** Reason: ~tp~n'
    {format, [report.name, report.queue, report.state, report.reason]}
  end
end
