defmodule GenServer do
  @moduledoc """
  A server: a process that keeps a state and answers messages one after another.

      defmodule Counter do
        use GenServer

        def start_link(n), do: GenServer.start_link(__MODULE__, n, name: __MODULE__)

        @impl true
        def init(n), do: {:ok, n}

        @impl true
        def handle_call(:next, _from, n), do: {:reply, n, n + 1}

        @impl true
        def handle_cast({:add, m}, n), do: {:noreply, n + m}
      end

      {:ok, _pid} = Counter.start_link(1)
      GenServer.call(Counter, :next)
      #=> 1

  `init/1` returns `{:ok, state}`, `{:ok, state, timeout | :hibernate | {:continue, term}}`,
  `:ignore` or `{:stop, reason}`; `handle_call/3` returns `{:reply, reply, state}`,
  `{:noreply, state}` (either with the same third kind of element), `{:stop, reason, state}` or
  `{:stop, reason, reply, state}`; `handle_cast/2`, `handle_info/2` and `handle_continue/2` are
  like `handle_call/3` without the reply. `terminate/2` runs before an end that the server itself
  knows of: a return value, an exception, or the exit of its parent while it traps exits.

  `use GenServer` takes the options `:id`, `:restart` and `:shutdown` for `child_spec/1`.
  """

  @type on_start ::
          {:ok, pid} | :ignore | {:error, {:already_started, pid} | term}
  @type name :: atom | {:global, term} | {:via, module, term}
  @type options :: [option]
  @type option ::
          {:debug, debug}
          | {:name, name}
          | {:timeout, timeout}
          | {:spawn_opt, [Process.spawn_opt()]}
          | {:hibernate_after, timeout}
  @type debug :: [:trace | :log | :statistics | {:log_to_file, Path.t()}]
  @type server :: pid | name | {atom, node}
  @type from :: {pid, tag :: term}

  @callback init(init_arg :: term) ::
              {:ok, state}
              | {:ok, state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | :ignore
              | {:stop, reason :: any}
            when state: any

  @callback handle_call(request :: term, from, state :: term) ::
              {:reply, reply, new_state}
              | {:reply, reply, new_state,
                 timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason, reply, new_state}
              | {:stop, reason, new_state}
            when reply: term, new_state: term, reason: term

  @callback handle_cast(request :: term, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason :: term, new_state}
            when new_state: term

  @callback handle_info(msg :: :timeout | term, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg :: term}}
              | {:stop, reason :: term, new_state}
            when new_state: term

  @callback handle_continue(continue_arg, state :: term) ::
              {:noreply, new_state}
              | {:noreply, new_state, timeout | :hibernate | {:continue, continue_arg}}
              | {:stop, reason :: term, new_state}
            when new_state: term, continue_arg: term

  @callback terminate(reason, state :: term) :: term
            when reason: :normal | :shutdown | {:shutdown, term} | term

  @callback code_change(old_vsn, state :: term, extra :: term) ::
              {:ok, new_state :: term} | {:error, reason :: term}
            when old_vsn: term | {:down, term}

  @callback format_status(reason, pdict_and_state :: list) :: term
            when reason: :normal | :terminate

  @optional_callbacks code_change: 3,
                      terminate: 2,
                      handle_info: 2,
                      handle_cast: 2,
                      handle_call: 3,
                      format_status: 2,
                      handle_continue: 2

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour GenServer

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        The child specification of this server, for a supervisor: see `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [init_arg]}
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1

      @before_compile GenServer

      @doc false
      def handle_call(_msg, _from, _state),
        do: raise(GenServer.__missing__("call", "handle_call/3"))

      @doc false
      def handle_cast(_msg, _state), do: raise(GenServer.__missing__("cast", "handle_cast/2"))

      @doc false
      def handle_info(msg, state) do
        GenServer.__unexpected__(__MODULE__, msg)
        {:noreply, state}
      end

      @doc false
      def terminate(_reason, _state), do: :ok

      @doc false
      def code_change(_old, state, _extra), do: {:ok, state}

      defoverridable code_change: 3, terminate: 2, handle_info: 2, handle_cast: 2, handle_call: 3
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    unless Module.defines?(env.module, {:init, 1}) do
      message = """
      function init/1 required by behaviour GenServer is not implemented \
      (in module #{inspect(env.module)}).

      We will inject a default implementation for now:

          def init(init_arg) do
            {:ok, init_arg}
          end

      You can copy the implementation above or define your own that converts \
      the arguments given to GenServer.start_link/3 to the server state.
      """

      IO.warn(message, Macro.Env.stacktrace(env))

      quote do
        @doc false
        def init(init_arg), do: {:ok, init_arg}

        defoverridable init: 1
      end
    end
  end

  @doc false
  # What the default callbacks raise, for a server that was not told what to do.
  def __missing__(verb, callback) do
    "attempted to #{verb} GenServer #{inspect(own_name())} but no #{callback} clause was provided"
  end

  @doc false
  # What the default handle_info/2 logs.
  def __unexpected__(module, message) do
    :logger.log_event(
      :error,
      {:report,
       %{
         label: {GenServer, :no_handle_info},
         report: %{module: module, message: message, name: own_name()}
       }},
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &GenServer.format_report/1
      }
    )
  end

  defp own_name do
    case Process.info(self(), :registered_name) do
      {_, []} -> self()
      {_, name} -> name
    end
  end

  ## Starting and stopping

  @doc """
  Starts a server of `module` linked to the caller, and returns when its `init/1` is done.

  Options: `:name`, `:timeout` for `init/1`, `:hibernate_after`, `:debug`, `:spawn_opt`.

      {:ok, pid} = GenServer.start_link(Counter, 0, name: Counter)
  """
  @spec start_link(module, any, options) :: on_start
  def start_link(module, init_arg, options \\ []) when is_atom(module) and is_list(options) do
    do_start(:link, module, init_arg, options)
  end

  @doc """
  Starts a server as `start_link/3` does, without the link.
  """
  @spec start(module, any, options) :: on_start
  def start(module, init_arg, options \\ []) when is_atom(module) and is_list(options) do
    do_start(:nolink, module, init_arg, options)
  end

  defp do_start(link, module, init_arg, options) do
    case Keyword.pop(options, :name) do
      {nil, options} ->
        :gen.start(:gen_server, link, module, init_arg, options)

      {name, options} when is_atom(name) ->
        :gen.start(:gen_server, link, {:local, name}, module, init_arg, options)

      {{:global, _term} = name, options} ->
        :gen.start(:gen_server, link, name, module, init_arg, options)

      {{:via, via_module, _term} = name, options} when is_atom(via_module) ->
        :gen.start(:gen_server, link, name, module, init_arg, options)

      {other, _options} ->
        raise ArgumentError, """
        expected :name option to be one of the following:

          * nil
          * atom
          * {:global, term}
          * {:via, module, term}

        Got: #{inspect(other)}
        """
    end
  end

  @doc """
  Stops a server with `reason` and waits for its end; `terminate/2` runs before.

  Exits if the server ends with another reason or not within `timeout`.

      GenServer.stop(pid)
      #=> :ok
  """
  @spec stop(server, reason :: term, timeout) :: :ok
  def stop(server, reason \\ :normal, timeout \\ :infinity) do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :stop, [server, reason, timeout]}})

      pid when pid == self() ->
        exit({:calling_self, {__MODULE__, :stop, [server, reason, timeout]}})

      pid ->
        try do
          :proc_lib.stop(pid, reason, timeout)
        catch
          :exit, error -> exit({error, {__MODULE__, :stop, [server, reason, timeout]}})
        end
    end
  end

  ## Talking to a server

  @doc """
  Sends `request` to the server and waits for the reply, at most `timeout` milliseconds.

  Exits if the server is not there, dies before it replies, or takes too long.

      GenServer.call(Counter, :next)
  """
  @spec call(server, term, timeout) :: term
  def call(server, request, timeout \\ 5000)
      when (is_integer(timeout) and timeout >= 0) or timeout == :infinity do
    case whereis(server) do
      nil ->
        exit({:noproc, {__MODULE__, :call, [server, request, timeout]}})

      target when target == self() ->
        exit({:calling_self, {__MODULE__, :call, [server, request, timeout]}})

      {_name, node} when node != node() ->
        exit({{:nodedown, node}, {__MODULE__, :call, [server, request, timeout]}})

      target ->
        case :gen.do_call(target, :"$gen_call", request, timeout) do
          {:ok, reply} -> reply
          {:exit, reason} -> exit({reason, {__MODULE__, :call, [server, request, timeout]}})
        end
    end
  end

  @doc """
  Sends `request` to the server and returns `:ok` at once, whether the server exists or not.

      GenServer.cast(Counter, {:add, 5})
  """
  @spec cast(server, term) :: :ok
  def cast(server, request)

  def cast(pid, request) when is_pid(pid) do
    send(pid, {:"$gen_cast", request})
    :ok
  end

  def cast(name, request) when is_atom(name), do: cast_by_name(name, request)

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

  def cast({name, node}, request) when is_atom(name) and is_atom(node) do
    cast_by_name({name, node}, request)
  end

  defp cast_by_name(name, request) do
    send(name, {:"$gen_cast", request})
    :ok
  catch
    _, _ -> :ok
  end

  @doc """
  Casts to the servers with the local name `name` on `nodes`; always returns `:abcast`.
  """
  @spec abcast([node], name :: atom, term) :: :abcast
  def abcast(nodes \\ [node() | Node.list()], name, request)
      when is_list(nodes) and is_atom(name) do
    message = {:"$gen_cast", request}
    Enum.each(nodes, &abcast_to(&1, name, message))
    :abcast
  end

  defp abcast_to(node, name, message) when is_atom(node) do
    send({name, node}, message)
    :ok
  catch
    _, _ -> :ok
  end

  @doc """
  Calls the servers with the local name `name` on `nodes`: `{[{node, reply}], bad_nodes}`.
  """
  @spec multi_call([node], name :: atom, term, timeout) ::
          {replies :: [{node, term}], bad_nodes :: [node]}
  def multi_call(nodes \\ [node() | Node.list()], name, request, timeout \\ :infinity) do
    :gen_server.multi_call(nodes, name, request, timeout)
  end

  @doc """
  Answers a call from anywhere, also after `handle_call/3` has returned `{:noreply, state}`.

      def handle_call(:later, from, state) do
        spawn(fn -> GenServer.reply(from, :done) end)
        {:noreply, state}
      end
  """
  @spec reply(from, term) :: :ok
  def reply(client, reply), do: :gen.reply(client, reply)

  @doc """
  The pid of a server, `{name, node}` if it is on another node, or `nil`.

      GenServer.whereis(Counter)
  """
  @spec whereis(server) :: pid | {atom, node} | nil
  def whereis(server)

  def whereis(nil), do: nil
  def whereis(pid) when is_pid(pid), do: pid

  def whereis(name) when is_atom(name) do
    case :erlang.whereis(name) do
      :undefined -> nil
      pid -> pid
    end
  end

  def whereis({:global, name}) do
    case :global.whereis_name(name) do
      :undefined -> nil
      pid -> pid
    end
  end

  def whereis({:via, module, name}) do
    case apply(module, :whereis_name, [name]) do
      :undefined -> nil
      pid -> pid
    end
  end

  def whereis({name, node}) when is_atom(name) and node == node(), do: whereis(name)
  def whereis({name, node} = server) when is_atom(name) and is_atom(node), do: server

  @doc false
  def format_report(%{
        label: {GenServer, :no_handle_info},
        report: %{module: module, message: message, name: name}
      }) do
    {'~p ~p received unexpected message in handle_info/2: ~p~n', [module, name, message]}
  end
end
