#include "repl/prompt_display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace respawn {
namespace {

constexpr std::string_view kEraseToEndOfRow = "\x1b[K";
constexpr std::string_view kEraseBelow = "\x1b[J";
constexpr std::string_view kNewRow = "\r\n";
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";
// Terminals that know these show what is between them at once; the others pass over them.
constexpr std::string_view kBeginUpdate = "\x1b[?2026h";
constexpr std::string_view kEndUpdate = "\x1b[?2026l";

constexpr std::size_t kPartialMax = 4096;

void move_up(std::string& bytes, std::size_t count) {
  if (count > 0) bytes += fmt::format("\x1b[{}A", count);
}

void move_down(std::string& bytes, std::size_t count) {
  if (count > 0) bytes += fmt::format("\x1b[{}B", count);
}

void move_to_column(std::string& bytes, std::size_t column) {
  bytes += column == 0 ? "\r" : fmt::format("\x1b[{}G", column + 1);
}

// Rows above the cursor once a terminal of this width has wrapped the rows anew.
std::size_t reflowed_cursor_row(const RenderedLine& line, std::size_t columns) {
  std::size_t row = 0;
  std::size_t column = 0;
  for (std::size_t i = 0; i <= line.cursor_row; ++i) {
    std::size_t column_before = 0;
    for (const std::size_t width : line.rows[i].widths) {
      if (i == line.cursor_row && column_before >= line.cursor_column) return row;
      if (column + width > columns) {
        ++row;
        column = 0;
      }
      column += width;
      column_before += width;
    }
    if (i < line.cursor_row && !line.rows[i].wraps) {
      ++row;
      column = 0;
    }
  }
  return row;
}

}  // namespace

PromptDisplay::PromptDisplay(std::size_t columns, std::size_t rows, bool reflows)
    : columns_(columns), rows_(rows), reflows_(reflows), output_(columns) {}

std::string PromptDisplay::show(const RenderedLine& line) {
  std::string bytes;
  const RenderedLine visible = visible_part(line);
  if (drawn_) {
    update(bytes, visible);
  } else {
    leave_output(bytes);
    draw(bytes, visible);
  }
  return bytes;
}

std::string PromptDisplay::print(std::string_view output) {
  std::string text = std::exchange(unfinished_, {});
  text += output;
  const std::size_t unfinished_size = unfinished_size_bytes(text);
  unfinished_ = text.substr(text.size() - unfinished_size);
  text.resize(text.size() - unfinished_size);
  std::string bytes;
  if (text.empty()) return bytes;
  if (!drawn_) {
    write_output(bytes, text);
    return bytes;
  }
  const RenderedLine line = *drawn_;
  bytes += kBeginUpdate;
  take_off(bytes);
  write_output(bytes, text);
  leave_output(bytes);
  draw(bytes, line);
  bytes += kEndUpdate;
  return bytes;
}

std::string PromptDisplay::finish(std::string_view mark) {
  std::string bytes;
  if (!drawn_) return bytes;
  const std::vector<RenderedRow>& rows = drawn_->rows;
  // The row that was begun only to show the cursor behind a full one is the row below already.
  const bool is_below = rows.size() > 1 && rows.back().columns == 0 && rows[rows.size() - 2].columns == columns_;
  move(bytes, rows.size() - 1, rows.back().columns);
  bytes += mark;
  if (!is_below || !mark.empty()) bytes += kNewRow;
  drawn_.reset();
  first_visible_row_ = 0;
  begin_output_line();
  return bytes;
}

std::string PromptDisplay::erase() {
  std::string bytes;
  if (drawn_) take_off(bytes);
  return bytes;
}

std::string PromptDisplay::clear() {
  drawn_.reset();
  begin_output_line();
  return std::string(kClearScreen);
}

std::string PromptDisplay::resize(std::size_t columns, std::size_t rows) {
  std::string bytes;
  const bool was_drawn = drawn_.has_value();
  if (was_drawn) {
    move_up(bytes, reflows_ ? reflowed_cursor_row(*drawn_, columns) : at_row_);
    bytes += '\r';
    bytes += kEraseBelow;
    drawn_.reset();
  }
  columns_ = columns;
  rows_ = rows;
  first_visible_row_ = 0;
  wrap_output_anew();
  if (was_drawn) return_to_output(bytes);
  return bytes;
}

void PromptDisplay::forget() {
  drawn_.reset();
  first_visible_row_ = 0;
  is_style_off_ = true;
  begin_output_line();
}

std::optional<std::string> PromptDisplay::take_partial_output(std::string& bytes) {
  if (drawn_ || output_.is_at_line_start() || !is_partial_kept_ || !output_.is_plain_text()) return std::nullopt;
  if (output_.row() + 1 >= rows_) return std::nullopt;
  if (!output_.style().is_plain()) {
    bytes += kStyleReset;
    is_style_off_ = true;
  }
  move_up(bytes, output_.row());
  bytes += '\r';
  std::string partial = std::move(partial_);
  begin_output_line();
  return partial;
}

// Of a line with more rows than the screen has, those around the cursor.
RenderedLine PromptDisplay::visible_part(const RenderedLine& line) {
  const std::size_t output_rows = output_.is_at_line_start() ? 0 : 1;
  const std::size_t height = std::max<std::size_t>(rows_ - std::min(rows_, output_rows), 1);
  if (line.rows.size() <= height) {
    first_visible_row_ = 0;
    return line;
  }
  const std::size_t lowest_first = line.cursor_row < height ? 0 : line.cursor_row - height + 1;
  first_visible_row_ = std::clamp(first_visible_row_, lowest_first, std::min(line.cursor_row, line.rows.size() - height));
  const auto first = line.rows.begin() + static_cast<std::ptrdiff_t>(first_visible_row_);
  RenderedLine visible;
  visible.rows.assign(first, first + static_cast<std::ptrdiff_t>(height));
  visible.cursor_row = line.cursor_row - first_visible_row_;
  visible.cursor_column = line.cursor_column;
  return visible;
}

// The cursor is at the start of the row where the line goes.
void PromptDisplay::draw(std::string& bytes, const RenderedLine& line) {
  at_row_ = 0;
  at_column_ = 0;
  write_rows(bytes, line, 0, 0);
  move(bytes, line.cursor_row, line.cursor_column);
  drawn_ = line;
}

void PromptDisplay::update(std::string& bytes, const RenderedLine& line) {
  const std::vector<RenderedRow>& before = drawn_->rows;
  const std::size_t common_size = std::min(before.size(), line.rows.size());
  std::size_t first = 0;
  while (first < common_size && before[first] == line.rows[first]) ++first;
  if (first == before.size() && first < line.rows.size()) {
    // All that is drawn stays, and there is more: the row below has to be made.
    move(bytes, first - 1, before[first - 1].columns);
    bytes += kNewRow;
    at_row_ = first;
    at_column_ = 0;
    write_rows(bytes, line, first, before.size());
  } else if (first < before.size() && first < line.rows.size()) {
    const RenderedRow& old_row = before[first];
    const bool is_longer = line.rows[first].text.starts_with(old_row.text) && old_row.columns < columns_;
    if (is_longer && at_row_ == first && at_column_ == old_row.columns && first + 1 == before.size()) {
      RenderedLine rest = line;
      rest.rows[first].text.erase(0, old_row.text.size());
      write_rows(bytes, rest, first, before.size());
    } else {
      move(bytes, first, 0);
      write_rows(bytes, line, first, before.size());
    }
  } else if (first < before.size()) {
    move(bytes, first, 0);
    bytes += kEraseBelow;
  }
  move(bytes, line.cursor_row, line.cursor_column);
  drawn_ = line;
}

// From `first_row` on, where the cursor is, over `rows_before` old rows of which none may be left.
void PromptDisplay::write_rows(std::string& bytes, const RenderedLine& line, std::size_t first_row, std::size_t rows_before) {
  for (std::size_t i = first_row; i < line.rows.size(); ++i) {
    const RenderedRow& row = line.rows[i];
    const bool is_last = i + 1 == line.rows.size();
    const bool has_rows_below = is_last && rows_before > line.rows.size();
    bytes += row.text;
    at_row_ = i;
    at_column_ = row.columns;
    // Behind a full row the cursor is still on its last character, which erasing would take away.
    if (row.columns < columns_) {
      bytes += has_rows_below ? kEraseBelow : kEraseToEndOfRow;
    } else if (has_rows_below) {
      bytes += kNewRow;
      bytes += kEraseBelow;
      ++at_row_;
      at_column_ = 0;
    }
    if (!is_last && !row.wraps) bytes += kNewRow;
  }
}

void PromptDisplay::move(std::string& bytes, std::size_t row, std::size_t column) {
  if (row < at_row_) move_up(bytes, at_row_ - row);
  if (row > at_row_) move_down(bytes, row - at_row_);
  if (column != at_column_) move_to_column(bytes, std::min(column, columns_ - 1));
  at_row_ = row;
  at_column_ = column;
}

void PromptDisplay::take_off(std::string& bytes) {
  move(bytes, 0, 0);
  bytes += kEraseBelow;
  drawn_.reset();
  return_to_output(bytes);
}

// From the end of the output to the start of the row below it, in the plain style.
void PromptDisplay::leave_output(std::string& bytes) {
  if (!output_.style().is_plain() && !is_style_off_) {
    bytes += kStyleReset;
    is_style_off_ = true;
  }
  if (!output_.is_at_line_start()) bytes += kNewRow;
}

// The way back.
void PromptDisplay::return_to_output(std::string& bytes) {
  if (output_.is_at_line_start()) return;
  if (output_.column() >= columns_) {
    // Behind a full row: the next character would have wrapped to where we are.
    begin_output_line();
    return;
  }
  move_up(bytes, 1);
  move_to_column(bytes, output_.column());
}

void PromptDisplay::write_output(std::string& bytes, std::string_view text) {
  if (std::exchange(is_style_off_, false)) bytes += output_.style().sequence();
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t newline = text.find('\n', start);
    const std::string_view piece = text.substr(start, newline - start);
    bytes += piece;
    output_.advance(piece);
    if (is_partial_kept_) partial_ += piece;
    if (partial_.size() > kPartialMax) is_partial_kept_ = false;
    if (newline == std::string_view::npos) break;
    bytes += kNewRow;
    begin_output_line();
    start = newline + 1;
  }
}

void PromptDisplay::begin_output_line() {
  output_.begin_line();
  partial_ = output_.style().sequence();
  is_partial_kept_ = true;
}

void PromptDisplay::wrap_output_anew() {
  const std::size_t column = output_.column();
  const std::string style = output_.style().sequence();
  const bool can_wrap = is_partial_kept_ && output_.is_plain_text();
  output_ = ScreenCursor(columns_);
  output_.advance(can_wrap ? partial_ : style);
  if (!can_wrap) output_.advance(std::string(column % columns_, ' '));
}

}  // namespace respawn
