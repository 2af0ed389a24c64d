#pragma once
/// A message sequence chart: a lane a process, time downwards, an arrow from each sending to its receive.
///
/// A process and those that replaced it share a lane. Shown are the last events before the cursor that lie between the chosen processes;
/// if none are chosen, between those that talked most
/// lately. Receives have rows of their own, so that an arrow's slope is the time a message waited in the mailbox.

#include <string>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

struct ChartQuestion {
  std::vector<ProcessIndex> lanes;  // pinned; empty: chosen by activity
  EventId last = 0;                 // up to here
  std::size_t row_count_max = 60;
  std::size_t lane_count_max = 8;
  bool show_system = false;
};

struct ChartArrow {
  EventId event = 0;      // message_sent, exit_sent, down_sent
  std::uint32_t from_lane = 0, to_lane = 0;
  std::uint32_t from_row = 0;
  std::uint32_t to_row = 0;
  bool is_received = false;
  bool is_lost = false;      // the receiver died first; to_row is where
  // Neither: it still waits at the cursor; to_row is the row behind the last.
};

enum class ChartMarkKind : std::uint8_t { spawned, exited, crashed, restarted, timer, output };
struct ChartMark {
  EventId event = 0;
  ChartMarkKind kind = ChartMarkKind::spawned;
  std::uint32_t lane = 0, row = 0;
};

struct ChartLife {
  std::uint32_t lane = 0, first_row = 0, last_row = 0;
};

struct Chart {
  std::vector<ProcessIndex> lanes;  // the last process of each place
  std::vector<EventId> rows;        // ascending
  std::vector<ChartArrow> arrows;
  std::vector<ChartMark> marks;
  /// Rows between which a process of a lane lives: from birth (or 0) to death (or rows.size()).
  std::vector<ChartLife> lives;
};

Chart sequence_chart(const History& history, const ChartQuestion& question);

}  // namespace respawn::observer
