#pragma once
/// BinarySearch: finds the first, longest of some byte strings in another.
///
/// One pattern is left to the C library's memmem, which is linear. Several are an automaton (Aho and Corasick, "Efficient
/// String Matching", CACM 1975): a trie of the patterns whose failure links lead from each node to the node of its longest
/// proper suffix, so that no byte of the text is read twice. Of the patterns that match at the leftmost place the longest
/// counts, as in OTP.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace respawn {

struct Match {
  std::size_t start;
  std::size_t size;
};

class BinarySearch {
 public:
  /// `patterns`: at least one, none empty; they must outlive the search.
  explicit BinarySearch(std::vector<std::string_view> patterns);

  /// The first match in `text` at or after `from`.
  std::optional<Match> find(std::string_view text, std::size_t from = 0) const;

 private:
  using NodeIndex = std::uint32_t;
  struct Node {
    std::vector<std::pair<std::uint8_t, NodeIndex>> children;  // by byte
    NodeIndex failure = 0;
    std::uint32_t depth = 0;
    std::uint32_t match_size = 0;  // of the longest pattern that ends here, 0 for none
  };

  void add(std::string_view pattern);
  void link();
  NodeIndex child(NodeIndex node, std::uint8_t byte) const;
  NodeIndex step(NodeIndex node, std::uint8_t byte) const;
  std::optional<Match> find_any(std::string_view text, std::size_t from) const;

  std::string_view single_;
  std::vector<Node> nodes_;
  std::array<NodeIndex, 256> first_{};  // children of the root
};

}  // namespace respawn
