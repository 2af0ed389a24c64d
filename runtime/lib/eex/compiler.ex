defmodule EEx.Compiler do
  # Makes a quoted expression of the tokens of a template.
  #
  # An expression that goes over several tags is parsed as a whole when its end is there: its code is collected with a
  # call `__EEX__(number)` in the place of each part of the template inside, and when it has been parsed the calls
  # are replaced by what the engine made of those parts.
  @moduledoc false

  @doc false
  def compile(tokens, options) do
    state = %{
      engine: Keyword.get(options, :engine, EEx.SmartEngine),
      file: Keyword.get(options, :file, "nofile"),
      parser_options:
        Keyword.get(options, :parser_options, Code.get_compiler_option(:parser_options)),
      parts: [],
      position: nil
    }

    build(tokens, state.engine.init(options), [], state)
  end

  # `open` has the code of the expressions around, the innermost first.
  defp build([{:text, chars, position} | rest], buffer, open, state) do
    buffer = handle_text(state.engine, buffer, position, IO.chardata_to_string(chars))
    build(rest, buffer, open, state)
  end

  defp build([{:expr, marker, chars, position} | rest], buffer, open, state) do
    quoted = parse(chars, position.line, code_column(position, marker), state)

    build(
      rest,
      state.engine.handle_expr(buffer, IO.chardata_to_string(marker), quoted),
      open,
      state
    )
  end

  defp build([{:start_expr, marker, chars, position} | rest], buffer, open, state) do
    if marker == [] do
      warn(
        "the contents of this expression won't be output unless the EEx block starts with \"<%=\"",
        "#{state.file}:#{position.line}:#{position.column}"
      )
    end

    {rest, line, chars} = with_first_clause(rest, position.line, chars)
    start = {position.line, code_column(position, marker)}
    inner = %{state | parts: [], position: {start, line}}
    {rest, quoted} = build(rest, state.engine.handle_begin(buffer), [chars | open], inner)

    build(
      rest,
      state.engine.handle_expr(buffer, IO.chardata_to_string(marker), quoted),
      open,
      state
    )
  end

  defp build([{:middle_expr, _marker, chars, position} | rest], buffer, [code | open], state) do
    {code, state} = with_part(code, chars, position.line, state.engine.handle_end(buffer), state)
    build(rest, state.engine.handle_begin(buffer), [code | open], state)
  end

  defp build([{:middle_expr, _marker, chars, position} | _], _buffer, [], state) do
    raise_error("unexpected middle of expression <%#{chars}%>", position, state)
  end

  defp build([{:end_expr, _marker, chars, position} | rest], buffer, [code | _], state) do
    {code, state} = with_part(code, chars, position.line, state.engine.handle_end(buffer), state)
    {{line, column}, _} = state.position
    {rest, code |> parse(line, column, state) |> with_parts(state.parts)}
  end

  defp build([{:end_expr, _marker, chars, position} | _], _buffer, [], state) do
    raise_error("unexpected end of expression <%#{chars}%>", position, state)
  end

  defp build([{:eof, _position}], buffer, [], state), do: state.engine.handle_body(buffer)

  defp build([{:eof, position}], _buffer, _open, state) do
    raise_error("unexpected end of string, expected a closing '<% end %>'", position, state)
  end

  # Blank text between `case x do` and its first clause is part of the code.
  defp with_first_clause(
         [{:text, text, _}, {:middle_expr, _, chars, position} | rest] = tokens,
         line,
         code
       ) do
    if blank?(text) do
      {rest, position.line, code ++ text ++ chars}
    else
      {tokens, line, code}
    end
  end

  defp with_first_clause([{:middle_expr, _, chars, position} | rest], _line, code) do
    {rest, position.line, code ++ chars}
  end

  defp with_first_clause(tokens, line, code), do: {tokens, line, code}

  defp blank?(text), do: Enum.all?(text, &(&1 in ' \t\r\n'))

  ## Parts

  # The code so far, a place for a part of the template, and the code of the next tag on its own line.
  defp with_part(code, chars, line, part, state) do
    {start, last_line} = state.position
    breaks = List.duplicate(?\n, line - last_line)
    place = '__EEX__(' ++ Integer.to_charlist(length(state.parts)) ++ ');'

    {code ++ place ++ breaks ++ chars,
     %{state | parts: [part | state.parts], position: {start, line}}}
  end

  defp with_parts({:__EEX__, _, [number]}, parts), do: Enum.at(parts, length(parts) - number - 1)

  defp with_parts({left, meta, right}, parts),
    do: {with_parts(left, parts), meta, with_parts(right, parts)}

  defp with_parts({left, right}, parts), do: {with_parts(left, parts), with_parts(right, parts)}
  defp with_parts(list, parts) when is_list(list), do: Enum.map(list, &with_parts(&1, parts))
  defp with_parts(other, _parts), do: other

  ## Helpers

  defp handle_text(engine, buffer, position, text) do
    if function_exported?(engine, :handle_text, 3) do
      engine.handle_text(buffer, [line: position.line, column: position.column], text)
    else
      engine.handle_text(buffer, text)
    end
  end

  defp parse(code, line, column, state) do
    Code.string_to_quoted!(
      code,
      [file: state.file, line: line, column: column] ++ state.parser_options
    )
  end

  defp code_column(position, marker), do: position.column + 2 + length(marker)

  defp raise_error(message, %{line: line, column: column}, state) do
    raise EEx.SyntaxError, message: message, file: state.file, line: line, column: column
  end

  @doc false
  def warn(message, place), do: :respawn_compiler.warn(message, place, 0)
end
