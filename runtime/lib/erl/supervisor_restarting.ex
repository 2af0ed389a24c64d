defmodule :supervisor_restarting do
  # What a supervisor does when a child has ended: forget it, restart it and perhaps its siblings,
  # or give up.
  #
  # All functions return `{:ok, state}` or `{:shutdown, state}`.
  @moduledoc false

  import :supervisor_spec, only: [child: 1, child: 2]

  import :supervisor_state,
    only: [
      state: 1,
      state: 2,
      template: 1,
      dynamic_child: 3,
      replace: 2,
      forget: 2
    ]

  import :supervisor_child, only: [start_child_process: 2, stop_all: 2]

  @doc "The process `pid` has ended; it may be one that is no child."
  def ended(pid, reason, state(strategy: :simple_one_for_one, dynamics: dynamics) = state) do
    case dynamics do
      %{^pid => args} -> ended_child(dynamic_child(template(state), pid, args), reason, state)
      %{} -> {:ok, state}
    end
  end

  def ended(pid, reason, state(children: children) = state) do
    case :supervisor_children.get_by_pid(children, pid) do
      nil -> {:ok, state}
      child -> ended_child(child, reason, state)
    end
  end

  @doc "The restart of the child called `id` failed some time ago: once more."
  def try_again(key, state(strategy: :simple_one_for_one, dynamics: dynamics) = state) do
    case dynamics do
      %{^key => args} -> restart(dynamic_child(template(state), key, args), :restarting, state)
      %{} -> {:ok, state}
    end
  end

  def try_again(id, state(children: children) = state) do
    case :supervisor_children.get(children, id) do
      child(pid: {:restarting, _}) = child -> restart(child, :restarting, state)
      _ -> {:ok, state}
    end
  end

  defp ended_child(child(restart_type: type, pid: pid, id: id) = child, reason, state) do
    :respawn_trace.child_terminated(self(), pid, id, reason)

    cond do
      type == :permanent ->
        report(state, :child_terminated, reason, child)
        restart(child, reason, state)

      :gen_report.orderly?(reason) ->
        state |> forget(child) |> auto_shutdown(child)

      type == :transient ->
        report(state, :child_terminated, reason, child)
        restart(child, reason, state)

      true ->
        report(state, :child_terminated, reason, child)
        state |> forget(child) |> auto_shutdown(child)
    end
  end

  # A significant child that ended by itself may end the supervisor too.
  defp auto_shutdown(state, child(significant: false)), do: {:ok, state}

  defp auto_shutdown(state(auto_shutdown: :any_significant) = state, child(id: id)) do
    give_up(state, id, :auto_shutdown)
  end

  defp auto_shutdown(state(auto_shutdown: :all_significant) = state, child(id: id)) do
    if significant_left?(state), do: {:ok, state}, else: give_up(state, id, :auto_shutdown)
  end

  defp auto_shutdown(state, _child), do: {:ok, state}

  defp significant_left?(state(strategy: :simple_one_for_one, dynamics: dynamics)) do
    map_size(dynamics) > 0
  end

  defp significant_left?(state(children: children)) do
    children
    |> :supervisor_children.newest_first()
    |> Enum.any?(fn child(significant: significant, pid: pid) ->
      significant and pid != :undefined
    end)
  end

  defp give_up(state, id, reason) do
    :respawn_trace.supervisor_gave_up(self(), id, reason)
    {:shutdown, state}
  end

  defp restart(child(id: id) = child, reason, state) do
    state(intensity: intensity, period: period, restarts: restarts) = state

    case :supervisor_restarts.add(restarts, intensity, period) do
      :too_many ->
        report(state, :shutdown, :reached_max_restart_intensity, child)
        state |> forget(child) |> give_up(id, :reached_max_restart_intensity)

      restarts ->
        state = state(state, restarts: restarts)
        {:ok, restart_by_strategy(state(state, :strategy), child, reason, state)}
    end
  end

  defp restart_by_strategy(:one_for_one, child, reason, state) do
    restart_in_order([child], reason, state)
  end

  defp restart_by_strategy(:rest_for_one, child(id: id) = child, reason, state) do
    affected = :supervisor_children.started_from(state(state, :children), id)
    restart_in_order(affected, reason, stop_siblings(affected, child, state))
  end

  defp restart_by_strategy(:one_for_all, child, reason, state) do
    affected = :supervisor_children.oldest_first(state(state, :children))
    restart_in_order(affected, reason, stop_siblings(affected, child, state))
  end

  defp restart_by_strategy(:simple_one_for_one, child(pid: pid, id: id) = child, reason, state) do
    state(dynamics: dynamics) = state
    {args, dynamics} = Map.pop!(dynamics, pid)
    old_pid = old_pid(pid)

    case start_child_process(child(child, pid: :undefined), state) do
      {:ok, :undefined} ->
        state(state, dynamics: dynamics)

      {:error, error} ->
        restarting = {:restarting, old_pid}
        report(state, :start_error, error, child)
        try_again_later(restarting)
        state(state, dynamics: Map.put(dynamics, restarting, args))

      result ->
        new_pid = elem(result, 1)
        :respawn_trace.child_restarted(self(), old_pid, new_pid, id, reason)
        state(state, dynamics: Map.put(dynamics, new_pid, args))
    end
  end

  # Stops, last first, the children that share the fate of the one that ended. Temporary ones do
  # not come back.
  defp stop_siblings(affected, child(id: ended_id), state) do
    affected
    |> Enum.reject(fn child(id: id) -> id == ended_id end)
    |> :lists.reverse()
    |> stop_all(state(state, :name))

    Enum.reduce(affected, state, fn
      child(restart_type: :temporary) = child, state -> forget(state, child)
      child, state -> replace(state, child(child, pid: :undefined))
    end)
  end

  # Starts what was stopped, first first. Where one fails it is tried again later, together with
  # those behind it.
  defp restart_in_order([], _reason, state), do: state

  defp restart_in_order([child(restart_type: :temporary) | rest], reason, state) do
    restart_in_order(rest, reason, state)
  end

  defp restart_in_order([child(id: id, pid: pid) = child | rest], reason, state) do
    old_pid = old_pid(pid)

    case start_child_process(child(child, pid: :undefined), state) do
      {:error, error} ->
        report(state, :start_error, error, reported(state, child))
        try_again_later(id)
        replace(state, child(child, pid: {:restarting, old_pid}))

      result ->
        new_pid = elem(result, 1)
        :respawn_trace.child_restarted(self(), old_pid, new_pid, id, reason)
        restart_in_order(rest, reason, replace(state, child(child, pid: new_pid)))
    end
  end

  # Where siblings were stopped too, nobody has a pid.
  defp reported(state(strategy: :one_for_one), child), do: child
  defp reported(_state, child), do: child(child, pid: :undefined)

  defp old_pid({:restarting, pid}), do: pid
  defp old_pid(pid), do: pid

  # Through the mailbox, so that a request to stop that is already there comes first.
  defp try_again_later(key), do: :gen_server.cast(self(), {:try_again_restart, key})

  defp report(state(name: name), context, reason, child) do
    :supervisor_report.error(name, context, reason, child)
  end
end
