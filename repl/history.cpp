#include "repl/history.hpp"

#include <algorithm>

namespace respawn {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

}  // namespace

History::History(std::filesystem::path path) : file_(std::move(path)), entries_(file_.load()) {}

void History::add(std::string_view entry) {
  leave();
  while (entry.ends_with('\n')) entry.remove_suffix(1);
  if (is_blank(entry) || (!entries_.empty() && entries_.back() == entry)) return;
  entries_.emplace_back(entry);
  if (entries_.size() > HistoryFile::kEntriesMax) entries_.erase(entries_.begin());
  file_.append(entry);
}

std::optional<std::string_view> History::older(std::string_view line) {
  const std::size_t present = walk_.value_or(entries_.size());
  if (present == 0) return std::nullopt;
  walk_from(present - 1, line);
  return entries_[present - 1];
}

std::optional<std::string_view> History::newer() {
  if (!walk_) return std::nullopt;
  if (*walk_ + 1 == entries_.size()) return newest();
  return entries_[++*walk_];
}

std::optional<std::string_view> History::oldest(std::string_view line) {
  if (entries_.empty() || walk_ == 0) return std::nullopt;
  walk_from(0, line);
  return entries_.front();
}

std::optional<std::string_view> History::newest() {
  if (!walk_) return std::nullopt;
  walk_.reset();
  return kept_line_;
}

void History::leave() {
  walk_.reset();
  kept_line_.clear();
}

void History::walk_from(std::size_t index, std::string_view line) {
  if (!walk_) kept_line_ = line;
  walk_ = index;
}

std::optional<History::Match> History::find_older(std::string_view text, std::size_t end) const {
  for (std::size_t index = std::min(end, entries_.size()); index-- > 0;) {
    const std::size_t position = entries_[index].rfind(text);
    if (position != std::string::npos) return Match{index, position};
  }
  return std::nullopt;
}

std::optional<History::Match> History::find_newer(std::string_view text, std::size_t begin) const {
  for (std::size_t index = begin; index < entries_.size(); ++index) {
    const std::size_t position = entries_[index].rfind(text);
    if (position != std::string::npos) return Match{index, position};
  }
  return std::nullopt;
}

}  // namespace respawn
