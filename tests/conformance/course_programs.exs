# Small programs of the kind that courses hold: stacks, matrices, primes, ciphers, accounts, and pipes over lists and maps.
defmodule Stack do
  defstruct items: []
  @type t :: %__MODULE__{items: list}
  @spec new() :: t
  def new, do: %Stack{}
  @spec push(t, any) :: t
  def push(%Stack{items: i} = s, x), do: %{s | items: [x | i]}
  def pop(%Stack{items: []}), do: {:error, :empty}
  def pop(%Stack{items: [h | t]} = s), do: {:ok, h, %{s | items: t}}
end
defmodule Matrix do
  def transpose([[] | _]), do: []
  def transpose(m), do: [Enum.map(m, &hd/1) | transpose(Enum.map(m, &tl/1))]
  def mul(a, b) do
    bt = transpose(b)
    for r <- a, do: for(c <- bt, do: Enum.zip(r, c) |> Enum.map(fn {x, y} -> x * y end) |> Enum.sum())
  end
end
defmodule Primes do
  def sieve(n), do: sieve(Enum.to_list(2..n), [])
  defp sieve([], acc), do: Enum.reverse(acc)
  defp sieve([h | t], acc), do: sieve(Enum.reject(t, &(rem(&1, h) == 0)), [h | acc])
  def factors(n, f \\ 2)
  def factors(1, _), do: []
  def factors(n, f) when rem(n, f) == 0, do: [f | factors(div(n, f), f)]
  def factors(n, f), do: factors(n, f + 1)
end
defmodule Roman do
  @map [M: 1000, CM: 900, D: 500, CD: 400, C: 100, XC: 90, L: 50, XL: 40, X: 10, IX: 9, V: 5, IV: 4, I: 1]
  for {r, v} <- @map do
    def to(n) when n >= unquote(v), do: unquote(to_string(r)) <> to(n - unquote(v))
  end
  def to(0), do: ""
end
defmodule Caesar do
  def enc(s, k), do: for(<<c <- s>>, into: "", do: <<rot(c, k)>>)
  defp rot(c, k) when c in ?a..?z, do: rem(c - ?a + k, 26) + ?a
  defp rot(c, k) when c in ?A..?Z, do: rem(c - ?A + k, 26) + ?A
  defp rot(c, _), do: c
end
defmodule Calc do
  def eval({:+, a, b}), do: eval(a) + eval(b)
  def eval({:*, a, b}), do: eval(a) * eval(b)
  def eval(n) when is_number(n), do: n
  def rpn(s), do: s |> String.split() |> Enum.reduce([], &step/2) |> hd
  defp step(op, [a, b | r]) when op in ~w(+ - * /), do: [apply(Kernel, String.to_atom(op), [b, a]) | r]
  defp step(n, s), do: [String.to_integer(n) | s]
end
defmodule Bank do
  defmodule Account, do: defstruct [:id, balance: 0]
  defmodule InsufficientFunds do
    defexception [:need, :have]
    def message(e), do: "need #{e.need}, have #{e.have}"
  end
  def withdraw(%Account{balance: b} = a, n) when n <= b, do: {:ok, %{a | balance: b - n}}
  def withdraw(%Account{}, n) when n < 0, do: {:error, :negative}
  def withdraw(_, _), do: {:error, :insufficient}
  def withdraw!(a, n) do
    case withdraw(a, n) do
      {:ok, a} -> a
      {:error, _} -> raise InsufficientFunds, need: n, have: a.balance
    end
  end
  def acc(id, b), do: %Account{id: id, balance: b}
end
s = Stack.new() |> Stack.push(1) |> Stack.push(2)
IO.inspect s
IO.inspect Stack.pop(s)
{:ok, x, s2} = Stack.pop(s)
IO.puts "#{x} #{inspect s2}"
IO.inspect Stack.pop(Stack.new)
IO.inspect Matrix.mul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
IO.inspect Primes.sieve(50), charlists: :as_lists
IO.inspect Primes.factors(360)
IO.puts Roman.to(1994)
IO.puts Caesar.enc("Hello, World!", 3)
IO.inspect Calc.eval({:+, 1, {:*, 2, 3}})
IO.inspect Calc.rpn("3 4 + 2 *")
a = Bank.acc(1, 100)
IO.inspect Bank.withdraw(a, 30)
IO.inspect Bank.withdraw(a, 300)
try do
  Bank.withdraw!(a, 300)
rescue
  e in Bank.InsufficientFunds -> IO.puts(Exception.message(e)); IO.inspect(e)
end
words = ~w(apple banana cherry apple date banana apple)
IO.inspect Enum.frequencies(words)
IO.inspect words |> Enum.group_by(&String.length/1)
IO.inspect words |> Enum.uniq |> Enum.sort_by(&{-String.length(&1), &1})
IO.inspect Enum.chunk_every([1, 2, 3, 4, 5], 2)
IO.inspect Enum.scan(1..5, &*/2)
IO.inspect Enum.with_index(~w(a b), 1)
IO.inspect Enum.min_max_by(words, &String.length/1)
IO.inspect Stream.unfold({0, 1}, fn {a, b} -> {a, {b, a + b}} end) |> Enum.take(15)
IO.inspect Stream.iterate(1, &(&1 * 2)) |> Stream.take_while(&(&1 < 1000)) |> Enum.to_list
IO.inspect Enum.reduce_while(1..100, 0, fn x, acc -> if acc > 50, do: {:halt, acc}, else: {:cont, acc + x} end)
for n <- 1..15 do
  case {rem(n, 3), rem(n, 5)} do
    {0, 0} -> "FizzBuzz"
    {0, _} -> "Fizz"
    {_, 0} -> "Buzz"
    _ -> n
  end
end |> Enum.join(" ") |> IO.puts
IO.puts :io_lib.format("~5.2f|~-10s|~5w|~p~n", [3.14159, "abc", 42, {:a, "b"}])
IO.puts String.pad_leading("7", 3, "0") <> String.pad_trailing("x", 5, ".") <> "|"
IO.inspect String.split("a,b;c", [",", ";"])
IO.inspect Regex.scan(~r/(\w)(\d)/, "a1 b2 c3")
IO.inspect Regex.named_captures(~r/(?<y>\d{4})-(?<m>\d\d)/, "on 2020-05-01")
IO.inspect Regex.replace(~r/(\w+) (\w+)/, "hello world", "\\2 \\1")
IO.inspect String.replace("a-b-c", "-", fn _ -> "+" end)
IO.inspect Enum.zip_with([[1, 2], [3, 4]], &Enum.sum/1)
IO.inspect Map.new([a: 1, b: 2], fn {k, v} -> {v, k} end)
IO.inspect Enum.flat_map([[1, [2]], [3]], & &1)
IO.inspect List.flatten([1, [2, [3, [4]]]])
IO.inspect Integer.digits(12345) |> Enum.sum
IO.inspect Integer.to_string(255, 16)
IO.inspect String.to_integer("ff", 16)
IO.inspect Float.round(3.14159, 2)
IO.inspect :math.sqrt(16)
IO.inspect Date.diff(~D[2020-03-01], ~D[2020-02-01])
IO.inspect Date.day_of_week(~D[2024-01-01])
IO.inspect Date.add(~D[2024-02-28], 2)
IO.puts Calendar.strftime(~N[2020-01-02 03:04:05], "%Y/%m/%d %H:%M:%S %A %B")
IO.inspect Tuple.to_list({1, 2})
IO.inspect Keyword.merge([a: 1, b: 2], [b: 3, c: 4])
IO.inspect MapSet.union(MapSet.new([1, 2]), MapSet.new([2, 3]))
IO.inspect Enum.sort([3, 1, 2], :desc)
IO.inspect Enum.sort_by([%{a: 2}, %{a: 1}], & &1.a)
IO.inspect Enum.split_with(1..6, &(rem(&1, 2) == 0))
IO.inspect Enum.map_join(1..3, ", ", &"<#{&1}>")
IO.inspect for(x <- ~w(a b), y <- 1..2, do: "#{x}#{y}")
IO.inspect (with {:ok, f} <- Map.fetch(%{a: 1}, :a), {:ok, g} <- Map.fetch(%{b: 2}, :b) do f + g end)
IO.inspect Enum.reduce(%{a: 1, b: 2}, 0, fn {_, v}, acc -> v + acc end)
IO.inspect String.codepoints("héllo") |> Enum.frequencies
IO.inspect "hello" |> String.to_charlist |> Enum.map(&(&1 + 1)) |> List.to_string
IO.inspect Enum.at([1, 2, 3], -1)
IO.inspect Enum.slice([1, 2, 3, 4], 1..-2)
