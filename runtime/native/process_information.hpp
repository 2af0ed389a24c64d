#pragma once
/// ProcessInformation: what can be learnt about a process, for process_info, for signals that ask, and for the observer.

#include "vm/services.hpp"

namespace respawn {

/// The value of one item of process_info, built in `area`; none when there is no such item. `asks_itself`: the process is the one that
/// runs. Thread: the owner's worker at a safepoint, or anyone while the lab stands still.
Term process_item(const Process& process, Services& services, Area& area, Term item, bool asks_itself);
bool is_process_item(Term item);

/// [{item, value}, …] for a list of items.
Term process_items(const Process& process, Services& services, Area& area, Term items, bool asks_itself);

/// Answers the requests of other processes. Part of the runtime's ProcessHooks.
class ProcessInformation {
 public:
  explicit ProcessInformation(Services& services) : services_(services) {}
  void answer_info(Process& process, const Signal& signal);
  void collect_garbage(Process& process, const Signal& signal);

 private:
  Services& services_;
};

}  // namespace respawn
