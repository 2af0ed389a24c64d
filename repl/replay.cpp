/// respawn replay. The run is made again to its end at once, which shows whether it still goes the way that was recorded; only then, when all its
/// events are known, does the window open on it, at its beginning, with the whole of it in the time bar.

#include "repl/replay.hpp"

#include <fmt/format.h>

#include "repl/lab_program.hpp"
#include "repl/observer.hpp"
#include "system/recording.hpp"

namespace respawn {
namespace {

WorldOptions world_of(const Recording& recording) {
  WorldOptions world;
  world.system.arguments = recording.program_arguments;
  world.system.limits.processes = static_cast<std::size_t>(recording.processes_max);
  world.seed = recording.seed;
  world.boot_module = recording.boot_module;
  world.boot_function = recording.boot_function;
  world.boot_arguments = recording.boot_arguments;
  world.choices = recording.choices;
  world.starts_playing = false;
  return world;
}

/// Empty, or how the run that was made again differs from the one that was recorded.
std::string run_again(World& world, const Recording& recording) {
  world.seek(recording.event_count);
  world.wait_until_there();
  if (world.has_diverged()) return fmt::format("it takes another way behind event {} of {}", world.event_count(), recording.event_count);
  if (world.event_count() != recording.event_count) return fmt::format("it has {} events, and had {}", world.event_count(), recording.event_count);
  if (world.event_hash() != recording.event_hash) return "its events have another hash";
  if (!recording.halted) return {};
  // An end is no event: one more step leads there.
  world.seek(recording.event_count + 1);
  world.wait_until_there();
  const std::optional<int> halted = world.status().halted;
  if (!halted || world.event_count() != recording.event_count) return "it does not end where it ended";
  return *halted == *recording.halted ? std::string() : fmt::format("it ends with status {}, and ended with {}", *halted, *recording.halted);
}

}  // namespace

int run_replay(const Options& options) {
  const auto recording = read_recording(options.replay_file);
  if (!recording) {
    fmt::print(stderr, "respawn: {}\n", recording.error());
    return 1;
  }
  const bool writes_frames = !options.frames_folder.empty();
  const bool is_without_window = (options.event_hash || writes_frames) && !options.observer;
  const bool has_window = !is_without_window && has_display();
  if (!is_without_window && !has_window) {
    fmt::print(stderr, "respawn: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): the run is made again without the window\n");
  }
  WorldOptions world_options = world_of(*recording);
  world_options.keeps_history = has_window || writes_frames;
  world_options.speed = options.speed.value_or(1.0);
  World world(std::move(world_options));
  if (const std::string difference = run_again(world, *recording); !difference.empty()) {
    fmt::print(stderr, "respawn: {}: this is not the run that was recorded: {}\n", options.replay_file, difference);
    return 1;
  }
  std::string problem;
  if (has_window || (writes_frames && options.tour)) {
    world.seek(1);
    world.wait_until_there();
    problem = has_window ? show_window(world, options.tour) : write_tour(world, options.frames_folder);
  } else if (writes_frames) {
    problem = write_frames(world, options.frames_folder);
  }
  world.pause();
  if (!problem.empty()) {
    fmt::print(stderr, "respawn: {}\n", problem);
    return 1;
  }
  return finish_lab_run(options, world) ? 0 : 1;
}

}  // namespace respawn
