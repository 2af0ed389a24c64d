#pragma once
/// WatchedRun: a run as whoever watches and directs it sees it (the window, the headless pictures, tests).
///
/// The past is a list of events that only grows at its end, but for forks and for a run that is made anew; the cursor is the event behind which
/// the world stands now. While the cursor is at the last event the run is live and new events come; while it is before, the
/// world stands in its past and only `seek`, `step`, `play` and `fork` move it. What the user does to processes is a
/// command and makes a new present: in the past it forks first.
///
/// Thread: any, for all functions; each takes the run's lock for as long as it reads.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/process_view.hpp"
#include "trace/event.hpp"

namespace respawn {

struct RunStatus {
  bool is_lab = true;            // false: the picture can go back, the run cannot (system/wall_run.hpp)
  EventId cursor = 0;            // the world stands behind this event
  EventId event_count = 0;       // events known; ids are 1 … event_count
  std::uint64_t generation = 0;  // changes when known events were taken back (a fork, a new run): read them all again
  Nanoseconds time = 0;          // virtual time at the cursor
  bool is_playing = false;
  bool is_live = true;           // the cursor is at the end, and what comes next has not been decided
  bool is_idle = false;          // nothing will happen until somebody does something
  bool is_seeking = false;       // on its way to the cursor that was asked for
  double speed = 1.0;            // virtual seconds a second; infinity: as fast as it goes
  std::uint64_t seed = 0;
  unsigned fork_count = 0;       // how often this run left a past behind
  std::uint64_t left_out = 0;    // of a wall run: events that were too many to be told
  std::optional<int> halted;     // the exit status, once the program has halted
};

class WatchedRun {
 public:
  virtual ~WatchedRun() = default;

  virtual RunStatus status() const = 0;
  /// Appends the events with ids first … last (or the last known) to `events`. Nothing if `generation` is not today's.
  virtual void read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const = 0;
  /// A process of the world at the cursor; nothing when it does not live there, or while the run is seeking.
  virtual std::optional<ProcessView> view(Term pid) = 0;
  /// What is written to the console up to the cursor, the last `bytes_max` of it.
  virtual std::string output(std::size_t bytes_max) const = 0;

  // ---- directing
  virtual void play() = 0;
  virtual void pause() = 0;
  /// One event on, then stands still.
  virtual void step() = 0;
  virtual void set_speed(double speed) = 0;
  /// Puts the world behind an event, past or present, and leaves it standing there. Returns at once; `is_seeking` says when it is done.
  virtual void seek(EventId event) = 0;
  /// Forgets the events behind the cursor and goes on from there: other choices, another future.
  virtual void fork() = 0;

  // ---- doing something to a process. The text is an Elixir term as one types it. Empty: done; else what is wrong with it.
  virtual std::string send(Term pid, std::string_view message) = 0;
  virtual std::string exit(Term pid, std::string_view reason) = 0;
  virtual std::string kill(Term pid) = 0;
};

}  // namespace respawn
