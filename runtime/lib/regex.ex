defmodule Regex do
  @moduledoc """
  Regular expressions in the syntax of Perl, as PCRE has them. `~r` makes them.

      Regex.run(~r/(\\d+)-(\\d+)/, "tel 12-345")  # => ["12-345", "12", "345"]
      "tel 12-345" =~ ~r/\\d/                    # => true

  Modifiers: `u` Unicode, `i` any case, `s` a dot matches line ends too, `m` `^` and `$` match at
  lines, `x` white space and comments in the pattern, `f` matches in the first line only, `U`
  shortest matches first.
  """

  defstruct re_pattern: nil, source: "", opts: "", re_version: ""

  @type t :: %__MODULE__{re_pattern: term, source: binary, opts: binary | [term]}

  @doc """
  The regex that a text is, as `{:ok, regex}` or `{:error, {reason, position}}`.

  `options` are modifiers as a text, or options of `:re.compile/2` as a list.

      Regex.compile("foo", "i")  # => {:ok, ~r/foo/i}
      Regex.compile("*foo")      # => {:error, {'nothing to repeat', 0}}
  """
  @spec compile(binary, binary | [term]) :: {:ok, t} | {:error, any}
  def compile(source, options \\ "") when is_binary(source) do
    compile(source, options, version())
  end

  defp compile(source, options, version) when is_binary(options) do
    case modifier_options(options, []) do
      {:error, rest} -> {:error, {:invalid_option, rest}}
      re_options -> compile(source, re_options, options, version)
    end
  end

  defp compile(source, options, version) when is_list(options) do
    compile(source, options, if(options == [], do: "", else: options), version)
  end

  defp compile(source, re_options, opts, re_version) do
    case :re.compile(source, re_options) do
      {:ok, compiled} ->
        {:ok, %Regex{re_pattern: compiled, re_version: re_version, source: source, opts: opts}}

      error ->
        error
    end
  end

  defp modifier_options(<<modifier, rest::binary>>, options) do
    case modifier do
      ?u -> modifier_options(rest, [:unicode, :ucp | options])
      ?i -> modifier_options(rest, [:caseless | options])
      ?x -> modifier_options(rest, [:extended | options])
      ?s -> modifier_options(rest, [:dotall, {:newline, :anycrlf} | options])
      ?m -> modifier_options(rest, [:multiline | options])
      ?f -> modifier_options(rest, [:firstline | options])
      modifier when modifier in [?U, ?r] -> modifier_options(rest, [:ungreedy | options])
      _ -> {:error, <<modifier, rest::binary>>}
    end
  end

  defp modifier_options(<<>>, options), do: options

  @doc """
  Like `compile/2`, but gives the regex itself and raises `Regex.CompileError`.

      Regex.compile!("foo", "i")  # => ~r/foo/i
  """
  @spec compile!(binary, binary | [term]) :: t
  def compile!(source, options \\ "") when is_binary(source) do
    case compile(source, options) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, "#{reason} at position #{at}"
    end
  end

  @doc """
  A regex that is known to be compiled for this runtime: itself, or compiled anew.
  """
  @spec recompile(t) :: {:ok, t} | {:error, any}
  def recompile(%Regex{re_version: re_version, source: source, opts: opts} = regex) do
    if re_version == version(), do: {:ok, regex}, else: compile(source, opts)
  end

  @doc """
  Like `recompile/1`, but gives the regex itself and raises `Regex.CompileError`.
  """
  @spec recompile!(t) :: t
  def recompile!(regex) do
    case recompile(regex) do
      {:ok, regex} -> regex
      {:error, {reason, at}} -> raise Regex.CompileError, "#{reason} at position #{at}"
    end
  end

  @doc """
  The version of the regex engine, and the order of bytes that its patterns are made for.
  """
  @spec version() :: term
  def version, do: {:re.version(), :erlang.system_info(:endian)}

  @doc """
  True if the regex matches somewhere in the text.

      Regex.match?(~r/foo/, "a foo")  # => true
  """
  @spec match?(t, String.t()) :: boolean
  def match?(%Regex{} = regex, string) when is_binary(string),
    do: safe_run(regex, string, [{:capture, :none}]) == :match

  @doc false
  def regex?(%Regex{}), do: true
  def regex?(_), do: false

  @doc """
  The first match with its groups, or `nil`.

  `:return` is `:binary` (default) or `:index`; `:capture` says which groups: `:all` (default),
  `:first`, `:all_but_first`, `:none`, `:all_names`, or a list of numbers and names; `:offset` is
  the byte to start at.

      Regex.run(~r/c(d)/, "abcd")                    # => ["cd", "d"]
      Regex.run(~r/c(d)/, "abcd", return: :index)    # => [{2, 2}, {3, 1}]
  """
  @spec run(t, binary, keyword) :: nil | [binary] | [{integer, integer}]
  def run(regex, string, options \\ [])

  def run(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)

    case safe_run(regex, string, [{:capture, captures, return}, {:offset, offset}]) do
      :nomatch -> nil
      :match -> []
      {:match, results} -> results
    end
  end

  @doc """
  The named groups of the first match as a map, or `nil`. Options as for `run/3`.

      Regex.named_captures(~r/c(?<foo>d)/, "abcd")  # => %{"foo" => "d"}
  """
  @spec named_captures(t, String.t(), keyword) :: map | nil
  def named_captures(regex, string, options \\ []) when is_binary(string) do
    names = names(regex)

    case run(regex, string, Keyword.put(options, :capture, names)) do
      nil -> nil
      results -> Map.new(Enum.zip(names, results))
    end
  end

  @doc """
  What `:re.compile/2` made of the text: a term that only `:re` understands.
  """
  @spec re_pattern(t) :: term
  def re_pattern(%Regex{re_pattern: compiled}), do: compiled

  @doc ~S|The text of a regex: `Regex.source(~r/foo/)` is `"foo"`.|
  @spec source(t) :: String.t()
  def source(%Regex{source: source}), do: source

  @doc ~S|The modifiers of a regex: `Regex.opts(~r/foo/m)` is `"m"`.|
  @spec opts(t) :: String.t() | [term]
  def opts(%Regex{opts: opts}), do: opts

  @doc ~S|The names of the groups: `Regex.names(~r/(?<foo>bar)/)` is `["foo"]`.|
  @spec names(t) :: [String.t()]
  def names(%Regex{re_pattern: compiled, re_version: version, source: source, opts: opts}) do
    compiled = current_pattern(compiled, version, source, opts)
    {:namelist, names} = :re.inspect(compiled, :namelist)
    names
  end

  @doc """
  All matches, one after the other, each with its groups. Options as for `run/3`.

      Regex.scan(~r/c(d|e)/, "abcd abce")  # => [["cd", "d"], ["ce", "e"]]
  """
  @spec scan(t(), String.t(), keyword) :: [[String.t()]] | [[{integer, integer}]]
  def scan(regex, string, options \\ [])

  def scan(%Regex{} = regex, string, options) when is_binary(string) do
    return = Keyword.get(options, :return, :binary)
    captures = Keyword.get(options, :capture, :all)
    offset = Keyword.get(options, :offset, 0)

    case safe_run(regex, string, [{:capture, captures, return}, :global, {:offset, offset}]) do
      :match -> []
      :nomatch -> []
      {:match, results} -> results
    end
  end

  defp safe_run(
         %Regex{re_pattern: compiled, source: source, re_version: version, opts: opts},
         string,
         options
       ) do
    :re.run(string, current_pattern(compiled, version, source, opts), options)
  end

  # A pattern of another engine, from a file say, is compiled anew.
  defp current_pattern(compiled, version, source, opts) do
    if version == version(), do: compiled, else: compile!(source, opts).re_pattern
  end

  @doc """
  The parts of a text between matches.

  `:parts` is the greatest number of parts; `trim: true` leaves out empty ones; `:on` says which
  groups to split at (as `:capture` of `run/3`, default `:first`); `include_captures: true` keeps
  what was split at.

      Regex.split(~r/-/, "a-b-c")                          # => ["a", "b", "c"]
      Regex.split(~r/(x)/, "Elixir", include_captures: true)  # => ["Eli", "x", "ir"]
  """
  @spec split(t, String.t(), keyword) :: [String.t()]
  def split(regex, string, options \\ [])

  def split(%Regex{}, "", opts), do: if(Keyword.get(opts, :trim, false), do: [], else: [""])

  def split(%Regex{} = regex, string, opts) when is_binary(string) and is_list(opts) do
    on = Keyword.get(opts, :on, :first)

    case safe_run(regex, string, [:global, {:capture, on, :index}]) do
      {:match, matches} ->
        index = parts_to_index(Keyword.get(opts, :parts, :infinity))

        cut = %{
          trim: Keyword.get(opts, :trim, false),
          captures?: Keyword.get(opts, :include_captures, false)
        }

        split_parts(matches, string, 0, index, cut)

      :match ->
        [string]

      :nomatch ->
        [string]
    end
  end

  defp parts_to_index(:infinity), do: 0
  defp parts_to_index(parts) when is_integer(parts) and parts > 0, do: parts

  # `offset` is where the current part starts; `parts` how many are still wanted, 0 for all.

  defp split_parts(_matches, string, offset, _parts, %{trim: true})
       when byte_size(string) <= offset,
       do: []

  defp split_parts(_matches, string, offset, 1, _cut), do: [from(string, offset)]
  defp split_parts([], string, offset, _parts, _cut), do: [from(string, offset)]

  defp split_parts([[] | matches], string, offset, parts, cut),
    do: split_parts(matches, string, offset, parts, cut)

  defp split_parts([[{start, size} | match] | matches], string, offset, parts, cut) do
    rest = [match | matches]
    next = start + size

    cond do
      start < offset ->
        split_parts(rest, string, offset, parts, cut)

      # What was split at counts as the part, if it is to be kept.
      cut.trim && start == offset && cut.captures? ->
        captured(string, start, size, cut) ++ split_parts(rest, string, next, parts - 1, cut)

      cut.trim && start == offset ->
        split_parts(rest, string, next, parts, cut)

      true ->
        part = :erlang.binary_part(string, offset, start - offset)
        captured = captured(string, start, size, cut)
        [part | captured ++ split_parts(rest, string, next, parts - 1, cut)]
    end
  end

  defp captured(_string, _start, _size, %{captures?: false}), do: []
  defp captured(string, start, size, _cut), do: [:erlang.binary_part(string, start, size)]

  defp from(string, offset), do: :erlang.binary_part(string, offset, byte_size(string) - offset)

  @doc ~S"""
  A text with matches replaced: all of them, or only the first with `global: false`.

  The replacement is a text, in which `\\N` and `\\g{N}` stand for group N and `\\0` for the
  match, or a function of the match and as many groups as it has further arguments.

      Regex.replace(~r/(b)/, "abc", "[\\1]")              # => "a[b]c"
      Regex.replace(~r/b/, "abc", fn x -> x <> x end)      # => "abbc"
  """
  @spec replace(t, String.t(), String.t() | function, keyword) :: String.t()
  def replace(%Regex{} = regex, string, replacement, options \\ [])
      when is_binary(string) and is_list(options) do
    global = if Keyword.get(options, :global) != false, do: [:global], else: []

    case safe_run(regex, string, [{:capture, :all, :index} | global]) do
      :nomatch ->
        string

      {:match, [match | _] = matches} when is_list(match) ->
        replace_all(matches, string, precompile_replacement(replacement))

      {:match, match} ->
        replace_all([match], string, precompile_replacement(replacement))
    end
  end

  defp replace_all(matches, string, replacement),
    do: :erlang.iolist_to_binary(replace_matches(matches, string, replacement, 0))

  # A replacement becomes a function with its arity, or a list of texts and group numbers.

  defp precompile_replacement(replacement) when is_function(replacement) do
    {:arity, arity} = :erlang.fun_info(replacement, :arity)
    {replacement, arity}
  end

  defp precompile_replacement(""), do: []

  defp precompile_replacement(<<?\\, ?g, ?{, rest::binary>>) when rest != "" do
    {digits, <<?}, rest::binary>>} = take_digits(rest)
    [List.to_integer(digits) | precompile_replacement(rest)]
  end

  defp precompile_replacement(<<?\\, ?\\, rest::binary>>),
    do: [<<?\\>> | precompile_replacement(rest)]

  defp precompile_replacement(<<?\\, digit, rest::binary>>) when digit in ?0..?9 do
    {digits, rest} = take_digits(rest)
    [List.to_integer([digit | digits]) | precompile_replacement(rest)]
  end

  defp precompile_replacement(<<char, rest::binary>>) do
    case precompile_replacement(rest) do
      [text | parts] when is_binary(text) -> [<<char, text::binary>> | parts]
      parts -> [<<char>> | parts]
    end
  end

  defp take_digits(<<digit, rest::binary>>) when digit in ?0..?9 do
    {digits, rest} = take_digits(rest)
    {[digit | digits], rest}
  end

  defp take_digits(rest), do: {[], rest}

  defp replace_matches([[{start, size} | _] = match | matches], string, replacement, offset) do
    before = :erlang.binary_part(string, offset, start - offset)
    new = new_text(replacement, match, string)
    [before, new | replace_matches(matches, string, replacement, start + size)]
  end

  defp replace_matches([], string, _replacement, offset), do: [from(string, offset)]

  defp new_text({function, arity}, match, string),
    do: apply(function, arguments(arity, match, string))

  defp new_text(parts, match, string) do
    for part <- parts, do: if(is_integer(part), do: group(match, part, string), else: part)
  end

  defp arguments(0, _match, _string), do: []
  defp arguments(arity, [], string), do: ["" | arguments(arity - 1, [], string)]

  defp arguments(arity, [capture | match], string),
    do: [text(capture, string) | arguments(arity - 1, match, string)]

  defp group([], _number, _string), do: ""
  defp group([capture | _], 0, string), do: text(capture, string)
  defp group([_ | match], number, string), do: group(match, number - 1, string)

  # A group that took no part in the match has the position -1.
  defp text({-1, 0}, _string), do: ""
  defp text({start, size}, string), do: :erlang.binary_part(string, start, size)

  @doc ~S"""
  A text in which no character has a meaning of its own to a regex.

      Regex.escape("what if .?")  # => "what\\ if\\ \\.\\?"
  """
  @spec escape(String.t()) :: String.t()
  def escape(string) when is_binary(string) do
    for <<char <- string>>, into: "" do
      if char in '.^$*+?()[]{}|\\-# \t\n\v\f\r', do: <<?\\, char>>, else: <<char>>
    end
  end

  # For sigils: which escapes are characters already in the source of a regex.
  @doc false
  def unescape_map(:newline), do: true
  def unescape_map(?f), do: ?\f
  def unescape_map(?n), do: ?\n
  def unescape_map(?r), do: ?\r
  def unescape_map(?t), do: ?\t
  def unescape_map(?v), do: ?\v
  def unescape_map(?a), do: ?\a
  def unescape_map(_), do: false
end
