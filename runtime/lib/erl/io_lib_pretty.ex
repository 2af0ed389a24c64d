defmodule :io_lib_pretty do
  @moduledoc false
  # Terms as Erlang source in lines of a given length: what ~p prints.
  #
  # A term first becomes a tree of parts that know their length, cut at a depth (see measure/3);
  # then the tree is written. A part that fits on what is left of the line is written as it is.
  # Elements that hold no others follow each other on a line as long as they fit; any other
  # element that does not fit starts a new line, below the first one.
  #
  # A part is {content, length}. Content is a deep charlist, {:list, elements},
  # {:tuple, tagged?, elements}, {:map, pairs} or {:bytes, text}; a pair's is {:pair, key, value}.
  # A list of elements ends in [], in a part (the tail of an improper list) or in :dots.

  # The tuple's elements are put below the one that follows its tag; if lines get too short, four
  # columns from its brace; at last, one.
  @tag_offsets [:tag, 4]
  @tag_offset_last 1

  @doc false
  def print(term, options \\ []) do
    context = %{
      encoding: Keyword.get(options, :encoding, :latin1),
      strings?: Keyword.get(options, :strings, true)
    }

    depth = Keyword.get(options, :depth, -1)
    limit = Keyword.get(options, :chars_limit, -1)
    column = max(Keyword.get(options, :column, 1), 1)
    line = Keyword.get(options, :line_length, 80)

    cond do
      depth == 0 or limit == 0 ->
        '...'

      holds_others?(term) ->
        {_, length} = part = measured(term, depth, limit, context)

        if line == 0 or length < line - column,
          do: write(part),
          else: lines(part, column, line, choose_offset(part, column, line), column - 1, 0)

      true ->
        :io_lib_write.write(term, -1, context.encoding, :undefined)
    end
  end

  defp holds_others?(term),
    do: is_tuple(term) or is_list(term) or is_map(term) or is_bitstring(term)

  @doc """
  A term on one line, of no more than `limit` characters if that is not negative.
  """
  def limited_write(term, depth, encoding, limit) do
    write = &:io_lib_write.write(term, &1, encoding, :undefined)

    if limit < 0,
      do: write.(depth),
      else: deepest(write, &:io_lib.chars_length/1, depth, limit, 1, '...')
  end

  defp measured(term, depth, limit, context) when limit < 0, do: measure(term, depth, context)

  defp measured(term, depth, limit, context),
    do: deepest(&measure(term, &1, context), &elem(&1, 1), depth, limit, 1, {'...', 3})

  # What can be made at the greatest depth at which it is not longer than `limit`.
  defp deepest(make, length, depth, limit, at, best) do
    made = make.(at)

    cond do
      length.(made) > limit -> best
      at == depth or made == best -> made
      true -> deepest(make, length, depth, limit, at + 1, made)
    end
  end

  # Measuring

  defp measure(_term, 0, _context), do: {'...', 3}
  defp measure([], _depth, _context), do: {'[]', 2}
  defp measure({}, _depth, _context), do: {'{}', 2}
  defp measure(map, _depth, _context) when map_size(map) == 0, do: {'\#{}', 3}

  defp measure(list, depth, context) when is_list(list) do
    cond do
      depth == 1 -> {{:list, :dots}, 5}
      context.strings? and printable?(list) -> text(:io_lib_chars.string(list, ?", :unicode))
      true -> container(:list, list, depth, context, 2)
    end
  end

  defp measure(tuple, 1, _context) when is_tuple(tuple), do: {'{...}', 5}

  defp measure(tuple, depth, context) when is_tuple(tuple) do
    tagged? = tuple_size(tuple) > 1 and is_atom(elem(tuple, 0))
    {elements, length} = elements(:erlang.tuple_to_list(tuple), depth, context)
    {{:tuple, tagged?, elements}, length + 2}
  end

  defp measure(map, 1, _context) when is_map(map), do: {'\#{...}', 6}

  defp measure(map, depth, context) when is_map(map) do
    {pairs, length} = pairs(:maps.to_list(map), depth, depth - 1, context)
    {{:map, pairs}, length + 3}
  end

  defp measure(<<>>, _depth, _context), do: {'<<>>', 4}
  defp measure(bits, 1, _context) when is_bitstring(bits), do: {'<<...>>', 7}

  defp measure(bits, depth, context) when is_bitstring(bits) do
    case context.strings? and is_binary(bits) and shown(bits, depth - 1, context.encoding) do
      {chars, rest, suffix} ->
        text(['<<', :io_lib_chars.string(chars, ?", :unicode), suffix, dots(rest), '>>'])

      false ->
        {_, length} = part = text(:io_lib_write.bitstring(bits, depth))
        {{:bytes, elem(part, 0)}, length}
    end
  end

  defp measure(term, _depth, context),
    do: text(:io_lib_write.write(term, -1, context.encoding, :undefined))

  defp text(chars), do: {chars, :io_lib.chars_length(chars)}

  defp dots(""), do: []
  defp dots(_rest), do: '...'

  defp printable?(list), do: :io_lib_chars.printable_latin1_list(list)

  defp container(kind, list, depth, context, brackets) do
    {elements, length} = elements(list, depth, context)
    {{kind, elements}, length + brackets}
  end

  # The elements with their separators; the first takes one from the depth, too.
  defp elements(list, depth, context), do: elements(list, depth, context, 0)

  defp elements([], _depth, _context, length), do: {[], max(length - 1, 0)}
  defp elements(_list, 1, _context, length), do: {:dots, length + 3}

  defp elements([element | rest], depth, context, length) do
    {_, size} = part = measure(element, depth - 1, context)
    {parts, length} = elements(rest, depth - 1, context, length + size + 1)
    {[part | parts], length}
  end

  defp elements(tail, depth, context, length) do
    {_, size} = part = measure(tail, depth - 1, context)
    {part, length + size}
  end

  # Only the number of pairs counts down; all their keys and values have the same depth.
  defp pairs(list, left, depth, context), do: pairs(list, left, depth, context, 0)

  defp pairs([], _left, _depth, _context, length), do: {[], max(length - 1, 0)}
  defp pairs(_pairs, 1, _depth, _context, length), do: {:dots, length + 3}

  defp pairs([{key, value} | rest], left, depth, context, length) do
    {_, key_length} = key = measure(key, depth, context)
    {_, value_length} = value = measure(value, depth, context)
    size = key_length + value_length + 4
    {parts, length} = pairs(rest, left - 1, depth, context, length + size + 1)
    {[{{:pair, key, value}, size} | parts], length}
  end

  # The characters of a binary that is shown as text, what is left out of it, and its type; false
  # if it is shown as bytes. For each level of depth four characters are shown, and one must be
  # printable.

  @shown_per_level_chars 4

  defp shown(binary, depth, encoding) do
    limit = if depth < 0, do: -1, else: depth * @shown_per_level_chars

    case encoding == :unicode and utf8_start(binary, limit, []) do
      {chars, rest} -> utf8_shown(chars, rest, depth)
      _ -> latin1_shown(binary, depth, limit)
    end
  end

  defp utf8_shown(chars, rest, depth) do
    {shown, hidden} = Enum.split_while(chars, &printable?([&1]))
    type = if Enum.all?(shown, &(&1 < 128)), do: [], else: '/utf8'
    enough(shown, if(hidden == [], do: rest, else: :more), depth, type)
  end

  defp latin1_shown(binary, depth, limit) do
    {chars, rest} = latin1_prefix(binary, limit, [])
    enough(chars, rest, depth, [])
  end

  defp enough(chars, "", _depth, type), do: {chars, "", type}

  defp enough(chars, rest, depth, type),
    do: depth >= 0 and length(chars) >= depth and {chars, rest, type}

  defp latin1_prefix(rest, 0, chars), do: {:lists.reverse(chars), rest}

  defp latin1_prefix(<<char, rest::binary>> = binary, limit, chars) do
    if printable?([char]),
      do: latin1_prefix(rest, limit - 1, [char | chars]),
      else: {:lists.reverse(chars), binary}
  end

  defp latin1_prefix(<<>>, _limit, chars), do: {:lists.reverse(chars), ""}

  # The first characters, if they are valid.
  defp utf8_start(rest, 0, chars), do: {:lists.reverse(chars), rest}

  defp utf8_start(<<char::utf8, rest::binary>>, limit, chars),
    do: utf8_start(rest, limit - 1, [char | chars])

  defp utf8_start(<<>>, _limit, chars), do: {:lists.reverse(chars), ""}
  defp utf8_start(_invalid, _limit, _chars), do: :error

  # Writing on one line

  defp write({{:list, elements}, _}), do: [?[, write_elements(elements, ?|), ?]]
  defp write({{:tuple, _, elements}, _}), do: [?{, write_elements(elements, ?,), ?}]
  defp write({{:map, pairs}, _}), do: ['\#{', write_elements(pairs, ?,), ?}]
  defp write({{:pair, key, value}, _}), do: [write(key), ' => ', write(value)]
  defp write({{:bytes, text}, _}), do: text
  defp write({text, _}), do: text

  defp write_elements(:dots, _bar), do: '...'
  defp write_elements([], _bar), do: []
  defp write_elements([element | rest], bar), do: [write(element) | write_rest(rest, bar)]

  defp write_rest([], _bar), do: []
  defp write_rest([element | rest], bar), do: [?,, write(element) | write_rest(rest, bar)]
  defp write_rest(:dots, bar), do: [bar | '...']
  defp write_rest(tail, bar), do: [bar | write(tail)]

  # Writing in lines. `column` is where the part starts, counted from 1; `line` the length of
  # lines; `offset` one of @tag_offsets; `indent` the number of spaces before new lines; `closing`
  # the number of brackets that follow the part at once.

  defp lines({_, length} = part, column, line, _tag_indent, _indent, closing)
       when length < line - column - closing,
       do: write(part)

  defp lines({{:list, elements}, _}, column, line, offset, indent, closing),
    do: [?[, first_line(elements, column + 1, line, offset, indent + 1, closing, ?|), ?]]

  defp lines({{:tuple, true, [tag | rest]}, _}, column, line, offset, indent, closing),
    do: [?{, tagged(tag, rest, column, line, offset, indent, closing), ?}]

  defp lines({{:tuple, false, elements}, _}, column, line, offset, indent, closing),
    do: [?{, first_line(elements, column + 1, line, offset, indent + 1, closing, ?,), ?}]

  defp lines({{:map, pairs}, _}, column, line, offset, indent, closing),
    do: ['\#{', first_line(pairs, column + 2, line, offset, indent + 2, closing, ?,), ?}]

  defp lines({{:bytes, text}, _}, column, line, _tag_indent, indent, closing),
    do: byte_lines(text, column + 2, line, indent + 2, closing)

  defp lines({{:pair, key, value}, _}, column, line, offset, indent, closing) do
    below = value_indent(offset)
    key = lines(key, column, line, offset, indent, closing)
    value = lines(value, column + below, line, offset, indent + below, closing)
    [key, ' =>\n', spaces(indent + below), value]
  end

  defp lines({text, _}, _column, _line, _tag_indent, _indent, _closing), do: text

  defp value_indent(:tag), do: 4
  defp value_indent(offset), do: offset

  defp tagged({tag, length}, rest, column, line, offset, indent, closing) do
    below_tag = length + 2

    if offset != :tag and below_tag > offset do
      below = offset

      rest =
        next(
          rest,
          column + below,
          column + below_tag,
          line,
          offset,
          indent + below,
          closing,
          ?,
        )

      [tag | rest]
    else
      indent = indent + below_tag
      [tag, ?, | first_line(rest, column + below_tag, line, offset, indent, closing, ?,)]
    end
  end

  defp first_line([], _column, _line, _tag_indent, _indent, _closing, _bar), do: []
  defp first_line(:dots, _column, _line, _tag_indent, _indent, _closing, _bar), do: '...'

  defp first_line([element | rest], column, line, offset, indent, closing, bar) do
    {text, width} = element(element, column, line, offset, indent, closing_after(rest, closing))

    [text | next(rest, column, column + width, line, offset, indent, closing, bar)]
  end

  # `start` is the column of new lines, `column` that behind the element before.
  defp next([], _start, _column, _line, _tag_indent, _indent, _closing, _bar), do: []

  defp next(:dots, _start, _column, _line, _tag_indent, _indent, _closing, bar), do: [bar | '...']

  defp next([{_, length} = element | rest], start, column, line, offset, indent, closing, bar) do
    after_element = closing_after(rest, closing)
    width = length + 1

    if follows?(element, width, column, line, after_element) do
      [
        ?,,
        write(element) | next(rest, start, column + width, line, offset, indent, closing, bar)
      ]
    else
      {text, width} = element(element, start, line, offset, indent, after_element)
      rest = next(rest, start, start + width, line, offset, indent, closing, bar)
      [?,, ?\n, spaces(indent), text | rest]
    end
  end

  # The tail of an improper list.
  defp next({_, length} = tail, start, column, line, offset, indent, closing, bar) do
    closing = closing + 1

    if length + 1 < line - column - closing and simple?(tail),
      do: [bar | write(tail)],
      else: [bar, ?\n, spaces(indent) | lines(tail, start, line, offset, indent, closing)]
  end

  defp follows?(element, width, column, line, 0),
    do: width + 1 < line - column and simple?(element)

  defp follows?(element, width, column, line, closing),
    do: width < line - column - closing and simple?(element)

  # The text of an element at the start of a line, and its width; behind what is not simple, there
  # is no room on the line.
  defp element({_, length} = element, column, line, offset, indent, closing) do
    if length < line - column - closing and simple?(element),
      do: {write(element), length},
      else: {lines(element, column, line, offset, indent, closing), line}
  end

  defp simple?({{:pair, key, value}, _}), do: simple?(key) and simple?(value)
  defp simple?({content, _}), do: is_list(content)

  # Behind the last element come the brackets of all parts that end with it.
  defp closing_after([_ | _], _closing), do: 0
  defp closing_after(_end, closing), do: closing + 1

  defp spaces(0), do: []
  defp spaces(count), do: [?\s | spaces(count - 1)]

  # The bytes of a binary, as many on a line as fit.
  defp byte_lines(text, column, line, indent, closing) do
    width = max(8, line - column - closing)
    [?<, ?< | rest] = :lists.flatten(text)
    ['<<' | byte_groups(rest, width, width, indent)]
  end

  defp byte_groups(text, left, width, indent) do
    case :lists.splitwith(&(&1 != ?,), text) do
      # The brackets at the end count with what is behind the binary.
      {last, []} ->
        if length(last) - 2 > left, do: [?\n, spaces(indent) | last], else: last

      {byte, [?, | rest]} ->
        size = length(byte) + 1

        if size > left do
          [?\n, spaces(indent), byte, ?, | byte_groups(rest, width - size, width, indent)]
        else
          [byte, ?, | byte_groups(rest, left - size, width, indent)]
        end
    end
  end

  # Choosing the indentation below tags: the first of @tag_offsets with which no line is too long.

  defp choose_offset({_, total} = part, column, line) do
    Enum.find(@tag_offsets, @tag_offset_last, fn offset ->
      fits?(part, column, line, offset, 0, total)
    end)
  end

  defp fits?({_, length}, column, line, _tag_indent, closing, _total)
       when length < line - column - closing,
       do: true

  defp fits?({{:list, elements}, _}, column, line, offset, closing, total),
    do: first_fits?(elements, column + 1, line, offset, closing, total)

  defp fits?({{:tuple, true, [{_, length} | rest]}, _}, column, line, offset, closing, total) do
    below_tag = length + 2
    after_tag = column + below_tag

    cond do
      offset != :tag and below_tag > offset ->
        start = column + offset

        (total + start <= line or start <= div(line, 2)) and
          next_fits?(rest, start, after_tag, line, offset, closing, total)

      total + after_tag < line or after_tag < div(line, 2) ->
        first_fits?(rest, after_tag, line, offset, closing, total)

      true ->
        false
    end
  end

  defp fits?({{:tuple, false, elements}, _}, column, line, offset, closing, total),
    do: first_fits?(elements, column + 1, line, offset, closing, total)

  defp fits?({{:map, pairs}, _}, column, line, offset, closing, total),
    do: first_fits?(pairs, column + 2, line, offset, closing, total)

  defp fits?({{:pair, key, value}, _}, column, line, offset, closing, total) do
    below = value_indent(offset)

    fits?(key, column, line, offset, closing, total) and
      fits?(value, column + below, line, offset, closing, total)
  end

  # What cannot be broken is as long as it is.
  defp fits?(_part, _column, _line, _tag_indent, _closing, _total), do: true

  defp first_fits?([element | rest], column, line, offset, closing, total) do
    {_, length} = element
    after_element = closing_after(rest, closing)

    if length < line - column - after_element and simple?(element) do
      next_fits?(rest, column, column + length, line, offset, closing, total)
    else
      fits?(element, column, line, offset, after_element, total) and
        next_fits?(rest, column, column + line, line, offset, closing, total)
    end
  end

  defp first_fits?(_end, _column, _line, _tag_indent, _closing, _total), do: true

  defp next_fits?([], _start, _column, _line, _tag_indent, _closing, _total), do: true
  defp next_fits?(:dots, _start, _column, _line, _tag_indent, _closing, _total), do: true

  defp next_fits?([{_, length} = element | rest], start, column, line, offset, closing, total) do
    if follows?(element, length + 1, column, line, closing_after(rest, closing)),
      do: next_fits?(rest, start, column + length + 1, line, offset, closing, total),
      else: first_fits?([element | rest], start, line, offset, closing, total)
  end

  defp next_fits?({_, length} = tail, start, column, line, offset, closing, total) do
    closing = closing + 1

    (length + 1 < line - column - closing and simple?(tail)) or
      fits?(tail, start, line, offset, closing, total)
  end
end
