#include "observer/model/tree_layout.hpp"

#include <cmath>

namespace respawn::observer {
namespace {

/// The cells of a large herd are smaller, so that what stands beside it need not be.
float cell_share(std::size_t herd_size) {
  constexpr std::size_t kLargeHerd = 300;
  constexpr float kLargeHerdShare = 0.6f;
  return herd_size > kLargeHerd ? kLargeHerdShare : 1;
}

std::size_t herd_columns(const TreeMetrics& metrics, std::size_t size) {
  const auto narrow = static_cast<std::size_t>((metrics.node_width - metrics.cell_gap) / ((metrics.cell + metrics.cell_gap) * cell_share(size)));
  // A large herd grows in both directions, wider than high.
  const auto wide = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(size) * 1.6)));
  return std::max(narrow, wide);
}

/// How many leaves stand side by side in the tree's drawing order, from this one on.
std::uint32_t leaf_run(const Tree& tree, std::size_t first) {
  std::size_t end = first;
  while (end < tree.nodes.size() && tree.nodes[end].is_leaf && !tree.nodes[end].is_herd() && tree.nodes[end].parent == tree.nodes[first].parent) ++end;
  return static_cast<std::uint32_t>(end - first);
}

/// Places the leaves of a family from `y` on, in rows of equal length but for the last. Returns how high all of it is.
float place_family(const TreeMetrics& metrics, const LeafFamily& family, float x, float y, std::vector<Box>& boxes) {
  const std::uint32_t rows = (family.count + metrics.leaf_columns - 1) / metrics.leaf_columns;
  const std::uint32_t columns = (family.count + rows - 1) / rows;
  const float pitch = metrics.node_height + metrics.row_gap;
  for (std::uint32_t i = 0; i < family.count; ++i) {
    boxes[family.first + i] = {x + static_cast<float>(i % columns) * (metrics.node_width + metrics.family_margin),
                               y + metrics.family_margin + static_cast<float>(i / columns) * pitch, metrics.node_width, metrics.node_height};
  }
  return static_cast<float>(rows) * pitch - metrics.row_gap + 2 * metrics.family_margin;
}

}  // namespace

TreeMetrics metrics_of(CardShape shape) {
  TreeMetrics metrics;
  metrics.shape = shape;
  if (has_one_line(shape)) {
    metrics.node_height = 32;
    metrics.row_gap = 7;
    if (shape == CardShape::brief) {
      metrics.node_width = 136;
      metrics.column_gap = 34;
    }
    return metrics;
  }
  if (shape == CardShape::wide) return metrics;
  metrics.node_width = shape == CardShape::tall ? 184 : 172;
  metrics.node_height = shape == CardShape::tall ? 76 : 52;
  return metrics;
}

TreeLayout layout_tree(const Tree& tree, const TreeMetrics& metrics) {
  TreeLayout layout;
  const std::size_t count = tree.nodes.size();
  layout.boxes.resize(count);
  if (count == 0) return layout;

  float y = 0;
  std::uint32_t previous_parent = TreeNode::kNoParent;
  bool is_first = true;
  // Leaves one below the other, in drawing order.
  for (std::size_t i = 0; i < count; ++i) {
    const TreeNode& node = tree.nodes[i];
    if (!is_first && i > 0 && node.parent != previous_parent && node.is_leaf) {
      y += metrics.family_gap;
      previous_parent = node.parent;
    }
    const std::uint32_t run = metrics.leaf_columns > 1 ? leaf_run(tree, i) : 0;
    if (run >= LeafFamily::kCountMin) {
      const LeafFamily family{static_cast<std::uint32_t>(i), run};
      y += place_family(metrics, family, static_cast<float>(node.depth) * (metrics.node_width + metrics.column_gap), y, layout.boxes) + metrics.row_gap;
      layout.families.push_back(family);
      previous_parent = node.parent;
      is_first = false;
      i += run - 1;
      continue;
    }
    Box& box = layout.boxes[i];
    box.x = static_cast<float>(node.depth) * (metrics.node_width + metrics.column_gap);
    box.width = metrics.node_width;
    box.height = metrics.node_height;
    if (node.is_herd()) {
      const std::size_t columns = herd_columns(metrics, node.herd.size());
      const std::size_t rows = (node.herd.size() + columns - 1) / columns;
      const float pitch = (metrics.cell + metrics.cell_gap) * cell_share(node.herd.size());
      box.width = std::max(metrics.node_width, static_cast<float>(columns) * pitch + metrics.cell_gap);
      box.height = metrics.herd_header + static_cast<float>(rows) * pitch + metrics.cell_gap;
    }
    const bool has_shown_children = i + 1 < count && tree.nodes[i + 1].parent == i;
    if (has_shown_children) continue;
    if (!is_first && node.parent != previous_parent) y += metrics.family_gap;
    box.y = y;
    y += box.height + metrics.row_gap;
    previous_parent = node.parent;
    is_first = false;
  }
  // Parents at the middle of their first and last child; children come later in the list, so they are placed already.
  std::vector<float> first_middle(count, -1), last_middle(count, -1);
  for (std::size_t i = count; i-- > 0;) {
    Box& box = layout.boxes[i];
    if (last_middle[i] >= 0) box.y = (first_middle[i] + last_middle[i]) / 2 - box.height / 2;
    const std::uint32_t parent = tree.nodes[i].parent;
    if (parent == TreeNode::kNoParent) continue;
    const float middle = box.y + box.height / 2;
    first_middle[parent] = middle;
    if (last_middle[parent] < 0) last_middle[parent] = middle;
  }
  float right = 0, bottom = 0, top = 0;
  for (const Box& box : layout.boxes) {
    right = std::max(right, box.right());
    bottom = std::max(bottom, box.bottom());
    top = std::min(top, box.y);
  }
  layout.bounds = {0, top, right, bottom - top};
  return layout;
}

Box herd_cell(const TreeMetrics& metrics, const Box& herd, std::size_t herd_size, std::size_t cell) {
  const std::size_t columns = herd_columns(metrics, herd_size);
  const float share = cell_share(herd_size), pitch = (metrics.cell + metrics.cell_gap) * share, side = metrics.cell * share;
  return {herd.x + metrics.cell_gap + static_cast<float>(cell % columns) * pitch,
          herd.y + metrics.herd_header + static_cast<float>(cell / columns) * pitch, side, side};
}

}  // namespace respawn::observer
