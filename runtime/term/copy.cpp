#include "term/copy.hpp"

#include <cstring>
#include <vector>

#include "term/literal_region.hpp"

namespace respawn {
namespace {

bool must_copy(Term term) { return term.is_pointer() && !is_literal(term); }

// Copies one object (of a list: its whole spine) to *top. What it refers to still points to the source.
Term copy_shallow(Term term, Word*& top, Word** shared_binaries) {
  const Word* source = term.pointer();
  Word* const copied = top;
  if (term.is_cons()) {
    for (;;) {
      top[0] = source[0];
      const Term tail = Term(source[1]);
      if (!tail.is_cons() || !must_copy(tail)) {
        top[1] = source[1];
        top += kConsWords;
        return Term::cons(copied);
      }
      top[1] = Term::cons(top + kConsWords).word();
      top += kConsWords;
      source = tail.pointer();
    }
  }
  const std::size_t words = 1 + header::size_words(source[0]);
  std::memcpy(copied, source, words * sizeof(Word));
  top += words;
  if (header::kind(source[0]) == Kind::shared_binary) {
    reinterpret_cast<SharedBinary*>(source[2])->retain();
    copied[3] = reinterpret_cast<Word>(*shared_binaries);
    *shared_binaries = copied;
  }
  return Term::boxed(copied);
}

}  // namespace

std::size_t copy_size_words(Term root) {
  if (!must_copy(root)) return 0;
  std::size_t total = 0;
  // Most messages are small and flat: no allocation for the stack until one is not.
  Term inline_stack[32];
  std::size_t depth = 0;
  std::vector<Term> overflow;
  const auto push = [&](Term term) {
    if (depth < 32) inline_stack[depth++] = term; else overflow.push_back(term);
  };
  push(root);
  while (depth > 0) {
    Term term;
    if (!overflow.empty()) {
      term = overflow.back();
      overflow.pop_back();
    } else {
      term = inline_stack[--depth];
    }
    while (term.is_cons() && must_copy(term)) {
      total += kConsWords;
      const Term head = term.head();
      if (must_copy(head)) push(head);
      term = term.tail();
    }
    if (!must_copy(term)) continue;
    const Word* object = term.pointer();
    const std::size_t size = header::size_words(object[0]);
    total += 1 + size;
    if (header::is_raw(object[0])) continue;
    for (std::size_t i = 1; i <= size; ++i) {
      const Term element = Term(object[i]);
      if (must_copy(element)) push(element);
    }
  }
  return total;
}

Term copy_words(Term root, Word* destination, Word** shared_binaries) {
  if (!must_copy(root)) return root;
  Word* top = destination;
  Word* scan = destination;
  const Term result = copy_shallow(root, top, shared_binaries);
  // What has been copied is its own work list: every word up to top is walked once, and what it points to is copied
  // behind.
  while (scan < top) {
    const Word word = *scan;
    if (header::is_header(word)) {
      scan += header::is_raw(word) ? 1 + header::size_words(word) : 1;
      continue;
    }
    const Term term = Term(word);
    // A tail inside a spine already points to the copy; those pointers lie in [destination, top).
    if (must_copy(term) && !(term.pointer() >= destination && term.pointer() < top)) {
      *scan = copy_shallow(term, top, shared_binaries).word();
    }
    ++scan;
  }
  return result;
}

Term copy(Area& area, Term term) {
  const std::size_t words = copy_size_words(term);
  if (words == 0) return term;
  Word* destination = area.allocate(words);
  Word* shared = nullptr;
  const Term result = copy_words(term, destination, &shared);
  while (shared != nullptr) {
    Word* const next = reinterpret_cast<Word*>(shared[3]);
    area.own_shared_binary(shared, 0);
    shared = next;
  }
  return result;
}

}  // namespace respawn
