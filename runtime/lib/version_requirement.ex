defmodule Version.Requirement do
  @moduledoc """
  A requirement that was read by `Version.parse_requirement/1`.
  """

  # `lexed` is [operator, version, :and or :or, operator, version, ...], a version being
  # {major, minor, patch or nil, pre, build}.
  defstruct [:source, :lexed]

  @opaque t :: %__MODULE__{}

  @doc false
  def new(source, lexed), do: %__MODULE__{source: source, lexed: lexed}

  @doc false
  def compile_requirement(%Version.Requirement{} = requirement), do: requirement

  # `version` is {major, minor, patch, pre, allow_pre?}. Both joints bind to all that follows.
  @doc false
  def match?(%__MODULE__{lexed: [operator, required | rest]}, version),
    do: matches?(rest, version, holds?(operator, version, required))

  defp matches?([:and, operator, required | rest], version, true),
    do: matches?(rest, version, holds?(operator, version, required))

  defp matches?([:and, _operator, _required | rest], version, false),
    do: matches?(rest, version, false)

  defp matches?([:or | _], _version, true), do: true

  defp matches?([:or, operator, required | rest], version, false),
    do: matches?(rest, version, holds?(operator, version, required))

  defp matches?([], _version, holds?), do: holds?

  defp holds?(:==, version, required), do: compare(version, required) == :eq
  defp holds?(:!=, version, required), do: compare(version, required) != :eq

  defp holds?(:~>, {major, _, _, _, _} = version, {major, _, nil, _, _} = required),
    do: allowed?(version, required) and compare(version, put_elem(required, 2, 0)) != :lt

  defp holds?(:~>, _version, {_, _, nil, _, _}), do: false

  defp holds?(:~>, {major, minor, _, _, _} = version, {major, minor, _, _, _} = required),
    do: allowed?(version, required) and compare(version, required) != :lt

  defp holds?(:~>, _version, _required), do: false

  defp holds?(:>, version, required),
    do: allowed?(version, required) and compare(version, required) == :gt

  defp holds?(:>=, version, required),
    do: allowed?(version, required) and compare(version, required) != :lt

  defp holds?(:<, version, required), do: compare(version, required) == :lt
  defp holds?(:<=, version, required), do: compare(version, required) != :gt

  # From below a pre-release fits only if it is allowed or asked for.
  defp allowed?({_, _, _, pre, allow_pre?}, {_, _, _, required_pre, _}),
    do: allow_pre? or pre == [] or required_pre != []

  @doc false
  def compare({major1, minor1, patch1, pre1, _}, {major2, minor2, patch2, pre2, _}) do
    release1 = {major1, minor1, patch1}
    release2 = {major2, minor2, patch2}

    cond do
      release1 > release2 -> :gt
      release1 < release2 -> :lt
      pre1 == pre2 -> :eq
      pre1 == [] -> :gt
      pre2 == [] -> :lt
      # Numbers come before texts, as terms do.
      pre1 > pre2 -> :gt
      true -> :lt
    end
  end
end

defimpl String.Chars, for: Version.Requirement do
  def to_string(%{source: source}), do: source
end

defimpl Inspect, for: Version.Requirement do
  def inspect(%{source: source}, opts) do
    colored = Inspect.Algebra.color("\"" <> source <> "\"", :string, opts)
    Inspect.Algebra.concat(["Version.parse_requirement!(", colored, ")"])
  end
end

defmodule Version.Parser do
  @moduledoc false
  # Versions and requirements to the plain data that Version and Version.Requirement work with.

  @doc false
  def parse_requirement(source), do: lexer(source, "", []) |> lex([])

  # The words of a requirement: operators and what stands between them and spaces.

  defp lexer(">=" <> rest, word, words), do: lexer(rest, "", [:>= | add(word, words)])
  defp lexer("<=" <> rest, word, words), do: lexer(rest, "", [:<= | add(word, words)])
  defp lexer("~>" <> rest, word, words), do: lexer(rest, "", [:~> | add(word, words)])
  defp lexer("==" <> rest, word, words), do: lexer(rest, "", [:== | add(word, words)])
  defp lexer(">" <> rest, word, words), do: lexer(rest, "", [:> | add(word, words)])
  defp lexer("<" <> rest, word, words), do: lexer(rest, "", [:< | add(word, words)])

  defp lexer("!=" <> rest, word, words) do
    IO.warn("!= inside Version requirements is deprecated, use ~> or >= instead")
    lexer(rest, "", [:!= | add(word, words)])
  end

  defp lexer("!" <> rest, word, words) do
    IO.warn("! inside Version requirements is deprecated, use ~> or >= instead")
    lexer(rest, "", [:!= | add(word, words)])
  end

  defp lexer(" " <> rest, word, words), do: lexer(rest, "", add(word, words))

  defp lexer(<<char::utf8, rest::binary>>, word, words),
    do: lexer(rest, <<word::binary, char::utf8>>, words)

  defp lexer("", word, words), do: Enum.reverse(add(word, words))

  defp add("", words), do: words
  defp add("and", words), do: [:and | words]
  defp add("or", words), do: [:or | words]
  defp add(word, words), do: [word | words]

  # Reads a version, perhaps after its operator, then the end or a joint.
  defp lex([text | words], lexed) when is_binary(text), do: lex([:==, text | words], lexed)

  defp lex([operator, text | words], lexed)
       when is_binary(text) and operator not in [:and, :or] do
    with {:ok, version} <- parse_version(text, operator == :~>) do
      lexed = [version, operator | lexed]

      case words do
        [] -> {:ok, Enum.reverse(lexed)}
        [joint | words] when joint in [:and, :or] -> lex(words, [joint | lexed])
        _ -> :error
      end
    end
  end

  defp lex(_words, _lexed), do: :error

  # With `approximate?` the patch number may be left out.
  @doc false
  def parse_version(string, approximate? \\ false) when is_binary(string) do
    {rest, build} = split_once(string, "+")
    {release, pre} = split_once(rest, "-")

    with {:ok, major, minor, patch} <- parse_release(release, approximate?),
         {:ok, pre} <- parse_pre(pre),
         {:ok, build} <- parse_build(build) do
      {:ok, {major, minor, patch, pre, build}}
    end
  end

  defp split_once(text, mark) do
    case :binary.split(text, mark) do
      [text] -> {text, nil}
      [before, rest] -> {before, rest}
    end
  end

  defp parse_release(release, approximate?) do
    case :binary.split(release, ".", [:global]) do
      [major, minor, patch] -> numbers(major, minor, patch)
      [major, minor] when approximate? -> numbers(major, minor, nil)
      _ -> :error
    end
  end

  defp numbers(major, minor, patch) do
    with {:ok, major} <- number(major),
         {:ok, minor} <- number(minor),
         {:ok, patch} <- if(patch, do: number(patch), else: {:ok, nil}) do
      {:ok, major, minor, patch}
    end
  end

  # Digits only, and no zero before others.
  defp number("0"), do: {:ok, 0}

  defp number(<<first, _::binary>> = text) when first in ?1..?9,
    do: if(digits?(text), do: {:ok, String.to_integer(text)}, else: :error)

  defp number(_text), do: :error

  defp digits?(<<digit, rest::binary>>) when digit in ?0..?9, do: digits?(rest)
  defp digits?(rest), do: rest == ""

  defp parse_pre(nil), do: {:ok, []}

  defp parse_pre(text) do
    with {:ok, parts} <- parse_build(text), do: pre_parts(parts, [])
  end

  defp pre_parts([], parts), do: {:ok, Enum.reverse(parts)}

  defp pre_parts([part | rest], parts) do
    if digits?(part) do
      with {:ok, number} <- number(part), do: pre_parts(rest, [number | parts])
    else
      pre_parts(rest, [part | parts])
    end
  end

  defp parse_build(nil), do: {:ok, []}

  defp parse_build(text) do
    parts = :binary.split(text, ".", [:global])
    if Enum.all?(parts, &identifier?/1), do: {:ok, parts}, else: :error
  end

  defp identifier?(""), do: false
  defp identifier?(text), do: identifier_chars?(text)

  defp identifier_chars?(<<char, rest::binary>>)
       when char in ?0..?9 or char in ?a..?z or char in ?A..?Z or char == ?-,
       do: identifier_chars?(rest)

  defp identifier_chars?(rest), do: rest == ""
end
