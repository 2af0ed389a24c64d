defmodule :string_lists do
  # The functions of :string on lists of codepoints, from the time before Unicode. Positions count from 1.
  @moduledoc false

  def chr(list, character) when is_integer(character), do: position(list, character, 1)

  defp position([character | _], character, at), do: at
  defp position([_ | rest], character, at), do: position(rest, character, at + 1)
  defp position([], _character, _at), do: 0

  def rchr(list, character) when is_integer(character), do: last_position(list, character, 1, 0)

  defp last_position([character | rest], character, at, _last),
    do: last_position(rest, character, at + 1, at)

  defp last_position([_ | rest], character, at, last),
    do: last_position(rest, character, at + 1, last)

  defp last_position([], _character, _at, last), do: last

  def str(list, sublist) when is_list(sublist), do: sublist_position(list, sublist, 1, 0, :first)
  def rstr(list, sublist) when is_list(sublist), do: sublist_position(list, sublist, 1, 0, :last)

  defp sublist_position([_ | rest] = list, sublist, at, last, which) do
    case {:lists.prefix(sublist, list) and sublist != [], which} do
      {true, :first} -> at
      {true, :last} -> sublist_position(rest, sublist, at + 1, at, which)
      {false, _} -> sublist_position(rest, sublist, at + 1, last, which)
    end
  end

  defp sublist_position([], _sublist, _at, last, _which), do: last

  def span(list, characters), do: count_while(list, characters, true, 0)
  def cspan(list, characters), do: count_while(list, characters, false, 0)

  defp count_while([character | rest], characters, wanted, count) do
    if :lists.member(character, characters) == wanted,
      do: count_while(rest, characters, wanted, count + 1),
      else: count
  end

  defp count_while([], _characters, _wanted, count), do: count

  def substr(list, 1) when is_list(list), do: list

  def substr(list, start) when is_integer(start) and start > 1,
    do: :lists.nthtail(start - 1, list)

  def substr(list, start, length)
      when is_integer(start) and start >= 1 and is_integer(length) and length >= 0 do
    list |> substr(start) |> :lists.sublist(length)
  end

  def sub_string(list, start), do: substr(list, start)
  def sub_string(list, start, stop), do: substr(list, start, stop - start + 1)

  def tokens(list, separators) when is_list(list) do
    list
    |> Enum.chunk_by(&:lists.member(&1, separators))
    |> Enum.reject(&:lists.member(hd(&1), separators))
  end

  def chars(character, count), do: chars(character, count, [])

  def chars(character, count, tail) when is_integer(count) and count >= 0,
    do: :lists.duplicate(count, character) ++ tail

  def copies(list, count) when is_list(list) and is_integer(count) and count >= 0,
    do: :lists.append(:lists.duplicate(count, list))

  def words(list), do: words(list, ?\s)
  def words(list, separator) when is_integer(separator), do: max(length(tokens(list, [separator])), 1)

  def sub_word(list, number), do: sub_word(list, number, ?\s)

  def sub_word(list, number, separator) when is_integer(number) and is_integer(separator) do
    Enum.at(tokens(list, [separator]), number - 1, [])
  end

  def strip(list), do: strip(list, :both)

  def strip(list, where), do: strip(list, where, ?\s)

  def strip(list, :left, character), do: strip_left(list, character)
  def strip(list, :right, character), do: strip_right(list, character)
  def strip(list, :both, character), do: list |> strip_left(character) |> strip_right(character)

  defp strip_left([character | rest], character), do: strip_left(rest, character)
  defp strip_left(list, _character) when is_list(list), do: list

  defp strip_right(list, character) do
    list |> :lists.reverse() |> strip_left(character) |> :lists.reverse()
  end

  def left(list, length), do: left(list, length, ?\s)

  def left(list, length, character) when is_integer(character) do
    missing = length - :erlang.length(list)
    if missing > 0, do: list ++ chars(character, missing), else: :lists.sublist(list, length)
  end

  def right(list, length), do: right(list, length, ?\s)

  def right(list, length, character) when is_integer(character) do
    missing = length - :erlang.length(list)
    if missing > 0, do: chars(character, missing, list), else: :lists.nthtail(-missing, list)
  end

  def centre(list, length), do: centre(list, length, ?\s)

  def centre(_list, 0, character) when is_integer(character), do: []

  def centre(list, length, character) when is_integer(character) do
    missing = length - :erlang.length(list)

    if missing >= 0 do
      before = div(missing, 2)
      chars(character, before, list) ++ chars(character, missing - before)
    else
      substr(list, div(-missing, 2) + 1, length)
    end
  end

  def to_lower(list) when is_list(list), do: Enum.map(list, &lower/1)
  def to_lower(character) when is_integer(character), do: lower(character)

  def to_upper(list) when is_list(list), do: Enum.map(list, &upper/1)
  def to_upper(character) when is_integer(character), do: upper(character)

  defp lower(character) when character in ?A..?Z, do: character + 32
  defp lower(character) when character in 0xC0..0xDE and character != 0xD7, do: character + 32
  defp lower(character), do: character

  defp upper(character) when character in ?a..?z, do: character - 32
  defp upper(character) when character in 0xE0..0xFE and character != 0xF7, do: character - 32
  defp upper(character), do: character
end
