#pragma once
/// InterruptWatch: Ctrl-C on a terminal that is not in raw mode, or SIGINT from elsewhere, as news instead of death.
///
/// For a dumb terminal, which edits lines itself and turns Ctrl-C into a signal: what was typed of the line is gone then.
///
/// At most one at a time in a process, and not beside a RawMode, which does this too.

namespace respawn {

class InterruptWatch {
 public:
  /// `wake_descriptor` is written to (an eventfd) when the signal comes. One that is ignored (nohup) stays ignored.
  explicit InterruptWatch(int wake_descriptor);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  /// Tells, once, whether it came since it was asked last.
  bool take_interrupted();
};

}  // namespace respawn
