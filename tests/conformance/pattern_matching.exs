# Patterns of every form, in match, case, functions and funs.
{a, [b | c], %{k: d}} = {1, [2, 3, 4], %{k: :v, other: 0}}
IO.inspect({a, b, c, d})

x = 1
IO.inspect(match?({^x, _}, {1, 2}))
IO.inspect(match?({^x, _}, {2, 2}))
IO.inspect(match?(%{a: n} when n > 3, %{a: 4}))

<<h::8, rest::binary>> = "abc"
IO.inspect({h, rest})
<<n::16-little, m::4, l::4, tail::bits>> = <<1, 2, 0x34, 5::3>>
IO.inspect({n, m, l, tail})
<<size::8, body::binary-size(size), more::binary>> = <<3, "foobar">>
IO.inspect({size, body, more})
"GET " <> path = "GET /index.html"
IO.puts(path)

defmodule Shapes do
  def area({:circle, r}), do: 3 * r * r
  def area({:rect, w, h}) when w > 0 and h > 0, do: w * h
  def area({:rect, _, _} = bad), do: {:bad, bad}
  def area(%{kind: :square, side: s}), do: s * s
  def area([]), do: 0
  def area([shape | rest]), do: area(shape) + area(rest)

  def kind(n) when is_integer(n) and n in 1..9, do: :digit
  def kind(n) when n in [10, 20], do: :tens
  def kind(n) when is_float(n) or is_integer(n), do: :number
  def kind(<<c, _::binary>>) when c in ?a..?z, do: :lower
  def kind(s) when is_binary(s), do: :string
  def kind(f) when is_function(f, 1), do: :fun1
  def kind(f) when is_function(f), do: :fun
  def kind(nil), do: :nothing
  def kind(a) when is_atom(a), do: :atom
  def kind(%{__struct__: name}), do: {:struct, name}
  def kind(%{}), do: :map
  def kind({}), do: :unit
  def kind(t) when is_tuple(t) and tuple_size(t) > 2, do: :long_tuple
  def kind(_), do: :other
end

IO.inspect(Shapes.area([{:circle, 2}, {:rect, 2, 3}, %{kind: :square, side: 4}]))
IO.inspect(Shapes.area({:rect, -1, 2}))
for v <- [5, 10, 11, 1.5, "abc", "Abc", "", &(&1), fn -> 1 end, nil, :a, 1..2, %{}, {}, {1, 2, 3}, {1}, []] do
  IO.inspect(Shapes.kind(v))
end

classify = fn
  0 -> :zero
  n when rem(n, 2) == 0 -> :even
  _ -> :odd
end
IO.inspect(Enum.map([0, 1, 2], classify))

result =
  case {1, %{name: "x", tags: ["a", "b"]}} do
    {1, %{name: name, tags: [first | _]}} when first != "z" -> {name, first}
    _ -> :none
  end
IO.inspect(result)

try do
  {:ok, v} = {:error, :boom}
  IO.inspect(v)
rescue
  e in MatchError -> IO.puts(Exception.message(e))
end

try do
  case 5 do
    1 -> :one
  end
rescue
  e in CaseClauseError -> IO.puts(Exception.message(e))
end

try do
  Shapes.area(:nope)
rescue
  e in FunctionClauseError -> IO.puts(hd(String.split(Exception.message(e), "\n")))
end

try do
  cond do
    x > 5 -> 1
    nil -> 2
  end
rescue
  e in CondClauseError -> IO.puts(Exception.message(e))
end

[a, a2] = for i <- 1..2, do: i
{_, _} = {a, a2}
%{^x => found} = %{1 => "one", 2 => "two"}
IO.puts(found)
[%{id: 1} = first, %{id: second_id} | _] = [%{id: 1, n: "a"}, %{id: 2}, %{id: 3}]
IO.inspect({first, second_id})
