#include "observer/model/causes.hpp"

#include <algorithm>

namespace respawn::observer {

std::vector<EventId> causes(const History& history, EventId id, std::size_t length_max) {
  std::vector<EventId> chain;
  while (id != 0 && id <= history.count() && chain.size() < length_max) {
    chain.push_back(id);
    const EventId cause = history.event(id).cause;
    if (cause >= id) break;  // a cause is earlier than its effect; anything else is no recording of ours
    id = cause;
  }
  return chain;
}

std::vector<EventId> effects(const History& history, EventId id, EventId cursor, std::size_t looked_at_max) {
  std::vector<EventId> found;
  const EventId last = std::min({history.count(), cursor, id + looked_at_max});
  for (EventId later = id + 1; later <= last; ++later) {
    if (history.event(later).cause == id) found.push_back(later);
  }
  return found;
}

EventId end_of(const History& history, ProcessIndex process) {
  if (process == kNoProcess || history.process(process).exited == 0) return 0;
  const std::vector<EventId>& events = history.process(process).events;
  for (auto id = events.rbegin(); id != events.rend(); ++id) {
    if (history.event(*id).kind == EventKind::crashed && history.subject(*id) == process) return *id;
    if (history.process(process).exited - std::min(history.process(process).exited, *id) > 100) break;
  }
  return history.process(process).exited;
}

}  // namespace respawn::observer
