# Default arguments, heads, arities, captures of them, overridable functions, delegates.
defmodule D do
  def join(a, b \\ " ", c), do: "#{a}#{b}#{c}"
  def many(a \\ 1, b \\ 2, c \\ 3), do: {a, b, c}
  def middle(a, b \\ a_default(), c \\ [x: 1]), do: {a, b, c}
  defp a_default, do: :computed

  def head(x, opts \\ [])
  def head(0, _opts), do: :zero
  def head(x, opts) when is_integer(x), do: {x, opts}
  def head(x, _), do: {:other, x}

  defp private(a, b \\ 10), do: a + b
  def use_private, do: {private(1), private(1, 2)}

  defmacro macro(a, b \\ 5), do: quote(do: {unquote(a), unquote(b)})

  defdelegate upcase(string), to: String
  defdelegate rev(list), to: Enum, as: :reverse
  defdelegate split(string, pattern \\ "-"), to: String

  def over(x), do: {:base, x}
  defoverridable over: 1
  def over(x), do: {:new, super(x)}

  def with_guard(x \\ 5) when x > 3, do: x
  def unquote(:"strange name")(x), do: x
  def unquote(:do_it!)(), do: :done
end

defmodule Main do
  require D

  def run do
    IO.inspect({D.join(1, 2), D.join(1, "-", 2)})
    IO.inspect({D.many(), D.many(:a), D.many(:a, :b), D.many(:a, :b, :c)})
    IO.inspect({D.middle(1), D.middle(1, 2), D.middle(1, 2, 3)})
    IO.inspect(Enum.map([{0, []}, {1, [a: 1]}], fn {x, o} -> D.head(x, o) end))
    IO.inspect(D.head(:a))
    IO.inspect(D.use_private())
    IO.inspect({D.macro(1), D.macro(1, 2)})
    IO.inspect({D.upcase("a"), D.rev([1, 2]), D.split("a-b"), D.split("a b", " ")})
    IO.inspect(D.over(1))
    IO.inspect(D.with_guard())
    IO.inspect(D."strange name"(3))
    IO.inspect(D.do_it!())
    IO.inspect(D.__info__(:functions))
    IO.inspect(D.__info__(:macros))
    f = &D.join/2
    IO.inspect(f.("x", "y"))
    IO.inspect(function_exported?(D, :private, 1))
    IO.inspect(Function.info(f, :arity))

    for call <- [fn -> D.with_guard(1) end, fn -> D.join(1) end, fn -> D.nope() end, fn -> D.head(1, 2, 3) end, fn -> D.private(1) end] do
      try do
        call.()
      rescue
        e -> IO.puts(Exception.message(e))
      end
    end
  end
end

Main.run()
