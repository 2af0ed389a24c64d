defmodule Code.Normalizer do
  # Makes any quoted expression look as if it came from the parser with literals in blocks, which is what the formatter
  # reads (`code/formatter.ex`): every literal `{:__block__, meta, [literal]}`, numbers with their text, keyword keys
  # and `do` marked as such, and calls marked as having parentheses where they are to be written with them.
  #
  # What is in such a block already keeps its meta. The state has the line of the expression around, for what has no
  # line of its own, and whether texts are to be escaped (those of code do not come escaped as those of a file do).
  @moduledoc false

  @doc false
  def normalize(quoted, opts \\ []) do
    state = %{
      escape: Keyword.get(opts, :escape, true),
      locals_without_parens:
        Keyword.get(opts, :locals_without_parens, []) ++ Code.Formatter.locals_without_parens(),
      line: nil
    }

    node(quoted, state)
  end

  ## Blocks

  # A literal with its meta, or an expression that stands alone in a block.
  defp node({:__block__, meta, [arg]}, state) do
    if literal?(arg) do
      literal(arg, meta, at(meta, state))
    else
      {:__block__, meta, [node(arg, at(meta, state))]}
    end
  end

  defp node({:__block__, meta, args}, state) when is_list(args) do
    {:__block__, meta, nodes(args, at(meta, state))}
  end

  defp node([{:->, _, [_ | _]} | _] = clauses, state), do: clauses(clauses, state)

  ## Texts with interpolation

  defp node({:<<>>, meta, parts} = quoted, state) when is_list(parts) do
    state = at(meta, state)

    if interpolated?(quoted) do
      {:<<>>, meta, Enum.map(parts, &interpolation(&1, state))}
    else
      {:<<>>, meta, nodes(parts, state)}
    end
  end

  defp node({{:., _, [List, :to_charlist]} = dot, meta, [parts]} = quoted, state)
       when is_list(parts) do
    if interpolated?(quoted) do
      parts = Enum.map(parts, &interpolation(&1, at(meta, state)))
      {dot, Keyword.put_new(meta, :delimiter, "'"), [parts]}
    else
      call(quoted, state)
    end
  end

  defp node({{:., _, [:erlang, :binary_to_atom]} = dot, meta, [text, :utf8]} = quoted, state) do
    if interpolated?(text) do
      {dot, meta, [node(text, at(meta, state)), :utf8]}
    else
      call(quoted, state)
    end
  end

  defp node({name, meta, [{:<<>>, inner_meta, parts}, modifiers]} = quoted, state)
       when is_atom(name) and is_list(parts) and is_list(modifiers) do
    case Atom.to_string(name) do
      <<"sigil_", _letter>> ->
        parts = Enum.map(parts, &interpolation(&1, at(meta, state)))
        {name, Keyword.put_new(meta, :delimiter, "\""), [{:<<>>, inner_meta, parts}, modifiers]}

      _ ->
        call(quoted, state)
    end
  end

  ## Forms of their own

  defp node({:&, _, [position]} = quoted, _state) when is_integer(position), do: quoted

  # `@name value` has no parentheses.
  defp node({:@, meta, [{name, inner_meta, [_] = args}]}, state)
       when is_atom(name) and name not in [:__block__, :__aliases__] do
    {:@, meta, [{name, inner_meta, args(args, at(inner_meta, at(meta, state)))}]}
  end

  defp node({:fn, meta, [{:->, _, _} | _] = clauses}, state) do
    state = at(meta, state)
    {:fn, closed(meta, state), clauses(clauses, state)}
  end

  defp node({:->, meta, [left, right]}, state) when is_list(left) do
    state = at(meta, state)
    {:->, meta, [args(left, state), node(right, state)]}
  end

  defp node({:__aliases__, meta, [first | rest]}, state) when not is_atom(first) do
    {:__aliases__, meta, [node(first, state) | rest]}
  end

  defp node({:__aliases__, _, _} = quoted, _state), do: quoted

  defp node({:%{}, meta, args}, state) when is_list(args) do
    state = at(meta, state)
    meta = [line: state.line, closing: [line: state.line]] |> Keyword.merge(meta)

    case args do
      [{:|, bar_meta, [map, pairs]}] when is_list(pairs) ->
        {:%{}, meta, [{:|, bar_meta, [node(map, state), associations(pairs, state)]}]}

      _ ->
        {:%{}, meta, associations(args, state)}
    end
  end

  # A keyword at the end of a tuple has no brackets.
  defp node({:{}, meta, [_ | _] = args}, state) do
    {rest, [last]} = Enum.split(args, -1)
    state = at(meta, state)

    if pairs?(last) do
      {:{}, meta, nodes(rest, state) ++ pairs(last, state)}
    else
      {:{}, closed(meta, state), nodes(args, state)}
    end
  end

  ## Calls and variables

  defp node({name, meta, context} = quoted, _state)
       when is_atom(name) and is_list(meta) and is_atom(context),
       do: quoted

  defp node({_, meta, args} = quoted, state) when is_list(meta) and is_list(args) do
    call(quoted, state)
  end

  ## Literals outside of blocks

  defp node(literal, state), do: literal(literal, [], state)

  defp nodes(list, state), do: Enum.map(list, &node(&1, state))

  defp call({name, meta, args}, state) do
    state = at(meta, state)
    arity = length(args)
    last = List.last(args)
    target = target(name, state)

    cond do
      do_block?(last, meta) ->
        meta = if meta[:do], do: meta, else: opened(name, meta, arity, state)
        rest = Enum.drop(args, -1)
        {target, meta, nodes(rest, state) ++ [do_block(last, state)]}

      args == [] and meta[:no_parens] ->
        {target, meta, []}

      # The variables of a specification are the one operand that is written without brackets.
      match?({:when, [{:"::", _, _}, _]}, {name, args}) ->
        {target, meta, args(args, state)}

      is_atom(name) and Code.Formatter.Operators.operator?({name, [], args}) ->
        {target, meta, nodes(args, state)}

      without_parens?(name, arity, state) ->
        {target, meta, args(args, state)}

      true ->
        {target, closed(meta, state), args(args, state)}
    end
  end

  # A call that gets `do` and `end`, and parentheses unless it is one of those that need none.
  defp opened(name, meta, arity, state) do
    meta = if without_parens?(name, arity, state), do: meta, else: closed(meta, state)
    Keyword.merge([do: [line: state.line], end: [line: state.line]], meta)
  end

  defp without_parens?(name, arity, state) when is_atom(name) do
    Code.Formatter.local_without_parens?(name, arity, state.locals_without_parens)
  end

  defp without_parens?(_name, _arity, _state), do: false

  defp target({:., _, [Access, :get]} = access, _state), do: access
  defp target({:., meta, [fun]}, state), do: {:., closed(meta, state), [node(fun, state)]}

  defp target({:., meta, [left, right]}, state) when is_atom(right) do
    {:., meta, [node(left, state), right]}
  end

  defp target(name, _state) when is_atom(name), do: name
  defp target(other, state), do: node(other, state)

  # Arguments, the last of which has no brackets if it is a keyword list.
  defp args([], _state), do: []

  defp args(args, state) do
    {rest, [last]} = Enum.split(args, -1)
    last = if pairs?(last), do: pairs(last, state), else: node(last, state)
    nodes(rest, state) ++ [last]
  end

  defp do_block?([{:do, _} | _] = blocks, _meta), do: pairs?(blocks)

  defp do_block?([{{:__block__, key_meta, [:do]}, _} | _] = blocks, meta) do
    (meta[:do] != nil or key_meta[:format] != :keyword) and
      Enum.all?(blocks, &match?({{:__block__, _, [key]}, _} when is_atom(key), &1))
  end

  defp do_block?(_, _meta), do: false

  defp do_block(blocks, state) do
    Enum.map(blocks, fn
      {key, value} when is_atom(key) ->
        {{:__block__, [line: state.line], [key]}, node(value, state)}

      {key, value} ->
        {key, node(value, state)}
    end)
  end

  defp clauses(clauses, state) do
    Enum.map(clauses, fn
      {:->, meta, [left, right]} when is_list(left) ->
        state = at(meta, state)
        {:->, meta, [nodes(left, state), node(right, state)]}

      other ->
        node(other, state)
    end)
  end

  ## Literals

  defp literal?({_, _, _}), do: false
  defp literal?(_), do: true

  defp literal(number, meta, _state) when is_number(number) do
    {:__block__, Keyword.put_new(meta, :token, inspect(number)), [number]}
  end

  defp literal(atom, meta, state) when is_atom(atom) do
    case {meta, Atom.to_string(atom)} do
      {[], "Elixir"} -> {:__aliases__, meta, [Elixir]}
      {[], "Elixir." <> _} -> {:__aliases__, meta, alias_parts(atom)}
      _ -> {:__block__, meta, [escaped_atom(atom, state)]}
    end
  end

  defp literal(string, meta, state) when is_binary(string) do
    {:__block__, meta, [escaped(string, state)]}
  end

  # As in calls, a keyword at the end has no brackets.
  defp literal({left, right}, meta, state) do
    right = if right != [] and pairs?(right), do: pairs(right, state), else: node(right, state)
    {:__block__, meta, [{node(left, state), right}]}
  end

  defp literal([], meta, _state), do: {:__block__, meta, [[]]}

  defp literal(list, meta, state) when is_list(list) do
    cond do
      List.improper?(list) ->
        {:__block__, meta, [list]}

      List.ascii_printable?(list) or meta[:delimiter] in ["'", "'''"] ->
        text = list |> List.to_string() |> escaped(state) |> String.to_charlist()
        {:__block__, Keyword.put_new(meta, :delimiter, "'"), [text]}

      true ->
        {:__block__, meta, [elements(list, state)]}
    end
  end

  # Terms that no source has: processes, functions, maps.
  defp literal(term, meta, _state), do: {:__block__, meta, [term]}

  defp alias_parts(atom) do
    "Elixir" <> rest = Atom.to_string(atom)
    for part <- String.split(rest, ".", trim: true), do: String.to_atom(part)
  end

  # The elements of a list or map; the pairs at the end are a keyword if they can be one.
  defp elements(list, state) do
    {rest, keyword} = split_keyword(list)
    nodes(rest, state) ++ pairs(keyword, state)
  end

  defp associations(list, state) do
    {rest, keyword} = split_keyword(list)

    rest =
      Enum.map(rest, fn
        {key, value} -> {node(key, state), node(value, state)}
        other -> node(other, state)
      end)

    rest ++ pairs(keyword, state)
  end

  defp split_keyword(list) do
    {keyword, rest} = list |> Enum.reverse() |> Enum.split_while(&pair?/1)
    {Enum.reverse(rest), Enum.reverse(keyword)}
  end

  defp pairs?([_ | _] = list), do: not List.improper?(list) and Enum.all?(list, &pair?/1)
  defp pairs?(_), do: false

  defp pair?({key, _}) when is_atom(key), do: not match?("Elixir." <> _, Atom.to_string(key))

  defp pair?({{:__block__, meta, [key]}, _}) when is_atom(key), do: meta[:format] == :keyword

  defp pair?({{{:., _, [:erlang, :binary_to_atom]}, meta, [_, :utf8]}, _}) do
    meta[:format] == :keyword
  end

  defp pair?(_), do: false

  defp pairs(pairs, state) do
    Enum.map(pairs, fn
      {key, value} when is_atom(key) ->
        {{:__block__, [format: :keyword], [escaped_atom(key, state)]}, node(value, state)}

      {{:__block__, _, _} = key, value} ->
        {key, node(value, state)}

      {key, value} ->
        {node(key, state), node(value, state)}
    end)
  end

  ## Texts

  defp interpolated?({:<<>>, _, [_ | _] = parts}) do
    Enum.all?(parts, fn
      {:"::", _, [{{:., _, [Kernel, :to_string]}, _, [_]}, {:binary, _, _}]} -> true
      part -> is_binary(part)
    end)
  end

  defp interpolated?({{:., _, [List, :to_charlist]}, _, [parts]}) do
    Enum.all?(parts, fn
      {{:., _, [Kernel, :to_string]}, _, [_]} -> true
      part -> is_binary(part)
    end)
  end

  defp interpolated?(_), do: false

  defp interpolation({:"::", meta, [{dot, inner_meta, [value]}, type]}, state) do
    {:"::", meta, [{dot, inner_meta, [node(value, at(meta, state))]}, type]}
  end

  defp interpolation({dot, meta, [value]}, state), do: {dot, meta, [node(value, at(meta, state))]}
  defp interpolation(text, _state), do: text

  # The delimiter is escaped by the formatter.
  defp escaped(text, %{escape: false}), do: text

  defp escaped(text, _state) do
    {text, _length} = Inspect.Escape.escape(text, nil, :infinity)
    IO.iodata_to_binary(text)
  end

  defp escaped_atom(atom, %{escape: false}), do: atom

  defp escaped_atom(atom, state) do
    case Atom.to_string(atom) |> escaped(state) do
      text when text == "" -> atom
      text -> String.to_atom(text)
    end
  end

  ## Meta

  defp at(meta, state) do
    case Keyword.get(meta, :line) do
      nil -> state
      line -> %{state | line: line}
    end
  end

  defp closed(meta, state), do: Keyword.put_new(meta, :closing, line: state.line)
end
