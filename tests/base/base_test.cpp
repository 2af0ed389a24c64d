/// The small things that everything stands on: blocks, the generator, diagnostics, the parker.

#include <catch2/catch.hpp>

#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include "base/block_pool.hpp"
#include "base/diagnostic.hpp"
#include "base/parker.hpp"
#include "base/result.hpp"
#include "base/rng.hpp"

namespace respawn {
namespace {

TEST_CASE("blocks do not overlap, whoever frees them", "[base][block_pool]") {
  struct Block {
    unsigned char* bytes;
    std::size_t size;
    unsigned char mark;
  };
  std::vector<Block> given;
  for (int round = 0; round < 3; ++round) {
    std::vector<Block> blocks;
    Rng rng(static_cast<std::uint64_t>(round));
    for (int i = 0; i < 3'000; ++i) {
      const std::size_t size = 1 + rng.below(rng.below(20) == 0 ? 100'000 : 500);
      auto* bytes = static_cast<unsigned char*>(allocate_block(size));
      REQUIRE(reinterpret_cast<std::uintptr_t>(bytes) % 16 == 0);
      REQUIRE(block_capacity_bytes(size) >= size);
      std::memset(bytes, i % 251, size);
      blocks.push_back({bytes, size, static_cast<unsigned char>(i % 251)});
    }
    const auto check_and_free = [](std::vector<Block>& some) {
      for (const Block& block : some) {
        const bool whole = block.bytes[0] == block.mark && block.bytes[block.size - 1] == block.mark && block.bytes[block.size / 2] == block.mark;
        if (!whole) FAIL("a block was written over");
        free_block(block.bytes, block.size);
      }
      some.clear();
    };
    std::swap(blocks, given);
    std::jthread([&] { check_and_free(blocks); });
    if (round == 2) check_and_free(given);
  }
}

TEST_CASE("memory that was freed is used again", "[base][block_pool]") {
  std::vector<void*> blocks;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 1'000; ++i) blocks.push_back(allocate_block(4'000));
    const std::size_t reserved = block_bytes_reserved();
    for (void* block : blocks) free_block(block, 4'000);
    blocks.clear();
    if (round > 1) CHECK(block_bytes_reserved() == reserved);
  }
  CHECK(block_bytes_reserved() < 100'000'000);
}

TEST_CASE("the generator's sequence is fixed for ever", "[base][rng]") {
  Rng rng(42);
  CHECK(rng.next() == 0xD0764D4F4476689Full);
  CHECK(rng.next() == 0x519E4174576F3791ull);
  CHECK(rng.next() == 0xFBE07CFB0C24ED8Cull);
  Rng bounded(7);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t drawn = bounded.below(10);
    REQUIRE(drawn < 10);
    seen.insert(drawn);
  }
  CHECK(seen.size() == 10);
}

TEST_CASE("a diagnostic shows its line and a caret", "[base][diagnostic]") {
  Diagnostic diagnostic;
  diagnostic.file = "a.exs";
  diagnostic.line = 2;
  diagnostic.column = 5;
  diagnostic.message = "what is this";
  CHECK(format(diagnostic).find("a.exs:2:5: what is this") == 0);
  diagnostic.snippet = "foo bar";
  const std::string text = format(diagnostic);
  CHECK(text.find("foo bar") != std::string::npos);
  const std::size_t snippet_start = text.find("foo bar");
  const std::size_t caret = text.find('^');
  REQUIRE(caret != std::string::npos);
  // The caret stands below the fifth character of the line.
  CHECK(caret - text.rfind('\n', caret) == snippet_start - text.rfind('\n', snippet_start) + 4);
}

TEST_CASE("lines of a source are found by number", "[base][diagnostic]") {
  CHECK(line_of("a\nb\n\nd", 1) == "a");
  CHECK(line_of("a\nb\n\nd", 3).empty());
  CHECK(line_of("a\nb\n\nd", 4) == "d");
  CHECK(line_of("a\nb\n\nd", 5).empty());
  CHECK(line_of("", 1).empty());
}

TEST_CASE("a wake-up that comes first is not lost", "[base][parker]") {
  Parker parker;
  parker.unpark();
  parker.park(-1);
  std::jthread waker([&] { parker.unpark(); });
  parker.park(-1);
  parker.park(1'000'000);  // nobody comes: the time runs out
  SUCCEED();
}

TEST_CASE("a result holds a value or a failure of the same type", "[base][result]") {
  const Result<int, int> value = 1;
  const Result<int, int> failure = Failure{2};
  CHECK(value);
  CHECK(*value == 1);
  CHECK_FALSE(failure);
  CHECK(failure.error() == 2);
}

}  // namespace
}  // namespace respawn
