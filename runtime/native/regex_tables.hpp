#pragma once
/// What the characters 128 to 255 are to a regular expression.

#include <cstdint>

namespace respawn {

/// Tables for pcre2_set_character_tables in which the upper half is ISO 8859-1, as OTP has it. Made once, kept for ever.
const std::uint8_t* latin1_tables();

}  // namespace respawn
