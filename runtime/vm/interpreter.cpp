#include "vm/interpreter.hpp"

#include <cmath>
#include <stdexcept>

#include "base/memory_budget.hpp"
#include "code/bit_segment.hpp"
#include "code/instruction.hpp"
#include "code/live_mask.hpp"
#include "heap/collector.hpp"
#include "proc/deliver.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/literal_region.hpp"
#include "term/map.hpp"
#include "term/number.hpp"
#include "vm/bits.hpp"
#include "vm/frame.hpp"
#include "vm/lookup_cache.hpp"
#include "vm/native_call.hpp"
#include "vm/operations.hpp"
#include "vm/raise.hpp"

// Labels as values are what makes the dispatch of each instruction a jump of its own.
#pragma GCC diagnostic ignored "-Wpedantic"

namespace respawn {

// The names that the instruction files use:
//   pc, fp, htop, hend, reds     the machine's registers; `word` is the first word of the current instruction
//   A, B, C                      its fields; SLOT(n) a slot of the frame as a term
//   NEXT(n)                      goes on with the instruction n words further
//   ALLOCATE(p, n, mask)         room for n words, collecting if need be
//   RAISE(reason)                an error of the running program
#define A instruction::a(word)
#define B instruction::b(word)
#define C instruction::c(word)
#define SLOT(n) (reinterpret_cast<Term*>(fp)[n])
#define DISPATCH()                              \
  do {                                          \
    word = *pc;                                 \
    goto* labels[word & 0xFFFF];                \
  } while (0)
#define NEXT(n)   \
  do {            \
    pc += (n);    \
    DISPATCH();   \
  } while (0)
#define GOTO_FIELD_LABEL()              \
  do {                                  \
    pc += instruction::label(word);     \
    DISPATCH();                         \
  } while (0)
#define GOTO_LABEL(n)                                                \
  do {                                                               \
    pc += static_cast<std::int64_t>(pc[n]);                          \
    DISPATCH();                                                      \
  } while (0)
#define SYNC()                                  \
  do {                                          \
    process.pc = pc;                            \
    process.frame = fp;                         \
    process.heap.set_top(htop);                 \
    process.reductions_left = reds;             \
  } while (0)
#define RELOAD()                                \
  do {                                          \
    fp = process.frame;                         \
    htop = process.heap.top();                  \
    hend = process.heap.limit();                \
    reds = process.reductions_left;             \
  } while (0)
#define ALLOCATE(pointer, words, mask)                                                   \
  Word* pointer = htop;                                                                  \
  if (RESPAWN_LIKELY(static_cast<std::size_t>(hend - htop) >= (words))) {                \
    htop += (words);                                                                     \
  } else {                                                                               \
    SYNC();                                                                              \
    pointer = make_room(process, services_, (words), (mask));                            \
    RELOAD();                                                                            \
    if (RESPAWN_UNLIKELY(pointer == nullptr)) goto process_ended;                        \
  }
#define RAISE(its_reason)                        \
  do {                                           \
    raised = {atoms::error, (its_reason)};       \
    goto raise;                                  \
  } while (0)
#define SOURCE(source) (instruction::is_slot_source(source) ? SLOT(instruction::source_slot(source)) : Term(source))
// After an instruction that may have told an event: the lab may want to stand still behind it.
#define PAUSE_POINT(mask_word, slot, length)                 \
  if (RESPAWN_UNLIKELY(*services_.stop_wanted)) {            \
    const Word* const its_mask = (mask_word);                \
    pc += (length);                                          \
    SYNC();                                                  \
    process.park_mask = its_mask;                            \
    process.park_slot = (slot);                              \
    return SliceEnd::paused;                                 \
  }

SliceEnd Machine::run_slice(Process& process, WorkerContext& worker) {
  try {
    return run_instructions(process, worker);
  } catch (const MemoryExhausted& refused) {
    process.end_over_limit(refused.bytes);
  } catch (const std::bad_alloc&) {
    process.end_over_limit(0);
  } catch (const std::length_error&) {
    // A text longer than any can be.
    process.end_over_limit(0);
  }
  return SliceEnd::ended;
}

SliceEnd Machine::run_instructions(Process& process, WorkerContext& worker) {
  static const void* const labels[] = {
#define OP(name, fields, words, sentence) &&op_##name,
#include "code/opcodes.def"
#undef OP
  };

  if (RESPAWN_UNLIKELY(worker.lookup_cache == nullptr)) worker.lookup_cache = std::make_unique<LookupCache>();
  LookupCache& lookup_cache = static_cast<LookupCache&>(*worker.lookup_cache);
  process.park_mask = nullptr;
  process.park_slot = -1;

  const Word* pc = process.pc;
  Word* fp;
  Word* htop;
  Word* hend;
  std::int32_t reds;
  Word word = 0;
  Term* native_window = nullptr;  // arguments of a native that returns for its caller
  Raised raised{};
  const Word* target = nullptr;  // of the call under way
  RELOAD();
  DISPATCH();

#include "vm/ops_control.inc"
#include "vm/ops_data.inc"
#include "vm/ops_test.inc"
#include "vm/ops_number.inc"
#include "vm/ops_message.inc"
#include "vm/ops_bits.inc"

raise:
  // `raised` is set; pc stands at the failing instruction.
  SYNC();
  if (raise_to_handler(process, services_, raised)) {
    raised = {};
    pc = process.pc;
    RELOAD();
    DISPATCH();
  }
process_ended:
  process.pc = pc;
  return SliceEnd::ended;
}

}  // namespace respawn
