#pragma once
/// EventRing: events of one worker on their way to the observer, in wall mode.
///
/// One writer, one reader, no lock. A full ring drops the new event and counts it: the program that is watched is
/// never held up by whoever watches.

#include <atomic>
#include <cstddef>
#include <vector>

#include "trace/event.hpp"

namespace respawn {

class EventRing {
 public:
  explicit EventRing(std::size_t capacity) : slots_(capacity) {}

  /// Thread: the writer's.
  void push(Event event) {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head - tail_.load(std::memory_order_acquire) == slots_.size()) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    slots_[head % slots_.size()] = std::move(event);
    head_.store(head + 1, std::memory_order_release);
  }

  /// Appends everything that is there to `out`. Thread: the reader's.
  void drain(std::vector<Event>& out) {
    std::size_t tail = tail_.load(std::memory_order_relaxed);
    const std::size_t head = head_.load(std::memory_order_acquire);
    for (; tail != head; ++tail) out.push_back(std::move(slots_[tail % slots_.size()]));
    tail_.store(tail, std::memory_order_release);
  }

  std::size_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  std::vector<Event> slots_;
  alignas(64) std::atomic<std::size_t> head_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
  std::atomic<std::size_t> dropped_{0};
};

}  // namespace respawn
