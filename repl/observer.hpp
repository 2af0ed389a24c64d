#pragma once
/// The window and the pictures, as far as this respawn was built with them.

#include <optional>
#include <string>

#include "system/world.hpp"

namespace respawn {

/// Whether there is a display to open a window on.
bool has_display();

/// Shows the world in a window until it is closed. Gives the exit status when the program has halted by then. Thread: the main one.
std::optional<int> watch_until_closed(World& world);
/// Closes the window that is open. Thread: any.
void close_window();

/// Pictures of the run, from its beginning to its end, as numbered PNG files. Says on standard error what went wrong.
bool write_frames(World& world, const std::string& folder);

}  // namespace respawn
