defmodule :gen_event do
  @moduledoc """
  A process that hands events to handlers, which come and go.

      {:ok, manager} = :gen_event.start_link()
      :gen_event.add_handler(manager, MyHandler, [])
      :gen_event.notify(manager, :something_happened)

  A handler is a callback module, or `{module, id}` where one module handles several times. It is
  a map `%{module, id, state, supervised}`, `id` being `false` for a plain module and `supervised`
  the process that gets a message when the handler goes, or `false`. The handlers stand in a list,
  newest first, and get every event in this order. One that fails is removed.
  """

  use :gen_requests

  @callback init(args :: term) :: {:ok, term} | {:ok, term, :hibernate} | {:error, term}
  @callback handle_event(event :: term, state :: term) :: term
  @callback handle_call(request :: term, state :: term) :: term
  @callback handle_info(message :: term, state :: term) :: term
  @callback terminate(reason :: term, state :: term) :: term
  @callback code_change(old_version :: term, state :: term, extra :: term) :: {:ok, term}
  @callback format_status(reason :: :normal | :terminate, list) :: term
  @callback format_status(status :: map) :: map

  @optional_callbacks handle_info: 2,
                      terminate: 2,
                      code_change: 3,
                      format_status: 1,
                      format_status: 2

  ## Starting and stopping

  @doc "Starts an event manager."
  def start, do: :gen.start(:gen_event, :nolink, :none, [], [])

  @doc "Starts an event manager with a name or with options."
  def start(options) when is_list(options) do
    :gen.start(:gen_event, :nolink, :none, [], options)
  end

  def start(name), do: start(name, [])

  @doc false
  def start(name, options), do: :gen.start(:gen_event, :nolink, name, :none, [], options)

  @doc "Starts an event manager linked to the caller."
  def start_link, do: :gen.start(:gen_event, :link, :none, [], [])

  @doc "Starts an event manager, with a name or with options, linked to the caller."
  def start_link(options) when is_list(options) do
    :gen.start(:gen_event, :link, :none, [], options)
  end

  def start_link(name), do: start_link(name, [])

  @doc false
  def start_link(name, options), do: :gen.start(:gen_event, :link, name, :none, [], options)

  @doc "Starts an event manager and monitors it: `{:ok, {pid, reference}}`."
  def start_monitor, do: start_monitor([])

  @doc false
  def start_monitor(options) when is_list(options) do
    :gen_event |> :gen.start(:monitor, :none, [], options) |> :gen.started_monitor()
  end

  def start_monitor(name), do: start_monitor(name, [])

  @doc false
  def start_monitor(name, options) do
    :gen_event |> :gen.start(:monitor, name, :none, [], options) |> :gen.started_monitor()
  end

  @doc "Stops an event manager."
  def stop(manager), do: :gen.stop(manager)

  @doc "Stops an event manager with `reason` and waits at most `timeout`."
  def stop(manager, reason, timeout), do: :gen.stop(manager, reason, timeout)

  ## Handlers

  @doc "Adds a handler; `args` are for its `init/1`, or what that failed with is returned."
  def add_handler(manager, handler, args), do: rpc(manager, {:add_handler, handler, args})

  @doc "Adds a handler that ends with the calling process, which is told when the handler goes."
  def add_sup_handler(manager, handler, args) do
    rpc(manager, {:add_sup_handler, handler, args, self()})
  end

  @doc "Removes a handler and returns what its `terminate(args, state)` returns."
  def delete_handler(manager, handler, args), do: rpc(manager, {:delete_handler, handler, args})

  @doc """
  Replaces a handler: the result of the old one's `terminate/2` goes to the new one's `init/1`.
  """
  def swap_handler(manager, {handler1, args1}, {handler2, args2}) do
    rpc(manager, {:swap_handler, handler1, args1, handler2, args2})
  end

  @doc "Replaces a handler by one that ends with the calling process."
  def swap_sup_handler(manager, {handler1, args1}, {handler2, args2}) do
    rpc(manager, {:swap_sup_handler, handler1, args1, handler2, args2, self()})
  end

  @doc "All handlers, newest first."
  def which_handlers(manager), do: rpc(manager, :which_handlers)

  ## Events

  @doc "Sends an event to all handlers, without waiting."
  def notify(manager, event), do: cast(manager, {:notify, event})

  @doc "Sends an event to all handlers and waits until they have handled it."
  def sync_notify(manager, event), do: rpc(manager, {:sync_notify, event})

  @doc "Calls one handler."
  def call(manager, handler, request) do
    case :gen.call(manager, self(), {:call, handler, request}) do
      {:ok, reply} -> reply
    end
  catch
    :exit, reason -> exit({reason, {:gen_event, :call, [manager, handler, request]}})
  end

  @doc "Calls one handler and waits at most `timeout`."
  def call(manager, handler, request, timeout) do
    case :gen.call(manager, self(), {:call, handler, request}, timeout) do
      {:ok, reply} -> reply
    end
  catch
    :exit, reason -> exit({reason, {:gen_event, :call, [manager, handler, request, timeout]}})
  end

  @doc "Calls one handler without waiting; the result is for the functions below."
  def send_request(manager, handler, request) do
    :gen.send_request(manager, self(), {:call, handler, request})
  end

  @doc false
  def send_request(manager, handler, request, label, collection) do
    :gen.send_request(manager, self(), {:call, handler, request}, label, collection)
  end

  @doc false
  # For `GenEvent`.
  def add_new_handler(manager, handler, args, supervisor) do
    rpc(manager, {:add_new_handler, handler, args, supervisor})
  end

  defp rpc(manager, request) do
    {:ok, reply} = :gen.call(manager, self(), request, :infinity)
    reply
  end

  defp cast({:global, name}, message) do
    :global.send(name, message)
    :ok
  catch
    _, _ -> :ok
  end

  defp cast({:via, module, name}, message) do
    module.send(name, message)
    :ok
  catch
    _, _ -> :ok
  end

  defp cast(manager, message) do
    :erlang.send(manager, message)
    :ok
  catch
    :error, :badarg -> :ok
  end

  ## The loop

  @doc false
  def init_it(starter, :self, name, module, args, options) do
    init_it(starter, self(), name, module, args, options)
  end

  def init_it(starter, parent, full_name, _module, _args, options) do
    Process.flag(:trap_exit, true)
    name = :gen.name(full_name)
    debug = :gen.debug_options(name, options)
    hibernate_after = :gen.hibernate_after(options)
    :proc_lib.init_ack(starter, {:ok, self()})
    loop(parent, name, [], hibernate_after, debug, false)
  end

  defp loop(parent, name, handlers, hibernate_after, debug, true) do
    args = [parent, name, handlers, hibernate_after, debug]
    :proc_lib.hibernate(:gen_event, :wake_hib, args)
  end

  defp loop(parent, name, handlers, hibernate_after, debug, false) do
    fetch_msg(parent, name, handlers, hibernate_after, debug, false)
  end

  @doc false
  def wake_hib(parent, name, handlers, hibernate_after, debug) do
    fetch_msg(parent, name, handlers, hibernate_after, debug, true)
  end

  defp fetch_msg(parent, name, handlers, hibernate_after, debug, hibernated) do
    receive do
      {:system, from, request} ->
        misc = [name, handlers, hibernate_after, hibernated]
        :sys.handle_system_msg(request, from, parent, :gen_event, debug, misc, hibernated)

      {:EXIT, ^parent, reason} ->
        terminate_server(reason, parent, handlers)

      message ->
        debug = :sys.handle_debug(debug, &print_event/3, name, {:in, message})
        {handlers, hibernate} = handle_msg(message, handlers, name)
        loop(parent, name, handlers, hibernate_after, debug, hibernate)
    after
      hibernate_after -> loop(parent, name, handlers, hibernate_after, debug, true)
    end
  end

  # The handlers after a message, and whether one of them wants the process to hibernate.
  defp handle_msg({:notify, event}, handlers, name) do
    :gen_event_handlers.notify(handlers, :handle_event, event, name)
  end

  defp handle_msg({_label, {_pid, _tag} = from, request}, handlers, name) do
    case request do
      {:sync_notify, event} ->
        {handlers, hibernate} = :gen_event_handlers.notify(handlers, :handle_event, event, name)

        :gen.reply(from, :ok)
        {handlers, hibernate}

      {:add_handler, handler, args} ->
        answer(from, :gen_event_handlers.add(handlers, handler, args, false))

      {:add_sup_handler, handler, args, pid} ->
        answer(from, :gen_event_handlers.add(handlers, handler, args, pid))

      {:add_new_handler, handler, args, pid} ->
        answer(from, :gen_event_handlers.add_new(handlers, handler, args, pid))

      {:delete_handler, handler, args} ->
        {handlers, reply} = :gen_event_handlers.delete(handlers, handler, args)
        answer(from, {handlers, reply, false})

      {:swap_handler, handler1, args1, handler2, args2} ->
        answer(from, :gen_event_handlers.swap(handlers, handler1, args1, handler2, args2, nil))

      {:swap_sup_handler, handler1, args1, handler2, args2, pid} ->
        answer(from, :gen_event_handlers.swap(handlers, handler1, args1, handler2, args2, pid))

      :which_handlers ->
        answer(from, {handlers, Enum.map(handlers, &:gen_event_handlers.handler/1), false})

      {:call, handler, request} ->
        answer(from, :gen_event_handlers.call(handlers, handler, request, name))

      _other ->
        {handlers, false}
    end
  end

  defp handle_msg({:EXIT, pid, reason} = message, handlers, name) do
    # A handler ends with the process that added it; the others get the message as any.
    handlers
    |> :gen_event_handlers.owner_ended(pid, reason)
    |> :gen_event_handlers.notify(:handle_info, message, name)
  end

  defp handle_msg(message, handlers, name) do
    :gen_event_handlers.notify(handlers, :handle_info, message, name)
  end

  defp answer(from, {handlers, reply, hibernate}) do
    :gen.reply(from, reply)
    {handlers, hibernate}
  end

  defp terminate_server(reason, parent, handlers) do
    :gen_event_handlers.stop_all(handlers)
    unlink_owners(handlers, parent)
    exit(reason)
  end

  defp unlink_owners(handlers, parent) do
    for %{supervised: pid} <- handlers, is_pid(pid), pid != parent, do: Process.unlink(pid)
    :ok
  end

  ## System messages

  @doc false
  def system_continue(parent, debug, [name, handlers, hibernate_after, hibernate]) do
    loop(parent, name, handlers, hibernate_after, debug, hibernate)
  end

  @doc false
  def system_terminate(reason, parent, _debug, [_name, handlers | _rest]) do
    terminate_server(reason, parent, handlers)
  end

  @doc false
  def system_code_change([name, handlers | rest], module, version, extra) do
    handlers =
      for handler <- handlers do
        if handler.module == module do
          {:ok, state} = module.code_change(version, handler.state, extra)
          %{handler | state: state}
        else
          handler
        end
      end

    {:ok, [name, handlers | rest]}
  end

  @doc false
  def system_get_state([_name, handlers | _rest]), do: {:ok, Enum.map(handlers, &state/1)}

  @doc false
  def system_replace_state(fun, [name, handlers | rest]) do
    handlers =
      for %{module: module, id: id} = handler <- handlers do
        try do
          {^module, ^id, state} = fun.(state(handler))
          %{handler | state: state}
        catch
          _, _ -> handler
        end
      end

    {:ok, Enum.map(handlers, &state/1), [name, handlers | rest]}
  end

  defp state(%{module: module, id: id, state: state}), do: {module, id, state}

  @doc false
  def format_status(reason, [dictionary, system_state, parent, debug, misc]) do
    [name, handlers | _rest] = misc
    header = :gen.format_status_header('Status for event handler', name)

    items =
      for %{module: module, id: id, state: state, supervised: supervised} <- handlers do
        {:handler, module, id, shown_state(module, reason, dictionary, state), supervised}
      end

    data = [
      {'Status', system_state},
      {'Logged Events', :sys.get_log(debug)},
      {'Parent', parent}
    ]

    [{:header, header}, {:data, data}, {:items, {'Installed handlers', items}}]
  end

  defp shown_state(module, reason, dictionary, state) do
    case :gen.format_status(module, reason, %{state: state}, [dictionary, state]) do
      %{"$status": shown} -> shown
      %{state: shown} -> shown
    end
  end

  defp print_event(device, event, name) do
    case event do
      {:in, {:notify, event}} ->
        :io.format(device, '*DBG* ~tp got event ~tp~n', [name, event])

      {:in, {_label, _from, {:call, handler, request}}} ->
        :io.format(device, '*DBG* ~tp(~tp) got call ~tp~n', [name, handler, request])

      {:in, message} ->
        :io.format(device, '*DBG* ~tp got ~tp~n', [name, message])

      other ->
        :io.format(device, '*DBG* ~tp : ~tp~n', [name, other])
    end
  end

  @doc false
  def format_log(report), do: :gen_event_handlers.format_log(report)

  @doc false
  def format_log(report, _config), do: :gen_event_handlers.format_log(report)
end
