# Captures, closures, partial application, higher order functions, recursion.
add = &(&1 + &2)
IO.inspect(add.(1, 2))
IO.inspect(Enum.map([1, 2], &(&1 * 10)))
IO.inspect(Enum.map(["a"], &String.upcase/1))
IO.inspect(Enum.map([1, 2], &{&1, &1}))
IO.inspect(Enum.map([1, 2], &[&1 | [0]]))
IO.inspect(Enum.map([1], &%{value: &1}))
IO.inspect(Enum.map([1], &"n: #{&1}"))
IO.inspect(Enum.reduce([1, 2, 3], &+/2))
IO.inspect(Enum.map([[1], [2]], &hd/1))
IO.inspect(Enum.sort([3, 1, 2], &>=/2))
mul = &Kernel.*/2
IO.inspect(mul.(3, 4))
x = 10
f = fn y -> x + y end
x = 20
IO.inspect({f.(1), x})
counter = fn -> Process.put(:c, (Process.get(:c) || 0) + 1) || 0 end
IO.inspect([counter.(), counter.(), counter.()])
compose = fn f, g -> fn x -> g.(f.(x)) end end
IO.inspect(compose.(&(&1 + 1), &(&1 * 2)).(5))
curry = fn a -> fn b -> fn c -> {a, b, c} end end end
IO.inspect(curry.(1).(2).(3))
multi = fn
  0 -> :zero
  n when n < 0 -> :negative
  n -> {:positive, n}
end
IO.inspect(Enum.map([0, -1, 1], multi))
fact = fn
  0, _ -> 1
  n, self -> n * self.(n - 1, self)
end
IO.inspect(fact.(10, fact))
y = fn f -> (fn x -> x.(x) end).(fn x -> f.(fn v -> x.(x).(v) end) end) end
IO.inspect(y.(fn self -> fn 0 -> 0; n -> n + self.(n - 1) end end).(4))
IO.inspect(is_function(f, 1))
IO.inspect(is_function(&String.split/2, 2))
IO.inspect(Function.identity(5))
IO.inspect(Function.capture(String, :length, 1).("abc"))
IO.inspect(apply(&max/2, [1, 2]))
IO.inspect(apply(Enum, :sum, [[1, 2]]))
IO.inspect(then(5, &(&1 + 1)))
IO.inspect(tap(5, fn v -> IO.puts("tapped #{v}") end))
IO.inspect((fn {a, [b | c]}, %{d: d} = m -> {a, b, c, d, map_size(m)} end).({1, [2, 3]}, %{d: 4, e: 5}))
module = String
function = :reverse
IO.inspect(apply(module, function, ["abc"]))
IO.inspect(module.upcase("dyn"))
g = &module.length/1
IO.inspect(g.("four"))
IO.inspect((&(&1 && &2)).(true, 5))
IO.inspect(Enum.map(1..3, fn n -> fn -> n end end) |> Enum.map(& &1.()))
IO.inspect((& &1).(:identity))

defmodule R do
  def len([]), do: 0
  def len([_ | t]), do: 1 + len(t)
  def sum(list), do: sum(list, 0)
  defp sum([], acc), do: acc
  defp sum([h | t], acc), do: sum(t, acc + h)
  def map([], _), do: []
  def map([h | t], f), do: [f.(h) | map(t, f)]
  def fib(n) when n < 2, do: n
  def fib(n), do: fib(n - 1) + fib(n - 2)
  def even?(0), do: true
  def even?(n), do: odd?(n - 1)
  def odd?(0), do: false
  def odd?(n), do: even?(n - 1)
  def hanoi(0, _, _, _), do: 0
  def hanoi(n, a, b, c), do: hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
  def flatten([h | t]), do: flatten(h) ++ flatten(t)
  def flatten([]), do: []
  def flatten(x), do: [x]
  def ackermann(0, n), do: n + 1
  def ackermann(m, 0), do: ackermann(m - 1, 1)
  def ackermann(m, n), do: ackermann(m - 1, ackermann(m, n - 1))
  def quicksort([]), do: []
  def quicksort([p | rest]) do
    {smaller, larger} = Enum.split_with(rest, &(&1 < p))
    quicksort(smaller) ++ [p] ++ quicksort(larger)
  end
  def gcd(a, 0), do: a
  def gcd(a, b), do: gcd(b, rem(a, b))
  def permutations([]), do: [[]]
  def permutations(list), do: for(x <- list, rest <- permutations(list -- [x]), do: [x | rest])
end

IO.inspect([R.len([1, 2, 3]), R.sum(Enum.to_list(1..100_000)), R.map([1, 2], &(&1 * 2)), R.fib(20)])
IO.inspect([R.even?(100_001), R.hanoi(10, :a, :b, :c), R.flatten([1, [2, [3, []]], 4]), R.ackermann(2, 3)])
IO.inspect([R.quicksort([3, 1, 2, 3]), R.gcd(48, 18), R.permutations([1, 2, 3])])
IO.inspect(R.len(Enum.to_list(1..200_000)))
