#pragma once
/// The time bar: which event lies under which pixel, and which pixels have marks.
///
/// Its axis is the events and not the time: hours of virtual time may pass without an event and a thousand events in one
/// microsecond, and what one wants to point at is an event.

#include <string>
#include <vector>

#include "observer/model/history.hpp"

namespace respawn::observer {

class TimeBar {
 public:
  /// The part of the run that is shown, in events; it ends where the run ends while `follows_end`.
  double first() const { return first_; }
  double last() const { return last_; }

  /// Takes the run's length, and keeps the cursor in sight if it moved.
  void update(EventId event_count, EventId cursor);
  void zoom(double factor, double anchor_event);
  void pan(double events);
  void show_all();
  bool shows_all() const { return shows_all_; }

  float x_of(double event, float width) const;
  EventId event_at(float x, float width) const;

 private:
  void keep_inside();

  double first_ = 0, last_ = 1;
  double count_ = 1;
  EventId cursor_ = 0;
  bool shows_all_ = true;
};

/// Pixel columns that have at least one of `events` (ascending), in a bar of this width. Costs the columns, not the events.
std::vector<float> marked_columns(const TimeBar& bar, const std::vector<EventId>& events, float width);

struct Tick {
  float x = 0;
  std::string text;
};
/// Labels with the virtual time of the event below them, at least `distance_min` apart.
std::vector<Tick> ticks(const TimeBar& bar, const History& history, float width, float distance_min);

}  // namespace respawn::observer
