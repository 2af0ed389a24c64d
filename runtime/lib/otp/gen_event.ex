defmodule GenEvent do
  @moduledoc """
  Event managers as older programs know them; `:gen_event`, which this stands on, and `Registry`
  are the newer ways.

      {:ok, manager} = GenEvent.start_link()
      GenEvent.add_handler(manager, MyHandler, [])
      GenEvent.sync_notify(manager, {:log, 1})

  `use GenEvent` gives a handler all callbacks, of which it defines those that it needs.
  """

  @type manager :: pid | atom | {:global, term} | {:via, module, term} | {atom, node}
  @type handler :: atom | {atom, term}

  @callback init(args :: term) ::
              {:ok, state :: term} | {:ok, state :: term, :hibernate} | {:error, term}
  @callback handle_event(event :: term, state :: term) :: term
  @callback handle_call(request :: term, state :: term) :: term
  @callback handle_info(message :: term, state :: term) :: term
  @callback terminate(reason :: term, state :: term) :: term
  @callback code_change(old_vsn :: term, state :: term, extra :: term) :: {:ok, state :: term}

  @alternatives "Use one of the alternatives described in the documentation for the GenEvent module"

  @doc false
  @deprecated @alternatives
  defmacro __using__(_opts) do
    quote location: :keep do
      @behaviour :gen_event

      @doc false
      def init(args), do: {:ok, args}

      @doc false
      def handle_event(_event, state), do: {:ok, state}

      @doc false
      def handle_call(_request, _state), do: raise(GenEvent.__missing__())

      @doc false
      def handle_info(_message, state), do: {:ok, state}

      @doc false
      def terminate(_reason, _state), do: :ok

      @doc false
      def code_change(_old, state, _extra), do: {:ok, state}

      defoverridable init: 1,
                     handle_event: 2,
                     handle_call: 2,
                     handle_info: 2,
                     terminate: 2,
                     code_change: 3
    end
  end

  @doc false
  def __missing__ do
    name =
      case Process.info(self(), :registered_name) do
        {_, []} -> self()
        {_, name} -> name
      end

    "attempted to call GenEvent #{inspect(name)} but no handle_call/2 clause was provided"
  end

  @doc "Starts an event manager linked to the caller; option: `:name`."
  @deprecated @alternatives
  @spec start_link(keyword) :: GenServer.on_start()
  def start_link(options \\ []), do: do_start(:link, options)

  @doc "Starts an event manager without a link."
  @deprecated @alternatives
  @spec start(keyword) :: GenServer.on_start()
  def start(options \\ []), do: do_start(:nolink, options)

  defp do_start(link, options) do
    case Keyword.pop(options, :name) do
      {nil, options} -> start_manager(link, options)
      {name, options} when is_atom(name) -> start_manager(link, {:local, name}, options)
      {name, options} -> start_manager(link, name, options)
    end
  end

  defp start_manager(:link, options), do: :gen_event.start_link(options)
  defp start_manager(:nolink, options), do: :gen_event.start(options)
  defp start_manager(:link, name, options), do: :gen_event.start_link(name, options)
  defp start_manager(:nolink, name, options), do: :gen_event.start(name, options)

  @doc "Stops an event manager."
  @deprecated @alternatives
  @spec stop(manager, reason :: term, timeout) :: :ok
  def stop(manager, reason \\ :normal, timeout \\ :infinity) do
    :gen_event.stop(manager, reason, timeout)
  end

  @doc "Adds a handler, a module or `{module, id}`; once only."
  @deprecated @alternatives
  @spec add_handler(manager, handler, term) :: :ok | {:error, term}
  def add_handler(manager, handler, args) do
    :gen_event.add_new_handler(manager, handler, args, false)
  end

  @doc "Adds a handler that ends with the calling process, which is told when the handler goes."
  @deprecated @alternatives
  @spec add_mon_handler(manager, handler, term) :: :ok | {:error, term}
  def add_mon_handler(manager, handler, args) do
    :gen_event.add_new_handler(manager, handler, args, self())
  end

  @doc "Removes a handler and returns what its `terminate/2` returns."
  @deprecated @alternatives
  @spec remove_handler(manager, handler, term) :: term | {:error, term}
  def remove_handler(manager, handler, args) do
    with {:error, :module_not_found} <- :gen_event.delete_handler(manager, handler, args) do
      {:error, :not_found}
    end
  end

  @doc "Replaces a handler by another."
  @deprecated @alternatives
  @spec swap_handler(manager, handler, term, handler, term) :: :ok | {:error, term}
  def swap_handler(manager, handler1, args1, handler2, args2) do
    :gen_event.swap_handler(manager, {handler1, args1}, {handler2, args2})
  end

  @doc "Replaces a handler by one that ends with the calling process."
  @deprecated @alternatives
  @spec swap_mon_handler(manager, handler, term, handler, term) :: :ok | {:error, term}
  def swap_mon_handler(manager, handler1, args1, handler2, args2) do
    :gen_event.swap_sup_handler(manager, {handler1, args1}, {handler2, args2})
  end

  @doc "All handlers, newest first."
  @deprecated @alternatives
  @spec which_handlers(manager) :: [handler]
  def which_handlers(manager), do: :gen_event.which_handlers(manager)

  @doc "Sends an event to all handlers, without waiting."
  @deprecated @alternatives
  @spec notify(manager, term) :: :ok
  def notify(manager, event), do: :gen_event.notify(manager, event)

  @doc "Sends an event to all handlers and waits until they have handled it."
  @deprecated @alternatives
  @spec sync_notify(manager, term) :: :ok
  def sync_notify(manager, event), do: :gen_event.sync_notify(manager, event)

  @doc "Sends an event to all handlers and waits until the manager has taken it."
  @deprecated @alternatives
  @spec ack_notify(manager, term) :: :ok
  def ack_notify(manager, event), do: :gen_event.sync_notify(manager, event)

  @doc "Calls one handler and waits at most `timeout` milliseconds."
  @deprecated @alternatives
  @spec call(manager, handler, term, timeout) :: term | {:error, term}
  def call(manager, handler, request, timeout \\ 5000) do
    case :gen_event.call(manager, handler, request, timeout) do
      {:error, :bad_module} -> {:error, :not_found}
      reply -> reply
    end
  catch
    :exit, {reason, {:gen_event, :call, _args}} ->
      exit({reason, {__MODULE__, :call, [manager, handler, request, timeout]}})
  end

  @doc "A stream of the events of a manager, from when it is run on."
  @deprecated @alternatives
  @spec stream(manager, keyword) :: Enumerable.t()
  def stream(manager, options \\ []) do
    timeout = Keyword.get(options, :timeout, :infinity)

    Stream.resource(
      fn ->
        handler = {GenEvent.Stream, make_ref()}
        :ok = add_mon_handler(manager, handler, {self(), handler})
        handler
      end,
      fn handler ->
        receive do
          {^handler, event} -> {[event], handler}
          {:gen_event_EXIT, ^handler, _reason} -> {:halt, handler}
        after
          timeout -> exit({:timeout, {__MODULE__, :stream, [manager, options]}})
        end
      end,
      fn handler ->
        remove_handler(manager, handler, :shutdown)

        receive do
          {:gen_event_EXIT, ^handler, _reason} -> :ok
        after
          0 -> :ok
        end
      end
    )
  end
end

defmodule GenEvent.Stream do
  @moduledoc false
  # The handler behind `GenEvent.stream/2`: passes every event on.

  @behaviour :gen_event

  def init(state), do: {:ok, state}

  def handle_call(_request, state), do: {:ok, :ok, state}

  def handle_event(event, {pid, handler} = state) do
    send(pid, {handler, event})
    {:ok, state}
  end
end
