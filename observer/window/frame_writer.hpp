#pragma once
/// FrameWriter: pictures of the window without a window, as numbered PNG files.
///
/// Time goes on by the same step from picture to picture, so that the same run gives the same pictures. Nothing of the run is
/// directed: whoever writes frames plays, steps or seeks it in between.
///
/// Thread: the one that made it.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "system/watched_run.hpp"

namespace respawn::observer {

class Feed;
class ObserverView;
struct UiState;

struct FrameOptions {
  int width = 1280, height = 720;
  double seconds_per_frame = 1.0 / 30;
  bool is_light = false;
  float zoom = 1;
  /// Selected in the first frame in which it exists: a registered name, a label or a pid's text.
  std::string selected = {};
};

class FrameWriter {
 public:
  /// Pictures go to `directory`, which is made if it is not there: frame_00001.png, ….
  FrameWriter(WatchedRun& run, std::filesystem::path directory, FrameOptions options = {});
  ~FrameWriter();
  FrameWriter(const FrameWriter&) = delete;
  FrameWriter& operator=(const FrameWriter&) = delete;

  /// Why no picture can be or could be made; empty when all is well.
  const std::string& error() const { return error_; }

  /// Draws the run as it is now and writes the next picture. False with `error` set when it could not.
  bool write_frame();
  /// The same without writing it: lets things glide on.
  bool draw_frame();
  /// The last frame: rows from the top, red green blue a pixel.
  std::vector<std::uint8_t> pixels() const;
  std::filesystem::path last_file() const { return last_file_; }

  /// What is looked at.
  UiState& ui();
  /// What is known of the run.
  const Feed& feed() const;

 private:
  struct Parts;

  void select_wanted();

  WatchedRun& run_;
  std::filesystem::path directory_, last_file_;
  FrameOptions options_;
  std::unique_ptr<Parts> parts_;
  std::string error_;
  std::uint64_t drawn_count_ = 0, written_count_ = 0;
};

}  // namespace respawn::observer
