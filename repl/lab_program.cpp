#include "repl/lab_program.hpp"

#include <fmt/format.h>

#include <limits>

#include "native/standard_input.hpp"
#include "repl/boot.hpp"
#include "repl/observer.hpp"
#include "system/recording.hpp"
#include "term/builder.hpp"
#include "term/external.hpp"

namespace respawn {

WorldOptions lab_world_options(const Options& options) {
  WorldOptions world;
  world.system = system_options(options);
  world.seed = options.seed;
  const bool is_shell = options.task == Options::Task::shell;
  const bool is_watched = is_shell || options.observer || !options.frames_folder.empty();
  world.speed = options.speed.value_or(is_shell || options.observer ? 1.0 : std::numeric_limits<double>::infinity());
  world.keeps_history = is_watched;
  world.boot_module = "respawn_boot";
  world.boot_function = is_shell ? "shell" : "program";
  Arena arena;
  world.boot_arguments = external::encode(make_list(arena, {steps_term(arena, options)}));
  return world;
}

bool finish_lab_run(const Options& options, World& world) {
  if (options.event_hash) fmt::print(stderr, "event-hash: {:016x} events: {}\n", world.event_hash(), world.event_count());
  if (options.record_file.empty()) return true;
  const std::string problem = write_recording(options.record_file, world.recording());
  if (problem.empty()) return true;
  fmt::print(stderr, "respawn: cannot write {}: {}\n", options.record_file, problem);
  return false;
}

int run_lab_program(const Options& options) {
  World* run = nullptr;
  StandardInput input([&](std::string_view bytes) { run->offer_input(bytes); }, [&](bool may_go_on) { run->end_input(may_go_on); });
  WorldOptions world_options = lab_world_options(options);
  world_options.input_wanted = [&] { input.want(); };
  world_options.starts_playing = false;
  World world(std::move(world_options));
  run = &world;
  world.play();

  std::string problem;
  const bool writes_tour = options.tour && !options.observer && !options.frames_folder.empty();
  bool is_closed_by_user = false;
  if (options.observer) {
    problem = has_display() ? show_window(world, options.tour) : "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)";
    if (!problem.empty()) fmt::print(stderr, "respawn: {}\n", problem);
    is_closed_by_user = problem.empty() && !options.tour;
  } else if (writes_tour) {
    problem = write_tour(world, options.frames_folder);
  }
  // Who closes the window has seen enough; without him the program goes on to its end.
  std::optional<int> status = world.status().halted.value_or(0);
  if (!is_closed_by_user) {
    world.play();
    status = world.wait_until_halted(true);
  }
  if (!status) {
    fmt::print(stderr, "respawn: every process waits, no timer is running and no input is asked for: nothing can happen any more\n");
    status = 1;
  }
  world.pause();
  if (!finish_lab_run(options, world)) return 1;
  if (!writes_tour && !options.frames_folder.empty()) problem = write_frames(world, options.frames_folder);
  if (!options.frames_folder.empty() && !problem.empty()) {
    fmt::print(stderr, "respawn: no pictures: {}\n", problem);
    return 1;
  }
  return *status;
}

}  // namespace respawn
