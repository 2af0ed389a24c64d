#pragma once
/// Process: the private part of a process: its memory, its place in the code, its mailbox, whom it knows.
///
/// Only the worker that runs the process at the moment reaches it; whatever others want of it they send as a signal
/// (process_slot.hpp). In the lab, where nothing runs while the world stands still, the observer reads it.
///
/// What most processes never use (dictionary, exit reason, limits set by hand …) lies in `Extras`, made on first use:
/// an idle process is to cost a few hundred bytes.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "heap/heap.hpp"
#include "proc/dictionary.hpp"
#include "proc/mailbox.hpp"
#include "proc/ordered_table.hpp"
#include "proc/process_slot.hpp"
#include "term/atom.hpp"

namespace respawn {

enum class Priority : std::uint8_t { low, normal, high, max };

/// What a process is doing, for process_info and the observer.
enum class ProcessStatus : std::uint8_t { runnable, running, waiting, exiting };

struct Link {
  bool active = true;
};

/// A monitor that this process has on another.
struct Monitor {
  Term target = Term::none();       // pid, or the name that was watched
  Term target_pid = Term::none();
  bool alias = false;               // the reference is an alias too
  bool alias_until_demonitor = false;
};

/// A monitor that another process has on this one.
struct Watcher {
  Term pid = Term::none();
  Term name = Term::none();  // the name under which this process was watched, or none
  Term tag = Term::none();   // atom instead of 'DOWN'; none for 'DOWN'
};

/// What an alias outlives.
enum class AliasRule : std::uint8_t { explicit_only, until_demonitor, until_reply };

/// Something that the runtime keeps on behalf of the process and drops with it: a compilation under way, a module under
/// construction (system/compile_task). Known to the program by a number.
class Attachment {
 public:
  virtual ~Attachment() = default;
};

class Process {
 public:
  explicit Process(ProcessSlot& slot, std::size_t heap_words, std::size_t stack_words);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  static Process* create(ProcessSlot& slot, std::size_t heap_words, std::size_t stack_words);
  static void destroy(Process* process);

  // ---- the machine's registers while the process does not run (vm/frame.hpp) --------------------------------------
  Heap heap;
  Word* stack = nullptr;        // grows up
  Word* stack_end = nullptr;
  Word* frame = nullptr;        // slot 0 of the current frame; the return address lies before it
  const Word* pc = nullptr;     // the instruction to run next: one at which a process may stand
  const Word* park_mask = nullptr;  // when it stands behind an instruction instead (the lab paused it): that one's mask
  std::int32_t park_slot = -1;      // and the slot that it wrote, -1 for none
  std::int32_t reductions_left = 0;
  std::uint32_t catch_top = 0;  // index on the stack of the innermost handler's record, 0 for none

  // ---- identity -----------------------------------------------------------------------------------------------------
  ProcessSlot& slot;
  const Term pid;
  Term group_leader = Term::nil();
  Term parent = Term::nil();
  Term initial_module = Term::nil();
  Term initial_function = Term::nil();
  std::uint8_t initial_arity = 0;

  // ---- state --------------------------------------------------------------------------------------------------------
  Priority priority = Priority::normal;
  ProcessStatus status = ProcessStatus::runnable;
  bool trap_exit = false;
  bool exiting = false;           // exit_reason() is set; the process ends at the next opportunity
  std::uint16_t suspend_count = 0;
  Mailbox mailbox;
  Nanoseconds receive_deadline = 0;   // of the receive that is waiting, 0 for none
  Nanoseconds armed_until = 0;        // when the wake-up on its way will come, 0 for none (sched/timers.hpp)
  Term receive_timer = Term::none();  // reference of that wake-up
  std::uint64_t reductions_done = 0;
  EventId cause = 0;  // of what it does now: the last message taken, or its spawn

  OrderedTable<Link> links;
  OrderedTable<Monitor> monitors;     // by reference: whom I watch
  OrderedTable<Watcher> watchers;     // by reference: who watches me
  OrderedTable<AliasRule> aliases;    // by reference

  struct Extras {
    Dictionary dictionary;
    Term exit_reason = Term::none();                // term of this heap
    bool exit_is_error = false;   // ended by an error nobody caught: to be reported
    std::size_t wanted_bytes = 0;  // that it did not get
    bool over_heap_limit = false;  // ended because it grew too large: to be reported
    Term exit_class = Term::none();                 // error, exit or throw
    Term exit_trace = Term::none();                 // of such an error
    Signal* unhandled = nullptr;                    // signals that came after the one that ended it
    std::size_t max_heap_words = 0;                 // 0: the runtime's default
    Term max_heap_options = Term::none();
    std::vector<std::unique_ptr<Attachment>> attachments;  // null: free place
    std::vector<std::pair<Term, std::uint32_t>> suspended;  // pids that this process suspends, and how often
    Term label = Term::none();                      // term of this heap
    Term message_queue_data = Term::none();
    // Flags that a program can set and read back.
    std::size_t min_heap_words = 0;        // 0: as small as a process is made
    std::size_t min_binary_heap_words = 0;
    std::uint32_t fullsweep_after = 65535;
    std::uint32_t saved_calls = 0;
    bool sensitive = false;
    Term error_handler = Term::none();     // an atom
    // What it said of itself when it became a supervisor; atoms.
    Term supervisor_module = Term::none(), supervisor_strategy = Term::none();
    std::int64_t supervisor_intensity = 0;          // allowed restarts << 32 | period in seconds
  };
  Extras& extras() {
    if (extras_ == nullptr) extras_ = std::make_unique<Extras>();
    return *extras_;
  }
  const Extras* extras_if_any() const { return extras_.get(); }
  Extras* extras_if_any() { return extras_.get(); }

  Term exit_reason() const { return extras_ == nullptr ? Term::none() : extras_->exit_reason; }

  /// Makes the process end because it has grown beyond its limit. `wanted_bytes`: what it asked for besides what it has.
  void end_over_limit(std::size_t wanted_bytes) {
    if (exiting) return;
    exit_with(atoms::killed);
    extras().over_heap_limit = true;
    extras().wanted_bytes = wanted_bytes;
  }

  /// Makes the process end with `reason`, a term of its own heap or an immediate. The first reason stays.
  void exit_with(Term reason) {
    if (exiting) return;
    exiting = true;
    extras().exit_reason = reason;
  }

  std::size_t stack_words() const { return static_cast<std::size_t>(stack_end - stack); }
  /// Makes room for `needed` words above the frame pointer; `frame` and everything on the stack move along.
  void grow_stack(std::size_t needed_words);

  /// Bytes of everything that belongs to this process alone.
  std::size_t memory_bytes() const;

 private:
  std::unique_ptr<Extras> extras_;
};

}  // namespace respawn
