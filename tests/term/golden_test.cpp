/// Values against what Erlang and Elixir make of them: order, hash, external format, text, arithmetic.
/// The golden files are made by make_term_golden.exs.

#include <catch2/catch.hpp>

#include <bit>
#include <functional>
#include <map>

#include "support/golden_file.hpp"
#include "term/area.hpp"
#include "term/atom.hpp"
#include "term/compare.hpp"
#include "term/external.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

struct GoldenTerm {
  Term value;
  std::string bytes, hash, text;
};

std::vector<GoldenTerm> golden_terms(Area& area) {
  std::vector<GoldenTerm> terms;
  for (const auto& line : test::golden_lines("term/term_golden.txt", 3)) {
    const std::string bytes = test::bytes_of_hex(line[0]);
    const auto decoded = external::decode(area, bytes);
    INFO(line[2]);
    REQUIRE(decoded);
    CHECK(decoded->used_bytes == bytes.size());
    terms.push_back({decoded->value, bytes, line[1], line[2]});
  }
  return terms;
}

int sign(int number) { return (number > 0) - (number < 0); }

TEST_CASE("terms are encoded byte for byte as by Erlang", "[term][external]") {
  Arena area;
  for (const GoldenTerm& golden : golden_terms(area)) {
    INFO(golden.text);
    CHECK(external::encode(golden.value) == golden.bytes);
  }
}

TEST_CASE("phash2 is Erlang's", "[term][hash]") {
  Arena area;
  for (const GoldenTerm& golden : golden_terms(area)) {
    INFO(golden.text);
    CHECK(std::to_string(portable_hash(golden.value)) == golden.hash);
  }
}

TEST_CASE("inspect writes what Elixir's inspect writes", "[term][inspect]") {
  Arena area;
  for (const GoldenTerm& golden : golden_terms(area)) {
    if (golden.text != "-") CHECK(inspect(golden.value) == golden.text);
  }
}

TEST_CASE("terms compare in the order of the language, each with each", "[term][compare]") {
  Arena area;
  const std::vector<GoldenTerm> terms = golden_terms(area);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (std::size_t j = i; j < terms.size(); ++j) {
      const int order = compare(terms[i].value, terms[j].value);
      INFO(terms[i].text << " and " << terms[j].text);
      REQUIRE(order <= 0);
      REQUIRE(sign(compare(terms[j].value, terms[i].value)) == -sign(order));
      REQUIRE(equal(terms[i].value, terms[j].value) == (order == 0));
      // Equal by `===` and the same bytes are one and the same thing, except for the two zeros.
      const bool zeros = is_float(terms[i].value) && float_value(terms[i].value) == 0.0;
      if (!zeros) REQUIRE(equal_exact(terms[i].value, terms[j].value) == (terms[i].bytes == terms[j].bytes));
      REQUIRE((compare_keys(terms[i].value, terms[j].value) == 0) == equal_exact(terms[i].value, terms[j].value));
    }
  }
}

Term number_of(Area& area, const std::string& text) {
  if (text[0] != 'f') return parse_integer(area, text);
  return make_float(area, std::bit_cast<double>(std::stoull(text.substr(1), nullptr, 16)));
}

std::string text_of(Term term) {
  if (term.is_none()) return "badarith";
  if (term.is_atom()) return std::string(atom_text(term));
  if (!is_float(term)) return integer_to_text(term);
  char digits[20];
  std::snprintf(digits, sizeof digits, "f%016llX", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(float_value(term))));
  return digits;
}

TEST_CASE("arithmetic gives what Erlang gives", "[term][number]") {
  using Operation = std::function<Term(Area&, Term, Term)>;
  const std::map<std::string, Operation> operations = {
      {"+", number_add}, {"-", number_subtract}, {"*", number_multiply}, {"/", number_divide},
      {"div", integer_divide}, {"rem", integer_remainder}, {"band", integer_and}, {"bor", integer_or}, {"bxor", integer_xor},
      {"bsl", integer_shift_left},
      {"bsr", [](Area& area, Term a, Term b) { return integer_shift_left(area, a, number_negate(area, b)); }},
      {"<", [](Area&, Term a, Term b) { return boolean(compare(a, b) < 0); }},
      {"==", [](Area&, Term a, Term b) { return boolean(equal(a, b)); }},
      {"=:=", [](Area&, Term a, Term b) { return boolean(equal_exact(a, b)); }},
  };
  Arena area;
  for (const auto& line : test::golden_lines("term/number_golden.txt", 4)) {
    INFO(line[1] << " " << line[0] << " " << line[2]);
    const Term a = number_of(area, line[1]);
    const Term b = number_of(area, line[2]);
    CHECK(text_of(operations.at(line[0])(area, a, b)) == line[3]);
  }
}

}  // namespace
}  // namespace respawn
