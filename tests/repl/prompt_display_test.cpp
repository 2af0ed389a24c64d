// Output above the line being typed, as a model of a terminal shows it.
#include "repl/prompt_display.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>

#include "support/screen.hpp"

namespace respawn {
namespace {

using test::Screen;

RenderedLine line_of_text(std::string_view text, std::size_t columns) {
  RowWriter writer(columns);
  writer.write(text);
  writer.mark_cursor();
  return writer.finish();
}

// A display and the terminal that it draws on.
class Drawing {
 public:
  explicit Drawing(std::size_t columns = 20, std::size_t rows = 6, Screen::OnResize on_resize = Screen::OnResize::reflow)
      : display(columns, rows, on_resize == Screen::OnResize::reflow), screen(columns, rows, on_resize), columns_(columns) {}

  void show(std::string_view text) { screen.feed(display.show(line_of_text(text, columns_))); }
  void print(std::string_view text) { screen.feed(display.print(text)); }
  void finish(std::string_view mark = {}) { screen.feed(display.finish(mark)); }
  void resize(std::size_t columns, std::size_t rows) {
    screen.resize(columns, rows);
    columns_ = columns;
    screen.feed(display.resize(columns, rows));
  }
  std::string cursor() const { return fmt::format("{},{}", screen.cursor_row(), screen.cursor_column()); }

  PromptDisplay display;
  Screen screen;

 private:
  std::size_t columns_;
};

std::string without_newlines(std::string text) {
  std::erase(text, '\n');
  return text;
}

}  // namespace

TEST_CASE("a letter at the end costs one letter", "[repl][prompt_display]") {
  PromptDisplay display(80, 24, true);
  display.show(line_of_text("iex(1)> ab", 80));
  const std::string bytes = display.show(line_of_text("iex(1)> abc", 80));
  CHECK(bytes == "c\x1b[K");
  CHECK(display.show(line_of_text("iex(1)> abc", 80)).empty());
}

TEST_CASE("output appears above the line, and goes on where it stopped", "[repl][prompt_display]") {
  Drawing drawing;
  drawing.show("> typing");
  drawing.print("one\n");
  drawing.print("two");
  CHECK(drawing.screen.text() == "one\ntwo\n> typing\n");
  drawing.print(" goes on\nthree\n");
  CHECK(drawing.screen.text() == "one\ntwo goes on\nthree\n> typing\n");
  CHECK(drawing.cursor() == "3,8");
  drawing.finish();
  drawing.print("four\n");
  CHECK(drawing.screen.text() == "one\ntwo goes on\nthree\n> typing\nfour\n");
  CHECK(drawing.screen.unknown().empty());
}

TEST_CASE("output in colours keeps them around the line", "[repl][prompt_display]") {
  Drawing drawing;
  drawing.show("> ");
  drawing.print("\x1b[31mred");
  drawing.print("more\x1b[0m plain");
  CHECK(drawing.screen.text() == "redmore plain\n>\n");
  CHECK(drawing.screen.style(0, 0) == "31");
  CHECK(drawing.screen.style(0, 4) == "31");
  CHECK(drawing.screen.style(0, 9).empty());
  CHECK(drawing.screen.style(1, 0).empty());
}

TEST_CASE("characters and sequences that are cut in two are put together", "[repl][prompt_display]") {
  Drawing drawing;
  drawing.show("> ");
  const std::string output = "日\x1b[31mx\x1b[0m\n";
  for (const char byte : output) drawing.print({&byte, 1});
  CHECK(drawing.screen.text() == "日x\n>\n");
  CHECK(drawing.screen.style(0, 2) == "31");
}

TEST_CASE("an unfinished line of output becomes the prompt of a program", "[repl][prompt_display]") {
  Drawing drawing;
  drawing.print("line\nname? ");
  std::string bytes;
  CHECK(drawing.display.take_partial_output(bytes) == "name? ");
  drawing.screen.feed(bytes);
  drawing.show("name? bob");
  CHECK(drawing.screen.text() == "line\nname? bob\n");
  drawing.finish();
  CHECK_FALSE(drawing.display.take_partial_output(bytes));
}

TEST_CASE("of a line that is higher than the screen the part around the cursor is seen", "[repl][prompt_display]") {
  Drawing drawing(10, 3);
  drawing.show("0123456789abcdefghij0123456789ABCDEFGHIJxyz");
  const std::vector<std::string> rows = drawing.screen.rows();
  REQUIRE(rows.size() == 3);
  CHECK(rows == std::vector<std::string>{"0123456789", "ABCDEFGHIJ", "xyz"});
}

TEST_CASE("another width leaves one line and no rests of it", "[repl][prompt_display]") {
  const Screen::OnResize on_resize = GENERATE(Screen::OnResize::reflow, Screen::OnResize::cut);
  const std::size_t columns = GENERATE(12, 20, 30, 60);
  Drawing drawing(40, 10, on_resize);
  const std::string line = "iex(1)> Enum.map([1, 2, 3], fn x -> x * 2 end)";
  drawing.print("out\n");
  drawing.show(line);
  drawing.resize(columns, 10);
  drawing.show(line);
  drawing.print("more\n");
  if (on_resize == Screen::OnResize::reflow) {
    CHECK(without_newlines(drawing.screen.text()) == "outmore" + line);
  } else {
    CHECK_THAT(without_newlines(drawing.screen.text()), Catch::EndsWith("more" + line));
  }
}

TEST_CASE("whatever is typed and printed, nothing is lost and nothing is seen twice", "[repl][prompt_display][property]") {
  std::mt19937 random(5);
  const auto below = [&random](std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random); };
  const std::vector<std::string> kPieces = {"a", "bc", "日", "é", "0123456789", "\n", "x\n", "\n\n", "hello world "};
  for (int round = 0; round < 200; ++round) {
    const std::size_t columns = 5 + below(20);
    Drawing drawing(columns, 30);
    std::string above;  // what was printed and finished
    std::string line;
    for (int step = 0; step < 40; ++step) {
      std::string piece;
      for (std::size_t count = 1 + below(3); count > 0; --count) piece += kPieces[below(kPieces.size())];
      switch (below(4)) {
        case 0:
          drawing.print(piece);
          above += piece;
          break;
        case 1:
          if (line.empty() || below(6) > 0) break;
          drawing.finish();
          above += line;
          line.clear();
          break;
        default:
          std::erase(piece, '\n');
          line = below(3) == 0 ? "> " : line + piece;
          if (line.empty()) line = ">";
          drawing.show(line);
          break;
      }
      std::string seen = without_newlines(drawing.screen.text());
      std::string expected = without_newlines(above + line);
      // Blanks at the end of a row cannot be told from no blanks.
      std::erase(seen, ' ');
      std::erase(expected, ' ');
      REQUIRE(seen == expected);
      REQUIRE(drawing.screen.unknown().empty());
      if (!line.empty()) {
        const RenderedLine rendered = line_of_text(line, columns);
        REQUIRE(drawing.screen.cursor_column() == rendered.cursor_column);
      }
    }
  }
}

}  // namespace respawn
