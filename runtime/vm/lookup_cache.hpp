#pragma once
/// LookupCache: module:name/arity to function entry, for calls whose module is known only at run time.
///
/// A GenServer's callbacks are such calls, and so is apply. One small direct-mapped table per worker: no lock, and since
/// function entries never move or go, nothing to invalidate.

#include <array>

#include "code/code_table.hpp"
#include "sched/scheduler.hpp"

namespace respawn {

class LookupCache final : public WorkerCache {
 public:
  Function* find(CodeTable& code, Term module, Term name, std::uint32_t arity) {
    const std::size_t hash = (module.word() * 0x9e3779b97f4a7c15ull ^ name.word() * 0xc2b2ae3d27d4eb4full) >> 40;
    Function*& entry = entries_[(hash + arity) % kEntries];
    if (entry != nullptr && entry->module == module && entry->name == name && entry->arity == arity) return entry;
    entry = code.function(module, name, arity);
    return entry;
  }

 private:
  static constexpr std::size_t kEntries = 1024;
  std::array<Function*, kEntries> entries_{};
};

}  // namespace respawn
