#pragma once
/// The tags of the external term format, by the names of its documentation.

#include <cstdint>

namespace respawn::external {

enum class Tag : std::uint8_t {
  new_float = 70,
  bit_binary = 77,
  compressed = 80,
  new_pid = 88,
  new_port = 89,
  newer_reference = 90,
  small_integer = 97,
  integer = 98,
  float_text = 99,
  atom_latin1 = 100,
  reference = 101,
  port = 102,
  pid = 103,
  small_tuple = 104,
  large_tuple = 105,
  nil = 106,
  string = 107,
  list = 108,
  binary = 109,
  small_big = 110,
  large_big = 111,
  new_fun = 112,
  export_fun = 113,
  new_reference = 114,
  small_atom_latin1 = 115,
  map = 116,
  atom_utf8 = 118,
  small_atom_utf8 = 119,
  v4_port = 120,
  version = 131
};

/// FLOAT_EXT: text in a field of this many bytes, filled up with zeros.
inline constexpr unsigned kFloatTextBytes = 31;
/// STRING_EXT: lists of bytes up to this length.
inline constexpr std::size_t kStringLengthMax = 65535;

// The parts of an identifier's number.
inline constexpr unsigned kReferenceLowBits = 18;
inline constexpr unsigned kReferenceMiddleBits = 22;
inline constexpr unsigned kReferenceHighBits = 16;
inline constexpr std::uint64_t kNewPortMax = (std::uint64_t{1} << 28) - 1;  // above: V4_PORT_EXT

}  // namespace respawn::external
