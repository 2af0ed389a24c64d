defmodule :timer do
  @moduledoc """
  Doing something later, or again and again; measuring time.

      {:ok, tref} = :timer.send_interval(1000, :tick)
      :timer.cancel(tref)

  All times are in milliseconds. What cannot be said to the runtime's own timers goes through the
  server `:timer_server`, which keeps `{kind, action}` for every timer reference that is running.
  """

  @behaviour :gen_server

  @doc "Starts the server, should it not run yet."
  def start do
    case :erlang.whereis(:timer_server) do
      :undefined ->
        case :gen_server.start({:local, :timer_server}, :timer, [], []) do
          {:ok, _pid} -> :ok
          {:error, {:already_started, _pid}} -> :ok
          error -> error
        end

      _pid ->
        :ok
    end
  end

  @doc false
  def start_link, do: :gen_server.start_link({:local, :timer_server}, :timer, [], [])

  ## Once

  @doc "Spawns a process that runs `module.function(args...)`, after `time`."
  def apply_after(0, module, function, args)
      when is_atom(module) and is_atom(function) and is_list(args) do
    :erlang.spawn(module, function, args)
    {:ok, {:instant, make_ref()}}
  end

  def apply_after(time, module, function, args)
      when is_integer(time) and time > 0 and is_atom(module) and is_atom(function) and
             is_list(args) do
    request({:once, time, {:apply, {module, function, args}}})
  end

  def apply_after(_time, _module, _function, _args), do: {:error, :badarg}

  @doc "Sends `message` to the calling process, after `time`."
  def send_after(time, message), do: send_after(time, self(), message)

  @doc "Sends `message` to a process, given by pid, name or `{name, node}`, after `time`."
  def send_after(0, process, message) when is_pid(process) or is_atom(process) do
    deliver(process, message)
    {:ok, {:instant, make_ref()}}
  end

  def send_after(time, pid, message) when is_integer(time) and time > 0 and is_pid(pid) do
    {:ok, {:send_local, :erlang.send_after(time, pid, message)}}
  end

  def send_after(time, {name, node}, message)
      when is_integer(time) and time >= 0 and is_atom(name) and node == node() do
    send_after(time, name, message)
  end

  def send_after(time, name, message) when is_integer(time) and time > 0 and is_atom(name) do
    request({:once, time, {:send, name, message}})
  end

  def send_after(_time, _process, _message), do: {:error, :badarg}

  @doc "Sends the calling process an exit signal, after `time`."
  def exit_after(time, reason), do: exit_after(time, self(), reason)

  @doc "Sends a process an exit signal, after `time`."
  def exit_after(time, process, reason) when is_pid(process) do
    apply_after(time, :erlang, :exit, [process, reason])
  end

  def exit_after(time, name, reason) when is_atom(name) do
    apply_after(time, :timer, :exit_named, [name, reason])
  end

  def exit_after(_time, _process, _reason), do: {:error, :badarg}

  @doc false
  def exit_named(name, reason) do
    case :erlang.whereis(name) do
      :undefined -> :ok
      pid -> :erlang.exit(pid, reason)
    end
  end

  @doc "Kills the calling process, after `time`."
  def kill_after(time), do: exit_after(time, self(), :kill)

  @doc "Kills a process, after `time`."
  def kill_after(time, process), do: exit_after(time, process, :kill)

  ## Again and again

  @doc "Spawns a process that runs `module.function(args...)`, every `time`."
  def apply_interval(time, module, function, args)
      when is_integer(time) and time >= 0 and is_atom(module) and is_atom(function) and
             is_list(args) do
    request({:interval, time, {:apply, {module, function, args}}})
  end

  def apply_interval(_time, _module, _function, _args), do: {:error, :badarg}

  @doc "Sends `message` to the calling process, every `time`."
  def send_interval(time, message), do: send_interval(time, self(), message)

  @doc "Sends `message` to a process, every `time`, for as long as a process given by pid lives."
  def send_interval(time, {name, node}, message)
      when is_integer(time) and is_atom(name) and node == node() do
    send_interval(time, name, message)
  end

  def send_interval(time, process, message)
      when is_integer(time) and time >= 0 and (is_pid(process) or is_atom(process)) do
    request({:interval, time, {:send, process, message}})
  end

  def send_interval(_time, _process, _message), do: {:error, :badarg}

  @doc "Stops a timer; one that is over already is stopped too."
  def cancel({:send_local, ref}) when is_reference(ref) do
    :erlang.cancel_timer(ref)
    {:ok, :cancel}
  end

  def cancel({:instant, ref}) when is_reference(ref), do: {:ok, :cancel}

  def cancel({kind, ref}) when kind in [:once, :interval] and is_reference(ref) do
    request({:cancel, ref})
  end

  def cancel(_tref), do: {:error, :badarg}

  ## Measuring and converting

  @doc "Suspends the calling process."
  def sleep(time) do
    receive do
    after
      time -> :ok
    end
  end

  @doc "How many microseconds `fun` takes, and what it returns."
  def tc(fun) when is_function(fun, 0) do
    started = :erlang.monotonic_time()
    value = fun.()
    {elapsed_us(started), value}
  end

  @doc "Like `tc/1`, with arguments."
  def tc(fun, args) when is_function(fun) and is_list(args) do
    started = :erlang.monotonic_time()
    value = apply(fun, args)
    {elapsed_us(started), value}
  end

  @doc "Like `tc/1`, for `module.function(args...)`."
  def tc(module, function, args) do
    started = :erlang.monotonic_time()
    value = apply(module, function, args)
    {elapsed_us(started), value}
  end

  defp elapsed_us(started) do
    :erlang.convert_time_unit(:erlang.monotonic_time() - started, :native, :microsecond)
  end

  @doc "The microseconds between two values of `:erlang.timestamp/0`."
  def now_diff({mega2, second2, micro2}, {mega1, second1, micro1}) do
    ((mega2 - mega1) * 1_000_000 + second2 - second1) * 1_000_000 + micro2 - micro1
  end

  @doc "Seconds in milliseconds."
  def seconds(seconds), do: 1000 * seconds

  @doc "Minutes in milliseconds."
  def minutes(minutes), do: 60_000 * minutes

  @doc "Hours in milliseconds."
  def hours(hours), do: 3_600_000 * hours

  @doc "Hours, minutes and seconds together in milliseconds."
  def hms(hours, minutes, seconds), do: hours(hours) + minutes(minutes) + seconds(seconds)

  ## The server

  defp request(request) do
    :ok = start()
    :gen_server.call(:timer_server, request, :infinity)
  end

  @doc false
  def init([]), do: {:ok, %{timers: %{}, refs: %{}}}

  # `timers`: by reference, the runtime's timer and what is to be done; `refs`: by the reference
  # of the monitor on a receiver, the timer that ends with it.
  @doc false
  def handle_call({:once, time, action}, _from, state) do
    ref = make_ref()
    timer = :erlang.start_timer(time, self(), ref)
    {:reply, {:ok, {:once, ref}}, put(state, ref, {timer, :once, action, nil})}
  end

  def handle_call({:interval, time, action}, _from, state) do
    ref = make_ref()
    monitor = monitor(action)
    due_ms = :erlang.monotonic_time(:millisecond) + time
    timer = :erlang.start_timer(due_ms, self(), ref, abs: true)
    state = put(state, ref, {timer, {:interval, due_ms, time}, action, monitor})
    state = if monitor, do: put_in(state.refs[monitor], ref), else: state
    {:reply, {:ok, {:interval, ref}}, state}
  end

  def handle_call({:cancel, ref}, _from, state) do
    {:reply, {:ok, :cancel}, forget(state, ref)}
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:timeout, _timer, ref}, %{timers: timers} = state) do
    case timers do
      %{^ref => {_, :once, action, _}} ->
        run(action)
        {:noreply, forget(state, ref)}

      %{^ref => {_, {:interval, due_ms, time}, action, monitor}} ->
        run(action)
        # From when it was due, not from now: the interval does not drift.
        due_ms = due_ms + time
        timer = :erlang.start_timer(due_ms, self(), ref, abs: true)
        {:noreply, put(state, ref, {timer, {:interval, due_ms, time}, action, monitor})}

      %{} ->
        {:noreply, state}
    end
  end

  def handle_info({:DOWN, monitor, :process, _pid, _reason}, %{refs: refs} = state) do
    case refs do
      %{^monitor => ref} -> {:noreply, forget(state, ref)}
      %{} -> {:noreply, state}
    end
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp monitor({:send, pid, _message}) when is_pid(pid), do: :erlang.monitor(:process, pid)
  defp monitor(_action), do: nil

  defp put(%{timers: timers} = state, ref, timer) do
    %{state | timers: Map.put(timers, ref, timer)}
  end

  defp forget(%{timers: timers, refs: refs} = state, ref) do
    case Map.pop(timers, ref) do
      {nil, _} ->
        state

      {{timer, _kind, _action, monitor}, timers} ->
        :erlang.cancel_timer(timer)
        if monitor, do: :erlang.demonitor(monitor, [:flush])
        %{state | timers: timers, refs: Map.delete(refs, monitor)}
    end
  end

  defp run({:apply, {module, function, args}}), do: :erlang.spawn(module, function, args)
  defp run({:send, process, message}), do: deliver(process, message)

  defp deliver(process, message) do
    :erlang.send(process, message)
  catch
    :error, :badarg -> :ok
  end
end
