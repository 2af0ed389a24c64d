// Whatever arrives from a terminal, the decoder ends and the buffer's invariants hold.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "repl/grapheme.hpp"
#include "repl/key_decoder.hpp"
#include "repl/line_buffer.hpp"
#include "repl/line_editor.hpp"

namespace respawn {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random); }

// Bytes that are likely to be parts of sequences, and some that are not.
std::string random_input(Random& random, std::size_t pieces) {
  static const std::vector<std::string> kPieces = {
      "\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "[", "O", ";", "1", "27", "200~", "\x1b[200~", "\x1b[201~", "201~", "~", "u", "A", "Z", "M",
      "\a", "\x1b\\", "\x03", "\r", "\n", "\t", "\x7f", "é", "日", "\U0001F600", "\xff", "\xc3", "\xe6\x97", "\xf0\x9f", "e\u0301", "a", " ",
      "\x1b[1;5C", "99999999999999999999", "<", "?", "\x12", "\x19", "\x1f"};
  std::string input;
  while (pieces-- > 0) {
    if (below(random, 8) == 0) {
      input += static_cast<char>(below(random, 256));
    } else {
      input += kPieces[below(random, kPieces.size())];
    }
  }
  return input;
}

bool is_boundary(const std::string& text, std::size_t position) {
  return position <= text.size() && grapheme::round_up(text, position) == position;
}

void check_invariants(const LineBuffer& buffer) {
  REQUIRE(utf8::is_valid(buffer.text()));
  REQUIRE(is_boundary(buffer.text(), buffer.cursor()));
  REQUIRE(editable_text(buffer.text()) == buffer.text());
}

using Command = bool (LineBuffer::*)();
const std::vector<Command> kMovements = {&LineBuffer::move_left,      &LineBuffer::move_right, &LineBuffer::move_word_left,
                                         &LineBuffer::move_word_right, &LineBuffer::move_home,  &LineBuffer::move_end,
                                         &LineBuffer::move_up,         &LineBuffer::move_down};
const std::vector<Command> kEdits = {&LineBuffer::delete_backward,    &LineBuffer::delete_forward,    &LineBuffer::kill_to_end,
                                     &LineBuffer::kill_to_start,      &LineBuffer::kill_word_backward, &LineBuffer::kill_word_forward,
                                     &LineBuffer::yank,               &LineBuffer::transpose};

}  // namespace

TEST_CASE("random bytes are decoded without end or crash, however they are split", "[repl][key_decoder][fuzz]") {
  Random random(2026);
  for (int round = 0; round < 3'000; ++round) {
    const std::string input = random_input(random, 1 + below(random, 60));
    KeyDecoder whole;
    KeyDecoder split;
    std::vector<Key> keys = whole.decode(input);
    std::vector<Key> split_keys;
    for (std::size_t at = 0; at < input.size();) {
      const std::size_t size = 1 + below(random, 5);
      for (Key& key : split.decode(std::string_view(input).substr(at, size))) split_keys.push_back(std::move(key));
      at += size;
    }
    for (Key& key : whole.time_out()) keys.push_back(std::move(key));
    for (Key& key : split.time_out()) split_keys.push_back(std::move(key));
    // Every key costs at least a byte, and what pends after a time-out is only a paste without its end.
    REQUIRE(keys.size() <= input.size());
    REQUIRE_FALSE(whole.is_waiting());
    REQUIRE(keys == split_keys);
    for (const Key& key : keys) {
      if (key.kind == Key::Kind::character) REQUIRE((utf8::is_valid(key.text) && !key.text.empty()));
    }
  }
}

TEST_CASE("random keys never break the editor, and every line can be drawn", "[repl][line_editor][fuzz]") {
  Random random(7);
  History history;
  history.add("defmodule M do\n  def f, do: \"日本\"\nend");
  history.add("Enum.map([1], & &1)");
  for (int round = 0; round < 300; ++round) {
    LineEditor editor(history);
    editor.set_completion([](std::string_view) { return CompletionResult{"é", {"a", "b"}}; });
    KeyDecoder decoder;
    editor.start({"iex(1)> "});
    for (const Key& key : decoder.decode(random_input(random, 80))) {
      if (!editor.is_active()) {
        editor.start({"...(1)> "});
        if (below(random, 4) > 0) editor.resume();
      }
      editor.feed(key);
      check_invariants(editor.buffer());
      const std::size_t columns = 1 + below(random, 30);
      const RenderedLine line = editor.render(columns);
      REQUIRE(line.cursor_row < line.rows.size());
      REQUIRE(line.cursor_column < std::max<std::size_t>(columns, 2));
      for (const RenderedRow& row : line.rows) REQUIRE(row.columns <= std::max<std::size_t>(columns, 2));
    }
  }
}

TEST_CASE("after any commands the buffer is text with the cursor between characters", "[repl][line_buffer][property]") {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    LineBuffer buffer;
    for (int step = 0; step < 60; ++step) {
      switch (below(random, 5)) {
        case 0:
        case 1: buffer.insert(random_input(random, 1 + below(random, 4))); break;
        case 2: (buffer.*kMovements[below(random, kMovements.size())])(); break;
        case 3: (buffer.*kEdits[below(random, kEdits.size())])(); break;
        default: buffer.undo(); break;
      }
      check_invariants(buffer);
    }
  }
}

TEST_CASE("movements leave the text alone, and say whether they moved", "[repl][line_buffer][property]") {
  Random random(12);
  for (int round = 0; round < 500; ++round) {
    LineBuffer buffer;
    buffer.insert(random_input(random, 20));
    for (int step = 0; step < 20; ++step) {
      const std::string text = buffer.text();
      const std::size_t cursor = buffer.cursor();
      const bool moved = (buffer.*kMovements[below(random, kMovements.size())])();
      REQUIRE(buffer.text() == text);
      REQUIRE(moved == (buffer.cursor() != cursor));
    }
  }
}

TEST_CASE("left and right take each other back", "[repl][line_buffer][property]") {
  Random random(13);
  for (int round = 0; round < 500; ++round) {
    LineBuffer buffer;
    buffer.insert(random_input(random, 20));
    for (std::size_t steps = below(random, 20); steps > 0; --steps) buffer.move_left();
    const std::size_t cursor = buffer.cursor();
    if (buffer.move_left()) {
      buffer.move_right();
      REQUIRE(buffer.cursor() == cursor);
    }
  }
}

TEST_CASE("undo takes every edit back to the empty line", "[repl][line_buffer][property]") {
  Random random(14);
  for (int round = 0; round < 300; ++round) {
    LineBuffer buffer;
    std::vector<std::string> states{""};
    for (int step = 0; step < 30; ++step) {
      if (below(random, 2) == 0) {
        buffer.insert(random_input(random, 3));
      } else {
        (buffer.*kEdits[below(random, kEdits.size())])();
      }
      if (buffer.text() != states.back()) states.push_back(buffer.text());
    }
    // Undo goes back over states that were there, in their order, some of which it skips (letters typed together).
    std::size_t at = states.size();
    do {
      while (at > 0 && states[at - 1] != buffer.text()) --at;
      REQUIRE(at > 0);
    } while (buffer.undo());
    REQUIRE(buffer.text().empty());
  }
}

TEST_CASE("what is killed comes back with a yank", "[repl][line_buffer][property]") {
  const std::vector<Command> kills = {&LineBuffer::kill_to_end, &LineBuffer::kill_to_start, &LineBuffer::kill_word_backward,
                                      &LineBuffer::kill_word_forward};
  Random random(15);
  for (int round = 0; round < 1'000; ++round) {
    LineBuffer buffer;
    buffer.insert(random_input(random, 25));
    for (std::size_t steps = below(random, 25); steps > 0; --steps) buffer.move_left();
    const std::string text = buffer.text();
    // Where the two ends meet they may become one character, and the cursor then stands behind it.
    const bool killed = (buffer.*kills[below(random, kills.size())])();
    const std::string rest = buffer.text();
    if (!killed) {
      REQUIRE(rest == text);
      continue;
    }
    REQUIRE(rest.size() < text.size());
    buffer.yank();
    REQUIRE(buffer.text().size() == text.size());
    buffer.undo();
    REQUIRE(buffer.text() == rest);
  }
}

}  // namespace respawn
