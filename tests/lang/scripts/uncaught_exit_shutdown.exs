IO.puts("leaving")
exit({:shutdown, 3})
