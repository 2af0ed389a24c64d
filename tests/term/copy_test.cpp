/// Copies, external format and hashes of any value; and that none of them minds how deep it is.

#include <catch2/catch.hpp>

#include <limits>

#include "support/random_term.hpp"
#include "term/area.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/external.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"
#include "term/literal_region.hpp"

namespace respawn {
namespace {

constexpr int kTerms = 3'000;

// Every copy lies in one run of words of exactly the size that was foretold.
Term checked_copy(Term term, std::vector<Word>& room, Word** shared_binaries) {
  const std::size_t words = copy_size_words(term);
  room.assign(words + 1, 0xDEAD);
  const Term copied = copy_words(term, room.data(), shared_binaries);
  CHECK(room[words] == 0xDEAD);
  if (words > 0) CHECK((copied.pointer() >= room.data() && copied.pointer() < room.data() + words));
  return copied;
}

TEST_CASE("a copy is the same value with the same hashes", "[term][copy]") {
  Arena area;
  test::RandomTerms terms(area, 1);
  std::vector<Word> room;
  for (int i = 0; i < kTerms; ++i) {
    const Term term = terms.next();
    Word* shared_binaries = nullptr;
    const Term copied = checked_copy(term, room, &shared_binaries);
    INFO(inspect(term));
    REQUIRE(equal_exact(term, copied));
    REQUIRE(compare(term, copied) == 0);
    REQUIRE(portable_hash(term) == portable_hash(copied));
    REQUIRE(map_key_hash(term) == map_key_hash(copied));
    REQUIRE(stable_hash(term) == stable_hash(copied));
    REQUIRE(inspect(term) == inspect(copied));
    release_shared_binaries(shared_binaries);
  }
}

TEST_CASE("a copy shares large binaries and literals and copies the rest", "[term][copy]") {
  Arena area;
  const std::size_t bytes_before = shared_binary_bytes_total();
  const Term large = make_binary(area, std::string(100'000, 'x'));
  Arena other;
  const Term copied = copy(other, large);
  CHECK(aligned_bytes(copied)->data() == aligned_bytes(large)->data());
  CHECK(shared_binary_bytes_total() - bytes_before < 150'000);

  LiteralArea literals;
  const Term literal = respawn::make_tuple(literals, {Term::small(1), Term::small(2)});
  CHECK(is_literal(literal));
  CHECK(copy_size_words(literal) == 0);
  CHECK(copy(other, make_list(area, {literal})).head() == literal);
}

TEST_CASE("dropping an area drops its references to shared binaries", "[term][binary]") {
  const std::size_t bytes_before = shared_binary_bytes_total();
  {
    Arena one;
    const Term large = make_binary(one, std::string(10'000, 'x'));
    Arena two;
    copy(two, respawn::make_tuple(one, {large, large, make_sub_bits(one, large, 8, 80'000 - 800)}));
    CHECK(shared_binary_bytes_total() > bytes_before);
  }
  CHECK(shared_binary_bytes_total() == bytes_before);
}

TEST_CASE("a value that was encoded and decoded is the same value", "[term][external]") {
  Arena area;
  test::RandomTerms terms(area, 2);
  for (int i = 0; i < kTerms; ++i) {
    const Term term = terms.next();
    const std::string bytes = external::encode(term);
    INFO(inspect(term));
    REQUIRE(bytes.size() == external::encoded_size(term));
    const auto decoded = external::decode(area, bytes + "trailing");
    REQUIRE(decoded);
    REQUIRE(decoded->used_bytes == bytes.size());
    REQUIRE(equal_exact(decoded->value, term));
    const auto compressed = external::decode(area, external::encode_compressed(term, {}, 6));
    REQUIRE(compressed);
    REQUIRE(equal_exact(compressed->value, term));
  }
}

TEST_CASE("depth costs memory, never the stack of C++", "[term]") {
  constexpr int kDepth = 1'000'000;
  Arena area;
  Term nested = Term::nil();
  Term other = Term::nil();
  for (int i = 0; i < kDepth; ++i) {
    nested = i % 2 == 0 ? make_cons(area, nested, Term::nil()) : respawn::make_tuple(area, {atoms::ok, nested});
    other = i % 2 == 0 ? make_cons(area, other, Term::nil()) : respawn::make_tuple(area, {atoms::ok, other});
  }
  CHECK(equal_exact(nested, other));
  CHECK(compare(nested, other) == 0);
  CHECK(equal_exact(copy(area, nested), nested));
  CHECK(stable_hash(nested) == stable_hash(other));
  CHECK(portable_hash(nested) == portable_hash(other));
  CHECK(map_key_hash(nested) == map_key_hash(other));
  CHECK_FALSE(inspect(nested).empty());
  const auto decoded = external::decode(area, external::encode(nested));
  REQUIRE(decoded);
  CHECK(equal_exact(decoded->value, nested));
}

}  // namespace
}  // namespace respawn
