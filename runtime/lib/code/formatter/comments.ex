defmodule Code.Formatter.Comments do
  # Puts the comments of the source back between the expressions, arguments or clauses near which they stood.
  #
  # Comments are known by line only. Those before the first line of an element go before it; those inside of it which
  # nothing inside has taken come after it has been rendered, and are placed in front of it as well. So every comment
  # has a line of its own.
  #
  # An element is held as `{document, separator, newlines}`: what is to stand between it and its neighbours besides a
  # line break, and how many line breaks followed it in the source.
  @moduledoc false

  import Code.Formatter.Document

  # Later than any line, and earlier than any.
  @max_line 9_999_999
  @min_line 0

  # Renders each element with `fun.(element, rest, state)`, and gives the documents one after the other, comments
  # among them, and whether there were any.
  def weave(elements, rendered, min_line, max_line, state, fun) do
    {earlier, comments} = Enum.split_while(state.comments, fn %{line: line} -> line <= min_line end)
    state = %{state | comments: comments}

    {triples, comments?, state} =
      if comments == [] do
        {triples, state} = each_without_comments(elements, rendered, state, fun)
        {triples, false, state}
      else
        each_with_comments(elements, rendered, max_line, state, false, fun)
      end

    docs = triples |> Enum.reverse() |> separate(empty())
    {docs, comments?, %{state | comments: earlier ++ state.comments}}
  end

  defp each_without_comments([], rendered, state, _fun), do: {rendered, state}

  defp each_without_comments([element | rest], rendered, state, fun) do
    {triple, state} = fun.(element, rest, state)
    each_without_comments(rest, [triple | rendered], state, fun)
  end

  defp each_with_comments([], rendered, max_line, state, comments?, _fun) do
    {rendered, comments, comments?} = take_before(max_line, rendered, state.comments, comments?)
    {rendered, comments?, %{state | comments: comments}}
  end

  defp each_with_comments([element | rest], rendered, max_line, state, comments?, fun) do
    case lines(element, {@max_line, @min_line}) do
      # It has no place in the source.
      {@max_line, @min_line} ->
        {triple, state} = fun.(element, rest, state)
        each_with_comments(rest, [triple | rendered], max_line, state, comments?, fun)

      {first_line, last_line} ->
        {rendered, comments, comments?} =
          take_before(first_line, rendered, state.comments, comments?)

        {triple, state} = fun.(element, rest, %{state | comments: comments})

        {rendered, comments, comments?} =
          take_inside(first_line, last_line, rendered, state.comments, comments?)

        triple = newlines_before_comment(triple, last_line, comments)
        state = %{state | comments: comments}
        each_with_comments(rest, [triple | rendered], max_line, state, comments?, fun)
    end
  end

  defp take_before(max_line, rendered, [%{line: line} = comment | comments], _comments?)
       when line < max_line do
    %{previous_eol_count: previous, next_eol_count: next, text: text} = comment
    rendered = [{text, empty(), next} | at_least_newlines(rendered, previous)]
    take_before(max_line, rendered, comments, true)
  end

  defp take_before(_max_line, rendered, comments, comments?), do: {rendered, comments, comments?}

  defp at_least_newlines([{doc, separator, newlines} | rendered], previous)
       when newlines < previous do
    [{doc, separator, previous} | rendered]
  end

  defp at_least_newlines(rendered, _previous), do: rendered

  defp take_inside(first_line, last_line, rendered, [%{line: line} = comment | comments], _)
       when line >= first_line and line <= last_line do
    rendered = [{comment.text, empty(), 1} | rendered]
    take_inside(first_line, last_line, rendered, comments, true)
  end

  defp take_inside(_first_line, _last_line, rendered, comments, comments?) do
    {rendered, comments, comments?}
  end

  # Line breaks are counted up to the next expression; a comment on the very next line comes before that.
  defp newlines_before_comment({doc, separator, newlines}, last_line, [%{line: line} | _])
       when newlines > 1 and line == last_line + 1 do
    {doc, separator, 1}
  end

  defp newlines_before_comment(triple, _last_line, _comments), do: triple

  # The first and last line that an expression and its parts name.
  defp lines({expression, meta, args}, {first, last}) do
    bounds =
      case :lists.keyfind(:line, 1, meta) do
        {:line, line} -> {min(line, first), max(line, last)}
        false -> {first, last}
      end

    lines(args, lines(expression, bounds))
  end

  defp lines({left, right}, bounds), do: lines(right, lines(left, bounds))
  defp lines(list, bounds) when is_list(list), do: Enum.reduce(list, bounds, &lines/2)
  defp lines(_, bounds), do: bounds

  # A blank line where the source had one, or else the separator, which becomes one if the element needs several lines.
  defp separate([{doc, separator, newlines} | triples], before) do
    after_doc = if newlines >= 2, do: line(), else: separator
    doc = if before == empty(), do: doc, else: concat(before, doc)

    doc =
      if triples != [] and after_doc != empty() do
        concat(doc, concat(collapse_lines(2), after_doc))
      else
        doc
      end

    [group(doc) | separate(triples, after_doc)]
  end

  defp separate([], _before), do: []
end
