defmodule URI.Error do
  @moduledoc """
  Raised by `URI.new!/1` for a text that is no URI; `part` is where it went wrong.
  """
  defexception [:action, :reason, :part]

  @doc false
  def message(%URI.Error{action: action, reason: reason, part: part}) do
    "cannot #{action} due to reason #{reason}: #{inspect(part)}"
  end
end

defmodule URI do
  @moduledoc """
  URIs as structs: taken apart, put together, merged, and their queries encoded and decoded.

      uri = URI.parse("https://user@example.com:8080/a?b=c#d")
      uri.host             # => "example.com"
      URI.to_string(uri)   # => "https://user@example.com:8080/a?b=c#d"

  `parse/1` accepts any text; `new/1` only what RFC 3986 allows.
  """

  # `authority` is what `userinfo`, `host` and `port` together say; kept for older code only.
  @derive {Inspect, optional: [:authority]}
  defstruct [:scheme, :authority, :userinfo, :host, :port, :path, :query, :fragment]

  @type t :: %__MODULE__{}

  @other_usage "other usage is deprecated"

  @doc """
  The default port of a scheme, or `nil`.

      URI.default_port("https")  # => 443
  """
  @spec default_port(binary) :: nil | non_neg_integer
  def default_port(scheme) when is_binary(scheme) do
    case :persistent_term.get({__MODULE__, :default_port, scheme}, nil) do
      nil -> well_known_port(scheme)
      port -> port
    end
  end

  @doc """
  Sets the default port of a scheme for all processes.

      URI.default_port("ponzi", 9001)  # => :ok
  """
  @spec default_port(binary, non_neg_integer) :: :ok
  def default_port(scheme, port) when is_binary(scheme) and is_integer(port) and port >= 0 do
    :persistent_term.put({__MODULE__, :default_port, scheme}, port)
  end

  defp well_known_port("http"), do: 80
  defp well_known_port("https"), do: 443
  defp well_known_port("ws"), do: 80
  defp well_known_port("wss"), do: 443
  defp well_known_port("ftp"), do: 21
  defp well_known_port("sftp"), do: 22
  defp well_known_port("tftp"), do: 69
  defp well_known_port("ldap"), do: 389
  defp well_known_port(_scheme), do: nil

  @doc """
  Pairs as a query: `key=value` joined by `&`, with what needs it percent-encoded.

  `encoding` is `:www_form` (default: a space becomes `+`) or `:rfc3986` (it becomes `%20`).

      URI.encode_query(%{"foo" => 1, "bar" => "a b"})  # => "bar=a+b&foo=1"
  """
  @spec encode_query(Enumerable.t(), :rfc3986 | :www_form) :: binary
  def encode_query(enumerable, encoding \\ :www_form) do
    Enum.map_join(enumerable, "&", &encode_kv_pair(&1, encoding))
  end

  defp encode_kv_pair({key, _}, _encoding) when is_list(key) do
    raise ArgumentError, "encode_query/2 keys cannot be lists, got: #{inspect(key)}"
  end

  defp encode_kv_pair({_, value}, _encoding) when is_list(value) do
    raise ArgumentError, "encode_query/2 values cannot be lists, got: #{inspect(value)}"
  end

  defp encode_kv_pair({key, value}, :rfc3986) do
    encode(Kernel.to_string(key), &char_unreserved?/1) <>
      "=" <> encode(Kernel.to_string(value), &char_unreserved?/1)
  end

  defp encode_kv_pair({key, value}, :www_form) do
    encode_www_form(Kernel.to_string(key)) <> "=" <> encode_www_form(Kernel.to_string(value))
  end

  @doc """
  The pairs of a query, put into `map`; of a repeated key the last value counts.

      URI.decode_query("foo=1&bar=a+b")  # => %{"bar" => "a b", "foo" => "1"}
  """
  @spec decode_query(binary, %{optional(binary) => binary}, :rfc3986 | :www_form) :: map
  def decode_query(query, map \\ %{}, encoding \\ :www_form)

  def decode_query(query, %_{} = dict, encoding) when is_binary(query) do
    IO.warn("URI.decode_query/3 expects a map as second argument, #{@other_usage}")
    decode_into(query, dict, &dict_put/3, encoding)
  end

  def decode_query(query, map, encoding) when is_binary(query) and is_map(map) do
    decode_into(query, map, &Map.put/3, encoding)
  end

  def decode_query(query, dict, encoding) when is_binary(query) do
    IO.warn("URI.decode_query/3 expects a map as second argument, #{@other_usage}")
    decode_into(query, dict, &dict_put/3, encoding)
  end

  defp dict_put(%module{} = dict, key, value), do: module.put(dict, key, value)
  defp dict_put(dict, key, value) when is_list(dict), do: Keyword.put(dict, key, value)
  defp dict_put(dict, _, _), do: raise(ArgumentError, "unsupported dict: #{inspect(dict)}")

  defp decode_into(query, map, put, encoding) do
    case next_pair(query, encoding) do
      nil -> map
      {{key, value}, rest} -> decode_into(rest, put.(map, key, value), put, encoding)
    end
  end

  @doc """
  A stream of the pairs of a query, in order.

      URI.query_decoder("foo=1&bar=2") |> Enum.to_list()  # => [{"foo", "1"}, {"bar", "2"}]
  """
  @spec query_decoder(binary, :rfc3986 | :www_form) :: Enumerable.t()
  def query_decoder(query, encoding \\ :www_form) when is_binary(query) do
    Stream.unfold(query, &next_pair(&1, encoding))
  end

  defp next_pair("", _encoding), do: nil

  defp next_pair(query, encoding) do
    {pair, rest} = split_at(query, "&")

    case split_at(pair, "=") do
      {key, nil} -> {{decode_with_encoding(key, encoding), ""}, rest || ""}
      {key, value} -> {decoded_pair(key, value, encoding), rest || ""}
    end
  end

  defp decoded_pair(key, value, encoding),
    do: {decode_with_encoding(key, encoding), decode_with_encoding(value, encoding)}

  # A part without "=" at all and an empty one between two "&" are alike: a key without value.
  defp decode_with_encoding(text, :www_form), do: decode_www_form(text)
  defp decode_with_encoding(text, :rfc3986), do: decode(text)

  @doc """
  True for the characters that RFC 3986 reserves for the structure of a URI.

      URI.char_reserved?(?/)  # => true
  """
  @spec char_reserved?(byte) :: boolean
  def char_reserved?(character), do: character in ':/?#[]@!$&\'()*+,;='

  @doc """
  True for the characters that never need encoding: ASCII letters and digits, `-`, `.`, `_`, `~`.

      URI.char_unreserved?(?~)  # => true
  """
  @spec char_unreserved?(byte) :: boolean
  def char_unreserved?(character) do
    character in ?0..?9 or character in ?a..?z or character in ?A..?Z or character in '~_-.'
  end

  @doc """
  True for the characters that `encode/1` leaves as they are: reserved and unreserved ones.

      URI.char_unescaped?(?{)  # => false
  """
  @spec char_unescaped?(byte) :: boolean
  def char_unescaped?(character), do: char_reserved?(character) or char_unreserved?(character)

  @doc """
  Percent-encodes every byte for which `predicate` is not true.

      URI.encode("a b/é")                              # => "a%20b/%C3%A9"
      URI.encode("a b/é", &URI.char_unreserved?/1)     # => "a%20b%2F%C3%A9"
  """
  @spec encode(binary, (byte -> as_boolean(term))) :: binary
  def encode(string, predicate \\ &char_unescaped?/1)
      when is_binary(string) and is_function(predicate, 1) do
    for <<byte <- string>>, into: "", do: if(predicate.(byte), do: <<byte>>, else: percent(byte))
  end

  @doc """
  Encodes as a form does: spaces as `+`, all but unreserved characters percent-encoded.

      URI.encode_www_form("put: it+й")  # => "put%3A+it%2B%D0%B9"
  """
  @spec encode_www_form(binary) :: binary
  def encode_www_form(string) when is_binary(string) do
    for <<byte <- string>>, into: "" do
      cond do
        byte == ?\s -> "+"
        char_unreserved?(byte) -> <<byte>>
        true -> percent(byte)
      end
    end
  end

  defp percent(byte), do: <<?%, hex(div(byte, 16)), hex(rem(byte, 16))>>

  defp hex(digit) when digit < 10, do: ?0 + digit
  defp hex(digit), do: ?A + digit - 10

  @doc """
  Replaces percent-encoded bytes by the bytes; what is not well encoded stays.

      URI.decode("https%3A%2F%2Felixir-lang.org")  # => "https://elixir-lang.org"
  """
  @spec decode(binary) :: binary
  def decode(uri), do: unpercent(uri, "", false)

  @doc """
  Like `decode/1`, and `+` becomes a space.

      URI.decode_www_form("%3Call+in%2F")  # => "<all in/"
  """
  @spec decode_www_form(binary) :: binary
  def decode_www_form(string) when is_binary(string), do: unpercent(string, "", true)

  defp unpercent(<<?%, high, low, rest::binary>>, decoded, spaces?) do
    case {hex_value(high), hex_value(low)} do
      {high_value, low_value} when is_integer(high_value) and is_integer(low_value) ->
        unpercent(rest, <<decoded::binary, high_value * 16 + low_value>>, spaces?)

      _ ->
        unpercent(<<high, low, rest::binary>>, <<decoded::binary, ?%>>, spaces?)
    end
  end

  defp unpercent(<<?+, rest::binary>>, decoded, true),
    do: unpercent(rest, <<decoded::binary, ?\s>>, true)

  defp unpercent(<<byte, rest::binary>>, decoded, spaces?),
    do: unpercent(rest, <<decoded::binary, byte>>, spaces?)

  defp unpercent(<<>>, decoded, _spaces?), do: decoded

  defp hex_value(char) when char in ?0..?9, do: char - ?0
  defp hex_value(char) when char in ?a..?f, do: char - ?a + 10
  defp hex_value(char) when char in ?A..?F, do: char - ?A + 10
  defp hex_value(_char), do: nil

  @doc """
  The URI in a text, if it is one by RFC 3986: `{:ok, uri}`, or `{:error, part}`.

      URI.new("/invalid_greater_than_in_path/>")  # => {:error, ">"}
  """
  @spec new(t() | String.t()) :: {:ok, t()} | {:error, String.t()}
  def new(%URI{} = uri), do: {:ok, uri}

  def new(string) when is_binary(string) do
    case URI.Strict.parse(string) do
      {:ok, parts} -> {:ok, from_parts(parts)}
      {:error, part} -> {:error, part}
    end
  end

  @doc """
  Like `new/1`, but gives the URI itself and raises `URI.Error` for other text.

      URI.new!("https://elixir-lang.org/").host  # => "elixir-lang.org"
  """
  @spec new!(t() | String.t()) :: t()
  def new!(%URI{} = uri), do: uri

  def new!(string) when is_binary(string) do
    case URI.Strict.parse(string) do
      {:ok, parts} -> from_parts(parts)
      {:error, part} -> raise URI.Error, action: :parse, reason: :invalid_uri, part: part
    end
  end

  defp from_parts(%{path: path} = parts) do
    scheme = parts.scheme && String.downcase(parts.scheme, :ascii)
    port = if parts.port == nil, do: scheme && default_port(scheme), else: parts.port
    path = if path == "", do: nil, else: path
    struct!(URI, %{parts | scheme: scheme, port: port, path: path})
  end

  @doc """
  The parts of a text, whatever it is: nothing is checked and nothing raised.

      URI.parse("//example.com/a?b").query  # => "b"
  """
  @spec parse(t() | binary) :: t()
  def parse(%URI{} = uri), do: uri

  def parse(string) when is_binary(string) do
    {rest, fragment} = split_at(string, "#")
    {rest, query} = split_at(rest, "?")
    {scheme, rest} = split_scheme(rest)
    {authority, path} = split_authority(rest)
    {userinfo, host, port} = authority_parts(authority)

    %URI{
      scheme: scheme,
      authority: authority,
      userinfo: nilify(userinfo),
      host: host,
      port: port || (scheme && default_port(scheme)),
      path: nilify(path),
      query: query,
      fragment: fragment && first_line(fragment)
    }
  end

  defp nilify(""), do: nil
  defp nilify(text), do: text

  defp first_line(text), do: elem(split_at(text, "\n"), 0)

  defp split_at(text, mark) do
    case :binary.split(text, mark) do
      [text] -> {text, nil}
      [before, rest] -> {before, rest}
    end
  end

  defp split_scheme(text) do
    with {<<char, _::binary>> = scheme, rest} when rest != nil <- split_at(text, ":"),
         true <- char in ?a..?z or char in ?A..?Z,
         true <- scheme?(scheme) do
      {String.downcase(scheme, :ascii), rest}
    else
      _ -> {nil, text}
    end
  end

  defp scheme?(<<char, rest::binary>>)
       when char in ?a..?z or char in ?A..?Z or char in ?0..?9 or char in '+-.',
       do: scheme?(rest)

  defp scheme?(rest), do: rest == ""

  defp split_authority("//" <> rest) do
    case :binary.match(rest, "/") do
      {start, 1} ->
        <<authority::binary-size(start), path::binary>> = rest
        {authority, path}

      :nomatch ->
        {rest, ""}
    end
  end

  defp split_authority(path), do: {nil, path}

  defp authority_parts(nil), do: {nil, nil, nil}
  defp authority_parts(""), do: {nil, "", nil}

  defp authority_parts(authority) do
    {userinfo, rest} = split_userinfo(authority)
    {host, rest} = split_host(rest)
    {userinfo, host, leading_port(rest)}
  end

  # User information goes to the last "@" of the first line.
  defp split_userinfo(authority) do
    line = first_line(authority)

    case :binary.matches(line, "@") do
      [] ->
        {nil, authority}

      matches ->
        {start, 1} = List.last(matches)
        <<userinfo::binary-size(start), ?@, rest::binary>> = authority
        {userinfo, rest}
    end
  end

  defp split_host("[" <> rest = text) do
    size = address_size(rest, 0)

    case rest do
      <<address::binary-size(size), ?], rest::binary>> -> {address, rest}
      _ -> split_name(text)
    end
  end

  defp split_host(text), do: split_name(text)

  defp split_name(text) do
    {name, rest} = split_at(text, ":")
    bare_name = nilify(name) && name |> String.trim_leading("[") |> String.trim_trailing("]")
    {bare_name, if(rest, do: ":" <> rest, else: "")}
  end

  defp address_size(<<char, rest::binary>>, size)
       when char in ?0..?9 or char in ?a..?z or char in ?A..?Z or char in ':.',
       do: address_size(rest, size + 1)

  defp address_size(_rest, size), do: size

  defp leading_port(":" <> text) do
    case text do
      <<char, _::binary>> when char in ?0..?9 -> text |> Integer.parse() |> elem(0)
      _ -> nil
    end
  end

  defp leading_port(_text), do: nil

  @doc """
  The text of a URI.

      URI.to_string(%URI{scheme: "foo", host: "bar.baz"})  # => "foo://bar.baz"
  """
  @spec to_string(t()) :: binary
  defdelegate to_string(uri), to: String.Chars.URI

  @doc """
  The URI that `rel` means when it is met in the document at `uri`.

      URI.merge("https://example.com/a/b", "../c") |> to_string()  # => "https://example.com/c"
  """
  @spec merge(t() | binary, t() | binary) :: t()
  def merge(uri, rel)

  def merge(%URI{host: nil}, _rel),
    do: raise(ArgumentError, "you must merge onto an absolute URI")

  def merge(_base, %URI{scheme: rel_scheme} = rel) when rel_scheme != nil, do: normal(rel)

  def merge(base, %URI{host: host} = rel) when host != nil,
    do: normal(%{rel | scheme: base.scheme})

  def merge(%URI{} = base, %URI{path: nil} = rel),
    do: %{base | query: rel.query || base.query, fragment: rel.fragment}

  def merge(%URI{} = base, %URI{} = rel) do
    path = remove_dots(merged_path(base.path, rel.path))
    %{base | path: path, query: rel.query, fragment: rel.fragment}
  end

  def merge(base, rel), do: merge(parse(base), parse(rel))

  defp normal(%URI{path: path} = uri), do: %{uri | path: path && remove_dots(path)}

  defp merged_path(_base, "/" <> _ = path), do: path
  defp merged_path(nil, path), do: "/" <> path

  defp merged_path(base, path) do
    directory = base |> String.split("/") |> Enum.drop(-1)
    Enum.join(directory ++ [path], "/")
  end

  defp remove_dots(path) do
    path |> String.split("/") |> remove_dots([]) |> Enum.join("/")
  end

  defp remove_dots([], kept), do: Enum.reverse(kept)
  defp remove_dots(["." | rest], kept), do: remove_dots(rest, kept)
  defp remove_dots([".." | rest], kept), do: remove_dots(rest, parent(kept))
  defp remove_dots([segment | rest], kept), do: remove_dots(rest, [segment | kept])

  # The first segment stays: of an absolute path it is the empty one before the slash.
  defp parent([]), do: [".."]
  defp parent([first]), do: [first]
  defp parent([_segment | kept]), do: kept

  @doc """
  Adds to the query of a URI.

      URI.append_query(URI.parse("http://example.com/?x=1"), "y=2") |> to_string()
      # => "http://example.com/?x=1&y=2"
  """
  @spec append_query(t(), binary) :: t()
  def append_query(%URI{} = uri, query) when is_binary(query) and uri.query in [nil, ""] do
    %{uri | query: query}
  end

  def append_query(%URI{} = uri, query) when is_binary(query) do
    separator = if String.ends_with?(uri.query, "&"), do: "", else: "&"
    %{uri | query: uri.query <> separator <> query}
  end
end

defimpl String.Chars, for: URI do
  def to_string(%{host: host, path: path} = uri)
      when host != nil and is_binary(path) and path != "" and binary_part(path, 0, 1) != "/" do
    raise ArgumentError,
          ":path in URI must be empty or an absolute path if URL has a :host, got: " <>
            inspect(uri)
  end

  def to_string(uri) do
    authority = authority(uri)

    IO.iodata_to_binary([
      if(uri.scheme, do: [uri.scheme, ?:], else: []),
      if(authority, do: ["//" | authority], else: []),
      uri.path || [],
      if(uri.query, do: ["?" | uri.query], else: []),
      if(uri.fragment, do: ["#" | uri.fragment], else: [])
    ])
  end

  defp authority(%{host: nil, authority: authority}), do: authority

  defp authority(%{host: host} = uri) do
    default_port = uri.scheme && URI.default_port(uri.scheme)
    host = if String.contains?(host, ":"), do: [?[, host, ?]], else: host

    port =
      if uri.port && uri.port != default_port,
        do: [?:, Integer.to_string(uri.port)],
        else: []

    [if(uri.userinfo, do: [uri.userinfo, ?@], else: []), host | port]
  end
end
