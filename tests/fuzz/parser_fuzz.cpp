/// Any text parses or gives a diagnostic with a place; what parses gives quoted terms that print.

#include <catch2/catch.hpp>

#include <algorithm>

#include "fuzz/fuzz.hpp"
#include "lang/parser.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

const std::vector<std::string> kWords = {
    "do ", "end", " end\n", "fn ", "->", "\"", "\"\"\"", "'''", "#{", "}", "(", ")", "[", "]", "<<", ">>", "%{", "%", "&1", "~s(", "~w[a b]a",
    "?\\n", "\\x{", "\\u{10FFFF}", "0x", "1_0", "1.0e", "a: ", "\"a\": ", ":\"", "::", "|>", "<~>", "...", "..//", "not in", "when", "after\n",
    ";", "\n", "\\\n", "\\\\", "@", "^", "//", "\xE2\x80\xAE", "\xC3\xA9", "\xFF", "__MODULE__", "nil", "else", "rescue", "catch", " , ", "=>", "!"};

TEST_CASE("any text is parsed or refused with a place", "[fuzz][parser]") {
  const std::filesystem::path tests = RESPAWN_TESTS_FOLDER;
  fuzz::Mutator mutator(fuzz::seed(), fuzz::read_files(tests, ".exs"), kWords);
  int parsed = 0;
  const int rounds = fuzz::rounds(60'000);
  for (int i = 0; i < rounds; ++i) {
    const std::string text = mutator.next(600);
    Arena arena;
    std::vector<Diagnostic> warnings;
    const auto result = parse(text, arena, {}, &warnings);
    if (result) {
      ++parsed;
      inspect(*result);
      continue;
    }
    INFO(text);
    REQUIRE(result.error().line >= 1);
    REQUIRE(result.error().line <= 1 + static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')));
    REQUIRE_FALSE(result.error().message.empty());
  }
  // A fuzzer that never gets through tests little.
  CHECK(parsed > rounds / 50);
}

}  // namespace
}  // namespace respawn
