#pragma once
/// Equality and the order of all terms (Erlang Reference Manual, "Term Comparisons"):
/// number < atom < reference < fun < port < pid < tuple < map < nil < list < bitstring.
///
/// None of these recurses on the C++ stack: a term may be as deep as its heap is large.

#include "term/term.hpp"

namespace respawn {

/// Negative, 0 or positive, numbers by value (1 and 1.0 are equal). Thread: any that may read both.
int compare(Term a, Term b);

/// As `compare`, but an integer is smaller than any float: the order of map keys.
int compare_keys(Term a, Term b);

/// `==`.
bool equal(Term a, Term b);

/// `===`: the same value and the same kind of number.
bool equal_exact_slow(Term a, Term b);
inline bool equal_exact(Term a, Term b) {
  if (a == b) return true;
  if (a.is_immediate() || b.is_immediate()) return false;
  return equal_exact_slow(a, b);
}

}  // namespace respawn
