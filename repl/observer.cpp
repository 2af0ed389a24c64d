#include "repl/observer.hpp"

#include <cstdlib>

#include "observer/window/run_pictures.hpp"
#include "observer/window/window.hpp"

namespace respawn {

bool has_display() {
  const auto is_set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
}

std::string show_window(WatchedRun& run, bool is_tour) {
  if (!observer::open_window_available()) return "no window could be opened: the display does not answer";
  return observer::run_window(run, {.is_tour = is_tour});
}

void close_window() { observer::request_close_window(); }

std::string write_frames(WatchedRun& run, const std::string& folder) { return observer::write_run_pictures(run, folder); }

std::string write_tour(WatchedRun& run, const std::string& folder) { return observer::write_tour_pictures(run, folder); }

}  // namespace respawn
