#pragma once
/// The process table: which living (or also dead) processes, in which order.
///
/// Filtering and sorting look at every process, so the rows are kept until the scene or the question changes, and are not made
/// again more often than a twentieth of the time allows (ProcessTable::update). Drawing looks at the visible rows only.

#include <string>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

enum class ProcessColumn : std::uint8_t { name, pid, status, mailbox, received, sent, restarts, age, supervisor };

struct ProcessQuestion {
  std::string filter;
  ProcessColumn column = ProcessColumn::pid;
  bool descending = false;
  bool show_system = false;
  bool show_dead = false;

  friend bool operator==(const ProcessQuestion&, const ProcessQuestion&) = default;
};

std::vector<ProcessIndex> process_rows(const History& history, const Scene& scene, const ProcessQuestion& question);

class ProcessTable {
 public:
  /// Makes the rows anew if something changed and it is time. `now_seconds` is any clock.
  void update(const History& history, const Scene& scene, const ProcessQuestion& question, double now_seconds);
  const std::vector<ProcessIndex>& rows() const { return rows_; }
  void clear() { *this = ProcessTable(); }

 private:
  std::vector<ProcessIndex> rows_;
  ProcessQuestion question_;
  EventId cursor_ = ~EventId{0};
  double next_time_ = -1e9;
};

}  // namespace respawn::observer
