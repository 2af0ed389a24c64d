#pragma once
/// Hashes of terms. Equal terms (`===`) have equal hashes in all three, whatever their representation.

#include <cstdint>

#include "term/term.hpp"

namespace respawn {

/// Erlang's portable hash, the value of `:erlang.phash2(term)` before the range is applied. Programs store it, so
/// the algorithm (Jenkins, "Hash Functions", Dr. Dobb's 1997, over the term) is fixed by that function.
std::uint32_t portable_hash(Term term);

/// The hash that places a key in a large map, equal to OTP 25's for numbers, binaries, tuples and lists; atoms and
/// identifiers hash by text and by number, since OTP's hash of those depends on its own tables.
std::uint32_t map_key_hash(Term key, std::uint32_t salt = 0);

/// A 64-bit hash for our own use: state and event hashes, tables. Independent of addresses and atom indices, so it
/// is the same on every machine; part of the recording format.
std::uint64_t stable_hash(Term term, std::uint64_t seed = 0);

/// Mixes a number into a running hash.
constexpr std::uint64_t mix_hash(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9e3779b97f4a7c15ull + (hash << 12) + (hash >> 4);
  hash *= 0xff51afd7ed558ccdull;
  return hash ^ (hash >> 32);
}

}  // namespace respawn
