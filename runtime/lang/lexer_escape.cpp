#include "lang/lexer_escape.hpp"

#include <fmt/format.h>

#include <cstring>

#include "base/utf8.hpp"

namespace respawn::escapes {
namespace {

constexpr std::size_t kBracedDigitsMax = 6;

struct Escape {
  char letter;
  char value;
};
constexpr Escape kEscapes[] = {
    {'0', 0}, {'a', 7}, {'b', 8}, {'t', 9}, {'n', 10}, {'v', 11}, {'f', 12}, {'r', 13}, {'e', 27}, {'s', 32}, {'d', 127},
};

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    value = value << 4 | static_cast<std::uint32_t>(c <= '9' ? c - '0' : lower - 'a' + 10);
  }
  return value;
}

/// The hexadecimal digits at `from`, at most `limit`.
std::string_view digits_at(std::string_view raw, std::size_t from, std::size_t limit) {
  std::size_t end = from;
  while (end < raw.size() && end - from < limit && is_hex(raw[end])) ++end;
  return raw.substr(std::min(from, raw.size()), end - from);
}

/// The digits between braces at `from`, without them; empty when it is not of that form.
std::string_view braced_digits_at(std::string_view raw, std::size_t from) {
  if (from >= raw.size() || raw[from] != '{') return {};
  const std::string_view digits = digits_at(raw, from + 1, kBracedDigitsMax);
  const std::size_t close = from + 1 + digits.size();
  return close < raw.size() && raw[close] == '}' ? digits : std::string_view{};
}

bool append_codepoint(std::string_view digits, std::string& out, Failure& failure) {
  const std::uint32_t codepoint = hex_value(digits);
  if (utf8::append(out, codepoint)) return true;
  failure = {fmt::format("invalid or reserved Unicode code point \\u{{{}}}. Syntax error after: ", digits), "\\u"};
  return false;
}

/// `at` is the index of the letter; moved behind the escape.
bool unescape_hex(std::string_view raw, std::size_t& at, std::string& out, Failure& failure, std::vector<std::string>& warnings) {
  const std::string_view digits = digits_at(raw, at + 1, 2);
  if (!digits.empty()) {
    if (digits.size() == 1) {
      warnings.push_back("\\xH inside strings/sigils/chars is deprecated, please use \\xHH (byte) or \\uHHHH (code point) instead");
    }
    out += static_cast<char>(hex_value(digits));
    at += 1 + digits.size();
    return true;
  }
  const std::string_view braced = braced_digits_at(raw, at + 1);
  if (braced.empty()) {
    failure = {"invalid hex escape character, expected \\xHH where H is a hexadecimal digit. Syntax error after: ", "\\x"};
    return false;
  }
  warnings.push_back("\\x{H*} inside strings/sigils/chars is deprecated, please use \\xHH (byte) or \\uHHHH (code point) instead");
  at += braced.size() + 3;
  return append_codepoint(braced, out, failure);
}

bool unescape_unicode(std::string_view raw, std::size_t& at, std::string& out, Failure& failure) {
  const std::string_view digits = digits_at(raw, at + 1, 4);
  if (digits.size() == 4) {
    at += 5;
    return append_codepoint(digits, out, failure);
  }
  const std::string_view braced = braced_digits_at(raw, at + 1);
  if (braced.empty()) {
    failure = {"invalid Unicode escape character, expected \\uHHHH or \\u{H*} where H is a hexadecimal digit. Syntax error after: ",
               "\\u"};
    return false;
  }
  at += braced.size() + 3;
  return append_codepoint(braced, out, failure);
}

}  // namespace

bool unescape(std::string_view raw, std::string& out, Failure& failure, std::vector<std::string>& warnings) {
  out.reserve(out.size() + raw.size());
  std::size_t at = 0;
  while (at < raw.size()) {
    const void* const found = std::memchr(raw.data() + at, '\\', raw.size() - at);
    const std::size_t backslash = found == nullptr ? raw.size() : static_cast<std::size_t>(static_cast<const char*>(found) - raw.data());
    out.append(raw, at, backslash - at);
    at = backslash + 1;
    if (backslash == raw.size()) break;
    if (at == raw.size()) {
      out += '\\';
      break;
    }
    switch (raw[at]) {
      case 'x':
        if (!unescape_hex(raw, at, out, failure, warnings)) return false;
        break;
      case 'u':
        if (!unescape_unicode(raw, at, out, failure)) return false;
        break;
      case '\n': ++at; break;
      case '\r':
        if (at + 1 < raw.size() && raw[at + 1] == '\n') {
          at += 2;
          break;
        }
        [[fallthrough]];
      default: out += static_cast<char>(single(static_cast<unsigned char>(raw[at++]))); break;
    }
  }
  return true;
}

std::uint32_t single(std::uint32_t codepoint) {
  for (const Escape& escape : kEscapes) {
    if (static_cast<std::uint32_t>(escape.letter) == codepoint) return static_cast<std::uint32_t>(escape.value);
  }
  return codepoint;
}

char letter_of(std::uint32_t codepoint) {
  for (const Escape& escape : kEscapes) {
    if (static_cast<std::uint32_t>(escape.value) == codepoint) return escape.letter;
  }
  return '\\';
}

}  // namespace respawn::escapes
