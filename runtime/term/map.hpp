#pragma once
/// Maps: up to 32 pairs flat, above that a hash trie.
///
/// A flat map is [keys, values…]: keys is a tuple in the order of compare_keys, shared between a map and its
/// updates. A larger map is a trie with 16 branches a level (Bagwell, "Ideal Hash Trees"): a node holds only its
/// occupied branches, named by the bits of the header's own 16; a leaf is a cons cell [key|value]; keys that agree
/// in all 32 bits of the hash are hashed again with a salt for the next eight levels.
///
/// Hash, branching and the order of walking are those of OTP 25, because programs print maps: for keys whose hash
/// there does not depend on that runtime's tables (numbers, binaries, tuples and lists of them), a map of a hundred
/// pairs comes out in the same order. Small maps are in key order, as there.

#include <cstdint>
#include <type_traits>

#include "term/area.hpp"

namespace respawn {

inline constexpr std::size_t kFlatMapPairsMax = 32;

std::size_t map_size(Term map);

/// The value of `key`, or none. Keys are compared by `===`.
Term map_get(Term map, Term key);

/// A map with `key` bound to `value`. Returns `map` itself when that is so already.
Term map_put(Area& area, Term map, Term key, Term value);

/// A map without `key`. Returns `map` itself when it has none.
Term map_remove(Area& area, Term map, Term key);

/// A map of `count` pairs laid out as key, value, key, value…; of equal keys the last one counts.
Term make_map(Area& area, const Term* pairs, std::size_t count);
Term empty_map(Area& area);

/// Position of `key` in the keys of a flat map, or -1.
int flat_map_index(Term map, Term key);
inline Term flat_map_keys(Term map) { return Term(map.pointer()[1]); }
inline Term flat_map_value(Term map, std::size_t index) { return Term(map.pointer()[2 + index]); }
inline std::size_t flat_map_size(Term map) { return header::size_words(*map.pointer()) - 1; }

namespace detail {
/// Calls `visit(context, key, value)` for each pair, in the order of OTP's iterators.
void walk_pairs(Term map, void (*visit)(void*, Term, Term), void* context);
}  // namespace detail

/// Calls `visit(key, value)` for each pair: key order for flat maps, hash order for others.
template <typename Visit>
void for_each_pair(Term map, Visit&& visit) {
  using Visitor = std::remove_cv_t<std::remove_reference_t<Visit>>;
  const auto call = [](void* context, Term key, Term value) { (*static_cast<Visitor*>(context))(key, value); };
  detail::walk_pairs(map, call, const_cast<Visitor*>(&visit));
}

/// Lists in OTP's orders. `maps:to_list/1`, `keys` and `values` walk a large map backwards.
Term map_to_list(Area& area, Term map);
Term map_keys(Area& area, Term map);
Term map_values(Area& area, Term map);

/// The pairs of `right` put into `left`.
Term map_merge(Area& area, Term left, Term right);

}  // namespace respawn
