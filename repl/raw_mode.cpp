#include "repl/raw_mode.hpp"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/assert.hpp"

namespace respawn {
namespace {

// Pastes come in brackets, so that a tab in one is a tab.
constexpr std::string_view kEnter = "\x1b[?2004h";
// In the style and with the cursor that a shell expects.
constexpr std::string_view kLeave = "\x1b[?2004l\x1b[0m\x1b[?25h";

constexpr std::array kDeadlySignals = {SIGHUP, SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGTERM, SIGXCPU};
constexpr std::array kNewsSignals = {SIGWINCH, SIGCONT, SIGINT};

// All that the handlers know. Written before they are installed.
struct State {
  int input = -1;
  int output = -1;
  int wake_descriptor = -1;
  termios before{};
  termios raw{};
};
State state;
std::atomic<bool> exists{false};
std::atomic<bool> is_raw{false};
std::atomic<bool> was_resized{false};
std::atomic<bool> was_continued{false};
std::atomic<bool> was_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

struct sigaction actions_before[NSIG];
bool is_installed[NSIG];

void write_signal_safe(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(state.output, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void set_terminal(const termios& mode) {
  // At once: waiting until all output is out may be waiting for ever.
  while (::tcsetattr(state.input, TCSANOW, &mode) != 0 && errno == EINTR) {
  }
}

bool is_terminal_raw() {
  termios now{};
  return ::tcgetattr(state.input, &now) == 0 && (now.c_lflag & ICANON) == 0;
}

void enter() {
  if (is_raw.exchange(true)) return;
  set_terminal(state.raw);
  write_signal_safe(kEnter);
}

void leave() {
  if (!is_raw.exchange(false)) return;
  write_signal_safe(kLeave);
  set_terminal(state.before);
}

// In the background the terminal is not ours: setting it would stop us. One that does not control us has no such rules.
bool is_terminal_ours() {
  const pid_t foreground = ::tcgetpgrp(state.input);
  return foreground == -1 || foreground == ::getpgrp();
}

void wake_signal_safe() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(state.wake_descriptor, &one, sizeof one);
}

void on_deadly_signal(int signal) {
  const int saved_errno = errno;
  if (is_raw) write_signal_safe("\r\n");
  leave();
  ::sigaction(signal, &actions_before[signal], nullptr);
  errno = saved_errno;
  // Blocked while we are in here: it comes again, to whoever had it before us, when we return.
  ::raise(signal);
}

void on_news(int signal) {
  const int saved_errno = errno;
  if (signal == SIGWINCH) was_resized = true;
  // One that nobody was stopped for is no news; nor is one that `on_stop` has dealt with.
  if (signal == SIGCONT && !is_terminal_raw()) was_continued = true;
  if (signal == SIGINT) was_interrupted = true;
  wake_signal_safe();
  errno = saved_errno;
}

void install(int signal, void (*handler)(int), int flags);

void on_stop(int signal) {
  const int saved_errno = errno;
  leave();
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(signal, &standard, nullptr);
  ::raise(signal);
  sigset_t stop_only;
  ::sigemptyset(&stop_only);
  ::sigaddset(&stop_only, signal);
  sigset_t mask_before;
  // Here the program stops; and here it goes on.
  ::pthread_sigmask(SIG_UNBLOCK, &stop_only, &mask_before);
  ::pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
  install(signal, on_stop, SA_RESTART);
  if (is_terminal_ours()) enter();
  was_continued = true;
  wake_signal_safe();
  errno = saved_errno;
}

void install(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigfillset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

// A signal that is ignored (nohup) stays ignored.
void take_over(int signal, void (*handler)(int), int flags) {
  if (::sigaction(signal, nullptr, &actions_before[signal]) != 0) return;
  if (actions_before[signal].sa_handler == SIG_IGN) return;
  install(signal, handler, flags);
  is_installed[signal] = true;
}

void give_back(int signal) {
  if (!is_installed[signal]) return;
  ::sigaction(signal, &actions_before[signal], nullptr);
  is_installed[signal] = false;
}

termios raw_mode_of(const termios& before) {
  termios raw = before;
  raw.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
  raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | IEXTEN);
  raw.c_cflag |= CS8;
  // Output stays as it is: whoever writes past us, as a library does to stderr, still gets its line feeds right.
  // Ctrl-C and Ctrl-Z are keys; Ctrl-\ still is a signal, the last way out of a program that hangs.
  raw.c_lflag |= ISIG;
  raw.c_cc[VINTR] = raw.c_cc[VSUSP] = _POSIX_VDISABLE;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return raw;
}

}  // namespace

RawMode::RawMode(int input, int output, int wake_descriptor) {
  const bool is_second = exists.exchange(true);
  RESPAWN_ASSERT(!is_second);
  state = State{input, output, wake_descriptor, {}, {}};
  if (::tcgetattr(input, &state.before) != 0) return;
  state.raw = raw_mode_of(state.before);
  was_resized = was_continued = was_interrupted = false;
  static const bool is_registered = std::atexit([] { leave(); }) == 0;
  RESPAWN_ASSERT(is_registered);
  for (const int signal : kDeadlySignals) take_over(signal, on_deadly_signal, SA_ONSTACK);
  for (const int signal : kNewsSignals) take_over(signal, on_news, SA_RESTART);
  take_over(SIGTSTP, on_stop, SA_RESTART);
  if (is_terminal_ours()) enter();
}

RawMode::~RawMode() {
  leave();
  for (const int signal : kDeadlySignals) give_back(signal);
  for (const int signal : kNewsSignals) give_back(signal);
  give_back(SIGTSTP);
  exists = false;
}

void RawMode::stop() { ::raise(SIGTSTP); }

bool RawMode::take_resized() { return was_resized.exchange(false); }
bool RawMode::take_continued() { return was_continued.exchange(false); }
bool RawMode::take_interrupted() { return was_interrupted.exchange(false); }

bool RawMode::resume() {
  if (!is_terminal_ours()) return false;
  // Whoever had the terminal meanwhile may have changed it.
  is_raw = false;
  enter();
  return true;
}

}  // namespace respawn
