defmodule :io_lib_format do
  @moduledoc false
  # Format strings: `~w`, `~10.2f` and the like.
  #
  # A format string is first taken apart (scan/2) into a list of characters and of maps, one for
  # each control sequence with its arguments; then the maps become text (build/1). Both fail for
  # what they do not understand. Texts are deep charlists; lengths count graphemes.

  @doc false
  # A float in the fewest digits that read back as the same.
  def fwrite_g(float), do: :io_lib_float.shortest(float)

  @doc false
  def fwrite(format, args), do: format |> scan(args) |> build()

  @doc false
  def fwrite(format, args, options), do: format |> scan(args) |> build(options)

  # Taking apart

  @doc false
  def scan(format, args) when is_atom(format), do: scan(:erlang.atom_to_list(format), args)
  def scan(format, args) when is_binary(format), do: scan(:erlang.binary_to_list(format), args)
  def scan(format, args), do: collect(format, args)

  defp collect([?~ | format], args) do
    {sequence, format, args} = sequence(format, args)
    [sequence | collect(format, args)]
  end

  defp collect([char | format], args), do: [char | collect(format, args)]
  defp collect([], []), do: []
  defp collect(_format, _args), do: :erlang.error(:badarg)

  defp sequence(format, args) do
    {width, format, args} = field_width(format, args)

    {adjust, width} =
      if is_integer(width) and width < 0, do: {:left, -width}, else: {:right, width}

    {precision, format, args} = precision(format, args)
    {pad_char, format, args} = pad_char(format, args)
    {modifiers, format} = modifiers(format, %{encoding: :latin1, strings: true})

    case format do
      [control | format] ->
        {taken, args} = take(arity(control), args)

        sequence =
          Map.merge(modifiers, %{
            control_char: control,
            args: taken,
            width: width,
            adjust: adjust,
            precision: precision,
            pad_char: pad_char
          })

        {sequence, format, args}

      [] ->
        :erlang.error(:badarg)
    end
  end

  defp field_width([?- | format], args) do
    case number(format, args) do
      {width, format, args} when is_integer(width) -> {-width, format, args}
      other -> other
    end
  end

  defp field_width(format, args), do: number(format, args)

  defp precision([?. | format], args), do: number(format, args)
  defp precision(format, args), do: {:none, format, args}

  defp pad_char([?., ?* | format], [char | args]), do: {char, format, args}
  defp pad_char([?., char | format], args), do: {char, format, args}
  defp pad_char(format, args), do: {?\s, format, args}

  defp number([?* | format], [number | args]) when is_integer(number), do: {number, format, args}
  defp number([?* | _format], _args), do: :erlang.error(:badarg)

  defp number([digit | _] = format, args) when digit in ?0..?9 do
    {digits, format} = :lists.splitwith(&(&1 in ?0..?9), format)
    {:erlang.list_to_integer(digits), format, args}
  end

  defp number(format, args), do: {:none, format, args}

  defp modifiers([?t | format], modifiers),
    do: modifiers(format, %{modifiers | encoding: :unicode})

  defp modifiers([?l | format], modifiers), do: modifiers(format, %{modifiers | strings: false})
  defp modifiers(format, modifiers), do: {modifiers, format}

  defp arity(control) when control in 'wpcsefgbB#+i', do: 1
  defp arity(control) when control in 'WPXx', do: 2
  defp arity(control) when control in 'n~', do: 0
  defp arity(_control), do: :erlang.error(:badarg)

  defp take(0, args), do: {[], args}
  defp take(1, [first | args]), do: {[first], args}
  defp take(2, [first, second | args]), do: {[first, second], args}
  defp take(_count, _args), do: :erlang.error(:badarg)

  # Putting together again: the format string and the arguments that a scanned list came from.

  @doc false
  def unscan(parts), do: {format_of(parts), args_of(parts)}

  defp args_of([%{args: args} | parts]), do: args ++ args_of(parts)
  defp args_of([_char | parts]), do: args_of(parts)
  defp args_of([]), do: []

  defp format_of([%{control_char: control} = sequence | parts]) do
    [
      ?~
      | width_of(sequence) ++
          precision_of(sequence) ++
          pad_of(sequence) ++
          if(sequence.encoding == :unicode, do: 't', else: []) ++
          if(sequence.strings, do: [], else: 'l') ++
          [control | format_of(parts)]
    ]
  end

  defp format_of([char | parts]), do: [char | format_of(parts)]
  defp format_of([]), do: []

  defp width_of(%{width: :none}), do: []
  defp width_of(%{width: width, adjust: :left}), do: :erlang.integer_to_list(-width)
  defp width_of(%{width: width}), do: :erlang.integer_to_list(width)

  defp precision_of(%{precision: :none, pad_char: ?\s}), do: []
  defp precision_of(%{precision: :none}), do: '.'
  defp precision_of(%{precision: precision}), do: [?. | :erlang.integer_to_list(precision)]

  defp pad_of(%{pad_char: ?\s}), do: []
  defp pad_of(%{pad_char: char}), do: [?., char]

  # Building. What is printed with ~p starts where the text before it ends, so the column is kept.

  @doc false
  def build(parts), do: build(parts, [])

  @doc false
  def build(parts, options) do
    case Keyword.get(options, :chars_limit, -1) do
      limit when is_integer(limit) and limit >= 0 ->
        sharers = Enum.count(parts, &shares_limit?/1)
        build_parts(parts, 0, {limit, sharers})

      _ ->
        build_parts(parts, 0, nil)
    end
  end

  defp shares_limit?(%{control_char: control}), do: control in 'pPwWs'
  defp shares_limit?(_char), do: false

  # `limit` is nil, or {characters left, number of sequences that share them}.
  defp build_parts([%{} = sequence | parts], column, limit) do
    if shares_limit?(sequence) and limit != nil do
      {left, sharers} = limit
      text = sequence(sequence, column, div(left, sharers))
      limit = {max(left - :io_lib.chars_length(text), 0), sharers - 1}
      [text | build_parts(parts, indentation(text, column), limit)]
    else
      text = sequence(sequence, column, -1)
      [text | build_parts(parts, indentation(text, column), limit)]
    end
  end

  defp build_parts([?\n | parts], _column, limit), do: [?\n | build_parts(parts, 0, limit)]

  defp build_parts([?\t | parts], column, limit),
    do: [?\t | build_parts(parts, div(column + 8, 8) * 8, limit)]

  defp build_parts([char | parts], column, limit),
    do: [char | build_parts(parts, column + 1, limit)]

  defp build_parts([], _column, _limit), do: []

  @doc """
  The column behind a text that starts at `column`.
  """
  def indentation([?\n | rest], _column), do: indentation(rest, 0)
  def indentation([?\t | rest], column), do: indentation(rest, div(column + 8, 8) * 8)
  def indentation([char | rest], column) when is_integer(char), do: indentation(rest, column + 1)
  def indentation([text | rest], column), do: indentation(rest, indentation(text, column))
  def indentation([], column), do: column

  defp sequence(%{control_char: ?~} = s, _column, _limit), do: character(?~, s)
  defp sequence(%{control_char: ?n} = s, _column, _limit), do: newline(s.width, s.adjust)
  defp sequence(%{control_char: ?i}, _column, _limit), do: []

  defp sequence(%{control_char: ?c, args: [char]} = s, _column, _limit) when is_integer(char),
    do: character(if(s.encoding == :unicode, do: char, else: :erlang.band(char, 255)), s)

  defp sequence(%{control_char: ?s, args: [text]} = s, _column, limit),
    do: text |> characters(s.encoding) |> limited(limit) |> string(s.width, s)

  defp sequence(%{control_char: ?w, args: [term]} = s, _column, limit),
    do: term |> :io_lib_pretty.limited_write(-1, s.encoding, limit) |> field(s)

  defp sequence(%{control_char: ?W, args: [term, depth]} = s, _column, limit)
       when is_integer(depth),
       do: term |> :io_lib_pretty.limited_write(depth, s.encoding, limit) |> field(s)

  defp sequence(%{control_char: ?p, args: [term]} = s, column, limit),
    do: pretty(term, -1, s, column, limit)

  defp sequence(%{control_char: ?P, args: [term, depth]} = s, column, limit)
       when is_integer(depth),
       do: pretty(term, depth, s, column, limit)

  defp sequence(%{control_char: ?e, args: [number]} = s, _column, _limit),
    do: float(:exponential, number, s)

  defp sequence(%{control_char: ?f, args: [number]} = s, _column, _limit),
    do: float(:fixed, number, s)

  defp sequence(%{control_char: ?g, args: [number]} = s, _column, _limit),
    do: float(:general, number, s)

  defp sequence(%{control_char: ?b, args: [number]} = s, _column, _limit),
    do: number |> digits(s) |> lower() |> field(%{s | precision: :none})

  defp sequence(%{control_char: ?B, args: [number]} = s, _column, _limit),
    do: number |> digits(s) |> field(%{s | precision: :none})

  defp sequence(%{control_char: ?x, args: [number, prefix]} = s, _column, _limit),
    do: number |> prefixed(s, prefix_text(prefix), &lower/1) |> field(%{s | precision: :none})

  defp sequence(%{control_char: ?X, args: [number, prefix]} = s, _column, _limit),
    do: number |> prefixed(s, prefix_text(prefix), & &1) |> field(%{s | precision: :none})

  defp sequence(%{control_char: ?+, args: [number]} = s, _column, _limit),
    do: number |> prefixed(s, base_prefix(s), &lower/1) |> field(%{s | precision: :none})

  defp sequence(%{control_char: ?#, args: [number]} = s, _column, _limit),
    do: number |> prefixed(s, base_prefix(s), & &1) |> field(%{s | precision: :none})

  defp sequence(_sequence, _column, _limit), do: :erlang.error(:badarg)

  # Integers

  defp digits(number, %{precision: precision}) when is_integer(number) do
    base = if precision == :none, do: 10, else: precision
    if base in 2..36, do: :erlang.integer_to_list(number, base), else: :erlang.error(:badarg)
  end

  defp digits(_number, _sequence), do: :erlang.error(:badarg)

  defp prefixed(number, s, prefix, convert) when is_integer(number) and number < 0,
    do: [?-, prefix, convert.(digits(-number, s))]

  defp prefixed(number, s, prefix, convert), do: [prefix, convert.(digits(number, s))]

  defp prefix_text(prefix) when is_atom(prefix), do: :erlang.atom_to_list(prefix)

  defp prefix_text(prefix) do
    if :io_lib_chars.deep_char_list(prefix), do: prefix, else: :erlang.error(:badarg)
  end

  defp base_prefix(%{precision: :none}), do: '10#'
  defp base_prefix(%{precision: base}), do: :erlang.integer_to_list(base) ++ '#'

  defp lower([digit | rest]) when digit in ?A..?Z, do: [digit + 32 | lower(rest)]
  defp lower([digit | rest]), do: [digit | lower(rest)]
  defp lower([]), do: []

  # Floats. A width without a precision gives the precision its default.

  defp float(kind, number, s) when is_float(number) do
    digits = if s.precision == :none, do: 6, else: s.precision
    text = float_text(kind, number, digits)
    if s.width == :none, do: text, else: field(text, %{s | precision: s.width})
  end

  defp float(_kind, _number, _sequence), do: :erlang.error(:badarg)

  defp float_text(:exponential, number, digits) when digits >= 2,
    do: :io_lib_float.exponential(number, digits)

  defp float_text(:fixed, number, digits) when digits >= 1,
    do: :io_lib_float.fixed(number, digits)

  defp float_text(:general, number, digits) when digits >= 1,
    do: :io_lib_float.general(number, max(digits, 1))

  defp float_text(_kind, _number, _digits), do: :erlang.error(:badarg)

  # Terms

  defp pretty(term, depth, %{adjust: :right} = s, column, limit) do
    :io_lib_pretty.print(term,
      column: if(s.precision == :none, do: column + 1, else: s.precision),
      line_length: if(s.width == :none, do: 80, else: s.width),
      depth: depth,
      encoding: s.encoding,
      strings: s.strings,
      chars_limit: limit
    )
  end

  defp pretty(_term, _depth, _sequence, _column, _limit), do: :erlang.error(:badarg)

  # A text in a field. What does not fit is replaced by stars.
  defp field(text, %{width: :none, precision: :none}), do: text

  defp field(text, %{width: :none, precision: precision} = s),
    do: field(text, %{s | width: precision})

  defp field(text, %{width: width, precision: precision, adjust: adjust, pad_char: pad}) do
    length = :string.length(text)
    shown = min(length, if(precision == :none, do: width, else: min(precision, width)))

    if length > shown,
      do: adjust(copies(?*, shown), copies(pad, width - shown), adjust),
      else: adjust(text, copies(pad, width - length), adjust)
  end

  # Strings. What does not fit is cut off.

  defp characters(text, _encoding) when is_atom(text), do: :erlang.atom_to_list(text)
  defp characters(text, encoding), do: text |> characters(encoding, []) |> :lists.flatten()

  defp characters([char | rest], :latin1, more) when is_integer(char) and char in 0..255,
    do: [char | characters(rest, :latin1, more)]

  defp characters([char | rest], :unicode, more) when is_integer(char) and char >= 0,
    do: [char | characters(rest, :unicode, more)]

  defp characters([part | rest], encoding, more) when not is_integer(part),
    do: characters(part, encoding, [rest | more])

  defp characters(binary, encoding, more) when is_binary(binary),
    do: [binary_characters(binary, encoding) | characters([], encoding, more)]

  defp characters([], encoding, [next | more]), do: characters(next, encoding, more)
  defp characters([], _encoding, []), do: []
  defp characters(_other, _encoding, _more), do: :erlang.error(:badarg)

  # A binary that is not UTF-8 is taken as Latin-1.
  defp binary_characters(binary, :unicode) do
    case :unicode.characters_to_list(binary) do
      chars when is_list(chars) -> chars
      _ -> :erlang.binary_to_list(binary)
    end
  end

  defp binary_characters(binary, :latin1), do: :erlang.binary_to_list(binary)

  defp limited(text, limit) when limit < 0, do: text

  defp limited(text, limit) do
    if :string.length(text) <= limit,
      do: text,
      else: :string.slice(text, 0, max(limit - 3, 0)) ++ '...'
  end

  defp string(text, :none, %{precision: :none}), do: text
  defp string(text, width, %{precision: :none} = s), do: cut(text, width, s.adjust, s.pad_char)

  defp string(text, :none, %{precision: precision} = s),
    do: cut(text, precision, :left, s.pad_char)

  defp string(text, width, %{precision: width} = s), do: cut(text, width, s.adjust, s.pad_char)

  defp string(text, width, %{precision: precision} = s) when width > precision do
    text = cut(text, precision, :left, s.pad_char)
    adjust(text, copies(s.pad_char, width - precision), s.adjust)
  end

  defp string(_text, _width, _sequence), do: :erlang.error(:badarg)

  defp cut(text, width, adjust, pad) do
    length = :string.length(text)

    cond do
      length > width -> :string.slice(text, 0, width)
      length < width -> adjust(text, copies(pad, width - length), adjust)
      true -> text
    end
  end

  # Single characters

  defp character(char, %{width: :none, precision: :none}), do: [char]
  defp character(char, %{width: width, precision: :none}), do: copies(char, width)
  defp character(char, %{width: :none, precision: precision}), do: copies(char, precision)

  defp character(char, %{width: width, precision: precision} = s) when width >= precision,
    do: adjust(copies(char, precision), copies(s.pad_char, width - precision), s.adjust)

  defp character(_char, _sequence), do: :erlang.error(:badarg)

  defp newline(:none, _adjust), do: [?\n]
  defp newline(count, :right), do: copies(?\n, count)
  defp newline(_count, :left), do: :erlang.error(:badarg)

  defp adjust(text, [], _adjust), do: text
  defp adjust(text, fill, :left), do: [text | fill]
  defp adjust(text, fill, :right), do: [fill | text]

  defp copies(_char, 0), do: []
  defp copies(char, count), do: [char | copies(char, count - 1)]
end
