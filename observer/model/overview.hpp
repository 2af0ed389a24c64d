#pragma once
/// Overview: the run in a few numbers, and the processes that stand out.
///
/// Made by looking at every living process, so it is kept until the cursor moves and not made again more often than a twentieth of
/// the time allows.

#include <array>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

struct Overview {
  static constexpr std::size_t kLivenessCount = static_cast<std::size_t>(Liveness::dead) + 1;

  std::array<std::size_t, kLivenessCount> counts{};  // of the living, by Liveness
  std::size_t supervisors = 0;
  std::uint64_t waiting_messages = 0;
  std::vector<ProcessIndex> fullest;    // mailboxes, the fullest first
  std::vector<ProcessIndex> busiest;    // most messages taken
  std::vector<ProcessIndex> restarted;  // most often

  std::size_t count(Liveness liveness) const { return counts[static_cast<std::size_t>(liveness)]; }
};

Overview overview(const History& history, const Scene& scene, bool with_system, std::size_t row_count_max = 5);

class OverviewKeeper {
 public:
  const Overview& update(const History& history, const Scene& scene, bool with_system, double now_seconds);
  void clear() { *this = OverviewKeeper(); }

 private:
  Overview overview_;
  EventId cursor_ = ~EventId{0};
  bool with_system_ = false;
  double next_time_ = -1e9;
};

}  // namespace respawn::observer
