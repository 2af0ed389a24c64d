#pragma once
/// History: what was entered before, for the arrow keys and for searching.
///
/// An entry is a whole expression, however many lines it has. Entries that repeat the one before them, and blank ones,
/// are not added. While somebody walks through the history the line they were typing is kept, and comes back below
/// the newest entry.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/history_file.hpp"

namespace respawn {

class History {
 public:
  /// Loads the entries of earlier runs from `path`, and appends those of this one; an empty path keeps nothing.
  explicit History(std::filesystem::path path = {});

  void add(std::string_view entry);
  const std::vector<std::string>& entries() const { return entries_; }

  /// The entry before the present one; at first, before the line being typed, which is kept. Nothing at the oldest.
  std::optional<std::string_view> older(std::string_view line);
  /// The entry after the present one, at last the line that was kept. Nothing when no walk is on.
  std::optional<std::string_view> newer();
  std::optional<std::string_view> oldest(std::string_view line);
  std::optional<std::string_view> newest();
  /// Ends a walk.
  void leave();
  /// Goes on from entry `index` as if the keys had led there.
  void walk_from(std::size_t index, std::string_view line);

  struct Match {
    std::size_t index;     // of the entry
    std::size_t position;  // in its text, in bytes
  };
  /// The newest entry below `end` that holds `text`, with its last occurrence there.
  std::optional<Match> find_older(std::string_view text, std::size_t end) const;
  /// The oldest entry from `begin` on.
  std::optional<Match> find_newer(std::string_view text, std::size_t begin) const;

 private:
  HistoryFile file_;
  std::vector<std::string> entries_;
  std::optional<std::size_t> walk_;  // index of the entry shown; none: the line being typed
  std::string kept_line_;
};

}  // namespace respawn
