#include "native/binary_search.hpp"

#include <algorithm>
#include <cstring>

namespace respawn {

BinarySearch::BinarySearch(std::vector<std::string_view> patterns) {
  if (patterns.size() == 1) {
    single_ = patterns.front();
    return;
  }
  nodes_.emplace_back();
  for (const std::string_view pattern : patterns) add(pattern);
  link();
}

void BinarySearch::add(std::string_view pattern) {
  NodeIndex at = 0;
  for (const char c : pattern) {
    const auto byte = static_cast<std::uint8_t>(c);
    NodeIndex next = at == 0 ? first_[byte] : child(at, byte);
    if (next == 0) {
      next = static_cast<NodeIndex>(nodes_.size());
      const std::uint32_t depth = nodes_[at].depth + 1;
      nodes_.emplace_back();
      nodes_.back().depth = depth;
      if (at == 0) {
        first_[byte] = next;
      } else {
        auto& children = nodes_[at].children;
        children.insert(std::lower_bound(children.begin(), children.end(), std::pair{byte, NodeIndex{0}}), {byte, next});
      }
    }
    at = next;
  }
  nodes_[at].match_size = static_cast<std::uint32_t>(pattern.size());
}

// Breadth first: the failure link of a node leads to one that is nearer to the root.
void BinarySearch::link() {
  std::vector<NodeIndex> queue;
  for (const NodeIndex node : first_) {
    if (node != 0) queue.push_back(node);
  }
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const NodeIndex parent = queue[i];
    for (const auto& [byte, node] : nodes_[parent].children) {
      const NodeIndex suffix = step(nodes_[parent].failure, byte);
      nodes_[node].failure = suffix;
      if (nodes_[node].match_size == 0) nodes_[node].match_size = nodes_[suffix].match_size;
      queue.push_back(node);
    }
  }
}

BinarySearch::NodeIndex BinarySearch::child(NodeIndex node, std::uint8_t byte) const {
  const auto& children = nodes_[node].children;
  const auto found = std::lower_bound(children.begin(), children.end(), std::pair{byte, NodeIndex{0}});
  return found != children.end() && found->first == byte ? found->second : 0;
}

BinarySearch::NodeIndex BinarySearch::step(NodeIndex node, std::uint8_t byte) const {
  while (node != 0) {
    if (const NodeIndex next = child(node, byte)) return next;
    node = nodes_[node].failure;
  }
  return first_[byte];
}

std::optional<Match> BinarySearch::find(std::string_view text, std::size_t from) const {
  if (from >= text.size()) return std::nullopt;
  if (single_.empty()) return find_any(text, from);
  const char* const begin = text.data() + from;
  const void* found = single_.size() == 1 ? std::memchr(begin, single_[0], text.size() - from)
                                          : memmem(begin, text.size() - from, single_.data(), single_.size());
  if (found == nullptr) return std::nullopt;
  return Match{static_cast<std::size_t>(static_cast<const char*>(found) - text.data()), single_.size()};
}

std::optional<Match> BinarySearch::find_any(std::string_view text, std::size_t from) const {
  std::optional<Match> best;
  NodeIndex at = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    at = step(at, static_cast<std::uint8_t>(text[i]));
    const Node& node = nodes_[at];
    // What is being matched now starts behind the match that we have: it cannot become better.
    if (best && i + 1 - node.depth > best->start) return best;
    if (node.match_size == 0) continue;
    const std::size_t start = i + 1 - node.match_size;
    if (!best || start < best->start || (start == best->start && node.match_size > best->size)) best = Match{start, node.match_size};
  }
  return best;
}

}  // namespace respawn
