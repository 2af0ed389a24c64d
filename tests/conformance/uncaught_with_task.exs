Logger.configure(level: :none)
task = Task.async(fn -> raise "in the task" end)
Task.await(task)
