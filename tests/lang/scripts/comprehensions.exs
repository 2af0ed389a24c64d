# for: generators, filters, patterns, bitstrings, into, uniq, reduce.
IO.inspect(for x <- 1..3, do: x * x)
IO.inspect(for x <- 1..3, y <- [:a, :b], do: {x, y})
IO.inspect(for x <- 1..10, rem(x, 2) == 0, x > 4, do: x)
IO.inspect(for {:ok, v} <- [ok: 1, error: 2, ok: 3], do: v)
IO.inspect(for %{a: a} <- [%{a: 1}, %{b: 2}, %{a: 3, b: 4}], do: a)
IO.inspect(for x <- [1, 2], y = x * 10, z <- [y, y + 1], do: {x, z})
IO.inspect(for <<c <- "hello">>, do: c + 1)
IO.inspect(for <<r::8, g::8, b::8 <- <<1, 2, 3, 4, 5, 6>> >>, do: {r, g, b})
IO.inspect(for <<b::1 <- <<5::4>> >>, do: b)
IO.inspect(for <<c::utf8 <- "aéz">>, c > ?a, do: <<c::utf8>>)
IO.inspect(for c <- 'abc', into: "", do: <<c, ?->>)
IO.inspect(for x <- 1..3, into: <<>>, do: <<x::4>>)
IO.inspect(for {k, v} <- %{a: 1, b: 2}, into: %{}, do: {v, k})
IO.inspect(for x <- [1, 2], into: [0], do: x)
IO.inspect(for x <- [1, 1, 2], into: MapSet.new(), do: x)
IO.inspect(for x <- [1, 2, 1, 3, 2], uniq: true, do: x)
IO.inspect(for x <- [1, 2, 3, 4], uniq: true, do: rem(x, 2))
IO.inspect(for x <- 1..5, reduce: 0 do acc -> acc + x end)

IO.inspect(
  for x <- [:a, :b, :a], reduce: %{} do
    %{^x => n} = acc -> %{acc | x => n + 1}
    acc -> Map.put(acc, x, 1)
  end
)

IO.inspect(for x <- 1..3, y <- x..3, x + y == 4, do: {x, y})
IO.inspect(for _ <- [], do: 1)
IO.inspect(for x when x > 1 <- [1, 2, 3], do: x)
IO.inspect(for {x, i} when i > 0 <- Enum.with_index([:a, :b, :c]), do: x)
IO.inspect(for x <- Stream.take(Stream.iterate(1, &(&1 * 2)), 4), do: x)
n = 100
IO.inspect(for n <- 1..2, do: n)
IO.inspect(n)
IO.inspect(for x <- [1, 2], do: (for y <- [x, x * 2], do: y))
IO.inspect(for %{name: "a" <> rest} <- [%{name: "abc"}, %{name: "xyz"}], do: rest)
IO.inspect(for ^n <- [1, 100, 100], do: :pinned)
IO.inspect(for x <- [3, 1, 2], x = x + 1, do: x)
IO.inspect(for x <- [nil, 1, false, 2], x, do: x)

try do
  for x <- 1, do: x
rescue
  e -> IO.puts(Exception.message(e))
end

try do
  for <<x <- :a>>, do: x
rescue
  e -> IO.inspect(e)
end

try do
  for _ <- [1], into: 5, do: 1
rescue
  e -> IO.puts(Exception.message(e))
end

try do
  for x <- [1], into: %{}, do: x
rescue
  e -> IO.puts(Exception.message(e))
end
