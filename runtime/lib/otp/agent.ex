defmodule Agent do
  @moduledoc """
  A process that does nothing but keep a state.

      {:ok, pid} = Agent.start_link(fn -> 0 end)
      Agent.update(pid, &(&1 + 1))
      Agent.get(pid, & &1)
      #=> 1

  The functions given to `get/3`, `update/3` and the like run in the agent: while one runs, the
  others wait. `use Agent` defines `child_spec/1`.
  """

  @type on_start :: {:ok, pid} | {:error, {:already_started, pid} | term}
  @type name :: atom | {:global, term} | {:via, module, term}
  @type agent :: pid | {atom, node} | name
  @type state :: term

  @doc "The child specification of an agent that starts with the function `arg`."
  def child_spec(arg), do: %{id: Agent, start: {Agent, :start_link, [arg]}}

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        The child specification of this agent: see `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]}
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  ## Starting and stopping

  @doc """
  Starts an agent linked to the caller, whose first state `fun` returns. Options as for
  `GenServer.start_link/3`.

      {:ok, pid} = Agent.start_link(fn -> %{} end, name: Cache)
  """
  @spec start_link((() -> term), GenServer.options()) :: on_start
  def start_link(fun, options \\ []) when is_function(fun, 0) do
    GenServer.start_link(Agent.Server, fun, options)
  end

  @doc "Starts a linked agent whose first state `module.fun(args...)` returns."
  @spec start_link(module, atom, [any], GenServer.options()) :: on_start
  def start_link(module, fun, args, options \\ []) do
    GenServer.start_link(Agent.Server, {module, fun, args}, options)
  end

  @doc "Starts an agent without a link."
  @spec start((() -> term), GenServer.options()) :: on_start
  def start(fun, options \\ []) when is_function(fun, 0) do
    GenServer.start(Agent.Server, fun, options)
  end

  @doc "Starts an agent without a link, whose first state `module.fun(args...)` returns."
  @spec start(module, atom, [any], GenServer.options()) :: on_start
  def start(module, fun, args, options \\ []) do
    GenServer.start(Agent.Server, {module, fun, args}, options)
  end

  @doc "Stops an agent."
  @spec stop(agent, reason :: term, timeout) :: :ok
  def stop(agent, reason \\ :normal, timeout \\ :infinity) do
    GenServer.stop(agent, reason, timeout)
  end

  ## The state

  @doc """
  What `fun` returns for the state.

      Agent.get(pid, fn state -> state end)
  """
  @spec get(agent, (state -> a), timeout) :: a when a: var
  def get(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:get, fun}, timeout)
  end

  @doc "What `module.fun(state, args...)` returns."
  @spec get(agent, module, atom, [term], timeout) :: any
  def get(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:get, {module, fun, args}}, timeout)
  end

  @doc """
  Replaces the state and returns something else: `fun` returns `{result, new_state}`.

      Agent.get_and_update(pid, fn state -> {state, state + 1} end)
  """
  @spec get_and_update(agent, (state -> {a, state}), timeout) :: a when a: var
  def get_and_update(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:get_and_update, fun}, timeout)
  end

  @doc "Like `get_and_update/3`, with `module.fun(state, args...)`."
  @spec get_and_update(agent, module, atom, [term], timeout) :: any
  def get_and_update(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:get_and_update, {module, fun, args}}, timeout)
  end

  @doc """
  Replaces the state by what `fun` returns for it.

      Agent.update(pid, fn state -> state + 1 end)
      #=> :ok
  """
  @spec update(agent, (state -> state), timeout) :: :ok
  def update(agent, fun, timeout \\ 5000) when is_function(fun, 1) do
    GenServer.call(agent, {:update, fun}, timeout)
  end

  @doc "Replaces the state by what `module.fun(state, args...)` returns."
  @spec update(agent, module, atom, [term], timeout) :: :ok
  def update(agent, module, fun, args, timeout \\ 5000) do
    GenServer.call(agent, {:update, {module, fun, args}}, timeout)
  end

  @doc "Like `update/3`, without waiting for it."
  @spec cast(agent, (state -> state)) :: :ok
  def cast(agent, fun) when is_function(fun, 1), do: GenServer.cast(agent, {:cast, fun})

  @doc "Like `update/5`, without waiting for it."
  @spec cast(agent, module, atom, [term]) :: :ok
  def cast(agent, module, fun, args), do: GenServer.cast(agent, {:cast, {module, fun, args}})
end

defmodule Agent.Server do
  @moduledoc false
  # The server behind an agent.

  use GenServer

  @impl true
  def init(fun) do
    # What the process is for, where those who look at it expect it.
    Process.put(:"$initial_call", initial_call(fun))
    {:ok, run(fun, [])}
  end

  @impl true
  def handle_call({:get, fun}, _from, state), do: {:reply, run(fun, [state]), state}

  def handle_call({:get_and_update, fun}, _from, state) do
    case run(fun, [state]) do
      {reply, state} -> {:reply, reply, state}
      other -> {:stop, {:bad_return_value, other}, state}
    end
  end

  def handle_call({:update, fun}, _from, state), do: {:reply, :ok, run(fun, [state])}

  @impl true
  def handle_cast({:cast, fun}, state), do: {:noreply, run(fun, [state])}

  @impl true
  def code_change(_old, state, fun), do: {:ok, run(fun, [state])}

  defp initial_call(fun) when is_function(fun, 0) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    {module, name, 0}
  end

  defp initial_call({module, fun, args}), do: {module, fun, length(args)}

  defp run({module, fun, args}, extra), do: apply(module, fun, extra ++ args)
  defp run(fun, extra), do: apply(fun, extra)
end
