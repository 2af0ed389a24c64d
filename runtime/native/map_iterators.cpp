/// maps:iterator/1 and maps:next/1.
///
/// An iterator is [path | map], as in OTP; next/1 gives {key, value, iterator}, where the iterator of most pairs is the next
/// such tuple already: pairs are taken from the map kBatchPairs at a time. A path says where in a large map (term/map.hpp) the
/// next pair is: an integer, in base 16 a one and then the branch taken at each level from the root; 0 is the start. Programs
/// may make up paths, so one is followed with care.

#include <bit>
#include <vector>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

constexpr std::size_t kBatchPairs = 32;

/// Walks the leaves of a large map in order, from a path on.
class TrieWalk {
 public:
  explicit TrieWalk(Term map) : root_(Term(map.pointer()[2])) {}

  void go_to_start() { descend(root_); }

  /// False when the path leads nowhere.
  bool go_to(const std::vector<unsigned>& branches) {
    Term node = root_;
    for (const unsigned branch : branches) {
      if (node.is_cons() || (occupied(node) >> branch & 1) == 0) return false;
      steps_.push_back({node, branch});
      node = child(node, branch);
    }
    return node.is_cons();
  }

  bool at_end() const { return steps_.empty(); }
  Term key() const { return leaf().head(); }
  Term value() const { return leaf().tail(); }

  void advance() {
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const unsigned later = static_cast<unsigned>(occupied(step.node)) >> step.branch >> 1;
      if (later != 0) {
        step.branch += 1 + static_cast<unsigned>(std::countr_zero(later));
        const Term next = child(step.node, step.branch);
        if (!next.is_cons()) descend(next);
        return;
      }
      steps_.pop_back();
    }
  }

  /// The path to where the walk stands.
  Term path(Area& area) const {
    std::vector<std::uint64_t> words(steps_.size() / kBranchesPerWord + 1);
    const auto put = [&](std::size_t digit, std::uint64_t branch) {
      words[digit / kBranchesPerWord] |= branch << (digit % kBranchesPerWord * kBranchBits);
    };
    std::size_t digit = 0;
    for (std::size_t i = steps_.size(); i-- > 0;) put(digit++, steps_[i].branch);
    put(digit, 1);
    return make_integer_from_magnitude(area, words.data(), words.size(), false);
  }

  static std::vector<unsigned> branches_of(Term path) {
    std::uint64_t small = path.is_small() ? static_cast<std::uint64_t>(path.small_value()) : 0;
    const std::uint64_t* words = path.is_small() ? &small : magnitude(path);
    const std::size_t count = path.is_small() ? 1 : magnitude_words(path);
    std::vector<unsigned> branches;
    for (std::size_t digit = count * kBranchesPerWord; digit-- > 0;) {
      branches.push_back(words[digit / kBranchesPerWord] >> (digit % kBranchesPerWord * kBranchBits) & 0xF);
    }
    // The zeros in front and the one.
    std::size_t first = 0;
    while (first < branches.size() && branches[first] == 0) ++first;
    branches.erase(branches.begin(), branches.begin() + static_cast<std::ptrdiff_t>(std::min(first + 1, branches.size())));
    return branches;
  }

 private:
  static constexpr unsigned kBranchBits = 4;
  static constexpr std::size_t kBranchesPerWord = 64 / kBranchBits;

  struct Step {
    Term node;
    unsigned branch;
  };

  static std::uint16_t occupied(Term node) { return header::own_bits(*node.pointer()); }
  static Term child(Term node, unsigned branch) {
    const unsigned before = static_cast<unsigned>(occupied(node)) & ((1u << branch) - 1);
    return Term(node.pointer()[1 + std::popcount(before)]);
  }
  Term leaf() const { return child(steps_.back().node, steps_.back().branch); }

  /// To the first leaf below `node`.
  void descend(Term node) {
    while (!node.is_cons()) {
      const auto branch = static_cast<unsigned>(std::countr_zero(occupied(node)));
      steps_.push_back({node, branch});
      node = child(node, branch);
    }
  }

  Term root_;
  std::vector<Step> steps_;
};

/// {key, value, {key, value, … rest}}
Term chain(Area& area, const std::vector<std::pair<Term, Term>>& pairs, Term rest) {
  for (std::size_t i = pairs.size(); i-- > 0;) rest = make_tuple(area, {pairs[i].first, pairs[i].second, rest});
  return rest;
}

NativeResult next_of_large(NativeCall& call, Term path, Term map) {
  TrieWalk walk(map);
  if (path == Term::small(0)) {
    walk.go_to_start();
  } else if (is_negative(path) || !walk.go_to(TrieWalk::branches_of(path))) {
    return call.bad_argument();
  }
  std::vector<std::pair<Term, Term>> pairs;
  for (; !walk.at_end() && pairs.size() < kBatchPairs; walk.advance()) pairs.emplace_back(walk.key(), walk.value());
  call.charge(pairs.size() / 10);
  Area& area = call.heap();
  return chain(area, pairs, walk.at_end() ? atoms::none : make_cons(area, walk.path(area), map));
}

NativeResult iterator(NativeCall& call) {
  if (!is_map(call.arg(0))) return bad_map(call, 1);
  return make_cons(call.heap(), Term::small(0), call.arg(0));
}

NativeResult next(NativeCall& call) {
  const Term iterator = call.arg(0);
  if (is_tuple_of(iterator, 3) || iterator == atoms::none) return iterator;
  const bool fine = iterator.is_cons() && is_integer(iterator.head()) && is_map(iterator.tail());
  if (!fine) return call.bad_argument(1, "not a valid iterator");
  const Term map = iterator.tail();
  if (!is_flat_map(map)) return next_of_large(call, iterator.head(), map);
  std::vector<std::pair<Term, Term>> pairs;
  for_each_pair(map, [&](Term key, Term value) { pairs.emplace_back(key, value); });
  return chain(call.heap(), pairs, atoms::none);
}

}  // namespace

void define_map_iterator_natives(NativeTable& table) {
  table.add("maps", "iterator", 1, iterator);
  table.add("maps", "next", 1, next);
}

}  // namespace respawn
