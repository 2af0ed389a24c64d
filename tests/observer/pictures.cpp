// Pictures of a story, for looking at: observer_pictures DIRECTORY [WIDTH HEIGHT], or `window` to open one on it.

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>

#include "observer/fake_run.hpp"
#include "observer/model/ui_state.hpp"
#include "observer/window/frame_writer.hpp"
#include "observer/window/window.hpp"

using namespace respawn;
using namespace respawn::observer;

namespace {

/// A fake run that plays by itself: for trying the window by hand.
class LiveRun final : public WatchedRun {
 private:
  template <typename Use>
  auto with(Use use) const {
    const std::lock_guard locked(mutex_);
    return use(run_);
  }

 public:
  explicit LiveRun(Story story) : run_(std::move(story), false) {}
  void pass(double seconds) {
    const std::lock_guard locked(mutex_);
    run_.pass(seconds);
  }
  RunStatus status() const override { return with([](const FakeRun& run) { return run.status(); }); }
  void read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const override {
    const std::lock_guard locked(mutex_);
    run_.read_events(generation, first, last, events);
  }
  std::optional<ProcessView> view(Term pid) override { return with([&](FakeRun& run) { return run.view(pid); }); }
  std::string output(std::size_t bytes_max) const override { return with([&](const FakeRun& run) { return run.output(bytes_max); }); }
  void play() override { with([](FakeRun& run) { run.play(); }); }
  void pause() override { with([](FakeRun& run) { run.pause(); }); }
  void step() override { with([](FakeRun& run) { run.step(); }); }
  void set_speed(double speed) override { with([&](FakeRun& run) { run.set_speed(speed); }); }
  void seek(EventId event) override { with([&](FakeRun& run) { run.seek(event); }); }
  void fork() override { with([](FakeRun& run) { run.fork(); }); }
  std::string send(Term pid, std::string_view text) override { return with([&](FakeRun& run) { return run.send(pid, text); }); }
  std::string exit(Term pid, std::string_view text) override { return with([&](FakeRun& run) { return run.exit(pid, text); }); }
  std::string kill(Term pid) override { return with([&](FakeRun& run) { return run.kill(pid); }); }

 private:
  mutable std::mutex mutex_;  // guards run_
  mutable FakeRun run_;
};

/// A supervisor of many: some crash, all get mail.
Story crowd_story() {
  Story story;
  const Term script = story.spawn(Term::nil(), "{Crowd, :run, 0}", false);
  const Term top = story.spawn(script, "{:proc_lib, :init_p, 5}");
  story.name(top, "Elixir.Crowd.Supervisor");
  story.supervise(top, "Crowd.Supervisor", ":one_for_one", 100, 1);
  const Term pool = story.spawn(top, "{:proc_lib, :init_p, 5}");
  story.name(pool, "Elixir.Crowd.Workers");
  story.supervise(pool, "DynamicSupervisor", ":one_for_one", 100, 1);
  story.start_child(top, pool, "Crowd.Workers");
  std::vector<Term> workers;
  for (int i = 0; i < 300; ++i) {
    workers.push_back(story.spawn(pool, "{:proc_lib, :init_p, 5}"));
    story.start_child(pool, workers.back(), ":undefined");
    story.sleep(workers.back());
  }
  for (int strategy = 0; strategy < 3; ++strategy) {
    const Term supervisor = story.spawn(top, "{:proc_lib, :init_p, 5}");
    const char* const names[] = {"one_for_one", "one_for_all", "rest_for_one"};
    story.name(supervisor, names[strategy]);
    story.supervise(supervisor, "Crowd.Three", std::string(":") + names[strategy]);
    story.start_child(top, supervisor, names[strategy]);
    for (int i = 0; i < 3; ++i) {
      const Term child = story.spawn(supervisor, "{:proc_lib, :init_p, 5}");
      story.state(child, "GenServer", fmt::format("%{{count: {}}}", i));
      story.start_child(supervisor, child, fmt::format(":worker_{}", i + 1));
      story.sleep(child);
    }
  }
  story.wait_milliseconds(100);
  for (int i = 0; i < 60; ++i) story.send(script, workers[static_cast<std::size_t>(i * 37 % 300)], "{:work, " + std::to_string(i) + "}");
  for (int i = 0; i < 9; ++i) story.crash_and_restart(pool, workers[static_cast<std::size_t>(i * 31 + 5)], ":undefined", "{:proc_lib, :init_p, 5}",
      "{:badarith, [{Worker, :work, 1, []}]}");
  return story;
}

int open_window() {
  LiveRun run(demo_story(40));
  run.play();
  std::atomic<bool> is_over{false};
  std::thread clock([&] {
    while (!is_over) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      run.pass(0.01);
    }
  });
  const std::string error = run_window(run);
  is_over = true;
  clock.join();
  if (!error.empty()) fmt::print(stderr, "{}\n", error);
  return error.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::string_view first = argument_count > 1 ? arguments[1] : "";
  if (first == "window") return open_window();
  if (first.empty()) {
    fmt::print(stderr, "observer_pictures DIRECTORY [WIDTH HEIGHT] | window\n");
    return EXIT_FAILURE;
  }
  FrameOptions options;
  if (argument_count > 3) {
    options.width = std::atoi(arguments[2]);
    options.height = std::atoi(arguments[3]);
  }
  options.selected = "Stack";
  FakeRun run(demo_story(), false);
  FrameWriter writer(run, arguments[1], options);
  if (!writer.error().empty()) {
    fmt::print(stderr, "{}\n", writer.error());
    return EXIT_FAILURE;
  }
  const auto show = [&](const char* what) {
    if (writer.write_frame()) {
      fmt::print("{}: {}\n", writer.last_file().string(), what);
    } else {
      fmt::print(stderr, "{}\n", writer.error());
    }
  };
  const auto glide = [&](int frames) {
    for (int i = 0; i < frames; ++i) writer.draw_frame();
  };
  const auto play = [&](double seconds) {
    run.play();
    for (double done = 0; done < seconds; done += options.seconds_per_frame) {
      run.pass(options.seconds_per_frame);
      writer.draw_frame();
    }
  };
  UiState& ui = writer.ui();
  show("before anything");
  play(0.30);
  show("messages fly");
  play(0.60);
  show("after the first crash");
  glide(8);
  show("and a quarter of a second later");
  glide(14);
  show("and another half");
  run.pause();
  run.seek(run.status().cursor - 30);
  glide(20);
  show("back in the past");
  for (int i = 0; i < 6; ++i) run.step();
  glide(20);
  show("stepping");
  run.set_speed(100);
  play(0.1);
  run.pause();
  ui.main_tab = MainTab::sequence;
  ui.lower_tab = LowerTab::events;
  ui.has_new_main_tab = ui.has_new_lower_tab = true;
  ui.selected_event = run.status().event_count - 3;
  glide(30);
  show("sequence and causes");
  ui.main_tab = MainTab::tree;
  ui.lower_tab = LowerTab::processes;
  ui.has_new_main_tab = ui.has_new_lower_tab = true;
  ui.is_light = true;
  ui.show_links = true;
  glide(30);
  show("light, process table, links");
  ui.show_help = true;
  glide(3);
  show("help");
  ui.show_help = false;
  ui.is_light = false;
  ui.lower_tab = LowerTab::console;
  ui.has_new_lower_tab = true;
  ui.show_system = true;
  glide(40);
  show("console, system processes");

  FakeRun crowd(crowd_story(), false);
  FrameWriter crowd_writer(crowd, std::string(arguments[1]) + "/crowd", options);
  crowd.play();
  for (int i = 0; i < 40; ++i) {
    crowd.pass(options.seconds_per_frame);
    crowd_writer.draw_frame();
    if (i % 13 == 12 && crowd_writer.write_frame()) fmt::print("{}: a crowd\n", crowd_writer.last_file().string());
  }
  return writer.error().empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}
