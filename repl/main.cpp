/// respawn: the command.

#include "repl/lab_program.hpp"
#include "repl/options.hpp"
#include "repl/program.hpp"
#include "repl/replay.hpp"
#include "repl/shell.hpp"

int main(int count, char** arguments) {
  std::optional<int> exit_status;
  const respawn::Options options = respawn::read_options(count, arguments, &exit_status);
  if (exit_status) return *exit_status;
  if (options.task == respawn::Options::Task::shell) return respawn::run_shell(options);
  if (options.task == respawn::Options::Task::replay) return respawn::run_replay(options);
  if (options.lab) return respawn::run_lab_program(options);
  return respawn::run_wall_program(options);
}
