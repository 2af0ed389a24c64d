#include "term/map.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/hash.hpp"
#include "term/literal_region.hpp"

namespace respawn {
namespace {

constexpr unsigned kBranchBits = 4;
constexpr unsigned kLevelsPerHash = 8;

// The keys of every empty map: a tuple without elements, outside all heaps.
const Word* empty_keys() {
  // Never destroyed, like the atoms: maps may be made as long as the process lives.
  static LiteralArea& area = *new LiteralArea;
  static const Word* const keys = [] {
    Word* object = area.allocate(1);
    object[0] = header::make(Kind::tuple, 0);
    return object;
  }();
  return keys;
}

Term make_flat(Area& area, Term keys, std::size_t size, Word** values) {
  Word* object = area.allocate(2 + size);
  object[0] = header::make(Kind::flat_map, 1 + size);
  object[1] = keys.word();
  *values = object + 2;
  return Term::boxed(object);
}

// ---- the trie ---------------------------------------------------------------------------------------------------

std::uint16_t bitmap(Term node) { return header::own_bits(*node.pointer()); }
unsigned branch_index(std::uint16_t map, unsigned branch) {
  return static_cast<unsigned>(std::popcount(static_cast<unsigned>(map) & ((1u << branch) - 1)));
}

/// The hash of a key as the levels of the trie consume it, four bits each.
class HashPath {
 public:
  explicit HashPath(Term key) : key_(key), hash_(map_key_hash(key)) {}
  unsigned branch() const { return hash_ >> (level_ % kLevelsPerHash * kBranchBits) & 0xF; }
  void descend() {
    if (++level_ % kLevelsPerHash == 0) hash_ = map_key_hash(key_, level_);
  }
  unsigned level() const { return level_; }
  void descend_to(unsigned level) {
    while (level_ < level) descend();
  }

 private:
  Term key_;
  std::uint32_t hash_;
  unsigned level_ = 0;
};

Term make_node(Area& area, std::uint16_t map, Word** children) {
  const auto count = static_cast<std::size_t>(std::popcount(static_cast<unsigned>(map)));
  Word* object = area.allocate(1 + count);
  object[0] = header::make(Kind::hash_node, count, map);
  *children = object + 1;
  return Term::boxed(object);
}

Term make_root(Area& area, std::size_t size, Term node) {
  Word* object = area.allocate(3);
  object[0] = header::make(Kind::hash_map, 2);
  object[1] = Term::small(static_cast<std::int64_t>(size)).word();
  object[2] = node.word();
  return Term::boxed(object);
}

Term root_node(Term map) { return Term(map.pointer()[2]); }

struct Entry {
  Term key, value;
  HashPath path;
};

// A node for entries that share the branches above `level`. All keys differ.
Term build_node(Area& area, Entry* entries, std::size_t count, unsigned level) {
  std::sort(entries, entries + count, [](const Entry& a, const Entry& b) { return a.path.branch() < b.path.branch(); });
  std::uint16_t map = 0;
  for (std::size_t i = 0; i < count; ++i) map = static_cast<std::uint16_t>(map | 1u << entries[i].path.branch());
  std::array<Term, 16> children;
  std::size_t used = 0;
  for (std::size_t start = 0; start < count;) {
    std::size_t end = start + 1;
    while (end < count && entries[end].path.branch() == entries[start].path.branch()) ++end;
    if (end == start + 1) {
      children[used++] = make_cons(area, entries[start].key, entries[start].value);
    } else {
      for (std::size_t i = start; i < end; ++i) entries[i].path.descend();
      children[used++] = build_node(area, entries + start, end - start, level + 1);
    }
    start = end;
  }
  Word* out;
  const Term node = make_node(area, map, &out);
  for (std::size_t i = 0; i < used; ++i) out[i] = children[i].word();
  return node;
}

Term trie_get(Term map, Term key) {
  HashPath path(key);
  Term node = root_node(map);
  for (;;) {
    const std::uint16_t occupied = bitmap(node);
    const unsigned branch = path.branch();
    if ((occupied >> branch & 1) == 0) return Term::none();
    const Term child = Term(node.pointer()[1 + branch_index(occupied, branch)]);
    if (child.is_cons()) return equal_exact(child.head(), key) ? child.tail() : Term::none();
    node = child;
    path.descend();
  }
}

// The nodes from the root to where a key belongs; the path copy that an update makes.
struct Step {
  Term node;
  unsigned branch;
};

Term replace_child(Area& area, const Step& step, Term child) {
  const std::uint16_t occupied = bitmap(step.node);
  const unsigned index = branch_index(occupied, step.branch);
  const bool present = (occupied >> step.branch & 1) != 0;
  Word* out;
  const Term node = make_node(area, static_cast<std::uint16_t>(occupied | 1u << step.branch), &out);
  const Word* old = step.node.pointer() + 1;
  const auto count = static_cast<unsigned>(std::popcount(static_cast<unsigned>(occupied)));
  std::copy(old, old + index, out);
  out[index] = child.word();
  std::copy(old + index + (present ? 1 : 0), old + count, out + index + 1);
  return node;
}

Term remove_child(Area& area, const Step& step) {
  const std::uint16_t occupied = bitmap(step.node);
  const unsigned index = branch_index(occupied, step.branch);
  Word* out;
  const Term node = make_node(area, static_cast<std::uint16_t>(occupied & ~(1u << step.branch)), &out);
  const Word* old = step.node.pointer() + 1;
  const auto count = static_cast<unsigned>(std::popcount(static_cast<unsigned>(occupied)));
  std::copy(old, old + index, out);
  std::copy(old + index + 1, old + count, out + index);
  return node;
}

Term trie_put(Area& area, Term map, Term key, Term value) {
  HashPath path(key);
  std::vector<Step> steps;
  steps.reserve(8);
  Term node = root_node(map);
  std::size_t size = map_size(map);
  Term child;
  for (;;) {
    const unsigned branch = path.branch();
    steps.push_back({node, branch});
    const std::uint16_t occupied = bitmap(node);
    if ((occupied >> branch & 1) == 0) {
      child = make_cons(area, key, value);
      ++size;
      break;
    }
    const Term present = Term(node.pointer()[1 + branch_index(occupied, branch)]);
    if (!present.is_cons()) {
      node = present;
      path.descend();
      continue;
    }
    if (equal_exact(present.head(), key)) {
      if (present.tail() == value) return map;
      child = make_cons(area, present.head(), value);
      break;
    }
    Entry entries[2] = {{present.head(), present.tail(), HashPath(present.head())}, {key, value, path}};
    entries[0].path.descend_to(path.level() + 1);
    entries[1].path.descend();
    child = build_node(area, entries, 2, path.level() + 1);
    ++size;
    break;
  }
  for (std::size_t i = steps.size(); i-- > 0;) child = replace_child(area, steps[i], child);
  return make_root(area, size, child);
}

Term trie_remove(Area& area, Term map, Term key) {
  HashPath path(key);
  std::vector<Step> steps;
  Term node = root_node(map);
  for (;;) {
    const unsigned branch = path.branch();
    steps.push_back({node, branch});
    const std::uint16_t occupied = bitmap(node);
    if ((occupied >> branch & 1) == 0) return map;
    const Term child = Term(node.pointer()[1 + branch_index(occupied, branch)]);
    if (child.is_cons()) {
      if (!equal_exact(child.head(), key)) return map;
      break;
    }
    node = child;
    path.descend();
  }
  if (map_size(map) - 1 <= kFlatMapPairsMax) {
    std::vector<Term> pairs;
    for_each_pair(map, [&](Term k, Term v) {
      if (equal_exact(k, key)) return;
      pairs.push_back(k);
      pairs.push_back(v);
    });
    return make_map(area, pairs.data(), pairs.size() / 2);
  }
  // A node with a single leaf left is replaced by the leaf, so that equal maps have equal tries.
  Term child = Term::none();
  for (std::size_t i = steps.size(); i-- > 0;) {
    const auto count = std::popcount(static_cast<unsigned>(bitmap(steps[i].node)));
    if (!child.is_none()) {
      if (child.is_cons() && count == 1 && i > 0) continue;
      child = replace_child(area, steps[i], child);
    } else if (count == 2 && i > 0) {
      const unsigned other = branch_index(bitmap(steps[i].node), steps[i].branch) == 0 ? 1 : 0;
      const Term sibling = Term(steps[i].node.pointer()[1 + other]);
      child = sibling.is_cons() ? sibling : remove_child(area, steps[i]);
    } else {
      child = remove_child(area, steps[i]);
    }
  }
  return make_root(area, map_size(map) - 1, child);
}

Term flat_put(Area& area, Term map, Term key, Term value) {
  const std::size_t size = flat_map_size(map);
  const Term keys = flat_map_keys(map);
  const int found = flat_map_index(map, key);
  const Word* old_values = map.pointer() + 2;
  Word* values;
  if (found >= 0) {
    if (Term(old_values[found]) == value) return map;
    const Term updated = make_flat(area, keys, size, &values);
    std::copy(old_values, old_values + size, values);
    values[found] = value.word();
    return updated;
  }
  if (size == kFlatMapPairsMax) {
    std::vector<Term> pairs;
    for (std::size_t i = 0; i < size; ++i) {
      pairs.push_back(tuple_element(keys, i));
      pairs.push_back(Term(old_values[i]));
    }
    pairs.push_back(key);
    pairs.push_back(value);
    return make_map(area, pairs.data(), size + 1);
  }
  std::size_t position = 0;
  while (position < size && compare_keys(tuple_element(keys, position), key) < 0) ++position;
  Word* new_keys = area.allocate(2 + size);
  new_keys[0] = header::make(Kind::tuple, size + 1);
  const Word* old_keys = keys.pointer() + 1;
  std::copy(old_keys, old_keys + position, new_keys + 1);
  new_keys[1 + position] = key.word();
  std::copy(old_keys + position, old_keys + size, new_keys + 2 + position);
  const Term updated = make_flat(area, Term::boxed(new_keys), size + 1, &values);
  std::copy(old_values, old_values + position, values);
  values[position] = value.word();
  std::copy(old_values + position, old_values + size, values + position + 1);
  return updated;
}

Term flat_remove(Area& area, Term map, Term key) {
  const int found = flat_map_index(map, key);
  if (found < 0) return map;
  const std::size_t size = flat_map_size(map);
  if (size == 1) return empty_map(area);
  const auto position = static_cast<std::size_t>(found);
  const Word* old_keys = flat_map_keys(map).pointer() + 1;
  const Word* old_values = map.pointer() + 2;
  Word* new_keys = area.allocate(size);
  new_keys[0] = header::make(Kind::tuple, size - 1);
  std::copy(old_keys, old_keys + position, new_keys + 1);
  std::copy(old_keys + position + 1, old_keys + size, new_keys + 1 + position);
  Word* values;
  const Term updated = make_flat(area, Term::boxed(new_keys), size - 1, &values);
  std::copy(old_values, old_values + position, values);
  std::copy(old_values + position + 1, old_values + size, values + position);
  return updated;
}

std::vector<std::pair<Term, Term>> pairs_of(Term map) {
  std::vector<std::pair<Term, Term>> pairs;
  pairs.reserve(map_size(map));
  for_each_pair(map, [&](Term key, Term value) { pairs.emplace_back(key, value); });
  if (!is_flat_map(map)) std::reverse(pairs.begin(), pairs.end());
  return pairs;
}

}  // namespace

Term empty_map(Area& area) {
  Word* values;
  return make_flat(area, Term::boxed(empty_keys()), 0, &values);
}

std::size_t map_size(Term map) {
  if (is_flat_map(map)) return flat_map_size(map);
  return static_cast<std::size_t>(Term(map.pointer()[1]).small_value());
}

int flat_map_index(Term map, Term key) {
  const Word* keys = flat_map_keys(map).pointer();
  const std::size_t size = header::size_words(keys[0]);
  if (key.is_immediate()) {
    for (std::size_t i = 0; i < size; ++i) {
      if (keys[1 + i] == key.word()) return static_cast<int>(i);
    }
    return -1;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (equal_exact(Term(keys[1 + i]), key)) return static_cast<int>(i);
  }
  return -1;
}

Term map_get(Term map, Term key) {
  if (!is_flat_map(map)) return trie_get(map, key);
  const int index = flat_map_index(map, key);
  return index < 0 ? Term::none() : flat_map_value(map, static_cast<std::size_t>(index));
}

Term map_put(Area& area, Term map, Term key, Term value) {
  return is_flat_map(map) ? flat_put(area, map, key, value) : trie_put(area, map, key, value);
}

Term map_remove(Area& area, Term map, Term key) {
  return is_flat_map(map) ? flat_remove(area, map, key) : trie_remove(area, map, key);
}

Term make_map(Area& area, const Term* pairs, std::size_t count) {
  if (count == 0) return empty_map(area);
  // Sorted by key; of equal keys the last stays. Maps far above the limit of flat ones are deduplicated by hash.
  std::vector<std::uint32_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::uint32_t>(i);
  const auto key_of = [&](std::uint32_t i) { return pairs[2 * i]; };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return compare_keys(key_of(a), key_of(b)) < 0; });
  std::size_t unique = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (unique > 0 && equal_exact(key_of(order[unique - 1]), key_of(order[i]))) {
      order[unique - 1] = order[i];
    } else {
      order[unique++] = order[i];
    }
  }
  if (unique <= kFlatMapPairsMax) {
    Word* keys = area.allocate(1 + unique);
    keys[0] = header::make(Kind::tuple, unique);
    for (std::size_t i = 0; i < unique; ++i) keys[1 + i] = key_of(order[i]).word();
    Word* values;
    const Term map = make_flat(area, Term::boxed(keys), unique, &values);
    for (std::size_t i = 0; i < unique; ++i) values[i] = pairs[2 * order[i] + 1].word();
    return map;
  }
  std::vector<Entry> entries;
  entries.reserve(unique);
  for (std::size_t i = 0; i < unique; ++i) entries.push_back({key_of(order[i]), pairs[2 * order[i] + 1], HashPath(key_of(order[i]))});
  return make_root(area, unique, build_node(area, entries.data(), unique, 0));
}

namespace detail {

void walk_pairs(Term map, void (*visit)(void*, Term, Term), void* context) {
  if (is_flat_map(map)) {
    const Term keys = flat_map_keys(map);
    const std::size_t size = flat_map_size(map);
    for (std::size_t i = 0; i < size; ++i) visit(context, tuple_element(keys, i), flat_map_value(map, i));
    return;
  }
  // Depth first; the trie is at most a few dozen levels deep, so the recursion is bounded.
  struct Walk {
    void (*visit)(void*, Term, Term);
    void* context;
    void node(Term node) {
      const std::size_t count = header::size_words(*node.pointer());
      for (std::size_t i = 0; i < count; ++i) {
        const Term child = Term(node.pointer()[1 + i]);
        if (child.is_cons()) visit(context, child.head(), child.tail()); else this->node(child);
      }
    }
  };
  Walk{visit, context}.node(root_node(map));
}

}  // namespace detail

Term map_to_list(Area& area, Term map) {
  ListBuilder list(area);
  for (const auto& [key, value] : pairs_of(map)) list.add(make_tuple(area, {key, value}));
  return list.finish();
}

Term map_keys(Area& area, Term map) {
  ListBuilder list(area);
  for (const auto& [key, value] : pairs_of(map)) list.add(key);
  return list.finish();
}

Term map_values(Area& area, Term map) {
  ListBuilder list(area);
  for (const auto& [key, value] : pairs_of(map)) list.add(value);
  return list.finish();
}

Term map_merge(Area& area, Term left, Term right) {
  if (map_size(right) == 0) return left;
  if (map_size(left) == 0) return right;
  if (!is_flat_map(left) && map_size(right) * 4 < map_size(left)) {
    for_each_pair(right, [&](Term key, Term value) { left = map_put(area, left, key, value); });
    return left;
  }
  std::vector<Term> pairs;
  pairs.reserve(2 * (map_size(left) + map_size(right)));
  const auto add = [&](Term key, Term value) {
    pairs.push_back(key);
    pairs.push_back(value);
  };
  for_each_pair(left, add);
  for_each_pair(right, add);
  return make_map(area, pairs.data(), pairs.size() / 2);
}

}  // namespace respawn
