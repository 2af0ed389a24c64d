#pragma once
/// OrderedTable: a small map that remembers the order of insertion.
///
/// Links and monitors are kept in it: most processes have none or one or two, a supervisor or a hub has a hundred
/// thousand, and the order in which a death is told must be the same in every run. Empty it is one pointer; up to
/// kScanMax entries it is searched in order; beyond, through a hash index. Removal leaves a hole that the next growth
/// closes, so that removing everything one by one stays linear.
///
/// Keys are immediate terms (pids, references).

#include <cstdint>
#include <memory>
#include <vector>

#include "term/term.hpp"

namespace respawn {

template <typename Value>
class OrderedTable {
 public:
  struct Entry {
    Term key;  // none: a hole
    Value value;
  };

  bool empty() const { return rep_ == nullptr || rep_->live == 0; }
  std::size_t size() const { return rep_ == nullptr ? 0 : rep_->live; }

  Value* find(Term key) {
    if (rep_ == nullptr) return nullptr;
    const std::size_t at = locate(key);
    return at == kNowhere ? nullptr : &rep_->entries[at].value;
  }

  /// False, and nothing changed, when the key is there already.
  bool insert(Term key, Value value) {
    if (rep_ == nullptr) rep_ = std::make_unique<Rep>();
    if (locate(key) != kNowhere) return false;
    Rep& rep = *rep_;
    if (rep.entries.size() == rep.entries.capacity() && rep.live < rep.entries.size() / 2) compact();
    rep.entries.push_back({key, std::move(value)});
    ++rep.live;
    if (rep.entries.size() > kScanMax) {
      if (rep.index.size() < 2 * rep.entries.size()) {
        rebuild_index();
      } else {
        place(rep.entries.size() - 1);
      }
    }
    return true;
  }

  bool erase(Term key) {
    if (rep_ == nullptr) return false;
    const std::size_t at = locate(key);
    if (at == kNowhere) return false;
    Rep& rep = *rep_;
    rep.entries[at].key = Term::none();
    rep.entries[at].value = Value{};
    if (--rep.live == 0) rep_.reset();
    return true;
  }

  /// Calls `visit(key, value)` in the order of insertion. `visit` must not change the table.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    if (rep_ == nullptr) return;
    for (const Entry& entry : rep_->entries) {
      if (!entry.key.is_none()) visit(entry.key, entry.value);
    }
  }

  void clear() { rep_.reset(); }

  std::size_t memory_bytes() const {
    return rep_ == nullptr ? 0 : sizeof(Rep) + rep_->entries.capacity() * sizeof(Entry) + rep_->index.size() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::size_t kScanMax = 8;
  static constexpr std::size_t kNowhere = ~std::size_t{0};
  static constexpr std::uint32_t kFree = ~std::uint32_t{0};

  struct Rep {
    std::vector<Entry> entries;
    std::vector<std::uint32_t> index;  // open addressing; entries never move while it is in use
    std::size_t live = 0;
  };

  std::size_t locate(Term key) const {
    const Rep& rep = *rep_;
    if (rep.index.empty()) {
      for (std::size_t i = 0; i < rep.entries.size(); ++i) {
        if (rep.entries[i].key == key) return i;
      }
      return kNowhere;
    }
    const std::size_t mask = rep.index.size() - 1;
    for (std::size_t at = std::hash<Term>()(key) & mask; rep.index[at] != kFree; at = (at + 1) & mask) {
      if (rep.entries[rep.index[at]].key == key) return rep.index[at];
    }
    return kNowhere;
  }

  void place(std::size_t entry) {
    Rep& rep = *rep_;
    const std::size_t mask = rep.index.size() - 1;
    std::size_t at = std::hash<Term>()(rep.entries[entry].key) & mask;
    while (rep.index[at] != kFree) at = (at + 1) & mask;
    rep.index[at] = static_cast<std::uint32_t>(entry);
  }

  void compact() {
    Rep& rep = *rep_;
    std::size_t kept = 0;
    for (Entry& entry : rep.entries) {
      if (entry.key.is_none()) continue;
      rep.entries[kept++] = std::move(entry);
    }
    rep.entries.resize(kept);
    rep.index.clear();
    if (kept > kScanMax) rebuild_index();
  }

  void rebuild_index() {
    Rep& rep = *rep_;
    std::size_t size = 32;
    while (size < 4 * rep.entries.size()) size *= 2;
    rep.index.assign(size, kFree);
    for (std::size_t i = 0; i < rep.entries.size(); ++i) {
      if (!rep.entries[i].key.is_none()) place(i);
    }
  }

  std::unique_ptr<Rep> rep_;
};

}  // namespace respawn
