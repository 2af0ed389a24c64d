#pragma once
/// Roots: how a collector learns what is alive without knowing what a process is.

#include <cstddef>

#include "term/term.hpp"

namespace respawn {

/// Receives every live slot. A slot holds a term, or a word that looks like a small integer; it is overwritten with
/// the term's new place.
class RootVisitor {
 public:
  virtual void visit(Term* slots, std::size_t count) = 0;

 protected:
  ~RootVisitor() = default;
};

/// Whoever owns roots shows each of them once.
class RootSource {
 public:
  virtual void show_roots(RootVisitor& visitor) = 0;

 protected:
  ~RootSource() = default;
};

}  // namespace respawn
