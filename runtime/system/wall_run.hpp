#pragma once
/// WallRun: a wall system that is watched.
///
/// The system runs on and knows nothing of it but that its tracer is on. A thread of the WallRun's own takes the events out and makes one list
/// of them, in which the watcher may go back: then the picture stands in the past, and the processes do not. There is no rewinding and no
/// fork; pause, step and seek move the picture only.
///
/// What events do not tell is asked of the process, which shows itself between two of its turns (`System::ask_to_show`). Who does not answer
/// soon (it is busy, or many are ready before it) is shown as it was when it last did.
///
/// Watching may begin in the middle of a run. Then every process shows itself once, and the list begins with what can be
/// seen of it: parent, name, links, monitors, and of supervisors their children.
///
/// The list does not grow for ever: at its limit the oldest go, but for those that tell about who is alive, and `generation` rises.
///
/// Thread: any, for everything public. The system must outlive it.

#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "system/system.hpp"
#include "system/watched_run.hpp"

namespace respawn {

class WallRun final : public WatchedRun {
 public:
  /// How many events the list may have, and how many of the youngest stay when it is cut.
  struct Limits {
    std::size_t events_max = 1'000'000, events_kept = 300'000;
  };

  explicit WallRun(System& system) : WallRun(system, Limits()) {}
  WallRun(System& system, const Limits& limits);
  ~WallRun() override;
  WallRun(const WallRun&) = delete;
  WallRun& operator=(const WallRun&) = delete;

  RunStatus status() const override;
  void read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const override;
  std::optional<ProcessView> view(Term pid) override;
  std::string output(std::size_t bytes_max) const override;
  void play() override;
  void pause() override;
  void step() override;
  void set_speed(double) override {}
  void seek(EventId event) override;
  void fork() override {}
  std::string send(Term pid, std::string_view message) override;
  std::string exit(Term pid, std::string_view reason) override;
  std::string kill(Term pid) override;

 private:
  struct Seen {
    std::optional<ProcessView> view;
    bool is_asked = false;  // and has not answered yet
    // What its first events would have told (begin_with).
    std::string first_function, supervision;
    std::int64_t intensity = 0;
  };

  void run();
  void answer(Process& process, std::int64_t question);
  void begin_with(std::vector<Event> live);
  void introduce(const Seen& seen, Nanoseconds time);
  void tell_of(const Seen& seen, Nanoseconds time);
  void add(Event event);
  void forget_old();
  std::string act(Term pid, EventKind kind, Term value);
  EventId cursor() const { return standing_at_.value_or(history_.size()); }

  System& system_;
  const Limits limits_;
  Nanoseconds began_at_ = 0;
  mutable std::mutex mutex_;         // guards everything below
  std::condition_variable changed_;  // an answer has come, or the end
  std::vector<Event> history_;
  std::int64_t shift_ = 0;  // from the tracer's numbers to those of history_
  std::uint64_t generation_ = 1;
  std::optional<EventId> standing_at_;  // where the picture was stopped
  std::optional<Nanoseconds> halted_at_;
  std::unordered_map<Term, Seen> seen_;
  std::unordered_set<Term> strangers_;  // who lived before, and has not been introduced
  bool has_begun_ = false;
  Nanoseconds patient_from_ = 0;  // until then nobody waits for answers
  bool ends_ = false;

  std::thread collector_;
};

}  // namespace respawn
