#pragma once
/// From the command line to what a runtime is started with (lib/boot.ex).

#include "repl/options.hpp"
#include "system/system.hpp"

namespace respawn {

SystemOptions system_options(const Options& options);

/// The list of steps that `:respawn_boot.program` takes.
Term steps_term(Area& area, const Options& options);

}  // namespace respawn
