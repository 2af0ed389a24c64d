#include "observer/model/command.hpp"

#include <algorithm>

namespace respawn::observer {

std::string carry_out(const Command& command, WatchedRun& run) {
  switch (command.kind) {
    case CommandKind::play: run.play(); break;
    case CommandKind::pause: run.pause(); break;
    case CommandKind::toggle_play:
      if (run.status().is_playing) {
        run.pause();
      } else {
        run.play();
      }
      break;
    case CommandKind::step: run.step(); break;
    case CommandKind::step_back: {
      const EventId cursor = run.status().cursor;
      if (cursor > 0) run.seek(cursor - 1);
      break;
    }
    case CommandKind::seek: run.seek(std::min(command.event, run.status().event_count)); break;
    case CommandKind::seek_undo: break;  // the window knows where that was, and makes it a seek
    case CommandKind::set_speed: run.set_speed(command.speed); break;
    case CommandKind::fork: run.fork(); break;
    case CommandKind::send: return run.send(command.pid, command.text);
    case CommandKind::exit: return run.exit(command.pid, command.text);
    case CommandKind::kill: return run.kill(command.pid);
  }
  return {};
}

}  // namespace respawn::observer
