/// What the window reads of a process that stands still.

#include "system/process_view.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "system/world_program.hpp"

namespace respawn {
namespace {

constexpr std::string_view kProgram = R"(
defmodule Counter do
  use GenServer
  def init(n), do: {:ok, %{count: n}}
end

{:ok, counter} = GenServer.start_link(Counter, 41, name: Counter)

{:ok, _} =
  Supervisor.start_link([{Agent, fn -> [:kept] end}], strategy: :one_for_one, name: Boss)

plain = spawn(fn ->
  Process.put(:colour, "red")
  receive do
    :never -> :ok
  end
end)

Process.register(plain, :plain)
Process.monitor(plain)
send(plain, {:hello, 1})
send(plain, "two")
Process.sleep(:infinity)
)";

std::optional<ProcessView> view_of(World& world, const char* name) {
  Term pid = Term::nil();
  world.look([&](System& system) { pid = system.names().find(intern(name)); });
  return world.view(pid);
}

TEST_CASE("servers show their state, plain processes their mailbox and dictionary") {
  World world(test::world_of(kProgram));
  REQUIRE_FALSE(world.wait_until_halted(true));

  const auto counter = view_of(world, "Elixir.Counter");
  REQUIRE(counter);
  REQUIRE(counter->name == "Elixir.Counter");
  REQUIRE(counter->behaviour == "GenServer");
  REQUIRE(counter->has_state);
  REQUIRE(counter->state == "%{count: 41}");
  REQUIRE(counter->status == "waiting");
  REQUIRE(counter->links.size() == 1);

  const auto boss = view_of(world, "Elixir.Boss");
  REQUIRE(boss);
  REQUIRE(boss->behaviour == "Supervisor");
  REQUIRE(boss->trap_exit);
  REQUIRE(boss->links.size() == 2);

  const auto plain = view_of(world, "plain");
  REQUIRE(plain);
  REQUIRE(plain->messages == std::vector<std::string>{"{:hello, 1}", "\"two\""});
  REQUIRE(plain->message_count == 2);
  REQUIRE(plain->monitored_by.size() == 1);
  REQUIRE(std::count(plain->dictionary.begin(), plain->dictionary.end(), std::pair<std::string, std::string>(":colour", "\"red\"")) == 1);
  REQUIRE_FALSE(plain->frames.empty());
  REQUIRE(plain->frames.front().file == "nofile:14");
}

}  // namespace
}  // namespace respawn
