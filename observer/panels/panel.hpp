#pragma once
/// What every panel is given: the run as it is shown, what the user chose, and how things look.
///
/// A panel draws and writes its wishes into `ui` (selection, filters, commands); it keeps no copy of anything.

#include "observer/model/feed.hpp"
#include "observer/model/stage.hpp"
#include "observer/model/ui_state.hpp"
#include "observer/model/view_cache.hpp"
#include "observer/panels/fonts.hpp"
#include "observer/panels/theme.hpp"

namespace respawn::observer {

struct PanelContext {
  WatchedRun& run;
  Feed& feed;
  ViewCache& views;
  Stage& stage;
  UiState& ui;
  const Theme& theme;
  const Fonts& fonts;
  double now_seconds = 0;    // any clock that only goes on
  float frame_seconds = 0;   // since the last frame
  bool is_at_once = false;   // no gliding: pictures

  const History& history() const { return feed.history(); }
  const Scene& scene() const { return feed.scene(); }
  /// Sizes on the screen go with the font: 1 em is the height of its letters' box.
  float em(float count) const { return fonts.size * count; }
};

void select_process(PanelContext& context, ProcessIndex process);

/// What to call a process at the cursor: as `title`, but where events give nothing but a pid, what was seen inside it: "Stack" of
/// one that began in Stack.init/1.
std::string shown_title(const PanelContext& context, ProcessIndex process);

}  // namespace respawn::observer
