#pragma once
/// The window and the pictures: what the command does with observer/window.

#include <string>

#include "system/watched_run.hpp"

namespace respawn {

/// Whether there is a display to open a window on.
bool has_display();

/// Shows the run until the window is closed, by the user or at the end of a tour. Empty, or why there is no window. Thread: the main one.
std::string show_window(WatchedRun& run, bool is_tour = false);
/// Closes the window that is open. Thread: any.
void close_window();

/// Pictures of a run that has ended, from its beginning to its end, as numbered PNG files. Empty, or what went wrong.
std::string write_frames(WatchedRun& run, const std::string& folder);
/// Pictures of a run that goes on meanwhile, of every panel in turn, until it is over. Empty, or what went wrong.
std::string write_tour(WatchedRun& run, const std::string& folder);

}  // namespace respawn
