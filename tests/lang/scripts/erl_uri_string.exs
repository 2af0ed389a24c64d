# :uri_string: parts and texts, normal forms, references (RFC 3986, 5.4), percent signs, forms; what is not valid.

p = fn label, fun ->
  outcome =
    try do
      fun.()
    catch
      kind, value -> {kind, value}
    end

  IO.puts("#{label} => #{inspect(outcome, limit: 80)}")
end

uris = [
  "http://example.com/a/b?x=1#f",
  "https://user:pw@host:81/p?q=a%20b+c",
  "mailto:a@b.c",
  "//foo/bar",
  "../x?y",
  "http://[::1]:80/",
  "a:b:c",
  "",
  "http://ex ample",
  "foo%zz",
  "?q=1&r=2",
  "#frag",
  "http://localhost",
  "http://localhost:",
  "urn:isbn:123",
  "/a/./b/../c/%7euser",
  "HTTP://EXAMPLE.com:80/%41%e5",
  "http://a/b/c/d;p?q",
  "http://host:port",
  "http://ünï.de/ä?ö#ü",
  "http://%C3%A4.de/%C3%A4",
  "1http://x",
  "foo://host:99999/",
  "http://user@/x",
  "//@host",
  "http://a?b",
  "ftp://x:21/;type=a",
  ":foo",
  "x:",
  "a//b",
  "http://u:p:q@h/",
  "?#",
  "http://1.2.3.4",
  "http://[v1.x]/",
  "http://[bad",
  "é"
]

for u <- uris do
  p.("parse #{u}", fn -> :uri_string.parse(u) end)
  p.("parse charlist #{u}", fn -> :uri_string.parse(String.to_charlist(u)) end)

  p.("recompose #{u}", fn ->
    case :uri_string.parse(u) do
      m when is_map(m) -> :uri_string.recompose(m)
      e -> e
    end
  end)

  p.("normalize #{u}", fn -> :uri_string.normalize(u) end)
  p.("normalize map #{u}", fn -> :uri_string.normalize(u, [:return_map]) end)
  p.("resolve #{u}", fn -> :uri_string.resolve(u, "http://a/b/c/d;p?q") end)
  p.("resolve map #{u}", fn -> :uri_string.resolve(u, "http://a/b/c/d;p?q", [:return_map]) end)
  p.("decode #{u}", fn -> :uri_string.percent_decode(u) end)
  p.("dissect #{u}", fn -> :uri_string.dissect_query(u) end)

  p.("quote #{u}", fn ->
    {:uri_string.quote(u), :uri_string.quote(String.to_charlist(u)), :uri_string.quote(u, '/?'), :uri_string.unquote(u),
     :uri_string.unquote(String.to_charlist(u))}
  end)
end

for r <- [
      "g:h",
      "g",
      "./g",
      "g/",
      "/g",
      "//g",
      "?y",
      "g?y",
      "#s",
      "g#s",
      "g?y#s",
      ";x",
      "g;x",
      "g;x?y#s",
      "",
      ".",
      "./",
      "..",
      "../",
      "../g",
      "../..",
      "../../",
      "../../g",
      "../../../g",
      "../../../../g",
      "/./g",
      "/../g",
      "g.",
      ".g",
      "g..",
      "..g",
      "./../g",
      "./g/.",
      "g/./h",
      "g/../h",
      "g;x=1/./y",
      "g;x=1/../y",
      "g?y/./x",
      "g#s/../x",
      "http:g"
    ],
    do: p.("resolve #{r}", fn -> {:uri_string.resolve(r, "http://a/b/c/d;p?q"), :uri_string.resolve(String.to_charlist(r), 'http://a/b/c/d;p?q')} end)

p.("resolve bad base", fn -> :uri_string.resolve("a", "b") end)
p.("resolve bad base", fn -> :uri_string.resolve("a", "%zz") end)

for q <- [
      "a=1&b=2",
      "a=1;b=2",
      "a",
      "a&b=",
      "=x",
      "a=b=c",
      "%41=%e5",
      "a+b=c%20d",
      "k=%C3%A9&l=é",
      "a=1&&b",
      "&",
      "a=%zz",
      'a=1&b=+',
      "a=1&amp;b=2",
      "%26%23229%3B=1",
      "&#229;=2",
      "a==",
      "%C3%A5=%F6"
    ],
    do: p.("dissect #{inspect(q)}", fn -> :uri_string.dissect_query(q) end)

for l <- [[{"a", "1"}], [{"a b", "c&d"}, {"e", true}], [{'a', 'b'}], [{"é", "ü"}], [], [{"a", "b"}, {'c', 'd'}], [{"a.-*_", "~!"}]] do
  p.("compose #{inspect(l)}", fn -> :uri_string.compose_query(l) end)
  p.("compose latin1 #{inspect(l)}", fn -> :uri_string.compose_query(l, [{:encoding, :latin1}]) end)
  p.("compose sep #{inspect(l)}", fn -> :uri_string.compose_query(l, [{:separator, :semicolon}]) end)
  p.("compose unicode #{inspect(l)}", fn -> :uri_string.compose_query(l, [{:encoding, :unicode}]) end)
end

for m <- [
      %{path: "a"},
      %{path: "", host: "x"},
      %{scheme: "a", path: "//b"},
      %{host: "h", path: "rel"},
      %{path: "a:b"},
      %{port: 80, path: ""},
      %{},
      %{scheme: 'a', path: 'b', query: 'q', fragment: 'f', userinfo: 'u', host: '::1', port: 8},
      %{host: "h", port: 1, path: "/x y"},
      %{host: "ö", path: "/ö"},
      %{path: "%zz"},
      %{scheme: "1", path: "a"},
      %{host: "h", path: "", port: :undefined},
      %{userinfo: "x", path: ""},
      %{scheme: "http", host: "h", path: "/a/../b", port: 80}
    ] do
  p.("recompose #{inspect(m)}", fn -> :uri_string.recompose(m) end)
  p.("normalize #{inspect(m)}", fn -> :uri_string.normalize(m) end)
  p.("normalize #{inspect(m)}", fn -> :uri_string.normalize(m, [:return_map]) end)
  p.("decode #{inspect(m)}", fn -> :uri_string.percent_decode(m) end)
end

p.("transcode", fn -> :uri_string.transcode("foo%00%00%00%F6bar", [{:in_encoding, :utf32}]) end)
p.("transcode", fn -> :uri_string.transcode("foo%F6bar", [{:in_encoding, :latin1}, {:out_encoding, :utf8}]) end)
p.("transcode", fn -> :uri_string.transcode('foo%F6bar', [{:in_encoding, :latin1}, {:out_encoding, :utf8}]) end)
p.("transcode", fn -> :uri_string.transcode("foo%C3%B6bar", []) end)
p.("allowed", fn -> :uri_string.allowed_characters() end)
