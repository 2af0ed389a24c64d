#include "base/clock.hpp"

#include <time.h>

namespace respawn {

static Nanoseconds read_clock(clockid_t id) {
  timespec now{};
  clock_gettime(id, &now);
  return static_cast<Nanoseconds>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

Nanoseconds monotonic_now() { return read_clock(CLOCK_MONOTONIC); }
Nanoseconds system_now() { return read_clock(CLOCK_REALTIME); }

}  // namespace respawn
