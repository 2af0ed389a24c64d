defmodule URI.Strict do
  @moduledoc false
  # RFC 3986 to the letter, but for percent signs, which need no digits after them.
  #
  # A text is read as a URI with a scheme; if that fails, as a reference without one. The part
  # that is reported is the first character at which the second reading failed, so any fault
  # behind a scheme is reported as its colon.

  @doc false
  def parse(text) do
    parse_absolute(text) || parse_relative(text)
  end

  @parts %{scheme: nil, userinfo: nil, host: nil, port: nil, path: "", query: nil, fragment: nil}

  defp parse_absolute(text) do
    with {scheme, ":" <> rest} <- take_scheme(text),
         {:ok, parts} <- parse_hierarchy(rest, &path_char?/1) do
      {:ok, %{parts | scheme: scheme}}
    else
      _ -> nil
    end
  end

  defp take_scheme(<<char, _::binary>> = text) when char in ?a..?z or char in ?A..?Z,
    do: take(text, &scheme_char?/1)

  defp take_scheme(_text), do: nil

  defp parse_relative(text), do: parse_hierarchy(text, &(&1 != ?: and path_char?(&1)))

  # `first_char?` tells what may stand in the first segment of a path without a slash before it.
  defp parse_hierarchy("//" <> text, _first_char?) do
    with {userinfo, "@" <> rest} <- take(text, &(&1 == ?: or name_char?(&1))),
         {:ok, parts} <- parse_host(rest, userinfo) do
      {:ok, parts}
    else
      _ -> parse_host(text, nil)
    end
  end

  defp parse_hierarchy(text, first_char?) do
    {segment, rest} = take(text, first_char?)

    case rest do
      ":" <> _ -> {:error, ":"}
      _ -> parse_path(rest, @parts, segment)
    end
  end

  defp parse_path(text, parts, start \\ "") do
    {path, rest} = take(text, &(&1 == ?/ or path_char?(&1)))
    parse_query(rest, %{parts | path: start <> path})
  end

  defp parse_query("?" <> text, parts) do
    {query, rest} = take(text, &query_char?/1)
    parse_fragment(rest, %{parts | query: query})
  end

  defp parse_query(text, parts), do: parse_fragment(text, parts)

  defp parse_fragment("#" <> text, parts) do
    {fragment, rest} = take(text, &query_char?/1)
    parse_end(rest, %{parts | fragment: fragment})
  end

  defp parse_fragment(text, parts), do: parse_end(text, parts)

  defp parse_end("", parts), do: {:ok, parts}
  defp parse_end(text, _parts), do: {:error, first_character(text)}

  defp parse_host(text, userinfo) do
    with {:ok, host, rest} <- take_host(text),
         {:ok, port, rest} <- take_port(rest),
         {:ok, rest} <- authority_end(rest) do
      parse_path(rest, %{@parts | userinfo: userinfo, host: host, port: port})
    end
  end

  defp take_host("[" <> text) do
    {address, rest} = take(text, &(&1 in ?0..?9 or &1 in ?a..?f or &1 in ?A..?F or &1 in ':.'))

    case rest do
      "]" <> rest -> if address?(address), do: {:ok, address, rest}, else: {:error, address}
      _ -> {:error, first_character(rest)}
    end
  end

  defp take_host(text) do
    {name, rest} = take(text, &name_char?/1)
    {:ok, name, rest}
  end

  # A colon without digits is allowed; the port is then said to be undefined.
  defp take_port(":" <> text) do
    case take(text, &(&1 in ?0..?9)) do
      {"", rest} -> {:ok, :undefined, rest}
      {digits, rest} -> {:ok, String.to_integer(digits), rest}
    end
  end

  defp take_port(text), do: {:ok, nil, text}

  defp authority_end(<<char, _::binary>> = text) when char not in '/?#',
    do: {:error, first_character(text)}

  defp authority_end(text), do: {:ok, text}

  defp scheme_char?(char),
    do: char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in '+-.'

  defp name_char?(char), do: URI.char_unreserved?(char) or char in '%!$&\'()*+,;='
  defp path_char?(char), do: name_char?(char) or char in ':@'
  defp query_char?(char), do: path_char?(char) or char in '/?'

  defp take(text, char?), do: take(text, char?, 0)

  defp take(text, char?, size) do
    case text do
      <<_::binary-size(size), char, _::binary>> ->
        if char?.(char), do: take(text, char?, size + 1), else: cut(text, size)

      _ ->
        cut(text, size)
    end
  end

  defp cut(text, size) do
    <<taken::binary-size(size), rest::binary>> = text
    {taken, rest}
  end

  defp first_character(""), do: ""
  defp first_character(text), do: text |> String.next_codepoint() |> elem(0)

  # An IPv6 address: eight groups, or fewer around one "::"; an IPv4 address counts as the last
  # two.
  defp address?(text) do
    case :binary.split(text, "::") do
      [text] ->
        group_count(text) == 8

      [before, rest] ->
        short_count(before) + short_count(rest) < 8
    end
  end

  defp short_count(""), do: 0
  defp short_count(text), do: group_count(text)

  # More than eight means that a group is not well formed.
  defp group_count(text), do: text |> :binary.split(":", [:global]) |> group_count(0)

  defp group_count([last], count) do
    cond do
      group?(last) -> count + 1
      dotted?(last) -> count + 2
      true -> 9
    end
  end

  defp group_count([group | groups], count) do
    if group?(group), do: group_count(groups, count + 1), else: 9
  end

  defp group?(text), do: byte_size(text) in 1..4 and not String.contains?(text, ".")

  defp dotted?(text) do
    numbers = :binary.split(text, ".", [:global])
    length(numbers) == 4 and Enum.all?(numbers, &octet?/1)
  end

  defp octet?(text) do
    case Integer.parse(text) do
      {number, ""} -> number in 0..255 and text == Integer.to_string(number)
      _ -> false
    end
  end
end
