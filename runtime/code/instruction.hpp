#pragma once
/// Instruction words: packing and unpacking.

#include <cstdint>

#include "code/opcodes.hpp"
#include "term/term.hpp"

namespace respawn::instruction {

constexpr Word pack(Op op, unsigned a = 0, unsigned b = 0, unsigned c = 0) {
  return static_cast<Word>(op) | static_cast<Word>(a & 0xFFFF) << 16 | static_cast<Word>(b & 0xFFFF) << 32 |
         static_cast<Word>(c & 0xFFFF) << 48;
}
constexpr Word with_label(Word word, std::int32_t distance_words) {
  return (word & 0xFFFFFFFF) | static_cast<Word>(static_cast<std::uint32_t>(distance_words)) << 32;
}

constexpr Op op(Word word) { return static_cast<Op>(word & 0xFFFF); }
constexpr unsigned a(Word word) { return static_cast<unsigned>(word >> 16) & 0xFFFF; }
constexpr unsigned b(Word word) { return static_cast<unsigned>(word >> 32) & 0xFFFF; }
constexpr unsigned c(Word word) { return static_cast<unsigned>(word >> 48); }
constexpr std::int16_t signed_b(Word word) { return static_cast<std::int16_t>(b(word)); }
constexpr std::int16_t signed_c(Word word) { return static_cast<std::int16_t>(c(word)); }
constexpr std::int32_t label(Word word) { return static_cast<std::int32_t>(word >> 32); }

/// Source words: a slot, or a term.
constexpr Word slot_source(unsigned slot) { return static_cast<Word>(slot) << 3 | Term::kHeaderTag; }
constexpr bool is_slot_source(Word word) { return (word & 7) == Term::kHeaderTag; }
constexpr unsigned source_slot(Word word) { return static_cast<unsigned>(word >> 3); }

/// Words of an instruction, the first included.
std::size_t length_words(const Word* instruction);

}  // namespace respawn::instruction
