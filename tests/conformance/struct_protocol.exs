defprotocol Describe do
  @doc "Says what it is"
  @fallback_to_any true
  def describe(value)
  def describe(value, prefix)
end

defmodule User do
  @enforce_keys [:name]
  defstruct [:name, age: 0, tags: []]

  def birthday(%__MODULE__{age: age} = user), do: %{user | age: age + 1}
  def new(name, opts \\ []), do: struct(%User{name: name}, opts)
end

defmodule Point do
  @derive {Inspect, only: [:x]}
  defstruct x: 0, y: 0
end

defmodule Secret do
  @derive {Inspect, except: [:key]}
  defstruct key: "k", id: 7
end

defmodule Stack do
  defstruct items: []
  def push(%Stack{items: items} = s, i), do: %Stack{s | items: [i | items]}

  defimpl Enumerable do
    def count(s), do: {:ok, length(s.items)}
    def member?(s, x), do: {:ok, x in s.items}
    def slice(_), do: {:error, __MODULE__}
    def reduce(s, acc, f), do: Enumerable.List.reduce(s.items, acc, f)
  end

  defimpl Collectable do
    def into(s) do
      {s, fn
        acc, {:cont, x} -> Stack.push(acc, x)
        acc, :done -> acc
        _, :halt -> :ok
      end}
    end
  end

  defimpl String.Chars do
    def to_string(s), do: "Stack(" <> Enum.join(s.items, " ") <> ")"
  end

  defimpl Inspect do
    import Inspect.Algebra
    def inspect(s, opts), do: concat(["#Stack<", to_doc(s.items, opts), ">"])
  end
end

defimpl Describe, for: Integer do
  def describe(n), do: "integer #{n}"
  def describe(n, p), do: p <> describe(n)
end

defimpl Describe, for: [List, Tuple] do
  def describe(v), do: "#{inspect(@for)} via #{inspect(@protocol)}: #{inspect(v)}"
  def describe(v, p), do: p <> describe(v)
end

defimpl Describe, for: User do
  def describe(u), do: "user #{u.name}"
  def describe(u, p), do: p <> describe(u)
end

defimpl Describe, for: Any do
  def describe(_), do: "something"
  def describe(_, p), do: p <> "something"
end

defmodule Main do
  def run do
    u = User.new("Ada", age: 36, unknown: 1)
    IO.inspect(u)
    IO.inspect(User.birthday(u))
    IO.inspect(%User{u | tags: [:a]})
    IO.inspect(u.name)
    IO.inspect(Map.from_struct(u) |> Map.keys())
    IO.inspect(is_struct(u))
    IO.inspect(is_struct(u, User))
    IO.inspect(u.__struct__)
    IO.inspect(%Point{x: 1, y: 2})
    IO.inspect(%Secret{})
    IO.inspect(struct(Point, %{y: 9}) |> Map.get(:y))
    IO.inspect(match?(%{__struct__: User}, u))
    IO.inspect(%User{name: "a"} == %User{name: "a", age: 0})

    try do
      struct!(User, age: 1)
    rescue
      e in ArgumentError -> IO.puts(Exception.message(e))
    end

    try do
      %{u | nope: 1}
    rescue
      e in KeyError -> IO.puts(hd(String.split(Exception.message(e), " in:")))
    end

    for v <- [1, [1], {1, 2}, u, "text", %Point{}, :atom], do: IO.puts(Describe.describe(v))
    IO.puts(Describe.describe(3, "an "))
    IO.inspect(Describe.impl_for(1))
    IO.inspect(Describe.impl_for("x"))
    IO.inspect(Enumerable.impl_for(:a))

    s = Enum.into([1, 2, 3], %Stack{})
    IO.inspect(s)
    IO.puts(s)
    IO.puts("interpolated: #{s}")
    IO.inspect(Enum.count(s))
    IO.inspect(2 in s)
    IO.inspect(Enum.map(s, &(&1 * 2)))
    IO.inspect(Enum.sort(s))
    IO.inspect(for x <- s, x > 1, into: %Stack{}, do: x * x)
    IO.inspect(Enum.take(s, 2))
    IO.inspect({s, [s]})

    try do
      Enum.map(%Point{}, & &1)
    rescue
      e in Protocol.UndefinedError -> IO.puts(Exception.message(e))
    end

    try do
      to_string(%Point{})
    rescue
      e in Protocol.UndefinedError -> IO.puts(Exception.message(e))
    end

    try do
      "#{{1, 2}}"
    rescue
      e in Protocol.UndefinedError -> IO.puts(Exception.message(e))
    end

    try do
      u[:name]
    rescue
      e in UndefinedFunctionError -> IO.puts(hd(String.split(Exception.message(e), "\n")))
    end
  end
end

Main.run()
