#pragma once
/// TreeMotion: boxes that glide to where the layout wants them, appear and fade.
///
/// A box belongs to a place (ProcessState::place) and not to a process: a replacement stands where its predecessor stood. Time is
/// given from outside, in seconds, so that pictures and tests are exact.

#include <unordered_map>
#include <vector>

#include "observer/model/tree_layout.hpp"

namespace respawn::observer {

struct MovingBox {
  Box box;
  float opacity = 1;
};

class TreeMotion {
 public:
  /// Takes the boxes that are wanted and moves on by `seconds`. With `at_once` everything is where it belongs immediately.
  void update(const Scene& scene, const Tree& tree, const TreeLayout& layout, float seconds, bool at_once);

  /// In the order of the tree's nodes.
  const std::vector<MovingBox>& boxes() const { return boxes_; }
  bool is_moving() const { return is_moving_; }

 private:
  struct Track {
    Box box;
    float opacity = 0;
    std::uint64_t seen = 0;
  };

  std::unordered_map<std::uint64_t, Track> tracks_;
  std::vector<MovingBox> boxes_;
  std::uint64_t round_ = 0;
  bool is_moving_ = false;
};

}  // namespace respawn::observer
