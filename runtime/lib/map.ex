defmodule Map do
  @moduledoc """
  Functions on maps: `%{key => value}`, any term being a key, compared with `===`.

  A map of more than 32 keys has no order to rely on. To change a key that must exist, write
  `%{map | key: value}`.
  """

  @type key :: any
  @type value :: any

  @doc "The keys as a list: `Map.keys(%{a: 1})` is `[:a]`."
  @spec keys(map) :: [key]
  def keys(map), do: :maps.keys(map)

  @doc "The values as a list, in the order of `keys/1`: `Map.values(%{a: 1})` is `[1]`."
  @spec values(map) :: [value]
  def values(map), do: :maps.values(map)

  @doc "The key-value pairs as a list: `Map.to_list(%{a: 1})` is `[a: 1]`."
  @spec to_list(map) :: [{term, term}]
  def to_list(map), do: :maps.to_list(map)

  @doc "The empty map."
  @spec new :: map
  def new, do: %{}

  @doc "The map of an enumerable's pairs; the last of equal keys wins: `Map.new(a: 1)`."
  @spec new(Enumerable.t()) :: map
  def new(enumerable)
  def new(list) when is_list(list), do: :maps.from_list(list)
  def new(%_{} = enumerable), do: new_from_enum(enumerable)
  def new(%{} = map), do: map
  def new(enumerable), do: new_from_enum(enumerable)

  defp new_from_enum(enumerable), do: :maps.from_list(Enum.to_list(enumerable))

  @doc """
  The map of the pairs that `transform` makes of the elements.

      Map.new([:a, :b], &{&1, 1})  # => %{a: 1, b: 1}
  """
  @spec new(Enumerable.t(), (term -> {key, value})) :: map
  def new(enumerable, transform), do: new_from_enum(enumerable, transform)

  defp new_from_enum(enumerable, transform) when is_function(transform, 1) do
    :maps.from_list(Enum.map(enumerable, transform))
  end

  @doc "The map that gives every key of a list the same value."
  @spec from_keys([key], value) :: map
  def from_keys(keys, value), do: :maps.from_keys(keys, value)

  @doc "Whether the map has the key; in guards, `is_map_key/2`."
  @spec has_key?(map, key) :: boolean
  def has_key?(map, key), do: :maps.is_key(key, map)

  @doc "`{:ok, value}` of the key, or `:error`."
  @spec fetch(map, key) :: {:ok, value} | :error
  def fetch(map, key), do: :maps.find(key, map)

  @doc "The value of the key; raises `KeyError` when there is none."
  @spec fetch!(map, key) :: value
  def fetch!(map, key), do: :maps.get(key, map)

  @doc "The map with `fun.()` put under the key, if the map does not have it."
  @spec put_new_lazy(map, key, (() -> value)) :: map
  def put_new_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => _value} -> map
      %{} -> :maps.put(key, fun.(), map)
      other -> :erlang.error({:badmap, other}, [map, key, fun])
    end
  end

  @doc "The map with the value put under the key, if the map does not have it."
  @spec put_new(map, key, value) :: map
  def put_new(map, key, value) do
    case map do
      %{^key => _value} -> map
      %{} -> :maps.put(key, value, map)
      other -> :erlang.error({:badmap, other}, [map, key, value])
    end
  end

  @doc "The map with the value put under the key, if the map has it already."
  @spec replace(map, key, value) :: map
  def replace(map, key, value) do
    case map do
      %{^key => _value} -> :maps.put(key, value, map)
      %{} -> map
      other -> :erlang.error({:badmap, other}, [map, key, value])
    end
  end

  @doc "As `replace/3`, but raises `KeyError` when the map does not have the key."
  @spec replace!(map, key, value) :: map
  def replace!(map, key, value), do: :maps.update(key, value, map)

  @doc "The map with `fun.(value)` in place of the key's value, if the map has the key."
  @spec replace_lazy(map, key, (value -> value)) :: map
  def replace_lazy(map, key, fun) when is_map(map) and is_function(fun, 1) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> map
    end
  end

  @doc "The map of those keys in the list that the map has."
  @spec take(map, [key]) :: map
  def take(map, keys)
  def take(map, keys) when is_map(map) and is_list(keys), do: take(keys, map, [])

  def take(map, keys) when is_map(map) do
    warn_of_keys("take")
    take(Enum.to_list(keys), map, [])
  end

  def take(non_map, keys), do: :erlang.error({:badmap, non_map}, [non_map, keys])

  defp take([key | keys], map, pairs) do
    case map do
      %{^key => value} -> take(keys, map, [{key, value} | pairs])
      %{} -> take(keys, map, pairs)
    end
  end

  defp take([], _map, pairs), do: :maps.from_list(pairs)

  defp warn_of_keys(name) do
    IO.warn(
      "Map.#{name}/2 with an Enumerable of keys that is not a list is deprecated. " <>
        " Use a list of keys instead."
    )
  end

  @doc "The value of the key, or the default: `Map.get(%{a: 1}, :b, 0)` is `0`."
  @spec get(map, key, value) :: value
  def get(map, key, default \\ nil) do
    case map do
      %{^key => value} -> value
      %{} -> default
      other -> :erlang.error({:badmap, other}, [map, key, default])
    end
  end

  @doc "The value of the key, or `fun.()`."
  @spec get_lazy(map, key, (() -> value)) :: value
  def get_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> value
      %{} -> fun.()
      other -> :erlang.error({:badmap, other}, [map, key, fun])
    end
  end

  @doc "The map with the value under the key: `Map.put(%{}, :a, 1)` is `%{a: 1}`."
  @spec put(map, key, value) :: map
  def put(map, key, value), do: :maps.put(key, value, map)

  @doc "The map without the key, which need not be there."
  @spec delete(map, key) :: map
  def delete(map, key), do: :maps.remove(key, map)

  @doc "Both maps in one; the second wins: `Map.merge(%{a: 1}, %{a: 2})` is `%{a: 2}`."
  @spec merge(map, map) :: map
  def merge(map1, map2), do: :maps.merge(map1, map2)

  @doc """
  Both maps in one; where both have a key, `fun` is given the key and both values.

      Map.merge(%{a: 1}, %{a: 2}, fn _key, one, two -> one + two end)  # => %{a: 3}
  """
  @spec merge(map, map, (key, value, value -> value)) :: map
  def merge(map1, map2, fun) when is_function(fun, 3) do
    :maps.merge_with(fun, map1, map2)
  end

  @doc """
  The map with `fun.(value)` in place of the key's value, or with `default` if it has none.

      Map.update(%{a: 1}, :a, 0, &(&1 + 1))  # => %{a: 2}
  """
  @spec update(map, key, value, (value -> value)) :: map
  def update(map, key, default, fun) when is_function(fun, 1) do
    case map do
      %{^key => value} -> :maps.put(key, fun.(value), map)
      %{} -> :maps.put(key, default, map)
      other -> :erlang.error({:badmap, other}, [map, key, default, fun])
    end
  end

  @doc "The key's value or the default, and the map without the key."
  @spec pop(map, key, value) :: {value, map}
  def pop(map, key, default \\ nil) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> {default, map}
      other -> :erlang.error({:badmap, other}, [map, key, default])
    end
  end

  @doc "As `pop/2`, but raises `KeyError` when the map does not have the key."
  @spec pop!(map, key) :: {value, map}
  def pop!(map, key) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> raise KeyError, key: key, term: map
      other -> :erlang.error({:badmap, other}, [map, key])
    end
  end

  @doc "The key's value or `fun.()`, and the map without the key."
  @spec pop_lazy(map, key, (() -> value)) :: {value, map}
  def pop_lazy(map, key, fun) when is_function(fun, 0) do
    case map do
      %{^key => value} -> {value, :maps.remove(key, map)}
      %{} -> {fun.(), map}
      other -> :erlang.error({:badmap, other}, [map, key, fun])
    end
  end

  @doc "The map without the keys in the list: `Map.drop(%{a: 1, b: 2}, [:b])` is `%{a: 1}`."
  @spec drop(map, [key]) :: map
  def drop(map, keys)
  def drop(map, keys) when is_map(map) and is_list(keys), do: drop_keys(keys, map)

  def drop(map, keys) when is_map(map) do
    warn_of_keys("drop")
    drop_keys(Enum.to_list(keys), map)
  end

  def drop(non_map, keys), do: :erlang.error({:badmap, non_map}, [non_map, keys])

  defp drop_keys([key | keys], map), do: drop_keys(keys, :maps.remove(key, map))
  defp drop_keys([], map), do: map

  @doc "Two maps: that of the keys in the list, and that of all the others."
  @spec split(map, [key]) :: {map, map}
  def split(map, keys)
  def split(map, keys) when is_map(map) and is_list(keys), do: split(keys, [], map)

  def split(map, keys) when is_map(map) do
    warn_of_keys("split")
    split(Enum.to_list(keys), [], map)
  end

  def split(non_map, keys), do: :erlang.error({:badmap, non_map}, [non_map, keys])

  defp split([key | keys], taken, rest) do
    case rest do
      %{^key => value} -> split(keys, [{key, value} | taken], :maps.remove(key, rest))
      %{} -> split(keys, taken, rest)
    end
  end

  defp split([], taken, rest), do: {:maps.from_list(taken), rest}

  @doc "As `update/4`, but raises `KeyError` when the map does not have the key."
  @spec update!(map, key, (value -> value)) :: map
  def update!(map, key, fun) when is_function(fun, 1) do
    value = :maps.get(key, map)
    :maps.put(key, fun.(value), map)
  end

  @doc """
  Gets a value and updates it in one pass.

  `fun` is given the current value or `nil` and answers `{get, new_value}`, or `:pop` to take
  the key away.

      Map.get_and_update(%{a: 1}, :a, &{&1, &1 + 1})  # => {1, %{a: 2}}
  """
  @spec get_and_update(map, key, (value | nil -> {term, value} | :pop)) :: {term, map}
  def get_and_update(map, key, fun) when is_function(fun, 1) do
    current = get(map, key)
    get_and_update(fun.(current), current, map, key)
  end

  defp get_and_update({get, update}, _current, map, key), do: {get, :maps.put(key, update, map)}
  defp get_and_update(:pop, current, map, key), do: {current, :maps.remove(key, map)}

  defp get_and_update(other, _current, _map, _key) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end

  @doc "As `get_and_update/3`, but raises `KeyError` when the map does not have the key."
  @spec get_and_update!(map, key, (value -> {term, value} | :pop)) :: {term, map}
  def get_and_update!(map, key, fun) when is_function(fun, 1) do
    value = :maps.get(key, map)
    get_and_update(fun.(value), value, map, key)
  end

  @doc "The fields of a struct, or of a struct's module, as a map without the struct's name."
  @spec from_struct(atom | struct) :: map
  def from_struct(struct)
  def from_struct(module) when is_atom(module), do: :maps.remove(:__struct__, module.__struct__())
  def from_struct(%_{} = struct), do: :maps.remove(:__struct__, struct)

  @doc "Whether both maps have the same keys with the same values, by `===`."
  @spec equal?(map, map) :: boolean
  def equal?(map1, map2)
  def equal?(%{} = map1, %{} = map2), do: map1 === map2
  def equal?(%{} = map1, map2), do: :erlang.error({:badmap, map2}, [map1, map2])
  def equal?(term, other), do: :erlang.error({:badmap, term}, [term, other])

  @doc false
  @deprecated "Use Kernel.map_size/1 instead"
  def size(map), do: map_size(map)

  @doc "The pairs for which `fun` is truthy: `Map.filter(%{a: 1}, fn {_k, v} -> v > 0 end)`."
  @spec filter(map, ({key, value} -> as_boolean(term))) :: map
  def filter(map, fun) when is_map(map) and is_function(fun, 1) do
    filter_pairs(:maps.next(:maps.iterator(map)), fun, [])
  end

  defp filter_pairs({key, value, iterator}, fun, pairs) do
    pair = {key, value}

    if fun.(pair),
      do: filter_pairs(:maps.next(iterator), fun, [pair | pairs]),
      else: filter_pairs(:maps.next(iterator), fun, pairs)
  end

  defp filter_pairs(:none, _fun, pairs), do: :maps.from_list(pairs)

  @doc "The pairs for which `fun` is falsy: `Map.reject(%{a: 1}, fn {_k, v} -> v > 0 end)`."
  @spec reject(map, ({key, value} -> as_boolean(term))) :: map
  def reject(map, fun) when is_map(map) and is_function(fun, 1) do
    reject_pairs(:maps.next(:maps.iterator(map)), fun, [])
  end

  defp reject_pairs({key, value, iterator}, fun, pairs) do
    pair = {key, value}

    if fun.(pair),
      do: reject_pairs(:maps.next(iterator), fun, pairs),
      else: reject_pairs(:maps.next(iterator), fun, [pair | pairs])
  end

  defp reject_pairs(:none, _fun, pairs), do: :maps.from_list(pairs)

  @doc false
  @deprecated "Use Map.new/2 instead (invoke Map.from_struct/1 before if you have a struct)"
  def map(map, fun) when is_map(map) do
    map_pairs(:maps.next(:maps.iterator(map)), fun, [])
  end

  defp map_pairs({key, value, iterator}, fun, pairs) do
    map_pairs(:maps.next(iterator), fun, [{key, fun.({key, value})} | pairs])
  end

  defp map_pairs(:none, _fun, pairs), do: :maps.from_list(pairs)
end
