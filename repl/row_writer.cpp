#include "repl/row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "repl/grapheme.hpp"
#include "repl/screen_cursor.hpp"

namespace respawn {
namespace {

constexpr std::size_t kColumnsMin = 2;  // room for a wide character
constexpr std::size_t kTabStop = 8;

std::string move_to_column(std::size_t column) { return fmt::format("\x1b[{}G", column + 1); }

// Those of ASCII, and those of U+0080 to U+009F, which are two bytes and commands to some terminals.
std::size_t control_size_bytes(std::string_view text) {
  if (static_cast<unsigned char>(text[0]) < ' ' || text[0] == '\x7f') return 1;
  return text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0 ? 2 : 0;
}

}  // namespace

RowWriter::RowWriter(std::size_t columns) : columns_(std::max(columns, kColumnsMin)) { begin_row(); }

void RowWriter::write(std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 1;
    if (text[0] == '\x1b') {
      size = std::max<std::size_t>(escape_size_bytes(text), 1);
      const std::string_view sequence = text.substr(0, size);
      if (sequence.starts_with("\x1b[") && sequence.ends_with('m')) {
        style_.apply(sequence.substr(2, size - 3));
        row().text += sequence;
      }
    } else if (text[0] == '\n') {
      newline();
    } else if (text[0] == '\t') {
      put_tab();
    } else if (const std::size_t control_size = control_size_bytes(text)) {
      size = control_size;
    } else {
      size = grapheme::size_bytes(text);
      put(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
}

void RowWriter::newline() {
  if (is_cursor_due_) place_cursor_here();
  end_row(false);
  begin_row();
  line_column_ = 0;
}

void RowWriter::set_style(std::string_view parameters) {
  if (!style_.is_plain()) row().text += kStyleReset;
  style_ = TextStyle();
  if (!parameters.empty()) style_.apply(parameters);
  row().text += style_.sequence();
}

void RowWriter::mark_cursor() { is_cursor_due_ = true; }

RenderedLine RowWriter::finish() {
  if (is_cursor_due_) {
    // Behind a full row the cursor stands on the next one.
    if (row().columns == columns_) {
      end_row(false);
      begin_row();
    }
    place_cursor_here();
  }
  end_row(false);
  return std::move(line_);
}

void RowWriter::put(std::string_view grapheme) {
  const grapheme::Width width = grapheme::width(grapheme);
  const std::size_t room_needed = std::min<std::size_t>(width.columns_max, columns_);
  if (row().columns + room_needed > columns_ && row().columns > 0) {
    end_row(row().columns == columns_ && width.is_certain);
    begin_row();
  }
  if (is_cursor_due_) place_cursor_here();
  if (width.columns > 0) row().widths.push_back(static_cast<std::uint8_t>(width.columns));
  if (width.is_certain) {
    row().text += grapheme;
    row().columns += width.columns;
  } else {
    // Blanks below it, for terminals that draw it narrower than we think; then to where we say that it ends.
    row().text += std::string(width.columns, ' ') + move_to_column(row().columns);
    row().text += grapheme;
    row().columns += width.columns;
    if (row().columns < columns_) row().text += move_to_column(row().columns);
    is_width_uncertain_ = true;
  }
  line_column_ += width.columns;
}

void RowWriter::put_tab() {
  for (std::size_t blanks = kTabStop - line_column_ % kTabStop; blanks > 0; --blanks) put(" ");
}

void RowWriter::place_cursor_here() {
  line_.cursor_row = line_.rows.size() - 1;
  line_.cursor_column = std::min(row().columns, columns_ - 1);
  is_cursor_due_ = false;
}

void RowWriter::end_row(bool wraps) {
  if (!style_.is_plain()) row().text += kStyleReset;
  row().wraps = wraps && !is_width_uncertain_;
}

void RowWriter::begin_row() {
  line_.rows.emplace_back();
  row().text = style_.sequence();
  is_width_uncertain_ = false;
}

}  // namespace respawn
