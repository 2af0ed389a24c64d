#include "observer/model/tour.hpp"

#include <algorithm>

namespace respawn::observer {

bool Tour::lead(UiState& ui, const Feed& feed) {
  const RunStatus& status = feed.status();
  const bool is_dragging = drag(ui, feed);
  if (is_dragging) return true;
  // Whoever has let go of the bar in the past goes on to the present.
  if (!status.is_playing && !status.is_seeking && !(status.is_live && status.halted)) ui.command(CommandKind::play);
  if (frame_ % kFramesPerStop == 0) {
    look(ui, feed);
    ++stop_count_;
    // Going back takes time from a run that waits for a timer: it must have got further since the last time, or it would never get anywhere.
    const EventId count = feed.history().count();
    if (stop_count_ % kStopsPerDrag == 0 && (count > dragged_at_ || status.halted)) {
      drag_frame_ = 0;
      drag_from_ = feed.cursor();
      dragged_at_ = count;
    }
  }
  ++frame_;
  const bool is_quiet = status.is_live && !status.is_seeking && !feed.is_behind() && (status.halted || status.is_idle);
  quiet_frames_ = is_quiet ? quiet_frames_ + 1 : 0;
  return stop_count_ < kStopsMin || quiet_frames_ < (status.halted ? 1 : kQuietFramesMax);
}

void Tour::look(UiState& ui, const Feed& feed) const {
  const std::size_t stop = stop_count_;
  const History& history = feed.history();
  ui.main_tab = stop % 2 == 0 ? MainTab::tree : MainTab::sequence;
  ui.lower_tab = static_cast<LowerTab>(stop / 2 % 4);
  ui.has_new_main_tab = ui.has_new_lower_tab = true;
  ui.show_links = stop % 3 == 0;
  ui.show_messages = stop % 5 != 0;
  ui.show_system = stop % 4 == 1;
  ui.show_help = stop % 16 == 15;
  ui.is_light = stop % 8 >= 6;
  ui.zoom = stop % 32 >= 28 ? 1.5f : 1;  // fonts are made anew each time
  ui.show_detail = stop % 13 != 12;
  ui.show_lower = stop % 11 != 10;
  ui.events_of_selected = stop % 6 == 3;
  ui.processes.show_dead = stop % 5 == 2;
  ui.processes.filter = ui.tree.search = stop % 9 == 4 ? "e" : "";
  ui.selected_event = feed.cursor();
  // Every process in turn, and now and then none: then the run as a whole is shown.
  const std::size_t process = history.process_count() == 0 || stop % 10 == 0 ? kNoProcess : stop % history.process_count();
  ui.selected = static_cast<ProcessIndex>(process);
  ui.selected_pid.reset();
  if (ui.selected != kNoProcess) ui.selected_pid = history.process(ui.selected).pid;
}

// The hand goes back in even steps, and forth again to where it began.
bool Tour::drag(UiState& ui, const Feed& feed) {
  if (drag_frame_ > kFramesPerDrag) return false;
  if (drag_frame_ == kFramesPerDrag) {
    if (ui.dragged_to) ++drag_count_;
    ui.dragged_to.reset();
    ++drag_frame_;
    return false;
  }
  const std::size_t half = kFramesPerDrag / 2;
  const std::size_t depth = std::min<std::size_t>(drag_count_ + 1, 4);
  const std::size_t steps_back = drag_frame_ < half ? drag_frame_ + 1 : kFramesPerDrag - drag_frame_ - 1;
  ui.dragged_to = std::min(feed.history().count(), drag_from_ - drag_from_ * steps_back * depth / (half * 4));
  ++drag_frame_;
  return true;
}

}  // namespace respawn::observer
