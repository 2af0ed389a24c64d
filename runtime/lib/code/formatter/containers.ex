defmodule Code.Formatter.Containers do
  # Lists, tuples, maps, structs, bitstrings and keywords, and how their elements and the arguments of calls are set:
  # all on one line, or one a line; with room for the last one to begin on the line and go on below it, if it is
  # itself a container, a function or a heredoc (it hugs the bracket).
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter
  alias Code.Formatter.{Comments, Literals, Operators}

  def list(meta, args, state) do
    join = if Formatter.eol?(meta, state), do: :line, else: :break
    {doc, _join, state} = elements(args, meta, false, :none, join, state, &in_parens/2)
    {surround("[", doc, "]"), state}
  end

  def tuple(meta, args, flexible, state) do
    join = if Formatter.eol?(meta, state), do: :line, else: flexible
    {doc, join, state} = elements(args, meta, false, :none, join, state, &in_parens/2)

    if join == :flex_break do
      {group(concat(nest(concat("{", doc), 1), "}")), state}
    else
      {surround("{", doc, "}"), state}
    end
  end

  def map(meta, name_doc, [{:|, _, [left, right]}], state) do
    join = if Formatter.eol?(meta, state), do: :line, else: :break
    {left_doc, state} = in_parens(left, state)
    {right_doc, _join, state} = elements(right, meta, false, :none, join, state, &in_parens/2)

    doc =
      left_doc
      |> Operators.parenthesized_binary(left)
      |> glue(concat("| ", nest(right_doc, 2)))

    {surround(concat(["%", name_doc, "{"]), doc, "}"), state}
  end

  def map(meta, name_doc, args, state) do
    join = if Formatter.eol?(meta, state), do: :line, else: :break
    {doc, _join, state} = elements(args, meta, false, :none, join, state, &in_parens/2)
    {surround(concat(["%", name_doc, "{"]), doc, "}"), state}
  end

  defp in_parens(quoted, state), do: Formatter.node(quoted, :parens_arg, state)

  ## Keywords

  def keyword?([{_, _} | list]), do: keyword?(list)
  def keyword?(rest), do: rest == []

  # A keyword list without brackets, as the last element of a list, tuple or map.
  def bare_keyword([], _context, state), do: {"[]", state}
  def bare_keyword(pairs, context, state), do: joined(pairs, context, state)

  # One after the other; the breaks are those of what is around them.
  def joined(args, context, state) do
    {[doc | docs], state} = Enum.map_reduce(args, state, &Formatter.node(&1, context, &2))
    {Enum.reduce(docs, doc, &glue(concat(&2, ","), &1)), state}
  end

  def pair(key, value, context, state) do
    {key_doc, arrow, state} =
      if key?(key) do
        {key_doc, state} = key(key, state)
        {key_doc, "", state}
      else
        {key_doc, state} = in_parens(key, state)
        {Operators.parenthesized_binary(key_doc, key), " =>", state}
      end

    {value_doc, state} = Formatter.node(value, context, state)

    doc =
      hugging(hugs?(value, state), value_doc, fn value_doc ->
        concat(group(key_doc), group(nest(glue(arrow, group(value_doc)), 2, :break)))
      end)

    {doc, state}
  end

  def key?({:__block__, meta, [key]}) when is_atom(key), do: meta[:format] == :keyword

  def key?({{:., _, [:erlang, :binary_to_atom]}, meta, [{:<<>>, _, _}, :utf8]}) do
    meta[:format] == :keyword
  end

  def key?(_), do: false

  defp key({:__block__, _, [key]}, state), do: {Literals.key(key), state}
  defp key({_, _, [{:<<>>, _, entries}, :utf8]}, state), do: Literals.interpolated_key(entries, state)

  ## Elements and arguments

  # Gives the document, how the elements were joined in the end, and the state. `last` says what the last element
  # gets: a comma, the chance to hug, or nothing.
  def elements(args, meta, skip_parens?, last, join, state, fun) do
    min_line = Formatter.line_of(meta)
    max_line = Formatter.closing_line(meta)

    render = fn arg, rest, state ->
      {doc, state} = fun.(arg, state)

      doc =
        cond do
          rest != [] or last == :force_comma -> append_to_last_group(doc, ",")
          last == :next_break_fits -> next_break_fits(doc, :enabled)
          true -> doc
        end

      {{doc, empty(), 1}, state}
    end

    # Without parentheses nothing can stand between the name and the first argument.
    {rest, rendered, state} =
      case args do
        [first | rest] when skip_parens? ->
          {triple, state} = render.(first, rest, state)
          {rest, [triple], state}

        _ ->
          {args, [], state}
      end

    {docs, comments?, state} = Comments.weave(rest, rendered, min_line, max_line, state, render)

    cond do
      docs == [] ->
        {empty(), :empty, state}

      join == :line or comments? ->
        {docs |> Enum.reduce(&line(&2, &1)) |> force_unfit(), :line, state}

      join == :break ->
        {Enum.reduce(docs, &glue(&2, &1)), :break, state}

      join == :flex_break ->
        {Enum.reduce(docs, &flex_glue(&2, &1)), :flex_break, state}
    end
  end

  # Lines of arguments that all differ in the source stay apart.
  def separate_lines?([_, _ | _] = args), do: distinct_lines?(args, %{})
  def separate_lines?(_), do: false

  defp distinct_lines?([[arg | _] | args], seen), do: distinct_lines?([arg | args], seen)

  defp distinct_lines?([arg | args], seen) do
    line =
      case arg do
        {{_, meta, _}, _} -> meta[:line]
        {_, meta, _} -> meta[:line]
      end

    cond do
      is_nil(line) -> distinct_lines?(args, seen)
      Map.has_key?(seen, line) -> false
      true -> distinct_lines?(args, Map.put(seen, line, true))
    end
  end

  defp distinct_lines?([], seen), do: map_size(seen) >= 2

  # Whether the expression can begin on the line of what is before it and be broken inside.
  def hugs?({:{}, meta, _}, state), do: Formatter.eol_or_comments?(meta, state)
  def hugs?({:__block__, meta, [{_, _}]}, state), do: Formatter.eol_or_comments?(meta, state)

  def hugs?({:<<>>, meta, [_ | _] = entries}, state) do
    meta[:delimiter] == ~s["""] or
      (not Literals.interpolated?(entries) and Formatter.eol_or_comments?(meta, state))
  end

  def hugs?({{:., _, [List, :to_charlist]}, meta, [[_ | _]]}, _state) do
    meta[:delimiter] == "'''"
  end

  def hugs?({{:., _, [_, :{}]}, _, _}, _state), do: true

  def hugs?({:__block__, meta, [string]}, _state) when is_binary(string) do
    meta[:delimiter] == ~s["""]
  end

  def hugs?({:__block__, meta, [list]}, _state) when is_list(list), do: meta[:delimiter] != "'"
  def hugs?({form, _, [_ | _]}, _state) when form in [:fn, :%{}, :%], do: true

  def hugs?({name, meta, args}, _state) when is_atom(name) and is_list(args) do
    meta[:delimiter] in [~s["""], "'''"]
  end

  def hugs?({{:__block__, _, [atom]}, value}, state) when is_atom(atom), do: hugs?(value, state)
  def hugs?(_, _state), do: false

  ## Bitstrings

  def bitstring(meta, args, state) do
    last = length(args) - 1
    join = if Formatter.eol?(meta, state), do: :line, else: :flex_break

    {doc, join, state} =
      args
      |> Enum.with_index()
      |> elements(meta, false, :none, join, state, &segment(&1, &2, last))

    if join == :flex_break do
      {group(concat(nest(concat("<<", doc), 2), ">>")), state}
    else
      {surround("<<", doc, ">>"), state}
    end
  end

  # The left side of a generator; nothing closes after it.
  def generator_segment(left, index, state), do: segment({left, index}, state, -1)

  defp segment({{:"::", _, [value, spec]}, index}, state, last) do
    {value_doc, state} = in_parens(value, state)
    {spec_doc, state} = specifier(spec, state, state.normalize_bitstring_modifiers)
    spec_doc = if index == last, do: apart_from_brackets(spec_doc, index, last), else: spec_doc
    {concat([apart_from_brackets(value_doc, index, -1), "::", spec_doc]), state}
  end

  # A generator over a bitstring.
  defp segment({{:<-, meta, [left, right]}, index}, state, last) do
    left = {{:part, :bitstring_segment}, [], [left, index]}
    {doc, state} = Operators.binary(:<-, "<-", meta, left, right, :parens_arg, state)
    {apart_from_brackets(doc, index, last), state}
  end

  defp segment({value, index}, state, last) do
    {doc, state} = in_parens(value, state)
    {apart_from_brackets(doc, index, last), state}
  end

  # `<<` and `>>` next to each other would be read as operators.
  defp apart_from_brackets(doc, index, last) when index == 0 or index == last do
    text = to_text(doc)

    if (index == 0 and String.starts_with?(text, ["~", "<<"])) or
         (index == last and String.ends_with?(text, ["<<", ">>"])) do
      parenthesized(doc)
    else
      doc
    end
  end

  defp apart_from_brackets(doc, _index, _last), do: doc

  defp specifier({operator, _, [left, right]}, state, normalize?) when operator in [:*, :-] do
    {left_doc, state} = specifier(left, state, normalize?)
    {right_doc, state} = specifier_element(right, state, normalize?)
    {concat([left_doc, Atom.to_string(operator), right_doc]), state}
  end

  defp specifier(spec, state, normalize?), do: specifier_element(spec, state, normalize?)

  @modifiers [
    :binary,
    :bits,
    :bitstring,
    :bytes,
    :float,
    :integer,
    :utf8,
    :utf16,
    :utf32,
    :signed,
    :unsigned,
    :big,
    :little,
    :native
  ]

  # Known modifiers are written without parentheses, those of macros with them.
  defp specifier_element({name, meta, context_or_args}, state, true)
       when is_atom(name) and (is_atom(context_or_args) or context_or_args == []) do
    if name in @modifiers or name == :_ do
      {Atom.to_string(name), state}
    else
      Formatter.node({name, Keyword.put_new(meta, :closing, []), []}, :parens_arg, state)
    end
  end

  defp specifier_element(element, state, _normalize?) do
    {doc, state} = in_parens(element, state)
    {Operators.parenthesized_binary(doc, element), state}
  end
end
