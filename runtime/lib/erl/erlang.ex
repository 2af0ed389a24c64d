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

  def process_info(_pid), do: :erlang.error(:badarg)

  def process_info(pid, items) when :erlang.is_pid(pid) and :erlang.is_list(items) do
    case valid_items?(items) do
      true -> ask_info(pid, items)
      false -> :erlang.error(:badarg)
    end
  end

  def process_info(pid, item) when :erlang.is_pid(pid) do
    case :respawn_process.item?(item) do
      true -> one_item(item, ask_info(pid, [item]))
      false -> :erlang.error(:badarg)
    end
  end

  def process_info(_pid, _item), do: :erlang.error(:badarg)

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

  def is_process_alive(_pid), do: :erlang.error(:badarg)

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

  def hibernate(_module, _function, _arguments), do: :erlang.error(:badarg)

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
