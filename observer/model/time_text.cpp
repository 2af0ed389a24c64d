#include "observer/model/time_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace respawn::observer {

std::string clock_text(Nanoseconds time) {
  const std::int64_t milliseconds = time / 1'000'000;
  const std::int64_t seconds = milliseconds / 1000, minutes = seconds / 60, hours = minutes / 60;
  if (minutes == 0) return fmt::format("{}.{:03} s", seconds, milliseconds % 1000);
  if (hours == 0) return fmt::format("{}:{:02}.{:03}", minutes, seconds % 60, milliseconds % 1000);
  return fmt::format("{}:{:02}:{:02}.{:03}", hours, minutes % 60, seconds % 60, milliseconds % 1000);
}

std::string span_text(Nanoseconds span) {
  const double value = static_cast<double>(span);
  if (span < 1000) return fmt::format("{} ns", span);
  if (span < 1'000'000) return fmt::format("{:.0f} µs", value / 1e3);
  if (span < 1'000'000'000) return fmt::format("{:.1f} ms", value / 1e6);
  if (span < 120'000'000'000) return fmt::format("{:.2f} s", value / 1e9);
  return fmt::format("{:.0f} min", value / 60e9);
}

std::string count_text(std::uint64_t count) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string size_text(std::uint64_t bytes) {
  const double value = static_cast<double>(bytes);
  if (bytes < 1024) return fmt::format("{} B", bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.1f} KB", value / 1024);
  return fmt::format("{:.1f} MB", value / (1024 * 1024));
}

std::string speed_text(double speed) {
  if (std::isinf(speed)) return "max";
  return fmt::format("x{:g}", speed);
}

}  // namespace respawn::observer
