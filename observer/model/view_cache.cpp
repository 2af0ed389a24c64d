#include "observer/model/view_cache.hpp"

namespace respawn::observer {

void ViewCache::begin_frame(const Feed& feed, unsigned reads_max) {
  feed_ = &feed;
  reads_left_ = reads_max;
  is_behind_ = false;
  ++round_;
  if (epoch_ != feed.epoch()) kept_.clear();
  epoch_ = feed.epoch();
  // What is not asked for any more is not kept: texts of states are large.
  constexpr std::size_t kKeptMax = 2000;
  constexpr std::uint64_t kRoundsKept = 120;
  if (kept_.size() > kKeptMax) std::erase_if(kept_, [&](const auto& entry) { return entry.second.round + kRoundsKept < round_; });
}

const ProcessView* ViewCache::view(ProcessIndex process, bool is_selected) {
  if (feed_ == nullptr || process == kNoProcess) return nullptr;
  const Scene& scene = feed_->scene();
  if (!scene.is_alive(process)) return nullptr;
  Kept& kept = kept_[process];
  kept.round = round_;
  const EventId last_event = feed_->history().last_event_of(process, scene.cursor());
  const bool is_fresh = kept.is_read && kept.last_event == last_event && (!is_selected || kept.cursor == scene.cursor()) && !is_aged(kept);
  // While the hand is elsewhere than the run, the run can only tell of its own cursor.
  const bool can_read = !feed_->status().is_seeking && feed_->status().cursor == scene.cursor();
  if (!is_fresh && (!can_read || (reads_left_ == 0 && !is_selected))) {
    is_behind_ = true;
  } else if (!is_fresh) {
    if (!is_selected) --reads_left_;
    kept.view = run_.view(feed_->history().process(process).pid);
    kept.is_read = kept.view.has_value();  // on the wall a busy process may not have answered yet
    kept.round_read = round_;
    kept.cursor = scene.cursor();
    kept.last_event = last_event;
  }
  return kept.view ? &*kept.view : nullptr;
}

const ProcessView* ViewCache::known(ProcessIndex process) const {
  const auto found = kept_.find(process);
  return found == kept_.end() || !found->second.view ? nullptr : &*found->second.view;
}

}  // namespace respawn::observer
