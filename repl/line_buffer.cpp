#include "repl/line_buffer.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/utf8.hpp"
#include "repl/grapheme.hpp"
#include "repl/screen_cursor.hpp"

namespace respawn {
namespace {

constexpr std::size_t kUndoStepsMax = 1'000;
constexpr std::size_t kUndoBytesMax = 4 << 20;
constexpr std::size_t kTypedPerStepMax = 20;

bool is_control(std::uint32_t codepoint) { return codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0); }

}  // namespace

std::string editable_text(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (text.starts_with("\r\n")) {
      text.remove_prefix(1);
      continue;
    }
    if (!decoded) {
      text.remove_prefix(1);
      continue;
    }
    const std::uint32_t codepoint = decoded->codepoint == '\r' ? '\n' : decoded->codepoint;
    if (codepoint == '\n' || codepoint == '\t' || !is_control(codepoint)) utf8::append(result, codepoint);
    text.remove_prefix(decoded->length_bytes);
  }
  return result;
}

void LineBuffer::reset() {
  text_.clear();
  cursor_ = 0;
  undo_.clear();
  undo_bytes_ = 0;
  last_command_ = Command::other;
}

void LineBuffer::replace(std::string_view text, std::size_t cursor) {
  std::string replacement = editable_text(text);
  if (replacement != text_) save_for_undo();
  text_ = std::move(replacement);
  cursor_ = grapheme::round_up(text_, std::min(cursor, text_.size()));
  last_command_ = Command::other;
}

bool LineBuffer::insert(std::string_view text) {
  const std::string addition = editable_text(text);
  if (addition.empty()) return false;
  // One grapheme at a time is typing; words typed in one go are undone in one go.
  const bool is_typing = grapheme::size_bytes(addition) == addition.size() && addition != "\n";
  if (!is_typing || last_command_ != Command::typing || typed_count_ >= kTypedPerStepMax) {
    save_for_undo();
    typed_count_ = 0;
  }
  ++typed_count_;
  text_.insert(cursor_, addition);
  // A combining mark joins the character before it, and what comes after may join what was typed.
  cursor_ = grapheme::round_up(text_, cursor_ + addition.size());
  last_command_ = is_typing ? Command::typing : Command::other;
  return true;
}

bool LineBuffer::delete_backward() { return erase(grapheme::previous(text_, cursor_), cursor_); }
bool LineBuffer::delete_forward() { return erase(cursor_, grapheme::next(text_, cursor_)); }

bool LineBuffer::move_left() { return move_to(grapheme::previous(text_, cursor_)); }
bool LineBuffer::move_right() { return move_to(grapheme::next(text_, cursor_)); }
bool LineBuffer::move_word_left() { return move_to(word_left()); }
bool LineBuffer::move_word_right() { return move_to(word_right()); }
bool LineBuffer::move_home() { return move_to(line_start()); }
bool LineBuffer::move_end() { return move_to(line_end()); }

bool LineBuffer::move_up() {
  const std::size_t start = line_start();
  if (start == 0) return false;
  const std::size_t column = display_width(std::string_view(text_).substr(start, cursor_ - start));
  const std::size_t newline = start >= 2 ? text_.rfind('\n', start - 2) : std::string::npos;
  return move_to(position_in_line(newline == std::string::npos ? 0 : newline + 1, column));
}

bool LineBuffer::move_down() {
  const std::size_t end = line_end();
  if (end == text_.size()) return false;
  const std::size_t start = line_start();
  const std::size_t column = display_width(std::string_view(text_).substr(start, cursor_ - start));
  return move_to(position_in_line(end + 1, column));
}

bool LineBuffer::move_to(std::size_t position) {
  const bool moved = position != cursor_;
  cursor_ = position;
  last_command_ = Command::other;
  return moved;
}

bool LineBuffer::kill_to_end() {
  const std::size_t end = line_end();
  return kill(cursor_, end == cursor_ ? grapheme::next(text_, cursor_) : end);
}

bool LineBuffer::kill_to_start() {
  const std::size_t start = line_start();
  return kill(start == cursor_ ? grapheme::previous(text_, cursor_) : start, cursor_);
}

bool LineBuffer::kill_word_backward() { return kill(word_left(), cursor_); }
bool LineBuffer::kill_word_forward() { return kill(cursor_, word_right()); }

bool LineBuffer::yank() {
  const bool changed = insert(killed_);
  last_command_ = Command::other;
  return changed;
}

bool LineBuffer::transpose() {
  // At the end of the line the two characters before the cursor change places, elsewhere those around it.
  const std::size_t right_start = cursor_ == line_end() ? grapheme::previous(text_, cursor_) : cursor_;
  if (right_start <= line_start() || cursor_ == line_start()) return false;
  const std::size_t left_start = grapheme::previous(text_, right_start);
  const std::size_t right_end = grapheme::next(text_, right_start);
  save_for_undo();
  const std::string left = text_.substr(left_start, right_start - left_start);
  const std::string right = text_.substr(right_start, right_end - right_start);
  text_.replace(left_start, right_end - left_start, right + left);
  cursor_ = grapheme::round_up(text_, right_end);
  last_command_ = Command::other;
  return true;
}

bool LineBuffer::undo() {
  last_command_ = Command::other;
  if (undo_.empty()) return false;
  Snapshot& snapshot = undo_.back();
  undo_bytes_ -= snapshot.text.size();
  text_ = std::move(snapshot.text);
  cursor_ = snapshot.cursor;
  undo_.pop_back();
  return true;
}

std::size_t LineBuffer::line_start() const {
  if (cursor_ == 0) return 0;
  const std::size_t newline = text_.rfind('\n', cursor_ - 1);
  return newline == std::string::npos ? 0 : newline + 1;
}

std::size_t LineBuffer::line_end() const { return std::min(text_.find('\n', cursor_), text_.size()); }

std::size_t LineBuffer::word_left() const {
  std::size_t at = cursor_;
  const auto is_word_before = [&] {
    const std::size_t start = grapheme::previous(text_, at);
    return grapheme::is_word(std::string_view(text_).substr(start, at - start));
  };
  while (at > 0 && !is_word_before()) at = grapheme::previous(text_, at);
  while (at > 0 && is_word_before()) at = grapheme::previous(text_, at);
  return at;
}

std::size_t LineBuffer::word_right() const {
  std::size_t at = cursor_;
  const auto is_word_after = [&] {
    return grapheme::is_word(std::string_view(text_).substr(at, grapheme::next(text_, at) - at));
  };
  while (at < text_.size() && !is_word_after()) at = grapheme::next(text_, at);
  while (at < text_.size() && is_word_after()) at = grapheme::next(text_, at);
  return at;
}

// The grapheme of the line at `start` that stands nearest to `column` without standing right of it.
std::size_t LineBuffer::position_in_line(std::size_t start, std::size_t column) const {
  std::size_t at = start;
  std::size_t width = 0;
  while (at < text_.size() && text_[at] != '\n') {
    const std::size_t after = grapheme::next(text_, at);
    width += grapheme::width(std::string_view(text_).substr(at, after - at)).columns;
    if (width > column) break;
    at = after;
  }
  return at;
}

void LineBuffer::save_for_undo() {
  undo_.push_back({text_, cursor_});
  undo_bytes_ += text_.size();
  std::size_t dropped = 0;
  while (undo_.size() - dropped > kUndoStepsMax || (undo_bytes_ > kUndoBytesMax && dropped + 1 < undo_.size())) {
    undo_bytes_ -= undo_[dropped++].text.size();
  }
  undo_.erase(undo_.begin(), undo_.begin() + static_cast<std::ptrdiff_t>(dropped));
}

bool LineBuffer::erase(std::size_t from, std::size_t to) {
  last_command_ = Command::other;
  if (from == to) return false;
  RESPAWN_ASSERT(from < to);
  save_for_undo();
  text_.erase(from, to - from);
  // What met here may have become one grapheme.
  cursor_ = grapheme::round_up(text_, from);
  return true;
}

bool LineBuffer::kill(std::size_t from, std::size_t to) {
  const bool joins = last_command_ == Command::kill;
  if (from == to) return false;
  const bool is_backward = to == cursor_ && from != cursor_;
  const std::string piece = text_.substr(from, to - from);
  erase(from, to);
  if (!joins) killed_.clear();
  killed_.insert(is_backward ? 0 : killed_.size(), piece);
  last_command_ = Command::kill;
  return true;
}

}  // namespace respawn
