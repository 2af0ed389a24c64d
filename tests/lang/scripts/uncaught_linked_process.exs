Process.flag(:trap_exit, false)
IO.puts("spawning")
spawn_link(fn -> exit(:child_is_gone) end)
Process.sleep(:infinity)
