#pragma once
/// Tracer: where the runtime says what happens.
///
/// One per runtime. While nobody listens, telling costs one predictable branch (`enabled`). In the lab every event is
/// told, numbered and hashed, watched or not: that is what "the same run" means. Texts are made only when `texts()` is
/// set, since they cost more than the event; they are no part of the hash.
///
/// Thread: `tell` from the worker that runs the subject. The lab has one worker; in wall mode each has a ring of its
/// own (event_ring.hpp).

#include <functional>

#include "trace/event.hpp"

namespace respawn {

class Tracer {
 public:
  virtual ~Tracer() = default;

  bool enabled() const { return enabled_; }
  bool texts() const { return texts_; }

  /// Records an event; id and time are filled in. Returns the id. Call only when enabled.
  virtual EventId tell(Event event) = 0;

 protected:
  bool enabled_ = false;
  bool texts_ = false;
};

}  // namespace respawn
