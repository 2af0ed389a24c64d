defmodule MyError do
  defexception [:code, message: "my default"]
end

defmodule CustomError do
  defexception [:value]
  @impl true
  def exception(opts) when is_list(opts), do: %CustomError{value: opts[:value]}
  def exception(value), do: %CustomError{value: value}
  @impl true
  def message(%{value: v}), do: "bad value #{inspect(v)}"
end

defmodule Run do
  def safe(f) do
    {:ok, f.()}
  rescue
    e in [ArgumentError, MyError] -> {:rescued, e.__struct__, Exception.message(e)}
    e in RuntimeError -> {:runtime, e.message}
    e -> {:other, e.__struct__, Exception.message(e)}
  catch
    :throw, v -> {:thrown, v}
    :exit, reason -> {:exit, reason}
  else
    {:ok, nil} -> :nothing
    other -> other
  after
    IO.puts("after")
  end
end

IO.inspect(Run.safe(fn -> 1 end))
IO.inspect(Run.safe(fn -> nil end))
IO.inspect(Run.safe(fn -> raise "boom" end))
IO.inspect(Run.safe(fn -> raise MyError end))
IO.inspect(Run.safe(fn -> raise MyError, message: "other", code: 3 end))
IO.inspect(Run.safe(fn -> raise CustomError, value: 5 end))
IO.inspect(Run.safe(fn -> raise CustomError, :plain end))
IO.inspect(Run.safe(fn -> throw({:a, 1}) end))
IO.inspect(Run.safe(fn -> exit(:bye) end))
IO.inspect(Run.safe(fn -> String.to_integer("x") end))
IO.inspect(Run.safe(fn -> hd([]) end))
IO.inspect(Run.safe(fn -> 1 / 0 end))
IO.inspect(Run.safe(fn -> Map.fetch!(%{a: 1}, :b) end))
IO.inspect(Run.safe(fn -> %{a: 1}.b end))
IO.inspect(Run.safe(fn -> Keyword.fetch!([a: 1], :b) end))
IO.inspect(Run.safe(fn -> :foo.bar() end))
IO.inspect(Run.safe(fn -> nil.foo end))
IO.inspect(Run.safe(fn -> Enum.fetch!([1], 3) end))
IO.inspect(Run.safe(fn -> struct!(MyError, nope: 1) end))
IO.inspect(Run.safe(fn -> String.to_existing_atom("surely not there yet") end))
IO.inspect(Run.safe(fn -> :erlang.error(:custom) end))
IO.inspect(Run.safe(fn -> elem({1}, 4) end))
IO.inspect(Run.safe(fn -> Integer.parse("12", 99) end))
IO.inspect(Run.safe(fn -> 1 + :a end))
IO.inspect(Run.safe(fn -> if 1 and true, do: 1 end))
IO.inspect(Run.safe(fn -> Enum.map(:a, & &1) end))
IO.inspect(Run.safe(fn -> <<Process.get(:nothing)::8>> end))
IO.inspect(Run.safe(fn -> binary_part("abc", 2, 5) end))

r =
  try do
    throw(:x)
  catch
    value -> {:caught, value}
  end
IO.inspect(r)

r =
  try do
    raise "first"
  rescue
    e -> try do
      reraise e, __STACKTRACE__
    rescue
      again -> {:again, again.message, is_list(__STACKTRACE__)}
    end
  end
IO.inspect(r)

try do
  try do
    raise "inner"
  after
    IO.puts("cleanup")
  end
rescue
  e -> IO.puts("outer " <> Exception.message(e))
end

IO.inspect(Exception.normalize(:error, :badarith))
IO.puts(Exception.format_banner(:error, %ArgumentError{message: "m"}))
IO.puts(Exception.format_banner(:exit, :normal))
IO.puts(Exception.format_banner(:throw, {:a, 1}))
IO.puts(Exception.format_exit({:noproc, {GenServer, :call, [:x, :y, 5000]}}))
IO.inspect(is_exception(MyError.exception([])))
IO.inspect(MyError.exception(code: 1))
case (try do {:ok, 1} rescue _ -> :no end) do
  {:ok, n} -> IO.inspect(n)
end
e = catch_it = (try do raise KeyError, key: :k, term: %{z: 1} rescue e -> e end)
IO.inspect(e == catch_it)
IO.puts(Exception.message(e))
try do
  raise UndefinedFunctionError, module: Foo, function: :bar, arity: 2
rescue
  e -> IO.puts(Exception.message(e))
end
