#include "observer/model/incident_rows.hpp"

#include <algorithm>

#include "observer/model/term_text.hpp"

namespace respawn::observer {

std::size_t incident_count(const History& history, EventId cursor) {
  // Incidents are in the order in which they became known; a sibling's is known only when it is replaced.
  const std::vector<Incident>& incidents = history.incidents();
  const auto known = [](const Incident& incident) { return incident.is_failure ? incident.exited : incident.restarted; };
  const auto behind = std::upper_bound(incidents.begin(), incidents.end(), cursor,
                                       [&](EventId id, const Incident& incident) { return id < known(incident); });
  return static_cast<std::size_t>(behind - incidents.begin());
}

IncidentRow incident_row(const History& history, std::size_t index, EventId cursor) {
  const Incident& incident = history.incidents()[index];
  IncidentRow row;
  row.event = incident.exited;
  row.time = history.event(incident.exited).time;
  row.process = incident.process;
  row.is_failure = incident.is_failure;
  row.name = title(history.process(incident.process));
  const Event& exit = history.event(incident.exited);
  row.reason = exit.kind == EventKind::process_exited ? reason_caption(exit.text) : std::string();
  row.will_restart = incident.restarted > cursor;
  if (incident.restarted != 0 && incident.restarted <= cursor) {
    row.restarted = incident.restarted;
    row.replacement = incident.replacement;
    row.supervisor = incident.supervisor;
  }
  return row;
}

}  // namespace respawn::observer
