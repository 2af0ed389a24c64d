#include "term/compare.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

enum class Numbers { by_value, integers_first };

int sign(std::uint64_t a, std::uint64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

int rank(Term term) {
  if (term.is_small()) return 0;
  if (term.is_cons()) return 9;
  if (term.is_boxed()) {
    switch (header::kind(*term.pointer())) {
      case Kind::floating:
      case Kind::big_integer: return 0;
      case Kind::closure:
      case Kind::export_fun: return 3;
      case Kind::tuple: return 6;
      case Kind::flat_map:
      case Kind::hash_map: return 7;
      default: return 10;
    }
  }
  if (term.is_atom()) return 1;
  if (term.is_reference()) return 2;
  if (term.is_port()) return 4;
  if (term.is_pid()) return 5;
  return 8;  // the empty list
}

// Pairs still to be compared, the next one last. Elements in `terms` are compared by the rule in `numbers`.
struct Pending {
  Term a, b;
  Numbers numbers;
};

class Comparison {
 public:
  int run(Term a, Term b, Numbers numbers) {
    push(a, b, numbers);
    while (!pending_.empty()) {
      const Pending next = pending_.back();
      pending_.pop_back();
      if (const int order = step(next)) return order;
    }
    return 0;
  }

 private:
  void push(Term a, Term b, Numbers numbers) {
    if (!(a == b)) pending_.push_back({a, b, numbers});
  }

  int step(Pending pair) {
    const int rank_a = rank(pair.a);
    const int rank_b = rank(pair.b);
    if (rank_a != rank_b) return rank_a - rank_b;
    switch (rank_a) {
      case 0: return compare_two_numbers(pair);
      case 1: return compare_atoms(pair.a, pair.b);
      case 2:
      case 4: return sign(pair.a.payload(), pair.b.payload());
      case 3: return compare_funs(pair);
      case 5: return compare_pids(pair.a, pair.b);
      case 6: return compare_tuples(pair);
      case 7: return compare_maps(pair);
      case 9: return compare_lists(pair);
      case 10: return compare_bits(bit_view(pair.a), bit_view(pair.b));
      default: return 0;
    }
  }

  static int compare_two_numbers(const Pending& pair) {
    if (pair.numbers == Numbers::integers_first && is_float(pair.a) != is_float(pair.b)) return is_float(pair.a) ? 1 : -1;
    return compare_numbers(pair.a, pair.b);
  }

  static int compare_pids(Term a, Term b) {
    if (const int order = sign(a.pid_slot(), b.pid_slot())) return order;
    return sign(a.pid_serial(), b.pid_serial());
  }

  int compare_funs(const Pending& pair) {
    const bool closure_a = is_boxed_kind(pair.a, Kind::closure);
    const bool closure_b = is_boxed_kind(pair.b, Kind::closure);
    if (closure_a != closure_b) return closure_a ? -1 : 1;
    if (!closure_a) {
      if (const int order = compare_atoms(export_module(pair.a), export_module(pair.b))) return order;
      if (const int order = compare_atoms(export_name(pair.a), export_name(pair.b))) return order;
      return sign(function_arity(pair.a), function_arity(pair.b));
    }
    const FunIdentity& a = closure_identity(pair.a);
    const FunIdentity& b = closure_identity(pair.b);
    if (const int order = compare_atoms(a.module, b.module)) return order;
    if (const int order = sign(a.index, b.index)) return order;
    if (const int order = sign(a.unique, b.unique)) return order;
    const std::size_t count = closure_free_count(pair.a);
    if (const int order = sign(count, closure_free_count(pair.b))) return order;
    for (std::size_t i = count; i-- > 0;) push(closure_free(pair.a, i), closure_free(pair.b, i), pair.numbers);
    return 0;
  }

  int compare_tuples(const Pending& pair) {
    const std::size_t size = tuple_size(pair.a);
    if (const int order = sign(size, tuple_size(pair.b))) return order;
    for (std::size_t i = size; i-- > 0;) push(tuple_element(pair.a, i), tuple_element(pair.b, i), pair.numbers);
    return 0;
  }

  // By size, then keys in order, then values in the order of the keys.
  int compare_maps(const Pending& pair) {
    if (const int order = sign(map_size(pair.a), map_size(pair.b))) return order;
    const auto a = sorted_pairs(pair.a);
    const auto b = sorted_pairs(pair.b);
    for (std::size_t i = a.size(); i-- > 0;) push(a[i].second, b[i].second, pair.numbers);
    for (std::size_t i = a.size(); i-- > 0;) push(a[i].first, b[i].first, Numbers::integers_first);
    return 0;
  }

  static std::vector<std::pair<Term, Term>> sorted_pairs(Term map) {
    std::vector<std::pair<Term, Term>> pairs;
    pairs.reserve(map_size(map));
    for_each_pair(map, [&](Term key, Term value) { pairs.emplace_back(key, value); });
    if (!is_flat_map(map)) {
      std::sort(pairs.begin(), pairs.end(), [](const auto& x, const auto& y) { return compare_keys(x.first, y.first) < 0; });
    }
    return pairs;
  }

  int compare_lists(Pending pair) {
    // Along equal immediate heads without touching the stack: the common case of strings and long lists.
    while (pair.a.is_cons() && pair.b.is_cons()) {
      const Term head_a = pair.a.head();
      const Term head_b = pair.b.head();
      const Term tail_a = pair.a.tail();
      const Term tail_b = pair.b.tail();
      if (head_a == head_b) {
        pair.a = tail_a;
        pair.b = tail_b;
        if (pair.a == pair.b) return 0;
        continue;
      }
      push(tail_a, tail_b, pair.numbers);
      push(head_a, head_b, pair.numbers);
      return 0;
    }
    push(pair.a, pair.b, pair.numbers);
    return 0;
  }

  std::vector<Pending> pending_;
};

bool equal_boxed(Term a, Term b, std::vector<std::pair<Term, Term>>& pending) {
  const Word* object_a = a.pointer();
  const Word* object_b = b.pointer();
  const Kind kind = header::kind(object_a[0]);
  const Kind other = header::kind(object_b[0]);
  const bool bits_a = kind == Kind::heap_binary || kind == Kind::shared_binary || kind == Kind::sub_binary;
  if (bits_a) {
    if (!is_bitstring(b)) return false;
    const BitView left = bit_view(a);
    const BitView right = bit_view(b);
    return left.bit_size == right.bit_size && compare_bits(left, right) == 0;
  }
  if (kind != other) return false;
  switch (kind) {
    case Kind::tuple:
      if (object_a[0] != object_b[0]) return false;
      for (std::size_t i = tuple_size(a); i-- > 0;) {
        const Term x = tuple_element(a, i);
        const Term y = tuple_element(b, i);
        if (x == y) continue;
        if (x.is_immediate() || y.is_immediate()) return false;
        pending.emplace_back(x, y);
      }
      return true;
    case Kind::floating: return float_value(a) == float_value(b);
    case Kind::big_integer:
      return object_a[0] == object_b[0] && std::memcmp(object_a + 1, object_b + 1, header::size_words(object_a[0]) * sizeof(Word)) == 0;
    case Kind::flat_map:
    case Kind::hash_map: {
      if (map_size(a) != map_size(b)) return false;
      bool same = true;
      for_each_pair(a, [&](Term key, Term value) {
        if (!same) return;
        const Term found = map_get(b, key);
        if (found.is_none()) {
          same = false;
        } else if (!(found == value)) {
          if (found.is_immediate() || value.is_immediate()) same = false;
          pending.emplace_back(value, found);
        }
      });
      return same;
    }
    default: return compare(a, b) == 0;
  }
}

}  // namespace

int compare(Term a, Term b) {
  if (a == b) return 0;
  if (a.is_small() && b.is_small()) return a.small_value() < b.small_value() ? -1 : 1;
  if (a.is_atom() && b.is_atom()) return compare_atoms(a, b);
  return Comparison().run(a, b, Numbers::by_value);
}

int compare_keys(Term a, Term b) {
  if (a == b) return 0;
  if (a.is_atom() && b.is_atom()) return compare_atoms(a, b);
  if (a.is_small() && b.is_small()) return a.small_value() < b.small_value() ? -1 : 1;
  return Comparison().run(a, b, Numbers::integers_first);
}

bool equal(Term a, Term b) {
  if (a == b) return true;
  if ((a.is_immediate() && !a.is_small()) || (b.is_immediate() && !b.is_small())) return false;
  return compare(a, b) == 0;
}

bool equal_exact_slow(Term first, Term second) {
  std::vector<std::pair<Term, Term>> pending{{first, second}};
  while (!pending.empty()) {
    auto [a, b] = pending.back();
    pending.pop_back();
    while (a.is_cons() && b.is_cons()) {
      const Term x = a.head();
      const Term y = b.head();
      if (!(x == y)) {
        if (x.is_immediate() || y.is_immediate()) return false;
        pending.emplace_back(x, y);
      }
      a = a.tail();
      b = b.tail();
      if (a == b) break;
    }
    if (a == b) continue;
    if (!a.is_boxed() || !b.is_boxed()) return false;
    if (!equal_boxed(a, b, pending)) return false;
  }
  return true;
}

}  // namespace respawn
