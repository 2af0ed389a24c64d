#pragma once
/// References: numbers that this runtime gives out once.
///
/// A plain reference is a counter. The reference of an *alias* (a way to reach a process that it can close again) has
/// bit 55 set and names the slot of its process, so that sending to it is as direct as sending to a pid:
///
///     plain   0 | counter:55
///     alias   1 | slot:28 | counter of the slot:27

#include "term/term.hpp"

namespace respawn {

inline constexpr Word kAliasBit = Word{1} << 55;

inline bool is_alias(Term reference) { return (reference.payload() & kAliasBit) != 0; }
inline std::uint32_t alias_slot(Term reference) { return static_cast<std::uint32_t>(reference.payload() >> 27 & Term::kPidSlotMax); }
inline Term make_alias(std::uint32_t slot, std::uint32_t count) {
  return Term::reference(kAliasBit | static_cast<Word>(slot) << 27 | (count & ((1u << 27) - 1)));
}

}  // namespace respawn
