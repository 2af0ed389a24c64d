#pragma once
/// The shell: a session at the terminal, a runtime behind it, and a window beside it when one is wanted.

#include "repl/options.hpp"

namespace respawn {

/// Runs until the input ends or the program halts; gives the exit status. Thread: the main one, which the window needs.
int run_shell(const Options& options);

}  // namespace respawn
