IO.puts("first")
Enum.mapp([1, 2], & &1)
