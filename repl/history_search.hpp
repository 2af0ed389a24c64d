#pragma once
/// HistorySearch: looking for an earlier entry letter by letter (Ctrl-R, Ctrl-S).
///
/// Lives from the key that starts it to the one that ends it. What is shown is the entry found last, even when
/// a further letter finds nothing; before the first letter it is the line that was being typed.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "repl/history.hpp"

namespace respawn {

class HistorySearch {
 public:
  enum class Direction { older, newer };

  HistorySearch(const History& history, std::string line, std::size_t cursor, Direction direction)
      : history_(history), line_(std::move(line)), cursor_(cursor), direction_(direction) {}

  /// One more letter: the entry shown stays when it fits.
  void extend(std::string_view text);
  /// Takes the last letter back and looks again from the newest entry.
  void shorten();
  /// The next entry with another text; with nothing typed yet, looks for `last_query`.
  void again(Direction direction, std::string_view last_query);

  /// `(reverse-i-search)`text': `.
  std::string prompt() const;
  const std::string& query() const { return query_; }

  /// What is shown, and where the cursor stands in it, in bytes.
  std::string_view text() const { return match_ ? std::string_view(history_.entries()[match_->index]) : line_; }
  std::size_t cursor() const { return match_ ? match_->position : cursor_; }
  std::optional<std::size_t> entry() const { return match_ ? std::optional(match_->index) : std::nullopt; }

  /// The line as it was before.
  const std::string& original_line() const { return line_; }
  std::size_t original_cursor() const { return cursor_; }

 private:
  void look(std::size_t from);

  const History& history_;
  std::string line_;
  std::size_t cursor_;
  Direction direction_;
  std::string query_;
  std::optional<History::Match> match_;
  bool has_failed_ = false;
};

}  // namespace respawn
