#pragma once
/// HistoryFile: the lines of earlier runs, on disk.
///
/// One entry a line; a newline inside an entry is written `\n` and a backslash `\\`. Entries are appended as they are
/// entered, so that two shells at a time lose nothing of each other's. A file that has grown well beyond the bound is
/// cut down when it is loaded: written anew beside the old one and renamed over it, under a lock that appending takes too.
///
/// A history is a comfort: no failure of the file may be noticed by its user. What cannot be read is passed over,
/// what cannot be written is dropped, and nothing blocks for longer than a blink.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace respawn {

class HistoryFile {
 public:
  static constexpr std::size_t kEntriesMax = 10'000;

  /// An empty path: nothing is kept.
  explicit HistoryFile(std::filesystem::path path) : path_(std::move(path)) {}

  /// `$XDG_STATE_HOME/respawn/history`, or `~/.local/state/respawn/history`; empty when there is no home.
  static std::filesystem::path default_path();

  /// The newest entries, oldest first, at most kEntriesMax.
  std::vector<std::string> load();

  /// Creates the file, readable by its owner alone, and its folders when they are not there.
  void append(std::string_view entry);

 private:
  void compact(const std::vector<std::string>& entries);

  std::filesystem::path path_;
};

}  // namespace respawn
