#pragma once
/// Charlists: lists of character codes, Erlang's older form of a text.

#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "term/builder.hpp"

namespace respawn {

/// A list of the bytes of `text`, in one piece of memory.
inline Term make_charlist(Area& area, std::string_view text, Term tail = Term::nil()) {
  if (text.empty()) return tail;
  Word* cells = area.allocate(kConsWords * text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    cells[2 * i] = Term::small(static_cast<unsigned char>(text[i])).word();
    cells[2 * i + 1] = Term::cons(cells + 2 * (i + 1)).word();
  }
  cells[2 * text.size() - 1] = tail.word();
  return Term::cons(cells);
}

/// A list of the codepoints of valid UTF-8.
inline Term make_codepoint_list(Area& area, std::string_view text) {
  ListBuilder list(area);
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    list.add(Term::small(decoded->codepoint));
    text.remove_prefix(decoded->length_bytes);
  }
  return list.finish();
}

/// The bytes of a proper list of bytes; nothing for anything else.
inline std::optional<std::string> latin1_of_charlist(Term list) {
  std::string text;
  for (; list.is_cons(); list = list.tail()) {
    const Term c = list.head();
    if (!c.is_small() || c.small_value() < 0 || c.small_value() > 0xFF) return std::nullopt;
    text.push_back(static_cast<char>(c.small_value()));
  }
  if (!list.is_nil()) return std::nullopt;
  return text;
}

/// The UTF-8 of a proper list of codepoints; nothing for anything else.
inline std::optional<std::string> utf8_of_charlist(Term list) {
  std::string text;
  for (; list.is_cons(); list = list.tail()) {
    const Term c = list.head();
    if (!c.is_small() || c.small_value() < 0 || c.small_value() > 0x10FFFF) return std::nullopt;
    if (!utf8::append(text, static_cast<std::uint32_t>(c.small_value()))) return std::nullopt;
  }
  if (!list.is_nil()) return std::nullopt;
  return text;
}

}  // namespace respawn
