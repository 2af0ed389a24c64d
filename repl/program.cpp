#include "repl/program.hpp"

#include "repl/boot.hpp"
#include "system/system.hpp"

namespace respawn {

int run_wall_program(const Options& options) {
  System system(system_options(options));
  Arena arena;
  const Term steps = steps_term(arena, options);
  system.spawn(intern("respawn_boot"), intern("program"), {&steps, 1});
  return system.wait_until_halted();
}

}  // namespace respawn
