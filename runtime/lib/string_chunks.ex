defmodule String.Chunks do
  @moduledoc false
  # What is done to a text from left to right: its case, its normal form, and its runs of
  # characters that have a trait, being printable or being UTF-8 at all.

  @doc false
  def ascii_upcase(string), do: for(<<char <- string>>, into: "", do: <<upper(char)>>)

  defp upper(char) when char in ?a..?z, do: char - 32
  defp upper(char), do: char

  @doc false
  def ascii_downcase(string), do: for(<<char <- string>>, into: "", do: <<lower(char)>>)

  defp lower(char) when char in ?A..?Z, do: char + 32
  defp lower(char), do: char

  @doc false
  def normalize(string, form) do
    case to_form(string, form) do
      {:error, good, <<bad, rest::binary>>} -> good <> <<bad>> <> normalize(rest, form)
      normal -> normal
    end
  end

  defp to_form(string, :nfd), do: :unicode.characters_to_nfd_binary(string)
  defp to_form(string, :nfc), do: :unicode.characters_to_nfc_binary(string)
  defp to_form(string, :nfkd), do: :unicode.characters_to_nfkd_binary(string)
  defp to_form(string, :nfkc), do: :unicode.characters_to_nfkc_binary(string)

  @doc false
  def printable?(_string, 0), do: true

  def printable?(<<char, rest::binary>>, limit) when char in 0x20..0x7E,
    do: printable?(rest, decrement(limit))

  def printable?(<<char, rest::binary>>, limit) when char in '\n\r\t\v\b\f\e\d\a',
    do: printable?(rest, decrement(limit))

  def printable?(<<char::utf8, rest::binary>>, limit)
      when char in 0xA0..0xD7FF or char in 0xE000..0xFFFD or char in 0x10000..0x10FFFF,
      do: printable?(rest, decrement(limit))

  def printable?(rest, _limit), do: rest == ""

  defp decrement(:infinity), do: :infinity
  defp decrement(limit), do: limit - 1

  @doc false
  def runs(codepoints, trait), do: runs(codepoints, trait, [])

  defp runs([], _trait, runs), do: :lists.reverse(runs)

  defp runs([codepoint | rest], trait, runs) do
    kind = trait?(codepoint, trait)
    {same, rest} = Enum.split_while(rest, &(trait?(&1, trait) == kind))
    runs(rest, trait, [:erlang.iolist_to_binary([codepoint | same]) | runs])
  end

  defp trait?(codepoint, :valid), do: String.valid?(codepoint)
  defp trait?(codepoint, :printable), do: printable?(codepoint, :infinity)
end
