#pragma once
/// Bits: building and taking apart bitstrings, one segment at a time (Erlang Reference Manual, "Bit Syntax Expressions").

#include <string>

#include "code/bit_segment.hpp"
#include "term/area.hpp"

namespace respawn {

/// Result of building: a term, or what was wrong with which segment.
struct BuiltBits {
  Term value = Term::none();
  unsigned failed_segment = 0;  // from 1
  std::string failure;          // as Erlang's error_info words it
};

/// Builds from `count` segments of three words (BitSegment, value source, size source); sources are read from `frame`.
BuiltBits build_bits(Area& area, const Word* segments, unsigned count, const Word* frame);

/// A match context over `bitstring` (layout.hpp) in an object of kMatchContextWords at `object`.
inline constexpr std::size_t kMatchContextWords = 4;
Term start_match(Word* object, Term bitstring);

/// Takes a segment off the front; none when it does not match. `size`: the size operand, none for no size.
Term match_segment(Area& area, Term context, BitSegment segment, Term size);
/// Passes over a segment; false when it does not match.
bool skip_segment(Term context, BitSegment segment, Term size);
/// Passes over `bytes` if they follow.
bool match_literal(Term context, Term bytes);

std::uint64_t bits_left(Term context);
/// What is left, as a bitstring.
Term take_rest(Area& area, Term context);

}  // namespace respawn
