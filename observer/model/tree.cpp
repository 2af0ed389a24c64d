#include "observer/model/tree.hpp"

#include <algorithm>

#include "observer/model/term_text.hpp"
#include "observer/model/text_search.hpp"

namespace respawn::observer {
namespace {

class TreeBuilder {
 public:
  TreeBuilder(const History& history, const Scene& scene, const TreeOptions& options)
      : history_(history), scene_(scene), options_(options) {}

  Tree build() {
    std::vector<ProcessIndex> roots;
    collect(scene_.first_root(), roots, 0);
    add(roots, TreeNode::kNoParent, 0);
    return std::move(tree_);
  }

 private:
  bool is_hidden(ProcessIndex index) const { return !options_.show_system && history_.process(index).is_system; }

  /// The shown processes of a list of siblings; behind a hidden one its children.
  std::size_t collect(ProcessIndex first, std::vector<ProcessIndex>& shown, std::uint32_t depth) {
    std::size_t looked_at = 0;
    for (ProcessIndex index = first; index != kNoProcess && looked_at < Tree::kLookedAtMax; index = scene_.process(index).next_sibling) {
      ++looked_at;
      if (!is_hidden(index)) {
        shown.push_back(index);
        continue;
      }
      ++tree_.hidden_system_count;
      if (depth < Tree::kDepthMax) collect(scene_.process(index).first_child, shown, depth + 1);
    }
    return looked_at;
  }

  bool is_leaf(ProcessIndex index) const {
    const ProcessState& state = scene_.process(index);
    return state.first_child == kNoProcess && !state.is_supervisor;
  }

  void add(const std::vector<ProcessIndex>& siblings, std::uint32_t parent, std::uint32_t depth) {
    const std::size_t leaves = static_cast<std::size_t>(
        std::count_if(siblings.begin(), siblings.end(), [&](ProcessIndex index) { return is_leaf(index); }));
    const bool has_herd = leaves >= Tree::kHerdMin;
    TreeNode herd;
    herd.parent = parent;
    herd.depth = depth;
    herd.matches = options_.search.empty();
    for (const ProcessIndex index : siblings) {
      if (!has_herd || !is_leaf(index)) {
        if (tree_.nodes.size() < Tree::kNodesMax) add_node(index, parent, depth);
      } else if (herd.herd.size() < Tree::kHerdMax) {
        herd.herd.push_back(index);
        herd.matches = herd.matches || matches_search(history_, scene_, index, options_.search);
      } else {
        ++herd.hidden_count;
      }
    }
    if (!has_herd) return;
    if (parent != TreeNode::kNoParent) {
      // Behind what was looked at there may be more; how many hang there is known without looking.
      const ProcessIndex holder = tree_.nodes[parent].process;
      const std::size_t all = scene_.process(holder).child_count;
      if (all > Tree::kLookedAtMax) herd.hidden_count += static_cast<std::uint32_t>(all - Tree::kLookedAtMax);
    }
    tree_.nodes.push_back(std::move(herd));
  }

  void add_node(ProcessIndex index, std::uint32_t parent, std::uint32_t depth) {
    const std::uint32_t position = static_cast<std::uint32_t>(tree_.nodes.size());
    TreeNode node;
    node.process = index;
    node.parent = parent;
    node.depth = depth;
    node.matches = matches_search(history_, scene_, index, options_.search);
    std::vector<ProcessIndex> children;
    collect(scene_.process(index).first_child, children, depth);
    node.has_children = !children.empty();
    node.is_leaf = is_leaf(index);
    node.is_folded = !children.empty() && (depth >= Tree::kDepthMax || options_.folded.contains(scene_.process(index).place));
    if (node.is_folded) node.hidden_count = std::max<std::uint32_t>(scene_.process(index).child_count, static_cast<std::uint32_t>(children.size()));
    const bool descend = !node.is_folded;
    tree_.nodes.push_back(std::move(node));
    if (descend) add(children, position, depth + 1);
  }

  const History& history_;
  const Scene& scene_;
  const TreeOptions& options_;
  Tree tree_;
};

}  // namespace

Tree build_tree(const History& history, const Scene& scene, const TreeOptions& options) {
  return TreeBuilder(history, scene, options).build();
}

bool matches_search(const History& history, const Scene& scene, ProcessIndex index, std::string_view search) {
  if (search.empty()) return true;
  return contains_text(title(history, scene, index), search) || contains_text(pid_text(history.process(index).pid), search) ||
         contains_text(history.process(index).function, search) || contains_text(history.process(index).child_id, search);
}

}  // namespace respawn::observer
