#pragma once
/// EventLog: the lab's tracer: every event of a run, in order, with a running hash.
///
/// The lab stops at an event by asking `stop_at`: when the event with that id has been told, `stop_wanted` becomes true
/// and the machine pauses at its next safepoint. Thread: the lab's.

#include <vector>

#include "trace/tracer.hpp"

namespace respawn {

class EventLog final : public Tracer {
 public:
  EventLog() { enabled_ = true; }

  /// Whether texts are made from now on.
  void want_texts(bool wanted) { texts_ = wanted; }
  /// Whether events are kept; off, only the hash and the count go on (a run that nobody looks back at).
  void keep_events(bool keep) { keep_ = keep; }
  /// The lab's clock.
  void set_clock(const Nanoseconds* now) { now_ = now; }

  EventId tell(Event event) override {
    event.id = ++count_;
    event.time = now_ == nullptr ? 0 : *now_;
    hash_ = hash_event(hash_, event);
    if (count_ >= stop_at_ || count_ >= command_at_) stop_wanted_ = true;
    const EventId id = event.id;
    if (keep_) events_.push_back(std::move(event));
    return id;
  }

  std::uint64_t hash() const { return hash_; }
  EventId count() const { return count_; }
  const std::vector<Event>& events() const { return events_; }

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

  std::vector<Event> events_;
  const Nanoseconds* now_ = nullptr;
  std::uint64_t hash_ = 0;
  EventId count_ = 0;
  EventId stop_at_ = kNever;
  EventId command_at_ = kNever;
  bool stop_wanted_ = false;
  bool keep_ = true;
};

}  // namespace respawn
