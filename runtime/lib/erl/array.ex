defmodule :array do
  @moduledoc """
  Arrays of any terms by index from zero, which grow as needed unless they are fixed.

  An array is `{:array, size, max, default, elements}`: a tree in which each node has ten
  children. A leaf is a tuple of ten values; a node above is a tuple of ten children and, as the
  eleventh, the number of entries below each of them. A part with no value but the default is
  its number of entries alone. `max` is the number of entries of the whole tree, or 0 in an
  array that is fixed.
  """

  @leaf_size 10

  # -- making ----------------------------------------------------------------------------------

  @doc "An empty array that grows."
  def new, do: {:array, 0, @leaf_size, :undefined, @leaf_size}

  @doc """
  An array with options: a size, `:fixed`, `fixed: boolean`, `size: n`, `default: term`.

  With a size it is fixed unless `fixed: false` is given as well.
  """
  def new(options), do: new_options(options, 0, false)

  @doc "An array of a size with options."
  def new(size, options) when is_integer(size) and size >= 0 do
    new_with(options, size, true)
  end

  def new(size, options), do: :erlang.error(:badarg, [size, options])

  defp new_options(options, size, fixed?)
       when is_list(options) or is_tuple(options) or options in [:fixed] or is_integer(options) do
    new_with(options, size, fixed?)
  end

  defp new_options(options, _size, _fixed?), do: :erlang.error(:badarg, [options])

  defp new_with(options, size, fixed?) do
    options = if is_list(options), do: options, else: [options]
    {size, fixed?, default} = read_options(options, size, fixed?, :undefined)
    make(size, fixed?, default)
  end

  defp read_options([:fixed | rest], size, _fixed?, default),
    do: read_options(rest, size, true, default)

  defp read_options([{:fixed, fixed?} | rest], size, _fixed?, default) when is_boolean(fixed?) do
    read_options(rest, size, fixed?, default)
  end

  defp read_options([{:default, default} | rest], size, fixed?, _default) do
    read_options(rest, size, fixed?, default)
  end

  defp read_options([{:size, size} | rest], _size, _fixed?, default)
       when is_integer(size) and size >= 0,
       do: read_options(rest, size, true, default)

  defp read_options([size | rest], _size, _fixed?, default) when is_integer(size) and size >= 0 do
    read_options(rest, size, true, default)
  end

  defp read_options([], size, fixed?, default), do: {size, fixed?, default}
  defp read_options(_options, _size, _fixed?, _default), do: :erlang.error(:badarg)

  defp make(size, fixed?, default) do
    entries = capacity(size)
    {:array, size, if(fixed?, do: 0, else: entries), default, entries}
  end

  # The number of entries of the smallest tree for so many values.
  defp capacity(size), do: capacity(size, @leaf_size)
  defp capacity(size, entries) when size <= entries, do: entries
  defp capacity(size, entries), do: capacity(size, entries * 10)

  @doc "The array of a list's elements."
  def from_list(list), do: from_list(list, :undefined)

  @doc "The array of a list's elements with a default for what comes after."
  def from_list(list, default) when is_list(list) do
    size = length(list)
    entries = capacity(size)
    {:array, size, entries, default, build(list, entries, default)}
  end

  def from_list(list, default), do: :erlang.error(:badarg, [list, default])

  # A tree of so many entries; what the list has no value for is left empty.
  defp build([], entries, _default), do: entries

  defp build(list, entries, default) do
    {tree, []} = build_part(list, entries, default)
    tree
  end

  defp build_part([], entries, _default), do: {entries, []}

  defp build_part(list, @leaf_size, default) do
    {values, rest} = take_padded(list, @leaf_size, default)
    {:erlang.list_to_tuple(values), rest}
  end

  defp build_part(list, entries, default) do
    below = div(entries, 10)
    {children, rest} = build_children(list, 10, below, default)
    {:erlang.list_to_tuple(children ++ [below]), rest}
  end

  defp build_children(list, 0, _below, _default), do: {[], list}

  defp build_children(list, n, below, default) do
    {child, list} = build_part(list, below, default)
    {children, list} = build_children(list, n - 1, below, default)
    {[child | children], list}
  end

  defp take_padded(list, 0, _default), do: {[], list}

  defp take_padded([value | list], n, default) do
    {values, list} = take_padded(list, n - 1, default)
    {[value | values], list}
  end

  defp take_padded([], n, default), do: {:lists.duplicate(n, default), []}

  @doc "The array of a list of pairs of index and value, sorted by index."
  def from_orddict(pairs), do: from_orddict(pairs, :undefined)

  @doc "The same with a default for the indexes that are not in the list."
  def from_orddict(pairs, default) when is_list(pairs) do
    set_pairs(pairs, -1, {:array, 0, @leaf_size, default, @leaf_size}, [pairs, default])
  end

  def from_orddict(pairs, default), do: :erlang.error(:badarg, [pairs, default])

  defp set_pairs([{index, value} | pairs], last, array, arguments)
       when is_integer(index) and index > last,
       do: set_pairs(pairs, index, set(index, value, array), arguments)

  defp set_pairs([], _last, array, _arguments), do: array
  defp set_pairs(other, _last, _array, arguments), do: :erlang.error({:badarg, other}, arguments)

  # -- about an array --------------------------------------------------------------------------

  @doc "Whether the term looks like an array."
  def is_array({:array, size, max, _default, _tree}) when is_integer(size) and is_integer(max) do
    true
  end

  def is_array(_term), do: false

  @doc "The number of entries, which is the largest index that was set plus one."
  def size({:array, size, _max, _default, _tree}), do: size
  def size(array), do: :erlang.error(:badarg, [array])

  @doc "The value of entries that were not set."
  def default({:array, _size, _max, default, _tree}), do: default
  def default(array), do: :erlang.error(:badarg, [array])

  @doc "The array made fixed: an index outside of it is an error."
  def fix({:array, size, _max, default, tree}), do: {:array, size, 0, default, tree}

  @doc "Whether the array is fixed."
  def is_fix({:array, _size, 0, _default, _tree}), do: true
  def is_fix({:array, _size, _max, _default, _tree}), do: false

  @doc "The array made to grow as needed."
  def relax({:array, size, 0, default, tree}) do
    {:array, size, capacity(size), default, tree}
  end

  def relax({:array, _size, _max, _default, _tree} = array), do: array

  @doc "The array with another size; what is beyond is cut off or has the default."
  def resize(new_size, {:array, size, max, default, tree})
      when is_integer(new_size) and new_size >= 0 do
    if new_size > size do
      {tree, entries} = grow(new_size - 1, tree, if(max > 0, do: max, else: capacity(size)))
      {:array, new_size, if(max > 0, do: entries, else: 0), default, tree}
    else
      {:array, new_size, max, default, tree}
    end
  end

  def resize(size, array), do: :erlang.error(:badarg, [size, array])

  @doc "The array without the entries at its end that have the default."
  def resize(array), do: resize(sparse_size(array), array)

  # -- entries ---------------------------------------------------------------------------------

  @doc "The value at an index."
  def get(index, {:array, size, max, default, tree}) when is_integer(index) and index >= 0 do
    cond do
      index < size -> get_in_tree(index, tree, default)
      max > 0 -> default
      true -> :erlang.error(:badarg, [index, {:array, size, max, default, tree}])
    end
  end

  def get(index, array), do: :erlang.error(:badarg, [index, array])

  defp get_in_tree(_index, entries, default) when is_integer(entries), do: default

  defp get_in_tree(index, tree, default) when tuple_size(tree) == 11 do
    below = :erlang.element(11, tree)
    get_in_tree(rem(index, below), :erlang.element(div(index, below) + 1, tree), default)
  end

  defp get_in_tree(index, leaf, _default), do: :erlang.element(index + 1, leaf)

  @doc "The array with a value at an index."
  def set(index, value, {:array, size, max, default, tree})
      when is_integer(index) and index >= 0 do
    cond do
      index < size ->
        {:array, size, max, default, set_in_tree(index, value, tree, default)}

      index < max ->
        {:array, index + 1, max, default, set_in_tree(index, value, tree, default)}

      max > 0 ->
        {tree, max} = grow(index, tree, max)
        {:array, index + 1, max, default, set_in_tree(index, value, tree, default)}

      true ->
        :erlang.error(:badarg, [index, value, {:array, size, max, default, tree}])
    end
  end

  def set(index, value, array), do: :erlang.error(:badarg, [index, value, array])

  defp set_in_tree(index, value, entries, default) when is_integer(entries) do
    set_in_tree(index, value, expand(entries, default), default)
  end

  defp set_in_tree(index, value, tree, default) when tuple_size(tree) == 11 do
    below = :erlang.element(11, tree)
    place = div(index, below) + 1
    child = set_in_tree(rem(index, below), value, :erlang.element(place, tree), default)
    :erlang.setelement(place, tree, child)
  end

  defp set_in_tree(index, value, leaf, _default), do: :erlang.setelement(index + 1, leaf, value)

  defp expand(@leaf_size, default), do: :erlang.make_tuple(@leaf_size, default)
  defp expand(entries, _default), do: :erlang.make_tuple(11, div(entries, 10))

  # A tree of so many entries, made high enough for an index.
  defp grow(index, tree, entries) when index < entries, do: {tree, entries}

  defp grow(index, tree, _entries) when is_integer(tree),
    do: {capacity(index + 1), capacity(index + 1)}

  defp grow(index, tree, entries) do
    grow(index, :erlang.setelement(1, :erlang.make_tuple(11, entries), tree), entries * 10)
  end

  @doc "The array with the default at an index."
  def reset(index, {:array, size, max, default, tree} = array)
      when is_integer(index) and index >= 0 do
    cond do
      index < size -> {:array, size, max, default, reset_in_tree(index, tree, default)}
      max > 0 -> array
      true -> :erlang.error(:badarg, [index, array])
    end
  end

  def reset(index, array), do: :erlang.error(:badarg, [index, array])

  defp reset_in_tree(_index, entries, _default) when is_integer(entries), do: entries

  defp reset_in_tree(index, tree, default) when tuple_size(tree) == 11 do
    below = :erlang.element(11, tree)
    place = div(index, below) + 1
    child = reset_in_tree(rem(index, below), :erlang.element(place, tree), default)
    :erlang.setelement(place, tree, child)
  end

  defp reset_in_tree(index, leaf, default), do: :erlang.setelement(index + 1, leaf, default)

  # -- walks -----------------------------------------------------------------------------------

  @doc "The values as a list."
  def to_list(array) do
    check(array, [array])
    foldr(fn _index, value, list -> [value | list] end, [], array)
  end

  @doc "The values that are not the default, as a list."
  def sparse_to_list(array) do
    check(array, [array])
    sparse_foldr(fn _index, value, list -> [value | list] end, [], array)
  end

  @doc "Pairs of index and value, as a list."
  def to_orddict(array) do
    check(array, [array])
    foldr(fn index, value, list -> [{index, value} | list] end, [], array)
  end

  @doc "Pairs of index and value for the values that are not the default, as a list."
  def sparse_to_orddict(array) do
    check(array, [array])
    sparse_foldr(fn index, value, list -> [{index, value} | list] end, [], array)
  end

  @doc "The size that the array would have without the defaults at its end."
  def sparse_size(array) do
    check(array, [array])
    last_set(size(array) - 1, array) + 1
  end

  defp check({:array, _size, _max, _default, _tree}, _arguments), do: :ok
  defp check(_other, arguments), do: :erlang.error(:badarg, arguments)

  defp last_set(-1, _array), do: -1

  defp last_set(index, {:array, _size, _max, default, tree} = array) do
    if get_in_tree(index, tree, default) === default,
      do: last_set(index - 1, array),
      else: index
  end

  @doc "Folds over indexes and values from the first to the last."
  def foldl(fun, acc, {:array, size, _max, default, tree}) when is_function(fun, 3) do
    fold_up(fun, acc, 0, size, tree, default)
  end

  def foldl(fun, acc, array), do: :erlang.error(:badarg, [fun, acc, array])

  defp fold_up(_fun, acc, size, size, _tree, _default), do: acc

  defp fold_up(fun, acc, index, size, tree, default) do
    acc = fun.(index, get_in_tree(index, tree, default), acc)
    fold_up(fun, acc, index + 1, size, tree, default)
  end

  @doc "Folds over indexes and values from the last to the first."
  def foldr(fun, acc, {:array, size, _max, default, tree}) when is_function(fun, 3) do
    fold_down(fun, acc, size - 1, tree, default)
  end

  def foldr(fun, acc, array), do: :erlang.error(:badarg, [fun, acc, array])

  defp fold_down(_fun, acc, -1, _tree, _default), do: acc

  defp fold_down(fun, acc, index, tree, default) do
    acc = fun.(index, get_in_tree(index, tree, default), acc)
    fold_down(fun, acc, index - 1, tree, default)
  end

  @doc "As `foldl/3`, without the entries that have the default."
  def sparse_foldl(fun, acc, {:array, _size, _max, default, _tree} = array)
      when is_function(fun, 3) do
    foldl(sparse(fun, default), acc, array)
  end

  def sparse_foldl(fun, acc, array), do: :erlang.error(:badarg, [fun, acc, array])

  @doc "As `foldr/3`, without the entries that have the default."
  def sparse_foldr(fun, acc, {:array, _size, _max, default, _tree} = array)
      when is_function(fun, 3) do
    foldr(sparse(fun, default), acc, array)
  end

  def sparse_foldr(fun, acc, array), do: :erlang.error(:badarg, [fun, acc, array])

  defp sparse(fun, default) do
    fn index, value, acc -> if value === default, do: acc, else: fun.(index, value, acc) end
  end

  @doc "The array with what `fun` makes of each index and value in place of the value."
  def map(fun, {:array, size, max, default, tree}) when is_function(fun, 2) do
    {:array, size, max, default, map_up(fun, 0, size, tree, default)}
  end

  def map(fun, array), do: :erlang.error(:badarg, [fun, array])

  defp map_up(_fun, size, size, tree, _default), do: tree

  defp map_up(fun, index, size, tree, default) do
    value = fun.(index, get_in_tree(index, tree, default))
    map_up(fun, index + 1, size, set_in_tree(index, value, tree, default), default)
  end

  @doc "As `map/2`, leaving the entries that have the default."
  def sparse_map(fun, {:array, size, max, default, tree}) when is_function(fun, 2) do
    {:array, size, max, default, sparse_map_up(fun, 0, size, tree, default)}
  end

  def sparse_map(fun, array), do: :erlang.error(:badarg, [fun, array])

  defp sparse_map_up(_fun, size, size, tree, _default), do: tree

  defp sparse_map_up(fun, index, size, tree, default) do
    case get_in_tree(index, tree, default) do
      ^default ->
        sparse_map_up(fun, index + 1, size, tree, default)

      value ->
        tree = set_in_tree(index, fun.(index, value), tree, default)
        sparse_map_up(fun, index + 1, size, tree, default)
    end
  end
end
