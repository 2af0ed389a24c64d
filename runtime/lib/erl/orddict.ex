defmodule :orddict do
  @moduledoc """
  Dictionaries as lists of pairs, sorted by key. Keys are compared with `==`, so `1` and `1.0`
  are the same.
  """

  @doc "The empty dictionary."
  def new, do: []

  @doc "Whether the dictionary has the key."
  def is_key(key, [{first, _value} | _rest]) when key < first, do: false
  def is_key(key, [{first, _value} | rest]) when key > first, do: is_key(key, rest)
  def is_key(_key, [{_equal, _value} | _rest]), do: true
  def is_key(_key, []), do: false

  @doc "The pairs as a list."
  def to_list(dict), do: dict

  @doc "The dictionary of a list's pairs; the last of equal keys wins."
  def from_list([]), do: []
  def from_list([{_key, _value}] = pairs), do: pairs
  def from_list(pairs), do: :lists.ukeysort(1, reverse_pairs(pairs, []))

  defp reverse_pairs([{_key, _value} = pair | pairs], reversed) do
    reverse_pairs(pairs, [pair | reversed])
  end

  defp reverse_pairs([], reversed), do: reversed

  @doc "How many pairs the dictionary has."
  def size(dict), do: length(dict)

  @doc "Whether the dictionary has no pair."
  def is_empty([]), do: true
  def is_empty([_ | _]), do: false

  @doc "The value of a key that is there."
  def fetch(key, [{first, _value} | dict]) when key > first, do: fetch(key, dict)
  def fetch(key, [{first, value} | _dict]) when key == first, do: value

  @doc "`{:ok, value}` of the key, or `:error`."
  def find(key, [{first, _value} | _rest]) when key < first, do: :error
  def find(key, [{first, _value} | rest]) when key > first, do: find(key, rest)
  def find(_key, [{_equal, value} | _rest]), do: {:ok, value}
  def find(_key, []), do: :error

  @doc "The keys as a list."
  def fetch_keys([{key, _value} | dict]), do: [key | fetch_keys(dict)]
  def fetch_keys([]), do: []

  @doc "The dictionary without the key."
  def erase(key, [{first, _value} | _rest] = dict) when key < first, do: dict
  def erase(key, [{first, _value} = pair | rest]) when key > first, do: [pair | erase(key, rest)]
  def erase(_key, [{_equal, _value} | rest]), do: rest
  def erase(_key, []), do: []

  @doc "`{value, dict}` with the key taken away, or `:error`."
  def take(key, dict), do: take(key, dict, [])

  defp take(key, [{first, _value} | _rest], _passed) when key < first, do: :error

  defp take(key, [{first, _value} = pair | rest], passed) when key > first do
    take(key, rest, [pair | passed])
  end

  defp take(_key, [{_equal, value} | rest], passed), do: {value, :lists.reverse(passed, rest)}
  defp take(_key, [], _passed), do: :error

  @doc "The dictionary with the value under the key."
  def store(key, value, [{first, _old} | _rest] = dict) when key < first,
    do: [{key, value} | dict]

  def store(key, value, [{first, _old} = pair | rest]) when key > first do
    [pair | store(key, value, rest)]
  end

  def store(key, value, [{_equal, _old} | rest]), do: [{key, value} | rest]
  def store(key, value, []), do: [{key, value}]

  @doc "The dictionary with the value added to the list under the key."
  def append(key, value, [{first, _old} | _rest] = dict) when key < first do
    [{key, [value]} | dict]
  end

  def append(key, value, [{first, _old} = pair | rest]) when key > first do
    [pair | append(key, value, rest)]
  end

  def append(key, value, [{_equal, old} | rest]), do: [{key, old ++ [value]} | rest]
  def append(key, value, []), do: [{key, [value]}]

  @doc "The dictionary with the values added to the list under the key."
  def append_list(key, values, [{first, _old} | _rest] = dict) when key < first do
    [{key, values} | dict]
  end

  def append_list(key, values, [{first, _old} = pair | rest]) when key > first do
    [pair | append_list(key, values, rest)]
  end

  def append_list(key, values, [{_equal, old} | rest]), do: [{key, old ++ values} | rest]
  def append_list(key, values, []), do: [{key, values}]

  @doc "The dictionary with `fun.(value)` in place of the value of a key that is there."
  def update(key, fun, [{first, _value} = pair | rest]) when key > first do
    [pair | update(key, fun, rest)]
  end

  def update(key, fun, [{first, value} | rest]) when key == first do
    [{key, fun.(value)} | rest]
  end

  @doc "As `update/3`, or with `init` under the key when it is not there."
  def update(key, _fun, init, [{first, _value} | _rest] = dict) when key < first do
    [{key, init} | dict]
  end

  def update(key, fun, init, [{first, _value} = pair | rest]) when key > first do
    [pair | update(key, fun, init, rest)]
  end

  def update(key, fun, _init, [{_equal, value} | rest]), do: [{key, fun.(value)} | rest]
  def update(key, _fun, init, []), do: [{key, init}]

  @doc "The dictionary with the number added to the one under the key."
  def update_counter(key, increment, [{first, _value} | _rest] = dict) when key < first do
    [{key, increment} | dict]
  end

  def update_counter(key, increment, [{first, _value} = pair | rest]) when key > first do
    [pair | update_counter(key, increment, rest)]
  end

  def update_counter(key, increment, [{_equal, value} | rest]) do
    [{key, value + increment} | rest]
  end

  def update_counter(key, increment, []), do: [{key, increment}]

  @doc "Folds over keys and values."
  def fold(fun, acc, [{key, value} | rest]), do: fold(fun, fun.(key, value, acc), rest)
  def fold(fun, acc, []) when is_function(fun, 3), do: acc

  @doc "The dictionary with what `fun` makes of each key and value in place of the value."
  def map(fun, [{key, value} | rest]), do: [{key, fun.(key, value)} | map(fun, rest)]
  def map(fun, []) when is_function(fun, 2), do: []

  @doc "The pairs for which `fun` of key and value is `true`."
  def filter(fun, [{key, value} = pair | rest]) do
    case fun.(key, value) do
      true -> [pair | filter(fun, rest)]
      false -> filter(fun, rest)
    end
  end

  def filter(fun, []) when is_function(fun, 2), do: []

  @doc "Both dictionaries in one; where both have a key, `fun` is given the key and both values."
  def merge(fun, [{key1, _value1} = pair | rest1], [{key2, _value2} | _rest2] = dict2)
      when key1 < key2,
      do: [pair | merge(fun, rest1, dict2)]

  def merge(fun, [{key1, _value1} | _rest1] = dict1, [{key2, _value2} = pair | rest2])
      when key1 > key2,
      do: [pair | merge(fun, dict1, rest2)]

  def merge(fun, [{key1, value1} | rest1], [{_equal, value2} | rest2]) do
    [{key1, fun.(key1, value1, value2)} | merge(fun, rest1, rest2)]
  end

  def merge(fun, [], dict2) when is_function(fun, 3), do: dict2
  def merge(fun, dict1, []) when is_function(fun, 3), do: dict1
end
