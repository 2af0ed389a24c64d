IO.puts("a tuple: #{{1, 2}}")
