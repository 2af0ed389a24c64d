#pragma once
/// Tree: the part of a scene's process tree that is drawn, in drawing order (a parent before its children).
///
/// Hidden are the runtime's own processes (what hangs below them moves up) and what the user folded. Many leaves of one
/// parent are drawn as a herd: one block with a cell each, so that a supervisor with a thousand children stays readable. What is
/// looked at for one parent is bounded, so that building costs what is shown and not what exists.

#include <string>
#include <unordered_set>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

struct TreeOptions {
  bool show_system = false;
  std::unordered_set<ProcessIndex> folded;  // by place, so that a fold outlives a restart
  std::string search;                       // what does not match is drawn faintly
};

struct TreeNode {
  ProcessIndex process = kNoProcess;  // kNoProcess: a herd
  std::uint32_t parent = kNoParent;   // index of a node
  std::uint32_t depth = 0;
  std::uint32_t hidden_count = 0;     // children that are not shown: folded ones, or those of a herd behind the last cell
  bool has_children = false;
  bool is_folded = false;
  bool is_leaf = false;               // no children, and no supervisor that may get some
  bool matches = true;
  std::vector<ProcessIndex> herd;

  static constexpr std::uint32_t kNoParent = ~std::uint32_t{0};
  bool is_herd() const { return process == kNoProcess; }
};

struct Tree {
  std::vector<TreeNode> nodes;
  std::uint32_t hidden_system_count = 0;

  static constexpr std::size_t kHerdMin = 14;          // so many leaves and more are a herd
  static constexpr std::size_t kHerdMax = 2000;        // cells
  static constexpr std::size_t kLookedAtMax = 4096;    // children of one parent
  static constexpr std::size_t kNodesMax = 3000;
  static constexpr std::uint32_t kDepthMax = 40;
};

Tree build_tree(const History& history, const Scene& scene, const TreeOptions& options);

/// Whether a search text is found in what a process is called: its title, name, pid or first function; letters of either case.
bool matches_search(const History& history, const Scene& scene, ProcessIndex index, std::string_view search);

}  // namespace respawn::observer
