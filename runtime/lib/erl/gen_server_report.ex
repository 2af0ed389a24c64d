defmodule :gen_server_report do
  # What a server tells: its events while it is traced, and the reports of its end.
  @moduledoc false

  @doc "Prints one event, for `:sys`."
  def print_event(device, event, name) do
    case event do
      {:in, {:"$gen_call", {from, _tag}, request}} ->
        :io.format(device, '*DBG* ~tp got call ~tp from ~tw~n', [name, request, from])

      {:in, {:"$gen_cast", request}} ->
        :io.format(device, '*DBG* ~tp got cast ~tp~n', [name, request])

      {:in, message} ->
        :io.format(device, '*DBG* ~tp got ~tp~n', [name, message])

      {:out, reply, {to, _tag}, state} ->
        format = '*DBG* ~tp sent ~tp to ~tw, new state ~tp~n'
        :io.format(device, format, [name, reply, to, state])

      {:noreply, state} ->
        :io.format(device, '*DBG* ~tp new state ~tp~n', [name, state])

      other ->
        :io.format(device, '*DBG* ~tp dbg  ~tp~n', [name, other])
    end
  end

  @doc "A module without handle_info/2 got a message."
  def unhandled(module, message) do
    :logger.log_event(
      :warning,
      {:report, %{label: {:gen_server, :no_handle_info}, module: module, message: message}},
      %{
        domain: [:otp],
        report_cb: &:gen_server.format_log/2,
        error_logger: %{tag: :warning_msg, report_cb: &:gen_server.format_log/1}
      }
    )
  end

  @doc "The server ends, with this reason, while it was handling `message`."
  def terminated(reason, name, from, message, module, state, debug) do
    log = :sys.get_log(debug)
    status = %{reason: reason, state: state, message: message, log: log}
    shown = :gen.format_status(module, :terminate, status, [:erlang.get(), state])
    {shown, shown_state} = Map.pop(shown, :"$status", nil) |> shown_state()

    :logger.log_event(
      :error,
      {:report,
       %{
         label: {:gen_server, :terminate},
         name: name,
         last_message: shown.message,
         state: shown_state,
         log: shown.log,
         reason: shown.reason,
         client_info: :gen_report.client_info(from)
       }},
      %{
        domain: [:otp],
        report_cb: &:gen_server.format_log/2,
        error_logger: %{tag: :error, report_cb: &:gen_server.format_log/1}
      }
    )
  end

  # format_status/2 gives the state alone, under a key of its own.
  defp shown_state({nil, %{state: state} = shown}), do: {shown, state}
  defp shown_state({state, shown}), do: {shown, state}

  @doc "A report as `{format, args}`."
  def format_log(%{label: {:gen_server, :terminate}} = report) do
    format =
      '** Generic server ~tp terminating~n** Last message: ~tp~n** State: ~tp~n** Reason: ~tp~n'

    {format, [report.name, report.last_message, report.state, report.reason]}
  end

  def format_log(%{label: {:gen_server, :no_handle_info}} = report) do
    {'** ~tp has no handle_info/2 for ~tp~n', [report.module, report.message]}
  end
end
