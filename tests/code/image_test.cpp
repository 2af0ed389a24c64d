/// Images: what is written reads back; what was damaged is refused and never believed.

#include <catch2/catch.hpp>

#include "base/rng.hpp"
#include "code/code_table.hpp"
#include "code/image.hpp"
#include "code/instruction.hpp"
#include "code/verify.hpp"
#include "support/sample_image.hpp"
#include "term/compare.hpp"

namespace respawn {
namespace {

TEST_CASE("an image reads back as it was", "[code][image]") {
  const auto image = test::sample_image();
  REQUIRE(verify(*image) == "");
  const std::string bytes = encode_image(*image);
  CodeTable table;
  const auto decoded = decode_image(bytes, table, Trust::none);
  REQUIRE(decoded);
  const CodeImage& copy = **decoded;
  CHECK(copy.module == image->module);
  CHECK(copy.code == image->code);
  CHECK(copy.instruction_words == image->instruction_words);
  REQUIRE(copy.constants.size() == image->constants.size());
  for (std::size_t i = 0; i < copy.constants.size(); ++i) CHECK(equal_exact(copy.constants[i], image->constants[i]));
  CHECK(copy.files == image->files);
  CHECK(copy.lines.size() == image->lines.size());
  CHECK(equal_exact(copy.information, image->information));
  CHECK(equal_exact(copy.details, image->details));
  CHECK(encode_image(copy) == bytes);
}

TEST_CASE("loaded code knows its functions and lines", "[code]") {
  CodeTable table;
  const Chunk* chunk = table.load(*test::sample_image());
  REQUIRE(chunk != nullptr);
  const Word* sum = chunk->entry(intern("sum"), 2);
  REQUIRE(sum != nullptr);
  CHECK(chunk->entry(intern("sum"), 3) == nullptr);
  const CodeLocation location = table.locate(sum + 1);
  CHECK(location.chunk == chunk);
  REQUIRE(location.function != nullptr);
  CHECK(location.function->name == intern("sum"));
  REQUIRE(location.line != nullptr);
  CHECK(location.line->line == 3);
  CHECK(table.function(chunk->module, intern("sum"), 2)->is_defined());
  CHECK_FALSE(table.function(chunk->module, intern("none"), 0)->is_defined());
  CHECK(table.unload(chunk->module));
  CHECK_FALSE(table.function(chunk->module, intern("sum"), 2)->is_defined());
}

TEST_CASE("a module that is loaded again takes over", "[code]") {
  CodeTable table;
  const Chunk* old_chunk = table.load(*test::sample_image());
  Function* const function = table.function(old_chunk->module, intern("sum"), 2);
  const Word* const old_code = function->code;
  const Chunk* new_chunk = table.load(*test::sample_image());
  CHECK(table.module(old_chunk->module) == new_chunk);
  CHECK(function == table.function(new_chunk->module, intern("sum"), 2));
  CHECK(function->code != old_code);
  CHECK(table.locate(old_code).chunk == old_chunk);
}

TEST_CASE("every cut of an image is refused", "[code][image]") {
  const std::string bytes = encode_image(*test::sample_image());
  CodeTable table;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    REQUIRE_FALSE(decode_image(std::string_view(bytes).substr(0, length), table, Trust::none));
  }
  REQUIRE_FALSE(decode_image(bytes + "x", table, Trust::none));
}

TEST_CASE("atoms of an image are text, and no longer than atoms may be", "[code][image]") {
  CodeTable table;
  std::string bytes = encode_image(*test::sample_image());
  bytes[bytes.find("Elixir.Sample")] = '\xFF';
  CHECK(decode_image(bytes, table, Trust::none).error() == "a bad atom");
  const auto image = test::sample_image();
  image->functions[0].name = intern(std::string(256, 'x'));
  CHECK(decode_image(encode_image(*image), table, Trust::none).error() == "a bad atom");
}

// The image with one word of the code replaced.
std::string verdict_with(std::size_t at, Word word) {
  const auto image = test::sample_image();
  image->code[at] = word;
  return verify(*image);
}

TEST_CASE("the verifier refuses what the machine could not run", "[code][verify]") {
  const auto image = test::sample_image();
  using instruction::pack;
  using instruction::with_label;
  // Words 0 and 1 are `enter` and `test_cons` of sum/2, 2 is head_tail, 3 add, 4 jump, 5 ret.
  CHECK(verdict_with(0, pack(Op::enter, 3, 1)) == "a function without enter (word 0)");
  CHECK(verdict_with(0, pack(Op::enter, 1, 2)) == "a frame smaller than its arguments (word 0)");
  CHECK(verdict_with(1, with_label(pack(Op::test_cons, 3), 4)) == "a slot outside the frame (word 1)");
  CHECK(verdict_with(1, with_label(pack(Op::test_cons, 0), 400)).substr(0, 36) == "a label that leads to no instruction");
  CHECK(verdict_with(1, with_label(pack(Op::test_cons, 0), -5)).substr(0, 36) == "a label that leads to no instruction");
  CHECK(verdict_with(3, static_cast<Word>(Op::count)) == "an unknown instruction (word 3)");
  CHECK(verdict_with(5, pack(Op::nop)).substr(0, 32) == "a function that runs off its end");
  CHECK(verdict_with(5, pack(Op::load, 0)) == "an instruction that is cut off (word 5)");
  const std::size_t wide = image->functions[1].offset_words;
  CHECK(verdict_with(wide + 2, image->constants.size()).substr(0, 19) == "an unknown constant");
  CHECK(verdict_with(wide - 1, instruction::pack(Op::nop)).substr(0, 32) == "a function that runs off its end");
  auto bad = test::sample_image();
  for (Word& word : bad->code) {
    if (instruction::op(word) == Op::call) *(&word + 1) |= Word{1} << 40;  // beyond what 32 bits hold
  }
  CHECK(verify(*bad).substr(0, 38) == "a call into the middle of a function (");
  bad = test::sample_image();
  bad->functions.erase(bad->functions.begin());
  CHECK(verify(*bad) == "code outside of functions");
  bad = test::sample_image();
  bad->closures[0].offset_words += 1;
  CHECK(verify(*bad) == "a closure whose code is no function");
  bad = test::sample_image();
  bad->functions[1].offset_words = 1'000'000;
  CHECK_FALSE(verify(*bad).empty());
  bad = test::sample_image();
  bad->module = Term::small(1);
  CHECK_FALSE(verify(*bad).empty());
  bad = test::sample_image();
  bad->lines[0].file = 7;
  CHECK_FALSE(verify(*bad).empty());
}

}  // namespace
}  // namespace respawn
