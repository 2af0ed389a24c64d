defmodule Keyword do
  @moduledoc """
  Lists of pairs whose keys are atoms: `[a: 1, b: 2]`, the usual shape of options.

  Keys may come twice; functions that read take the first, functions that write leave one.
  The order of the keys is kept.
  """

  @type key :: atom
  @type value :: any
  @type t :: [{key, value}]
  @type t(value) :: [{key, value}]

  @doc "Whether the term is a list of pairs with atoms as keys."
  @spec keyword?(term) :: boolean
  def keyword?(term)
  def keyword?([{key, _value} | rest]) when is_atom(key), do: keyword?(rest)
  def keyword?([]), do: true
  def keyword?(_other), do: false

  @doc "The empty keyword list."
  @spec new :: []
  def new, do: []

  @doc "The keyword list of an enumerable's pairs; the last of equal keys wins."
  @spec new(Enumerable.t()) :: t
  def new(pairs), do: new(pairs, & &1)

  @doc "The keyword list of the pairs that `transform` makes of the elements."
  @spec new(Enumerable.t(), (term -> {key, value})) :: t
  def new(pairs, transform) when is_function(transform, 1) do
    # From the last to the first, so that what is there already is what came later.
    put_new_all(Enum.reverse(pairs), transform, [])
  end

  defp put_new_all([element | elements], transform, keywords) do
    {key, value} = transform.(element)
    put_new_all(elements, transform, put_new(keywords, key, value))
  end

  defp put_new_all([], _transform, keywords), do: keywords

  @doc "The keyword list that gives every key of a list the same value."
  @spec from_keys([key], value) :: t(value)
  def from_keys(keys, value) when is_list(keys), do: pair_keys(keys, value)

  defp pair_keys([key | keys], value), do: [{key, value} | pair_keys(keys, value)]
  defp pair_keys([], _value), do: []

  @doc """
  Checks that only known keys are there, each once, and fills in defaults.

  The second argument lists the keys: an atom, or a pair of an atom and its default. The answer
  is `{:ok, keywords}`, or `{:error, keys}` with the unknown and the doubled.

      Keyword.validate([a: 1], [:a, b: 2])  # => {:ok, [b: 2, a: 1]}
      Keyword.validate([c: 1], [:a, b: 2])  # => {:error, [:c]}
  """
  @spec validate(t, [key | {key, value}]) :: {:ok, t} | {:error, [key]}
  def validate(keyword, values) when is_list(keyword) and is_list(values) do
    validate(keyword, values, [], [])
  end

  defp validate([{key, _value} = pair | rest], values, valid, invalid_keys) when is_atom(key) do
    case find_key(values, key, []) do
      {:ok, values} -> validate(rest, values, [pair | valid], invalid_keys)
      :error -> validate(rest, values, valid, [key | invalid_keys])
    end
  end

  defp validate([], values, valid, []), do: {:ok, add_defaults(values, valid)}
  defp validate([], _values, _valid, invalid_keys), do: {:error, invalid_keys}

  defp validate([entry | _rest], _values, _valid, []) do
    raise ArgumentError,
          "expected a keyword list as first argument, got invalid entry: #{inspect(entry)}"
  end

  defp find_key([key | rest], key, passed), do: {:ok, :lists.reverse(passed, rest)}
  defp find_key([{key, _default} | rest], key, passed), do: {:ok, :lists.reverse(passed, rest)}
  defp find_key([value | rest], key, passed), do: find_key(rest, key, [value | passed])
  defp find_key([], _key, _passed), do: :error

  defp add_defaults([key | rest], valid) when is_atom(key), do: add_defaults(rest, valid)

  defp add_defaults([{key, _default} = pair | rest], valid) when is_atom(key) do
    add_defaults(rest, [pair | valid])
  end

  defp add_defaults([], valid), do: valid

  defp add_defaults([value | _rest], _valid) do
    raise ArgumentError,
          "expected the second argument to be a list of atoms or tuples, got: #{inspect(value)}"
  end

  @doc "As `validate/2`, but answers the keywords alone or raises `ArgumentError`."
  @spec validate!(t, [key | {key, value}]) :: t
  def validate!(keyword, values) do
    case validate(keyword, values) do
      {:ok, valid} ->
        valid

      {:error, invalid_keys} ->
        allowed = for value <- values, do: if(is_atom(value), do: value, else: elem(value, 0))

        case invalid_keys -- allowed do
          [] ->
            raise ArgumentError,
                  "duplicate keys #{inspect(invalid_keys)} in #{inspect(keyword)}"

          unknown ->
            raise ArgumentError,
                  "unknown keys #{inspect(unknown)} in #{inspect(keyword)}, " <>
                    "the allowed keys are: #{inspect(allowed)}"
        end
    end
  end

  @doc "The first value of the key, or the default: `Keyword.get([a: 1], :b, 0)` is `0`."
  @spec get(t, key, value) :: value
  def get(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> default
    end
  end

  @doc "The first value of the key, or `fun.()`."
  @spec get_lazy(t, key, (() -> value)) :: value
  def get_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> fun.()
    end
  end

  @doc """
  Gets the first value of the key and updates it in one pass.

  `fun` is given the value or `nil` and answers `{get, new_value}`, or `:pop` to take it away.

      Keyword.get_and_update([a: 1], :a, &{&1, &1 + 1})  # => {1, [a: 2]}
  """
  @spec get_and_update(t, key, (value | nil -> {term, value} | :pop)) :: {term, t}
  def get_and_update(keywords, key, fun) when is_list(keywords) and is_atom(key) do
    get_and_update(keywords, [], key, fun)
  end

  defp get_and_update([{key, current} | rest], passed, key, fun) do
    case fun.(current) do
      {get, value} -> {get, :lists.reverse(passed, [{key, value} | rest])}
      :pop -> {current, :lists.reverse(passed, rest)}
      other -> raise_of_update(other)
    end
  end

  defp get_and_update([{_key, _value} = pair | rest], passed, key, fun) do
    get_and_update(rest, [pair | passed], key, fun)
  end

  defp get_and_update([], passed, key, fun) do
    case fun.(nil) do
      {get, value} -> {get, [{key, value} | :lists.reverse(passed)]}
      :pop -> {nil, :lists.reverse(passed)}
      other -> raise_of_update(other)
    end
  end

  defp raise_of_update(other) do
    raise "the given function must return a two-element tuple or :pop, got: #{inspect(other)}"
  end

  @doc "As `get_and_update/3`, but raises `KeyError` when the key is not there."
  @spec get_and_update!(t, key, (value -> {term, value} | :pop)) :: {term, t}
  def get_and_update!(keywords, key, fun), do: get_and_update!(keywords, key, fun, [])

  defp get_and_update!([{key, value} | rest], key, fun, passed) do
    case fun.(value) do
      {get, value} -> {get, :lists.reverse(passed, [{key, value} | delete(rest, key)])}
      :pop -> {value, :lists.reverse(passed, rest)}
      other -> raise_of_update(other)
    end
  end

  defp get_and_update!([{_key, _value} = pair | rest], key, fun, passed) do
    get_and_update!(rest, key, fun, [pair | passed])
  end

  defp get_and_update!([], key, _fun, passed) when is_atom(key) do
    # The list is shown in the order of the walk, last passed first, as Elixir shows it.
    raise KeyError, key: key, term: passed
  end

  @doc "`{:ok, value}` of the key's first value, or `:error`."
  @spec fetch(t, key) :: {:ok, value} | :error
  def fetch(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> {:ok, value}
      false -> :error
    end
  end

  @doc "The first value of the key; raises `KeyError` when there is none."
  @spec fetch!(t, key) :: value
  def fetch!(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, value} -> value
      false -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "All values of the key, in order: `Keyword.get_values([a: 1, a: 2], :a)` is `[1, 2]`."
  @spec get_values(t, key) :: [value]
  def get_values(keywords, key) when is_list(keywords) and is_atom(key) do
    get_values(keywords, key, [])
  end

  defp get_values([{key, value} | rest], key, values) do
    get_values(rest, key, [value | values])
  end

  defp get_values([{_key, _value} | rest], key, values), do: get_values(rest, key, values)
  defp get_values([], _key, values), do: :lists.reverse(values)

  @doc "The keys in order, doubled ones doubled."
  @spec keys(t) :: [key]
  def keys(keywords) when is_list(keywords), do: keys_of(keywords)

  defp keys_of([{key, _value} | rest]) when is_atom(key), do: [key | keys_of(rest)]
  defp keys_of([]), do: []

  defp keys_of([entry | _rest]) do
    raise ArgumentError,
          "expected a keyword list, but an entry in the list is not a two-element tuple with " <>
            "an atom as its first element, got: #{inspect(entry)}"
  end

  @doc "The values in order."
  @spec values(t) :: [value]
  def values(keywords) when is_list(keywords), do: all_values(keywords)

  defp all_values([{_key, value} | rest]), do: [value | all_values(rest)]
  defp all_values([]), do: []

  @doc "The list without any entry of the key: `Keyword.delete([a: 1, b: 2, a: 3], :a)`."
  @spec delete(t, key) :: t
  def delete(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> delete_key(keywords, key)
      false -> keywords
    end
  end

  defp delete_key([{key, _value} | rest], key), do: delete_key(rest, key)
  defp delete_key([{_key, _value} = pair | rest], key), do: [pair | delete_key(rest, key)]
  defp delete_key([], _key), do: []

  @doc false
  @deprecated "Use Keyword.fetch/2 + Keyword.delete/2 instead"
  def delete(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> delete_key_value(keywords, key, value)
      false -> keywords
    end
  end

  defp delete_key_value([{key, value} | rest], key, value), do: delete_key_value(rest, key, value)

  defp delete_key_value([{_key, _value} = pair | rest], key, value) do
    [pair | delete_key_value(rest, key, value)]
  end

  defp delete_key_value([], _key, _value), do: []

  @doc "The list without the first entry of the key."
  @spec delete_first(t, key) :: t
  def delete_first(keywords, key) when is_list(keywords) and is_atom(key) do
    case :lists.keymember(key, 1, keywords) do
      true -> delete_first_key(keywords, key)
      false -> keywords
    end
  end

  defp delete_first_key([{key, _value} | rest], key), do: rest

  defp delete_first_key([{_key, _value} = pair | rest], key) do
    [pair | delete_first_key(rest, key)]
  end

  defp delete_first_key([], _key), do: []

  @doc "The value at the front of the list, other entries of the key taken away."
  @spec put(t, key, value) :: t
  def put(keywords, key, value) when is_list(keywords) and is_atom(key) do
    [{key, value} | delete(keywords, key)]
  end

  @doc "`fun.()` at the front of the list, if the key is not there."
  @spec put_new_lazy(t, key, (() -> value)) :: t
  def put_new_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, _value} -> keywords
      false -> [{key, fun.()} | keywords]
    end
  end

  @doc "The value at the front of the list, if the key is not there."
  @spec put_new(t, key, value) :: t
  def put_new(keywords, key, value) when is_list(keywords) and is_atom(key) do
    case :lists.keyfind(key, 1, keywords) do
      {^key, _value} -> keywords
      false -> [{key, value} | keywords]
    end
  end

  @doc "The value in place of the key's first, later ones taken away; unchanged without the key."
  @spec replace(t, key, value) :: t
  def replace(keywords, key, value) when is_list(keywords) and is_atom(key) do
    do_replace(keywords, key, value)
  end

  defp do_replace([{key, _value} | rest], key, value), do: [{key, value} | delete(rest, key)]

  defp do_replace([{_key, _value} = pair | rest], key, value) do
    [pair | do_replace(rest, key, value)]
  end

  defp do_replace([], _key, _value), do: []

  @doc "As `replace/3`, but raises `KeyError` when the key is not there."
  @spec replace!(t, key, value) :: t
  def replace!(keywords, key, value) when is_list(keywords) and is_atom(key) do
    replace!(keywords, key, value, keywords)
  end

  defp replace!([{key, _value} | rest], key, value, _all), do: [{key, value} | delete(rest, key)]

  defp replace!([{_key, _value} = pair | rest], key, value, all) do
    [pair | replace!(rest, key, value, all)]
  end

  defp replace!([], key, _value, all), do: raise(KeyError, key: key, term: all)

  @doc "`fun.(value)` in place of the key's first value, later ones taken away."
  @spec replace_lazy(t, key, (value -> value)) :: t
  def replace_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    do_replace_lazy(keywords, key, fun)
  end

  defp do_replace_lazy([{key, value} | rest], key, fun) do
    [{key, fun.(value)} | delete(rest, key)]
  end

  defp do_replace_lazy([{_key, _value} = pair | rest], key, fun) do
    [pair | do_replace_lazy(rest, key, fun)]
  end

  defp do_replace_lazy([], _key, _fun), do: []

  @doc "Whether both lists have the same entries, in any order."
  @spec equal?(t, t) :: boolean
  def equal?(left, right) when is_list(left) and is_list(right) do
    :lists.sort(left) === :lists.sort(right)
  end

  @doc "Both in one; keys of the second win: `Keyword.merge([a: 1, b: 2], a: 3)`."
  @spec merge(t, t) :: t
  def merge(keywords1, keywords2)
  def merge(keywords1, []) when is_list(keywords1), do: keywords1
  def merge([], keywords2) when is_list(keywords2), do: keywords2

  def merge(keywords1, keywords2) when is_list(keywords1) and is_list(keywords2) do
    if keyword?(keywords2) do
      except_keys(keywords1, keywords2, keywords1) ++ keywords2
    else
      raise_of_argument("second", keywords2)
    end
  end

  defp except_keys([{key, _value} = pair | rest], other, all) when is_atom(key) do
    case :lists.keymember(key, 1, other) do
      true -> except_keys(rest, other, all)
      false -> [pair | except_keys(rest, other, all)]
    end
  end

  defp except_keys([], _other, _all), do: []
  defp except_keys(_improper, _other, all), do: raise_of_argument("first", all)

  defp raise_of_argument(which, term) do
    raise ArgumentError,
          "expected a keyword list as the #{which} argument, got: #{inspect(term)}"
  end

  @doc """
  Both in one; where both have a key, `fun` is given the key and both values.

      Keyword.merge([a: 1], [a: 2], fn _key, one, two -> one + two end)  # => [a: 3]
  """
  @spec merge(t, t, (key, value, value -> value)) :: t
  def merge(keywords1, keywords2, fun)
      when is_list(keywords1) and is_list(keywords2) and is_function(fun, 3) do
    if keyword?(keywords1) do
      merge(keywords2, [], keywords1, keywords1, fun, keywords2)
    else
      raise_of_argument("first", keywords1)
    end
  end

  # `unmatched` is what of the first list no entry of the second has been paired with yet.
  defp merge([{key, value2} | rest], merged, kept, unmatched, fun, all2) when is_atom(key) do
    case :lists.keytake(key, 1, unmatched) do
      {:value, {^key, value1}, unmatched} ->
        pair = {key, fun.(key, value1, value2)}
        merge(rest, [pair | merged], delete(kept, key), unmatched, fun, all2)

      false ->
        merge(rest, [{key, value2} | merged], kept, unmatched, fun, all2)
    end
  end

  defp merge([], merged, kept, _unmatched, _fun, _all2), do: kept ++ :lists.reverse(merged)

  defp merge(_improper, _merged, _kept, _unmatched, _fun, all2) do
    raise_of_argument("second", all2)
  end

  @doc "Whether the key is there."
  @spec has_key?(t, key) :: boolean
  def has_key?(keywords, key) when is_list(keywords) and is_atom(key) do
    :lists.keymember(key, 1, keywords)
  end

  @doc "`fun.(value)` in place of the first value, later ones taken away; `KeyError` without."
  @spec update!(t, key, (value -> value)) :: t
  def update!(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1),
      do: update!(keywords, key, fun, keywords)

  defp update!([{key, value} | rest], key, fun, _all),
    do: [{key, fun.(value)} | delete(rest, key)]

  defp update!([{_key, _value} = pair | rest], key, fun, all) do
    [pair | update!(rest, key, fun, all)]
  end

  defp update!([], key, _fun, all), do: raise(KeyError, key: key, term: all)

  @doc "`fun.(value)` in place of the key's first value, or the default at the end."
  @spec update(t, key, value, (value -> value)) :: t
  def update(keywords, key, default, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 1) do
    update_guarded(keywords, key, default, fun)
  end

  defp update_guarded([{key, value} | rest], key, _default, fun) do
    [{key, fun.(value)} | delete(rest, key)]
  end

  defp update_guarded([{_key, _value} = pair | rest], key, default, fun) do
    [pair | update_guarded(rest, key, default, fun)]
  end

  defp update_guarded([], key, default, _fun), do: [{key, default}]

  @doc "Two lists: the entries whose keys are in `keys`, and the others."
  @spec split(t, [key]) :: {t, t}
  def split(keywords, keys) when is_list(keywords) and is_list(keys) do
    split_entries(keywords, keys, [], [])
  end

  defp split_entries([{key, _value} = pair | rest], keys, taken, left) do
    case :lists.member(key, keys) do
      true -> split_entries(rest, keys, [pair | taken], left)
      false -> split_entries(rest, keys, taken, [pair | left])
    end
  end

  defp split_entries([], _keys, taken, left), do: {:lists.reverse(taken), :lists.reverse(left)}

  @doc "The entries whose keys are in `keys`."
  @spec take(t, [key]) :: t
  def take(keywords, keys) when is_list(keywords) and is_list(keys) do
    take_entries(keywords, keys)
  end

  defp take_entries([{key, _value} = pair | rest], keys) do
    case :lists.member(key, keys) do
      true -> [pair | take_entries(rest, keys)]
      false -> take_entries(rest, keys)
    end
  end

  defp take_entries([], _keys), do: []

  @doc "The entries whose keys are not in `keys`."
  @spec drop(t, [key]) :: t
  def drop(keywords, keys) when is_list(keywords) and is_list(keys) do
    drop_entries(keywords, keys)
  end

  defp drop_entries([{key, _value} = pair | rest], keys) do
    case :lists.member(key, keys) do
      true -> drop_entries(rest, keys)
      false -> [pair | drop_entries(rest, keys)]
    end
  end

  defp drop_entries([], _keys), do: []

  @doc "The key's first value or the default, and the list without any entry of the key."
  @spec pop(t, key, value) :: {value, t}
  def pop(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {default, keywords}
    end
  end

  @doc "As `pop/2`, but raises `KeyError` when the key is not there."
  @spec pop!(t, key) :: {value, t}
  def pop!(keywords, key) when is_list(keywords) and is_atom(key) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> raise KeyError, key: key, term: keywords
    end
  end

  @doc "All values of the key, and the list without them."
  @spec pop_values(t, key) :: {[value], t}
  def pop_values(keywords, key) when is_list(keywords) and is_atom(key) do
    pop_values(keywords, key, [], [])
  end

  defp pop_values([{key, value} | rest], key, values, others) do
    pop_values(rest, key, [value | values], others)
  end

  defp pop_values([{_key, _value} = pair | rest], key, values, others) do
    pop_values(rest, key, values, [pair | others])
  end

  defp pop_values([], _key, values, others) do
    {:lists.reverse(values), :lists.reverse(others)}
  end

  @doc "The key's first value or `fun.()`, and the list without any entry of the key."
  @spec pop_lazy(t, key, (() -> value)) :: {value, t}
  def pop_lazy(keywords, key, fun)
      when is_list(keywords) and is_atom(key) and is_function(fun, 0) do
    case fetch(keywords, key) do
      {:ok, value} -> {value, delete(keywords, key)}
      :error -> {fun.(), keywords}
    end
  end

  @doc "The key's first value or the default, and the list without that entry."
  @spec pop_first(t, key, value) :: {value, t}
  def pop_first(keywords, key, default \\ nil) when is_list(keywords) and is_atom(key) do
    case :lists.keytake(key, 1, keywords) do
      {:value, {^key, value}, rest} -> {value, rest}
      false -> {default, keywords}
    end
  end

  @doc "The list itself."
  @spec to_list(t) :: t
  def to_list(keywords) when is_list(keywords), do: keywords

  @doc false
  @deprecated "Use Kernel.length/1 instead"
  def size(keywords), do: length(keywords)

  @doc "The entries for which `fun` is truthy."
  @spec filter(t, ({key, value} -> as_boolean(term))) :: t
  def filter(keywords, fun) when is_list(keywords) and is_function(fun, 1) do
    do_filter(keywords, fun)
  end

  defp do_filter([{_key, _value} = pair | rest], fun) do
    if fun.(pair), do: [pair | do_filter(rest, fun)], else: do_filter(rest, fun)
  end

  defp do_filter([], _fun), do: []

  @doc "The entries for which `fun` is falsy."
  @spec reject(t, ({key, value} -> as_boolean(term))) :: t
  def reject(keywords, fun) when is_list(keywords) and is_function(fun, 1) do
    do_reject(keywords, fun)
  end

  defp do_reject([{_key, _value} = pair | rest], fun) do
    if fun.(pair), do: do_reject(rest, fun), else: [pair | do_reject(rest, fun)]
  end

  defp do_reject([], _fun), do: []

  @doc false
  @deprecated "Use Keyword.new/2 instead"
  def map(keywords, fun) when is_list(keywords) do
    map_entries(keywords, fun)
  end

  defp map_entries([{key, _value} = pair | rest], fun) do
    [{key, fun.(pair)} | map_entries(rest, fun)]
  end

  defp map_entries([], _fun), do: []
end
