/// Pictures of a run: written without a display, the same bytes each time.

#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <set>

#include "observer/fake_run.hpp"
#include "observer/model/ui_state.hpp"
#include "observer/window/run_pictures.hpp"
#include "observer/window/window.hpp"

// Mesa keeps a few hundred bytes when its driver is unloaded, and then nobody can tell whose they were. What is ours is searched for
// leaks in the tests of the panels, which draw the same without Mesa.
#ifdef __SANITIZE_ADDRESS__
extern "C" int __lsan_is_turned_off() { return 1; }
#endif

using namespace respawn;
using namespace respawn::observer;

namespace {

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("respawn_frames_" + std::to_string(::getpid()))) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::vector<std::uint8_t> picture_of_a_run(const std::filesystem::path& folder) {
  FakeRun run(demo_story(), false);
  FrameWriter writer(run, folder, {.width = 640, .height = 400, .selected = "Stack"});
  REQUIRE(writer.error().empty());
  run.play();
  for (int i = 0; i < 20; ++i) {
    run.pass(0.05);
    REQUIRE(writer.draw_frame());
  }
  return writer.pixels();
}

}  // namespace

TEST_CASE("pictures are made without a display, and the same run gives the same ones", "[observer][pictures]") {
  const Folder folder;
  const std::vector<std::uint8_t> first = picture_of_a_run(folder.path()), second = picture_of_a_run(folder.path());
  CHECK(first.size() == 640u * 400 * 3);
  CHECK(first == second);
  const std::set<std::uint8_t> shades(first.begin(), first.end());
  CHECK(shades.size() > 50);
}

TEST_CASE("pictures are numbered files", "[observer][pictures]") {
  const Folder folder;
  FakeRun run(demo_story());
  FrameWriter writer(run, folder.path() / "deep" / "er", {.width = 320, .height = 200});
  REQUIRE(writer.write_frame());
  REQUIRE(writer.write_frame());
  CHECK(std::filesystem::exists(folder.path() / "deep" / "er" / "frame_00001.png"));
  CHECK(std::filesystem::file_size(folder.path() / "deep" / "er" / "frame_00002.png") > 1000);
  writer.ui().is_light = true;
  CHECK(writer.draw_frame());
}

TEST_CASE("a run's pictures are those of its crashes and restarts, and some between", "[observer][pictures]") {
  const Folder folder;
  FakeRun run(demo_story());
  REQUIRE(write_run_pictures(run, folder.path(), {.width = 320, .height = 200}, 10).empty());
  CHECK(run.status().is_live);
  CHECK(std::filesystem::exists(folder.path() / "frame_00008.png"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "frame_00011.png"));
}

TEST_CASE("a folder that cannot be made is an error that says so", "[observer][pictures]") {
  FakeRun run(demo_story());
  FrameWriter writer(run, "/dev/null/frames", {.width = 64, .height = 64});
  CHECK_FALSE(writer.write_frame());
  CHECK_FALSE(writer.error().empty());
}

TEST_CASE("asking for a window to close or to wake when there is none does nothing", "[observer][window]") {
  request_close_window();
  wake_window();
}
