#pragma once
/// RandomTerms: values of every kind, drawn from a seed, for tests that hold for any value.

#include <cstdint>
#include <string>
#include <vector>

#include "base/rng.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn::test {

class RandomTerms {
 public:
  RandomTerms(Area& area, std::uint64_t seed) : area_(area), rng_(seed) {}

  Rng& rng() { return rng_; }

  /// A value nested at most `depth` levels.
  Term next(unsigned depth = 4) {
    if (depth == 0) return leaf();
    switch (rng_.below(8)) {
      case 0: return list(depth - 1);
      case 1: return respawn::make_tuple(area_, elements(depth - 1, 6));
      case 2: return map(depth - 1, rng_.below(8) == 0 ? 80 : 10);
      case 3: return make_cons(area_, next(depth - 1), leaf());  // improper, mostly
      default: return leaf();
    }
  }

  Term leaf() {
    static constexpr Term kAtoms[] = {atoms::ok, atoms::error, atoms::nil, atoms::true_, atoms::false_};
    switch (rng_.below(10)) {
      case 0: return kAtoms[rng_.below(std::size(kAtoms))];
      case 1: return intern("atom " + std::to_string(rng_.below(50)));
      case 2: return Term::nil();
      case 3: return make_float(area_, static_cast<double>(static_cast<std::int64_t>(rng_.next())) / 1024.0);
      case 4: return big();
      case 5: return make_binary(area_, bytes(rng_.below(12) == 0 ? 200 : 20));
      case 6: return bits();
      default: return Term::small(static_cast<std::int64_t>(rng_.below(200)) - 100);
    }
  }

  Term big() {
    std::vector<std::uint64_t> words(1 + rng_.below(5));
    for (std::uint64_t& word : words) word = rng_.below(4) == 0 ? ~std::uint64_t{0} : rng_.next();
    return make_integer_from_magnitude(area_, words.data(), words.size(), rng_.below(2) == 0);
  }

  std::string bytes(std::size_t size_max) {
    std::string bytes(rng_.below(size_max + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(rng_.next());
    return bytes;
  }

 private:
  Term bits() {
    const Term whole = make_binary(area_, bytes(100) + "xx");
    const std::uint64_t size = bit_view(whole).bit_size;
    const std::uint64_t start = rng_.below(size);
    return make_sub_bits(area_, whole, start, rng_.below(size - start + 1));
  }

  std::vector<Term> elements(unsigned depth, std::size_t count_max) {
    std::vector<Term> elements(rng_.below(count_max + 1));
    for (Term& element : elements) element = next(depth);
    return elements;
  }

  Term list(unsigned depth) { return make_list(area_, elements(depth, 6)); }

  Term map(unsigned depth, std::size_t pairs_max) {
    const std::vector<Term> pairs = elements(depth, 2 * pairs_max);
    return make_map(area_, pairs.data(), pairs.size() / 2);
  }

  Area& area_;
  Rng rng_;
};

}  // namespace respawn::test
