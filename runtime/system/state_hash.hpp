#pragma once
/// The hash of a whole world: two lab systems with the same hash are in the same state.
///
/// Covers, for every process, where it stands, what its live slots, dictionary and mailbox hold, its links, monitors and flags; names;
/// tables; and what the scheduler holds: clock, ready processes, timers. Nothing in it depends on addresses or on when collections
/// happened. Thread: the lab's, while it stands still.

#include <cstdint>

#include "system/system.hpp"

namespace respawn {

std::uint64_t hash_state(System& system);

}  // namespace respawn
