# unquote, unquote_splicing and fragments in all places.
defmodule Build do
  for {name, value} <- [one: 1, two: 2, three: 3] do
    def unquote(name)(), do: unquote(value)
    def unquote(:"#{name}_plus")(n), do: n + unquote(value)
  end

  @table %{a: 1, b: [2, 3], c: {4, "five"}}
  for {key, value} <- @table do
    def get(unquote(key)), do: unquote(Macro.escape(value))
  end

  def get(_), do: :none

  args = [Macro.var(:x, __MODULE__), Macro.var(:y, __MODULE__)]
  def sum(unquote_splicing(args)), do: unquote(hd(args)) + unquote(List.last(args))

  defmacro call(module, function, args) do
    quote do
      unquote(module).unquote(function)(unquote_splicing(args))
    end
  end

  defmacro make_map(pairs) do
    quote do
      %{unquote_splicing(pairs)}
    end
  end

  defmacro tuple(list), do: {:{}, [], list}

  defmacro block(list) do
    quote do
      (unquote_splicing(list))
    end
  end
end

defmodule Use do
  require Build

  def run do
    IO.inspect([Build.one(), Build.two(), Build.three()])
    IO.inspect([Build.one_plus(10), Build.two_plus(10)])
    IO.inspect(Enum.map([:a, :b, :c, :d], &Build.get/1))
    IO.inspect(Build.sum(3, 4))
    IO.inspect(Build.call(String, :replace, ["a-b", "-", "+"]))
    IO.inspect(Build.make_map(a: 1, b: 2))
    IO.inspect(Build.tuple([1, 2, 3, 4]))
    IO.inspect(Build.block([IO.puts("first"), IO.puts("second"), :last]))
  end
end

Use.run()

x = 5
IO.inspect(quote(do: 1 + unquote(x)))
IO.inspect(quote(do: foo(unquote_splicing([1, 2, x]))))
IO.inspect(quote(do: [0, unquote_splicing([1, 2]), 3]))
IO.inspect(quote(do: {unquote(x), unquote_splicing([6, 7])}))
IO.inspect(quote(do: %{a: unquote(x)}))
IO.inspect(quote(do: unquote(:name)(1)))
IO.inspect(quote(do: Mod.unquote(:name)(1)))
IO.inspect(quote(do: fn unquote({:y, [], nil}) -> unquote(x) end))
IO.inspect(quote(unquote: false, do: unquote(x)))
IO.puts(Macro.to_string(quote(do: if(unquote(x) > 1, do: unquote([1, 2]), else: "s#{unquote(x)}"))))
