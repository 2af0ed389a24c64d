/// The wall scheduler: workers with queues of their own that steal from each other.
///
/// A process that is woken goes to the queue of the worker that woke it, so two processes that talk stay on one core.
/// Work moves to another core only when there is more of it than its worker gets through: a worker that adds a second
/// process to its queue wakes a sleeping colleague, and a thief takes from a queue that has not been empty for
/// kBacklogTurns of its worker, or kBacklogTime (its worker is busy with something long). So a handful of processes made
/// one after the other run one after the other, as a reader of the program expects, and as they do on the BEAM, which balances its
/// queues later still.
///
/// An idle worker looks around for kSpin before it sleeps: a message from another core then costs a cache line, not
/// a system call. It sleeps at most until its next timer.

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <thread>

#include "base/parker.hpp"
#include "sched/run_process.hpp"
#include "sched/run_queue.hpp"
#include "sched/scheduler.hpp"
#include "sched/timer_wheel.hpp"

namespace respawn {
namespace {

constexpr Nanoseconds kSpin = 40'000;
constexpr std::size_t kLaterMax = 4096;     // how many may wait behind a full queue before half of them are shared
constexpr unsigned kBacklogTurns = 256;
constexpr Nanoseconds kBacklogTime = 400'000;
constexpr unsigned kSharedQueueEvery = 61;  // turns between looks at the shared queue while the own one is busy
constexpr unsigned kTimersEvery = 16;       // turns between looks at the clock

class ThreadedScheduler;

struct alignas(64) Worker {
  Worker(ThreadedScheduler& its_scheduler, ProcessTable& table, unsigned index) : scheduler(its_scheduler), context(table, index) {}

  ThreadedScheduler& scheduler;
  WorkerContext context;
  RunQueue queue;
  std::deque<ProcessSlot*> later;  // behind a full queue, in order; the owner's alone
  std::atomic<unsigned> backlog_turns{0};  // how many turns ago the queue was empty last; thieves read it
  std::mutex wheel_mutex;  // guards wheel
  TimerWheel wheel;
  std::atomic<Nanoseconds> next_timer{-1};  // a copy of the wheel's next wake-up, -1 for none
  Parker parker;
  std::atomic<bool> asleep{false};
  std::thread thread;
  // Of the search for work: what was seen in the queue of each colleague, and since when.
  std::vector<std::pair<std::uint32_t, Nanoseconds>> seen;
};

thread_local Worker* current_worker = nullptr;

class ThreadedScheduler final : public Scheduler, private Timers {
 public:
  ThreadedScheduler(SchedulerParts parts, unsigned count)
      : parts_(parts), start_(monotonic_now()), outside_(parts.post_office.table, count) {
    for (unsigned i = 0; i < count; ++i) workers_.push_back(std::make_unique<Worker>(*this, parts.post_office.table, i));
    for (auto& worker : workers_) worker->seen.resize(count);
    parts_.post_office.waker = this;
    for (auto& worker : workers_) worker->thread = std::thread([this, w = worker.get()] { run(*w); });
  }

  ~ThreadedScheduler() override {
    stopping_.store(true);
    for (auto& worker : workers_) worker->parker.unpark();
    for (auto& worker : workers_) worker->thread.join();
  }

  bool is_lab() const override { return false; }
  unsigned worker_count() const override { return static_cast<unsigned>(workers_.size()); }
  Nanoseconds now() const override { return monotonic_now() - start_; }
  Timers& timers() override { return *this; }
  WorkerContext& context() override { return current_worker != nullptr ? current_worker->context : outside_; }

  std::size_t run_queue_length() const override {
    std::size_t total = shared_length_.load(std::memory_order_relaxed);
    for (const auto& worker : workers_) total += worker->queue.length();
    return total;
  }

  void add(ProcessSlot& slot) override { enqueue(slot); }
  void wake(ProcessSlot& slot) override { enqueue(slot); }

 private:
  // ---- queues ---------------------------------------------------------------------------------------------------

  void enqueue(ProcessSlot& slot) {
    Worker* worker = current_worker;
    if (worker == nullptr || &worker->scheduler != this) return enqueue_shared(slot);
    if (RESPAWN_UNLIKELY(slot.priority.load(std::memory_order_relaxed) > static_cast<std::uint8_t>(Priority::normal))) {
      return enqueue_urgent(slot);
    }
    if (RESPAWN_UNLIKELY(!worker->later.empty() || !worker->queue.push(&slot))) return overflow(*worker, slot);
    if (worker->queue.length() >= 2) wake_colleague();
  }

  void enqueue_shared(ProcessSlot& slot) {
    {
      std::lock_guard lock(shared_mutex_);
      shared_.push_back(&slot);
      shared_length_.store(shared_.size(), std::memory_order_relaxed);
    }
    wake_colleague();
  }

  void enqueue_urgent(ProcessSlot& slot) {
    {
      std::lock_guard lock(shared_mutex_);
      urgent_.push_back(&slot);
      urgent_length_.store(urgent_.size(), std::memory_order_relaxed);
    }
    wake_colleague();
  }

  // What does not fit waits in order behind the queue; of very many, half are for whoever comes first.
  void overflow(Worker& worker, ProcessSlot& slot) {
    worker.later.push_back(&slot);
    if (worker.later.size() < kLaterMax) return;
    {
      std::lock_guard lock(shared_mutex_);
      const auto half = worker.later.begin() + kLaterMax / 2;
      shared_.insert(shared_.end(), worker.later.begin(), half);
      worker.later.erase(worker.later.begin(), half);
      shared_length_.store(shared_.size(), std::memory_order_relaxed);
    }
    wake_colleague();
  }

  // The next of the worker's own.
  static ProcessSlot* take_own(Worker& worker) {
    ProcessSlot* slot = worker.queue.pop();
    if (RESPAWN_LIKELY(worker.later.empty())) return slot;
    if (slot == nullptr) {
      slot = worker.later.front();
      worker.later.pop_front();
    }
    while (!worker.later.empty() && worker.queue.push(worker.later.front())) worker.later.pop_front();
    return slot;
  }

  ProcessSlot* take_shared(Worker& worker) {
    if (shared_length_.load(std::memory_order_relaxed) == 0) return nullptr;
    std::lock_guard lock(shared_mutex_);
    if (shared_.empty()) return nullptr;
    ProcessSlot* first = shared_.front();
    shared_.pop_front();
    const std::size_t share = std::min<std::size_t>(shared_.size() / workers_.size(), RunQueue::kCapacity / 2);
    for (std::size_t i = 0; i < share; ++i) {
      if (!worker.queue.push(shared_.front())) break;
      shared_.pop_front();
    }
    shared_length_.store(shared_.size(), std::memory_order_relaxed);
    return first;
  }

  ProcessSlot* take_urgent() {
    if (urgent_length_.load(std::memory_order_relaxed) == 0) return nullptr;
    std::lock_guard lock(shared_mutex_);
    if (urgent_.empty()) return nullptr;
    // The highest priority first, in order of arrival.
    auto best = urgent_.begin();
    for (auto at = urgent_.begin(); at != urgent_.end(); ++at) {
      if ((*at)->priority.load(std::memory_order_relaxed) > (*best)->priority.load(std::memory_order_relaxed)) best = at;
    }
    ProcessSlot* slot = *best;
    urgent_.erase(best);
    urgent_length_.store(urgent_.size(), std::memory_order_relaxed);
    return slot;
  }

  // ---- sleeping and waking ----------------------------------------------------------------------------------------

  void wake_colleague() {
    // Somebody is looking around already and will see the work.
    if (spinning_.load(std::memory_order_seq_cst) > 0 || sleepers_.load(std::memory_order_seq_cst) == 0) return;
    for (auto& worker : workers_) {
      bool expected = true;
      if (!worker->asleep.load(std::memory_order_relaxed)) continue;
      if (!worker->asleep.compare_exchange_strong(expected, false)) continue;
      sleepers_.fetch_sub(1);
      spinning_.fetch_add(1);  // on behalf of the one being woken: nobody else is woken for the same work
      worker->parker.unpark();
      return;
    }
  }

  ProcessSlot* steal(Worker& thief, Nanoseconds time) {
    const std::size_t count = workers_.size();
    for (std::size_t i = 1; i < count; ++i) {
      Worker& victim = *workers_[(thief.context.index + i) % count];
      const std::uint32_t length = victim.queue.length();
      auto& [head, since] = thief.seen[victim.context.index];
      if (length == 0) {
        since = 0;
        continue;
      }
      const std::uint32_t now_head = victim.queue.head();
      // One that waits alone may be about to be taken by its worker at any time: then it is another one the next time.
      if (since == 0 || (length == 1 && head != now_head)) {
        head = now_head;
        since = time;
      }
      const bool is_backlog = length >= 2 && victim.backlog_turns.load(std::memory_order_relaxed) >= kBacklogTurns;
      if (!is_backlog && time - since < kBacklogTime) continue;
      since = 0;
      if (ProcessSlot* slot = victim.queue.steal_half(thief.queue)) return slot;
    }
    return nullptr;
  }

  // Looks for work until there is some; null when the scheduler stops.
  ProcessSlot* search(Worker& worker) {
    spinning_.fetch_add(1);
    Nanoseconds spin_until = monotonic_now() + kSpin;
    for (auto& seen : worker.seen) seen.second = 0;
    for (;;) {
      const Nanoseconds time = monotonic_now();
      fire_timers(worker, time - start_);
      ProcessSlot* slot = take_urgent();
      if (slot == nullptr) slot = take_own(worker);
      if (slot == nullptr) slot = take_shared(worker);
      if (slot == nullptr) slot = steal(worker, time);
      if (slot != nullptr) {
        // The last one to stop looking passes the word on, in case there is more than one can do.
        if (spinning_.fetch_sub(1) == 1 && worker.queue.length() > 0) wake_colleague();
        return slot;
      }
      if (stopping_.load(std::memory_order_relaxed)) {
        spinning_.fetch_sub(1);
        return nullptr;
      }
      if (time < spin_until) {
        pause();
        continue;
      }
      sleep(worker);
      spin_until = monotonic_now() + kSpin;
    }
  }

  static void pause() {
#if defined(__x86_64__)
    for (int i = 0; i < 16; ++i) __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
  }

  bool any_work() const {
    if (shared_length_.load(std::memory_order_seq_cst) > 0 || urgent_length_.load(std::memory_order_seq_cst) > 0) return true;
    for (const auto& worker : workers_) {
      if (worker->queue.length() >= 1) return true;
    }
    return false;
  }

  void sleep(Worker& worker) {
    worker.asleep.store(true, std::memory_order_seq_cst);
    sleepers_.fetch_add(1);
    spinning_.fetch_sub(1);
    // Work that was added between the last look and here: its adder saw us spinning and woke nobody.
    const bool stay = any_work() || stopping_.load();
    if (!stay) {
      const Nanoseconds next = worker.next_timer.load(std::memory_order_relaxed);
      const Nanoseconds timeout = next < 0 ? -1 : std::max<Nanoseconds>(0, next - now());
      worker.parker.park(timeout);
    }
    bool expected = true;
    if (worker.asleep.compare_exchange_strong(expected, false)) {
      sleepers_.fetch_sub(1);
      spinning_.fetch_add(1);
    }
  }

  // ---- the life of a worker ---------------------------------------------------------------------------------------

  void run(Worker& worker) {
    current_worker = &worker;
    unsigned turns = 0;
    while (!stopping_.load(std::memory_order_relaxed)) {
      ++turns;
      if (turns % kTimersEvery == 0 && worker.next_timer.load(std::memory_order_relaxed) >= 0) fire_timers(worker, now());
      ProcessSlot* slot = take_urgent();
      if (slot == nullptr && turns % kSharedQueueEvery == 0) slot = take_shared(worker);
      if (slot == nullptr) slot = take_own(worker);
      if (slot == nullptr) slot = search(worker);
      if (slot == nullptr) break;
      std::int32_t reductions = kSliceReductions;
      const TurnEnd end = run_turn(*slot, reductions, parts_.runner, parts_.post_office, worker.context);
      if (end == TurnEnd::again) enqueue(*slot);
      const unsigned backlog = worker.queue.length() == 0 ? 0 : worker.backlog_turns.load(std::memory_order_relaxed) + 1;
      worker.backlog_turns.store(backlog, std::memory_order_relaxed);
    }
    current_worker = nullptr;
  }

  // ---- timers -------------------------------------------------------------------------------------------------------

  Worker& timer_worker() {
    return current_worker != nullptr && &current_worker->scheduler == this ? *current_worker : *workers_[0];
  }

  void start(Nanoseconds due, Term target, Signal* signal, Term reference, Term) override {
    Worker& worker = timer_worker();
    bool earlier = false;
    {
      std::lock_guard lock(worker.wheel_mutex);
      worker.wheel.start(due, target, signal, reference);
      const Nanoseconds next = worker.next_timer.load(std::memory_order_relaxed);
      if (next < 0 || due < next) {
        worker.next_timer.store(due, std::memory_order_relaxed);
        earlier = true;
      }
    }
    if (earlier && &worker != current_worker) worker.parker.unpark();
  }

  std::optional<Nanoseconds> cancel(Term reference) override {
    Worker& mine = timer_worker();
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      Worker& worker = *workers_[(mine.context.index + i) % workers_.size()];
      std::lock_guard lock(worker.wheel_mutex);
      if (const auto due = worker.wheel.cancel(reference)) return std::max<Nanoseconds>(0, *due - now());
    }
    return std::nullopt;
  }

  std::optional<Nanoseconds> time_left(Term reference) override {
    for (auto& worker : workers_) {
      std::lock_guard lock(worker->wheel_mutex);
      if (const auto due = worker->wheel.due_of(reference)) return std::max<Nanoseconds>(0, *due - now());
    }
    return std::nullopt;
  }

  // A process has at most one wake-up on its way. It is not taken back when the receive ends: the next receive with a
  // timeout, which is mostly the next call, finds it armed already.
  void arm_receive(Process& process) override {
    if (process.armed_until != 0 && process.armed_until <= process.receive_deadline) return;
    Signal* signal = Signal::create(SignalKind::timeout, 0);
    const Term reference = Term::reference((kReceiveTimerBit | receive_timers_.fetch_add(1, std::memory_order_relaxed)));
    signal->reference = reference;
    process.receive_timer = reference;
    process.armed_until = process.receive_deadline;
    start(process.receive_deadline, process.pid, signal, reference, process.pid);
  }
  void disarm_receive(Process&) override {}

  void fire_timers(Worker& worker, Nanoseconds time) {
    const Nanoseconds next = worker.next_timer.load(std::memory_order_relaxed);
    if (next < 0 || next > time) return;
    std::vector<Timer*> due;
    {
      std::lock_guard lock(worker.wheel_mutex);
      worker.wheel.advance(time, due);
      const auto wakeup = worker.wheel.next_wakeup();
      worker.next_timer.store(wakeup ? *wakeup : -1, std::memory_order_relaxed);
    }
    for (Timer* timer : due) {
      Term target = timer->target;
      if (target.is_atom()) target = parts_.post_office.names.find(target);
      if (target.is_pid_or_port()) {
        if (RESPAWN_UNLIKELY(parts_.post_office.tracer.enabled()) && timer->signal->kind == SignalKind::message) {
          timer->signal->event = parts_.post_office.tell(EventKind::timer_fired, timer->signal->event, target, Term::nil(),
                                                         static_cast<std::int64_t>(timer->reference.payload()));
        }
        parts_.post_office.post(target, timer->signal);
      } else {
        Signal::destroy(timer->signal);
      }
      TimerWheel::destroy(timer);
    }
  }

  static constexpr Word kReceiveTimerBit = Word{1} << 54;  // apart from the references that programs get

  SchedulerParts parts_;
  Nanoseconds start_;
  std::vector<std::unique_ptr<Worker>> workers_;
  WorkerContext outside_;
  std::mutex shared_mutex_;  // guards shared_ and urgent_
  std::deque<ProcessSlot*> shared_;
  std::deque<ProcessSlot*> urgent_;
  std::atomic<std::size_t> shared_length_{0};
  std::atomic<std::size_t> urgent_length_{0};
  std::atomic<int> spinning_{0};
  std::atomic<int> sleepers_{0};
  std::atomic<bool> stopping_{false};
  std::atomic<Word> receive_timers_{1};
};

}  // namespace

std::unique_ptr<Scheduler> make_threaded_scheduler(SchedulerParts parts, unsigned workers) {
  return std::make_unique<ThreadedScheduler>(parts, std::max(1u, workers));
}

}  // namespace respawn
