#include "repl/terminal.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "base/assert.hpp"
#include "repl/candidate_columns.hpp"

namespace respawn {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// An ESC that nothing follows for so long is the key. Sequences come in one piece but for slow lines.
constexpr milliseconds kEscapeTimeout{100};
constexpr std::size_t kReadBytes = 64 << 10;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool is_control(const Key& key, char letter) {
  return key.kind == Key::Kind::character && key.control && !key.alt && key.text.size() == 1 && key.text[0] == letter;
}

}  // namespace

Terminal::Options Terminal::Options::from_environment() {
  Options options;
  const std::string_view term = environment("TERM");
  options.is_dumb = term.empty() || term == "dumb";
  // Inside tmux it is tmux that wraps, whatever it runs in.
  const bool is_xterm = !environment("XTERM_VERSION").empty() && environment("TMUX").empty();
  const bool is_screen = !environment("STY").empty();
  options.reflows = !is_xterm && !is_screen && term != "linux";
  return options;
}

Terminal::Terminal(LineEditor& editor, const Options& options)
    : editor_(editor),
      options_(options),
      is_interactive_(!options.is_dumb && ::isatty(options.input) != 0 && ::isatty(options.output) != 0),
      wake_descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      size_(ask_size()),
      display_(options.output, is_interactive_ ? SharedDisplay::Kind::drawn : SharedDisplay::Kind::plain, size_.columns,
               size_.rows, options.reflows) {
  RESPAWN_ASSERT(wake_descriptor_ >= 0);
  if (is_interactive_) {
    raw_.emplace(options.input, options.output, wake_descriptor_);
  } else if (::isatty(options.input) != 0) {
    interrupts_.emplace(wake_descriptor_);
  }
}

Terminal::~Terminal() {
  if (is_interactive()) {
    if (is_reading_) end_line({});
    display_.flush();
  }
  raw_.reset();
  interrupts_.reset();
  ::close(wake_descriptor_);
}

void Terminal::read_line(LinePrompt prompt) {
  RESPAWN_ASSERT(!is_reading_);
  is_reading_ = true;
  vanishes_empty_ = prompt.vanishes_empty;
  if (!is_interactive()) {
    display_.print_later(prompt.text);
  } else {
    if (const std::size_t newline = prompt.text.rfind('\n'); newline != std::string::npos) {
      display_.print_later(std::string_view(prompt.text).substr(0, newline + 1));
      prompt.text.erase(0, newline + 1);
    }
    if (!prompt.is_code) {
      if (auto partial = display_.take_partial_output()) prompt.text.insert(0, *partial);
    }
    editor_.start(std::move(prompt));
    needs_redraw_ = true;
  }
  advance();
  display_.flush();
}

void Terminal::type(std::string_view text, milliseconds interval) {
  if (is_interactive()) return typist_.start(text, interval, steady_clock::now());
  plain_typed_ += text;
}

void Terminal::abandon_line() {
  if (!is_reading_) return;
  is_reading_ = false;
  display_.erase();
  display_.flush();
}

std::vector<TerminalEvent> Terminal::poll(milliseconds timeout) {
  const bool has_deadline = timeout.count() >= 0;
  const steady_clock::time_point deadline = steady_clock::now() + timeout;
  advance();
  display_.flush();
  while (events_.empty()) {
    pollfd waits[] = {{wants_input() ? options_.input : -1, POLLIN, 0}, {wake_descriptor_, POLLIN, 0}};
    const int ready = ::poll(waits, 2, wait_milliseconds(deadline, has_deadline));
    if (waits[1].revents != 0 && ready > 0) {
      std::uint64_t count = 0;
      if (::read(wake_descriptor_, &count, sizeof count) > 0) take_news();
    }
    if (waits[0].revents != 0 && ready > 0) {
      read_input();
    } else if (decoder_.is_waiting() && steady_clock::now() >= last_input_time_ + kEscapeTimeout) {
      take_pressed(decoder_.time_out());
    }
    take_typed();
    advance();
    display_.flush();
    if (has_deadline && steady_clock::now() >= deadline) break;
  }
  return std::exchange(events_, {});
}

void Terminal::wake() {
  is_woken_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_descriptor_, &one, sizeof one);
}

void Terminal::print_above(std::string_view text) { display_.print(text); }

Terminal::Size Terminal::ask_size() const {
  winsize window{};
  Size size;
  if (::ioctl(options_.output, TIOCGWINSZ, &window) != 0) return size;
  // A serial line does not know its size and says 0.
  if (window.ws_col > 1) size.columns = window.ws_col;
  if (window.ws_row > 0) size.rows = window.ws_row;
  return size;
}

// A pipe is read only as far as needed: what follows may be for somebody else. Keys are always read, for Ctrl-C.
bool Terminal::wants_input() const { return is_input_open_ && (is_interactive() || is_reading_); }

int Terminal::wait_milliseconds(steady_clock::time_point deadline, bool has_deadline) const {
  milliseconds wait{-1};
  if (has_deadline) {
    const auto rest = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    wait = std::clamp(rest, milliseconds{0}, milliseconds{INT32_MAX});
  }
  const auto wait_until = [&](steady_clock::time_point time) {
    const auto rest = std::chrono::ceil<milliseconds>(time - steady_clock::now());
    wait = std::max(milliseconds{0}, wait.count() < 0 ? rest : std::min(wait, rest));
  };
  if (decoder_.is_waiting()) wait_until(last_input_time_ + kEscapeTimeout);
  // What is typed while nobody asks for a line waits, as it does in a terminal; so can the typing.
  if (is_reading_ && typist_.is_typing()) wait_until(*typist_.next_time());
  return static_cast<int>(wait.count());
}

void Terminal::read_input() {
  std::string bytes(kReadBytes, '\0');
  const ssize_t count = ::read(options_.input, bytes.data(), bytes.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    is_input_open_ = false;
    return;
  }
  bytes.resize(static_cast<std::size_t>(count));
  if (!is_interactive()) {
    plain_input_ += bytes;
    return;
  }
  last_input_time_ = steady_clock::now();
  take_pressed(decoder_.decode(bytes));
}

void Terminal::take_pressed(std::vector<Key> keys) {
  for (Key& key : keys) {
    if (typist_.is_typing()) {
      if (!is_control(key, 'c')) {
        for (Key& typed : typist_.take_rest()) keys_.push_back(std::move(typed));
        continue;
      }
      typist_.stop();
    }
    keys_.push_back(std::move(key));
  }
}

void Terminal::take_typed() {
  if (!is_reading_) return;
  for (Key& key : typist_.take_due(steady_clock::now())) keys_.push_back(std::move(key));
}

void Terminal::take_news() {
  if (is_interactive()) {
    take_continued();
    if (raw_->take_resized()) take_size();
    if (raw_->take_interrupted()) keys_.push_back({Key::Kind::character, "c", true});
  } else if (interrupts_ && interrupts_->take_interrupted()) {
    take_plain_interrupt();
  }
  if (is_woken_.exchange(false)) emit(TerminalEvent::Kind::woken);
}

// The program was stopped. Whatever the screen shows now, the cursor is at the start of a row.
void Terminal::take_continued() {
  if (!raw_->take_continued()) return;
  display_.forget();
  if (raw_->resume()) needs_redraw_ = true;
}

// The terminal has shown `^C` and forgotten what was typed of the line; what came before it is forgotten here.
void Terminal::take_plain_interrupt() {
  plain_input_.clear();
  plain_typed_.clear();
  plain_start_.clear();
  is_reading_ = false;
  display_.print_later("\n");
  emit(TerminalEvent::Kind::interrupt);
}

void Terminal::take_size() {
  const Size size = ask_size();
  if (size.columns == size_.columns && size.rows == size_.rows) return;
  size_ = size;
  display_.resize(size.columns, size.rows);
  needs_redraw_ = true;
  emit(TerminalEvent::Kind::resized);
}

// Goes as far as what was typed and read allows.
void Terminal::advance() {
  if (!is_interactive()) return advance_plain();
  advance_keys();
  if (!is_reading_) return;
  if (!is_input_open_ && keys_.empty()) {
    end_line({});
    emit(TerminalEvent::Kind::end_of_input);
  } else if (std::exchange(needs_redraw_, false)) {
    display_.show(editor_.render(size_.columns));
  }
}

void Terminal::advance_plain() {
  if (!is_reading_) return;
  if (!plain_typed_.empty()) {
    display_.print_later(plain_typed_);
    plain_start_ += std::exchange(plain_typed_, {});
    if (plain_start_.ends_with('\n')) {
      is_reading_ = false;
      plain_start_.pop_back();
      return emit(TerminalEvent::Kind::line, std::exchange(plain_start_, {}));
    }
  }
  const std::size_t newline = plain_input_.find('\n');
  if (newline == std::string::npos && is_input_open_) return;
  is_reading_ = false;
  if (newline == std::string::npos && plain_input_.empty() && plain_start_.empty()) {
    if (interrupts_) {
      // What is printed next shall have a line of its own; and a Ctrl-D only ends what is read now.
      display_.print_later("\n");
      is_input_open_ = true;
    }
    return emit(TerminalEvent::Kind::end_of_input);
  }
  TerminalEvent event{TerminalEvent::Kind::line, std::exchange(plain_start_, {}) + plain_input_.substr(0, newline),
                      newline != std::string::npos};
  if (event.has_newline && event.text.ends_with('\r')) event.text.pop_back();
  plain_input_.erase(0, event.has_newline ? newline + 1 : newline);
  events_.push_back(std::move(event));
}

void Terminal::advance_keys() {
  if (is_reading_) take(editor_.resume());
  while (is_reading_ && !keys_.empty()) {
    const Key key = std::move(keys_.front());
    keys_.pop_front();
    take(editor_.feed(key));
  }
  if (!is_reading_) take_early_keys();
}

// Nobody asks for a line now. These cannot wait until somebody does.
void Terminal::take_early_keys() {
  for (std::size_t i = 0; i < keys_.size();) {
    if (is_control(keys_[i], 'z')) {
      keys_.erase(keys_.begin() + static_cast<std::ptrdiff_t>(i));
      suspend();
    } else if (is_control(keys_[i], 'c')) {
      keys_.erase(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(i + 1));
      i = 0;
      editor_.drop_pending();
      emit(TerminalEvent::Kind::interrupt);
    } else {
      ++i;
    }
  }
}

void Terminal::take(Action action) {
  switch (action.kind) {
    case Action::Kind::none: break;
    case Action::Kind::redraw: needs_redraw_ = true; break;
    case Action::Kind::submit:
      if (vanishes_empty_ && action.text.empty()) {
        display_.erase();
        is_reading_ = needs_redraw_ = false;
      } else {
        end_line({});
      }
      emit(TerminalEvent::Kind::line, std::move(action.text));
      break;
    case Action::Kind::cancel:
      end_line("^C");
      emit(TerminalEvent::Kind::interrupt);
      break;
    case Action::Kind::eof:
      end_line({});
      emit(TerminalEvent::Kind::end_of_input);
      break;
    case Action::Kind::clear_screen:
      display_.clear();
      needs_redraw_ = true;
      break;
    case Action::Kind::complete: list_candidates(action.candidates); break;
    case Action::Kind::suspend: suspend(); break;
  }
}

void Terminal::end_line(std::string_view mark) {
  display_.show(editor_.render(size_.columns));
  display_.finish(mark);
  is_reading_ = false;
  needs_redraw_ = false;
}

void Terminal::list_candidates(const std::vector<std::string>& candidates) {
  display_.show(editor_.render(size_.columns));
  display_.finish();
  display_.print_later(format_candidates(candidates, size_.columns));
  needs_redraw_ = true;
}

void Terminal::suspend() {
  if (is_reading_) {
    display_.show(editor_.render(size_.columns));
    display_.finish("^Z");
  }
  display_.flush();
  raw_->stop();
  take_continued();
}

void Terminal::emit(TerminalEvent::Kind kind, std::string text) { events_.push_back({kind, std::move(text)}); }

}  // namespace respawn
