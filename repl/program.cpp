#include "repl/program.hpp"

#include <fmt/format.h>

#include "repl/boot.hpp"
#include "repl/observer.hpp"
#include "system/system.hpp"
#include "system/wall_run.hpp"

namespace respawn {

int run_wall_program(const Options& options) {
  System system(system_options(options));
  // Watched from before its first process on, the picture is complete.
  std::optional<WallRun> watched;
  std::string problem;
  if (options.observer) {
    if (has_display()) watched.emplace(system);
    else problem = "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)";
  }
  Arena arena;
  const Term steps = steps_term(arena, options);
  system.spawn(intern("respawn_boot"), intern("program"), {&steps, 1});
  if (watched) {
    problem = show_window(*watched, options.tour);
    watched.reset();
    // Who closes the window has seen enough.
    if (problem.empty() && !options.tour) return system.halted().value_or(0);
  }
  if (!problem.empty()) fmt::print(stderr, "respawn: {}\n", problem);
  return system.wait_until_halted();
}

}  // namespace respawn
