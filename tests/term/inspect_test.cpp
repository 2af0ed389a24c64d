/// inspect: what is cut off, and where. The texts of whole values are in golden_test.cpp.

#include <catch2/catch.hpp>

#include "term/area.hpp"
#include "term/builder.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

Term numbers(Area& area, int first, int last) {
  ListBuilder list(area);
  for (int i = first; i <= last; ++i) list.add(Term::small(i));
  return list.finish();
}

TEST_CASE("what lies deeper and further back is shown in less detail", "[term][inspect]") {
  Arena area;
  const auto text = [](Term term, std::size_t limit) {
    InspectOptions options;
    options.limit = limit;
    return inspect(term, options);
  };
  const Term one = numbers(area, 1, 3);
  const Term rows = make_list(area, {one, numbers(area, 4, 6), one});
  CHECK(text(rows, 3) == "[[1, 2, ...], [4, ...], [...]]");
  CHECK(text(rows, 2) == "[[1, ...], [...], ...]");
  CHECK(text(rows, 0) == "[...]");
  CHECK(text(respawn::make_tuple(area, {one, one}), 2) == "{[1, ...], [...]}");
  CHECK(text(make_list(area, {Term::small(1), Term::small(2)}, Term::small(3)), 2) == "[1, 2 | 3]");
  CHECK(text(make_list(area, {Term::small(1), Term::small(2)}, Term::small(3)), 1) == "[1, ...]");
  const Term pairs[] = {one, one, numbers(area, 2, 2), Term::small(2)};
  CHECK(text(make_map(area, pairs, 2), 1) == "%{[...] => [...], ...}");
}

TEST_CASE("no text is much longer than it may be", "[term][inspect]") {
  Arena area;
  InspectOptions options;
  options.length_bytes_max = 100;
  options.limit = 1'000'000;
  const std::string text = inspect(numbers(area, 1'000, 100'000), options);
  CHECK(text.size() < 120);
  CHECK(text.substr(text.size() - 3) == "...");
}

}  // namespace
}  // namespace respawn
