#pragma once
/// The lab without a shell: `respawn run --lab` and `respawn -e … --lab`.

#include "repl/options.hpp"
#include "system/world.hpp"

namespace respawn {

/// A world that runs what `options` ask for; the callbacks are the caller's.
WorldOptions lab_world_options(const Options& options);

/// Runs to the end; gives the exit status. Thread: the main one.
int run_lab_program(const Options& options);

/// What was asked for about the whole run: its hash on standard error, the recording in its file. False when the file cannot be written.
bool finish_lab_run(const Options& options, World& world);

}  // namespace respawn
