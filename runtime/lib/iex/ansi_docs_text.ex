defmodule IO.ANSI.Docs.Text do
  # The text of a paragraph: emphasis, code and links to colors, and words to lines.
  @moduledoc false

  @escape ~r/\e\[[0-9;]*m/

  ## Colors

  def color(name, options) do
    if options[:enabled],
      do: options |> Keyword.fetch!(name) |> List.wrap() |> IO.ANSI.format_fragment(true),
      else: []
  end

  def colored(text, name, options) do
    if options[:enabled],
      do: IO.iodata_to_binary([color(name, options), text, IO.ANSI.reset()]),
      else: text
  end

  def newline(options), do: IO.puts(if(options[:enabled], do: IO.ANSI.reset(), else: ""))

  # What is seen of a text.
  def length(text), do: @escape |> Regex.replace(text, "") |> String.length()

  ## Lines

  # Writes a text, filled into lines that begin with `first` and then `indent`.
  def write(text, first, indent, options) do
    # The first line of a list's item counts its marker twice, as in IEx.
    marker = if first == indent, do: 0, else: __MODULE__.length(first)

    text
    |> render(options)
    |> String.split(" ")
    |> fill(options[:width] - 1, __MODULE__.length(indent), marker)
    |> lines(first, indent)
  end

  defp lines([line | rest], first, indent) do
    IO.puts([first, Enum.intersperse(line, " ")])
    Enum.each(rest, &IO.puts([indent, Enum.intersperse(&1, " ")]))
  end

  defp lines([], _first, _indent), do: :ok

  defp fill(words, width, indent, extra) do
    words
    |> Enum.reduce({[], [], indent + extra - 1}, fn word, {lines, line, column} ->
      # An empty word is one more blank.
      size = __MODULE__.length(word) + 1

      if line == [] or column + size <= width,
        do: {lines, [word | line], column + size},
        else: {[Enum.reverse(line) | lines], [word], indent - 1 + size}
    end)
    |> then(fn {lines, line, _column} -> Enum.reverse([Enum.reverse(line) | lines]) end)
    |> Enum.reject(&(&1 == []))
  end

  ## Marks within the text

  def render(text, options), do: text |> marks(nil, [], options) |> IO.iodata_to_binary()

  defp marks("\\" <> <<sign, rest::binary>>, _before, out, options)
       when sign in '\\`*_{}[]()#+-.!|<>',
       do: marks(rest, sign, [out, sign], options)

  defp marks("`" <> rest = text, before, out, options) do
    case String.split(text, ~r/^(`+)/, parts: 2, include_captures: true, trim: true) do
      [ticks, inner] -> code(ticks, inner, before, out, options)
      _ -> marks(rest, ?`, [out, ?`], options)
    end
  end

  defp marks("[" <> rest, before, out, options) do
    case Regex.run(~r/^((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^)]*\))?[^()\s]*)\)/, rest) do
      [all, text, target] ->
        link = [marks(text, before, [], options), " (", marks(target, ?(, [], options), ")"]
        rest = binary_part(rest, byte_size(all), byte_size(rest) - byte_size(all))
        marks(rest, ?), [out, link], options)

      nil ->
        marks(rest, ?[, [out, "["], options)
    end
  end

  for {mark, color} <- [
        {"**", :doc_bold},
        {"__", :doc_bold},
        {"*", :doc_underline},
        {"_", :doc_underline}
      ] do
    defp marks(unquote(mark) <> rest, before, out, options) do
      case emphasis(rest, unquote(mark), before) do
        {inner, rest} ->
          inner = IO.iodata_to_binary(marks(inner, nil, [], options))

          text =
            if options[:enabled],
              do: colored(inner, unquote(color), options),
              else: [unquote(mark), inner, unquote(mark)]

          marks(rest, ?*, [out, text], options)

        nil ->
          marks(rest, ?*, [out, unquote(mark)], options)
      end
    end
  end

  defp marks(<<char::utf8, rest::binary>>, _before, out, options),
    do: marks(rest, char, [out, <<char::utf8>>], options)

  defp marks(<<byte, rest::binary>>, _before, out, options),
    do: marks(rest, byte, [out, byte], options)

  defp marks("", _before, out, _options), do: out

  defp code(ticks, inner, _before, out, options) do
    case String.split(inner, ~r/(?<!`)#{ticks}(?!`)/, parts: 2) do
      [code, rest] when ticks == "`" or code != "" ->
        text =
          if options[:enabled],
            do: colored(code, :doc_inline_code, options),
            else: [ticks, code, ticks]

        marks(rest, ?`, [out, text], options)

      _ ->
        marks(inner, ?`, [out, ticks], options)
    end
  end

  # What is emphasised stands between marks that touch it, and that do not stand within a word.
  defp emphasis(rest, mark, before) do
    if not word?(before) and rest =~ ~r/^[^\s*_]|^[_*](?=\w)/u do
      close = Regex.escape(mark)

      case Regex.run(~r/^((?:[^`]|`[^`]*`)*?[^\s\\])#{close}(?![\p{L}\p{N}_*])/us, rest) do
        [all, inner] ->
          {inner, binary_part(rest, byte_size(all), byte_size(rest) - byte_size(all))}

        nil ->
          nil
      end
    end
  end

  defp word?(nil), do: false
  defp word?(char), do: char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char > 127
end
