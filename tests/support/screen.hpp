#pragma once
/// Screen: what a terminal shows after the bytes it was sent. For tests of what writes to terminals.
///
/// A small model of xterm and its relatives: wrapping behind the last column, scrolling, and the sequences that a line
/// editor needs. Sequences that it does not know are collected in `unknown`, so that a test can say there were none.
/// It has its own idea of widths, on purpose not that of the code under test.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::test {

class Screen {
 public:
  /// How a new width is taken: rows wrapped anew, as by most terminals, or cut, as by xterm.
  enum class OnResize { reflow, cut };
  /// How emoji joined by U+200D are drawn: as one picture of two columns, or each for itself.
  enum class Emoji { joined, separate };

  Screen(std::size_t columns, std::size_t height, OnResize on_resize = OnResize::reflow, Emoji emoji = Emoji::joined)
      : columns_(columns), height_(height), on_resize_(on_resize), emoji_(emoji), rows_(1) {}

  void feed(std::string_view bytes) {
    pending_ += bytes;
    std::size_t at = 0;
    while (at < pending_.size()) {
      const std::size_t size = take(std::string_view(pending_).substr(at));
      if (size == 0) break;
      at += size;
    }
    pending_.erase(0, at);
  }

  /// All rows from the first one ever written, without trailing blanks and without empty rows at the end.
  std::vector<std::string> rows() const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < rows_.size(); ++i) texts.push_back(row_text(i));
    while (!texts.empty() && texts.back().empty()) texts.pop_back();
    return texts;
  }

  /// The same as one text, rows that wrapped joined, one line each.
  std::string text() const {
    std::string text;
    const std::size_t count = rows().size();
    for (std::size_t i = 0; i < count; ++i) {
      text += rows_[i].wraps && i + 1 < count ? full_row_text(i) : row_text(i) + "\n";
    }
    return text;
  }

  std::size_t cursor_row() const { return row_; }
  std::size_t cursor_column() const { return std::min(column_, columns_ - 1); }
  bool wraps(std::size_t row) const { return rows_.at(row).wraps; }
  /// The parameters of the SGR sequences in force where the cell was written.
  std::string style(std::size_t row, std::size_t column) const {
    return column < rows_.at(row).cells.size() ? rows_.at(row).cells[column].style : std::string();
  }
  bool has_mode(const std::string& mode) const { return modes_.count(mode) > 0; }
  const std::vector<std::string>& unknown() const { return unknown_; }

  void resize(std::size_t columns, std::size_t height) {
    if (on_resize_ == OnResize::reflow) reflow(columns);
    columns_ = columns;
    height_ = height;
    column_ = std::min(column_, columns_);
    // A lower screen gives up the empty rows below the cursor first.
    while (rows_.size() > row_ + 1 && row_text(rows_.size() - 1).empty()) rows_.pop_back();
    for (Row& row : rows_) {
      if (row.cells.size() > columns_) row.cells.resize(columns_);
    }
  }

 private:
  struct Cell {
    std::string text = " ";  // empty: the right half of a wide character
    std::string style;
  };
  struct Row {
    std::vector<Cell> cells;
    bool wraps = false;
  };

  static bool is_in(std::uint32_t codepoint, std::uint32_t low, std::uint32_t high) {
    return codepoint >= low && codepoint <= high;
  }

  static std::size_t width_of(std::uint32_t c) {
    if (is_in(c, 0x300, 0x36F) || is_in(c, 0x200B, 0x200F) || is_in(c, 0xFE00, 0xFE0F) || c == 0x20E3) return 0;
    if (is_in(c, 0x1100, 0x115F) || is_in(c, 0x2E80, 0x303E) || is_in(c, 0x3041, 0xA4CF) || is_in(c, 0xAC00, 0xD7A3) ||
        is_in(c, 0xF900, 0xFAFF) || is_in(c, 0xFF00, 0xFF60) || is_in(c, 0x1F300, 0x1F64F) ||
        is_in(c, 0x1F680, 0x1F6FF) || is_in(c, 0x1F900, 0x1F9FF)) {
      return 2;
    }
    return 1;
  }

  static std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  std::string full_row_text(std::size_t row) const {
    std::string text;
    for (const Cell& cell : rows_[row].cells) text += cell.text;
    return text;
  }

  std::string row_text(std::size_t row) const { return trimmed(full_row_text(row)); }

  // Bytes taken from the start of `bytes`, 0 when more are needed.
  std::size_t take(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (first == 0x1B) return take_escape(bytes);
    if (first < 0x20 || first == 0x7F) {
      take_control(bytes[0]);
      return 1;
    }
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (bytes.size() < size) return 0;
    std::uint32_t codepoint = size == 1 ? first : first & (0xFFu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) codepoint = codepoint << 6 | (static_cast<unsigned char>(bytes[i]) & 0x3Fu);
    put(codepoint, bytes.substr(0, size));
    return size;
  }

  void take_control(char byte) {
    was_joiner_ = false;
    switch (byte) {
      case '\n': line_feed(); break;
      case '\r': column_ = 0; break;
      case '\b': column_ = cursor_column() - (cursor_column() > 0 ? 1 : 0); break;
      case '\t': column_ = std::min(columns_ - 1, (column_ / 8 + 1) * 8); break;
      case '\a': break;
      default: unknown_.push_back(std::string(1, byte)); break;
    }
  }

  std::size_t take_escape(std::string_view bytes) {
    was_joiner_ = false;
    if (bytes.size() < 2) return 0;
    if (bytes[1] == ']') {
      const std::size_t end = bytes.find('\a');
      return end == std::string_view::npos ? 0 : end + 1;
    }
    if (bytes[1] != '[') {
      unknown_.push_back(std::string(bytes.substr(0, 2)));
      return 2;
    }
    std::size_t end = 2;
    while (end < bytes.size() && is_in(static_cast<unsigned char>(bytes[end]), 0x20, 0x3F)) ++end;
    if (end == bytes.size()) return 0;
    take_sequence(std::string(bytes.substr(2, end - 2)), bytes[end]);
    return end + 1;
  }

  void take_sequence(const std::string& parameters, char final_byte) {
    const std::size_t count = parameters.empty() || parameters[0] == '?' ? 1 : std::stoul(parameters);
    switch (final_byte) {
      case 'A': row_ = std::max(top(), row_ - std::min(row_, count)); break;
      case 'B': go_to_row(std::min(top() + height_ - 1, row_ + count)); break;
      case 'C': column_ = std::min(columns_ - 1, column_ + count); break;
      case 'D': column_ = cursor_column() - std::min(cursor_column(), count); break;
      case 'G': column_ = std::min(columns_, count) - 1; break;
      case 'H':
        row_ = top();
        column_ = 0;
        break;
      case 'J': erase_screen(parameters); break;
      case 'K':
        if (cursor_column() < rows_[row_].cells.size()) rows_[row_].cells.resize(cursor_column());
        rows_[row_].wraps = false;
        break;
      case 'm': style_ = parameters == "0" || parameters.empty() ? "" : parameters; break;
      case 'h': modes_.insert(parameters); break;
      case 'l': modes_.erase(parameters); break;
      default: unknown_.push_back("\x1b[" + parameters + final_byte); break;
    }
  }

  void erase_screen(const std::string& parameters) {
    if (parameters == "2") {
      // What was on the screen is gone, what had scrolled out stays.
      for (std::size_t i = top(); i < rows_.size(); ++i) rows_[i] = Row();
      return;
    }
    rows_[row_].cells.resize(std::min(rows_[row_].cells.size(), cursor_column()));
    rows_[row_].wraps = false;
    for (std::size_t i = row_ + 1; i < rows_.size(); ++i) rows_[i] = Row();
  }

  // The first row that can be reached.
  std::size_t top() const { return std::max(top_, rows_.size() > height_ ? rows_.size() - height_ : 0); }

  void go_to_row(std::size_t row) {
    top_ = top();
    row_ = row;
    if (row_ >= rows_.size()) rows_.resize(row_ + 1);
  }

  void line_feed() { go_to_row(row_ + 1); }

  void put(std::uint32_t codepoint, std::string_view bytes) {
    constexpr std::uint32_t kJoiner = 0x200D;
    const std::size_t width = width_of(codepoint);
    const bool joins = was_joiner_ && emoji_ == Emoji::joined;
    was_joiner_ = codepoint == kJoiner;
    if (width == 0 || joins) {
      if (column_ > 0) cell_before().text += bytes;
      return;
    }
    if (column_ + width > columns_) {
      rows_[row_].wraps = true;
      line_feed();
      column_ = 0;
    }
    Row& row = rows_[row_];
    if (row.cells.size() < column_ + width) row.cells.resize(column_ + width);
    clear_halves(row, column_, width);
    row.cells[column_] = {std::string(bytes), style_};
    if (width == 2) row.cells[column_ + 1] = {"", style_};
    column_ += width;
  }

  // A wide character that loses one half loses both.
  static void clear_halves(Row& row, std::size_t column, std::size_t width) {
    if (row.cells[column].text.empty() && column > 0) row.cells[column - 1].text = " ";
    const std::size_t after = column + width;
    if (after < row.cells.size() && row.cells[after].text.empty()) row.cells[after].text = " ";
  }

  Cell& cell_before() {
    std::vector<Cell>& cells = rows_[row_].cells;
    const std::size_t column = std::min(column_, cells.size()) - 1;
    return cells[column].text.empty() && column > 0 ? cells[column - 1] : cells[column];
  }

  void reflow(std::size_t columns) {
    std::vector<Row> rows(1);
    std::size_t cursor_row = 0;
    std::size_t cursor_column = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::vector<Cell>& cells = rows_[i].cells;
      if (i == row_ && cells.size() < column_) cells.resize(column_);
      for (std::size_t column = 0; column <= cells.size(); ++column) {
        const bool is_wide = column + 1 < cells.size() && cells[column + 1].text.empty();
        const bool is_half = column < cells.size() && cells[column].text.empty();
        if (column < cells.size() && !is_half && rows.back().cells.size() + (is_wide ? 2 : 1) > columns) {
          rows.back().wraps = true;
          rows.emplace_back();
        }
        if (i == row_ && column == column_) {
          cursor_row = rows.size() - 1;
          cursor_column = rows.back().cells.size();
        }
        if (column < cells.size()) rows.back().cells.push_back(cells[column]);
      }
      if (!rows_[i].wraps && i + 1 < rows_.size()) rows.emplace_back();
    }
    rows_ = std::move(rows);
    row_ = cursor_row;
    column_ = cursor_column;
    top_ = 0;
  }

  std::size_t columns_;
  std::size_t height_;
  OnResize on_resize_;
  Emoji emoji_;
  std::vector<Row> rows_;  // those that scrolled out included
  std::size_t top_ = 0;
  std::size_t row_ = 0;
  std::size_t column_ = 0;  // columns_ behind a full row
  bool was_joiner_ = false;
  std::string style_;
  std::set<std::string> modes_;
  std::vector<std::string> unknown_;
  std::string pending_;
};

}  // namespace respawn::test
