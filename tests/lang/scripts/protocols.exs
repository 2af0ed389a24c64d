# Protocols: implementations for all kinds, fallbacks, derivation.
defprotocol Size do
  @doc "How large something is."
  @fallback_to_any true
  def size(data)
end

defmodule Box do
  defstruct [:items]
end

defmodule Crate do
  defstruct [:n]
end

defmodule Plain do
  defstruct [:x]
end

defimpl Size, for: BitString do
  def size(binary), do: {:bits, bit_size(binary)}
end

defimpl Size, for: [List, Tuple] do
  def size(list) when is_list(list), do: {@for, length(list)}
  def size(tuple), do: {@for, tuple_size(tuple), @protocol}
end

defimpl Size, for: Map do
  def size(map), do: {:map, map_size(map)}
end

defimpl Size, for: Box do
  def size(%Box{items: items}), do: {:box, Size.size(items)}
end

defimpl Size, for: Any do
  def size(other), do: {:any, is_map(other)}
end

defprotocol Strict do
  def call(x, y)
end

defimpl Strict, for: Integer do
  def call(x, y), do: x + y
end



defprotocol Named do
  def name(x)
end

defimpl Named, for: Any do
  defmacro __deriving__(module, struct, options) do
    quote do
      defimpl Named, for: unquote(module) do
        def name(_), do: {unquote(module), unquote(Macro.escape(Map.keys(struct))), unquote(options)}
      end
    end
  end

  def name(_), do: :any
end

defmodule Derived do
  @derive [{Named, option: 1}, {Inspect, only: [:a]}]
  defstruct a: 1, b: 2
end

defmodule Celsius do
  defstruct [:degrees]

  defimpl String.Chars do
    def to_string(%{degrees: d}), do: "#{d}°C"
  end

  defimpl Inspect do
    import Inspect.Algebra
    def inspect(%{degrees: d}, opts), do: concat(["#Celsius<", to_doc(d, opts), ">"])
  end

  defimpl Enumerable do
    def count(_), do: {:error, __MODULE__}
    def member?(_, _), do: {:error, __MODULE__}
    def slice(_), do: {:error, __MODULE__}
    def reduce(%{degrees: d}, acc, fun), do: Enumerable.List.reduce(Enum.to_list(1..d), acc, fun)
  end

  defimpl Collectable do
    def into(c), do: {c.degrees, fn acc, {:cont, x} -> acc + x; acc, :done -> %{c | degrees: acc}; _, :halt -> :ok end}
  end
end

defmodule Main do
  def run do
    for value <- ["abc", <<1::3>>, [1, 2], {1}, %{a: 1}, %Box{items: [1, 2, 3]}, %Plain{}, 1, :a, 1.5, self(), fn -> 1 end, make_ref()] do
      IO.inspect(Size.size(value))
    end

    IO.inspect(Size.impl_for([]))
    IO.inspect(Size.impl_for(%Box{}))
    IO.inspect(Size.impl_for(%Plain{}))
    IO.inspect(Size.impl_for!(1))
    IO.inspect(Size.__protocol__(:module))
    IO.inspect(Size.__protocol__(:functions))
    IO.inspect(Size.BitString.__impl__(:for))
    IO.inspect(Protocol.assert_protocol!(Size))

    IO.inspect(Strict.call(1, 2))

    for value <- [:a, "b", %{c: 1}, %Crate{n: 1}, nil, []] do
      try do
        Strict.call(value, 1)
      rescue
        e in Protocol.UndefinedError -> IO.puts(Exception.message(e))
      end
    end

    IO.inspect(Strict.impl_for(:a))

    IO.inspect(Named.name(%Derived{}))
    IO.inspect(%Derived{})

    t = %Celsius{degrees: 3}
    IO.puts("#{t}")
    IO.inspect([t])
    IO.inspect(Enum.map(t, &(&1 * 2)))
    IO.inspect({Enum.count(t), Enum.member?(t, 2), Enum.at(t, 1), Enum.slice(t, 0, 2)})
    IO.inspect(Enum.into([1, 2], t))
    IO.inspect(for(x <- [5], into: t, do: x))
  end
end

Main.run()
