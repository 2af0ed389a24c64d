defmodule Logger.Translator do
  @moduledoc """
  Says in Elixir's words what processes of OTP's behaviours report about themselves.

  `translate/4` gets the least level that is logged (at `:debug` more is shown), the level of the
  event, `:report` or `:format`, and the data. It returns `{:ok, text}`, `{:ok, text, metadata}`,
  `:skip` for what is not to be shown, or `:none`.
  """

  @doc "Translates one report."
  def translate(min_level, level, kind, data)

  def translate(min_level, _level, :report, {:logger, %{label: label} = report}) do
    case label do
      {:gen_server, :terminate} -> server(min_level, report)
      {:gen_event, :terminate} -> event_handler(min_level, report)
      {GenServer, :no_handle_info} -> unexpected(report.report)
      {Task.Supervisor, :terminating} -> task(report.report)
      {:application_controller, :exit} -> application_exit(report.report)
      _ -> :skip
    end
  end

  def translate(min_level, _level, :report, {:supervisor_report, data}) do
    case data do
      [supervisor: name, errorContext: context, reason: reason, offender: child] ->
        supervisor(min_level, name, context, reason, child)

      _ ->
        :none
    end
  end

  def translate(min_level, _level, :report, {:crash_report, [own, neighbours]}) do
    crash(min_level, own, neighbours)
  end

  def translate(min_level, _level, :report, {:progress, data}) do
    case data do
      [supervisor: name, started: child] -> child_started(min_level, name, child)
      [application: name, started_at: node] -> application_started(name, node)
      _ -> :none
    end
  end

  def translate(_min, :error, :format, {'Error in process ' ++ _, [pid, {reason, stack}]}) do
    bare_process("Process #{inspect(pid)} raised an exception", reason, stack)
  end

  def translate(_min, :error, :format, {'Error in process ' ++ _, [pid, node, reason]}) do
    {reason, stack} = reason
    title = "Process #{inspect(pid)} on node #{inspect(node)} raised an exception"
    bare_process(title, reason, stack)
  end

  def translate(_min_level, _level, _kind, _data), do: :none

  ## Servers

  defp server(min_level, report) do
    %{last_message: last, state: state, reason: reason, name: name, client_info: client} = report
    {formatted, crash_reason} = exit_text(reason)

    text = [
      "GenServer ",
      inspect(name),
      " terminating",
      formatted,
      "\nLast message",
      last_message_from(client),
      ": ",
      show(last),
      debug(min_level, ["\nState: ", show(state), client_text(client)])
    ]

    {:ok, text, [crash_reason: crash_reason] ++ registered_name(name)}
  end

  defp last_message_from({_pid, {name_or_pid, _stack}}),
    do: [" (from ", inspect(name_or_pid), ")"]

  defp last_message_from({pid, _}), do: [" (from ", inspect(pid), ")"]
  defp last_message_from(_), do: []

  defp client_text({pid, :dead}), do: ["\nClient ", inspect(pid), " is dead"]

  defp client_text({pid, :remote}) do
    ["\nClient ", inspect(pid), " is remote on node ", inspect(node(pid))]
  end

  defp client_text({_pid, {name_or_pid, stack}}) do
    ["\nClient ", inspect(name_or_pid), " is alive\n" | stack_text(stack)]
  end

  defp client_text(_), do: []

  defp event_handler(min_level, report) do
    %{handler: handler, name: name, last_message: last, state: state, reason: reason} = report
    reason = with {:EXIT, why} <- reason, do: why
    {formatted, crash_reason} = exit_text(reason)

    text = [
      ":gen_event handler ",
      inspect(handler),
      " installed in ",
      inspect(name),
      " terminating",
      formatted,
      "\nLast message: ",
      show(last),
      debug(min_level, ["\nState: ", show(state)])
    ]

    {:ok, text, [crash_reason: crash_reason] ++ registered_name(name)}
  end

  defp unexpected(%{module: module, message: message, name: name}) do
    text = [
      show(module),
      ?\s,
      show(name),
      " received unexpected message in handle_info/2: ",
      inspect(message, pretty: true, width: 80),
      ?\n
    ]

    {:ok, text}
  end

  defp task(%{name: name, starter: starter, function: function, args: args, reason: reason}) do
    {formatted, crash_reason} = exit_text(reason)

    text = [
      "Task ",
      inspect(name),
      " started from ",
      inspect(starter),
      " terminating",
      formatted,
      "\nFunction: ",
      inspect(function, pretty: true, width: 80),
      "\n    Args: ",
      inspect(args, pretty: true, width: 80)
    ]

    {:ok, text, [crash_reason: crash_reason] ++ registered_name(name)}
  end

  defp bare_process(title, reason, stack) do
    exception = Exception.normalize(:error, reason, stack)
    text = [title, ?\n, Exception.format_banner(:error, exception, stack), stack_text(stack)]
    {:ok, text, [crash_reason: {exception, stack}]}
  end

  ## Supervisors

  defp supervisor(min_level, name, context, reason, child) do
    text = [
      child_or_children(child),
      " of Supervisor ",
      supervisor_name(name),
      ?\s,
      context_text(context),
      "\n** (exit) ",
      supervisor_reason(context, reason),
      child_details(min_level, context, child)
    ]

    {:ok, text}
  end

  defp child_started(min_level, name, child) do
    text = [
      child_or_children(child),
      " of Supervisor ",
      supervisor_name(name),
      " started",
      child_details(min_level, :started, child)
    ]

    {:ok, text}
  end

  defp child_or_children(child) do
    noun = if Keyword.has_key?(child, :nb_children), do: "Children", else: "Child"

    case Keyword.fetch(child, :id) do
      {:ok, id} -> [noun, ?\s, inspect(id)]
      :error -> noun
    end
  end

  defp supervisor_name({:local, name}), do: inspect(name)
  defp supervisor_name({:global, name}), do: inspect(name)
  defp supervisor_name({:via, _module, name}), do: inspect(name)
  defp supervisor_name({pid, module}), do: [inspect(pid), " (", inspect(module), ")"]
  defp supervisor_name(other), do: inspect(other)

  defp context_text(:start_error), do: "failed to start"
  defp context_text(:child_terminated), do: "terminated"
  defp context_text(:shutdown), do: "caused shutdown"
  defp context_text(:shutdown_error), do: "shut down abnormally"

  defp supervisor_reason(:start_error, {:EXIT, reason}), do: Exception.format_exit(reason)
  defp supervisor_reason(_context, reason), do: Exception.format_exit(reason)

  defp child_details(min_level, context, child) do
    [
      child_count(child, context),
      child_call(child),
      debug(min_level, [
        child_option(child, :restart_type, "\nRestart: "),
        child_option(child, :shutdown, "\nShutdown: "),
        child_option(child, :child_type, "\nType: ")
      ])
    ]
  end

  # A supervisor gives up after the child is gone: its pid says nothing then.
  defp child_count(child, context) do
    case child do
      [nb_children: count] ++ _ -> ["\nNumber: ", inspect(count)]
      [pid: pid] ++ _ when is_pid(pid) and context != :shutdown -> ["\nPid: ", inspect(pid)]
      _ -> []
    end
  end

  defp child_call(child) do
    case Keyword.get(child, :mfargs) || Keyword.get(child, :mfa) do
      {module, function, args} when is_list(args) ->
        ["\nStart Call: ", Exception.format_mfa(module, function, args)]

      {module, function, :undefined} ->
        ["\nStart Call: ", Exception.format_mfa(module, function, []) |> unknown_arity()]

      _ ->
        []
    end
  end

  defp unknown_arity(call), do: [String.replace_suffix(call, "()", ""), "/?"]

  defp child_option(child, key, title) do
    case Keyword.fetch(child, key) do
      {:ok, value} -> [title, inspect(value)]
      :error -> []
    end
  end

  ## Applications

  defp application_started(name, node) do
    {:ok, ["Application ", Atom.to_string(name), " started at ", inspect(node)]}
  end

  defp application_exit(report) do
    name = Keyword.fetch!(report, :application)
    exited = Application.format_error(Keyword.fetch!(report, :exited))
    {:ok, ["Application ", Atom.to_string(name), " exited: ", exited]}
  end

  ## Crashes of processes started by :proc_lib

  defp crash(min_level, own, neighbours) do
    [
      {:initial_call, initial_call},
      {:pid, pid},
      {:registered_name, name},
      {:error_info, {kind, reason, stack}} | info
    ] = own

    exception = if kind == :error, do: Exception.normalize(:error, reason, stack), else: reason

    text = [
      "Process ",
      crashed_name(pid, name),
      " terminating\n",
      Exception.format_banner(kind, exception, stack),
      stack_text(stack),
      ["\nInitial Call: ", call_text(initial_call)],
      crash_details(min_level, info, "\n"),
      neighbours_text(min_level, neighbours)
    ]

    metadata = [crash_reason: crash_reason(kind, exception, stack)]
    metadata = if initial_call, do: [{:initial_call, initial_call} | metadata], else: metadata
    {:ok, text, metadata ++ registered_name(name)}
  end

  defp crash_reason(:throw, value, stack), do: {{:nocatch, value}, stack}
  defp crash_reason(_kind, reason, stack), do: {reason, stack}

  defp crashed_name(pid, []), do: inspect(pid)
  defp crashed_name(pid, name), do: [inspect(name), " (", inspect(pid), ?)]

  defp call_text(false), do: "unknown"

  defp call_text({module, function, args}) when is_list(args) do
    Exception.format_mfa(module, function, length(args))
  end

  defp call_text({module, function, arity}), do: Exception.format_mfa(module, function, arity)

  defp crash_details(min_level, info, prefix) do
    ancestors = Keyword.get(info, :ancestors, [])
    more = Keyword.delete(info, :ancestors)

    [
      [prefix, "Ancestors: ", show(ancestors)],
      debug(min_level, Enum.map(more, &crash_detail(&1, prefix)))
    ]
  end

  defp crash_detail({:current_stacktrace, stack}, prefix) do
    [prefix, "Current Stacktrace:" | Enum.map(stack, &[prefix, "    ", entry_text(&1)])]
  end

  defp crash_detail({key, value}, prefix) do
    [prefix, crash_title(key), ": ", show(value)]
  end

  defp crash_title(:message_queue_len), do: "Message Queue Length"
  defp crash_title(:messages), do: "Messages"
  defp crash_title(:links), do: "Links"
  defp crash_title(:dictionary), do: "Dictionary"
  defp crash_title(:trap_exit), do: "Trapping Exits"
  defp crash_title(:status), do: "Status"
  defp crash_title(:heap_size), do: "Heap Size"
  defp crash_title(:stack_size), do: "Stack Size"
  defp crash_title(:reductions), do: "Reductions"

  defp neighbours_text(_min_level, []), do: []

  defp neighbours_text(min_level, neighbours) do
    ["\nNeighbours:" | Enum.map(neighbours, &neighbour_text(min_level, &1))]
  end

  defp neighbour_text(min_level, {:neighbour, info}) do
    {[{:pid, pid}, {:registered_name, name}, {:initial_call, initial_call}], rest} =
      Enum.split(info, 3)

    {[{:current_function, current}], rest} = Enum.split(rest, 1)
    prefix = "\n        "

    [
      "\n    ",
      crashed_name(pid, name),
      [prefix, "Initial Call: ", call_text(initial_call)],
      debug(min_level, [prefix, "Current Call: ", call_text(current)]),
      crash_details(min_level, rest, prefix)
    ]
  end

  ## Shared

  # The text of an exit reason on a line of its own, and what the metadata tells of it.
  defp exit_text(reason) do
    case reason do
      {reason, [_ | _] = stack} ->
        if stacktrace?(stack), do: raised_text(reason, stack), else: stop_text({reason, stack})

      reason ->
        stop_text(reason)
    end
  end

  defp raised_text(reason, stack) do
    case Exception.normalize(:error, reason, stack) do
      %ErlangError{} -> {["\n** (stop) ", exit_lines(reason), stack_text(stack)], {reason, stack}}
      exception -> {["\n", banner(exception, stack), stack_text(stack)], {exception, stack}}
    end
  end

  defp stop_text(reason), do: {["\n** (stop) " | exit_lines(reason)], {reason, []}}

  defp banner(exception, stack), do: Exception.format_banner(:error, exception, stack)

  defp exit_lines(reason), do: Exception.format_exit(reason)

  defp stacktrace?(stack), do: Enum.all?(stack, &entry?/1)

  defp entry?({module, function, arity, location}) do
    is_atom(module) and is_atom(function) and (is_integer(arity) or is_list(arity)) and
      is_list(location)
  end

  defp entry?({function, arity, location}) do
    is_function(function) and (is_integer(arity) or is_list(arity)) and is_list(location)
  end

  defp entry?(_), do: false

  defp stack_text(stack), do: Enum.map(stack, &["\n    ", entry_text(&1)])

  defp entry_text(entry), do: Exception.format_stacktrace_entry(entry)

  defp registered_name(name) when is_atom(name), do: [registered_name: name]
  defp registered_name(_name), do: []

  defp debug(:debug, text), do: text
  defp debug(_min_level, _text), do: []

  defp show(term) do
    inspect(term, Application.get_env(:logger, :translator_inspect_opts, []))
  end
end
