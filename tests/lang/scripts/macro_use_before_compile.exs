# use, __using__, @before_compile, @after_compile, @on_definition, accumulated attributes.
defmodule Plugin do
  defmacro __using__(opts) do
    quote do
      @before_compile unquote(__MODULE__)
      @on_definition unquote(__MODULE__)
      Module.register_attribute(__MODULE__, :steps, accumulate: true)
      import unquote(__MODULE__), only: [step: 2]
      def options, do: unquote(opts)
      def overridden, do: :default
      defoverridable overridden: 0
    end
  end

  defmacro step(name, do: body) do
    quote do
      @steps unquote(name)
      def unquote(name)(value), do: unquote(body).(value)
    end
  end

  defmacro __before_compile__(env) do
    steps = env.module |> Module.get_attribute(:steps) |> Enum.reverse()

    pipeline =
      Enum.reduce(steps, quote(do: value), fn step, acc ->
        quote do
          unquote(step)(unquote(acc))
        end
      end)

    quote do
      def steps, do: unquote(steps)
      def run(value), do: unquote(pipeline)
    end
  end

  def __on_definition__(env, kind, name, args, _guards, _body) do
    IO.puts("#{kind} #{inspect(env.module)}.#{name}/#{length(args)}")
  end
end

defmodule Pipeline do
  use Plugin, level: 3

  step :double do
    fn x -> x * 2 end
  end

  step :inc do
    fn x -> x + 1 end
  end

  def overridden, do: {:mine, super()}
end

IO.inspect(Pipeline.options())
IO.inspect(Pipeline.steps())
IO.inspect(Pipeline.run(10))
IO.inspect(Pipeline.overridden())
IO.inspect(function_exported?(Pipeline, :double, 1))
IO.inspect(Pipeline.__info__(:functions))
