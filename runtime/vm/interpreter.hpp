#pragma once
/// Machine: runs the code of processes.
///
/// `run_slice` is one loop over instructions (interpreter.cpp; the instructions are grouped in ops_*.inc). While it runs, the
/// hot registers are local: the instruction pointer, the frame, the top of the heap, the reductions left. They are put back
/// into the process (`SYNC`) before anything else may look at it, and read again afterwards.
///
/// Safepoints: a collection happens only where an instruction carries a live mask, or at a function's `enter`. A process
/// stops (slice over, waiting, the lab's pause) only at instructions that `live_point` (frame.hpp) knows.

#include "sched/scheduler.hpp"
#include "vm/services.hpp"

namespace respawn {

class Machine final : public SliceRunner {
 public:
  explicit Machine(Services& services) : services_(services) {}
  SliceEnd run_slice(Process& process, WorkerContext& worker) override;

 private:
  SliceEnd run_instructions(Process& process, WorkerContext& worker);

  Services& services_;
};

}  // namespace respawn
