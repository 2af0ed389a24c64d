#pragma once
/// respawn replay: a recorded run, made again.

#include "repl/options.hpp"

namespace respawn {

/// Runs the recording again, shows it in the window or in pictures, and says whether it went the same way: then the status is 0.
int run_replay(const Options& options);

}  // namespace respawn
