defmodule String do
  @moduledoc """
  Functions on texts: binaries in UTF-8.

  What a reader calls a character is a grapheme: one codepoint, or a letter with its combining
  marks, or an emoji of several. Positions and lengths count graphemes, so they take time in
  proportion to the text; `byte_size/1` does not.

      String.upcase("hello")         # => "HELLO"
      String.length("héllo")         # => 5
      String.split("a,b", ",")       # => ["a", "b"]
  """

  @type t :: binary
  @type codepoint :: t
  @type grapheme :: t
  @type pattern :: t | [t] | :binary.cp()

  import Kernel, except: [length: 1]

  @conditional_mappings [:greek, :turkic]

  # Validity, and what can be shown

  @doc """
  True if a text shows only printable characters (of its first `character_limit` ones).

      String.printable?("abc")         # => true
      String.printable?("abc" <> <<0>>)  # => false
  """
  @spec printable?(t, 0) :: true
  @spec printable?(t, pos_integer | :infinity) :: boolean
  def printable?(string, character_limit \\ :infinity)
      when is_binary(string) and
             (character_limit == :infinity or
                (is_integer(character_limit) and character_limit >= 0)) do
    String.Chunks.printable?(string, character_limit)
  end

  @doc ~S|True for a binary that is well-formed UTF-8: `valid?(<<0xFF>>)` is false.|
  def valid?(<<char, rest::binary>>) when char < 0x80, do: valid?(rest)
  def valid?(<<_::utf8, rest::binary>>), do: valid?(rest)
  def valid?(<<>>), do: true
  def valid?(_other), do: false

  @doc false
  @deprecated "Use String.valid?/1 instead"
  def valid_character?(string) do
    case string do
      <<_::utf8>> -> true
      _ -> false
    end
  end

  @doc """
  A text cut into runs of characters that all have, or all lack, a trait: `:valid`, `:printable`.

      String.chunk(<<?a, ?b, 0xFF>>, :valid)  # => ["ab", <<0xFF>>]
  """
  @spec chunk(t, :valid | :printable) :: [t]
  def chunk(string, trait)

  def chunk("", _trait), do: []

  def chunk(string, trait) when is_binary(string) and trait in [:valid, :printable] do
    String.Chunks.runs(codepoints(string), trait)
  end

  # Case

  @doc """
  All characters in upper case.

  `mode` is `:default`, `:ascii` (only a to z change), `:greek` or `:turkic` (i becomes İ).

      String.upcase("straße")  # => "STRASSE"
  """
  @spec upcase(t, :default | :ascii | :greek | :turkic) :: t
  def upcase(string, mode \\ :default)

  def upcase("", _mode), do: ""

  def upcase(string, :default) when is_binary(string),
    do: :respawn_unicode.upcase(string, :default)

  def upcase(string, :ascii) when is_binary(string), do: String.Chunks.ascii_upcase(string)

  def upcase(string, mode) when is_binary(string) and mode in @conditional_mappings,
    do: :respawn_unicode.upcase(string, mode)

  @doc """
  All characters in lower case; `mode` as in `upcase/2`. In `:greek` a sigma at the end of a word
  is written as one.

      String.downcase("ÀB")            # => "àb"
      String.downcase("ΟΔΟΣ", :greek)  # => "οδος"
  """
  def downcase(string, mode \\ :default)

  def downcase("", _mode), do: ""

  def downcase(string, :default) when is_binary(string),
    do: :respawn_unicode.downcase(string, :default)

  def downcase(string, :ascii) when is_binary(string), do: String.Chunks.ascii_downcase(string)

  def downcase(string, mode) when is_binary(string) and mode in @conditional_mappings,
    do: :respawn_unicode.downcase(string, mode)

  @doc """
  The first character in upper case, all others in lower case; `mode` as in `upcase/2`.

      String.capitalize("ab CD")  # => "Ab cd"
  """
  def capitalize(string, mode \\ :default)

  def capitalize(<<char, rest::binary>>, :ascii),
    do: String.Chunks.ascii_upcase(<<char>>) <> downcase(rest, :ascii)

  def capitalize(string, mode) when is_binary(string) do
    title_mode = if mode == :turkic, do: :turkic, else: :default
    {first, rest} = :respawn_unicode.titlecase_first(string, title_mode)
    first <> downcase(rest, mode)
  end

  # Normal forms

  @doc """
  A text in one of Unicode's normal forms: `:nfd`, `:nfc`, `:nfkd` or `:nfkc`. Bytes that are not
  UTF-8 stay as they are.

      String.normalize("yêṩ", :nfd) == "yêṩ"  # => true
  """
  @spec normalize(t, :nfd | :nfc | :nfkd | :nfkc) :: t
  def normalize(string, form) when is_binary(string) and form in [:nfd, :nfc, :nfkd, :nfkc],
    do: String.Chunks.normalize(string, form)

  @doc ~S|True if two texts are the same to a reader: equal once both are in normal form.|
  def equivalent?(string1, string2) when is_binary(string1) and is_binary(string2) do
    normalize(string1, :nfd) == normalize(string2, :nfd)
  end

  # Codepoints and graphemes

  @doc ~S|The codepoints of a text, as texts: `codepoints("olá")` is `["o", "l", "á"]`.|
  def codepoints(string) when is_binary(string), do: do_codepoints(string)

  defp do_codepoints(<<codepoint::utf8, rest::binary>>),
    do: [<<codepoint::utf8>> | do_codepoints(rest)]

  defp do_codepoints(<<byte, rest::binary>>), do: [<<byte>> | do_codepoints(rest)]
  defp do_codepoints(<<>>), do: []

  @doc ~S|The first codepoint and the rest, or `nil`: `next_codepoint("ab")` is `{"a", "b"}`.|
  def next_codepoint(<<codepoint::utf8, rest::binary>>), do: {<<codepoint::utf8>>, rest}
  def next_codepoint(<<byte, rest::binary>>), do: {<<byte>>, rest}
  def next_codepoint(<<>>), do: nil

  @doc ~S|The graphemes of a text: `graphemes("aïe")` is `["a", "ï", "e"]`.|
  def graphemes(string) when is_binary(string), do: :respawn_unicode.graphemes(string)

  @doc ~S|The first grapheme and the rest, or `nil`: `next_grapheme("ab")` is `{"a", "b"}`.|
  def next_grapheme(string) when is_binary(string) do
    case :respawn_unicode.next_grapheme_size(string) do
      0 ->
        nil

      size ->
        <<grapheme::binary-size(size), rest::binary>> = string
        {grapheme, rest}
    end
  end

  @doc false
  @deprecated "Use String.next_grapheme/1 instead"
  def next_grapheme_size(string) when is_binary(string) do
    case :respawn_unicode.next_grapheme_size(string) do
      0 -> nil
      size -> {size, :erlang.binary_part(string, size, byte_size(string) - size)}
    end
  end

  @doc ~S|The number of graphemes: `length("élixir")` is 6.|
  def length(string) when is_binary(string) do
    {_size, count} = :respawn_unicode.grapheme_span(string, byte_size(string))
    count
  end

  @doc ~S|The first grapheme, or `nil`: `first("elixir")` is `"e"`.|
  def first(string) when is_binary(string) do
    case :respawn_unicode.next_grapheme_size(string) do
      0 -> nil
      size -> :erlang.binary_part(string, 0, size)
    end
  end

  @doc ~S|The last grapheme, or `nil`: `last("elixir")` is `"r"`.|
  def last(""), do: nil

  def last(string) when is_binary(string) do
    {size, _count} = :respawn_unicode.grapheme_span(string, length(string) - 1)
    :erlang.binary_part(string, size, byte_size(string) - size)
  end

  @doc """
  The grapheme at a position, counted from 0, or from the end if negative; `nil` if there is none.

      String.at("elixir", 1)   # => "l"
      String.at("elixir", -1)  # => "r"
  """
  def at(string, position) when is_binary(string) and is_integer(position) and position >= 0 do
    {size, count} = :respawn_unicode.grapheme_span(string, position)
    if count == position, do: first(String.Slice.drop(string, size)), else: nil
  end

  def at(string, position) when is_binary(string) and is_integer(position) do
    position = length(string) + position
    if position >= 0, do: at(string, position), else: nil
  end

  @doc """
  The part that starts at a position (negative: from the end) and has `length` graphemes.

      String.slice("elixir", 1, 3)   # => "lix"
      String.slice("elixir", -3, 2)  # => "xi"
  """
  @spec slice(t, integer, non_neg_integer) :: grapheme
  def slice(_string, _start, 0), do: ""

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and is_integer(length) and start >= 0 and
             length >= 0 do
    String.Slice.take(string, start, length)
  end

  def slice(string, start, length)
      when is_binary(string) and is_integer(start) and is_integer(length) and length >= 0 do
    String.Slice.take(string, max(length(string) + start, 0), length)
  end

  @doc """
  The part at the positions of a range; negative ones count from the end. With a step, only every
  such grapheme.

      String.slice("elixir", 1..3)     # => "lix"
      String.slice("elixir", -3..-1)   # => "xir"
      String.slice("elixir", 0..-1//2)  # => "eii"
  """
  def slice(string, first..last//step) when is_binary(string),
    do: String.Slice.range(string, first, last, step)

  @doc """
  A text cut in two at a position; a negative one counts from the end.

      String.split_at("sweetelixir", 5)   # => {"sweet", "elixir"}
      String.split_at("sweetelixir", -6)  # => {"sweet", "elixir"}
  """
  def split_at(string, position)

  def split_at(string, position)
      when is_binary(string) and is_integer(position) and position >= 0 do
    {size, _count} = :respawn_unicode.grapheme_span(string, position)
    <<left::binary-size(size), right::binary>> = string
    {left, right}
  end

  def split_at(string, position) when is_binary(string) and is_integer(position),
    do: split_at(string, max(length(string) + position, 0))

  @doc ~S|The graphemes in reverse order: `reverse("abcd")` is `"dcba"`.|
  def reverse(string) when is_binary(string) do
    if valid?(string),
      do: String.Slice.reverse(string),
      else: string |> chunk(:valid) |> Enum.map_join(&String.Slice.reverse_run/1)
  end

  @doc ~S|A text repeated `n` times: `duplicate("abc", 2)` is `"abcabc"`.|
  def duplicate(subject, n), do: :binary.copy(subject, n)

  # Splitting

  @doc ~S|The words of a text, between white space: `split(" foo  bar ")` is `["foo", "bar"]`.|
  defdelegate split(binary), to: String.Break

  @doc """
  The parts between matches of a pattern: a text, a list of texts, a compiled pattern or a regex.

  `:parts` is the greatest number of parts; `trim: true` leaves out empty ones. The empty text
  splits between all graphemes. Other options go to `Regex.split/3`.

      String.split("a,b,c", ",")            # => ["a", "b", "c"]
      String.split("a,b,c", ",", parts: 2)  # => ["a", "b,c"]
      String.split("a b,c", [" ", ","])     # => ["a", "b", "c"]
  """
  @spec split(t, pattern | Regex.t(), keyword) :: [t]
  def split(string, pattern, options \\ [])

  def split(string, %Regex{} = pattern, options) when is_binary(string) and is_list(options),
    do: Regex.split(pattern, string, options)

  def split(string, [], options) when is_binary(string) and is_list(options),
    do: if(string == "" && Keyword.get(options, :trim, false), do: [], else: [string])

  def split(string, pattern, options) when is_binary(string) and is_list(options) do
    parts = Keyword.get(options, :parts, :infinity)
    trim = Keyword.get(options, :trim, false)
    simple? = (parts == :infinity and is_boolean(trim)) or (parts == 2 and trim == false)
    pattern = if simple? or pattern == "", do: pattern, else: String.Search.compile(pattern)
    String.Search.split(string, pattern, parts_to_index(parts), trim)
  end

  defp parts_to_index(:infinity), do: :infinity
  defp parts_to_index(parts) when is_integer(parts) and parts > 0, do: parts

  @doc """
  Like `split/3`, but a stream that cuts off one part at a time. The pattern is no regex; the only
  option is `:trim`.

      String.splitter("1,2 3,4", [" ", ","]) |> Enum.take(3)  # => ["1", "2", "3"]
  """
  @spec splitter(t, pattern, keyword) :: Enumerable.t()
  def splitter(string, pattern, options \\ [])

  def splitter(string, "", options) when is_binary(string) and is_list(options) do
    if Keyword.get(options, :trim, false),
      do: Stream.unfold(string, &next_grapheme/1),
      else: Stream.unfold(:first, &String.Search.next_with_ends(&1, string))
  end

  def splitter(string, pattern, options) when is_binary(string) and is_list(options) do
    trim? = Keyword.get(options, :trim, false)

    pattern = if pattern == [], do: [], else: String.Search.compile(pattern)
    Stream.unfold(string, &String.Search.next_part(&1, pattern, trim?))
  end

  # Replacing

  @doc """
  A text with matches of a pattern replaced: all of them, or only the first with `global: false`.

  The pattern is as in `split/3`; the replacement is a text, or a function of the match. With a
  regex, `\\\\1` in the replacement stands for a group: see `Regex.replace/4`.

      String.replace("a,b,c", ",", "-")                  # => "a-b-c"
      String.replace("a,b,c", ["a", "c"], &upcase/1)     # => "A,b,C"
  """
  @spec replace(t, pattern | Regex.t(), t | (t -> t | iodata), keyword) :: t
  def replace(subject, pattern, replacement, options \\ [])
      when is_binary(subject) and (is_binary(replacement) or is_function(replacement, 1)) and
             is_list(options) do
    replace_guarded(subject, pattern, replacement, options)
  end

  defp replace_guarded(subject, %Regex{} = regex, replacement, options),
    do: Regex.replace(regex, subject, replacement, options)

  defp replace_guarded(subject, pattern, replacement, options) do
    global? = Keyword.get(options, :global, true) == true

    case Keyword.get(options, :insert_replaced) do
      insert when insert == nil or pattern in ["", []] ->
        String.Search.replace(subject, pattern, replacement, global?)

      insert ->
        replace_inserting(subject, pattern, replacement, global?, insert)
    end
  end

  defp replace_inserting(subject, pattern, replacement, global?, insert) do
    String.Search.warn_insert_replaced()
    options = [insert_replaced: insert] ++ if(global?, do: [:global], else: [])
    :binary.replace(subject, pattern, replacement, options)
  end

  @doc """
  Replaces all `match`es at the start, one after the other.

      String.replace_leading("aab", "a", "x")  # => "xxb"
  """
  def replace_leading(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    check_match!(match)
    {rest, count} = String.Search.trim_start(string, match)
    if count == 0, do: string, else: duplicate(replacement, count) <> rest
  end

  @doc """
  Replaces all `match`es at the end, one after the other.

      String.replace_trailing("baa", "a", "x")  # => "bxx"
  """
  def replace_trailing(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    check_match!(match)
    {rest, count} = String.Search.trim_end(string, match)
    if count == 0, do: string, else: rest <> duplicate(replacement, count)
  end

  defp check_match!(""),
    do: raise(ArgumentError, "cannot use an empty string as the match to replace")

  defp check_match!(_match), do: :ok

  @doc """
  Replaces `match` at the start, if it is there.

      String.replace_prefix("hello hello", "hello", "bye")  # => "bye hello"
  """
  def replace_prefix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    size = byte_size(match)

    case string do
      <<^match::binary-size(size), rest::binary>> -> replacement <> rest
      _ -> string
    end
  end

  @doc """
  Replaces `match` at the end, if it is there.

      String.replace_suffix("hello hello", "hello", "bye")  # => "hello bye"
  """
  def replace_suffix(string, match, replacement)
      when is_binary(string) and is_binary(match) and is_binary(replacement) do
    size = byte_size(string) - byte_size(match)

    case string do
      <<rest::binary-size(size), ^match::binary>> when size >= 0 -> rest <> replacement
      _ -> string
    end
  end

  # Trimming and padding

  @doc """
  A text without white space at its start.

      String.trim_leading("\\n  abc ")  # => "abc "
  """
  defdelegate trim_leading(string), to: String.Break

  @doc ~S|A text without any `to_trim` at its start: `trim_leading("__ a_", "_")` is `" a_"`.|
  def trim_leading(string, to_trim) when is_binary(string) and is_binary(to_trim),
    do: replace_leading(string, to_trim, "")

  @doc """
  A text without white space at its end.

      String.trim_trailing(" abc\\n  ")  # => " abc"
  """
  defdelegate trim_trailing(string), to: String.Break

  @doc ~S|A text without any `to_trim` at its end: `trim_trailing("_a __", "_")` is `"_a "`.|
  def trim_trailing(string, to_trim) when is_binary(string) and is_binary(to_trim),
    do: replace_trailing(string, to_trim, "")

  @doc """
  A text without white space at either end.

      String.trim("\\n  abc\\n  ")  # => "abc"
  """
  def trim(string) when is_binary(string), do: string |> trim_leading() |> trim_trailing()

  @doc ~S|A text without any `to_trim` at either end: `trim("a  abc  a", "a")` is `"  abc  "`.|
  def trim(string, to_trim) when is_binary(string) and is_binary(to_trim),
    do: string |> trim_leading(to_trim) |> trim_trailing(to_trim)

  @doc """
  A text filled up at its start to `count` graphemes; with a list, its elements in turn.

      String.pad_leading("abc", 5)        # => "  abc"
      String.pad_leading("abc", 6, "12")  # => "121abc"
  """
  @spec pad_leading(t, non_neg_integer, t | [t]) :: t
  def pad_leading(string, count, padding \\ [" "])

  def pad_leading(string, count, padding) when is_binary(padding) and padding != "",
    do: pad_leading(string, count, graphemes(padding))

  def pad_leading(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0,
      do: filling(string, count, padding) <> string

  @doc """
  A text filled up at its end to `count` graphemes; with a list, its elements in turn.

      String.pad_trailing("abc", 5)        # => "abc  "
      String.pad_trailing("abc", 6, "12")  # => "abc121"
  """
  @spec pad_trailing(t, non_neg_integer, t | [t]) :: t
  def pad_trailing(string, count, padding \\ [" "])

  def pad_trailing(string, count, padding) when is_binary(padding) and padding != "",
    do: pad_trailing(string, count, graphemes(padding))

  def pad_trailing(string, count, [_ | _] = padding)
      when is_binary(string) and is_integer(count) and count >= 0,
      do: string <> filling(string, count, padding)

  defp filling(string, count, padding),
    do: String.Search.filling(count - length(string), padding)

  # Looking for something

  @doc """
  True if a text starts with `prefix`, or with one of a list of them.

      String.starts_with?("elixir", ["erlang", "eli"])  # => true
  """
  def starts_with?(string, prefix) when is_binary(string) and is_binary(prefix),
    do: String.Search.prefix?(string, byte_size(string), prefix)

  def starts_with?(string, prefix) when is_binary(string) and is_list(prefix),
    do: Enum.any?(prefix, &String.Search.prefix?(string, byte_size(string), &1))

  def starts_with?(string, prefix) when is_binary(string) do
    IO.warn("compiled patterns are deprecated in starts_with?")
    Kernel.match?({0, _}, :binary.match(string, prefix))
  end

  @doc """
  True if a text ends with `suffix`, or with one of a list of them.

      String.ends_with?("language", ["youth", "age"])  # => true
  """
  def ends_with?(string, suffix) when is_binary(string) and is_binary(suffix),
    do: String.Search.suffix?(string, byte_size(string), suffix)

  def ends_with?(string, suffix) when is_binary(string) and is_list(suffix),
    do: Enum.any?(suffix, &String.Search.suffix?(string, byte_size(string), &1))

  @doc ~S|True if a regex matches somewhere in a text: `match?("foo", ~r/o+/)`.|
  def match?(string, regex) when is_binary(string), do: Regex.match?(regex, string)

  @doc """
  True if a text contains `contents`, or one of a list of them.

      String.contains?("elixir of life", ["life", "death"])  # => true
  """
  @spec contains?(t, [t] | pattern) :: boolean
  def contains?(string, contents) when is_binary(string) and is_list(contents),
    do: list_contains?(string, byte_size(string), contents, [])

  def contains?(string, contents) when is_binary(string),
    do: "" == contents or :nomatch != :binary.match(string, contents)

  # The patterns that are not longer than the text are looked for together.
  defp list_contains?(_string, _size, [], []), do: false
  defp list_contains?(string, _size, [], found), do: :binary.match(string, found) != :nomatch

  defp list_contains?(string, size, [contents | rest], found) do
    case byte_size(contents) do
      0 -> true
      longer when longer > size -> list_contains?(string, size, rest, found)
      _ -> list_contains?(string, size, rest, [contents | found])
    end
  end

  # Conversions

  @doc """
  The codepoints of a text as a charlist.

      String.to_charlist("æß")  # => 'æß'
  """
  def to_charlist(string) when is_binary(string) do
    case :unicode.characters_to_list(string) do
      charlist when is_list(charlist) ->
        charlist

      {:error, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid

      {:incomplete, encoded, rest} ->
        raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
    end
  end

  @doc """
  The atom with this text. Atoms are never freed: not for texts from outside.

      String.to_atom("my_atom")  # => :my_atom
  """
  def to_atom(string), do: :erlang.binary_to_atom(string, :utf8)

  @doc """
  The atom with this text if there is one already; raises `ArgumentError` otherwise.

      String.to_existing_atom("ok")  # => :ok
  """
  def to_existing_atom(string), do: :erlang.binary_to_existing_atom(string, :utf8)

  @doc ~S|The integer that a text is in base 10: `to_integer("123")` is 123.|
  def to_integer(string), do: :erlang.binary_to_integer(string)

  @doc ~S|The integer that a text is in a base from 2 to 36: `to_integer("3FF", 16)` is 1023.|
  @spec to_integer(t, 2..36) :: integer
  def to_integer(string, base), do: :erlang.binary_to_integer(string, base)

  @doc ~S|The float that a text with digits around the point is: `to_float("2.5e0")` is 2.5.|
  def to_float(string), do: :erlang.binary_to_float(string)

  # Likeness

  @doc """
  How alike two texts are as bags of graphemes, whatever their order: 0.0 to 1.0.

      String.bag_distance("abc", "abcd")  # => 0.75
  """
  def bag_distance(_string, ""), do: 0.0
  def bag_distance("", _string), do: 0.0

  def bag_distance(string1, string2) when is_binary(string1) and is_binary(string2),
    do: String.Distance.bag(string1, string2)

  @doc """
  How alike two texts are by the measure of Jaro, which is made for short ones such as names: 0.0
  to 1.0.

      String.jaro_distance("Dwayne", "Duane")  # => 0.8222222222222223
  """
  def jaro_distance(string1, string2)

  def jaro_distance(string, string), do: 1.0
  def jaro_distance(_string, ""), do: 0.0
  def jaro_distance("", _string), do: 0.0

  def jaro_distance(string1, string2) when is_binary(string1) and is_binary(string2),
    do: String.Distance.jaro(string1, string2)

  @doc """
  The steps that make one text into another, as a keyword list of `:eq`, `:ins` and `:del`.

      String.myers_difference("fox hops", "fox jumps")
      # => [eq: "fox ", del: "ho", ins: "jum", eq: "ps"]
  """
  @spec myers_difference(t, t) :: [{:eq | :ins | :del, t}]
  def myers_difference(string1, string2) when is_binary(string1) and is_binary(string2) do
    steps = List.myers_difference(graphemes(string1), graphemes(string2))
    for {kind, graphemes} <- steps, do: {kind, :erlang.iolist_to_binary(graphemes)}
  end

  # Older names, and paddings given as a character

  @doc false
  @deprecated "Use String.to_charlist/1 instead"
  def to_char_list(string), do: String.to_charlist(string)

  @doc false
  @deprecated "Use String.trim/1 instead"
  defdelegate strip(binary), to: String, as: :trim

  @doc false
  @deprecated "Use String.trim/2 with a binary second argument instead"
  def strip(string, char), do: trim(string, <<char::utf8>>)

  @doc false
  @deprecated "Use String.trim_leading/1 instead"
  defdelegate lstrip(binary), to: String, as: :trim_leading

  @doc false
  @deprecated "Use String.trim_leading/2 with a binary as second argument instead"
  def lstrip(string, char) when is_integer(char), do: replace_leading(string, <<char::utf8>>, "")

  @doc false
  @deprecated "Use String.trim_trailing/1 instead"
  defdelegate rstrip(binary), to: String, as: :trim_trailing

  @doc false
  @deprecated "Use String.trim_trailing/2 with a binary as second argument instead"
  def rstrip(string, char) when is_integer(char), do: replace_trailing(string, <<char::utf8>>, "")

  @doc false
  @deprecated "Use String.pad_leading/2 instead"
  def rjust(subject, length), do: rjust(subject, length, ?\s)

  @doc false
  @deprecated "Use String.pad_leading/3 with a binary padding instead"
  def rjust(subject, length, pad) when is_integer(pad) and is_integer(length) and length >= 0,
    do: filling(subject, length, [<<pad::utf8>>]) <> subject

  @doc false
  @deprecated "Use String.pad_trailing/2 instead"
  def ljust(subject, length), do: ljust(subject, length, ?\s)

  @doc false
  @deprecated "Use String.pad_trailing/3 with a binary padding instead"
  def ljust(subject, length, pad) when is_integer(pad) and is_integer(length) and length >= 0,
    do: subject <> filling(subject, length, [<<pad::utf8>>])
end
