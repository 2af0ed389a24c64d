#include "repl/line_editor.hpp"

#include <utility>

#include "repl/grapheme.hpp"
#include "repl/screen_cursor.hpp"
#include "repl/transcript.hpp"

namespace respawn {
namespace {

using Kind = Action::Kind;

Action redraw_if(bool changed) { return {changed ? Kind::redraw : Kind::none, {}, {}}; }

// Blanks below the last line of the prompt.
std::string blanks_below(std::string_view prompt) {
  const std::size_t newline = prompt.rfind('\n');
  return std::string(display_width(newline == std::string_view::npos ? prompt : prompt.substr(newline + 1)), ' ');
}

}  // namespace

void LineEditor::start(LinePrompt prompt) {
  prompt_ = std::move(prompt);
  if (prompt_.continuation.empty()) prompt_.continuation = blanks_below(prompt_.text);
  buffer_.reset();
  history_.leave();
  search_.reset();
  is_active_ = true;
}

Action LineEditor::resume() {
  if (pending_.empty()) return {};
  const std::string_view rest = std::string_view(pending_).substr(pending_at_);
  const std::size_t newline = rest.find('\n');
  buffer_.insert(rest.substr(0, newline));
  pending_at_ += newline + 1;
  if (newline == std::string::npos || pending_at_ == pending_.size()) drop_pending();
  return newline == std::string::npos ? Action{Kind::redraw, {}, {}} : end_line(Kind::submit);
}

void LineEditor::drop_pending() {
  pending_.clear();
  pending_at_ = 0;
}

Action LineEditor::feed(const Key& key) {
  if (!is_active_) return {};
  if (search_) {
    if (auto action = feed_search(key)) return std::move(*action);
  }
  return feed_editing(key);
}

Action LineEditor::feed_editing(const Key& key) {
  const bool is_by_word = key.control || key.alt;
  switch (key.kind) {
    case Key::Kind::character:
      if (key.control) return key.alt || key.text.size() != 1 ? Action{} : feed_control(key.text[0]);
      return key.alt ? feed_alt(key.text) : redraw_if(buffer_.insert(key.text));
    case Key::Kind::paste: return paste(key.text);
    case Key::Kind::enter: return key.alt ? redraw_if(buffer_.insert("\n")) : end_line(Kind::submit);
    case Key::Kind::tab: return key.shift || key.alt ? Action{} : complete();
    case Key::Kind::backspace: return redraw_if(is_by_word ? buffer_.kill_word_backward() : buffer_.delete_backward());
    case Key::Kind::remove: return redraw_if(is_by_word ? buffer_.kill_word_forward() : buffer_.delete_forward());
    case Key::Kind::left: return redraw_if(is_by_word ? buffer_.move_word_left() : buffer_.move_left());
    case Key::Kind::right: return redraw_if(is_by_word ? buffer_.move_word_right() : buffer_.move_right());
    case Key::Kind::up: return move_up();
    case Key::Kind::down: return move_down();
    case Key::Kind::home: return redraw_if(key.control ? buffer_.move_to(0) : buffer_.move_home());
    case Key::Kind::end: return redraw_if(key.control ? buffer_.move_to(buffer_.text().size()) : buffer_.move_end());
    case Key::Kind::page_up:
    case Key::Kind::page_down:
    case Key::Kind::insert:
    case Key::Kind::escape:
    case Key::Kind::unknown: break;
  }
  return {};
}

Action LineEditor::feed_control(char letter) {
  switch (letter) {
    case 'a': return redraw_if(buffer_.move_home());
    case 'b': return redraw_if(buffer_.move_left());
    case 'c': return end_line(Kind::cancel);
    case 'd': return buffer_.is_empty() ? end_line(Kind::eof) : redraw_if(buffer_.delete_forward());
    case 'e': return redraw_if(buffer_.move_end());
    case 'f': return redraw_if(buffer_.move_right());
    case 'h': return redraw_if(buffer_.delete_backward());
    case 'k': return redraw_if(buffer_.kill_to_end());
    case 'l': return {Kind::clear_screen, {}, {}};
    case 'n': return move_down();
    case 'p': return move_up();
    case 'r': return start_search(HistorySearch::Direction::older);
    case 's': return start_search(HistorySearch::Direction::newer);
    case 't': return redraw_if(buffer_.transpose());
    case 'u': return redraw_if(buffer_.kill_to_start());
    case 'w': return redraw_if(buffer_.kill_word_backward());
    case 'y': return redraw_if(buffer_.yank());
    case 'z': return {Kind::suspend, {}, {}};
    case '_': return redraw_if(buffer_.undo());
    default: return {};
  }
}

Action LineEditor::feed_alt(std::string_view letter) {
  if (letter == "b") return redraw_if(buffer_.move_word_left());
  if (letter == "f") return redraw_if(buffer_.move_word_right());
  if (letter == "d") return redraw_if(buffer_.kill_word_forward());
  if (letter == "<" && prompt_.is_code) return recall(history_.oldest(buffer_.text()));
  if (letter == ">" && prompt_.is_code) return recall(history_.newest());
  return {};
}

// Nothing when the key ends the search and is then to be taken as any other.
std::optional<Action> LineEditor::feed_search(const Key& key) {
  const bool is_letter = key.kind == Key::Kind::character && !key.alt;
  const std::string_view control = is_letter && key.control ? std::string_view(key.text) : std::string_view();
  if (is_letter && !key.control) {
    search_->extend(key.text);
  } else if (key.kind == Key::Kind::paste) {
    const std::string text = editable_text(key.text);
    search_->extend(std::string_view(text).substr(0, text.find('\n')));
  } else if (control == "r") {
    search_->again(HistorySearch::Direction::older, last_query_);
  } else if (control == "s") {
    search_->again(HistorySearch::Direction::newer, last_query_);
  } else if (key.kind == Key::Kind::backspace || control == "h") {
    search_->shorten();
  } else if (control == "g") {
    search_.reset();
  } else if (control == "l" || control == "z") {
    return std::nullopt;  // these leave the line alone, and the search with it
  } else {
    accept_search();
    if (key.kind != Key::Kind::escape) return std::nullopt;
  }
  if (search_ && !search_->query().empty()) last_query_ = search_->query();
  return Action{Kind::redraw, {}, {}};
}

// The line stays to be seen as it is: `render` is asked for it once more, with the cursor at its end.
Action LineEditor::end_line(Kind kind) {
  if (kind != Kind::submit) drop_pending();
  history_.leave();
  buffer_.move_to(buffer_.text().size());
  is_active_ = false;
  return {kind, kind == Kind::submit ? buffer_.text() : std::string(), {}};
}

Action LineEditor::paste(std::string_view text) {
  drop_pending();
  pending_ = editable_text(text);
  if (prompt_.is_code) pending_ = without_transcript(pending_);
  return resume();
}

Action LineEditor::complete() {
  if (!completion_ || !prompt_.is_code) return {};
  CompletionResult result = completion_(buffer_.before_cursor());
  const bool changed = buffer_.insert(result.inserted);
  if (result.candidates.empty()) return redraw_if(changed);
  return {Kind::complete, {}, std::move(result.candidates)};
}

Action LineEditor::start_search(HistorySearch::Direction direction) {
  if (!prompt_.is_code) return {};
  search_.emplace(history_, buffer_.text(), buffer_.cursor(), direction);
  return {Kind::redraw, {}, {}};
}

void LineEditor::accept_search() {
  if (const auto entry = search_->entry()) {
    history_.walk_from(*entry, search_->original_line());
    buffer_.replace(search_->text(), search_->cursor());
  }
  search_.reset();
}

Action LineEditor::recall(std::optional<std::string_view> entry) {
  if (!entry) return {};
  buffer_.replace(*entry);
  return {Kind::redraw, {}, {}};
}

Action LineEditor::move_up() {
  if (buffer_.move_up()) return {Kind::redraw, {}, {}};
  return prompt_.is_code ? recall(history_.older(buffer_.text())) : Action{};
}

Action LineEditor::move_down() {
  if (buffer_.move_down()) return {Kind::redraw, {}, {}};
  return prompt_.is_code ? recall(history_.newer()) : Action{};
}

RenderedLine LineEditor::render(std::size_t columns) const {
  RowWriter writer(columns);
  const std::string_view text = search_ ? search_->text() : std::string_view(buffer_.text());
  const std::size_t cursor = search_ ? search_->cursor() : buffer_.cursor();
  const std::string prompt = search_ ? search_->prompt() : prompt_.text;
  const std::string continuation = search_ ? blanks_below(prompt) : prompt_.continuation;
  std::vector<StyledRange> ranges;
  if (highlight_ && prompt_.is_code) ranges = highlight_(text);
  writer.write(prompt);
  writer.set_style({});
  // The text in pieces, cut where something happens: a style changes, a line ends, the cursor stands.
  auto range = ranges.begin();
  bool is_in_range = false;
  for (std::size_t at = 0; at < text.size();) {
    if (at == cursor) writer.mark_cursor();
    while (range != ranges.end() && range->end <= at) {
      ++range;
      if (std::exchange(is_in_range, false)) writer.set_style({});
    }
    if (!is_in_range && range != ranges.end() && range->begin <= at) {
      writer.set_style(range->style);
      is_in_range = true;
    }
    if (text[at] == '\n') {
      if (std::exchange(is_in_range, false)) writer.set_style({});
      writer.newline();
      writer.write(continuation);
      writer.set_style({});
      ++at;
      continue;
    }
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (cursor > at) end = std::min(end, cursor);
    if (range != ranges.end()) end = std::min(end, is_in_range ? range->end : std::max(range->begin, at + 1));
    end = grapheme::round_up(text, end);
    writer.write(text.substr(at, end - at));
    at = end;
  }
  if (cursor == text.size()) writer.mark_cursor();
  return writer.finish();
}

}  // namespace respawn
