#include "observer/model/feed.hpp"

#include <algorithm>

namespace respawn::observer {

bool Feed::update(std::size_t event_count_max) {
  const RunStatus before = status_;
  const std::uint64_t epoch_before = epoch_;
  const EventId count_before = history().count(), cursor_before = cursor();
  status_ = run_.status();
  if (is_first_ || status_.generation != before.generation || status_.event_count < count_before) {
    timeline_.clear();
    ++epoch_;
    is_first_ = false;
  }
  const EventId known = history().count();
  if (known < status_.event_count) {
    batch_.clear();
    run_.read_events(status_.generation, known + 1, std::min<EventId>(status_.event_count, known + event_count_max), batch_);
    timeline_.append(batch_);
  }
  if (held_at_ && !is_held_ && !status_.is_seeking) held_at_.reset();
  const EventId stays = status_.is_seeking && epoch_ == epoch_before ? cursor() : status_.cursor;
  timeline_.at(std::min(held_at_.value_or(stays), history().count()));

  const bool has_moved = history().count() != count_before || cursor() != cursor_before || status_.time != before.time;
  const bool has_turned = status_.is_playing != before.is_playing || status_.is_seeking != before.is_seeking ||
                          status_.is_live != before.is_live || status_.is_idle != before.is_idle ||
                          status_.speed != before.speed || status_.halted != before.halted;
  return has_moved || has_turned || epoch_ != epoch_before;
}

}  // namespace respawn::observer
