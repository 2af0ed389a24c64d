# What cannot be parsed, and in which words.
codes = [
  "&&1",
  "%{1 | 2}",
  "%1{}",
  "%{}{}",
  "1 -> 2",
  "defprotocol P do",
  "->",
  "do",
  "end",
  "foo do",
  "[",
  "(",
  "{",
  "\"",
  "'",
  "~s(",
  "\"\"\"",
  "<<",
  "%{",
  "fn",
  "foo(",
  "1 +",
  "+",
  "1 2",
  "a, b",
  "[a, b",
  "{a, b]",
  ")",
  "]",
  "}",
  ">>",
  "%",
  "%{a",
  "@",
  "!",
  "&",
  "^",
  "\\",
  "?",
  ":",
  "::",
  "=>",
  "|",
  ",",
  ".",
  "~",
  "~r",
  "$",
  "`",
  "1a",
  "0x",
  "0b2",
  "1_",
  "1__0",
  "1.0e",
  "\\x",
  "\"\\x\"",
  "\"\\u{110000}\"",
  "\"\\xZ\"",
  ":\"",
  "A!",
  "É",
  "foo:bar",
  "[foo:1]",
  "{foo: 1, 2}",
  "[foo: 1, 2]",
  "foo(a: 1, 2)",
  "%{a: 1, 2 => 3}",
  "foo do 1 bar 2 end",
  "foo do c; a -> b end"
]

for code <- codes do
  result =
    try do
      {value, _binding} = Code.eval_string(code)
      {:ok, if(is_function(value), do: :fun, else: value)}
    rescue
      e -> {e.__struct__, Exception.message(e)}
    catch
      kind, reason -> {kind, reason}
    end

  IO.puts(inspect(code) <> " => " <> inspect(result, printable_limit: :infinity))
end
