defmodule Code.Formatter.Blocks do
  # Expressions one below the other, `do` blocks, and clauses with arrows.
  #
  # Blank lines between expressions are kept, several become one, and there is one around each expression that takes
  # several lines. If the body of one clause is set on lines of its own, so are those of its siblings.
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter
  alias Code.Formatter.{Comments, Containers, Operators}

  ## Blocks

  def block([{:->, _, _} | _] = clauses, min_line, max_line, state) do
    clauses_in_parens(clauses, min_line, max_line, state)
  end

  def block({:__block__, _, []}, min_line, max_line, state) do
    expressions([], min_line, max_line, state)
  end

  def block({:__block__, _, [_, _ | _] = args}, min_line, max_line, state) do
    expressions(args, min_line, max_line, state)
  end

  def block(quoted, min_line, max_line, state) do
    expressions([quoted], min_line, max_line, state)
  end

  defp expressions(args, min_line, max_line, state) do
    {docs, _comments?, state} =
      Comments.weave(args, [], min_line, max_line, state, fn arg, _rest, state ->
        {doc, state} = Formatter.node(arg, :block, state)
        {{doc, separator(arg), newlines(arg)}, state}
      end)

    case docs do
      [] -> {empty(), state}
      [doc] -> {doc, state}
      docs -> {docs |> Enum.reduce(&line(&2, &1)) |> force_unfit(), state}
    end
  end

  # Module attributes may stand close together even if they are long.
  defp separator({:@, _, _}), do: empty()
  defp separator(_), do: break("")

  defp newlines({_, meta, _}) do
    case meta[:end_of_expression] do
      nil -> 1
      end_of_expression -> end_of_expression[:newlines] || 1
    end
  end

  defp newlines(_), do: 1

  ## `do` blocks

  # The blocks as `{key, first line, last line, value}`, if the last argument is one that has `do` and `end`.
  def do_end_blocks(meta, [{{:__block__, _, [:do]}, _} | rest] = blocks, state) do
    if meta[:do] || (state.force_do_end_blocks and all_blocks?(rest)) do
      blocks
      |> Enum.map(fn {{:__block__, meta, [key]}, value} -> {key, Formatter.line_of(meta), value} end)
      |> with_last_lines(Formatter.end_line(meta))
    end
  end

  def do_end_blocks(_meta, _last, _state), do: nil

  defp all_blocks?(pairs) do
    Enum.all?(pairs, fn {{:__block__, _, [key]}, _} -> key in [:rescue, :catch, :else, :after] end)
  end

  defp with_last_lines([{key, line, value}, {_, next_line, _} = next | blocks], end_line) do
    [{key, line, next_line, value} | with_last_lines([next | blocks], end_line)]
  end

  defp with_last_lines([{key, line, value}], end_line), do: [{key, line, end_line, value}]

  def do_end([{:do, line, end_line, value} | blocks], state) do
    {doc, state} = do_end_block(empty(), line, end_line, value, state)

    Enum.reduce(blocks, {doc, state}, fn {key, line, end_line, value}, {doc, state} ->
      {block_doc, state} = do_end_block(Atom.to_string(key), line, end_line, value, state)
      {line(doc, block_doc), state}
    end)
  end

  defp do_end_block(key_doc, line, end_line, value, state) do
    case clauses(value, line, end_line, state) do
      {:empty, state} -> {key_doc, state}
      {value_doc, state} -> {key_doc |> line(value_doc) |> nest(2), state}
    end
  end

  ## Clauses

  defp clauses([{:->, _, _} | _] = clauses, min_line, max_line, state) do
    [clause | rest] = clauses = with_last_line(clauses, max_line)
    {doc, state} = clause(clause, min_line, state)

    {doc, state} =
      Enum.reduce(rest, {doc, state}, fn clause, {doc, state} ->
        {clause_doc, state} = clause(clause, min_line, state)
        {doc |> concat(blank_line_if_broken()) |> line(clause_doc), state}
      end)

    {doc |> force_if_broken(clauses, state) |> group(), state}
  end

  defp clauses(other, min_line, max_line, state), do: block(other, min_line, max_line, state)

  defp blank_line_if_broken, do: nest(break(""), :reset)

  defp force_if_broken(doc, clauses, state) do
    if Enum.any?(clauses, fn {:->, meta, _} -> Formatter.eol?(meta, state) end) do
      force_unfit(doc)
    else
      doc
    end
  end

  # Comments up to the end belong to the last clause.
  defp with_last_line(clauses, max_line) do
    List.update_at(clauses, -1, fn {:->, meta, args} ->
      {:->, Keyword.put(meta, :closing, line: max_line), args}
    end)
  end

  defp clause({:->, meta, [[], body]}, _min_line, state) do
    {body_doc, state} = block(body, Formatter.line_of(meta), Formatter.closing_line(meta), state)
    {"() ->" |> glue(body_doc) |> nest(2), state}
  end

  defp clause({:->, meta, [args, body]}, min_line, state) do
    %{operand_nesting: nesting} = state
    {args_doc, state} = clause_args(args, min_line, %{state | operand_nesting: nesting + 2})

    {body_doc, state} =
      block(body, min_line, Formatter.closing_line(meta), %{state | operand_nesting: nesting})

    head = args_doc |> ungroup() |> concat(" ->") |> group()
    {concat(head, nest(concat(break(), body_doc), 2)), state}
  end

  # What stands before the arrow. Comments come before all of it.
  defp clause_args(args, min_line, state) do
    head = {:clause, [], args}

    {docs, _comments?, state} =
      Comments.weave([head], [], min_line, 0, state, fn {:clause, [], args}, [], state ->
        {doc, state} = bare_args(args, state)
        {{ungroup(doc), empty(), 1}, state}
      end)

    {Enum.reduce(tl(docs), hd(docs), &line(&2, &1)), state}
  end

  # Arguments without parentheses; a guard stands for all of them.
  defp bare_args([{:when, meta, args}], state) do
    {args, [guard]} = Enum.split(args, -1)
    args = {{:part, :clause_args}, Keyword.take(meta, [:line]), args}
    Operators.binary(:when, "when", meta, args, guard, :no_parens_arg, state)
  end

  defp bare_args(args, state), do: guarded_args(args, state)

  def guarded_args([], state), do: {"()", state}

  def guarded_args(args, state) do
    {doc, state} = Containers.joined(args, :no_parens_arg, state)
    {group(doc), state}
  end

  ## Functions

  # `fn -> body end`
  def anonymous_function([{:->, meta, [[], body]}] = clauses, _meta, max_line, state) do
    {body_doc, state} = block(body, Formatter.line_of(meta), max_line, state)

    doc =
      "fn ->"
      |> glue(body_doc)
      |> nest(2)
      |> glue("end")
      |> force_if_broken(clauses, state)
      |> group()

    {doc, state}
  end

  # `fn args -> body end`
  def anonymous_function([{:->, meta, [args, body]}] = clauses, fn_meta, max_line, state) do
    if Formatter.eol?(fn_meta, state) do
      clauses_of_function(clauses, fn_meta, max_line, state)
    else
      one_clause(clauses, meta, args, body, max_line, state)
    end
  end

  # Several clauses are always on lines of their own.
  def anonymous_function(clauses, meta, max_line, state) do
    clauses_of_function(clauses, meta, max_line, state)
  end

  defp one_clause(clauses, meta, args, body, max_line, state) do
    min_line = Formatter.line_of(meta)
    {args_doc, state} = clause_args(args, min_line, state)
    {body_doc, state} = block(body, min_line, max_line, state)
    head = args_doc |> ungroup() |> concat(" ->") |> nest(:cursor) |> group()

    doc =
      "fn "
      |> concat(head)
      |> glue(body_doc)
      |> nest(2)
      |> glue("end")
      |> force_if_broken(clauses, state)
      |> group()

    {doc, state}
  end

  defp clauses_of_function(clauses, meta, max_line, state) do
    {doc, state} = clauses(clauses, Formatter.line_of(meta), max_line, state)
    {"fn" |> line(doc) |> nest(2) |> line("end") |> force_unfit(), state}
  end

  # `(-> body)`
  def clauses_in_parens([{:->, meta, [[], body]}] = clauses, _min_line, max_line, state) do
    {body_doc, state} = block(body, Formatter.line_of(meta), max_line, state)

    doc =
      "(() -> "
      |> concat(nest(body_doc, :cursor))
      |> concat(")")
      |> force_if_broken(clauses, state)
      |> group()

    {doc, state}
  end

  # `(args -> body)`
  def clauses_in_parens([{:->, meta, [args, body]}] = clauses, _min_line, max_line, state) do
    min_line = Formatter.line_of(meta)
    {args_doc, state} = clause_args(args, min_line, state)
    {body_doc, state} = block(body, min_line, max_line, state)

    doc =
      args_doc
      |> ungroup()
      |> concat(" ->")
      |> group()
      |> concat(nest(concat(break(), body_doc), 2))
      |> parenthesized()
      |> force_if_broken(clauses, state)
      |> group()

    {doc, state}
  end

  def clauses_in_parens(clauses, min_line, max_line, state) do
    {doc, state} = clauses(clauses, min_line, max_line, state)
    {"(" |> line(doc) |> nest(2) |> line(")") |> force_unfit(), state}
  end
end
