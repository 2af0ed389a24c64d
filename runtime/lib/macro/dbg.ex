defmodule Macro.Dbg do
  # `dbg`: the code that it expands to evaluates the expression, a pipeline step by step, and has `print/3` show what
  # came out, with the source text of each step.
  @moduledoc false

  @doc false
  def expand(code, options, env) do
    header = header(env)

    quote do
      {steps, value} = unquote(steps(code))
      unquote(__MODULE__).print(unquote(header), steps, value, unquote(options))
    end
  end

  defp header(%{file: file, line: line} = env) do
    [entry] = Macro.Env.stacktrace(%{env | file: file, line: line})
    "[" <> Exception.format_stacktrace_entry(entry) <> "]"
  end

  # An expression for `{[{text, value}], last_value}`.
  defp steps({:|>, _, [_, _]} = pipe) do
    [{first, 0} | calls] = Macro.unpipe(pipe)
    value = Macro.unique_var(:value, __MODULE__)
    texts = [Macro.to_string(first) | Enum.map(calls, fn {call, _} -> Macro.to_string(call) end)]
    values = for _ <- texts, do: Macro.unique_var(:value, __MODULE__)

    {assignments, _} =
      [{first, nil} | calls]
      |> Enum.zip(values)
      |> Enum.map_reduce(value, fn
        {{first, nil}, variable}, _previous ->
          {quote(do: unquote(variable) = unquote(first)), variable}

        {{call, position}, variable}, previous ->
          {quote(do: unquote(variable) = unquote(Macro.pipe(previous, call, position))), variable}
      end)

    steps = Enum.zip(texts, values)

    quote do
      unquote_splicing(assignments)
      {unquote(steps), unquote(List.last(values))}
    end
  end

  defp steps(code) do
    text = Macro.to_string(code)

    quote do
      value = unquote(code)
      {[{unquote(text), value}], value}
    end
  end

  @doc false
  def print(header, steps, value, options) do
    {print_location?, options} = Keyword.pop(options, :print_location, true)

    options =
      Keyword.merge(
        [
          width: 80,
          pretty: true,
          syntax_colors: if(IO.ANSI.enabled?(), do: IO.ANSI.syntax_colors(), else: [])
        ],
        options
      )

    colored? = options[:syntax_colors] != []
    location = if print_location?, do: [:cyan, :italic, header, :reset, "\n"], else: []
    [first | rest] = steps

    document = [
      location,
      step(first, [], options),
      Enum.map(rest, &step(&1, [:faint, "|> ", :reset], options)),
      ?\n
    ]

    document |> IO.ANSI.format(colored?) |> IO.write()
    value
  end

  defp step({text, value}, prefix, options) do
    [prefix, text, :faint, " #=>", :reset, " ", inspect(value, options), "\n"]
  end
end
