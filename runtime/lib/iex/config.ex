defmodule IEx.Config do
  # What the shell was told about its printing, kept in the environment of the application `:iex`; with it, the colors.
  @moduledoc false

  @table [
    colors: [],
    history_size: 20,
    inspect: [pretty: true],
    alive_prompt: "%prefix(%node)%counter>",
    default_prompt: "%prefix(%counter)>"
  ]

  @optional [:width, :continuation_prompt, :alive_continuation_prompt]
  @after_spawn {IEx, :after_spawn}

  # `Keyword` order is that of `IEx.configuration/0`.
  def configuration do
    given = Application.get_all_env(:iex)

    defaults = for {key, value} <- @table, do: {key, Keyword.get(given, key, value)}

    defaults ++
      for key <- @optional, {:ok, value} <- [Keyword.fetch(given, key)], do: {key, value}
  end

  defp get(key), do: Keyword.get(configuration(), key)

  ## Prompts

  # That of an expression and that of its further lines. The node of this runtime is never alive.
  def prompts(prefix, counter) do
    first = get(:default_prompt)
    further = get(:continuation_prompt)

    {prompt(first, prefix, counter), prompt(further || first, if(further, do: prefix, else: "..."), counter)}
  end

  defp prompt(pattern, prefix, counter) do
    text =
      pattern
      |> String.replace("%counter", Integer.to_string(counter))
      |> String.replace("%prefix", prefix)
      |> String.replace("%node", Atom.to_string(node()))

    text <> " "
  end

  def configure(options) do
    Enum.each(options, &check/1)

    Enum.each(options, fn
      {key, value} when key in [:colors, :inspect] -> put(key, Keyword.merge(get(key), value))
      {key, value} -> put(key, value)
    end)
  end

  defp put(key, value), do: Application.put_env(:iex, key, value)

  defp check({:colors, colors}) when is_list(colors), do: :ok
  defp check({:inspect, options}) when is_list(options), do: :ok
  defp check({:width, width}) when is_integer(width), do: :ok
  defp check({:history_size, size}) when is_integer(size), do: :ok

  defp check({key, text})
       when key in [
              :default_prompt,
              :alive_prompt,
              :continuation_prompt,
              :alive_continuation_prompt
            ] and is_binary(text),
       do: :ok

  defp check(option), do: raise(ArgumentError, "invalid configuration #{inspect(option)}")

  ## Processes

  def after_spawn(fun), do: :persistent_term.put(@after_spawn, [fun | after_spawn()])
  def after_spawn, do: :persistent_term.get(@after_spawn, [])

  ## Printing

  def width do
    case get(:width) do
      nil -> min(columns(), 80)
      width -> width
    end
  end

  defp columns do
    case :io.columns() do
      {:ok, columns} -> columns
      _ -> 80
    end
  end

  def inspect_opts do
    options = [width: width()] ++ get(:inspect)

    case syntax_colors() do
      [] -> options
      colors -> options ++ [syntax_colors: colors]
    end
  end

  # Between the colors of a result's parts stands that of results as such.
  defp syntax_colors do
    if colors_enabled?() do
      case Keyword.get(get(:colors), :syntax_colors, IO.ANSI.syntax_colors()) do
        colors when colors in [false, nil, []] ->
          []

        colors ->
          [reset: [:reset | List.wrap(color_of(:eval_result))]] ++ Keyword.delete(colors, :reset)
      end
    else
      []
    end
  end

  ## Colors

  def colors_enabled? do
    case Keyword.fetch(get(:colors), :enabled) do
      {:ok, enabled?} -> enabled?
      :error -> IO.ANSI.enabled?()
    end
  end

  def color(color, text) do
    case color_of(color) do
      nil ->
        text

      ansi ->
        [ansi, text]
        |> IO.ANSI.format_fragment(colors_enabled?())
        |> reset()
        |> IO.iodata_to_binary()
    end
  end

  defp reset(text), do: if(colors_enabled?(), do: [text, IO.ANSI.reset()], else: text)

  def color_of(color), do: Keyword.get(get(:colors), color, default_color(color))

  defp default_color(color) when color in [:eval_result, :eval_interrupt], do: :yellow
  defp default_color(color) when color in [:eval_error, :stack_info, :blame_diff], do: :red
  defp default_color(:eval_info), do: :normal
  defp default_color(:pry_line), do: :bright
  defp default_color(:ls_directory), do: :blue
  defp default_color(:ls_device), do: :green

  defp default_color(color) do
    Keyword.get(IO.ANSI.Docs.default_options(), color)
  end

  # What `IO.ANSI.Docs` is to print with.
  def docs_options do
    chosen = for {key, color} <- get(:colors), is_doc_color(key), do: {key, List.wrap(color)}
    [width: width(), enabled: colors_enabled?()] ++ chosen
  end

  defp is_doc_color(key), do: String.starts_with?(Atom.to_string(key), "doc_")
end
