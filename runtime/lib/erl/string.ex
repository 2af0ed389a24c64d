defmodule :string do
  @moduledoc """
  Erlang's functions on text.

  Text is a binary in UTF-8, a list of codepoints, or a list of such things; what comes back is a
  binary for a binary and a list for a list. Counting and cutting is done by graphemes. The older
  functions, from `len/1` on, take lists of codepoints only and count codepoints.
  """

  import Kernel, except: [length: 1]

  alias :string_lists, as: Old

  @whitespace [?\s, ?\t, ?\n, ?\v, ?\f, ?\r, 0x85, 0x2028, 0x2029, 0x200E, 0x200F]

  ## Text in, text out

  defguardp is_text(text) when is_binary(text) or is_list(text)

  # The text as a binary.
  defp binary(text) when is_binary(text) do
    if String.valid?(text), do: text, else: :erlang.error({:badarg, text})
  end

  defp binary(text) do
    case :unicode.characters_to_binary(text) do
      binary when is_binary(binary) -> binary
      _ -> :erlang.error({:badarg, text})
    end
  end

  # A part of the text, in the form of the whole.
  defp like(text, part) when is_binary(text), do: part
  defp like(_text, part), do: String.to_charlist(part)

  defp graphemes(text), do: text |> binary() |> String.graphemes()

  # A grapheme as lists have it: a codepoint, or a list of several.
  defp cluster(<<codepoint::utf8>>), do: codepoint
  defp cluster(grapheme), do: String.to_charlist(grapheme)

  defp separators(separators), do: for(separator <- separators, do: separator(separator))

  defp separator(codepoint) when is_integer(codepoint), do: <<codepoint::utf8>>
  defp separator(cluster), do: binary(cluster)

  ## Properties

  @doc "Whether a text has no characters."
  def is_empty(""), do: true
  def is_empty([]), do: true
  def is_empty(text) when is_binary(text), do: false
  def is_empty([first | rest]) when is_text(first), do: is_empty(first) and is_empty(rest)
  def is_empty([_ | _]), do: false

  @doc "The number of graphemes of a text."
  def length(text) when is_text(text), do: text |> binary() |> String.length()

  @doc "The graphemes of a text, each a codepoint or a list of codepoints."
  def to_graphemes(text) when is_text(text), do: text |> graphemes() |> Enum.map(&cluster/1)

  @doc "Whether two texts are the same."
  def equal(left, right), do: equal(left, right, false)

  @doc "Whether two texts are the same; with `true`, but for upper and lower case."
  def equal(left, right, ignore_case), do: equal(left, right, ignore_case, :none)

  @doc "Like `equal/3`, after both have been normalized: `:none`, `:nfc`, `:nfd`, `:nfkc` or `:nfkd`."
  def equal(left, right, ignore_case, form) when is_text(left) and is_text(right) do
    comparable(left, ignore_case, form) == comparable(right, ignore_case, form)
  end

  defp comparable(text, ignore_case, form) do
    text = binary(text)
    text = if ignore_case, do: casefold(text), else: text
    if form == :none, do: text, else: String.normalize(text, form)
  end

  ## Characters

  @doc "The first codepoint and the rest; `[]` for no text."
  def next_codepoint(text) when is_binary(text) do
    case text do
      <<codepoint::utf8, rest::binary>> -> [codepoint | rest]
      "" -> []
      _ -> {:error, text}
    end
  end

  def next_codepoint([codepoint | _] = text) when is_integer(codepoint), do: text
  def next_codepoint([]), do: []

  def next_codepoint([first | rest]) do
    case next_codepoint(first) do
      [] -> next_codepoint(rest)
      [codepoint] -> [codepoint | rest]
      [codepoint | ""] -> [codepoint | rest]
      [codepoint | more] -> [codepoint, more | rest]
      error -> error
    end
  end

  @doc "The first grapheme and the rest; `[]` for no text."
  def next_grapheme(text) when is_text(text) do
    case text |> binary() |> String.next_grapheme() do
      {grapheme, rest} -> [cluster(grapheme) | like(text, rest)]
      nil -> []
    end
  end

  @doc "The graphemes from the last to the first, as a list."
  def reverse(text) when is_text(text), do: text |> to_graphemes() |> :lists.reverse()

  ## Parts

  @doc "The text from a position on, counted from 0."
  def slice(text, start), do: slice(text, start, :infinity)

  @doc "`count` graphemes from a position on, counted from 0."
  def slice(text, start, :infinity) when is_text(text) and is_integer(start) and start >= 0 do
    like(text, String.slice(binary(text), start..-1//1))
  end

  def slice(text, start, count)
      when is_text(text) and is_integer(start) and start >= 0 and is_integer(count) and count >= 0 do
    like(text, String.slice(binary(text), start, count))
  end

  @doc "The text without white space at both ends."
  def trim(text), do: trim(text, :both)

  @doc "The text without white space at one end (`:leading`, `:trailing`) or both."
  def trim(text, where), do: trim(text, where, @whitespace ++ ['\r\n'])

  @doc "The text without certain graphemes at one end or both."
  def trim(text, _where, []) when is_text(text), do: text

  def trim(text, where, unwanted) when is_text(text) and is_list(unwanted) do
    unwanted = separators(unwanted)
    graphemes = graphemes(text)
    graphemes = if where == :trailing, do: graphemes, else: drop(graphemes, unwanted)
    graphemes = if where == :leading, do: graphemes, else: drop_last(graphemes, unwanted)
    like(text, IO.iodata_to_binary(graphemes))
  end

  defp drop(graphemes, unwanted), do: Enum.drop_while(graphemes, &(&1 in unwanted))

  defp drop_last(graphemes, unwanted) do
    graphemes |> :lists.reverse() |> drop(unwanted) |> :lists.reverse()
  end

  @doc "The text without the line breaks at its end."
  def chomp(text), do: trim(text, :trailing, ['\r\n', ?\n])

  @doc "The graphemes at the beginning that are among `characters`, and the rest."
  def take(text, characters), do: take(text, characters, false)

  @doc "Like `take/2`; with `true`, those that are not among them."
  def take(text, characters, complement), do: take(text, characters, complement, :leading)

  @doc "Like `take/3`, from the beginning (`:leading`) or from the end (`:trailing`)."
  def take(text, characters, complement, where) when is_text(text) do
    characters = separators(characters)
    taken? = fn grapheme -> grapheme in characters != complement end

    {first, rest} =
      case where do
        :leading ->
          text |> graphemes() |> Enum.split_while(taken?)

        :trailing ->
          {last, first} = text |> graphemes() |> :lists.reverse() |> Enum.split_while(taken?)
          {:lists.reverse(first), :lists.reverse(last)}
      end

    {like(text, IO.iodata_to_binary(first)), like(text, IO.iodata_to_binary(rest))}
  end

  @doc "What comes after a prefix, or `:nomatch`."
  def prefix(text, prefix) when is_text(text) and is_text(prefix) do
    prefix = binary(prefix)

    case binary(text) do
      <<^prefix::binary-size(byte_size(prefix)), rest::binary>> -> like(text, rest)
      _ -> :nomatch
    end
  end

  @doc "The text from the first place where a pattern is, or `:nomatch`."
  def find(text, pattern), do: find(text, pattern, :leading)

  @doc "Like `find/2`, from the first (`:leading`) or the last place (`:trailing`)."
  def find(text, pattern, where) when where in [:leading, :trailing] do
    if is_empty(pattern) do
      text
    else
      whole = binary(text)

      case place(whole, binary(pattern), where) do
        {at, _length} -> like(text, binary_part(whole, at, byte_size(whole) - at))
        :nomatch -> :nomatch
      end
    end
  end

  defp place(text, pattern, :leading), do: :binary.match(text, pattern)

  defp place(text, pattern, :trailing) do
    last_overlapping(text, pattern, byte_size(text) - byte_size(pattern))
  end

  # Places may overlap: the last one is looked for from the end.
  defp last_overlapping(_text, _pattern, at) when at < 0, do: :nomatch

  defp last_overlapping(text, pattern, at) do
    size = byte_size(pattern)

    if binary_part(text, at, size) == pattern,
      do: {at, size},
      else: last_overlapping(text, pattern, at - 1)
  end

  @doc "The text before and after the first place where a pattern is."
  def split(text, pattern), do: split(text, pattern, :leading)

  @doc "Like `split/2`, at the first (`:leading`), the last (`:trailing`) or each place (`:all`)."
  def split(text, pattern, where) when is_text(text) and where in [:leading, :trailing, :all] do
    if is_empty(pattern) do
      [text]
    else
      for part <- parts(binary(text), binary(pattern), where), do: like(text, part)
    end
  end

  defp parts(text, pattern, :all), do: :binary.split(text, pattern, [:global])

  defp parts(text, pattern, where) do
    case place(text, pattern, where) do
      {at, length} ->
        <<before::binary-size(at), _::binary-size(length), rest::binary>> = text
        [before, rest]

      :nomatch ->
        [text]
    end
  end

  @doc "The text with a replacement for the first place where a pattern is, as a list of parts."
  def replace(text, pattern, replacement), do: replace(text, pattern, replacement, :leading)

  @doc "Like `replace/3`, for the first (`:leading`), the last (`:trailing`) or each place (`:all`)."
  def replace(text, pattern, replacement, where) do
    text |> split(pattern, where) |> Enum.intersperse(replacement)
  end

  @doc "The words of a text: what is between separators, without empty ones."
  def lexemes(text, []) when is_text(text), do: if(is_empty(text), do: [], else: [text])

  def lexemes(text, separators) when is_text(text) and is_list(separators) do
    separators = separators(separators)

    text
    |> graphemes()
    |> Enum.chunk_by(&(&1 in separators))
    |> Enum.reject(&(hd(&1) in separators))
    |> Enum.map(&like(text, IO.iodata_to_binary(&1)))
  end

  @doc "The word with a number, counted from 1; an empty text if there is none."
  def nth_lexeme(text, number, separators) when is_integer(number) and number > 0 do
    text |> lexemes(separators) |> Enum.at(number - 1, like(text, ""))
  end

  @doc "The text with spaces after it, up to a length."
  def pad(text, length), do: pad(text, length, :trailing)

  @doc "Like `pad/2`, with spaces before it (`:leading`), after it (`:trailing`) or on both sides."
  def pad(text, length, where), do: pad(text, length, where, ?\s)

  @doc "Like `pad/3`, with another character than a space."
  def pad(text, length, where, character) when is_integer(length) do
    missing = max(length - length(text), 0)

    case where do
      :leading -> [:lists.duplicate(missing, character), text]
      :trailing -> [text | :lists.duplicate(missing, character)]
      :both -> both_sides(text, div(missing, 2), rem(missing, 2), character)
    end
  end

  defp both_sides(text, half, odd, character) do
    padding = :lists.duplicate(half, character)
    [padding, text, padding | :lists.duplicate(odd, character)]
  end

  ## Case

  @doc "The text in upper case."
  def uppercase(text) when is_text(text), do: like(text, text |> binary() |> String.upcase())

  @doc "The text in lower case."
  def lowercase(text) when is_text(text), do: like(text, text |> binary() |> String.downcase())

  @doc "The text with its first character in title case."
  def titlecase(text) when is_text(text) do
    whole = binary(text)

    case String.next_grapheme(whole) do
      {first, rest} -> like(text, :respawn_unicode.titlecase_first(first) <> rest)
      nil -> text
    end
  end

  @doc "The text in a form that is the same for upper and lower case."
  def casefold(text) when is_text(text) do
    like(text, text |> binary() |> String.replace("ß", "ss") |> String.downcase())
  end

  ## Numbers

  @doc "The integer at the beginning and the rest, or `{:error, reason}`."
  def to_integer(text) when is_text(text) do
    case Regex.run(~r/^[+-]?[0-9]+/, binary(text)) do
      [digits] -> {String.to_integer(digits), after_number(text, digits)}
      nil -> {:error, :no_integer}
    end
  end

  def to_integer(_), do: {:error, :badarg}

  @doc "The float at the beginning and the rest, or `{:error, reason}`."
  def to_float(text) when is_text(text) do
    case Regex.run(~r/^([+-]?[0-9]+)[.,]([0-9]+(?:[eE][+-]?[0-9]+)?)/, binary(text)) do
      [number, whole, fraction] ->
        {:erlang.binary_to_float(whole <> "." <> fraction), after_number(text, number)}

      nil ->
        {:error, :no_float}
    end
  end

  def to_float(_), do: {:error, :badarg}

  defp after_number(text, number) do
    whole = binary(text)
    size = byte_size(number)
    like(text, binary_part(whole, size, byte_size(whole) - size))
  end

  ## On lists of codepoints

  @doc "The number of codepoints of a list."
  def len(list), do: :erlang.length(list)

  @doc "One list after the other."
  def concat(left, right), do: left ++ right

  @doc "Lists joined to one, with a separator between them."
  def join([], separator) when is_list(separator), do: []
  def join([first | rest], separator), do: first ++ Enum.flat_map(rest, &(separator ++ &1))

  @doc "The position of the first occurrence of a character, from 1; 0 if there is none."
  defdelegate chr(list, character), to: Old
  @doc "The position of the last occurrence of a character, from 1; 0 if there is none."
  defdelegate rchr(list, character), to: Old
  @doc "The position of the first occurrence of a list, from 1; 0 if there is none."
  defdelegate str(list, sublist), to: Old
  @doc "The position of the last occurrence of a list, from 1; 0 if there is none."
  defdelegate rstr(list, sublist), to: Old
  @doc "How many characters at the beginning are among some."
  defdelegate span(list, characters), to: Old
  @doc "How many characters at the beginning are not among some."
  defdelegate cspan(list, characters), to: Old
  @doc "The list from a position on, counted from 1."
  defdelegate substr(list, start), to: Old
  @doc "So many characters from a position on, counted from 1."
  defdelegate substr(list, start, length), to: Old
  @doc "The list from a position on, counted from 1."
  defdelegate sub_string(list, start), to: Old
  @doc "The list from one position to another, both counted from 1."
  defdelegate sub_string(list, start, stop), to: Old
  @doc "The words of a list, between separators."
  defdelegate tokens(list, separators), to: Old
  @doc "A character several times."
  defdelegate chars(character, count), to: Old
  @doc "A character several times, before a list."
  defdelegate chars(character, count, tail), to: Old
  @doc "A list several times."
  defdelegate copies(list, count), to: Old
  @doc "The number of words between blanks."
  defdelegate words(list), to: Old
  @doc "The number of words between separators."
  defdelegate words(list, separator), to: Old
  @doc "The word with a number, between blanks."
  defdelegate sub_word(list, number), to: Old
  @doc "The word with a number, between separators."
  defdelegate sub_word(list, number, separator), to: Old
  @doc "The list without blanks at both ends."
  defdelegate strip(list), to: Old
  @doc "The list without blanks at one end or both: `:left`, `:right`, `:both`."
  defdelegate strip(list, where), to: Old
  @doc "The list without a character at one end or both."
  defdelegate strip(list, where, character), to: Old
  @doc "The list cut or filled with blanks at its end to a length."
  defdelegate left(list, length), to: Old
  @doc "The list cut or filled at its end to a length."
  defdelegate left(list, length, character), to: Old
  @doc "The list cut or filled with blanks at its beginning to a length."
  defdelegate right(list, length), to: Old
  @doc "The list cut or filled at its beginning to a length."
  defdelegate right(list, length, character), to: Old
  @doc "The list in the middle of blanks."
  defdelegate centre(list, length), to: Old
  @doc "The list in the middle of some character."
  defdelegate centre(list, length, character), to: Old
  @doc "A list or character of Latin-1 in lower case."
  defdelegate to_lower(list_or_character), to: Old
  @doc "A list or character of Latin-1 in upper case."
  defdelegate to_upper(list_or_character), to: Old
end
