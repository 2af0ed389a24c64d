defmodule Task do
  @moduledoc """
  A process that computes one thing.

      task = Task.async(fn -> 1 + 1 end)
      Task.await(task)
      #=> 2

  A task started with `async/1` sends its result to the process that started it, its owner. The
  two are linked. `Task.Supervisor` starts tasks under a supervisor, also without a link to the
  owner. `async_stream/3` runs a function on all elements of a collection at the same time.
  """

  @enforce_keys [:mfa, :owner, :pid, :ref]
  defstruct @enforce_keys

  @type t :: %__MODULE__{pid: pid | nil, ref: ref, owner: pid, mfa: mfa}
  @opaque ref :: reference
  @type async_stream_option ::
          {:max_concurrency, pos_integer}
          | {:ordered, boolean}
          | {:timeout, timeout}
          | {:on_timeout, :exit | :kill_task}
          | {:zip_input_on_exit, boolean}

  @doc """
  The child specification of a task that runs a function or a `{module, function, args}`.
  """
  @spec child_spec(term) :: Supervisor.child_spec()
  def child_spec(arg) do
    %{id: Task, start: {Task, :start_link, [arg]}, restart: :temporary}
  end

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        The child specification of this task: see `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          restart: :temporary
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  ## Tasks that nobody waits for

  @doc "Starts a linked process that runs `fun`, for use under a supervisor."
  @spec start_link((() -> any)) :: {:ok, pid}
  def start_link(fun) when is_function(fun, 0), do: start_link(:erlang, :apply, [fun, []])

  @doc "Starts a linked process that runs `module.function(args...)`."
  @spec start_link(module, atom, [term]) :: {:ok, pid}
  def start_link(module, function, args)
      when is_atom(module) and is_atom(function) and is_list(args) do
    Task.Supervised.start_link(owner(), callers(), {module, function, args})
  end

  @doc """
  Starts a process that runs `fun`, for its effects only.

      Task.start(fn -> IO.puts("hello") end)
  """
  @spec start((() -> any)) :: {:ok, pid}
  def start(fun) when is_function(fun, 0), do: start(:erlang, :apply, [fun, []])

  @doc "Starts a process that runs `module.function_name(args...)`, for its effects only."
  @spec start(module, atom, [term]) :: {:ok, pid}
  def start(module, function_name, args)
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    Task.Supervised.start(owner(), callers(), {module, function_name, args})
  end

  ## Tasks with a result

  @doc """
  Starts a linked task whose result must be awaited by the caller.

      task = Task.async(fn -> :done end)
      Task.await(task)
      #=> :done
  """
  @spec async((() -> any)) :: t
  def async(fun) when is_function(fun, 0), do: async(:erlang, :apply, [fun, []])

  @doc "Starts a linked task that runs `module.function_name(args...)`."
  @spec async(module, atom, [term]) :: t
  def async(module, function_name, args)
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    {:ok, pid} = Task.Supervised.start_link(owner(), :nomonitor)
    request(pid, {module, function_name, args})
  end

  @doc false
  # Hands a waiting process its work. The monitor is also the alias to which it replies.
  def request(pid, {module, function, args} = mfa) do
    owner = self()
    ref = :erlang.monitor(:process, pid, alias: :demonitor)
    send(pid, {owner, ref, ref, callers(), mfa})
    %Task{pid: pid, ref: ref, owner: owner, mfa: {module, function, length(args)}}
  end

  @doc """
  A task that has this result already; there is no process behind it.

      Task.await(Task.completed(:cached))
      #=> :cached
  """
  @spec completed(any) :: t
  def completed(result) do
    ref = make_ref()
    owner = self()
    # The message that the process would have sent.
    send(owner, {ref, result})
    %Task{pid: nil, ref: ref, owner: owner, mfa: {Task, :completed, 1}}
  end

  @doc false
  def owner do
    self_or_name =
      case Process.info(self(), :registered_name) do
        {:registered_name, []} -> self()
        {:registered_name, name} -> name
      end

    {node(), self_or_name, self()}
  end

  @doc false
  def callers do
    case :erlang.get(:"$callers") do
      [_ | _] = callers -> [self() | callers]
      _ -> [self()]
    end
  end

  ## Streams

  @doc """
  Runs `module.function_name(element, args...)` in a task for each element: see `async_stream/3`.
  """
  @spec async_stream(Enumerable.t(), module, atom, [term], [async_stream_option]) ::
          Enumerable.t()
  def async_stream(enumerable, module, function_name, args, options \\ [])
      when is_atom(module) and is_atom(function_name) and is_list(args) do
    build_stream(enumerable, {module, function_name, args}, options)
  end

  @doc """
  A stream of the results of `fun` on each element, as `{:ok, value}` or `{:exit, reason}`.

  Options: `:max_concurrency` (the number of schedulers), `:ordered` (`true`), `:timeout`
  (5000 ms for one element), `:on_timeout` (`:exit`, or `:kill_task`), `:zip_input_on_exit`.

      Task.async_stream(1..3, &(&1 * 2)) |> Enum.to_list()
      #=> [ok: 2, ok: 4, ok: 6]
  """
  @spec async_stream(Enumerable.t(), (term -> term), [async_stream_option]) :: Enumerable.t()
  def async_stream(enumerable, fun, options \\ [])
      when is_function(fun, 1) and is_list(options) do
    build_stream(enumerable, fun, options)
  end

  defp build_stream(enumerable, fun, options) do
    options = stream_options(options)

    fn acc, acc_fun ->
      owner = owner()

      Task.Supervised.stream(enumerable, acc, acc_fun, callers(), fun, options, fn ->
        {:ok, pid} = Task.Supervised.start_link(owner, :nomonitor)
        {:ok, :link, pid}
      end)
    end
  end

  @doc false
  def stream_options(options) do
    max_concurrency = Keyword.get_lazy(options, :max_concurrency, &System.schedulers_online/0)

    unless is_integer(max_concurrency) and max_concurrency > 0 do
      raise ArgumentError, ":max_concurrency must be an integer greater than zero"
    end

    %{
      max_concurrency: max_concurrency,
      ordered: Keyword.get(options, :ordered, true),
      timeout: Keyword.get(options, :timeout, 5000),
      on_timeout: Keyword.get(options, :on_timeout, :exit),
      zip_input_on_exit: Keyword.get(options, :zip_input_on_exit, false)
    }
  end

  ## Waiting

  @doc """
  Waits for the result of a task, at most `timeout` milliseconds.

  Exits if the task ends without a result or takes too long. A task is awaited once, by its owner.
  """
  @spec await(t, timeout) :: term
  def await(%Task{ref: ref, owner: owner} = task, timeout \\ 5000)
      when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    if owner != self() do
      raise ArgumentError, invalid_owner_error(task)
    end

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        reply

      {:DOWN, ^ref, _, process, reason} ->
        exit({down_reason(reason, process), {__MODULE__, :await, [task, timeout]}})
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])
        exit({:timeout, {__MODULE__, :await, [task, timeout]}})
    end
  end

  @doc """
  Waits for the results of several tasks, in the order of the tasks.

      [Task.async(fn -> 1 end), Task.async(fn -> 2 end)] |> Task.await_many()
      #=> [1, 2]
  """
  @spec await_many([t], timeout) :: [term]
  def await_many(tasks, timeout \\ 5000)
      when timeout == :infinity or (is_integer(timeout) and timeout >= 0) do
    awaiting =
      for %Task{ref: ref, owner: owner} = task <- tasks, into: %{} do
        if owner != self() do
          raise ArgumentError, invalid_owner_error(task)
        end

        {ref, true}
      end

    timeout_ref = make_ref()

    timer = if timeout != :infinity, do: Process.send_after(self(), timeout_ref, timeout)

    try do
      await_many(tasks, timeout, awaiting, %{}, timeout_ref)
    after
      timer && Process.cancel_timer(timer)

      receive do
        ^timeout_ref -> :ok
      after
        0 -> :ok
      end
    end
  end

  defp await_many(tasks, _timeout, awaiting, replies, _timeout_ref)
       when map_size(awaiting) == 0 do
    for %{ref: ref} <- tasks, do: Map.fetch!(replies, ref)
  end

  defp await_many(tasks, timeout, awaiting, replies, timeout_ref) do
    receive do
      ^timeout_ref ->
        demonitor_all(awaiting)
        exit({:timeout, {__MODULE__, :await_many, [tasks, timeout]}})

      {:DOWN, ref, _, process, reason} when is_map_key(awaiting, ref) ->
        demonitor_all(awaiting)
        exit({down_reason(reason, process), {__MODULE__, :await_many, [tasks, timeout]}})

      {ref, reply} when is_map_key(awaiting, ref) ->
        :erlang.demonitor(ref, [:flush])

        await_many(
          tasks,
          timeout,
          Map.delete(awaiting, ref),
          Map.put(replies, ref, reply),
          timeout_ref
        )
    end
  end

  defp demonitor_all(refs) do
    Enum.each(refs, fn {ref, _} -> :erlang.demonitor(ref, [:flush]) end)
  end

  @doc """
  The task that a message answers, as `{reply, task}`, or `nil`.
  """
  @deprecated "Pattern match directly on the message instead"
  def find(tasks, message)

  def find(tasks, {ref, reply}) when is_reference(ref) do
    Enum.find_value(tasks, fn
      %Task{ref: ^ref} = task ->
        :erlang.demonitor(ref, [:flush])
        {reply, task}

      %Task{} ->
        nil
    end)
  end

  def find(tasks, {:DOWN, ref, _, process, reason} = message) when is_reference(ref) do
    find = fn %Task{ref: task_ref} -> task_ref == ref end

    if Enum.find(tasks, find) do
      exit({down_reason(reason, process), {__MODULE__, :find, [tasks, message]}})
    end
  end

  def find(_tasks, _message), do: nil

  @doc """
  Waits at most `timeout` milliseconds: `{:ok, result}`, `{:exit, reason}`, or `nil` if the task
  is still at work; then it can be asked again.
  """
  @spec yield(t, timeout) :: {:ok, term} | {:exit, term} | nil
  def yield(%Task{ref: ref, owner: owner} = task, timeout \\ 5000) do
    if owner != self() do
      raise ArgumentError, invalid_owner_error(task)
    end

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, process, reason} ->
        {:exit, down_reason(reason, process)}
    after
      timeout -> nil
    end
  end

  @doc """
  Waits at most `timeout` milliseconds for several tasks: `[{task, result}]`, with results as
  `yield/2` gives them.
  """
  @spec yield_many([t], timeout) :: [{t, {:ok, term} | {:exit, term} | nil}]
  def yield_many(tasks, timeout \\ 5000) do
    timeout_ref = make_ref()

    timer = if timeout != :infinity, do: Process.send_after(self(), timeout_ref, timeout)

    try do
      yield_many(tasks, timeout_ref, :infinity)
    catch
      {:noconnection, reason} -> exit({reason, {__MODULE__, :yield_many, [tasks, timeout]}})
    after
      timer && Process.cancel_timer(timer)

      receive do
        ^timeout_ref -> :ok
      after
        0 -> :ok
      end
    end
  end

  defp yield_many([%Task{ref: ref, owner: owner} = task | rest], timeout_ref, timeout) do
    if owner != self() do
      raise ArgumentError, invalid_owner_error(task)
    end

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        [{task, {:ok, reply}} | yield_many(rest, timeout_ref, timeout)]

      {:DOWN, ^ref, _, process, :noconnection} ->
        throw({:noconnection, down_reason(:noconnection, process)})

      {:DOWN, ^ref, _, _, reason} ->
        [{task, {:exit, reason}} | yield_many(rest, timeout_ref, timeout)]

      ^timeout_ref ->
        [{task, nil} | yield_many(rest, timeout_ref, 0)]
    after
      timeout -> [{task, nil} | yield_many(rest, timeout_ref, 0)]
    end
  end

  defp yield_many([], _timeout_ref, _timeout), do: []

  @doc """
  Leaves a task alone: its result, if there is one already, is returned as `yield/2` does, and
  nothing more will come from it.
  """
  @spec ignore(t) :: {:ok, term} | {:exit, term} | nil
  def ignore(%Task{ref: ref, pid: pid, owner: owner} = task) do
    unless is_pid(pid) do
      raise ArgumentError, "task #{inspect(task)} does not have an associated task process"
    end

    if owner != self() do
      raise ArgumentError, invalid_owner_error(task)
    end

    receive do
      {^ref, reply} ->
        Process.unlink(pid)
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, process, :noconnection = reason} ->
        exit({down_reason(reason, process), {__MODULE__, :ignore, [task]}})

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      0 ->
        Process.unlink(pid)
        :erlang.demonitor(ref, [:flush])
        nil
    end
  end

  @doc """
  Ends a task, and returns the result if it came in time, as `yield/2` does.

  With `:brutal_kill` it is killed, else it gets an exit signal and `shutdown` milliseconds.
  """
  @spec shutdown(t, timeout | :brutal_kill) :: {:ok, term} | {:exit, term} | nil
  def shutdown(task, shutdown \\ 5000)

  def shutdown(%Task{pid: nil} = task, _shutdown) do
    raise ArgumentError, "task #{inspect(task)} does not have an associated task process"
  end

  def shutdown(%Task{owner: owner} = task, _shutdown) when owner != self() do
    raise ArgumentError, invalid_owner_error(task)
  end

  def shutdown(%Task{pid: pid} = task, :brutal_kill) do
    watch = Process.monitor(pid)
    Process.unlink(pid)
    Process.exit(pid, :kill)

    case await_end(task, watch, :infinity) do
      {:down, process, :noconnection} ->
        exit({down_reason(:noconnection, process), {__MODULE__, :shutdown, [task, :brutal_kill]}})

      {:down, _, :killed} ->
        nil

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  def shutdown(%Task{pid: pid} = task, timeout) do
    watch = Process.monitor(pid)
    Process.unlink(pid)
    Process.exit(pid, :shutdown)

    case await_end(task, watch, timeout) do
      {:down, process, :noconnection} ->
        exit({down_reason(:noconnection, process), {__MODULE__, :shutdown, [task, timeout]}})

      {:down, _, :shutdown} ->
        nil

      {:down, _, reason} ->
        {:exit, reason}

      result ->
        result
    end
  end

  # Waits for the end by a monitor of its own: what the task's had to tell may have been taken out of the mailbox by a yield
  # or an await before. A result that is already there counts, even if the task had not quite ended yet.
  defp await_end(%Task{ref: ref, pid: pid}, watch, timeout) do
    receive do
      {:DOWN, ^watch, _, process, reason} -> outcome(ref, process, reason)
    after
      timeout ->
        Process.exit(pid, :kill)

        receive do
          {:DOWN, ^watch, _, process, reason} -> outcome(ref, process, reason)
        end
    end
  end

  # Who was gone before it was asked to go left its reason with the task's own monitor.
  defp outcome(ref, process, :noproc) do
    receive do
      {^ref, reply} ->
        Process.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, process, reason} ->
        {:down, process, reason}
    after
      0 -> {:down, process, :noproc}
    end
  end

  defp outcome(ref, process, reason) do
    Process.demonitor(ref, [:flush])

    receive do
      {^ref, reply} -> {:ok, reply}
    after
      0 -> {:down, process, reason}
    end
  end

  defp down_reason(:noconnection, {_name, node}), do: {:nodedown, node}
  defp down_reason(:noconnection, pid), do: {:nodedown, node(pid)}
  defp down_reason(reason, _process), do: reason

  defp invalid_owner_error(task) do
    "task #{inspect(task)} must be queried from the owner but was queried from #{inspect(self())}"
  end
end
