defmodule Inspect.Layout do
  @moduledoc false
  # Lays out a document of Inspect.Algebra: decides for each group whether it fits on the line.
  #
  # What is still to be written is a flat list of triples `indent, mode, document`. The mode says
  # whether breaks are line ends (:break) or texts (:flat). While it is only asked whether
  # something fits there are two more modes: in :flat_no_break and :break_no_flat the documents of
  # Inspect.Algebra.next_break_fits/2 have had their say, and inner ones are not asked again.

  @doc false
  def format(doc, width), do: write(width, 0, [0, :flat, doc])

  # Every line end is one binary of its own, which is what collapse/4 counts.

  defp write(width, column, [indent, mode, doc | todo]) do
    case doc do
      text when is_binary(text) ->
        [text | write(width, column + byte_size(text), todo)]

      {:doc_cons, left, right} ->
        write(width, column, [indent, mode, left, indent, mode, right | todo])

      {:doc_break, text, :strict} ->
        if mode == :break,
          do: [line_end(indent) | write(width, indent, todo)],
          else: [text | write(width, column + byte_size(text), todo)]

      {:doc_break, text, :flex} ->
        column = column + byte_size(text)

        if mode == :flat or width == :infinity or fits?(width, column, true, todo),
          do: [text | write(width, column, todo)],
          else: [line_end(indent) | write(width, indent, todo)]

      {:doc_group, inner, :inherit} when mode == :break ->
        write(width, column, [indent, :break, inner | todo])

      {:doc_group, inner, _mode} ->
        if width == :infinity or fits?(width, column, false, [indent, :flat, inner]),
          do: write(width, column, [indent, :flat, inner | todo]),
          else: write(width, column, [indent, :break, inner | todo])

      {:doc_nest, inner, level, :always} ->
        write(width, column, [nested(indent, column, level), mode, inner | todo])

      {:doc_nest, inner, level, :break} ->
        indent = if mode == :break, do: nested(indent, column, level), else: indent
        write(width, column, [indent, mode, inner | todo])

      {:doc_string, text, length} ->
        [text | write(width, column + length, todo)]

      :doc_nil ->
        write(width, column, todo)

      :doc_line ->
        [line_end(indent) | write(width, indent, todo)]

      {:doc_color, inner, color} ->
        [
          IO.ANSI.format_fragment(color, true)
          | write(width, column, [indent, mode, inner | todo])
        ]

      {:doc_force, inner} ->
        write(width, column, [indent, mode, inner | todo])

      {:doc_fits, inner, _mode} ->
        write(width, column, [indent, mode, inner | todo])

      {:doc_collapse, max} ->
        collapse(write(width, indent, todo), max, 0, indent)

      # Without limit, up to the mark that sets the width back: a limit of its own.
      {:doc_limit, inner, :infinity} when width != :infinity ->
        mark = {:doc_limit, :doc_nil, width}
        write(:infinity, column, [indent, :flat, inner, indent, :flat, mark | todo])

      {:doc_limit, inner, limit} ->
        write(limit, column, [indent, mode, inner | todo])
    end
  end

  defp write(_width, _column, []), do: []

  defp nested(_indent, column, :cursor), do: column
  defp nested(_indent, _column, :reset), do: 0
  defp nested(indent, _column, level), do: indent + level

  defp line_end(0), do: "\n"
  defp line_end(indent), do: "\n" <> :binary.copy(" ", indent)

  # Of the line ends that follow, `max` stay at most; `count` have been met.
  defp collapse(["" | rest], max, count, indent), do: collapse(rest, max, count, indent)

  defp collapse(["\n" <> text | rest], max, count, indent),
    do: collapse([without_indent(text) | rest], max, count + 1, indent)

  defp collapse(rest, max, count, indent),
    do: [:binary.copy("\n", min(max, count)) <> :binary.copy(" ", indent) | rest]

  defp without_indent(<<char, text::binary>>) when char in ' \n', do: without_indent(text)
  defp without_indent(text), do: text

  # Whether all up to the next line end fits. Without a break in it there is no choice, so it
  # counts as fitting: `break?` says whether one was seen on this line. A group's breaks do not
  # count for what follows it, hence the marks that set `break?` back.

  defp fits?(width, column, true, _todo) when column > width, do: false
  defp fits?(_width, _column, _break?, []), do: true

  defp fits?(width, column, _break?, [:seen, break? | todo]),
    do: fits?(width, column, break?, todo)

  defp fits?(width, column, break?, [indent, mode, doc | todo]) do
    case doc do
      text when is_binary(text) ->
        fits?(width, column + byte_size(text), break?, todo)

      {:doc_cons, left, right} ->
        fits?(width, column, break?, [indent, mode, left, indent, mode, right | todo])

      {:doc_break, text, _} ->
        mode in [:break, :break_no_flat] or fits?(width, column + byte_size(text), true, todo)

      {:doc_group, inner, _} ->
        mode = if mode == :break, do: :flat, else: mode
        fits?(width, column, break?, [indent, mode, inner, :seen, break? | todo])

      {:doc_nest, inner, level, :always} ->
        fits?(width, column, break?, [nested(indent, column, level), mode, inner | todo])

      {:doc_nest, inner, _level, :break} ->
        fits?(width, column, break?, [indent, mode, inner | todo])

      {:doc_string, _text, length} ->
        fits?(width, column + length, break?, todo)

      :doc_nil ->
        fits?(width, column, break?, todo)

      :doc_line ->
        mode in [:break, :break_no_flat] or fits?(width, indent, false, todo)

      {:doc_color, inner, _color} ->
        fits?(width, column, break?, [indent, mode, inner | todo])

      {:doc_force, inner} ->
        mode == :break_no_flat and fits?(width, column, break?, [indent, mode, inner | todo])

      {:doc_fits, inner, choice} ->
        mode =
          if choice == :disabled or mode == :flat_no_break,
            do: :flat_no_break,
            else: :break_no_flat

        fits?(width, column, break?, [indent, mode, inner | todo])

      {:doc_collapse, _max} ->
        fits?(width, indent, break?, todo)

      {:doc_limit, inner, :infinity} when width != :infinity ->
        mark = {:doc_limit, :doc_nil, width}
        fits?(:infinity, column, break?, [indent, :flat, inner, indent, :flat, mark | todo])

      {:doc_limit, inner, limit} ->
        fits?(limit, column, break?, [indent, mode, inner | todo])
    end
  end
end
