/// Programs outside, in a lab: what they said is in the choice log, and a past that is visited again does not start them again.

#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/rng.hpp"
#include "system/world.hpp"
#include "system/world_program.hpp"

namespace respawn {
namespace {

using test::world_of;

/// A file that counts how often a program has been started.
class Counter {
 public:
  Counter() {
    const int descriptor = ::mkstemp(path_);
    REQUIRE(descriptor >= 0);
    ::close(descriptor);
  }
  ~Counter() { ::unlink(path_); }
  std::string path() const { return path_; }
  std::size_t starts() const {
    std::ifstream file(path_);
    std::size_t lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }

 private:
  char path_[64] = "/tmp/respawn_outer_program_XXXXXX";
};

std::string program(const Counter& counter) {
  return R"(
    port = Port.open({:spawn, "cat"}, [:binary, line: 100])
    for n <- 1..6 do
      {said, 0} = System.cmd("sh", ["-c", "echo $0 >> )" + counter.path() + R"(; echo $$", to_string(n)])
      Port.command(port, said)
      receive do
        {^port, {:data, {:eol, line}}} -> ^line = String.trim(said)
      end
    end
    Port.close(port)
  )";
}

TEST_CASE("a past that is visited again does not start its programs again") {
  const Counter counter;
  World world(world_of(program(counter), 3));
  REQUIRE(world.wait_until_halted(true) == 0);
  REQUIRE(counter.starts() == 6);
  const EventId count = world.event_count();
  const std::uint64_t whole = world.event_hash();
  Rng rng(11);
  for (int i = 0; i < 20; ++i) {
    world.seek(1 + rng.below(count));
    world.wait_until_there();
  }
  world.seek(count);
  world.wait_until_there();
  REQUIRE(world.event_hash() == whole);
  REQUIRE(counter.starts() == 6);
}

TEST_CASE("behind a fork programs run that had not been started there") {
  const Counter counter;
  World world(world_of("for _ <- 1..6, do: System.cmd(\"sh\", [\"-c\", \"echo x >> " + counter.path() + "\"])", 3));
  REQUIRE(world.wait_until_halted(true) == 0);
  REQUIRE(counter.starts() == 6);
  world.seek(world.event_count() / 2);
  world.wait_until_there();
  world.fork();
  REQUIRE(world.wait_until_halted(true) == 0);
  REQUIRE(counter.starts() > 6);
  REQUIRE(counter.starts() < 12);
}

}  // namespace
}  // namespace respawn
