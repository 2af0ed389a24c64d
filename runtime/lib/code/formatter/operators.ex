defmodule Code.Formatter.Operators do
  # Unary and binary operators, captures, ranges with a step.
  #
  # Parentheses stand where precedence and associativity ask for them, and where they help a reader: around operands of
  # `|>` and its like, and between `and` and `or`. A chain of one operator is one group, so that it is broken at every
  # place or at none.
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter
  alias Code.Formatter.{Calls, Comments, Containers}

  @pipelines [:|>, :~>>, :<<~, :~>, :<~, :<~>, :"<|>"]
  @logical [:||, :|||, :or, :&&, :&&&, :and]

  # What is written without spaces, and what is never broken.
  @tight [:.., :"//"]
  @unbroken [:\\, :in]

  # What begins a new line when it is broken.
  @leading @pipelines ++ [:|, :when]

  # What can be followed on its line by the beginning of a container that goes on below.
  @hugging [:<-, :"::", :=, :==, :!=, :=~, :===, :!==, :<, :<=, :>, :>=]

  # What has parentheses around operators beside it, whatever the precedence.
  @isolating @pipelines ++ [:<<<, :>>>, :|>, :++, :--, :<>, :.., :+++, :---, :"^^^"]

  ## Tables

  def binary_operator(operator) do
    case operator do
      op when op in [:<-, :\\] -> {:left, 40}
      :when -> {:right, 50}
      :"::" -> {:right, 60}
      :| -> {:right, 70}
      := -> {:right, 100}
      op when op in [:||, :|||, :or] -> {:left, 120}
      op when op in [:&&, :&&&, :and] -> {:left, 130}
      op when op in [:==, :!=, :=~, :===, :!==] -> {:left, 140}
      op when op in [:<, :<=, :>=, :>] -> {:left, 150}
      op when op in @pipelines or op in [:<<<, :>>>] -> {:left, 160}
      :in -> {:left, 170}
      :"^^^" -> {:left, 180}
      :"//" -> {:right, 190}
      op when op in [:++, :--, :.., :<>, :+++, :---] -> {:right, 200}
      op when op in [:+, :-] -> {:left, 210}
      op when op in [:*, :/] -> {:left, 220}
      :** -> {:left, 230}
      :. -> {:left, 310}
      _ -> nil
    end
  end

  def unary_operator(operator) do
    case operator do
      :& -> {:non_associative, 90}
      op when op in [:!, :^, :not, :+, :-, :"~~~"] -> {:non_associative, 300}
      :@ -> {:non_associative, 320}
      _ -> nil
    end
  end

  # The rendering of an operator's node, or `nil` if it is none.
  def unary_or_binary({operator, meta, [arg]}, context, state) do
    if unary_operator(operator), do: unary(operator, meta, arg, context, state)
  end

  def unary_or_binary({:., _, [_, _]}, _context, _state), do: nil

  def unary_or_binary({operator, meta, [left, right]}, context, state) do
    if binary_operator(operator) do
      binary(operator, Atom.to_string(operator), meta, left, right, context, state)
    end
  end

  def unary_or_binary(_node, _context, _state), do: nil

  def operator?(quoted), do: unary?(quoted) or binary?(quoted)

  def binary?({operator, _, [_, _]}) when is_atom(operator), do: binary_operator(operator) != nil
  def binary?({:..//, _, [_, _, _]}), do: true
  def binary?(_), do: false

  def unary?({operator, _, [_]}) when is_atom(operator), do: unary_operator(operator) != nil
  def unary?(_), do: false

  ## Unary operators

  defp unary(operator, _meta, arg, context, state) do
    {doc, state} = Formatter.node(arg, inner_context(context, :operand), state)

    # `not` and `!` may follow themselves; everything else that is an operator is set apart.
    doc =
      case arg do
        {^operator, _, [_]} when operator in [:!, :not] -> doc
        _ -> parenthesized_operator(doc, arg)
      end

    text = if operator == :not, do: "not ", else: Atom.to_string(operator)
    {concat(text, doc), state}
  end

  ## Binary operators

  # What begins a new line: the whole chain at once, so that comments can stand between its operands.
  def binary(operator, text, meta, left, right, context, state, nesting \\ nil)

  def binary(operator, _text, meta, left, right, context, state, _nesting)
      when operator in @leading do
    {info, left_context} = {binary_operator(operator), inner_context(context, :parens_arg)}
    {[{_, first} | _] = chain, first_meta, last_meta} = chain(operator, meta, left, right)

    render = fn
      {nil, quoted}, _rest, state ->
        {doc, state} = operand(quoted, left_context, state, operator, info, :left, 2)
        {{doc, empty(), 1}, state}

      {operator, quoted}, rest, state ->
        {doc, state} = chained(operator, quoted, inner_context(context, :operand), rest, state)
        {{concat(Atom.to_string(operator) <> " ", doc), empty(), 1}, state}
    end

    # Comments cannot go in front of a lone argument without parentheses: nothing may stand between it and the name.
    {rest, rendered, state} =
      if context == :no_parens_one_arg do
        {triple, state} = render.(hd(chain), tl(chain), state)
        {tl(chain), [triple], state}
      else
        {chain, [], state}
      end

    min_line = first_line(first, first_meta)
    max_line = Formatter.line_of(last_meta)
    {docs, comments?, state} = Comments.weave(rest, rendered, min_line, max_line, state, render)

    if comments? or Formatter.eol?(meta, state) do
      {docs |> Enum.reduce(&line(&2, &1)) |> force_unfit(), state}
    else
      {Enum.reduce(docs, &glue(&2, &1)), state}
    end
  end

  # `nesting` is how far the right side is nested when it is on its own line.
  def binary(operator, text, meta, left, right, context, state, nesting) do
    info = binary_operator(operator)
    left_context = inner_context(context, :parens_arg)
    right_context = inner_context(context, :operand)
    {left_doc, state} = operand(left, left_context, state, operator, info, :left, 2)
    {right_doc, state} = operand(right, right_context, state, operator, info, :right, 0)

    doc =
      cond do
        operator in @tight ->
          concat([group(left_doc), text, group(right_doc)])

        operator in @unbroken ->
          concat([group(left_doc), " " <> text <> " ", group(right_doc)])

        true ->
          eol? = Formatter.eol?(meta, state)

          hug? = operator in @hugging and not eol? and Containers.hugs?(right, state)

          hugging(hug?, right_doc, fn right_doc ->
            broken = nest(glue(" " <> text, group(right_doc)), nesting || state.operand_nesting, :break)
            broken = if eol?, do: force_unfit(broken), else: broken
            concat(group(left_doc), group(broken))
          end)
      end

    {doc, state}
  end

  # The operands of a chain as `{operator, operand}`, the operator being the one before it; and what the metas of the
  # first and the last operator are.
  defp chain(operator, meta, left, right) when operator in @pipelines do
    {chain, first_meta} = pipeline(left, meta, [{operator, right}])
    {chain, first_meta, meta}
  end

  defp chain(operator, meta, left, right) do
    {operands, last_meta} = alternatives(operator, meta, right)
    {[{nil, left} | operands], meta, last_meta}
  end

  defp pipeline({operator, meta, [left, right]}, _meta, chain) when operator in @pipelines do
    pipeline(left, meta, [{operator, right} | chain])
  end

  defp pipeline(first, meta, chain), do: {[{nil, first} | chain], meta}

  defp alternatives(operator, _meta, {operator, meta, [left, right]}) do
    {operands, last_meta} = alternatives(operator, meta, right)
    {[{operator, left} | operands], last_meta}
  end

  defp alternatives(operator, meta, right), do: {[{operator, right}], meta}

  defp first_line({_, meta, _}, _meta), do: Formatter.line_of(meta)
  defp first_line(_, meta), do: Formatter.line_of(meta)

  defp chained(operator, quoted, context, _rest, state) when operator in @pipelines do
    operand(quoted, context, state, operator, binary_operator(operator), :right, 0)
  end

  # An operand that has others after it stands left of the next operator. It is nested by the length of the one before.
  defp chained(operator, quoted, context, rest, state) do
    side = if rest == [], do: :right, else: :left
    {doc, state} = operand(quoted, context, state, operator, binary_operator(operator), side, 0)
    doc = nest(doc, String.length(Atom.to_string(operator)) + 1)
    {if(Containers.separate_lines?(quoted), do: force_unfit(doc), else: doc), state}
  end

  # An operand is one of several parts, unless the place asks for no more than an operand or a statement.
  defp inner_context(:no_parens_one_arg, _choice), do: :no_parens_arg
  defp inner_context(:parens_one_arg, _choice), do: :parens_arg
  defp inner_context(context, choice) when context in [:block, :operand], do: choice
  defp inner_context(context, _choice), do: context

  defp operand({operator, meta, [left, right]} = quoted, context, state, parent, info, side, nesting)
       when operator != :. do
    case binary_operator(operator) do
      nil ->
        lone_operand(quoted, context, state, info, side)

      operator_info ->
        text = Atom.to_string(operator)

        cond do
          chain?(operator, operator_info, parent, info, side) ->
            binary(operator, text, meta, left, right, context, state, nesting)

          apart?(operator, operator_info, parent, info, side) ->
            {doc, state} = binary(operator, text, meta, left, right, context, state, 2)
            {parenthesized(group(doc)), state}

          true ->
            {doc, state} = binary(operator, text, meta, left, right, context, state, 2)
            {group(doc), state}
        end
    end
  end

  defp operand(quoted, context, state, _parent, info, side, _nesting) do
    lone_operand(quoted, context, state, info, side)
  end

  # A capture takes all that follows it, and is set apart where that could be mistaken.
  defp lone_operand({:&, _, [arg]} = quoted, context, state, {associativity, precedence}, side)
       when not is_integer(arg) and (side == :left or (associativity == :left and precedence > 90)) do
    {doc, state} = Formatter.node(quoted, context, state)
    {parenthesized(doc), state}
  end

  defp lone_operand(quoted, context, state, _info, _side) do
    Formatter.node(quoted, context, state)
  end

  # The chain goes on: the same precedence, on the side to which it associates.
  defp chain?(operator, {_, precedence}, parent, {associativity, parent_precedence}, side) do
    parent_precedence == precedence and associativity == side and
      (side == :left or operator == parent)
  end

  defp apart?(operator, {_, precedence}, parent, {associativity, parent_precedence}, side) do
    (parent in @isolating and operator not in @tight) or
      (operator in @logical and parent in @logical) or
      parent_precedence > precedence or
      (parent_precedence == precedence and associativity != side)
  end

  def parenthesized_operator(doc, {:__block__, _, [quoted]}), do: parenthesized_operator(doc, quoted)

  def parenthesized_operator(doc, quoted) do
    if operator?(quoted) and not attribute?(quoted) and not position?(quoted) do
      parenthesized(doc)
    else
      doc
    end
  end

  def parenthesized_binary(doc, quoted) do
    if binary?(quoted), do: parenthesized(doc), else: doc
  end

  defp attribute?({:@, _, [{name, _, args}]}) when is_atom(name) do
    is_atom(args) or name in [:__block__, :__aliases__] or length(args) == 0
  end

  defp attribute?(_), do: false

  defp position?({:&, _, [position]}), do: is_integer(position)
  defp position?(_), do: false

  ## `first..last//step`

  def stepped_range(left, middle, right, context, state) do
    quoted = {:"//", [], [{:.., [], [left, middle]}, right]}
    {operator, meta, [left, right]} = quoted
    binary(operator, "//", meta, left, right, context, state)
  end

  ## Captures

  def capture(arg, context, state) do
    {doc, state} = captured(arg, context, state)
    # `& &1`, as `&&1` is another operator.
    space = if String.starts_with?(to_text(doc), "&"), do: "& ", else: "&"
    {concat(space, doc), state}
  end

  defp captured(
         {:/, _, [{{:., _, [target, name]}, _, []}, {:__block__, _, [arity]}]},
         _context,
         state
       )
       when is_atom(name) and is_integer(arity) do
    {target_doc, state} = Calls.target(target, state)
    name = Macro.inspect_atom(:remote_call, name)
    {concat(nest(target_doc, 1), ".#{name}/#{arity}"), state}
  end

  defp captured({:/, _, [{name, _, context}, {:__block__, _, [arity]}]}, _context, state)
       when is_atom(name) and is_atom(context) and is_integer(arity) do
    {"#{name}/#{arity}", state}
  end

  defp captured(arg, context, state) do
    {doc, state} = Formatter.node(arg, context, state)
    {parenthesized_operator(doc, arg), state}
  end
end
