#pragma once
/// Names: which process is registered under which atom.
///
/// Thread: any. A registration writes the slot's `name` and then looks whether the process has ended; an ending process
/// closes its inbox and then looks at `name`. In the one order of these four accesses at least one of the two sees the
/// other, so no name stays behind; and a process that never had a name ends without taking the lock.

#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "proc/process_slot.hpp"

namespace respawn {

class Names {
 public:
  enum class Registered { done, name_taken, already_named, no_such_process };

  Registered add(Term name, Term pid, ProcessSlot& slot);
  /// The pid that gave up the name, or none.
  Term remove(Term name, ProcessSlot& (*slot_of)(void*, Term pid), void* context);
  /// Called by a dying process: gives up its name, if any, and returns it.
  Term remove_for(ProcessSlot& slot);
  /// The pid, or none.
  Term find(Term name) const;
  /// All names, in order of text.
  std::vector<Term> all() const;

 private:
  mutable std::shared_mutex mutex_;  // guards pids_by_name_ and the `name` of every slot
  std::unordered_map<Term, Term> pids_by_name_;
};

}  // namespace respawn
