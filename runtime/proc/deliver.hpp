#pragma once
/// Deliver: what each kind of signal does to the process that receives it.
///
/// The rules are those of the Erlang Reference Manual, "Processes" (links, monitors, exit signals) and of the
/// documentation of erlang:exit/2, link/1, monitor/2. Thread: the owner's worker, at a safepoint.

#include "proc/post_office.hpp"

namespace respawn {

/// Takes every signal that has arrived. Messages go to the mailbox; a signal may make the process end
/// (`process.exiting`). Returns how many there were; what only looks at the process does not count.
std::size_t deliver_signals(Process& process, PostOffice& post_office);

}  // namespace respawn
