defmodule Macro do
  @moduledoc """
  Working with code as data: building, walking, expanding and printing quoted expressions.

  A quoted expression is a literal (atom, number, string, list, pair), or `{name, meta, arguments}`.

      iex> quote(do: 1 + 2) |> Macro.to_string()
      "1 + 2"
  """

  import Kernel, except: [to_string: 1]

  @type t :: input()
  @type input ::
          {input(), metadata(), atom() | [input()]}
          | {t(), t()}
          | [t()]
          | number()
          | binary()
          | atom()
          | pid()
  @type metadata :: keyword()
  @type captured_remote_function :: fun()

  @binary_operators [
    :<-,
    :\\,
    :"::",
    :when,
    :|,
    :=,
    :||,
    :|||,
    :or,
    :&&,
    :&&&,
    :and,
    :==,
    :!=,
    :=~,
    :===,
    :!==,
    :<,
    :<=,
    :>=,
    :>,
    :|>,
    :<<<,
    :>>>,
    :<<~,
    :~>>,
    :<~,
    :~>,
    :<~>,
    :"<|>",
    :in,
    :"^^^",
    :++,
    :--,
    :..,
    :<>,
    :+++,
    :---,
    :+,
    :-,
    :*,
    :/,
    :**,
    :.
  ]
  @unary_operators [:+, :-, :!, :^, :not, :&, :@, :"~~~"]

  ## Building

  @doc """
  A variable of the given name and context.

      iex> Macro.var(:x, nil)
      {:x, [], nil}
  """
  @spec var(atom(), atom()) :: Macro.t()
  def var(var, context) when is_atom(var) and is_atom(context), do: {var, [], context}

  @doc """
  A variable that differs from every other one, whatever their names.
  """
  @spec unique_var(atom(), module()) :: Macro.t()
  def unique_var(var, context) when is_atom(var) and is_atom(context) do
    {var, [counter: :erlang.unique_integer()], context}
  end

  @doc """
  Variables `arg1`, `arg2` and so on, for the head of a function.

      iex> Macro.generate_arguments(2, Foo)
      [{:arg1, [], Foo}, {:arg2, [], Foo}]
  """
  @spec generate_arguments(non_neg_integer(), module()) :: [Macro.t()]
  def generate_arguments(amount, context), do: generate_arguments(amount, context, &var/2)

  @doc """
  As `generate_arguments/2`, with variables that no others can be mistaken for.
  """
  @spec generate_unique_arguments(non_neg_integer(), module()) :: [Macro.t()]
  def generate_unique_arguments(amount, context) do
    generate_arguments(amount, context, &unique_var/2)
  end

  defp generate_arguments(0, context, _make) when is_atom(context), do: []

  defp generate_arguments(amount, context, make)
       when is_integer(amount) and amount > 0 and is_atom(context) do
    for position <- 1..amount, do: make.(String.to_atom("arg#{position}"), context)
  end

  @doc """
  Quotes a value. With `unquote: true`, `unquote` inside of it is evaluated.

      iex> Macro.escape({:a, :b, :c})
      {:{}, [], [:a, :b, :c]}
  """
  @spec escape(term(), keyword()) :: Macro.t()
  def escape(expr, opts \\ []) do
    unquote? = :lists.member({:unquote, true}, opts)
    prune? = :lists.member({:prune_metadata, true}, opts)
    Macro.Escape.escape(expr, unquote?, prune?)
  end

  @doc """
  The default struct of a module, while code is compiled.
  """
  @spec struct!(module, Macro.Env.t()) :: %{
          required(:__struct__) => module,
          optional(atom) => any
        }
        when module: module()
  def struct!(module, env) when is_atom(module) do
    if module == env.module do
      Module.get_attribute(module, :__struct__)
    else
      case :respawn_code.ensure_compiled(module) do
        {:module, _} -> if function_exported?(module, :__struct__, 0), do: module.__struct__()
        _ -> nil
      end
    end || raise_no_struct(module, env)
  end

  defp raise_no_struct(module, env) do
    raise CompileError,
      file: env.file,
      line: env.line,
      description:
        "#{inspect(module)}.__struct__/0 is undefined, cannot expand struct #{inspect(module)}. " <>
          "Make sure the struct name is correct. If the struct name exists and is correct but it still " <>
          "cannot be found, you likely have cyclic module usage in your code"
  end

  @doc """
  Changes the metadata of a node; what has none stays as it is.

      iex> Macro.update_meta({:x, [line: 1], nil}, &Keyword.delete(&1, :line))
      {:x, [], nil}
  """
  @spec update_meta(t(), (keyword() -> keyword())) :: t()
  def update_meta(quoted, fun)

  def update_meta({left, meta, right}, fun) when is_list(meta), do: {left, fun.(meta), right}
  def update_meta(other, _fun), do: other

  ## Pipes and calls

  @doc """
  Takes a pipeline apart: the value and the calls, each with the position of its argument.
  """
  @spec unpipe(t()) :: [t()]
  def unpipe(expr), do: :lists.reverse(unpipe_reversed(expr))

  defp unpipe_reversed({:|>, _, [left, right]}), do: [{right, 0} | unpipe_reversed(left)]
  defp unpipe_reversed(other), do: [{other, 0}]

  @doc """
  Puts an expression into a call as the argument at a position.

      iex> Macro.pipe(1, quote(do: foo(2)), 0)
      {:foo, [], [1, 2]}
  """
  @spec pipe(t(), t(), integer()) :: t()
  def pipe(expr, call_args, position)

  def pipe(expr, {:&, _, _} = call, _position), do: bad_pipe(expr, call)
  def pipe(expr, {:%{}, _, _} = call, _position), do: bad_pipe(expr, call)
  def pipe(expr, {:{}, _, _} = call, _position), do: bad_pipe(expr, call)
  def pipe(expr, {:<<>>, _, _} = call, _position), do: bad_pipe(expr, call)
  def pipe(expr, {:__aliases__, _, _} = call, _position), do: bad_pipe(expr, call)

  def pipe(expr, {:unquote, _, []}, _position) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into the special form unquote/1 " <>
            "since unquote/1 is used to build the Elixir AST itself"
  end

  def pipe(expr, {:fn, _, _}, _position) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into an anonymous function without calling the function; " <>
            "use Kernel.then/2 instead or define the anonymous function as a regular private function"
  end

  def pipe(expr, {call, meta, context}, position) when is_atom(context) do
    {call, meta, List.insert_at([], position, expr)}
  end

  def pipe(_expr, {operator, _, [operand]} = call, _position) when operator in [:+, :-] do
    raise ArgumentError,
          "piping into a unary operator is not supported, please use the qualified name: " <>
            "Kernel.#{operator}(#{to_string(operand)}), instead of #{to_string(call)}"
  end

  def pipe(expr, {call, meta, args} = call_args, position) when is_list(args) do
    cond do
      is_atom(call) and operator?(call, 1) -> bad_pipe_operator(expr, call_args, "one argument")
      is_atom(call) and operator?(call, 2) -> bad_pipe_operator(expr, call_args, "two arguments")
      true -> {call, meta, List.insert_at(args, position, expr)}
    end
  end

  def pipe(expr, other, _position), do: bad_pipe(expr, other)

  defp bad_pipe(expr, call) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into #{to_string(call)}, " <>
            "can only pipe into local calls foo(), remote calls Foo.bar() or anonymous function calls foo.()"
  end

  defp bad_pipe_operator(expr, {operator, _, _} = call, count) do
    raise ArgumentError,
          "cannot pipe #{to_string(expr)} into #{to_string(call)}, " <>
            "the #{Kernel.inspect(operator)} operator can only take #{count}"
  end

  @doc """
  Name and arguments of a local call, or receiver, name and arguments of a remote one; else `:error`.

      iex> Macro.decompose_call(quote(do: foo(1)))
      {:foo, [1]}
  """
  @spec decompose_call(t()) :: {atom(), [t()]} | {t(), atom(), [t()]} | :error
  def decompose_call(ast)

  def decompose_call({:{}, _, args}) when is_list(args), do: :error

  def decompose_call({{:., _, [remote, function]}, _, args})
      when is_tuple(remote) or is_atom(remote),
      do: {remote, function, args}

  def decompose_call({name, _, args}) when is_atom(name) and is_atom(args), do: {name, []}
  def decompose_call({name, _, args}) when is_atom(name) and is_list(args), do: {name, args}
  def decompose_call(_), do: :error

  ## Walking

  @doc """
  Calls `fun` on every node, on each before its children.

      iex> Macro.prewalk({:+, [], [1, 2]}, fn n when is_integer(n) -> n * 10; other -> other end)
      {:+, [], [10, 20]}
  """
  @spec prewalk(t(), (t() -> t())) :: t()
  def prewalk(ast, fun) when is_function(fun, 1) do
    walk_before(ast, fun)
  end

  @doc """
  As `prewalk/2`, with an accumulator.
  """
  @spec prewalk(t(), any(), (t(), any() -> {t(), any()})) :: {t(), any()}
  def prewalk(ast, acc, fun) when is_function(fun, 2) do
    traverse(ast, acc, fun, fn node, acc -> {node, acc} end)
  end

  @doc """
  Calls `fun` on every node, on each after its children.
  """
  @spec postwalk(t(), (t() -> t())) :: t()
  def postwalk(ast, fun) when is_function(fun, 1) do
    walk_after(ast, fun)
  end

  @doc """
  As `postwalk/2`, with an accumulator.
  """
  @spec postwalk(t(), any(), (t(), any() -> {t(), any()})) :: {t(), any()}
  def postwalk(ast, acc, fun) when is_function(fun, 2) do
    traverse(ast, acc, fn node, acc -> {node, acc} end, fun)
  end

  defp walk_before(ast, fun), do: walk_before_children(fun.(ast), fun)

  defp walk_before_children({form, meta, args}, fun) when is_atom(form) do
    {form, meta, walk_before_args(args, fun)}
  end

  defp walk_before_children({form, meta, args}, fun) do
    form = walk_before(form, fun)
    {form, meta, walk_before_args(args, fun)}
  end

  defp walk_before_children({left, right}, fun) do
    left = walk_before(left, fun)
    {left, walk_before(right, fun)}
  end

  defp walk_before_children(list, fun) when is_list(list), do: walk_before_args(list, fun)
  defp walk_before_children(leaf, _fun), do: leaf

  defp walk_before_args([head | tail], fun) do
    head = walk_before(head, fun)
    [head | walk_before_args(tail, fun)]
  end

  defp walk_before_args(args, _fun), do: args

  defp walk_after({form, meta, args}, fun) when is_atom(form) do
    fun.({form, meta, walk_after_args(args, fun)})
  end

  defp walk_after({form, meta, args}, fun) do
    form = walk_after(form, fun)
    fun.({form, meta, walk_after_args(args, fun)})
  end

  defp walk_after({left, right}, fun) do
    left = walk_after(left, fun)
    fun.({left, walk_after(right, fun)})
  end

  defp walk_after(list, fun) when is_list(list), do: fun.(walk_after_args(list, fun))
  defp walk_after(leaf, fun), do: fun.(leaf)

  defp walk_after_args([head | tail], fun) do
    head = walk_after(head, fun)
    [head | walk_after_args(tail, fun)]
  end

  defp walk_after_args(args, _fun), do: args

  @doc """
  Calls `pre` on every node before its children and `post` after them, with an accumulator.
  """
  @spec traverse(t(), any(), (t(), any() -> {t(), any()}), (t(), any() -> {t(), any()})) ::
          {t(), any()}
  def traverse(ast, acc, pre, post) when is_function(pre, 2) and is_function(post, 2) do
    {ast, acc} = pre.(ast, acc)
    traverse_children(ast, acc, pre, post)
  end

  defp traverse_children({form, meta, args}, acc, pre, post) when is_atom(form) do
    {args, acc} = traverse_args(args, acc, pre, post)
    post.({form, meta, args}, acc)
  end

  defp traverse_children({form, meta, args}, acc, pre, post) do
    {form, acc} = traverse(form, acc, pre, post)
    {args, acc} = traverse_args(args, acc, pre, post)
    post.({form, meta, args}, acc)
  end

  defp traverse_children({left, right}, acc, pre, post) do
    {left, acc} = traverse(left, acc, pre, post)
    {right, acc} = traverse(right, acc, pre, post)
    post.({left, right}, acc)
  end

  defp traverse_children(list, acc, pre, post) when is_list(list) do
    {list, acc} = traverse_args(list, acc, pre, post)
    post.(list, acc)
  end

  defp traverse_children(leaf, acc, _pre, post), do: post.(leaf, acc)

  defp traverse_args([head | tail], acc, pre, post) do
    {head, acc} = traverse(head, acc, pre, post)
    {tail, acc} = traverse_args(tail, acc, pre, post)
    {[head | tail], acc}
  end

  defp traverse_args(args, acc, _pre, _post), do: {args, acc}

  @doc """
  An enumerable of all nodes, each before its children.
  """
  @spec prewalker(t()) :: Enumerable.t()
  def prewalker(ast), do: &Macro.Walker.before([ast], &1, &2)

  @doc """
  An enumerable of all nodes, each after its children.
  """
  @spec postwalker(t()) :: Enumerable.t()
  def postwalker(ast), do: &Macro.Walker.after_children([{:open, ast}], &1, &2)

  @doc """
  The nodes from the first for which `fun` is truthy up to the root, or `nil`.
  """
  @spec path(t(), (t() -> any())) :: [t()] | nil
  def path(ast, fun) when is_function(fun, 1), do: Macro.Walker.path([ast], [], fun)

  @doc """
  `:ok` if the term is a quoted expression, or `{:error, part}` with the part that is none.
  """
  @spec validate(term()) :: :ok | {:error, term()}
  def validate(expr), do: invalid_part(expr) || :ok

  defp invalid_part({left, right}), do: invalid_part(left) || invalid_part(right)

  defp invalid_part({left, meta, right} = node) when is_list(meta) do
    cond do
      is_atom(right) -> invalid_part(left)
      is_list(right) -> invalid_part(left) || Enum.find_value(right, &invalid_part/1)
      true -> {:error, node}
    end
  end

  defp invalid_part(list) when is_list(list), do: Enum.find_value(list, &invalid_part/1)

  defp invalid_part(leaf)
       when is_atom(leaf) or is_number(leaf) or is_binary(leaf) or is_pid(leaf),
       do: nil

  defp invalid_part(fun) when is_function(fun) do
    case Function.info(fun, :type) do
      {:type, :external} -> nil
      _ -> {:error, fun}
    end
  end

  defp invalid_part(other), do: {:error, other}

  @doc """
  Whether a quoted expression stands for itself: literals, aliases, and containers of these.

      iex> Macro.quoted_literal?(quote(do: {1, [a: "b"]}))
      true
  """
  @spec quoted_literal?(t()) :: boolean()
  def quoted_literal?(term)

  def quoted_literal?({:__aliases__, _, args}), do: Enum.all?(args, &quoted_literal?/1)

  def quoted_literal?({:%, _, [name, fields]}),
    do: quoted_literal?(name) and quoted_literal?(fields)

  def quoted_literal?({:%{}, _, args}), do: Enum.all?(args, &quoted_literal?/1)
  def quoted_literal?({:{}, _, args}), do: Enum.all?(args, &quoted_literal?/1)
  def quoted_literal?({left, right}), do: quoted_literal?(left) and quoted_literal?(right)
  def quoted_literal?(list) when is_list(list), do: Enum.all?(list, &quoted_literal?/1)
  def quoted_literal?(term), do: is_atom(term) or is_number(term) or is_binary(term)

  ## Expanding

  @doc """
  Expands the outermost macro of an expression again and again until there is none.
  """
  @spec expand(input(), Macro.Env.t()) :: t()
  def expand(ast, env), do: :respawn_code.expand(ast, env)

  @doc """
  Expands the outermost macro, alias or `__MODULE__` of an expression once.
  """
  @spec expand_once(input(), Macro.Env.t()) :: t()
  def expand_once(ast, env), do: :respawn_code.expand_once(ast, env)

  @doc """
  Expands the aliases inside of a literal; anything else stays as it is.
  """
  @spec expand_literal(input(), Macro.Env.t()) :: t()
  def expand_literal(ast, env) do
    if quoted_literal?(ast) do
      prewalk(ast, fn
        {:__aliases__, _, _} = alias -> expand(alias, env)
        other -> other
      end)
    else
      ast
    end
  end

  ## Printing

  @doc """
  The source text of a quoted expression, as the formatter would write it.

      iex> Macro.to_string(quote(do: if(x, do: 1)))
      "if x do\\n  1\\nend"
  """
  @spec to_string(t()) :: String.t()
  def to_string(tree) do
    tree
    |> Code.quoted_to_algebra()
    |> Inspect.Algebra.format(98)
    |> IO.iodata_to_binary()
  end

  ## Names

  @doc """
  How an atom is written: `:alias`, `:identifier`, or as an atom with or without quotes.

      iex> {Macro.classify_atom(:foo), Macro.classify_atom(Foo), Macro.classify_atom(:"a b")}
      {:identifier, :alias, :quoted}
  """
  @spec classify_atom(atom()) :: :alias | :identifier | :quoted | :unquoted
  def classify_atom(atom) when is_atom(atom), do: :respawn_code.classify_atom(atom)

  @doc """
  The text of an atom by itself, as the key of a keyword list, or as the name in a remote call.

      iex> {Macro.inspect_atom(:literal, :"a b"), Macro.inspect_atom(:key, :a), Macro.inspect_atom(:remote_call, :+)}
      {":\\"a b\\"", "a:", "+"}
  """
  @spec inspect_atom(:literal | :key | :remote_call, atom()) :: String.t()
  def inspect_atom(source_format, atom)

  def inspect_atom(:literal, atom) when is_boolean(atom) or is_nil(atom), do: Atom.to_string(atom)

  def inspect_atom(:literal, atom) when is_atom(atom) do
    text = Atom.to_string(atom)

    case classify_atom(atom) do
      :alias -> without_elixir_prefix(text)
      :quoted -> ":" <> quoted_text(text)
      _ -> ":" <> text
    end
  end

  def inspect_atom(:key, atom) when is_atom(atom) do
    text = Atom.to_string(atom)

    case classify_atom(atom) do
      kind when kind in [:alias, :quoted] -> quoted_text(text) <> ":"
      _ -> text <> ":"
    end
  end

  def inspect_atom(:remote_call, atom) when is_atom(atom) do
    text = Atom.to_string(atom)

    if classify_atom(atom) == :identifier or
         (atom not in [:.., :.] and (operator?(atom, 1) or operator?(atom, 2))) do
      text
    else
      quoted_text(text)
    end
  end

  defp without_elixir_prefix("Elixir." <> rest), do: rest
  defp without_elixir_prefix(text), do: text

  defp quoted_text(text) do
    Kernel.inspect(text, binaries: :as_strings, printable_limit: :infinity)
  end

  @doc """
  Whether there is an operator of this name with this number of operands.

      iex> {Macro.operator?(:+, 2), Macro.operator?(:div, 2)}
      {true, false}
  """
  @spec operator?(atom(), arity()) :: boolean()
  def operator?(name, arity)

  def operator?(:"..//", 3), do: true
  def operator?(:.., 0), do: true
  def operator?(name, 2) when is_atom(name), do: name in @binary_operators
  def operator?(name, 1) when is_atom(name), do: name in @unary_operators
  def operator?(name, arity) when is_atom(name) and is_integer(arity), do: false

  @doc """
  Whether the name and arity are a special form of the language, which no macro can redefine.

      iex> {Macro.special_form?(:case, 2), Macro.special_form?(:if, 2)}
      {true, false}
  """
  @spec special_form?(atom(), arity()) :: boolean()
  def special_form?(name, arity) when is_atom(name) and is_integer(arity) do
    cond do
      name in [:fn, :for, :with, :super, :<<>>, :{}, :%{}, :__block__, :__aliases__] ->
        true

      arity == 0 ->
        name in [:__MODULE__, :__ENV__, :__DIR__, :__CALLER__, :__STACKTRACE__]

      arity == 1 ->
        name in [:&, :^, :cond, :receive, :try, :quote, :unquote, :unquote_splicing] or
          import?(name)

      arity == 2 ->
        name in [:=, :"::", :., :->, :%, :case, :quote] or import?(name)

      true ->
        false
    end
  end

  defp import?(name), do: name in [:alias, :import, :require]

  @doc """
  A path of a module's name: words in small letters, with `_` between them and `/` for `.`.

      iex> Macro.underscore(Foo.BarBaz)
      "foo/bar_baz"
  """
  @spec underscore(module() | atom() | String.t()) :: String.t()
  def underscore(atom_or_string)

  def underscore(atom) when is_atom(atom) do
    "Elixir." <> rest = Atom.to_string(atom)
    underscore(rest)
  end

  def underscore(text) when is_binary(text), do: Macro.Text.underscore(text)

  @doc """
  The name of a module from a path: `_` and `/` go, the letter after them becomes a capital.

      iex> Macro.camelize("foo/bar_baz")
      "Foo.BarBaz"
  """
  @spec camelize(String.t()) :: String.t()
  def camelize(string), do: Macro.Text.camelize(string)

  @doc """
  Replaces the escapes of a string's source text, such as `\\n`, by what they stand for.

      iex> Macro.unescape_string("a\\\\nb")
      "a\\nb"
  """
  @spec unescape_string(String.t()) :: String.t()
  def unescape_string(string), do: Macro.Unescape.unescape(string, &Macro.Unescape.default_map/1)

  @doc """
  As `unescape_string/1`, with the given meaning of each escaped character; `false` leaves it escaped.
  """
  @spec unescape_string(String.t(), (non_neg_integer() -> non_neg_integer() | false)) ::
          String.t()
  def unescape_string(string, map), do: Macro.Unescape.unescape(string, map)

  @doc false
  @deprecated "Traverse over the arguments using Enum.map/2 instead"
  def unescape_tokens(tokens), do: unescape_tokens(tokens, &Macro.Unescape.default_map/1)

  @doc false
  @deprecated "Traverse over the arguments using Enum.map/2 instead"
  def unescape_tokens(tokens, map) do
    for token <- tokens, do: if(is_binary(token), do: unescape_string(token, map), else: token)
  end

  @doc """
  What `dbg/2` expands to by default: code that prints the expression, where it stands and its value.
  """
  @spec dbg(t(), t(), Macro.Env.t()) :: t()
  def dbg(code, options, %{__struct__: Macro.Env} = env), do: Macro.Dbg.expand(code, options, env)
end
