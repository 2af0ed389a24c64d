/// Every panel drawn without a window, on small runs and on one of 100,000 processes.

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <chrono>
#include <random>

#include "observer/fake_run.hpp"
#include "observer/headless_screen.hpp"

using namespace respawn;
using namespace respawn::observer;

namespace {

ProcessIndex find(const ObserverView& view, std::string_view name) {
  for (std::size_t i = 0; i < view.feed().history().process_count(); ++i) {
    const auto index = static_cast<ProcessIndex>(i);
    if (view.feed().scene().is_alive(index) && title(view.feed().history(), view.feed().scene(), index) == name) return index;
  }
  return kNoProcess;
}

}  // namespace

TEST_CASE("every panel draws at every size, light and dark", "[observer][panels]") {
  for (const auto& [width, height] : {std::pair{1280.f, 720.f}, {1920.f, 1080.f}, {320.f, 200.f}, {60.f, 40.f}}) {
    HeadlessScreen screen(width, height);
    FakeRun run(demo_story());
    ObserverView view(run);
    screen.frame(view);
    view.ui().selected = find(view, "Stack");
    for (const MainTab main_tab : {MainTab::tree, MainTab::sequence}) {
      for (const LowerTab lower_tab : {LowerTab::incidents, LowerTab::processes, LowerTab::events, LowerTab::console}) {
        for (const bool is_light : {false, true}) {
          view.ui().main_tab = main_tab;
          view.ui().lower_tab = lower_tab;
          view.ui().has_new_main_tab = view.ui().has_new_lower_tab = true;
          view.ui().is_light = is_light;
          view.ui().show_links = true;
          view.ui().show_help = is_light;
          view.ui().show_system = is_light;
          view.ui().selected_event = view.feed().cursor();
          CHECK(screen.frames(view, 3) > 0);
          CHECK(view.ui().main_tab == main_tab);
          CHECK(view.ui().lower_tab == lower_tab);
        }
      }
    }
  }
}

TEST_CASE("an empty run and a run of one event draw", "[observer][panels]") {
  HeadlessScreen screen;
  FakeRun run(Story{});
  ObserverView view(run);
  CHECK(screen.frames(view, 5) > 0);
  FakeRun small(demo_story(1), false);
  ObserverView second(small);
  small.step();
  CHECK(screen.frames(second, 5) > 0);
}

TEST_CASE("keys direct the run", "[observer][panels][keys]") {
  HeadlessScreen screen;
  FakeRun run(demo_story());
  ObserverView view(run);
  screen.frames(view, 3);
  const EventId end = run.status().cursor;
  screen.press(view, Key::left);
  CHECK(run.status().cursor == end - 1);
  screen.press(view, Key::right);
  CHECK(run.status().cursor == end);
  screen.press(view, Key::home);
  CHECK(run.status().cursor == 0);
  screen.press(view, Key::letter_c);
  CHECK(run.status().cursor == view.feed().history().marks(MarkKind::crash).front());
  screen.press(view, Key::letter_z);
  CHECK(run.status().cursor == 0);
  screen.press(view, Key::letter_z);
  CHECK(run.status().cursor == end);
  screen.press(view, Key::home);
  screen.press(view, Key::space);
  CHECK(run.status().is_playing);
  screen.press(view, Key::space);
  CHECK_FALSE(run.status().is_playing);
  screen.press(view, Key::letter_f);
  CHECK(run.status().fork_count == 1);
  screen.press(view, Key::minus);
  CHECK(run.status().speed == Approx(0.5));
  screen.press(view, Key::letter_t);
  CHECK(view.ui().is_light);
}

TEST_CASE("what is typed behind the slash is for the search, however fast", "[observer][panels][keys]") {
  for (const std::size_t keys_per_frame : {1, 2, 5}) {
    HeadlessScreen screen;
    FakeRun run(demo_story());
    ObserverView view(run);
    screen.frames(view, 3);
    view.ui().selected = find(view, "Stack");
    const std::string typed_text = "/kSxk stack";
    for (std::size_t i = 0; i < typed_text.size(); ++i) {
      view.ui().keys.push_back(typed(typed_text[i]));
      ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(typed_text[i]));
      if (i % keys_per_frame == keys_per_frame - 1) screen.frame(view);
    }
    screen.frames(view, 4);
    CHECK(view.ui().tree.search == "kSxk stack");
    CHECK(run.done_commands.empty());
    CHECK_FALSE(view.ui().show_system);
  }
}

TEST_CASE("looking directs nothing", "[observer][panels]") {
  HeadlessScreen screen;
  FakeRun run(demo_story());
  ObserverView view(run);
  screen.frame(view);
  view.ui().selected = find(view, "Stack");
  screen.frames(view, 20);
  CHECK(run.done_commands.empty());
  CHECK(run.status().cursor == run.status().event_count);
  CHECK(run.status().fork_count == 0);
}

TEST_CASE("the selection goes over to the replacement and back with the time", "[observer][panels][restart]") {
  HeadlessScreen screen;
  FakeRun run(demo_story());
  ObserverView view(run);
  run.seek(60);
  screen.frame(view);
  const ProcessIndex old = find(view, "Stack");
  REQUIRE(old != kNoProcess);
  view.ui().selected = old;
  run.seek(run.status().event_count);
  screen.frame(view);
  CHECK(view.ui().selected == find(view, "Stack"));
  CHECK(view.ui().selected != old);
  run.seek(60);
  screen.frame(view);
  CHECK(view.ui().selected == old);
}

TEST_CASE("the selection survives a fork", "[observer][panels]") {
  HeadlessScreen screen;
  FakeRun run(demo_story());
  ObserverView view(run);
  run.seek(60);
  screen.frame(view);
  view.ui().selected = find(view, "Stack");
  screen.frame(view);
  run.fork();
  screen.frame(view);
  CHECK(view.ui().selected == find(view, "Stack"));
}

TEST_CASE("dragging the time bar seeks", "[observer][panels]") {
  HeadlessScreen screen;
  FakeRun run(demo_story());
  ObserverView view(run);
  screen.frames(view, 4);
  const float y = 13 * 3.6f;
  screen.click(view, 640, y);
  const EventId middle = run.status().cursor;
  CHECK(middle > run.status().event_count / 3);
  CHECK(middle < run.status().event_count * 2 / 3);
  screen.frames(view, 2);
  CHECK(view.feed().cursor() == middle);
}

TEST_CASE("one may do anything anywhere", "[observer][panels][monkey]") {
  HeadlessScreen screen(900, 500);
  FakeRun run(demo_story(12), false);
  ObserverView view(run);
  std::mt19937 random(11);
  const std::string keys = " .?fcCtdbvmlsxkwFCTDBVMLSXKW0123456789[]/=-";
  for (int i = 0; i < 4000; ++i) {
    switch (random() % 8) {
      case 0: view.ui().keys.push_back(typed(keys[random() % keys.size()])); break;
      case 1: view.ui().keys.push_back({.key = random() % 2 == 0 ? Key::left : Key::right, .is_control = random() % 4 == 0, .is_shift = random() % 2 == 0}); break;
      case 2: run.pass(0.05); break;
      case 3: screen.turn_wheel(static_cast<float>(random() % 5) - 2); break;
      case 4: run.play(); break;
      case 5: run.seek(random() % 300); break;
      default: screen.move_mouse(static_cast<float>(random() % 920) - 10, static_cast<float>(random() % 520) - 10, random() % 2 == 0); break;
    }
    if (random() % 200 == 0) run.fork();
    screen.frame(view);
  }
  CHECK(view.feed().history().count() == run.status().event_count);
}

TEST_CASE("a frame costs what is visible, not what exists", "[observer][panels][cost]") {
  Story story;
  const Term top = story.spawn(Term::nil(), "{Top, :run, 0}", false);
  story.supervise(top, "Top", ":one_for_one");
  constexpr int kProcesses = 100'000;
  for (int i = 0; i < kProcesses; ++i) {
    const Term child = story.spawn(top, "{Child, :run, 0}", false);
    story.start_child(top, child, ":undefined");
  }
  HeadlessScreen screen;
  FakeRun run(std::move(story));
  ObserverView view(run);
  while (view.update() && view.feed().is_behind()) {
  }
  view.ui().lower_tab = LowerTab::processes;
  view.ui().has_new_lower_tab = true;
  screen.frames(view, 5);
  run.view_count = 0;
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kFrames = 20;
  int drawn = 0;
  for (int i = 0; i < kFrames; ++i) drawn = screen.frame(view);
  const double milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() / kFrames;
  CHECK(view.feed().scene().alive().size() == kProcesses + 1);
  CHECK(drawn < 200'000);
  CHECK(run.view_count <= kFrames * 40u);
  // Generous, for sanitizers and busy machines: without them it is about 1 ms.
  CHECK(milliseconds < 60);
}

TEST_CASE("texts can be read on what is behind them", "[observer][theme]") {
  for (const bool is_light : {false, true}) {
    const Theme& colours = theme(is_light);
    for (const ImU32 back : {colours.background, colours.panel, colours.node}) {
      for (const ImU32 text : {colours.text, colours.muted, colours.accent, colours.good, colours.bad, colours.warning, colours.message, colours.timer, colours.supervisor}) {
        CHECK(contrast(text, back) >= 4.5f);
      }
    }
    CHECK(contrast(colours.text, colours.raised) >= 7);
  }
}
