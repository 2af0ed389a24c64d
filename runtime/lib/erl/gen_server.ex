defmodule :gen_server do
  @moduledoc """
  The loop behind every server: `GenServer` is its Elixir face, this module the Erlang one.

  One message is one turn: receive, callback, look at what it returned, receive again. The loop
  carries `(parent, name, state, module, time, hibernate_after, debug)`; `time` is `:infinity`,
  milliseconds until a `:timeout` message, `:hibernate` or `{:continue, term}`. With an empty
  `debug` list a turn allocates nothing of its own.
  """

  use :gen_requests

  # What a turn yields when the callback raised or exited, told apart from all return values.
  @raised :"$gen_server_raised"

  @callback init(args :: term) ::
              {:ok, state :: term}
              | {:ok, state :: term, timeout | :hibernate | {:continue, term}}
              | {:stop, reason :: term}
              | :ignore
  @callback handle_call(request :: term, from :: {pid, term}, state :: term) :: tuple
  @callback handle_cast(request :: term, state :: term) :: tuple
  @callback handle_info(message :: term, state :: term) :: tuple
  @callback handle_continue(term, state :: term) :: tuple
  @callback terminate(reason :: term, state :: term) :: term
  @callback code_change(old_version :: term, state :: term, extra :: term) ::
              {:ok, term} | {:error, term}
  @callback format_status(reason :: :normal | :terminate, dictionary_and_state :: list) :: term
  @callback format_status(status :: map) :: map

  @optional_callbacks handle_info: 2,
                      handle_continue: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  ## Starting

  @doc "Starts a server that runs `module`."
  def start(module, args, options) when is_list(options) do
    :gen.start(:gen_server, :nolink, module, args, options)
  end

  def start(_module, _args, _options), do: :erlang.error(:badarg)

  @doc """
  Starts a server under a name: `{:local, atom}`, `{:global, term}` or `{:via, module, term}`.
  """
  def start(name, module, args, options) do
    :gen.start(:gen_server, :nolink, name, module, args, options)
  end

  @doc "Starts a server linked to the caller."
  def start_link(module, args, options) when is_list(options) do
    :gen.start(:gen_server, :link, module, args, options)
  end

  def start_link(_module, _args, _options), do: :erlang.error(:badarg)

  @doc "Starts a server under a name, linked to the caller."
  def start_link(name, module, args, options) do
    :gen.start(:gen_server, :link, name, module, args, options)
  end

  @doc "Starts a server and monitors it: `{:ok, {pid, reference}}`."
  def start_monitor(module, args, options) when is_list(options) do
    :gen_server |> :gen.start(:monitor, module, args, options) |> :gen.started_monitor()
  end

  def start_monitor(_module, _args, _options), do: :erlang.error(:badarg)

  @doc "Starts a server under a name and monitors it."
  def start_monitor(name, module, args, options) do
    :gen_server |> :gen.start(:monitor, name, module, args, options) |> :gen.started_monitor()
  end

  @doc "Stops a server with reason `:normal`, however long that takes."
  def stop(server), do: :gen.stop(server)

  @doc "Stops a server with `reason` and waits at most `timeout`."
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  ## Talking to a server

  @doc "Sends a request and waits for the reply."
  def call(server, request) do
    case :gen.call(server, :"$gen_call", request) do
      {:ok, reply} -> reply
    end
  catch
    class, reason ->
      reason = :gen_report.exit_reason(class, reason, __STACKTRACE__)
      exit({reason, {:gen_server, :call, [server, request]}})
  end

  @doc "Sends a request and waits at most `timeout` for the reply."
  def call(server, request, timeout) do
    case :gen.call(server, :"$gen_call", request, timeout) do
      {:ok, reply} -> reply
    end
  catch
    class, reason ->
      reason = :gen_report.exit_reason(class, reason, __STACKTRACE__)
      exit({reason, {:gen_server, :call, [server, request, timeout]}})
  end

  @doc "Sends a request that gets no reply."
  def cast({:global, name}, request) do
    :global.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast({:via, module, name}, request) do
    module.send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  def cast({name, node} = server, request) when is_atom(name) and is_atom(node) do
    cast_to(server, request)
  end

  def cast(server, request) when is_atom(server) or is_pid(server), do: cast_to(server, request)

  defp cast_to(server, request) do
    :erlang.send(server, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  @doc "Answers the call that came with `from`."
  def reply(from, reply), do: :gen.reply(from, reply)

  @doc "Casts to the servers called `name` on this node and all connected ones."
  def abcast(name, request) when is_atom(name), do: abcast([node() | Node.list()], name, request)

  @doc "Casts to the servers called `name` on `nodes`."
  def abcast(nodes, name, request) when is_list(nodes) and is_atom(name) do
    Enum.each(nodes, &cast_to({name, &1}, request))
    :abcast
  end

  @doc "Calls the servers called `name` on all nodes: `{replies, bad_nodes}`."
  def multi_call(name, request) when is_atom(name) do
    multi_call([node() | Node.list()], name, request, :infinity)
  end

  @doc "Calls the servers called `name` on `nodes`."
  def multi_call(nodes, name, request) when is_list(nodes) and is_atom(name) do
    multi_call(nodes, name, request, :infinity)
  end

  @doc "Calls the servers called `name` on `nodes` and waits at most `timeout` for all of them."
  def multi_call(nodes, name, request, timeout) when is_list(nodes) and is_atom(name) do
    deadline = deadline(timeout)
    ids = for node <- nodes, do: {node, send_request({name, node}, request)}

    {replies, bad_nodes} =
      Enum.reduce(ids, {[], []}, fn {node, id}, {replies, bad_nodes} ->
        case receive_response(id, deadline) do
          {:reply, reply} -> {[{node, reply} | replies], bad_nodes}
          _ -> {replies, [node | bad_nodes]}
        end
      end)

    {:lists.reverse(replies), :lists.reverse(bad_nodes)}
  end

  defp deadline(:infinity), do: :infinity
  defp deadline(timeout), do: {:abs, :erlang.monotonic_time(:millisecond) + timeout}

  @doc "Sends a request without waiting; the result is for the functions below."
  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  @doc false
  def send_request(server, request, label, collection) do
    :gen.send_request(server, :"$gen_call", request, label, collection)
  end

  ## Becoming a server

  @doc "Makes the caller, started by `:proc_lib`, the server that runs `module`."
  def enter_loop(module, options, state) when is_atom(module) and is_list(options) do
    enter_loop(module, options, state, self(), :infinity)
  end

  @doc false
  def enter_loop(module, options, state, name_or_time)

  def enter_loop(module, options, state, {tag, _} = name) when tag in [:local, :global] do
    enter_loop(module, options, state, name, :infinity)
  end

  def enter_loop(module, options, state, {:via, _, _} = name) do
    enter_loop(module, options, state, name, :infinity)
  end

  def enter_loop(module, options, state, time) do
    enter_loop(module, options, state, self(), time)
  end

  @doc false
  def enter_loop(module, options, state, server_name, time)
      when is_atom(module) and is_list(options) do
    name = :gen.get_proc_name(server_name)
    parent = :gen.get_parent()
    debug = :gen.debug_options(name, options)
    loop(parent, name, state, module, time, :gen.hibernate_after(options), debug)
  end

  @doc false
  def init_it(starter, :self, name, module, args, options) do
    init_it(starter, self(), name, module, args, options)
  end

  def init_it(starter, parent, full_name, module, args, options) do
    name = :gen.name(full_name)
    debug = :gen.debug_options(name, options)
    hibernate_after = :gen.hibernate_after(options)

    case init_it(module, args) do
      {:ok, state} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, module, :infinity, hibernate_after, debug)

      {:ok, state, time}
      when (is_integer(time) and time >= 0) or time == :infinity or time == :hibernate ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, module, time, hibernate_after, debug)

      {:ok, state, {:continue, _} = continue} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        loop(parent, name, state, module, continue, hibernate_after, debug)

      {:stop, reason} ->
        fail_init(starter, full_name, reason)
        exit(reason)

      :ignore ->
        # The name must be free before the starter goes on and perhaps starts another under it.
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, :ignore)
        exit(:normal)

      {@raised, class, reason, stacktrace} ->
        fail_init(starter, full_name, :gen_report.exit_reason(class, reason, stacktrace))
        :erlang.raise(class, reason, stacktrace)

      other ->
        fail_init(starter, full_name, {:bad_return_value, other})
        exit({:bad_return_value, other})
    end
  end

  defp fail_init(starter, full_name, reason) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, {:error, reason})
  end

  defp init_it(module, args) do
    module.init(args)
  catch
    :throw, value -> value
    class, reason -> {@raised, class, reason, __STACKTRACE__}
  end

  ## The loop

  @doc false
  def loop(parent, name, state, module, :infinity, hibernate_after, debug) do
    receive do
      {:system, from, request} ->
        misc = [name, state, module, :infinity | hibernate_after]
        :sys.handle_system_msg(request, from, parent, :gen_server, debug, misc, false)

      {:EXIT, ^parent, reason} = message ->
        terminate_by_parent(reason, message, name, module, state, debug)

      message when debug == [] ->
        handle_msg(message, parent, name, state, module, hibernate_after)

      message ->
        debug = :sys.handle_debug(debug, &:gen_server_report.print_event/3, name, {:in, message})
        handle_msg(message, parent, name, state, module, hibernate_after, debug)
    after
      hibernate_after ->
        loop(parent, name, state, module, :hibernate, hibernate_after, debug)
    end
  end

  def loop(parent, name, state, module, {:continue, term} = message, hibernate_after, debug) do
    result = try_dispatch(module, :handle_continue, term, state)

    if debug == [] do
      handle_common_reply(result, parent, name, message, module, hibernate_after, state)
    else
      debug = :sys.handle_debug(debug, &:gen_server_report.print_event/3, name, message)
      handle_common_reply(result, parent, name, message, module, hibernate_after, state, debug)
    end
  end

  def loop(parent, name, state, module, :hibernate, hibernate_after, debug) do
    args = [parent, name, state, module, hibernate_after, debug]
    :proc_lib.hibernate(:gen_server, :wake_hib, args)
  end

  def loop(parent, name, state, module, time, hibernate_after, debug) do
    receive do
      message ->
        decode_msg(message, parent, name, state, module, time, hibernate_after, debug, false)
    after
      time ->
        decode_msg(:timeout, parent, name, state, module, time, hibernate_after, debug, false)
    end
  end

  @doc false
  def wake_hib(parent, name, state, module, hibernate_after, debug) do
    receive do
      message ->
        decode_msg(message, parent, name, state, module, :hibernate, hibernate_after, debug, true)
    end
  end

  defp decode_msg(message, parent, name, state, module, time, hibernate_after, debug, waking) do
    case message do
      {:system, from, request} ->
        misc = [name, state, module, time | hibernate_after]
        :sys.handle_system_msg(request, from, parent, :gen_server, debug, misc, waking)

      {:EXIT, ^parent, reason} ->
        terminate_by_parent(reason, message, name, module, state, debug)

      _ when debug == [] ->
        handle_msg(message, parent, name, state, module, hibernate_after)

      _ ->
        debug = :sys.handle_debug(debug, &:gen_server_report.print_event/3, name, {:in, message})
        handle_msg(message, parent, name, state, module, hibernate_after, debug)
    end
  end

  # One turn without debug.
  defp handle_msg({:"$gen_call", from, request}, parent, name, state, module, hibernate_after) do
    case try_handle_call(module, request, from, state) do
      {:reply, reply, new_state} ->
        :gen.reply(from, reply)
        loop(parent, name, new_state, module, :infinity, hibernate_after, [])

      {:noreply, new_state} ->
        loop(parent, name, new_state, module, :infinity, hibernate_after, [])

      {:reply, reply, new_state, time}
      when (is_integer(time) and time >= 0) or time == :infinity or time == :hibernate ->
        :gen.reply(from, reply)
        loop(parent, name, new_state, module, time, hibernate_after, [])

      {:reply, reply, new_state, {:continue, _} = continue} ->
        :gen.reply(from, reply)
        loop(parent, name, new_state, module, continue, hibernate_after, [])

      {:stop, reason, reply, new_state} ->
        stop_and_reply(reason, reply, name, from, request, module, new_state, [])

      other ->
        common_reply(other, parent, name, from, request, module, hibernate_after, state, [])
    end
  end

  defp handle_msg({:"$gen_cast", request} = message, parent, name, state, module, hibernate) do
    result = try_dispatch(module, :handle_cast, request, state)
    handle_common_reply(result, parent, name, message, module, hibernate, state)
  end

  defp handle_msg(message, parent, name, state, module, hibernate_after) do
    result = try_dispatch(module, :handle_info, message, state)
    handle_common_reply(result, parent, name, message, module, hibernate_after, state)
  end

  # The same turn with debug: every outcome is also an event.
  defp handle_msg({:"$gen_call", from, request}, parent, name, state, module, hibernate, debug) do
    case try_handle_call(module, request, from, state) do
      {:reply, reply, new_state} ->
        debug = debug_reply(name, from, reply, new_state, debug)
        loop(parent, name, new_state, module, :infinity, hibernate, debug)

      {:reply, reply, new_state, time}
      when (is_integer(time) and time >= 0) or time == :infinity or time == :hibernate ->
        debug = debug_reply(name, from, reply, new_state, debug)
        loop(parent, name, new_state, module, time, hibernate, debug)

      {:reply, reply, new_state, {:continue, _} = continue} ->
        debug = debug_reply(name, from, reply, new_state, debug)
        loop(parent, name, new_state, module, continue, hibernate, debug)

      {:stop, reason, reply, new_state} ->
        stop_and_reply(reason, reply, name, from, request, module, new_state, debug)

      other ->
        debug_common_reply(other, parent, name, from, request, module, hibernate, state, debug)
    end
  end

  defp handle_msg(
         {:"$gen_cast", request} = message,
         parent,
         name,
         state,
         module,
         hibernate,
         debug
       ) do
    result = try_dispatch(module, :handle_cast, request, state)
    handle_common_reply(result, parent, name, message, module, hibernate, state, debug)
  end

  defp handle_msg(message, parent, name, state, module, hibernate, debug) do
    result = try_dispatch(module, :handle_info, message, state)
    handle_common_reply(result, parent, name, message, module, hibernate, state, debug)
  end

  defp try_dispatch(module, :handle_info, message, state) do
    module.handle_info(message, state)
  catch
    :throw, value ->
      value

    :error, :undef ->
      stacktrace = __STACKTRACE__

      if function_exported?(module, :handle_info, 2) do
        {@raised, :error, :undef, stacktrace}
      else
        :gen_server_report.unhandled(module, message)
        {:noreply, state}
      end

    class, reason ->
      {@raised, class, reason, __STACKTRACE__}
  end

  defp try_dispatch(module, callback, message, state) do
    apply(module, callback, [message, state])
  catch
    :throw, value -> value
    class, reason -> {@raised, class, reason, __STACKTRACE__}
  end

  defp try_handle_call(module, request, from, state) do
    module.handle_call(request, from, state)
  catch
    :throw, value -> value
    class, reason -> {@raised, class, reason, __STACKTRACE__}
  end

  defp try_terminate(module, reason, state) do
    if function_exported?(module, :terminate, 2) do
      try do
        module.terminate(reason, state)
        :ok
      catch
        :throw, _value -> :ok
        class, reason -> {@raised, class, reason, __STACKTRACE__}
      end
    else
      :ok
    end
  end

  # The commonest outcome of a cast or an info first, without debug.
  defp handle_common_reply({:noreply, state}, parent, name, _message, module, hibernate, _old) do
    loop(parent, name, state, module, :infinity, hibernate, [])
  end

  defp handle_common_reply(result, parent, name, message, module, hibernate, old_state) do
    common_reply(result, parent, name, :undefined, message, module, hibernate, old_state, [])
  end

  defp handle_common_reply(result, parent, name, message, module, hibernate, old_state, debug) do
    debug_common_reply(
      result,
      parent,
      name,
      :undefined,
      message,
      module,
      hibernate,
      old_state,
      debug
    )
  end

  defp debug_common_reply(result, parent, name, from, message, module, hibernate, state, debug) do
    debug =
      case result do
        {:noreply, new_state} -> debug_noreply(name, new_state, debug)
        {:noreply, new_state, _time} -> debug_noreply(name, new_state, debug)
        _ -> debug
      end

    common_reply(result, parent, name, from, message, module, hibernate, state, debug)
  end

  # All that a callback may return besides a reply; what is none of this ends the server.
  defp common_reply(result, parent, name, from, message, module, hibernate, old_state, debug) do
    case result do
      {:noreply, state} ->
        loop(parent, name, state, module, :infinity, hibernate, debug)

      {:noreply, state, time}
      when (is_integer(time) and time >= 0) or time == :infinity or time == :hibernate ->
        loop(parent, name, state, module, time, hibernate, debug)

      {:noreply, state, {:continue, _} = continue} ->
        loop(parent, name, state, module, continue, hibernate, debug)

      {:stop, reason, state} ->
        terminate(:exit, reason, [], name, from, message, module, state, debug)

      {@raised, class, reason, stacktrace} ->
        terminate(class, reason, stacktrace, name, from, message, module, old_state, debug)

      other ->
        reason = {:bad_return_value, other}
        terminate(:exit, reason, [], name, from, message, module, old_state, debug)
    end
  end

  defp stop_and_reply(reason, reply, name, from, request, module, state, debug) do
    terminate(:exit, reason, [], name, from, request, module, state, debug)
  after
    # The caller goes on when the server has cleaned up, and even if that failed.
    if debug == [] do
      :gen.reply(from, reply)
    else
      debug_reply(name, from, reply, state, debug)
    end
  end

  ## The end

  defp terminate_by_parent(reason, message, name, module, state, debug) do
    terminate(:exit, reason, [], name, :undefined, message, module, state, debug)
  end

  defp terminate(class, reason, stacktrace, name, from, message, module, state, debug) do
    case try_terminate(module, :gen_report.exit_reason(class, reason, stacktrace), state) do
      :ok ->
        unless class == :exit and :gen_report.orderly?(reason) do
          report = :gen_report.exit_reason(class, reason, stacktrace)
          :gen_server_report.terminated(report, name, from, message, module, state, debug)
        end

        if stacktrace == [], do: exit(reason), else: :erlang.raise(class, reason, stacktrace)

      {@raised, class, reason, stacktrace} ->
        report = :gen_report.exit_reason(class, reason, stacktrace)
        :gen_server_report.terminated(report, name, from, message, module, state, debug)
        :erlang.raise(class, reason, stacktrace)
    end
  end

  ## System messages

  @doc false
  def system_continue(parent, debug, [name, state, module, time | hibernate_after]) do
    loop(parent, name, state, module, time, hibernate_after, debug)
  end

  @doc false
  def system_terminate(reason, _parent, debug, [name, state, module, _time | _hibernate_after]) do
    terminate(:exit, reason, [], name, :undefined, [], module, state, debug)
  end

  @doc false
  def system_code_change([name, state, module, time | hibernate], _module, version, extra) do
    case module.code_change(version, state, extra) do
      {:ok, new_state} -> {:ok, [name, new_state, module, time | hibernate]}
      other -> other
    end
  end

  @doc false
  def system_get_state([_name, state, _module, _time | _hibernate_after]), do: {:ok, state}

  @doc false
  def system_replace_state(fun, [name, state, module, time | hibernate_after]) do
    new_state = fun.(state)
    {:ok, new_state, [name, new_state, module, time | hibernate_after]}
  end

  @doc false
  def format_status(reason, [dictionary, system_state, parent, debug, misc]) do
    [name, state, module, _time | _hibernate_after] = misc
    header = :gen.format_status_header('Status for generic server', name)
    status = %{state: state, log: :sys.get_log(debug)}
    shown = :gen.format_status(module, reason, status, [dictionary, state])

    specific =
      case shown do
        %{"$status": specific} when is_list(specific) -> specific
        %{"$status": specific} -> [specific]
        %{state: state} -> [{:data, [{'State', state}]}]
      end

    data = [
      {'Status', system_state},
      {'Parent', parent},
      {'Logged events', Map.get(shown, :log, [])}
    ]

    [{:header, header}, {:data, data} | specific]
  end

  ## Debug events

  defp debug_reply(name, from, reply, state, debug) do
    :gen.reply(from, reply)
    :sys.handle_debug(debug, &:gen_server_report.print_event/3, name, {:out, reply, from, state})
  end

  defp debug_noreply(name, state, debug) do
    :sys.handle_debug(debug, &:gen_server_report.print_event/3, name, {:noreply, state})
  end

  ## Reports

  @doc false
  def format_log(report), do: :gen_server_report.format_log(report)

  @doc false
  def format_log(report, _config), do: :gen_server_report.format_log(report)
end
