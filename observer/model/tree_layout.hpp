#pragma once
/// Where the nodes of a tree are drawn: the root at the left, a column a generation, siblings below each other, a parent at the middle
/// of its children. Siblings that are leaves may stand in several columns, in reading order, so that a tree of many is no thin strip
/// whose names nobody can read.
///
/// Pure: the same tree has the same places. Units are those of `TreeMetrics`, points at a zoom of 1.

#include <vector>

#include "observer/model/geometry.hpp"
#include "observer/model/tree.hpp"

namespace respawn::observer {

/// Wide: title and pid on a line, the state below. Tall: title, pid, state. Narrow: title, pid; for the state there is little room.
/// Slim: one line with title and pid. Brief: one short line, for the title.
enum class CardShape : std::uint8_t { wide, tall, narrow, slim, brief };
inline constexpr CardShape kCardShapes[] = {CardShape::tall, CardShape::wide, CardShape::narrow, CardShape::slim, CardShape::brief};
inline constexpr bool has_one_line(CardShape shape) { return shape == CardShape::slim || shape == CardShape::brief; }

struct TreeMetrics {
  CardShape shape = CardShape::wide;
  float node_width = 216, node_height = 52;
  float column_gap = 42, row_gap = 9, family_gap = 9;  // between the last cousin and the next one
  float cell = 15, cell_gap = 4, herd_header = 24;
  std::uint32_t leaf_columns = 1;
  float family_margin = 8;  // between leaves in columns and the frame around them, and between the columns
};

TreeMetrics metrics_of(CardShape shape);

/// Leaves in columns: consecutive nodes with one parent. They are drawn in one frame, to which one edge leads.
struct LeafFamily {
  std::uint32_t first = 0, count = 0;

  static constexpr std::uint32_t kCountMin = 4;  // fewer stand below each other
};

struct TreeLayout {
  std::vector<Box> boxes;  // a node each
  std::vector<LeafFamily> families;  // by their first nodes
  Box bounds;
};

TreeLayout layout_tree(const Tree& tree, const TreeMetrics& metrics = {});

/// A cell of a herd, in the herd's box.
Box herd_cell(const TreeMetrics& metrics, const Box& herd, std::size_t herd_size, std::size_t cell);

}  // namespace respawn::observer
