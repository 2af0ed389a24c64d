#pragma once
/// Feed: brings a run's events into a timeline, a bounded number a frame, and says where the window stands.
///
/// The window's cursor is the run's, but for three moments: while events are still being read it is the last one read; while the
/// user drags the time bar it is where the hand is, for the model need not wait until the run has made the world anew; and while the
/// run is on its way somewhere it stays, since a run goes back by beginning again.
///
/// Thread: the window's.

#include <optional>
#include <vector>

#include "observer/model/timeline.hpp"
#include "system/watched_run.hpp"

namespace respawn::observer {

class Feed {
 public:
  explicit Feed(WatchedRun& run) : run_(run) {}

  /// Reads what is new. Returns true if anything is different from the last time: there is something to draw.
  bool update(std::size_t event_count_max = 40'000);

  /// The user has the time bar in hand and points at this event.
  void hold_at(EventId event) {
    held_at_ = event;
    is_held_ = true;
  }
  /// The window has sent the run to this event, and is there at once.
  void go_to(EventId event) {
    held_at_ = event;
    is_held_ = false;
  }
  /// The hand has let go: the window stays there until the run has followed.
  void release() { is_held_ = false; }

  const RunStatus& status() const { return status_; }
  const Timeline& timeline() const { return timeline_; }
  const History& history() const { return timeline_.history(); }
  const Scene& scene() const { return timeline_.scene(); }
  EventId cursor() const { return timeline_.scene().cursor(); }
  bool is_behind() const { return timeline_.history().count() < status_.event_count; }
  /// Rises with every new history: what was remembered about the old one is void.
  std::uint64_t epoch() const { return epoch_; }

 private:
  WatchedRun& run_;
  RunStatus status_;
  Timeline timeline_;
  std::vector<Event> batch_;
  std::optional<EventId> held_at_;
  bool is_held_ = false;
  std::uint64_t epoch_ = 0;
  bool is_first_ = true;
};

}  // namespace respawn::observer
