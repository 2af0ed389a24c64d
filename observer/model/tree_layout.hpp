#pragma once
/// Where the nodes of a tree are drawn: the root at the left, a column a generation, siblings below each other, a parent at the middle
/// of its children.
///
/// Pure: the same tree has the same places. Units are those of `TreeMetrics`, points at a zoom of 1.

#include <vector>

#include "observer/model/geometry.hpp"
#include "observer/model/tree.hpp"

namespace respawn::observer {

struct TreeMetrics {
  float node_width = 236, node_height = 58;
  float column_gap = 54, row_gap = 12, family_gap = 10;  // between the last cousin and the next one
  float cell = 15, cell_gap = 4, herd_header = 24;
};

struct TreeLayout {
  std::vector<Box> boxes;  // a node each
  Box bounds;
};

TreeLayout layout_tree(const Tree& tree, const TreeMetrics& metrics = {});

/// A cell of a herd, in the herd's box.
Box herd_cell(const TreeMetrics& metrics, const Box& herd, std::size_t herd_size, std::size_t cell);

}  // namespace respawn::observer
