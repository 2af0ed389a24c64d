#include "proc/process.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "base/block_pool.hpp"

namespace respawn {

Process::Process(ProcessSlot& its_slot, std::size_t heap_words, std::size_t stack_words_wanted)
    : heap(heap_words), slot(its_slot), pid(its_slot.pid()) {
  const std::size_t bytes = block_capacity_bytes(stack_words_wanted * sizeof(Word));
  stack = static_cast<Word*>(allocate_block(bytes));
  stack_end = stack + bytes / sizeof(Word);
  frame = stack + 1;
}

Process::~Process() { free_block(stack, stack_words() * sizeof(Word)); }

Process* Process::create(ProcessSlot& slot, std::size_t heap_words, std::size_t stack_words) {
  return new (allocate_block(sizeof(Process))) Process(slot, heap_words, stack_words);
}

void Process::destroy(Process* process) {
  process->~Process();
  free_block(process, sizeof(Process));
}

void Process::grow_stack(std::size_t needed_words) {
  const std::size_t below = static_cast<std::size_t>(frame - stack);
  const std::size_t used = stack_words();
  const std::size_t wanted = std::max(used + used / 2, below + needed_words + 8);
  const std::size_t bytes = block_capacity_bytes(wanted * sizeof(Word));
  auto* larger = static_cast<Word*>(allocate_block(bytes));
  // The current frame's slots lie above the frame pointer: everything that was there is copied.
  std::memcpy(larger, stack, used * sizeof(Word));
  free_block(stack, used * sizeof(Word));
  stack = larger;
  stack_end = larger + bytes / sizeof(Word);
  frame = stack + below;
}

std::size_t Process::memory_bytes() const {
  std::size_t bytes = sizeof(Process) + sizeof(ProcessSlot) + (heap.total_words() + stack_words()) * sizeof(Word);
  bytes += links.memory_bytes() + monitors.memory_bytes() + watchers.memory_bytes() + aliases.memory_bytes();
  return bytes + mailbox.words() * sizeof(Word);
}

}  // namespace respawn
