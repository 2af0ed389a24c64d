#pragma once
/// RowWriter: a line of text laid out on the rows of a terminal.
///
/// Rows break where the terminal would break them, so that a full row simply goes on in the next one: the terminal then
/// knows the two for one line when it copies text or changes its width. Wherever the terminal might see it
/// otherwise (a wide character that does not fit, a grapheme of uncertain width near the edge) the row ends with
/// a newline of its own.
///
/// Each row stands alone: it begins in the plain style and ends in it, so that any of them can be drawn without the others.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "repl/text_style.hpp"

namespace respawn {

struct RenderedRow {
  std::string text;                  // with its escape sequences, without a newline
  std::size_t columns = 0;           // that it takes
  std::vector<std::uint8_t> widths;  // of its characters, in columns
  bool wraps = false;                // full, and goes on in the next row

  bool operator==(const RenderedRow&) const = default;
};

struct RenderedLine {
  std::vector<RenderedRow> rows;  // at least one
  std::size_t cursor_row = 0;
  std::size_t cursor_column = 0;
};

class RowWriter {
 public:
  explicit RowWriter(std::size_t columns);

  /// Text with colours; a newline in it begins a row, other control characters and sequences are left out.
  void write(std::string_view text);
  void newline();
  /// The style of what follows: parameters of an SGR sequence, empty for plain.
  void set_style(std::string_view parameters);
  /// The cursor stands where the next character will.
  void mark_cursor();

  RenderedLine finish();

 private:
  void put(std::string_view grapheme);
  void put_tab();
  void place_cursor_here();
  void end_row(bool wraps);
  void begin_row();
  RenderedRow& row() { return line_.rows.back(); }

  std::size_t columns_;
  RenderedLine line_;
  TextStyle style_;
  std::size_t line_column_ = 0;        // of the present line of text, over all its rows
  bool is_cursor_due_ = false;
  bool is_width_uncertain_ = false;  // of the present row
};

}  // namespace respawn
