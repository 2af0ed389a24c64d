#include "repl/interrupt_watch.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "base/assert.hpp"

namespace respawn {
namespace {

// All that the handler knows. Written before it is installed.
int wake_descriptor = -1;
std::atomic<bool> exists{false};
std::atomic<bool> was_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

struct sigaction action_before;

void on_interrupt(int) {
  const int saved_errno = errno;
  was_interrupted = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_descriptor, &one, sizeof one);
  errno = saved_errno;
}

}  // namespace

InterruptWatch::InterruptWatch(int descriptor) {
  const bool is_second = exists.exchange(true);
  RESPAWN_ASSERT(!is_second);
  wake_descriptor = descriptor;
  was_interrupted = false;
  ::sigaction(SIGINT, nullptr, &action_before);
  if (action_before.sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  action.sa_flags = SA_RESTART;
  ::sigfillset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
}

InterruptWatch::~InterruptWatch() {
  ::sigaction(SIGINT, &action_before, nullptr);
  exists = false;
}

bool InterruptWatch::take_interrupted() { return was_interrupted.exchange(false); }

}  // namespace respawn
