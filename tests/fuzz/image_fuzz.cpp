/// A damaged image is refused, or is sound enough to be loaded.

#include <catch2/catch.hpp>

#include "code/code_table.hpp"
#include "code/image.hpp"
#include "fuzz/fuzz.hpp"
#include "support/sample_image.hpp"

namespace respawn {
namespace {

TEST_CASE("a damaged image is refused or can be loaded", "[fuzz][image]") {
  fuzz::Mutator mutator(fuzz::seed(), {encode_image(*test::sample_image())},
                        {"RSPI", std::string(8, '\0'), std::string(8, '\xFF'), "\xFF\xFF\xFF\xFF\x0F", std::string("\x83h\xFF", 3)});
  CodeTable table;
  int loaded = 0;
  const int rounds = fuzz::rounds(200'000);
  for (int i = 0; i < rounds; ++i) {
    const auto image = decode_image(mutator.next(100'000), table, Trust::none);
    if (!image) {
      REQUIRE_FALSE(image.error().empty());
      continue;
    }
    ++loaded;
    const std::unique_ptr<Chunk> chunk = table.load_expression(**image);
    table.forget_expression(chunk.get());
  }
  CHECK(loaded > 0);
}

}  // namespace
}  // namespace respawn
