defmodule Task.Supervised.Stream do
  @moduledoc false
  # `Task.async_stream`: the owner takes elements from the collection as tasks come free, and
  # hands results on as its consumer asks for them. Next to it runs a process of its own, the
  # monitor, that starts the tasks, watches them and measures their time; it traps exits only if
  # the owner does, so that a task that fails ends an owner that does not.
  #
  # A result arrives at the owner as `{{monitor_ref, position}, value}`, straight from the task.
  # Once the task has ended, the monitor sends `{:ended, {monitor_ref, position}, reason}`: only
  # then is its place free.

  @doc false
  def stream(enumerable, acc, reducer, callers, mfa, options, spawn) do
    next = &Enumerable.reduce(enumerable, &1, fn x, acc -> {:suspend, [x | acc]} end)
    owner = self()
    {:trap_exit, trap_exit?} = Process.info(owner, :trap_exit)

    {monitor_pid, monitor_ref} =
      Process.spawn(
        fn -> init_monitor(owner, callers, trap_exit?, options.timeout, spawn) end,
        [:link, :monitor]
      )

    send(monitor_pid, {owner, monitor_ref})

    config = %{
      reducer: reducer,
      monitor_pid: monitor_pid,
      monitor_ref: monitor_ref,
      ordered: options.ordered,
      timeout: options.timeout,
      on_timeout: options.on_timeout,
      zip_input_on_exit: options.zip_input_on_exit,
      mfa: mfa
    }

    reduce(acc, options.max_concurrency, 0, 0, %{}, next, config)
  end

  ## The owner

  # `free` places for tasks, `spawned` and `delivered` positions, `waiting`: by position
  # `{:running, input}`, `{:replied, input, result}` or `{:ended, result}`.
  defp reduce({:halt, acc}, _free, _spawned, _delivered, _waiting, next, config) do
    stop(next, config)
    {:halted, acc}
  end

  defp reduce({:suspend, acc}, free, spawned, delivered, waiting, next, config) do
    {:suspended, acc, &reduce(&1, free, spawned, delivered, waiting, next, config)}
  end

  defp reduce({:cont, acc}, _free, all, all, _waiting, :done, config) do
    stop(:done, config)
    {:done, acc}
  end

  defp reduce({:cont, acc}, free, spawned, delivered, waiting, next, config)
       when next == :done or free == 0 do
    await(acc, free, spawned, delivered, waiting, next, config)
  end

  defp reduce({:cont, acc}, free, spawned, delivered, waiting, next, config) do
    case take_next(next, config) do
      {:ok, element, next} ->
        request = {:spawn, config.monitor_ref, spawned, with_element(config.mfa, element)}
        send(config.monitor_pid, request)
        input = if config.zip_input_on_exit, do: element
        waiting = Map.put(waiting, spawned, {:running, input})
        reduce({:cont, acc}, free - 1, spawned + 1, delivered, waiting, next, config)

      :done ->
        reduce({:cont, acc}, free, spawned, delivered, waiting, :done, config)
    end
  end

  defp take_next(next, config) do
    try do
      next.({:cont, []})
    catch
      kind, reason ->
        stop(:done, config)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:suspended, [element], next} -> {:ok, element, next}
      {_, [element]} -> {:ok, element, fn _ -> {:done, []} end}
      {_, []} -> :done
    end
  end

  defp with_element({module, function, args}, element), do: {module, function, [element | args]}
  defp with_element(fun, element), do: {:erlang, :apply, [fun, [element]]}

  defp await(acc, free, spawned, delivered, waiting, next, config) do
    %{monitor_ref: monitor_ref, monitor_pid: monitor_pid, timeout: timeout} = config

    receive do
      {{^monitor_ref, position}, value} ->
        %{^position => {:running, input}} = waiting
        waiting = %{waiting | position => {:replied, input, {:ok, value}}}
        await(acc, free, spawned, delivered, waiting, next, config)

      {:ended, {^monitor_ref, position}, reason} ->
        waiting = Map.put(waiting, position, {:ended, outcome(waiting, position, reason)})
        deliver(acc, free + 1, spawned, delivered, position, waiting, next, config)

      {:timed_out, {^monitor_ref, position}} ->
        case {waiting, config.on_timeout} do
          {%{^position => {:running, _}}, :kill_task} ->
            send(monitor_pid, {:kill, monitor_ref, position})
            await(acc, free, spawned, delivered, waiting, next, config)

          {%{^position => {:running, _}}, _exit} ->
            stop(next, config)
            exit({:timeout, {Task.Supervised, :stream, [timeout]}})

          # Its result was on the way already.
          _ ->
            await(acc, free, spawned, delivered, waiting, next, config)
        end

      {:too_many, ^monitor_ref} ->
        stop(next, config)

        raise """
        reached the maximum number of tasks for this task supervisor. The maximum number \
        of tasks that are allowed to run at the same time under this supervisor can be \
        configured with the :max_children option passed to Task.Supervisor.start_link/1. When \
        using async_stream or async_stream_nolink, make sure to configure :max_concurrency to \
        be lower or equal to :max_children and pay attention to whether other tasks are also \
        spawned under the same task supervisor.\
        """

      # The monitor is gone before its time, by a failure of the spawn function or by a link.
      {:DOWN, ^monitor_ref, _, _, reason} ->
        flush_exit(monitor_pid)
        flush(monitor_ref)
        close(next)
        exit({reason, {Task.Supervised, :stream, [timeout]}})
    end
  end

  defp outcome(waiting, position, reason) do
    case waiting do
      %{^position => {:replied, _input, result}} -> result
      %{^position => {:running, nil}} -> {:exit, reason}
      %{^position => {:running, input}} -> {:exit, {input, reason}}
    end
  end

  # Hands over what has ended: at once, or in the order of the positions.
  defp deliver(acc, free, spawned, delivered, position, waiting, next, %{ordered: false} = all) do
    {{:ended, result}, waiting} = Map.pop!(waiting, position)
    acc = reducer(all, next, result, acc)
    reduce(acc, free, spawned, delivered + 1, waiting, next, all)
  end

  defp deliver(acc, free, spawned, delivered, _position, waiting, next, config) do
    deliver_in_order({:cont, acc}, free, spawned, delivered, waiting, next, config)
  end

  defp deliver_in_order({:cont, acc}, free, spawned, delivered, waiting, next, config) do
    case waiting do
      %{^delivered => {:ended, result}} ->
        acc = reducer(config, next, result, acc)
        waiting = Map.delete(waiting, delivered)
        deliver_in_order(acc, free, spawned, delivered + 1, waiting, next, config)

      %{} ->
        reduce({:cont, acc}, free, spawned, delivered, waiting, next, config)
    end
  end

  defp deliver_in_order({:suspend, acc}, free, spawned, delivered, waiting, next, config) do
    {:suspended, acc, &deliver_in_order(&1, free, spawned, delivered, waiting, next, config)}
  end

  defp deliver_in_order({:halt, acc}, free, spawned, delivered, waiting, next, config) do
    reduce({:halt, acc}, free, spawned, delivered, waiting, next, config)
  end

  defp reducer(config, next, result, acc) do
    config.reducer.(result, acc)
  catch
    kind, reason ->
      stop(next, config)
      :erlang.raise(kind, reason, __STACKTRACE__)
  end

  # Ends the collection, the tasks and the monitor, and forgets what they have sent.
  defp stop(next, %{monitor_pid: monitor_pid, monitor_ref: monitor_ref}) do
    close(next)
    send(monitor_pid, {:stop, monitor_ref})

    receive do
      {:DOWN, ^monitor_ref, _, _, _reason} ->
        flush_exit(monitor_pid)
        flush(monitor_ref)
    end
  end

  defp close(:done), do: :ok
  defp close(next), do: next.({:halt, []})

  defp flush_exit(monitor_pid) do
    receive do
      {:EXIT, ^monitor_pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  defp flush(monitor_ref) do
    receive do
      {{^monitor_ref, _}, _} -> flush(monitor_ref)
      {:ended, {^monitor_ref, _}, _} -> flush(monitor_ref)
      {:timed_out, {^monitor_ref, _}} -> flush(monitor_ref)
      {:too_many, ^monitor_ref} -> flush(monitor_ref)
    after
      0 -> :ok
    end
  end

  ## The monitor

  defp init_monitor(owner, callers, trap_exit?, timeout, spawn) do
    Process.flag(:trap_exit, trap_exit?)
    owner_ref = Process.monitor(owner)

    # The owner's reference to this process names all that the two have to do with each other.
    receive do
      {^owner, monitor_ref} ->
        monitor_loop(%{
          owner: owner,
          owner_ref: owner_ref,
          monitor_ref: monitor_ref,
          callers: callers,
          timeout: timeout,
          spawn: spawn,
          tasks: %{},
          refs: %{}
        })

      {:DOWN, ^owner_ref, _, _, reason} ->
        exit(reason)
    end
  end

  # `tasks`: by the reference of the monitor on it, `{position, link, pid, timer}`; `refs`: by
  # position, that reference.
  defp monitor_loop(state) do
    %{owner_ref: owner_ref, monitor_ref: monitor_ref, tasks: tasks} = state

    receive do
      {:spawn, ^monitor_ref, position, mfa} ->
        state |> start_task(position, mfa) |> monitor_loop()

      {:DOWN, ^owner_ref, _, _, reason} ->
        kill_tasks(tasks)
        exit(reason)

      {:DOWN, ref, _, _, reason} when is_map_key(tasks, ref) ->
        {{position, _link, pid, timer}, tasks} = Map.pop!(tasks, ref)
        cancel(timer)
        flush_task_exit(pid)
        send(state.owner, {:ended, {monitor_ref, position}, reason})
        monitor_loop(%{state | tasks: tasks, refs: Map.delete(state.refs, position)})

      {:timed_out, position} ->
        send(state.owner, {:timed_out, {monitor_ref, position}})
        monitor_loop(state)

      {:kill, ^monitor_ref, position} ->
        state |> kill_task(position) |> monitor_loop()

      {:stop, ^monitor_ref} ->
        kill_tasks(tasks)
        exit(:normal)

      # Of linked tasks: their monitors tell the rest.
      {:EXIT, _pid, _reason} ->
        monitor_loop(state)
    end
  end

  defp start_task(state, position, mfa) do
    case state.spawn.() do
      {:ok, link, pid} ->
        start_task(state, position, mfa, link, pid)

      {:error, :max_children} ->
        send(state.owner, {:too_many, state.monitor_ref})
        state
    end
  end

  defp start_task(state, position, mfa, link, pid) do
    %{owner: owner, monitor_ref: monitor_ref, callers: callers, timeout: timeout} = state
    ref = Process.monitor(pid)
    send(pid, {owner, {monitor_ref, position}, owner, callers, mfa})

    timer =
      if timeout != :infinity, do: Process.send_after(self(), {:timed_out, position}, timeout)

    %{
      state
      | tasks: Map.put(state.tasks, ref, {position, link, pid, timer}),
        refs: Map.put(state.refs, position, ref)
    }
  end

  defp kill_task(%{refs: refs, tasks: tasks} = state, position) do
    case refs do
      %{^position => ref} ->
        {{_position, link, pid, timer}, tasks} = Map.pop!(tasks, ref)
        kill(link, pid, ref, timer)
        send(state.owner, {:ended, {state.monitor_ref, position}, :timeout})
        %{state | tasks: tasks, refs: Map.delete(refs, position)}

      %{} ->
        state
    end
  end

  defp kill_tasks(tasks) do
    # First all signals, then all ends: the tasks go down together.
    for {_ref, {_position, link, pid, timer}} <- tasks, do: send_kill(link, pid, timer)
    for {ref, {_position, _link, pid, _timer}} <- tasks, do: await_killed(ref, pid)
    :ok
  end

  defp kill(link, pid, ref, timer) do
    send_kill(link, pid, timer)
    await_killed(ref, pid)
  end

  defp send_kill(link, pid, timer) do
    cancel(timer)
    link == :link && Process.unlink(pid)
    Process.exit(pid, :kill)
  end

  defp await_killed(ref, pid) do
    receive do
      {:DOWN, ^ref, _, _, _} -> flush_task_exit(pid)
    end
  end

  defp flush_task_exit(pid) do
    receive do
      {:EXIT, ^pid, _} -> :ok
    after
      0 -> :ok
    end
  end

  defp cancel(nil), do: :ok
  defp cancel(timer), do: Process.cancel_timer(timer)
end
