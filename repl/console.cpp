#include "repl/console.hpp"

#include <optional>
#include <utility>

#include "base/assert.hpp"

namespace respawn {

namespace {

// Nothing for what is no answer.
std::optional<ReadResult> result_of(const TerminalEvent& event) {
  switch (event.kind) {
    case TerminalEvent::Kind::line: return ReadResult{ReadResult::Kind::line, event.text, event.has_newline};
    case TerminalEvent::Kind::interrupt: return ReadResult{ReadResult::Kind::interrupted, {}};
    case TerminalEvent::Kind::end_of_input: return ReadResult{ReadResult::Kind::end, {}};
    case TerminalEvent::Kind::woken:
    case TerminalEvent::Kind::resized: break;
  }
  return std::nullopt;
}

}  // namespace

Console::Console(const Options& options)
    : history_(options.history_file),
      editor_(history_),
      terminal_(editor_, options.terminal),
      columns_(terminal_.columns()),
      rows_(terminal_.rows()) {}

ReadResult Console::read(LinePrompt prompt) {
  if (unread_.empty()) ask(std::move(prompt));
  while (true) {
    while (!unread_.empty()) {
      TerminalEvent event = std::move(unread_.front());
      unread_.pop_front();
      const auto result = result_of(event);
      if (!result) continue;
      abandon();
      return *result;
    }
    for (TerminalEvent& event : poll(std::chrono::milliseconds{-1})) unread_.push_back(std::move(event));
  }
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
