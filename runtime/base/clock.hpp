#pragma once
/// The clocks of the operating system, in nanoseconds. The lab never reads them: it has a virtual clock of its own.

#include <cstdint>

namespace respawn {

using Nanoseconds = std::int64_t;

/// Time since some fixed point; never goes back. Thread: any.
Nanoseconds monotonic_now();

/// Time since 1970-01-01 UTC; may jump. Thread: any.
Nanoseconds system_now();

}  // namespace respawn
