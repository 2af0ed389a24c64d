defmodule Macro.Text do
  # Names as paths and paths as names.
  @moduledoc false

  @doc false
  def underscore(""), do: ""

  def underscore(<<first, rest::binary>>) do
    <<downcase(first)>> <> underscore(rest, first)
  end

  # A capital begins a word unless it is one of a run of capitals; the last of a run begins the word after it.
  defp underscore(<<char, next, rest::binary>>, _previous)
       when char in ?A..?Z and next not in ?A..?Z and next != ?. and next != ?_ do
    <<?_, downcase(char), next>> <> underscore(rest, next)
  end

  defp underscore(<<char, rest::binary>>, previous)
       when char in ?A..?Z and previous not in ?A..?Z and previous != ?_ do
    <<?_, downcase(char)>> <> underscore(rest, char)
  end

  defp underscore(<<?., rest::binary>>, _previous), do: "/" <> underscore(rest)

  defp underscore(<<char, rest::binary>>, _previous) do
    <<downcase(char)>> <> underscore(rest, char)
  end

  defp underscore("", _previous), do: ""

  @doc false
  def camelize(""), do: ""
  def camelize(<<?_, rest::binary>>), do: camelize(rest)
  def camelize(<<first, rest::binary>>), do: <<upcase(first)>> <> camelize_rest(rest)

  defp camelize_rest(<<?_, ?_, rest::binary>>), do: camelize_rest(<<?_, rest::binary>>)

  defp camelize_rest(<<?_, char, rest::binary>>) when char in ?a..?z do
    <<upcase(char)>> <> camelize_rest(rest)
  end

  defp camelize_rest(<<?_, char, rest::binary>>) when char in ?0..?9 do
    <<char>> <> camelize_rest(rest)
  end

  defp camelize_rest(<<?_>>), do: <<>>
  defp camelize_rest(<<?/, rest::binary>>), do: "." <> camelize(rest)
  defp camelize_rest(<<char, rest::binary>>), do: <<char>> <> camelize_rest(rest)
  defp camelize_rest(""), do: ""

  defp downcase(char) when char in ?A..?Z, do: char + 32
  defp downcase(char), do: char

  defp upcase(char) when char in ?a..?z, do: char - 32
  defp upcase(char), do: char
end
