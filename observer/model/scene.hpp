#pragma once
/// Scene: the world at a cursor, as far as events tell it. A pure function of a history and a number.
///
/// The tree. A process hangs below the supervisor that started it, else below the process that spawned it. The dead stay in the
/// tree (as ghosts) in two cases only: a child that its supervisor may start again keeps its place until its replacement takes
/// exactly this place, so that a restart moves nothing; and a dead process keeps holding its living children until they are gone.
///
/// Every event costs constant time, whatever number of processes there is: siblings are a doubly linked list of indices, links are
/// kept by the younger of two processes only, and what refers to the dead is skipped when it is read, not when they die.
///
/// A Scene is a value: copying it costs little (cow_vector.hpp). Thread: one.

#include <vector>

#include "observer/model/cow_vector.hpp"
#include "observer/model/history.hpp"

namespace respawn::observer {

enum class Liveness : std::uint8_t { unborn, running, ready, waiting, suspended, dead };

struct ProcessState {
  Term name = Term::nil();
  Term former_name = Term::nil();  // lost at `unregistered`
  Liveness liveness = Liveness::unborn;
  bool is_supervisor = false;
  bool is_supervised = false;
  bool is_vacant = false;  // dead, and its supervisor keeps its place
  bool in_tree = false;

  // ---- the tree
  ProcessIndex parent = kNoProcess;  // in the tree; kNoProcess: a root
  ProcessIndex first_child = kNoProcess, last_child = kNoProcess, child_count = 0;
  ProcessIndex next_sibling = kNoProcess, previous_sibling = kNoProcess;

  // ---- events that tell more
  EventId spawned = 0, exited = 0, crashed = 0, labelled = 0;
  EventId supervisor_started = 0;  // strategy and intensity
  EventId child_event = 0;         // child_started or child_restarted
  EventId specification = 0;       // child_started of the first in its place: says whether it is restarted
  EventId last_event = 0;
  EventId unregistered = 0;

  // ---- restarts
  ProcessIndex replaces = kNoProcess, replaced_by = kNoProcess;
  ProcessIndex place = kNoProcess;  // the first process that had its place below the supervisor: itself, before any restart
  std::uint32_t restart_count = 0;  // of its place: how many came before it

  // ---- messages
  std::uint32_t mailbox_length = 0;
  std::uint32_t sent_count = 0, received_count = 0;
  EventId last_sent = 0, last_received = 0;

  std::uint32_t alive_position = 0;  // in Scene::alive
  std::vector<ProcessIndex> older_links;  // may name the dead
  std::vector<ProcessIndex> watched;      // may name the dead; one entry a monitor

  bool is_alive() const { return liveness != Liveness::unborn && liveness != Liveness::dead; }
};

class Scene {
 public:
  EventId cursor() const { return cursor_; }
  Nanoseconds time() const { return time_; }

  /// Processes beyond what was seen so far are unborn.
  const ProcessState& process(ProcessIndex index) const { return index < processes_.size() ? processes_[index] : unborn(); }
  std::size_t process_count() const { return processes_.size(); }
  bool is_alive(ProcessIndex index) const { return index != kNoProcess && process(index).is_alive(); }

  ProcessIndex first_root() const { return first_root_; }
  /// The living, in no order.
  const CowVector<ProcessIndex>& alive() const { return alive_; }
  std::uint32_t crash_count() const { return crash_count_; }
  std::uint32_t restart_count() const { return restart_count_; }
  std::uint32_t message_count() const { return message_count_; }
  Term last_module() const { return last_module_; }

  /// Moves one event on. `id` is the cursor's successor.
  void apply(const History& history, EventId id);

 private:
  static const ProcessState& unborn();

  ProcessState& edit(ProcessIndex index);
  void be_born(ProcessIndex index);
  void spawn(const History& history, ProcessIndex index, ProcessIndex parent);
  void die(ProcessIndex index, bool is_failure);
  void start_child(const History& history, EventId id);
  void end_child(const History& history, EventId id);
  void restart_child(const History& history, EventId id);
  void send(ProcessIndex from, ProcessIndex to, EventId id);
  void receive(ProcessIndex index, std::int64_t left, EventId id);
  void link(ProcessIndex a, ProcessIndex b);
  void unlink(ProcessIndex a, ProcessIndex b);

  // ---- the tree (scene_tree.cpp)
  /// Puts `index` among the children of `parent` (kNoProcess: the roots), behind `after` or at the end.
  void hang(ProcessIndex index, ProcessIndex parent, ProcessIndex after);
  void unhang(ProcessIndex index);
  /// Moves all children of `index` to `parent`, to its place.
  void hand_over_children(ProcessIndex index, ProcessIndex parent);
  /// Takes a dead process out of the tree if nothing keeps it there; then perhaps its parent.
  void bury(ProcessIndex index);
  /// The first child of a supervisor that is dead, keeps its place and was replaced by nobody yet.
  ProcessIndex first_vacancy(ProcessIndex supervisor) const;
  bool is_below(ProcessIndex index, ProcessIndex ancestor) const;

  EventId cursor_ = 0;
  Nanoseconds time_ = 0;
  CowVector<ProcessState> processes_;
  CowVector<ProcessIndex> alive_;
  ProcessIndex first_root_ = kNoProcess, last_root_ = kNoProcess;
  std::uint32_t crash_count_ = 0, restart_count_ = 0, message_count_ = 0;
  Term last_module_ = Term::nil();
};

/// The living processes that `index` is linked to, as far as its own entries tell (younger ones name it in theirs).
std::vector<ProcessIndex> older_links(const Scene& scene, ProcessIndex index);
std::vector<ProcessIndex> watched(const Scene& scene, ProcessIndex index);

/// The name by which to call a process now: label → name → child id → first function → pid.
std::string title(const History& history, const Scene& scene, ProcessIndex index);

/// "running", "ready", "waiting", "suspended", "dead".
std::string_view liveness_text(Liveness liveness);

}  // namespace respawn::observer
