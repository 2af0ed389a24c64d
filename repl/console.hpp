#pragma once
/// Console: a terminal with everything that belongs to it: the line editor and the history of earlier runs.
///
///     Console console(options);
///     console.set_completion(complete);
///     while (true) {
///       ReadResult result = console.read({"iex(1)> "});
///       if (result.kind == ReadResult::Kind::end) break;
///       …
///       console.write_above("output of a process\n");   // from any thread, also while `read` waits
///     }
///
/// On no terminal, or on a dumb one, it reads plain lines and prints no escape sequences; whoever uses it need not know.
///
/// Thread: one owns the console: it constructs it, reads, and destroys it. `write_above`, `wake`, `is_interactive` and
/// `columns` are for any thread. Completion and highlighting run on the owner's thread, inside `read` or `poll`, with nothing locked.
/// At most one console at a time in a process.

#include <atomic>
#include <chrono>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "repl/history.hpp"
#include "repl/line_editor.hpp"
#include "repl/terminal.hpp"

namespace respawn {

struct ReadResult {
  enum class Kind {
    line,         // `text`, without its newline
    interrupted,  // Ctrl-C: what was typed is gone
    end           // Ctrl-D on an empty line, the end of a file, a terminal that was closed
  };

  Kind kind;
  std::string text;
  bool has_newline = true;  // false for the end of a file that does not end with one
};

class Console {
 public:
  struct Options {
    Terminal::Options terminal = Terminal::Options::from_environment();
    std::filesystem::path history_file;  // empty: nothing is kept; see HistoryFile::default_path
  };

  explicit Console(const Options& options);

  void set_completion(Completion completion) { editor_.set_completion(std::move(completion)); }
  void set_highlight(Highlight highlight) { editor_.set_highlight(std::move(highlight)); }

  /// Shows the prompt and waits for a line. Nothing that happens is lost: a Ctrl-C pressed right behind the line before is
  /// the answer to this question. Not together with `ask` and `poll`.
  ReadResult read(LinePrompt prompt);

  /// The same in two halves, for an owner that has other things to wait for: the answer comes with a later `poll`.
  void ask(LinePrompt prompt);
  bool is_asking() const { return terminal_.is_reading(); }
  /// Nothing stands in the line that is asked for, as far as its owner has looked.
  bool is_line_empty() const { return editor_.buffer().is_empty(); }
  /// Takes the question back; what was typed is lost.
  void abandon() { terminal_.abandon_line(); }
  /// What happened: at once when something did already, else within `timeout` (negative: for ever) or not at all.
  std::vector<TerminalEvent> poll(std::chrono::milliseconds timeout);
  /// Types `text` into the present and the next lines, as if by hand (Terminal::type).
  void type(std::string_view text, std::chrono::milliseconds interval) { terminal_.type(text, interval); }
  bool is_typing() const { return terminal_.is_typing(); }

  /// Keeps an expression, of however many lines, for the arrow keys, searching and the next run.
  void remember(std::string_view entry) { history_.add(entry); }

  /// Output, above the line being typed, at once. It need not end its line: later output goes on there. Thread: any;
  /// waits while the terminal takes no output.
  void write_above(std::string_view text) { terminal_.print_above(text); }
  /// Makes the present or next `poll` return with the event woken. Thread: any.
  void wake() { terminal_.wake(); }
  /// False when lines are only read and prompts only printed. Thread: any.
  bool is_interactive() const { return terminal_.is_interactive(); }
  /// The width of the terminal, 80 when it has none. Thread: any.
  std::size_t columns() const { return columns_; }
  std::size_t rows() const { return rows_; }

 private:
  History history_;
  LineEditor editor_;
  Terminal terminal_;
  std::deque<TerminalEvent> unread_;  // that came together with an answer, behind it
  std::atomic<std::size_t> columns_;  // as the terminal had them when its owner looked last
  std::atomic<std::size_t> rows_;
};

}  // namespace respawn
