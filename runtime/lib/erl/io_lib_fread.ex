defmodule :io_lib_fread do
  @moduledoc false
  # Reads values from text by a format string: the reverse of :io_lib_format.
  #
  # White space in the format stands for any white space, also none; `~d`, `~u`, `~f`, `~s`, `~a`,
  # `~c`, `~#` and `~-` read a value, after white space where that makes sense; other characters
  # must be there. `~*d` reads without giving the value; a number is a width, and a base for `~u`.

  @space ' \t\n\r'

  @doc """
  Reads from a whole text.
  """
  def fread(format, text) when is_list(format), do: read(format, text, 0, [])

  @doc """
  Reads from text that comes line by line, as requests of the I/O protocol do. The continuation is
  `[]` at first.
  """
  def fread([], text, format), do: fread({format, [], 0, []}, text, format)

  # The continuation: what is left of the format, the line so far turned around, the number of
  # characters read before it, and the values read, turned around.
  def fread({_rest, [], 0, []}, :eof, _format), do: {:done, :eof, :eof}

  def fread({rest, line, count, values}, :eof, _format) do
    case read(rest, :lists.reverse(line), count, values) do
      {:more, _, _, _} -> {:done, {:error, {:fread, :input}}, :eof}
      {:ok, values, left} -> {:done, {:ok, values}, left}
      error -> {:done, error, :eof}
    end
  end

  def fread({rest, line, count, values}, [?\r, ?\n | text], format),
    do: read_line(rest, line, count, values, '\r\n', text, format)

  def fread({rest, line, count, values}, [char | text], format) when char in '\r\n',
    do: read_line(rest, line, count, values, [char], text, format)

  def fread({rest, line, count, values}, [char | text], format),
    do: fread({rest, [char | line], count, values}, text, format)

  def fread(continuation, [], _format), do: {:more, continuation}

  # A line that ends too early is continued by the next.
  defp read_line(rest, line, count, values, line_end, text, format) do
    case read(rest, :lists.reverse(line), count, values) do
      {:ok, values, []} ->
        {:done, {:ok, values}, text}

      {:ok, values, left} ->
        {:done, {:ok, values}, left ++ line_end ++ text}

      {:more, rest, count, values} ->
        fread({rest, [], count + length(line_end), values}, text, format)

      error ->
        {:done, error, text}
    end
  end

  # `count` is the number of characters read so far, which `~l` gives.

  defp read([?~ | format], text, count, values) do
    {skip?, format} = skip?(format)
    {width, format} = width(format)
    directive(without_modifier(format), skip?, width, text, count, values)
  end

  defp read([char | format], text, count, values) when char in @space do
    {space, rest} = :lists.splitwith(&(&1 in @space), text)
    read(format, rest, count + length(space), values)
  end

  defp read([char | format], [char | text], count, values),
    do: read(format, text, count + 1, values)

  defp read([_ | _] = format, [], count, values), do: {:more, format, count, values}
  defp read([_ | _], _text, _count, _values), do: error(:input)
  defp read([], text, _count, values), do: {:ok, :lists.reverse(values), text}

  defp error(what), do: {:error, {:fread, what}}

  defp skip?([?* | format]), do: {true, format}
  defp skip?(format), do: {false, format}

  defp width(format) do
    case :lists.splitwith(&(&1 in ?0..?9), format) do
      {[], format} -> {:none, format}
      {digits, format} -> {:erlang.list_to_integer(digits), format}
    end
  end

  defp without_modifier([?t | format]), do: format
  defp without_modifier(format), do: format

  defp directive([?l | format], skip?, _width, text, count, values),
    do: read(format, text, count, add(skip?, count, values))

  defp directive([?~ | format], _skip?, _width, [?~ | text], count, values),
    do: read(format, text, count + 1, values)

  defp directive([kind | _] = format, skip?, width, [], count, values) when kind in 'dufsac#-~',
    do: {:more, again(skip?, width, format), count, values}

  defp directive([?- | format], skip?, _width, text, count, values) do
    {sign, rest} =
      case text do
        [?- | rest] -> {-1, rest}
        [?+ | rest] -> {1, rest}
        _ -> {1, text}
      end

    read(format, rest, count + length(text) - length(rest), add(skip?, sign, values))
  end

  defp directive([?c | format], skip?, width, text, count, values) do
    wanted = if width == :none, do: 1, else: width

    {line, _} = :lists.splitwith(&(&1 != ?\n), text)

    if length(line) >= wanted do
      {chars, rest} = :lists.split(wanted, text)
      read(format, rest, count + wanted, add(skip?, chars, values))
    else
      error(:character)
    end
  end

  # A width counts the white space before the value, and must be there, on one line.
  defp directive([kind | format], skip?, width, text, count, values) when kind in 'dufsa#' do
    {field, beyond} = field(text, if(kind == ?u, do: :none, else: width))
    {_, field} = :lists.splitwith(&(&1 in @space and kind != ?u), field)

    case token(kind, width, field) do
      {:ok, value, rest} ->
        if width == :none or kind == ?u or kind == ?s or rest == [] do
          rest = if width == :none or kind == ?u, do: rest ++ beyond, else: beyond
          read(format, rest, count + length(text) - length(rest), add(skip?, value, values))
        else
          error(what(kind))
        end

      :error ->
        error(what(kind))
    end
  end

  defp directive(_format, _skip?, _width, _text, _count, _values), do: error(:format)

  defp what(?d), do: :integer
  defp what(?u), do: :unsigned
  defp what(?f), do: :float
  defp what(?#), do: :based
  defp what(?s), do: :string
  defp what(?a), do: :atom

  # The directive in full, for a continuation.
  defp again(skip?, width, format) do
    star = if skip?, do: '*', else: []
    width = if width == :none, do: [], else: :erlang.integer_to_list(width)
    [?~ | star ++ width ++ format]
  end

  defp add(true, _value, values), do: values
  defp add(false, value, values), do: [value | values]

  # One value at the start of a text.

  defp token(?d, _width, text) do
    {sign, unsigned} = sign(text)

    case :lists.splitwith(&(&1 in ?0..?9), unsigned) do
      {[], _} -> :error
      {digits, rest} -> {:ok, :erlang.list_to_integer(sign ++ digits), rest}
    end
  end

  defp token(?u, width, text) do
    base = if width == :none, do: 10, else: width

    case :lists.splitwith(&digit?(&1, base), text) do
      {[], _} -> :error
      {digits, rest} -> {:ok, :erlang.list_to_integer(digits, base), rest}
    end
  end

  defp token(?f, _width, text) do
    {sign, unsigned} = sign(text)

    with {[_ | _] = whole, [?. | rest]} <- :lists.splitwith(&(&1 in ?0..?9), unsigned),
         {[_ | _] = fraction, rest} <- :lists.splitwith(&(&1 in ?0..?9), rest),
         {:ok, exponent, rest} <- exponent(rest) do
      number = sign ++ whole ++ [?. | fraction] ++ exponent
      {:ok, :erlang.list_to_float(number), rest}
    else
      _ -> :error
    end
  end

  defp token(?#, _width, text) do
    with {[_ | _] = base, [?# | rest]} <- :lists.splitwith(&(&1 in ?0..?9), text),
         base = :erlang.list_to_integer(base),
         true <- base in 2..36,
         {[_ | _] = digits, rest} <- :lists.splitwith(&digit?(&1, base), rest) do
      {:ok, :erlang.list_to_integer(digits, base), rest}
    else
      _ -> :error
    end
  end

  defp token(?s, _width, text) do
    {chars, rest} = :lists.splitwith(&(&1 not in @space), text)
    if :short in chars, do: :error, else: {:ok, chars, rest}
  end

  defp token(?a, width, text) do
    {chars, rest} = :lists.splitwith(&(width != :none or &1 not in @space), text)
    if :short in chars, do: :error, else: {:ok, :erlang.list_to_atom(chars), rest}
  end

  defp field(text, :none), do: {text, []}

  # What is too short holds what is part of no value.
  defp field(text, width) do
    {field, beyond} = Enum.split(text, width)
    if length(field) < width or ?\n in field, do: {[:short], beyond}, else: {field, beyond}
  end

  defp sign([sign | rest]) when sign in '+-', do: {[sign], rest}
  defp sign(rest), do: {[], rest}

  defp exponent([e | rest]) when e in 'eE' do
    {sign, rest} = sign(rest)

    case :lists.splitwith(&(&1 in ?0..?9), rest) do
      {[], _} -> :error
      {digits, rest} -> {:ok, [?e | sign ++ digits], rest}
    end
  end

  defp exponent(rest), do: {:ok, [], rest}

  defp digit?(char, base) when char in ?0..?9, do: char - ?0 < base
  defp digit?(char, base) when char in ?a..?z, do: char - ?a + 10 < base
  defp digit?(char, base) when char in ?A..?Z, do: char - ?A + 10 < base
  defp digit?(_char, _base), do: false
end
