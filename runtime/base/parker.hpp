#pragma once
/// Parker: a place for one thread to sleep until somebody wakes it.
///
/// A wake-up that comes before the sleep is not lost: it makes the next sleep return at once. Thread: `park` by one
/// thread, `unpark` by any.

#include <atomic>
#include <cstdint>

#include "base/clock.hpp"

namespace respawn {

class Parker {
 public:
  /// Sleeps until `unpark`, at most `timeout`; a negative timeout means for ever. May return early.
  void park(Nanoseconds timeout);
  void unpark();

 private:
  std::atomic<std::uint32_t> token_{0};
};

}  // namespace respawn
