#include "observer/model/timeline.hpp"

#include <algorithm>

namespace respawn::observer {

void Timeline::clear() { *this = Timeline(); }

const Scene& Timeline::at(EventId cursor) {
  cursor = std::min(cursor, history_.count());
  const auto behind =
      std::upper_bound(checkpoints_.begin(), checkpoints_.end(), cursor, [](EventId id, const Scene& scene) { return id < scene.cursor(); });
  const bool must_go_back = cursor < scene_.cursor();
  // A checkpoint is also a short cut forward.
  if (behind != checkpoints_.begin() && (must_go_back || std::prev(behind)->cursor() > scene_.cursor())) {
    scene_ = *std::prev(behind);
  } else if (must_go_back) {
    scene_ = Scene();
  }
  advance(cursor);
  return scene_;
}

void Timeline::advance(EventId cursor) {
  while (scene_.cursor() < cursor) {
    scene_.apply(history_, scene_.cursor() + 1);
    const EventId last = checkpoints_.empty() ? 0 : checkpoints_.back().cursor();
    if (scene_.cursor() >= last + std::max<EventId>(step_, scene_.process_count())) keep_checkpoint();
  }
}

void Timeline::keep_checkpoint() {
  checkpoints_.push_back(scene_);
  if (checkpoints_.size() < kCheckpointsMax) return;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < checkpoints_.size(); i += 2) checkpoints_[kept++] = std::move(checkpoints_[i]);
  checkpoints_.resize(kept);
  step_ *= 2;
}

}  // namespace respawn::observer
