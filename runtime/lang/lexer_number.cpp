/// Numbers and characters.

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "lang/lexer.hpp"
#include "lang/lexer_escape.hpp"
#include "lang/lexer_unicode.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_digit_of(char c, int base) {
  if (is_digit(c)) return c - '0' < base;
  if (base != 16) return false;
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

int base_of(char letter) {
  switch (letter) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
  }
}

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

}  // namespace

// The end of decimal digits, with single underscores between them.
std::size_t Lexer::scan_digits(std::size_t from) const {
  std::size_t end = from;
  while (is_digit(at(end)) || (at(end) == '_' && end > from && is_digit(at(end + 1)))) ++end;
  return end;
}

bool Lexer::lex_number() {
  const Position start = here();
  const std::size_t begin = pos_;
  std::size_t end = begin;
  const int base = peek() == '0' ? base_of(peek(1)) : 0;
  const bool has_base = base != 0 && is_digit_of(peek(2), base);
  bool is_float = false;
  if (has_base) {
    end = begin + 2;
    while (is_digit_of(at(end), base) || (at(end) == '_' && is_digit_of(at(end + 1), base))) ++end;
  } else {
    end = scan_digits(begin);
    if (at(end) == '.' && is_digit(at(end + 1))) {
      is_float = true;
      end = scan_digits(end + 1);
      while (at(end) == 'e' || at(end) == 'E') {
        const std::size_t sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
        if (!is_digit(at(end + 1 + sign))) break;
        end = scan_digits(end + 1 + sign);
      }
    }
  }
  const std::string_view text = source_.substr(begin, end - begin);
  if (text.size() > kNumberLengthMax) {
    return fail(start, fmt::format("number longer than {} characters: ", kNumberLengthMax), std::string(text.substr(0, 20)) + "...");
  }
  Term value;
  if (is_float) {
    const auto parsed = parse_float(without_underscores(text));
    if (!parsed) return fail(start, "invalid float number ", std::string(text));
    value = make_float(area_, *parsed);
  } else if (text.size() <= 18 && !has_base) {
    std::int64_t small = 0;
    for (const char c : text) {
      if (c != '_') small = small * 10 + (c - '0');
    }
    value = Term::small(small);
  } else {
    value = parse_integer(area_, without_underscores(has_base ? text.substr(2) : text), has_base ? base : 10);
  }
  if (!has_base && is_word(at(end))) {
    return fail(start,
                fmt::format("invalid character \"{0}\" after number {1}. If you intended to write a number, make sure to separate "
                            "the number from the character (using comma, space, etc). If you meant to write a function name or a "
                            "variable, note that identifiers in Elixir cannot start with numbers. Unexpected token: ",
                            at(end), text),
                std::string(1, at(end)));
  }
  Token& token = push(is_float ? TokenKind::floating : TokenKind::integer, start);
  token.value = value;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(end);
  advance(text.size());
  return true;
}

// `?a`, `?\n`. A newline behind the mark is a character, too, and does not count as one of the text.
bool Lexer::lex_character() {
  const Position start = here();
  const std::size_t begin = pos_;
  std::size_t end = begin + 1;
  const bool is_escaped = at(end) == '\\' && end + 1 < source_.size();
  if (is_escaped) ++end;
  if (end >= source_.size()) return unexpected_character();
  const auto decoded = utf8::decode(source_.substr(end));
  RESPAWN_ASSERT(decoded.has_value());
  end += decoded->length_bytes;
  const std::uint32_t written = decoded->codepoint;
  std::uint32_t value = written;
  if (is_escaped) value = escapes::single(written);
  if (const std::string_view name = unicode::control_name(written); !name.empty()) {
    warn(start, fmt::format("found {} followed by code point 0x{:X} ({}), please use ?\\{} instead", is_escaped ? "?\\" : "?", written,
                            name, escapes::letter_of(written)));
  } else if (is_escaped && value == written && written < 0x80 && is_word(static_cast<char>(written)) && written != '_') {
    const char letter = static_cast<char>(written);
    warn(start, fmt::format("unknown escape sequence ?\\{0}, use ?{0} instead", letter));
  }
  Token& token = push(TokenKind::character, start);
  token.value = Term::small(value);
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(end);
  pos_ = end;
  column_ += is_escaped ? 3 : 2;
  return true;
}

}  // namespace respawn
