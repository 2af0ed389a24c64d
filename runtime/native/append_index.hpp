#pragma once
/// AppendIndex: a hash table that only grows, which many read without a lock while one writes.
///
/// Slots are tried one after the other from the hash on (open addressing). An entry stays where it is once it is in a slot. When the
/// table is half full the writer makes one twice as large and publishes it; readers may go on in the old one, which is kept: all
/// old tables together are no larger than the newest.
///
/// Thread: `find` from any; everything else under the owner's lock.

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace respawn {

/// `Entry` has a member `std::uint64_t hash`.
template <typename Entry>
class AppendIndex {
 public:
  AppendIndex() { grow(kFirstSlots); }

  /// The entry with this hash for which `matches(entry)` holds, or null.
  template <typename Matches>
  Entry* find(std::uint64_t hash, Matches&& matches) const {
    const Table& table = *current_.load(std::memory_order_acquire);
    for (std::size_t at = hash & table.mask;; at = (at + 1) & table.mask) {
      Entry* entry = table.slots[at].load(std::memory_order_acquire);
      if (entry == nullptr) return nullptr;
      if (entry->hash == hash && matches(*entry)) return entry;
    }
  }

  /// Adds an entry that `find` does not know.
  Entry* add(std::unique_ptr<Entry> entry) {
    entries_.push_back(std::move(entry));
    if (2 * entries_.size() > tables_.back()->mask) {
      grow(2 * (tables_.back()->mask + 1));
    } else {
      place(*tables_.back(), entries_.back().get());
    }
    return entries_.back().get();
  }

  const std::vector<std::unique_ptr<Entry>>& entries() const { return entries_; }

 private:
  static constexpr std::size_t kFirstSlots = 64;

  struct Table {
    explicit Table(std::size_t size) : mask(size - 1), slots(std::make_unique<std::atomic<Entry*>[]>(size)) {}
    std::size_t mask;
    std::unique_ptr<std::atomic<Entry*>[]> slots;
  };

  void grow(std::size_t size) {
    tables_.push_back(std::make_unique<Table>(size));
    for (const auto& entry : entries_) place(*tables_.back(), entry.get());
    current_.store(tables_.back().get(), std::memory_order_release);
  }

  static void place(Table& table, Entry* entry) {
    std::size_t at = entry->hash & table.mask;
    while (table.slots[at].load(std::memory_order_relaxed) != nullptr) at = (at + 1) & table.mask;
    table.slots[at].store(entry, std::memory_order_release);
  }

  std::vector<std::unique_ptr<Entry>> entries_;
  std::vector<std::unique_ptr<Table>> tables_;
  std::atomic<Table*> current_{nullptr};
};

}  // namespace respawn
