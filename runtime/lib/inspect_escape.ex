defmodule Inspect.Escape do
  @moduledoc false
  # The texts of strings, charlists and atoms as they are written in source code.

  @doc """
  The inside of a quoted text: `{iodata, rest}`. `rest` is what is beyond `limit` characters.
  """
  def escape(text, quote, limit \\ :infinity), do: escape(text, quote, limit, "")

  defp escape(rest, _quote, 0, escaped) when rest != "", do: {escaped, rest}

  defp escape(<<char, rest::binary>>, char, limit, escaped),
    do: escape(rest, char, decrement(limit), <<escaped::binary, ?\\, char>>)

  defp escape(<<?#, ?{, rest::binary>>, quote, limit, escaped),
    do: escape(rest, quote, decrement(limit), <<escaped::binary, ?\\, ?#, ?{>>)

  defp escape(<<?\\, rest::binary>>, quote, limit, escaped),
    do: escape(rest, quote, decrement(limit), <<escaped::binary, ?\\, ?\\>>)

  defp escape(<<char, rest::binary>>, quote, limit, escaped) when char in 0x20..0x7E,
    do: escape(rest, quote, decrement(limit), <<escaped::binary, char>>)

  # A byte order mark would not be seen.
  defp escape(<<0xFEFF::utf8, rest::binary>>, quote, limit, escaped),
    do: escape(rest, quote, decrement(limit), escaped <> "\\uFEFF")

  defp escape(<<char::utf8, rest::binary>>, quote, limit, escaped)
       when char in 0xA0..0xD7FF or char in 0xE000..0xFFFD or char in 0x10000..0x10FFFF,
       do: escape(rest, quote, decrement(limit), <<escaped::binary, char::utf8>>)

  defp escape(<<char::utf8, rest::binary>>, quote, limit, escaped),
    do: escape(rest, quote, decrement(limit), escaped <> control(char))

  defp escape(<<byte, rest::binary>>, quote, limit, escaped),
    do: escape(rest, quote, decrement(limit), escaped <> hex(byte))

  defp escape(<<>>, _quote, _limit, escaped), do: {escaped, ""}

  defp decrement(:infinity), do: :infinity
  defp decrement(limit), do: limit - 1

  defp control(0), do: "\\0"
  defp control(?\a), do: "\\a"
  defp control(?\b), do: "\\b"
  defp control(?\d), do: "\\d"
  defp control(?\e), do: "\\e"
  defp control(?\f), do: "\\f"
  defp control(?\n), do: "\\n"
  defp control(?\r), do: "\\r"
  defp control(?\t), do: "\\t"
  defp control(?\v), do: "\\v"
  defp control(char), do: hex(char)

  defp hex(number) when number < 0x10, do: "\\x0" <> :erlang.integer_to_binary(number, 16)
  defp hex(number) when number < 0x100, do: "\\x" <> :erlang.integer_to_binary(number, 16)
  defp hex(number), do: "\\x{" <> :erlang.integer_to_binary(number, 16) <> "}"

  @doc """
  A text between quotes, whole.
  """
  def quoted(text, quote) do
    {escaped, ""} = escape(text, quote)
    <<quote, escaped::binary, quote>>
  end

  @doc """
  An atom as a literal: `:ok`, `:"with space"`, `Foo.Bar`, `nil`.
  """
  def atom(atom) when atom in [nil, true, false], do: :erlang.atom_to_binary(atom)

  def atom(atom) do
    text = :erlang.atom_to_binary(atom)

    case :respawn_code.classify_atom(atom) do
      :alias -> alias_text(text)
      :quoted -> <<?:, quoted(text, ?")::binary>>
      _ -> <<?:, text::binary>>
    end
  end

  defp alias_text(<<"Elixir.", rest::binary>>), do: rest
  defp alias_text(text), do: text

  @doc """
  An atom as a key: `ok:`, `"with space":`.
  """
  def key(atom) do
    text = :erlang.atom_to_binary(atom)

    case :respawn_code.classify_atom(atom) do
      kind when kind in [:alias, :quoted] -> <<quoted(text, ?")::binary, ?:>>
      _ -> <<text::binary, ?:>>
    end
  end

  @doc """
  A number in a base, as it is written in source code.
  """
  def integer(number, :decimal), do: :erlang.integer_to_binary(number)

  def integer(number, base) do
    {prefix, radix} =
      case base do
        :binary -> {"0b", 2}
        :octal -> {"0o", 8}
        :hex -> {"0x", 16}
      end

    if number < 0,
      do: <<?-, prefix::binary, :erlang.integer_to_binary(-number, radix)::binary>>,
      else: <<prefix::binary, :erlang.integer_to_binary(number, radix)::binary>>
  end

  @doc """
  A float: whole numbers below 1.0e16 in full, others in the shortest way.
  """
  def float(float) when abs(float) < 1.0e16 and float != 0.0 do
    case :erlang.trunc(float) do
      whole when whole == float -> <<:erlang.integer_to_binary(whole)::binary, ".0">>
      _ -> Float.to_string(float)
    end
  end

  def float(float), do: Float.to_string(float)
end
