// Keys in, lines and what is drawn of them out, without a terminal.
#include "repl/line_editor.hpp"

#include <catch2/catch.hpp>

#include "repl/history_search.hpp"
#include "repl/key_decoder.hpp"
#include "repl/typist.hpp"

namespace respawn {
namespace {

using ActionKind = Action::Kind;

// An editor with keys as a terminal sends them.
class Typing {
 public:
  Typing() { editor.start({"iex(1)> "}); }

  std::vector<Action> press(std::string_view bytes) {
    std::vector<Action> actions;
    std::vector<Key> keys = decoder_.decode(bytes);
    for (Key& key : decoder_.time_out()) keys.push_back(std::move(key));
    for (const Key& key : keys) actions.push_back(editor.feed(key));
    return actions;
  }
  // What the last of these keys asks for.
  Action last(std::string_view bytes) { return press(bytes).back(); }
  void enter(std::string_view line) {
    press(line);
    CHECK(last("\r").kind == ActionKind::submit);
    history.add(line);
    editor.start({"iex(1)> "});
  }
  std::string line() const { return editor.buffer().text(); }
  // The line as drawn, with a bar at the cursor.
  std::string shown(std::size_t columns = 80) const {
    const RenderedLine rendered = editor.render(columns);
    std::string text;
    for (std::size_t i = 0; i < rendered.rows.size(); ++i) {
      std::string row = rendered.rows[i].text;
      if (i == rendered.cursor_row) row.insert(std::min(row.size(), rendered.cursor_column), "|");
      text += (i == 0 ? "" : "/") + row;
    }
    return text;
  }

  History history;
  LineEditor editor{history};

 private:
  KeyDecoder decoder_;
};

constexpr const char* kUp = "\x1b[A";
constexpr const char* kDown = "\x1b[B";
constexpr const char* kRight = "\x1b[C";

}  // namespace

TEST_CASE("a line is typed, edited and submitted", "[repl][line_editor]") {
  Typing typing;
  typing.press("1 + 2");
  CHECK(typing.shown() == "iex(1)> 1 + 2|");
  typing.press("\x01[\x05]\x1b" "b");
  CHECK(typing.shown() == "iex(1)> [1 + |2]");
  const Action action = typing.last("\r");
  CHECK(action.kind == ActionKind::submit);
  CHECK(action.text == "[1 + 2]");
  CHECK_FALSE(typing.editor.is_active());
  CHECK(typing.shown() == "iex(1)> [1 + 2]|");
  CHECK(typing.last("x").kind == ActionKind::none);
}

TEST_CASE("the keys of readline", "[repl][line_editor]") {
  struct Sample {
    std::string keys;
    std::string line;
  };
  const Sample sample = GENERATE(values<Sample>({
      {"abc\x02\x02X", "aXbc"},            // C-b
      {"abc\x01\x06X", "aXbc"},            // C-a, C-f
      {"abc\x1b[D\x1b[DX", "aXbc"},        // arrows
      {"abc\x1b[HX\x1b[FY", "XabcY"},      // Home, End
      {"abc\x08\x7f", "a"},                // C-h, backspace
      {"abc\x01\x04", "bc"},               // C-d
      {"abc\x01\x1b[3~", "bc"},            // Delete
      {"one two\x17", "one "},             // C-w
      {"one two\x1b\x7f", "one "},         // Alt-backspace
      {"one two\x01\x1b" "d", " two"},     // Alt-d
      {"one two\x1b[1;5D\x0b", "one "},    // Ctrl-left, C-k
      {"one two\x1b[1;5D\x15", "two"},     // C-u
      {"one two\x15x\x19", "xone two"},    // C-y
      {"ab\x14", "ba"},                    // C-t
      {"ab\x7f\x1f", "ab"},                // C-_
      {"a\x1b\rb", "a\nb"},                // Alt-Enter
      {"a\x1b[15~\x1b[5~b", "ab"},         // keys without a meaning
  }));
  CAPTURE(sample.keys);
  Typing typing;
  typing.press(sample.keys);
  CHECK(typing.line() == sample.line);
}

TEST_CASE("Ctrl-C, Ctrl-D, Ctrl-L and Ctrl-Z are for whoever drives", "[repl][line_editor]") {
  Typing typing;
  CHECK(typing.last("\x0c").kind == ActionKind::clear_screen);
  CHECK(typing.last("\x1a").kind == ActionKind::suspend);
  CHECK(typing.last("half\x03").kind == ActionKind::cancel);
  CHECK_FALSE(typing.editor.is_active());
  typing.editor.start({"iex(1)> "});
  CHECK(typing.line().empty());
  CHECK(typing.last("x\x04").kind == ActionKind::none);
  CHECK(typing.last("\x7f\x04").kind == ActionKind::eof);
}

TEST_CASE("the arrows go through the history, and through the lines of an entry first", "[repl][line_editor]") {
  Typing typing;
  typing.history.add("first\nsecond");
  typing.enter("third");
  typing.press("present");
  typing.press(kUp);
  CHECK(typing.line() == "third");
  typing.press(kUp);
  CHECK(typing.line() == "first\nsecond");
  typing.press(kUp);
  CHECK(typing.editor.buffer().before_cursor() == "first");
  typing.press(kDown);
  typing.press(kDown);
  CHECK(typing.line() == "third");
  typing.press(kDown);
  CHECK(typing.line() == "present");
  CHECK(typing.last(kDown).kind == ActionKind::none);
  typing.press("\x1b<");
  CHECK(typing.line() == "first\nsecond");
  typing.press("\x1b>");
  CHECK(typing.line() == "present");
}

TEST_CASE("Ctrl-R finds entries letter by letter", "[repl][line_editor]") {
  Typing typing;
  for (const char* entry : {"Enum.map(a)", "other", "Enum.map(b)", "last"}) typing.enter(entry);
  typing.press("typed\x12");
  CHECK(typing.shown() == "(reverse-i-search)`': typed|");
  typing.press("map");
  CHECK(typing.shown() == "(reverse-i-search)`map': Enum.|map(b)");
  typing.press("\x12");
  CHECK(typing.shown() == "(reverse-i-search)`map': Enum.|map(a)");
  typing.press("\x12");
  CHECK(typing.shown() == "(failed reverse-i-search)`map': Enum.|map(a)");
  SECTION("Ctrl-S comes back") {
    typing.press("\x13");
    CHECK(typing.shown() == "(i-search)`map': Enum.|map(b)");
  }
  SECTION("Enter takes it") {
    CHECK(typing.last("\r").text == "Enum.map(a)");
  }
  SECTION("an arrow takes it to be edited, and the history goes on from there") {
    typing.press(kRight);
    CHECK(typing.shown() == "iex(1)> Enum.m|ap(a)");
    typing.press(kDown);
    CHECK(typing.line() == "other");
  }
  SECTION("Ctrl-G gives it up") {
    typing.press("\x07");
    CHECK(typing.shown() == "iex(1)> typed|");
  }
  SECTION("backspace looks again with less") {
    typing.press("\x7f\x7f\x7f");
    CHECK(typing.shown() == "(reverse-i-search)`': typed|");
    typing.press("oth");
    CHECK(typing.shown() == "(reverse-i-search)`oth': |other");
  }
  SECTION("the second time it looks for the same") {
    typing.press("\x07\x12\x12");
    CHECK(typing.shown() == "(reverse-i-search)`map': Enum.|map(b)");
  }
}

TEST_CASE("completion inserts what is certain and lists what is not", "[repl][line_editor]") {
  Typing typing;
  std::string asked;
  typing.editor.set_completion([&asked](std::string_view before) {
    asked = before;
    if (before == "Enu") return CompletionResult{"m", {}};
    return CompletionResult{"", {"map/2", "max/1"}};
  });
  CHECK(typing.last("Enu + 1\x01\x1b" "f\t").kind == ActionKind::redraw);
  CHECK(typing.line() == "Enum + 1");
  CHECK(asked == "Enu");
  const Action action = typing.last(".m\t");
  CHECK(action.kind == ActionKind::complete);
  CHECK(action.candidates == std::vector<std::string>{"map/2", "max/1"});
}

TEST_CASE("what a program asks has no history, completion or search", "[repl][line_editor]") {
  Typing typing;
  typing.enter("code");
  typing.editor.set_completion([](std::string_view) { return CompletionResult{"completed", {}}; });
  LinePrompt prompt;
  prompt.text = "name> ";
  prompt.is_code = false;
  typing.editor.start(prompt);
  typing.press(kUp);
  typing.press("\t\x12");
  CHECK(typing.line().empty());
  typing.press("\x1b[200~iex> 1\x1b[201~");
  CHECK(typing.line() == "iex> 1");
}

TEST_CASE("a paste of several lines is several lines that were entered", "[repl][line_editor]") {
  Typing typing;
  Action action = typing.last("x = \x1b[200~[1,\r\n\t2]\n\x07y\x1b[201~");
  CHECK(action.kind == ActionKind::submit);
  CHECK(action.text == "x = [1,");
  typing.editor.start({"...(1)> "});
  action = typing.editor.resume();
  CHECK(action.text == "\t2]");
  typing.editor.start({"iex(2)> "});
  CHECK(typing.editor.resume().kind == ActionKind::redraw);
  CHECK(typing.line() == "y");
}

TEST_CASE("a pasted transcript is what was typed in it", "[repl][line_editor]") {
  Typing typing;
  CHECK(typing.last("\x1b[200~iex(1)> 1 + 1\n2\n\x1b[201~").text == "1 + 1");
}

TEST_CASE("long lines wrap where the terminal does, wide characters never in two", "[repl][line_editor]") {
  Typing typing;
  typing.press("123456789012");
  CHECK(typing.shown(10) == "iex(1)> 12/3456789012/|");
  typing.press("\x7f");
  CHECK(typing.shown(10) == "iex(1)> 12/345678901|");
  typing.press("\x15" "1日本");
  const RenderedLine line = typing.editor.render(10);
  REQUIRE(line.rows.size() == 2);
  CHECK(line.rows[0].text == "iex(1)> 1");
  CHECK_FALSE(line.rows[0].wraps);
  CHECK(line.rows[1].text == "日本");
  CHECK(line.cursor_column == 4);
}

TEST_CASE("further lines have a prompt of their own", "[repl][line_editor]") {
  Typing typing;
  LinePrompt prompt;
  prompt.text = "iex(1)> ";
  prompt.continuation = "...(1)> ";
  typing.editor.start(prompt);
  typing.press("[\x1b\r]");
  CHECK(typing.shown() == "iex(1)> [/...(1)> ]|");
  prompt.continuation.clear();
  typing.editor.start(prompt);
  typing.press("[\x1b\r]");
  CHECK(typing.shown() == "iex(1)> [/        ]|");
}

TEST_CASE("code is drawn in the colours that it is given", "[repl][line_editor]") {
  Typing typing;
  typing.editor.set_highlight([](std::string_view text) {
    std::vector<StyledRange> ranges;
    for (std::size_t at = 0; (at = text.find("do", at)) != std::string_view::npos; at += 2) ranges.push_back({at, at + 2, "35"});
    return ranges;
  });
  typing.press("if x do\x1b\rdo");
  const RenderedLine line = typing.editor.render(80);
  REQUIRE(line.rows.size() == 2);
  CHECK(line.rows[0].text == "iex(1)> if x \x1b[35mdo\x1b[0m");
  CHECK(line.rows[1].text == "        \x1b[35mdo\x1b[0m");
  CHECK(line.rows[1].columns == 10);
}

TEST_CASE("text types itself at its pace", "[repl][typist]") {
  using std::chrono::milliseconds;
  const Typist::Clock::time_point start{};
  Typist typist;
  CHECK_FALSE(typist.next_time());
  typist.start("aé\nb\n", milliseconds{10}, start);
  CHECK(typist.take_due(start) == std::vector<Key>{{Key::Kind::character, "a"}});
  CHECK(typist.next_time() == start + milliseconds{10});
  CHECK(typist.take_due(start + milliseconds{9}).empty());
  CHECK(typist.take_due(start + milliseconds{10}) == std::vector<Key>{{Key::Kind::character, "é"}});
  // Who was held up does not catch up in one burst.
  CHECK(typist.take_due(start + milliseconds{500}).size() == 1);
  CHECK(typist.next_time() == start + milliseconds{510});
  CHECK(typist.take_rest() == std::vector<Key>{{Key::Kind::character, "b"}, {Key::Kind::enter, ""}});
  CHECK_FALSE(typist.is_typing());
  typist.start("x\ny", milliseconds{0}, start);
  const std::vector<Key> keys = typist.take_due(start);
  REQUIRE(keys.size() == 3);
  CHECK(keys[1].kind == Key::Kind::enter);
  CHECK(keys[1].alt);
}

}  // namespace respawn
