/// The world: every event of a past can be stood behind, and what was, is again.

#include "system/world.hpp"

#include <catch2/catch.hpp>

#include "base/rng.hpp"
#include "system/world_program.hpp"

namespace respawn {
namespace {

using test::kCrashingProgram;
using test::world_of;

TEST_CASE("a run is a function of program and seed") {
  std::uint64_t hash = 0;
  EventId count = 0;
  for (int i = 0; i < 10; ++i) {
    WorldOptions options = world_of(kCrashingProgram, 7);
    options.keeps_history = i % 2 == 0;
    World world(std::move(options));
    REQUIRE(world.wait_until_halted(true) == 0);
    if (i == 0) {
      hash = world.event_hash();
      count = world.event_count();
    }
    REQUIRE(world.event_hash() == hash);
    REQUIRE(world.event_count() == count);
  }
  World other(world_of(kCrashingProgram, 8));
  other.wait_until_halted(true);
  REQUIRE(other.event_hash() != hash);
}

TEST_CASE("whoever watches does not show in the run") {
  WorldOptions alone = world_of(kCrashingProgram, 5);
  alone.keeps_history = false;
  World unwatched(std::move(alone));
  REQUIRE(unwatched.wait_until_halted(true) == 0);

  // As the window does, only oftener: events as they come, and every process looked into.
  World watched(world_of(kCrashingProgram, 5));
  std::atomic<bool> is_over{false};
  std::size_t views = 0;
  std::thread watcher([&] {
    std::vector<Event> events;
    while (!is_over) {
      const RunStatus status = watched.status();
      const std::size_t known = events.size();
      watched.read_events(status.generation, known + 1, status.event_count, events);
      for (std::size_t i = known; i < events.size(); i += 7) {
        if (watched.view(events[i].subject)) ++views;
      }
      watched.output(1000);
      if (views % 3 == 0) watched.pause();
      watched.play();
    }
  });
  REQUIRE(watched.wait_until_halted(false) == 0);
  is_over = true;
  watcher.join();
  REQUIRE(views > 0);
  REQUIRE(watched.event_hash() == unwatched.event_hash());
  REQUIRE(watched.event_count() == unwatched.event_count());
}

TEST_CASE("the time bar leads to where a fresh run would stand") {
  World world(world_of(kCrashingProgram, 1));
  REQUIRE(world.wait_until_halted(true) == 0);
  const EventId count = world.event_count();
  REQUIRE(count >= 10'000);
  const std::uint64_t whole = world.event_hash();
  Rng rng(42);
  for (int i = 0; i < 100; ++i) {
    const EventId target = 1 + rng.below(count);
    world.seek(target);
    world.wait_until_there();
    WorldOptions options = world_of(kCrashingProgram, 1);
    options.starts_playing = false;
    options.keeps_history = false;
    World fresh(std::move(options));
    fresh.seek(target);
    fresh.wait_until_there();
    INFO("event " << target);
    REQUIRE(world.status().cursor == fresh.event_count());
    REQUIRE(world.event_hash() == fresh.event_hash());
    REQUIRE(world.state_hash() == fresh.state_hash());
  }
  world.seek(count);
  world.wait_until_there();
  REQUIRE(world.event_hash() == whole);
}

TEST_CASE("a step is one event") {
  WorldOptions options = world_of(kCrashingProgram);
  options.starts_playing = false;
  World world(std::move(options));
  world.seek(500);
  world.wait_until_there();
  for (int i = 0; i < 50; ++i) {
    const EventId before = world.status().cursor;
    world.step();
    world.wait_until_there();
    REQUIRE(world.status().cursor > before);
    REQUIRE(world.status().cursor <= before + 8);  // what one instruction tells cannot be parted: the end of a process with its links
  }
}

TEST_CASE("a fork keeps the past and takes another way") {
  World world(world_of(kCrashingProgram, 3));
  world.wait_until_halted(true);
  const EventId count = world.event_count();
  const std::uint64_t whole = world.event_hash();
  world.seek(count / 2);
  world.wait_until_there();
  const RunStatus there = world.status();
  const std::uint64_t past = world.event_hash();
  world.fork();
  REQUIRE(world.wait_until_halted(true) == 0);
  REQUIRE(world.status().fork_count == 1);
  REQUIRE(world.status().generation != there.generation);
  REQUIRE(world.event_hash() != whole);
  world.seek(there.cursor);
  world.wait_until_there();
  REQUIRE(world.event_hash() == past);
}

TEST_CASE("what the user does is part of the run") {
  WorldOptions options = world_of("Process.register(self(), :main); receive do :go -> IO.puts(\"went\") end");
  std::string printed;
  std::mutex printed_mutex;
  options.output = [&](SystemConsole::Stream, std::string_view bytes) {
    std::lock_guard lock(printed_mutex);
    printed += bytes;
  };
  World world(std::move(options));
  REQUIRE_FALSE(world.wait_until_halted(true));  // it waits for a message that nobody sends
  Term main = Term::nil();
  world.look([&](System& system) { main = system.names().find(intern("main")); });
  REQUIRE(main.is_pid());
  const EventId before = world.event_count();
  REQUIRE(world.send(main, "{:unclosed").find("missing terminator") != std::string::npos);
  REQUIRE(world.send(main, "foo(1)") != "");
  REQUIRE(world.send(main, ":go") == "");
  REQUIRE(world.wait_until_halted(true) == 0);
  REQUIRE(printed == "went\n");
  const std::uint64_t hash = world.event_hash();
  const EventId count = world.event_count();

  SECTION("it happens again when the run is made again, and prints nothing twice") {
    world.seek(before);
    world.wait_until_there();
    REQUIRE(world.output(1000).empty());
    world.seek(count);
    world.wait_until_there();
    REQUIRE(world.event_hash() == hash);
    REQUIRE(world.output(1000) == "went\n");
    REQUIRE(printed == "went\n");
  }
  SECTION("in the past it makes another future") {
    world.seek(before);
    world.wait_until_there();
    REQUIRE(world.exit(main, ":enough") == "");
    world.play();
    REQUIRE(world.wait_until_halted(true) == 1);
    REQUIRE(printed.find("(EXIT from") != std::string::npos);
    REQUIRE(world.kill(main) == "the process does not live any more");
  }
}

TEST_CASE("what comes behind the end is no part of the run") {
  World world(world_of("Process.register(spawn(fn -> Process.sleep(:infinity) end), :left)"));
  REQUIRE(world.wait_until_halted(true) == 0);
  const std::uint64_t hash = world.event_hash();
  Term left = Term::nil();
  world.look([&](System& system) { left = system.names().find(intern("left")); });
  world.offer_input("too late\n");
  world.end_input(true);
  REQUIRE(world.kill(left).find("the run is over") == 0);
  REQUIRE(world.event_hash() == hash);
  REQUIRE(world.recording().choices.back().kind != ChoiceKind::command);
}

TEST_CASE("a run goes on from its recording") {
  World first(world_of(kCrashingProgram, 3));
  REQUIRE(first.wait_until_halted(true) == 0);
  first.seek(first.event_count() / 2);
  first.wait_until_there();
  const Recording recording = first.recording();  // the whole run, wherever one looks

  WorldOptions options = world_of(kCrashingProgram, recording.seed);
  options.choices = recording.choices;
  options.starts_playing = false;
  World again(std::move(options));
  again.seek(recording.event_count);
  again.wait_until_there();
  REQUIRE_FALSE(again.has_diverged());
  REQUIRE(again.event_hash() == recording.event_hash);
  again.play();
  REQUIRE(again.wait_until_halted(true) == recording.halted);
}

TEST_CASE("a run whose choices do not fit stands still and says so") {
  World first(world_of(kCrashingProgram, 3));
  REQUIRE(first.wait_until_halted(true) == 0);
  WorldOptions options = world_of(kCrashingProgram, 3);
  options.choices = first.recording().choices;
  const std::size_t middle = options.choices.size() / 2;
  options.choices[middle] = {options.choices[middle].kind == ChoiceKind::random ? ChoiceKind::outside : ChoiceKind::random};
  World again(std::move(options));
  REQUIRE_FALSE(again.wait_until_halted(true));
  REQUIRE(again.has_diverged());
}

TEST_CASE("a killed process ends even if it traps exits") {
  World world(world_of("Process.flag(:trap_exit, true); Process.register(self(), :main); Process.sleep(:infinity)"));
  REQUIRE_FALSE(world.wait_until_halted(true));
  Term main = Term::nil();
  world.look([&](System& system) { main = system.names().find(intern("main")); });
  REQUIRE(world.exit(main, ":softly") == "");
  REQUIRE_FALSE(world.wait_until_halted(true));
  REQUIRE(world.view(main)->messages.size() == 1);
  REQUIRE(world.kill(main) == "");
  REQUIRE(world.wait_until_halted(true) == 1);
}

}  // namespace
}  // namespace respawn
