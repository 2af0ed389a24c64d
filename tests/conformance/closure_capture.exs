# Funs, captures, closures, recursion through funs, default arguments, pipes.
add = fn a, b -> a + b end
IO.inspect(add.(1, 2))
IO.inspect(Enum.map(1..3, &(&1 * 2)))
IO.inspect(Enum.reduce([1, 2, 3], &+/2))
IO.inspect(Enum.map(["a", "b"], &String.upcase/1))
IO.inspect(Enum.zip_with([1, 2], [3, 4], &{&1, &2}))
IO.inspect((&[&1 | &2]).(1, [2]))
IO.inspect((&"#{&1}-#{&2}").("a", 1))
counter = fn start -> fn step -> start + step end end
IO.inspect(counter.(10).(5))
fact = fn
  _, 0 -> 1
  f, n -> n * f.(f, n - 1)
end
IO.inspect(fact.(fact, 20))
IO.inspect(fact.(fact, 30))

defmodule Defaults do
  def greet(name, greeting \\ "Hello", mark \\ default_mark()), do: "#{greeting}, #{name}#{mark}"
  defp default_mark, do: "!"
  def opts(list, opts \\ []), do: {list, Keyword.get(opts, :n, 0)}
  def compose(fs), do: fn x -> Enum.reduce(fs, x, fn f, acc -> f.(acc) end) end
  def twice(f), do: &(f.(f.(&1)))
  def apply_to(x, f \\ &Function.identity/1), do: f.(x)
end

IO.puts(Defaults.greet("Ada"))
IO.puts(Defaults.greet("Ada", "Bye"))
IO.puts(Defaults.greet("Ada", "Bye", "?"))
IO.inspect(Defaults.opts([1]))
IO.inspect(Defaults.opts([1], n: 2))
IO.inspect(Defaults.compose([&(&1 + 1), &(&1 * 2), &to_string/1]).(3))
IO.inspect(Defaults.twice(&(&1 * 3)).(2))
IO.inspect(Defaults.apply_to(3))
IO.inspect(Defaults.apply_to(3, &-/1))
IO.inspect(is_function(add, 2))
IO.inspect(is_function(add, 3))
IO.inspect(Function.info(add, :arity))
IO.inspect(&Enum.map/2)
IO.inspect(apply(Enum, :sum, [[1, 2, 3]]))
IO.inspect(apply(add, [3, 4]))
f = &Map.get(&1, :key, "none")
IO.inspect(f.(%{key: 1}))
IO.inspect(f.(%{}))

" one two  three "
|> String.trim()
|> String.split(~r/\s+/)
|> Enum.map(&String.capitalize/1)
|> then(&Enum.join(&1, "_"))
|> tap(&IO.puts("tapped " <> &1))
|> String.length()
|> IO.inspect(label: "length")

try do
  add.(1)
rescue
  e in BadArityError -> IO.puts(Exception.message(e) =~ "with arity 2 called with 1 argument (1)")
end
try do
  x = 5
  x.()
rescue
  e in BadFunctionError -> IO.puts(Exception.message(e))
end
mod = String
IO.puts(mod.reverse("abc"))
fun = :upcase
IO.puts(apply(mod, fun, ["abc"]))
list = [sum: &Enum.sum/1, max: &Enum.max/1]
for {name, f} <- list, do: IO.puts("#{name}: #{f.([3, 1, 2])}")
