# Variables of a macro and of its user are different ones, unless the macro says so.
defmodule Hygiene do
  defmacro hidden do
    quote do
      a = 1
      a
    end
  end

  defmacro shown do
    quote do
      var!(a) = 1
    end
  end

  defmacro read(name), do: {name, [], nil}

  defmacro swap(left, right) do
    quote do
      tmp = unquote(left)
      {unquote(right), tmp}
    end
  end

  defmacro twice(expression) do
    quote bind_quoted: [value: expression] do
      {value, value}
    end
  end

  defmacro counted(expression) do
    quote do
      {unquote(expression), unquote(expression)}
    end
  end

  defmacro local_alias do
    quote do
      alias String, as: S
      S.upcase("alias")
    end
  end
end

defmodule User do
  require Hygiene

  def run do
    a = 10
    IO.inspect({Hygiene.hidden(), a})
    Hygiene.shown()
    IO.inspect(a)
    tmp = 5
    IO.inspect(Hygiene.swap(tmp, 6))
    IO.inspect(Hygiene.read(:tmp))
    IO.inspect(Hygiene.twice(IO.puts("once")))
    IO.inspect(Hygiene.counted(IO.puts("twice")))
    IO.inspect(Hygiene.local_alias())
    IO.inspect(S)
  end
end

User.run()
