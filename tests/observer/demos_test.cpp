/// The demos with the window closed, and open at every panel while they run: the same run, event for event.

#include <catch2/catch.hpp>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "observer/headless_screen.hpp"
#include "observer/model/tour.hpp"
#include "observer/window/run_pictures.hpp"
#include "system/world_program.hpp"

// As in frame_writer_test.cpp: Mesa's leaks are not ours.
#ifdef __SANITIZE_ADDRESS__
extern "C" int __lsan_is_turned_off() { return 1; }
#endif

namespace respawn::observer {
namespace {

std::vector<std::string> demo_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(RESPAWN_DEMOS)) {
    if (entry.path().extension() == ".exs") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Outcome {
  std::uint64_t hash = 0, state_hash = 0;
  EventId count = 0;
  std::string output;
};

void check_same(const Outcome& watched, const Outcome& closed) {
  CHECK(watched.hash == closed.hash);
  CHECK(watched.count == closed.count);
  CHECK(watched.state_hash == closed.state_hash);
  CHECK(watched.output == closed.output);
}

Outcome outcome_of(World& world) {
  REQUIRE(world.status().halted == 0);
  REQUIRE(world.status().is_live);
  return {world.event_hash(), world.state_hash(), world.event_count(), world.output(1 << 20)};
}

/// Fast enough for a test, slow enough that most frames see the run under way.
constexpr double kWatchedSpeed = 20;

WorldOptions demo(const std::string& file, std::uint64_t seed, double speed) {
  WorldOptions options = test::world_of_file(file, seed);
  options.speed = speed;
  options.starts_playing = false;
  return options;
}

Outcome run_closed(const std::string& file, std::uint64_t seed) {
  World world(demo(file, seed, std::numeric_limits<double>::infinity()));
  world.play();
  REQUIRE(world.wait_until_halted(true) == 0);
  return outcome_of(world);
}

TEST_CASE("every demo is the same run on a tour of all panels", "[observer][world][demos]") {
  for (const std::string& file : demo_files()) {
    for (const std::uint64_t seed : {0, 1}) {
      INFO(file << " seed " << seed);
      const Outcome closed = run_closed(file, seed);
      for (const double speed : {kWatchedSpeed, std::numeric_limits<double>::infinity()}) {
        World watched(demo(file, seed, speed));
        HeadlessScreen screen;
        ObserverView view(watched);
        Tour tour;
        while (tour.lead(view.ui(), view.feed())) screen.frame(view);
        CHECK(tour.stop_count() >= Tour::kStopsMin);
        check_same(outcome_of(watched), closed);
        CHECK(view.feed().history().hash_at(view.feed().history().count()) == closed.hash);
      }
    }
  }
}

TEST_CASE("every demo is the same run with a mouse that drags the time bar", "[observer][world][demos]") {
  for (const std::string& file : demo_files()) {
    INFO(file);
    const Outcome closed = run_closed(file, 0);
    World watched(demo(file, 0, kWatchedSpeed));
    HeadlessScreen screen;
    ObserverView view(watched);
    watched.play();
    Rng random(7);
    int drags_back = 0;
    for (int drag = 0; drag < 12; ++drag) {
      screen.frames(view, 10);
      const EventId from = std::max<EventId>(view.feed().cursor(), 1);
      constexpr float kBarY = 13 * 3.6f;
      screen.move_mouse(1270, kBarY, false);
      for (int move = 0; move < 12; ++move) {
        screen.frame(view);
        screen.move_mouse(static_cast<float>(10 + random.below(1260)), kBarY, true);
        drags_back += view.feed().cursor() < from;
      }
      screen.frame(view);
      screen.move_mouse(640, 700, false);
      screen.frame(view);
      view.ui().command(CommandKind::play);
      screen.frame(view);
    }
    CHECK(drags_back > 20);
    watched.wait_until_there();
    watched.set_speed(std::numeric_limits<double>::infinity());
    watched.play();
    REQUIRE(watched.wait_until_halted(true) == 0);
    check_same(outcome_of(watched), closed);
  }
}

TEST_CASE("every demo is the same run while pictures of it are drawn", "[observer][world][demos]") {
  const auto folder = std::filesystem::temp_directory_path() / ("respawn_tour_" + std::to_string(::getpid()));
  for (const std::string& file : demo_files()) {
    INFO(file);
    World watched(demo(file, 0, kWatchedSpeed));
    const std::string problem = write_tour_pictures(watched, folder, {.width = 360, .height = 240});
    INFO(problem);
    REQUIRE(problem.empty());
    CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) >= static_cast<std::ptrdiff_t>(Tour::kStopsMin) - 1);
    check_same(outcome_of(watched), run_closed(file, 0));
    std::filesystem::remove_all(folder);
  }
}

}  // namespace
}  // namespace respawn::observer
