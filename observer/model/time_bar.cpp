#include "observer/model/time_bar.hpp"

#include <algorithm>
#include <cmath>

#include "observer/model/time_text.hpp"

namespace respawn::observer {
namespace {

constexpr double kShownMin = 20;

}  // namespace

void TimeBar::update(EventId event_count, EventId cursor) {
  count_ = std::max<double>(1, static_cast<double>(event_count));
  if (shows_all_) {
    first_ = 0;
    last_ = count_;
  } else if (cursor != cursor_) {
    const double at = static_cast<double>(cursor), width = last_ - first_;
    if (at < first_) {
      first_ = at;
      last_ = at + width;
    } else if (at > last_) {
      last_ = at;
      first_ = at - width;
    }
  }
  cursor_ = cursor;
  keep_inside();
}

void TimeBar::keep_inside() {
  const double width = std::min(std::max(last_ - first_, std::min(kShownMin, count_)), count_);
  first_ = std::clamp(first_, 0.0, count_ - width);
  last_ = first_ + width;
}

void TimeBar::zoom(double factor, double anchor_event) {
  const double share = (anchor_event - first_) / (last_ - first_);
  const double width = std::clamp((last_ - first_) / factor, std::min(kShownMin, count_), count_);
  first_ = anchor_event - share * width;
  last_ = first_ + width;
  shows_all_ = width >= count_;
  keep_inside();
}

void TimeBar::pan(double events) {
  if (shows_all_) return;
  first_ += events;
  last_ += events;
  keep_inside();
}

void TimeBar::show_all() { shows_all_ = true; }

float TimeBar::x_of(double event, float width) const {
  return static_cast<float>(std::clamp((event - first_) / (last_ - first_), 0.0, 1.0)) * width;
}

EventId TimeBar::event_at(float x, float width) const {
  const double share = width <= 0 ? 0 : std::clamp(static_cast<double>(x) / static_cast<double>(width), 0.0, 1.0);
  return static_cast<EventId>(std::llround(first_ + share * (last_ - first_)));
}

std::vector<float> marked_columns(const TimeBar& bar, const std::vector<EventId>& events, float width) {
  std::vector<float> columns;
  auto at = std::lower_bound(events.begin(), events.end(), static_cast<EventId>(std::max(0.0, std::floor(bar.first()))));
  while (at != events.end() && static_cast<double>(*at) <= bar.last()) {
    const float x = std::floor(bar.x_of(static_cast<double>(*at), width));
    if (columns.empty() || columns.back() != x) columns.push_back(x);
    // On to the first event that lies at least one column further.
    const double next = bar.first() + (static_cast<double>(x) + 1) / static_cast<double>(std::max(width, 1.0f)) * (bar.last() - bar.first());
    const EventId wanted = std::max<EventId>(*at + 1, static_cast<EventId>(std::ceil(std::max(0.0, next))));
    at = std::lower_bound(at + 1, events.end(), wanted);
  }
  return columns;
}

std::vector<Tick> ticks(const TimeBar& bar, const History& history, float width, float distance_min) {
  std::vector<Tick> found;
  if (history.count() == 0) return found;
  const int count = std::max(1, static_cast<int>(width / std::max(distance_min, 1.0f)));
  for (int i = 0; i < count; ++i) {
    const float x = width * static_cast<float>(i) / static_cast<float>(count);
    const EventId event = std::clamp<EventId>(bar.event_at(x, width), 1, history.count());
    std::string text = clock_text(history.event(event).time);
    // Many events at one time need its label once.
    if (!found.empty() && found.back().text == text) continue;
    found.push_back({x, std::move(text)});
  }
  return found;
}

}  // namespace respawn::observer
