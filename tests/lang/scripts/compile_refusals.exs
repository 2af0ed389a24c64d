# What the compiler says of code that it does not take, each with the line to which it belongs.
snippets = ~S"""
case 1 do
  x when String.length(x) -> x
end
----
defmodule A do
  def g(a) when b, do: a
end
----
<<_::foo>> = "a"
----
<<_::binary, y::binary>> = "a"
y
----
<<1, "abc"::8>>
----
&(& &1)
----
quote do: unquote_splicing([1])
----
quote(1)
----
defmodule A do
  def f, do: (@foo 1)
end
----
import String, only: 1
----
import String, only: [upcase: 1], except: [upcase: 2]
----
import String, except: :upcase
----
alias foo.bar
----
alias Foo, as: Bar.Baz
----
defmodule 1 do end
----
defmodule A do
  def f(a \\ 1), do: a
  def f(a \\ 1, b), do: {a, b}
end
----
defmodule A do
  def f(a, b \\ 1), do: {a, b}
  def f(a), do: a
end
----
defmodule A do
  def f(a), do: a
  defp f(b), do: b
end
----
defmodule A do
  def f(x) when x > 1
end
----
defmodule A do
  def f(a)
end
----
defmodule A do
  @spec f(integer) :: integer
  def g(x), do: x
end
----
defmodule A do
  def f(x), do: g(x)
end
----
defmodule A do
  def f(x), do: super(x)
end
----
defmodule A do
  defmodule B do
    defmacro m, do: 1
  end

  def f(x), do: x
  use B
end
----
fn x -> x; x, y -> {x, y} end
----
^x = 1
----
%{a | b: 1} = %{}
----
cond do
  _ -> 1
end
----
try do
  1
end
----
for x <- [1], foo: 3, do: x
"""

for {code, index} <- snippets |> String.split("----\n") |> Enum.with_index(1) do
  try do
    Code.eval_string(code, [], file: "snippet_#{index}.exs")
    IO.puts("#{index}: no error")
  rescue
    error -> IO.puts("#{index}: #{inspect(error.__struct__)} #{Exception.message(error)}")
  end
end

# A function with defaults may follow one of fewer arguments: what was written comes first.
defmodule Defaults do
  def f(1), do: :one
  def f(a, b \\ 2)
  def f(a, b), do: {a, b}
end

IO.inspect({Defaults.f(1), Defaults.f(3), Defaults.f(4, 5)})

defmodule Hooks do
  def __on_definition__(env, kind, name, args, _guards, _body) do
    IO.inspect({kind, name, length(args), env.function, env.module})
  end
end

defmodule Observed do
  Module.register_attribute(__MODULE__, :part, accumulate: true, persist: true)
  @on_definition Hooks
  @part 1
  @part 2
  def f(x), do: x
  defmacro m(x, y), do: {x, y}
end

IO.inspect(Keyword.take(Observed.__info__(:attributes), [:part]))
IO.inspect(for name <- [:@, :def, :defp, :defmacro, :defmacrop, :defmodule], do: {name, Keyword.get_values(Kernel.__info__(:macros), name)})
