#pragma once
/// LabScheduler: one process at a time, in virtual time, by choices that are written down.
///
/// A run is a sequence of turns. Before each, the clock and the timers are looked at, and one of the ready processes is picked by
/// the choice log. So a run is a function of code, seed and log (trace/choice_log.hpp), and what stops it (an event that was
/// waited for, the end of a time budget, nobody ready) changes nothing of what comes afterwards.
///
/// Time. The clock moves by kNanosecondsPerReduction for each reduction executed and, when nobody is ready, in one jump to the
/// next timer. Events carry the time at which their turn began, so that a pause in a turn does not show in them.
///
/// Standing still. When the event log wants a stop, the machine pauses behind the instruction that told the event
/// (vm/interpreter.cpp), or, when the event was told outside of a slice, at the end of that step. The position of a standing run
/// is (turns begun, inside a turn or not, events told): commands are entered there and found there again in a later run.
///
/// Thread: the one that calls run().

#include <deque>
#include <functional>
#include <map>
#include <unordered_map>

#include "sched/scheduler.hpp"

namespace respawn {

/// The price of a reduction in virtual time. About what a reduction takes on a machine of today, so that a lab at x1 feels
/// like the same program under the wall clock.
inline constexpr Nanoseconds kNanosecondsPerReduction = 20;

class LabScheduler final : public Scheduler, private Timers {
 public:
  /// What a command of the log does to the world; called at the position at which it was entered.
  using CommandSink = std::function<void(std::string_view command)>;

  LabScheduler(SchedulerParts parts, ChoiceLog& choices, EventLog& events);
  ~LabScheduler() override;

  // ---- running
  enum class Pause : std::uint8_t {
    stopped,   // the event log wanted it
    idle,      // nobody is ready and no timer is running: only a command can bring the next event
    ahead,     // nobody is ready, and the next timer lies beyond `until`; or the clock is beyond it
    turns_done
  };
  /// Gives turns until one of the above. `until`: virtual time that may not be passed; a turn that has begun is finished.
  Pause run(Nanoseconds until, std::uint64_t turns_max);

  /// When the next timer is due; -1 without one.
  Nanoseconds next_due() const { return timers_.empty() ? -1 : timers_.begin()->first.first; }

  /// Enters a command here: writes it to the choice log, moves the clock to `time` if that is later (but not beyond the next
  /// timer), and gives it to the sink. Not while the log is being run again. Between calls of run() only.
  void command(std::string_view bytes, Nanoseconds time);
  void set_command_sink(CommandSink sink) { sink_ = std::move(sink); }
  /// The log holds commands that have not been reached yet.
  bool replaying() const { return choices_.replaying(); }

  std::uint64_t turns() const { return turns_; }
  /// The process that the pause interrupted; null between turns.
  ProcessSlot* interrupted() const { return interrupted_; }

  // ---- Scheduler
  bool is_lab() const override { return true; }
  unsigned worker_count() const override { return 1; }
  Nanoseconds now() const override;
  Timers& timers() override { return *this; }
  void add(ProcessSlot& slot) override { make_ready(slot); }
  void wake(ProcessSlot& slot) override { make_ready(slot); }
  WorkerContext& context() override { return context_; }
  std::size_t run_queue_length() const override;

  /// Mixes clock, ready processes and timers into a hash of the world's state.
  std::uint64_t hash_state(std::uint64_t hash) const;

 private:
  using TimerKey = std::pair<Nanoseconds, std::uint64_t>;  // due, order of start
  struct LabTimer {
    Term target;
    Term reference;
    Signal* signal;
  };
  static constexpr unsigned kQueues = 3;  // max, high, and the rest

  void start(Nanoseconds due, Term target, Signal* signal, Term reference, Term owner) override;
  std::optional<Nanoseconds> cancel(Term reference) override;
  std::optional<Nanoseconds> time_left(Term reference) override;
  void arm_receive(Process& process) override;
  void disarm_receive(Process& process) override;

  void make_ready(ProcessSlot& slot);
  ProcessSlot* pick();
  bool anybody_ready() const;
  void fire_due();
  void fire(std::map<TimerKey, LabTimer>::iterator timer);
  bool apply_logged_commands();
  void give_turn(ProcessSlot& slot);

  SchedulerParts parts_;
  ChoiceLog& choices_;
  EventLog& events_;
  CommandSink sink_;
  WorkerContext context_;
  Nanoseconds clock_ = 0;  // as of the beginning of the turn
  std::uint64_t turns_ = 0;
  ProcessSlot* running_ = nullptr;
  ProcessSlot* interrupted_ = nullptr;
  std::deque<ProcessSlot*> ready_[kQueues];
  std::map<TimerKey, LabTimer> timers_;
  std::unordered_map<Term, TimerKey> timer_of_;
  std::uint64_t timers_started_ = 0;
  Word receive_timers_ = 1;
};

}  // namespace respawn
