#pragma once
/// Scheduler: who runs next, and when a timer is due.
///
/// There are two (design: wall and lab), behind this interface; nothing above knows which one it has except through
/// `is_lab`. Both run processes in slices: a process runs until it waits, ends, or has used up its reductions.

#include <cstdint>
#include <memory>

#include "base/clock.hpp"
#include "proc/post_office.hpp"
#include "sched/timers.hpp"
#include "trace/choice_log.hpp"
#include "trace/event_log.hpp"

namespace respawn {

/// Reductions (about: calls) that a process may use before another gets its turn, as on BEAM.
inline constexpr std::int32_t kSliceReductions = 4000;

/// Something that a floor above keeps with each worker.
class WorkerCache {
 public:
  virtual ~WorkerCache() = default;
};

/// What belongs to one worker and is handed to whatever runs on it.
struct WorkerContext {
  explicit WorkerContext(ProcessTable& table, unsigned its_index) : slots(table), index(its_index) {}
  SlotCache slots;
  unsigned index;
  Word next_reference = 0;  // plain references are taken in blocks
  Word reference_end = 0;
  std::unique_ptr<WorkerCache> lookup_cache;    // the machine's own (vm/lookup_cache.hpp)
  std::unique_ptr<WorkerCache> protocol_cache;  // native/protocol.cpp
};

enum class SliceEnd : std::uint8_t {
  yielded,  // wants to go on
  waiting,  // has looked at every message
  paused,   // the lab asked to stop here: goes on as if nothing had happened
  ended     // process.exiting is set
};

/// The machine, as seen from here.
class SliceRunner {
 public:
  /// Runs `process` from where it stands until its slice ends. `process.reductions_left` is set by the scheduler and
  /// holds the rest afterwards.
  virtual SliceEnd run_slice(Process& process, WorkerContext& worker) = 0;

 protected:
  ~SliceRunner() = default;
};

class Scheduler : public Waker {
 public:
  virtual ~Scheduler() = default;

  virtual bool is_lab() const = 0;
  virtual unsigned worker_count() const = 0;

  /// Time since the start of the runtime. In the lab: virtual. Thread: any worker.
  virtual Nanoseconds now() const = 0;
  virtual Timers& timers() = 0;

  /// A process that has just been made and may run. Thread: any.
  virtual void add(ProcessSlot& slot) = 0;

  /// The context of the worker that the caller runs on; in wall mode also of threads that are no workers.
  virtual WorkerContext& context() = 0;

  /// Processes that could run now but wait for a worker. Thread: any; a momentary figure.
  virtual std::size_t run_queue_length() const = 0;
};

struct SchedulerParts {
  PostOffice& post_office;
  SliceRunner& runner;
};

/// One worker a core (or as many as told), stealing from each other. Runs until it is destroyed.
std::unique_ptr<Scheduler> make_threaded_scheduler(SchedulerParts parts, unsigned workers);

}  // namespace respawn
