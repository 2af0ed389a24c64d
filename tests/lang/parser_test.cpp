/// The parser against what the real Elixir makes of the same text, and its behaviour at its limits.

#include "lang/parser.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cctype>
#include <ctime>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

// Terms as the golden file writes them (make_parser_golden.exs): independent of how `inspect` sees things.
class GoldenText {
 public:
  static std::string of(Term term) {
    GoldenText text;
    text.write(term);
    return text.out_;
  }

 private:
  void write(Term term) {
    if (term == atoms::nil || is_boolean(term)) {
      out_ += atom_text(term);
    } else if (term.is_atom()) {
      out_ += ':';
      write_name(term);
    } else if (is_integer(term)) {
      out_ += integer_to_text(term);
    } else if (is_float(term)) {
      char digits[20];
      std::snprintf(digits, sizeof digits, "0f%016llX", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(float_value(term))));
      out_ += digits;
    } else if (is_bitstring(term)) {
      write_quoted(*aligned_bytes(term));
    } else if (is_tuple(term)) {
      out_ += '{';
      for (std::size_t i = 0; i < tuple_size(term); ++i) {
        if (i > 0) out_ += ", ";
        write(tuple_element(term, i));
      }
      out_ += '}';
    } else {
      const bool has_keys = term.is_cons() && is_keyword_list(term);
      out_ += '[';
      bool is_first = true;
      for (const Term element : ListRange(term)) {
        if (!is_first) out_ += ", ";
        is_first = false;
        if (has_keys) {
          write_name(tuple_element(element, 0));
          out_ += ": ";
        }
        write(has_keys ? tuple_element(element, 1) : element);
      }
      out_ += ']';
    }
  }

  void write_name(Term atom) {
    const std::string_view name = atom_text(atom);
    const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; };
    const bool is_word = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 && name[0] != '.';
    if (is_word && std::ranges::all_of(name, is_plain)) {
      out_ += name;
    } else {
      write_quoted(name);
    }
  }

  void write_quoted(std::string_view bytes) {
    out_ += '"';
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out_ += '\\';
        out_ += c;
      } else if (c == '\n') {
        out_ += "\\n";
      } else if (byte < 32 || byte >= 127) {
        char digits[8];
        std::snprintf(digits, sizeof digits, "\\x%02X", static_cast<unsigned>(byte));
        out_ += digits;
      } else {
        out_ += c;
      }
    }
    out_ += '"';
  }

  std::string out_;
};

// What `Code.string_to_quoted(source, options)` returns.
std::string parsed(std::string_view source, const ParseOptions& options = {}) {
  Arena arena;
  const auto result = parse(source, arena, options);
  if (result.ok()) return GoldenText::of(make_tuple(arena, {atoms::ok, *result}));
  const ParseError& error = result.error();
  Term position = Term::nil();
  const auto with = [&](Term key, std::uint32_t value) {
    position = make_cons(arena, make_tuple(arena, {key, Term::small(value)}), position);
  };
  if (error.column > 0) with(atoms::column, error.column);
  with(atoms::line, error.line);
  Term message = make_binary(arena, error.message);
  if (error.has_suffix) message = make_tuple(arena, {message, make_binary(arena, error.suffix)});
  const Term triple = make_tuple(arena, {position, message, make_binary(arena, error.token)});
  return GoldenText::of(make_tuple(arena, {atoms::error, triple}));
}

ParseOptions options_of(std::string_view section) {
  ParseOptions options;
  options.columns = section.find("columns") != std::string_view::npos;
  options.token_metadata = section.find("token_metadata") != std::string_view::npos;
  options.wrap_literals = section.find("wrap_literals") != std::string_view::npos;
  options.unescape = section.find("raw") == std::string_view::npos;
  return options;
}

// The text of a source line of the golden file.
std::string unquoted(std::string_view literal) {
  std::string text;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] != '\\') {
      text += literal[i];
      continue;
    }
    switch (literal[++i]) {
      case 'n': text += '\n'; break;
      case 't': text += '\t'; break;
      case 'r': text += '\r'; break;
      default: text += literal[i]; break;
    }
  }
  return text;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

ParseError error_of(std::string_view source) {
  Arena arena;
  const auto result = parse(source, arena);
  REQUIRE_FALSE(result.ok());
  return result.error();
}

bool is_incomplete(std::string_view source) { return error_of(source).incomplete; }

std::string exception_of(std::string_view source) {
  const Diagnostic diagnostic = to_diagnostic(error_of(source), source, {});
  const std::string kind = diagnostic.kind == Diagnostic::Kind::token_missing ? "TokenMissingError " : "SyntaxError ";
  const std::string column = diagnostic.column > 0 ? ":" + std::to_string(diagnostic.column) : "";
  return kind + std::to_string(diagnostic.line) + column + " " + diagnostic.message + " | " + diagnostic.snippet;
}

TEST_CASE("the parser gives what Elixir gives", "[lang][parser]") {
  std::ifstream file(std::filesystem::path(RESPAWN_TESTS_FOLDER) / "lang/parser_golden.txt");
  REQUIRE(file.is_open());
  ParseOptions options;
  std::string source;
  std::string line;
  std::size_t cases = 0;
  while (std::getline(file, line)) {
    if (line.starts_with('[')) {
      options = options_of(line);
    } else if (line.starts_with('"')) {
      source = unquoted(line);
    } else if (line.starts_with("  ")) {
      ++cases;
      INFO(source);
      CHECK(parsed(source, options) == line.substr(2));
    }
  }
  CHECK(cases > 1'000);
}

TEST_CASE("a text that more lines can complete is incomplete", "[lang][parser]") {
  for (const char* source : {"(", "[1,", "%{a: ", "<<", "foo(\n", "foo do\n", "if a do\n  b\nelse\n", "fn x ->\n", "\"abc\n", "'abc\n",
                             "\"\"\"\nabc\n", "~s(a\n", "~w[a b\n", "\"a#{b\n", "1 +\n", "a |>\n", "a =", "not", "foo a,\n", "[a:\n",
                             "foo a: \n", ":\"a\n", "a \\\n", "@", "&", "x when"}) {
    INFO(source);
    CHECK(is_incomplete(source));
  }
  for (const char* source : {")", "foo do )", "1 2", "end", "fn end", "[1 2]", "a//b", "%(", "1a", "foo(,)", "foo 1 2", "<<<<<<< a"}) {
    INFO(source);
    CHECK_FALSE(is_incomplete(source));
  }
}

TEST_CASE("errors are worded as the exceptions of Elixir", "[lang][parser]") {
  CHECK(exception_of("a )") == "SyntaxError 1:3 unexpected token: ) | a )");
  CHECK(exception_of("x = 1\nfoo(a, b") == "TokenMissingError 2:9 missing terminator: ) (for \"(\" starting at line 2) | foo(a, b");
  CHECK(exception_of("a +") == "TokenMissingError 1:3 syntax error: expression is incomplete | a +");
  CHECK(exception_of("a do\n") == "TokenMissingError 2:1 missing terminator: end (for \"do\" starting at line 1) | ");
  CHECK(exception_of("1 'abc'") == "SyntaxError 1:3 syntax error before: \"abc\" | ");
  CHECK(exception_of("1 ~s(abc)") == "SyntaxError 1:3 syntax error before: sigil ~s starting with content 'abc' | ");
  CHECK(exception_of("1 ?a") == "SyntaxError 1:3 syntax error before: ?a | ");
  CHECK(exception_of("fn a, b\n -> c end 1") == "SyntaxError 2:11 syntax error before: \"1\" |  -> c end 1");
  CHECK(exception_of("fn a, b\nc end") ==
        "SyntaxError 1:8 unexpectedly reached end of line. The current expression is invalid or incomplete | ");
  CHECK(exception_of("1 nil") ==
        "SyntaxError 1:3 syntax error before: nil. \"nil\" is a reserved word in Elixir and therefore its usage is limited. For "
        "instance, it can't be used as a variable or be defined nor invoked as a regular function | ");
  // Errors of quoted code have a column only where quoted code has.
  CHECK(exception_of("(a; b -> c)") ==
        "SyntaxError 1 unexpected operator ->. If you want to define multiple clauses, the first expression must use ->. Syntax error "
        "before: '->' | ");
}

TEST_CASE("positions start where the options say", "[lang][parser]") {
  ParseOptions options;
  options.line = 7;
  options.column = 5;
  options.columns = true;
  CHECK(parsed("a\nb", options) == "{:ok, {:__block__, [], [{:a, [line: 7, column: 5], nil}, {:b, [line: 8, column: 1], nil}]}}");
  CHECK(parsed("a )", options) == "{:error, {[line: 7, column: 7], \"unexpected token: \", \")\"}}");
}

TEST_CASE("atoms that do not exist are refused where only existing ones may be used", "[lang][parser]") {
  ParseOptions options;
  options.existing_atoms_only = true;
  CHECK(parsed("ok", options) == "{:ok, {:ok, [line: 1], nil}}");
  CHECK(parsed(":never_heard_of_1", options) == "{:error, {[line: 1, column: 1], \"unsafe atom does not exist: \", \"never_heard_of_1\"}}");
  CHECK(parsed("ok.never_heard_of_2", options) == "{:error, {[line: 1, column: 4], \"unsafe atom does not exist: \", \"never_heard_of_2\"}}");
  CHECK_FALSE(existing_atom("never_heard_of_1"));
}

TEST_CASE("comments come with the newlines around them", "[lang][parser]") {
  Arena arena;
  std::vector<Comment> comments;
  REQUIRE(parse("# one\n\nfoo # two\n  # three\nbar", arena, {}, nullptr, &comments).ok());
  REQUIRE(comments.size() == 3);
  CHECK(comments[0].text == "# one");
  CHECK(comments[0].previous_newlines == 1);
  CHECK(comments[0].next_newlines == 2);
  CHECK(comments[1].line == 3);
  CHECK(comments[1].column == 5);
  CHECK(comments[1].previous_newlines == 0);
  CHECK(comments[2].text == "# three");
  CHECK(comments[2].previous_newlines == 1);
}

TEST_CASE("doubtful code is warned of", "[lang][parser]") {
  const auto warnings_of = [](std::string_view source) {
    Arena arena;
    std::vector<Diagnostic> warnings;
    static_cast<void>(parse(source, arena, {}, &warnings));
    std::string text;
    for (const Diagnostic& warning : warnings) {
      text += std::to_string(warning.line) + " " + warning.message.substr(0, warning.message.find('\n')) + "\n";
    }
    return text;
  };
  CHECK(warnings_of("a |> b c") == "1 parentheses are required when piping into a function call. For example:\n");
  CHECK(warnings_of("\nnot a in b") == "2 \"not expr1 in expr2\" is deprecated, use \"expr1 not in expr2\" instead\n");
  CHECK(warnings_of("fn -> end") == "1 an expression is always required on the right side of ->. Please provide a value after ->\n");
  CHECK(warnings_of("foo(a: 1,)") == "1 trailing commas are not allowed inside function/macro call arguments\n");
  CHECK(warnings_of("a ^^^ b") ==
        "1 ^^^ is deprecated. It is typically used as xor but it has the wrong precedence, use Bitwise.bxor/2 instead\n");
  CHECK(warnings_of("\"\\x{41}\"") ==
        "0 \\x{H*} inside strings/sigils/chars is deprecated, please use \\xHH (byte) or \\uHHHH (code point) instead\n");
  CHECK(warnings_of("a = 1\n\u0430 = 2") ==
        "2 confusable identifier: '\u0430' looks like 'a' on line 1, but they are written using different characters\n");
  // What stands before an error is not warned of when the text could not even be read.
  CHECK(warnings_of("foo!=1 )").empty());
}

TEST_CASE("long chains and long lists parse", "[lang][parser]") {
  Arena arena;
  for (const char* link : {" + a", " ++ a", " <> a", " |> a()", " = a", " and a", " |> a.b()"}) {
    INFO(link);
    CHECK(parse("a" + repeated(link, 4'000), arena).ok());
  }
  CHECK(parse("[" + repeated("1, ", 200'000) + "1]", arena).ok());
  CHECK(parse(repeated("a = 1\n", 100'000), arena).ok());
  CHECK(parse("A" + repeated(".B", 100'000), arena).ok());
  CHECK(parse(repeated("(", 900) + "1" + repeated(")", 900), arena).ok());
}

TEST_CASE("hostile texts end in an error, soon", "[lang][parser]") {
  constexpr std::size_t kBytes = 10'000'000;
  for (const char* unit : {"(", "[", "{", "%{", "<<(", "a+", "- ", "not ", "@", "& ", "fn -> ", "a do ", "\"#{", "~s(#{", "a ", "a a: ", "a.",
                           "a(", "a[", "a.b ", "a |> ", "a = ", "a..b//", "\"\"\"\n#{", "foo a, ", "%", "x -> "}) {
    INFO(unit);
    const std::string source = repeated(unit, kBytes / std::char_traits<char>::length(unit));
    const std::clock_t start = std::clock();
    const ParseError error = error_of(source);
    CHECK_FALSE(error.message.empty());
    // Of the processor, so that a busy machine does not count. Generous, for sanitizers; without, it is well under a second.
    CHECK(std::clock() - start < 20 * CLOCKS_PER_SEC);
  }
  CHECK(error_of(repeated("(", 2'000)).message == "code is nested deeper than 1000 levels, at: ");
  CHECK_FALSE(is_incomplete(repeated("(", 2'000)));
  CHECK(error_of("a" + repeated(" + a", 20'000)).message == "expression of more than 10000 operators, at: ");
  CHECK(error_of(repeated("1", 200'000)).message == "number longer than 100000 characters: ");
}

TEST_CASE("text that is no text is refused", "[lang][parser]") {
  CHECK(error_of(std::string_view("a\0b", 3)).token == "null byte (column 2, code point U+0000)");
  CHECK(error_of("a = \xFF").message == "invalid encoding starting at ");
  CHECK(error_of("a = \xFF").token == "<<255>>");
  CHECK(error_of("\n\"\xC3\"").line == 2);
  CHECK_FALSE(is_incomplete("\"\xC3"));
  CHECK(error_of("'\\xFF'").message == "invalid encoding in charlist: ");
  CHECK(error_of(":\"\\xFF\"").message == "invalid encoding in quoted atom: ");
}

TEST_CASE("every prefix of a text gives a result or an error", "[lang][parser]") {
  const std::string source =
      "defmodule A do\n  @doc \"\"\"\n  x #{y}\n  \"\"\"\n  def f(%{a: b} = c, [h | t]) when h > 1 do\n    case c do\n      {:ok, ~s(a#{b})} ->\n"
      "        &(&1 + 'c') |> g.(?\\n, 0x1F, 1.0e3)\n    end\n  end\nend\n";
  for (std::size_t length = 0; length <= source.size(); ++length) {
    Arena arena;
    const auto result = parse(std::string_view(source).substr(0, length), arena);
    if (result.ok()) continue;
    INFO(source.substr(0, length));
    CHECK(result.error().line > 0);
  }
}

}  // namespace
}  // namespace respawn
