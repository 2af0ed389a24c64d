defmodule :erlang do
  # The functions of :erlang that have to wait for another process, and those that are easier said here than in a native.
  #
  # A question to another process is a signal to it; the answer is a message with a fresh reference, so that the receive
  # looks at nothing older.
  @moduledoc false

  def process_info(pid) when :erlang.is_pid(pid) do
    case ask_info(pid, default_items()) do
      :undefined -> :undefined
      items -> without_empty_name(items)
    end
  end

  def process_info(pid), do: :erlang.error(:badarg, [pid], :argument_faults.info(["not a pid"]))

  def process_info(pid, items) when :erlang.is_pid(pid) and :erlang.is_list(items) do
    case valid_items?(items) do
      true -> ask_info(pid, items)
      false -> bad_items(pid, items)
    end
  end

  def process_info(pid, item) when :erlang.is_pid(pid) do
    case :respawn_process.item?(item) do
      true -> one_item(item, ask_info(pid, [item]))
      false -> bad_items(pid, item)
    end
  end

  def process_info(pid, items) do
    :erlang.error(:badarg, [pid, items], :argument_faults.info(["not a pid"]))
  end

  defp bad_items(pid, items) do
    :erlang.error(
      :badarg,
      [pid, items],
      :argument_faults.info([nil, "invalid item or item list"])
    )
  end

  # A process without a name has no such item at all.
  defp one_item(:registered_name, [{:registered_name, []}]), do: []
  defp one_item(_item, [answer]), do: answer
  defp one_item(_item, :undefined), do: :undefined

  defp without_empty_name([{:registered_name, []} | items]), do: items
  defp without_empty_name(items), do: items

  defp valid_items?([item | items]) do
    case :respawn_process.item?(item) do
      true -> valid_items?(items)
      false -> false
    end
  end

  defp valid_items?([]), do: true
  defp valid_items?(_), do: false

  defp ask_info(pid, items) do
    case :respawn_process.info(pid, items) do
      {:ok, answers} -> answers
      {:wait, reference} -> await(reference)
      :undefined -> :undefined
    end
  end

  defp await(reference) do
    receive do
      {^reference, answer} -> answer
    end
  end

  defp default_items do
    [
      :registered_name,
      :current_function,
      :initial_call,
      :status,
      :message_queue_len,
      :links,
      :dictionary,
      :trap_exit,
      :error_handler,
      :priority,
      :group_leader,
      :total_heap_size,
      :heap_size,
      :stack_size,
      :reductions,
      :garbage_collection,
      :suspending
    ]
  end

  def is_process_alive(pid) when :erlang.is_pid(pid) do
    case :respawn_process.alive(pid) do
      :ask -> ask_info(pid, [:status]) != :undefined
      certain -> certain
    end
  end

  def is_process_alive(pid) do
    :erlang.error(:badarg, [pid], :argument_faults.info(["not a pid"]))
  end

  def garbage_collect(pid), do: garbage_collect(pid, [])

  def garbage_collect(pid, options) when :erlang.is_pid(pid) and :erlang.is_list(options) do
    case pid == :erlang.self() do
      true ->
        :erlang.garbage_collect()

      false ->
        case :respawn_process.collect(pid) do
          {:wait, reference} -> collected(await(reference), options)
          false -> collected(false, options)
        end
    end
  end

  def garbage_collect(_pid, _options), do: :erlang.error(:badarg)

  defp collected(:undefined, options), do: collected(false, options)

  defp collected(done, options) do
    case :lists.keyfind(:async, 1, options) do
      {:async, request} ->
        :erlang.send(:erlang.self(), {:garbage_collect, request, done})
        :async

      false ->
        done
    end
  end

  # Drops the stack, waits with a heap as small as can be, and goes on in the function.
  def hibernate(module, function, arguments)
      when :erlang.is_atom(module) and :erlang.is_atom(function) and :erlang.is_list(arguments) do
    :respawn_process.hibernate(module, function, arguments)
  end

  def hibernate(module, function, arguments) do
    faults = [
      :argument_faults.atom(module),
      :argument_faults.atom(function),
      :argument_faults.list(arguments)
    ]

    :erlang.error(:badarg, [module, function, arguments], :argument_faults.info(faults))
  end

  def get_module_info(module), do: :respawn_code.module_information(module)
  def get_module_info(module, key), do: :respawn_code.module_information(module, key)

  def spawn_request(fun), do: spawn_request(fun, [])

  def spawn_request(fun, options) when :erlang.is_function(fun, 0) do
    request(options, fn options -> :erlang.spawn_opt(fun, options) end)
  end

  def spawn_request(module, function, arguments),
    do: spawn_request(module, function, arguments, [])

  def spawn_request(module, function, arguments, options) do
    request(options, fn options -> :erlang.spawn_opt(module, function, arguments, options) end)
  end

  defp request(options, spawn) do
    tag =
      case :lists.keyfind(:reply_tag, 1, options) do
        {:reply_tag, tag} -> tag
        false -> :spawn_reply
      end

    spawn_options = :lists.keydelete(:reply, 1, :lists.keydelete(:reply_tag, 1, options))

    {pid, reference} =
      case spawn.(spawn_options) do
        {pid, reference} -> {pid, reference}
        pid -> {pid, :erlang.make_ref()}
      end

    case :lists.keyfind(:reply, 1, options) do
      {:reply, answer} when answer == :no or answer == :error_only -> :ok
      _ -> :erlang.send(:erlang.self(), {tag, reference, :ok, pid})
    end

    reference
  end

  def spawn_request_abandon(_reference), do: false

  # -- other names of operators ----------------------------------------------------------------

  def append(list, tail) do
    :erlang.++(list, tail)
  catch
    :error, :badarg ->
      faults = [:argument_faults.list(list)]
      :erlang.error(:badarg, [list, tail], :argument_faults.info(faults))
  end

  def subtract(list, removed) do
    :erlang.--(list, removed)
  catch
    :error, :badarg ->
      faults = [:argument_faults.list(list), :argument_faults.list(removed)]
      :erlang.error(:badarg, [list, removed], :argument_faults.info(faults))
  end

  # -- the parts of what is told as a whole ----------------------------------------------------

  def memory(type) when :erlang.is_atom(type) do
    case :lists.keyfind(type, 1, :erlang.memory()) do
      {_type, bytes} ->
        bytes

      false ->
        :erlang.error(:badarg, [type], :argument_faults.info(["invalid memory type option"]))
    end
  end

  def memory(types) when :erlang.is_list(types) do
    all = :erlang.memory()
    known = :lists.filter(fn type -> :lists.keymember(type, 1, all) end, types)

    if known != types,
      do: :erlang.error(:badarg, [types], :argument_faults.info(["invalid option in list"]))

    :lists.map(fn type -> :lists.keyfind(type, 1, all) end, types)
  end

  def memory(types),
    do: :erlang.error(:badarg, [types], :argument_faults.info(["not an atom or a list"]))

  # -- the calendar of POSIX -------------------------------------------------------------------

  def posixtime_to_universaltime(seconds) do
    in_range? =
      :erlang.is_integer(seconds) and seconds > -67_768_100_567_884_800 and
        seconds < 67_767_976_233_446_399

    if not in_range?,
      do: :erlang.error(:badarg, [seconds], :argument_faults.info(["not an integer"]))

    :calendar.gregorian_seconds_to_datetime(seconds + 62_167_219_200)
  end

  def universaltime_to_posixtime(datetime) do
    :calendar.datetime_to_gregorian_seconds(datetime) - 62_167_219_200
  catch
    :error, _reason ->
      :erlang.error(:badarg, [datetime], :argument_faults.info(["not a valid universal time"]))
  end

  # -- nodes: there is only this one -----------------------------------------------------------

  def nodes(types, options) when :erlang.is_map(options), do: :erlang.nodes(types)
  def get_cookie, do: :nocookie
  def get_cookie(node) when :erlang.is_atom(node), do: :nocookie

  def set_cookie(cookie) when :erlang.is_atom(cookie),
    do: :erlang.error(:distribution_not_started)

  def set_cookie(node, cookie) when :erlang.is_atom(node) and :erlang.is_atom(cookie) do
    :erlang.error(:distribution_not_started)
  end

  def monitor_node(node, on?) when :erlang.is_atom(node) and :erlang.is_boolean(on?) do
    if node == :erlang.node(), do: true, else: :erlang.error(:notalive, [node, on?])
  end

  def monitor_node(node, on?, options) when :erlang.is_list(options), do: monitor_node(node, on?)
  def disconnect_node(node) when :erlang.is_atom(node), do: :ignored
  def send_nosuspend(target, message), do: send_nosuspend(target, message, [])

  def send_nosuspend(target, message, options) when :erlang.is_list(options) do
    :erlang.send(target, message)
    true
  end

  def spawn(node, fun), do: :erlang.spawn(at(node, fun))
  def spawn_link(node, fun), do: :erlang.spawn_link(at(node, fun))
  def spawn_monitor(node, fun), do: :erlang.spawn_monitor(at(node, fun))
  def spawn_opt(node, fun, options), do: :erlang.spawn_opt(at(node, fun), options)

  def spawn(node, module, function, arguments),
    do: :erlang.spawn(at(node, module, function, arguments))

  def spawn_link(node, module, function, arguments) do
    :erlang.spawn_link(at(node, module, function, arguments))
  end

  def spawn_monitor(node, module, function, arguments) do
    :erlang.spawn_monitor(at(node, module, function, arguments))
  end

  def spawn_opt(node, module, function, arguments, options) do
    :erlang.spawn_opt(at(node, module, function, arguments), options)
  end

  # What runs in place of a process of a node that cannot be reached.
  defp at(node, fun) when :erlang.is_atom(node) and :erlang.is_function(fun, 0) do
    if node == :erlang.node(), do: fun, else: fn -> :erlang.exit(:noconnection) end
  end

  defp at(_node, _fun), do: :erlang.error(:badarg)

  defp at(node, module, function, arguments)
       when :erlang.is_atom(module) and :erlang.is_atom(function) and :erlang.is_list(arguments) do
    at(node, fn -> :erlang.apply(module, function, arguments) end)
  end

  defp at(_node, _module, _function, _arguments), do: :erlang.error(:badarg)

  # -- what there is only one version of -------------------------------------------------------

  def check_old_code(module) when :erlang.is_atom(module), do: false

  def check_process_code(pid, module) when :erlang.is_pid(pid) and :erlang.is_atom(module),
    do: false

  def check_process_code(pid, module, options) when :erlang.is_list(options) do
    check_process_code(pid, module)
  end

  def purge_module(module) when :erlang.is_atom(module), do: :erlang.error(:badarg, [module])

  # -- settings --------------------------------------------------------------------------------

  def process_flag(pid, :save_calls, count)
      when :erlang.is_pid(pid) and :erlang.is_integer(count),
      do: 0

  def process_flag(pid, flag, value) do
    pid_fault = if not :erlang.is_pid(pid), do: "not a pid"
    flag_fault = if flag != :save_calls, do: "invalid process flag"
    :erlang.error(:badarg, [pid, flag, value], :argument_faults.info([pid_fault, flag_fault]))
  end

  def suspend_process(pid, options) when :erlang.is_pid(pid) and :erlang.is_list(options) do
    cond do
      :lists.member(:unless_suspending, options) and suspends?(pid) -> false
      true -> :erlang.suspend_process(pid)
    end
  end

  defp suspends?(pid) do
    {:suspending, suspended} = :erlang.process_info(:erlang.self(), :suspending)
    :lists.keymember(pid, 1, suspended)
  end

  # -- ports (respawn_port.ex) -----------------------------------------------------------------

  def open_port(name, options) when :erlang.is_tuple(name) and :erlang.is_list(options) do
    case opened(name, options) do
      {:ok, port} ->
        port

      {:error, reason} ->
        :erlang.error(reason, [name, options])

      {:fault, position, fault} ->
        faults = :lists.duplicate(position - 1, nil) ++ [fault]
        :erlang.error(:badarg, [name, options], :argument_faults.info(faults))
    end
  end

  def open_port(name, options), do: :erlang.error(:badarg, [name, options])

  defp opened(name, options) do
    :respawn_port.open(:respawn_port_options.plan(name, options))
  catch
    :throw, {:fault, position, fault} -> {:fault, position, fault}
    :throw, {:failure, reason} -> {:error, reason}
  end

  def port_command(port, data), do: port_command(port, data, [])

  def port_command(port, data, flags) when :erlang.is_list(flags) do
    bytes =
      try do
        :erlang.iolist_to_binary(data)
      catch
        :error, _reason ->
          faults = :argument_faults.info([nil, "not an iodata term"])
          :erlang.error(:badarg, [port, data], faults)
      end

    answer_of(port, {:command, bytes, flags})
  end

  def port_close(port), do: answer_of(port, :close)

  def port_connect(port, pid) when :erlang.is_pid(pid), do: answer_of(port, {:connect, pid})
  def port_connect(port, pid), do: :erlang.error(:badarg, [port, pid])

  # There are no drivers to be controlled.
  def port_control(port, operation, data), do: :erlang.error(:badarg, [port, operation, data])
  def port_call(port, operation, data), do: :erlang.error(:badarg, [port, operation, data])

  def port_info(port) do
    case port_items(port, [:name, :links, :id, :connected, :input, :output, :os_pid]) do
      {:ok, items} -> with_name(port, items)
      :undefined -> :undefined
    end
  end

  @port_items [:registered_name, :name, :links, :id, :connected, :input, :output, :os_pid, :monitors] ++
                [:monitored_by, :locking, :memory, :parallelism, :queue_size]

  def port_info(port, item) do
    if not :lists.member(item, @port_items) do
      :erlang.error(:badarg, [port, item], :argument_faults.info([nil, "invalid option in list"]))
    end

    case port_items(port, [item]) do
      {:ok, [{:registered_name, []}]} -> []
      {:ok, [answer]} -> answer
      :undefined -> :undefined
    end
  end

  defp with_name(port, items) do
    case port_items(port, [:registered_name]) do
      {:ok, [{:registered_name, name}]} when name != [] -> [{:registered_name, name} | items]
      _ -> items
    end
  end

  defp port_items(port, items) do
    case port_of(port) do
      :undefined ->
        :undefined

      :none ->
        :erlang.error(:badarg, [port, items])

      port ->
        with :closed <- :respawn_port.call(port, {:info, items}), do: :undefined
    end
  end

  defp answer_of(name, question) do
    case port_of(name) do
      port when port == :none or port == :undefined -> :erlang.error(:badarg)
      port -> with :closed <- :respawn_port.call(port, question), do: :erlang.error(:badarg)
    end
  end

  defp port_of(port) when :erlang.is_port(port), do: port

  defp port_of(name) when :erlang.is_atom(name) do
    case :erlang.whereis(name) do
      port when :erlang.is_port(port) -> port
      _ -> :undefined
    end
  end

  defp port_of(_other), do: :none

  def display(term) do
    :io.format(:user, "~0p~n", [term])
    true
  end
end

defmodule :respawn_process do
  # Where a hibernating process goes on: with nothing on its stack, it waits for a message and leaves it in the mailbox.
  @moduledoc false

  def awake(module, function, arguments) do
    :erlang.garbage_collect()
    :respawn_process.await_message()
    :erlang.apply(module, function, arguments)
  end
end
