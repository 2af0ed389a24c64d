#pragma once
/// The list of crashes and restarts up to a cursor: old pid, new pid, child id, reason.

#include <string>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

struct IncidentRow {
  EventId event = 0;       // the process ended
  EventId restarted = 0;   // 0: not (yet)
  Nanoseconds time = 0;
  ProcessIndex process = kNoProcess, replacement = kNoProcess, supervisor = kNoProcess;
  bool is_failure = false;
  bool will_restart = false;  // it is known already that it will be
  std::string name, reason;
};

/// How many incidents there are up to the cursor.
std::size_t incident_count(const History& history, EventId cursor);
/// One of them, 0 is the first.
IncidentRow incident_row(const History& history, std::size_t index, EventId cursor);

}  // namespace respawn::observer
