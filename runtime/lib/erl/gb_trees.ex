defmodule :gb_trees do
  @moduledoc """
  Dictionaries as general balanced trees, sorted by key. Keys are compared with `==`.

  After A. Andersson, "General Balanced Trees" (1999): nothing about balance is stored. A tree
  may grow lopsided until a way down is longer than its size allows; then the smallest part that
  is too deep for its own size is rebuilt. Deleting never deepens a tree, so it never rebuilds.

  A dictionary is `{size, tree}`, a tree `{key, value, smaller, larger}` or `nil`.
  """

  @doc "The empty tree."
  def empty, do: {0, nil}

  @doc "Whether the tree has no key."
  def is_empty({0, nil}), do: true
  def is_empty(_tree), do: false

  @doc "How many keys the tree has."
  def size({size, _tree}) when is_integer(size) and size >= 0, do: size

  @doc "`{:value, value}` of the key, or `:none`."
  def lookup(key, {_size, tree}), do: lookup_1(key, tree)

  defp lookup_1(key, {first, _value, smaller, _larger}) when key < first do
    lookup_1(key, smaller)
  end

  defp lookup_1(key, {first, _value, _smaller, larger}) when key > first,
    do: lookup_1(key, larger)

  defp lookup_1(_key, {_equal, value, _smaller, _larger}), do: {:value, value}
  defp lookup_1(_key, nil), do: :none

  @doc "Whether the tree has the key."
  def is_defined(key, {_size, tree}), do: is_defined_1(key, tree)

  defp is_defined_1(key, {first, _value, smaller, _larger}) when key < first do
    is_defined_1(key, smaller)
  end

  defp is_defined_1(key, {first, _value, _smaller, larger}) when key > first do
    is_defined_1(key, larger)
  end

  defp is_defined_1(_key, {_equal, _value, _smaller, _larger}), do: true
  defp is_defined_1(_key, nil), do: false

  @doc "The value of a key that is there."
  def get(key, {_size, tree}), do: get_1(key, tree)

  defp get_1(key, {first, _value, smaller, _larger}) when key < first, do: get_1(key, smaller)
  defp get_1(key, {first, _value, _smaller, larger}) when key > first, do: get_1(key, larger)
  defp get_1(_key, {_equal, value, _smaller, _larger}), do: value

  @doc "The tree with another value under a key that is there."
  def update(key, value, {size, tree}), do: {size, update_1(key, value, tree)}

  defp update_1(key, value, {first, old, smaller, larger}) when key < first do
    {first, old, update_1(key, value, smaller), larger}
  end

  defp update_1(key, value, {first, old, smaller, larger}) when key > first do
    {first, old, smaller, update_1(key, value, larger)}
  end

  defp update_1(key, value, {_equal, _old, smaller, larger}), do: {key, value, smaller, larger}

  @doc "The tree with the value under a key that is not there yet."
  def insert(key, value, {size, tree}) when is_integer(size) do
    size = size + 1
    {size, insert_1(key, value, tree, size * size)}
  end

  # `room` is halved on the way down. Where none is left the tree is too deep: from there upwards
  # the answer is {tree, 2 to the power of its height, its size}, until a tree is met that is too
  # deep for its own size and is rebuilt.
  defp insert_1(key, value, {first, old, smaller, larger}, room) when key < first do
    case insert_1(key, value, smaller, div(room, 2)) do
      {smaller, power, size} ->
        {other_power, other_size} = count(larger)
        rebuild({first, old, smaller, larger}, power, size, other_power, other_size)

      smaller ->
        {first, old, smaller, larger}
    end
  end

  defp insert_1(key, value, {first, old, smaller, larger}, room) when key > first do
    case insert_1(key, value, larger, div(room, 2)) do
      {larger, power, size} ->
        {other_power, other_size} = count(smaller)
        rebuild({first, old, smaller, larger}, power, size, other_power, other_size)

      larger ->
        {first, old, smaller, larger}
    end
  end

  defp insert_1(key, value, nil, 0), do: {{key, value, nil, nil}, 1, 1}
  defp insert_1(key, value, nil, _room), do: {key, value, nil, nil}
  defp insert_1(key, _value, _equal, _room), do: :erlang.error({:key_exists, key})

  defp rebuild(tree, power, size, other_power, other_size) do
    power = max(power, other_power) * 2
    size = size + other_size + 1
    if power > size * size, do: balance(tree, size), else: {tree, power, size}
  end

  defp count({_key, _value, nil, nil}), do: {1, 1}

  defp count({_key, _value, smaller, larger}) do
    {power1, size1} = count(smaller)
    {power2, size2} = count(larger)
    {max(power1, power2) * 2, size1 + size2 + 1}
  end

  defp count(nil), do: {1, 0}

  @doc "The tree with the value under the key."
  def enter(key, value, tree) do
    case is_defined(key, tree) do
      true -> update(key, value, tree)
      false -> insert(key, value, tree)
    end
  end

  @doc "The tree rebuilt as flat as can be."
  def balance({size, tree}), do: {size, balance(tree, size)}

  defp balance(tree, size), do: build(to_list_1(tree, []), size)

  defp build(pairs, size) do
    {tree, []} = build_part(pairs, size)
    tree
  end

  defp build_part(pairs, size) when size > 1 do
    larger_size = div(size - 1, 2)
    {smaller, [{key, value} | pairs]} = build_part(pairs, size - 1 - larger_size)
    {larger, pairs} = build_part(pairs, larger_size)
    {{key, value, smaller, larger}, pairs}
  end

  defp build_part([{key, value} | pairs], 1), do: {{key, value, nil, nil}, pairs}
  defp build_part(pairs, 0), do: {nil, pairs}

  @doc "The tree of a list of pairs that is sorted by key and has no key twice."
  def from_orddict(pairs) do
    size = length(pairs)
    {size, build(pairs, size)}
  end

  @doc "The tree without a key that is there."
  def delete(key, {size, tree}) when is_integer(size) and size >= 0 do
    {size - 1, delete_1(key, tree)}
  end

  defp delete_1(key, {first, value, smaller, larger}) when key < first do
    {first, value, delete_1(key, smaller), larger}
  end

  defp delete_1(key, {first, value, smaller, larger}) when key > first do
    {first, value, smaller, delete_1(key, larger)}
  end

  defp delete_1(_key, {_equal, _value, smaller, larger}), do: merge(smaller, larger)

  defp merge(smaller, nil), do: smaller
  defp merge(nil, larger), do: larger

  defp merge(smaller, larger) do
    {key, value, larger} = take_smallest_1(larger)
    {key, value, smaller, larger}
  end

  @doc "The tree without the key, which need not be there."
  def delete_any(key, tree) do
    case is_defined(key, tree) do
      true -> delete(key, tree)
      false -> tree
    end
  end

  @doc "The value of a key that is there, and the tree without it."
  def take(key, {size, tree}) when is_integer(size) and size >= 0 do
    {value, tree} = take_1(key, tree)
    {value, {size - 1, tree}}
  end

  defp take_1(key, {first, value, smaller, larger}) when key < first do
    {taken, smaller} = take_1(key, smaller)
    {taken, {first, value, smaller, larger}}
  end

  defp take_1(key, {first, value, smaller, larger}) when key > first do
    {taken, larger} = take_1(key, larger)
    {taken, {first, value, smaller, larger}}
  end

  defp take_1(_key, {_equal, value, smaller, larger}), do: {value, merge(smaller, larger)}

  @doc "`{value, tree}` with the key taken away, or `:error`."
  def take_any(key, tree) do
    case is_defined(key, tree) do
      true -> take(key, tree)
      false -> :error
    end
  end

  @doc "The smallest key with its value, and the tree without it."
  def take_smallest({size, tree}) when is_integer(size) and size >= 0 do
    {key, value, tree} = take_smallest_1(tree)
    {key, value, {size - 1, tree}}
  end

  defp take_smallest_1({key, value, nil, larger}), do: {key, value, larger}

  defp take_smallest_1({key, value, smaller, larger}) do
    {taken_key, taken_value, smaller} = take_smallest_1(smaller)
    {taken_key, taken_value, {key, value, smaller, larger}}
  end

  @doc "The largest key with its value, and the tree without it."
  def take_largest({size, tree}) when is_integer(size) and size >= 0 do
    {key, value, tree} = take_largest_1(tree)
    {key, value, {size - 1, tree}}
  end

  defp take_largest_1({key, value, smaller, nil}), do: {key, value, smaller}

  defp take_largest_1({key, value, smaller, larger}) do
    {taken_key, taken_value, larger} = take_largest_1(larger)
    {taken_key, taken_value, {key, value, smaller, larger}}
  end

  @doc "`{key, value}` of the smallest key."
  def smallest({_size, tree}), do: smallest_1(tree)

  defp smallest_1({key, value, nil, _larger}), do: {key, value}
  defp smallest_1({_key, _value, smaller, _larger}), do: smallest_1(smaller)

  @doc "`{key, value}` of the largest key."
  def largest({_size, tree}), do: largest_1(tree)

  defp largest_1({key, value, _smaller, nil}), do: {key, value}
  defp largest_1({_key, _value, _smaller, larger}), do: largest_1(larger)

  @doc "The pairs as a list, sorted by key."
  def to_list({_size, tree}), do: to_list_1(tree, [])

  defp to_list_1({key, value, smaller, larger}, list) do
    to_list_1(smaller, [{key, value} | to_list_1(larger, list)])
  end

  defp to_list_1(nil, list), do: list

  @doc "The keys as a sorted list."
  def keys({_size, tree}), do: keys_1(tree, [])

  defp keys_1({key, _value, smaller, larger}, list) do
    keys_1(smaller, [key | keys_1(larger, list)])
  end

  defp keys_1(nil, list), do: list

  @doc "The values as a list, sorted by key."
  def values({_size, tree}), do: values_1(tree, [])

  defp values_1({_key, value, smaller, larger}, list) do
    values_1(smaller, [value | values_1(larger, list)])
  end

  defp values_1(nil, list), do: list

  @doc "The trees on the way to the smallest key: what `next/1` takes."
  def iterator({_size, tree}), do: iterator_1(tree, [])

  defp iterator_1({_key, _value, nil, _larger} = tree, trees), do: [tree | trees]

  defp iterator_1({_key, _value, smaller, _larger} = tree, trees) do
    iterator_1(smaller, [tree | trees])
  end

  defp iterator_1(nil, trees), do: trees

  @doc "An iterator that begins with the key, or the next larger one."
  def iterator_from(key, {_size, tree}), do: iterator_from_1(key, tree, [])

  defp iterator_from_1(key, {first, _value, _smaller, larger}, trees) when first < key do
    iterator_from_1(key, larger, trees)
  end

  defp iterator_from_1(_key, {_first, _value, nil, _larger} = tree, trees), do: [tree | trees]

  defp iterator_from_1(key, {_first, _value, smaller, _larger} = tree, trees) do
    iterator_from_1(key, smaller, [tree | trees])
  end

  defp iterator_from_1(_key, nil, trees), do: trees

  @doc "`{key, value, iterator}` of the next key, or `:none`."
  def next([{key, value, _smaller, larger} | trees]) do
    {key, value, iterator_1(larger, trees)}
  end

  def next([]), do: :none

  @doc "The tree with what `fun` makes of each key and value in place of the value."
  def map(fun, {size, tree}) when is_function(fun, 2), do: {size, map_1(fun, tree)}

  defp map_1(_fun, nil), do: nil

  defp map_1(fun, {key, value, smaller, larger}) do
    {key, fun.(key, value), map_1(fun, smaller), map_1(fun, larger)}
  end
end
