defmodule Code.Formatter.Literals do
  # Numbers, atoms, strings, charlists and sigils. They keep the text and the delimiters that they have in the source,
  # with a few exceptions: underscores in long numbers, the case of digits, quotes that an atom does not need.
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter
  alias Code.Formatter.{Blocks, Containers}

  @double_heredoc ~s["""]
  @single_heredoc "'''"
  @heredocs [@double_heredoc, @single_heredoc]

  def literal(list, meta, _context, state) when is_list(list) do
    case meta[:delimiter] do
      @single_heredoc ->
        {heredoc(List.to_string(list), @single_heredoc), state}

      "'" ->
        {quoted_text(List.to_string(list), "'"), state}

      _ ->
        Containers.list(meta, list, state)
    end
  end

  def literal(string, meta, _context, state) when is_binary(string) do
    if meta[:delimiter] == @double_heredoc do
      {heredoc(string, @double_heredoc), state}
    else
      {quoted_text(string, "\""), state}
    end
  end

  def literal(atom, meta, _context, state) when is_atom(atom), do: {atom(atom, meta), state}

  def literal(integer, meta, _context, state) when is_integer(integer) do
    {integer_text(Keyword.fetch!(meta, :token)), state}
  end

  def literal(float, meta, _context, state) when is_float(float) do
    {float_text(Keyword.fetch!(meta, :token)), state}
  end

  def literal(expression, _meta, context, state), do: Formatter.node(expression, context, state)

  ## Numbers

  defp integer_text(<<?0, ?x, digits::binary>>), do: "0x" <> String.upcase(digits)
  defp integer_text(<<?0, base, _::binary>> = text) when base in [?b, ?o], do: text
  defp integer_text(<<??, _::binary>> = text), do: text
  defp integer_text(decimal), do: with_underscores(decimal)

  defp float_text(text) do
    [integer, fraction] = :binary.split(text, ".")
    with_underscores(integer) <> "." <> String.downcase(fraction)
  end

  # Six digits and more are set in groups of three.
  defp with_underscores("-" <> digits), do: "-" <> with_underscores(digits)

  defp with_underscores(digits) do
    cond do
      String.contains?(digits, "_") -> digits
      byte_size(digits) < 6 -> digits
      true -> grouped(digits, rem(byte_size(digits), 3))
    end
  end

  defp grouped(digits, 0), do: grouped(digits, 3)
  defp grouped(digits, first) when byte_size(digits) <= first, do: digits

  defp grouped(digits, first) do
    <<group::binary-size(first), rest::binary>> = digits
    group <> "_" <> grouped(rest, 3)
  end

  ## Atoms

  defp atom(atom, _meta) when atom in [nil, true, false], do: Atom.to_string(atom)

  # What the text of an atom does not tell.
  defp atom(:\\, _meta), do: ":\\\\"
  defp atom(:..//, _meta), do: ":\"..//\""

  defp atom(atom, _meta) do
    text = Atom.to_string(atom)

    if Macro.classify_atom(atom) in [:unquoted, :identifier] do
      ":" <> text
    else
      concat([":", "\"", escaped(text, "\""), "\""])
    end
  end

  def interpolated_atom(entries, state) do
    interpolation(entries, "\"", state, ":\"", "\"")
  end

  # The key of a keyword pair, up to its colon.
  def key(:..//), do: "\"..//\":"

  def key(atom) do
    text = Atom.to_string(atom)

    case Macro.classify_atom(atom) do
      kind when kind in [:unquoted, :identifier] -> text <> ":"
      _ -> concat(["\"", escaped(text, "\""), "\":"])
    end
  end

  def interpolated_key(entries, state), do: interpolation(entries, "\"", state, "\"", "\":")

  ## Strings and charlists

  def interpolated_string(meta, entries, state) do
    if meta[:delimiter] == @double_heredoc do
      {doc, state} =
        entries
        |> first_line()
        |> interpolation(@double_heredoc, state, @double_heredoc, @double_heredoc)

      {force_unfit(doc), state}
    else
      interpolation(entries, "\"", state, "\"", "\"")
    end
  end

  def interpolated_charlist(meta, entries, state) do
    if meta[:delimiter] == @single_heredoc do
      {doc, state} =
        entries
        |> first_line()
        |> interpolation(@single_heredoc, state, @single_heredoc, @single_heredoc)

      {force_unfit(doc), state}
    else
      interpolation(entries, "'", state, "'", "'")
    end
  end

  # Whether the segments are texts and interpolated values.
  def interpolated?(entries) do
    Enum.all?(entries, fn
      {:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, _}]} -> true
      entry -> is_binary(entry)
    end)
  end

  def charlist_interpolated?(entries) do
    Enum.all?(entries, fn
      {{:., _, [Kernel, :to_string]}, _, [_]} -> true
      entry -> is_binary(entry)
    end)
  end

  # The text of a heredoc begins on the line after its delimiter.
  defp first_line([entry | entries]) when is_binary(entry), do: ["\n" <> entry | entries]
  defp first_line(entries), do: ["\n" | entries]

  defp interpolation([], _escape, state, doc, closing), do: {concat(doc, closing), state}

  defp interpolation([text | entries], escape, state, doc, closing) when is_binary(text) do
    interpolation(entries, escape, state, concat(doc, escaped(text, escape)), closing)
  end

  defp interpolation([entry | entries], escape, state, doc, closing) do
    meta = call_meta(entry)
    min_line = Formatter.line_of(meta)
    max_line = Formatter.closing_line(meta)
    # Comments and line breaks cannot be kept inside: comments go before the whole text.
    inner_state = %{state | comments: [], skip_eol: true}
    {value, _state} = Blocks.block(value(entry), min_line, max_line, inner_state)
    # It is never broken for its length.
    value = no_limit(concat(["\#{", value, "}"]))
    interpolation(entries, escape, state, concat(doc, value), closing)
  end

  defp value({:"::", _, [{_, _, [value]}, _]}), do: value
  defp value({_, _, [value]}), do: value

  defp call_meta({:"::", _, [{_, meta, _}, _]}), do: meta
  defp call_meta({_, meta, _}), do: meta

  defp quoted_text(text, delimiter) do
    concat([delimiter, escaped(text, delimiter), delimiter])
  end

  defp heredoc(text, delimiter) do
    force_unfit(concat([delimiter, escaped("\n" <> text, delimiter), delimiter]))
  end

  # The text with its own delimiter escaped and its lines as they are.
  defp escaped(text, heredoc) when heredoc in @heredocs do
    text |> String.replace(heredoc, "\\" <> heredoc) |> String.split("\n") |> indented_lines()
  end

  defp escaped(text, escape) do
    text |> String.replace(escape, "\\" <> escape) |> String.split("\n") |> lines()
  end

  # Lines of a string begin where the line does.
  defp lines([text]), do: text
  defp lines([text | texts]), do: concat([text, nest(line(), :reset), lines(texts)])

  # Lines of a heredoc are indented with it, but for empty ones.
  defp indented_lines([text]), do: text
  defp indented_lines(["" | texts]), do: concat(heredoc_break(texts), indented_lines(texts))
  defp indented_lines([text | texts]), do: concat([text, heredoc_break(texts), indented_lines(texts)])

  defp heredoc_break(["", _ | _]), do: nest(line(), :reset)
  defp heredoc_break(_), do: line()

  ## Sigils

  def sigil(name, meta, [{:<<>>, _, entries}, modifiers], state) when is_list(modifiers) do
    with "sigil_" <> letter <- Atom.to_string(name),
         opening when is_binary(opening) <- meta[:delimiter] do
      start = "~" <> letter <> opening
      modifiers = List.to_string(modifiers)

      if opening in @heredocs do
        {doc, state} =
          entries |> first_line() |> interpolation(opening, state, start, opening <> modifiers)

        {force_unfit(doc), state}
      else
        closing = closing_delimiter(opening)
        interpolation(entries, closing, state, start, closing <> modifiers)
      end
    else
      _ -> nil
    end
  end

  def sigil(_name, _meta, _args, _state), do: nil

  defp closing_delimiter("("), do: ")"
  defp closing_delimiter("["), do: "]"
  defp closing_delimiter("{"), do: "}"
  defp closing_delimiter("<"), do: ">"
  defp closing_delimiter(other) when other in ["\"", "'", "|", "/"], do: other
end
