IO.puts("start")
IO.inspect(String.upcaes("a"))
