#pragma once
/// ProcessSlot: the face of a process that others see.
///
/// Slots lie in the process table and are never freed, only used again under a new serial; so a sender that holds a pid
/// may touch the slot at any time without asking whether the process lives. The private part, Process, is reached
/// only by the worker that runs it.
///
/// The inbox is one word: [serial:16 | address:48]. Senders push with compare-and-swap; the owner takes everything with one
/// exchange and turns the order around. Two addresses are no signals:
///     kAsleep   the owner has looked and found nothing: whoever pushes next must wake it
///     kClosed   the process has ended: pushes fail
/// So one successful compare-and-swap delivers, tells whether to wake, and cannot reach a later process in the same
/// slot, because the serial is part of what is compared.
///
/// A port, the runtime's end of a program outside, is a process too, and so has signals in order, links and monitors as every process
/// has; only that it goes by the name of a port and is counted and listed apart (native/ports.cpp, lib/erl/respawn_port.ex).

#include <atomic>
#include <cstdint>

#include "proc/signal.hpp"

namespace respawn {

class Process;

/// A cache line of its own: senders of one process must not slow down senders of its neighbour.
struct alignas(64) ProcessSlot {
  std::atomic<Word> inbox{0};
  std::atomic<std::uint32_t> serial{0};
  std::uint32_t index = 0;
  Process* process = nullptr;       // the owner's worker only, but for the lab's standing world
  std::atomic<Word> name{0};        // registered name: word of an atom, 0 for none
  std::atomic<std::uint8_t> priority{1};  // Priority of the process: which queue a waker puts it into
  std::atomic<bool> is_port{false};   // written before the process is made
  std::uint32_t alias_count = 0;    // numbers the aliases of all processes in this slot; the owner's
  ProcessSlot* next_free = nullptr;

  static constexpr Word kAddressMask = (Word{1} << 48) - 1;
  static constexpr Word kAsleep = 8;
  static constexpr Word kClosed = 16;

  static Word pack(std::uint32_t serial, Word address) { return static_cast<Word>(serial & 0xFFFF) << 48 | address; }
  static Word address(Word word) { return word & kAddressMask; }

  /// The pid of the process, or the port.
  Term pid() const {
    const std::uint32_t mine = serial.load(std::memory_order_relaxed);
    return RESPAWN_UNLIKELY(is_port.load(std::memory_order_relaxed)) ? Term::port(index, mine) : Term::pid(index, mine);
  }

  enum class Push : std::uint8_t { delivered, delivered_must_wake, dead };

  /// Delivers `signal` to the process with this serial; on `dead` the signal stays the caller's.
  Push push(std::uint32_t wanted_serial, Signal* signal) {
    Word head = inbox.load(std::memory_order_relaxed);
    for (;;) {
      if (head >> 48 != (wanted_serial & 0xFFFF) || address(head) == kClosed) return Push::dead;
      if (serial.load(std::memory_order_relaxed) != wanted_serial) return Push::dead;
      const Word at = address(head);
      signal->next = at == kAsleep ? nullptr : reinterpret_cast<Signal*>(at);
      if (inbox.compare_exchange_weak(head, pack(wanted_serial, reinterpret_cast<Word>(signal)), std::memory_order_release,
                                      std::memory_order_relaxed)) {
        return at == kAsleep ? Push::delivered_must_wake : Push::delivered;
      }
    }
  }

  /// True when there may be something to take. Thread: the owner's.
  bool has_signals() const {
    const Word at = address(inbox.load(std::memory_order_relaxed));
    return at > kClosed;
  }

  /// Everything delivered so far, oldest first; null when nothing. Thread: the owner's.
  Signal* take_all() {
    const std::uint32_t mine = serial.load(std::memory_order_relaxed);
    const Word taken = inbox.exchange(pack(mine, 0), std::memory_order_acquire);
    return reverse(taken);
  }

  /// Falls asleep unless something has been delivered. True: asleep, and whoever delivers next wakes. Thread: the owner's.
  bool fall_asleep() {
    const std::uint32_t mine = serial.load(std::memory_order_relaxed);
    Word empty = pack(mine, 0);
    return inbox.compare_exchange_strong(empty, pack(mine, kAsleep), std::memory_order_release, std::memory_order_relaxed);
  }

  /// Ends deliveries and returns what was not taken. Thread: the owner's.
  Signal* close() {
    const std::uint32_t mine = serial.load(std::memory_order_relaxed);
    return reverse(inbox.exchange(pack(mine, kClosed)));  // sequentially consistent: see names.hpp
  }

 private:
  static Signal* reverse(Word head) {
    const Word at = address(head);
    if (at <= kClosed) return nullptr;
    Signal* in_order = nullptr;
    for (auto* signal = reinterpret_cast<Signal*>(at); signal != nullptr;) {
      Signal* const next = signal->next;
      signal->next = in_order;
      in_order = signal;
      signal = next;
    }
    return in_order;
  }
};

}  // namespace respawn
