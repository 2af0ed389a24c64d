#pragma once
/// Where the nodes of a tree are drawn: the root at the left, a column a generation, siblings below each other, a parent at the middle
/// of its children.
///
/// Pure: the same tree has the same places. Units are those of `TreeMetrics`, points at a zoom of 1.

#include <vector>

#include "observer/model/geometry.hpp"
#include "observer/model/tree.hpp"

namespace respawn::observer {

/// Wide: title and pid on a line, the state below. Tall: title, pid, state. Narrow: title, pid; for the state there is little room.
/// Slim: one line with title and pid.
enum class CardShape : std::uint8_t { wide, tall, narrow, slim };

struct TreeMetrics {
  CardShape shape = CardShape::wide;
  float node_width = 216, node_height = 52;
  float column_gap = 42, row_gap = 9, family_gap = 9;  // between the last cousin and the next one
  float cell = 15, cell_gap = 4, herd_header = 24;
};

TreeMetrics metrics_of(CardShape shape);

struct TreeLayout {
  std::vector<Box> boxes;  // a node each
  Box bounds;
};

TreeLayout layout_tree(const Tree& tree, const TreeMetrics& metrics = {});

/// A cell of a herd, in the herd's box.
Box herd_cell(const TreeMetrics& metrics, const Box& herd, std::size_t herd_size, std::size_t cell);

}  // namespace respawn::observer
