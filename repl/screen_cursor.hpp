#pragma once
/// ScreenCursor: where the cursor of a terminal stands after a text was written to it.
///
/// It follows what programs print: UTF-8, tabs, line feeds, colours, and the sequences that move the cursor. Rows count
/// from the row where the text began, columns from 0. A row that is full keeps the cursor behind its last
/// column (`column() == columns`) until the next character wraps, as terminals do.
///
/// `advance` takes whole characters and sequences only. Who gets text in pieces keeps the last
/// `unfinished_size_bytes` of each for the next one.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "repl/text_style.hpp"

namespace respawn {

class ScreenCursor {
 public:
  /// For a screen of this width; kUnlimited for one that never wraps.
  static constexpr std::size_t kUnlimited = SIZE_MAX;
  explicit ScreenCursor(std::size_t columns = kUnlimited) : columns_(columns) {}

  void advance(std::string_view text);
  /// What follows counts from here, at the start of a row. The style stays.
  void begin_line();

  std::size_t row() const { return row_; }
  std::size_t column() const { return column_; }
  bool is_at_line_start() const { return column_ == 0; }
  const TextStyle& style() const { return style_; }

  /// The text only had characters, line feeds and colours: written again elsewhere it looks the same.
  bool is_plain_text() const { return is_plain_text_; }

 private:
  void take_escape(std::string_view sequence);
  void take_control_sequence(std::string_view parameters, char final_byte);
  void take_control(char byte);
  void take_grapheme(std::string_view grapheme);

  std::size_t columns_;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  bool is_plain_text_ = true;
  TextStyle style_;
};

/// Bytes of the escape sequence at the start of `text` (which starts with ESC); 0 when its end is missing.
std::size_t escape_size_bytes(std::string_view text);

/// Bytes at the end of `text` that may be the start of a character or sequence that goes on in the next piece.
std::size_t unfinished_size_bytes(std::string_view text);

/// Columns that `text` takes on a line that never wraps, colours not counted.
std::size_t display_width(std::string_view text);

}  // namespace respawn
