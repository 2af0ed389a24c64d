#include "proc/signal.hpp"

#include <new>

#include "base/block_pool.hpp"
#include "term/copy.hpp"

namespace respawn {

Signal* Signal::create(SignalKind kind, std::size_t words) {
  auto* signal = new (allocate_block(sizeof(Signal) + words * sizeof(Word))) Signal;
  signal->kind = kind;
  signal->words = static_cast<std::uint32_t>(words);
  return signal;
}

Signal* Signal::with_copy(SignalKind kind, Term value) {
  if (value.is_immediate()) {
    Signal* signal = create(kind, 0);
    signal->value = value;
    return signal;
  }
  const std::size_t words = copy_size_words(value);
  Signal* signal = create(kind, words);
  signal->value = copy_words(value, signal->data(), &signal->shared_binaries);
  return signal;
}

void Signal::release_block(Signal* signal) { free_block(signal, sizeof(Signal) + signal->words * sizeof(Word)); }

void Signal::destroy(Signal* signal) {
  release_shared_binaries(signal->shared_binaries);
  release_block(signal);
}

Word* SignalArea::allocate_slow(std::size_t) {
  RESPAWN_ASSERT(!"a signal was made with too little room");
  return nullptr;
}

}  // namespace respawn
