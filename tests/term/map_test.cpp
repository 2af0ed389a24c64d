/// Maps against a model: whatever is put and removed, a map holds what std::map holds.

#include <catch2/catch.hpp>

#include <map>

#include "base/rng.hpp"
#include "support/random_term.hpp"
#include "term/compare.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

struct KeyOrder {
  bool operator()(Term a, Term b) const { return compare_keys(a, b) < 0; }
};
using Model = std::map<Term, Term, KeyOrder>;

void check_against(const Model& model, Term map, Area& area) {
  REQUIRE(map_size(map) == model.size());
  REQUIRE(is_flat_map(map) == (model.size() <= kFlatMapPairsMax));
  for (const auto& [key, value] : model) REQUIRE(equal_exact(map_get(map, key), value));
  std::size_t walked = 0;
  for_each_pair(map, [&](Term key, Term value) {
    ++walked;
    const auto found = model.find(key);
    REQUIRE(found != model.end());
    REQUIRE(equal_exact(found->second, value));
  });
  REQUIRE(walked == model.size());
  // However it came about, a map is equal to, and hashes and prints as, one made of its pairs at once.
  std::vector<Term> pairs;
  for (const auto& [key, value] : model) pairs.insert(pairs.end(), {key, value});
  const Term fresh = make_map(area, pairs.data(), model.size());
  REQUIRE(equal_exact(map, fresh));
  REQUIRE(stable_hash(map) == stable_hash(fresh));
  REQUIRE(portable_hash(map) == portable_hash(fresh));
  REQUIRE(inspect(map) == inspect(fresh));
}

TEST_CASE("a map holds what was put and not removed", "[term][map]") {
  // Key ranges around the limit of flat maps, and one where the trie gets several levels.
  for (const std::uint64_t range : {5u, 33u, 40u, 3'000u}) {
    Arena area;
    Rng rng(range);
    Model model;
    Term map = empty_map(area);
    for (int step = 0; step < 6'000; ++step) {
      const Term key = rng.below(2) == 0 ? Term::small(static_cast<std::int64_t>(rng.below(range)))
                                         : make_float(area, static_cast<double>(rng.below(range)));
      if (rng.below(3) == 0) {
        const Term removed = map_remove(area, map, key);
        if (!model.contains(key)) REQUIRE(removed == map);
        map = removed;
        model.erase(key);
      } else {
        const Term value = Term::small(step);
        map = map_put(area, map, key, value);
        model[key] = value;
        REQUIRE(map_put(area, map, key, value) == map);
      }
      if (step % 500 == 0) check_against(model, map, area);
    }
    check_against(model, map, area);
    while (!model.empty()) {
      map = map_remove(area, map, model.begin()->first);
      model.erase(model.begin());
    }
    check_against(model, map, area);
  }
}

TEST_CASE("any value is a key", "[term][map]") {
  Arena area;
  test::RandomTerms terms(area, 3);
  Model model;
  Term map = empty_map(area);
  for (int i = 0; i < 2'000; ++i) {
    const Term key = terms.next(3);
    const Term value = terms.leaf();
    map = map_put(area, map, key, value);
    model[key] = value;
  }
  check_against(model, map, area);
}

TEST_CASE("an update leaves the old map as it was", "[term][map]") {
  Arena area;
  Term map = empty_map(area);
  for (int i = 0; i < 100; ++i) map = map_put(area, map, Term::small(i), Term::small(i));
  const Term changed = map_put(area, map_remove(area, map, Term::small(7)), Term::small(8), atoms::ok);
  CHECK(map_get(map, Term::small(7)) == Term::small(7));
  CHECK(map_get(map, Term::small(8)) == Term::small(8));
  CHECK(map_get(changed, Term::small(7)).is_none());
  CHECK(map_get(changed, Term::small(8)) == atoms::ok);
}

TEST_CASE("of two maps merged the right one wins", "[term][map]") {
  for (const int count : {3, 20, 200}) {
    Arena area;
    Model model;
    Term left = empty_map(area);
    Term right = empty_map(area);
    for (int i = 0; i < count; ++i) {
      left = map_put(area, left, Term::small(i), atoms::ok);
      right = map_put(area, right, Term::small(i + count / 2), atoms::error);
      model.emplace(Term::small(i), atoms::ok);
      model.insert_or_assign(Term::small(i + count / 2), atoms::error);
    }
    for (int i = count / 2; i < count; ++i) model[Term::small(i)] = atoms::error;
    check_against(model, map_merge(area, left, right), area);
  }
}

TEST_CASE("keys whose hashes collide are told apart", "[term][map]") {
  // Found by search: 1.7 million small integers are enough for many pairs with one hash of 32 bits.
  std::map<std::uint32_t, std::int64_t> by_hash;
  Arena area;
  std::vector<Term> keys;
  for (std::int64_t i = 0; i < 1'700'000 && keys.size() < 200; ++i) {
    const auto [found, is_new] = by_hash.emplace(map_key_hash(Term::small(i)), i);
    if (!is_new) keys.insert(keys.end(), {Term::small(found->second), Term::small(i)});
  }
  REQUIRE(keys.size() >= 40);
  Model model;
  Term map = empty_map(area);
  for (const Term key : keys) {
    map = map_put(area, map, key, key);
    model[key] = key;
  }
  check_against(model, map, area);
  for (std::size_t i = 0; i < keys.size(); i += 2) {
    map = map_remove(area, map, keys[i]);
    model.erase(keys[i]);
  }
  check_against(model, map, area);
}

}  // namespace
}  // namespace respawn
