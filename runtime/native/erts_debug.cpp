/// Natives of :erts_debug that show sharing: how many words a term takes in this runtime, and whether two are one object.

#include <unordered_set>
#include <vector>

#include "native/native_table.hpp"
#include "term/layout.hpp"

namespace respawn {
namespace {

std::size_t object_words(Term term) { return term.is_cons() ? kConsWords : 1 + header::size_words(*term.pointer()); }

/// Calls visit(object) for the objects below `root`, itself included. With false as its answer what is below is left out.
template <typename Visit>
void walk_objects(Term root, Visit&& visit) {
  std::vector<Term> pending;
  const auto push = [&](Word word) {
    if (!header::is_header(word) && Term(word).is_pointer()) pending.push_back(Term(word));
  };
  push(root.word());
  while (!pending.empty()) {
    const Term term = pending.back();
    pending.pop_back();
    if (!visit(term)) continue;
    const Word* words = term.pointer();
    if (term.is_cons()) {
      push(words[1]);
      push(words[0]);
    } else if (!header::is_raw(words[0])) {
      for (std::size_t i = header::size_words(words[0]); i > 0; --i) push(words[i]);
    }
  }
}

NativeResult words_term(NativeCall& call, std::size_t words) {
  call.charge(words / 50);
  return Term::small(static_cast<std::int64_t>(words));
}

NativeResult flat_size(NativeCall& call) {
  std::size_t words = 0;
  walk_objects(call.arg(0), [&](Term term) {
    words += object_words(term);
    return true;
  });
  return words_term(call, words);
}

NativeResult size(NativeCall& call) {
  std::size_t words = 0;
  std::unordered_set<const Word*> seen;
  walk_objects(call.arg(0), [&](Term term) {
    const bool fresh = seen.insert(term.pointer()).second;
    if (fresh) words += object_words(term);
    return fresh;
  });
  return words_term(call, words);
}

NativeResult same(NativeCall& call) { return boolean(call.arg(0) == call.arg(1)); }

}  // namespace

void define_erts_debug_natives(NativeTable& table) {
  table.add("erts_debug", "flat_size", 1, flat_size);
  table.add("erts_debug", "size", 1, size);
  table.add("erts_debug", "same", 2, same);
}

}  // namespace respawn
