#pragma once
/// Times, counts and sizes as people read them.

#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace respawn::observer {

/// Virtual time since the start: "12.034 s", "1:02:03.400"; always with milliseconds.
std::string clock_text(Nanoseconds time);
/// A span: "350 ns", "12 µs", "3.2 ms", "1.50 s", "2 min".
std::string span_text(Nanoseconds span);
/// "1,234,567".
std::string count_text(std::uint64_t count);
/// "512 B", "1.5 KB", "3.2 MB".
std::string size_text(std::uint64_t bytes);
/// "x1", "x0.1", "max".
std::string speed_text(double speed);

}  // namespace respawn::observer
