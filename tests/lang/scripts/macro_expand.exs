# Macro.expand, to_string, walks and other helpers.
defmodule Mine do
  defmacro plus(a, b), do: quote(do: unquote(a) + unquote(b))
  defmacro outer(a), do: quote(do: Mine.plus(unquote(a), 1))
end

defmodule Main do
  require Mine

  def run do
    ast = quote(do: Mine.outer(5))
    IO.puts(Macro.to_string(Macro.expand_once(ast, __ENV__)))
    IO.puts(Macro.to_string(Macro.expand(ast, __ENV__)))
    IO.inspect(Macro.expand(quote(do: String), __ENV__))
    IO.inspect(Macro.expand(quote(do: __MODULE__), __ENV__))
    alias Foo.Bar, as: Baz
    IO.inspect(Macro.expand(quote(do: Baz), __ENV__))
    IO.inspect(Macro.expand(quote(do: Baz.Qux), __ENV__))

    tree = quote(do: a + b * 2 - foo(c, [d, 1]))
    IO.inspect(Macro.prewalk(tree, [], fn
      {name, _, context} = node, acc when is_atom(context) -> {node, [name | acc]}
      node, acc -> {node, acc}
    end) |> elem(1) |> Enum.reverse())
    IO.puts(tree |> Macro.postwalk(fn n when is_integer(n) -> n * 10; n -> n end) |> Macro.to_string())
    IO.inspect(Macro.prewalker(tree) |> Enum.count())
    IO.inspect(Macro.decompose_call(quote(do: foo(1, 2))))
    IO.inspect(Macro.decompose_call(quote(do: Foo.bar(1))))
    IO.inspect(Macro.decompose_call(quote(do: 1)))
    IO.inspect(Macro.unpipe(quote(do: a |> b(1) |> c)) |> Enum.map(fn {n, i} -> {Macro.to_string(n), i} end))
    IO.puts(Macro.to_string(Macro.pipe(quote(do: x), quote(do: f(y)), 1)))
    IO.inspect(Macro.escape({:a, %{b: [1]}, "s"}))
    IO.inspect(Macro.camelize("foo_bar/baz"))
    IO.inspect(Macro.underscore("FooBar.BazHTTP"))
    IO.inspect(Macro.generate_arguments(2, Foo))
    IO.inspect(Macro.validate({:a, 1}))
    IO.inspect(Macro.validate({:a, {1, 2, 3}}))
    IO.inspect(Macro.quoted_literal?(quote(do: [1, {:a, "b"}, %{c: 1}])))
    IO.inspect(Macro.quoted_literal?(quote(do: [1, x])))
    IO.inspect(Macro.operator?(:+, 2))
    IO.inspect(Macro.special_form?(:case, 2))
    IO.inspect(Macro.var(:a, nil))
    IO.inspect(Macro.unique_var(:a, Foo) |> elem(0))
    IO.inspect(Macro.inspect_atom(:key, :"foo bar"))
  end
end

Main.run()
