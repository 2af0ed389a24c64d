# try in all forms, raise, reraise, throw, exit, after, else, stack traces.
defmodule MyError do
  defexception [:code, message: "my message"]
end

defmodule Plain do
  defexception [:value]
  @impl true
  def message(%{value: v}), do: "value was #{inspect(v)}"
  @impl true
  def exception(value), do: %__MODULE__{value: value}
end

defmodule T do
  def run(fun) do
    try do
      fun.()
    rescue
      e in [MyError, Plain] -> {:mine, e.__struct__, Exception.message(e)}
      e in ArgumentError -> {:argument, e.message}
      ArithmeticError -> :arithmetic
      e in RuntimeError -> {:runtime, e.message}
      e -> {:other, e.__struct__, Exception.message(e)}
    catch
      :throw, value -> {:thrown, value}
      :exit, reason -> {:exited, reason}
    else
      1 -> :one
      n when is_integer(n) -> {:integer, n}
      other -> {:value, other}
    after
      IO.puts("after")
    end
  end

  def implicit(x) do
    if x == :raise, do: raise("implicit")
    if x == :throw, do: throw(:implicit)
    x
  rescue
    e -> {:rescued, e.message}
  catch
    v -> {:caught, v}
  else
    v -> {:else, v}
  after
    IO.puts("implicit after")
  end

  def reraised do
    try do
      raise "first"
    rescue
      e -> reraise MyError, [message: "from " <> e.message], __STACKTRACE__
    end
  end
end

cases = [
  fn -> 1 end,
  fn -> 2 end,
  fn -> :x end,
  fn -> raise "text" end,
  fn -> raise MyError end,
  fn -> raise MyError, code: 1 end,
  fn -> raise MyError, message: "given" end,
  fn -> raise Plain, 42 end,
  fn -> raise struct(MyError, message: "struct") end,
  fn -> raise ArgumentError end,
  fn -> raise ArgumentError, "why" end,
  fn -> 1 / 0 end,
  fn -> throw(:ball) end,
  fn -> exit(:bye) end,
  fn -> exit({:shutdown, 1}) end,
  fn -> :erlang.error(:custom) end,
  fn -> :erlang.error({:badmatch, 1}) end,
  fn -> nil.foo end,
  fn -> nil.foo() end,
  fn -> [] = [1] end,
  fn -> hd([]) end,
  fn -> Map.fetch!(%{a: 1}, :b) end,
  fn -> String.to_integer("x") end,
  fn -> Nope.nope(1) end,
  fn -> String.nope(1) end,
  fn -> (&String.upcase/1).(1, 2) end,
  fn -> f = :a; f.(1) end,
  fn -> case 1 do 2 -> 3 end end,
  fn -> cond do false -> 1 end end,
  fn -> (fn 1 -> 1 end).(2) end,
  fn -> T.reraised() end,
  fn -> %{} = 1 end,
  fn -> if 1 and true, do: 1 end,
  fn -> "a" + 1 end,
  fn -> n = 1; "a" <> n end,
  fn -> [1 | 2] ++ [3] end,
  fn -> length([1 | 2]) end,
  fn -> elem({1}, 5) end,
  fn -> Enum.fetch!([], 1) end,
  fn -> Enum.max([]) end,
  fn -> %{a: 1}.b end,
  fn -> :erlang.binary_to_atom(1) end,
  fn -> raise "a" <> "b" end,
  fn -> Integer.parse(:a) end,
  fn -> Keyword.fetch!([a: 1], :b) end,
  fn -> File.read!("/nope/nope") end,
  fn -> URI.parse(1) end,
  fn -> apply(String, :upcase, []) end,
  fn -> struct!(MyError, nope: 1) end,
  fn -> raise :not_a_module end,
  fn -> raise 5 end
]

for fun <- cases, do: IO.inspect(T.run(fun))
for x <- [1, :raise, :throw], do: IO.inspect(T.implicit(x))

try do
  try do
    raise "inner"
  after
    IO.puts("cleanup")
  end
rescue
  e -> IO.inspect(e)
end

try do
  try do
    raise "a"
  rescue
    _ -> raise "b"
  end
rescue
  e -> IO.inspect(e)
end

try do
  try do: 3, else: (1 -> 1)
rescue
  e -> IO.inspect(e)
end

x = try do
  throw({:a, 1})
catch
  {:a, n} when n > 5 -> :big
  {:a, n} -> {:small, n}
end

IO.inspect(x)

try do
  exit(:normal)
catch
  kind, reason -> IO.inspect({kind, reason})
end

try do
  raise "with trace"
rescue
  _ -> IO.inspect(is_list(__STACKTRACE__))
end

IO.inspect(catch_all = (try do throw(1) catch x -> x end))
IO.inspect(catch_all)
