defmodule Enum.Sampling do
  @moduledoc false

  # What Enum does by chance. How often and with which arguments `:rand` is asked is part of the
  # contract: with the same seed the same elements come out.

  # Up to this size a sample is kept in a tuple, where putting is cheap; above it in a map.
  @tuple_size_max 128

  def random(list) when is_list(list) do
    case length(list) do
      0 -> raise Enum.EmptyError
      length -> hd(Enum.Slicing.drop_list(list, integer(0, length - 1)))
    end
  end

  def random(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, 0, _fun} ->
        raise Enum.EmptyError

      {:ok, count, fun} when is_function(fun, 1) ->
        hd(Enum.Slicing.drop_list(fun.(enumerable), integer(0, count - 1)))

      {:ok, count, fun} when is_function(fun, 3) ->
        hd(fun.(integer(0, count - 1), 1, 1))

      {:ok, count, fun} when is_function(fun, 2) ->
        hd(fun.(integer(0, count - 1), 1))

      {:error, _module} ->
        case take(enumerable, 1) do
          [] -> raise Enum.EmptyError
          [element] -> element
        end
    end
  end

  # Of a single number there is no choice, and none is drawn.
  defp integer(limit, limit), do: limit
  defp integer(lower, upper), do: lower + :rand.uniform(upper - lower + 1) - 1

  def shuffle(enumerable) do
    pairs =
      Enum.reduce(enumerable, [], fn element, pairs -> [{:rand.uniform(), element} | pairs] end)

    unwrap(:lists.keysort(1, pairs), [])
  end

  defp unwrap([{_number, element} | rest], elements), do: unwrap(rest, [element | elements])
  defp unwrap([], elements), do: elements

  def take(_enumerable, 0), do: []

  # Reservoir sampling: the n-th element takes the one place with a chance of 1 in n.
  def take(enumerable, 1) do
    sample =
      Enum.reduce(enumerable, [], fn
        element, [kept | seen] ->
          if :rand.uniform(seen + 1) == 1, do: [element | seen + 1], else: [kept | seen + 1]

        element, [] ->
          [element | 1]
      end)

    case sample do
      [] -> []
      [element | _seen] -> [element]
    end
  end

  def take(enumerable, count) when count <= @tuple_size_max do
    places = :erlang.make_tuple(count, nil)

    {size, places} =
      Enum.reduce(enumerable, {0, places}, fn element, {index, places} ->
        place = integer(0, index)

        cond do
          index < count ->
            displaced = elem(places, place)
            {index + 1, put_elem(put_elem(places, index, displaced), place, element)}

          place < count ->
            {index + 1, put_elem(places, place, element)}

          true ->
            {index + 1, places}
        end
      end)

    Enum.Slicing.take_list(:erlang.tuple_to_list(places), min(count, size))
  end

  def take(enumerable, count) do
    {size, places} =
      Enum.reduce(enumerable, {0, %{}}, fn element, {index, places} ->
        place = integer(0, index)

        cond do
          index < count ->
            displaced = :maps.get(place, places, nil)
            {index + 1, :maps.put(place, element, :maps.put(index, displaced, places))}

          place < count ->
            {index + 1, :maps.put(place, element, places)}

          true ->
            {index + 1, places}
        end
      end)

    places_to_list(places, min(count, size), [])
  end

  defp places_to_list(_places, 0, elements), do: elements

  defp places_to_list(places, position, elements) do
    places_to_list(places, position - 1, [:maps.get(position - 1, places) | elements])
  end
end
