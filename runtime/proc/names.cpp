#include "proc/names.hpp"

#include <algorithm>
#include <mutex>

#include "term/atom.hpp"

namespace respawn {

Names::Registered Names::add(Term name, Term pid, ProcessSlot& slot) {
  std::unique_lock lock(mutex_);
  if (pids_by_name_.contains(name)) return Registered::name_taken;
  if (slot.serial.load() != pid.pid_serial()) return Registered::no_such_process;
  if (slot.name.load() != 0) return Registered::already_named;
  slot.name.store(name.word());
  if (ProcessSlot::address(slot.inbox.load()) == ProcessSlot::kClosed || slot.serial.load() != pid.pid_serial()) {
    slot.name.store(0);
    return Registered::no_such_process;
  }
  pids_by_name_.emplace(name, pid);
  return Registered::done;
}

Term Names::remove(Term name, ProcessSlot& (*slot_of)(void*, Term pid), void* context) {
  std::unique_lock lock(mutex_);
  const auto found = pids_by_name_.find(name);
  if (found == pids_by_name_.end()) return Term::none();
  const Term pid = found->second;
  slot_of(context, pid).name.store(0, std::memory_order_relaxed);
  pids_by_name_.erase(found);
  return pid;
}

Term Names::remove_for(ProcessSlot& slot) {
  if (slot.name.load() == 0) return Term::none();
  std::unique_lock lock(mutex_);
  const Word word = slot.name.exchange(0);
  if (word == 0) return Term::none();
  pids_by_name_.erase(Term(word));
  return Term(word);
}

Term Names::find(Term name) const {
  std::shared_lock lock(mutex_);
  const auto found = pids_by_name_.find(name);
  return found == pids_by_name_.end() ? Term::none() : found->second;
}

std::vector<Term> Names::all() const {
  std::shared_lock lock(mutex_);
  std::vector<Term> names;
  for (const auto& [name, pid] : pids_by_name_) names.push_back(name);
  std::sort(names.begin(), names.end(), [](Term a, Term b) { return compare_atoms(a, b) < 0; });
  return names;
}

}  // namespace respawn
