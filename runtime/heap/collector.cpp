#include "heap/collector.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/block_pool.hpp"
#include "term/literal_region.hpp"

namespace respawn {

namespace {
constexpr std::uint32_t kMinorBeforeFull = 64;
constexpr std::size_t kYoungWordsMin = 48;
}  // namespace

class Collector final : private RootVisitor {
 public:
  explicit Collector(Heap& heap) : heap_(heap) {}

  void minor(RootSource& roots, std::size_t needed_words) {
    const std::size_t mature = static_cast<std::size_t>(heap_.high_water_ - heap_.base_);
    if (mature > 0 && heap_.old_base_ == nullptr) {
      allocate_old(std::max<std::size_t>(2 * mature, 2 * kYoungWordsMin));
    }
    if (static_cast<std::size_t>(heap_.old_end_ - heap_.old_top_) < mature) return full(roots, needed_words);

    begin(heap_.young_used_words() - mature + heap_.fragment_words_, needed_words);
    mature_end_ = heap_.high_water_;
    Word* const old_scan_start = heap_.old_top_;
    roots.show_roots(*this);
    scan(old_scan_start);
    sweep_shared_binaries();
    end();
    heap_.high_water_ = heap_.top_;
    ++heap_.minor_collections_;
    ++heap_.minor_since_full_;
    if (heap_.free_words() < needed_words) full(roots, needed_words);
  }

  void full(RootSource& roots, std::size_t needed_words) {
    full_ = true;
    begin(heap_.young_used_words() + heap_.old_used_words() + heap_.fragment_words_, needed_words);
    Word* const dead_old = std::exchange(heap_.old_base_, nullptr);
    const std::size_t dead_old_words = static_cast<std::size_t>(heap_.old_end_ - dead_old);
    heap_.old_top_ = heap_.old_end_ = nullptr;
    roots.show_roots(*this);
    scan(nullptr);
    sweep_shared_binaries();
    end();
    if (dead_old != nullptr) free_block(dead_old, dead_old_words * sizeof(Word));
    // What survived a full collection is old at the next minor one.
    heap_.high_water_ = heap_.top_;
    ++heap_.full_collections_;
    heap_.minor_since_full_ = 0;
    fit(roots, needed_words);
  }

 private:
  // ---- the space to copy to -----------------------------------------------------------------------------------

  // Room for all survivors, however many; the block is no smaller than the old one, so that a process that keeps
  // little settles at a size and stays there.
  void begin(std::size_t survivors_max_words, std::size_t needed_words) {
    std::size_t words = std::max({heap_.young_words(), survivors_max_words, kYoungWordsMin});
    // Mostly full of survivors at the last collection: double now rather than collect again soon.
    const std::size_t kept = static_cast<std::size_t>(heap_.high_water_ - heap_.base_);
    if ((kept + needed_words) * 4 > heap_.young_words() * 3) words = std::max(words, 2 * heap_.young_words());
    words = std::max(words, needed_words + kept);
    to_base_ = allocate_words(words, &to_words_);
    to_top_ = to_base_;
    from_base_ = heap_.base_;
    from_end_ = heap_.top_;
  }

  void end() {
    release_young();
    heap_.base_ = to_base_;
    heap_.top_ = to_top_;
    heap_.end_ = to_base_ + to_words_;
  }

  void release_young() {
    if (heap_.base_ != nullptr) free_block(heap_.base_, heap_.young_words() * sizeof(Word));
    while (heap_.fragments_ != nullptr) {
      Fragment* const next = heap_.fragments_->next;
      Fragment::destroy(heap_.fragments_);
      heap_.fragments_ = next;
    }
    heap_.fragment_words_ = 0;
  }

  // After a full collection: give back what is mostly empty, make room for what is needed.
  void fit(RootSource& roots, std::size_t needed_words) {
    const std::size_t live = heap_.young_used_words();
    const std::size_t wanted = std::max(kYoungWordsMin, live + live / 2 + needed_words);
    const bool too_small = heap_.free_words() < needed_words;
    const bool too_large = heap_.young_words() > 4 * wanted && heap_.young_words() > 512;
    if (!too_small && !too_large) return;
    Collector second(heap_);
    second.full_ = true;
    second.to_base_ = allocate_words(wanted, &second.to_words_);
    second.to_top_ = second.to_base_;
    second.from_base_ = heap_.base_;
    second.from_end_ = heap_.top_;
    roots.show_roots(second);
    second.scan(nullptr);
    second.sweep_shared_binaries();
    second.end();
    heap_.high_water_ = heap_.top_;
  }

  void allocate_old(std::size_t words) {
    std::size_t got;
    heap_.old_base_ = heap_.old_top_ = allocate_words(words, &got);
    heap_.old_end_ = heap_.old_base_ + got;
  }

  static Word* allocate_words(std::size_t words, std::size_t* got) {
    const std::size_t bytes = block_capacity_bytes(words * sizeof(Word));
    *got = bytes / sizeof(Word);
    return static_cast<Word*>(allocate_block(bytes));
  }

  // ---- what moves, and where to ---------------------------------------------------------------------------------

  bool in_young_block(const Word* p) const { return p >= from_base_ && p < from_end_; }
  bool in_old(const Word* p) const { return p >= heap_.old_base_ && p < heap_.old_end_; }
  bool in_target(const Word* p) const { return p >= to_base_ && p < to_base_ + to_words_; }

  bool must_move(const Word* p) const {
    if (full_) return !is_literal_address(p) && !in_target(p);
    if (in_young_block(p)) return true;
    // Anything else that is neither old, literal nor already copied lies in a fragment.
    return heap_.fragments_ != nullptr && !in_old(p) && !is_literal_address(p) && !in_target(p);
  }

  Word*& target_for(const Word* p) {
    return !full_ && p < mature_end_ && p >= from_base_ ? heap_.old_top_ : to_top_;
  }

  // Moves one cons. The rest of the list follows when the copied tail is scanned.
  Term move_cons(Word* cell) {
    if (cell[0] == Term::none().word()) return Term(cell[1]);
    Word*& target = target_for(cell);
    Word* const moved = target;
    moved[0] = cell[0];
    moved[1] = cell[1];
    target += kConsWords;
    cell[0] = Term::none().word();
    cell[1] = Term::cons(moved).word();
    return Term::cons(moved);
  }

  Term move_boxed(Word* object) {
    if (!header::is_header(object[0])) return Term(object[0]);
    Word*& target = target_for(object);
    Word* const moved = target;
    const std::size_t words = 1 + header::size_words(object[0]);
    if (words <= 4) {
      for (std::size_t i = 0; i < words; ++i) moved[i] = object[i];
    } else {
      std::memcpy(moved, object, words * sizeof(Word));
    }
    target += words;
    object[0] = Term::boxed(moved).word();
    return Term::boxed(moved);
  }

  void update(Term* slot) {
    const Term term = *slot;
    if (!term.is_pointer()) return;
    Word* const pointer = term.mutable_pointer();
    if (!must_move(pointer)) return;
    *slot = term.is_cons() ? move_cons(pointer) : move_boxed(pointer);
  }

  void visit(Term* slots, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) update(slots + i);
  }

  static_assert(sizeof(Term) == sizeof(Word));

  Word* scan_region(Word* scan, Word* const& top) {
    while (scan < top) {
      const Word word = *scan;
      if (header::is_header(word)) {
        scan += header::is_raw(word) ? 1 + header::size_words(word) : 1;
        continue;
      }
      update(reinterpret_cast<Term*>(scan));
      ++scan;
    }
    return scan;
  }

  void scan(Word* old_scan) {
    Word* young_scan = to_base_;
    for (;;) {
      if (old_scan != nullptr) old_scan = scan_region(old_scan, heap_.old_top_);
      young_scan = scan_region(young_scan, to_top_);
      if (young_scan == to_top_ && (old_scan == nullptr || old_scan == heap_.old_top_)) return;
    }
  }

  // ---- shared binaries ------------------------------------------------------------------------------------------

  void sweep_shared_binaries() {
    Word* list = std::exchange(heap_.shared_binaries_, nullptr);
    std::size_t kept_bytes = 0;
    std::size_t share_bytes = 0;
    while (list != nullptr) {
      Word* object = list;
      list = reinterpret_cast<Word*>(object[3]);
      if (must_move(object)) {
        if (header::is_header(object[0])) {
          reinterpret_cast<SharedBinary*>(object[2])->release();
          continue;
        }
        object = Term(object[0]).mutable_pointer();
      }
      object[3] = reinterpret_cast<Word>(heap_.shared_binaries_);
      heap_.shared_binaries_ = object;
      kept_bytes += object[1];
      const auto* const binary = reinterpret_cast<const SharedBinary*>(object[2]);
      share_bytes += binary->capacity() / std::max(binary->references(), 1u);
    }
    heap_.shared_binary_bytes_ = 0;
    heap_.shared_binary_bytes_kept_ = kept_bytes;
    heap_.shared_binary_share_bytes_ = share_bytes;
  }

  Heap& heap_;
  bool full_ = false;
  const Word* mature_end_ = nullptr;
  const Word* from_base_ = nullptr;
  const Word* from_end_ = nullptr;
  Word* to_base_ = nullptr;
  Word* to_top_ = nullptr;
  std::size_t to_words_ = 0;

 public:
  static bool due_for_full(Heap& heap) {
    return std::exchange(heap.collection_requested_, false) || heap.minor_since_full_ >= kMinorBeforeFull;
  }
};

void collect(Heap& heap, RootSource& roots, std::size_t needed_words, CollectionKind kind) {
  Collector collector(heap);
  if (kind == CollectionKind::full || Collector::due_for_full(heap)) {
    collector.full(roots, needed_words);
  } else {
    collector.minor(roots, needed_words);
  }
#ifdef RESPAWN_EXPENSIVE_CHECKS
  check_heap(heap, roots);
#endif
}

}  // namespace respawn
