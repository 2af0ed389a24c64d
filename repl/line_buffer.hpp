#pragma once
/// LineBuffer: the text being typed, its cursor, and what the editing keys do to them.
///
/// The text is valid UTF-8 and may hold several lines (a recalled expression, a newline typed on purpose): movements to
/// start and end, and kills, stay within the cursor's line. The cursor always stands on a grapheme boundary.
///
/// Killed text is kept for `yank`; kills that follow each other without another command in between join, as in
/// readline. Undo steps are snapshots; letters typed one after another make up one step.
///
/// Every command returns whether it changed anything. No I/O; thread: one at a time.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace respawn {

class LineBuffer {
 public:
  const std::string& text() const { return text_; }
  std::size_t cursor() const { return cursor_; }  // in bytes
  bool is_empty() const { return text_.empty(); }
  std::string_view before_cursor() const { return std::string_view(text_).substr(0, cursor_); }
  std::string_view after_cursor() const { return std::string_view(text_).substr(cursor_); }

  /// Starts a new line: no text, nothing to undo. What was killed before can still be yanked.
  void reset();
  /// Replaces the text, as an edit that can be undone; the cursor goes to `cursor`, or the end.
  void replace(std::string_view text, std::size_t cursor = std::string_view::npos);

  /// At the cursor; control characters other than newline and tab, and bytes that are no UTF-8, are left out.
  bool insert(std::string_view text);
  bool delete_backward();
  bool delete_forward();

  bool move_left();
  bool move_right();
  bool move_word_left();
  bool move_word_right();
  bool move_home();
  bool move_end();
  bool move_up();    // to the line above, in the same column; false on the first line
  bool move_down();  // false on the last line
  bool move_to(std::size_t position);

  bool kill_to_end();    // of the line; at its end, the newline
  bool kill_to_start();  // of the line; at its start, the newline before it
  bool kill_word_backward();
  bool kill_word_forward();
  bool yank();
  bool transpose();
  bool undo();

 private:
  enum class Command { other, typing, kill };
  struct Snapshot {
    std::string text;
    std::size_t cursor;
  };

  std::size_t line_start() const;
  std::size_t line_end() const;
  std::size_t word_left() const;
  std::size_t word_right() const;
  std::size_t position_in_line(std::size_t start, std::size_t column) const;
  void save_for_undo();
  bool erase(std::size_t from, std::size_t to);
  bool kill(std::size_t from, std::size_t to);

  std::string text_;
  std::size_t cursor_ = 0;
  std::string killed_;
  std::vector<Snapshot> undo_;
  std::size_t undo_bytes_ = 0;
  Command last_command_ = Command::other;
  std::size_t typed_count_ = 0;  // characters in the present undo step
};

/// `text` with what a line may not hold left out: control characters other than newline and tab, and bytes that are no
/// UTF-8. Carriage returns, with or without a line feed, become newlines.
std::string editable_text(std::string_view text);

}  // namespace respawn
