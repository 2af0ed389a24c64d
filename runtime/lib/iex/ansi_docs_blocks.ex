defmodule IO.ANSI.Docs.Blocks do
  # A Markdown text as a list of blocks:
  #
  #   {:heading, text} · {:paragraph, text} · {:code, lines} · {:verbatim, lines} · {:quote, blocks}
  #   {:list, [{marker, blocks}]} · {:table, alignments, rows of cells}
  @moduledoc false

  def parse(text) do
    text
    |> String.split(["\r\n", "\n"])
    |> Enum.map(&untab/1)
    |> blocks([])
  end

  defp untab(line), do: String.replace(line, "\t", "    ")

  defp blocks(["" | lines], found), do: blocks(lines, found)
  defp blocks([], found), do: Enum.reverse(found)

  defp blocks([line | rest] = lines, found) do
    case kind(line, rest) do
      :blank ->
        blocks(rest, found)

      :heading ->
        blocks(rest, [{:heading, String.trim(line)} | found])

      :code ->
        {code, rest} = indented(lines, [])
        blocks(rest, [{:code, code} | found])

      {:fence, fence} ->
        {code, rest} = fenced(rest, fence, leading(line), [])
        blocks(rest, [{:code, code} | found])

      :quote ->
        {quoted, rest} = quoted(lines, [])
        blocks(rest, [{:quote, blocks(quoted, [])} | found])

      :table ->
        {table, rest} = table(lines)
        blocks(rest, [table | found])

      :reference ->
        {references, rest} = Enum.split_while(lines, &reference?/1)
        blocks(rest, [{:verbatim, references} | found])

      {:item, _marker, _width} ->
        {items, rest} = items(lines, [])
        blocks(rest, [{:list, items} | found])

      :text ->
        {text, rest} = paragraph(rest, [String.trim(line)])
        blocks(rest, [{:paragraph, text} | found])
    end
  end

  defp kind(line, rest) do
    cond do
      String.trim(line) == "" ->
        :blank

      leading(line) >= 4 ->
        :code

      line =~ ~r/^ {0,3}\#{1,6}( |$)/ ->
        :heading

      line =~ ~r/^ {0,3}(```|~~~)/ ->
        {:fence, line |> String.trim_leading() |> String.slice(0, 3)}

      line =~ ~r/^ {0,3}>/ ->
        :quote

      reference?(line) ->
        :reference

      table?(line, rest) ->
        :table

      true ->
        item_or_text(line)
    end
  end

  defp leading(line), do: byte_size(line) - byte_size(String.trim_leading(line, " "))

  defp reference?(line), do: line =~ ~r/^ {0,3}\[[^\]]+\]: /

  defp item_or_text(line) do
    case Regex.run(~r/^( {0,3})([*+-]|\d+[.)])( +)\S/, line) do
      [_, indent, marker, space] ->
        mark = if marker in ["*", "+", "-"], do: "*", else: String.replace(marker, ")", ".")
        {:item, mark, byte_size(indent) + byte_size(marker) + byte_size(space)}

      nil ->
        :text
    end
  end

  ## Code

  defp indented([line | rest] = lines, found) do
    cond do
      String.trim(line) == "" -> indented(rest, ["" | found])
      leading(line) >= 4 -> indented(rest, [binary_part(line, 4, byte_size(line) - 4) | found])
      true -> {code(found), lines}
    end
  end

  defp indented([], found), do: {code(found), []}

  defp code(found), do: found |> Enum.drop_while(&(&1 == "")) |> Enum.reverse()

  defp fenced([line | rest], fence, indent, found) do
    if String.starts_with?(String.trim_leading(line), fence),
      do: {code(found), rest},
      else: fenced(rest, fence, indent, [unindent(line, indent) | found])
  end

  defp fenced([], _fence, _indent, found), do: {code(found), []}

  defp unindent(line, columns) do
    columns = min(columns, leading(line))
    binary_part(line, columns, byte_size(line) - columns)
  end

  ## Quotes and paragraphs

  defp quoted([line | rest] = lines, found) do
    case Regex.run(~r/^ {0,3}> ?(.*)$/, line) do
      [_, text] -> quoted(rest, [text | found])
      nil -> {Enum.reverse(found), lines}
    end
  end

  defp quoted([], found), do: {Enum.reverse(found), []}

  defp paragraph([line | rest] = lines, found) do
    case kind(line, rest) do
      kind when kind in [:text, :code] -> paragraph(rest, [String.trim(line) | found])
      {:item, _, _} when found == [] -> paragraph(rest, [String.trim(line) | found])
      _ -> {text(found), lines}
    end
  end

  defp paragraph([], found), do: {text(found), []}

  defp text(found),
    do: found |> Enum.reverse() |> Enum.map_join(" ", &String.trim_trailing(&1, "\\"))

  ## Lists

  defp items([line | rest] = lines, found) do
    case item_or_text(line) do
      {:item, marker, width} ->
        {own, rest} = item(rest, width, [unindent_item(line, width)])
        rest = Enum.drop_while(rest, &(String.trim(&1) == ""))
        items(rest, [{marker, blocks(own, [])} | found])

      :text ->
        {Enum.reverse(found), lines}
    end
  end

  defp items([], found), do: {Enum.reverse(found), []}

  defp unindent_item(line, width), do: binary_part(line, width, byte_size(line) - width)

  # The lines of an item: those that are indented as its text is, empty ones between them, and what follows without an empty line.
  defp item([line | rest] = lines, width, found) do
    cond do
      String.trim(line) == "" ->
        item(rest, width, ["" | found])

      leading(line) >= min(width, 2) and leading(line) > 0 and inner?(line, width) ->
        item(rest, width, [unindent(line, width) | found])

      hd(found) != "" and kind(line, rest) == :text ->
        item(rest, width, [String.trim(line) | found])

      true ->
        {Enum.reverse(found), lines}
    end
  end

  defp item([], _width, found), do: {Enum.reverse(found), []}

  # What is indented a little less than the text is still the item's, unless it is the next item.
  defp inner?(line, width), do: leading(line) >= width or item_or_text(line) == :text

  ## Tables

  defp table?(line, [next | _]) do
    String.contains?(line, "|") and String.contains?(next, "-") and
      next =~ ~r/^ {0,3}\|?[ :|-]+$/ and length(cells(line)) == length(cells(next))
  end

  defp table?(_line, []), do: false

  defp table([heading, rule | rest]) do
    alignments = rule |> cells() |> Enum.map(&alignment/1)
    {rows, rest} = Enum.split_while(rest, &String.contains?(&1, "|"))
    rows = for row <- [heading | rows], do: row |> cells() |> fit(length(alignments))
    {{:table, alignments, rows}, rest}
  end

  defp cells(line) do
    line
    |> String.trim()
    |> String.trim_leading("|")
    |> String.trim_trailing("|")
    |> String.split(~r/(?<!\\)\|/)
    |> Enum.map(&(&1 |> String.trim() |> String.replace("\\|", "|")))
  end

  defp fit(cells, count), do: Enum.take(cells ++ List.duplicate("", count), count)

  defp alignment(cell) do
    case {String.starts_with?(cell, ":"), String.ends_with?(cell, ":")} do
      {true, true} -> :center
      {false, true} -> :right
      _ -> :left
    end
  end
end
