# Process.info: every item, of oneself, of another, of the dead; and what is no item.
t = fn label, f ->
  r = try do f.() rescue e -> {:raised, e.__struct__, Exception.message(e)} catch k, v -> {k, v} end
  IO.puts("#{label}: #{inspect(r, limit: 100)}" |> String.replace(~r/#(PID|Function)<[^>]*>/, "#\\1"))
end
parent = self()
pid = spawn(fn ->
  Process.register(self(), :info_subject)
  Process.put(:k, 1)
  Process.put(:a, 2)
  Process.flag(:trap_exit, true)
  send(parent, :ready)
  receive do :go -> :ok end
end)
receive do :ready -> :ok end
send(pid, :one); send(pid, {:two, "2"})
for key <- [:registered_name, :messages, :message_queue_len, :dictionary, :trap_exit, :status, :priority, :links, :monitors, :monitored_by, :error_handler, :catchlevel, :suspending, :sequential_trace_token, :trace, :fullsweep_after, :message_queue_data, :min_heap_size, :min_bin_vheap_size, :initial_call, :current_function, :group_leader, :parent] do
  t.(key, fn ->
    case Process.info(pid, key) do
      {:group_leader, gl} -> {:group_leader, gl == Process.group_leader()}
      {:current_function, _} -> :cf
      {:initial_call, _} -> :ic
      {:dictionary, pairs} -> {:dictionary, Enum.sort(pairs)}
      {:parent, p} -> {:parent, p == parent}
      other -> other
    end
  end)
end
for key <- [:memory, :heap_size, :stack_size, :total_heap_size, :reductions, :binary, :garbage_collection, :garbage_collection_info, :max_heap_size, :backtrace, :current_location, :current_stacktrace] do
  t.(key, fn ->
    {^key, v} = Process.info(pid, key)
    cond do
      is_integer(v) -> {key, :integer, v > 0}
      is_binary(v) -> {key, :binary}
      is_map(v) -> {key, Map.keys(v)}
      is_list(v) and key in [:garbage_collection] -> {key, Keyword.keys(v)}
      is_list(v) and key == :garbage_collection_info -> {key, Keyword.keys(v)}
      is_list(v) -> {key, :list}
      is_tuple(v) -> {key, :tuple, tuple_size(v)}
      true -> {key, v}
    end
  end)
end
t.("list", fn -> Process.info(pid, [:message_queue_len, :registered_name, :trap_exit]) end)
t.("empty", fn -> Process.info(pid, []) end)
t.("bad key", fn -> Process.info(pid, :nonsense) end)
t.("bad key in list", fn -> Process.info(pid, [:links, :nonsense]) end)
t.("bad pid", fn -> Process.info(:x, :links) end)
t.("keys", fn -> Process.info(pid) |> Keyword.keys() end)
t.("self keys", fn -> Process.info(self()) |> Keyword.keys() end)
dead = spawn(fn -> :ok end)
ref = Process.monitor(dead)
receive do {:DOWN, ^ref, _, _, _} -> :ok end
t.("dead", fn -> Process.info(dead) end)
t.("dead key", fn -> Process.info(dead, :links) end)
t.("dead name", fn -> Process.info(dead, :registered_name) end)
t.("unregistered", fn -> Process.info(self(), :registered_name) end)
t.("unregistered list", fn -> Process.info(self(), [:registered_name]) end)
t.("current function", fn -> Process.info(self(), :current_function) |> elem(1) |> is_tuple end)
t.("monitors", fn ->
  r = Process.monitor(pid)
  x = Process.info(self(), :monitors) == {:monitors, [process: pid]}
  y = Process.info(pid, :monitored_by) == {:monitored_by, [parent]}
  r2 = Process.monitor(:info_subject)
  z = Process.info(self(), :monitors)
  Process.demonitor(r); Process.demonitor(r2)
  {x, y, z |> elem(1) |> Enum.map(fn {k, v} -> {k, is_pid(v) || v} end) |> Enum.sort, Process.info(self(), :monitors)}
end)
t.("links", fn -> Process.link(pid); a = Process.info(self(), :links) == {:links, [pid]}; Process.unlink(pid); {a, Process.info(self(), :links)} end)
t.("dictionary one", fn -> :erlang.process_info(pid, :dictionary) |> elem(1) |> Enum.sort() end)
t.("erl bad", fn -> :erlang.process_info(pid, :zz) end)
send(pid, :go)
