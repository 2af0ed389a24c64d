#include "repl/boot.hpp"

#include "term/binary.hpp"
#include "term/builder.hpp"

namespace respawn {

SystemOptions system_options(const Options& options) {
  SystemOptions system;
  system.workers = options.schedulers;
  // In the lab every process has a history: as many as OTP allows by default.
  constexpr std::size_t kLabProcesses = 262'144;
  if (options.processes_max != 0) system.limits.processes = options.processes_max;
  else if (options.lab) system.limits.processes = kLabProcesses;
  system.arguments = options.arguments;
  return system;
}

Term steps_term(Area& area, const Options& options) {
  std::vector<Term> steps;
  for (const Options::Step& step : options.steps) {
    steps.push_back(respawn::make_tuple(area, {intern(step.is_file ? "file" : "eval"), make_binary(area, step.text)}));
  }
  return make_list(area, steps);
}

}  // namespace respawn
