#include "repl/console.hpp"

#include <optional>
#include <utility>

#include "base/assert.hpp"

namespace respawn {

Console::Console(const Options& options)
    : history_(options.history_file),
      editor_(history_),
      terminal_(editor_, options.terminal),
      columns_(terminal_.columns()),
      rows_(terminal_.rows()) {}

ReadResult Console::read(LinePrompt prompt) {
  ask(std::move(prompt));
  std::optional<ReadResult> result;
  while (!result) {
    for (TerminalEvent& event : poll(std::chrono::milliseconds{-1})) {
      switch (event.kind) {
        // A Ctrl-C from before the question comes in front of the answer: the answer counts.
        case TerminalEvent::Kind::line:
          result = ReadResult{ReadResult::Kind::line, std::move(event.text), event.has_newline};
          break;
        case TerminalEvent::Kind::interrupt: result = ReadResult{ReadResult::Kind::interrupted, {}}; break;
        case TerminalEvent::Kind::end_of_input: result = ReadResult{ReadResult::Kind::end, {}}; break;
        case TerminalEvent::Kind::woken:
        case TerminalEvent::Kind::resized: break;
      }
    }
  }
  abandon();
  return std::move(*result);
}

void Console::ask(LinePrompt prompt) {
  RESPAWN_ASSERT(!is_asking());
  terminal_.read_line(std::move(prompt));
}

std::vector<TerminalEvent> Console::poll(std::chrono::milliseconds timeout) {
  std::vector<TerminalEvent> events = terminal_.poll(timeout);
  columns_ = terminal_.columns();
  rows_ = terminal_.rows();
  return events;
}

}  // namespace respawn
