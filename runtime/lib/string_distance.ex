defmodule String.Distance do
  @moduledoc false
  # How alike two texts are, by their graphemes.

  # Jaro: each character of the shorter text may match an equal one of the longer that is not
  # further away than half its length and not taken yet. A match to the left of the one before it
  # counts as a transposition.
  @doc false
  def jaro(string1, string2) do
    graphemes1 = :respawn_unicode.graphemes(string1)
    graphemes2 = :respawn_unicode.graphemes(string2)
    length1 = length(graphemes1)
    length2 = length(graphemes2)
    window = div(max(length1, length2), 2) - 1

    {matches, transpositions} =
      if length1 < length2,
        do: count_matches(graphemes1, 0, window, :erlang.list_to_tuple(graphemes2)),
        else: count_matches(graphemes2, 0, window, :erlang.list_to_tuple(graphemes1))

    if matches == 0,
      do: 0.0,
      else: (matches / length1 + matches / length2 + (matches - transpositions) / matches) / 3
  end

  defp count_matches(graphemes, index, window, longer),
    do: count_matches(graphemes, index, window, longer, %{}, -1, 0, 0)

  defp count_matches([grapheme | rest], index, window, longer, taken, previous, count, crossed) do
    first = max(index - window, 0)
    last = min(index + window, tuple_size(longer) - 1)

    case find(grapheme, first, last, longer, taken) do
      nil ->
        count_matches(rest, index + 1, window, longer, taken, previous, count, crossed)

      place ->
        taken = Map.put(taken, place, true)
        crossed = if place < previous, do: crossed + 1, else: crossed
        count_matches(rest, index + 1, window, longer, taken, place, count + 1, crossed)
    end
  end

  defp count_matches([], _index, _window, _longer, _taken, _previous, count, crossed),
    do: {count, crossed}

  defp find(_grapheme, place, last, _longer, _taken) when place > last, do: nil

  defp find(grapheme, place, last, longer, taken) do
    if elem(longer, place) == grapheme and not :erlang.is_map_key(place, taken),
      do: place,
      else: find(grapheme, place + 1, last, longer, taken)
  end

  # Bag: what remains of each text when common graphemes are struck out, whatever their order.
  @doc false
  def bag(string1, string2) do
    {bag1, length1} = count_graphemes(string1)
    {bag2, length2} = count_graphemes(string2)
    distance = max(missing(bag1, bag2), missing(bag2, bag1))
    1 - distance / max(length1, length2)
  end

  defp count_graphemes(string) do
    graphemes = :respawn_unicode.graphemes(string)
    {Enum.frequencies(graphemes), length(graphemes)}
  end

  defp missing(bag, other) do
    Enum.reduce(bag, 0, fn {grapheme, count}, sum ->
      sum + max(count - Map.get(other, grapheme, 0), 0)
    end)
  end
end
