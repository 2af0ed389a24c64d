IO.puts("one")
x = 1 + * 2
