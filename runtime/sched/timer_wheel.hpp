#pragma once
/// TimerWheel: timers of one worker, started and cancelled in constant time.
///
/// Hashed hierarchical timing wheels (Varghese and Lauck, SOSP 1987): four levels of 256 slots; a slot of level 0 is
/// 2^17 ns (0.13 ms), one of level n+1 a whole turn of level n. A timer lies in the slot of its due time at the finest
/// level that reaches so far, and moves to a finer one when the wheel gets there. Timers beyond the last level (six
/// days) wait in its last slot and are placed anew.
///
/// Timers that come due together are fired in the order of their due times, then of their start.
/// Thread: under the owner's lock.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "proc/signal.hpp"

namespace respawn {

struct Timer {
  Timer* previous = nullptr;
  Timer* next = nullptr;
  Nanoseconds due = 0;
  std::uint64_t sequence = 0;
  std::uint16_t level = 0;  // where it lies in the wheel
  std::uint16_t slot = 0;
  Term target;
  Term reference;
  Signal* signal = nullptr;
};

class TimerWheel {
 public:
  TimerWheel() = default;
  ~TimerWheel();
  TimerWheel(const TimerWheel&) = delete;

  void start(Nanoseconds due, Term target, Signal* signal, Term reference);
  /// Removes the timer and returns its due time; the signal is destroyed.
  std::optional<Nanoseconds> cancel(Term reference);
  std::optional<Nanoseconds> due_of(Term reference) const;

  /// Takes every timer that is due at `now`, in order. The caller owns them and their signals.
  void advance(Nanoseconds now, std::vector<Timer*>& due);

  /// A time at or before the next due one; nothing when there is no timer. Advancing to it always gets on.
  std::optional<Nanoseconds> next_wakeup() const;

  bool empty() const { return by_reference_.empty(); }
  static void destroy(Timer* timer);

 private:
  static constexpr unsigned kTickShift = 17;
  static constexpr unsigned kSlotBits = 8;
  static constexpr unsigned kSlots = 1u << kSlotBits;
  static constexpr unsigned kLevels = 4;

  struct Level {
    std::array<Timer*, kSlots> slots{};
    std::array<std::uint64_t, kSlots / 64> occupied{};  // a bit a slot

    /// Slots from `first` on, around the ring, to the first one that holds a timer.
    std::optional<unsigned> distance_from(unsigned first) const;
    void mark(unsigned slot) { occupied[slot / 64] |= std::uint64_t{1} << (slot % 64); }
    void clear(unsigned slot) { occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }
  };

  void place(Timer* timer);
  void unlink(Timer* timer);
  Timer* take_slot(unsigned level, unsigned slot);
  void place_again(unsigned level, unsigned slot);
  std::optional<std::uint64_t> next_tick(unsigned first_level, unsigned last_level) const;

  static std::uint64_t tick_of(Nanoseconds time) { return static_cast<std::uint64_t>(std::max<Nanoseconds>(time, 0)) >> kTickShift; }
  static Nanoseconds start_of(std::uint64_t tick) { return static_cast<Nanoseconds>(tick << kTickShift); }

  std::array<Level, kLevels> levels_;
  std::uint64_t tick_ = 0;  // everything before it has been fired
  std::uint64_t sequence_ = 0;
  std::unordered_map<Term, Timer*> by_reference_;
};

}  // namespace respawn
