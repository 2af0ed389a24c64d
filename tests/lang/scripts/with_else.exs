# with: clauses, guards, plain expressions, else, scoping.
parse = fn text ->
  with {number, rest} <- Integer.parse(text),
       rest = String.trim(rest),
       true <- number > 0,
       :ok <- (if rest == "", do: :ok, else: {:rest, rest}) do
    {:ok, number}
  else
    :error -> {:error, :not_a_number}
    false -> {:error, :not_positive}
    {:rest, rest} when byte_size(rest) > 3 -> {:error, :long_rest}
    {:rest, rest} -> {:error, rest}
  end
end

IO.inspect(Enum.map(["1", "-1", "x", "1 ab", "1 abcdef", "12  "], parse))
IO.inspect(with(do: 1))
IO.inspect(with(a = 1, b = a + 1, do: a + b))
IO.inspect(with({:ok, x} <- :error, do: x))
IO.inspect(with({:ok, x} when x > 1 <- {:ok, 1}, do: x))
a = 1
IO.inspect(with(a <- a + 1, a <- a + 1, do: a))
IO.inspect(a)
IO.inspect(with(%{b: b} <- %{b: 2}, [c | _] <- [b, 3], do: {b, c}))
IO.inspect(with({:ok, ^a} <- {:ok, 1}, do: :pinned))

IO.inspect(
  with {:ok, a} <- {:ok, 1},
       {:ok, b} <- {:error, a} do
    {a, b}
  else
    {:error, x} -> {:else, x}
  end
)

try do
  with 1 <- 2 do
    :ok
  else
    3 -> :three
  end
rescue
  e -> IO.puts(Exception.message(e))
end

try do
  with x = raise("inside"), do: x
rescue
  e -> IO.puts(Exception.message(e))
end

try do
  with {:ok, y} = {:error, 1}, do: y
rescue
  e -> IO.puts(Exception.message(e))
end
