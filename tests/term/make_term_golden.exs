# Writes term_golden.txt and number_golden.txt anew, with the real Elixir 1.14 on OTP 25:
#
#     elixir tests/term/make_term_golden.exs
#
# term_golden.txt: a line a value, in the order of the language (`Enum.sort`), equal neighbours included:
# the bytes of `:erlang.term_to_binary/1` in hexadecimal, `:erlang.phash2/2` with the range 2^32, the text of `inspect/2`.
#
# number_golden.txt: a line an operation: name, operands, result; "badarith" where there is none. Floats are written as the
# 64 bits in hexadecimal behind "f".

defmodule TermGolden do
  def terms do
    integers =
      for base <- [0, 1, 127, 128, 255, 256, 65535, 65536, 0x7FFFFFF, 0x8000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF] ++
                    for(bits <- [32, 53, 59, 60, 61, 62, 63, 64, 65, 127, 128, 129, 2039, 2040, 2048], do: Bitwise.bsl(1, bits)),
          integer <- [base - 1, base, base + 1],
          sign <- [1, -1],
          do: sign * integer

    floats = [0.0, -0.0, 1.0, -1.0, 1.5, 0.1, 1.0e10, 1.0e21, 1.0e22, 1.0e-5, 123_456.789, 1.7976931348623157e308, 5.0e-324] ++
      [9_007_199_254_740_993.0, 18_446_744_073_709_551_616.0, 4_611_686_018_427_387_904.0, -4_611_686_018_427_387_905.0]

    atoms = [:a, :b, nil, true, false, :"", :A, Elixir, Enum, Foo.Bar, :"foo bar", :foo?, :foo!, :+, :<<>>, :{}, :%{}, :.., :"é", :"日本", :"a@b", :"1a", :do]
    texts = ["", "a", "ab", "abc", "abd", "é", "\n\"\\\e\0", "\#{x}", <<255>>, <<0>>, <<1, 2, 3>>, String.duplicate("x", 64), String.duplicate("y", 65)]
    bits = [<<1::1>>, <<0::1>>, <<5::3>>, <<1, 2::4>>, <<255, 1::7>>]
    lists = [[], [1], [1, 2], [1.0], 'abc', [0], [?a, 300], [1 | 2], [:a | "b"], [[]], [[[]]], [a: 1, b: 2], [{:a, 1}, 2], Enum.to_list(1..10), [nil: 1], ["a b": 1]]
    tuples = [{}, {1}, {1, 2}, {1.0, 2}, {:a, "b", [3]}, {{{}}}, List.to_tuple(Enum.to_list(1..30))]
    keys = [1, 1.0, :a, "a", {1}, [], %{}]

    maps =
      [%{}, %{a: 1}, %{:a => 1, "b" => 2}, %{1 => 2, 1.0 => 3}, %{1.0 => 2}, %{nil => nil}, Map.new(keys, &{&1, &1})] ++
        for(size <- [2, 31, 32, 33, 40, 100, 1000], do: Map.new(1..size, &{&1, &1 * &1})) ++
        [Map.new(1..50, &{"key #{&1}", [&1]}), Map.new(1..50, &{{&1, &1 * 1.0}, :v}), Map.new(1..50, &{[&1, -&1], &1})]

    integers ++ floats ++ atoms ++ texts ++ bits ++ lists ++ tuples ++ maps
  end

  def write_terms(path) do
    lines =
      for term <- Enum.sort(terms()) do
        text = inspect(term, width: :infinity)
        text = if byte_size(text) > 1000, do: "-", else: text
        [Base.encode16(:erlang.term_to_binary(term)), " ", "#{:erlang.phash2(term, 4_294_967_296)} ", text, "\n"]
      end

    File.write!(path, lines)
  end

  @binary_operations ~w(+ - * / div rem band bor bxor bsl bsr < == =:=)a

  def write_numbers(path) do
    :rand.seed(:exsss, {1, 2, 3})

    pairs =
      for a <- edges(), b <- edges(), do: {a, b}

    random = for _ <- 1..400, do: {random(), random()}

    lines =
      for {a, b} <- pairs ++ random, operation <- @binary_operations, operation not in [:bsl, :bsr] or (is_integer(b) and abs(b) < 300) do
        "#{operation} #{text(a)} #{text(b)} #{result(operation, a, b)}\n"
      end

    File.write!(path, lines |> Enum.take_every(11))
  end

  defp edges do
    small_max = Bitwise.bsl(1, 62)
    word = Bitwise.bsl(1, 64)
    [0, 1, -1, 3, -7, 64, small_max - 1, small_max, -small_max, -small_max - 1, word - 1, word, -word, word * word, 0.0, -0.0, 1.5, -2.0, 1.0e300, 4_611_686_018_427_387_904.0]
  end

  defp random do
    sign = Enum.random([1, -1])
    case :rand.uniform(5) do
      1 -> sign * :rand.uniform(100)
      2 -> sign * :rand.uniform() * 1.0e6
      _ -> sign * :rand.uniform(Bitwise.bsl(1, :rand.uniform(300)))
    end
  end

  defp result(operation, a, b) do
    text(apply(:erlang, operation, [a, b]))
  rescue
    _ -> "badarith"
  end

  defp text(float) when is_float(float), do: "f" <> Base.encode16(<<float::float>>)
  defp text(other), do: to_string(other)
end

TermGolden.write_terms(Path.join(__DIR__, "term_golden.txt"))
TermGolden.write_numbers(Path.join(__DIR__, "number_golden.txt"))
