# Operators: precedence, associativity, short circuits, own ones.
IO.inspect([1 + 2 * 3, (1 + 2) * 3, 2 ** 3 ** 2, -2 ** 2, 10 - 3 - 2, 2 * 3 + 4 * 5, 7 / 2, div(-7, 2), rem(-7, 2), Integer.mod(-7, 2)])
IO.inspect([1 < 2 and 2 < 3, not true == false, !nil, nil || 1, false && 1, 1 && 2, true and :x, false or :y])
IO.inspect([1 == 1.0, 1 === 1.0, 1 != 1.0, 1 !== 1.0, "a" == :a, [1] == [1.0], {1, 2} < {1, 3}, [1, 2] < [1, 2, 0]])
IO.inspect([1 < :a, :a < {}, {} < %{}, %{} < [], [] < "", nil < true])
IO.inspect([[1] ++ [2] ++ [3], [1, 2, 3, 2] -- [2] -- [3], "a" <> "b" <> "c", [1, 2] ++ 3])
IO.inspect([1 in [1, 2], 3 not in [1, 2], 2 in 1..3, :a in %{}, ?b in 'abc'])
IO.inspect([1..5, 1..5//2, Enum.to_list(5..1//-2), 1..2 == 1..2//1])
IO.inspect(5 |> Kernel.+(1) |> to_string() |> String.pad_leading(3, "0"))
IO.inspect("abc" =~ ~r/b/)
use Bitwise
IO.inspect([5 &&& 3, 5 ||| 3, bxor(5, 3), 1 <<< 4, 256 >>> 4, ~~~5, band(6, 3), bsl(1, 10), bnot(0)])
IO.inspect([max(1, 2), min(1, :a), abs(-3), round(2.5), round(-2.5), trunc(2.9), floor(-2.1), ceil(2.1)])
IO.inspect([10 / 5, 1.0 * 3, 3 - 0.5, 0.1 + 0.2, 1.0e3, 5 / 3])
IO.inspect([2 ** 100, -(2 ** 70), 12345678901234567890 * 98765432109876543210, rem(2 ** 70, 1000), div(2 ** 70, 3), 2 ** -1, 2.0 ** 3, 4 ** 0.5])
x = y = 3
IO.inspect({x, y})
{a, b} = {b = 1, 2} |> then(fn {p, q} -> {p, q} end)
IO.inspect({a, b})
[h | t] = [1, 2, 3]
IO.inspect({h, t})
{:ok, [first | _] = all} = {:ok, [1, 2]}
IO.inspect({first, all})
%{a: [_, second | _]} = %{a: [1, 2, 3]}
IO.inspect(second)

defmodule Ops do
  def a ~> b, do: {:arrow, a, b}
  def a <~> b, do: {:both, a, b}
  defmacro a <<~ b, do: quote(do: {unquote(b), unquote(a)})
  def +a, do: {:plus, a}
  def a + b, do: {:add, a, b}
end

defmodule UseOps do
  import Kernel, except: [+: 1, +: 2]
  import Ops
  def run, do: {1 ~> 2 ~> 3, 1 <~> 2, 1 <<~ 2, +5, 1 + 2 + 3}
end

IO.inspect(UseOps.run())
IO.inspect(Ops.~>(1, 2))
IO.inspect(Kernel.+(1, 2))
IO.inspect(if(true, do: 1) || 2)
IO.inspect(unless(true, do: 1))
IO.inspect((fn -> 1; 2; 3 end).())
IO.inspect(not (1 in [2]))
IO.inspect(true && nil || :default)
IO.inspect(is_nil(nil) and is_atom(nil))
IO.inspect(1 |> Kernel.-() |> abs)
IO.inspect([a: 1, b: 2] ++ [c: 3])
IO.inspect(Integer.pow(2, 10))
IO.inspect({System.unique_integer() != System.unique_integer(), make_ref() == make_ref()})
for f <- [fn -> 1 / 0 end, fn -> rem(1, 0) end, fn -> div(1, 0) end, fn -> 1 + :a end, fn -> nil + 1 end, fn -> not 1 end, fn -> 1 and true end, fn -> nil or true end, fn -> [1] ++ 2 ++ 3 end, fn -> 1 ++ [2] end, fn -> [1] -- 2 end, fn -> 1 in 2 end, fn -> 2 ** "a" end, fn -> bsl(1.0, 2) end, fn -> -:a end] do
  try do
    IO.inspect(f.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end

# Which operands an error names: those of an operation with a number that is written there are not told.
defmodule Operands do
  def sum(x, y), do: x + y
  def product(x), do: x * 2
  def next(x), do: x + 1
  def next_too(x), do: 1 + x
  def previous(x), do: x - 1
  def quotient(x, y), do: div(x, y)
  def both_known, do: :a + 1
end

for f <- [
      fn -> Operands.sum("a", 1) end,
      fn -> Operands.product("a") end,
      fn -> Operands.next("a") end,
      fn -> Operands.next_too("a") end,
      fn -> Operands.previous("a") end,
      fn -> Operands.quotient(1, 0) end,
      fn -> Operands.both_known() end
    ] do
  try do
    f.()
  rescue
    error -> error |> then(&Exception.blame(:error, &1, __STACKTRACE__)) |> elem(0) |> Exception.message() |> IO.puts()
  end
end
