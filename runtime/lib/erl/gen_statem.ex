defmodule :gen_statem do
  @moduledoc """
  A state machine: a process that handles every event according to its state.

  The callback module says in `callback_mode/0` whether a state is a function,
  `state(event_type, event, data)`, or an argument of `handle_event(event_type, event, state,
  data)`, and with `:state_enter` whether it wants to be called when a state is entered. What it
  returns is a transition with actions: `:gen_statem_transition` carries it out.

  The machine is one map, `m`. Events wait in `queue`; zero timeouts behind them, in `zero`; only
  when both are empty is the mailbox looked at. `postponed` has the events put off in this
  state, newest first; `timers` and `timer_types` are kept by `:gen_statem_timers`.
  """

  use :gen_requests

  @callback init(args :: term) ::
              {:ok, state :: term, data :: term}
              | {:ok, state :: term, data :: term, actions :: term}
              | :ignore
              | {:stop, reason :: term}
  @callback callback_mode() :: atom | [atom]
  @callback state_name(event_type :: term, event :: term, data :: term) :: term
  @callback handle_event(event_type :: term, event :: term, state :: term, data :: term) :: term
  @callback terminate(reason :: term, state :: term, data :: term) :: term
  @callback code_change(old_version :: term, state :: term, data :: term, extra :: term) ::
              {:ok, state :: term, data :: term} | term
  @callback format_status(reason :: :normal | :terminate, list) :: term
  @callback format_status(status :: map) :: map

  @optional_callbacks format_status: 1,
                      format_status: 2,
                      terminate: 3,
                      code_change: 4,
                      state_name: 3,
                      handle_event: 4

  ## Starting and stopping

  @doc "Starts a state machine of `module`."
  def start(module, args, options) when is_list(options) do
    :gen.start(:gen_statem, :nolink, module, args, options)
  end

  @doc "Starts a state machine under a name."
  def start(name, module, args, options) when is_list(options) do
    :gen.start(:gen_statem, :nolink, name, module, args, options)
  end

  @doc "Starts a state machine linked to the caller."
  def start_link(module, args, options) when is_list(options) do
    :gen.start(:gen_statem, :link, module, args, options)
  end

  @doc "Starts a state machine under a name, linked to the caller."
  def start_link(name, module, args, options) when is_list(options) do
    :gen.start(:gen_statem, :link, name, module, args, options)
  end

  @doc "Starts a state machine and monitors it: `{:ok, {pid, reference}}`."
  def start_monitor(module, args, options) when is_list(options) do
    :gen_statem |> :gen.start(:monitor, module, args, options) |> :gen.started_monitor()
  end

  @doc "Starts a state machine under a name and monitors it."
  def start_monitor(name, module, args, options) when is_list(options) do
    :gen_statem |> :gen.start(:monitor, name, module, args, options) |> :gen.started_monitor()
  end

  @doc "Stops a state machine with reason `:normal`."
  def stop(server), do: :gen.stop(server)

  @doc "Stops a state machine with `reason` and waits at most `timeout`."
  def stop(server, reason, timeout), do: :gen.stop(server, reason, timeout)

  ## Talking to a state machine

  @doc "Sends an event of type `{:call, from}` and waits for the reply, however long it takes."
  def call(server, request), do: call(server, request, :infinity)

  @doc "Sends an event of type `{:call, from}` and waits at most `timeout` for the reply."
  def call(server, request, timeout) do
    milliseconds =
      case timeout do
        {:clean_timeout, milliseconds} -> milliseconds
        {:dirty_timeout, milliseconds} -> milliseconds
        milliseconds -> milliseconds
      end

    try do
      :gen.call(server, :"$gen_call", request, milliseconds)
    catch
      :exit, reason -> exit({reason, {:gen_statem, :call, [server, request, timeout]}})
    else
      {:ok, reply} -> reply
    end
  end

  @doc "Sends an event of type `:cast`."
  def cast(server, event), do: :gen_server.cast(server, event)

  @doc "Answers a call, as `{:reply, from, reply}`, or several, as a list of those."
  def reply({:reply, from, reply}), do: reply(from, reply)

  def reply(replies) when is_list(replies) do
    Enum.each(replies, fn {:reply, from, reply} -> reply(from, reply) end)
  end

  @doc "Answers the call that came with `from`."
  def reply(from, reply), do: :gen.reply(from, reply)

  @doc "Sends a request without waiting; the result is for the functions below."
  def send_request(server, request), do: :gen.send_request(server, :"$gen_call", request)

  @doc false
  def send_request(server, request, label, collection) do
    :gen.send_request(server, :"$gen_call", request, label, collection)
  end

  @doc "Waits for a reply."
  def wait_response(request_id), do: wait_response(request_id, :infinity)

  @doc "Waits for a reply."
  def receive_response(request_id), do: receive_response(request_id, :infinity)

  ## Becoming a state machine

  @doc "Makes the caller, started by `:proc_lib`, the state machine that runs `module`."
  def enter_loop(module, options, state, data),
    do: enter_loop(module, options, state, data, self())

  @doc false
  def enter_loop(module, options, state, data, server_or_actions) do
    case server_or_actions do
      {:local, _} -> enter_loop(module, options, state, data, server_or_actions, [])
      {:global, _} -> enter_loop(module, options, state, data, server_or_actions, [])
      {:via, _, _} -> enter_loop(module, options, state, data, server_or_actions, [])
      pid when is_pid(pid) -> enter_loop(module, options, state, data, pid, [])
      actions -> enter_loop(module, options, state, data, self(), actions)
    end
  end

  @doc false
  def enter_loop(module, options, state, data, server, actions)
      when is_atom(module) and is_list(options) do
    name = :gen.get_proc_name(server)
    m = new(module, name, :gen.get_parent(), options)
    enter(%{m | state: state, data: data}, actions)
  end

  @doc false
  def init_it(starter, :self, name, module, args, options) do
    init_it(starter, self(), name, module, args, options)
  end

  def init_it(starter, parent, full_name, module, args, options) do
    name = :gen.name(full_name)
    m = new(module, name, parent, options)

    try do
      module.init(args)
    catch
      :throw, value -> init_result(starter, full_name, m, value)
      class, reason -> fail_init(starter, full_name, m, class, reason, __STACKTRACE__)
    else
      result -> init_result(starter, full_name, m, result)
    end
  end

  defp init_result(starter, full_name, m, result) do
    case result do
      {:ok, state, data} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        enter(%{m | state: state, data: data}, [])

      {:ok, state, data, actions} ->
        :proc_lib.init_ack(starter, {:ok, self()})
        enter(%{m | state: state, data: data}, actions)

      {:stop, reason} ->
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, {:error, reason})
        exit(reason)

      :ignore ->
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, :ignore)
        exit(:normal)

      other ->
        reason = {:bad_return_from_init, other}
        :gen.unregister_name(full_name)
        :proc_lib.init_ack(starter, {:error, reason})
        :gen_statem_report.terminated(m, :error, reason, stacktrace(), [])
        exit(reason)
    end
  end

  defp fail_init(starter, full_name, m, class, reason, stacktrace) do
    :gen.unregister_name(full_name)
    :proc_lib.init_ack(starter, {:error, reason})
    :gen_statem_report.terminated(m, class, reason, stacktrace, [])
    :erlang.raise(class, reason, stacktrace)
  end

  defp new(module, name, parent, options) do
    %{
      name: name,
      parent: parent,
      modules: [module],
      callback_mode: :state_functions,
      state_enter: false,
      hibernate_after: :gen.hibernate_after(options),
      debug: :gen.debug_options(name, options),
      state: :undefined,
      data: :undefined,
      queue: [],
      postponed: [],
      timers: %{},
      timer_types: %{},
      zero: [],
      hibernate: false
    }
  end

  # The first transition: into the first state, by an event that nobody sees but in a report.
  defp enter(m, actions) do
    event = {:internal, :init_state}

    case :gen_statem_transition.callback_mode(m) do
      {:ok, m} ->
        [module | _] = m.modules
        m = debug(m, {:enter, module, m.state})
        m |> :gen_statem_transition.start(event, actions) |> continue(event)

      {:error, class, reason, stacktrace} ->
        terminate(m, class, reason, stacktrace, [event])
    end
  end

  ## The loop

  defp continue({:ok, m}, _event), do: loop(m)

  defp continue({:stop, m, class, reason, stacktrace}, event) do
    terminate(m, class, reason, stacktrace, [event | m.queue])
  end

  # An event of the machine's own; nothing is received while there are any.
  defp loop(%{queue: [event | queue]} = m), do: handle_event(%{m | queue: queue}, event)

  defp loop(%{zero: [type | zero], timers: timers} = m) do
    {{0, message}, timers} = Map.pop!(timers, type)
    event = {type, message}
    m = debug(%{m | zero: zero, timers: timers}, {:in, event, m.state})
    handle_event(m, event)
  end

  defp loop(%{hibernate: true} = m) do
    :proc_lib.hibernate(:gen_statem, :wakeup_from_hibernate, [m])
  end

  defp loop(m), do: loop_receive(m.parent, m.hibernate_after, m)

  @doc false
  def wakeup_from_hibernate(m), do: loop_receive(m.parent, m.hibernate_after, m)

  # Its name is what an idle process shows.
  defp loop_receive(parent, hibernate_after, m) do
    receive do
      {:system, from, request} ->
        hibernate = m.hibernate
        :sys.handle_system_msg(request, from, parent, :gen_statem, m.debug, m, hibernate)

      {:EXIT, ^parent, reason} ->
        terminate(m, :exit, reason, stacktrace(), [])

      {:timeout, ref, _type} = message ->
        case :gen_statem_timers.expired(m, ref) do
          {:ok, m, event} -> received(m, event)
          :error -> received(m, {:info, message})
        end

      {:"$gen_call", from, request} ->
        received(m, {{:call, from}, request})

      {:"$gen_cast", event} ->
        received(m, {:cast, event})

      message ->
        received(m, {:info, message})
    after
      hibernate_after -> loop(%{m | hibernate: true})
    end
  end

  defp received(m, event) do
    m |> debug({:in, event, m.state}) |> handle_event(event)
  end

  defp handle_event(m, {type, content} = event) do
    m = :gen_statem_timers.cancel_event_timeout(m)

    result =
      try do
        call_state(m, type, content)
      catch
        :throw, value -> {:returned, value}
        class, reason -> {:stop, m, class, reason, __STACKTRACE__}
      else
        value -> {:returned, value}
      end

    case result do
      {:returned, value} -> m |> :gen_statem_transition.run(event, value) |> continue(event)
      stop -> continue(stop, event)
    end
  end

  defp call_state(%{callback_mode: :state_functions} = m, type, content) do
    %{modules: [module | _], state: state, data: data} = m
    apply(module, state, [type, content, data])
  end

  defp call_state(%{modules: [module | _], state: state, data: data}, type, content) do
    module.handle_event(type, content, state, data)
  end

  ## The end

  @doc false
  def terminate(m, class, reason, stacktrace, events) do
    %{modules: [module | _], state: state, data: data} = m

    if function_exported?(module, :terminate, 3) do
      try do
        module.terminate(reason, state, data)
      catch
        :throw, _value ->
          :ok

        class, reason ->
          :gen_statem_report.terminated(m, class, reason, __STACKTRACE__, events)
          :erlang.raise(class, reason, __STACKTRACE__)
      end
    end

    m = debug(m, {:terminate, reason, state})

    unless class == :exit and :gen_report.orderly?(reason) do
      :gen_statem_report.terminated(m, class, reason, stacktrace, events)
    end

    if stacktrace == [], do: :erlang.error(reason), else: :erlang.raise(class, reason, stacktrace)
  end

  defp stacktrace do
    {:current_stacktrace, [_, _ | stacktrace]} = Process.info(self(), :current_stacktrace)
    stacktrace
  end

  ## System messages

  @doc false
  def system_continue(_parent, debug, m), do: loop(%{m | debug: debug})

  @doc false
  def system_terminate(reason, _parent, debug, m) do
    terminate(%{m | debug: debug}, :exit, reason, stacktrace(), [])
  end

  @doc false
  def system_code_change(%{modules: [module | _]} = m, _module, version, extra) do
    case module.code_change(version, m.state, m.data, extra) do
      {:ok, state, data} ->
        case :gen_statem_transition.callback_mode(%{m | state: state, data: data}) do
          {:ok, m} -> {:ok, m}
          {:error, _class, reason, _stacktrace} -> reason
        end

      other ->
        other
    end
  end

  @doc false
  def system_get_state(%{state: state, data: data}), do: {:ok, {state, data}}

  @doc false
  def system_replace_state(fun, m) do
    {state, data} = result = fun.({m.state, m.data})
    {:ok, result, %{m | state: state, data: data}}
  end

  @doc false
  def format_status(reason, [dictionary, system_state, parent, debug, m]) do
    :gen_statem_report.status(reason, dictionary, system_state, parent, %{m | debug: debug})
  end

  @doc false
  def format_log(report), do: :gen_statem_report.format_log(report)

  @doc false
  def format_log(report, _config), do: :gen_statem_report.format_log(report)

  @doc false
  def debug(%{debug: []} = m, _event), do: m

  def debug(%{debug: debug, name: name} = m, event) do
    %{m | debug: :sys.handle_debug(debug, &:gen_statem_report.print_event/3, name, event)}
  end
end
