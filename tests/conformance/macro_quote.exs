# quote, unquote, defmacro, use, hygiene.
IO.inspect(quote do: 1 + 2)
IO.inspect(quote do: foo(a, b: 1))
x = 5
IO.inspect(quote do: unquote(x) * y)
IO.inspect(quote do: [unquote_splicing([1, 2]), 3])
IO.puts(Macro.to_string(quote do: if(a > 1, do: :b, else: :c)))
IO.puts(Macro.to_string(quote do
  def f(x) when x > 0 do
    y = x |> g()
    {y, %{a: 1}}
  end
end))

defmodule MyMacros do
  defmacro unless_zero(value, do: body) do
    quote do
      v = unquote(value)
      if v != 0, do: unquote(body), else: :zero
    end
  end

  defmacro trace(expr) do
    text = Macro.to_string(expr)
    quote do
      result = unquote(expr)
      IO.puts("#{unquote(text)} = #{inspect(result)}")
      result
    end
  end

  defmacro define(name, value) do
    quote do
      def unquote(name)(), do: unquote(value)
    end
  end

  defmacro set_unhygienic(value) do
    quote do: var!(leaked) = unquote(value)
  end

  defmacro compile_time(n), do: Enum.sum(1..n)
  defmacro caller_module, do: __CALLER__.module
  defmacro times(n, do: block) do
    quote bind_quoted: [n: n, block: block] do
      for _ <- 1..n, do: block
    end
  end
end

defmodule Plugin do
  defmacro __using__(opts) do
    quote do
      @plugin_name unquote(opts[:name])
      @before_compile Plugin
      Module.register_attribute(__MODULE__, :step, accumulate: true)
      import Plugin, only: [step: 1]
      def name, do: @plugin_name
      def hello(who \\ "world"), do: "hello #{who} from #{name()}"
      defoverridable hello: 1
    end
  end

  defmacro step(name), do: quote(do: @step(unquote(name)))

  defmacro __before_compile__(env) do
    steps = env.module |> Module.get_attribute(:step) |> Enum.reverse()
    quote do
      def steps, do: unquote(steps)
    end
  end
end

defmodule Client do
  use Plugin, name: "client"
  require MyMacros
  import MyMacros, only: [define: 2]

  step :one
  step :two
  define(:answer, 42)
  for {k, v} <- [red: 1, green: 2] do
    def color(unquote(k)), do: unquote(v)
  end

  def hello(who), do: super(who) <> "!"
  def where, do: MyMacros.caller_module()
end

defmodule Main do
  require MyMacros
  import MyMacros

  def run do
    v = :mine
    IO.inspect(unless_zero(0, do: :never))
    IO.inspect(unless_zero 3 do :yes end)
    IO.inspect(v)
    trace(1 + 2 * 3)
    trace(Enum.map([1, 2], &(&1 + 1)))
    set_unhygienic(7)
    IO.inspect(leaked)
    IO.inspect(compile_time(10))
    times 2 do
      IO.puts("again")
    end
    IO.puts(Client.hello("you"))
    IO.puts(Client.hello())
    IO.inspect(Client.steps())
    IO.inspect(Client.answer())
    IO.inspect(Client.color(:green))
    IO.inspect(Client.where())
    IO.inspect(Client.name())
  end
end

Main.run()
ast = quote do: a + b * 2
IO.inspect(Macro.prewalk(ast, fn {:a, m, c} when is_atom(c) -> {:z, m, c}; n -> n end) |> Macro.to_string())
{_, vars} = Macro.postwalk(ast, [], fn
  {name, _, c} = n, acc when is_atom(name) and is_atom(c) -> {n, [name | acc]}
  n, acc -> {n, acc}
end)
IO.inspect(vars)
IO.inspect(Code.eval_quoted(Code.string_to_quoted!("a + b * 2"), a: 1, b: 2) |> elem(0))
IO.inspect(Code.eval_string("c = a * 2; c + 1", a: 4))
IO.inspect(Macro.escape(%{a: {1, [2]}}))
IO.inspect(Code.string_to_quoted!("x.y(1)"))
IO.inspect(Macro.camelize("foo_bar"), label: "camel")
IO.inspect(Macro.underscore("FooBar.BazQux"))
