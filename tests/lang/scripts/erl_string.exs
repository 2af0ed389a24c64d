# Erlang's functions on text.
t = fn code ->
  result =
    try do
      {value, _} = Code.eval_string(code)
      value
    rescue
      e -> {e.__struct__, Exception.message(e)}
    catch
      kind, value -> {kind, value}
    end

  IO.puts("#{code} => #{inspect(result, limit: :infinity, charlists: :as_lists)}")
end

calls = [

 ":string.casefold('ABCß')", ":string.casefold(\"ABCß\")", ":string.chomp('abc\\r\\n')", ":string.chomp(\"abc\\n\\n\")", ":string.equal('abc', \"abc\")", ":string.equal(\"ABC\", 'abc', true)", ":string.equal(\"e\u0301\", \"é\", false, :nfc)", ":string.equal(\"e\u0301\", \"é\", false, :none)",
 ":string.find('abcabc', 'c')", ":string.find('abcabc', 'c', :trailing)", ":string.find(\"abcabc\", 'c')", ":string.find(\"abc\", 'x')", ":string.find('abc', '')", ":string.find(\"abc\", \"\")", ":string.find(\"abc\", \"\", :trailing)",
 ":string.is_empty('')", ":string.is_empty(\"\")", ":string.is_empty([[], \"\"])", ":string.length('ß↑e\u0301')", ":string.length(\"abc\")",
 ":string.lexemes('abc de,fg', ' ,')", ":string.lexemes(\"abc de,,fg\", ' ,')", ":string.lexemes('', ' ')", ":string.lexemes('a\\r\\nb', ['\\r\\n'])", ":string.lexemes('abc', '')", ":string.lexemes(\"  \", ' ')",
 ":string.lowercase('ABC')", ":string.lowercase(\"ABC\")", ":string.lowercase(['AB', \"C\", ?D])", ":string.next_codepoint(\"abc\")", ":string.next_codepoint('abc')", ":string.next_codepoint('')", ":string.next_codepoint(\"\")", ":string.next_grapheme(\"e\u0301b\")", ":string.next_grapheme('e\u0301b')", ":string.next_grapheme('ab')",
 ":string.nth_lexeme('a b c', 2, ' ')", ":string.nth_lexeme(\"a b c\", 3, ' ')", ":string.nth_lexeme(\"a b c\", 4, ' ')", ":string.nth_lexeme('a b c', 4, ' ')",
 ":string.pad('abc', 5)", ":string.pad(\"abc\", 5)", ":string.pad('abc', 5, :leading)", ":string.pad('abc', 6, :both)", ":string.pad(\"abc\", 6, :both, ?*)", ":string.pad(\"abc\", 6, :trailing, 'xy')", ":string.pad(\"abc\", 2)",
 ":string.prefix('abc', 'a')", ":string.prefix(\"abc\", 'a')", ":string.prefix(\"abc\", 'x')", ":string.prefix('abc', '')",
 ":string.replace('abcabc', 'b', 'x')", ":string.replace('abcabc', 'b', 'x', :all)", ":string.replace(\"abcabc\", \"b\", \"x\", :all)", ":string.replace(\"abcabc\", \"b\", \"x\", :trailing)", ":string.replace(\"abc\", \"x\", \"y\")", ":string.replace('abc', 'abc', \"y\")", ":string.replace('abc', '', \"y\")",
 ":string.reverse('abc')", ":string.reverse(\"abc\")", ":string.reverse(\"ae\u0301\")", ":string.slice('abcdef', 2)", ":string.slice(\"abcdef\", 2)", ":string.slice(\"abcdef\", 2, 3)", ":string.slice('abcdef', 2, 3)", ":string.slice('abc', 5)", ":string.slice(\"abc\", 5)", ":string.slice('abc', 0, :infinity)",
 ":string.split('ab..bc..cd', '..')", ":string.split(\"ab..bc..cd\", \"..\")", ":string.split(\"ab..bc..cd\", \"..\", :trailing)", ":string.split(\"ab..bc..cd\", \"..\", :all)", ":string.split(\"abc\", \"x\")", ":string.split('abc', '')", ":string.split('..ab', '..', :all)", ":string.split(\"\", \",\", :all)", ":string.split('', ',', :all)",
 ":string.take('abc0z123', :lists.seq(?a,?z))", ":string.take(\"abc0z123\", :lists.seq(?0,?9), true)", ":string.take(\"abc0z123\", :lists.seq(?0,?9), false, :trailing)", ":string.take('abc0z123', :lists.seq(?a,?z), true, :trailing)",
 ":string.titlecase('ß is')", ":string.titlecase(\"abc d\")", ":string.titlecase('abc d')", ":string.titlecase('')",
 ":string.to_float('3.0abc')", ":string.to_float(\"3.0abc\")", ":string.to_float('abc')", ":string.to_float('3')", ":string.to_float('-1.5e3x')", ":string.to_float(:a)", ":string.to_float('1,5')", ":string.to_float('')", ":string.to_float('+1.5')", ":string.to_float('3.')",
 ":string.to_integer('12abc')", ":string.to_integer(\"12abc\")", ":string.to_integer('abc')", ":string.to_integer(\"abc\")", ":string.to_integer('-12')", ":string.to_integer('+12')", ":string.to_integer('- 12')", ":string.to_integer('')", ":string.to_integer(:a)", ":string.to_integer(12)",
 ":string.to_graphemes('abe\u0301')", ":string.to_graphemes(\"abe\u0301\")", ":string.trim('  a b ')", ":string.trim(\"\\t a \\n\")", ":string.trim('  a ', :leading)", ":string.trim('  a ', :trailing)", ":string.trim(\"..a..\", :both, '.')", ":string.trim(\"..a..\", :leading, '.')", ":string.uppercase('abcß')", ":string.uppercase(\"abc\")",
 ":string.centre('abc', 7)", ":string.centre('abc', 8, ?*)", ":string.centre('abcdef', 3)", ":string.chars(?a, 3)", ":string.chars(?a, 3, 'xy')", ":string.chr('abca', ?a)", ":string.chr('abc', ?x)", ":string.concat('ab', 'c')", ":string.copies('ab', 3)", ":string.cspan('ab cd', ' ')", ":string.join(['a', 'b'], ', ')", ":string.join([], ', ')", ":string.left('abc', 5)", ":string.left('abc', 5, ?.)", ":string.left('abcdef', 3)", ":string.len('abc')", ":string.rchr('abca', ?a)", ":string.right('abc', 5)", ":string.right('abcdef', 3, ?.)", ":string.rstr('abcabc', 'bc')", ":string.span('aab', 'a')", ":string.str('abcabc', 'bc')", ":string.str('abc', 'x')", ":string.strip('  a  ')", ":string.strip('  a  ', :left)", ":string.strip('..a..', :both, ?.)", ":string.sub_string('abcdef', 2)", ":string.sub_string('abcdef', 2, 4)", ":string.sub_word('a bc d', 2)", ":string.sub_word('a,bc,d', 3, ?,)", ":string.substr('abcdef', 2)", ":string.substr('abcdef', 2, 3)", ":string.to_lower('ABC')", ":string.to_upper('abc')", ":string.to_upper(?a)", ":string.tokens('a,b;c', ',;')", ":string.words('a bc d')", ":string.words('a,bc', ?,)", ":string.to_lower('ÀÉ')"
]

for call <- calls, do: t.(call)
