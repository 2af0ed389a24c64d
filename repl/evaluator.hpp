#pragma once
/// Evaluator: who gives the lines of a session a meaning.
///
/// The session calls these functions on its own thread. None may wait for the evaluation: what takes longer answers
/// through the session (`Session::ready`), whose answering functions any thread may call.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "repl/line_editor.hpp"

namespace respawn {

class Session;

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  /// The session has begun. Answer with `session.ready(1)` when expressions can be taken; the session outlives every call of it.
  virtual void start(Session& session) = 0;

  /// Evaluates `text`, which parses, or has an error that is the evaluator's to report; its first line is `first_line` of "iex".
  /// What is printed goes to `Session::write_above`; then answer with `ready` and the number of the next prompt.
  virtual void evaluate(std::string text, std::uint32_t first_line) = 0;

  /// Ctrl-C while an evaluation runs: give the evaluation up, start another evaluator with the bindings, and answer with
  /// `ready`. Only the evaluator's own process ends. May come again before `ready` does.
  virtual void interrupt() = 0;

  /// What can stand behind `text_before_cursor`, the present line up to the cursor. Only while no evaluation runs.
  virtual CompletionResult complete(std::string_view text_before_cursor) = 0;

  /// Prints an error that the session has found, as `evaluate` prints its own. The number of the prompt does not change.
  virtual void report(const Diagnostic& diagnostic) = 0;
};

}  // namespace respawn
