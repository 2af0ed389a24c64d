/// The collector against a model: whatever is reachable keeps its value, whatever is not goes, and every heap passes the check.

#include <catch2/catch.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "heap/collector.hpp"
#include "heap/heap.hpp"
#include "support/random_term.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/literal_region.hpp"

namespace respawn {
namespace {

struct Roots final : RootSource {
  std::vector<Term> slots;
  void show_roots(RootVisitor& visitor) override { visitor.visit(slots.data(), slots.size()); }
};

// A process of the simplest kind: some slots, a heap, and beside it what the slots should hold.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed, std::size_t slots) : rng_(seed), heap_(0), terms_(heap_, seed + 1) {
    roots_.slots.assign(slots, Term::nil());
    for (std::size_t i = 0; i < slots; ++i) expected_.push_back(std::make_unique<Arena>());
    values_.assign(slots, Term::nil());
  }

  void step() {
    const std::size_t slot = rng_.below(roots_.slots.size());
    switch (rng_.below(6)) {
      case 0: set(slot, Term::nil()); break;
      case 1: set(slot, terms_.next()); break;
      case 2: adopt_message(slot); break;
      case 3: set(slot, make_cons(heap_, any(), any())); break;
      case 4: set(slot, respawn::make_tuple(heap_, {any(), terms_.leaf(), any()})); break;
      default: set(slot, make_cons(heap_, make_binary(heap_, terms_.bytes(200)), any_short())); break;
    }
  }

  void collect_now(CollectionKind kind, std::size_t needed_words) {
    collect(heap_, roots_, needed_words, kind);
    CHECK(heap_.free_words() >= needed_words);
    CHECK(heap_.fragment_words() == 0);
  }

  void check() {
    check_heap(heap_, roots_);
    for (std::size_t i = 0; i < roots_.slots.size(); ++i) REQUIRE(equal_exact(roots_.slots[i], values_[i]));
  }

  Heap& heap() { return heap_; }
  Roots& roots() { return roots_; }
  Rng& rng() { return rng_; }

 private:
  Term any() { return roots_.slots[rng_.below(roots_.slots.size())]; }
  // Lists must not double at every step for ever.
  Term any_short() {
    const Term term = any();
    return copy_size_words(term) < 500 ? term : Term::nil();
  }

  void set(std::size_t slot, Term value) {
    if (copy_size_words(value) > 20'000) value = Term::nil();
    roots_.slots[slot] = value;
    expected_[slot] = std::make_unique<Arena>();
    values_[slot] = copy(*expected_[slot], value);
  }

  // A message that was too large for the young block: the heap takes over a block that somebody else filled.
  void adopt_message(std::size_t slot) {
    Arena sender;
    test::RandomTerms terms(sender, rng_.next());
    const Term message = respawn::make_tuple(sender, {terms.next(), terms.next()});
    Fragment* const fragment = Fragment::create(copy_size_words(message));
    Word* shared_binaries = nullptr;
    const Term adopted = copy_words(message, fragment->data(), &shared_binaries);
    heap_.adopt(fragment, shared_binaries);
    set(slot, adopted);
  }

  Rng rng_;
  Heap heap_;
  test::RandomTerms terms_;
  Roots roots_;
  std::vector<std::unique_ptr<Arena>> expected_;
  std::vector<Term> values_;
};

TEST_CASE("what is reachable survives any collection unchanged", "[heap][collector]") {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    const std::size_t bytes_before = shared_binary_bytes_total();
    {
      Mutator mutator(seed, seed == 1 ? 1 : 20);
      for (int round = 0; round < 150; ++round) {
        const std::uint64_t steps = mutator.rng().below(60);
        for (std::uint64_t i = 0; i < steps; ++i) mutator.step();
        mutator.check();
        const bool full = mutator.rng().below(6) == 0;
        mutator.collect_now(full ? CollectionKind::full : CollectionKind::minor, mutator.rng().below(3) == 0 ? mutator.rng().below(2'000) : 8);
        mutator.check();
      }
      CHECK(mutator.heap().minor_collections() > 50);
      CHECK(mutator.heap().full_collections() > 10);
    }
    CHECK(shared_binary_bytes_total() == bytes_before);
  }
}

TEST_CASE("garbage goes, and the heap shrinks after it", "[heap][collector]") {
  Heap heap(0);
  Roots roots;
  roots.slots = {Term::nil()};
  for (int i = 0; i < 200'000; ++i) roots.slots[0] = make_cons(heap, Term::small(i), roots.slots[0]);
  collect(heap, roots, 0);
  collect(heap, roots, 0);
  CHECK(heap.used_words() == 400'000);
  roots.slots[0] = Term::nil();
  collect(heap, roots, 0, CollectionKind::full);
  CHECK(heap.used_words() == 0);
  CHECK(heap.total_words() < 2'000);
}

TEST_CASE("garbage that grew old is found without being asked for", "[heap][collector]") {
  Heap heap(0);
  Roots roots;
  roots.slots = {Term::nil()};
  std::size_t most_words = 0;
  for (int i = 0; i < 1'000; ++i) {
    // Lives for two collections, so it is promoted, and dies old.
    roots.slots[0] = respawn::make_tuple(heap, std::vector<Term>(50, Term::small(i)));
    collect(heap, roots, 0);
    collect(heap, roots, 0);
    most_words = std::max(most_words, heap.total_words());
  }
  CHECK(heap.full_collections() > 0);
  CHECK(most_words < 64 * 51 * 4);
}

TEST_CASE("sharing within a heap stays sharing", "[heap][collector]") {
  Heap heap(0);
  Roots roots;
  const Term shared = respawn::make_tuple(heap, {Term::small(1), Term::small(2)});
  roots.slots = {make_cons(heap, shared, shared), shared};
  for (int i = 0; i < 5; ++i) {
    collect(heap, roots, 0, i == 2 ? CollectionKind::full : CollectionKind::minor);
    CHECK(roots.slots[0].head() == roots.slots[1]);
    CHECK(roots.slots[0].tail() == roots.slots[1]);
    CHECK(heap.used_words() == 5);
  }
}

TEST_CASE("literals stay where they are", "[heap][collector]") {
  LiteralArea literals;
  const Term literal = make_list(literals, {Term::small(1), Term::small(2)});
  Heap heap(0);
  Roots roots;
  roots.slots = {make_cons(heap, literal, Term::nil()), literal};
  collect(heap, roots, 0, CollectionKind::full);
  CHECK(roots.slots[0].head() == literal);
  CHECK(roots.slots[1] == literal);
  CHECK(heap.used_words() == 2);
}

TEST_CASE("much that hangs beside the young block asks for a collection", "[heap]") {
  Heap heap(100);
  Roots roots;
  roots.slots = {Term::nil()};
  CHECK_FALSE(heap.wants_collection());
  for (int i = 0; i < 1'000; ++i) make_cons(heap, Term::nil(), Term::nil());  // ends up in fragments
  CHECK(heap.wants_collection());
  collect(heap, roots, 0);
  CHECK_FALSE(heap.wants_collection());

  for (int i = 0; i < 100; ++i) make_binary(heap, std::string(10'000, 'x'));
  CHECK(heap.wants_collection());
  collect(heap, roots, 0);
  CHECK_FALSE(heap.wants_collection());
}

TEST_CASE("a very long list and a very deep tuple are collected", "[heap][collector]") {
  Heap heap(0);
  Roots roots;
  roots.slots = {Term::nil(), Term::nil()};
  for (int i = 0; i < 300'000; ++i) {
    roots.slots[0] = make_cons(heap, Term::small(i), roots.slots[0]);
    roots.slots[1] = respawn::make_tuple(heap, {roots.slots[1]});
  }
  collect(heap, roots, 0);
  collect(heap, roots, 0);
  collect(heap, roots, 0, CollectionKind::full);
  check_heap(heap, roots);
  CHECK(list_length(roots.slots[0]) == 300'000);
}

}  // namespace
}  // namespace respawn
