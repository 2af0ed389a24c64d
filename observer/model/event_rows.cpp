#include "observer/model/event_rows.hpp"

#include <algorithm>

#include "observer/model/sentence.hpp"

namespace respawn::observer {
namespace {

bool is_upkeep(EventKind kind) {
  switch (kind) {
    case EventKind::linked:
    case EventKind::unlinked:
    case EventKind::monitored:
    case EventKind::demonitored:
    case EventKind::name_registered:
    case EventKind::name_unregistered:
    case EventKind::process_waiting:
    case EventKind::timer_cancelled:
    case EventKind::module_loaded: return true;
    default: return false;
  }
}

}  // namespace

bool passes(const History& history, EventId id, const EventQuestion& question, const TextFilter& filter) {
  if (question.process != kNoProcess && history.subject(id) != question.process && history.object(id) != question.process) return false;
  if (!question.show_upkeep && is_upkeep(history.event(id).kind)) return false;
  if (!question.show_system && is_system_event(history, id)) return false;
  if (filter.is_empty()) return true;
  std::string text(kind_word(history.event(id).kind));
  text += ' ';
  text += sentence(history, id, 400);
  return filter.passes(text, {{"id", static_cast<double>(id)}});
}

void EventRows::update(const History& history, const EventQuestion& question, std::size_t looked_at_max) {
  if (!(question == question_) || looked_at_ > history.count()) {
    rows_.clear();
    looked_at_ = 0;
    question_ = question;
    filter_ = TextFilter(question.filter);
  }
  if (question.process != kNoProcess) {
    // A process knows its events: nothing else is looked at.
    const std::vector<EventId>& events = history.process(question.process).events;
    for (auto id = std::upper_bound(events.begin(), events.end(), looked_at_); id != events.end(); ++id) {
      if (passes(history, *id, question_, filter_)) rows_.push_back(*id);
    }
    looked_at_ = history.count();
    return;
  }
  const EventId last = std::min<EventId>(history.count(), looked_at_ + looked_at_max);
  while (looked_at_ < last) {
    if (passes(history, ++looked_at_, question_, filter_)) rows_.push_back(looked_at_);
  }
}

std::size_t EventRows::row_at(EventId cursor) const {
  const auto behind = std::upper_bound(rows_.begin(), rows_.end(), cursor);
  return behind == rows_.begin() ? rows_.size() : static_cast<std::size_t>(behind - rows_.begin()) - 1;
}

}  // namespace respawn::observer
