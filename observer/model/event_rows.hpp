#pragma once
/// The event list: which events pass the filter. Grows with the history, a bounded number of events an update.

#include <string>
#include <vector>

#include "observer/model/history.hpp"
#include "observer/model/text_search.hpp"

namespace respawn::observer {

struct EventQuestion {
  std::string filter;
  ProcessIndex process = kNoProcess;  // only events of this one
  bool show_system = false;
  bool show_upkeep = true;            // links, monitors, names, waiting, modules

  friend bool operator==(const EventQuestion&, const EventQuestion&) = default;
};

bool passes(const History& history, EventId id, const EventQuestion& question, const TextFilter& filter);

class EventRows {
 public:
  void update(const History& history, const EventQuestion& question, std::size_t looked_at_max = 50'000);
  const std::vector<EventId>& rows() const { return rows_; }
  /// The row of the last event at or before `cursor`; rows().size() if there is none.
  std::size_t row_at(EventId cursor) const;
  bool is_complete(const History& history) const { return looked_at_ == history.count(); }
  void clear() { *this = EventRows(); }

 private:
  std::vector<EventId> rows_;
  EventQuestion question_;
  TextFilter filter_;
  EventId looked_at_ = 0;
};

}  // namespace respawn::observer
