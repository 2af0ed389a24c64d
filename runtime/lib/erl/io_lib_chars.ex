defmodule :io_lib_chars do
  @moduledoc false
  # Characters for :io_lib: which lists are texts, which texts can be shown, and how atoms,
  # strings and characters are quoted as Erlang source. Texts are charlists.

  @reserved [:after, :begin, :case, :try, :cond, :catch, :and, :andalso, :or, :orelse, :xor] ++
              [:band, :bor, :bxor, :bsl, :bsr, :bnot, :not, :div, :rem, :if, :fun, :receive] ++
              [:let, :of, :end, :when]

  defguardp is_character(char)
            when is_integer(char) and
                   (char in 0..0xD7FF or char in 0xE000..0xFFFD or char in 0x10000..0x10FFFF)

  defguardp is_shown_latin1(char)
            when is_integer(char) and
                   (char in 32..126 or char in 160..255 or char in 8..13 or char == 27)

  defguardp is_shown(char)
            when is_shown_latin1(char) or
                   (is_character(char) and char >= 0xA0)

  # Which lists are texts

  @doc false
  def char_list([char | rest]) when is_character(char), do: char_list(rest)
  def char_list(rest), do: rest == []

  @doc false
  def latin1_char_list([char | rest]) when is_integer(char) and char in 0..255,
    do: latin1_char_list(rest)

  def latin1_char_list(rest), do: rest == []

  @doc false
  def deep_char_list(list), do: deep(list, [], &is_text_character/1)

  @doc false
  def deep_latin1_char_list(list), do: deep(list, [], &(is_integer(&1) and &1 in 0..255))

  defp is_text_character(char), do: is_character(char)

  defp deep([first | rest], more, character?) when is_list(first),
    do: deep(first, [rest | more], character?)

  defp deep([char | rest], more, character?),
    do: character?.(char) and deep(rest, more, character?)

  defp deep([], [next | more], character?), do: deep(next, more, character?)
  defp deep([], [], _character?), do: true
  defp deep(_other, _more, _character?), do: false

  @doc false
  def printable_latin1_list([char | rest]) when is_shown_latin1(char),
    do: printable_latin1_list(rest)

  def printable_latin1_list(rest), do: rest == []

  @doc false
  def printable_unicode_list([char | rest]) when is_shown(char), do: printable_unicode_list(rest)
  def printable_unicode_list(rest), do: rest == []

  # Quoting

  @doc """
  An atom as source. With `:latin1`, characters above 255 are written as numbers.
  """
  def atom(atom, encoding) do
    chars = :erlang.atom_to_list(atom)

    if quote_atom(atom, chars),
      do: [?' | quoted(chars, ?', encoding)],
      else: chars
  end

  @doc false
  def quote_atom(atom, chars) do
    atom in @reserved or not plain?(chars)
  end

  defp plain?([first | rest]) when first in ?a..?z or (first in 0xDF..0xFF and first != 0xF7),
    do: plain_rest?(rest)

  defp plain?(_chars), do: false

  defp plain_rest?([char | rest])
       when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in [?_, ?@],
       do: plain_rest?(rest)

  defp plain_rest?([char | rest]) when char in 0xC0..0xFF and char not in [0xD7, 0xF7],
    do: plain_rest?(rest)

  defp plain_rest?(rest), do: rest == []

  @doc """
  A charlist as source, between quotes.
  """
  def string(chars, quote, encoding), do: [quote | quoted(chars, quote, encoding)]

  # The text and the quote at its end.
  defp quoted([char | rest], quote, encoding),
    do: escape(char, quote, encoding, quoted(rest, quote, encoding))

  defp quoted([], quote, _encoding), do: [quote]

  defp escape(quote, quote, _encoding, tail), do: [?\\, quote | tail]
  defp escape(?\\, _quote, _encoding, tail), do: [?\\, ?\\ | tail]
  defp escape(char, _quote, _encoding, tail) when char in 32..126, do: [char | tail]
  defp escape(char, _quote, _encoding, tail) when char in 160..255, do: [char | tail]

  defp escape(char, _quote, :latin1, tail) when char > 255,
    do: [?\\, ?x, ?{ | :erlang.integer_to_list(char, 16) ++ [?} | tail]]

  defp escape(char, _quote, _encoding, tail) when char > 255, do: [char | tail]
  defp escape(?\n, _quote, _encoding, tail), do: [?\\, ?n | tail]
  defp escape(?\r, _quote, _encoding, tail), do: [?\\, ?r | tail]
  defp escape(?\t, _quote, _encoding, tail), do: [?\\, ?t | tail]
  defp escape(?\v, _quote, _encoding, tail), do: [?\\, ?v | tail]
  defp escape(?\b, _quote, _encoding, tail), do: [?\\, ?b | tail]
  defp escape(?\f, _quote, _encoding, tail), do: [?\\, ?f | tail]
  defp escape(?\e, _quote, _encoding, tail), do: [?\\, ?e | tail]
  defp escape(?\d, _quote, _encoding, tail), do: [?\\, ?d | tail]

  defp escape(char, _quote, _encoding, tail) do
    [
      ?\\,
      ?0 + :erlang.bsr(char, 6),
      ?0 + :erlang.band(:erlang.bsr(char, 3), 7),
      ?0 + :erlang.band(char, 7) | tail
    ]
  end

  @doc """
  A character as source: `$a`, `$\\n`, `$\\s`.
  """
  def char(?\s, :unicode), do: [?$, ?\\, ?s]

  def char(char, encoding) when is_integer(char) and char >= 0,
    do: [?$ | escape(char, :none, encoding, [])]
end
