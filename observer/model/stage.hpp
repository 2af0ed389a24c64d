#pragma once
/// Stage: what moves in the tree when the cursor moves: messages that fly, crashes that flash red, restarts that flash green.
///
/// Thousands of events may happen in one moment of virtual time, and each of them would be invisible. So what happened is put on in
/// order, one after the other; of the messages of one frame only the last kMessagesMax are shown, the closer together the more there
/// are, so that all begin within kBehindMax seconds. Crashes and restarts are never left out. After a jump, only the last few events before the cursor are put on.
///
/// Time is given from outside, in seconds. Thread: one.

#include <deque>
#include <unordered_map>
#include <vector>

#include "observer/model/scene.hpp"

namespace respawn::observer {

struct Flight {
  EventId event = 0;  // message_sent, exit_sent, down_sent
  ProcessIndex from = kNoProcess, to = kNoProcess;
  float progress = 0;  // 0 … 1
};

struct Flash {
  float crash = 0;    // 1: just now … 0: over
  float restart = 0;
  /// The replaced process while it is still worth showing beside the new one.
  ProcessIndex old_process = kNoProcess;
  float old_process_share = 0;
  /// The replacement has not had its turn yet: what stands here still shows the old process.
  bool is_restart_ahead = false;
};

class Stage {
 public:
  /// Follows the cursor: everything between the last cursor and this one is put on.
  void follow(const History& history, const Scene& scene, EventId cursor, double now_seconds, bool show_system);
  void clear();
  /// Nothing is put on of what lies before the cursor: it was seen already, in another history.
  void stand_at(EventId cursor) {
    clear();
    cursor_ = cursor;
  }

  std::vector<Flight> flights(double now_seconds) const;
  /// By place.
  Flash flash(ProcessIndex place, double now_seconds) const;
  /// Of one process: how lately it took a message, 1 … 0.
  float glow(ProcessIndex process, double now_seconds) const;
  bool is_busy(double now_seconds) const { return now_seconds < busy_until_; }

  static constexpr double kFlightSeconds = 0.55;
  static constexpr double kFlashSeconds = 1.4;
  static constexpr double kOldProcessSeconds = 6;
  static constexpr double kGlowSeconds = 0.6;
  static constexpr double kBehindMax = 1.0;
  static constexpr std::size_t kMessagesMax = 30;

 private:
  struct Act {
    EventId event = 0;
    ProcessIndex from = kNoProcess, to = kNoProcess;
    double start = 0;
  };
  struct PlaceActs {
    double crash = -1e9, restart = -1e9;
    ProcessIndex old_process = kNoProcess;
  };

  void put_on(const History& history, const Scene& scene, EventId id, double now_seconds, bool show_system);
  /// A crash does not wait behind small talk: of the messages that have not begun only the last two are kept.
  void hurry(double now_seconds);
  double next_start(double now_seconds, double distance);
  bool is_shown_sending(const History& history, EventId id, bool show_system) const;

  EventId cursor_ = 0;
  std::deque<Act> flights_;
  std::unordered_map<ProcessIndex, PlaceActs> places_;
  std::unordered_map<ProcessIndex, double> glows_;
  double last_start_ = -1e9;
  double message_distance_ = 0;  // closer while much happens at once
  double busy_until_ = -1e9;
};

}  // namespace respawn::observer
