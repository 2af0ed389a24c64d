#pragma once
/// History: every event that is known of a run, and what is found out about them once, when they come in.
///
/// Append-only but for `clear`. It knows nothing of the cursor: what is true at a cursor is in Scene. Processes are numbered in the
/// order of their first event, so that everything else is arrays; a process keeps its number for the whole run.
///
/// Thread: one.

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trace/event.hpp"

namespace respawn::observer {

using ProcessIndex = std::uint32_t;
inline constexpr ProcessIndex kNoProcess = ~ProcessIndex{0};

/// A process that failed, or one that a supervisor replaced; mostly both.
struct Incident {
  ProcessIndex process = kNoProcess;  // the one that ended
  EventId exited = 0;
  bool is_failure = false;            // its reason was not a calm one; false: it had to go with a sibling
  EventId restarted = 0;              // child_restarted, 0 for none (yet)
  ProcessIndex replacement = kNoProcess;
  ProcessIndex supervisor = kNoProcess;
};

/// What the time bar marks.
enum class MarkKind : std::uint8_t { crash, restart, command, count };

/// What is known of a process over the whole history: enough to call it by a name in a list.
struct ProcessFacts {
  Term pid = Term::nil();
  Term name = Term::nil();          // the last one registered
  std::string label = {};
  std::string child_id = {};        // as its supervisor calls it
  std::string function = {};        // the first function
  ProcessIndex parent = kNoProcess;
  ProcessIndex replaces = kNoProcess;
  ProcessIndex place = kNoProcess;  // the first of the processes that replaced one another: itself, if it replaces none
  EventId spawned = 0, exited = 0;
  bool is_system = false;           // of the runtime itself, not of the program
  std::vector<EventId> events = {}; // in which it is subject or object, ascending
};

class History {
 public:
  /// Takes the next events; their ids go on where the last ended (others are dropped: the run was made anew meanwhile).
  void append(std::vector<Event>& batch);
  void clear();

  EventId count() const { return entries_.size(); }
  const Event& event(EventId id) const { return entries_[id - 1].event; }
  ProcessIndex subject(EventId id) const { return entries_[id - 1].subject; }
  ProcessIndex object(EventId id) const { return entries_[id - 1].object; }
  /// The replaced process of a child_restarted.
  ProcessIndex replaced(EventId id) const { return entries_[id - 1].replaced; }
  /// Of a sending: the event that took the message out of the mailbox; 0 if none did.
  EventId received_by(EventId id) const { return entries_[id - 1].received; }
  /// Hash over the events 1 … id, the one that --event-hash prints.
  std::uint64_t hash_at(EventId id) const { return id == 0 ? 0 : entries_[id - 1].hash; }

  std::size_t process_count() const { return processes_.size(); }
  ProcessIndex find(Term pid) const;
  const ProcessFacts& process(ProcessIndex index) const { return processes_[index]; }
  /// The last event of the process at or before the cursor, 0 for none.
  EventId last_event_of(ProcessIndex index, EventId cursor) const;
  EventId next_event_of(ProcessIndex index, EventId cursor) const;

  const std::vector<Incident>& incidents() const { return incidents_; }
  /// Events of a kind of mark, ascending.
  const std::vector<EventId>& marks(MarkKind kind) const { return marks_[static_cast<std::size_t>(kind)]; }
  /// The last event at or before a time.
  EventId event_at(Nanoseconds time) const;

 private:
  struct Entry {
    Event event;
    std::uint64_t hash = 0;
    EventId received = 0;
    ProcessIndex subject = kNoProcess, object = kNoProcess, replaced = kNoProcess;
  };

  ProcessIndex index_of(Term pid);
  void mark(MarkKind kind, EventId event) { marks_[static_cast<std::size_t>(kind)].push_back(event); }
  void note(Entry& entry);
  void note_exit(const Entry& entry);
  void note_restart(const Entry& entry);

  std::deque<Entry> entries_;
  std::deque<ProcessFacts> processes_;
  std::unordered_map<Term, ProcessIndex> by_pid_;
  std::vector<Incident> incidents_;
  std::unordered_map<ProcessIndex, std::size_t> incident_of_;
  std::array<std::vector<EventId>, static_cast<std::size_t>(MarkKind::count)> marks_;
};

/// label → registered name → child id → first function → pid.
std::string title(const ProcessFacts& process);

}  // namespace respawn::observer
