// Editing commands on text and cursor, of all scripts and of several lines.
#include "repl/line_buffer.hpp"

#include <catch2/catch.hpp>

#include "repl/grapheme.hpp"
#include "repl/screen_cursor.hpp"

namespace respawn {
namespace {

// The text with a bar where the cursor stands.
std::string shown(const LineBuffer& buffer) {
  std::string text = buffer.text();
  return text.insert(buffer.cursor(), "|");
}

LineBuffer buffer_of(std::string_view text) {
  LineBuffer buffer;
  const std::size_t bar = text.find('|');
  buffer.insert(text.substr(0, bar));
  if (bar != std::string_view::npos) {
    buffer.insert(text.substr(bar + 1));
    buffer.move_to(bar);
  }
  return buffer;
}

constexpr const char* kAccented = "e\u0301";                                       // e and a combining accent
constexpr const char* kFamily = "\U0001F468\u200D\U0001F469\u200D\U0001F467";   // joined to one picture
constexpr const char* kFlag = "\U0001F1E9\U0001F1EA";

}  // namespace

TEST_CASE("text goes in at the cursor", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ac|");
  buffer.move_left();
  buffer.insert("b");
  CHECK(shown(buffer) == "ab|c");
}

TEST_CASE("what no line may hold is left out", "[repl][line_buffer]") {
  LineBuffer buffer;
  buffer.insert("a\x1b[31mb\x07\x80\xff\x7f\u0085c\td\r\ne\rf");
  CHECK(buffer.text() == "a[31mbc\td\ne\nf");
  CHECK_FALSE(buffer.insert("\x01\x02"));
}

TEST_CASE("the cursor moves over graphemes, not into them", "[repl][line_buffer]") {
  const std::string character = GENERATE(as<std::string>(), "a", "é", "日", kAccented, kFamily, kFlag, "\u1112\u1161\u11ab");
  LineBuffer buffer;
  buffer.insert("x" + character + "y");
  buffer.move_left();
  buffer.move_left();
  CHECK(shown(buffer) == "x|" + character + "y");
  buffer.move_right();
  CHECK(shown(buffer) == "x" + character + "|y");
  buffer.delete_backward();
  CHECK(shown(buffer) == "x|y");
  buffer.undo();
  buffer.move_left();
  buffer.delete_forward();
  CHECK(shown(buffer) == "x|y");
}

TEST_CASE("flags in a row are one character each", "[repl][line_buffer]") {
  LineBuffer buffer;
  for (int i = 0; i < 3; ++i) buffer.insert(kFlag);
  buffer.move_left();
  CHECK(shown(buffer) == std::string(kFlag) + kFlag + "|" + kFlag);
  buffer.move_left();
  CHECK(shown(buffer) == std::string(kFlag) + "|" + kFlag + kFlag);
}

TEST_CASE("an accent typed behind a letter joins it", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ab");
  buffer.move_left();
  buffer.insert("\u0301");
  CHECK(shown(buffer) == "a\u0301|b");
  buffer.delete_backward();
  CHECK(shown(buffer) == "|b");
}

TEST_CASE("the cursor leaves a character that a deletion has made", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ax|\u0301b");
  buffer.move_to(1);
  buffer.insert("\n");  // the accent now follows x, and x a newline
  buffer.move_right();
  buffer.move_left();
  buffer.delete_backward();
  CHECK(shown(buffer) == "a|x\u0301b");
}

TEST_CASE("at the ends nothing moves and nothing is deleted", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ab");
  CHECK_FALSE(buffer.move_right());
  CHECK_FALSE(buffer.delete_forward());
  CHECK_FALSE(buffer.kill_to_end());
  CHECK_FALSE(buffer.kill_word_forward());
  CHECK(buffer.move_home());
  CHECK_FALSE(buffer.move_left());
  CHECK_FALSE(buffer.move_word_left());
  CHECK_FALSE(buffer.delete_backward());
  CHECK_FALSE(buffer.kill_to_start());
  CHECK(shown(buffer) == "|ab");
  LineBuffer empty;
  CHECK_FALSE(empty.undo());
  CHECK_FALSE(empty.yank());
  CHECK_FALSE(empty.transpose());
}

TEST_CASE("words are letters, digits and underscores of any script", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("Enum.map_join(größe, 日本)");
  buffer.move_home();
  std::vector<std::string> stops;
  while (buffer.move_word_right()) stops.push_back(std::string(buffer.before_cursor()));
  CHECK(stops == std::vector<std::string>{"Enum", "Enum.map_join", "Enum.map_join(größe", "Enum.map_join(größe, 日本",
                                          "Enum.map_join(größe, 日本)"});
  buffer.move_word_left();
  CHECK(buffer.after_cursor() == "日本)");
  buffer.move_word_left();
  CHECK(buffer.after_cursor() == "größe, 日本)");
}

TEST_CASE("kills", "[repl][line_buffer]") {
  SECTION("to the end") {
    LineBuffer buffer = buffer_of("ab|cd");
    buffer.kill_to_end();
    CHECK(shown(buffer) == "ab|");
    buffer.move_home();
    buffer.yank();
    CHECK(shown(buffer) == "cd|ab");
  }
  SECTION("to the start") {
    LineBuffer buffer = buffer_of("ab|cd");
    buffer.kill_to_start();
    CHECK(shown(buffer) == "|cd");
  }
  SECTION("a word backward") {
    LineBuffer buffer = buffer_of("Enum.map(list");
    buffer.kill_word_backward();
    CHECK(shown(buffer) == "Enum.map(|");
    buffer.kill_word_backward();
    CHECK(shown(buffer) == "Enum.|");
  }
  SECTION("a word forward") {
    LineBuffer buffer = buffer_of("|foo bar");
    buffer.kill_word_forward();
    CHECK(shown(buffer) == "| bar");
  }
}

TEST_CASE("kills that follow each other join, in the order of the text", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("one two| three four");
  buffer.kill_word_backward();
  buffer.kill_word_forward();
  buffer.kill_word_backward();
  CHECK(shown(buffer) == "| four");
  buffer.yank();
  CHECK(shown(buffer) == "one two three| four");
  buffer.kill_to_end();
  buffer.move_home();
  buffer.yank();
  CHECK(shown(buffer) == " four|one two three");
}

TEST_CASE("what was killed can be yanked into the next line", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("abc");
  buffer.kill_to_start();
  buffer.reset();
  buffer.yank();
  CHECK(shown(buffer) == "abc|");
}

TEST_CASE("transposing takes the characters around the cursor, at the end those before it", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ab|cd");
  CHECK(buffer.transpose());
  CHECK(shown(buffer) == "acb|d");
  CHECK(buffer.transpose());
  CHECK(shown(buffer) == "acdb|");
  CHECK(buffer.transpose());
  CHECK(shown(buffer) == "acbd|");
  buffer.move_home();
  CHECK_FALSE(buffer.transpose());
  LineBuffer wide = buffer_of("日" + std::string(kAccented));
  wide.transpose();
  CHECK(shown(wide) == std::string(kAccented) + "日|");
  LineBuffer single = buffer_of("a");
  CHECK_FALSE(single.transpose());
}

TEST_CASE("undo takes back words that were typed and each other change", "[repl][line_buffer]") {
  LineBuffer buffer;
  for (const char letter : std::string("one")) buffer.insert(std::string(1, letter));
  buffer.delete_backward();
  for (const char letter : std::string("xyz")) buffer.insert(std::string(1, letter));
  CHECK(shown(buffer) == "onxyz|");
  CHECK(buffer.undo());
  CHECK(shown(buffer) == "on|");
  CHECK(buffer.undo());
  CHECK(shown(buffer) == "one|");
  CHECK(buffer.undo());
  CHECK(shown(buffer) == "|");
  CHECK_FALSE(buffer.undo());
}

TEST_CASE("undo brings back the cursor, and the line that a recalled one has replaced", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("ab|cd");
  buffer.replace("recalled");
  CHECK(shown(buffer) == "recalled|");
  buffer.undo();
  CHECK(shown(buffer) == "ab|cd");
}

TEST_CASE("undo is bounded, in steps and in bytes", "[repl][line_buffer]") {
  const auto steps_after = [](int changes, std::string_view text) {
    LineBuffer buffer;
    for (int i = 0; i < changes; ++i) buffer.insert(text);
    int steps = 0;
    while (buffer.undo()) ++steps;
    return steps;
  };
  CHECK(steps_after(2'000, "\n") == 1'000);
  CHECK(steps_after(40, std::string(1 << 20, 'x')) == 1);
  CHECK(steps_after(3, std::string(1 << 20, 'x')) == 3);
}

TEST_CASE("in a text of several lines the keys stay in theirs", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("first\nsec|ond\nthird");
  SECTION("home and end") {
    buffer.move_home();
    CHECK(shown(buffer) == "first\n|second\nthird");
    buffer.move_end();
    CHECK(shown(buffer) == "first\nsecond|\nthird");
  }
  SECTION("kills, which take the newline when there is nothing else") {
    buffer.kill_to_end();
    CHECK(shown(buffer) == "first\nsec|\nthird");
    buffer.kill_to_end();
    CHECK(shown(buffer) == "first\nsec|third");
    buffer.kill_to_start();
    CHECK(shown(buffer) == "first\n|third");
    buffer.kill_to_start();
    CHECK(shown(buffer) == "first|third");
  }
  SECTION("up and down, in the same column") {
    CHECK(buffer.move_up());
    CHECK(shown(buffer) == "fir|st\nsecond\nthird");
    CHECK_FALSE(buffer.move_up());
    CHECK(buffer.move_down());
    CHECK(buffer.move_down());
    CHECK(shown(buffer) == "first\nsecond\nthi|rd");
    CHECK_FALSE(buffer.move_down());
  }
}

TEST_CASE("up and down meet empty lines and wide characters", "[repl][line_buffer]") {
  LineBuffer buffer = buffer_of("日本語\n\nabcde|");
  buffer.move_up();
  CHECK(shown(buffer) == "日本語\n|\nabcde");
  buffer.move_up();
  CHECK(shown(buffer) == "|日本語\n\nabcde");
  LineBuffer wide = buffer_of("日本語\nabc|de");
  wide.move_up();
  CHECK(shown(wide) == "日|本語\nabcde");
  LineBuffer empty_first = buffer_of("\nab|");
  empty_first.move_up();
  CHECK(shown(empty_first) == "|\nab");
}

TEST_CASE("widths", "[repl][grapheme]") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("größe") == 5);
  CHECK(display_width("日本語") == 6);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\U0001F600") == 2);
  CHECK(display_width(kFamily) == 2);
  CHECK(display_width(kFlag) == 2);
  CHECK(display_width("\u2764\uFE0F") == 2);
  CHECK(display_width("\u1112\u1161\u11ab") == 2);
  CHECK(display_width("\x1b[1;31miex(1)>\x1b[0m ") == 8);
  CHECK(grapheme::width("é").is_certain);
  CHECK(grapheme::width("e\u0301").is_certain);
  CHECK_FALSE(grapheme::width(kFamily).is_certain);
}

TEST_CASE("boundaries found from either side are the same", "[repl][grapheme]") {
  const std::string text = "a" + std::string(kFlag) + kFlag + "b" + kFamily + kAccented + "日本\n\xff\xc3z\u0301\u0301 c";
  std::vector<std::size_t> forward{0};
  while (forward.back() < text.size()) forward.push_back(grapheme::next(text, forward.back()));
  std::vector<std::size_t> backward{text.size()};
  while (backward.back() > 0) backward.push_back(grapheme::previous(text, backward.back()));
  std::reverse(backward.begin(), backward.end());
  CHECK(forward == backward);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    CHECK(grapheme::round_up(text, at) == *std::lower_bound(forward.begin(), forward.end(), at));
  }
}

}  // namespace respawn
