#include "sched/lab_scheduler.hpp"

#include <algorithm>

#include "sched/run_process.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr Word kReceiveTimerBit = Word{1} << 54;  // apart from the references that programs get
constexpr Nanoseconds kTurnPrice = kNanosecondsPerReduction;  // of a turn that does nothing

// Any of those that have been ready for longest may be next. With a choice among all, a process would wait for its turn among a
// million others for as long as chance has it.
constexpr std::size_t kCandidatesMax = 64;

std::uint64_t position_of(std::uint64_t turns, bool inside) { return turns << 1 | (inside ? 1 : 0); }

}  // namespace

LabScheduler::LabScheduler(SchedulerParts parts, ChoiceLog& choices, EventLog& events)
    : parts_(parts), choices_(choices), events_(events), context_(parts.post_office.table, 0) {
  parts_.post_office.waker = this;
  events_.set_clock(&clock_);
}

LabScheduler::~LabScheduler() {
  for (auto& [key, timer] : timers_) Signal::destroy(timer.signal);
  events_.set_clock(nullptr);
}

Nanoseconds LabScheduler::now() const {
  if (running_ == nullptr) return clock_;
  return clock_ + (kSliceReductions - running_->process->reductions_left) * kNanosecondsPerReduction;
}

// ---- who is ready ---------------------------------------------------------------------------------------------------

void LabScheduler::make_ready(ProcessSlot& slot) {
  const auto priority = static_cast<Priority>(slot.priority.load(std::memory_order_relaxed));
  ready_[priority == Priority::max ? 0 : priority == Priority::high ? 1 : 2].push_back(&slot);
}

bool LabScheduler::anybody_ready() const {
  return std::any_of(std::begin(ready_), std::end(ready_), [](const auto& queue) { return !queue.empty(); });
}

std::size_t LabScheduler::run_queue_length() const {
  std::size_t length = 0;
  for (const auto& queue : ready_) length += queue.size();
  return length;
}

ProcessSlot* LabScheduler::pick() {
  for (auto& queue : ready_) {
    if (queue.empty()) continue;
    const std::size_t index = choices_.pick(std::min(queue.size(), kCandidatesMax));
    ProcessSlot* const slot = queue[index];
    queue[index] = queue.front();
    queue.pop_front();
    return slot;
  }
  return nullptr;
}

// ---- running --------------------------------------------------------------------------------------------------------

LabScheduler::Pause LabScheduler::run(Nanoseconds until, std::uint64_t turns_max) {
  for (;;) {
    // Behind the event, and before a command that was entered there.
    if (events_.stop_wanted()) return Pause::stopped;
    if (apply_logged_commands()) continue;
    if (interrupted_ == nullptr) {
      fire_due();
      if (events_.stop_wanted()) return Pause::stopped;
      if (apply_logged_commands()) continue;
      if (!anybody_ready()) {
        if (timers_.empty()) return Pause::idle;
        if (next_due() > until) return Pause::ahead;
        clock_ = std::max(clock_, next_due());
        continue;
      }
      if (clock_ > until) return Pause::ahead;
      if (turns_max == 0) return Pause::turns_done;
      --turns_max;
      ++turns_;
      running_ = pick();
      running_->process->reductions_left = kSliceReductions;
    } else {
      running_ = interrupted_;
    }
    give_turn(*running_);
  }
}

// A turn, or the rest of one that was interrupted.
void LabScheduler::give_turn(ProcessSlot& slot) {
  // The log may hold a command that was entered inside of this turn: the run must stand still there to take it.
  const Choice* next = choices_.upcoming_command();
  const bool inside = next != nullptr && next->value == position_of(turns_, true);
  if (inside) events_.set_command_at(next->events);
  const bool resumed = interrupted_ != nullptr;
  interrupted_ = nullptr;
  std::int32_t reductions = slot.process->reductions_left;
  const TurnEnd end = run_turn(slot, reductions, parts_.runner, parts_.post_office, context_, resumed);
  if (inside) events_.set_command_at(EventLog::kNever);
  if (end == TurnEnd::paused) {
    interrupted_ = &slot;  // running_ stays: now() counts what the turn has used so far
    return;
  }
  running_ = nullptr;
  clock_ += std::max<Nanoseconds>(kTurnPrice, (kSliceReductions - reductions) * kNanosecondsPerReduction);
  if (end == TurnEnd::again) make_ready(slot);
}

// ---- commands -------------------------------------------------------------------------------------------------------

bool LabScheduler::apply_logged_commands() {
  const Choice* next = choices_.next_command();
  if (next == nullptr || next->value != position_of(turns_, interrupted_ != nullptr) || next->events != events_.count()) return false;
  const std::string bytes = next->bytes;
  if (interrupted_ == nullptr) clock_ = std::max(clock_, next->time);
  choices_.take_command();
  sink_(bytes);
  return true;
}

void LabScheduler::command(std::string_view bytes, Nanoseconds time) {
  if (interrupted_ == nullptr) {
    if (const Nanoseconds due = next_due(); due >= 0) time = std::min(time, due);
    clock_ = std::max(clock_, time);
  }
  choices_.log_command(position_of(turns_, interrupted_ != nullptr), events_.count(), clock_, std::string(bytes));
  sink_(bytes);
}

// ---- timers ---------------------------------------------------------------------------------------------------------

void LabScheduler::start(Nanoseconds due, Term target, Signal* signal, Term reference, Term) {
  const TimerKey key{due, timers_started_++};
  timers_.emplace(key, LabTimer{target, reference, signal});
  timer_of_.emplace(reference, key);
}

std::optional<Nanoseconds> LabScheduler::cancel(Term reference) {
  const auto found = timer_of_.find(reference);
  if (found == timer_of_.end()) return std::nullopt;
  const auto timer = timers_.find(found->second);
  const Nanoseconds left = std::max<Nanoseconds>(0, timer->first.first - now());
  Signal::destroy(timer->second.signal);
  timers_.erase(timer);
  timer_of_.erase(found);
  return left;
}

std::optional<Nanoseconds> LabScheduler::time_left(Term reference) {
  const auto found = timer_of_.find(reference);
  if (found == timer_of_.end()) return std::nullopt;
  return std::max<Nanoseconds>(0, found->second.first - now());
}

// Unlike under the wall clock a wake-up is taken back with its receive: a stale one would be a time to jump to.
void LabScheduler::arm_receive(Process& process) {
  if (process.armed_until == process.receive_deadline) return;
  disarm_receive(process);
  Signal* signal = Signal::create(SignalKind::timeout, 0);
  const Term reference = Term::reference(kReceiveTimerBit | receive_timers_++);
  signal->reference = reference;
  process.receive_timer = reference;
  process.armed_until = process.receive_deadline;
  start(process.receive_deadline, process.pid, signal, reference, process.pid);
}

void LabScheduler::disarm_receive(Process& process) {
  if (process.receive_timer.is_none()) return;
  cancel(process.receive_timer);
  process.receive_timer = Term::none();
  process.armed_until = 0;
}

void LabScheduler::fire_due() {
  while (!timers_.empty() && timers_.begin()->first.first <= clock_) {
    auto first = timers_.begin();
    // Which of those that are due at the same instant comes first is nobody's promise: a choice.
    std::size_t ties = 1;
    for (auto next = std::next(first); next != timers_.end() && next->first.first == first->first.first; ++next) ++ties;
    fire(std::next(first, static_cast<std::ptrdiff_t>(choices_.pick(ties))));
  }
}

void LabScheduler::fire(std::map<TimerKey, LabTimer>::iterator found) {
  const LabTimer timer = found->second;
  timer_of_.erase(timer.reference);
  timers_.erase(found);
  Term target = timer.target;
  if (target.is_atom()) target = parts_.post_office.names.find(target);
  if (!target.is_pid_or_port()) return Signal::destroy(timer.signal);
  if (timer.signal->kind == SignalKind::message) {
    timer.signal->event = parts_.post_office.tell(EventKind::timer_fired, timer.signal->event, target, Term::nil(),
                                                  static_cast<std::int64_t>(timer.reference.payload()));
  }
  parts_.post_office.post(target, timer.signal);
}

std::uint64_t LabScheduler::hash_state(std::uint64_t hash) const {
  hash = mix_hash(hash, static_cast<std::uint64_t>(now()));
  hash = mix_hash(hash, turns_);
  hash = mix_hash(hash, interrupted_ == nullptr ? 0 : interrupted_->pid().word());
  for (const auto& queue : ready_) {
    hash = mix_hash(hash, queue.size());
    for (const ProcessSlot* slot : queue) hash = mix_hash(hash, slot->pid().word());
  }
  for (const auto& [key, timer] : timers_) {
    hash = mix_hash(hash, static_cast<std::uint64_t>(key.first));
    hash = stable_hash(timer.target, hash);
    hash = mix_hash(hash, timer.reference.word());
    if (timer.signal->kind == SignalKind::message) hash = stable_hash(timer.signal->value, hash);
  }
  return hash;
}

}  // namespace respawn
