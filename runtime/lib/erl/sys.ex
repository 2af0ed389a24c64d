defmodule :sys do
  @moduledoc """
  Looking into, tracing, suspending and replacing the state of any process of a behaviour.

  The request arrives as `{:system, from, request}`; the process hands it to
  `handle_system_msg/7`, which answers it and returns into the loop through the callback
  `system_continue/3`. `debug` is a list of `{key, data}`, newest first: `:trace`, `:log`,
  `:statistics`, `:log_to_file`, and what `install/2` added.
  """

  @log_length 10

  ## What anybody may ask of a process

  @doc "Suspends a process: until `resume/1` it answers system messages only."
  def suspend(name), do: request(name, :suspend, :suspend, [name])
  def suspend(name, timeout), do: request(name, :suspend, :suspend, [name, timeout], timeout)

  @doc "Ends the suspension."
  def resume(name), do: request(name, :resume, :resume, [name])
  def resume(name, timeout), do: request(name, :resume, :resume, [name, timeout], timeout)

  @doc "The status of a process: `{:status, pid, {:module, module}, items}`."
  def get_status(name), do: request(name, :get_status, :get_status, [name])

  def get_status(name, timeout) do
    request(name, :get_status, :get_status, [name, timeout], timeout)
  end

  @doc "The state of a process; for tests and for debugging."
  def get_state(name), do: request(name, :get_state, :get_state, [name]) |> state_or_error()

  def get_state(name, timeout) do
    request(name, :get_state, :get_state, [name, timeout], timeout) |> state_or_error()
  end

  @doc "Replaces the state of a process by `fun.(state)` and returns the new one."
  def replace_state(name, fun) do
    request(name, {:replace_state, fun}, :replace_state, [name, fun]) |> state_or_error()
  end

  def replace_state(name, fun, timeout) do
    args = [name, fun, timeout]
    request(name, {:replace_state, fun}, :replace_state, args, timeout) |> state_or_error()
  end

  defp state_or_error({:ok, state}), do: state
  defp state_or_error({:error, reason}), do: :erlang.error(reason)

  @doc "Ends a process in an orderly way with `reason`."
  def terminate(name, reason) do
    request(name, {:terminate, reason}, :terminate, [name, reason])
  end

  def terminate(name, reason, timeout) do
    request(name, {:terminate, reason}, :terminate, [name, reason, timeout], timeout)
  end

  @doc "Tells a suspended process to change its state to that of another version of `module`."
  def change_code(name, module, old_version, extra) do
    change = {:change_code, module, old_version, extra}
    request(name, change, :change_code, [name, module, old_version, extra])
  end

  def change_code(name, module, old_version, extra, timeout) do
    change = {:change_code, module, old_version, extra}
    request(name, change, :change_code, [name, module, old_version, extra, timeout], timeout)
  end

  @doc "Prints what happens to a process as it happens: `true` or `false`."
  def trace(name, flag), do: debug_request(name, {:trace, flag}, :trace, [name, flag])

  def trace(name, flag, timeout) do
    debug_request(name, {:trace, flag}, :trace, [name, flag, timeout], timeout)
  end

  @doc "Remembers the last events: `true`, `{true, n}`, `false`, `:get` or `:print`."
  def log(name, flag), do: debug_request(name, {:log, flag}, :log, [name, flag])

  def log(name, flag, timeout) do
    debug_request(name, {:log, flag}, :log, [name, flag, timeout], timeout)
  end

  @doc "Counts messages: `true`, `false` or `:get`."
  def statistics(name, flag) do
    debug_request(name, {:statistics, flag}, :statistics, [name, flag])
  end

  def statistics(name, flag, timeout) do
    debug_request(name, {:statistics, flag}, :statistics, [name, flag, timeout], timeout)
  end

  @doc "Writes the events to a file, or ends that with `false`."
  def log_to_file(name, file) do
    debug_request(name, {:log_to_file, file}, :log_to_file, [name, file])
  end

  def log_to_file(name, file, timeout) do
    debug_request(name, {:log_to_file, file}, :log_to_file, [name, file, timeout], timeout)
  end

  @doc """
  Has `function.(state, event, process_state)` called for every event, as `{function, state}` or
  `{id, function, state}`, until it returns `:done`.
  """
  def install(name, function) do
    debug_request(name, {:install, function}, :install, [name, function])
  end

  def install(name, function, timeout) do
    debug_request(name, {:install, function}, :install, [name, function, timeout], timeout)
  end

  @doc "Removes what `install/2` added."
  def remove(name, function_or_id) do
    debug_request(name, {:remove, function_or_id}, :remove, [name, function_or_id])
  end

  def remove(name, function_or_id, timeout) do
    args = [name, function_or_id, timeout]
    debug_request(name, {:remove, function_or_id}, :remove, args, timeout)
  end

  @doc "Turns all tracing of a process off."
  def no_debug(name), do: debug_request(name, :no_debug, :no_debug, [name])

  def no_debug(name, timeout) do
    debug_request(name, :no_debug, :no_debug, [name, timeout], timeout)
  end

  defp debug_request(name, what, function, args, timeout \\ 5000) do
    request(name, {:debug, what}, function, args, timeout)
  end

  defp request(name, request, function, args, timeout \\ 5000) do
    case :gen.call(name, :system, request, timeout) do
      {:ok, reply} -> reply
    end
  catch
    :exit, reason -> exit({reason, {:sys, function, args}})
  end

  ## What a process does with it

  @doc """
  Answers a system message and goes on in `module.system_continue(parent, debug, misc)`; does not
  return.
  """
  def handle_system_msg(request, from, parent, module, debug, misc) do
    handle_system_msg(:running, request, from, parent, module, debug, misc, false)
  end

  @doc false
  def handle_system_msg(request, from, parent, module, debug, misc, hibernate) do
    handle_system_msg(:running, request, from, parent, module, debug, misc, hibernate)
  end

  defp handle_system_msg(status, request, from, parent, module, debug, misc, hibernate) do
    case command(status, request, parent, module, debug, misc) do
      {:suspended, reply, debug, misc} ->
        :gen.reply(from, reply)
        suspend_loop(status, parent, module, debug, misc, hibernate)

      {:running, reply, debug, misc} ->
        :gen.reply(from, reply)
        module.system_continue(parent, debug, misc)

      {{:terminating, reason}, reply, debug, misc} ->
        :gen.reply(from, reply)
        module.system_terminate(reason, parent, debug, misc)
    end
  end

  defp suspend_loop(_status, parent, module, debug, misc, true) do
    :proc_lib.hibernate(:sys, :suspend_loop_hib, [:suspended, parent, module, debug, misc, true])
  end

  defp suspend_loop(_status, parent, module, debug, misc, hibernate) do
    suspend_loop_hib(:suspended, parent, module, debug, misc, hibernate)
  end

  @doc false
  def suspend_loop_hib(status, parent, module, debug, misc, hibernate) do
    receive do
      {:system, from, request} ->
        handle_system_msg(status, request, from, parent, module, debug, misc, hibernate)

      {:EXIT, ^parent, reason} ->
        module.system_terminate(reason, parent, debug, misc)
    end
  end

  defp command(_status, :suspend, _parent, _module, debug, misc) do
    {:suspended, :ok, debug, misc}
  end

  defp command(_status, :resume, _parent, _module, debug, misc) do
    {:running, :ok, debug, misc}
  end

  defp command(_status, {:terminate, reason}, _parent, _module, debug, misc) do
    {{:terminating, reason}, :ok, debug, misc}
  end

  defp command(status, :get_state, _parent, module, debug, misc) do
    {status, do_get_state(module, misc), debug, misc}
  end

  defp command(status, {:replace_state, fun}, _parent, module, debug, misc) do
    {reply, misc} = do_replace_state(fun, module, misc)
    {status, reply, debug, misc}
  end

  defp command(status, :get_status, parent, module, debug, misc) do
    {status, do_get_status(status, parent, module, debug, misc), debug, misc}
  end

  defp command(status, {:debug, what}, _parent, _module, debug, misc) do
    {reply, debug} = debug_command(what, debug)
    {status, reply, debug, misc}
  end

  defp command(:suspended, {:change_code, changed, version, extra}, _, module, debug, misc) do
    {reply, misc} = do_change_code(module, changed, version, extra, misc)
    {:suspended, reply, debug, misc}
  end

  defp command(status, other, _parent, _module, debug, misc) do
    {status, {:error, {:unknown_system_msg, other}}, debug, misc}
  end

  defp do_get_state(module, misc) do
    if function_exported?(module, :system_get_state, 1) do
      try do
        {:ok, state} = module.system_get_state(misc)
        {:ok, state}
      catch
        class, reason -> callback_failed(module, :system_get_state, class, reason)
      end
    else
      {:ok, misc}
    end
  end

  defp do_replace_state(fun, module, misc) do
    if function_exported?(module, :system_replace_state, 2) do
      try do
        {:ok, state, new_misc} = module.system_replace_state(fun, misc)
        {{:ok, state}, new_misc}
      catch
        class, reason -> {callback_failed(module, :system_replace_state, class, reason), misc}
      end
    else
      try do
        new_misc = fun.(misc)
        {{:ok, new_misc}, new_misc}
      catch
        class, reason -> {callback_failed(module, :system_replace_state, class, reason), misc}
      end
    end
  end

  defp callback_failed(module, function, class, reason) do
    {:error, {:callback_failed, {module, function}, {class, reason}}}
  end

  defp do_get_status(status, parent, module, debug, misc) do
    dictionary = :erlang.get()

    shown =
      if function_exported?(module, :format_status, 2) do
        module.format_status(:normal, [dictionary, status, parent, debug, misc])
      else
        misc
      end

    {:status, self(), {:module, module}, [dictionary, status, parent, debug, shown]}
  end

  defp do_change_code(module, changed, version, extra, misc) do
    try do
      module.system_code_change(misc, changed, version, extra)
    catch
      :throw, value -> value
      :exit, reason -> {:EXIT, reason}
      :error, reason -> {:EXIT, {reason, __STACKTRACE__}}
    end
    |> case do
      {:ok, new_misc} -> {:ok, new_misc}
      other -> {{:error, other}, misc}
    end
  end

  ## The debug list

  defp debug_command(:no_debug, debug) do
    close_log_file(debug)
    {:ok, []}
  end

  defp debug_command({:trace, true}, debug), do: {:ok, set(:trace, true, debug)}
  defp debug_command({:trace, false}, debug), do: {:ok, unset(:trace, debug)}
  defp debug_command({:log, true}, debug), do: debug_command({:log, {true, @log_length}}, debug)

  defp debug_command({:log, {true, length}}, debug) when is_integer(length) and length >= 1 do
    {_, events} = get_debug(:log, debug, {length, []})
    {:ok, set(:log, {length, Enum.take(events, length)}, debug)}
  end

  defp debug_command({:log, false}, debug), do: {:ok, unset(:log, debug)}

  defp debug_command({:log, :get}, debug) do
    {{:ok, for({event, _extra, _format} <- logged(debug), do: event)}, debug}
  end

  defp debug_command({:log, :print}, debug) do
    print_log(debug)
    {:ok, debug}
  end

  defp debug_command({:log_to_file, false}, debug) do
    close_log_file(debug)
    {:ok, unset(:log_to_file, debug)}
  end

  defp debug_command({:log_to_file, file}, debug) do
    close_log_file(debug)
    debug = unset(:log_to_file, debug)

    case :file.open(file, [:write, {:encoding, :utf8}]) do
      {:ok, device} -> {:ok, set(:log_to_file, device, debug)}
      _ -> {{:error, :open_file}, debug}
    end
  end

  defp debug_command({:statistics, true}, debug) do
    {:ok, set(:statistics, new_statistics(), debug)}
  end

  defp debug_command({:statistics, false}, debug), do: {:ok, unset(:statistics, debug)}

  defp debug_command({:statistics, :get}, debug) do
    {{:ok, current_statistics(get_debug(:statistics, debug, nil))}, debug}
  end

  defp debug_command({:install, {function, state}}, debug) do
    {:ok, set(function, state, debug)}
  end

  defp debug_command({:install, {id, function, state}}, debug) do
    {:ok, set(id, {function, state}, debug)}
  end

  defp debug_command({:remove, function_or_id}, debug), do: {:ok, unset(function_or_id, debug)}
  defp debug_command(_unknown, debug), do: {:unknown_debug, debug}

  defp set(key, data, debug) do
    case :lists.keymember(key, 1, debug) do
      true -> :lists.keyreplace(key, 1, debug, {key, data})
      false -> [{key, data} | debug]
    end
  end

  defp unset(key, debug), do: :lists.keydelete(key, 1, debug)

  defp close_log_file(debug) do
    case get_debug(:log_to_file, debug, nil) do
      nil -> :ok
      device -> :file.close(device)
    end
  end

  defp new_statistics do
    {:erlang.localtime(), :erlang.process_info(self(), :reductions), 0, 0}
  end

  defp current_statistics(nil), do: :no_statistics

  defp current_statistics({time, {:reductions, reductions}, messages_in, messages_out}) do
    {:reductions, now} = :erlang.process_info(self(), :reductions)

    [
      start_time: time,
      current_time: :erlang.localtime(),
      reductions: now - reductions,
      messages_in: messages_in,
      messages_out: messages_out
    ]
  end

  @doc "The debug list that the `:debug` option of a start function asks for."
  def debug_options(options), do: debug_options(options, [])

  defp debug_options([option | rest], debug) do
    case option do
      :trace -> debug_options(rest, set(:trace, true, debug))
      :log -> debug_options(rest, set(:log, {@log_length, []}, debug))
      {:log, n} when is_integer(n) and n > 0 -> debug_options(rest, set(:log, {n, []}, debug))
      :statistics -> debug_options(rest, set(:statistics, new_statistics(), debug))
      {:install, {f, state}} -> debug_options(rest, set(f, state, debug))
      {:install, {id, f, state}} -> debug_options(rest, set(id, {f, state}, debug))
      {:log_to_file, file} -> debug_options(rest, debug_to_file(file, debug))
      _ -> debug_options(rest, debug)
    end
  end

  defp debug_options(_, debug), do: debug

  defp debug_to_file(file, debug) do
    {_reply, debug} = debug_command({:log_to_file, file}, debug)
    debug
  end

  @doc "The data kept in `debug` under `item`."
  def get_debug(item, debug, default) do
    case :lists.keyfind(item, 1, debug) do
      {_, data} -> data
      false -> default
    end
  end

  @doc """
  To be called for every event of a process; `format.(device, event, extra)` prints one.
  """
  def handle_debug([], _format, _extra, _event), do: []

  def handle_debug([{:trace, true} = option | rest], format, extra, event) do
    format.(:standard_io, event, extra)
    [option | handle_debug(rest, format, extra, event)]
  end

  def handle_debug([{:log, {length, events}} | rest], format, extra, event) do
    events = Enum.take([{event, extra, format} | events], length)
    [{:log, {length, events}} | handle_debug(rest, format, extra, event)]
  end

  def handle_debug([{:log_to_file, device} = option | rest], format, extra, event) do
    format.(device, event, extra)
    [option | handle_debug(rest, format, extra, event)]
  end

  def handle_debug([{:statistics, statistics} | rest], format, extra, event) do
    [{:statistics, count(statistics, event)} | handle_debug(rest, format, extra, event)]
  end

  def handle_debug([{id, {function, state}} | rest], format, extra, event) do
    case run_installed(function, state, event, extra) do
      :done -> handle_debug(rest, format, extra, event)
      new -> [{id, {function, new}} | handle_debug(rest, format, extra, event)]
    end
  end

  def handle_debug([{function, state} | rest], format, extra, event) do
    case run_installed(function, state, event, extra) do
      :done -> handle_debug(rest, format, extra, event)
      new_state -> [{function, new_state} | handle_debug(rest, format, extra, event)]
    end
  end

  # A function that fails is taken out, as one that is done.
  defp run_installed(function, state, event, extra) do
    function.(state, event, extra)
  catch
    _, _ -> :done
  end

  defp count({time, reductions, messages_in, messages_out}, event) do
    case event do
      {:in, _} -> {time, reductions, messages_in + 1, messages_out}
      {:in, _, _} -> {time, reductions, messages_in + 1, messages_out}
      {:out, _, _} -> {time, reductions, messages_in, messages_out + 1}
      {:out, _, _, _} -> {time, reductions, messages_in, messages_out + 1}
      _ -> {time, reductions, messages_in, messages_out}
    end
  end

  @doc "The events that `debug` remembers, oldest first."
  def get_log(debug) do
    for {event, _extra, _format} <- logged(debug), do: event
  end

  @doc "Prints the events that `debug` remembers."
  def print_log(debug) do
    Enum.each(logged(debug), fn {event, extra, format} ->
      format.(:standard_io, event, extra)
    end)
  end

  defp logged(debug) do
    {_length, events} = get_debug(:log, debug, {0, []})
    :lists.reverse(events)
  end
end
