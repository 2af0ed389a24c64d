#pragma once
/// BitSegment: the type of one segment of `<<…>>`, packed into the number of an instruction.

#include <cstdint>

#include "term/term.hpp"

namespace respawn {

struct BitSegment {
  enum class Type : std::uint8_t { integer, floating, bits, utf8, utf16, utf32 };
  enum class Size : std::uint8_t {
    given,  // the size operand times the unit
    all,    // everything that is left (bits at the end of a pattern, or a whole bitstring when building)
    none,   // utf types have no size
  };
  Type type = Type::integer;
  Size size = Size::given;
  bool is_signed = false;
  bool little_endian = false;
  std::uint16_t unit_bits = 1;
  bool is_literal_text = false;  // building: the value is a constant binary

  constexpr Word pack() const {
    return static_cast<Word>(type) | static_cast<Word>(size) << 8 | static_cast<Word>(is_signed) << 16 |
           static_cast<Word>(little_endian) << 17 | static_cast<Word>(is_literal_text) << 18 | static_cast<Word>(unit_bits) << 32;
  }
  static constexpr BitSegment unpack(Word word) {
    BitSegment segment;
    segment.type = static_cast<Type>(word & 0xFF);
    segment.size = static_cast<Size>(word >> 8 & 0xFF);
    segment.is_signed = (word >> 16 & 1) != 0;
    segment.little_endian = (word >> 17 & 1) != 0;
    segment.is_literal_text = (word >> 18 & 1) != 0;
    segment.unit_bits = static_cast<std::uint16_t>(word >> 32);
    return segment;
  }
};

}  // namespace respawn
