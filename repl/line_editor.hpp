#pragma once
/// LineEditor: keys to a line of input, as a state machine.
///
/// Joins the line buffer, the history and its search, completion and pasting; the keys are those of readline in its
/// emacs mode, and of IEx where the two differ. It knows nothing of a terminal: `feed` takes a key and says what is to
/// be done, `render` gives what is to be seen.
///
/// A line begins with `start` and ends with the action submit, cancel or eof; until the next `start`, the editor takes no keys,
/// and `render` still shows the line that ended. A paste of several lines is several lines that were entered: the first ends
/// the present line, the others are kept, and after each `start` `resume` goes on with them.
///
/// Thread: one at a time.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/history.hpp"
#include "repl/history_search.hpp"
#include "repl/key.hpp"
#include "repl/line_buffer.hpp"
#include "repl/row_writer.hpp"

namespace respawn {

/// What the editor asks of whoever drives it.
struct Action {
  enum class Kind {
    none,
    redraw,
    submit,        // the line is `text`
    cancel,        // Ctrl-C
    eof,           // Ctrl-D on an empty line
    clear_screen,  // Ctrl-L
    complete,      // show `candidates`, then draw again
    suspend        // Ctrl-Z
  };

  Kind kind = Kind::none;
  std::string text;
  std::vector<std::string> candidates;
};

/// What can stand at the cursor: the part that is certain, and all possibilities when there are several.
struct CompletionResult {
  std::string inserted;
  std::vector<std::string> candidates;
};
using Completion = std::function<CompletionResult(std::string_view text_before_cursor)>;

/// A piece of the line, in bytes, with the parameters of an SGR sequence: "32", "1;35".
struct StyledRange {
  std::size_t begin;
  std::size_t end;
  std::string style;
};
/// In ascending order, without overlaps.
using Highlight = std::function<std::vector<StyledRange>(std::string_view text)>;

struct LinePrompt {
  std::string text;                // may have colours, and newlines
  std::string continuation = {};  // before the further lines of a text of several; empty: blanks, as wide as the prompt
  bool is_code = true;             // false for what a program asks: no history, completion or colours
  bool vanishes_empty = false;     // Enter on an empty line leaves nothing of it on the screen
};

class LineEditor {
 public:
  explicit LineEditor(History& history) : history_(history) {}

  void set_completion(Completion completion) { completion_ = std::move(completion); }
  void set_highlight(Highlight highlight) { highlight_ = std::move(highlight); }

  void start(LinePrompt prompt);
  /// Right after `start`: what is left of a paste. Submits its next line, or inserts its last.
  Action resume();
  Action feed(const Key& key);
  bool is_active() const { return is_active_; }
  /// Forgets what is left of a paste.
  void drop_pending();

  /// What is shown now, for a screen of this width.
  RenderedLine render(std::size_t columns) const;

  const LineBuffer& buffer() const { return buffer_; }

 private:
  Action feed_editing(const Key& key);
  Action feed_control(char letter);
  Action feed_alt(std::string_view letter);
  std::optional<Action> feed_search(const Key& key);
  Action end_line(Action::Kind kind);
  Action paste(std::string_view text);
  Action complete();
  Action start_search(HistorySearch::Direction direction);
  void accept_search();
  Action recall(std::optional<std::string_view> entry);
  Action move_up();
  Action move_down();

  History& history_;
  Completion completion_;
  Highlight highlight_;
  LinePrompt prompt_;
  LineBuffer buffer_;
  std::optional<HistorySearch> search_;
  std::string last_query_;
  std::string pending_;          // what was pasted,
  std::size_t pending_at_ = 0;  // and up to where its lines were entered
  bool is_active_ = false;
};

}  // namespace respawn
