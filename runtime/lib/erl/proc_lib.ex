defmodule :proc_lib do
  @moduledoc """
  Processes that know where they come from and that tell when they crash.

  A process started here has `:"$ancestors"` and `:"$initial_call"` in its dictionary, may
  report to its starter that it is ready (`init_ack/2`), and when it ends with anything but
  `:normal`, `:shutdown` or `{:shutdown, _}`, a crash report is logged first.
  """

  ## Spawning

  @doc "Spawns a process that runs `fun`."
  def spawn(fun) when is_function(fun, 0) do
    :erlang.spawn(:proc_lib, :init_p, [own_name(), ancestors(), fun])
  end

  @doc false
  def spawn(node, fun) when node == node(), do: :proc_lib.spawn(fun)

  @doc "Spawns a process that runs `module.function(args...)`."
  def spawn(module, function, args) when is_atom(module) and is_atom(function) do
    :erlang.spawn(:proc_lib, :init_p, [own_name(), ancestors(), module, function, args])
  end

  @doc false
  def spawn(node, module, function, args) when node == node() do
    :proc_lib.spawn(module, function, args)
  end

  @doc "Like `spawn/1`, and links the new process to the caller."
  def spawn_link(fun) when is_function(fun, 0) do
    :erlang.spawn_link(:proc_lib, :init_p, [own_name(), ancestors(), fun])
  end

  @doc false
  def spawn_link(node, fun) when node == node(), do: :proc_lib.spawn_link(fun)

  @doc "Like `spawn/3`, and links the new process to the caller."
  def spawn_link(module, function, args) when is_atom(module) and is_atom(function) do
    :erlang.spawn_link(:proc_lib, :init_p, [own_name(), ancestors(), module, function, args])
  end

  @doc false
  def spawn_link(node, module, function, args) when node == node() do
    :proc_lib.spawn_link(module, function, args)
  end

  @doc "Like `spawn/1`, with the options of `:erlang.spawn_opt/2`."
  def spawn_opt(fun, options) when is_function(fun, 0) do
    :erlang.spawn_opt(:proc_lib, :init_p, [own_name(), ancestors(), fun], options)
  end

  @doc false
  def spawn_opt(node, fun, options) when node == node(), do: spawn_opt(fun, options)

  @doc "Like `spawn/3`, with the options of `:erlang.spawn_opt/4`."
  def spawn_opt(module, function, args, options) when is_atom(module) and is_atom(function) do
    arguments = [own_name(), ancestors(), module, function, args]
    :erlang.spawn_opt(:proc_lib, :init_p, arguments, options)
  end

  @doc false
  def spawn_opt(node, module, function, args, options) when node == node() do
    spawn_opt(module, function, args, options)
  end

  defp own_name do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, name} -> name
      [] -> self()
    end
  end

  defp ancestors do
    case :erlang.get(:"$ancestors") do
      ancestors when is_list(ancestors) -> ancestors
      _ -> []
    end
  end

  ## The life of such a process

  @doc false
  def init_p(parent, ancestors, fun) when is_function(fun) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    {:arity, arity} = :erlang.fun_info(fun, :arity)
    :erlang.put(:"$ancestors", [parent | ancestors])
    :erlang.put(:"$initial_call", {module, name, arity})

    try do
      fun.()
    catch
      class, reason -> crash(class, reason, __STACKTRACE__)
    end
  end

  @doc false
  def init_p(parent, ancestors, module, function, args) do
    :erlang.put(:"$ancestors", [parent | ancestors])
    :erlang.put(:"$initial_call", visible_call(module, function, args))
    init_p_do_apply(module, function, args)
  end

  # The frame that every stack trace of a behaviour ends with.
  defp init_p_do_apply(module, function, args) do
    apply(module, function, args)
  catch
    class, reason -> crash(class, reason, __STACKTRACE__)
  end

  @doc "Hibernates as `:erlang.hibernate/3` does, keeping the crash report."
  def hibernate(module, function, args) do
    :erlang.hibernate(:proc_lib, :wake_up, [module, function, args])
  end

  @doc false
  def wake_up(module, function, args) do
    apply(module, function, args)
  catch
    class, reason -> crash(class, reason, __STACKTRACE__)
  end

  defp crash(class, reason, stacktrace) do
    unless class == :exit and :gen_report.orderly?(reason) do
      report_crash(class, reason, stacktrace)
    end

    # An exit, whatever it was before: what there is to log has been logged.
    :erlang.raise(:exit, :gen_report.exit_reason(class, reason, stacktrace), stacktrace)
  end

  ## Starting and waiting for init_ack

  @doc """
  Starts `module.function(args...)` and waits until it calls `init_ack/2`, dies or `timeout` is
  over; returns what `init_ack/2` was given or `{:error, reason}`.
  """
  def start(module, function, args, timeout \\ :infinity, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args) do
    refuse_monitor(options)
    {pid, ref} = spawn_opt(module, function, args, [:monitor | options])

    receive do
      {:ack, ^pid, return} ->
        :erlang.demonitor(ref, [:flush])
        return

      {:DOWN, ^ref, :process, ^pid, reason} ->
        {:error, reason}
    after
      timeout ->
        kill(pid, ref)
        {:error, :timeout}
    end
  end

  @doc "Like `start/5`, with a link to the new process from its first instant on."
  def start_link(module, function, args, timeout \\ :infinity, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args) do
    refuse_monitor(options)
    pid = spawn_opt(module, function, args, [:link | options])

    receive do
      {:ack, ^pid, return} -> return
      {:EXIT, ^pid, reason} -> {:error, reason}
    after
      timeout ->
        ref = :erlang.monitor(:process, pid)
        :erlang.unlink(pid)
        kill(pid, ref)

        receive do
          {:EXIT, ^pid, _reason} -> :ok
        after
          0 -> :ok
        end

        {:error, :timeout}
    end
  end

  @doc "Like `start/5`, and returns `{result, monitor_reference}`."
  def start_monitor(module, function, args, timeout \\ :infinity, options \\ [])
      when is_atom(module) and is_atom(function) and is_list(args) do
    refuse_monitor(options)
    {pid, ref} = spawn_opt(module, function, args, [:monitor | options])

    result =
      receive do
        {:ack, ^pid, return} ->
          return

        {:DOWN, ^ref, :process, ^pid, reason} = down ->
          send(self(), down)
          {:error, reason}
      after
        timeout ->
          Process.exit(pid, :kill)

          receive do
            {:DOWN, ^ref, :process, ^pid, _reason} = down -> send(self(), down)
          end

          {:error, :timeout}
      end

    {result, ref}
  end

  defp kill(pid, ref) do
    Process.exit(pid, :kill)

    receive do
      {:DOWN, ^ref, :process, ^pid, _reason} -> :ok
    end

    receive do
      {:ack, ^pid, _return} -> :ok
    after
      0 -> :ok
    end
  end

  defp refuse_monitor(options) do
    if :lists.member(:monitor, options) do
      :erlang.error(:badarg)
    end
  end

  @doc "Tells the starter, the nearest ancestor, that the process is ready."
  def init_ack(return) do
    [parent | _] = :erlang.get(:"$ancestors")
    init_ack(parent, return)
  end

  @doc "Tells `starter` that the process is ready; `start/5` there returns `return`."
  def init_ack(starter, return) do
    send(starter, {:ack, self(), return})
    :ok
  end

  ## Stopping

  @doc "Ends a process that understands system messages, with `:normal`, however long it takes."
  def stop(process), do: stop(process, :normal, :infinity)

  @doc """
  Ends a process that understands system messages and waits for its end.

  Exits with `:noproc`, `:timeout`, or the reason of the process where that is not `reason`.
  """
  def stop(process, reason, timeout) do
    ref = :erlang.monitor(:process, process)
    started_ms = :erlang.monotonic_time(:millisecond)

    try do
      :sys.terminate(process, reason, timeout)
    catch
      :exit, {:timeout, {:sys, :terminate, _}} ->
        :erlang.demonitor(ref, [:flush])
        exit(:timeout)

      :exit, {exit_reason, {:sys, :terminate, _}} when exit_reason in [:noproc, reason] ->
        await_down(ref, reason, timeout, started_ms)

      :exit, exit_reason ->
        :erlang.demonitor(ref, [:flush])
        exit(exit_reason)
    else
      :ok -> await_down(ref, reason, timeout, started_ms)
    end
  end

  defp await_down(ref, reason, timeout, started_ms) do
    receive do
      {:DOWN, ^ref, _, _, ^reason} -> :ok
      {:DOWN, ^ref, _, _, other_reason} -> exit(other_reason)
    after
      time_left(timeout, started_ms) ->
        :erlang.demonitor(ref, [:flush])
        exit(:timeout)
    end
  end

  defp time_left(:infinity, _started_ms), do: :infinity

  defp time_left(timeout, started_ms) do
    max(timeout - (:erlang.monotonic_time(:millisecond) - started_ms), 0)
  end

  ## What a process was started as

  @doc """
  The initial call of a process of this module, with placeholders for the arguments, or `false`.
  """
  def initial_call(process) do
    case stored_initial_call(process) do
      {module, function, arity} when is_integer(arity) ->
        {module, function, placeholders(arity, [])}

      {module, function, args} when is_list(args) ->
        {module, function, placeholders(length(args), [])}

      nil ->
        false
    end
  end

  defp placeholders(0, names), do: names

  defp placeholders(n, names) do
    placeholders(n - 1, [:erlang.binary_to_atom("Argument__#{n}") | names])
  end

  @doc "The initial call of a process, as `{module, function, arity}`."
  def translate_initial_call(process) do
    case stored_initial_call(process) do
      nil -> {:proc_lib, :init_p, 5}
      call -> call
    end
  end

  defp stored_initial_call(process) do
    case dictionary(to_pid(process)) do
      entries when is_list(entries) ->
        case :lists.keyfind(:"$initial_call", 1, entries) do
          {_, call} -> call
          false -> nil
        end

      _ ->
        nil
    end
  end

  defp dictionary(pid) when pid == self(), do: :erlang.get()

  defp dictionary(pid) do
    case :erlang.process_info(pid, :dictionary) do
      {:dictionary, entries} -> entries
      _ -> nil
    end
  end

  defp to_pid(pid) when is_pid(pid), do: pid
  defp to_pid({x, y, z}), do: :erlang.list_to_pid('<#{x}.#{y}.#{z}>')

  # Behaviours start their processes through :gen; what a reader wants to know is the callback.
  defp visible_call(:gen, :init_it, args), do: visible_gen_call(args)
  defp visible_call(module, function, args), do: {module, function, length(args)}

  defp visible_gen_call([:gen_server, _, _, :supervisor, {_, module, _}, _]) do
    {:supervisor, module, 1}
  end

  defp visible_gen_call([:gen_server, _, _, _name, :supervisor, {_, module, _}, _]) do
    {:supervisor, module, 1}
  end

  defp visible_gen_call([:gen_server, _, _, module, _, _]), do: {module, :init, 1}
  defp visible_gen_call([:gen_server, _, _, _name, module, _, _]), do: {module, :init, 1}
  defp visible_gen_call([:gen_statem, _, _, module, _, _]), do: {module, :init, 1}
  defp visible_gen_call([:gen_statem, _, _, _name, module, _, _]), do: {module, :init, 1}
  defp visible_gen_call([:gen_event | _]), do: {:gen_event, :init_it, 6}
  defp visible_gen_call(args), do: {:gen, :init_it, length(args)}

  ## Crash reports

  defp report_crash(class, reason, stacktrace) do
    # A report costs a walk over all linked processes: it is made only for somebody who reads it.
    if :logger.allow_sasl(:error) do
      :logger.log_event(
        :error,
        {:report,
         %{
           label: {:proc_lib, :crash},
           report: [own_info(class, reason, stacktrace), neighbours()]
         }},
        %{
          domain: [:otp, :sasl],
          report_cb: &:proc_lib.report_cb/2,
          logger_formatter: %{title: 'CRASH REPORT'},
          error_logger: %{tag: :error_report, type: :crash_report}
        }
      )
    end
  end

  defp own_info(class, reason, stacktrace) do
    dictionary = :erlang.get()

    [
      initial_call: initial_call(self()),
      pid: self(),
      registered_name: registered_name(self()),
      error_info: {class, reason, stacktrace},
      ancestors: ancestors(),
      message_queue_len: info(self(), :message_queue_len),
      messages: info(self(), :messages),
      links: info(self(), :links),
      dictionary: for({key, _} = entry <- dictionary, not bookkeeping?(key), do: entry),
      trap_exit: info(self(), :trap_exit),
      status: info(self(), :status),
      heap_size: info(self(), :heap_size),
      stack_size: info(self(), :stack_size),
      reductions: info(self(), :reductions)
    ]
  end

  defp bookkeeping?(:"$ancestors"), do: true
  defp bookkeeping?(:"$initial_call"), do: true
  defp bookkeeping?(_), do: false

  defp registered_name(pid) do
    case :erlang.process_info(pid, :registered_name) do
      {:registered_name, name} -> name
      _ -> []
    end
  end

  defp info(pid, item) do
    case :erlang.process_info(pid, item) do
      {_item, value} -> value
      _ -> :undefined
    end
  end

  # The processes that this crash takes along: linked, directly or through others, and not
  # trapping exits.
  defp neighbours do
    neighbours(linked_pids(self()), %{self() => true}, [])
  end

  defp neighbours([], _seen, reports), do: reports

  defp neighbours([pid | rest], seen, reports) when is_map_key(seen, pid) do
    neighbours(rest, seen, reports)
  end

  defp neighbours([pid | rest], seen, reports) do
    seen = Map.put(seen, pid, true)

    case :erlang.process_info(pid, :trap_exit) do
      {:trap_exit, false} ->
        report = {:neighbour, neighbour_info(pid)}
        neighbours(rest ++ linked_pids(pid), seen, [report | reports])

      _ ->
        neighbours(rest, seen, reports)
    end
  end

  defp linked_pids(pid) do
    case :erlang.process_info(pid, :links) do
      {:links, links} -> Enum.filter(links, &is_pid/1)
      _ -> []
    end
  end

  defp neighbour_info(pid) do
    dictionary = dictionary(pid) || []

    [
      pid: pid,
      registered_name: registered_name(pid),
      initial_call: neighbour_call(pid, dictionary),
      current_function: info(pid, :current_function),
      ancestors: neighbour_ancestors(dictionary),
      message_queue_len: info(pid, :message_queue_len),
      links: info(pid, :links),
      trap_exit: info(pid, :trap_exit),
      status: info(pid, :status),
      heap_size: info(pid, :heap_size),
      stack_size: info(pid, :stack_size),
      reductions: info(pid, :reductions),
      current_stacktrace: info(pid, :current_stacktrace)
    ]
  end

  defp neighbour_call(pid, dictionary) do
    case :lists.keyfind(:"$initial_call", 1, dictionary) do
      {_, {module, function, arity}} -> {module, function, placeholders(arity, [])}
      false -> info(pid, :initial_call)
    end
  end

  defp neighbour_ancestors(dictionary) do
    case :lists.keyfind(:"$ancestors", 1, dictionary) do
      {_, ancestors} -> ancestors
      false -> []
    end
  end

  @doc false
  def report_cb(%{label: {:proc_lib, :crash}, report: report}, _config), do: format(report)

  @doc "A crash report as a character list."
  def format([own, neighbours]) do
    {own_class, own_reason, own_stack} = own[:error_info]

    lines =
      Enum.map(own, fn
        {:error_info, _} ->
          kind = if own_class == :exit, do: 'exit', else: 'exception'
          [:io_lib.format('    ~ts ~tp: ~tp~n', [kind, own_class, own_reason]), stack(own_stack)]

        {:initial_call, {module, function, args}} ->
          text = Enum.map_join(args, ",", &Atom.to_string/1)
          :io_lib.format('    initial call: ~tp:~tp(~ts)~n', [module, function, text])

        {key, value} ->
          :io_lib.format('    ~tp: ~tp~n', [key, value])
      end)

    neighbour_lines =
      for {:neighbour, info} <- neighbours do
        ['    neighbour:\n' | for({key, value} <- info, do: line(key, value))]
      end

    :lists.flatten(['  crasher:\n', lines, '  neighbours:\n', neighbour_lines])
  end

  defp stack([]), do: []

  defp stack(stacktrace) do
    Enum.map(stacktrace, &['      in ', :io_lib.format('~tp~n', [&1])])
  end

  defp line(key, value), do: :io_lib.format('      ~tp: ~tp~n', [key, value])

  @doc false
  def format(report, _encoding), do: format(report)

  @doc false
  def format(report, _encoding, _depth), do: format(report)
end
