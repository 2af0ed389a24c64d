defmodule Path.Wildcard do
  @moduledoc false
  # Finds the files whose names match a pattern.
  #
  # A pattern is read into a list of parts, one for each level of folders, after its braces were
  # expanded to patterns without. A part is a name as it stands, a list of matchers, or :deep for
  # `**`. Only folders that can hold a match are listed.

  @doc """
  The names that match, in order, relative as the pattern is. Relative names are looked for in
  `root`, and names that start with a dot are only matched by a dot unless `match_dot?`.
  """
  def wildcard(pattern, root, match_dot?) do
    pattern
    |> alternatives()
    |> Enum.flat_map(&find(&1, root, match_dot?))
    |> Enum.uniq()
    |> Enum.sort()
  end

  @doc """
  The patterns without braces that a pattern stands for.
  """
  def alternatives(pattern) do
    case split_braces(pattern, "") do
      nil ->
        [pattern]

      {before, choices, rest} ->
        for choice <- choices, expanded <- alternatives(before <> choice <> rest), do: expanded
    end
  end

  # The first braces that have an end: what is before, the choices, and what is behind.
  defp split_braces(<<?\\, char, rest::binary>>, before),
    do: split_braces(rest, <<before::binary, ?\\, char>>)

  defp split_braces(<<?{, rest::binary>>, before) do
    case choices(rest, "", [], 0) do
      {choices, rest} -> {before, choices, rest}
      nil -> split_braces(rest, <<before::binary, ?{>>)
    end
  end

  defp split_braces(<<char, rest::binary>>, before),
    do: split_braces(rest, <<before::binary, char>>)

  defp split_braces(<<>>, _before), do: nil

  defp choices(<<?\\, char, rest::binary>>, choice, choices, depth),
    do: choices(rest, <<choice::binary, ?\\, char>>, choices, depth)

  defp choices(<<?{, rest::binary>>, choice, choices, depth),
    do: choices(rest, <<choice::binary, ?{>>, choices, depth + 1)

  defp choices(<<?}, rest::binary>>, choice, choices, 0),
    do: {Enum.reverse([choice | choices]), rest}

  defp choices(<<?}, rest::binary>>, choice, choices, depth),
    do: choices(rest, <<choice::binary, ?}>>, choices, depth - 1)

  defp choices(<<?,, rest::binary>>, choice, choices, 0),
    do: choices(rest, "", [choice | choices], 0)

  defp choices(<<char, rest::binary>>, choice, choices, depth),
    do: choices(rest, <<choice::binary, char>>, choices, depth)

  defp choices(<<>>, _choice, _choices, _depth), do: nil

  # Patterns without braces

  defp find(pattern, root, match_dot?) do
    parts = for part <- :binary.split(pattern, "/", [:global, :trim_all]), do: compile(part)

    case {pattern, parts} do
      {_, []} -> []
      {"/" <> _, _} -> walk(parts, "/", "/", match_dot?)
      _ -> walk(parts, "", root, match_dot?)
    end
  end

  # `shown` is the name found so far, `real` the folder it is on disk.
  defp walk([:deep, :deep | parts], shown, real, match_dot?),
    do: walk([:deep | parts], shown, real, match_dot?)

  # At the end `**` stands for one level.
  defp walk([:deep], shown, real, match_dot?),
    do: walk([[:any]], shown, real, match_dot?)

  defp walk([:deep | parts], shown, real, match_dot?) do
    here = walk(parts, shown, real, match_dot?)

    deeper =
      for name <- list(real),
          match_dot? or not hidden?(name),
          folder = below(real, name),
          real_folder?(folder),
          found <- walk([:deep | parts], below(shown, name), folder, match_dot?),
          do: found

    here ++ deeper
  end

  defp walk([part | parts], shown, real, match_dot?) do
    names =
      if is_binary(part),
        do: if(exists?(below(real, part)), do: [part], else: []),
        else: for(name <- list(real), matches?(part, name, match_dot?), do: name)

    case parts do
      [] ->
        for name <- names, do: below(shown, name)

      _ ->
        for name <- names,
            folder = below(real, name),
            folder?(folder),
            found <- walk(parts, below(shown, name), folder, match_dot?),
            do: found
    end
  end

  defp below("", name), do: name
  defp below("/", name), do: "/" <> name
  defp below(folder, name), do: folder <> "/" <> name

  defp hidden?(name), do: match?(<<?., _::binary>>, name)

  defp list(folder) do
    case :file.list_dir_all(folder) do
      {:ok, names} -> for name <- names, do: IO.chardata_to_string(name)
      _ -> []
    end
  end

  defp exists?(path), do: match?({:ok, _}, :file.read_link_info(path))

  # `**` does not follow links, which may lead round in circles.
  defp real_folder?(path) do
    case :file.read_link_info(path) do
      {:ok, info} -> elem(info, 2) == :directory
      _ -> false
    end
  end

  defp folder?(path) do
    case :file.read_file_info(path) do
      {:ok, info} -> elem(info, 2) == :directory
      _ -> false
    end
  end

  # A part of a pattern: matchers are characters, :one, :any, or {:set, ranges}.

  defp compile("**"), do: :deep

  defp compile(part) do
    matchers = compile(part, [])
    if Enum.all?(matchers, &is_integer/1), do: List.to_string(matchers), else: matchers
  end

  defp compile(<<?\\, char::utf8, rest::binary>>, matchers), do: compile(rest, [char | matchers])
  defp compile(<<??, rest::binary>>, matchers), do: compile(rest, [:one | matchers])
  defp compile(<<?*, rest::binary>>, [:any | _] = matchers), do: compile(rest, matchers)
  defp compile(<<?*, rest::binary>>, matchers), do: compile(rest, [:any | matchers])

  defp compile(<<?[, rest::binary>>, matchers) do
    case compile_set(rest, []) do
      {ranges, rest} -> compile(rest, [{:set, ranges} | matchers])
      nil -> compile(rest, [?[ | matchers])
    end
  end

  defp compile(<<char::utf8, rest::binary>>, matchers), do: compile(rest, [char | matchers])
  defp compile(<<>>, matchers), do: Enum.reverse(matchers)

  # A bracket right at the start is one of the characters.
  defp compile_set(<<?], rest::binary>>, []), do: compile_set(rest, [{?], ?]}])
  defp compile_set(<<?], rest::binary>>, ranges), do: {ranges, rest}

  defp compile_set(<<?-, rest::binary>>, []), do: compile_set(rest, [{?-, ?-}])

  defp compile_set(<<first::utf8, ?-, last::utf8, rest::binary>>, ranges) when last != ?],
    do: compile_set(rest, [{first, last} | ranges])

  defp compile_set(<<char::utf8, rest::binary>>, ranges),
    do: compile_set(rest, [{char, char} | ranges])

  defp compile_set(<<>>, _ranges), do: nil

  defp matches?([first | _], <<?., _::binary>>, false) when first != ?., do: false

  defp matches?(matchers, name, _match_dot?), do: matches?(matchers, name)

  defp matches?([:any], _name), do: true

  defp matches?([:any | rest] = matchers, name) do
    matches?(rest, name) or
      case name do
        <<_::utf8, shorter::binary>> -> matches?(matchers, shorter)
        _ -> false
      end
  end

  defp matches?([:one | rest], <<_::utf8, name::binary>>), do: matches?(rest, name)

  defp matches?([{:set, ranges} | rest], <<char::utf8, name::binary>>) do
    Enum.any?(ranges, fn {first, last} -> char in first..last//1 end) and matches?(rest, name)
  end

  defp matches?([char | rest], <<char::utf8, name::binary>>), do: matches?(rest, name)
  defp matches?([], ""), do: true
  defp matches?(_matchers, _name), do: false
end
