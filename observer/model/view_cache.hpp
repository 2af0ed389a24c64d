#pragma once
/// ViewCache: what was read of processes from the world standing still, and when it must be read again.
///
/// Reading a process costs the run time it could run in. So a view is good until the process has another event, and a frame reads a
/// bounded number of them: the selected process first, the others in the order in which they are asked for.
///
/// Thread: the window's.

#include <optional>
#include <unordered_map>

#include "observer/model/feed.hpp"

namespace respawn::observer {

class ViewCache {
 public:
  explicit ViewCache(WatchedRun& run) : run_(run) {}

  /// Begins a frame in which at most `reads_max` views may be read.
  void begin_frame(const Feed& feed, unsigned reads_max);

  /// The view, read anew if it is out of date and the frame still may; null when there is none (yet), or the process does not live at the
  /// cursor. `is_selected` reads whenever the cursor has moved. The pointer is good until the next frame.
  const ProcessView* view(ProcessIndex process, bool is_selected = false);
  /// What was read of it some time ago, if anything was; reads nothing.
  const ProcessView* known(ProcessIndex process) const;
  /// Something was left out of date because the frame had read enough.
  bool is_behind() const { return is_behind_; }

 private:
  struct Kept {
    std::optional<ProcessView> view;
    EventId cursor = 0, last_event = 0;
    bool is_read = false;
    std::uint64_t round = 0, round_read = 0;
  };

  // On the wall not everything is told: what was read is looked at again now and then.
  bool is_aged(const Kept& kept) const { return !feed_->status().is_lab && feed_->status().is_live && kept.round_read + kRoundsFresh < round_; }
  static constexpr std::uint64_t kRoundsFresh = 30;

  WatchedRun& run_;
  const Feed* feed_ = nullptr;
  std::unordered_map<ProcessIndex, Kept> kept_;
  std::uint64_t epoch_ = 0, round_ = 0;
  unsigned reads_left_ = 0;
  bool is_behind_ = false;
};

}  // namespace respawn::observer
