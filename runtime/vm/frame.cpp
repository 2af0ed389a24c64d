#include "vm/frame.hpp"

#include "code/function.hpp"
#include "heap/collector.hpp"

namespace respawn {
namespace {

// [a call with base 1 and result slot 0 | unused | no live slots | the instruction]
constexpr Word kProcessEnd[] = {instruction::pack(Op::call, 1, 0), 0, 0, instruction::pack(Op::process_end)};

}  // namespace

const Word* process_end_code() { return kProcessEnd + 3; }

LivePoint live_point(const Process& process) {
  if (process.park_mask != nullptr || process.park_slot >= 0) return {process.park_mask, 0, 0, process.park_slot};
  const Word word = *process.pc;
  switch (instruction::op(word)) {
    case Op::enter: return {nullptr, 0, instruction::b(word)};
    case Op::native_entry:
    case Op::undefined_entry: {
      const auto* function = reinterpret_cast<const Function*>(process.pc[1]);
      return {nullptr, 0, function->arity};
    }
    case Op::receive_wait: return {&process.pc[1]};
    case Op::receive_wait_timeout: return {&process.pc[3], instruction::a(word), instruction::a(word) + 1};
    case Op::call_native: return {&process.pc[2], instruction::a(word), instruction::a(word) + instruction::c(word)};
    case Op::tail_call_native: return {nullptr, instruction::a(word), instruction::a(word) + instruction::c(word)};
    default: return {};
  }
}

void ProcessRoots::show_roots(RootVisitor& visitor) {
  for_each_frame_slot(process_, point_, [&](Word* slot) { visitor.visit(reinterpret_cast<Term*>(slot), 1); });
  if (Process::Extras* extras = process_.extras_if_any()) {
    extras->dictionary.for_each_root([&](Term& term) { visitor.visit(&term, 1); });
    visitor.visit(&extras->exit_reason, 1);
    visitor.visit(&extras->exit_trace, 1);
    visitor.visit(&extras->label, 1);
    visitor.visit(&extras->max_heap_options, 1);
  }
}

bool collect_process(Process& process, const LivePoint& point, std::size_t needed_words, std::size_t default_limit_words,
                     std::size_t limit_binary_bytes) {
  ProcessRoots roots(process, point);
  collect(process.heap, roots, needed_words);
  const Process::Extras* extras = process.extras_if_any();
  const std::size_t own_limit = extras == nullptr ? 0 : extras->max_heap_words;
  const std::size_t limit = own_limit != 0 ? own_limit : default_limit_words;
  return process.heap.total_words() + process.stack_words() <= limit && process.heap.shared_binary_share_bytes() <= limit_binary_bytes;
}

}  // namespace respawn
