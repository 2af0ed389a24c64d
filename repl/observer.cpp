#include "repl/observer.hpp"

#include <cstdlib>

#include "observer/window/frame_writer.hpp"
#include "observer/window/window.hpp"

namespace respawn {
namespace {

// Of a run, evenly spread over its events, each after the movement has come to rest.
constexpr EventId kPicturesMax = 40;
constexpr int kSettlingFrames = 20;

}  // namespace

bool has_display() { return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr; }

std::string show_window(World& world) {
  if (!observer::open_window_available()) return "no window could be opened: the display does not answer";
  return observer::run_window(world);
}

void close_window() { observer::request_close_window(); }

std::string write_frames(World& world, const std::string& folder) {
  observer::FrameWriter writer(world, folder);
  if (!writer.error().empty()) return writer.error();
  const EventId count = world.event_count();
  const EventId pictures = std::min<EventId>(count, kPicturesMax);
  for (EventId picture = 1; picture <= pictures; ++picture) {
    world.seek(std::max<EventId>(1, count * picture / pictures));
    world.wait_until_there();
    for (int frame = 0; frame < kSettlingFrames; ++frame) {
      if (!writer.draw_frame()) return writer.error();
    }
    if (!writer.write_frame()) return writer.error();
  }
  return {};
}

}  // namespace respawn
