#pragma once
/// Session: the conversation of the shell: prompt, line, more lines until the expression is whole, evaluation, next prompt.
///
///     Console console(options);
///     Session session(console, evaluator);
///     session.run();                     // until the input ends, or `stop`
///
/// The terminal asks one question at a time. The shell's prompt is one; programs ask others (`IO.gets`). Each waits for its
/// turn in the order of asking, so a process in the background that reads lines shares the terminal with the shell.
///
/// Ctrl-C at the shell's prompt gives up what was entered of the expression. While an evaluation runs it gives up the evaluation
/// (`Evaluator::interrupt`); the rest of the world goes on. At the question of a program in the background it lets the
/// shell have its turn first, and the question is asked again behind it.
///
/// Thread: one constructs, runs and destroys it, the console's owner. What is said to be for any thread may be called
/// from the construction to the destruction, also by the evaluator from inside the session's calls.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "repl/console.hpp"
#include "repl/evaluator.hpp"
#include "repl/playback.hpp"

namespace respawn {

/// How an expression is asked for; empty: "iex(1)> " with the number, "...(1)> " for its further lines.
struct ExpressionPrompt {
  std::string first = {};
  std::string continuation = {};

  bool operator==(const ExpressionPrompt&) const = default;
};

class Session {
 public:
  enum class End { input_ended, stopped };
  enum class QuestionId : std::uint64_t {};
  /// The line with its newline, when it had one; nothing at the end of the input. Called on the session's thread; may not block.
  using LineReceiver = std::function<void(std::optional<std::string> line)>;

  Session(Console& console, Evaluator& evaluator);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What plays in this session: before `run`, or from inside the evaluator's calls.
  void play(Playback playback) { playback_ = std::move(playback); }

  End run();

  /// The evaluator can take an expression, which is to be number `counter`. Thread: any.
  void ready(std::uint32_t counter, ExpressionPrompt prompt = {});
  /// Asks the user for a line, with a prompt of its own; an empty prompt stands behind output that has not ended its line.
  /// Every question is answered unless it is withdrawn; when the session ends or has ended, with the end of the input (then maybe
  /// on the thread of this call). Thread: any.
  QuestionId ask_line(std::string prompt, LineReceiver receiver);
  /// Whoever asked is gone: the receiver is not called any more once the session's thread knows. Thread: any.
  void withdraw(QuestionId question);
  /// Output, above the line being typed. Thread: any; waits while the terminal takes no output.
  void write_above(std::string_view text) { console_.write_above(text); }
  /// Ends `run` soon. Thread: any.
  void stop();

 private:
  struct Question {
    QuestionId id;
    std::string prompt;
    LineReceiver receiver;  // none: the shell's own
  };
  struct Message {
    enum class Kind : std::uint8_t { ready, question, withdrawal, stop };
    Kind kind;
    std::uint32_t counter = 0;
    Question question = {};
    ExpressionPrompt prompt = {};
  };

  void post(Message message);
  void take_messages();
  void take_ready(std::uint32_t counter, ExpressionPrompt prompt);
  void take_question_back(QuestionId id);
  void take(TerminalEvent event);
  void take_line(TerminalEvent event);
  void take_code(std::string line, bool has_newline);
  void take_interrupt();
  void take_end();
  void report(Diagnostic::Kind kind, std::string message, std::uint32_t column, std::string_view text);
  void ask_next();
  void ask(Question question);
  void ask_shell_first();
  void play_when_due();
  bool play_next();
  void say_play_end();
  std::chrono::milliseconds wait() const;
  void close();
  bool is_at_shell() const { return asked_ && !asked_->receiver; }

  Console& console_;
  Evaluator& evaluator_;
  Playback playback_;

  std::mutex messages_mutex_;  // guards the three below
  std::deque<Message> messages_;
  std::uint64_t last_question_ = 0;
  bool is_closed_ = false;  // nobody takes messages any more

  std::deque<Question> waiting_;     // for their turn
  std::optional<Question> asked_;  // whose turn it is
  std::optional<End> end_;
  std::uint32_t counter_ = 0;         // of the prompt
  ExpressionPrompt prompt_;
  bool is_evaluating_ = true;         // until the evaluator is ready
  bool was_interrupted_ = false;      // and has not become ready since
  bool was_match_ = false;            // the expression before
  std::string pending_;               // what was entered of the present expression, whole lines
  bool is_step_due_ = false;          // its code stands in the line, or is being typed, and was not run
  std::optional<std::chrono::steady_clock::time_point> play_time_;  // of the next step, if it comes by itself
};

}  // namespace respawn
