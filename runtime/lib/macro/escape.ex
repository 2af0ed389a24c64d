defmodule Macro.Escape do
  # From a value to the expression that gives it back. With `unquote?`, nodes of the form `unquote(x)` and
  # `unquote_splicing(x)` inside the value are expressions already; nested `quote`s keep theirs.
  @moduledoc false

  @kept_meta [:line, :no_parens]

  @doc false
  def escape(expr, unquote?, prune?), do: do_escape(expr, unquote?, prune?)

  defp do_escape({:quote, meta, [options, [do: block]]}, true, prune?) do
    {:{}, [],
     [
       :quote,
       meta(meta, prune?),
       [do_escape(options, true, prune?), do_escape([do: block], false, prune?)]
     ]}
  end

  defp do_escape({:quote, meta, [arg]}, true, prune?) do
    {:{}, [], [:quote, meta(meta, prune?), [do_escape(arg, false, prune?)]]}
  end

  defp do_escape({:unquote, _, [expr]}, true, _prune?), do: expr

  # `left.unquote(name)` and `left.unquote(name)(args)`: which call it is depends on what is unquoted.
  defp do_escape({{:., _, [left, :unquote]}, meta, [expr]}, true, prune?) do
    dot(meta, left, expr, nil, prune?)
  end

  defp do_escape({{{:., _, [left, :unquote]}, _, [expr]}, meta, args}, true, prune?) do
    dot(meta, left, expr, do_escape(args, true, prune?), prune?)
  end

  defp do_escape({left, right}, unquote?, prune?) do
    {do_escape(left, unquote?, prune?), do_escape(right, unquote?, prune?)}
  end

  defp do_escape({left, meta, right}, unquote?, true) when is_list(meta) do
    {:{}, [],
     [
       do_escape(left, unquote?, true),
       meta |> meta(true) |> do_escape(unquote?, true),
       do_escape(right, unquote?, true)
     ]}
  end

  defp do_escape(tuple, unquote?, prune?) when is_tuple(tuple) do
    {:{}, [],
     for(element <- :erlang.tuple_to_list(tuple), do: do_escape(element, unquote?, prune?))}
  end

  defp do_escape(list, true, prune?) when is_list(list), do: splice(list, prune?)
  defp do_escape(list, false, prune?) when is_list(list), do: escape_list(list, prune?)

  defp do_escape(map, unquote?, prune?) when is_map(map) do
    pairs =
      for {key, value} <- :maps.to_list(map) do
        {do_escape(key, unquote?, prune?), do_escape(value, unquote?, prune?)}
      end

    {:%{}, [], pairs}
  end

  defp do_escape(term, _unquote?, _prune?)
       when is_atom(term) or is_number(term) or is_binary(term) or is_pid(term),
       do: term

  # The bits that do not fill a byte come first, so that the rest can be one binary.
  defp do_escape(bits, _unquote?, _prune?) when is_bitstring(bits) do
    size = rem(bit_size(bits), 8)
    <<first::size(size), rest::binary>> = bits

    {:<<>>, [],
     [{:"::", [], [first, {:size, [], [size]}]}, {:"::", [], [rest, {:binary, [], []}]}]}
  end

  defp do_escape(fun, _unquote?, _prune?) when is_function(fun) do
    with {:type, :external} <- :erlang.fun_info(fun, :type),
         {:module, module} <- :erlang.fun_info(fun, :module),
         {:name, name} <- :erlang.fun_info(fun, :name),
         {:arity, arity} <- :erlang.fun_info(fun, :arity) do
      {:&, [], [{:/, [], [{{:., [], [module, name]}, [no_parens: true], []}, arity]}]}
    else
      _ -> bad_escape(fun)
    end
  end

  defp do_escape(other, _unquote?, _prune?), do: bad_escape(other)

  defp escape_list([head | tail], prune?) when is_list(tail) do
    [do_escape(head, false, prune?) | escape_list(tail, prune?)]
  end

  defp escape_list([head | tail], prune?) do
    [{:|, [], [do_escape(head, false, prune?), do_escape(tail, false, prune?)]}]
  end

  defp escape_list([], _prune?), do: []

  # A list whose elements may be spliced in: literal runs are joined with the spliced lists.
  defp splice([{:|, _, [{:unquote_splicing, _, [expr]}, tail]}], prune?) do
    append(expr, do_escape(tail, true, prune?))
  end

  defp splice([{:unquote_splicing, _, [expr]} | tail], prune?) when is_list(tail) do
    append(expr, splice(tail, prune?))
  end

  defp splice([head | tail], prune?) when is_list(tail) do
    head = do_escape(head, true, prune?)

    case splice(tail, prune?) do
      escaped when is_list(escaped) -> [head | escaped]
      escaped -> quote(do: [unquote(head) | unquote(escaped)])
    end
  end

  defp splice([head | tail], prune?) do
    [{:|, [], [do_escape(head, true, prune?), do_escape(tail, true, prune?)]}]
  end

  defp splice([], _prune?), do: []

  defp append(left, right) do
    quote(do: Macro.Escape.spliced(unquote(left), unquote(right)))
  end

  @doc false
  def spliced(list, tail) when is_list(list), do: list ++ tail

  def spliced(other, _tail) do
    raise ArgumentError,
          "expected a list with quoted expressions in unquote_splicing/1, got: #{inspect(other)}"
  end

  defp dot(meta, left, expr, args, prune?) do
    meta = meta(meta, prune?)
    left = do_escape(left, true, prune?)
    quote(do: Macro.Escape.called(unquote(meta), unquote(left), unquote(expr), unquote(args)))
  end

  # What is unquoted after a dot: a name, or a call whose name and arguments belong after the dot.
  @doc false
  def called(meta, left, name, args) when is_atom(name) do
    case Atom.to_string(name) do
      "Elixir." <> _ when args == nil ->
        {:__aliases__, meta, [left, name]}

      _ when args == nil ->
        {{:., meta, [left, name]}, [no_parens: true] ++ meta, []}

      _ ->
        {{:., meta, [left, name]}, meta, args}
    end
  end

  def called(meta, left, {:__aliases__, _, parts}, nil) do
    {:__aliases__, meta, [left | parts]}
  end

  def called(meta, left, {name, _, context}, nil) when is_atom(name) and is_atom(context) do
    {{:., meta, [left, name]}, [no_parens: true] ++ meta, []}
  end

  def called(meta, left, {name, _, call_args}, nil) when is_atom(name) do
    {{:., meta, [left, name]}, meta, call_args}
  end

  def called(meta, left, other, args),
    do: {{{:., meta, [left, other]}, meta, []}, meta, args || []}

  defp meta(meta, true), do: for({key, _} = pair <- meta, key in @kept_meta, do: pair)
  defp meta(meta, false), do: meta

  defp bad_escape(term) do
    raise ArgumentError,
          "cannot escape #{inspect(term)}. The supported values are: lists, tuples, maps, atoms, " <>
            "numbers, bitstrings, PIDs and remote functions in the format &Mod.fun/arity"
  end
end
