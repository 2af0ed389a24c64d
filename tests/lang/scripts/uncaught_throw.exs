Enum.each([1, 2, 3], fn x -> if x == 2, do: throw({:found, x}), else: IO.puts(x) end)
