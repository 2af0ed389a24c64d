defmodule :uri_string do
  @moduledoc """
  URIs as maps of their parts, by RFC 3986; texts are binaries or charlists, and answers are of the same kind.

      :uri_string.parse("http://host:8080/path?q=1")
      # %{scheme: "http", host: "host", port: 8080, path: "/path", query: "q=1"}

  What a text may not contain is an answer `{:error, reason, where}`, not an exception.
  """

  @digits '0123456789'
  @letters 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' ++ 'abcdefghijklmnopqrstuvwxyz'
  @unreserved :lists.sort(@letters ++ @digits ++ '-._~')
  @sub_delimiters '!$&\'()*+,;='
  @allowed [
    scheme: :lists.sort(@letters ++ @digits ++ '+-.'),
    userinfo: :lists.sort(@unreserved ++ @sub_delimiters ++ '%:'),
    host: :lists.sort(@unreserved ++ @sub_delimiters ++ ':'),
    ipv4: :lists.sort(@digits ++ '.'),
    ipv6: :lists.sort(@digits ++ 'ABCDEFabcdef.:'),
    regname: :lists.sort(@unreserved ++ @sub_delimiters ++ '%'),
    path: :lists.sort(@unreserved ++ @sub_delimiters ++ '%/:@'),
    query: :lists.sort(@unreserved ++ @sub_delimiters ++ '%/:?@'),
    fragment: :lists.sort(@unreserved ++ @sub_delimiters ++ '%/:?@'),
    reserved: :lists.sort(@sub_delimiters ++ '#/:?@[]'),
    unreserved: @unreserved
  ]
  @texts [:scheme, :userinfo, :host, :path, :query, :fragment]
  @default_ports %{"http" => 80, "https" => 443, "ftp" => 21, "ssh" => 22, "sftp" => 22, "tftp" => 69}

  @doc "The characters that each part may consist of."
  def allowed_characters, do: @allowed

  # -- between text and map ----------------------------------------------------------------------

  @doc "The parts of a URI, those that it has; or `{:error, :invalid_uri, where}`."
  def parse(text) when is_list(text) do
    with %{} = parts <- parse(:unicode.characters_to_binary(text)), do: as_charlists(parts)
  end

  def parse(text) when is_binary(text) do
    case URI.Strict.parse(text) do
      {:ok, parts} -> parts |> Enum.reject(fn {_, part} -> part == nil end) |> Map.new()
      {:error, part} -> {:error, :invalid_uri, String.to_charlist(part)}
    end
  end

  defp as_charlists(parts), do: Map.new(parts, fn {key, part} -> {key, as_charlist(part)} end)
  defp as_charlist(part) when is_binary(part), do: String.to_charlist(part)
  defp as_charlist(part), do: part

  @doc "The text of a map of parts; what a part may not contain is written with percent signs."
  def recompose({:error, _, _} = error), do: error
  def recompose(%{path: _} = parts), do: like(parts, text_of(as_binaries(parts)))
  def recompose(%{} = parts), do: {:error, :invalid_map, parts}

  defp as_binaries(parts) do
    Map.new(parts, fn {key, part} -> {key, if(is_list(part), do: :unicode.characters_to_binary(part), else: part)} end)
  end

  defp like(parts, text) do
    if Enum.any?(parts, fn {_, part} -> is_list(part) end), do: String.to_charlist(text), else: text
  end

  # A port has no place but behind a host.
  defp text_of(parts) when is_map_key(parts, :host) or not is_map_key(parts, :port) do
    path = encode(parts.path, :path)
    path = if is_map_key(parts, :host) and path != "" and not String.starts_with?(path, "/"), do: "/" <> path, else: path

    IO.iodata_to_binary([
      part(parts, :scheme, &[encode(&1, :scheme), ":"]),
      if(is_map_key(parts, :host) or is_map_key(parts, :userinfo), do: "//", else: ""),
      part(parts, :userinfo, &[encode(&1, :userinfo), if(is_map_key(parts, :host), do: "@", else: "")]),
      part(parts, :host, &host_text/1),
      part(parts, :port, &[":", if(&1 == :undefined, do: "", else: Integer.to_string(&1))]),
      path,
      part(parts, :query, &["?", encode(&1, :query)]),
      part(parts, :fragment, &["#", encode(&1, :fragment)])
    ])
  end

  defp part(parts, key, fun) do
    case parts do
      %{^key => part} -> fun.(part)
      _ -> ""
    end
  end

  defp host_text(host), do: if(String.contains?(host, ":"), do: ["[", host, "]"], else: encode(host, :regname))

  defp encode(text, kind) when is_binary(text), do: escape(text, Keyword.fetch!(@allowed, kind))

  # Characters beyond ASCII are in no list of those allowed, so that bytes will do.
  defp escape(text, allowed), do: for(<<byte <- text>>, into: "", do: if(byte in allowed, do: <<byte>>, else: "%" <> hex(byte)))
  defp hex(byte), do: Base.encode16(<<byte>>)

  # -- normal forms ------------------------------------------------------------------------------

  @doc "The text in the form that other texts of the same URI have, too."
  def normalize(uri), do: normalize(uri, [])

  @doc "The same; with `:return_map` its parts."
  def normalize(uri, options) do
    with %{} = parts <- if(is_map(uri), do: uri, else: parse(uri)),
         %{} = normal <- normal_parts(as_binaries(parts)) do
      if :lists.member(:return_map, options),
        do: if(like(parts, "") == [], do: as_charlists(normal), else: normal),
        else: like(parts, text_of(normal))
    end
  end

  defp normal_parts(%{path: _} = parts) do
    parts
    |> Map.new(fn {key, part} -> {key, if(key in @texts, do: plain(part), else: part)} end)
    |> lower_case(:scheme)
    |> lower_case(:host)
    |> Map.update!(:path, &without_dots/1)
    |> of_scheme()
  catch
    {:error, _, _} = error -> error
  end

  defp lower_case(parts, key) do
    case parts do
      %{^key => text} -> %{parts | key => for(<<byte <- text>>, into: "", do: <<lower(byte)>>)} |> Map.update!(key, &plain/1)
      _ -> parts
    end
  end

  defp lower(byte) when byte in ?A..?Z, do: byte + 32
  defp lower(byte), do: byte

  # Unreserved characters stand for themselves; other percent signs keep theirs, in capitals.
  defp plain(<<"%", rest::binary>> = text) do
    {byte, rest} = hex_byte(rest, text)
    if(byte in @unreserved, do: <<byte>>, else: "%" <> hex(byte)) <> plain(rest)
  end

  defp plain(<<byte, rest::binary>>), do: <<byte>> <> plain(rest)
  defp plain(""), do: ""

  defp hex_byte(<<digits::binary-size(2), rest::binary>>, text) do
    case Base.decode16(digits, case: :mixed) do
      {:ok, <<byte>>} -> {byte, rest}
      :error -> throw({:error, :invalid_percent_encoding, binary_part(text, 0, 3)})
    end
  end

  defp hex_byte(_rest, text), do: throw({:error, :invalid_percent_encoding, text})

  defp of_scheme(%{scheme: scheme, host: _} = parts) do
    default = @default_ports[scheme]

    parts =
      if parts[:port] == :undefined or (default != nil and parts[:port] == default), do: Map.delete(parts, :port), else: parts

    if scheme in ["http", "https"] and parts.path == "", do: %{parts | path: "/"}, else: parts
  end

  defp of_scheme(%{port: :undefined} = parts), do: Map.delete(parts, :port)
  defp of_scheme(parts), do: parts

  # Segments "." fall away, and ".." takes the one before with it.
  defp without_dots(path), do: without_dots(path, "")

  defp without_dots("../" <> path, done), do: without_dots(path, done)
  defp without_dots("./" <> path, done), do: without_dots(path, done)
  defp without_dots("/./" <> path, done), do: without_dots("/" <> path, done)
  defp without_dots("/.", done), do: done <> "/"
  defp without_dots("/../" <> path, done), do: without_dots("/" <> path, without_last(done))
  defp without_dots("/..", done), do: without_last(done) <> "/"
  defp without_dots(path, done) when path in ["", ".", ".."], do: done

  defp without_dots(path, done) do
    from = if String.starts_with?(path, "/"), do: 1, else: 0

    case :binary.match(path, "/", scope: {from, byte_size(path) - from}) do
      {at, 1} -> without_dots(binary_part(path, at, byte_size(path) - at), done <> binary_part(path, 0, at))
      :nomatch -> done <> path
    end
  end

  defp without_last(done) do
    case :binary.matches(done, "/") do
      [] -> ""
      slashes -> binary_part(done, 0, elem(:lists.last(slashes), 0))
    end
  end

  # -- references --------------------------------------------------------------------------------

  @doc "What a reference means, seen from a base URI."
  def resolve(reference, base), do: resolve(reference, base, [])

  def resolve(reference, base, options) do
    with %{} = parts <- if(is_map(reference), do: reference, else: parse(reference)),
         %{} = target <- target(parts, base) do
      if :lists.member(:return_map, options), do: target, else: recompose(target)
    end
  end

  defp target(%{scheme: _} = parts, _base), do: Map.update!(parts, :path, &dotless/1)

  defp target(parts, base) do
    case if(is_map(base), do: base, else: parse(base)) do
      %{scheme: scheme} = base -> parts |> merge_path(base) |> Map.put(:scheme, scheme)
      {:error, _, _} = error -> error
      _ -> {:error, :invalid_scheme, []}
    end
  end

  defp dotless(path) when is_list(path), do: String.to_charlist(dotless(:unicode.characters_to_binary(path)))
  defp dotless(path), do: without_dots(path)

  defp merge_path(%{host: _} = parts, _base), do: Map.update!(parts, :path, &dotless/1)

  defp merge_path(%{path: path} = parts, base) when path in ["", []] do
    base |> Map.drop([:fragment]) |> Map.merge(Map.take(parts, [:query, :fragment]))
  end

  defp merge_path(%{path: path} = parts, base) do
    text = :unicode.characters_to_binary(path)
    full = if String.starts_with?(text, "/"), do: text, else: beside(base, :unicode.characters_to_binary(base.path)) <> text
    full = without_dots(full)
    base |> Map.take([:userinfo, :host, :port]) |> Map.merge(%{parts | path: if(is_list(path), do: String.to_charlist(full), else: full)})
  end

  defp beside(%{host: _}, ""), do: "/"

  defp beside(_base, path) do
    case :binary.matches(path, "/") do
      [] -> ""
      slashes -> binary_part(path, 0, elem(:lists.last(slashes), 0) + 1)
    end
  end

  # -- percent signs -----------------------------------------------------------------------------

  @doc "A text with every character but the unreserved written with percent signs."
  def unquote(:quote)(text), do: percent_encode(text, [])

  @doc "The same, sparing those of a list."
  def unquote(:quote)(text, safe), do: percent_encode(text, safe)

  defp percent_encode(text, safe) when is_list(text),
    do: String.to_charlist(percent_encode(:unicode.characters_to_binary(text), safe))

  defp percent_encode(text, safe) when is_binary(text), do: escape(text, safe ++ @unreserved)

  @doc "The text that `quote/1` was given."
  def unquote(:unquote)(text), do: decode(text)

  @doc "The text without percent signs; of a map of parts, each of them."
  def percent_decode(parts) when is_map(parts) do
    Map.new(parts, fn {key, part} -> {key, if(key in @texts, do: decode(part), else: part)} end)
  catch
    {:error, _, _} = error -> error
  end

  def percent_decode(text) when is_list(text) or is_binary(text), do: decode(text)

  defp decode(text) when is_list(text), do: String.to_charlist(decode(:unicode.characters_to_binary(text)))

  defp decode(text) when is_binary(text) do
    decoded = bytes(text, "")
    if String.valid?(decoded), do: decoded, else: throw({:error, :invalid_utf8, valid_start(decoded)})
  end

  # Up to and with the byte that is wrong.
  defp valid_start(text) do
    {_, valid, _} = :unicode.characters_to_binary(text)
    binary_part(text, 0, byte_size(valid) + 1)
  end

  defp bytes(<<"%", rest::binary>> = text, done) do
    {byte, rest} = hex_byte(rest, text)
    bytes(rest, <<done::binary, byte>>)
  end

  defp bytes(<<byte, rest::binary>>, done), do: bytes(rest, <<done::binary, byte>>)
  defp bytes("", done), do: done

  @doc "A text in another encoding: `[in_encoding: :latin1, out_encoding: :utf8]`; characters behind percent signs, too."
  def transcode(text, options) do
    from = :proplists.get_value(:in_encoding, options, :utf8)
    to = :proplists.get_value(:out_encoding, options, :utf8)
    transcoded = text |> transcode_input(from) |> runs([]) |> Enum.map(&transcode_run(&1, from, to, text))
    if is_list(text), do: :unicode.characters_to_list(transcoded, to), else: IO.iodata_to_binary(transcoded)
  catch
    {:error, reason, where} -> {:error, reason, as_charlist(where)}
    {:untouched, error} -> error
  end

  defp transcode_input(text, from) when is_list(text), do: :unicode.characters_to_binary(text, :unicode, from)
  defp transcode_input(text, _from), do: text

  # Bytes behind percent signs belong together: a character may need several.
  defp runs("", done), do: :lists.reverse(done)

  defp runs(<<"%", rest::binary>> = text, done) do
    {byte, rest} = hex_byte(rest, text)

    case done do
      [{:escaped, bytes} | done] -> runs(rest, [{:escaped, bytes <> <<byte>>} | done])
      _ -> runs(rest, [{:escaped, <<byte>>} | done])
    end
  end

  defp runs(<<byte, rest::binary>>, [{:text, bytes} | done]), do: runs(rest, [{:text, bytes <> <<byte>>} | done])
  defp runs(<<byte, rest::binary>>, done), do: runs(rest, [{:text, <<byte>>} | done])

  defp transcode_run({kind, bytes}, from, to, whole) do
    case :unicode.characters_to_binary(bytes, from, to) do
      text when is_binary(text) and kind == :text -> text
      text when is_binary(text) -> :unicode.characters_to_binary(escape(text, @unreserved), :latin1, to)
      _ -> throw({:untouched, {:error, :invalid_input, if(kind == :text, do: whole, else: bytes)}})
    end
  end

  # -- queries -----------------------------------------------------------------------------------

  @doc "The text of a form: `compose_query([{\"a b\", \"1\"}])` is `\"a+b=1\"`; a value `true` stands for none."
  def compose_query(pairs), do: compose_query(pairs, encoding: :utf8)

  @doc "The same in an encoding, `:utf8` or `:latin1`."
  def compose_query([], _options), do: []

  def compose_query(pairs, options) when is_list(pairs) do
    texts = for {key, value} <- pairs, do: [form_text(key, options), if(value == true, do: "", else: ["=", form_text(value, options)])]
    if length(texts) != length(pairs), do: :erlang.error(:function_clause)
    composed = IO.iodata_to_binary(:lists.join("&", texts))
    charlist? = Enum.any?(pairs, fn {key, value} -> is_list(key) or is_list(value) end)
    if charlist?, do: String.to_charlist(composed), else: composed
  catch
    {:error, _, _} = error -> error
  end

  defp form_text(text, options) when is_binary(text) or is_list(text) do
    case options do
      [encoding: encoding] when encoding in [:utf8, :unicode] -> form_escape(:unicode.characters_to_binary(text))
      [encoding: :latin1] -> for <<char::utf8 <- :unicode.characters_to_binary(text)>>, into: "", do: form_escape(latin1(char))
      [] -> form_escape(:unicode.characters_to_binary(text))
      _ -> throw({:error, :invalid_input, text})
    end
  end

  defp form_text(other, _options), do: throw({:error, :invalid_input, other})

  # What the encoding lacks is written as HTML does.
  defp latin1(char) when char < 256, do: <<char>>
  defp latin1(char), do: "&#" <> Integer.to_string(char) <> ";"

  defp form_escape(bytes), do: for(<<byte <- bytes>>, into: "", do: form_byte(byte))

  defp form_byte(?\s), do: "+"
  defp form_byte(byte) when byte in @letters or byte in @digits or byte in '*-._', do: <<byte>>
  defp form_byte(byte), do: "%" <> hex(byte)

  @doc "The pairs of a form: `dissect_query(\"a+b=1&c\")` is `[{\"a b\", \"1\"}, {\"c\", true}]`."
  def dissect_query(query) when query in ["", []], do: []

  def dissect_query(query) when is_list(query) do
    with [_ | _] = pairs <- dissect_query(:unicode.characters_to_binary(query)) do
      for {key, value} <- pairs, do: {as_charlist(key), as_charlist(value)}
    end
  end

  def dissect_query(query) when is_binary(query) do
    for pair <- Regex.split(~r/&(?!#\d+;)/, query) do
      case :binary.split(pair, "=") do
        [key] -> {form_decode(key), true}
        [key, value] -> {form_decode(key), form_decode(value)}
      end
    end
  catch
    {:error, reason, where} -> {:error, reason, as_charlist(where)}
  end

  defp form_decode(text) do
    decoded = text |> :binary.replace("+", " ", [:global]) |> bytes("")

    case :unicode.characters_to_binary(decoded) do
      decoded when is_binary(decoded) -> Regex.replace(~r/&#(\d+);/, decoded, fn _, digits -> <<String.to_integer(digits)::utf8>> end)
      {_, _, <<byte, _::binary>>} -> throw({:error, :invalid_input, [byte]})
    end
  end

  @doc false
  def is_host(text), do: allowed?(text, :regname)
  @doc false
  def is_path(text), do: allowed?(text, :path)

  defp allowed?(text, kind), do: is_list(text) and Enum.all?(text, &(&1 in Keyword.fetch!(@allowed, kind)))
end
