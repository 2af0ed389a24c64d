#pragma once
/// PostOffice: how a signal gets from one process to another, and whom to tell about it.
///
/// Bundles what delivering needs: the table, the names, the tracer, and three hooks to floors above. Thread: any worker.

#include "proc/crash_reports.hpp"
#include "proc/names.hpp"
#include "proc/process.hpp"
#include "proc/process_table.hpp"
#include "proc/reference.hpp"
#include "trace/tracer.hpp"

namespace respawn {

/// The scheduler, as seen from here.
class Waker {
 public:
  /// The process in `slot` was asleep and has something to do. Called exactly once for each time it fell asleep.
  virtual void wake(ProcessSlot& slot) = 0;

 protected:
  ~Waker() = default;
};

/// What needs to see inside a process to be answered, and who must know when one ends.
class ProcessHooks {
 public:
  /// Answers a request for information (`signal.value`: items). The process stands at a safepoint.
  virtual void answer_info(Process& process, const Signal& signal) = 0;
  /// Shows the process to whoever watches a wall system (`signal.value`: the number of the question). Nothing of it may change.
  virtual void show_process(Process& process, const Signal& signal) = 0;
  /// Collects the process's garbage and answers.
  virtual void collect_garbage(Process& process, const Signal& signal) = 0;
  /// The process has ended: tables it owned, timers and such go.
  virtual void process_ended(Process& process) = 0;

 protected:
  ~ProcessHooks() = default;
};

class PostOffice {
 public:
  PostOffice(ProcessTable& its_table, Names& its_names, Tracer& its_tracer) : table(its_table), names(its_names), tracer(its_tracer) {}

  ProcessTable& table;
  Names& names;
  Tracer& tracer;
  Waker* waker = nullptr;
  ProcessHooks* hooks = nullptr;
  CrashReports crash_reports;
  std::size_t mailbox_words_max = std::size_t{1} << 27;  // a process with more than that waiting for it ends

  /// Delivers and wakes; false when the process is dead: then the signal has been destroyed.
  bool post(Term pid, Signal* signal) {
    ProcessSlot* slot = table.find(pid);
    if (slot != nullptr) {
      switch (slot->push(pid.pid_serial(), signal)) {
        case ProcessSlot::Push::delivered: return true;
        case ProcessSlot::Push::delivered_must_wake: waker->wake(*slot); return true;
        case ProcessSlot::Push::dead: break;
      }
    }
    Signal::destroy(signal);
    return false;
  }

  /// Sends `message` (a term of the sender's) to a pid or an alias. `sender` may be null: the runtime itself.
  void send_message(Process* sender, Term target, Term message);

  /// Sends an exit signal as `exit(target, reason)` does. `through_link`: as the death of a linked process does.
  void send_exit(Process* sender, Term from, Term target, Term reason, bool through_link);

  // The halves of a link or monitor that the asking process does at once; the other half is a signal.
  void link(Process& process, Term other);
  void unlink(Process& process, Term other);
  /// `reference` becomes the monitor's; `name` is the registered name that was asked for, or none; `type`: process or port.
  void monitor(Process& process, Term reference, Term target_pid, Term name, Term type, Term tag);
  /// True when there was such a monitor.
  bool demonitor(Process& process, Term reference);
  /// Tells `watcher` that there is no such process or port (or name); `type`: process or port.
  void send_noproc_down(Term watcher, Term reference, Term object, Term type, Term tag, Term reason);

  EventId tell(EventKind kind, EventId cause, Term subject, Term object = Term::nil(), std::int64_t number = 0, Term payload = Term::none());
};

}  // namespace respawn
