#pragma once
/// Copying terms: what a message, a spawn and a stored value are made of.
///
/// A copy is compact: one run of words that holds everything reachable except literals (shared for ever) and the
/// bytes of shared binaries (counted). Two references to one object become two objects, as on BEAM; that is what
/// makes the size of a message a property of its value.

#include <cstddef>

#include "term/area.hpp"

namespace respawn {

/// Words that `copy_words` will write for `term`; 0 for immediates and literals.
std::size_t copy_size_words(Term term);

/// Copies `term` to `destination`, which has room for copy_size_words(term), and returns the copy. References to
/// shared binaries are retained and linked into `*shared_binaries` (area.hpp).
Term copy_words(Term term, Word* destination, Word** shared_binaries);

/// A copy of `term` in `area`.
Term copy(Area& area, Term term);

}  // namespace respawn
