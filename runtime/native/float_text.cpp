#include "native/float_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::size_t kTextLengthMax = 255;

/// Up to 18 digits Erlang scales the fraction and rounds it half up, and so prints 5.15625 with four decimals as 5.1563,
/// where the exact decimal expansion rounds to even.
std::string fixed_by_scaling(double value, unsigned digits) {
  const double magnitude = std::fabs(value);
  double whole = std::floor(magnitude);
  std::uint64_t scale = 1;
  for (unsigned i = 0; i < digits; ++i) scale *= 10;
  const double scaled = (magnitude - whole) * static_cast<double>(scale);
  auto fraction = static_cast<std::uint64_t>(std::floor(scaled));
  if (scaled - std::floor(scaled) >= 0.5) ++fraction;
  if (fraction >= scale) {
    whole += 1;
    fraction -= scale;
  }
  const std::string_view sign = std::signbit(value) ? "-" : "";
  if (digits == 0) return fmt::format("{}{:.0f}", sign, whole);
  return fmt::format("{}{:.0f}.{:0{}}", sign, whole, fraction, digits);
}

std::string fixed(double value, const FloatFormat& format) {
  constexpr unsigned kScaledDigitsMax = 18;
  std::string text = format.digits <= kScaledDigitsMax ? fixed_by_scaling(value, format.digits)
                                                       : fmt::format("{:.{}f}", value, format.digits);
  if (format.compact && format.digits > 0) {
    const std::size_t point = text.find('.');
    std::size_t last = text.find_last_not_of('0');
    if (last == point) ++last;  // one digit stays
    text.resize(last + 1);
  }
  return text;
}

}  // namespace

std::optional<std::string> format_float(double value, const FloatFormat& format) {
  std::string text;
  switch (format.form) {
    case FloatFormat::Form::shortest: text = float_to_text(value); break;
    case FloatFormat::Form::scientific: text = fmt::format("{:.{}e}", value, format.digits); break;
    case FloatFormat::Form::decimals: text = fixed(value, format); break;
  }
  if (text.size() > kTextLengthMax) return std::nullopt;
  return text;
}

}  // namespace respawn
