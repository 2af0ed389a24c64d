#include "observer/model/overview.hpp"

#include <algorithm>

#include "base/clock.hpp"

namespace respawn::observer {
namespace {

/// The processes with the highest values above zero.
class Ranking {
 public:
  explicit Ranking(std::size_t length_max) : length_max_(length_max) {}

  void add(ProcessIndex process, std::uint32_t value) {
    if (value == 0) return;
    const auto comes_before = [](const Entry& a, const Entry& b) { return a.value != b.value ? a.value > b.value : a.process < b.process; };
    const Entry entry{value, process};
    if (entries_.size() == length_max_ && !comes_before(entry, entries_.back())) return;
    entries_.insert(std::upper_bound(entries_.begin(), entries_.end(), entry, comes_before), entry);
    if (entries_.size() > length_max_) entries_.pop_back();
  }
  std::vector<ProcessIndex> processes() const {
    std::vector<ProcessIndex> processes;
    for (const Entry& entry : entries_) processes.push_back(entry.process);
    return processes;
  }

 private:
  struct Entry {
    std::uint32_t value;
    ProcessIndex process;
  };
  std::size_t length_max_;
  std::vector<Entry> entries_;
};

}  // namespace

Overview overview(const History& history, const Scene& scene, bool with_system, std::size_t row_count_max) {
  Overview result;
  Ranking fullest(row_count_max), busiest(row_count_max), restarted(row_count_max);
  for (std::size_t i = 0; i < scene.alive().size(); ++i) {
    const ProcessIndex process = scene.alive()[i];
    if (!with_system && history.process(process).is_system) continue;
    const ProcessState& state = scene.process(process);
    ++result.counts[static_cast<std::size_t>(state.liveness)];
    result.supervisors += state.is_supervisor ? 1 : 0;
    result.waiting_messages += state.mailbox_length;
    fullest.add(process, state.mailbox_length);
    busiest.add(process, state.received_count);
    restarted.add(process, state.restart_count);
  }
  result.fullest = fullest.processes();
  result.busiest = busiest.processes();
  result.restarted = restarted.processes();
  return result;
}

const Overview& OverviewKeeper::update(const History& history, const Scene& scene, bool with_system, double now_seconds) {
  const bool is_same = scene.cursor() == cursor_ && with_system == with_system_;
  if (is_same || (now_seconds < next_time_ && with_system == with_system_)) return overview_;
  const Nanoseconds begin = monotonic_now();
  overview_ = overview(history, scene, with_system);
  constexpr double kShare = 20;
  next_time_ = now_seconds + static_cast<double>(monotonic_now() - begin) / 1e9 * kShare;
  cursor_ = scene.cursor();
  with_system_ = with_system;
  return overview_;
}

}  // namespace respawn::observer
