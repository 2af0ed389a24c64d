#pragma once
/// The observer's window.

#include <string>

#include "system/watched_run.hpp"

namespace respawn::observer {

struct WindowOptions {
  std::string title = "respawn";
  int width = 1280, height = 800;
  bool is_light = false;
  bool is_full_screen = false;
  float zoom = 1;
  /// Everything is looked at in turn (model/tour.hpp), and the window closes when the run is over.
  bool is_tour = false;
};

/// Whether a window can be opened: there is a display, and it answers. Thread: main.
bool open_window_available();

/// Opens the window and shows the run until the user closes it or `request_close_window` is called. Thread: main; returns when it is closed.
/// Empty if all went well, else why no window could be opened.
std::string run_window(WatchedRun& run, const WindowOptions& options = {});

/// Closes the window, if one is open. Thread: any.
void request_close_window();

/// Something has happened in the run: draw soon, and not only at the next look (ten a second while nothing moves). Thread: any.
void wake_window();

}  // namespace respawn::observer
