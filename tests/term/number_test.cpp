/// Numbers: the laws that hold for any of them, and texts and bytes that read back.

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "support/random_term.hpp"
#include "term/compare.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

TEST_CASE("big integers obey the laws of integers", "[term][number]") {
  Arena area;
  test::RandomTerms terms(area, 4);
  for (int i = 0; i < 3'000; ++i) {
    const Term a = terms.big();
    const Term b = i % 3 == 0 ? Term::small(static_cast<std::int64_t>(terms.rng().below(1'000)) - 500) : terms.big();
    INFO(integer_to_text(a) << " and " << integer_to_text(b));
    REQUIRE(equal_exact(number_subtract(area, number_add(area, a, b), b), a));
    REQUIRE(equal_exact(number_multiply(area, a, b), number_multiply(area, b, a)));
    REQUIRE(number_subtract(area, a, a) == Term::small(0));
    REQUIRE(equal_exact(integer_xor(area, integer_xor(area, a, b), b), a));
    REQUIRE(equal_exact(integer_not(area, integer_not(area, a)), a));
    REQUIRE(equal_exact(number_add(area, integer_and(area, a, b), integer_or(area, a, b)), number_add(area, a, b)));
    REQUIRE(compare_numbers(a, b) == -compare_numbers(b, a));
    if (b == Term::small(0)) {
      REQUIRE(integer_divide(area, a, b).is_none());
      REQUIRE(integer_remainder(area, a, b).is_none());
      continue;
    }
    const Term quotient = integer_divide(area, a, b);
    const Term remainder = integer_remainder(area, a, b);
    REQUIRE(equal_exact(number_add(area, number_multiply(area, quotient, b), remainder), a));
    REQUIRE(compare_numbers(number_absolute(area, remainder), number_absolute(area, b)) < 0);
    REQUIRE((remainder == Term::small(0) || is_negative(remainder) == is_negative(a)));
  }
}

TEST_CASE("a result that fits is small", "[term][number]") {
  Arena area;
  const Term above = number_add(area, Term::small(Term::kSmallMax), Term::small(1));
  CHECK(is_big(above));
  CHECK(number_subtract(area, above, Term::small(1)) == Term::small(Term::kSmallMax));
  CHECK(number_negate(area, above) == Term::small(Term::kSmallMin));
  CHECK(is_big(number_negate(area, Term::small(Term::kSmallMin))));
  CHECK(make_integer(area, 5) == Term::small(5));
  CHECK(to_int64(make_integer(area, std::numeric_limits<std::int64_t>::min())) == std::numeric_limits<std::int64_t>::min());
  CHECK(to_uint64(make_unsigned(area, ~std::uint64_t{0})) == ~std::uint64_t{0});
  CHECK_FALSE(to_int64(make_unsigned(area, ~std::uint64_t{0})).has_value());
  CHECK_FALSE(to_uint64(Term::small(-1)).has_value());
}

TEST_CASE("integers read back from text in every base", "[term][number]") {
  Arena area;
  test::RandomTerms terms(area, 5);
  for (int base = 2; base <= 36; ++base) {
    for (int i = 0; i < 20; ++i) {
      const Term integer = terms.big();
      REQUIRE(equal_exact(parse_integer(area, integer_to_text(integer, base), base), integer));
    }
  }
  CHECK(integer_to_text(Term::small(-255), 16) == "-FF");
  CHECK(parse_integer(area, "+7") == Term::small(7));
  for (const char* text : {"", "-", "+", "1 ", " 1", "1_000", "0x1", "12a", "--1"}) CHECK(parse_integer(area, text).is_none());
}

TEST_CASE("integers read back from bytes", "[term][number]") {
  Arena area;
  test::RandomTerms terms(area, 6);
  for (int i = 0; i < 2'000; ++i) {
    const Term integer = i % 2 == 0 ? terms.big() : Term::small(static_cast<std::int64_t>(terms.rng().next()) >> 1);
    char bytes[48];
    integer_to_bytes(integer, bytes, sizeof bytes);
    REQUIRE(equal_exact(integer_from_bytes(area, {bytes, sizeof bytes}, true), integer));
    // Cut to one byte: the value modulo 256.
    integer_to_bytes(integer, bytes, 1);
    REQUIRE(Term::small(static_cast<unsigned char>(bytes[0])) == integer_and(area, integer, Term::small(255)));
  }
}

TEST_CASE("floats read back from their shortest text", "[term][number]") {
  Arena area;
  test::RandomTerms terms(area, 7);
  for (int i = 0; i < 20'000; ++i) {
    const double value = std::bit_cast<double>(terms.rng().next());
    if (!std::isfinite(value)) continue;
    REQUIRE(parse_float(float_to_text(value)) == value);
  }
  CHECK(float_to_text(1.0) == "1.0");
  CHECK(float_to_text(-0.0) == "-0.0");
  CHECK(float_to_text(1.0e10) == "1.0e10");
  CHECK(float_to_text(0.001) == "0.001");
  for (const char* text : {"", "1", "1.", ".5", "1e5", "1.0e", "nan", "inf", "1.0 ", "1.0e400"}) CHECK_FALSE(parse_float(text).has_value());
}

TEST_CASE("integers and floats compare by value, however large", "[term][number]") {
  Arena area;
  const Term limit = make_float(area, 9007199254740992.0);  // 2^53: the next integer is no double
  CHECK(compare_numbers(parse_integer(area, "9007199254740993"), limit) == 1);
  CHECK(compare_numbers(parse_integer(area, "9007199254740992"), limit) == 0);
  const Term huge = number_add(area, integer_power(area, Term::small(10), Term::small(400)), Term::small(0));
  CHECK(compare_numbers(huge, make_float(area, 1.0e308)) == 1);
  CHECK(compare_numbers(number_negate(area, huge), make_float(area, -1.0e308)) == -1);
  CHECK_FALSE(to_double(huge).has_value());
  CHECK(number_add(area, huge, make_float(area, 1.0)).is_none());
}

TEST_CASE("an integer beyond the limit is refused and not computed", "[term][number]") {
  Arena area;
  CHECK(integer_shift_left(area, Term::small(1), Term::small(std::int64_t{1} << 40)).is_none());
  CHECK(integer_shift_left(area, Term::small(0), Term::small(std::int64_t{1} << 40)) == Term::small(0));
  CHECK(integer_shift_left(area, Term::small(-1), Term::small(-(std::int64_t{1} << 40))) == Term::small(-1));
}

}  // namespace
}  // namespace respawn
