/// Bitstrings: three representations, one behaviour. The model is a string of '0' and '1'.

#include <catch2/catch.hpp>

#include "support/random_term.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"

namespace respawn {
namespace {

std::string bits_of(Term bitstring) {
  const BitView view = bit_view(bitstring);
  std::string bits;
  for (std::uint64_t i = 0; i < view.bit_size; ++i) bits += read_bits(view.data, view.bit_offset + i, 1) != 0 ? '1' : '0';
  return bits;
}

TEST_CASE("parts of bitstrings are the parts of their bits", "[term][binary]") {
  Arena area;
  test::RandomTerms terms(area, 8);
  for (int i = 0; i < 1'500; ++i) {
    Term bitstring = make_binary(area, terms.bytes(i % 10 == 0 ? 300 : 20));
    std::string bits = bits_of(bitstring);
    for (int cut = 0; cut < 3; ++cut) {
      const std::uint64_t start = terms.rng().below(bits.size() + 1);
      const std::uint64_t size = terms.rng().below(bits.size() - start + 1);
      bitstring = make_sub_bits(area, bitstring, start, size);
      bits = bits.substr(start, size);
      REQUIRE(bits_of(bitstring) == bits);
      REQUIRE(is_binary(bitstring) == (bits.size() % 8 == 0));
    }
  }
}

TEST_CASE("bitstrings are put together at any bit", "[term][binary]") {
  Arena area;
  test::RandomTerms terms(area, 9);
  const auto part = [&] {
    const Term whole = make_binary(area, terms.bytes(terms.rng().below(5) == 0 ? 200 : 10));
    const std::uint64_t size = bit_view(whole).bit_size;
    const std::uint64_t start = terms.rng().below(size + 1);
    return make_sub_bits(area, whole, start, terms.rng().below(size - start + 1));
  };
  for (int i = 0; i < 1'500; ++i) {
    const Term left = part();
    const Term right = part();
    const std::string left_bits = bits_of(left);
    REQUIRE(bits_of(concat_bits(area, left, right)) == left_bits + bits_of(right));
    REQUIRE(bits_of(left) == left_bits);
    const int order = compare_bits(bit_view(left), bit_view(right));
    const int expected = left_bits.compare(bits_of(right));
    REQUIRE(order == (expected > 0) - (expected < 0));
    REQUIRE(equal_exact(left, right) == (expected == 0));
  }
}

TEST_CASE("appending to a string is linear, and nobody sees it who should not", "[term][binary]") {
  Arena area;
  Term text = make_binary(area, std::string(100, 'a'));
  const Term before = text;
  const std::size_t reserved_before = shared_binary_bytes_total();
  for (int i = 0; i < 20'000; ++i) text = concat_bits(area, text, make_binary(area, "bcde"));
  CHECK(bit_view(text).bit_size == 8 * 80'100);
  CHECK(shared_binary_bytes_total() - reserved_before < 1'000'000);
  CHECK(*aligned_bytes(before) == std::string(100, 'a'));
  // Two appends to one binary: the second must not write over the first.
  const Term one = concat_bits(area, text, make_binary(area, "one"));
  const Term two = concat_bits(area, text, make_binary(area, "two"));
  CHECK(aligned_bytes(one)->substr(80'100) == "one");
  CHECK(aligned_bytes(two)->substr(80'100) == "two");
}

TEST_CASE("copying bits leaves the bits around them", "[term][binary]") {
  Rng rng(10);
  for (int i = 0; i < 5'000; ++i) {
    char source[24];
    char destination[24];
    for (char& byte : source) byte = static_cast<char>(rng.next());
    for (char& byte : destination) byte = static_cast<char>(rng.next());
    const auto bits = [](const char* bytes) {
      std::string text;
      for (std::uint64_t bit = 0; bit < 24 * 8; ++bit) text += read_bits(bytes, bit, 1) != 0 ? '1' : '0';
      return text;
    };
    const std::uint64_t from = rng.below(90);
    const std::uint64_t to = rng.below(90);
    const std::uint64_t count = rng.below(100);
    std::string expected = bits(destination);
    expected.replace(to, count, bits(source).substr(from, count));
    copy_bits(source, from, destination, to, count);
    REQUIRE(bits(destination) == expected);
  }
}

}  // namespace
}  // namespace respawn
