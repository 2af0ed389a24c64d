defmodule Code.Fragment.Container do
  # Makes an unfinished text whole: what is being typed is cut off at the last place where an expression begins
  # (an opening bracket, a comma, `do`, a keyword), `__cursor__()` is put there, and what is open is closed.
  #
  # The text is scanned once from the left. `frames` has what is open, the innermost first: the text that closes it,
  # where its current statement or element begins (`start`), and where what has been typed last begins (`cut`).
  # Whole statements before the current one are left out.
  @moduledoc false

  @doc false
  def to_quoted(text, opts) do
    case scan(text, 0, [frame("", 0)], text) do
      {:error, _} -> Code.string_to_quoted(text, opts)
      frames -> frames |> Enum.reverse() |> rendered(text) |> parse(opts)
    end
  end

  defp frame(closing, at), do: %{closing: closing, start: at, cut: at, kind: kind(closing)}

  defp kind(closing) when closing in ["", "end", "fn"], do: :block
  defp kind(_), do: :container

  ## Putting it together

  # Keys before the cursor make it a place for another pair.
  defp parse({before, closings}, opts) do
    case Code.string_to_quoted(before <> "__cursor__()" <> closings, opts) do
      {:ok, quoted} ->
        {:ok, quoted}

      error ->
        case Code.string_to_quoted(before <> "__cursor__: []" <> closings, opts) do
          {:ok, quoted} -> {:ok, Macro.prewalk(quoted, &cursor/1)}
          _ -> error
        end
    end
  end

  defp cursor({:__cursor__, []}), do: {:__cursor__, [], []}
  defp cursor(quoted), do: quoted

  defp rendered(frames, text) do
    frames = until_fn(frames)
    before = Enum.zip_with(frames, tl(frames) ++ [nil], &part(&1, &2, text))
    closings = frames |> Enum.reverse() |> Enum.map(&closing/1)
    {IO.iodata_to_binary(before), IO.iodata_to_binary(closings)}
  end

  # An open `fn` is a part of what is being typed.
  defp until_fn(frames), do: Enum.take_while(frames, &(&1.closing != "fn"))

  defp part(frame, nil, text), do: slice(text, frame.start, frame.cut)

  # The text up to the opening of the next frame, the opening with it.
  defp part(frame, next, text) do
    [slice(text, frame.start, next.opened), if(next.kind == :block, do: "\n", else: "")]
  end

  defp closing(%{closing: "end"}), do: " end"
  defp closing(%{closing: closing}), do: closing

  defp slice(text, from, to), do: binary_part(text, from, max(to - from, 0))

  ## Scanning

  defp scan("", _at, frames, _text), do: frames

  defp scan(rest, at, [frame | outer] = frames, text) do
    case token(rest) do
      {:skip, size} ->
        scan(drop(rest, size), at + size, frames, text)

      {:open, size, closing} ->
        scan(drop(rest, size), at + size, open(frames, closing, at + size), text)

      {:close, size, closing} ->
        close(rest, size, closing, at, frames, text)

      {:unfinished_text, size} ->
        scan("", at + size, frames, text)

      {:inside, size} ->
        scan(drop(rest, size), at + size, open(frames, "}\"", at + size), text)

      {:next, size} ->
        scan(drop(rest, size), at + size, [advance(frame, at + size) | outer], text)

      {:element, size} ->
        scan(drop(rest, size), at + size, [%{frame | cut: at + size} | outer], text)

      {:section, size} ->
        scan(drop(rest, size), at + size, section(frames, at + size), text)
    end
  end

  defp open(frames, closing, at), do: [Map.put(frame(closing, at), :opened, at) | frames]

  defp close(rest, size, closing, at, [%{closing: closing}, outer | frames], text) do
    scan(drop(rest, size), at + size, [outer | frames], text)
  end

  defp close(rest, size, "end", at, [%{closing: "fn"}, outer | frames], text) do
    scan(drop(rest, size), at + size, [outer | frames], text)
  end

  defp close(_rest, _size, _closing, _at, _frames, _text), do: {:error, :unexpected}

  # A statement ends in blocks only; elsewhere the line goes on.
  defp advance(%{kind: :block} = frame, at), do: %{frame | start: at, cut: at}
  defp advance(frame, _at), do: frame

  # `else`, `rescue` and the like begin another part of the block.
  defp section([%{closing: "end"} = frame | outer], at),
    do: [%{frame | opened: at, start: at, cut: at} | outer]

  defp section(frames, _at), do: frames

  defp drop(text, size), do: binary_part(text, size, byte_size(text) - size)

  ## Tokens

  defp token("<<" <> _), do: {:open, 2, ">>"}
  defp token(">>" <> _), do: {:close, 2, ">>"}
  defp token("(" <> _), do: {:open, 1, ")"}
  defp token("[" <> _), do: {:open, 1, "]"}
  defp token("{" <> _), do: {:open, 1, "}"}
  defp token(")" <> _), do: {:close, 1, ")"}
  defp token("]" <> _), do: {:close, 1, "]"}
  defp token("}" <> _), do: {:close, 1, "}"}
  defp token("," <> _), do: {:element, 1}
  defp token(";" <> _), do: {:next, 1}
  defp token("\n" <> _), do: {:next, 1}
  defp token("?\\" <> _), do: {:skip, 3}
  defp token("?" <> <<c::utf8, _::binary>>), do: {:skip, 1 + byte_size(<<c::utf8>>)}
  defp token("#" <> rest), do: {:skip, 1 + until(rest, "\n")}
  defp token("\"\"\"" <> rest), do: text(rest, "\"\"\"", 3)
  defp token("'''" <> rest), do: text(rest, "'''", 3)
  defp token("\"" <> rest), do: text(rest, "\"", 1)
  defp token("'" <> rest), do: text(rest, "'", 1)
  defp token(":\"" <> rest), do: text(rest, "\"", 2)

  defp token("~" <> <<letter, opening, rest::binary>>) when letter in ?a..?z or letter in ?A..?Z,
    do: sigil(opening, rest)

  defp token(<<c, _::binary>> = code) when c in ?a..?z or c in ?A..?Z or c == ?_ do
    [name] = Regex.run(~r/\A[A-Za-z0-9_]+[?!]?/, code)
    size = byte_size(name)
    word(name, size, drop(code, size))
  end

  defp token(<<?., c, _::binary>> = code) when c in ?a..?z or c == ?_ do
    [name] = Regex.run(~r/\A\.[A-Za-z0-9_]+[?!]?/, code)
    {:skip, byte_size(name)}
  end

  defp token(<<?:, c, _::binary>> = code) when c in ?a..?z or c in ?A..?Z or c == ?_ do
    [name] = Regex.run(~r/\A:[A-Za-z0-9_@]+[?!]?/, code)
    {:skip, byte_size(name)}
  end

  defp token(<<c::utf8, _::binary>>), do: {:skip, byte_size(<<c::utf8>>)}

  # A key stays, its value is what is being typed.
  defp word(_name, size, ": " <> _), do: {:element, size + 2}
  defp word("do", size, _), do: {:open, size, "end"}
  defp word("fn", size, _), do: {:open, size, "fn"}
  defp word("end", size, _), do: {:close, size, "end"}
  defp word(name, size, _) when name in ["else", "rescue", "catch", "after"], do: {:section, size}
  defp word(_name, size, _), do: {:skip, size}

  defp sigil(opening, rest) do
    case opening do
      ?( -> text(rest, ")", 3)
      ?[ -> text(rest, "]", 3)
      ?{ -> text(rest, "}", 3)
      ?< -> text(rest, ">", 3)
      mark when mark in [?/, ?|, ?", ?'] -> text(rest, <<mark>>, 3)
      _ -> {:skip, 2}
    end
  end

  # A text up to its closing; one that does not end is what is being typed, unless it is open inside an interpolation.
  defp text(rest, closing, size) do
    case rest do
      "" ->
        {:unfinished_text, size}

      <<"\\", c::utf8, rest::binary>> ->
        text(rest, closing, size + 1 + byte_size(<<c::utf8>>))

      "\#{" <> inside ->
        interpolation(inside, rest, closing, size)

      <<c::utf8, more::binary>> ->
        if String.starts_with?(rest, closing),
          do: {:skip, size + byte_size(closing)},
          else: text(more, closing, size + byte_size(<<c::utf8>>))
    end
  end

  defp interpolation(inside, _rest, closing, size) do
    case :binary.match(inside, "}") do
      {at, 1} -> text(drop(inside, at + 1), closing, size + 2 + at + 1)
      :nomatch -> {:inside, size + 2}
    end
  end

  defp until(text, mark) do
    case :binary.match(text, mark) do
      {at, _} -> at
      :nomatch -> byte_size(text)
    end
  end
end
