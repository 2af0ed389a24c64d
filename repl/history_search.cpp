#include "repl/history_search.hpp"

#include "repl/grapheme.hpp"

namespace respawn {

void HistorySearch::extend(std::string_view text) {
  query_ += text;
  const bool is_older = direction_ == Direction::older;
  const std::size_t start = is_older ? history_.entries().size() : 0;
  look(!match_ ? start : is_older ? match_->index + 1 : match_->index);
}

void HistorySearch::shorten() {
  query_.resize(grapheme::previous(query_, query_.size()));
  match_.reset();
  has_failed_ = false;
  if (!query_.empty()) look(direction_ == Direction::older ? history_.entries().size() : 0);
}

void HistorySearch::again(Direction direction, std::string_view last_query) {
  direction_ = direction;
  if (query_.empty()) {
    if (!last_query.empty()) extend(last_query);
    return;
  }
  const std::string shown(text());
  std::optional<History::Match> found = match_;
  do {
    const std::size_t present = found ? found->index : direction == Direction::older ? history_.entries().size() : 0;
    found = direction == Direction::older ? history_.find_older(query_, present)
                                          : history_.find_newer(query_, found ? present + 1 : present);
  } while (found && history_.entries()[found->index] == shown);
  has_failed_ = !found;
  if (found) match_ = found;
}

std::string HistorySearch::prompt() const {
  const char* name = direction_ == Direction::older ? "reverse-i-search" : "i-search";
  return std::string(has_failed_ ? "(failed " : "(") + name + ")`" + query_ + "': ";
}

void HistorySearch::look(std::size_t from) {
  const auto found =
      direction_ == Direction::older ? history_.find_older(query_, from) : history_.find_newer(query_, from);
  has_failed_ = !found;
  if (found) match_ = found;
}

}  // namespace respawn
