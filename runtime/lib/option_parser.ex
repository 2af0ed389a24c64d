defmodule OptionParser.ParseError do
  @moduledoc """
  Raised by `OptionParser.parse!/2` and `parse_head!/2`; the message lists every option that was
  unknown or had a value of the wrong type.
  """
  defexception [:message]
end

defmodule OptionParser do
  @moduledoc """
  Reads command line arguments.

      OptionParser.parse(["--port", "80", "-v", "file"],
        strict: [port: :integer, verbose: :boolean],
        aliases: [v: :verbose]
      )
      # => {[port: 80, verbose: true], ["file"], []}

  Switches are declared with `:strict` (others are invalid) or `:switches` (others become
  strings or `true`), as a keyword list of name and type: `:boolean`, `:count`, `:integer`,
  `:float`, `:string`, or a list of such with `:keep` to collect repeated ones.
  Reading goes one switch at a time: `next/2` is a step, `parse/2` takes steps to the end,
  `parse_head/2` to the first argument that is no switch.
  """

  @types [:boolean, :count, :integer, :float, :string, :keep]

  @doc """
  All arguments read, as `{switches, other_arguments, invalid}`.

      OptionParser.parse(["--limit", "3", "a"], strict: [limit: :integer])
      # => {[limit: 3], ["a"], []}
      OptionParser.parse(["--limit", "x"], strict: [limit: :integer])
      # => {[], [], [{"--limit", "x"}]}
  """
  @spec parse([String.t()], keyword) :: {keyword, [String.t()], [{String.t(), String.t() | nil}]}
  def parse(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    do_parse(argv, build_config(opts), [], [], [], true)
  end

  @doc """
  Like `parse/2`, but raises `OptionParser.ParseError` if anything is invalid.

      OptionParser.parse!(["--debug", "path"], strict: [debug: :boolean])
      # => {[debug: true], ["path"]}
  """
  @spec parse!([String.t()], keyword) :: {keyword, [String.t()]}
  def parse!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    valid!(parse(argv, opts), opts)
  end

  @doc """
  Like `parse/2`, but stops at the first argument that is not a switch.

      OptionParser.parse_head(["--lint", "path", "-x"], strict: [lint: :boolean])
      # => {[lint: true], ["path", "-x"], []}
  """
  @spec parse_head([String.t()], keyword) ::
          {keyword, [String.t()], [{String.t(), String.t() | nil}]}
  def parse_head(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    do_parse(argv, build_config(opts), [], [], [], false)
  end

  @doc """
  Like `parse_head/2`, but raises `OptionParser.ParseError` if anything is invalid.

      OptionParser.parse_head!(["--lint", "path", "-x"], strict: [lint: :boolean])
      # => {[lint: true], ["path", "-x"]}
  """
  @spec parse_head!([String.t()], keyword) :: {keyword, [String.t()]}
  def parse_head!(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    valid!(parse_head(argv, opts), opts)
  end

  @doc """
  One step: the first argument as `{:ok, key, value, rest}`, `{:invalid, text, value, rest}`,
  `{:undefined, text, value, rest}`, or `{:error, rest}` if it is not a switch.

      OptionParser.next(["--n", "5", "a"], strict: [n: :integer])
      # => {:ok, :n, 5, ["a"]}
  """
  @spec next([String.t()], keyword) ::
          {:ok, atom, term, [String.t()]}
          | {:invalid, String.t(), String.t() | nil, [String.t()]}
          | {:undefined, String.t(), String.t() | nil, [String.t()]}
          | {:error, [String.t()]}
  def next(argv, opts \\ []) when is_list(argv) and is_list(opts) do
    next_with_config(argv, build_config(opts))
  end

  @doc """
  Switches as arguments again: what `parse/2` would read as the given keyword list or map.

  Declare counters in `:switches`, so that they are repeated.

      OptionParser.to_argv(foo_bar: "baz", debug: true)  # => ["--foo-bar", "baz", "--debug"]
  """
  @spec to_argv(Enumerable.t(), keyword) :: [String.t()]
  def to_argv(enum, options \\ []) do
    switches = Keyword.get(options, :switches, [])
    Enum.flat_map(enum, fn {key, value} -> switch_to_argv(key, value, switches) end)
  end

  defp switch_to_argv(_key, nil, _switches), do: []
  defp switch_to_argv(key, true, _switches), do: [to_switch(key)]
  defp switch_to_argv(key, false, _switches), do: [to_switch(key, "--no-")]

  defp switch_to_argv(key, value, switches) do
    if switches[key] == :count,
      do: List.duplicate(to_switch(key), value),
      else: [to_switch(key), to_string(value)]
  end

  defp to_switch(key, prefix \\ "--") when is_atom(key) do
    prefix <> String.replace(Atom.to_string(key), "_", "-")
  end

  # Parsing

  defp build_config(opts) do
    {types, strict?} = declared(opts[:switches], opts[:strict])
    Enum.each(types, &validate_switch/1)

    %{
      types: types,
      strict?: strict?,
      aliases: opts[:aliases] || [],
      new_atoms?: opts[:allow_nonexistent_atoms] || false
    }
  end

  defp declared(nil, nil) do
    IO.warn("not passing the :switches or :strict option to OptionParser is deprecated")
    {[], false}
  end

  defp declared(switches, nil), do: {switches, false}
  defp declared(nil, strict), do: {strict, true}

  defp declared(_switches, _strict) do
    raise ArgumentError, ":switches and :strict cannot be given together"
  end

  defp validate_switch({_name, types}) do
    case List.wrap(types) -- @types do
      [] ->
        :ok

      bad ->
        raise ArgumentError,
              "invalid switch types/modifiers: #{Enum.map_join(bad, ", ", &inspect/1)}"
    end
  end

  defp do_parse(argv, config, switches, args, invalid, all?) do
    case next_with_config(argv, config) do
      {:ok, key, value, rest} ->
        switches = store(switches, key, value, types_of(key, config))
        do_parse(rest, config, switches, args, invalid, all?)

      {:invalid, text, value, rest} ->
        do_parse(rest, config, switches, args, [{text, value} | invalid], all?)

      {:undefined, text, _value, rest} ->
        invalid = if config.strict?, do: [{text, nil} | invalid], else: invalid
        do_parse(rest, config, switches, args, invalid, all?)

      {:error, ["--" | rest]} ->
        {Enum.reverse(switches), Enum.reverse(args, rest), Enum.reverse(invalid)}

      {:error, []} ->
        {Enum.reverse(switches), Enum.reverse(args), Enum.reverse(invalid)}

      {:error, [arg | rest]} ->
        if all?,
          do: do_parse(rest, config, switches, [arg | args], invalid, all?),
          else: {Enum.reverse(switches), Enum.reverse(args, [arg | rest]), Enum.reverse(invalid)}
    end
  end

  # The last one of a switch counts, unless it is kept or counted.
  defp store(switches, key, value, types) do
    cond do
      :count in types -> Keyword.update(switches, key, value, &(&1 + 1))
      :keep in types -> [{key, value} | switches]
      true -> [{key, value} | Keyword.delete(switches, key)]
    end
  end

  defp next_with_config([], _config), do: {:error, []}
  defp next_with_config(["--" | _] = argv, _config), do: {:error, argv}
  defp next_with_config(["-" | _] = argv, _config), do: {:error, argv}

  defp next_with_config(["--" <> text | rest], config) do
    {name, value} = split_value(text)

    if String.contains?(name, ["_"]) do
      {:undefined, "--" <> name, value, rest}
    else
      finish(long_key(name, config), "--" <> name, value, rest, config)
    end
  end

  defp next_with_config(["-" <> text | rest] = argv, config) do
    {name, value} = split_value(text)
    original = "-" <> name

    cond do
      value == nil and negative_number?(original) ->
        {:error, argv}

      String.contains?(name, ["-", "_"]) ->
        {:undefined, original, value, rest}

      String.length(name) == 1 ->
        finish(short_key(name, config), original, value, rest, config)

      key = multi_letter_alias(name, config) ->
        finish({:declared, key}, original, value, rest, config)

      true ->
        next_with_config(expand_multiletter_alias(name, value) ++ rest, config)
    end
  end

  defp next_with_config(argv, _config), do: {:error, argv}

  defp split_value(text) do
    case :binary.split(text, "=") do
      [name] -> {name, nil}
      [name, value] -> {name, value}
    end
  end

  # What a name stands for: {:declared, key}, {:negated, key} or :unknown.

  defp long_key("no-" <> positive = name, config) do
    negated = to_key(positive, config)

    if negated != nil and :boolean in types_of(negated, config),
      do: {:negated, negated},
      else: declared_key(to_key(name, config))
  end

  defp long_key(name, config), do: declared_key(to_key(name, config))

  defp declared_key(nil), do: :unknown
  defp declared_key(key), do: {:declared, key}

  defp short_key(name, config) do
    case to_key(name, config) do
      nil -> :unknown
      letter -> declared_key(config.aliases[letter])
    end
  end

  defp to_key(name, config) do
    text = String.replace(name, "-", "_")
    if config.new_atoms?, do: String.to_atom(text), else: String.to_existing_atom(text)
  rescue
    ArgumentError -> nil
  end

  defp multi_letter_alias(name, config) do
    with key when key != nil <- to_key(name, config),
         switch when switch != nil <- config.aliases[key] do
      IO.warn("multi-letter aliases are deprecated, got: #{inspect(key)}")
      switch
    end
  end

  # "-abc=5" and "-abc5" are "-a", "-b" and "-c=5".
  defp expand_multiletter_alias("", _value), do: raise(ArgumentError)

  defp expand_multiletter_alias(name, value) do
    {letters, number} = Enum.split_while(String.graphemes(name), &(not digit?(&1)))

    {last, firsts} =
      case List.pop_at(letters, -1) do
        {nil, []} -> raise ArgumentError
        split -> split
      end

    value = if number == [], do: value, else: joined_value(number, value)
    last = if value == nil, do: "-" <> last, else: "-" <> last <> "=" <> value
    Enum.map(firsts, &("-" <> &1)) ++ [last]
  end

  defp joined_value(number, nil), do: Enum.join(number)
  defp joined_value(number, value), do: Enum.join(number) <> "=" <> value

  defp digit?(<<char, _::binary>>), do: char in ?0..?9

  # The step's result once it is known what the name stands for.

  defp finish({:negated, key}, _text, nil, rest, _config), do: {:ok, key, false, rest}
  defp finish({:negated, _key}, text, value, rest, _config), do: {:invalid, text, value, rest}

  defp finish({:declared, key}, text, value, rest, config) do
    if config.strict? and not Keyword.has_key?(config.types, key) do
      {:undefined, text, value, rest}
    else
      types = types_of(key, config)
      {value, rest} = take_value(value, types, rest)

      case cast(value, types) do
        {:ok, cast} -> {:ok, key, cast, rest}
        :error -> {:invalid, text, value, rest}
      end
    end
  end

  defp finish(:unknown, text, value, rest, _config) do
    {value, rest} = if value == nil, do: guess_value(rest), else: {value, rest}
    {:undefined, text, value, rest}
  end

  defp types_of(key, config), do: List.wrap(config.types[key])

  defp take_value(nil, types, rest) do
    cond do
      unknown?(types) -> guess_value(rest)
      :boolean in types or :count in types -> {nil, rest}
      true -> next_value(rest)
    end
  end

  defp take_value(value, _types, rest), do: {value, rest}

  defp unknown?(types), do: types == []

  defp next_value(rest) do
    case rest do
      [head | tail] -> if value?(head), do: {head, tail}, else: {nil, rest}
      [] -> {nil, rest}
    end
  end

  defp guess_value(rest) do
    case next_value(rest) do
      {nil, rest} -> {true, rest}
      found -> found
    end
  end

  defp value?("-"), do: true
  defp value?("-" <> _ = text), do: negative_number?(text)
  defp value?(_text), do: true

  defp negative_number?(<<?-, char, _::binary>>) when char in ?0..?9, do: true
  defp negative_number?(_text), do: false

  defp cast(value, types) do
    cond do
      :boolean in types -> cast_boolean(value)
      :count in types -> if(value == nil, do: {:ok, 1}, else: :error)
      :integer in types -> whole(value && Integer.parse(value))
      :float in types -> whole(value && Float.parse(value))
      value == nil -> :error
      true -> {:ok, value}
    end
  end

  defp cast_boolean(value) when value in [nil, "true"], do: {:ok, true}
  defp cast_boolean("false"), do: {:ok, false}
  defp cast_boolean(_value), do: :error

  defp whole({number, ""}), do: {:ok, number}
  defp whole(_other), do: :error

  # Errors

  defp valid!({switches, args, []}, _opts), do: {switches, args}

  defp valid!({_switches, _args, invalid}, opts) do
    types = opts[:switches] || opts[:strict]
    aliases = opts[:aliases] || []
    count = length(invalid)
    title = if count == 1, do: "1 error found!", else: "#{count} errors found!"

    lines =
      Enum.map(invalid, fn {text, value} -> "\n" <> error_line(text, value, types, aliases) end)

    raise OptionParser.ParseError, IO.iodata_to_binary([title | lines])
  end

  defp error_line(text, value, types, aliases) do
    key = to_key(plain_name(text), %{new_atoms?: true})

    type = types[aliases[key] || key]

    cond do
      value != nil -> "#{text} : Expected type #{type}, got #{inspect(value)}"
      type != nil -> "#{text} : Missing argument of type #{type}"
      true -> "#{text} : Unknown option#{suggestion(text, types)}"
    end
  end

  defp plain_name("--" <> name), do: name
  defp plain_name("-" <> name), do: name

  defp suggestion(text, types) do
    name = String.replace(plain_name(text), "-", "_")

    closest =
      types
      |> Enum.map(fn {key, _type} -> {String.jaro_distance(name, Atom.to_string(key)), key} end)
      |> Enum.max(fn -> nil end)

    case closest do
      {score, key} when score > 0.8 -> ". Did you mean #{to_switch(key)}?"
      _ -> ""
    end
  end

  @doc """
  A command line split into arguments as a shell does: at spaces, except within quotes.

      OptionParser.split(~s(foo "bar baz"))  # => ["foo", "bar baz"]
  """
  @spec split(String.t()) :: [String.t()]
  def split(string) when is_binary(string) do
    string |> String.trim_leading(" ") |> split_words("", [], nil)
  end

  # `quote` is the open quote character, or nil.
  defp split_words("", "", words, nil), do: Enum.reverse(words)
  defp split_words("", word, words, nil), do: Enum.reverse([word | words])

  defp split_words("", _word, _words, quote) do
    raise "argv string did not terminate properly, a #{<<quote>>} was opened but never closed"
  end

  defp split_words(<<char, rest::binary>>, word, words, nil) when char in [?", ?'],
    do: split_words(rest, word, words, char)

  defp split_words(<<?\\, quote, rest::binary>>, word, words, quote) when quote != nil,
    do: split_words(rest, <<word::binary, quote>>, words, quote)

  defp split_words(<<quote, rest::binary>>, word, words, quote) do
    if word == "" and String.starts_with?(rest, " "),
      do: split_words(String.trim_leading(rest, " "), "", ["" | words], nil),
      else: split_words(rest, word, words, nil)
  end

  defp split_words(<<?\\, char, rest::binary>>, word, words, nil) when char in [?\s, ?", ?'],
    do: split_words(rest, <<word::binary, char>>, words, nil)

  defp split_words(<<?\s, rest::binary>>, word, words, nil),
    do: split_words(String.trim_leading(rest, " "), "", [word | words], nil)

  defp split_words(<<char, rest::binary>>, word, words, quote),
    do: split_words(rest, <<word::binary, char>>, words, quote)
end
