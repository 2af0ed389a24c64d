#pragma once
/// WallTracer: the tracer of a wall system: a ring for each thread that tells something, and one sequence made of them.
///
/// A thread writes into its own ring and waits for nobody. Whoever watches takes the events out again and again (`collect`): what has
/// been told until kSettled ago is sorted by time and numbered from 1, and causes become these numbers. Two events of different threads that are
/// closer together than a thread takes from its clock to its ring may change places.
///
/// The flow (messages, timers, waiting) can be more than anybody can look at or keep. It has a budget, which fills up with
/// time; beyond it a sending is left out and counted, and its receiving with it, so that what is shown of mailboxes is at most
/// incomplete and never off. Who was born, died, was linked, named, supervised is told always.
///
/// Off, it costs what every tracer costs: a predictable branch. Thread: `tell` and `takes` any; the others one, the watcher's.

#include <memory>
#include <mutex>
#include <vector>

#include "trace/event_ring.hpp"
#include "trace/tracer.hpp"

namespace respawn {

class WallTracer final : public Tracer {
 public:
  /// Begins and ends watching. What is told by threads that were inside of `tell` at the end is left for the next beginning.
  void start();
  void stop();

  bool takes(EventKind kind, EventId cause) override;
  EventId tell(Event event) override;

  /// Appends what is new to `events`. `all`: also what is younger than kSettled.
  void collect(std::vector<Event>& events, bool all = false);
  /// How many events were left out since the start.
  std::uint64_t left_out() const;
  /// Time since the tracer was made: the clock of its events.
  Nanoseconds now() const { return monotonic_now() - origin_; }

  static constexpr Nanoseconds kSettled = 2'000'000;
  static constexpr std::size_t kRingCapacity = 1 << 15;
  static constexpr std::int64_t kFlowBudgetMax = 20'000;   // of a thread, at once
  static constexpr std::int64_t kFlowPerSecond = 20'000;   // of a thread, in the long run

 private:
  struct Source {
    explicit Source(std::uint64_t its_number) : number(its_number), ring(kRingCapacity) {}
    std::uint64_t number;  // from 1
    EventRing ring;
    std::uint64_t told = 0;                        // the thread's own
    std::atomic<std::int64_t> flow_left{kFlowBudgetMax};
    std::atomic<std::uint64_t> left_out{0};
    // The collector's: the numbers that events of this source got, by their own; 0 for those that were lost.
    std::vector<EventId> numbers;
    std::uint64_t first_number = 1;  // of the event whose number stands first
  };

  Source& source();
  EventId number_of(EventId told) const;
  void note_number(EventId told, EventId number);

  const Nanoseconds origin_ = monotonic_now();
  const std::uint64_t identity_ = next_identity();  // apart from tracers that were at the same address before
  mutable std::mutex sources_mutex_;  // guards the list, not what is in it
  std::vector<std::unique_ptr<Source>> sources_;
  std::vector<Event> waiting_;  // told, and not settled yet
  EventId count_ = 0;
  Nanoseconds budget_time_ = 0;  // when the budgets were filled

  static std::uint64_t next_identity();
};

}  // namespace respawn
