#pragma once
/// Tracer: where the runtime says what happens.
///
/// One per runtime. While nobody listens, telling costs one predictable branch (`enabled`). In the lab every event is
/// told, numbered and hashed, watched or not: that is what "the same run" means. Texts are made only when `texts()` is
/// set, since they cost more than the event; they are no part of the hash.
///
/// Thread: any, for everything. The lab has one worker (event_log.hpp); on the wall each thread has a ring of its own
/// (wall_tracer.hpp), and watching begins and ends while the program runs.

#include <atomic>

#include "trace/event.hpp"

namespace respawn {

class Tracer {
 public:
  virtual ~Tracer() = default;

  bool enabled() const { return enabled_.load(std::memory_order_relaxed); }
  bool texts() const { return texts_.load(std::memory_order_relaxed); }

  /// False when an event of this kind and cause would be left out: then its text need not be made. The lab leaves nothing out.
  virtual bool takes(EventKind, EventId) { return true; }
  /// Records an event; id and time are filled in. Returns the id. Call only when enabled.
  virtual EventId tell(Event event) = 0;

 protected:
  std::atomic<bool> enabled_{false};
  std::atomic<bool> texts_{false};
};

}  // namespace respawn
