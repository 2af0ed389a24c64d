defmodule Code.Formatter do
  # The formatter: from a quoted expression to a document of `Inspect.Algebra`, which then is laid out for a width.
  #
  # The expression comes from the parser with literals in blocks (`{:__block__, meta, [literal]}`), so that every part
  # has a line; with the source text of literals and delimiters in the meta; and with comments beside it. What the
  # meta does not have (an expression made by code) is taken as if it stood on one line.
  #
  # `node/3` renders one expression. The context says where it stands: as a statement (`:block`), beside an operator
  # (`:operand`), or as an argument (`:parens_arg`, `:parens_one_arg`, `:no_parens_arg`, `:no_parens_one_arg`), which
  # decides where parentheses are needed. The state has the comments that are still to be placed and the options.
  @moduledoc false

  import Code.Formatter.Document

  alias Code.Formatter.{Blocks, Calls, Containers, Literals, Operators}

  @locals_without_parens [
    # Special forms.
    alias: 1,
    alias: 2,
    case: 2,
    cond: 1,
    for: :*,
    import: 1,
    import: 2,
    quote: 1,
    quote: 2,
    receive: 1,
    require: 1,
    require: 2,
    try: 1,
    with: :*,
    # Kernel.
    def: 1,
    def: 2,
    defp: 1,
    defp: 2,
    defguard: 1,
    defguardp: 1,
    defmacro: 1,
    defmacro: 2,
    defmacrop: 1,
    defmacrop: 2,
    defmodule: 2,
    defdelegate: 2,
    defexception: 1,
    defoverridable: 1,
    defstruct: 1,
    destructure: 2,
    raise: 1,
    raise: 2,
    reraise: 2,
    reraise: 3,
    if: 2,
    unless: 2,
    use: 1,
    use: 2,
    # Record.
    defrecord: 2,
    defrecord: 3,
    defrecordp: 2,
    defrecordp: 3,
    # ExUnit.
    assert: 1,
    assert: 2,
    assert_in_delta: 3,
    assert_in_delta: 4,
    assert_raise: 2,
    assert_raise: 3,
    assert_receive: 1,
    assert_receive: 2,
    assert_receive: 3,
    assert_received: 1,
    assert_received: 2,
    doctest: 1,
    doctest: 2,
    refute: 1,
    refute: 2,
    refute_in_delta: 3,
    refute_in_delta: 4,
    refute_receive: 1,
    refute_receive: 2,
    refute_receive: 3,
    refute_received: 1,
    refute_received: 2,
    setup: 1,
    setup: 2,
    setup_all: 1,
    setup_all: 2,
    test: 1,
    test: 2,
    # Mix.
    config: 2,
    config: 3,
    import_config: 1
  ]

  @doc false
  def locals_without_parens, do: @locals_without_parens

  @doc false
  def local_without_parens?(name, arity, locals_without_parens) do
    arity > 0 and
      Enum.any?(locals_without_parens, fn {local, local_arity} ->
        local == name and (local_arity == :* or local_arity == arity)
      end)
  end

  @doc false
  def to_algebra(quoted, opts \\ []) do
    comments = opts |> Keyword.get(:comments, []) |> Enum.map(&comment/1)

    state = %{
      comments: comments,
      locals_without_parens:
        Keyword.get(opts, :locals_without_parens, []) ++ @locals_without_parens,
      force_do_end_blocks: Keyword.get(opts, :force_do_end_blocks, false),
      normalize_bitstring_modifiers: Keyword.get(opts, :normalize_bitstring_modifiers, true),
      # How far an operand is nested under its operator, and whether line breaks of the source are to be ignored.
      operand_nesting: 2,
      skip_eol: false
    }

    {doc, _state} = Blocks.block(quoted, 0, :infinity, state)
    Code.Formatter.Document.to_algebra(doc)
  end

  # A comment at the end of a line that can only go after it is set apart.
  defp comment(%{previous_eol_count: 0} = comment),
    do: comment(%{comment | previous_eol_count: 2})

  defp comment(%{text: text} = comment), do: %{comment | text: comment_text(text)}

  # One space after the marks, unless they are a line of marks, a shebang or an editor's command.
  defp comment_text("#"), do: "#"
  defp comment_text("#!" <> rest), do: "#!" <> rest
  defp comment_text("##" <> rest), do: "#" <> comment_text("#" <> rest)
  defp comment_text("# " <> rest), do: "# " <> rest
  defp comment_text("#" <> rest), do: "# " <> rest

  ## One expression

  @doc false
  def node({:<<>>, meta, entries}, _context, state) do
    cond do
      entries == [] ->
        {"<<>>", state}

      not Literals.interpolated?(entries) ->
        Containers.bitstring(meta, entries, state)

      true ->
        Literals.interpolated_string(meta, entries, state)
    end
  end

  def node({{:., _, [List, :to_charlist]}, meta, [entries]} = quoted, context, state)
      when is_list(entries) do
    if meta[:delimiter] && Literals.charlist_interpolated?(entries) do
      Literals.interpolated_charlist(meta, entries, state)
    else
      Calls.remote(quoted, context, state)
    end
  end

  def node(
        {{:., _, [:erlang, :binary_to_atom]}, meta, [{:<<>>, _, entries}, :utf8]} = quoted,
        context,
        state
      ) do
    if Literals.interpolated?(entries) do
      Literals.interpolated_atom(entries, state)
    else
      Calls.remote(Macro.update_meta(quoted, fn _ -> meta end), context, state)
    end
  end

  # `foo[bar]`
  def node({{:., _, [Access, :get]}, meta, [target, arg]}, _context, state) do
    {target_doc, state} = Calls.target(target, state)

    {arg_doc, state} =
      if Containers.keyword?(arg) do
        Containers.list(meta, arg, state)
      else
        Containers.list(meta, [arg], state)
      end

    {concat(target_doc, arg_doc), state}
  end

  # `%name{fields}`
  def node({:%, _, [name, {:%{}, meta, args}]}, _context, state) do
    {name_doc, state} = node(name, :parens_arg, state)
    Containers.map(meta, name_doc, args, state)
  end

  def node({:%{}, meta, args}, _context, state), do: Containers.map(meta, empty(), args, state)

  def node({:{}, meta, args}, _context, state),
    do: Containers.tuple(meta, args, :flex_break, state)

  def node({:__block__, meta, [{left, right}]}, _context, state) do
    Containers.tuple(meta, [left, right], :flex_break, state)
  end

  # A macro's splice is a block of its own.
  def node({:__block__, _, [{:unquote_splicing, meta, [_] = args}]}, context, state) do
    {doc, state} = Calls.local(:unquote_splicing, meta, args, context, state)
    {parenthesized(doc), state}
  end

  def node({:__block__, meta, [arg]}, context, state),
    do: Literals.literal(arg, meta, context, state)

  def node({:__block__, _, []}, _context, state), do: {"nil", state}

  def node({:__block__, meta, _} = block, _context, state) do
    {doc, state} = Blocks.block(block, line_of(meta), closing_line(meta), state)
    {surround("(", doc, ")"), state}
  end

  def node({:__aliases__, _, [head | tail]}, context, state) do
    {doc, state} =
      if is_atom(head) do
        {Atom.to_string(head), state}
      else
        {doc, state} = node(head, context, state)
        {Operators.parenthesized_operator(doc, head), state}
      end

    {Enum.reduce(tail, doc, fn part, doc -> concat([doc, ".", Atom.to_string(part)]) end), state}
  end

  # `&1`, `&local(&1)`, `&local/1`, `&Mod.remote/1`
  def node({:&, _, [position]}, _context, state) when is_integer(position) do
    {"&" <> Integer.to_string(position), state}
  end

  def node({:&, _, [arg]}, context, state), do: Operators.capture(arg, context, state)

  def node({:@, meta, [arg]}, context, state),
    do: Calls.module_attribute(meta, arg, context, state)

  # `not(left in right)` is `left not in right`.
  def node({:not, meta, [{:in, _, [left, right]}]}, context, state) do
    Operators.binary(:in, "not in", meta, left, right, context, state)
  end

  def node({:.., _, []}, context, state) when context in [:no_parens_arg, :no_parens_one_arg] do
    {"(..)", state}
  end

  def node({:.., _, []}, _context, state), do: {"..", state}

  def node({:"..//", _, [left, middle, right]}, context, state) do
    Operators.stepped_range(left, middle, right, context, state)
  end

  # The arguments of a clause, left of its guard.
  def node({{:part, :clause_args}, _meta, args}, _context, state) do
    Blocks.guarded_args(args, state)
  end

  # A segment of a bitstring, left of the arrow of its generator.
  def node({{:part, :bitstring_segment}, [], [segment, index]}, _context, state) do
    Containers.generator_segment(segment, index, state)
  end

  def node({:fn, meta, [_ | _] = clauses}, _context, state) do
    Blocks.anonymous_function(clauses, meta, closing_line(meta), state)
  end

  def node({name, meta, context_or_args} = quoted, context, state) when is_atom(name) do
    cond do
      is_atom(context_or_args) ->
        {Atom.to_string(name), state}

      not is_list(context_or_args) ->
        {inspect(quoted), state}

      rendered = Literals.sigil(name, meta, context_or_args, state) ->
        rendered

      rendered = Operators.unary_or_binary(quoted, context, state) ->
        rendered

      true ->
        Calls.local(name, meta, context_or_args, context, state)
    end
  end

  def node({_, _, args} = quoted, context, state) when is_list(args) do
    Calls.remote(quoted, context, state)
  end

  # `(a -> b)`
  def node([{:->, meta, _} | _] = clauses, _context, state) do
    Blocks.clauses_in_parens(clauses, line_of(meta), closing_line(meta), state)
  end

  # Keyword lists and their pairs; other lists are in blocks.
  def node(list, context, state) when is_list(list) do
    Containers.bare_keyword(list, context, state)
  end

  def node({key, value}, context, state), do: Containers.pair(key, value, context, state)

  # Terms that no source has.
  def node(term, _context, state), do: {inspect(term, limit: :infinity), state}

  ## What the meta says

  @doc false
  def line_of(meta), do: Keyword.get(meta, :line, 9_999_999)

  @doc false
  def closing_line(meta), do: meta |> Keyword.get(:closing, []) |> Keyword.get(:line, 0)

  @doc false
  def end_line(meta), do: meta |> Keyword.get(:end, []) |> Keyword.get(:line, 0)

  # Whether the source has a line break after the opening bracket, the operator or the arrow.
  @doc false
  def eol?(_meta, %{skip_eol: true}), do: false
  def eol?(meta, _state), do: Keyword.get(meta, :newlines, 0) > 0

  @doc false
  def eol_or_comments?(meta, %{comments: comments} = state) do
    eol?(meta, state) or
      (
        min_line = line_of(meta)
        max_line = closing_line(meta)
        Enum.any?(comments, fn %{line: line} -> line > min_line and line < max_line end)
      )
  end
end
