defmodule EEx.Tokenizer do
  # Cuts a template into text and tags.
  #
  # Texts are collected in `text` from where they begin (`start`) until the next tag; a comment ends a text as a tag
  # does. With `:trim`, the white space between a tag and a line break (`trimmed/3`) is dropped, which needs to know what
  # is on both sides: `:start` and `:eof` of the template, a `:tag`, or nothing to be trimmed at.
  @moduledoc false

  alias EEx.TagKind

  @markers [?=, ?|, ?/]

  @doc false
  def tokenize(source, options) do
    column = Keyword.get(options, :column, 1)
    indentation = Keyword.get(options, :indentation, 0)

    state = %{
      file: Keyword.get(options, :file, "nofile"),
      trim: Keyword.get(options, :trim, false),
      indentation: indentation,
      before: :start,
      tokens: []
    }

    position = %{line: Keyword.get(options, :line, 1), column: indentation + column}
    scan(source, position, [], position, state)
  end

  defp scan("<%%" <> rest, position, text, start, state) do
    scan(rest, ahead(position, 3), ["<%" | text], start, state)
  end

  defp scan("<%!--" <> rest, position, text, start, state) do
    state = text(text, start, :tag, state)

    case cut(rest, "--%>", ahead(position, 5), state) do
      {_comment, rest, position} -> scan(rest, position, [], position, %{state | before: :tag})
      {:missing, position} -> {:error, "missing token '--%>'", position}
    end
  end

  defp scan("<%#" <> rest, position, text, start, state) do
    state = text(text, start, :tag, state)

    case cut(rest, "%>", ahead(position, 3), state) do
      {_comment, rest, position} -> scan(rest, position, [], position, %{state | before: :tag})
      {:missing, position} -> {:error, "missing token '%>'", position}
    end
  end

  defp scan("<%" <> rest, position, text, start, state) do
    state = text(text, start, :tag, state)
    {marker, rest} = marker(rest)

    case cut(rest, "%>", ahead(position, 2 + length(marker)), state) do
      {code, rest, next} ->
        code = String.to_charlist(code)
        kind = TagKind.of(code)

        if kind in [:middle_expr, :end_expr] and marker != [],
          do: warn_marker(marker, code, position, state)

        marker = if kind in [:middle_expr, :end_expr], do: [], else: marker
        tokens = [{kind, marker, code, position} | state.tokens]
        scan(rest, next, [], next, %{state | tokens: tokens, before: :tag})

      {:missing, position} ->
        {:error, "missing token '%>'", position}
    end
  end

  defp scan(<<?\n, rest::binary>>, position, text, start, state) do
    scan(rest, next_line(position, state), ["\n" | text], start, state)
  end

  defp scan(<<codepoint::utf8, rest::binary>>, position, text, start, state) do
    scan(rest, ahead(position, 1), [<<codepoint::utf8>> | text], start, state)
  end

  defp scan("", position, text, start, state) do
    state = text(text, start, :eof, state)
    {:ok, Enum.reverse([{:eof, position} | state.tokens])}
  end

  defp marker(<<marker, rest::binary>>) when marker in @markers, do: {[marker], rest}
  defp marker(rest), do: {[], rest}

  # The text up to a closing token and what comes after it.
  defp cut(source, closing, position, state) do
    case :binary.split(source, closing) do
      [inside, rest] ->
        {inside, rest, inside |> past(position, state) |> ahead(byte_size(closing))}

      [inside] ->
        {:missing, past(inside, position, state)}
    end
  end

  defp past(text, position, state) do
    case String.split(text, "\n") do
      [line] ->
        ahead(position, length(String.to_charlist(line)))

      lines ->
        last = lines |> List.last() |> String.to_charlist() |> length()
        %{line: position.line + length(lines) - 1, column: state.indentation + 1 + last}
    end
  end

  defp ahead(position, count), do: %{position | column: position.column + count}
  defp next_line(position, state), do: %{line: position.line + 1, column: state.indentation + 1}

  defp warn_marker(marker, code, %{line: line, column: column}, state) do
    EEx.Compiler.warn(
      "unexpected beginning of EEx tag \"<%#{marker}\" on \"<%#{marker}#{code}%>\", " <>
        "please remove \"#{marker}\"",
      "#{state.file}:#{line}:#{column}"
    )
  end

  ## Texts

  defp text([], _start, _after_it, state), do: state

  defp text(parts, start, after_it, state) do
    text = parts |> Enum.reverse() |> IO.iodata_to_binary()
    text = if state.trim, do: trimmed(text, state.before, after_it), else: text

    if text == "",
      do: state,
      else: %{state | tokens: [{:text, String.to_charlist(text), start} | state.tokens]}
  end

  # A template without tags is left as it is.
  defp trimmed(text, :start, :eof), do: text

  defp trimmed(text, before, after_it) do
    if blank?(text) and (before == :start or after_it == :eof) do
      ""
    else
      text = if before == :tag, do: trim_leading(text), else: text
      if after_it == :tag, do: trim_trailing(text), else: text
    end
  end

  # White space up to the last line break before the first word is one line break.
  defp trim_leading(text) do
    case Regex.run(~r/\A[ \t\r\n]*\n/, text) do
      [blank] -> "\n" <> binary_part(text, byte_size(blank), byte_size(text) - byte_size(blank))
      nil -> text
    end
  end

  # White space from the first line break after the last word is one line break.
  defp trim_trailing(text) do
    words = String.trim_trailing(text)
    blank = binary_part(text, byte_size(words), byte_size(text) - byte_size(words))

    case :binary.split(blank, ["\r\n", "\n"]) do
      [same_line, _rest] -> words <> same_line <> "\n"
      [_no_break] -> text
    end
  end

  defp blank?(text), do: text =~ ~r/\A[ \t\r\n]*\z/
end
