# Operators and guards of ones own, imports with exceptions, patterns, text and ranges.
defmodule K do
  import Kernel, except: [+: 2, if: 2]
  def a + b, do: Kernel.+(a, Kernel.*(b, 10))
  defmacro if(c, do: d), do: quote(do: Kernel.if(unquote(c), do: {:mine, unquote(d)}))
  def t, do: 1 + 2
end
IO.inspect K.t
defmodule Ops do
  def a <~> b, do: {:tilde, a, b}
  def a ~> b, do: {:arrow, a, b}
  def a <<~ b, do: {:ll, a, b}
  def a ~>> b, do: {:rr, a, b}
  def a ||| b, do: {:or, a, b}
  def a +++ b, do: {:ppp, a, b}
  def a --- b, do: {:mmm, a, b}
  def ~~~a, do: {:neg, a}
end
defmodule UseOps do
  import Ops
  def t, do: [1 <~> 2, 1 ~> 2, 1 <<~ 2, 1 ~>> 2, 1 ||| 2, [1] +++ [2], [1] --- [2], ~~~1, 1 ~> 2 ~> 3, 1 <~> 2 ||| 3]
end
IO.inspect UseOps.t
defmodule G do
  defguard is_even(x) when is_integer(x) and rem(x, 2) == 0
  defguardp is_big(x) when x > 100
  defguard between(x, a, b) when x >= a and x <= b
  def f(x) when is_even(x) and is_big(x), do: :big_even
  def f(x) when is_even(x), do: :even
  def f(x) when between(x, 1, 5), do: :small_odd
  def f(x) when x in [7, 9, 11], do: :listed
  def f(x) when x in 100..200, do: :range
  def f(x) when is_binary(x) and byte_size(x) > 3 when is_atom(x), do: :str_or_atom
  def f(%{a: a}) when is_map_key(a, :k), do: :has_k
  def f(x) when is_struct(x, Range), do: :range_struct
  def f(x) when is_exception(x), do: :exc
  def f({_, _} = t) when elem(t, 0) == 1, do: :tuple1
  def f([_ | _] = l) when hd(l) == 1 and length(l) > 1, do: :list1
  def f(f) when is_function(f, 2), do: :fun2
  def f(_), do: :other
end
IO.inspect(for x <- [102, 4, 3, 7, 151, "abcd", :a, %{a: %{k: 1}}, 1..2, %RuntimeError{}, {1, 2}, {2, 1}, [1, 2], [2], fn _, _ -> 1 end, nil, 1.5, %{a: 1}], do: G.f(x))
defmodule UsesG do
  require G
  def t, do: {G.is_even(4), G.between(4, 1, 3), (case 5 do x when G.between(x, 1, 10) -> :in; _ -> :out end)}
end
IO.inspect UsesG.t
a = 1; b = 2
IO.inspect binding()
{a, b} = {b, a}
IO.inspect {a, b}
[x | _] = [y | _] = [1, 2]
IO.inspect {x, y}
%{k: [_, z]} = %{k: [1, %{q: 2}]}
IO.inspect z
IO.inspect match?({:ok, v} when v > 3, {:ok, 5})
IO.inspect (1..10 |> Enum.filter(fn x -> match?(0, rem(x, 3)) end))
IO.inspect if(nil, do: 1)
IO.inspect unless(nil, do: 1, else: 2)
IO.inspect (cond do nil -> 1; false -> 2; 5 -> :five end)
IO.inspect {1, 2} |> elem(0) |> Kernel.+(5)
IO.inspect [1, 2, 3] |> then(fn [h | _] -> h end)
IO.inspect is_nil(nil) and not is_nil(1)
IO.inspect to_string([?a, "b", 'c'])
IO.inspect "#{1}#{:a}#{1.5}#{"x"}#{[?a]}#{nil}"
IO.inspect inspect("a\u0000b")
IO.inspect ~w(#{a} b)
IO.inspect ?A
IO.inspect "\x41\u{42}\103" |> String.length
IO.inspect 'a#{1}b'
IO.inspect :"a#{1}b"
IO.inspect %{"k#{1}" => 1}
IO.inspect [{:"k#{1}", 2}]
IO.inspect 1..10//3 |> Enum.to_list
IO.inspect Enum.to_list(10..1)
IO.inspect Enum.to_list(1..0//1)
IO.inspect 5 in 1..10//2
IO.inspect Range.size(1..10//3)
first..last = 1..5
IO.inspect {first, last}
f..l//s = 1..10//2
IO.inspect {f, l, s}
IO.inspect (fn -> :ok end).()
h = fn 0 -> :zero; n when n > 0 -> :pos; _ -> :neg end
IO.inspect Enum.map([0, 1, -1], h)
