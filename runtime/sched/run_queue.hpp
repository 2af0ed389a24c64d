#pragma once
/// RunQueue: the processes that are ready to run on one worker, first come, first served.
///
/// A ring of 256 entries with one end for the owner to add, and one from which the owner and thieves take, by
/// compare-and-swap (the design of Go's scheduler, "Scalable Go Scheduler Design Doc", 2012). What does not fit goes to the
/// shared queue. Thread: `push` the owner's; `pop` and `steal_half` any.

#include <array>
#include <atomic>
#include <cstdint>

#include "proc/process_slot.hpp"

namespace respawn {

class RunQueue {
 public:
  static constexpr std::uint32_t kCapacity = 256;

  /// False when full.
  bool push(ProcessSlot* slot) {
    const std::uint32_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) >= kCapacity) return false;
    ring_[tail % kCapacity].store(slot, std::memory_order_relaxed);
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  ProcessSlot* pop() {
    std::uint32_t head = head_.load(std::memory_order_acquire);
    for (;;) {
      if (head == tail_.load(std::memory_order_acquire)) return nullptr;
      ProcessSlot* slot = ring_[head % kCapacity].load(std::memory_order_relaxed);
      if (head_.compare_exchange_weak(head, head + 1, std::memory_order_acq_rel, std::memory_order_acquire)) return slot;
    }
  }

  /// Takes the older half (at least one) of what is here; adds all but the one returned to `thief`, whose owner calls.
  ProcessSlot* steal_half(RunQueue& thief) {
    for (;;) {
      std::uint32_t head = head_.load(std::memory_order_acquire);
      const std::uint32_t available = tail_.load(std::memory_order_acquire) - head;
      if (available == 0 || available > kCapacity) return nullptr;
      const std::uint32_t count = available - available / 2;
      std::array<ProcessSlot*, kCapacity> taken;
      for (std::uint32_t i = 0; i < count; ++i) taken[i] = ring_[(head + i) % kCapacity].load(std::memory_order_relaxed);
      if (!head_.compare_exchange_strong(head, head + count, std::memory_order_acq_rel)) continue;
      for (std::uint32_t i = 1; i < count; ++i) thief.push(taken[i]);
      return taken[0];
    }
  }

  std::uint32_t length() const {
    const std::uint32_t head = head_.load(std::memory_order_relaxed);
    const std::uint32_t tail = tail_.load(std::memory_order_relaxed);
    return tail - head > kCapacity ? 0 : tail - head;
  }
  std::uint32_t head() const { return head_.load(std::memory_order_relaxed); }

 private:
  alignas(64) std::atomic<std::uint32_t> head_{0};
  alignas(64) std::atomic<std::uint32_t> tail_{0};
  std::array<std::atomic<ProcessSlot*>, kCapacity> ring_{};
};

}  // namespace respawn
