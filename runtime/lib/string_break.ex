defmodule String.Break do
  @moduledoc false
  # White space: splitting a text into words, and trimming its ends.
  #
  # A word ends at any white space of Unicode but the spaces that are meant to keep words together
  # (U+00A0, U+2007, U+202F); those are trimmed off the ends all the same.

  @doc false
  def split(string) when is_binary(string), do: words(string, string, 0, 0, [])
  def split(other), do: :binary.first(other)

  # `start` and `size` are those of the current word in `string`, of which the first argument is
  # the part not looked at yet.
  defp words(<<char, rest::binary>>, string, start, size, words) when char in 0x21..0x7F,
    do: words(rest, string, start, size + 1, words)

  defp words(<<char, rest::binary>>, string, start, size, words) when char in '\s\t\n\v\f\r',
    do: words(rest, string, start + size + 1, 0, add_word(string, start, size, words))

  defp words(<<_, rest::binary>> = text, string, start, size, words) do
    case breaking_size(text) do
      0 ->
        words(rest, string, start, size + 1, words)

      space_size ->
        <<_::binary-size(space_size), rest::binary>> = text
        words(rest, string, start + size + space_size, 0, add_word(string, start, size, words))
    end
  end

  defp words(<<>>, string, start, size, words),
    do: :lists.reverse(add_word(string, start, size, words))

  defp add_word(_string, _start, 0, words), do: words

  defp add_word(string, start, size, words),
    do: [:erlang.binary_part(string, start, size) | words]

  # The bytes of the white space beyond ASCII that `text` starts with and words end at, or 0.
  defp breaking_size(<<0xC2, 0x85, _::binary>>), do: 2
  defp breaking_size(<<0xE1, 0x9A, 0x80, _::binary>>), do: 3
  defp breaking_size(<<0xE2, 0x80, 0x87, _::binary>>), do: 0
  defp breaking_size(<<0xE2, 0x80, char, _::binary>>) when char in 0x80..0x8A, do: 3
  defp breaking_size(<<0xE2, 0x80, char, _::binary>>) when char in 0xA8..0xA9, do: 3
  defp breaking_size(<<0xE2, 0x81, 0x9F, _::binary>>), do: 3
  defp breaking_size(<<0xE3, 0x80, 0x80, _::binary>>), do: 3
  defp breaking_size(_text), do: 0

  @doc false
  def trim_leading(<<char, rest::binary>>) when char in '\s\t\n\v\f\r', do: trim_leading(rest)
  def trim_leading(<<char, _::binary>> = string) when char < 0x80, do: string

  def trim_leading(<<_, _::binary>> = string) do
    case space_size(string) do
      0 ->
        string

      size ->
        <<_::binary-size(size), rest::binary>> = string
        trim_leading(rest)
    end
  end

  def trim_leading(""), do: ""

  @doc false
  def trim_trailing(string) when is_binary(string), do: trim_trailing(string, byte_size(string))

  defp trim_trailing(string, size) do
    case trailing_space_size(string, size) do
      0 -> :erlang.binary_part(string, 0, size)
      space_size -> trim_trailing(string, size - space_size)
    end
  end

  defp trailing_space_size(_string, 0), do: 0

  defp trailing_space_size(string, size) do
    case :binary.at(string, size - 1) do
      char when char in '\s\t\n\v\f\r' -> 1
      char when char < 0x80 -> 0
      _ -> trailing_unicode_size(string, size)
    end
  end

  # Two or three bytes at the end count if they are one white space.
  defp trailing_unicode_size(string, size) do
    cond do
      size >= 2 and space_size(:erlang.binary_part(string, size, -2)) == 2 -> 2
      size >= 3 and space_size(:erlang.binary_part(string, size, -3)) == 3 -> 3
      true -> 0
    end
  end

  defp space_size(<<0xC2, 0xA0, _::binary>>), do: 2
  defp space_size(<<0xE2, 0x80, char, _::binary>>) when char in [0x87, 0xAF], do: 3
  defp space_size(text), do: breaking_size(text)
end
