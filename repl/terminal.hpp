#pragma once
/// Terminal: the shell's end of a terminal, or of whatever stands in for one.
///
/// On a terminal, keys go through the line editor, and output of processes appears above the line being typed. When
/// input or output is a pipe or a file, or the terminal is a dumb one, lines are read as they come, prompts are
/// printed, and no escape sequence is ever written; whoever uses this class need not know which it is.
///
/// Reading is asked for: `read_line` shows a prompt, and a later `poll` returns the line. What is typed while no line is asked
/// for waits for the next one, except Ctrl-C (an event at once) and Ctrl-Z.
///
/// Thread: one, the same for all functions but `wake` and `print_above`, which any thread may call between construction
/// and destruction. Completion and highlighting run on the first, with nothing locked. Each refresh is one write.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/interrupt_watch.hpp"
#include "repl/key_decoder.hpp"
#include "repl/line_editor.hpp"
#include "repl/raw_mode.hpp"
#include "repl/shared_display.hpp"
#include "repl/typist.hpp"

namespace respawn {

struct TerminalEvent {
  enum class Kind : std::uint8_t {
    line,          // `text`, without its newline
    interrupt,     // Ctrl-C: the line being typed, if there was one, is gone
    end_of_input,  // Ctrl-D on an empty line, the end of a file, a terminal that was closed
    woken,         // somebody called `wake`
    resized
  };

  Kind kind;
  std::string text;
  bool has_newline = true;  // false for the end of a file that does not end with one
};

class Terminal {
 public:
  struct Options {
    int input = 0;
    int output = 1;
    bool is_dumb = false;   // understands no escape sequences
    bool reflows = true;  // wraps long lines anew when its width changes

    /// Standard input and output, and what TERM and its kin say about them.
    static Options from_environment();
  };

  /// Both `editor` and the descriptors must outlive the terminal. At most one terminal at a time.
  Terminal(LineEditor& editor, const Options& options);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// False when lines are only read and prompts only printed. Thread: any.
  bool is_interactive() const { return is_interactive_; }
  std::size_t columns() const { return size_.columns; }
  std::size_t rows() const { return size_.rows; }

  /// Asks for a line: ends with the event line, interrupt or end_of_input. Not while one is asked for.
  /// Output that has not ended its line becomes part of the prompt of a program (`is_code` false).
  void read_line(LinePrompt prompt);
  bool is_reading() const { return is_reading_; }
  /// Takes the question back; what was typed is lost.
  void abandon_line();

  /// Types `text` letter by letter into the line that is asked for, or the next one. A newline at its end ends the line, others
  /// become part of it. A key pressed meanwhile is taken for impatience: the rest is typed at once; Ctrl-C stops the typing.
  /// Where lines are only read, the text is printed at once, and stands in front of what is read.
  void type(std::string_view text, std::chrono::milliseconds interval);
  bool is_typing() const { return typist_.is_typing(); }

  /// What happened: at once when something did already, else within `timeout` (negative: for ever) or not at all.
  std::vector<TerminalEvent> poll(std::chrono::milliseconds timeout);
  /// Makes the present or next `poll` return with the event woken. Thread: any.
  void wake();

  /// Output, above the line being typed, at once. It need not end its line: later output goes on there. Thread: any;
  /// waits while the terminal takes no output, and keeps the order in which threads called.
  void print_above(std::string_view text);

 private:
  struct Size {
    std::size_t columns = 80;
    std::size_t rows = 24;
  };

  Size ask_size() const;
  bool wants_input() const;
  int wait_milliseconds(std::chrono::steady_clock::time_point deadline, bool has_deadline) const;
  void read_input();
  void take_pressed(std::vector<Key> keys);
  void take_typed();
  void take_news();
  void take_continued();
  void take_plain_interrupt();
  void take_size();
  void advance();
  void advance_plain();
  void advance_keys();
  void take_early_keys();
  void take(Action action);
  void end_line(std::string_view mark);
  void list_candidates(const std::vector<std::string>& candidates);
  void suspend();
  void emit(TerminalEvent::Kind kind, std::string text = {});

  LineEditor& editor_;
  Options options_;
  const bool is_interactive_;
  int wake_descriptor_;
  std::atomic<bool> is_woken_{false};  // by `wake`; signals write to the same descriptor
  std::optional<RawMode> raw_;               // none: plain
  std::optional<InterruptWatch> interrupts_;  // of a terminal that is plain
  Size size_;
  SharedDisplay display_;
  KeyDecoder decoder_;
  std::chrono::steady_clock::time_point last_input_time_;
  Typist typist_;
  std::deque<Key> keys_;        // that were typed and not looked at yet
  std::string plain_input_;     // that was read and is no whole line yet
  std::string plain_typed_;     // by `type`, and not printed yet
  std::string plain_start_;     // of the line being read, which was typed so
  bool is_input_open_ = true;
  bool is_reading_ = false;
  bool vanishes_empty_ = false;  // the line that is asked for
  bool needs_redraw_ = false;
  std::vector<TerminalEvent> events_;
};

}  // namespace respawn
