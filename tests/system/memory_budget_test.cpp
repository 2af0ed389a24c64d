/// A demand for more memory than there is ends the process that makes it, and nothing else.

#include <catch2/catch.hpp>

#include "system/world.hpp"
#include "system/world_program.hpp"

namespace respawn {
namespace {

using test::world_of;

// The watcher ends the run with 0 if the other came to an untimely end and it lives itself.
void check_ended(std::string_view greedy) {
  const std::string program = ":logger.set_primary_config(:level, :none)\n{pid, reference} = spawn_monitor(fn -> " + std::string(greedy) +
                              " end)\nreceive do {:DOWN, ^reference, :process, ^pid, reason} when reason != :normal -> System.halt(0) after 3_600_000 -> System.halt(1) end";
  INFO(greedy);
  World world(world_of(program, 1));
  REQUIRE(world.wait_until_halted(true) == 0);
}

TEST_CASE("a binary larger than the machine ends the process that wants it") {
  check_ended("String.duplicate(\"a\", 50_000_000_000)");
  check_ended("<<0::size(900_000_000_000)>>");
  check_ended(":binary.copy(\"abc\", 100_000_000_000)");
  check_ended("part = String.duplicate(\"a\", 1_000_000); IO.iodata_to_binary(List.duplicate(part, 100_000))");
}

}  // namespace
}  // namespace respawn
