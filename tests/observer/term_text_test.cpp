/// Terms as the window shows them.

#include <catch2/catch.hpp>

#include <random>

#include "observer/model/term_text.hpp"
#include "observer/model/text_search.hpp"
#include "observer/model/time_text.hpp"

using namespace respawn::observer;

TEST_CASE("a tuple's text is split at its own commas only", "[observer][text]") {
  const auto parts = tuple_elements(R"({:a, [1, 2], %{"x, y" => {3, 4}}, fn -> :ok end, #PID<0.1.0>, <<1, 2>>})");
  REQUIRE(parts.size() == 6);
  CHECK(parts[1] == "[1, 2]");
  CHECK(parts[2] == R"(%{"x, y" => {3, 4}})");
  CHECK(parts[5] == "<<1, 2>>");
  CHECK(tuple_elements(":no_tuple").empty());
  CHECK(tuple_elements("{}").empty());
  CHECK(tuple_elements("{:cut, [1, 2, ...").size() == 2);
}

TEST_CASE("messages are shown without the behaviours' envelopes", "[observer][text]") {
  CHECK(message_caption("{:\"$gen_call\", {#PID<0.5.0>, [:alias | #Reference<0.0.0.7>]}, {:put, :a, 1}}") == "call {:put, :a, 1}");
  CHECK(message_caption("{:\"$gen_cast\", :tick}") == "cast :tick");
  CHECK(message_caption("{[:alias | #Reference<0.0.0.7>], 3}") == "reply 3");
  CHECK(message_caption("{:EXIT, #PID<0.5.0>, {%RuntimeError{message: \"boom\"}, [{A, :f, 1, []}]}}") == "EXIT RuntimeError: boom");
  CHECK(message_caption("{:DOWN, #Reference<0.0.0.7>, :process, #PID<0.5.0>, :normal}") == "DOWN :normal");
  CHECK(message_caption("{:hello, 1}") == "{:hello, 1}");
}

TEST_CASE("a reason is shown without its stack trace", "[observer][text]") {
  CHECK(reason_caption("{%RuntimeError{message: \"a \\\"b\\\"\"}, [{A, :f, 1, []}]}") == "RuntimeError: a \\\"b\\\"");
  CHECK(reason_caption("{:badarith, [{Stack, :handle_call, [:pop, 1, 2], []}]}") == ":badarith in Stack.handle_call/3");
  CHECK(reason_caption("{:shutdown, :done}") == "{:shutdown, :done}");
  CHECK(is_calm_reason("{:shutdown, :done}"));
  CHECK(is_calm_reason(":normal"));
  CHECK_FALSE(is_calm_reason(":killed"));
}

TEST_CASE("a label is shown as it was meant", "[observer][text]") {
  CHECK(label_caption("\"player \\\"1\\\"\"") == "player \"1\"");
  CHECK(label_caption(":worker") == "worker");
  CHECK(label_caption("{:player, 1}") == "{:player, 1}");
}

TEST_CASE("a text is cut between characters", "[observer][text]") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("äöü", 2) == "ä…");
  CHECK(shortened("a\nb", 5) == "a b");
  CHECK(shortened("abc", 0).empty());
}

TEST_CASE("a long term is broken at its brackets", "[observer][text]") {
  CHECK(indented("%{a: [1, 2], b: \"x, y\"}", 80) == "%{a: [1, 2], b: \"x, y\"}");
  CHECK(indented("%{aaaaaaaaaa: [1, 2], bbbbbbbbbb: \"x, y\"}", 24) == "%{\n  aaaaaaaaaa: [1, 2],\n  bbbbbbbbbb: \"x, y\"\n}");
}

TEST_CASE("texts that are no terms are survived", "[observer][text]") {
  std::mt19937 random(1);
  const std::string letters = "{}[]<>()\"'\\,:#% a=-\xC3\xA4.";
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = letters[random() % letters.size()];
    message_caption(text);
    reason_caption(text);
    function_caption(text);
    indented(text, random() % 40);
    shortened(text, random() % 10);
  }
}

TEST_CASE("a filter takes words, exclusions, alternatives and comparisons", "[observer][text]") {
  CHECK(TextFilter("").passes("anything"));
  CHECK(TextFilter("STACK").passes("the Stack"));
  CHECK_FALSE(TextFilter("stack -the").passes("the Stack"));
  CHECK(TextFilter("queue|stack").passes("the Stack"));
  CHECK(TextFilter("mailbox>5").passes("", {{"mailbox", 6}}));
  CHECK_FALSE(TextFilter("mailbox>5").passes("", {{"mailbox", 5}}));
  CHECK_FALSE(TextFilter("nonsense>5").passes("", {{"mailbox", 9}}));
  CHECK(TextFilter("-mailbox>5").passes("", {{"mailbox", 1}}));
  CHECK(TextFilter("|").is_empty());
}

TEST_CASE("times and counts are written for people", "[observer][text]") {
  CHECK(clock_text(1'234'000'000) == "1.234 s");
  CHECK(clock_text(62'003'000'000) == "1:02.003");
  CHECK(clock_text(3'723'004'000'000) == "1:02:03.004");
  CHECK(span_text(41'000) == "41 µs");
  CHECK(count_text(1234567) == "1,234,567");
  CHECK(count_text(999) == "999");
  CHECK(speed_text(0.1) == "x0.1");
}
