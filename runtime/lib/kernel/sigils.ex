# The sigils of the language. A capital letter takes the text as it stands; a small one knows escapes and interpolation.

@doc """
A string; escapes and interpolation work. `~s(a \\"quoted\\" word)`
"""
defmacro sigil_s(term, modifiers)

defmacro sigil_s({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  Macro.unescape_string(text)
end

defmacro sigil_s({:<<>>, meta, pieces}, []) do
  {:<<>>, meta, unescape_pieces(pieces, &Macro.unescape_string/1)}
end

@doc """
A string just as it is written. `~S(no \#{interpolation})`
"""
defmacro sigil_S(term, modifiers)

defmacro sigil_S({:<<>>, _, [text]}, []) when :erlang.is_binary(text), do: text

@doc """
A charlist; escapes and interpolation work. `~c(abc)` is `'abc'`.
"""
defmacro sigil_c(term, modifiers)

defmacro sigil_c({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  String.to_charlist(Macro.unescape_string(text))
end

defmacro sigil_c({:<<>>, _, pieces}, []) do
  pieces = interpolated_pieces(unescape_pieces(pieces, &Macro.unescape_string/1))
  quote(do: List.to_charlist(unquote(pieces)))
end

@doc """
A charlist just as it is written. `~C(no \#{interpolation})`
"""
defmacro sigil_C(term, modifiers)

defmacro sigil_C({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  String.to_charlist(text)
end

# Interpolation comes as an alternation of texts and expressions.
defp unescape_pieces(pieces, unescape) do
  for piece <- pieces do
    if :erlang.is_binary(piece), do: unescape.(piece), else: piece
  end
end

# The values between the pieces of text, without the `::binary` that a string needs.
defp interpolated_pieces([{:"::", _, [{{:., _, _}, _, [_]} = piece | _]} | rest]) do
  [piece | interpolated_pieces(rest)]
end

defp interpolated_pieces([text | rest]), do: [text | interpolated_pieces(rest)]
defp interpolated_pieces([]), do: []

@doc """
A regular expression; interpolation works. The modifiers are those of `Regex`.

    iex> "Elixir" =~ ~r/^elixir$/i
    true
"""
defmacro sigil_r(term, modifiers)

defmacro sigil_r({:<<>>, _, [source]}, options) when :erlang.is_binary(source) do
  compiled_regex(Macro.unescape_string(source, &Regex.unescape_map/1), options)
end

defmacro sigil_r({:<<>>, meta, pieces}, options) do
  source =
    {:<<>>, meta,
     unescape_pieces(
       pieces,
       &Macro.unescape_string(&1, fn escape -> Regex.unescape_map(escape) end)
     )}

  quote(do: Regex.compile!(unquote(source), unquote(:erlang.list_to_binary(options))))
end

@doc """
A regular expression just as it is written, without interpolation. `~R/a{2}/`
"""
defmacro sigil_R(term, modifiers)

defmacro sigil_R({:<<>>, _, [source]}, options) when :erlang.is_binary(source) do
  compiled_regex(source, options)
end

defp compiled_regex(source, options) do
  Macro.escape(Regex.compile!(source, :erlang.list_to_binary(options)))
end

@doc """
A list of words. The modifier says of what: `s` strings (if there is none), `a` atoms, `c` charlists.

    iex> {~w(foo bar), ~w(foo bar)a}
    {["foo", "bar"], [:foo, :bar]}
"""
defmacro sigil_w(term, modifiers)

defmacro sigil_w({:<<>>, _, [text]}, modifiers) when :erlang.is_binary(text) do
  literal_words(Macro.unescape_string(text), modifiers)
end

defmacro sigil_w({:<<>>, meta, pieces}, modifiers) do
  text = {:<<>>, meta, unescape_pieces(pieces, &Macro.unescape_string/1)}
  words = quote(do: String.split(unquote(text)))

  case word_kind(modifiers) do
    ?s -> words
    ?a -> quote(do: for(word <- unquote(words), do: String.to_atom(word)))
    ?c -> quote(do: for(word <- unquote(words), do: String.to_charlist(word)))
  end
end

@doc """
A list of words just as they are written, with the modifiers of `~w`. `~W(a \#{b})` is `["a", "\#{b}"]`.
"""
defmacro sigil_W(term, modifiers)

defmacro sigil_W({:<<>>, _, [text]}, modifiers) when :erlang.is_binary(text) do
  literal_words(text, modifiers)
end

defp literal_words(text, modifiers) do
  words = String.split(text)

  case word_kind(modifiers) do
    ?s -> words
    ?a -> for(word <- words, do: String.to_atom(word))
    ?c -> for(word <- words, do: String.to_charlist(word))
  end
end

defp word_kind([]), do: ?s

defp word_kind([kind])
     when :erlang."=:="(kind, ?s) or :erlang."=:="(kind, ?a) or :erlang."=:="(kind, ?c),
     do: kind

defp word_kind(_), do: argument_error("modifier must be one of: s, a, c")

@doc """
A date; a calendar may follow it. `~D[2024-02-29]`
"""
defmacro sigil_D(date, modifiers)

defmacro sigil_D({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  {{:ok, {year, month, day}}, calendar} = parse_with_calendar(text, :parse_date, "Date")
  calendar_literal(Date, calendar: calendar, year: year, month: month, day: day)
end

@doc """
A time of day. `~T[13:30:15.250]`
"""
defmacro sigil_T(time, modifiers)

defmacro sigil_T({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  {{:ok, {hour, minute, second, microsecond}}, calendar} =
    parse_with_calendar(text, :parse_time, "Time")

  calendar_literal(Time,
    calendar: calendar,
    hour: hour,
    minute: minute,
    second: second,
    microsecond: microsecond
  )
end

@doc """
A date and time without a time zone. `~N[2024-02-29 13:30:15]`
"""
defmacro sigil_N(naive_datetime, modifiers)

defmacro sigil_N({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  {{:ok, {year, month, day, hour, minute, second, microsecond}}, calendar} =
    parse_with_calendar(text, :parse_naive_datetime, "NaiveDateTime")

  calendar_literal(NaiveDateTime,
    calendar: calendar,
    year: year,
    month: month,
    day: day,
    hour: hour,
    minute: minute,
    second: second,
    microsecond: microsecond
  )
end

@doc """
A date and time in UTC, with a `Z` at its end. `~U[2024-02-29 13:30:15Z]`
"""
defmacro sigil_U(datetime, modifiers)

defmacro sigil_U({:<<>>, _, [text]}, []) when :erlang.is_binary(text) do
  {{:ok, {year, month, day, hour, minute, second, microsecond}, offset}, calendar} =
    parse_with_calendar(text, :parse_utc_datetime, "UTC DateTime")

  case offset do
    0 -> :ok
    _ -> unparsable(text, calendar, "UTC DateTime", :non_utc_offset)
  end

  calendar_literal(DateTime,
    calendar: calendar,
    year: year,
    month: month,
    day: day,
    hour: hour,
    minute: minute,
    second: second,
    microsecond: microsecond,
    time_zone: "Etc/UTC",
    zone_abbr: "UTC",
    utc_offset: 0,
    std_offset: 0
  )
end

# A capitalised word after the last space names the calendar.
defp parse_with_calendar(text, function, what) do
  {calendar, text} =
    case :lists.reverse(:binary.split(text, " ", [:global])) do
      [<<first, _::binary>> = name, part | parts]
      when :erlang.>=(first, ?A) and :erlang."=<"(first, ?Z) ->
        {Module.concat([name]), join_with_spaces(:lists.reverse([part | parts]))}

      _ ->
        {Calendar.ISO, text}
    end

  case :erlang.apply(calendar, function, [text]) do
    {:error, reason} -> unparsable(text, calendar, what, reason)
    parsed -> {parsed, calendar}
  end
end

defp join_with_spaces([first | rest]) do
  :erlang.iolist_to_binary([first | for(part <- rest, do: [" ", part])])
end

defp unparsable(text, calendar, what, reason) do
  argument_error([
    "cannot parse ",
    inspect(text),
    " as ",
    what,
    " for ",
    inspect(calendar),
    ", reason: ",
    inspect(reason)
  ])
end

defp calendar_literal(struct, fields) do
  Macro.escape(:maps.from_list([{:__struct__, struct} | fields]))
end
