#pragma once
/// Story: a run written by hand: the events that a runtime would tell, in order, and what its processes look like in between.
///
/// Each function is something that happens and returns the id of its event (or the pid it made). Causes follow as in the runtime: what a
/// process does is caused by the message it took last, a receive by its sending.

#include <string>
#include <unordered_map>
#include <vector>

#include "system/process_view.hpp"
#include "trace/event.hpp"

namespace respawn::observer {

class Story {
 public:
  const std::vector<Event>& events() const { return events_; }

  Story& wait(Nanoseconds span) {
    now_ += span;
    return *this;
  }
  Story& wait_milliseconds(std::int64_t milliseconds) { return wait(milliseconds * 1'000'000); }

  Term spawn(Term parent, const std::string& function, bool linked = true);
  EventId name(Term pid, const std::string& name);
  EventId unname(Term pid, const std::string& name);
  EventId label(Term pid, const std::string& label);
  EventId supervise(Term pid, const std::string& module, const std::string& strategy, int restarts = 3, int seconds = 5);
  EventId start_child(Term supervisor, Term child, const std::string& id, const std::string& restart = ":permanent");
  EventId link(Term a, Term b);
  EventId monitor(Term watcher, Term watched);
  EventId send(Term from, Term to, const std::string& message);
  EventId receive(Term process, EventId sent);
  EventId sleep(Term process, int mailbox_length = 0);
  /// Sends, and the receiver takes it at once.
  EventId tell(Term from, Term to, const std::string& message) { return receive(to, send(from, to, message)); }
  /// A GenServer call with its answer.
  void call(Term client, Term server, const std::string& request, const std::string& answer);
  void cast(Term client, Term server, const std::string& request);
  EventId timer(Term process, Term receiver, int milliseconds, const std::string& message);
  EventId timer_fires(Term receiver, EventId started);
  EventId exit(Term process, const std::string& reason, EventId cause = 0);
  EventId exit_signal(Term from, Term to, const std::string& reason);
  EventId terminated(Term supervisor, Term child, const std::string& id, const std::string& reason);
  EventId restarted(Term supervisor, Term child, Term old, const std::string& id, const std::string& reason);
  /// A child crashes; its supervisor hears of it and starts another one.
  Term crash_and_restart(Term supervisor, Term child, const std::string& id, const std::string& function, const std::string& reason);
  EventId output(Term process, const std::string& text);
  EventId command(const std::string& text);

  /// From here on, this is what `pid` looks like.
  ProcessView& look(Term pid);
  void state(Term pid, const std::string& behaviour, const std::string& text);
  /// What it looked like at a cursor; null before the first look.
  const ProcessView* look_at(Term pid, EventId cursor) const;

 private:
  struct Look {
    EventId since = 0;
    ProcessView view;
  };

  EventId add(EventKind kind, Term subject, Term object, std::int64_t number, std::string text, EventId cause);
  EventId cause_of(Term process) const;

  std::vector<Event> events_;
  std::unordered_map<Term, EventId> doing_;
  std::unordered_map<Term, std::vector<Look>> looks_;
  Nanoseconds now_ = 0;
  std::uint32_t next_slot_ = 1;
  std::int64_t next_reference_ = 100;
};

/// A book's example: an application with a Stack and a KVStore under a supervisor, a client that drives them, player processes with a
/// state server, and a logger of the runtime. It crashes a few times.
Story demo_story(int rounds = 6);

}  // namespace respawn::observer
