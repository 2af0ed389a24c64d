defmodule Macro.Unescape do
  # Escapes in the text of strings, charlists and sigils. The map says what an escaped character stands for, or
  # `false` to leave the backslash; asked for `:newline`, `:hex` and `:unicode` it says whether `\` at the end of a
  # line, `\x` and `\u` are escapes at all.
  @moduledoc false

  @doc false
  def default_map(:newline), do: true
  def default_map(:unicode), do: true
  def default_map(:hex), do: true
  def default_map(?0), do: 0
  def default_map(?a), do: 7
  def default_map(?b), do: ?\b
  def default_map(?d), do: ?\d
  def default_map(?e), do: ?\e
  def default_map(?f), do: ?\f
  def default_map(?n), do: ?\n
  def default_map(?r), do: ?\r
  def default_map(?s), do: ?\s
  def default_map(?t), do: ?\t
  def default_map(?v), do: ?\v
  def default_map(character), do: character

  @doc false
  def unescape(text, map) when is_binary(text) do
    # Most texts have no escapes.
    case :binary.match(text, "\\") do
      :nomatch -> text
      _ -> unescape(text, map, "")
    end
  end

  defp unescape(<<"\\\r\n", rest::binary>>, map, result), do: newline("\\\r\n", rest, map, result)
  defp unescape(<<"\\\n", rest::binary>>, map, result), do: newline("\\\n", rest, map, result)

  defp unescape(<<"\\x", rest::binary>>, map, result) do
    if map.(:hex) == true do
      {bytes, rest} = hex(rest)
      unescape(rest, map, <<result::binary, bytes::binary>>)
    else
      unescape(rest, map, <<result::binary, "\\x">>)
    end
  end

  defp unescape(<<"\\u", rest::binary>>, map, result) do
    if map.(:unicode) == true do
      {bytes, rest} = unicode(rest)
      unescape(rest, map, <<result::binary, bytes::binary>>)
    else
      unescape(rest, map, <<result::binary, "\\u">>)
    end
  end

  defp unescape(<<"\\", escaped::utf8, rest::binary>>, map, result) do
    case map.(escaped) do
      false -> unescape(rest, map, <<result::binary, ?\\, escaped::utf8>>)
      character -> unescape(rest, map, <<result::binary, character::utf8>>)
    end
  end

  defp unescape(<<byte, rest::binary>>, map, result) do
    unescape(rest, map, <<result::binary, byte>>)
  end

  defp unescape("", _map, result), do: result

  defp newline(break, rest, map, result) do
    case map.(:newline) do
      true -> unescape(rest, map, result)
      _ -> unescape(rest, map, <<result::binary, break::binary>>)
    end
  end

  defguardp is_hex(character)
            when character in ?0..?9 or character in ?a..?f or character in ?A..?F

  # One or two digits are a byte; in braces they are a code point.
  defp hex(<<a, b, rest::binary>>) when is_hex(a) and is_hex(b) do
    {<<String.to_integer(<<a, b>>, 16)>>, rest}
  end

  defp hex(<<a, rest::binary>>) when is_hex(a), do: {<<String.to_integer(<<a>>, 16)>>, rest}

  defp hex(<<"{", rest::binary>>) do
    braced(rest) ||
      raise(
        ArgumentError,
        "invalid hex escape character, expected \\xHH where H is a hexadecimal digit"
      )
  end

  defp hex(_) do
    raise ArgumentError,
          "invalid hex escape character, expected \\xHH where H is a hexadecimal digit"
  end

  defp unicode(<<a, b, c, d, rest::binary>>)
       when is_hex(a) and is_hex(b) and is_hex(c) and is_hex(d) do
    {code_point(<<a, b, c, d>>), rest}
  end

  defp unicode(<<"{", rest::binary>>), do: braced(rest) || bad_unicode()
  defp unicode(_), do: bad_unicode()

  defp bad_unicode do
    raise ArgumentError,
          "invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit"
  end

  defp braced(text) do
    with {position, 1} when position in 1..6 <- :binary.match(text, "}"),
         <<digits::binary-size(position), "}", rest::binary>> = text,
         true <- hex_digits?(digits) do
      {code_point(digits), rest}
    else
      _ -> nil
    end
  end

  defp hex_digits?(<<digit, rest::binary>>) when is_hex(digit), do: hex_digits?(rest)
  defp hex_digits?(rest), do: rest == ""

  defp code_point(digits) do
    case String.to_integer(digits, 16) do
      number when number in 0..0xD7FF or number in 0xE000..0x10FFFF -> <<number::utf8>>
      _ -> raise ArgumentError, "invalid or reserved Unicode code point \\u{#{digits}}"
    end
  end
end
