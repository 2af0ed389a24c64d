#include "observer/model/tree_motion.hpp"

#include <cmath>

namespace respawn::observer {
namespace {

constexpr float kHalfLife = 0.07f;  // seconds to half of the way
constexpr float kFadeSeconds = 0.25f;
constexpr float kNearEnough = 0.4f;

std::uint64_t key_of(const Scene& scene, const Tree& tree, const TreeNode& node) {
  constexpr std::uint64_t kHerd = std::uint64_t{1} << 40, kGhost = std::uint64_t{1} << 41;
  if (node.is_herd()) {
    return kHerd | (node.parent == TreeNode::kNoParent ? kNoProcess : scene.process(tree.nodes[node.parent].process).place);
  }
  const ProcessState& state = scene.process(node.process);
  // A dead process that its replacement stands beside already is a box of its own.
  return state.liveness == Liveness::dead && state.replaced_by != kNoProcess ? kGhost | node.process : state.place;
}

}  // namespace

void TreeMotion::update(const Scene& scene, const Tree& tree, const TreeLayout& layout, float seconds, bool at_once) {
  ++round_;
  is_moving_ = false;
  boxes_.resize(tree.nodes.size());
  const float share = at_once ? 1 : 1 - std::exp2(-seconds / kHalfLife);
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const Box& wanted = layout.boxes[i];
    const auto [found, is_new] = tracks_.try_emplace(key_of(scene, tree, tree.nodes[i]));
    Track& track = found->second;
    if (is_new) {
      // It comes out of its parent.
      track.box = wanted;
      const std::uint32_t parent = tree.nodes[i].parent;
      if (parent != TreeNode::kNoParent && !at_once) {
        track.box.x = std::max(boxes_[parent].box.x, wanted.x - wanted.width / 3);
        track.box.y = mixed(boxes_[parent].box.y, wanted.y, 0.75f);
      }
    }
    track.seen = round_;
    track.box = mixed(track.box, wanted, share);
    track.opacity = at_once ? 1 : std::min(1.0f, track.opacity + seconds / kFadeSeconds);
    if (std::abs(track.box.x - wanted.x) + std::abs(track.box.y - wanted.y) < kNearEnough) {
      track.box = wanted;
    } else {
      is_moving_ = true;
    }
    if (track.opacity < 1) is_moving_ = true;
    boxes_[i] = {track.box, track.opacity};
  }
  std::erase_if(tracks_, [&](const auto& entry) { return entry.second.seen != round_; });
}

}  // namespace respawn::observer
