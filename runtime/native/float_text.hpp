#pragma once
/// Text of floats in the forms that `float_to_list/2` and `float_to_binary/2` offer.

#include <cstdint>
#include <optional>
#include <string>

namespace respawn {

struct FloatFormat {
  enum class Form : std::uint8_t { scientific, decimals, shortest };
  Form form = Form::scientific;
  unsigned digits = 20;  // behind the point
  bool compact = false;  // decimals: without zeros at the end
};

inline constexpr unsigned kDecimalsMax = 253;
inline constexpr unsigned kScientificDigitsMax = 249;

/// Nothing when the text would be longer than the 255 characters that Erlang allows.
std::optional<std::string> format_float(double value, const FloatFormat& format);

}  // namespace respawn
