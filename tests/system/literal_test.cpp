/// Terms as they are typed into the window.

#include "system/literal.hpp"

#include <catch2/catch.hpp>

#include "term/inspect.hpp"

namespace respawn {
namespace {

std::string shown(std::string_view text) {
  Arena arena;
  const auto term = read_literal(text, arena);
  return term ? inspect(*term) : "error: " + term.error();
}

TEST_CASE("literals are read and nothing is evaluated") {
  REQUIRE(shown(":ok") == ":ok");
  REQUIRE(shown("-12.5") == "-12.5");
  REQUIRE(shown("-123456789012345678901234567890") == "-123456789012345678901234567890");
  REQUIRE(shown("\"text\"") == "\"text\"");
  REQUIRE(shown("{:push, [1, 2 | 3], %{\"b\" => {}, a: 1}}") == "{:push, [1, 2 | 3], %{:a => 1, \"b\" => {}}}");
  REQUIRE(shown("[a: 1, b: 2]") == "[a: 1, b: 2]");
  REQUIRE(shown("Stack.Server") == "Stack.Server");
  REQUIRE(shown("nil") == "nil");
  REQUIRE(shown("(1)") == "1");
}

TEST_CASE("what is no literal is refused in a sentence") {
  REQUIRE(shown("") == "error: write a term, for instance :hello");
  REQUIRE(shown("x") == "error: x is a variable, and there are none here");
  REQUIRE(shown("self()") == "error: self is a call, and nothing is evaluated here");
  REQUIRE(shown("{1, ") .starts_with("error: "));
  REQUIRE(shown("%Foo{}").starts_with("error: "));
  REQUIRE(shown(std::string(5000, '[')).starts_with("error: "));
}

}  // namespace
}  // namespace respawn
