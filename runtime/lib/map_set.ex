defmodule MapSet do
  @moduledoc """
  Sets of any terms, compared with `===`.

  The elements are the keys of a map, each with the value `[]`. Treat the struct as opaque and
  compare two sets with `equal?/2`.
  """

  @type value :: term
  @type t(value) :: %__MODULE__{map: %{optional(value) => []}}
  @type t :: t(term)

  # The version is part of the struct so that sets of other layouts can be told apart.
  defstruct map: %{}, version: 2

  @doc "The empty set."
  @spec new :: t
  def new, do: %MapSet{}

  @doc "The set of an enumerable's elements: `MapSet.new([1, 2, 1])` has two."
  @spec new(Enumerable.t()) :: t
  def new(enumerable)
  def new(%__MODULE__{} = map_set), do: map_set
  def new(enumerable), do: from_keys(Enum.to_list(enumerable))

  @doc "The set of what `transform` makes of the elements: `MapSet.new(1..3, &rem(&1, 2))`."
  @spec new(Enumerable.t(), (term -> value)) :: t
  def new(enumerable, transform) when is_function(transform, 1) do
    from_keys(Enum.map(enumerable, transform))
  end

  defp from_keys(keys), do: %MapSet{map: :maps.from_keys(keys, [])}

  @doc "The set without `value`, which need not be in it."
  @spec delete(t, term) :: t
  def delete(%MapSet{map: map} = map_set, value) do
    %{map_set | map: :maps.remove(value, map)}
  end

  @doc "What is in the first set and not in the second."
  @spec difference(t, t) :: t
  def difference(map_set1, map_set2)

  # The smaller side decides: either the few are kept one by one or the few are taken away.
  def difference(%MapSet{map: map1} = map_set1, %MapSet{map: map2})
      when map_size(map1) < map_size(map2) * 2 do
    from_keys_like(map_set1, absent(:maps.keys(map1), map2))
  end

  def difference(%MapSet{map: map1} = map_set1, %MapSet{map: map2}) do
    %{map_set1 | map: remove_all(:maps.keys(map2), map1)}
  end

  defp from_keys_like(map_set, keys), do: %{map_set | map: :maps.from_keys(keys, [])}

  defp absent([key | keys], map) when is_map_key(map, key), do: absent(keys, map)
  defp absent([key | keys], map), do: [key | absent(keys, map)]
  defp absent([], _map), do: []

  defp remove_all([key | keys], map), do: remove_all(keys, :maps.remove(key, map))
  defp remove_all([], map), do: map

  @doc "What is in exactly one of the two sets: of {1, 2} and {2, 3}, 1 and 3."
  @spec symmetric_difference(t, t) :: t
  def symmetric_difference(%MapSet{map: map1} = map_set1, %MapSet{map: map2} = _map_set2) do
    {small, large} = if map_size(map1) > map_size(map2), do: {map2, map1}, else: {map1, map2}
    %{map_set1 | map: toggle(:maps.keys(small), large)}
  end

  defp toggle([key | keys], map) when is_map_key(map, key) do
    toggle(keys, :maps.remove(key, map))
  end

  defp toggle([key | keys], map), do: toggle(keys, :maps.put(key, [], map))
  defp toggle([], map), do: map

  @doc "Whether the two sets have no element in common."
  @spec disjoint?(t, t) :: boolean
  def disjoint?(%MapSet{map: map1}, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) > map_size(map2), do: {map2, map1}, else: {map1, map2}
    none_in?(:maps.keys(small), large)
  end

  defp none_in?([key | _keys], map) when is_map_key(map, key), do: false
  defp none_in?([_key | keys], map), do: none_in?(keys, map)
  defp none_in?([], _map), do: true

  @doc "Whether both sets have the same elements."
  @spec equal?(t, t) :: boolean
  def equal?(%MapSet{map: map1, version: version}, %MapSet{map: map2, version: version}) do
    map1 === map2
  end

  # Sets of different versions hold other values beside the same keys.
  def equal?(%MapSet{} = map_set1, %MapSet{} = map_set2) do
    size(map_set1) == size(map_set2) and subset?(map_set1, map_set2)
  end

  @doc "What is in both sets: of {1, 2} and {2, 3}, 2."
  @spec intersection(t, t) :: t
  def intersection(%MapSet{map: map1} = map_set, %MapSet{map: map2}) do
    {small, large} = if map_size(map1) > map_size(map2), do: {map2, map1}, else: {map1, map2}
    %{map_set | map: :maps.with(:maps.keys(small), large)}
  end

  @doc "Whether `value` is in the set, `1` and `1.0` being different."
  @spec member?(t, term) :: boolean
  def member?(%MapSet{map: map}, value), do: is_map_key(map, value)

  @doc "The set with `value` added."
  @spec put(t, value) :: t
  def put(%MapSet{map: map} = map_set, value) do
    %{map_set | map: :maps.put(value, [], map)}
  end

  @doc "How many elements the set has."
  @spec size(t) :: non_neg_integer
  def size(%MapSet{map: map}), do: map_size(map)

  @doc "Whether every element of the first set is in the second."
  @spec subset?(t, t) :: boolean
  def subset?(%MapSet{map: map1}, %MapSet{map: map2}) do
    map_size(map1) <= map_size(map2) and all_in?(:maps.keys(map1), map2)
  end

  defp all_in?([key | keys], map) when is_map_key(map, key), do: all_in?(keys, map)
  defp all_in?([_key | _keys], _map), do: false
  defp all_in?([], _map), do: true

  @doc "The elements as a list, in no order to rely on."
  @spec to_list(t) :: [value]
  def to_list(%MapSet{map: map}), do: :maps.keys(map)

  @doc "What is in either set."
  @spec union(t, t) :: t
  def union(map_set1, map_set2)

  def union(%MapSet{map: map1, version: version} = map_set, %MapSet{map: map2, version: version}) do
    %{map_set | map: :maps.merge(map1, map2)}
  end

  def union(%MapSet{map: map1}, %MapSet{map: map2}) do
    from_keys(:maps.keys(map1) ++ :maps.keys(map2))
  end

  @doc "The elements for which `fun` is truthy."
  @spec filter(t, (value -> as_boolean(term))) :: t
  def filter(%MapSet{map: map} = map_set, fun) when is_function(fun) do
    from_keys_like(map_set, kept(:maps.next(:maps.iterator(map)), fun))
  end

  defp kept({key, _value, iterator}, fun) do
    if fun.(key),
      do: [key | kept(:maps.next(iterator), fun)],
      else: kept(:maps.next(iterator), fun)
  end

  defp kept(:none, _fun), do: []

  @doc "The elements for which `fun` is falsy."
  @spec reject(t, (value -> as_boolean(term))) :: t
  def reject(%MapSet{map: map} = map_set, fun) when is_function(fun) do
    from_keys_like(map_set, dropped(:maps.next(:maps.iterator(map)), fun))
  end

  defp dropped({key, _value, iterator}, fun) do
    if fun.(key),
      do: dropped(:maps.next(iterator), fun),
      else: [key | dropped(:maps.next(iterator), fun)]
  end

  defp dropped(:none, _fun), do: []
end

defimpl Enumerable, for: MapSet do
  def count(map_set), do: {:ok, MapSet.size(map_set)}
  def member?(map_set, value), do: {:ok, MapSet.member?(map_set, value)}
  def reduce(map_set, acc, fun), do: Enumerable.List.reduce(MapSet.to_list(map_set), acc, fun)
  def slice(map_set), do: {:ok, MapSet.size(map_set), &MapSet.to_list/1}
end

defimpl Collectable, for: MapSet do
  def into(%MapSet{map: map} = map_set) do
    collect = fn
      values, {:cont, value} -> [value | values]
      values, :done -> %{map_set | map: :maps.merge(map, :maps.from_keys(values, []))}
      _values, :halt -> :ok
    end

    {[], collect}
  end
end
