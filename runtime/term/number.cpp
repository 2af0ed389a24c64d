#include "term/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

namespace respawn {
namespace {

namespace mp = boost::multiprecision;
using Big = mp::cpp_int;

Big to_big(Term integer) {
  if (integer.is_small()) return Big(integer.small_value());
  Big value;
  const std::uint64_t* words = magnitude(integer);
  mp::import_bits(value, words, words + magnitude_words(integer), 64, false);
  if (is_negative(integer)) value = -value;
  return value;
}

std::size_t bit_length(const Big& value) { return value.is_zero() ? 0 : mp::msb(mp::abs(value)) + 1; }

Term from_big(Area& area, const Big& value) {
  if (bit_length(value) > kIntegerBitsMax) return Term::none();
  std::vector<std::uint64_t> words;
  mp::export_bits(value < 0 ? Big(-value) : value, std::back_inserter(words), 64, false);
  return make_integer_from_magnitude(area, words.data(), words.size(), value < 0);
}

bool both_integers(Term a, Term b) { return is_integer(a) && is_integer(b); }

Term finite_float(Area& area, double value) { return std::isfinite(value) ? make_float(area, value) : Term::none(); }

template <typename OnIntegers, typename OnFloats>
Term arithmetic(Area& area, Term a, Term b, OnIntegers on_integers, OnFloats on_floats) {
  if (both_integers(a, b)) return from_big(area, on_integers(to_big(a), to_big(b)));
  if (!is_number(a) || !is_number(b)) return Term::none();
  const auto left = to_double(a);
  const auto right = to_double(b);
  if (!left || !right) return Term::none();
  return finite_float(area, on_floats(*left, *right));
}

// Bitwise operations of cpp_int work on magnitudes; two's complement is ours: -x is ~(x - 1).
template <typename Operation>
Term bitwise(Area& area, Term a, Term b, Operation operation) {
  if (!both_integers(a, b)) return Term::none();
  if (a.is_small() && b.is_small()) return make_integer(area, operation(a.small_value(), b.small_value()));
  const std::size_t words = std::max(a.is_small() ? 1 : magnitude_words(a), b.is_small() ? 1 : magnitude_words(b)) + 1;
  const std::size_t bytes = words * 8;
  std::vector<std::int64_t> left(words), right(words);
  integer_to_bytes(a, reinterpret_cast<char*>(left.data()), bytes);
  integer_to_bytes(b, reinterpret_cast<char*>(right.data()), bytes);
  for (std::size_t i = 0; i < words; ++i) left[i] = operation(left[i], right[i]);
  return integer_from_bytes(area, {reinterpret_cast<const char*>(left.data()), bytes}, true);
}

}  // namespace

std::size_t magnitude_words(Term big) { return header::size_words(*big.pointer()); }
const std::uint64_t* magnitude(Term big) { return big.pointer() + 1; }
bool is_negative(Term integer) {
  if (integer.is_small()) return integer.small_value() < 0;
  return (header::own_bits(*integer.pointer()) & 1) != 0;
}

Term make_integer_from_magnitude(Area& area, const std::uint64_t* words, std::size_t count, bool negative) {
  while (count > 0 && words[count - 1] == 0) --count;
  if (count == 0) return Term::small(0);
  if (count == 1 && words[0] <= static_cast<std::uint64_t>(Term::kSmallMax) + (negative ? 1 : 0)) {
    const auto value = static_cast<std::int64_t>(words[0]);
    return Term::small(negative ? -value : value);
  }
  Word* object = area.allocate(1 + count);
  object[0] = header::make(Kind::big_integer, count, negative ? 1 : 0);
  std::copy(words, words + count, object + 1);
  return Term::boxed(object);
}

Term make_integer(Area& area, std::int64_t value) {
  if (Term::fits_small(value)) return Term::small(value);
  const std::uint64_t word = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  return make_integer_from_magnitude(area, &word, 1, value < 0);
}

Term make_unsigned(Area& area, std::uint64_t value) { return make_integer_from_magnitude(area, &value, 1, false); }

std::optional<std::int64_t> to_int64(Term integer) {
  if (integer.is_small()) return integer.small_value();
  if (!is_big(integer) || magnitude_words(integer) > 1) return std::nullopt;
  const std::uint64_t word = magnitude(integer)[0];
  if (is_negative(integer)) {
    if (word > std::uint64_t{1} << 63) return std::nullopt;
    return static_cast<std::int64_t>(~word + 1);
  }
  if (word >> 63 != 0) return std::nullopt;
  return static_cast<std::int64_t>(word);
}

std::optional<std::uint64_t> to_uint64(Term integer) {
  if (integer.is_small()) {
    if (integer.small_value() < 0) return std::nullopt;
    return static_cast<std::uint64_t>(integer.small_value());
  }
  if (!is_big(integer) || is_negative(integer) || magnitude_words(integer) > 1) return std::nullopt;
  return magnitude(integer)[0];
}

Term number_add(Area& area, Term a, Term b) {
  if (a.is_small() && b.is_small()) return make_integer(area, a.small_value() + b.small_value());
  return arithmetic(area, a, b, [](const Big& x, const Big& y) { return Big(x + y); }, [](double x, double y) { return x + y; });
}

Term number_subtract(Area& area, Term a, Term b) {
  if (a.is_small() && b.is_small()) return make_integer(area, a.small_value() - b.small_value());
  return arithmetic(area, a, b, [](const Big& x, const Big& y) { return Big(x - y); }, [](double x, double y) { return x - y; });
}

Term number_multiply(Area& area, Term a, Term b) {
  std::int64_t product;
  if (a.is_small() && b.is_small() && !__builtin_mul_overflow(a.small_value(), b.small_value(), &product)) {
    return make_integer(area, product);
  }
  return arithmetic(area, a, b, [](const Big& x, const Big& y) { return Big(x * y); }, [](double x, double y) { return x * y; });
}

Term number_divide(Area& area, Term a, Term b) {
  if (!is_number(a) || !is_number(b)) return Term::none();
  const auto left = to_double(a);
  const auto right = to_double(b);
  if (!left || !right || *right == 0.0) return Term::none();
  return finite_float(area, *left / *right);
}

Term number_negate(Area& area, Term a) {
  if (a.is_small()) return make_integer(area, -a.small_value());
  if (is_float(a)) return make_float(area, -float_value(a));
  if (!is_big(a)) return Term::none();
  return make_integer_from_magnitude(area, magnitude(a), magnitude_words(a), !is_negative(a));
}

Term number_absolute(Area& area, Term a) {
  // Not fabs: -0.0 is not negative.
  if (is_float(a)) return float_value(a) < 0.0 ? make_float(area, -float_value(a)) : a;
  if (!is_integer(a)) return Term::none();
  return is_negative(a) ? number_negate(area, a) : a;
}

Term integer_divide(Area& area, Term a, Term b) {
  if (!both_integers(a, b) || b == Term::small(0)) return Term::none();
  if (a.is_small() && b.is_small()) return make_integer(area, a.small_value() / b.small_value());
  return from_big(area, to_big(a) / to_big(b));
}

Term integer_remainder(Area& area, Term a, Term b) {
  if (!both_integers(a, b) || b == Term::small(0)) return Term::none();
  if (a.is_small() && b.is_small()) return make_integer(area, a.small_value() % b.small_value());
  return from_big(area, to_big(a) % to_big(b));
}

Term integer_and(Area& area, Term a, Term b) {
  return bitwise(area, a, b, [](std::int64_t x, std::int64_t y) { return x & y; });
}
Term integer_or(Area& area, Term a, Term b) {
  return bitwise(area, a, b, [](std::int64_t x, std::int64_t y) { return x | y; });
}
Term integer_xor(Area& area, Term a, Term b) {
  return bitwise(area, a, b, [](std::int64_t x, std::int64_t y) { return x ^ y; });
}
Term integer_not(Area& area, Term a) {
  if (a.is_small()) return Term::small(~a.small_value());
  if (!is_big(a)) return Term::none();
  return from_big(area, -to_big(a) - 1);
}

Term integer_shift_left(Area& area, Term a, Term b) {
  if (!both_integers(a, b)) return Term::none();
  if (a == Term::small(0)) return a;
  const auto bits = to_int64(b);
  const bool to_the_right = is_negative(b);
  if (to_the_right) {
    if (!bits || -*bits >= static_cast<std::int64_t>(kIntegerBitsMax)) return Term::small(is_negative(a) ? -1 : 0);
    if (a.is_small()) return Term::small(-*bits >= 63 ? (is_negative(a) ? -1 : 0) : a.small_value() >> -*bits);
    // Rounds towards minus infinity, unlike the shift of a magnitude.
    const Big value = to_big(a);
    const auto count = static_cast<unsigned>(-*bits);
    if (value >= 0) return from_big(area, value >> count);
    return from_big(area, -((-value - 1) >> count) - 1);
  }
  if (!bits || *bits > static_cast<std::int64_t>(kIntegerBitsMax)) return Term::none();
  if (a.is_small() && *bits < 62) {
    const std::int64_t shifted = static_cast<std::int64_t>(static_cast<std::uint64_t>(a.small_value()) << *bits);
    if (shifted >> *bits == a.small_value() && Term::fits_small(shifted)) return Term::small(shifted);
  }
  const Big value = to_big(a);
  if (bit_length(value) + static_cast<std::size_t>(*bits) > kIntegerBitsMax) return Term::none();
  return from_big(area, value < 0 ? Big(-(Big(-value) << static_cast<unsigned>(*bits))) : Big(value << static_cast<unsigned>(*bits)));
}

Term integer_power(Area& area, Term base, Term exponent) {
  const auto count = to_int64(exponent);
  if (!is_integer(base)) return Term::none();
  if (base == Term::small(0) || base == Term::small(1)) return count == 0 ? Term::small(1) : base;
  if (base == Term::small(-1)) return Term::small(integer_remainder(area, exponent, Term::small(2)) == Term::small(0) ? 1 : -1);
  if (!count || *count < 0) return Term::none();
  const Big value = to_big(base);
  if (static_cast<double>(bit_length(value) - 1) * static_cast<double>(*count) > static_cast<double>(kIntegerBitsMax)) return Term::none();
  return from_big(area, mp::pow(value, static_cast<unsigned>(*count)));
}

int compare_numbers(Term a, Term b) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (a.is_small() && b.is_small()) return sign(a.small_value(), b.small_value());
  if (is_float(a) && is_float(b)) return sign(float_value(a), float_value(b));
  if (is_float(a)) return -compare_numbers(b, a);
  if (is_float(b)) {
    // Exact: the float as an integer plus the sign of its fraction.
    const double value = float_value(b);
    if (a.is_small() && std::fabs(value) < 9007199254740992.0 && std::llabs(a.small_value()) < (1LL << 53)) {
      return sign(static_cast<double>(a.small_value()), value);
    }
    const double whole = std::trunc(value);
    const int order = to_big(a).compare(Big(whole));
    if (order != 0) return order < 0 ? -1 : 1;
    return sign(whole, value);
  }
  const bool negative = is_negative(a);
  if (negative != is_negative(b)) return negative ? -1 : 1;
  const int order = to_big(a).compare(to_big(b));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::optional<double> to_double(Term number) {
  if (number.is_small()) return static_cast<double>(number.small_value());
  if (is_float(number)) return float_value(number);
  const double value = to_big(number).convert_to<double>();
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

Term truncate(Area& area, double value) {
  if (std::fabs(value) < 4e18) return make_integer(area, static_cast<std::int64_t>(value));
  return from_big(area, Big(std::trunc(value)));
}

std::string integer_to_text(Term integer, int base) {
  if (integer.is_small()) {
    std::array<char, 72> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), integer.small_value(), base).ptr;
    std::transform(text.data(), end, text.data(), [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    return {text.data(), end};
  }
  const Big value = to_big(integer);
  if (base == 10) return value.str();
  // In groups of digits, so that a large number takes few divisions by a large one.
  Big rest = mp::abs(value);
  std::uint64_t group = static_cast<std::uint64_t>(base);
  int group_digits = 1;
  while (group < (std::uint64_t{1} << 56) / static_cast<std::uint64_t>(base)) {
    group *= static_cast<std::uint64_t>(base);
    ++group_digits;
  }
  std::string digits;
  while (!rest.is_zero()) {
    Big quotient, remainder;
    mp::divide_qr(rest, Big(group), quotient, remainder);
    auto part = remainder.convert_to<std::uint64_t>();
    rest = quotient;
    for (int i = 0; i < group_digits && (!rest.is_zero() || part > 0); ++i) {
      const auto digit = part % static_cast<std::uint64_t>(base);
      digits.push_back(static_cast<char>(digit < 10 ? '0' + digit : 'A' + digit - 10));
      part /= static_cast<std::uint64_t>(base);
    }
  }
  if (value < 0) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Term parse_integer(Area& area, std::string_view text, int base) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty()) return Term::none();
  Big value = 0;
  std::uint64_t group = 0, group_base = 1;
  for (const char c : text) {
    int digit;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'z') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'Z') {
      digit = c - 'A' + 10;
    } else {
      return Term::none();
    }
    if (digit >= base) return Term::none();
    if (group_base > (std::uint64_t{1} << 57)) {
      value = value * group_base + group;
      group = 0;
      group_base = 1;
    }
    group = group * static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(digit);
    group_base *= static_cast<std::uint64_t>(base);
  }
  if (value.is_zero()) {
    return make_integer_from_magnitude(area, &group, 1, negative);
  }
  value = value * group_base + group;
  return from_big(area, negative ? Big(-value) : value);
}

std::string float_to_text(double value) {
  if (value == 0.0) return std::signbit(value) ? "-0.0" : "0.0";
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  int exponent = 0;
  std::string_view exponent_text = text.substr(e + 1);
  if (exponent_text[0] == '+') exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);

  // Both forms; the shorter one wins, the plain one when they are equally long. Integers that a double can no longer
  // hold exactly are always written with an exponent.
  const int count = static_cast<int>(digits.size());
  std::string scientific = digits.substr(0, 1) + "." + (count > 1 ? digits.substr(1) : "0") + "e" + std::to_string(exponent);
  std::string plain;
  if (exponent < 0) {
    plain = "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  } else if (exponent >= count - 1) {
    plain = digits + std::string(static_cast<std::size_t>(exponent - count + 1), '0') + ".0";
  } else {
    plain = digits.substr(0, static_cast<std::size_t>(exponent) + 1) + "." + digits.substr(static_cast<std::size_t>(exponent) + 1);
  }
  const bool exact = std::fabs(value) < 9007199254740992.0;
  const std::string& chosen = exact && plain.size() <= scientific.size() ? plain : scientific;
  return value < 0 ? "-" + chosen : chosen;
}

std::optional<double> parse_float(std::string_view text) {
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  // The grammar of Erlang: digits, a point, digits, and perhaps an exponent.
  std::size_t i = 0;
  const auto skip_digits = [&] {
    const std::size_t start = i;
    while (i < digits.size() && digits[i] >= '0' && digits[i] <= '9') ++i;
    return i > start;
  };
  if (!skip_digits() || i >= digits.size() || digits[i] != '.') return std::nullopt;
  ++i;
  if (!skip_digits()) return std::nullopt;
  if (i < digits.size() && (digits[i] == 'e' || digits[i] == 'E')) {
    ++i;
    if (i < digits.size() && (digits[i] == '-' || digits[i] == '+')) ++i;
    if (!skip_digits()) return std::nullopt;
  }
  if (i != digits.size()) return std::nullopt;
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec == std::errc::result_out_of_range) {
    // from_chars does not say whether it was too large or too small; too small is zero.
    value = std::strtod(std::string(digits).c_str(), nullptr);
  }
  if (!std::isfinite(value)) return std::nullopt;
  return text[0] == '-' ? -value : value;
}

void integer_to_bytes(Term integer, char* bytes, std::size_t size) {
  const bool negative = is_negative(integer);
  std::uint64_t single = 0;
  const std::uint64_t* words = &single;
  std::size_t count = 1;
  if (integer.is_small()) {
    single = negative ? ~static_cast<std::uint64_t>(integer.small_value()) + 1 : static_cast<std::uint64_t>(integer.small_value());
  } else {
    words = magnitude(integer);
    count = magnitude_words(integer);
  }
  unsigned carry = 1;
  for (std::size_t i = 0; i < size; ++i) {
    unsigned byte = i / 8 < count ? static_cast<unsigned>(words[i / 8] >> (i % 8 * 8)) & 0xFF : 0;
    if (negative) {
      byte = (~byte & 0xFF) + carry;
      carry = byte >> 8;
    }
    bytes[i] = static_cast<char>(byte);
  }
}

Term integer_from_bytes(Area& area, std::string_view bytes, bool is_signed) {
  const bool negative = is_signed && !bytes.empty() && (static_cast<std::uint8_t>(bytes.back()) & 0x80) != 0;
  std::vector<std::uint64_t> words((bytes.size() + 7) / 8);
  unsigned carry = 1;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    unsigned byte = static_cast<std::uint8_t>(bytes[i]);
    if (negative) {
      byte = (~byte & 0xFF) + carry;
      carry = byte >> 8;
      byte &= 0xFF;
    }
    words[i / 8] |= static_cast<std::uint64_t>(byte) << (i % 8 * 8);
  }
  // -2^n: the magnitude carries out of the last byte.
  if (negative && carry != 0) {
    if (bytes.size() % 8 == 0) {
      words.push_back(1);
    } else {
      words.back() |= std::uint64_t{1} << (bytes.size() % 8 * 8);
    }
  }
  return make_integer_from_magnitude(area, words.data(), words.size(), negative);
}

}  // namespace respawn
