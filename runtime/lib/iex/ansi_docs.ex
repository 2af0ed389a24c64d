defmodule IO.ANSI.Docs do
  @moduledoc """
  Prints documentation, which is Markdown, for a terminal.
  """

  alias IO.ANSI.Docs.{Blocks, Text}

  @defaults [
    enabled: true,
    doc_bold: [:bright],
    doc_code: [:cyan],
    doc_headings: [:yellow],
    doc_metadata: [:yellow],
    doc_quote: [:light_black],
    doc_inline_code: [:cyan],
    doc_table_heading: [:reverse],
    doc_title: [:reverse, :yellow],
    doc_underline: [:underline],
    width: 80
  ]

  @doc """
  The options that are used where none are given: `:enabled` for colors at all, `:width`, and the
  colors of each part.
  """
  @spec default_options() :: keyword
  def default_options, do: @defaults

  @doc """
  Prints titles, each in the middle of a line.

      IO.ANSI.Docs.print_headings(["def start()"], enabled: false)
  """
  @spec print_headings([String.t()], keyword) :: :ok
  def print_headings(headings, options \\ []) do
    options = Keyword.merge(@defaults, options)
    Text.newline(options)
    Enum.each(headings, &print_heading(&1, options))
    Text.newline(options)
  end

  defp print_heading(heading, options) do
    width = options[:width]
    left = max(div(width - String.length(heading), 2), 0)

    if options[:enabled] do
      title = String.pad_trailing(String.duplicate(" ", left) <> heading, width)
      IO.puts([Text.color(:doc_title, options), title, IO.ANSI.reset()])
    else
      IO.puts([String.duplicate(" ", left), heading])
    end
  end

  @doc """
  Prints what is noted about a function beside its text: since when there is one, and the like.
  """
  @spec print_metadata(map, keyword) :: :ok
  def print_metadata(metadata, options \\ []) when is_map(metadata) do
    options = Keyword.merge(@defaults, options)

    lines =
      for key <- [:delegate_to, :deprecated, :guard, :since], Map.has_key?(metadata, key) do
        IO.puts([Text.colored("#{key}:", :doc_metadata, options), " ", note(metadata[key])])
      end

    if lines == [], do: :ok, else: IO.puts("")
  end

  defp note({module, function, arity}), do: Exception.format_mfa(module, function, arity)
  defp note(text) when is_binary(text), do: text
  defp note(other), do: inspect(other)

  @doc """
  Prints a documentation, a text or a map of languages to texts.

      IO.ANSI.Docs.print("Some *text*", "text/markdown", enabled: false)
  """
  @spec print(String.t() | map, String.t(), keyword) :: :ok
  def print(doc, format, options \\ [])

  def print(%{"en" => doc}, format, options), do: print(doc, format, options)

  def print(doc, "text/markdown", options) when is_binary(doc) and is_list(options),
    do: print_markdown(doc, options)

  def print(_doc, format, options) when is_binary(format) and is_list(options),
    do: IO.puts("\nUnknown documentation format #{inspect(format)}\n")

  @doc false
  def print_markdown(doc, options) do
    options = Keyword.merge(@defaults, options)
    doc |> Blocks.parse() |> Enum.each(&print_block(&1, "", options))
    :ok
  end

  ## Blocks. Each prints the empty line behind it, but those of a list's items, which the list does.

  defp print_block({:heading, text}, indent, options) do
    IO.puts([indent, Text.colored(text, :doc_headings, options)])
    Text.newline(options)
  end

  defp print_block({:paragraph, text}, indent, options) do
    Text.write(text, indent, indent, options)
    Text.newline(options)
  end

  defp print_block({:code, lines}, indent, options) do
    text = Enum.map_join(lines, "\n", &(indent <> "    " <> &1))
    IO.puts(Text.colored(text, :doc_code, options))
    Text.newline(options)
  end

  defp print_block({:verbatim, lines}, indent, _options) do
    Enum.each(lines, &IO.puts(indent <> &1))
  end

  defp print_block({:quote, blocks}, indent, options) do
    prefix = indent <> Text.colored("> ", :doc_quote, options)
    print_quoted(blocks, prefix, options)
    Text.newline(options)
  end

  defp print_block({:table, alignments, [heading | rows]}, indent, options) do
    rendered = for row <- [heading | rows], do: Enum.map(row, &Text.render(&1, options))

    widths =
      Enum.zip_with(rendered, fn column -> column |> Enum.map(&Text.length/1) |> Enum.max() end)

    [heading | rows] = for row <- rendered, do: table_row(row, widths, alignments)
    IO.puts([indent, Text.colored(heading, :doc_table_heading, options)])
    Enum.each(rows, &IO.puts([indent, &1]))
    Text.newline(options)
  end

  defp print_block({:list, items}, indent, options) do
    print_items(items, indent <> "  ", options)
    Text.newline(options)
  end

  defp print_quoted(blocks, prefix, options) do
    blocks
    |> Enum.intersperse(:space)
    |> Enum.each(fn
      :space -> IO.puts(prefix)
      {:paragraph, text} -> Text.write(text, prefix, prefix, options)
      {:heading, text} -> Text.write(text, prefix, prefix, options)
      {:code, lines} -> Enum.each(lines, &IO.puts([prefix, "    ", &1]))
      {:verbatim, lines} -> Enum.each(lines, &IO.puts([prefix, &1]))
      {:quote, inner} -> print_quoted(inner, prefix <> "> ", options)
      {:list, items} -> print_items(items, prefix, options)
      {:table, _, rows} -> Enum.each(rows, &IO.puts([prefix, Enum.join(&1, " | ")]))
    end)
  end

  defp table_row(cells, widths, alignments) do
    Enum.zip_with([cells, widths, alignments], fn [cell, width, alignment] ->
      missing = width - Text.length(cell)

      case alignment do
        :left -> cell <> String.duplicate(" ", missing)
        :right -> String.duplicate(" ", missing) <> cell
        :center -> center(cell, div(missing, 2), missing - div(missing, 2))
      end
    end)
    |> Enum.join(" | ")
  end

  defp center(cell, left, right),
    do: String.duplicate(" ", left) <> cell <> String.duplicate(" ", right)

  defp print_items([{marker, blocks} | items], indent, options) do
    marker = if marker == "*" and options[:enabled], do: "•", else: marker
    inner = indent <> "  "
    first = indent <> marker <> " "
    print_item(blocks, first, inner, options)
    print_items(items, indent, options)
  end

  defp print_items([], _indent, _options), do: :ok

  defp print_item([{:paragraph, text} | blocks], first, inner, options) do
    Text.write(text, first, inner, options)
    print_inner(blocks, inner, options, false)
  end

  defp print_item(blocks, first, inner, options) do
    IO.puts(first)
    print_inner(blocks, inner, options, false)
  end

  defp print_inner([{:paragraph, text} | blocks], inner, options, _ended?) do
    Text.write(text, inner, inner, options)
    print_inner(blocks, inner, options, false)
  end

  defp print_inner([{:list, items} | blocks], inner, options, _ended?) do
    print_items(items, inner, options)
    print_inner(blocks, inner, options, false)
  end

  defp print_inner([block | blocks], inner, options, ended?) do
    if not ended?, do: Text.newline(options)
    print_block(block, inner, options)
    print_inner(blocks, inner, options, true)
  end

  defp print_inner([], _inner, _options, _ended?), do: :ok
end
