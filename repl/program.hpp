#pragma once
/// Program: `respawn run` and `respawn -e`: a runtime that runs what it was started for, and its exit status.

#include "repl/options.hpp"

namespace respawn {

/// Runs on the threads of a wall system; gives the exit status. Thread: the main one.
int run_wall_program(const Options& options);

}  // namespace respawn
