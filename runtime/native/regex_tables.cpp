/// Character tables of ISO 8859-1.
///
/// PCRE2 makes tables for the locale of the program, which knows nothing above 127 and may not be any other on a given machine. Each
/// character of the upper half is of the same classes as some character of the lower half, so its rows are
/// copied from there: where in the tables a class lies need not be known, only that a class is a set of 256 bits.

#define PCRE2_CODE_UNIT_WIDTH 8
#include "native/regex_tables.hpp"

#include <pcre2.h>

#include <cstddef>

namespace respawn {
namespace {

// The layout that pcre2_maketables documents: lower case, other case, classes, kinds.
constexpr std::size_t kLower = 0;
constexpr std::size_t kOther = 256;
constexpr std::size_t kClasses = 512;
constexpr std::size_t kClassCount = 10;
constexpr std::size_t kClassBytes = 32;
constexpr std::size_t kKinds = kClasses + kClassCount * kClassBytes;

constexpr unsigned kCaseDistance = 32;

bool is_operator_sign(unsigned c) { return c == 0xD7 || c == 0xF7; }
bool is_upper(unsigned c) { return c >= 0xC0 && c <= 0xDE && !is_operator_sign(c); }
bool is_lower_of_pair(unsigned c) { return c >= 0xE0 && c <= 0xFE && !is_operator_sign(c); }
bool is_lower_alone(unsigned c) { return c == 0xAA || c == 0xB5 || c == 0xBA || c == 0xDF || c == 0xFF; }

// A character of ASCII with the same classes.
unsigned model_of(unsigned c) {
  if (c < 0xA0) return 0x01;
  if (is_upper(c)) return 'Z';
  if (is_lower_of_pair(c) || is_lower_alone(c)) return 'z';
  return '!';
}

const std::uint8_t* make_tables() {
  auto* const tables = const_cast<std::uint8_t*>(pcre2_maketables(nullptr));
  for (unsigned c = 0x80; c <= 0xFF; ++c) {
    const unsigned model = model_of(c);
    tables[kKinds + c] = tables[kKinds + model];
    for (std::size_t i = 0; i < kClassCount; ++i) {
      std::uint8_t* const bits = tables + kClasses + i * kClassBytes;
      const auto bit = static_cast<std::uint8_t>(1u << (c & 7));
      if ((bits[model / 8] >> (model & 7) & 1) != 0) bits[c / 8] = static_cast<std::uint8_t>(bits[c / 8] | bit);
      else bits[c / 8] = static_cast<std::uint8_t>(bits[c / 8] & ~bit);
    }
    tables[kLower + c] = static_cast<std::uint8_t>(is_upper(c) ? c + kCaseDistance : c);
    tables[kOther + c] = static_cast<std::uint8_t>(is_upper(c) ? c + kCaseDistance : is_lower_of_pair(c) ? c - kCaseDistance : c);
  }
  return tables;
}

}  // namespace

const std::uint8_t* latin1_tables() {
  static const std::uint8_t* const tables = make_tables();
  return tables;
}

}  // namespace respawn
