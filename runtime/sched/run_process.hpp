#pragma once
/// RunProcess: one turn of one process: its signals, then a slice, then what follows from how the slice ended.
///
/// Both schedulers do exactly this; they differ in whom they pick and in what time is.

#include "proc/deliver.hpp"
#include "proc/exit.hpp"
#include "sched/scheduler.hpp"

namespace respawn {

enum class TurnEnd : std::uint8_t {
  again,   // ready to run: back into a queue
  asleep,  // whoever sends next wakes it; the process must not be touched any more
  paused,  // the lab: goes on from here before anyone else
  gone     // ended
};

/// Gives `slot` a turn of `reductions`; holds afterwards what is left of them. `resumed`: it is the rest of a turn that was paused, and
/// goes on as if it had not been, so what has been sent meanwhile is not looked at yet.
inline TurnEnd run_turn(ProcessSlot& slot, std::int32_t& reductions, SliceRunner& runner, PostOffice& post_office, WorkerContext& worker,
                        bool resumed = false) {
  Process& process = *slot.process;
  for (;;) {
    if (!resumed && slot.has_signals()) {
      const std::size_t count = deliver_signals(process, post_office);
      // Somebody only looked at it: it goes on waiting, and was never awake.
      if (count == 0 && process.status == ProcessStatus::waiting) {
        if (slot.fall_asleep()) return TurnEnd::asleep;
        continue;
      }
    }
    resumed = false;
    if (RESPAWN_UNLIKELY(process.exiting)) {
      end_process(process, post_office, worker.slots);
      return TurnEnd::gone;
    }
    if (RESPAWN_UNLIKELY(process.suspend_count > 0)) {
      process.status = ProcessStatus::runnable;
      if (slot.fall_asleep()) return TurnEnd::asleep;
      continue;
    }
    process.status = ProcessStatus::running;
    process.reductions_left = reductions;
    const SliceEnd end = runner.run_slice(process, worker);
    process.reductions_done += static_cast<std::uint64_t>(reductions - process.reductions_left);
    reductions = process.reductions_left;
    switch (end) {
      case SliceEnd::yielded: process.status = ProcessStatus::runnable; return TurnEnd::again;
      case SliceEnd::paused: return TurnEnd::paused;
      case SliceEnd::waiting:
        process.status = ProcessStatus::waiting;
        if (slot.fall_asleep()) return TurnEnd::asleep;
        // Something came in meanwhile: look at it in this turn, with what is left of the slice.
        if (reductions <= 0) return TurnEnd::again;
        break;
      case SliceEnd::ended: break;
    }
  }
}

}  // namespace respawn
