defmodule :proplists do
  @moduledoc """
  Lists of properties: an atom is short for the pair of itself and `true`, other tuples and
  terms are passed over. Of equal keys the first counts.
  """

  @doc "The shortest way to write a property: `:a` for `{:a, true}`."
  def property({key, true}) when is_atom(key), do: key
  def property(property), do: property

  @doc "The shortest way to write a key and value."
  def property(key, true) when is_atom(key), do: key
  def property(key, value), do: {key, value}

  @doc "The list with every atom written out as a pair."
  def unfold([property | rest]) when is_atom(property), do: [{property, true} | unfold(rest)]
  def unfold([property | rest]), do: [property | unfold(rest)]
  def unfold([]), do: []

  @doc "The list with every property written as short as can be."
  def compact(list), do: map(&property/1, list)

  # What a list comprehension of Erlang does and says.
  defp map(fun, [head | tail]), do: [fun.(head) | map(fun, tail)]
  defp map(_fun, []), do: []
  defp map(_fun, other), do: :erlang.error({:bad_generator, other})

  @doc "The first entry of the key as a tuple, or `:none`."
  def lookup(key, [property | rest]) do
    cond do
      is_atom(property) and property === key -> {key, true}
      entry?(key, property) -> property
      true -> lookup(key, rest)
    end
  end

  def lookup(_key, []), do: :none

  defp entry?(key, property) do
    is_tuple(property) and tuple_size(property) >= 1 and :erlang.element(1, property) === key
  end

  @doc "All entries of the key as tuples."
  def lookup_all(key, [property | rest]) do
    cond do
      is_atom(property) and property === key -> [{key, true} | lookup_all(key, rest)]
      entry?(key, property) -> [property | lookup_all(key, rest)]
      true -> lookup_all(key, rest)
    end
  end

  def lookup_all(_key, []), do: []

  @doc "Whether the key has an entry."
  def is_defined(key, [property | rest]) do
    (is_atom(property) and property === key) or entry?(key, property) or is_defined(key, rest)
  end

  def is_defined(_key, []), do: false

  @doc "The value of the key, or `:undefined`."
  def get_value(key, list), do: get_value(key, list, :undefined)

  @doc "The value of the key's first entry, or the default."
  def get_value(key, [property | rest], default) do
    cond do
      is_atom(property) and property === key -> true
      entry?(key, property) -> value_of(property, default)
      true -> get_value(key, rest, default)
    end
  end

  def get_value(_key, [], default), do: default

  # An entry that is no pair has no value.
  defp value_of({_key, value}, _default), do: value
  defp value_of(_entry, default), do: default

  @doc "All values of the key."
  def get_all_values(key, [property | rest]) do
    cond do
      is_atom(property) and property === key ->
        [true | get_all_values(key, rest)]

      entry?(key, property) ->
        case property do
          {_key, value} -> [value | get_all_values(key, rest)]
          _ -> get_all_values(key, rest)
        end

      true ->
        get_all_values(key, rest)
    end
  end

  def get_all_values(_key, []), do: []

  @doc "All values of the key in one list; what is not a list is put into it as it is."
  def append_values(key, [property | rest]) do
    cond do
      is_atom(property) and property === key ->
        [true | append_values(key, rest)]

      entry?(key, property) ->
        case property do
          {_key, list} when is_list(list) -> list ++ append_values(key, rest)
          {_key, value} -> [value | append_values(key, rest)]
          _ -> append_values(key, rest)
        end

      true ->
        append_values(key, rest)
    end
  end

  def append_values(_key, []), do: []

  @doc "Whether the key's value is `true`."
  def get_bool(key, [property | rest]) do
    cond do
      is_atom(property) and property === key -> true
      entry?(key, property) -> property === {key, true}
      true -> get_bool(key, rest)
    end
  end

  def get_bool(_key, []), do: false

  @doc "The keys, each once."
  def get_keys(list), do: get_keys(list, :sets.new())

  defp get_keys([property | rest], keys) do
    cond do
      is_atom(property) ->
        get_keys(rest, :sets.add_element(property, keys))

      is_tuple(property) and tuple_size(property) >= 1 ->
        get_keys(rest, :sets.add_element(:erlang.element(1, property), keys))

      true ->
        get_keys(rest, keys)
    end
  end

  defp get_keys([], keys), do: :sets.to_list(keys)

  @doc "The list without the entries of the key."
  def delete(key, [property | rest]) do
    if (is_atom(property) and property === key) or entry?(key, property),
      do: delete(key, rest),
      else: [property | delete(key, rest)]
  end

  def delete(_key, []), do: []

  @doc "The list with other names for keys: pairs of the old and the new."
  def substitute_aliases(aliases, list) do
    map(&substitute_alias(aliases, &1), list)
  end

  defp substitute_alias(aliases, property) when is_atom(property) do
    case :lists.keyfind(property, 1, aliases) do
      {^property, name} -> property(name, true)
      false -> property
    end
  end

  defp substitute_alias(aliases, property)
       when is_tuple(property) and tuple_size(property) >= 1 do
    key = :erlang.element(1, property)

    case :lists.keyfind(key, 1, aliases) do
      {^key, name} -> property(:erlang.setelement(1, property, name))
      false -> property
    end
  end

  defp substitute_alias(_aliases, property), do: property

  @doc "The list with keys replaced by others that mean the opposite."
  def substitute_negations(negations, list) do
    map(&substitute_negation(negations, &1), list)
  end

  defp substitute_negation(negations, property) when is_atom(property) do
    case :lists.keyfind(property, 1, negations) do
      {^property, name} -> {name, false}
      false -> property
    end
  end

  defp substitute_negation(negations, property)
       when is_tuple(property) and tuple_size(property) >= 1 do
    key = :erlang.element(1, property)

    case :lists.keyfind(key, 1, negations) do
      {^key, name} ->
        case property do
          {_key, true} -> {name, false}
          _ -> property(name, true)
        end

      false ->
        property
    end
  end

  defp substitute_negation(_negations, property), do: property

  @doc "The list with properties replaced by lists: pairs of a property and what it stands for."
  def expand(expansions, list) do
    rules = map(fn {property, expansion} -> {property(property), expansion} end, expansions)
    :lists.append(expand_all(list, rules))
  end

  # Only the first entry of a key is expanded, and the others of that key are dropped then.
  defp expand_all([entry | rest], rules) do
    property = property(entry)

    case :lists.keyfind(property, 1, rules) do
      {_property, expansion} ->
        [expansion | expand_all(delete(key_of(property), rest), rules)]

      false when is_list(entry) ->
        [entry | expand_all(rest, rules)]

      false ->
        [[entry] | expand_all(rest, drop_rules(property, rules))]
    end
  end

  defp expand_all([], _rules), do: []

  # A key that is there with another value is not what the rule speaks of, now or later.
  defp drop_rules(property, rules) do
    key = key_of(property)
    :lists.filter(fn {rule, _expansion} -> key_of(rule) !== key end, rules)
  end

  defp key_of(property) when is_atom(property), do: property

  defp key_of(property) when is_tuple(property) and tuple_size(property) >= 1 do
    :erlang.element(1, property)
  end

  defp key_of(property), do: {:no_key, property}

  @doc "Applies steps in order: `{:aliases, _}`, `{:negations, _}` and `{:expand, _}`."
  def normalize(list, [{:aliases, aliases} | steps]) do
    normalize(substitute_aliases(aliases, list), steps)
  end

  def normalize(list, [{:negations, negations} | steps]) do
    normalize(substitute_negations(negations, list), steps)
  end

  def normalize(list, [{:expand, expansions} | steps]) do
    normalize(expand(expansions, list), steps)
  end

  def normalize(list, []), do: compact(list)

  @doc "`{lists, rest}`: for each key the list of its entries, and the entries of other keys."
  def split(list, keys) do
    {groups, rest} = split(list, :maps.from_list(map(&{&1, []}, keys)), [])
    {map(&:lists.reverse(:maps.get(&1, groups)), keys), :lists.reverse(rest)}
  end

  defp split([property | rest], groups, others) do
    key = key_of(property)

    case groups do
      %{^key => group} -> split(rest, :maps.put(key, [property | group], groups), others)
      %{} -> split(rest, groups, [property | others])
    end
  end

  defp split([], groups, others), do: {groups, others}

  @doc "The map of the list's properties; the first of equal keys counts."
  def to_map(list) do
    :lists.foldr(
      fn
        {key, value}, map ->
          :maps.put(key, value, map)

        property, map when is_atom(property) ->
          :maps.put(property, true, map)

        property, map when tuple_size(property) >= 1 ->
          :maps.remove(:erlang.element(1, property), map)

        _other, map ->
          map
      end,
      %{},
      list
    )
  end

  @doc "`to_map/1` of the list after `normalize/2`."
  def to_map(list, steps), do: to_map(normalize(list, steps))

  @doc "The map's pairs as a list."
  def from_map(map), do: :maps.to_list(map)
end
