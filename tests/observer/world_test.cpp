/// The window on a real run: watching changes nothing, and whatever the user does to it is survived.

#include "system/world.hpp"

#include <catch2/catch.hpp>

#include "base/rng.hpp"
#include "observer/headless_screen.hpp"
#include "system/world_program.hpp"

namespace respawn::observer {
namespace {

using test::kCrashingProgram;
using test::world_of;

/// Another panel each time, every part of the window in turn, and another process selected.
void look_around(UiState& ui, const History& history, std::size_t round) {
  ui.main_tab = round % 2 == 0 ? MainTab::tree : MainTab::sequence;
  ui.lower_tab = static_cast<LowerTab>(round % 4);
  ui.has_new_main_tab = ui.has_new_lower_tab = true;
  ui.show_links = round % 3 == 0;
  ui.show_system = round % 5 == 0;
  ui.selected_event = history.count();
  if (history.process_count() > 0) {
    ui.selected = static_cast<ProcessIndex>(round % history.process_count());
    ui.selected_pid = history.process(ui.selected).pid;
  }
}

TEST_CASE("a run is the same with the window open at every panel", "[observer][world]") {
  World closed(world_of(kCrashingProgram, 3));
  REQUIRE(closed.wait_until_halted(true) == 0);

  WorldOptions options = world_of(kCrashingProgram, 3);
  options.starts_playing = false;
  World watched(std::move(options));
  HeadlessScreen screen;
  ObserverView view(watched);
  screen.frame(view);
  watched.play();
  std::size_t round = 0;
  while (!watched.status().halted || view.feed().is_behind()) {
    look_around(view.ui(), view.feed().history(), round++);
    screen.frame(view);
  }
  screen.frames(view, 3);
  CHECK(round > 1);
  CHECK(watched.event_hash() == closed.event_hash());
  CHECK(watched.event_count() == closed.event_count());
  CHECK(view.feed().history().hash_at(view.feed().cursor()) == closed.event_hash());
}

TEST_CASE("every process can be looked into at every event", "[observer][world]") {
  World world(world_of(kCrashingProgram, 1));
  REQUIRE(world.wait_until_halted(true) == 0);
  const std::uint64_t hash = world.event_hash();
  const EventId count = world.event_count();
  HeadlessScreen screen;
  ObserverView view(world);
  screen.frame(view);
  for (EventId event = 1; event <= std::min<EventId>(count, 900); ++event) {
    world.seek(event);
    world.wait_until_there();
    look_around(view.ui(), view.feed().history(), event);
    view.ui().main_tab = MainTab::tree;
    screen.frame(view);
    // Between the events of one instruction nobody can stand.
    REQUIRE(view.feed().cursor() >= event);
    REQUIRE(view.feed().cursor() < event + 40);
  }
  world.seek(count);
  world.wait_until_there();
  CHECK(world.event_hash() == hash);
}

TEST_CASE("one can go back event by event to the beginning", "[observer][world]") {
  World world(world_of(kCrashingProgram, 1));
  REQUIRE(world.wait_until_halted(true) == 0);
  HeadlessScreen screen;
  ObserverView view(world);
  screen.frame(view);
  world.seek(300);
  world.wait_until_there();
  screen.frames(view, 2);
  EventId cursor = view.feed().cursor();
  int steps = 0;
  while (cursor > 1) {
    view.ui().keys.push_back({.key = Key::left});
    for (int i = 0; i < 1000 && world.status().cursor >= cursor; ++i) {
      screen.frame(view);
      world.wait_until_there();
    }
    REQUIRE(world.status().cursor < cursor);
    cursor = world.status().cursor;
    ++steps;
  }
  CHECK(steps > 100);
}

TEST_CASE("a run survives whatever is done to it in the window", "[observer][world][monkey]") {
  WorldOptions options = world_of(kCrashingProgram, 5);
  options.output = [](SystemConsole::Stream, std::string_view) {};
  World world(std::move(options));
  HeadlessScreen screen;
  ObserverView view(world);
  Rng random(9);
  constexpr std::string_view kKeys = " .FCVKXWZLMS[]/-=1";
  constexpr std::array<std::string_view, 6> kTexts = {":kill", ":normal", "{:a, [1, 2]}", "f(", "", "%{a: \"b\"}"};
  for (int i = 0; i < 1500; ++i) {
    const History& history = view.feed().history();
    const auto process = history.process_count() == 0 ? kNoProcess : static_cast<ProcessIndex>(random.below(history.process_count()));
    switch (random.below(9)) {
      case 0: view.ui().keys.push_back(typed(kKeys[random.below(kKeys.size())])); break;
      case 1: view.ui().keys.push_back({.key = random.below(2) == 0 ? Key::left : Key::right, .is_shift = random.below(2) == 0}); break;
      case 2: view.ui().seek(random.below(history.count() + 1)); break;
      case 3: look_around(view.ui(), history, random.below(1000)); break;
      case 4:
        if (process == kNoProcess) break;
        view.ui().command({.kind = random.below(2) == 0 ? CommandKind::send : CommandKind::exit,
                           .pid = history.process(process).pid,
                           .text = std::string(kTexts[random.below(kTexts.size())])});
        break;
      case 5: view.ui().command(CommandKind::play); break;
      default: screen.move_mouse(static_cast<float>(random.below(1280)), static_cast<float>(random.below(720)), random.below(2) == 0); break;
    }
    screen.frame(view);
  }
  world.wait_until_there();
  screen.frames(view, 3);
  CHECK(view.feed().cursor() <= view.feed().history().count());
}

}  // namespace
}  // namespace respawn::observer
