defmodule :respawn_terms do
  @moduledoc false
  # Erlang terms as text: what `:file.consult/1` reads. Literals only, each with a full stop behind it.
  #
  # The scanner gives `{kind, line, value}`; `:mark` is punctuation. Errors are thrown as
  # `{line, module, reason}`, in the shape of `:file.format_error/1`.

  @doc "All terms of a text: `{:ok, terms}` or `{:error, {line, module, reason}}`."
  def read_all(text) do
    {:ok, terms(scan(text, 1, []), [])}
  catch
    {:respawn_terms, error} -> {:error, error}
  end

  @doc "What is wrong with a text, for people."
  def words({:string, ?", characters}),
    do: ['unterminated string starting with ', :io_lib.write_string(characters)]

  def words({:string, _, characters}),
    do: ['unterminated atom starting with ', :io_lib.write_string(characters, ?')]

  def words({:illegal, what}), do: ['illegal ', :erlang.atom_to_list(what)]
  def words(text), do: text

  defp fail(line, module, reason), do: throw({:respawn_terms, {line, module, reason}})

  ## The scanner

  # What is missing at the end is missing behind the last token.
  defp scan(<<>>, _line, [{_, line, _} | _] = tokens), do: :lists.reverse([{:end, line, nil} | tokens])
  defp scan(<<>>, line, []), do: [{:end, line, nil}]
  defp scan(<<?\n, rest::binary>>, line, tokens), do: scan(rest, line + 1, tokens)
  defp scan(<<c, rest::binary>>, line, tokens) when c in ' \t\r\f\v', do: scan(rest, line, tokens)

  defp scan(<<?%, rest::binary>>, line, tokens) do
    case :binary.split(rest, "\n") do
      [_comment, rest] -> scan(rest, line + 1, tokens)
      [_comment] -> scan(<<>>, line, tokens)
    end
  end

  defp scan(<<c, _::binary>> = text, line, tokens) when c in ?0..?9 do
    {value, rest} = number(text, line)
    scan(rest, line, [{:number, line, value} | tokens])
  end

  defp scan(<<c::utf8, _::binary>> = text, line, tokens)
       when c in ?a..?z or (c in 0xDF..0xFF and c != 0xF7) do
    {name, rest} = name(text, [])
    scan(rest, line, [{:atom, line, :erlang.binary_to_atom(name)} | tokens])
  end

  defp scan(<<c, _::binary>> = text, line, tokens) when c in ?A..?Z or c == ?_ do
    {name, rest} = name(text, [])
    scan(rest, line, [{:variable, line, name} | tokens])
  end

  defp scan(<<?', rest::binary>>, line, tokens) do
    {characters, rest, after_line} = quoted(rest, ?', line, line, [])
    scan(rest, after_line, [{:atom, line, :erlang.list_to_atom(characters)} | tokens])
  end

  defp scan(<<?", rest::binary>>, line, tokens) do
    {characters, rest, after_line} = quoted(rest, ?", line, line, [])
    scan(rest, after_line, [{:string, line, characters} | tokens])
  end

  defp scan(<<"$\\", rest::binary>>, line, tokens) do
    {character, rest} = escape(rest, line)
    scan(rest, line, [{:number, line, character} | tokens])
  end

  defp scan(<<?$, character::utf8, rest::binary>>, line, tokens),
    do: scan(rest, line, [{:number, line, character} | tokens])

  for mark <- ["<<", ">>", "=>", "{", "}", "[", "]", "(", ")", ",", "|", "#", ":", "/", "-", "+"] do
    defp scan(<<unquote(mark), rest::binary>>, line, tokens),
      do: scan(rest, line, [{:mark, line, unquote(mark)} | tokens])
  end

  # A full stop has a blank, a comment or the end behind it.
  defp scan(<<?., rest::binary>>, line, tokens)
       when rest == "" or binary_part(rest, 0, 1) in [" ", "\t", "\n", "\r", "%"],
       do: scan(rest, line, [{:stop, line, nil} | tokens])

  defp scan(<<c::utf8, rest::binary>>, line, tokens),
    do: scan(rest, line, [{:other, line, <<c::utf8>>} | tokens])

  defp scan(_, line, _), do: fail(line, :erl_scan, {:illegal, :character})

  defp name(<<c::utf8, rest::binary>>, taken)
       when c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c in '_@' or
              (c in 0xC0..0xFF and c != 0xD7 and c != 0xF7),
       do: name(rest, [taken | <<c::utf8>>])

  defp name(rest, taken), do: {:erlang.iolist_to_binary([taken]), rest}

  defp number(text, line) do
    {digits, rest} = digits(text, 10, [])
    whole = :erlang.list_to_integer(digits)

    case rest do
      <<?#, rest::binary>> when whole in 2..36 ->
        {digits, rest} = digits(rest, whole, [])
        if digits == [], do: fail(line, :erl_scan, {:illegal, :integer})
        {:erlang.list_to_integer(digits, whole), rest}

      <<?., c, _::binary>> when c in ?0..?9 ->
        {fraction, rest} = digits(binary_part(rest, 1, byte_size(rest) - 1), 10, [])
        {exponent, rest} = exponent(rest)
        {float(digits ++ '.' ++ fraction ++ exponent, line), rest}

      _ ->
        {whole, rest}
    end
  end

  defp exponent(<<e, sign, c, _::binary>> = text) when e in 'eE' and sign in '+-' and c in ?0..?9 do
    {digits, rest} = digits(binary_part(text, 2, byte_size(text) - 2), 10, [])
    {[?e, sign | digits], rest}
  end

  defp exponent(<<e, c, _::binary>> = text) when e in 'eE' and c in ?0..?9 do
    {digits, rest} = digits(binary_part(text, 1, byte_size(text) - 1), 10, [])
    {[?e | digits], rest}
  end

  defp exponent(rest), do: {[], rest}

  defp float(characters, line) do
    :erlang.list_to_float(characters)
  rescue
    _ -> fail(line, :erl_scan, {:illegal, :float})
  end

  defp digits(<<c, rest::binary>> = text, base, taken) do
    cond do
      c == ?_ and taken != [] -> digits(rest, base, taken)
      is_digit(c, base) -> digits(rest, base, [c | taken])
      true -> {:lists.reverse(taken), text}
    end
  end

  defp digits(<<>>, _base, taken), do: {:lists.reverse(taken), <<>>}

  defp is_digit(c, base) when c in ?0..?9, do: c - ?0 < base
  defp is_digit(c, base) when c in ?a..?z, do: c - ?a + 10 < base
  defp is_digit(c, base) when c in ?A..?Z, do: c - ?A + 10 < base
  defp is_digit(_, _), do: false

  defp quoted(<<quote_mark, rest::binary>>, quote_mark, _start, line, taken),
    do: {:lists.reverse(taken), rest, line}

  defp quoted(<<"\\\n", rest::binary>>, quote_mark, start, line, taken),
    do: quoted(rest, quote_mark, start, line + 1, [?\n | taken])

  defp quoted(<<?\\, rest::binary>>, quote_mark, start, line, taken) do
    {character, rest} = escape(rest, line)
    quoted(rest, quote_mark, start, line, [character | taken])
  end

  defp quoted(<<c::utf8, rest::binary>>, quote_mark, start, line, taken),
    do: quoted(rest, quote_mark, start, if(c == ?\n, do: line + 1, else: line), [c | taken])

  defp quoted(_, quote_mark, start, _line, taken),
    do: fail(start, :erl_scan, {:string, quote_mark, :lists.sublist(:lists.reverse(taken), 16)})

  @escapes [{?n, ?\n}, {?r, ?\r}, {?t, ?\t}, {?v, ?\v}, {?b, ?\b}, {?f, ?\f}, {?e, 27}, {?s, ?\s}, {?d, 127}]

  defp escape(<<"x{", rest::binary>>, line) do
    case digits(rest, 16, []) do
      {[_ | _] = digits, <<?}, rest::binary>>} -> {:erlang.list_to_integer(digits, 16), rest}
      _ -> fail(line, :erl_scan, {:illegal, :character})
    end
  end

  defp escape(<<?x, a, b, rest::binary>>, line) do
    if is_digit(a, 16) and is_digit(b, 16),
      do: {:erlang.list_to_integer([a, b], 16), rest},
      else: fail(line, :erl_scan, {:illegal, :character})
  end

  defp escape(<<?^, c, rest::binary>>, _line), do: {rem(c, 32), rest}

  defp escape(<<c, _::binary>> = text, _line) when c in ?0..?7 do
    {digits, _} = digits(binary_part(text, 0, min(3, byte_size(text))), 8, [])
    {:erlang.list_to_integer(digits, 8), binary_part(text, length(digits), byte_size(text) - length(digits))}
  end

  for {letter, character} <- @escapes do
    defp escape(<<unquote(letter), rest::binary>>, _line), do: {unquote(character), rest}
  end

  defp escape(<<c::utf8, rest::binary>>, _line), do: {c, rest}
  defp escape(_, line), do: fail(line, :erl_scan, {:illegal, :character})

  ## The parser

  defp terms([{:end, _, _}], read), do: :lists.reverse(read)

  defp terms(tokens, read) do
    case term(tokens) do
      {term, [{:stop, _, _} | rest]} -> terms(rest, [term | read])
      # A call or an operation: right, but no term.
      {_term, [{:mark, line, mark} | _]} when mark in ["(", ":", "+", "-", "/", "#"] -> fail(line, :erl_parse, 'bad term')
      {_term, rest} -> unexpected(rest)
    end
  end

  defp term([{kind, _, value} | rest]) when kind in [:number, :atom], do: {value, rest}
  defp term([{:variable, line, _} | _]), do: fail(line, :erl_parse, 'bad term')
  defp term([{:string, _, a}, {:string, line, b} | rest]), do: term([{:string, line, a ++ b} | rest])
  defp term([{:string, _, characters} | rest]), do: {characters, rest}
  defp term([{:mark, _, "-"}, {:number, _, value} | rest]), do: {-value, rest}
  defp term([{:mark, _, "+"}, {:number, _, value} | rest]), do: {value, rest}

  defp term([{:mark, _, "{"} | rest]) do
    {elements, rest} = elements(rest, "}")
    {:erlang.list_to_tuple(elements), rest}
  end

  defp term([{:mark, _, "#"}, {:mark, _, "{"} | rest]) do
    {pairs, rest} = pairs(rest, [])
    {:maps.from_list(pairs), rest}
  end

  defp term([{:mark, _, "["}, {:mark, _, "]"} | rest]), do: {[], rest}
  defp term([{:mark, _, "["} | rest]), do: list(rest, [])
  defp term([{:mark, _, "<<"}, {:mark, _, ">>"} | rest]), do: {<<>>, rest}
  defp term([{:mark, _, "<<"} | rest]), do: segments(rest, <<>>)
  defp term(tokens), do: unexpected(tokens)

  defp elements([{:mark, _, close} | rest], close), do: {[], rest}

  defp elements(tokens, close) do
    {element, rest} = term(tokens)

    case rest do
      [{:mark, _, ","} | [{:mark, _, ^close} | _] = rest] -> unexpected(rest)
      [{:mark, _, ","} | rest] -> with({elements, rest} <- elements(rest, close), do: {[element | elements], rest})
      [{:mark, _, ^close} | rest] -> {[element], rest}
      rest -> unexpected(rest)
    end
  end

  defp list(tokens, read) do
    {element, rest} = term(tokens)
    read = [element | read]

    case rest do
      [{:mark, _, ","} | rest] ->
        list(rest, read)

      [{:mark, _, "]"} | rest] ->
        {:lists.reverse(read), rest}

      [{:mark, _, "|"} | rest] ->
        case term(rest) do
          {tail, [{:mark, _, "]"} | rest]} -> {:lists.reverse(read, tail), rest}
          {_tail, rest} -> unexpected(rest)
        end

      rest ->
        unexpected(rest)
    end
  end

  defp pairs([{:mark, _, "}"} | rest], []), do: {[], rest}

  defp pairs(tokens, read) do
    with {key, [{:mark, _, "=>"} | rest]} <- term(tokens),
         {value, rest} <- term(rest) do
      case rest do
        [{:mark, _, ","} | rest] -> pairs(rest, [{key, value} | read])
        [{:mark, _, "}"} | rest] -> {:lists.reverse([{key, value} | read]), rest}
        rest -> unexpected(rest)
      end
    else
      {_key, rest} -> unexpected(rest)
    end
  end

  # Integers, with a size in bits or without, and strings.
  defp segments([{:string, _, characters} | rest], read) do
    next_segment(rest, <<read::bitstring, :erlang.list_to_binary(characters)::binary>>)
  end

  defp segments([{_, line, _} | _] = tokens, read) do
    case term(tokens) do
      {value, [{:mark, _, ":"}, {:number, _, size} | rest]} when is_integer(value) and is_integer(size) ->
        next_segment(rest, <<read::bitstring, value::size(size)>>)

      {value, rest} when is_integer(value) ->
        next_segment(rest, <<read::bitstring, value::8>>)

      _ ->
        fail(line, :erl_parse, 'bad term')
    end
  end

  defp next_segment([{:mark, _, ","} | rest], read), do: segments(rest, read)
  defp next_segment([{:mark, _, ">>"} | rest], read), do: {read, rest}
  defp next_segment(rest, _read), do: unexpected(rest)

  defp unexpected([{:end, line, _}]), do: fail(line, :erl_parse, ['syntax error before: ', []])
  defp unexpected([{:stop, line, _} | _]), do: fail(line, :erl_parse, ['syntax error before: ', []])

  defp unexpected([{:atom, line, atom} | _]),
    do: fail(line, :erl_parse, ['syntax error before: ', :io_lib.write_atom(atom)])

  defp unexpected([{:string, line, characters} | _]),
    do: fail(line, :erl_parse, ['syntax error before: ', :io_lib.write_string(characters)])

  defp unexpected([{:number, line, number} | _]),
    do: fail(line, :erl_parse, ['syntax error before: ', :io_lib.write(number)])

  defp unexpected([{:variable, line, name} | _]),
    do: fail(line, :erl_parse, ['syntax error before: ', :erlang.binary_to_list(name)])

  defp unexpected([{_, line, text} | _]),
    do: fail(line, :erl_parse, ['syntax error before: ', [?', :unicode.characters_to_list(text), ?'] |> :lists.flatten()])
end
