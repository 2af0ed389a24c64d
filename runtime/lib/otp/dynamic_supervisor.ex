defmodule DynamicSupervisor do
  @moduledoc """
  A supervisor that starts without children and gets them while it runs.

      {:ok, _} = DynamicSupervisor.start_link(strategy: :one_for_one, name: MySup)
      {:ok, pid} = DynamicSupervisor.start_child(MySup, {Counter, 0})

  Its children are not ordered and are known by their pids. The only strategy is `:one_for_one`.
  Options: `:max_restarts` (3), `:max_seconds` (5), `:max_children` (`:infinity`) and
  `:extra_arguments`, put in front of the arguments of every child.
  """

  @behaviour GenServer

  @type sup_flags :: %{
          strategy: strategy,
          intensity: non_neg_integer,
          period: pos_integer,
          max_children: non_neg_integer | :infinity,
          extra_arguments: [term]
        }
  @type option :: GenServer.option()
  @type init_option ::
          {:strategy, strategy}
          | {:max_restarts, non_neg_integer}
          | {:max_seconds, pos_integer}
          | {:max_children, non_neg_integer | :infinity}
          | {:extra_arguments, [term]}
  @type strategy :: :one_for_one
  @type on_start_child ::
          {:ok, pid}
          | {:ok, pid, info :: term}
          | :ignore
          | {:error, {:already_started, pid} | :max_children | term}

  @callback init(init_arg :: term) :: {:ok, sup_flags} | :ignore

  # A child is `{mfa, restart, shutdown, type, modules}` under its pid, or under
  # `{:restarting, old_pid}` while it could not be started again.
  defstruct [
    :args,
    :extra_arguments,
    :mod,
    :name,
    :strategy,
    :max_children,
    :max_restarts,
    :max_seconds,
    children: %{},
    restarts: []
  ]

  @doc "The child specification of a dynamic supervisor that starts with these options."
  def child_spec(options) when is_list(options) do
    id =
      case Keyword.get(options, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:global, name} -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {DynamicSupervisor, :start_link, [options]}, type: :supervisor}
  end

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour DynamicSupervisor

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        The child specification of this supervisor: see `Supervisor`.
        """
      end

      def child_spec(arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  ## For other processes

  @doc """
  Starts a dynamic supervisor with these options, linked to the caller.

      DynamicSupervisor.start_link(strategy: :one_for_one, name: MySup)
  """
  @spec start_link([option | init_option]) :: Supervisor.on_start()
  def start_link(options) when is_list(options) do
    keys = [:extra_arguments, :max_children, :max_seconds, :max_restarts, :strategy]
    {sup_options, start_options} = Keyword.split(options, keys)
    start_link(Supervisor.Default, init(sup_options), start_options)
  end

  @doc "Starts a dynamic supervisor whose flags `module.init(init_arg)` gives."
  @spec start_link(module, term, [option]) :: Supervisor.on_start()
  def start_link(module, init_arg, opts \\ []) do
    GenServer.start_link(__MODULE__, {module, init_arg, opts[:name]}, opts)
  end

  @doc "Starts a child; its specification is as in `Supervisor`."
  @spec start_child(
          Supervisor.supervisor(),
          Supervisor.child_spec() | {module, term} | module | tuple
        ) :: on_start_child
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec) do
    validate_and_start_child(supervisor, child_spec)
  end

  def start_child(supervisor, child_spec) do
    validate_and_start_child(supervisor, Supervisor.child_spec(child_spec, []))
  end

  defp validate_and_start_child(supervisor, child_spec) do
    case validate_child(child_spec) do
      {:ok, child} -> call(supervisor, {:start_child, child})
      error -> {:error, error}
    end
  end

  defp validate_child(%{id: _, start: {_, _, _} = start} = child) do
    restart = Map.get(child, :restart, :permanent)
    type = Map.get(child, :type, :worker)
    modules = Map.get(child, :modules, [elem(start, 0)])

    shutdown =
      case type do
        :worker -> Map.get(child, :shutdown, 5000)
        :supervisor -> Map.get(child, :shutdown, :infinity)
      end

    validate_child(start, restart, shutdown, type, modules)
  end

  defp validate_child({_, start, restart, shutdown, type, modules}) do
    validate_child(start, restart, shutdown, type, modules)
  end

  defp validate_child(other), do: {:invalid_child_spec, other}

  defp validate_child(start, restart, shutdown, type, modules) do
    with :ok <- validate_start(start),
         :ok <- validate_restart(restart),
         :ok <- validate_shutdown(shutdown),
         :ok <- validate_type(type),
         :ok <- validate_modules(modules) do
      {:ok, {start, restart, shutdown, type, modules}}
    end
  end

  defp validate_start({module, function, args})
       when is_atom(module) and is_atom(function) and is_list(args),
       do: :ok

  defp validate_start(start), do: {:invalid_mfa, start}

  defp validate_restart(restart) when restart in [:permanent, :temporary, :transient], do: :ok
  defp validate_restart(restart), do: {:invalid_restart_type, restart}

  defp validate_shutdown(shutdown) when shutdown in [:infinity, :brutal_kill], do: :ok
  defp validate_shutdown(timeout) when is_integer(timeout) and timeout > 0, do: :ok
  defp validate_shutdown(shutdown), do: {:invalid_shutdown, shutdown}

  defp validate_type(type) when type in [:supervisor, :worker], do: :ok
  defp validate_type(type), do: {:invalid_child_type, type}

  defp validate_modules(:dynamic), do: :ok

  defp validate_modules(modules) do
    if is_list(modules) and Enum.all?(modules, &is_atom/1) do
      :ok
    else
      {:invalid_modules, modules}
    end
  end

  @doc "Stops the child that runs as `pid`."
  @spec terminate_child(Supervisor.supervisor(), pid) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, pid) when is_pid(pid) do
    call(supervisor, {:terminate_child, pid})
  end

  @doc "All children as `{:undefined, pid | :restarting, type, modules}`."
  @spec which_children(Supervisor.supervisor()) :: [
          {:undefined, pid | :restarting, :worker | :supervisor, [module] | :dynamic}
        ]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "How many children there are: a map of `:specs`, `:active`, `:supervisors`, `:workers`."
  @spec count_children(Supervisor.supervisor()) :: %{
          specs: non_neg_integer,
          active: non_neg_integer,
          supervisors: non_neg_integer,
          workers: non_neg_integer
        }
  def count_children(supervisor), do: supervisor |> call(:count_children) |> :maps.from_list()

  @doc "Stops a dynamic supervisor with `reason`, after its children."
  @spec stop(Supervisor.supervisor(), reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity) do
    GenServer.stop(supervisor, reason, timeout)
  end

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)

  @doc """
  What `init/1` of a module-based dynamic supervisor returns.

      def init(_arg), do: DynamicSupervisor.init(strategy: :one_for_one)
  """
  @spec init([init_option]) :: {:ok, sup_flags}
  def init(options) when is_list(options) do
    {:ok,
     %{
       strategy: Keyword.get(options, :strategy, :one_for_one),
       intensity: Keyword.get(options, :max_restarts, 3),
       period: Keyword.get(options, :max_seconds, 5),
       max_children: Keyword.get(options, :max_children, :infinity),
       extra_arguments: Keyword.get(options, :extra_arguments, [])
     }}
  end

  ## The server

  @impl true
  def init({module, init_arg, name}) do
    unless is_atom(module) do
      raise ArgumentError, "invalid module: #{inspect(module)}"
    end

    Process.put(:"$initial_call", {:supervisor, module, 1})
    Process.flag(:trap_exit, true)

    case module.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        state = %DynamicSupervisor{mod: module, args: init_arg, name: full_name(name, module)}

        case put_flags(state, flags) do
          {:ok, state} ->
            %{strategy: strategy, max_restarts: restarts, max_seconds: seconds} = state
            :respawn_trace.supervisor_started(module, strategy, restarts, seconds)
            {:ok, state}

          {:error, reason} ->
            {:stop, {:supervisor_data, reason}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  defp full_name(nil, module), do: {self(), module}
  defp full_name(name, _module) when is_atom(name), do: {:local, name}
  defp full_name(name, _module), do: name

  defp put_flags(state, flags) do
    extra_arguments = Map.get(flags, :extra_arguments, [])
    max_children = Map.get(flags, :max_children, :infinity)
    max_restarts = Map.get(flags, :intensity, 1)
    max_seconds = Map.get(flags, :period, 5)
    strategy = Map.get(flags, :strategy, :one_for_one)

    cond do
      strategy != :one_for_one ->
        {:error, {:invalid_strategy, strategy}}

      not (is_integer(max_restarts) and max_restarts >= 0) ->
        {:error, {:invalid_intensity, max_restarts}}

      not (is_integer(max_seconds) and max_seconds > 0) ->
        {:error, {:invalid_period, max_seconds}}

      not (max_children == :infinity or (is_integer(max_children) and max_children >= 0)) ->
        {:error, {:invalid_max_children, max_children}}

      not is_list(extra_arguments) ->
        {:error, {:invalid_extra_arguments, extra_arguments}}

      true ->
        {:ok,
         %{
           state
           | strategy: strategy,
             max_restarts: max_restarts,
             max_seconds: max_seconds,
             max_children: max_children,
             extra_arguments: extra_arguments
         }}
    end
  end

  @impl true
  # For `Task.Supervisor`.
  def handle_call({:start_task, args, restart, shutdown}, from, state) do
    {default_restart, default_shutdown} = Process.get(Task.Supervisor)
    start = {Task.Supervised, :start_link, args}
    restart = restart || default_restart
    shutdown = shutdown || default_shutdown
    child = {start, restart, shutdown, :worker, [Task.Supervised]}
    handle_call({:start_child, child}, from, state)
  end

  def handle_call({:start_child, child}, _from, state) do
    %{children: children, max_children: max_children} = state

    if map_size(children) < max_children do
      handle_start_child(child, state)
    else
      {:reply, {:error, :max_children}, state}
    end
  end

  def handle_call({:terminate_child, pid}, _from, %{children: children} = state) do
    case children do
      %{^pid => child} ->
        stop_child(pid, child, state)
        {:reply, :ok, %{state | children: Map.delete(children, pid)}}

      %{{:restarting, ^pid} => _} ->
        {:reply, :ok, %{state | children: Map.delete(children, {:restarting, pid})}}

      %{} ->
        {:reply, {:error, :not_found}, state}
    end
  end

  def handle_call(:which_children, _from, %{children: children} = state) do
    reply =
      for {key, {_start, _restart, _shutdown, type, modules}} <- children do
        {:undefined, if(is_pid(key), do: key, else: :restarting), type, modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, %{children: children} = state) do
    specs = map_size(children)

    {active, workers} =
      Enum.reduce(children, {0, 0}, fn {key, {_, _, _, type, _}}, {active, workers} ->
        active = if is_pid(key), do: active + 1, else: active
        {active, if(type == :worker, do: workers + 1, else: workers)}
      end)

    reply = [specs: specs, active: active, supervisors: specs - workers, workers: workers]
    {:reply, reply, state}
  end

  defp handle_start_child({{m, f, args} = mfa, restart, shutdown, type, modules}, state) do
    %{extra_arguments: extra} = state

    case start_child(m, f, extra ++ args) do
      {:ok, pid, _} = reply ->
        {:reply, reply, save_child(pid, mfa, restart, shutdown, type, modules, state)}

      {:ok, pid} = reply ->
        {:reply, reply, save_child(pid, mfa, restart, shutdown, type, modules, state)}

      reply ->
        {:reply, reply, state}
    end
  end

  defp start_child(module, function, args) do
    try do
      apply(module, function, args)
    catch
      kind, reason ->
        {:error, exit_reason(kind, reason, __STACKTRACE__)}
    else
      {:ok, pid, _extra} = reply when is_pid(pid) -> reply
      {:ok, pid} = reply when is_pid(pid) -> reply
      :ignore -> :ignore
      {:error, _} = error -> error
      other -> {:error, other}
    end
  end

  defp save_child(pid, {m, f, _} = mfa, restart, shutdown, type, modules, state) do
    # A temporary child is never restarted: there is no use for its arguments.
    mfa = if restart == :temporary, do: {m, f, :undefined}, else: mfa
    child = {mfa, restart, shutdown, type, modules}
    :respawn_trace.child_started(self(), pid, :undefined, restart, type)
    %{state | children: Map.put(state.children, pid, child)}
  end

  defp exit_reason(:exit, reason, _), do: reason
  defp exit_reason(:error, reason, stack), do: {reason, stack}
  defp exit_reason(:throw, value, stack), do: {{:nocatch, value}, stack}

  @impl true
  def handle_cast(_message, state), do: {:noreply, state}

  @impl true
  def handle_info({:EXIT, pid, reason}, %{children: children} = state) do
    case children do
      %{^pid => {_, restart, _, _, _} = child} ->
        :respawn_trace.child_terminated(self(), pid, :undefined, reason)
        ended(restart, reason, pid, child, state)

      %{} ->
        {:noreply, state}
    end
  end

  def handle_info({:"$gen_restart", pid}, %{children: children} = state) do
    case children do
      %{{:restarting, ^pid} => child} ->
        restart_child({:restarting, pid}, pid, :restarting, child, state)

      # Stopped in the meantime.
      %{} ->
        {:noreply, state}
    end
  end

  def handle_info(message, state) do
    :logger.log_event(
      :error,
      {:report, %{label: {DynamicSupervisor, :unexpected_msg}, report: %{msg: message}}},
      %{
        domain: [:otp, :elixir],
        error_logger: %{tag: :error_msg},
        report_cb: &DynamicSupervisor.format_report/1
      }
    )

    {:noreply, state}
  end

  defp ended(:permanent, reason, pid, child, state) do
    report_error(:child_terminated, reason, pid, child, state)
    restart_child(pid, pid, reason, child, state)
  end

  defp ended(restart, reason, pid, child, state) do
    cond do
      :gen_report.orderly?(reason) ->
        {:noreply, delete_child(pid, state)}

      restart == :transient ->
        report_error(:child_terminated, reason, pid, child, state)
        restart_child(pid, pid, reason, child, state)

      true ->
        report_error(:child_terminated, reason, pid, child, state)
        {:noreply, delete_child(pid, state)}
    end
  end

  defp delete_child(key, %{children: children} = state) do
    %{state | children: Map.delete(children, key)}
  end

  defp restart_child(key, pid, reason, child, state) do
    %{restarts: restarts, max_restarts: max_restarts, max_seconds: max_seconds} = state

    case :supervisor_restarts.add(restarts, max_restarts, max_seconds) do
      :too_many ->
        report_error(:shutdown, :reached_max_restart_intensity, pid, child, state)
        :respawn_trace.supervisor_gave_up(self(), :undefined, :reached_max_restart_intensity)
        {:stop, :shutdown, delete_child(key, state)}

      restarts ->
        state = delete_child(key, %{state | restarts: restarts})
        {:noreply, start_again(pid, reason, child, state)}
    end
  end

  defp start_again(old_pid, reason, {{m, f, args} = mfa, _, _, _, _} = child, state) do
    %{extra_arguments: extra} = state

    case start_child(m, f, extra ++ args) do
      {:ok, pid, _} -> restarted(old_pid, pid, reason, mfa, child, state)
      {:ok, pid} -> restarted(old_pid, pid, reason, mfa, child, state)
      :ignore -> state
      {:error, error} -> try_again_later(old_pid, error, child, state)
    end
  end

  defp restarted(old_pid, pid, reason, mfa, {_, restart, shutdown, type, modules}, state) do
    state = save_child(pid, mfa, restart, shutdown, type, modules, state)
    :respawn_trace.child_restarted(self(), old_pid, pid, :undefined, reason)
    state
  end

  # Through the mailbox, so that a request to stop that is already there comes first.
  defp try_again_later(old_pid, error, child, state) do
    report_error(:start_error, error, {:restarting, old_pid}, child, state)
    send(self(), {:"$gen_restart", old_pid})
    %{state | children: Map.put(state.children, {:restarting, old_pid}, child)}
  end

  ## Stopping

  @impl true
  def terminate(_reason, %{children: children} = state) do
    running = for {pid, child} <- children, is_pid(pid), do: {pid, child}

    stop_children(running, fn pid, reason, child ->
      report_error(:shutdown_error, reason, pid, child, state)
    end)
  end

  defp stop_child(pid, child, state) do
    stop_children([{pid, child}], fn pid, reason, child ->
      report_error(:shutdown_error, reason, pid, child, state)
    end)
  end

  # All at the same time, each with the time that its specification gives it.
  defp stop_children(children, report) do
    waiting = Enum.reduce(children, %{}, &ask_to_stop(&1, &2, report))
    timers = start_timers(waiting)
    await_stopped(waiting, timers, report)
    for {timer, _timeout} <- timers, do: stop_timer(timer)
    :ok
  end

  defp ask_to_stop({pid, {_, _, shutdown, _, _} = child}, waiting, report) do
    ref = Process.monitor(pid)
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, reason} ->
        receive do
          {:DOWN, ^ref, :process, ^pid, _} -> stopped(pid, reason, child, report)
        end

        waiting
    after
      0 ->
        Process.exit(pid, if(shutdown == :brutal_kill, do: :kill, else: :shutdown))
        Map.put(waiting, ref, {pid, child})
    end
  end

  defp start_timers(waiting) do
    timeouts = for {_, {_, {_, _, timeout, _, _}}} <- waiting, is_integer(timeout), do: timeout
    for timeout <- Enum.uniq(timeouts), into: %{}, do: {start_timer(timeout), timeout}
  end

  defp start_timer(timeout), do: :erlang.start_timer(timeout, self(), :kill)

  defp stop_timer(timer) do
    :erlang.cancel_timer(timer)

    receive do
      {:timeout, ^timer, :kill} -> :ok
    after
      0 -> :ok
    end
  end

  defp await_stopped(waiting, _timers, _report) when map_size(waiting) == 0, do: :ok

  defp await_stopped(waiting, timers, report) do
    receive do
      {:DOWN, ref, :process, pid, reason} when is_map_key(waiting, ref) ->
        {{^pid, child}, waiting} = Map.pop!(waiting, ref)
        stopped(pid, reason, child, report)
        await_stopped(waiting, timers, report)

      {:timeout, timer, :kill} when is_map_key(timers, timer) ->
        timeout = Map.fetch!(timers, timer)
        for {_, {pid, {_, _, ^timeout, _, _}}} <- waiting, do: Process.exit(pid, :kill)
        await_stopped(waiting, timers, report)
    end
  end

  defp stopped(pid, reason, {_, restart, shutdown, _, _} = child, report) do
    :respawn_trace.child_terminated(self(), pid, :undefined, reason)

    cond do
      shutdown == :brutal_kill and reason == :killed -> :ok
      shutdown != :brutal_kill and shutdown?(reason) -> :ok
      reason == :normal and restart != :permanent -> :ok
      true -> report.(pid, reason, child)
    end
  end

  defp shutdown?(:shutdown), do: true
  defp shutdown?({:shutdown, _}), do: true
  defp shutdown?(_), do: false

  ## The rest

  @impl true
  def code_change(_version, %{mod: module, args: init_arg} = state, _extra) do
    case module.init(init_arg) do
      {:ok, flags} when is_map(flags) ->
        case put_flags(state, flags) do
          {:ok, state} -> {:ok, state}
          {:error, reason} -> {:error, {:supervisor_data, reason}}
        end

      :ignore ->
        {:ok, state}

      error ->
        error
    end
  end

  @impl true
  def format_status(:terminate, [_dictionary, state]), do: state

  def format_status(_reason, [_dictionary, %{mod: module} = state]) do
    [data: [{'State', state}], supervisor: [{'Callback', module}]]
  end

  defp report_error(context, reason, pid, child, %{name: name}) do
    if :logger.allow_sasl(:error) do
      report = %{
        label: {:supervisor, context},
        report: [
          supervisor: name,
          errorContext: context,
          reason: reason,
          offender: describe(pid, child)
        ]
      }

      :logger.log_event(:error, {:report, report}, %{
        domain: [:otp, :sasl],
        report_cb: &:logger.format_otp_report/1,
        logger_formatter: %{title: "SUPERVISOR REPORT"},
        error_logger: %{tag: :error_report, type: :supervisor_report}
      })
    end
  end

  defp describe(pid, {mfa, restart, shutdown, type, _modules}) do
    [
      pid: pid,
      id: :undefined,
      mfargs: mfa,
      restart_type: restart,
      shutdown: shutdown,
      child_type: type
    ]
  end

  @doc false
  def format_report(%{label: {__MODULE__, :unexpected_msg}, report: %{msg: message}}) do
    {'DynamicSupervisor received unexpected message: ~p~n', [message]}
  end
end
