defmodule :global do
  @moduledoc """
  Names and locks for all connected nodes; there is one.

  Names are any terms. Reading goes to the table `:global_names`; everything else through the
  server
  `:global_name_server`, which watches the processes and forgets their names and locks when they
  end.
  """

  @behaviour :gen_server

  @server :global_name_server
  @names :global_names

  ## Names

  @doc "Registers a process under a name: `:yes` or `:no`."
  def register_name(name, pid) when is_pid(pid), do: call({:register, name, pid})

  @doc false
  def register_name(name, pid, resolve) when is_pid(pid) and is_function(resolve, 3) do
    call({:register, name, pid})
  end

  @doc "Registers a process under a name, whoever has it now."
  def re_register_name(name, pid) when is_pid(pid), do: call({:re_register, name, pid})

  @doc false
  def re_register_name(name, pid, resolve) when is_pid(pid) and is_function(resolve, 3) do
    call({:re_register, name, pid})
  end

  @doc "Frees a name."
  def unregister_name(name) do
    case whereis_name(name) do
      :undefined -> :ok
      _pid -> call({:unregister, name})
    end
  end

  @doc "The process that has a name, or `:undefined`."
  def whereis_name(name) do
    case :ets.lookup(@names, name) do
      [{_name, pid, _monitor}] -> if :erlang.is_process_alive(pid), do: pid, else: :undefined
      [] -> :undefined
    end
  catch
    :error, :badarg -> :undefined
  end

  @doc "All names."
  def registered_names do
    for {name, _pid, _monitor} <- :ets.tab2list(@names), do: name
  end

  @doc "Sends a message to the process that has a name; exits with `:badarg` if none has."
  def send(name, message) do
    case whereis_name(name) do
      pid when is_pid(pid) ->
        Kernel.send(pid, message)
        pid

      :undefined ->
        :erlang.exit({:badarg, {name, message}})
    end
  end

  @doc "Settles a clash of names between nodes: one of the two is killed."
  def random_exit_name(name, pid1, pid2) do
    {min, max} = if pid1 < pid2, do: {pid1, pid2}, else: {pid2, pid1}
    :error_logger.info_msg('global: Name conflict terminating ~tw~n', [{name, max}])
    :erlang.exit(max, :kill)
    min
  end

  @doc "Settles a clash of names between nodes: one of the two is told so."
  def random_notify_name(name, pid1, pid2) do
    {min, max} = if pid1 < pid2, do: {pid1, pid2}, else: {pid2, pid1}
    Kernel.send(max, {:global_name_conflict, name})
    min
  end

  @doc "Settles a clash of names between nodes: both are told so and neither keeps the name."
  def notify_all_name(name, pid1, pid2) do
    Kernel.send(pid1, {:global_name_conflict, name, pid2})
    Kernel.send(pid2, {:global_name_conflict, name, pid1})
    :none
  end

  ## Locks

  @doc "Takes the lock `{resource, requester}`, however long that takes."
  def set_lock(id), do: set_lock(id, [node()], :infinity)

  @doc false
  def set_lock(id, nodes), do: set_lock(id, nodes, :infinity)

  @doc "Takes a lock, trying again `retries` times: whether it got it."
  def set_lock({_resource, _requester} = id, _nodes, retries), do: set_lock_again(id, retries, 1)

  defp set_lock_again(id, retries, times) do
    cond do
      call({:set_lock, id, self()}) ->
        true

      retries == 0 ->
        false

      true ->
        sleep_before_retry(times)
        set_lock_again(id, retries_left(retries), times + 1)
    end
  end

  defp retries_left(:infinity), do: :infinity
  defp retries_left(retries), do: retries - 1

  # Longer every time, so that many who wait do not wake each other for nothing.
  defp sleep_before_retry(times) do
    receive do
    after
      min(times, 8) * 30 -> :ok
    end
  end

  @doc "Gives a lock back."
  def del_lock(id), do: del_lock(id, [node()])

  @doc false
  def del_lock({_resource, _requester} = id, _nodes) do
    call({:del_lock, id, self()})
    true
  end

  @doc "Runs `fun` while holding a lock; `:aborted` if it could not be had."
  def trans(id, fun), do: trans(id, fun, [node()], :infinity)

  @doc false
  def trans(id, fun, nodes), do: trans(id, fun, nodes, :infinity)

  @doc false
  def trans(id, fun, nodes, retries) do
    if set_lock(id, nodes, retries) do
      try do
        fun.()
      after
        del_lock(id, nodes)
      end
    else
      :aborted
    end
  end

  ## Nodes

  @doc "Waits until all nodes know the same names."
  def sync, do: :ok

  @doc false
  def disconnect, do: []

  @doc false
  def info do
    %{names: registered_names()}
  end

  ## The server

  @doc false
  def start_link, do: :gen_server.start_link({:local, @server}, :global, [], [])

  defp call(request), do: :gen_server.call(@server, request, :infinity)

  # `pids`: by pid, its names; `locks`: by resource, `{requester, [{pid, monitor}]}`.
  @doc false
  def init([]) do
    :ets.new(@names, [:set, :named_table, :protected, {:read_concurrency, true}])
    {:ok, %{pids: %{}, locks: %{}}}
  end

  @doc false
  def handle_call({:register, name, pid}, _from, state) do
    case whereis_name(name) do
      :undefined ->
        register_free(name, pid, state)

      _taken ->
        {:reply, :no, state}
    end
  end

  def handle_call({:re_register, name, pid}, _from, state) do
    {:reply, :yes, state |> forget_name(name) |> put_name(name, pid)}
  end

  def handle_call({:unregister, name}, _from, state) do
    {:reply, :ok, forget_name(state, name)}
  end

  def handle_call({:set_lock, {resource, requester}, pid}, _from, %{locks: locks} = state) do
    case locks do
      %{^resource => {^requester, holders}} ->
        {:reply, true, put_lock(state, resource, requester, hold(holders, pid))}

      %{^resource => _} ->
        {:reply, false, state}

      %{} ->
        {:reply, true, put_lock(state, resource, requester, hold([], pid))}
    end
  end

  def handle_call({:del_lock, {resource, requester}, pid}, _from, %{locks: locks} = state) do
    case locks do
      %{^resource => {^requester, holders}} ->
        {:reply, true, put_lock(state, resource, requester, release(holders, pid))}

      %{} ->
        {:reply, true, state}
    end
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:DOWN, monitor, :process, pid, _reason}, %{locks: locks} = state) do
    state =
      for name <- Map.get(state.pids, pid, []), reduce: state do
        state -> if watched_by?(name, monitor), do: forget_name(state, name), else: state
      end

    locks =
      for {resource, {requester, holders}} <- locks,
          left = Enum.reject(holders, fn {holder, _} -> holder == pid end),
          left != [],
          into: %{},
          do: {resource, {requester, left}}

    {:noreply, %{state | locks: locks}}
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp watched_by?(name, monitor), do: match?([{_, _, ^monitor}], :ets.lookup(@names, name))

  # A process has one global name.
  defp register_free(name, pid, %{pids: pids} = state) do
    case pids do
      %{^pid => names} ->
        format = 'global: ~w registered under several names: ~tw~n'
        :error_logger.error_msg(format, [pid, [name | names]])
        {:reply, :no, state}

      %{} ->
        {:reply, :yes, state |> forget_name(name) |> put_name(name, pid)}
    end
  end

  defp put_name(%{pids: pids} = state, name, pid) do
    :ets.insert(@names, {name, pid, :erlang.monitor(:process, pid)})
    %{state | pids: Map.update(pids, pid, [name], &[name | &1])}
  end

  defp forget_name(%{pids: pids} = state, name) do
    case :ets.take(@names, name) do
      [{_name, pid, monitor}] ->
        :erlang.demonitor(monitor, [:flush])

        case List.delete(Map.get(pids, pid, []), name) do
          [] -> %{state | pids: Map.delete(pids, pid)}
          names -> %{state | pids: Map.put(pids, pid, names)}
        end

      [] ->
        state
    end
  end

  defp hold(holders, pid) do
    if List.keymember?(holders, pid, 0) do
      holders
    else
      [{pid, :erlang.monitor(:process, pid)} | holders]
    end
  end

  defp release(holders, pid) do
    case List.keytake(holders, pid, 0) do
      {{_pid, monitor}, left} ->
        :erlang.demonitor(monitor, [:flush])
        left

      nil ->
        holders
    end
  end

  defp put_lock(%{locks: locks} = state, resource, _requester, []) do
    %{state | locks: Map.delete(locks, resource)}
  end

  defp put_lock(%{locks: locks} = state, resource, requester, holders) do
    %{state | locks: Map.put(locks, resource, {requester, holders})}
  end
end
