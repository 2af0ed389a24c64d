#include <cstdio>
#include <cstdlib>

#include "heap/collector.hpp"
#include "term/literal_region.hpp"

namespace respawn {

/// Walks blocks word by word, exactly as the collector's scan does, and judges every word.
class HeapCheck final : private RootVisitor {
 public:
  explicit HeapCheck(const Heap& heap) : heap_(heap) {}

  void run(RootSource& roots) {
    walk(heap_.base_, heap_.top_, "young generation");
    walk(heap_.old_base_, heap_.old_top_, "old generation");
    roots.show_roots(*this);
  }

 private:
  void walk(const Word* word, const Word* end, const char* where) {
    const bool old = word == heap_.old_base_ && word != nullptr;
    while (word < end) {
      if (header::is_header(*word)) {
        const std::size_t size = header::size_words(*word);
        if (header::kind(*word) == Kind::none) fail("a forwarding mark in a live object", where, word);
        if (word + 1 + size > end) fail("an object that reaches past its block", where, word);
        word += header::is_raw(*word) ? 1 + size : 1;
        continue;
      }
      judge(Term(*word), where, word, old);
      ++word;
    }
    if (word != end) fail("a last object that reaches past its block", where, word);
  }

  void judge(Term term, const char* where, const void* place, bool from_old) {
    if (!term.is_pointer()) return;
    const Word* pointer = term.pointer();
    if (is_literal_address(pointer)) return;
    const bool in_old = pointer >= heap_.old_base_ && pointer < heap_.old_top_;
    if (!in_old && !heap_.contains(pointer)) fail("a pointer that leads out of the heap", where, place);
    if (from_old && !in_old) fail("an old object that refers to a young one", where, place);
    if (term.is_boxed() && !header::is_header(*pointer)) fail("a boxed term without a header", where, place);
    if (term.is_cons() && header::is_header(*pointer)) fail("a cons whose head is a header", where, place);
  }

  void visit(Term* slots, std::size_t count) override {
    for (std::size_t i = 0; i < count; ++i) judge(slots[i], "roots", slots + i, false);
  }

  [[noreturn]] void fail(const char* what, const char* where, const void* place) {
    std::fprintf(stderr, "respawn: internal error: heap check found %s (%s, %p)\n", what, where, place);
    std::abort();
  }

  const Heap& heap_;
};

void check_heap(const Heap& heap, RootSource& roots) { HeapCheck(heap).run(roots); }

}  // namespace respawn
