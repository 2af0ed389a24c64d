{:ok, pid} = Task.start(fn -> raise "task failed" end)
ref = Process.monitor(pid)
receive do {:DOWN, ^ref, _, _, _} -> :ok end
Process.sleep(50)
Process.flag(:trap_exit, true)
task = Task.async(fn -> exit(:task_exit) end)
receive do
  {:EXIT, _, reason} ->
    Process.sleep(50)
    IO.inspect(reason)
end
IO.inspect(Process.alive?(task.pid))
Process.sleep(50)
