#include "repl/screen_cursor.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "repl/grapheme.hpp"

namespace respawn {
namespace {

constexpr char kEscape = '\x1b';
constexpr std::size_t kTabStop = 8;
// A sequence that has not ended by then never will: it is shown rather than waited for.
constexpr std::size_t kUnfinishedMax = 256;

bool is_control(char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == '\x7f'; }
bool is_between(char byte, char low, char high) { return byte >= low && byte <= high; }

// Operating system commands and the like: everything up to BEL or ESC \.
std::size_t string_sequence_size_bytes(std::string_view text) {
  for (std::size_t at = 2; at < text.size(); ++at) {
    if (text[at] == '\a') return at + 1;
    if (text[at] == kEscape) return at + 1 == text.size() ? 0 : at + 2;
  }
  return 0;
}

std::size_t first_parameter(std::string_view parameters, std::size_t otherwise) {
  std::size_t value = otherwise;
  std::from_chars(parameters.data(), parameters.data() + parameters.size(), value);
  return std::max<std::size_t>(value, 1);
}

std::size_t second_parameter(std::string_view parameters) {
  const std::size_t separator = parameters.find(';');
  return separator == std::string_view::npos ? 1 : first_parameter(parameters.substr(separator + 1), 1);
}

bool is_truncated_utf8(std::string_view tail) {
  const auto first = static_cast<unsigned char>(tail[0]);
  const std::size_t length = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
  return first < 0xF5 && tail.size() < length;
}

}  // namespace

std::size_t escape_size_bytes(std::string_view text) {
  if (text.size() < 2) return 0;
  std::size_t at = 1;
  if (text[1] == '[') {
    at = 2;
    while (at < text.size() && is_between(text[at], ' ', '?')) ++at;
  } else if (text[1] == ']' || text[1] == 'P' || text[1] == 'X' || text[1] == '^' || text[1] == '_') {
    return string_sequence_size_bytes(text);
  } else {
    while (at < text.size() && is_between(text[at], ' ', '/')) ++at;
  }
  if (at == text.size()) return 0;
  // A control character inside ends the sequence and is itself no part of it.
  return is_between(text[at], '0', '~') ? at + 1 : at;
}

std::size_t unfinished_size_bytes(std::string_view text) {
  const std::string_view tail = text.substr(text.size() - std::min(text.size(), kUnfinishedMax));
  const std::size_t escape = tail.rfind(kEscape);
  if (escape != std::string_view::npos && escape_size_bytes(tail.substr(escape)) == 0) return tail.size() - escape;
  for (std::size_t size = 1; size <= std::min<std::size_t>(3, tail.size()); ++size) {
    const std::string_view last = tail.substr(tail.size() - size);
    if ((static_cast<unsigned char>(last[0]) & 0xC0) == 0x80) continue;
    return is_truncated_utf8(last) ? size : 0;
  }
  return 0;
}

void ScreenCursor::advance(std::string_view text) {
  while (!text.empty()) {
    std::size_t size = 1;
    if (text[0] == kEscape) {
      size = std::max<std::size_t>(escape_size_bytes(text), 1);
      take_escape(text.substr(0, size));
    } else if (is_control(text[0])) {
      take_control(text[0]);
    } else {
      size = grapheme::size_bytes(text);
      take_grapheme(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
}

void ScreenCursor::begin_line() {
  row_ = 0;
  column_ = 0;
  is_plain_text_ = true;
}

void ScreenCursor::take_escape(std::string_view sequence) {
  if (sequence.size() >= 3 && sequence[1] == '[') {
    take_control_sequence(sequence.substr(2, sequence.size() - 3), sequence.back());
  } else {
    is_plain_text_ = false;
  }
}

void ScreenCursor::take_control_sequence(std::string_view parameters, char final_byte) {
  if (final_byte == 'm') return style_.apply(parameters);
  is_plain_text_ = false;
  const std::size_t count = first_parameter(parameters, 1);
  const std::size_t last_column = columns_ - 1;
  switch (final_byte) {
    case 'A': row_ -= std::min(row_, count); break;
    case 'B': row_ += count; break;
    case 'C': column_ = std::min(last_column, column_ + count); break;
    case 'D': column_ = std::min(last_column, column_) - std::min(std::min(last_column, column_), count); break;
    case 'E':
      row_ += count;
      column_ = 0;
      break;
    case 'F':
      row_ -= std::min(row_, count);
      column_ = 0;
      break;
    case 'G': column_ = std::min(last_column, count - 1); break;
    case 'H':
    case 'f': column_ = std::min(last_column, second_parameter(parameters) - 1); break;
    default: break;
  }
}

void ScreenCursor::take_control(char byte) {
  switch (byte) {
    case '\n':
      // Programs mean a new line; the terminal gets a carriage return with it.
      ++row_;
      column_ = 0;
      break;
    case '\r':
      column_ = 0;
      is_plain_text_ = false;
      break;
    case '\b':
      if (column_ > 0) --column_;
      is_plain_text_ = false;
      break;
    case '\t': column_ = std::min(columns_ - 1, (column_ / kTabStop + 1) * kTabStop); break;
    case '\v':
    case '\f':
      ++row_;
      is_plain_text_ = false;
      break;
    default: is_plain_text_ = false; break;
  }
}

void ScreenCursor::take_grapheme(std::string_view grapheme) {
  const std::size_t width = grapheme::width(grapheme).columns;
  if (width > columns_ - std::min(column_, columns_)) {
    ++row_;
    column_ = 0;
  }
  column_ = std::min(columns_, column_ + width);
}

std::size_t display_width(std::string_view text) {
  ScreenCursor cursor;
  cursor.advance(text);
  return cursor.column();
}

}  // namespace respawn
