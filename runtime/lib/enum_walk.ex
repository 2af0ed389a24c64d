defmodule Enum.Walk do
  @moduledoc false

  # The second half of Enum: what it does for enumerables that are not lists, and of what is used
  # less also what it does for lists. Each function has the name that it has there.
  #
  # What ends early is steered by the tags of Enumerable.reduce/3; what sees everything is folded
  # by Enum.reduce/3, which knows maps and ranges. Lists are built reversed and turned at the end.

  defp steer(enumerable, acc, fun), do: elem(Enumerable.reduce(enumerable, {:cont, acc}, fun), 1)

  # -- asking and finding ----------------------------------------------------------------------

  def all?(enumerable) do
    steer(enumerable, true, fn element, _ ->
      if element, do: {:cont, true}, else: {:halt, false}
    end)
  end

  def all?(enumerable, fun) do
    steer(enumerable, true, fn element, _ ->
      if fun.(element), do: {:cont, true}, else: {:halt, false}
    end)
  end

  def any?(enumerable) do
    steer(enumerable, false, fn element, _ ->
      if element, do: {:halt, true}, else: {:cont, false}
    end)
  end

  def any?(enumerable, fun) do
    steer(enumerable, false, fn element, _ ->
      if fun.(element), do: {:halt, true}, else: {:cont, false}
    end)
  end

  def count(enumerable) do
    case Enumerable.count(enumerable) do
      {:ok, count} ->
        count

      {:error, module} ->
        elem(module.reduce(enumerable, {:cont, 0}, fn _, count -> {:cont, count + 1} end), 1)
    end
  end

  def count_until(enumerable, limit) do
    case Enumerable.count(enumerable) do
      {:ok, count} ->
        min(count, limit)

      {:error, module} ->
        count = fn _, count -> {if(count + 1 < limit, do: :cont, else: :halt), count + 1} end
        elem(module.reduce(enumerable, {:cont, 0}, count), 1)
    end
  end

  def count_until(enumerable, fun, limit) do
    steer(enumerable, 0, fn element, count ->
      count = if fun.(element), do: count + 1, else: count
      {if(count < limit, do: :cont, else: :halt), count}
    end)
  end

  def empty?(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, count, _fun} ->
        count == 0

      {:error, module} ->
        elem(module.reduce(enumerable, {:cont, true}, fn _, _ -> {:halt, false} end), 1)
    end
  end

  def member?(enumerable, element) do
    case Enumerable.member?(enumerable, element) do
      {:ok, member?} ->
        member?

      {:error, module} ->
        find = fn
          ^element, _ -> {:halt, true}
          _other, _ -> {:cont, false}
        end

        elem(module.reduce(enumerable, {:cont, false}, find), 1)
    end
  end

  def find(enumerable, default, fun) do
    steer(enumerable, default, fn element, default ->
      if fun.(element), do: {:halt, element}, else: {:cont, default}
    end)
  end

  def find_index(list, fun) when is_list(list), do: find_index_list(list, 0, fun)

  def find_index(enumerable, fun) do
    found =
      steer(enumerable, {:not_found, 0}, fn element, {_, index} ->
        if fun.(element), do: {:halt, {:found, index}}, else: {:cont, {:not_found, index + 1}}
      end)

    case found do
      {:found, index} -> index
      {:not_found, _} -> nil
    end
  end

  defp find_index_list([head | tail], index, fun) do
    if fun.(head), do: index, else: find_index_list(tail, index + 1, fun)
  end

  defp find_index_list([], _index, _fun), do: nil

  def find_value(list, default, fun) when is_list(list), do: find_value_list(list, default, fun)

  def find_value(enumerable, default, fun) do
    steer(enumerable, default, fn element, default ->
      value = fun.(element)
      if value, do: {:halt, value}, else: {:cont, default}
    end)
  end

  defp find_value_list([head | tail], default, fun) do
    fun.(head) || find_value_list(tail, default, fun)
  end

  defp find_value_list([], default, _fun), do: default

  # -- keeping some ----------------------------------------------------------------------------

  def take_every(enumerable, nth) do
    {taken, _next} =
      Enum.reduce(enumerable, {[], 1}, fn
        element, {taken, 1} -> {[element | taken], nth}
        _element, {taken, next} -> {taken, next - 1}
      end)

    :lists.reverse(taken)
  end

  def drop_every(enumerable, nth) do
    {kept, _next} =
      Enum.reduce(enumerable, {[], 1}, fn
        _element, {kept, 1} -> {kept, nth}
        element, {kept, next} -> {[element | kept], next - 1}
      end)

    :lists.reverse(kept)
  end

  def take_while(list, fun) when is_list(list), do: take_while_list(list, fun)

  def take_while(enumerable, fun) do
    taken =
      steer(enumerable, [], fn element, taken ->
        if fun.(element), do: {:cont, [element | taken]}, else: {:halt, taken}
      end)

    :lists.reverse(taken)
  end

  defp take_while_list([head | tail], fun) do
    if fun.(head), do: [head | take_while_list(tail, fun)], else: []
  end

  defp take_while_list([], _fun), do: []

  def drop_while(list, fun) when is_list(list), do: drop_while_list(list, fun)

  def drop_while(enumerable, fun) do
    {kept, _dropping?} =
      Enum.reduce(enumerable, {[], true}, fn element, {kept, dropping?} ->
        if dropping? && fun.(element), do: {[], true}, else: {[element | kept], false}
      end)

    :lists.reverse(kept)
  end

  defp drop_while_list([head | tail] = list, fun) do
    if fun.(head), do: drop_while_list(tail, fun), else: list
  end

  defp drop_while_list([], _fun), do: []

  def split_with(enumerable, fun) do
    {kept, others} =
      Enum.reduce(enumerable, {[], []}, fn element, {kept, others} ->
        if fun.(element), do: {[element | kept], others}, else: {kept, [element | others]}
      end)

    {:lists.reverse(kept), :lists.reverse(others)}
  end

  def filter_map(enumerable, filter, mapper) do
    mapped =
      Enum.reduce(enumerable, [], fn element, mapped ->
        if filter.(element), do: [mapper.(element) | mapped], else: mapped
      end)

    :lists.reverse(mapped)
  end

  def split_while(list, fun) when is_list(list), do: split_while_list(list, fun, [])

  def split_while(enumerable, fun) do
    {first, rest} =
      Enum.reduce(enumerable, {[], []}, fn
        element, {first, []} ->
          if fun.(element), do: {[element | first], []}, else: {first, [element]}

        element, {first, rest} ->
          {first, [element | rest]}
      end)

    {:lists.reverse(first), :lists.reverse(rest)}
  end

  defp split_while_list([head | tail] = list, fun, taken) do
    if fun.(head),
      do: split_while_list(tail, fun, [head | taken]),
      else: {:lists.reverse(taken), list}
  end

  defp split_while_list([], _fun, taken), do: {:lists.reverse(taken), []}

  def dedup([]), do: []
  def dedup([head | tail]), do: [head | dedup_list(tail, head)]
  def dedup(enumerable), do: dedup_by(enumerable, & &1)

  defp dedup_list([last | tail], last), do: dedup_list(tail, last)
  defp dedup_list([head | tail], _last), do: [head | dedup_list(tail, head)]
  defp dedup_list([], _last), do: []

  def dedup_by(enumerable, fun) do
    {kept, _last} =
      Enum.reduce(enumerable, {[], :none}, fn element, {kept, last} ->
        value = fun.(element)
        if last === {:value, value}, do: {kept, last}, else: {[element | kept], {:value, value}}
      end)

    :lists.reverse(kept)
  end

  def uniq(list) when is_list(list), do: uniq_list(list, %{})
  def uniq(enumerable), do: uniq_by(enumerable, & &1)

  defp uniq_list([head | tail], seen) when is_map_key(seen, head), do: uniq_list(tail, seen)
  defp uniq_list([head | tail], seen), do: [head | uniq_list(tail, :maps.put(head, true, seen))]
  defp uniq_list([], _seen), do: []

  def uniq_by(list, fun) when is_list(list), do: uniq_list(list, %{}, fun)

  def uniq_by(enumerable, fun) do
    {kept, _seen} =
      Enum.reduce(enumerable, {[], %{}}, fn element, {kept, seen} ->
        value = fun.(element)

        case seen do
          %{^value => _} -> {kept, seen}
          %{} -> {[element | kept], :maps.put(value, true, seen)}
        end
      end)

    :lists.reverse(kept)
  end

  defp uniq_list([head | tail], seen, fun) do
    value = fun.(head)

    case seen do
      %{^value => _} -> uniq_list(tail, seen, fun)
      %{} -> [head | uniq_list(tail, :maps.put(value, true, seen), fun)]
    end
  end

  defp uniq_list([], _seen, _fun), do: []

  # -- mapping ---------------------------------------------------------------------------------

  def map_every(enumerable, nth, fun) do
    {mapped, _next} =
      Enum.reduce(enumerable, {[], 1}, fn
        element, {mapped, 1} -> {[fun.(element) | mapped], nth}
        element, {mapped, next} -> {[element | mapped], next - 1}
      end)

    :lists.reverse(mapped)
  end

  def map_intersperse(list, separator, fun) when is_list(list) do
    map_intersperse_list(list, separator, fun)
  end

  def map_intersperse(enumerable, separator, fun) do
    mapped =
      Enum.reduce(enumerable, [], fn
        element, [] -> [fun.(element)]
        element, mapped -> [fun.(element), separator | mapped]
      end)

    :lists.reverse(mapped)
  end

  defp map_intersperse_list([], _separator, _fun), do: []
  defp map_intersperse_list([last], _separator, fun), do: [fun.(last)]

  defp map_intersperse_list([head | tail], separator, fun) do
    [fun.(head), separator | map_intersperse_list(tail, separator, fun)]
  end

  def intersperse([], _separator), do: []

  def intersperse(list, separator) when is_list(list) do
    intersperse_list(list, separator)
  end

  def intersperse(enumerable, separator) do
    case :lists.reverse(Enum.reduce(enumerable, [], &[&1, separator | &2])) do
      [] -> []
      [_separator | rest] -> rest
    end
  end

  defp intersperse_list([head], _separator), do: [head]

  defp intersperse_list([head | tail], separator) do
    [head, separator | intersperse_list(tail, separator)]
  end

  def with_index(list, offset) when is_list(list), do: with_index_list(list, offset)

  def with_index(enumerable, offset) do
    pair = fn element, index -> {{element, index}, index + 1} end
    elem(map_reduce(enumerable, offset, pair), 0)
  end

  defp with_index_list([head | tail], index) do
    [{head, index} | with_index_list(tail, index + 1)]
  end

  defp with_index_list([], _index), do: []

  def with_index(list, index, fun) when is_list(list), do: with_index_list(list, index, fun)

  def with_index(enumerable, index, fun) do
    call = fn element, index -> {fun.(element, index), index + 1} end
    elem(map_reduce(enumerable, index, call), 0)
  end

  defp with_index_list([head | tail], index, fun) do
    [fun.(head, index) | with_index_list(tail, index + 1, fun)]
  end

  defp with_index_list([], _index, _fun), do: []

  def join(list, joiner) when is_list(list), do: :erlang.iolist_to_binary(join_list(list, joiner))
  def join(enumerable, joiner), do: map_join(enumerable, joiner, & &1)

  defp join_list([], _joiner), do: []
  defp join_list([last], _joiner), do: [entry_to_string(last)]

  defp join_list([head | tail], joiner) do
    [entry_to_string(head), joiner | join_list(tail, joiner)]
  end

  def map_join(enumerable, joiner, mapper) do
    strings = map_intersperse(enumerable, joiner, &entry_to_string(mapper.(&1)))
    :erlang.iolist_to_binary(strings)
  end

  defp entry_to_string(entry) when is_binary(entry), do: entry
  defp entry_to_string(entry), do: String.Chars.to_string(entry)

  def map_reduce(enumerable, acc, fun) do
    {mapped, acc} =
      Enum.reduce(enumerable, {[], acc}, fn element, {mapped, acc} ->
        {new, acc} = fun.(element, acc)
        {[new | mapped], acc}
      end)

    {:lists.reverse(mapped), acc}
  end

  def flat_map_reduce(enumerable, acc, fun) do
    {mapped, acc} =
      steer(enumerable, {[], acc}, fn element, {mapped, acc} ->
        case fun.(element, acc) do
          {:halt, acc} -> {:halt, {mapped, acc}}
          {list, acc} when is_list(list) -> {:cont, {:lists.reverse(list, mapped), acc}}
          {other, acc} -> {:cont, {Enum.reduce(other, mapped, &[&1 | &2]), acc}}
        end
      end)

    {:lists.reverse(mapped), acc}
  end

  def concat(enumerables) do
    cons = &[&1 | &2]
    all = Enum.reduce(enumerables, [], fn part, all -> Enum.reduce(part, all, cons) end)
    :lists.reverse(all)
  end

  def scan([], _fun), do: []
  def scan([head | tail], fun), do: [head | scan_list(tail, head, fun)]

  def scan(enumerable, fun) do
    scanned =
      Enum.reduce(enumerable, [], fn
        element, [] -> [element]
        element, [last | _] = scanned -> [fun.(element, last) | scanned]
      end)

    :lists.reverse(scanned)
  end

  def scan(list, acc, fun) when is_list(list), do: scan_list(list, acc, fun)

  def scan(enumerable, acc, fun) do
    {scanned, _acc} =
      Enum.reduce(enumerable, {[], acc}, fn element, {scanned, acc} ->
        acc = fun.(element, acc)
        {[acc | scanned], acc}
      end)

    :lists.reverse(scanned)
  end

  defp scan_list([head | tail], acc, fun) do
    acc = fun.(head, acc)
    [acc | scan_list(tail, acc, fun)]
  end

  defp scan_list([], _acc, _fun), do: []

  def chunk_while(enumerable, acc, chunk_fun, after_fun) do
    {chunks, acc} =
      steer(enumerable, {[], acc}, fn element, {chunks, acc} ->
        case chunk_fun.(element, acc) do
          {:cont, chunk, acc} -> {:cont, {[chunk | chunks], acc}}
          {:cont, acc} -> {:cont, {chunks, acc}}
          {:halt, acc} -> {:halt, {chunks, acc}}
        end
      end)

    case after_fun.(acc) do
      {:cont, _acc} -> :lists.reverse(chunks)
      {:cont, chunk, _acc} -> :lists.reverse([chunk | chunks])
    end
  end

  # The elements come last first, so that the groups need not be reversed.
  def group_by(reversed, key_fun, value_fun) when is_function(key_fun) do
    group(reversed, key_fun, value_fun, %{})
  end

  # Once the second argument was the dict to group into, and the error still speaks of it.
  def group_by([], dict, _fun), do: dict

  def group_by([last | _reversed], dict, fun) do
    fun.(last)
    raise ArgumentError, "unsupported dict: #{inspect(dict)}"
  end

  defp group([head | tail], key_fun, value_fun, groups) do
    key = key_fun.(head)
    values = [value_fun.(head) | :maps.get(key, groups, [])]
    group(tail, key_fun, value_fun, :maps.put(key, values, groups))
  end

  defp group([], _key_fun, _value_fun, groups), do: groups

  # -- two lists at once -----------------------------------------------------------------------

  def zip([head1 | tail1], [head2 | tail2]), do: [{head1, head2} | zip(tail1, tail2)]
  def zip(_left, []), do: []
  def zip([], _right), do: []

  def zip_with([head1 | tail1], [head2 | tail2], fun) do
    [fun.(head1, head2) | zip_with(tail1, tail2, fun)]
  end

  def zip_with(_left, [], _fun), do: []
  def zip_with([], _right, _fun), do: []

  def zip_reduce([head1 | tail1], [head2 | tail2], acc, reducer) do
    zip_reduce(tail1, tail2, reducer.(head1, head2, acc), reducer)
  end

  def zip_reduce(_left, [], acc, _reducer), do: acc
  def zip_reduce([], _right, acc, _reducer), do: acc

  def unzip(enumerable) do
    {left, right} =
      Enum.reduce(enumerable, {[], []}, fn {one, two}, {left, right} ->
        {[one | left], [two | right]}
      end)

    {:lists.reverse(left), :lists.reverse(right)}
  end

  # -- into a collectable ----------------------------------------------------------------------

  def into(%_{} = enumerable, collectable), do: collect(enumerable, collectable)
  def into(enumerable, %_{} = collectable), do: collect(enumerable, collectable)
  def into(%{} = enumerable, %{} = map), do: :maps.merge(map, enumerable)

  def into(list, %{} = map) when is_list(list) do
    :maps.merge(map, :maps.from_list(list))
  end

  def into(enumerable, %{} = map) when map == %{} do
    :maps.from_list(Enum.to_list(enumerable))
  end

  def into(enumerable, %{} = map) do
    Enum.reduce(enumerable, map, fn {key, value}, map -> :maps.put(key, value, map) end)
  end

  def into(enumerable, collectable), do: collect(enumerable, collectable)

  defp collect(enumerable, collectable) do
    collecting(collectable, fn initial, collect ->
      steer(enumerable, initial, &{:cont, collect.(&2, {:cont, &1})})
    end)
  end

  def into(%_{} = enumerable, collectable, transform) do
    collect(enumerable, collectable, transform)
  end

  def into(enumerable, %_{} = collectable, transform) do
    collect(enumerable, collectable, transform)
  end

  def into(enumerable, %{} = map, transform) when map == %{} do
    :maps.from_list(Enum.map(enumerable, transform))
  end

  def into(enumerable, %{} = map, transform) do
    Enum.reduce(enumerable, map, fn element, map ->
      {key, value} = transform.(element)
      :maps.put(key, value, map)
    end)
  end

  def into(enumerable, collectable, transform), do: collect(enumerable, collectable, transform)

  defp collect(enumerable, collectable, transform) do
    collecting(collectable, fn initial, collect ->
      steer(enumerable, initial, &{:cont, collect.(&2, {:cont, transform.(&1)})})
    end)
  end

  # The collector must hear of it when the walk ends in an error.
  defp collecting(collectable, walk) do
    {initial, collect} = Collectable.into(collectable)

    try do
      walk.(initial, collect)
    catch
      kind, reason ->
        collect.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> collect.(acc, :done)
    end
  end
end
