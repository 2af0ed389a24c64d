#pragma once
/// Worlds that run a program, for tests.

#include <limits>
#include <string>

#include "system/world.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/external.hpp"

namespace respawn::test {

/// A world that runs one step: `eval` with a text, or `file` with a path.
inline WorldOptions world_of_step(std::string_view kind, std::string_view text, std::uint64_t seed) {
  WorldOptions options;
  options.seed = seed;
  options.speed = std::numeric_limits<double>::infinity();
  options.boot_module = "respawn_boot";
  options.boot_function = "program";
  options.output = [](SystemConsole::Stream, std::string_view) {};
  Arena arena;
  const Term step = respawn::make_tuple(arena, {intern(kind), make_binary(arena, text)});
  options.boot_arguments = external::encode(make_list(arena, {make_list(arena, {step})}));
  return options;
}

inline WorldOptions world_of(std::string_view program, std::uint64_t seed = 0) { return world_of_step("eval", program, seed); }
inline WorldOptions world_of_file(std::string_view path, std::uint64_t seed = 0) { return world_of_step("file", path, seed); }

/// Workers that crash now and then under a supervisor, while others call them: some thousand events.
inline constexpr std::string_view kCrashingProgram = R"(
defmodule Worker do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def init(name), do: {:ok, {name, 0}}
  def handle_call(:next, _from, {name, n}) when n >= 7, do: raise "#{name} is tired"
  def handle_call(:next, _from, {name, n}), do: {:reply, n, {name, n + 1}}
end

names = for n <- 1..5, do: :"worker_#{n}"
children = for name <- names, do: Supervisor.child_spec({Worker, name}, id: name)
{:ok, _} = Supervisor.start_link(children, strategy: :one_for_one, max_restarts: 1_000_000)
:logger.set_primary_config(:level, :none)

clients =
  for _ <- 1..8 do
    Task.async(fn ->
      for _ <- 1..150 do
        try do
          GenServer.call(Enum.random(names), :next)
        catch
          :exit, _ -> Process.sleep(3)
        end
      end
    end)
  end

Task.await_many(clients, :infinity)
)";

}  // namespace respawn::test
