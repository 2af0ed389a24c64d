/// Fibers: standing still and going on, on whatever thread.

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/fiber.hpp"

namespace respawn {
namespace {

TEST_CASE("a fiber goes on where it stood", "[base][fiber]") {
  std::string story;
  Fiber* self = nullptr;
  Fiber fiber([&] {
    for (int i = 0; i < 3; ++i) {
      story += "in" + std::to_string(i) + " ";
      self->suspend();
    }
  });
  self = &fiber;
  for (int i = 0; i < 3; ++i) {
    fiber.resume();
    CHECK_FALSE(fiber.finished());
    story += "out" + std::to_string(i) + " ";
  }
  fiber.resume();
  CHECK(fiber.finished());
  CHECK(story == "in0 out0 in1 out1 in2 out2 ");
}

TEST_CASE("fibers may be inside each other", "[base][fiber]") {
  std::string story;
  Fiber* inner_self = nullptr;
  Fiber inner([&] {
    story += "b";
    inner_self->suspend();
    story += "d";
  });
  inner_self = &inner;
  Fiber outer([&] {
    story += "a";
    inner.resume();
    story += "c";
    inner.resume();
    story += "e";
  });
  outer.resume();
  CHECK(outer.finished());
  CHECK(inner.finished());
  CHECK(story == "abcde");
}

TEST_CASE("exceptions are caught within a fiber", "[base][fiber]") {
  bool caught = false;
  Fiber fiber([&] {
    try {
      throw 1;
    } catch (int) {
      caught = true;
    }
  });
  fiber.resume();
  CHECK(caught);
}

TEST_CASE("a fiber goes on on another thread", "[base][fiber]") {
  int steps = 0;
  Fiber* self = nullptr;
  Fiber fiber([&] {
    for (int i = 0; i < 10; ++i) {
      std::string text(1'000, 'x');
      self->suspend();
      steps += text.size() == 1'000 ? 1 : 0;
    }
  });
  self = &fiber;
  while (!fiber.finished()) std::jthread([&] { fiber.resume(); });
  CHECK(steps == 10);
}

TEST_CASE("thousands of fibers, each a deep stack, use stacks again", "[base][fiber]") {
  struct Deep {
    static int down(int depth) {
      volatile char page[1'024] = {};
      return depth == 0 ? page[0] : down(depth - 1) + 1;
    }
  };
  for (int i = 0; i < 2'000; ++i) {
    int depth = 0;
    Fiber fiber([&] { depth = Deep::down(500); });
    fiber.resume();
    REQUIRE(depth == 500);
  }
}

TEST_CASE("a fiber that was never started may be dropped", "[base][fiber]") {
  const Fiber fiber([] {});
  CHECK_FALSE(fiber.finished());
}

}  // namespace
}  // namespace respawn
