#pragma once
/// The lists below the tree: crashes and restarts, the process table, the events with their causes, the console.

#include "observer/model/causes.hpp"
#include "observer/panels/panel.hpp"

namespace respawn::observer {

/// Crashes and restarts, the latest at the top (incidents_panel.cpp).
void draw_incidents(PanelContext& context);

/// All processes; costs the visible rows (processes_panel.cpp).
class ProcessesPanel {
 public:
  void draw(PanelContext& context);
  void clear() { table_.clear(); }

 private:
  ProcessTable table_;
};

/// All events, and why the chosen one happened (events_panel.cpp).
class EventsPanel {
 public:
  void draw(PanelContext& context);
  void clear() { rows_.clear(); }
  /// There are more events to filter: draw again soon.
  bool is_behind(const History& history) const { return !rows_.is_complete(history); }

 private:
  void draw_list(PanelContext& context);
  void draw_why(PanelContext& context);

  EventRows rows_;
  EventId scrolled_to_ = 0;
  int frames_to_scroll_ = 0;
};

/// What the program wrote (console_panel.cpp).
class ConsolePanel {
 public:
  void draw(PanelContext& context);

 private:
  std::string text_;
  EventId cursor_ = ~EventId{0};
  std::uint64_t epoch_ = 0;
};

}  // namespace respawn::observer
