#pragma once
/// Dictionary: what a process keeps under keys (`Process.put/2`).
///
/// The entries lie in the order in which their keys came, in one vector that the collector walks; what was erased leaves a hole until a
/// quarter of the vector is holes. Beyond a handful of entries an index of hashes finds a key, so that a program which
/// remembers its results here is not slowed by them. The hash is one of the value, so a collection that moves the terms does not concern it.

#include <cstdint>
#include <utility>
#include <vector>

#include "term/term.hpp"

namespace respawn {

class Dictionary {
 public:
  using Entry = std::pair<Term, Term>;  // of the process's heap; the key of a hole is none

  /// The value under a key, to be read or replaced; null when there is none.
  Term* find(Term key);
  /// A key that is not there yet.
  void add(Term key, Term value);
  /// Removes a key that may be there.
  void erase(Term key);
  void clear();

  bool empty() const { return entries_.size() == hole_count_; }

  /// Calls visit(key, value) for each entry, the newest key first, as the real one does for keys that follow each other.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = entries_.size(); i-- > 0;) {
      if (!entries_[i].first.is_none()) visit(entries_[i].first, entries_[i].second);
    }
  }

  /// Calls visit(term) with each term as one that may be moved, for the collector.
  template <typename Visit>
  void for_each_root(Visit&& visit) {
    for (auto& [key, value] : entries_) {
      if (key.is_none()) continue;
      visit(key);
      visit(value);
    }
  }

 private:
  std::size_t position_of(Term key) const;
  void index_all();
  void index(std::uint32_t position);

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> places_;  // open addressing, a power of two long: position + 1, or 0; empty while there are few entries
  std::size_t hole_count_ = 0;
};

}  // namespace respawn
