defmodule :maps do
  @moduledoc """
  Erlang's functions on maps: those that take a fun, and those made of others.

  What looks into a map's layout is built in: `get`, `find`, `put`, `remove`, `update`, `take`,
  `merge`, `keys`, `values`, `to_list`, `from_list`, `from_keys`, `is_key`, `size`, `iterator`
  and `next`. All walks here are made with `next/1`: in a map of more than 32 keys its order is
  the reverse of that of `to_list/1`, and is what callers see their fun called in.
  """

  # Arguments that are no good are told by their faults. The error is raised in the public
  # function itself, as in the original.

  @doc "The empty map."
  @spec new :: map
  def new, do: %{}

  @doc "Folds over keys and values: `:maps.fold(fn _k, v, acc -> v + acc end, 0, %{a: 1})`."
  @spec fold((term, term, acc -> acc), acc, map | term) :: acc when acc: term
  def fold(fun, acc, map) when is_map(map) and is_function(fun, 3) do
    fold_1(fun, acc, :maps.next(:maps.iterator(map)))
  end

  def fold(fun, acc, iterator) when is_function(fun, 3) do
    case first(iterator) do
      :bad -> :erlang.error({:badmap, iterator}, [fun, acc, iterator])
      next -> fold_1(fun, acc, next)
    end
  end

  def fold(fun, acc, map) do
    faults = [:argument_faults.fun(fun, 3), nil, :argument_faults.map_or_iterator(map)]
    :erlang.error(:badarg, [fun, acc, map], :argument_faults.info(faults))
  end

  defp fold_1(fun, acc, {key, value, iterator}) do
    fold_1(fun, fun.(key, value, acc), :maps.next(iterator))
  end

  defp fold_1(_fun, acc, :none), do: acc

  # The first pair of a map, or of an iterator, which may be what next/1 has left already.
  defp first(map) when is_map(map), do: :maps.next(:maps.iterator(map))
  defp first({_key, _value, _iterator} = next), do: next
  defp first(:none), do: :none

  defp first([path | map] = iterator) when is_map(map) and (is_integer(path) or is_list(path)) do
    :maps.next(iterator)
  end

  defp first(_other), do: :bad

  @doc "Calls `fun` with each key and value, for its effect."
  @spec foreach((term, term -> term), map | term) :: :ok
  def foreach(fun, map) when is_function(fun, 2) do
    case first(map) do
      :bad -> :erlang.error({:badmap, map}, [fun, map])
      next -> foreach_1(fun, next)
    end
  end

  def foreach(fun, map) do
    faults = [:argument_faults.fun(fun, 2), :argument_faults.map_or_iterator(map)]
    :erlang.error(:badarg, [fun, map], :argument_faults.info(faults))
  end

  defp foreach_1(fun, {key, value, iterator}) do
    fun.(key, value)
    foreach_1(fun, :maps.next(iterator))
  end

  defp foreach_1(_fun, :none), do: :ok

  @doc "The map with what `fun` makes of each key and value in place of the value."
  @spec map((term, term -> term), map | term) :: map
  def map(fun, map) when is_function(fun, 2) do
    case first(map) do
      :bad -> :erlang.error({:badmap, map}, [fun, map])
      next -> :maps.from_list(map_1(fun, next))
    end
  end

  def map(fun, map) do
    faults = [:argument_faults.fun(fun, 2), :argument_faults.map_or_iterator(map)]
    :erlang.error(:badarg, [fun, map], :argument_faults.info(faults))
  end

  defp map_1(fun, {key, value, iterator}) do
    [{key, fun.(key, value)} | map_1(fun, :maps.next(iterator))]
  end

  defp map_1(_fun, :none), do: []

  @doc "The pairs for which `fun` is `true`."
  @spec filter((term, term -> boolean), map | term) :: map
  def filter(fun, map) when is_function(fun, 2) do
    case first(map) do
      :bad -> :erlang.error({:badmap, map}, [fun, map])
      next -> :maps.from_list(filter_1(fun, next))
    end
  end

  def filter(fun, map) do
    faults = [:argument_faults.fun(fun, 2), :argument_faults.map_or_iterator(map)]
    :erlang.error(:badarg, [fun, map], :argument_faults.info(faults))
  end

  defp filter_1(fun, {key, value, iterator}) do
    case fun.(key, value) do
      true -> [{key, value} | filter_1(fun, :maps.next(iterator))]
      false -> filter_1(fun, :maps.next(iterator))
    end
  end

  defp filter_1(_fun, :none), do: []

  @doc "Filters and maps: `fun` answers `true`, `false` or `{true, new_value}`."
  @spec filtermap((term, term -> boolean | {true, term}), map | term) :: map
  def filtermap(fun, map) when is_function(fun, 2) do
    case first(map) do
      :bad -> :erlang.error({:badmap, map}, [fun, map])
      next -> :maps.from_list(filtermap_1(fun, next))
    end
  end

  def filtermap(fun, map) do
    faults = [:argument_faults.fun(fun, 2), :argument_faults.map_or_iterator(map)]
    :erlang.error(:badarg, [fun, map], :argument_faults.info(faults))
  end

  defp filtermap_1(fun, {key, value, iterator}) do
    case fun.(key, value) do
      true -> [{key, value} | filtermap_1(fun, :maps.next(iterator))]
      {true, new} -> [{key, new} | filtermap_1(fun, :maps.next(iterator))]
      false -> filtermap_1(fun, :maps.next(iterator))
    end
  end

  defp filtermap_1(_fun, :none), do: []

  @doc "The map of those keys in the list that the map has."
  @spec with(list, map) :: map
  def with(keys, map) when is_list(keys) and is_map(map), do: :maps.from_list(with_1(keys, map))

  def with(keys, map) when is_map(map) do
    :erlang.error(:badarg, [keys, map], :argument_faults.info([:argument_faults.list(keys)]))
  end

  def with(keys, map), do: :erlang.error({:badmap, map}, [keys, map])

  defp with_1([key | keys], map) do
    case map do
      %{^key => value} -> [{key, value} | with_1(keys, map)]
      %{} -> with_1(keys, map)
    end
  end

  defp with_1([], _map), do: []

  @doc "The map without the keys in the list."
  @spec without(list, map) :: map
  def without(keys, map) when is_list(keys) and is_map(map), do: without_1(keys, map)

  def without(keys, map) when is_map(map) do
    :erlang.error(:badarg, [keys, map], :argument_faults.info([:argument_faults.list(keys)]))
  end

  def without(keys, map), do: :erlang.error({:badmap, map}, [keys, map])

  defp without_1([key | keys], map), do: without_1(keys, :maps.remove(key, map))
  defp without_1([], map), do: map

  @doc "The map with `fun.(value)` in place of the key's value; raises when it has none."
  @spec update_with(term, (term -> term), map) :: map
  def update_with(key, fun, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> :erlang.error({:badkey, key}, [key, fun, map])
    end
  end

  def update_with(key, fun, map) when is_map(map) do
    :erlang.error(
      :badarg,
      [key, fun, map],
      :argument_faults.info([nil, :argument_faults.fun(fun, 1)])
    )
  end

  def update_with(key, fun, map), do: :erlang.error({:badmap, map}, [key, fun, map])

  @doc "As `update_with/3`, or with `init` under the key when the map does not have it."
  @spec update_with(term, (term -> term), term, map) :: map
  def update_with(key, fun, init, map) when is_function(fun, 1) and is_map(map) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> :maps.put(key, init, map)
    end
  end

  def update_with(key, fun, init, map) when is_map(map) do
    :erlang.error(
      :badarg,
      [key, fun, init, map],
      :argument_faults.info([nil, :argument_faults.fun(fun, 1)])
    )
  end

  def update_with(key, fun, init, map),
    do: :erlang.error({:badmap, map}, [key, fun, init, map])

  @doc "Both maps in one; where both have a key, `fun` is given the key and both values."
  @spec merge_with((term, term, term -> term), map, map) :: map
  def merge_with(fun, map1, map2)
      when is_map(map1) and is_map(map2) and is_function(fun, 3) do
    # The smaller is walked and put into the larger.
    if map_size(map1) > map_size(map2),
      do: merge_second(:maps.next(:maps.iterator(map2)), map1, fun),
      else: merge_first(:maps.next(:maps.iterator(map1)), map2, fun)
  end

  def merge_with(fun, map1, map2) do
    faults = [
      :argument_faults.fun(fun, 3),
      :argument_faults.map(map1),
      :argument_faults.map(map2)
    ]

    :erlang.error(
      reason_of_maps(fun, map1, map2),
      [fun, map1, map2],
      :argument_faults.info(faults)
    )
  end

  defp merge_second({key, value2, iterator}, map1, fun) do
    case map1 do
      %{^key => value1} ->
        merge_second(:maps.next(iterator), :maps.put(key, fun.(key, value1, value2), map1), fun)

      %{} ->
        merge_second(:maps.next(iterator), :maps.put(key, value2, map1), fun)
    end
  end

  defp merge_second(:none, map1, _fun), do: map1

  defp merge_first({key, value1, iterator}, map2, fun) do
    case map2 do
      %{^key => value2} ->
        merge_first(:maps.next(iterator), :maps.put(key, fun.(key, value1, value2), map2), fun)

      %{} ->
        merge_first(:maps.next(iterator), :maps.put(key, value1, map2), fun)
    end
  end

  defp merge_first(:none, map2, _fun), do: map2

  # Of a bad fun and a bad map the fun is what is wrong, of two bad maps the first.
  defp reason_of_maps(fun, _map1, _map2) when not is_function(fun, 3), do: :badarg
  defp reason_of_maps(_fun, map1, map2) when is_map(map1), do: {:badmap, map2}
  defp reason_of_maps(_fun, map1, _map2), do: {:badmap, map1}

  @doc "The pairs of the second map whose keys are in the first as well."
  @spec intersect(map, map) :: map
  def intersect(map1, map2) when is_map(map1) and is_map(map2) do
    if map_size(map1) <= map_size(map2),
      do: :maps.from_list(values_of(:maps.next(:maps.iterator(map1)), map2)),
      else: :maps.from_list(pairs_in(:maps.next(:maps.iterator(map2)), map1))
  end

  def intersect(map1, map2) when is_map(map1),
    do: :erlang.error({:badmap, map2}, [map1, map2])

  def intersect(map1, map2), do: :erlang.error({:badmap, map1}, [map1, map2])

  defp values_of({key, _value, iterator}, map) do
    case map do
      %{^key => value} -> [{key, value} | values_of(:maps.next(iterator), map)]
      %{} -> values_of(:maps.next(iterator), map)
    end
  end

  defp values_of(:none, _map), do: []

  defp pairs_in({key, value, iterator}, map) when is_map_key(map, key) do
    [{key, value} | pairs_in(:maps.next(iterator), map)]
  end

  defp pairs_in({_key, _value, iterator}, map), do: pairs_in(:maps.next(iterator), map)
  defp pairs_in(:none, _map), do: []

  @doc "The keys that both maps have, each with what `fun` makes of key and both values."
  @spec intersect_with((term, term, term -> term), map, map) :: map
  def intersect_with(fun, map1, map2)
      when is_map(map1) and is_map(map2) and is_function(fun, 3) do
    if map_size(map1) <= map_size(map2),
      do: :maps.from_list(combine_first(:maps.next(:maps.iterator(map1)), map2, fun)),
      else: :maps.from_list(combine_second(:maps.next(:maps.iterator(map2)), map1, fun))
  end

  def intersect_with(fun, map1, map2) do
    faults = [
      :argument_faults.fun(fun, 3),
      :argument_faults.map(map1),
      :argument_faults.map(map2)
    ]

    :erlang.error(
      reason_of_maps(fun, map1, map2),
      [fun, map1, map2],
      :argument_faults.info(faults)
    )
  end

  defp combine_first({key, value1, iterator}, map2, fun) do
    case map2 do
      %{^key => value2} ->
        [{key, fun.(key, value1, value2)} | combine_first(:maps.next(iterator), map2, fun)]

      %{} ->
        combine_first(:maps.next(iterator), map2, fun)
    end
  end

  defp combine_first(:none, _map2, _fun), do: []

  defp combine_second({key, value2, iterator}, map1, fun) do
    case map1 do
      %{^key => value1} ->
        [{key, fun.(key, value1, value2)} | combine_second(:maps.next(iterator), map1, fun)]

      %{} ->
        combine_second(:maps.next(iterator), map1, fun)
    end
  end

  defp combine_second(:none, _map1, _fun), do: []

  @doc "The elements of a list, in lists under what `key_fun` makes of them."
  @spec groups_from_list((term -> term), list) :: map
  def groups_from_list(key_fun, list) when is_function(key_fun, 1) and length(list) >= 0 do
    # From the last to the first, so that the groups need not be reversed.
    groups(:lists.reverse(list), key_fun, %{})
  end

  def groups_from_list(key_fun, list) do
    faults = [:argument_faults.fun(key_fun, 1), :argument_faults.list(list)]
    :erlang.error(:badarg, [key_fun, list], :argument_faults.info(faults))
  end

  defp groups([element | rest], key_fun, groups) do
    groups(rest, key_fun, add_to_group(key_fun.(element), element, groups))
  end

  defp groups([], _key_fun, groups), do: groups

  defp add_to_group(key, value, groups) do
    case groups do
      %{^key => values} -> :maps.put(key, [value | values], groups)
      %{} -> :maps.put(key, [value], groups)
    end
  end

  @doc "What `value_fun` makes of the elements, in lists under what `key_fun` makes of them."
  @spec groups_from_list((term -> term), (term -> term), list) :: map
  def groups_from_list(key_fun, value_fun, list)
      when is_function(key_fun, 1) and is_function(value_fun, 1) and length(list) >= 0,
      do: groups(:lists.reverse(list), key_fun, value_fun, %{})

  def groups_from_list(key_fun, value_fun, list) do
    faults = [
      :argument_faults.fun(key_fun, 1),
      :argument_faults.fun(value_fun, 1),
      :argument_faults.list(list)
    ]

    :erlang.error(:badarg, [key_fun, value_fun, list], :argument_faults.info(faults))
  end

  defp groups([element | rest], key_fun, value_fun, groups) do
    groups = add_to_group(key_fun.(element), value_fun.(element), groups)
    groups(rest, key_fun, value_fun, groups)
  end

  defp groups([], _key_fun, _value_fun, groups), do: groups
end
