# Writes the expected lines of parser_golden.txt anew, with the real Elixir 1.14:
#
#     elixir tests/lang/make_parser_golden.exs
#
# The format is described at the head of that file. To add a case, add its source line and run this.

defmodule ParserGolden do
  @path Path.join(__DIR__, "parser_golden.txt")

  def run do
    {:ok, silence} = StringIO.open("")
    Process.unregister(:standard_error)
    Process.register(silence, :standard_error)

    {lines, _} =
      @path
      |> File.read!()
      |> String.split("\n", trim: true)
      |> Enum.flat_map_reduce([], &line/2)

    File.write!(@path, Enum.map(lines, &[&1, ?\n]))
  end

  defp line("##" <> _ = title, options), do: {["", title], options}
  defp line("#" <> _ = comment, options), do: {[comment], options}
  defp line("[" <> _ = section, _options), do: {[section], options(section)}

  defp line("\"" <> _ = literal, options) do
    {source, _} = Code.eval_string(literal)
    {[literal, "  " <> expected(source, options)], options}
  end

  defp line(_expected, options), do: {[], options}

  defp options(section) do
    section
    |> String.trim_leading("[")
    |> String.trim_trailing("]")
    |> String.split(", ", trim: true)
    |> Enum.map(fn
      "wrap_literals" -> {:literal_encoder, &{:ok, {:__block__, &2, [&1]}}}
      "raw" -> {:unescape, false}
      name -> {String.to_atom(name), true}
    end)
  end

  defp expected(source, options) do
    source |> Code.string_to_quoted(options) |> text() |> IO.iodata_to_binary()
  rescue
    # Where the real one crashes on text that it should refuse.
    error -> "raised " <> inspect(error.__struct__)
  end

  defp text(term) when term in [nil, true, false], do: Atom.to_string(term)
  defp text(term) when is_atom(term), do: [?:, name(term)]
  defp text(term) when is_integer(term), do: Integer.to_string(term)
  defp text(term) when is_float(term), do: ["0f", Base.encode16(<<term::float>>)]
  defp text(term) when is_binary(term), do: quoted(term)
  defp text(term) when is_tuple(term), do: [?{, texts(Tuple.to_list(term), &text/1), ?}]

  defp text(term) when is_list(term) do
    if term != [] and Keyword.keyword?(term) do
      [?[, texts(term, fn {key, value} -> [name(key), ": ", text(value)] end), ?]]
    else
      [?[, texts(term, &text/1), ?]]
    end
  end

  defp texts(terms, fun), do: terms |> Enum.map(fun) |> Enum.intersperse(", ")

  defp name(atom) do
    text = Atom.to_string(atom)
    if text =~ ~r/^[A-Za-z_][A-Za-z0-9_.]*$/, do: text, else: quoted(text)
  end

  defp quoted(bytes), do: [?", for(<<byte <- bytes>>, do: escaped(byte)), ?"]

  defp escaped(?"), do: "\\\""
  defp escaped(?\\), do: "\\\\"
  defp escaped(?\n), do: "\\n"
  defp escaped(byte) when byte < 32 or byte >= 127, do: ["\\x", Base.encode16(<<byte>>)]
  defp escaped(byte), do: byte
end

ParserGolden.run()
