defmodule :sets do
  @moduledoc """
  Sets of any terms, compared with `===`.

  There are two layouts: hash tables, and maps whose values are `[]`, which are asked for with
  the option `version: 2`. A function of two sets takes any mix of both.
  """

  @doc "The empty set, as a hash table."
  def new, do: :linear_hash.new(:set)

  @doc "The empty set in a layout: `:sets.new(version: 2)`."
  def new(options), do: if(version(options) == 2, do: %{}, else: new())

  defp version(options) do
    case :proplists.get_value(:version, options, 1) do
      1 -> 1
      2 -> 2
    end
  end

  @doc "The set of a list's elements, as a hash table."
  def from_list(list), do: add_all(list, new())

  @doc "The set of a list's elements in a layout."
  def from_list(list, options) do
    if version(options) == 2, do: :maps.from_keys(list, []), else: from_list(list)
  end

  @doc "Whether the term is a set of this module."
  def is_set(map) when is_map(map) do
    :lists.all(fn {_key, value} -> value === [] end, :maps.to_list(map))
  end

  def is_set(table), do: is_tuple(table) and tuple_size(table) == 9 and elem(table, 0) === :set

  @doc "How many elements the set has."
  def size(map) when is_map(map), do: map_size(map)
  def size({:set, size, _, _, _, _, _, _, _}), do: size

  @doc "Whether the set has no element."
  def is_empty(map) when is_map(map), do: map_size(map) === 0
  def is_empty({:set, size, _, _, _, _, _, _, _}), do: size === 0

  @doc "The elements as a list."
  def to_list(map) when is_map(map), do: :maps.keys(map)
  def to_list(table), do: fold(fn element, list -> [element | list] end, [], table)

  @doc "Whether the element is in the set."
  def is_element(element, map) when is_map(map), do: is_map_key(map, element)

  def is_element(element, {:set, _, _, _, _, _, _, _, _} = table) do
    member?(element, :linear_hash.bucket(table, :linear_hash.slot(element, table)))
  end

  defp member?(element, [element | _rest]), do: true
  defp member?(element, [_other | rest]), do: member?(element, rest)
  defp member?(_element, []), do: false

  @doc "The set with the element."
  def add_element(element, map) when is_map(map), do: :maps.put(element, [], map)

  def add_element(element, {:set, _, _, _, _, _, _, _, _} = table) do
    slot = :linear_hash.slot(element, table)
    bucket = :linear_hash.bucket(table, slot)

    case member?(element, bucket) do
      true ->
        table

      false ->
        table = :linear_hash.put_bucket(table, slot, [element | bucket])
        :linear_hash.grow(table, 1, & &1)
    end
  end

  @doc "The set without the element."
  def del_element(element, map) when is_map(map), do: :maps.remove(element, map)

  def del_element(element, {:set, _, _, _, _, _, _, _, _} = table) do
    slot = :linear_hash.slot(element, table)
    bucket = :linear_hash.bucket(table, slot)

    case member?(element, bucket) do
      false ->
        table

      true ->
        table = :linear_hash.put_bucket(table, slot, :lists.delete(element, bucket))
        :linear_hash.shrink(table, 1)
    end
  end

  @doc "What is in either set."
  def union(map1, map2) when is_map(map1) and is_map(map2), do: :maps.merge(map1, map2)

  def union(set1, set2) do
    # The smaller is put into the larger.
    if size(set1) < size(set2),
      do: fold(&add_element/2, set2, set1),
      else: fold(&add_element/2, set1, set2)
  end

  @doc "What is in some set of a list."
  def union([set1, set2 | sets]), do: union([union(set1, set2) | sets])
  def union([set]), do: set
  def union([]), do: new()

  @doc "What is in both sets."
  def intersection(map1, map2) when is_map(map1) and is_map(map2), do: :maps.intersect(map1, map2)

  def intersection(set1, set2) do
    if size(set1) < size(set2),
      do: filter(fn element -> is_element(element, set2) end, set1),
      else: filter(fn element -> is_element(element, set1) end, set2)
  end

  @doc "What is in all sets of a list that has some."
  def intersection([set1, set2 | sets]), do: intersection([intersection(set1, set2) | sets])
  def intersection([set]), do: set

  @doc "Whether the sets have no element in common."
  def is_disjoint(set1, set2) do
    {smaller, larger} = if size(set1) < size(set2), do: {set1, set2}, else: {set2, set1}
    :lists.all(fn element -> not is_element(element, larger) end, to_list(smaller))
  end

  @doc "What is in the first set and not in the second."
  def subtract(set1, set2), do: filter(fn element -> not is_element(element, set2) end, set1)

  @doc "Whether every element of the first set is in the second."
  def is_subset(set1, set2) do
    :lists.all(fn element -> is_element(element, set2) end, to_list(set1))
  end

  @doc "Folds over the elements."
  def fold(fun, acc, map) when is_map(map) and is_function(fun, 2) do
    fold_keys(fun, acc, :maps.next(:maps.iterator(map)))
  end

  def fold(fun, acc, {:set, _, _, _, _, _, _, _, _} = table) when is_function(fun, 2) do
    :linear_hash.fold(fun, acc, table)
  end

  defp fold_keys(fun, acc, {key, _value, iterator}) do
    fold_keys(fun, fun.(key, acc), :maps.next(iterator))
  end

  defp fold_keys(_fun, acc, :none), do: acc

  @doc "The elements for which `fun` is `true`."
  def filter(fun, map) when is_map(map) and is_function(fun, 1) do
    :maps.from_keys(filter_keys(fun, :maps.next(:maps.iterator(map))), [])
  end

  def filter(fun, {:set, _, _, _, _, _, _, _, _} = table) when is_function(fun, 1) do
    filtered = :linear_hash.map_buckets(&filter_bucket(fun, &1, []), table)
    :linear_hash.recount(filtered)
  end

  # What is left of a bucket is reversed.
  defp filter_bucket(fun, [element | rest], kept) do
    case fun.(element) do
      true -> filter_bucket(fun, rest, [element | kept])
      false -> filter_bucket(fun, rest, kept)
    end
  end

  defp filter_bucket(_fun, [], kept), do: kept

  defp filter_keys(fun, {key, _value, iterator}) do
    case fun.(key) do
      true -> [key | filter_keys(fun, :maps.next(iterator))]
      false -> filter_keys(fun, :maps.next(iterator))
    end
  end

  defp filter_keys(_fun, :none), do: []

  defp add_all([element | list], set), do: add_all(list, add_element(element, set))
  defp add_all([], set), do: set
end
