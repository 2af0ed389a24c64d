#pragma once
/// Heap: where one process keeps its values.
///
/// Three parts:
///   - the young generation, one block; terms are built at `top`;
///   - the old generation, one block, holds what has survived a collection; it only grows between full collections;
///   - fragments, chained blocks that did not fit: what a native built when the young block was full, and the larger
///     messages. They belong to the young generation and are gone after the next collection.
///
/// Invariants: a pointer in the old generation never leads to the young one (terms are immutable and the old
/// generation holds whole survivors: what an old object refers to is older still). No pointer leads into another
/// process's heap; pointers out lead to literals and shared binaries only.
///
/// Allocation never collects (area.hpp): the interpreter collects at its safepoints, when `wants_collection` says so
/// or an instruction needs room. Thread: the owner's worker only.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "term/area.hpp"

namespace respawn {

/// A chained block: `words` of data follow the struct. It may lie inside a larger block that starts `before_bytes` ahead of
/// it: a message whose terms are taken over in place.
struct Fragment {
  Fragment* next;
  std::uint32_t words;
  std::uint32_t before_bytes;

  Word* data() { return reinterpret_cast<Word*>(this + 1); }
  static Fragment* create(std::size_t words);
  static void destroy(Fragment* fragment);
};

class Heap final : public Area {
 public:
  /// A heap with room for `young_words`; 0 takes no memory until something is built.
  explicit Heap(std::size_t young_words);
  ~Heap();

  Word* top() const { return top_; }
  Word* limit() const { return end_; }
  /// The interpreter keeps a copy of `top` while it runs and puts it back before anyone else looks.
  void set_top(Word* top) { top_ = top; }

  std::size_t free_words() const { return static_cast<std::size_t>(end_ - top_); }
  std::size_t young_words() const { return static_cast<std::size_t>(end_ - base_); }
  std::size_t young_used_words() const { return static_cast<std::size_t>(top_ - base_); }
  std::size_t old_used_words() const { return static_cast<std::size_t>(old_top_ - old_base_); }
  std::size_t old_words() const { return static_cast<std::size_t>(old_end_ - old_base_); }
  std::size_t fragment_words() const { return fragment_words_; }
  std::size_t total_words() const { return young_words() + old_words() + fragment_words_; }
  std::size_t used_words() const { return young_used_words() + old_used_words() + fragment_words_; }

  /// True when what hangs beside the young block (fragments, shared binaries) is reason enough to collect at the
  /// next safepoint.
  bool wants_collection() const {
    return collection_requested_ || fragment_words_ > young_words() + kFragmentWordsMin ||
           shared_binary_bytes_ > kSharedBytesMax + std::min(shared_binary_bytes_kept_, kSharedBytesStepMax);
  }

  /// Bytes of the shared binaries that were alive after the last collection, of each the part that is this heap's: one that ten terms
  /// refer to, here or elsewhere, counts a tenth for each.
  std::size_t shared_binary_share_bytes() const { return shared_binary_share_bytes_; }

  /// Asks for a full collection at the next safepoint.
  void request_collection() { collection_requested_ = true; }

  /// Takes over a block of terms that was built elsewhere (a message that did not fit), with its shared binaries.
  void adopt(Fragment* fragment, Word* shared_binaries);
  /// Takes over shared binaries whose objects already lie in this heap.
  void adopt_shared_binaries(Word* list);

  /// True when `pointer` lies in this heap.
  bool contains(const Word* pointer) const;

  std::uint32_t minor_collections() const { return minor_collections_; }
  std::uint32_t full_collections() const { return full_collections_; }

 private:
  friend class Collector;
  friend class HeapCheck;

  static constexpr std::size_t kFragmentWordsMin = 256;
  static constexpr std::size_t kSharedBytesMax = 256 * 1024;
  static constexpr std::size_t kSharedBytesStepMax = std::size_t{1} << 29;  // beyond this the limit grows no further
  /// What one native may build before the process has a chance to collect: twice what a process may have.
  static constexpr std::size_t kFragmentWordsMax = std::size_t{1} << 28;

  Word* allocate_slow(std::size_t words) override;

  Word* high_water_ = nullptr;  // young terms below it have survived a collection and are old at the next
  Word* old_base_ = nullptr;
  Word* old_top_ = nullptr;
  Word* old_end_ = nullptr;
  Fragment* fragments_ = nullptr;
  std::size_t fragment_words_ = 0;
  std::size_t shared_binary_bytes_kept_ = 0;  // alive after the last collection: the limit grows with the program
  std::size_t shared_binary_share_bytes_ = 0;
  std::uint32_t minor_collections_ = 0;
  std::uint32_t full_collections_ = 0;
  std::uint32_t minor_since_full_ = 0;
  bool collection_requested_ = false;
};

}  // namespace respawn
