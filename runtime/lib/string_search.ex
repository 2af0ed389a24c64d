defmodule String.Search do
  @moduledoc false
  # Splitting at, and replacing of, patterns of `:binary`: texts, lists of texts, compiled ones.
  #
  # The empty text is a pattern of its own: it matches before, between and after all graphemes.

  # Every function that cuts takes `parts` as the number of parts still wanted, :infinity or a
  # number above zero.

  @doc false
  def split(string, "", parts, trim), do: split_graphemes(string, parts, trim)

  def split(string, pattern, :infinity, true),
    do: :binary.split(string, pattern, [:global, :trim_all])

  def split(string, pattern, :infinity, _trim), do: :binary.split(string, pattern, [:global])
  def split(string, pattern, 2, trim) when trim != true, do: :binary.split(string, pattern)
  def split(string, pattern, parts, trim), do: split_parts(string, pattern, parts, trim)

  # Only `false` asks for the empty part at the start, and only `true` refuses that at the end.
  defp split_graphemes(string, 1, trim),
    do: if(trim == true and string == "", do: [], else: [string])

  defp split_graphemes(string, :infinity, true), do: :respawn_unicode.graphemes(string)

  defp split_graphemes(string, :infinity, false),
    do: ["" | :respawn_unicode.graphemes(string) ++ [""]]

  defp split_graphemes(string, :infinity, _), do: :respawn_unicode.graphemes(string) ++ [""]
  defp split_graphemes(string, parts, true), do: first_graphemes(string, parts)
  defp split_graphemes(string, parts, false), do: ["" | then_graphemes(string, parts - 1)]
  defp split_graphemes(string, parts, _), do: then_graphemes(string, parts)

  defp first_graphemes("", _parts), do: []
  defp first_graphemes(string, 1), do: [string]

  defp first_graphemes(string, parts) do
    {grapheme, rest} = next_grapheme(string)
    [grapheme | first_graphemes(rest, parts - 1)]
  end

  defp then_graphemes(string, 1), do: [string]
  defp then_graphemes("", _parts), do: [""]

  defp then_graphemes(string, parts) do
    {grapheme, rest} = next_grapheme(string)
    [grapheme | then_graphemes(rest, parts - 1)]
  end

  defp next_grapheme(string) do
    size = :respawn_unicode.next_grapheme_size(string)
    <<grapheme::binary-size(size), rest::binary>> = string
    {grapheme, rest}
  end

  defp split_parts(string, _pattern, 1, trim?),
    do: if(trim? && string == "", do: [], else: [string])

  defp split_parts("", _pattern, _parts, trim?), do: if(trim?, do: [], else: [""])

  defp split_parts(string, pattern, parts, trim?) do
    case :binary.split(string, pattern) do
      [part] -> [part]
      ["", rest] when trim? == true -> split_parts(rest, pattern, parts, trim?)
      [part, rest] -> [part | split_parts(rest, pattern, parts - 1, trim?)]
    end
  end

  @doc false
  def compile(compiled) when is_tuple(compiled), do: compiled
  def compile(pattern), do: :binary.compile_pattern(pattern)

  # One step of a lazy split. The state is what is left, or `nil` after the last part.

  @doc false
  def next_part(nil, _pattern, _trim?), do: nil
  def next_part("", _pattern, trim?) when trim? not in [false, nil], do: nil
  def next_part(string, [], _trim?), do: {string, nil}

  def next_part(string, pattern, trim?) do
    case :binary.split(string, pattern) do
      ["", rest] when trim? not in [false, nil] -> next_part(rest, pattern, trim?)
      [part, rest] -> {part, rest}
      [part] -> {part, nil}
    end
  end

  @doc false
  def next_with_ends(:first, string), do: {"", string}
  def next_with_ends(nil, _string), do: nil
  def next_with_ends("", _string), do: {"", nil}
  def next_with_ends(rest, _string), do: next_grapheme(rest)

  # Replacing. `replacement` is a text or a function of the match.

  @doc false
  def replace(string, "", replacement, false) when is_binary(replacement),
    do: replacement <> string

  def replace(string, "", replacement, true) when is_binary(replacement) do
    parts = for grapheme <- :respawn_unicode.graphemes(string), do: [replacement, grapheme]
    :erlang.iolist_to_binary([parts | replacement])
  end

  def replace(string, "", replacement, false),
    do: :erlang.iolist_to_binary([replacement.("") | string])

  def replace(string, "", replacement, true) do
    graphemes = :respawn_unicode.graphemes(string)
    parts = for grapheme <- graphemes, do: [text(replacement.("")), grapheme]
    :erlang.iolist_to_binary([parts | text(replacement.(""))])
  end

  def replace(string, [], _replacement, _global?), do: string

  def replace(string, pattern, replacement, global?) when is_binary(replacement) do
    :binary.replace(string, pattern, replacement, if(global?, do: [:global], else: []))
  end

  def replace(string, pattern, replacement, global?) do
    matches =
      if global?,
        do: :binary.matches(string, pattern),
        else: first_match(:binary.match(string, pattern))

    :erlang.iolist_to_binary(replace_matches(matches, string, 0, replacement))
  end

  defp text(new) when is_binary(new), do: new
  defp text(new), do: :unicode.characters_to_binary(new)

  defp first_match(:nomatch), do: []
  defp first_match(match), do: [match]

  defp replace_matches([{start, size} | matches], string, offset, replacement) do
    before = :erlang.binary_part(string, offset, start - offset)
    new = replacement.(:erlang.binary_part(string, start, size))
    [before, new | replace_matches(matches, string, start + size, replacement)]
  end

  defp replace_matches([], string, offset, _replacement),
    do: [:erlang.binary_part(string, offset, byte_size(string) - offset)]

  @doc false
  def warn_insert_replaced do
    IO.warn(
      "String.replace/4 with :insert_replaced option is deprecated. " <>
        "Please use :binary.replace/4 instead or pass an anonymous function as replacement"
    )
  end

  @doc false
  def prefix?(string, size, prefix) when is_binary(prefix) do
    prefix_size = byte_size(prefix)
    prefix_size <= size and :erlang.binary_part(string, 0, prefix_size) == prefix
  end

  def prefix?(string, size, other), do: :erlang.error({:case_clause, {string, size, other}})

  @doc false
  def suffix?(string, size, suffix) when is_binary(suffix) do
    suffix_size = byte_size(suffix)
    suffix_size <= size and :erlang.binary_part(string, size, -suffix_size) == suffix
  end

  def suffix?(string, size, other), do: :erlang.error({:case_clause, {string, size, other}})

  # What is at the ends. `match` is not empty.

  @doc false
  def trim_start(string, match), do: trim_start(string, match, byte_size(match), 0)

  defp trim_start(string, match, match_size, count) do
    case string do
      <<^match::binary-size(match_size), rest::binary>> ->
        trim_start(rest, match, match_size, count + 1)

      _ ->
        {string, count}
    end
  end

  @doc false
  def trim_end(string, match), do: trim_end(string, match, byte_size(match), 0)

  defp trim_end(string, match, match_size, count) do
    size = byte_size(string) - match_size

    case string do
      <<rest::binary-size(size), ^match::binary>> when size >= 0 ->
        trim_end(rest, match, match_size, count + 1)

      _ ->
        {string, count}
    end
  end

  # `missing` elements of a padding, in turn.

  @doc false
  def filling(missing, padding) when missing > 0,
    do: missing |> fill(padding, padding) |> :erlang.iolist_to_binary()

  def filling(_missing, _padding), do: ""

  defp fill(0, _rest, _padding), do: []

  defp fill(count, [element | rest], padding) when is_binary(element),
    do: [element | fill(count - 1, rest, padding)]

  defp fill(_count, [element | _rest], _padding),
    do: raise(ArgumentError, "expected a string padding element, got: #{inspect(element)}")

  defp fill(count, [], padding), do: fill(count, padding, padding)
end
