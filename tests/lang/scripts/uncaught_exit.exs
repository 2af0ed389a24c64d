IO.puts("leaving")
exit({:reason, %{a: 1}})
