#pragma once
/// EventLog: the lab's tracer: numbers every event of a run, in order, with a running hash, and writes it into a history.
///
/// A history outlives the run: when a run is made again up to some event, the same events are told again and found in it already.
/// The lab stops at an event by asking `set_stop_at`: when the event with that id has been told, `stop_wanted` becomes true
/// and the machine pauses at its next safepoint. Thread: the lab's.

#include <vector>

#include "trace/tracer.hpp"

namespace respawn {

class EventLog final : public Tracer {
 public:
  EventLog() { enabled_ = true; }

  /// Whether texts are made from now on.
  void want_texts(bool wanted) { texts_ = wanted; }
  /// Where events are kept; null: only the hash and the count go on (a run that nobody looks back at).
  void set_history(std::vector<Event>* history) { history_ = history; }
  /// The lab's clock.
  void set_clock(const Nanoseconds* now) { now_ = now; }

  EventId tell(Event event) override {
    event.id = ++count_;
    event.time = now_ == nullptr ? 0 : *now_;
    hash_ = hash_event(hash_, event);
    if (count_ >= stop_at_ || count_ >= command_at_) stop_wanted_ = true;
    const EventId id = event.id;
    if (history_ == nullptr) return id;
    if (id > history_->size()) {
      history_->push_back(std::move(event));
    } else if (texts_) {
      // Told again: all that can be new is the text.
      (*history_)[id - 1].text = std::move(event.text);
    }
    return id;
  }

  std::uint64_t hash() const { return hash_; }
  EventId count() const { return count_; }

  /// Whoever looks at the run wants it to stand still after this event.
  void set_stop_at(EventId id) {
    stop_at_ = id;
    stop_wanted_ = stop_is_due();
  }
  /// The same for a command that is to be entered there (sched/lab_scheduler.cpp).
  void set_command_at(EventId id) {
    command_at_ = id;
    stop_wanted_ = stop_is_due();
  }
  static constexpr EventId kNever = ~EventId{0};
  const bool& stop_wanted() const { return stop_wanted_; }

 private:
  bool stop_is_due() const { return count_ >= stop_at_ || count_ >= command_at_; }

  std::vector<Event>* history_ = nullptr;
  const Nanoseconds* now_ = nullptr;
  std::uint64_t hash_ = 0;
  EventId count_ = 0;
  EventId stop_at_ = kNever;
  EventId command_at_ = kNever;
  bool stop_wanted_ = false;
};

}  // namespace respawn
