defmodule Task.Supervisor do
  @moduledoc """
  A supervisor for tasks.

      {:ok, _} = Task.Supervisor.start_link(name: MyTasks)

      MyTasks
      |> Task.Supervisor.async_nolink(fn -> risky() end)
      |> Task.yield()

  It is a `DynamicSupervisor`. Its tasks are temporary unless `start_child/3` says otherwise.
  """

  @type option ::
          DynamicSupervisor.option()
          | DynamicSupervisor.init_option()

  @doc "The child specification of a task supervisor that starts with these options."
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, Task.Supervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {Task.Supervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc """
  Starts a task supervisor; options: `:name`, `:max_restarts`, `:max_seconds`, `:max_children`.
  """
  @spec start_link([option]) :: Supervisor.on_start()
  def start_link(options \\ []) do
    {restart, options} = Keyword.pop(options, :restart)
    {shutdown, options} = Keyword.pop(options, :shutdown)

    if restart || shutdown do
      IO.warn(
        ":restart and :shutdown options in Task.Supervisor.start_link/1 " <>
          "are deprecated. Please pass those options on start_child/3 instead"
      )
    end

    keys = [:max_children, :max_seconds, :max_restarts]
    {sup_opts, start_opts} = Keyword.split(options, keys)
    restart_and_shutdown = {restart || :temporary, shutdown || 5000}
    DynamicSupervisor.start_link(__MODULE__, {restart_and_shutdown, sup_opts}, start_opts)
  end

  @doc false
  def init({{_restart, _shutdown} = arg, options}) do
    # The supervisor itself looks here for what a task does not say.
    Process.put(__MODULE__, arg)
    DynamicSupervisor.init([strategy: :one_for_one] ++ options)
  end

  ## Tasks with a result

  @doc "Starts a task under the supervisor, linked to the caller, which awaits its result."
  @spec async(Supervisor.supervisor(), (() -> any), keyword) :: Task.t()
  def async(supervisor, fun, options \\ []) do
    async(supervisor, :erlang, :apply, [fun, []], options)
  end

  @doc "Like `async/3`, and runs `module.fun(args...)`."
  @spec async(Supervisor.supervisor(), module, atom, [term], keyword) :: Task.t()
  def async(supervisor, module, fun, args, options \\ []) do
    async(supervisor, :link, module, fun, args, options)
  end

  @doc """
  Starts a task under the supervisor without a link: if it fails, the caller gets to know with
  `Task.yield/2` or as a `:DOWN` message.
  """
  @spec async_nolink(Supervisor.supervisor(), (() -> any), keyword) :: Task.t()
  def async_nolink(supervisor, fun, options \\ []) do
    async_nolink(supervisor, :erlang, :apply, [fun, []], options)
  end

  @doc "Like `async_nolink/3`, and runs `module.fun(args...)`."
  @spec async_nolink(Supervisor.supervisor(), module, atom, [term], keyword) :: Task.t()
  def async_nolink(supervisor, module, fun, args, options \\ []) do
    async(supervisor, :nolink, module, fun, args, options)
  end

  defp async(supervisor, link, module, fun, args, options) do
    shutdown = options[:shutdown]

    case start_waiting_task(supervisor, shutdown) do
      {:ok, pid} ->
        if link == :link, do: Process.link(pid)
        Task.request(pid, {module, fun, args})

      {:error, :max_children} ->
        raise """
        reached the maximum number of tasks for this task supervisor. The maximum number \
        of tasks that are allowed to run at the same time under this supervisor can be \
        configured with the :max_children option passed to Task.Supervisor.start_link/1\
        """
    end
  end

  defp start_waiting_task(supervisor, shutdown) do
    start_task(supervisor, [Task.owner(), :monitor], :temporary, shutdown)
  end

  ## Streams

  @doc "Like `async_stream/4`, and runs `module.function(element, args...)`."
  @spec async_stream(Supervisor.supervisor(), Enumerable.t(), module, atom, [term], keyword) ::
          Enumerable.t()
  def async_stream(supervisor, enumerable, module, function, args, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args) do
    build_stream(supervisor, :link, enumerable, {module, function, args}, options)
  end

  @doc "Like `Task.async_stream/3`, with the tasks under the supervisor and linked to the caller."
  @spec async_stream(Supervisor.supervisor(), Enumerable.t(), (term -> term), keyword) ::
          Enumerable.t()
  def async_stream(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1) do
    build_stream(supervisor, :link, enumerable, fun, options)
  end

  @doc "Like `async_stream_nolink/4`, and runs `module.function(element, args...)`."
  @spec async_stream_nolink(
          Supervisor.supervisor(),
          Enumerable.t(),
          module,
          atom,
          [term],
          keyword
        ) ::
          Enumerable.t()
  def async_stream_nolink(supervisor, enumerable, module, function, args, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args) do
    build_stream(supervisor, :nolink, enumerable, {module, function, args}, options)
  end

  @doc "Like `async_stream/4`, with tasks that are not linked to the caller."
  @spec async_stream_nolink(Supervisor.supervisor(), Enumerable.t(), (term -> term), keyword) ::
          Enumerable.t()
  def async_stream_nolink(supervisor, enumerable, fun, options \\ []) when is_function(fun, 1) do
    build_stream(supervisor, :nolink, enumerable, fun, options)
  end

  defp build_stream(supervisor, link, enumerable, fun, options) do
    stream_options = Task.stream_options(options)
    shutdown = options[:shutdown]

    fn acc, acc_fun ->
      owner = Task.owner()

      Task.Supervised.stream(enumerable, acc, acc_fun, Task.callers(), fun, stream_options, fn ->
        case start_task(supervisor, [owner, :monitor], :temporary, shutdown) do
          {:ok, pid} ->
            if link == :link, do: Process.link(pid)
            {:ok, link, pid}

          {:error, :max_children} ->
            {:error, :max_children}
        end
      end)
    end
  end

  ## The supervisor and its tasks

  @doc "Stops the task that runs as `pid`."
  @spec terminate_child(Supervisor.supervisor(), pid) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid) when is_pid(pid) do
    DynamicSupervisor.terminate_child(supervisor, pid)
  end

  @doc "The pids of all tasks."
  @spec children(Supervisor.supervisor()) :: [pid]
  def children(supervisor) do
    for {_, pid, _, _} <- DynamicSupervisor.which_children(supervisor), is_pid(pid), do: pid
  end

  @doc """
  Starts a task under the supervisor for its effects only; options: `:restart`, `:shutdown`.

      Task.Supervisor.start_child(MyTasks, fn -> IO.puts("hello") end)
  """
  @spec start_child(Supervisor.supervisor(), (() -> any), keyword) ::
          DynamicSupervisor.on_start_child()
  def start_child(supervisor, fun, options \\ []) do
    start_child(supervisor, :erlang, :apply, [fun, []], options)
  end

  @doc "Like `start_child/3`, and runs `module.fun(args...)`."
  @spec start_child(Supervisor.supervisor(), module, atom, [term], keyword) ::
          DynamicSupervisor.on_start_child()
  def start_child(supervisor, module, fun, args, options \\ [])
      when is_atom(fun) and is_list(args) do
    args = [Task.owner(), Task.callers(), {module, fun, args}]
    start_task(supervisor, args, options[:restart], options[:shutdown])
  end

  defp start_task(supervisor, args, restart, shutdown) do
    GenServer.call(supervisor, {:start_task, args, restart, shutdown}, :infinity)
  end
end
