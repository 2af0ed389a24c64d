#pragma once
/// Parts of binaries as programs name them: a start and a length, which may be negative and then reaches backwards.

#include <optional>

#include "native/argument_notes.hpp"

namespace respawn {

struct BinaryPart {
  std::uint64_t start = 0;  // bytes
  std::uint64_t size = 0;
};

/// The part of a binary of `size` bytes; nothing when it does not lie inside.
std::optional<BinaryPart> read_part(Term start, Term length, std::uint64_t size);
/// The same from {start, length}.
std::optional<BinaryPart> read_part_pair(Term pair, std::uint64_t size);

inline bool is_part_pair(Term term) {
  return is_tuple_of(term, 2) && is_integer(tuple_element(term, 0)) && is_integer(tuple_element(term, 1));
}

/// `part` of `binary` as a binary.
Term take_part(Area& area, Term binary, BinaryPart part);

/// The errors of f(binary, start, length) and of f(binary, {start, length}).
NativeResult bad_part(NativeCall& call, Note binary_note);
NativeResult bad_part_pair(NativeCall& call, Note binary_note);

}  // namespace respawn
