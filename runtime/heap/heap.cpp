#include "heap/heap.hpp"

#include <new>

#include "base/block_pool.hpp"
#include "base/memory_budget.hpp"

namespace respawn {

Fragment* Fragment::create(std::size_t words) {
  RESPAWN_ASSERT(words <= UINT32_MAX);
  return new (allocate_block(sizeof(Fragment) + words * sizeof(Word))) Fragment{nullptr, static_cast<std::uint32_t>(words), 0};
}

void Fragment::destroy(Fragment* fragment) {
  char* block = reinterpret_cast<char*>(fragment) - fragment->before_bytes;
  free_block(block, fragment->before_bytes + sizeof(Fragment) + fragment->words * sizeof(Word));
}

Heap::Heap(std::size_t young_words) {
  if (young_words == 0) return;
  const std::size_t bytes = block_capacity_bytes(young_words * sizeof(Word));
  base_ = static_cast<Word*>(allocate_block(bytes));
  top_ = high_water_ = base_;
  end_ = base_ + bytes / sizeof(Word);
}

Heap::~Heap() {
  release_shared_binaries(shared_binaries_);
  if (base_ != nullptr) free_block(base_, young_words() * sizeof(Word));
  if (old_base_ != nullptr) free_block(old_base_, old_words() * sizeof(Word));
  while (fragments_ != nullptr) {
    Fragment* const next = fragments_->next;
    Fragment::destroy(fragments_);
    fragments_ = next;
  }
}

Word* Heap::allocate_slow(std::size_t words) {
  if (RESPAWN_UNLIKELY(fragment_words_ + words > kFragmentWordsMax)) throw MemoryExhausted(words * sizeof(Word));
  // One fragment an allocation: simple, and the next safepoint merges them. The young block keeps what is left of it
  // for smaller objects.
  Fragment* fragment = Fragment::create(words);
  fragment->next = fragments_;
  fragments_ = fragment;
  fragment_words_ += words;
  return fragment->data();
}

void Heap::adopt(Fragment* fragment, Word* shared_binaries) {
  fragment->next = fragments_;
  fragments_ = fragment;
  fragment_words_ += fragment->words;
  adopt_shared_binaries(shared_binaries);
}

void Heap::adopt_shared_binaries(Word* list) {
  while (list != nullptr) {
    Word* const next = reinterpret_cast<Word*>(list[3]);
    own_shared_binary(list, list[1]);
    list = next;
  }
}

bool Heap::contains(const Word* pointer) const {
  if (pointer >= base_ && pointer < end_) return true;
  if (pointer >= old_base_ && pointer < old_end_) return true;
  for (Fragment* fragment = fragments_; fragment != nullptr; fragment = fragment->next) {
    if (pointer >= fragment->data() && pointer < fragment->data() + fragment->words) return true;
  }
  return false;
}

}  // namespace respawn
