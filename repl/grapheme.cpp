#include "repl/grapheme.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace respawn::grapheme {
namespace {

constexpr std::uint32_t kEmojiPresentation = 0xFE0F;

bool is_printable_ascii(char byte) { return byte >= ' ' && byte <= '~'; }

bool is_regional_indicator(std::uint32_t codepoint) { return codepoint >= 0x1F1E6 && codepoint <= 0x1F1FF; }

utf8proc_category_t category(std::uint32_t codepoint) { return utf8proc_category(static_cast<utf8proc_int32_t>(codepoint)); }

std::uint32_t codepoint_columns(std::uint32_t codepoint) {
  return static_cast<std::uint32_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(codepoint))));
}

// A boundary at or before `position` that needs no look at what stands before it: in front of a printable ASCII
// character that follows another one, or the start of the text.
std::size_t boundary_near(std::string_view text, std::size_t position) {
  for (std::size_t at = std::min(position, text.size()); at > 0; --at) {
    if (at < text.size() && is_printable_ascii(text[at]) && is_printable_ascii(text[at - 1])) return at;
  }
  return 0;
}

}  // namespace

std::size_t size_bytes(std::string_view text) {
  if (text.empty()) return 0;
  if (is_printable_ascii(text[0]) && (text.size() == 1 || is_printable_ascii(text[1]))) return 1;
  auto decoded = utf8::decode(text);
  if (!decoded) return 1;
  std::size_t size = decoded->length_bytes;
  utf8proc_int32_t state = 0;
  auto before = static_cast<utf8proc_int32_t>(decoded->codepoint);
  while ((decoded = utf8::decode(text.substr(size)))) {
    const auto codepoint = static_cast<utf8proc_int32_t>(decoded->codepoint);
    if (utf8proc_grapheme_break_stateful(before, codepoint, &state)) break;
    size += decoded->length_bytes;
    before = codepoint;
  }
  return size;
}

std::size_t next(std::string_view text, std::size_t position) {
  return position >= text.size() ? text.size() : position + size_bytes(text.substr(position));
}

std::size_t previous(std::string_view text, std::size_t position) {
  if (position == 0) return 0;
  std::size_t at = boundary_near(text, position - 1);
  while (true) {
    const std::size_t after = next(text, at);
    if (after >= position) return at;
    at = after;
  }
}

std::size_t round_up(std::string_view text, std::size_t position) {
  std::size_t at = boundary_near(text, position);
  while (at < position && at < text.size()) at = next(text, at);
  return at;
}

Width width(std::string_view grapheme) {
  auto decoded = utf8::decode(grapheme);
  if (!decoded) return {1, 1, true};
  Width width;
  width.columns = width.columns_max = codepoint_columns(decoded->codepoint);
  width.is_certain = !is_regional_indicator(decoded->codepoint);
  grapheme.remove_prefix(decoded->length_bytes);
  while ((decoded = utf8::decode(grapheme))) {
    grapheme.remove_prefix(decoded->length_bytes);
    const utf8proc_category_t kind = category(decoded->codepoint);
    std::uint32_t columns = codepoint_columns(decoded->codepoint);
    if (kind == UTF8PROC_CATEGORY_MC || (decoded->codepoint == kEmojiPresentation && width.columns == 1)) columns = 1;
    // Accents never take room; a joiner does not either, but not every terminal joins.
    if (columns == 0 && kind != UTF8PROC_CATEGORY_CF) continue;
    width.columns = std::min(2u, width.columns + columns);
    width.columns_max += columns;
    width.is_certain = false;
  }
  return width;
}

bool is_word(std::string_view grapheme) {
  const auto decoded = utf8::decode(grapheme);
  if (!decoded) return false;
  if (decoded->codepoint == '_') return true;
  const utf8proc_category_t kind = category(decoded->codepoint);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO;  // letters, marks, numbers
}

}  // namespace respawn::grapheme
