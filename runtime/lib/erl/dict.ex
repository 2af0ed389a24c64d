defmodule :dict do
  @moduledoc """
  Dictionaries as hash tables. Keys are compared with `===`.

  Maps have taken their place; these are here for code that is older than maps.
  """

  @doc "The empty dictionary."
  def new, do: :linear_hash.new(:dict)

  @doc "The dictionary of a list's pairs; the last of equal keys wins."
  def from_list(pairs), do: store_all(pairs, new())

  defp store_all([{key, value} | pairs], dict), do: store_all(pairs, store(key, value, dict))
  defp store_all([], dict), do: dict

  @doc "Whether the dictionary has the key."
  def is_key(key, dict), do: find_pair(key, bucket(key, dict)) !== nil

  @doc "The pairs as a list."
  def to_list(dict), do: fold(fn key, value, list -> [{key, value} | list] end, [], dict)

  @doc "How many pairs the dictionary has."
  def size({:dict, size, _, _, _, _, _, _, _}) when is_integer(size) and size >= 0, do: size

  @doc "Whether the dictionary has no pair."
  def is_empty({:dict, size, _, _, _, _, _, _, _}), do: size === 0

  @doc "The value of a key that is there."
  def fetch(key, dict) do
    case find_pair(key, bucket(key, dict)) do
      [_key | value] -> value
      nil -> :erlang.error(:badarg, [key, dict])
    end
  end

  @doc "`{:ok, value}` of the key, or `:error`."
  def find(key, dict) do
    case find_pair(key, bucket(key, dict)) do
      [_key | value] -> {:ok, value}
      nil -> :error
    end
  end

  @doc "The keys as a list."
  def fetch_keys(dict), do: fold(fn key, _value, keys -> [key | keys] end, [], dict)

  # A pair is a cons of key and value.
  defp bucket(key, dict), do: :linear_hash.bucket(dict, :linear_hash.slot(key, dict))

  defp find_pair(key, [[key | _value] = pair | _rest]), do: pair
  defp find_pair(key, [_other | rest]), do: find_pair(key, rest)
  defp find_pair(_key, []), do: nil

  # The bucket with what `change` makes of the key's value, or with the new value at its end, and
  # how many pairs were added.
  defp change_bucket(key, change, _new, [[key | value] | rest]) do
    {[[key | change.(value)] | rest], 0}
  end

  defp change_bucket(key, change, new, [other | rest]) do
    {rest, added} = change_bucket(key, change, new, rest)
    {[other | rest], added}
  end

  defp change_bucket(key, _change, new, []), do: {[[key | new]], 1}

  defp change(key, change, new, dict) do
    slot = :linear_hash.slot(key, dict)
    {bucket, added} = change_bucket(key, change, new, :linear_hash.bucket(dict, slot))
    :linear_hash.grow(:linear_hash.put_bucket(dict, slot, bucket), added, &hd/1)
  end

  @doc "The dictionary with the value under the key."
  def store(key, value, dict), do: change(key, fn _old -> value end, value, dict)

  @doc "The dictionary with the value added to the list under the key."
  def append(key, value, dict), do: change(key, fn old -> old ++ [value] end, [value], dict)

  @doc "The dictionary with the values added to the list under the key."
  def append_list(key, values, dict), do: change(key, fn old -> old ++ values end, values, dict)

  @doc "The dictionary with the number added to the one under the key."
  def update_counter(key, increment, dict) when is_number(increment) do
    change(key, fn old -> old + increment end, increment, dict)
  end

  @doc "The dictionary with `fun.(value)` in place of the value of a key that is there."
  def update(key, fun, dict) do
    case is_key(key, dict) do
      true -> change(key, fun, nil, dict)
      false -> :erlang.error(:badarg, [key, fun, dict])
    end
  end

  @doc "As `update/3`, or with `init` under the key when it is not there."
  def update(key, fun, init, dict) when is_function(fun, 1), do: change(key, fun, init, dict)

  @doc "The dictionary without the key."
  def erase(key, dict) do
    case take(key, dict) do
      {_value, dict} -> dict
      :error -> dict
    end
  end

  @doc "`{value, dict}` with the key taken away, or `:error`."
  def take(key, dict) do
    slot = :linear_hash.slot(key, dict)
    bucket = :linear_hash.bucket(dict, slot)

    case find_pair(key, bucket) do
      [_key | value] = pair ->
        dict = :linear_hash.put_bucket(dict, slot, :lists.delete(pair, bucket))
        {value, :linear_hash.shrink(dict, 1)}

      nil ->
        :error
    end
  end

  @doc "Folds over keys and values."
  def fold(fun, acc, dict) when is_function(fun, 3) do
    check(dict)

    :linear_hash.fold(fn [key | value], acc -> fun.(key, value, acc) end, acc, dict)
  end

  defp check({:dict, _, _, _, _, _, _, _, _}), do: :ok
  defp check(other), do: :erlang.error({:badrecord, other})

  @doc "The dictionary with what `fun` makes of each key and value in place of the value."
  def map(fun, dict) when is_function(fun, 2) do
    check(dict)

    :linear_hash.map_buckets(
      fn bucket -> for [key | value] <- bucket, do: [key | fun.(key, value)] end,
      dict
    )
  end

  @doc "The pairs for which `fun` of key and value is `true`."
  def filter(fun, dict) do
    check(dict)
    :linear_hash.recount(:linear_hash.map_buckets(&filter_bucket(fun, &1), dict))
  end

  defp filter_bucket(fun, [[key | value] = pair | rest]) do
    case fun.(key, value) do
      true -> [pair | filter_bucket(fun, rest)]
      false -> filter_bucket(fun, rest)
    end
  end

  defp filter_bucket(_fun, []), do: []

  @doc "Both dictionaries in one; where both have a key, `fun` is given the key and both values."
  def merge(fun, dict1, dict2) do
    check(dict1)
    check(dict2)

    if size(dict1) < size(dict2) do
      add = fn key, value1, dict -> update(key, &fun.(key, value1, &1), value1, dict) end
      fold(add, dict2, dict1)
    else
      add = fn key, value2, dict -> update(key, &fun.(key, &1, value2), value2, dict) end
      fold(add, dict1, dict2)
    end
  end
end
