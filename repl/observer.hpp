#pragma once
/// The window and the pictures: what the command does with observer/window.

#include <string>

#include "system/world.hpp"

namespace respawn {

/// Whether there is a display to open a window on.
bool has_display();

/// Shows the world until the window is closed. Empty, or why there is no window. Thread: the main one.
std::string show_window(World& world);
/// Closes the window that is open. Thread: any.
void close_window();

/// Pictures of a run that has ended, from its beginning to its end, as numbered PNG files. Empty, or what went wrong.
std::string write_frames(World& world, const std::string& folder);

}  // namespace respawn
