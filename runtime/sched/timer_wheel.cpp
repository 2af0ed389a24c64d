#include "sched/timer_wheel.hpp"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "base/block_pool.hpp"

namespace respawn {

void TimerWheel::destroy(Timer* timer) { free_block(timer, sizeof(Timer)); }

TimerWheel::~TimerWheel() {
  for (auto& [reference, timer] : by_reference_) {
    Signal::destroy(timer->signal);
    destroy(timer);
  }
}

void TimerWheel::start(Nanoseconds due, Term target, Signal* signal, Term reference) {
  auto* timer = new (allocate_block(sizeof(Timer))) Timer;
  timer->due = due;
  timer->sequence = ++sequence_;
  timer->target = target;
  timer->reference = reference;
  timer->signal = signal;
  by_reference_.emplace(reference, timer);
  place(timer);
}

void TimerWheel::place(Timer* timer) {
  const std::uint64_t tick = std::max(tick_of(timer->due), tick_);
  const std::uint64_t ahead = tick - tick_;
  unsigned level = 0;
  while (level + 1 < kLevels && ahead >> (kSlotBits * (level + 1)) != 0) ++level;
  std::uint64_t placed = tick;
  if (ahead >> (kSlotBits * kLevels) != 0) placed = tick_ + (std::uint64_t{1} << (kSlotBits * kLevels)) - 1;
  const auto slot = static_cast<unsigned>(placed >> (kSlotBits * level)) & (kSlots - 1);
  timer->level = static_cast<std::uint16_t>(level);
  timer->slot = static_cast<std::uint16_t>(slot);
  Timer*& first = levels_[level].slots[slot];
  timer->previous = nullptr;
  timer->next = first;
  if (first != nullptr) first->previous = timer;
  first = timer;
  levels_[level].mark(slot);
}

void TimerWheel::unlink(Timer* timer) {
  if (timer->next != nullptr) timer->next->previous = timer->previous;
  if (timer->previous != nullptr) {
    timer->previous->next = timer->next;
    return;
  }
  Level& level = levels_[timer->level];
  level.slots[timer->slot] = timer->next;
  if (timer->next == nullptr) level.clear(timer->slot);
}

std::optional<Nanoseconds> TimerWheel::cancel(Term reference) {
  const auto found = by_reference_.find(reference);
  if (found == by_reference_.end()) return std::nullopt;
  Timer* timer = found->second;
  by_reference_.erase(found);
  unlink(timer);
  const Nanoseconds due = timer->due;
  Signal::destroy(timer->signal);
  destroy(timer);
  return due;
}

std::optional<Nanoseconds> TimerWheel::due_of(Term reference) const {
  const auto found = by_reference_.find(reference);
  if (found == by_reference_.end()) return std::nullopt;
  return found->second->due;
}

Timer* TimerWheel::take_slot(unsigned level, unsigned slot) {
  levels_[level].clear(slot);
  return std::exchange(levels_[level].slots[slot], nullptr);
}

void TimerWheel::place_again(unsigned level, unsigned slot) {
  for (Timer* timer = take_slot(level, slot); timer != nullptr;) {
    Timer* const next = timer->next;
    place(timer);
    timer = next;
  }
}

void TimerWheel::advance(Nanoseconds now, std::vector<Timer*>& due) {
  const std::uint64_t target = tick_of(now);
  const std::size_t before = due.size();
  // From one slot that holds something straight to the next: nothing in between is walked, however long nobody looked.
  for (auto tick = next_tick(0, kLevels); tick && *tick <= target; tick = next_tick(0, kLevels)) {
    tick_ = *tick;
    // Where a whole turn of a level is done, the next slot of the level above comes down.
    for (unsigned level = 1; level < kLevels; ++level) {
      const std::uint64_t turn = tick_ >> (kSlotBits * level);
      if (turn << (kSlotBits * level) != tick_) break;
      place_again(level, static_cast<unsigned>(turn) & (kSlots - 1));
    }
    for (Timer* timer = take_slot(0, static_cast<unsigned>(tick_) & (kSlots - 1)); timer != nullptr;) {
      Timer* const next = timer->next;
      if (timer->due <= now) {
        by_reference_.erase(timer->reference);
        due.push_back(timer);
      } else {
        place(timer);  // due later within the last tick
      }
      timer = next;
    }
    if (tick_ == target) break;
  }
  tick_ = std::max(tick_, target);
  std::sort(due.begin() + static_cast<std::ptrdiff_t>(before), due.end(), [](const Timer* a, const Timer* b) {
    return a->due != b->due ? a->due < b->due : a->sequence < b->sequence;
  });
}

std::optional<unsigned> TimerWheel::Level::distance_from(unsigned first) const {
  constexpr unsigned kWords = kSlots / 64;
  const std::uint64_t from_first = ~std::uint64_t{0} << (first % 64);
  // The word that `first` lies in comes twice: its upper part at the start, its lower part at the end of the ring.
  for (unsigned i = 0; i <= kWords; ++i) {
    const unsigned word = (first / 64 + i) % kWords;
    const std::uint64_t bits = occupied[word] & (i == 0 ? from_first : i == kWords ? ~from_first : ~std::uint64_t{0});
    if (bits != 0) return (word * 64 + static_cast<unsigned>(std::countr_zero(bits)) - first) & (kSlots - 1);
  }
  return std::nullopt;
}

// The first tick at which a slot of these levels begins that holds a timer. The current slot of a level above the lowest has
// come down already: what lies there is a whole turn ahead.
std::optional<std::uint64_t> TimerWheel::next_tick(unsigned first_level, unsigned last_level) const {
  std::optional<std::uint64_t> earliest;
  for (unsigned level = first_level; level < last_level; ++level) {
    const std::uint64_t from = (tick_ >> (kSlotBits * level)) + (level == 0 ? 0 : 1);
    const auto distance = levels_[level].distance_from(static_cast<unsigned>(from) & (kSlots - 1));
    if (!distance) continue;
    const std::uint64_t tick = (from + *distance) << (kSlotBits * level);
    if (!earliest || tick < *earliest) earliest = tick;
  }
  return earliest;
}

std::optional<Nanoseconds> TimerWheel::next_wakeup() const {
  const auto fine = next_tick(0, 1);
  const auto coarse = next_tick(1, kLevels);
  // A coarser slot that begins first, or with it, may hold timers that are due sooner.
  if (coarse && (!fine || *coarse <= *fine)) return start_of(*coarse);
  if (!fine) return std::nullopt;
  const Timer* timer = levels_[0].slots[*fine & (kSlots - 1)];
  Nanoseconds earliest = timer->due;
  for (; timer != nullptr; timer = timer->next) earliest = std::min(earliest, timer->due);
  return earliest;
}

}  // namespace respawn
