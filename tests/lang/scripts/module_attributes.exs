# Attributes: values, reading, accumulation, what the compiler knows, constants.
defmodule A do
  @moduledoc "About A."
  @constant 42
  @list [1, 2, 3]
  @computed Enum.sum(@list)
  Module.register_attribute(__MODULE__, :acc, accumulate: true)
  @acc :first
  @acc :second
  Module.register_attribute(__MODULE__, :kept, persist: true)
  @kept "persisted"
  @version "1"
  def v1, do: @version
  @version "2"
  def v2, do: @version
  def constant, do: @constant
  def computed, do: @computed
  def acc, do: @acc
  @doc "Documented."
  @doc since: "1.0"
  @spec documented(integer) :: integer
  def documented(x), do: x
  @deprecated "use v2"
  def old, do: :old
  @fun &String.upcase/1
  def call(x), do: @fun.(x)
  @map %{a: %{b: 1}}
  def deep, do: @map.a.b
  def env, do: {__MODULE__, __ENV__.function, __ENV__.line}
  @type t :: integer
  @callback thing(t) :: t
  @optional_callbacks thing: 1
  @unused_but_nil nil
  def attr, do: @unused_but_nil
  @on_it (for x <- 1..3, do: x * 2)
  def on_it, do: @on_it
  if @constant > 40 do
    def conditional, do: :big
  else
    def conditional, do: :small
  end

  IO.inspect(Module.get_attribute(__MODULE__, :constant))
  Module.put_attribute(__MODULE__, :dynamic, :value)
  def dynamic, do: unquote(Module.get_attribute(__MODULE__, :dynamic))
  IO.inspect(Module.defines?(__MODULE__, {:v1, 0}))
  IO.inspect(Module.has_attribute?(__MODULE__, :constant))
  Module.delete_attribute(__MODULE__, :dynamic)
  IO.inspect(Module.has_attribute?(__MODULE__, :dynamic))
  IO.inspect(Module.open?(__MODULE__))
  IO.puts("in the body of #{inspect(__MODULE__)}")
end

IO.inspect({A.v1(), A.v2(), A.constant(), A.computed(), A.acc()})
IO.inspect(A.__info__(:attributes)[:kept])
IO.inspect({A.call("x"), A.deep(), A.env(), A.attr(), A.on_it(), A.conditional(), A.dynamic()})
IO.inspect(A.__info__(:deprecated))
IO.inspect(A.__info__(:module))
IO.inspect(A.behaviour_info(:callbacks))
IO.inspect(A.behaviour_info(:optional_callbacks))
IO.inspect(Module.open?(A))
IO.inspect(Module.concat(A, B))
IO.inspect(Module.concat(["A", :B, C]))
IO.inspect(Module.split(A.B.C))
IO.inspect(Module.safe_concat([String, Chars]))
IO.inspect(A.__info__(:functions) |> Keyword.keys() |> Enum.take(5))

defmodule Outer do
  defmodule Inner do
    def name, do: __MODULE__
    defmodule Deep do
      def name, do: __MODULE__
    end
  end

  def names, do: {Inner.name(), Inner.Deep.name(), __MODULE__}
end

IO.inspect(Outer.names())
{:module, name, binary, result} = defmodule Result do
  def x, do: 1
end
IO.inspect({name, is_binary(binary), result})
defmodule :erlang_style do
  def hi, do: :hi
end
IO.inspect(:erlang_style.hi())
Module.create(Created, quote(do: def(made, do: :created)), Macro.Env.location(__ENV__))
IO.inspect(Created.made())
