# How terms are shown.
values = [
  1, -1, 1_000_000, 0x1F, 1.0, -0.0, 1.0e10, 1.0e16, 1.5e-7, 123456789.123, 1.0e300, :a, :"a b", :A, Foo.Bar, :"Elixir.foo", nil, true, :+, :"", :a?, :é,
  "text", "quo\"te", "new\nline", "tab\t\e\0", "é日本", <<255>>, <<1, 2, 3>>, <<1::3>>, "\#{x}", "\\",
  'abc', 'é', [1, 2], [7, 8, 9], [0], [], [1 | 2], [1, 2 | :x], [a: 1], [a: 1, b: 2], [{:a, 1}, 2], [{"a", 1}], ["foo bar": 1, A: 2, +: 3, nil: 4], [[], [[]]],
  {}, {1}, {1, 2}, {:a, [b: 1]}, {{}, {}},
  %{}, %{a: 1}, %{"a" => 1}, %{"b" => 2, a: 1}, %{1 => 2}, %{:"a b" => 1, nil => 2}, %{{1, 2} => [3]}, %{a: %{b: %{c: 1}}},
  1..2, 1..10//3, MapSet.new([3, 1, 2]), ~r/a\/b/iu, ~D[2020-01-02], ~T[10:11:12.5], ~N[2020-01-02 10:11:12], ~U[2020-01-02 10:11:12Z], Version.parse!("1.2.3-rc.1"),
  %ArgumentError{message: "m"}, %RuntimeError{}, URI.parse("http://a.b/c?d#e"), Date.range(~D[2020-01-01], ~D[2020-01-03]), %{__struct__: Nope, a: 1}, %{__struct__: 1}, &String.upcase/1, &Enum.map/2, &is_atom/1, &+/2
]

for value <- values, do: IO.puts(inspect(value))
IO.puts(inspect([1, 2, 3], charlists: :as_lists))
IO.puts(inspect('abc', charlists: :as_lists))
IO.puts(inspect([1, 2, 3], charlists: :as_charlists))
IO.puts(inspect("abc", binaries: :as_binaries))
IO.puts(inspect(<<0, 1>>, binaries: :as_strings))
IO.puts(inspect(255, base: :hex))
IO.puts(inspect([1, 10], base: :binary))
IO.puts(inspect("ab", base: :hex, binaries: :as_binaries))
IO.puts(inspect(Enum.to_list(1..100)))
IO.puts(inspect(Enum.to_list(1..100), limit: 3))
IO.puts(inspect(Enum.to_list(1..60), limit: :infinity))
IO.puts(inspect(String.duplicate("a", 5000)) |> String.length())
IO.puts(inspect("abcdef", printable_limit: 3))
IO.puts(inspect('abcdef', printable_limit: 3))
IO.puts(inspect(%{a: 1, b: 2, c: 3}, limit: 2))
IO.puts(inspect({1, 2, 3, 4}, limit: 2))
IO.puts(inspect([[1, 2, 3], [4, 5, 6]], limit: 4))
IO.puts(inspect(%{a: 1}, pretty: true))
IO.puts(inspect(Enum.to_list(1000..1030), pretty: true))
IO.puts(inspect(%{first: "aaaaaaaaaaaaaaaaaaaaaaaaa", second: "bbbbbbbbbbbbbbbbbbbbbbbbbbbb", third: %{x: 1, y: [1, 2, 3]}}, pretty: true))
IO.puts(inspect(%{first: "aaaa", second: [1, 2, 3, {4, 5}]}, pretty: true, width: 10))
IO.puts(inspect({:ok, %{list: Enum.to_list(1..30), text: String.duplicate("x", 90)}}, pretty: true))
IO.puts(inspect([a: 1, b: [c: 2, d: %{e: 3}]], pretty: true, width: 1))
IO.puts(inspect({:a, "b"}, syntax_colors: [atom: :red, string: :green]))
IO.puts(inspect(1..3, structs: false))
IO.puts(inspect([1.0, 2], custom_options: [x: 1]))
IO.inspect("label", label: "the label")
IO.inspect([1, 2], label: :atom)
IO.inspect(1, []) |> IO.inspect(label: "twice")
IO.puts(inspect("multi\nline text", pretty: true))
IO.puts(inspect(%{1 => :a, 2.0 => :b, "c" => :c, [5] => :e, {6} => :f, d: :d}))
IO.puts(inspect(for(n <- 1..40, into: %{}, do: {n, n})) |> String.length())
IO.puts(inspect(:erlang.list_to_atom('with space')))
IO.puts(inspect(self()) =~ ~r/^#PID<0\.\d+\.0>$/)
IO.puts(inspect(make_ref()) =~ ~r/^#Reference<0\.\d+\.\d+\.\d+>$/)
IO.puts(inspect(fn x -> x end) =~ ~r/^#Function<\d+\.\d+ in file:inspect_terms.exs>$/)
