#include "system/state_hash.hpp"

#include "term/hash.hpp"
#include "vm/frame.hpp"

namespace respawn {
namespace {

class HashVisitor final : public RootVisitor {
 public:
  explicit HashVisitor(std::uint64_t seed) : hash_(seed) {}
  void visit(Term* slots, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) {
      // A raw trace is addresses of code: how deep it is says enough.
      if (slots[i].is_none()) hash_ = mix_hash(hash_, 1);
      else hash_ = stable_hash(slots[i], hash_);
    }
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_;
};

std::uint64_t hash_place(System& system, const Word* pc, std::uint64_t hash) {
  const CodeLocation at = system.code().locate(pc);
  if (at.chunk == nullptr) return mix_hash(hash, 2);
  hash = stable_hash(at.chunk->module, hash);
  return mix_hash(hash, static_cast<std::uint64_t>(pc - at.chunk->code.get()));
}

std::uint64_t hash_signals(const Signal* signal, std::uint64_t hash) {
  for (; signal != nullptr; signal = signal->next) {
    hash = mix_hash(hash, static_cast<std::uint64_t>(signal->kind));
    hash = stable_hash(signal->value, hash);
  }
  return hash;
}

std::uint64_t hash_process(System& system, ProcessSlot& slot, std::uint64_t hash) {
  Process& process = *slot.process;
  hash = stable_hash(process.pid, hash);
  hash = mix_hash(hash, slot.name.load(std::memory_order_relaxed) == 0 ? 0 : stable_hash(Term(slot.name.load(std::memory_order_relaxed))));
  hash = mix_hash(hash, static_cast<std::uint64_t>(process.status) | (process.trap_exit ? 16 : 0) | (process.exiting ? 32 : 0) | process.suspend_count << 8 |
                            static_cast<std::uint64_t>(process.priority) << 32);
  hash = mix_hash(hash, process.reductions_done);
  hash = mix_hash(hash, static_cast<std::uint64_t>(process.receive_deadline));
  hash = stable_hash(process.group_leader, hash);
  hash = hash_place(system, process.pc, hash);
  for (const Word* frame = process.frame;;) {
    const Word* return_to = return_address(frame);
    if (return_to == process_end_code()) break;
    hash = hash_place(system, return_to, hash);
    frame -= call_base(return_to);
  }
  HashVisitor visitor(hash);
  ProcessRoots roots(process, live_point(process));
  roots.show_roots(visitor);
  hash = visitor.hash();
  hash = hash_signals(process.mailbox.first(), hash);
  process.links.for_each([&](Term pid, const Link&) { hash = stable_hash(pid, hash); });
  process.monitors.for_each([&](Term reference, const Monitor& monitor) {
    hash = stable_hash(reference, hash);
    hash = mix_hash(hash, monitor.target.is_none() ? 0 : stable_hash(monitor.target));
  });
  process.watchers.for_each([&](Term reference, const Watcher& watcher) {
    hash = stable_hash(reference, hash);
    hash = stable_hash(watcher.pid, hash);
  });
  process.aliases.for_each([&](Term reference, const AliasRule&) { hash = stable_hash(reference, hash); });
  return hash;
}

}  // namespace

std::uint64_t hash_state(System& system) {
  std::uint64_t hash = system.lab().hash_state(system.events().hash());
  system.table().for_each_live([&](ProcessSlot& slot) { hash = hash_process(system, slot, hash); });
  return hash;
}

}  // namespace respawn
