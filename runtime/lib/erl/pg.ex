defmodule :pg do
  @moduledoc """
  Groups of processes, by any name, in scopes.

      {:ok, _} = :pg.start_link()
      :pg.join(:rooms, self())
      :pg.get_members(:rooms)
      #=> [self()]

  A scope is a server and a table of the same name: `{group, pids}`. A process may be in a group
  several times. Those who monitor get `{ref, :join | :leave, group, pids}`.
  """

  @behaviour :gen_server

  @default_scope :pg

  @doc "Starts the default scope."
  def start_link, do: start_link(@default_scope)

  @doc "Starts a scope linked to the caller."
  def start_link(scope) when is_atom(scope) do
    :gen_server.start_link({:local, scope}, :pg, [scope], [])
  end

  @doc "Starts a scope."
  def start(scope) when is_atom(scope), do: :gen_server.start({:local, scope}, :pg, [scope], [])

  @doc "Adds a process, or a list of processes, to a group."
  def join(group, pids), do: join(@default_scope, group, pids)

  @doc false
  def join(scope, group, pids) do
    :gen_server.call(scope, {:join, group, check(pids)}, :infinity)
  end

  @doc "Removes a process, or a list of processes, from a group: `:ok` or `:not_joined`."
  def leave(group, pids), do: leave(@default_scope, group, pids)

  @doc false
  def leave(scope, group, pids) do
    :gen_server.call(scope, {:leave, group, check(pids)}, :infinity)
  end

  defp check(pid) when is_pid(pid), do: [pid]

  defp check(pids) when is_list(pids) do
    if Enum.all?(pids, &is_pid/1), do: pids, else: :erlang.error(:badarg)
  end

  @doc "The processes in a group."
  def get_members(group), do: get_members(@default_scope, group)

  @doc false
  def get_members(scope, group) do
    case :ets.lookup(scope, group) do
      [{_, pids}] -> pids
      [] -> []
    end
  end

  @doc "The processes in a group that run on this node."
  def get_local_members(group), do: get_members(group)

  @doc false
  def get_local_members(scope, group), do: get_members(scope, group)

  @doc "All groups that have members."
  def which_groups, do: which_groups(@default_scope)

  @doc false
  def which_groups(scope), do: for([group] <- :ets.match(scope, {:"$1", :_}), do: group)

  @doc "All groups that have members on this node."
  def which_local_groups, do: which_groups()

  @doc false
  def which_local_groups(scope), do: which_groups(scope)

  @doc "Watches a group: `{reference, members}`."
  def monitor(group), do: monitor(@default_scope, group)

  @doc false
  def monitor(scope, group) do
    :gen_server.call(scope, {:monitor, {:group, group}, self()}, :infinity)
  end

  @doc "Watches all groups: `{reference, %{group => members}}`."
  def monitor_scope, do: monitor_scope(@default_scope)

  @doc false
  def monitor_scope(scope), do: :gen_server.call(scope, {:monitor, :all, self()}, :infinity)

  @doc "Ends a watch: `:ok`, or `false` if there is none."
  def demonitor(ref), do: demonitor(@default_scope, ref)

  @doc false
  def demonitor(scope, ref) do
    result = :gen_server.call(scope, {:demonitor, ref}, :infinity)
    flush(ref)
    result
  end

  defp flush(ref) do
    receive do
      {^ref, change, _group, _pids} when change in [:join, :leave] -> flush(ref)
    after
      0 -> :ok
    end
  end

  ## The server

  # `members`: by pid `{monitor, [group]}`; `watchers`: by reference `{what, pid}`, the reference
  # being that of the monitor on the watcher.
  @doc false
  def init([scope]) do
    :ets.new(scope, [:set, :protected, :named_table, {:read_concurrency, true}])
    {:ok, %{scope: scope, members: %{}, watchers: %{}}}
  end

  @doc false
  def handle_call({:join, group, pids}, _from, state) do
    :ets.insert(state.scope, {group, pids ++ get_members(state.scope, group)})
    state = Enum.reduce(pids, state, &remember(&2, &1, group))
    tell(state, :join, group, pids)
    {:reply, :ok, state}
  end

  def handle_call({:leave, group, pids}, _from, state) do
    members = get_members(state.scope, group)

    case Enum.filter(pids, &(&1 in members)) do
      [] ->
        {:reply, :not_joined, state}

      leaving ->
        put_members(state.scope, group, members -- leaving)
        tell(state, :leave, group, leaving)
        {:reply, :ok, Enum.reduce(leaving, state, &forget(&2, &1, group))}
    end
  end

  def handle_call({:monitor, what, pid}, _from, %{watchers: watchers} = state) do
    ref = Process.monitor(pid)

    known =
      case what do
        {:group, group} -> get_members(state.scope, group)
        :all -> Map.new(:ets.tab2list(state.scope))
      end

    {:reply, {ref, known}, %{state | watchers: Map.put(watchers, ref, {what, pid})}}
  end

  def handle_call({:demonitor, ref}, _from, %{watchers: watchers} = state) do
    if is_map_key(watchers, ref) do
      Process.demonitor(ref, [:flush])
      {:reply, :ok, %{state | watchers: Map.delete(watchers, ref)}}
    else
      {:reply, false, state}
    end
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:DOWN, ref, :process, _pid, _reason}, %{watchers: watchers} = state)
      when is_map_key(watchers, ref) do
    {:noreply, %{state | watchers: Map.delete(watchers, ref)}}
  end

  def handle_info({:DOWN, _ref, :process, pid, _reason}, %{members: members} = state) do
    case Map.pop(members, pid) do
      {nil, _} ->
        {:noreply, state}

      {{_monitor, groups}, members} ->
        for group <- groups do
          put_members(state.scope, group, List.delete(get_members(state.scope, group), pid))
          tell(state, :leave, group, [pid])
        end

        {:noreply, %{state | members: members}}
    end
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp put_members(scope, group, []), do: :ets.delete(scope, group)
  defp put_members(scope, group, pids), do: :ets.insert(scope, {group, pids})

  defp remember(%{members: members} = state, pid, group) do
    case members do
      %{^pid => {monitor, groups}} ->
        %{state | members: Map.put(members, pid, {monitor, [group | groups]})}

      %{} ->
        %{state | members: Map.put(members, pid, {Process.monitor(pid), [group]})}
    end
  end

  defp forget(%{members: members} = state, pid, group) do
    case members do
      %{^pid => {monitor, [^group]}} ->
        Process.demonitor(monitor, [:flush])
        %{state | members: Map.delete(members, pid)}

      %{^pid => {monitor, groups}} ->
        %{state | members: Map.put(members, pid, {monitor, List.delete(groups, group)})}

      %{} ->
        state
    end
  end

  defp tell(%{watchers: watchers}, change, group, pids) do
    for {ref, {what, pid}} <- watchers, what == :all or what == {:group, group} do
      send(pid, {ref, change, group, pids})
    end

    :ok
  end
end
