defmodule Code.Formatter.Calls do
  # Local, remote and anonymous calls, with their arguments in parentheses or without, and `do` blocks at their end.
  #
  # Whether a call has parentheses: `:required`, or `:skip_if_do_end` as the source has it if a block follows, or
  # `:skip_unless_many_args` as far as the place of the call allows, for the locals that are known to go without.
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter
  alias Code.Formatter.{Blocks, Containers, Operators}

  ## Calls

  def local(name, meta, args, context, state) when is_list(args) do
    %{locals_without_parens: locals_without_parens} = state

    parens =
      cond do
        Keyword.has_key?(meta, :closing) -> :required_if_args
        Formatter.local_without_parens?(name, length(args), locals_without_parens) -> :skip_unless_many_args
        true -> :skip_if_do_end
      end

    {{call_doc, state}, wrap?} = arguments(args, meta, context, parens, true, state)
    doc = concat(Atom.to_string(name), call_doc)
    {if(wrap?, do: parenthesized(doc), else: doc), state}
  end

  # `target.{arguments}`
  def remote({{:., _, [target, :{}]}, meta, args}, _context, state) do
    {target_doc, state} = target(target, state)
    {args_doc, state} = Containers.tuple(meta, args, :break, state)
    {concat([target_doc, ".", args_doc]), state}
  end

  # `target.(arguments)`
  def remote({{:., _, [target]}, meta, args}, context, state) do
    {target_doc, state} = target(target, state)
    {{call_doc, state}, wrap?} = arguments(args, meta, context, :required, true, state)

    doc =
      case args do
        [] -> append_to_last_group(target_doc, concat(".", call_doc))
        _ -> concat([target_doc, ".", call_doc])
      end

    {if(wrap?, do: parenthesized(doc), else: doc), state}
  end

  # `target.name(arguments)`, and `target.name` for fields.
  def remote({{:., _, [target, name]}, meta, args}, context, state) when is_atom(name) do
    {target_doc, state} = target(target, state)
    remote_doc = concat([target_doc, ".", Macro.inspect_atom(:remote_call, name)])

    if args == [] and not module?(target) and not Keyword.has_key?(meta, :closing) and
         not Keyword.has_key?(meta, :do) do
      {remote_doc, state}
    else
      {{call_doc, state}, wrap?} = arguments(args, meta, context, :skip_if_do_end, true, state)

      doc =
        case args do
          [] -> append_to_last_group(remote_doc, call_doc)
          _ -> concat(remote_doc, call_doc)
        end

      {if(wrap?, do: parenthesized(doc), else: doc), state}
    end
  end

  # `unquote(name)(arguments)`
  def remote({target, meta, args}, context, state) do
    {target_doc, state} = Formatter.node(target, :no_parens_arg, state)
    {{call_doc, state}, wrap?} = arguments(args, meta, context, :required, true, state)

    doc =
      case args do
        [] -> append_to_last_group(target_doc, call_doc)
        _ -> concat(target_doc, call_doc)
      end

    {if(wrap?, do: parenthesized(doc), else: doc), state}
  end

  def target({:fn, _, [_ | _]} = quoted, state) do
    {doc, state} = Formatter.node(quoted, :no_parens_arg, state)
    {parenthesized(doc), state}
  end

  def target(quoted, state) do
    {doc, state} = Formatter.node(quoted, :no_parens_arg, state)
    {Operators.parenthesized_operator(doc, quoted), state}
  end

  defp module?({:__aliases__, _, _}), do: true
  defp module?({:__MODULE__, _, context}) when is_atom(context), do: true
  defp module?({:__block__, _, [atom]}), do: is_atom(atom)
  defp module?(_), do: false

  ## Module attributes

  def module_attribute(meta, {name, _, [_] = args}, context, state)
      when is_atom(name) and name not in [:__block__, :__aliases__] do
    if Operators.unary_operator(name) do
      module_attribute_of_expression(meta, {name, [], args}, context, state)
    else
      {{call_doc, state}, wrap?} =
        arguments(args, meta, context, :skip_unless_many_args, false, state)

      doc = concat("@" <> Atom.to_string(name), call_doc)
      {if(wrap?, do: parenthesized(doc), else: doc), state}
    end
  end

  def module_attribute(_meta, {name, _, context}, _context, state)
      when is_atom(name) and is_atom(context) do
    {"@" <> Atom.to_string(name), state}
  end

  def module_attribute(meta, arg, context, state) do
    module_attribute_of_expression(meta, arg, context, state)
  end

  defp module_attribute_of_expression(_meta, arg, _context, state) do
    {doc, state} = Formatter.node(arg, :operand, state)
    {concat("@", Operators.parenthesized_operator(doc, arg)), state}
  end

  ## Arguments

  # The document of the arguments with all that belongs to them, and whether the call needs parentheses around it.
  def arguments([], meta, _context, _parens, _list_to_keyword?, state) do
    {doc, _join, state} =
      Containers.elements([], meta, false, :none, :break, state, &Formatter.node(&1, :parens_arg, &2))

    {{surround("(", doc, ")"), state}, false}
  end

  def arguments(args, meta, context, parens, list_to_keyword?, state) do
    {rest, last} = split_last(args)

    case Blocks.do_end_blocks(meta, last, state) do
      nil ->
        skip_parens? =
          parens == :skip_unless_many_args and
            context in [:block, :operand, :no_parens_one_arg, :parens_one_arg]

        {plain_arguments(meta, args, skip_parens?, list_to_keyword?, empty(), state), false}

      blocks ->
        {call_doc, state} =
          case rest do
            [] when parens == :required ->
              {"() do", state}

            [] ->
              {" do", state}

            _ ->
              skip_parens? = parens not in [:required, :required_if_args]
              plain_arguments(meta, rest, skip_parens?, list_to_keyword?, " do", state)
          end

        {blocks_doc, state} = Blocks.do_end(blocks, state)
        doc = call_doc |> concat(blocks_doc) |> line("end") |> force_unfit()
        {{doc, state}, context in [:no_parens_arg, :no_parens_one_arg]}
    end
  end

  defp plain_arguments(meta, args, skip_parens?, list_to_keyword?, extra, state) do
    {left, right} = split_last(args)
    {keyword?, right} = last_as_keyword(right, list_to_keyword?, skip_parens?, state.comments)

    context =
      case {left == [] and not keyword?, skip_parens?} do
        {true, true} -> :no_parens_one_arg
        {true, false} -> :parens_one_arg
        {false, true} -> :no_parens_arg
        {false, false} -> :parens_arg
      end

    args = if keyword?, do: left ++ right, else: left ++ [right]
    many_eol? = match?([_, _ | _], args) and Formatter.eol?(meta, state)
    no_generators? = no_generators?(args)
    render = &Formatter.node(&1, context, &2)

    {args_doc, hug?, state} =
      if left != [] and keyword? and no_generators? do
        join = if Containers.separate_lines?(left) or many_eol?, do: :line, else: :break

        {left_doc, _join, state} =
          Containers.elements(
            left,
            Keyword.delete(meta, :closing),
            skip_parens?,
            :force_comma,
            join,
            state,
            render
          )

        join = if Containers.separate_lines?(right) or Containers.separate_lines?(args) or many_eol?, do: :line, else: :break

        {right_doc, _join, state} =
          Containers.elements(right, meta, false, :none, join, state, render)

        separator = if join == :line, do: line(), else: break()
        right_doc = concat(separator, right_doc)

        args_doc =
          if skip_parens? do
            left_doc
            |> concat(next_break_fits(group(right_doc, :inherit), :enabled))
            |> nest(:cursor, :break)
          else
            right_doc = right_doc |> nest(2, :break) |> concat(break("")) |> group(:inherit)

            break("")
            |> concat(left_doc)
            |> nest(2, :break)
            |> concat(next_break_fits(right_doc, :enabled))
          end

        {args_doc, true, state}
      else
        join = if Containers.separate_lines?(args) or many_eol?, do: :line, else: :break
        hug? = join == :break and Containers.hugs?(right, state)
        last = if hug?, do: :next_break_fits, else: :none

        {args_doc, _join, state} =
          Containers.elements(args, meta, skip_parens?, last, join, state, render)

        # A single argument has no place to be broken before what follows it, so its own breaks serve.
        args_doc = ungroup(args_doc)

        args_doc =
          if skip_parens? do
            nest(args_doc, :cursor, :break)
          else
            break("") |> concat(args_doc) |> nest(2, :break) |> concat(break(""))
          end

        {args_doc, hug?, state}
      end

    doc =
      cond do
        left != [] and keyword? and skip_parens? and no_generators? ->
          " " |> concat(args_doc) |> nest(2) |> concat(extra) |> group()

        skip_parens? ->
          " " |> concat(args_doc) |> concat(extra) |> group()

        true ->
          "(" |> concat(args_doc) |> concat(")") |> concat(extra) |> group()
      end

    {if(hug?, do: next_break_fits(doc, :disabled), else: doc), state}
  end

  defp no_generators?(args), do: not Enum.any?(args, &match?({:<-, _, [_, _]}, &1))

  # A keyword list as the last argument needs no brackets, unless a comment stands in them.
  defp last_as_keyword({:__block__, meta, [[_ | _] = arg]} = block, true, skip_parens?, comments) do
    cond do
      not keyword_list?(arg) -> {false, block}
      skip_parens? and comment_inside?(meta, comments) -> {false, block}
      true -> {true, arg}
    end
  end

  defp last_as_keyword([_ | _] = arg, _list_to_keyword?, _skip_parens?, _comments) do
    {keyword_list?(arg), arg}
  end

  defp last_as_keyword(arg, _list_to_keyword?, _skip_parens?, _comments), do: {false, arg}

  defp keyword_list?([{key, _} | rest]), do: Containers.key?(key) and keyword_list?(rest)
  defp keyword_list?([]), do: true
  defp keyword_list?(_), do: false

  defp comment_inside?(meta, comments) do
    first = Formatter.line_of(meta)
    last = Formatter.closing_line(meta)
    Enum.any?(comments, fn %{line: line} -> line > first and line < last end)
  end

  defp split_last(list) do
    {left, [right]} = Enum.split(list, -1)
    {left, right}
  end
end
