defmodule EEx.TagKind do
  # What the code of a tag is a part of: a whole expression, or the beginning (`if x do`, `fn x ->`), the middle
  # (`else`, `x ->`, `end, fn ->`) or the end (`end`, `end)`) of one that goes over several tags.
  #
  # The code need not be well formed: it is looked at as a row of words and signs. What matters is how it begins and
  # how it ends, and not what stands in strings, comments and atoms.
  @moduledoc false

  @doc false
  def of(code) do
    case words(code, []) do
      :unfinished -> :expr
      words -> kind(words)
    end
  end

  # Words come from the last to the first.
  defp kind([last | _] = words) when last in [:do, :->] do
    cond do
      ends_another?(words) -> :middle_expr
      last == :do or opens_fn?(words) -> :start_expr
      true -> :middle_expr
    end
  end

  defp kind([:block | _]), do: :middle_expr

  defp kind(words) do
    if words != [] and ends_another?(words), do: :end_expr, else: :expr
  end

  defp ends_another?(words),
    do: words |> Enum.reverse() |> Enum.drop_while(&(&1 == :open)) |> List.first() == :end

  # Whether a `fn` is still open.
  defp opens_fn?(words) do
    Enum.find(words, &(&1 in [:fn, :end])) == :fn
  end

  ## Words

  defp words([], words), do: words
  defp words([space | rest], words) when space in ' \t\r\n', do: words(rest, words)
  defp words([?# | rest], words), do: words(Enum.drop_while(rest, &(&1 != ?\n)), words)
  defp words([??, ?\\, _ | rest], words), do: words(rest, [:other | words])
  defp words([??, _ | rest], words), do: words(rest, [:other | words])
  defp words('"""' ++ rest, words), do: text(rest, '"""', words)
  defp words('\'\'\'' ++ rest, words), do: text(rest, '\'\'\'', words)
  defp words([quote | rest], words) when quote in [?", ?'], do: text(rest, [quote], words)

  defp words([?~, letter | rest], words) when letter in ?a..?z or letter in ?A..?Z do
    sigil(rest, words)
  end

  defp words([?:, quote | rest], words) when quote in [?", ?'], do: text(rest, [quote], words)

  # An atom, unless it is the `::` of a type.
  defp words([?:, ?: | rest], words), do: words(rest, [:other | words])

  defp words([?:, letter | rest], words) when letter not in ' \t\r\n' do
    {_name, rest} = name([letter | rest])
    words(rest, [:other | words])
  end

  defp words([?., letter | rest], words)
       when letter in ?a..?z or letter in ?A..?Z or letter == ?_ do
    {_name, rest} = name([letter | rest])
    words(rest, [:other | words])
  end

  defp words('->' ++ rest, words), do: words(rest, [:-> | words])
  defp words([?( | rest], words), do: words(rest, [:open | words])

  defp words([letter | _] = code, words)
       when letter in ?a..?z or letter in ?A..?Z or letter == ?_ or letter > 127 do
    {name, rest} = name(code)

    case rest do
      [?:, next | _] when next != ?: -> words(tl(rest), [:other | words])
      [?:] -> words([], [:other | words])
      _ -> words(rest, [word(name) | words])
    end
  end

  defp words([_ | rest], words), do: words(rest, [:other | words])

  defp word('do'), do: :do
  defp word('end'), do: :end
  defp word('fn'), do: :fn
  defp word(name) when name in ['else', 'rescue', 'catch', 'after'], do: :block
  defp word(_), do: :other

  defp name([first | rest]) do
    {more, rest} = Enum.split_while(rest, &name_character?/1)

    case rest do
      [mark | rest] when mark in '?!' -> {[first | more], rest}
      _ -> {[first | more], rest}
    end
  end

  defp name_character?(c), do: c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c == ?_ or c > 127

  ## Strings and sigils

  defp text(code, closing, words) do
    case skip(code, closing, true) do
      :unfinished -> :unfinished
      rest -> words(rest, [:other | words])
    end
  end

  defp sigil(code, words) do
    opening = Enum.find(['"""', '\'\'\''], &List.starts_with?(code, &1)) || Enum.take(code, 1)

    case skip(Enum.drop(code, length(opening)), closing(opening), true) do
      :unfinished -> :unfinished
      rest -> words(Enum.drop_while(rest, &(&1 in ?a..?z)), [:other | words])
    end
  end

  defp closing('('), do: ')'
  defp closing('['), do: ']'
  defp closing('{'), do: '}'
  defp closing('<'), do: '>'
  defp closing(other), do: other

  # What comes after the closing delimiter; interpolations inside are passed over with their own strings.
  defp skip([], _closing, _interpolates), do: :unfinished
  defp skip([?\\, _ | rest], closing, interpolates), do: skip(rest, closing, interpolates)

  defp skip([?#, ?{ | rest], closing, true) do
    case interpolation(rest, 0) do
      :unfinished -> :unfinished
      rest -> skip(rest, closing, true)
    end
  end

  defp skip([_ | rest] = code, closing, interpolates) do
    if List.starts_with?(code, closing),
      do: Enum.drop(code, length(closing)),
      else: skip(rest, closing, interpolates)
  end

  defp interpolation([?} | rest], 0), do: rest
  defp interpolation([?} | rest], depth), do: interpolation(rest, depth - 1)
  defp interpolation([?{ | rest], depth), do: interpolation(rest, depth + 1)

  defp interpolation([quote | rest], depth) when quote in [?", ?'] do
    case skip(rest, [quote], true) do
      :unfinished -> :unfinished
      rest -> interpolation(rest, depth)
    end
  end

  defp interpolation([_ | rest], depth), do: interpolation(rest, depth)
  defp interpolation([], _depth), do: :unfinished
end
