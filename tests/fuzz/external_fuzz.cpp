/// Any bytes decode to a term or are refused; what decodes can be printed, compared, hashed, and encoded again.

#include <catch2/catch.hpp>

#include "fuzz/fuzz.hpp"
#include "support/random_term.hpp"
#include "term/compare.hpp"
#include "term/external.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

std::vector<std::string> corpus() {
  Arena area;
  test::RandomTerms terms(area, 11);
  std::vector<std::string> corpus;
  for (int i = 0; i < 300; ++i) {
    const Term term = terms.next();
    external::EncodeOptions options;
    options.minor_version = static_cast<unsigned>(i % 3);
    corpus.push_back(i % 5 == 0 ? external::encode_compressed(term, options, 6) : external::encode(term, options));
  }
  return corpus;
}

TEST_CASE("any bytes are a term or are refused", "[fuzz][external]") {
  // Tags, and lengths that promise more than there is.
  fuzz::Mutator mutator(fuzz::seed(), corpus(),
                        {std::string("\x83", 1), std::string("\x83P\xFF\xFF\xFF\xFF", 6), std::string("l\xFF\xFF\xFF\xFF", 5),
                         std::string("t\x00\xFF\xFF\xFF", 5), std::string("m\x7F\xFF\xFF\xFF", 5), std::string("o\xFF\xFF\xFF\xFF\x00", 6),
                         std::string("i\x10\x00\x00\x00", 5), "h\xFF", "j", "a\x01", "w\x01x", "n\x08\x01", "F", "M", "p", "X", "Z"});
  int decoded = 0;
  const int rounds = fuzz::rounds(300'000);
  for (int i = 0; i < rounds; ++i) {
    const std::string bytes = mutator.next(2'000);
    Arena area;
    external::DecodeOptions options;
    options.safe = i % 2 == 0;
    const auto result = external::decode(area, bytes, options);
    CHECK(area.reserved_bytes() < 10'000'000);
    if (!result) continue;
    ++decoded;
    REQUIRE(result->used_bytes <= bytes.size());
    const auto again = external::decode(area, external::encode(result->value));
    REQUIRE(again);
    REQUIRE(equal_exact(result->value, again->value));
    REQUIRE(portable_hash(result->value) == portable_hash(again->value));
    REQUIRE(inspect(result->value) == inspect(again->value));
  }
  CHECK(decoded > rounds / 50);
}

}  // namespace
}  // namespace respawn
