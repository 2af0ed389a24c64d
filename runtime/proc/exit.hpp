#pragma once
/// Exit: the end of a process.

#include "proc/post_office.hpp"

namespace respawn {

/// Ends the process with its exit_reason(): it gives up its name, tells links and watchers in the order in which they
/// came, and is gone: `process` is destroyed, its pid is dead. Whatever arrived too late is answered as OTP answers for a
/// process that is not there. Thread: the owner's worker.
void end_process(Process& process, PostOffice& post_office, SlotCache& slots);

}  // namespace respawn
