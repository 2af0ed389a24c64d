#pragma once
/// Commands: what the user wants of the run. Panels make them, one place carries them out.

#include <string>

#include "system/watched_run.hpp"

namespace respawn::observer {

enum class CommandKind : std::uint8_t {
  play,
  pause,
  toggle_play,
  step,
  step_back,  // a seek to the event before the one that is seen
  seek,       // event
  seek_undo,  // back to where the last seek began
  set_speed,  // speed
  fork,
  send,       // pid, text
  exit,       // pid, text
  kill        // pid
};

struct Command {
  CommandKind kind = CommandKind::pause;
  EventId event = 0;
  double speed = 1;
  Term pid = Term::nil();
  std::string text = {};
};

/// Carries it out. Empty, or what is wrong with the command's text.
std::string carry_out(const Command& command, WatchedRun& run);

}  // namespace respawn::observer
