// What is whole and what goes on: expressions, transcripts, the steps of a demo.
#include "repl/continuation.hpp"

#include <catch2/catch.hpp>

#include "repl/candidate_columns.hpp"
#include "repl/demo_script.hpp"
#include "repl/transcript.hpp"

namespace respawn {
namespace {

Completeness completeness(std::string_view text) { return continuation_of(text).completeness; }

std::string operator_of(std::string_view text) {
  const auto found = leading_operator(text);
  return found ? found->text : std::string();
}

}  // namespace

TEST_CASE("what more lines can still make valid is incomplete", "[repl][continuation]") {
  const std::string text = GENERATE(as<std::string>(), "[1,", "foo(", "1 +", "x =", "if true do", "fn ->", "fn x ->\n  x", "\"open",
                                    "'open", "\"\"\"\ntext", "~s(", "~S\"\"\"\n", "%{a: 1", "<<1, ", "{", "defmodule M do\n  def f do\n  end",
                                    "foo |>", "case x do\n  1 ->", "\"a #{", "not", "&", "a when", "@", "foo.", "x = # comment", "(\n\n");
  CAPTURE(text);
  CHECK(completeness(text) == Completeness::incomplete);
  CHECK(completeness(text + "\n") == Completeness::incomplete);
  CHECK(continuation_of(text).diagnostic.has_value());
}

TEST_CASE("what is whole is evaluated", "[repl][continuation]") {
  const std::string text = GENERATE(as<std::string>(), "", "\n", "1", "# comment", "[1,\n2]", "1;", "foo", "foo 1, 2", "x = 1", ":a",
                                    "\"\"\"\ntext\n\"\"\"", "if true, do: 1", "defmodule M do\n  def f, do: 1\nend", "+1", "~r/a/", "?a",
                                    "fn -> 1 end", "&(&1 + 1)", "1\n|> foo()", "\"größe 日本\"");
  CAPTURE(text);
  CHECK(completeness(text + "\n") == Completeness::complete);
}

TEST_CASE("what no further line can save is an error at once", "[repl][continuation]") {
  const std::string text = GENERATE(as<std::string>(), ")", "[1, )", "end", "1 2", "foo(]", "%%", "if true do )", "0b2");
  CAPTURE(text);
  CHECK(completeness(text + "\n") == Completeness::error);
}

TEST_CASE("a diagnostic counts lines from the prompt's number", "[repl][continuation]") {
  const Continuation continuation = continuation_of("1\n)\n", "iex", 7);
  REQUIRE(continuation.diagnostic);
  CHECK(continuation.diagnostic->line == 8);
  CHECK(continuation.diagnostic->file == "iex");
}

TEST_CASE("matches are known, blocks with matches are none", "[repl][continuation]") {
  CHECK(continuation_of("x = 1\n").is_match);
  CHECK(continuation_of("{:ok, x} = foo()\n").is_match);
  CHECK(continuation_of("(x = 1)\n").is_match);
  CHECK_FALSE(continuation_of("x = 1; 2\n").is_match);
  CHECK_FALSE(continuation_of("x == 1\n").is_match);
  CHECK_FALSE(continuation_of("=\n").is_match);
}

TEST_CASE("binary operators at the start go on from the value before", "[repl][continuation]") {
  for (const char* text : {"|> f()", "== 1", "!= 1", "=== 1", "=~ ~r/a/", "&& true", "|| 1", "and true", "or false", "in [1]", "* 2", "/ 2",
                           "<> \"a\"", "++ [1]", "-- [1]", "< 1", ">= 1", "<<< 1", "~> 1", "|||  1", "not in [1]"}) {
    CAPTURE(text);
    CHECK_FALSE(operator_of(text).empty());
    CHECK(completeness(with_previous_value(text)) == Completeness::complete);
  }
  CHECK(operator_of("  |> f()") == "|>");
  CHECK(leading_operator("  |> f()")->column == 3);
  CHECK(operator_of("not   in [1]") == "not in");
}

TEST_CASE("what can begin an expression begins one", "[repl][continuation]") {
  for (const char* text : {"", "1", "+ 1", "-1", "..", "not x", "!x", "^x", "&f/1", "@a", "<<1>>", "~s(a)", "android", "order", "inner", "not_in",
                           "in: 1", "|>: 1", "and: 2", "foo |> bar", "~~~1", "::", "->", "# |>"}) {
    CAPTURE(text);
    CHECK(operator_of(text).empty());
  }
}

TEST_CASE("only a line that is nothing else breaks", "[repl][continuation]") {
  CHECK(is_break("#iex:break"));
  CHECK(is_break("#iex:break\n"));
  CHECK_FALSE(is_break(" #iex:break"));
  CHECK_FALSE(is_break("#iex:break "));
  CHECK_FALSE(is_break(""));
}

TEST_CASE("a transcript is what was typed in it", "[repl][transcript]") {
  CHECK(without_transcript("iex> 1 + 1\n2\niex> [1,\n...> 2]\n[1, 2]\n") == "1 + 1\n[1,\n2]\n");
  CHECK(without_transcript("    iex(12)> foo\n    :bar\n    iex(node@host)13> bar") == "foo\nbar");
  CHECK(without_transcript("iex>\n...(1)> 1") == "\n1");
}

TEST_CASE("what is no transcript stays as it is", "[repl][transcript]") {
  for (const char* text : {"", "\n", "1 + 1\niex> 2", "iexecute", "iex", "iex(", "...", "iex>x", "# iex> 1\n"}) {
    CHECK(without_transcript(text) == text);
  }
}

TEST_CASE("candidates stand in columns as wide as the widest", "[repl][candidates]") {
  CHECK(format_candidates({"map/2", "max_by/3", "member?/2"}, 40) == "map/2        max_by/3     member?/2\n");
  CHECK(format_candidates({"map/2", "max_by/3", "member?/2"}, 30) == "map/2        max_by/3\nmember?/2\n");
  CHECK(format_candidates({"größe", "日本"}, 10) == "größe\n日本\n");
  CHECK(format_candidates({}, 40).empty());
}

TEST_CASE("a script is the steps of a demo", "[repl][demo]") {
  using Steps = std::vector<DemoStep>;
  CHECK(demo_steps("").empty());
  CHECK(demo_steps("#!/usr/bin/env elixir\n# One.\n#\n#   Two.\nx = 1\ny = [\n  # inside\n  2]\n\n# Talk.\n\n\nz\r\n") ==
        Steps{{"One.\n\n  Two.", "x = 1"}, {"", "y = [\n  # inside\n  2]"}, {"Talk.", ""}, {"", "z"}});
  CHECK(demo_steps("list\n|> map()\n|> sum()\nnext") == Steps{{"", "list\n|> map()\n|> sum()"}, {"", "next"}});
  CHECK(demo_steps("defmodule M do\n\n  # c\n  def f, do: 1\nend") == Steps{{"", "defmodule M do\n\n  # c\n  def f, do: 1\nend"}});
  CHECK(demo_steps(")\n[never\nclosed") == Steps{{"", ")"}, {"", "[never\nclosed"}});
}

}  // namespace respawn
