# for: generators, filters, into, reduce, uniq, bitstrings, patterns that skip.
IO.inspect(for x <- 1..5, do: x * x)
IO.inspect(for x <- 1..3, y <- [:a, :b], do: {x, y})
IO.inspect(for x <- 1..10, rem(x, 2) == 0, x > 4, do: x)
IO.inspect(for {:ok, v} <- [ok: 1, error: 2, ok: 3], do: v)
IO.inspect(for {k, v} <- %{a: 1, b: 2}, into: %{}, do: {v, k})
IO.inspect(for c <- 'hello', into: "", do: <<c - 32>>)
IO.inspect(for <<c <- "abc">>, do: c + 1)
IO.inspect(for <<r::4, g::4 <- <<0x12, 0x34>> >>, do: {r, g})
IO.inspect(for <<c <- "a1b2">>, c in ?a..?z, into: "", do: <<c>>)
IO.inspect(for x <- [1, 1, 2, 3, 3], uniq: true, do: x)
IO.inspect(for x <- 1..4, reduce: 0 do acc -> acc + x end)
IO.inspect(for x <- 1..3, y <- 1..x, reduce: %{} do acc -> Map.update(acc, x, [y], &[y | &1]) end)
IO.inspect(for x <- 1..3, y = x * 10, do: y + x)
IO.inspect(for x <- [1, nil, 2], x, do: x)
IO.inspect(for i <- 1..3, into: MapSet.new(), do: rem(i, 2))
IO.inspect(for i <- 1..2, do: (for j <- 1..i, do: {i, j}))
IO.inspect(for %{a: a} when a > 1 <- [%{a: 1}, %{a: 2}, %{b: 3}, %{a: 4}], do: a)
IO.inspect(for line <- String.split("a=1;b=2", ";"), [k, v] = String.split(line, "="), into: [], do: {String.to_atom(k), String.to_integer(v)})
IO.inspect(for n <- 1..2, s <- ~w(x y)a, n == 2 or s == :x, do: "#{s}#{n}")
x = 100
for x <- [1, 2], do: x
IO.inspect(x)
IO.inspect(for _ <- [], do: :never)
try do
  for x <- 5, do: x
rescue
  e in Protocol.UndefinedError -> IO.puts(Exception.message(e))
end
IO.inspect(for a <- 1..20, b <- a..20, c <- b..20, a * a + b * b == c * c, do: {a, b, c})
