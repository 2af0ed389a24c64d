defmodule :supervisor do
  @moduledoc """
  A server that starts, watches, restarts and stops other processes: its children.

  `Supervisor` is its Elixir face. The children are kept in the order of their start
  (`:supervisor_children`); they are stopped in the reverse order. A child that ends is restarted
  as its restart type and the strategy say, unless there were too many restarts lately
  (`:supervisor_restarts`): then the supervisor stops its children and itself.
  """

  @behaviour :gen_server

  import :supervisor_spec, only: [child: 1, child: 2]

  import :supervisor_state,
    only: [
      state: 1,
      state: 2,
      template: 1,
      save_dynamic: 4,
      add: 2,
      replace: 2,
      forget: 2
    ]

  import :supervisor_child, only: [start_child_process: 2, stop_child: 2, stop_all: 2]

  @callback init(args :: term) :: {:ok, {flags :: tuple | map, [tuple | map]}} | :ignore

  ## For other processes

  @doc "Starts a supervisor whose `module.init(args)` returns the flags and the children."
  def start_link(module, args) do
    :gen_server.start_link(:supervisor, {:self, module, args}, [])
  end

  @doc "Starts a supervisor under a name."
  def start_link(name, module, args) do
    :gen_server.start_link(name, :supervisor, {name, module, args}, [])
  end

  @doc "Adds a child and starts it."
  def start_child(supervisor, child_spec), do: call(supervisor, {:start_child, child_spec})

  @doc "Starts a child again that was stopped."
  def restart_child(supervisor, id), do: call(supervisor, {:restart_child, id})

  @doc "Forgets a child that is stopped."
  def delete_child(supervisor, id), do: call(supervisor, {:delete_child, id})

  @doc "Stops a child; its specification stays, unless it is temporary."
  def terminate_child(supervisor, id), do: call(supervisor, {:terminate_child, id})

  @doc "The specification of a child, found by id or pid."
  def get_childspec(supervisor, id), do: call(supervisor, {:get_childspec, id})

  @doc "All children: `[{id, pid, type, modules}]`."
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc "How many children there are: specs, active, supervisors, workers."
  def count_children(supervisor), do: call(supervisor, :count_children)

  @doc false
  def get_callback_module(supervisor) do
    state(module: module) = :sys.get_state(supervisor)
    module
  end

  defp call(supervisor, request), do: :gen_server.call(supervisor, request, :infinity)

  @doc "Checks child specifications: `:ok` or `{:error, reason}`."
  def check_childspecs(specs), do: check_childspecs(specs, :undefined)

  @doc false
  def check_childspecs(specs, auto_shutdown)
      when is_list(specs) and
             auto_shutdown in [:undefined, :never, :any_significant, :all_significant] do
    case :supervisor_spec.check_all(specs, auto_shutdown) do
      {:ok, _children} -> :ok
      error -> error
    end
  end

  def check_childspecs(specs, _auto_shutdown) when is_list(specs) == false do
    {:error, {:badarg, specs}}
  end

  def check_childspecs(_specs, auto_shutdown), do: {:error, {:badarg, auto_shutdown}}

  ## Start

  @doc false
  def init({name, module, args}) do
    Process.flag(:trap_exit, true)

    case module.init(args) do
      {:ok, {flags, specs}} ->
        case init_state(name, module, args, flags) do
          {:ok, state} -> init_children(state, specs)
          error -> {:stop, {:supervisor_data, error}}
        end

      :ignore ->
        :ignore

      other ->
        {:stop, {:bad_return, {module, :init, other}}}
    end
  end

  defp init_state(name, module, args, flags) do
    case :supervisor_spec.check_flags(flags) do
      {:ok, flags} ->
        {:ok,
         state(
           name: full_name(name, module),
           strategy: flags.strategy,
           children: :supervisor_children.new(),
           dynamics: %{},
           intensity: flags.intensity,
           period: flags.period,
           restarts: :supervisor_restarts.new(),
           auto_shutdown: flags.auto_shutdown,
           module: module,
           args: args
         )}

      {:error, reason} ->
        reason
    end
  end

  defp full_name(:self, module), do: {self(), module}
  defp full_name(name, _module), do: name

  defp init_children(state(strategy: :simple_one_for_one) = state, [_spec] = specs) do
    case :supervisor_spec.check_all(specs, state(state, :auto_shutdown)) do
      {:ok, children} ->
        announce(state)
        {:ok, state(state, children: :supervisor_children.from_list(children))}

      {:error, reason} ->
        {:stop, {:start_spec, reason}}
    end
  end

  defp init_children(state(strategy: :simple_one_for_one), specs) do
    {:stop, {:bad_start_spec, specs}}
  end

  defp init_children(state(auto_shutdown: auto_shutdown) = state, specs) do
    case :supervisor_spec.check_all(specs, auto_shutdown) do
      {:ok, children} ->
        announce(state)
        init_children(state, children, :supervisor_children.new())

      {:error, reason} ->
        {:stop, {:start_spec, reason}}
    end
  end

  # All or none: where one child fails, those started before it are stopped again.
  defp init_children(state, [child | rest], started) do
    case start_child_process(child, state) do
      {:ok, :undefined} when child(child, :restart_type) == :temporary ->
        init_children(state, rest, started)

      {:ok, pid} ->
        started = :supervisor_children.add(started, child(child, pid: pid))
        init_children(state, rest, started)

      {:ok, pid, _extra} ->
        started = :supervisor_children.add(started, child(child, pid: pid))
        init_children(state, rest, started)

      {:error, reason} ->
        :supervisor_report.error(state(state, :name), :start_error, reason, child)
        started |> :supervisor_children.newest_first() |> stop_all(state(state, :name))
        {:stop, {:shutdown, {:failed_to_start_child, child(child, :id), reason}}}
    end
  end

  defp init_children(state, [], started), do: {:ok, state(state, children: started)}

  defp announce(state) do
    state(module: module, strategy: strategy, intensity: intensity, period: period) = state
    :respawn_trace.supervisor_started(module, strategy, intensity, period)
  end

  ## Requests

  @doc false
  def handle_call({:start_child, args}, _from, state(strategy: :simple_one_for_one) = state) do
    child = template(state)
    child(mfargs: {module, function, fixed}) = child

    case start_child_process(child(child, mfargs: {module, function, fixed ++ args}), state) do
      {:ok, :undefined} -> {:reply, {:ok, :undefined}, state}
      {:ok, pid} -> {:reply, {:ok, pid}, save_dynamic(state, child, pid, args)}
      {:ok, pid, extra} -> {:reply, {:ok, pid, extra}, save_dynamic(state, child, pid, args)}
      error -> {:reply, error, state}
    end
  end

  def handle_call({:start_child, spec}, _from, state(auto_shutdown: auto_shutdown) = state) do
    case :supervisor_spec.check(spec, auto_shutdown) do
      {:ok, child} ->
        {reply, state} = add_child(child, state)
        {:reply, reply, state}

      {:error, reason} ->
        {:reply, {:error, reason}, state}
    end
  end

  def handle_call({:terminate_child, id}, _from, state(strategy: :simple_one_for_one) = state) do
    cond do
      is_map_key(state(state, :dynamics), id) ->
        child = child(template(state), pid: id)
        stop_child(child, state(state, :name))
        {:reply, :ok, forget(state, child)}

      is_pid(id) ->
        {:reply, {:error, :not_found}, state}

      true ->
        {:reply, {:error, :simple_one_for_one}, state}
    end
  end

  def handle_call({:terminate_child, id}, _from, state(children: children) = state) do
    case :supervisor_children.get(children, id) do
      nil ->
        {:reply, {:error, :not_found}, state}

      child ->
        stop_child(child, state(state, :name))
        {:reply, :ok, forget(state, child)}
    end
  end

  def handle_call({request, _id}, _from, state(strategy: :simple_one_for_one) = state)
      when request in [:restart_child, :delete_child] do
    {:reply, {:error, :simple_one_for_one}, state}
  end

  def handle_call({:restart_child, id}, _from, state(children: children) = state) do
    case :supervisor_children.get(children, id) do
      child(pid: :undefined) = child ->
        case start_child_process(child, state) do
          {:ok, pid} ->
            {:reply, {:ok, pid}, replace(state, child(child, pid: pid))}

          {:ok, pid, extra} ->
            {:reply, {:ok, pid, extra}, replace(state, child(child, pid: pid))}

          error ->
            {:reply, error, state}
        end

      child(pid: {:restarting, _}) ->
        {:reply, {:error, :restarting}, state}

      nil ->
        {:reply, {:error, :not_found}, state}

      _child ->
        {:reply, {:error, :running}, state}
    end
  end

  def handle_call({:delete_child, id}, _from, state(children: children) = state) do
    case :supervisor_children.get(children, id) do
      child(pid: :undefined) ->
        {:reply, :ok, state(state, children: :supervisor_children.delete(children, id))}

      child(pid: {:restarting, _}) ->
        {:reply, {:error, :restarting}, state}

      nil ->
        {:reply, {:error, :not_found}, state}

      _child ->
        {:reply, {:error, :running}, state}
    end
  end

  def handle_call({:get_childspec, id}, _from, state) do
    case find(state, id) do
      nil -> {:reply, {:error, :not_found}, state}
      child -> {:reply, {:ok, :supervisor_spec.to_map(child)}, state}
    end
  end

  def handle_call(:which_children, _from, state(strategy: :simple_one_for_one) = state) do
    child(child_type: type, modules: modules) = template(state)

    reply =
      for {pid, _args} <- Map.to_list(state(state, :dynamics)) do
        {:undefined, visible_pid(pid), type, modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:which_children, _from, state(children: children) = state) do
    reply =
      for child(id: id, pid: pid, child_type: type, modules: modules) <-
            :supervisor_children.newest_first(children) do
        {id, visible_pid(pid), type, modules}
      end

    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, state(strategy: :simple_one_for_one) = state) do
    pids = Map.keys(state(state, :dynamics))
    size = length(pids)
    child(child_type: type) = template(state)
    active = Enum.count(pids, &is_pid/1)
    {supervisors, workers} = if type == :supervisor, do: {size, 0}, else: {0, size}

    reply = [specs: 1, active: active, supervisors: supervisors, workers: workers]
    {:reply, reply, state}
  end

  def handle_call(:count_children, _from, state(children: children) = state) do
    reply =
      children
      |> :supervisor_children.newest_first()
      |> Enum.reduce({0, 0, 0, 0}, fn child, {specs, active, supervisors, workers} ->
        active = if alive?(child), do: active + 1, else: active

        case child do
          child(child_type: :supervisor) -> {specs + 1, active, supervisors + 1, workers}
          child(child_type: :worker) -> {specs + 1, active, supervisors, workers + 1}
        end
      end)
      |> then(fn {specs, active, supervisors, workers} ->
        [specs: specs, active: active, supervisors: supervisors, workers: workers]
      end)

    {:reply, reply, state}
  end

  defp visible_pid({:restarting, _old_pid}), do: :restarting
  defp visible_pid(pid), do: pid

  defp alive?(child(pid: pid)), do: is_pid(pid) and Process.alive?(pid)

  defp add_child(child(id: id) = child, state(children: children) = state) do
    case :supervisor_children.get(children, id) do
      nil ->
        case start_child_process(child, state) do
          {:ok, :undefined} when child(child, :restart_type) == :temporary ->
            {{:ok, :undefined}, state}

          {:ok, pid} ->
            {{:ok, pid}, add(state, child(child, pid: pid))}

          {:ok, pid, extra} ->
            {{:ok, pid, extra}, add(state, child(child, pid: pid))}

          {:error, reason} ->
            {{:error, {reason, child}}, state}
        end

      child(pid: pid) when is_pid(pid) ->
        {{:error, {:already_started, pid}}, state}

      _child ->
        {{:error, :already_present}, state}
    end
  end

  defp find(state(strategy: :simple_one_for_one, dynamics: dynamics) = state, key) do
    child(id: id) = child = template(state)
    if key == id or is_map_key(dynamics, key), do: child
  end

  defp find(state(children: children), pid) when is_pid(pid) do
    :supervisor_children.get_by_pid(children, pid) || :supervisor_children.get(children, pid)
  end

  defp find(state(children: children), id), do: :supervisor_children.get(children, id)

  ## Children that end

  @doc false
  def handle_info({:EXIT, pid, reason}, state) do
    pid |> :supervisor_restarting.ended(reason, state) |> to_noreply()
  end

  def handle_info(message, state) do
    :supervisor_report.unexpected(message)
    {:noreply, state}
  end

  @doc false
  def handle_cast({:try_again_restart, key}, state) do
    key |> :supervisor_restarting.try_again(state) |> to_noreply()
  end

  defp to_noreply({:ok, state}), do: {:noreply, state}
  defp to_noreply({:shutdown, state}), do: {:stop, :shutdown, state}

  ## Stopping

  @doc false
  def terminate(_reason, state(strategy: :simple_one_for_one, name: name) = state) do
    pids = Map.keys(state(state, :dynamics))

    :supervisor_shutdown.all_at_once(pids, template(state), fn reason, child ->
      :supervisor_report.error(name, :shutdown_error, reason, child)
    end)
  end

  def terminate(_reason, state(children: children, name: name)) do
    children |> :supervisor_children.newest_first() |> stop_all(name)
  end

  ## The rest

  @doc false
  def format_status(:terminate, [_dictionary, state]), do: state

  def format_status(_reason, [_dictionary, state(module: module) = state]) do
    [{:data, [{'State', state}]}, {:supervisor, [{'Callback', module}]}]
  end

  @doc false
  def format_log(report), do: :supervisor_report.format(report)

  @doc false
  def format_log(report, _config), do: :supervisor_report.format(report)

  @doc false
  # Another version of the callback module: its flags and specifications, with the children as
  # they are. What is new in them is not started.
  def code_change(_version, state(module: module, args: args) = state, _extra) do
    case module.init(args) do
      {:ok, {flags, specs}} ->
        with {:ok, flags} <- :supervisor_spec.check_flags(flags),
             {:ok, new} <- :supervisor_spec.check_all(specs, flags.auto_shutdown) do
          {:ok,
           state(state,
             strategy: flags.strategy,
             intensity: flags.intensity,
             period: flags.period,
             auto_shutdown: flags.auto_shutdown,
             children: Enum.reduce(new, state(state, :children), &update_spec/2)
           )}
        end

      :ignore ->
        {:ok, state}

      error ->
        {:error, error}
    end
  end

  defp update_spec(child(id: id) = new, children) do
    case :supervisor_children.get(children, id) do
      nil -> :supervisor_children.add(children, new)
      child(pid: pid) -> :supervisor_children.replace(children, child(new, pid: pid))
    end
  end
end
