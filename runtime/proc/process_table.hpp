#pragma once
/// ProcessTable: all process slots of a runtime, found by pid.
///
/// Slots lie in chunks that are made on demand and never move or go. Fresh slots are handed out first, and slots of the
/// dead wait in line, so that in a demo a pid comes back under a new serial only after thousands of others.
///
/// Each worker takes and returns slots in batches through a SlotCache of its own; the shared list is locked once a batch.

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "proc/process_slot.hpp"

namespace respawn {

class ProcessTable;

/// A worker's share of the table. Thread: that worker's.
class SlotCache {
 public:
  explicit SlotCache(ProcessTable& table);
  ~SlotCache();

  /// A slot for a new process, its inbox open and empty; null at the limit.
  ProcessSlot* take();
  /// The slot, just taken, is to be a port's.
  void make_port(ProcessSlot* slot);
  /// The process in the slot has ended; its pid is dead from now on.
  void give_back(ProcessSlot* slot);

  std::int64_t live() const { return live_.load(std::memory_order_relaxed); }

 private:
  friend class ProcessTable;
  ProcessTable& table_;
  ProcessSlot* taken_ = nullptr;
  std::size_t taken_count_ = 0;
  ProcessSlot* returned_first_ = nullptr;
  ProcessSlot* returned_last_ = nullptr;
  std::size_t returned_count_ = 0;
  std::size_t batch_ = 1;
  std::atomic<std::int64_t> live_{0};  // processes started minus ended here; negative is possible
};

class ProcessTable {
 public:
  /// `limit`: how many processes may live at once. `batch`: slots a cache takes at a time; 1 for one strict order.
  ProcessTable(std::size_t limit, std::size_t batch);
  ~ProcessTable();

  /// The slot that a pid names, whoever uses it now.
  ProcessSlot& slot(std::uint32_t index) const {
    return chunks_[index / kChunkSlots].load(std::memory_order_acquire)[index % kChunkSlots];
  }
  /// The slot of a pid whose process lives (or is just ending); null otherwise. Thread: any.
  ProcessSlot* find(Term pid) const {
    if (pid.pid_slot() >= fresh_.load(std::memory_order_acquire)) return nullptr;
    ProcessSlot& candidate = slot(pid.pid_slot());
    return candidate.serial.load(std::memory_order_acquire) == pid.pid_serial() ? &candidate : nullptr;
  }
  /// The slot with this index if it has ever been used.
  ProcessSlot* find_slot(std::uint32_t index) const {
    return index < fresh_.load(std::memory_order_acquire) ? &slot(index) : nullptr;
  }
  bool is_alive(Term pid) const {
    const ProcessSlot* found = find(pid);
    return found != nullptr && ProcessSlot::address(found->inbox.load(std::memory_order_acquire)) != ProcessSlot::kClosed;
  }

  std::size_t limit() const { return limit_; }
  /// Number of ports. Thread: any.
  std::size_t ports() const { return ports_.load(std::memory_order_relaxed); }
  /// Number of live processes, ports among them; exact while no other thread spawns. Thread: any.
  std::size_t live() const;

  /// Calls `visit(slot)` for each slot in use, by index. Processes that start or end meanwhile may be missed.
  template <typename Visit>
  void for_each_live(Visit&& visit) const {
    const std::uint32_t count = fresh_.load(std::memory_order_acquire);
    for (std::uint32_t index = 0; index < count; ++index) {
      ProcessSlot& candidate = slot(index);
      const Word at = ProcessSlot::address(candidate.inbox.load(std::memory_order_acquire));
      if (at != ProcessSlot::kClosed) visit(candidate);
    }
  }

 private:
  friend class SlotCache;
  static constexpr std::size_t kChunkSlots = 1024;
  /// Below this many slots in use so far, fresh ones are preferred to used ones.
  static constexpr std::size_t kFreshPreferred = 16 * 1024;

  void refill(SlotCache& cache);
  void drain(SlotCache& cache);

  std::size_t limit_;
  std::size_t batch_;
  std::vector<std::atomic<ProcessSlot*>> chunks_;
  std::atomic<std::uint32_t> fresh_{0};  // slots below this index exist
  std::atomic<std::size_t> ports_{0};
  mutable std::mutex free_mutex_;        // guards the members below and the growth of chunks_ and fresh_
  ProcessSlot* free_first_ = nullptr;
  ProcessSlot* free_last_ = nullptr;
  std::vector<SlotCache*> caches_;
  std::int64_t live_of_gone_caches_ = 0;
};

}  // namespace respawn
