x = 5

cond do
  x > 10 -> IO.puts("big")
  x < 3 -> IO.puts("small")
end
