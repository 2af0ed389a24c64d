#pragma once
/// Timers: messages that are sent later, and receives that give up.

#include <optional>

#include "base/clock.hpp"
#include "proc/process.hpp"
#include "proc/signal.hpp"

namespace respawn {

class Timers {
 public:
  virtual ~Timers() = default;

  /// Sends `signal` to `target` (a pid, or a registered name looked up when the time comes) at `due`. Takes the signal
  /// over. The timer is known by `reference`. `owner`: who started it.
  virtual void start(Nanoseconds due, Term target, Signal* signal, Term reference, Term owner) = 0;
  /// Time that was left, or nothing when there is no such timer (any more).
  virtual std::optional<Nanoseconds> cancel(Term reference) = 0;
  virtual std::optional<Nanoseconds> time_left(Term reference) = 0;

  /// Sees to it that `process`, which is about to wait, is woken by a timeout signal at `process.receive_deadline` or
  /// before. A wake-up that comes early is no harm: the process looks at its deadline and waits on.
  /// Thread: the owner's worker.
  virtual void arm_receive(Process& process) = 0;
  /// The receive has ended without its timeout.
  virtual void disarm_receive(Process& process) = 0;
};

}  // namespace respawn
