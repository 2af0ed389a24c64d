#pragma once
/// Timeline: a history and the scene at any cursor in it.
///
/// Going forward applies events to the scene at hand. Going back starts from a checkpoint: a copy of the scene that was kept on the way.
/// Checkpoints lie a step apart that is at least the number of processes, so that their chunks are paid for by the events between
/// them; when there are too many, every second one is dropped and the step doubles.
///
/// Invariant: at(cursor) is the same whatever was asked before. Thread: one.

#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

class Timeline {
 public:
  const History& history() const { return history_; }

  /// Takes more events into the history; the scene stays where it is.
  void append(std::vector<Event>& batch) { history_.append(batch); }
  void clear();

  /// The scene behind event `cursor` (at most the last known one). The reference is good until the next call.
  const Scene& at(EventId cursor);
  const Scene& scene() const { return scene_; }

  std::size_t checkpoint_count() const { return checkpoints_.size(); }

 private:
  void advance(EventId cursor);
  void keep_checkpoint();

  static constexpr EventId kStepMin = 2048;
  static constexpr std::size_t kCheckpointsMax = 128;

  History history_;
  Scene scene_;
  std::vector<Scene> checkpoints_;  // ascending cursors
  EventId step_ = kStepMin;
};

}  // namespace respawn::observer
