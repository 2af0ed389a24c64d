#pragma once
/// RawMode: a terminal that gives each key as it is pressed, and that is itself again whatever happens.
///
/// A program that dies in raw mode leaves a terminal that echoes nothing. So what was changed is undone in the
/// destructor, at exit, when a signal ends the program, and while the program is stopped (Ctrl-Z, SIGTSTP); it is done again
/// when the program goes on. Signal handlers only touch what is set before they are installed, and call only what
/// POSIX allows in them.
///
/// Signals that are news rather than death (size changed, continued, SIGINT from outside) are noted and wake whoever
/// polls `wake_descriptor`.
///
/// At most one at a time in a process.

namespace respawn {

class RawMode {
 public:
  /// `wake_descriptor` is written to (an eventfd) when a signal has news. Does nothing when `input` is no terminal.
  RawMode(int input, int output, int wake_descriptor);
  ~RawMode();
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

  /// Gives the terminal back and stops the program, as Ctrl-Z does elsewhere. Returns when it goes on.
  void stop();

  /// Each tells, once, whether it happened since it was asked last.
  bool take_resized();
  bool take_continued();
  bool take_interrupted();

  /// After the program went on: raw again. False, and nothing done, when it went on in the background.
  bool resume();
};

}  // namespace respawn
