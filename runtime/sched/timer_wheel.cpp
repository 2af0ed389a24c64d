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
  Timer*& first = levels_[level].slots[slot];
  timer->previous = nullptr;
  timer->next = first;
  if (first != nullptr) first->previous = timer;
  first = timer;
  levels_[level].occupied[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void TimerWheel::unlink(Timer* timer) {
  if (timer->next != nullptr) timer->next->previous = timer->previous;
  if (timer->previous != nullptr) {
    timer->previous->next = timer->next;
    return;
  }
  // First of its slot: which slot that is, is found by looking; a timer does not know its level.
  for (unsigned level = 0; level < kLevels; ++level) {
    for (const std::uint64_t tick : {tick_of(timer->due), tick_}) {
      const auto slot = static_cast<unsigned>(tick >> (kSlotBits * level)) & (kSlots - 1);
      if (levels_[level].slots[slot] != timer) continue;
      levels_[level].slots[slot] = timer->next;
      if (timer->next == nullptr) levels_[level].occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
      return;
    }
  }
  for (unsigned level = 0; level < kLevels; ++level) {
    for (unsigned slot = 0; slot < kSlots; ++slot) {
      if (levels_[level].slots[slot] != timer) continue;
      levels_[level].slots[slot] = timer->next;
      if (timer->next == nullptr) levels_[level].occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
      return;
    }
  }
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
  levels_[level].occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  return std::exchange(levels_[level].slots[slot], nullptr);
}

void TimerWheel::advance(Nanoseconds now, std::vector<Timer*>& due) {
  const std::uint64_t target = tick_of(now);
  if (by_reference_.empty()) {
    tick_ = std::max(tick_, target);
    return;
  }
  // Nothing lies in between: no slot need be walked, however long nobody looked.
  if (const auto next = next_wakeup(); next && *next > now) {
    tick_ = std::max(tick_, target);
    return;
  }
  const std::size_t before = due.size();
  for (;;) {
    // The current slot of level 0 may hold timers due later within the same tick: those stay.
    const auto slot = static_cast<unsigned>(tick_) & (kSlots - 1);
    for (Timer* timer = take_slot(0, slot); timer != nullptr;) {
      Timer* const next = timer->next;
      if (timer->due <= now) {
        by_reference_.erase(timer->reference);
        due.push_back(timer);
      } else {
        place(timer);
      }
      timer = next;
    }
    if (tick_ >= target) break;
    ++tick_;
    // A whole turn of a level is done: the next slot of the level above comes down.
    for (unsigned level = 1; level < kLevels; ++level) {
      if ((tick_ & ((std::uint64_t{1} << (kSlotBits * level)) - 1)) != 0) break;
      const auto upper = static_cast<unsigned>(tick_ >> (kSlotBits * level)) & (kSlots - 1);
      for (Timer* timer = take_slot(level, upper); timer != nullptr;) {
        Timer* const next = timer->next;
        place(timer);
        timer = next;
      }
    }
  }
  std::sort(due.begin() + static_cast<std::ptrdiff_t>(before), due.end(), [](const Timer* a, const Timer* b) {
    return a->due != b->due ? a->due < b->due : a->sequence < b->sequence;
  });
}

std::optional<Nanoseconds> TimerWheel::next_wakeup() const {
  if (by_reference_.empty()) return std::nullopt;
  const auto start_of = [](std::uint64_t tick) { return static_cast<Nanoseconds>(tick << kTickShift); };
  for (unsigned level = 0; level < kLevels; ++level) {
    const std::uint64_t base = tick_ >> (kSlotBits * level);
    const std::uint64_t from = level == 0 ? 0 : 1;
    for (std::uint64_t ahead = from; ahead < kSlots + from; ++ahead) {
      const auto slot = static_cast<unsigned>(base + ahead) & (kSlots - 1);
      if ((levels_[level].occupied[slot / 64] >> (slot % 64) & 1) == 0) continue;
      if (level > 0) return start_of((base + ahead) << (kSlotBits * level));
      Nanoseconds earliest = levels_[0].slots[slot]->due;
      for (const Timer* timer = levels_[0].slots[slot]; timer != nullptr; timer = timer->next) earliest = std::min(earliest, timer->due);
      return earliest;
    }
  }
  return start_of(tick_ + 1);
}

}  // namespace respawn
