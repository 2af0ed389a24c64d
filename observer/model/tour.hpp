#pragma once
/// Tour: a visitor who looks at everything while a run goes on: every panel, every process, every way to show them; who drags the time bar
/// back and forth; and who leaves when the run is over and all was seen.
///
/// It touches what a user touches, and nothing that acts on a process: so a run on which it was led is, event for event, the run that nobody
/// watched. Scripts use it to show that, and it is a way to close the window without a hand.
///
/// Thread: the window's.

#include "observer/model/feed.hpp"
#include "observer/model/ui_state.hpp"

namespace respawn::observer {

class Tour {
 public:
  /// What is to be looked at in the frame that comes. False: everything was seen, and nothing more will happen.
  bool lead(UiState& ui, const Feed& feed);

  /// The last frame of a stop: what is shown now has settled.
  bool is_at_end_of_stop() const { return frame_ % kFramesPerStop == 0; }
  std::size_t stop_count() const { return stop_count_; }

  /// So many stops show every combination of panels, with and without what can be switched on.
  static constexpr std::size_t kStopsMin = 64;

 private:
  void look(UiState& ui, const Feed& feed) const;
  bool drag(UiState& ui, const Feed& feed);

  static constexpr std::size_t kFramesPerStop = 3;    // a table needs two to find its widths
  static constexpr std::size_t kStopsPerDrag = 8;
  static constexpr std::size_t kFramesPerDrag = 12;   // back to a place further back each time, and forth again
  static constexpr std::size_t kQuietFramesMax = 40;  // in which nothing happened: nothing will

  std::size_t frame_ = 0, stop_count_ = 0, drag_count_ = 0, quiet_frames_ = 0;
  std::size_t drag_frame_ = kFramesPerDrag;  // of the drag that is under way
  EventId drag_from_ = 0, dragged_at_ = 0;
};

}  // namespace respawn::observer
