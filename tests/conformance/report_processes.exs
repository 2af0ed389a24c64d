# What is said of bare processes that end badly, and of those that end well: nothing.
run = fn f ->
  {_, ref} = spawn_monitor(f)
  receive do {:DOWN, ^ref, _, _, _} -> :ok end
  Process.sleep(30)
end
run.(fn -> :ok end)
run.(fn -> exit(:normal) end)
run.(fn -> exit(:shutdown) end)
run.(fn -> raise ArgumentError, "bad thing" end)
run.(fn -> throw(:ball) end)
run.(fn -> exit(:odd_reason) end)
run.(fn -> :erlang.error({:my, :error}) end)
run.(fn -> String.to_integer("z") end)
run.(fn -> Process.exit(self(), :kill) end)
IO.puts("end")
