# Guards: all tests, their combination, what fails silently, defguard.
defmodule G do
  defguard is_even(n) when is_integer(n) and rem(n, 2) == 0
  defguardp is_small(n) when n < 10
  defguard between(x, low, high) when x >= low and x <= high

  def kind(x) when is_atom(x) and not is_boolean(x) and not is_nil(x), do: :atom
  def kind(x) when is_boolean(x), do: :boolean
  def kind(nil), do: nil
  def kind(x) when is_even(x) and is_small(x), do: :small_even
  def kind(x) when is_integer(x), do: :integer
  def kind(x) when is_float(x), do: :float
  def kind(x) when is_binary(x), do: :binary
  def kind(x) when is_bitstring(x), do: :bitstring
  def kind(x) when is_list(x) and length(x) > 2, do: :long_list
  def kind([]), do: :empty_list
  def kind(x) when is_list(x), do: :list
  def kind(x) when is_tuple(x) and tuple_size(x) == 2, do: :pair
  def kind(x) when is_tuple(x), do: :tuple
  def kind(x) when is_exception(x), do: :exception
  def kind(x) when is_struct(x, Range), do: :range
  def kind(x) when is_struct(x), do: :struct
  def kind(x) when is_map(x) and map_size(x) == 0, do: :empty_map
  def kind(x) when is_map_key(x, :a), do: :map_with_a
  def kind(x) when is_map(x), do: :map
  def kind(x) when is_function(x, 1), do: :function_1
  def kind(x) when is_function(x), do: :function
  def kind(x) when is_pid(x), do: :pid
  def kind(x) when is_reference(x), do: :reference

  def field(%{n: n}) when n > 1, do: :field
  def field(x) when x.m == 1, do: :dot
  def field(_), do: :none

  def arith(x, y) when x + y > 10 or x * y == 6, do: :yes
  def arith(x, _) when hd(x) == 1, do: :head
  def arith(x, _) when elem(x, 0) == 1 when elem(x, 0) == 2, do: :elem
  def arith(x, y) when x / y > 2, do: :ratio
  def arith(_, _), do: :no

  def member(x) when x in [1, 2, 3], do: :low
  def member(x) when x in 4..10, do: :range
  def member(x) when x in ["a", :b], do: :mixed
  def member(x) when x not in [100], do: :other
  def member(_), do: :hundred

  def range(x) when between(x, 1, 5), do: :in
  def range(_), do: :out

  def bits(x) when byte_size(x) == 2, do: :two
  def bits(x) when bit_size(x) == 3, do: :three
  def bits(x) when binary_part(x, 0, 1) == "z", do: :z
  def bits(_), do: :else
end

defmodule Main do
  require G

  def run do
    values = [:a, true, nil, 4, 12, 13, 1.5, "s", <<1::3>>, [1, 2, 3], [], [1], {1, 2}, {1}, %RuntimeError{}, 1..2, MapSet.new(), %{}, %{a: 1}, %{b: 1}, & &1, fn -> 1 end, self(), make_ref()]
    for v <- values, do: IO.inspect(G.kind(v))
    IO.inspect(Enum.map([%{n: 2}, %{n: 1}, %{m: 1}, 5], &G.field/1))
    IO.inspect([G.arith(5, 6), G.arith(2, 3), G.arith([1], 2), G.arith({2}, 1), G.arith(9, 1), G.arith(:a, :b), G.arith([], [])])
    IO.inspect(Enum.map([1, 3, 4, 10, "a", :b, 11, 100, 1.0], &G.member/1))
    IO.inspect(Enum.map([0, 1, 3.5, 6, :a], &G.range/1))
    IO.inspect(Enum.map(["ab", <<1::3>>, "zoo", "abc", :x], &G.bits/1))

    IO.inspect(G.is_even(4))
    IO.inspect(case 6 do n when G.is_even(n) -> :even; _ -> :odd end)
    f = fn x when is_integer(x) and x > 0 or x == :inf -> :pos; _ -> :other end
    IO.inspect(Enum.map([1, -1, :inf, "a"], f))
    IO.inspect(Enum.filter([1, :a, "b", nil], fn x when is_atom(x) -> x; _ -> true end))

    try do
      G.kind({})
      G.field(%{n: 0})
      (fn x when x > 1 -> x end).(0)
    rescue
      e -> IO.puts(Exception.message(e))
    end

    IO.inspect(is_function(&G.kind/1, 1))
    IO.inspect(abs(-1) == 1 and round(1.5) == 2 and trunc(1.9) == 1 and floor(-1.5) == -2 and ceil(1.2) == 2)
  end
end

Main.run()
