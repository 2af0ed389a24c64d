#include "repl/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "repl/continuation.hpp"

namespace respawn {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kFile = "iex";
constexpr const char* kInterrupted = "Interrupted. The bindings and all other processes stay.\n";
constexpr const char* kPlayHint = "Enter shows the next step, Enter again runs it. Type what you like in between.\n";
constexpr const char* kPlayEnd = "That was the last step. The shell is yours.\n";

// On a screen it has an empty line above, which parts it from what was printed before.
std::string caption_text(const std::string& caption, bool has_colours) {
  std::string text = has_colours ? "\n" : "";
  for (std::size_t start = 0; start <= caption.size();) {
    const std::size_t end = std::min(caption.find('\n', start), caption.size());
    const std::string_view line = std::string_view(caption).substr(start, end - start);
    text += has_colours ? fmt::format("\x1b[36m# {}\x1b[0m\n", line) : fmt::format("# {}\n", line);
    start = end + 1;
  }
  return text;
}

}  // namespace

Session::Session(Console& console, Evaluator& evaluator) : console_(console), evaluator_(evaluator) {
  console_.set_completion([this](std::string_view before) { return evaluator_.complete(before); });
}

Session::~Session() {
  close();
  console_.set_completion({});
}

Session::End Session::run() {
  RESPAWN_ASSERT(!end_);
  evaluator_.start(*this);
  if (playback_.goes_by_enter()) write_above(kPlayHint);
  while (true) {
    take_messages();
    if (end_) break;
    ask_next();
    play_when_due();
    for (TerminalEvent& event : console_.poll(wait())) {
      take_messages();  // a Ctrl-C must not hit an evaluator that is ready already
      take(std::move(event));
    }
  }
  console_.abandon();
  close();
  return *end_;
}

void Session::ready(std::uint32_t counter, ExpressionPrompt prompt) { post({Message::Kind::ready, counter, {}, std::move(prompt)}); }
void Session::stop() { post({Message::Kind::stop}); }

Session::QuestionId Session::ask_line(std::string prompt, LineReceiver receiver) {
  RESPAWN_ASSERT(receiver != nullptr);
  std::unique_lock lock(messages_mutex_);
  const QuestionId id{++last_question_};
  if (is_closed_) {
    lock.unlock();
    receiver(std::nullopt);
    return id;
  }
  messages_.push_back({Message::Kind::question, 0, {id, std::move(prompt), std::move(receiver)}, {}});
  lock.unlock();
  console_.wake();
  return id;
}

void Session::withdraw(QuestionId question) { post({Message::Kind::withdrawal, 0, {question, {}, {}}, {}}); }

void Session::post(Message message) {
  {
    const std::lock_guard lock(messages_mutex_);
    if (is_closed_) return;
    messages_.push_back(std::move(message));
  }
  console_.wake();
}

void Session::take_messages() {
  std::deque<Message> messages;
  {
    const std::lock_guard lock(messages_mutex_);
    messages.swap(messages_);
  }
  for (Message& message : messages) {
    switch (message.kind) {
      case Message::Kind::ready: take_ready(message.counter, std::move(message.prompt)); break;
      case Message::Kind::question: waiting_.push_back(std::move(message.question)); break;
      case Message::Kind::withdrawal: take_question_back(message.question.id); break;
      case Message::Kind::stop: end_ = End::stopped; break;
    }
  }
}

void Session::take_ready(std::uint32_t counter, ExpressionPrompt prompt) {
  if (is_evaluating_) {
    is_evaluating_ = false;
    if (std::exchange(was_interrupted_, false)) {
      waiting_.emplace_front();
    } else {
      waiting_.emplace_back();
    }
  } else if (is_at_shell() && (counter != counter_ || prompt != prompt_)) {
    // The evaluator ended while it had nothing to do, and another took over: what was entered was meant for the old one.
    console_.abandon();
    pending_.clear();
    ask_shell_first();
  }
  counter_ = counter;
  prompt_ = std::move(prompt);
  say_play_end();
}

void Session::take_question_back(QuestionId id) {
  if (asked_ && asked_->receiver && asked_->id == id) {
    console_.abandon();
    asked_.reset();
  }
  std::erase_if(waiting_, [&](const Question& question) { return question.receiver && question.id == id; });
}

void Session::take(TerminalEvent event) {
  if (end_) return;
  switch (event.kind) {
    case TerminalEvent::Kind::line: take_line(std::move(event)); break;
    case TerminalEvent::Kind::interrupt: take_interrupt(); break;
    case TerminalEvent::Kind::end_of_input: take_end(); break;
    case TerminalEvent::Kind::woken:
    case TerminalEvent::Kind::resized: break;
  }
}

void Session::take_line(TerminalEvent event) {
  if (!asked_) return;
  if (is_at_shell()) {
    asked_.reset();
    take_code(std::move(event.text), event.has_newline);
  } else {
    if (event.has_newline) event.text += '\n';
    std::exchange(asked_, std::nullopt)->receiver(std::move(event.text));
  }
}

void Session::take_code(std::string line, bool has_newline) {
  if (pending_.empty() && line.empty() && playback_.goes_by_enter()) {
    play_next();
    return ask_shell_first();
  }
  if (is_break(line)) {
    if (!pending_.empty()) report(Diagnostic::Kind::token_missing, "incomplete expression", 0, {});
    return ask_shell_first();
  }
  pending_ += line;
  if (has_newline) pending_ += '\n';
  const auto continues = leading_operator(pending_);
  // The value before stands on a line of its own, so that all that was entered keeps its position.
  const std::string text = continues ? with_previous_value(pending_) : pending_;
  const std::uint32_t first_line = continues ? counter_ - 1 : counter_;
  const Continuation continuation = continuation_of(text, kFile, first_line);
  if (continuation.completeness == Completeness::incomplete) {
    waiting_.emplace_front();
    return;
  }
  console_.remember(pending_);
  if (continues && was_match_ && continuation.completeness == Completeness::complete) {
    report(Diagnostic::Kind::syntax_error,
           fmt::format("pipe shorthand is not allowed immediately after a match expression in IEx. To make it work, surround "
                       "the whole pipeline with parentheses '{}'",
                       continues->text),
           continues->column, line_of(pending_, 1));
    was_match_ = false;
    return ask_shell_first();
  }
  was_match_ = continuation.is_match;
  pending_.clear();
  is_step_due_ = false;
  is_evaluating_ = true;
  evaluator_.evaluate(text, first_line);
}

void Session::take_interrupt() {
  if (is_at_shell()) {
    if (std::exchange(is_step_due_, false)) playback_.put_back();
    return ask_shell_first();
  }
  std::optional<Question> question = std::exchange(asked_, std::nullopt);
  if (is_evaluating_) {
    if (question) waiting_.push_front(std::move(*question));
    if (counter_ == 0) return;  // there is no evaluator yet
    if (!std::exchange(was_interrupted_, true)) write_above(kInterrupted);
    evaluator_.interrupt();
  } else if (question) {
    std::erase_if(waiting_, [](const Question& other) { return !other.receiver; });
    waiting_.push_front(std::move(*question));
    waiting_.emplace_front();
  } else {
    pending_.clear();  // it came right behind a line that was not the last one, before the next prompt
  }
}

void Session::take_end() {
  if (!asked_) return;
  if (!is_at_shell()) {
    std::exchange(asked_, std::nullopt)->receiver(std::nullopt);
  } else {
    end_ = End::input_ended;
  }
}

void Session::report(Diagnostic::Kind kind, std::string message, std::uint32_t column, std::string_view text) {
  Diagnostic diagnostic;
  diagnostic.kind = kind;
  diagnostic.file = kFile;
  diagnostic.line = counter_;
  diagnostic.column = column;
  diagnostic.message = std::move(message);
  diagnostic.snippet = text;
  evaluator_.report(diagnostic);
}

// After an interrupt nobody is asked before the new evaluator is there: the shell's prompt comes first.
void Session::ask_next() {
  if (asked_ || waiting_.empty() || was_interrupted_) return;
  Question question = std::move(waiting_.front());
  waiting_.pop_front();
  ask(std::move(question));
}

void Session::ask(Question question) {
  // Where nobody watches keys being pressed, a demo goes on without pauses.
  const bool is_new_line = !question.receiver && pending_.empty();
  while (is_new_line && !console_.is_interactive() && playback_.goes_by_itself() && !play_next()) {
  }
  LinePrompt prompt;
  if (question.receiver) {
    prompt.text = question.prompt;
    prompt.is_code = false;
  } else {
    prompt.continuation = prompt_.continuation.empty() ? fmt::format("...({})> ", counter_) : prompt_.continuation;
    const std::string first = prompt_.first.empty() ? fmt::format("iex({})> ", counter_) : prompt_.first;
    prompt.text = pending_.empty() ? first : prompt.continuation;
    prompt.vanishes_empty = is_new_line && playback_.goes_by_enter();
    if (console_.is_interactive() && playback_.goes_by_itself()) play_time_ = steady_clock::now() + playback_.options().gap;
  }
  asked_ = std::move(question);
  console_.ask(std::move(prompt));
}

// A new prompt for a new expression.
void Session::ask_shell_first() {
  asked_.reset();
  pending_.clear();
  waiting_.emplace_front();
}

void Session::play_when_due() {
  if (!play_time_ || steady_clock::now() < *play_time_) return;
  play_time_.reset();
  if (!playback_.goes_by_itself() || !is_at_shell()) return;
  const bool is_free = pending_.empty() && console_.is_line_empty() && !console_.is_typing();
  const bool has_code = is_free && play_next();
  // Somebody is typing, or is to read a caption.
  if (!has_code) play_time_ = steady_clock::now() + playback_.options().gap;
}

// True when the step has code, which then types itself.
bool Session::play_next() {
  const DemoStep step = playback_.take_next();
  if (!step.caption.empty()) write_above(caption_text(step.caption, console_.is_interactive()));
  if (!step.code.empty()) {
    const bool runs_by_itself = playback_.options().advance == Playback::Advance::by_itself;
    is_step_due_ = true;
    console_.type(step.code + (runs_by_itself ? "\n" : ""), playback_.options().letter_interval);
  }
  if (step.code.empty()) say_play_end();
  return !step.code.empty();
}

// Once, when nothing of the demo is left to be done.
void Session::say_play_end() {
  if (playback_.step_count() == 0 || playback_.has_next()) return;
  playback_ = Playback();
  write_above(kPlayEnd);
}

milliseconds Session::wait() const {
  if (!play_time_) return milliseconds{-1};
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(*play_time_ - steady_clock::now()));
}

// Whoever waits for a line learns that none will come.
void Session::close() {
  std::deque<Message> messages;
  {
    const std::lock_guard lock(messages_mutex_);
    is_closed_ = true;
    messages.swap(messages_);
  }
  for (Message& message : messages) {
    if (message.kind == Message::Kind::question) waiting_.push_back(std::move(message.question));
    if (message.kind == Message::Kind::withdrawal) take_question_back(message.question.id);
  }
  if (asked_) waiting_.push_back(std::move(*asked_));
  asked_.reset();
  for (Question& question : std::exchange(waiting_, {})) {
    if (question.receiver) question.receiver(std::nullopt);
  }
}

}  // namespace respawn
