#pragma once
/// FakeRun: a WatchedRun that plays a story. Time passes when the test says so.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "observer/story.hpp"
#include "system/watched_run.hpp"

namespace respawn::observer {

class FakeRun final : public WatchedRun {
 public:
  /// The whole story is known if `is_past`, with the cursor at its end; otherwise it happens as time passes.
  explicit FakeRun(Story story, bool is_past = true) : story_(std::move(story)), known_(is_past ? story_.events().size() : 0), cursor_(known_) {}

  RunStatus status() const override {
    RunStatus status;
    status.cursor = cursor_;
    status.event_count = known_;
    status.generation = generation_;
    status.time = std::max(now_, cursor_ == 0 ? 0 : story_.events()[cursor_ - 1].time);
    status.is_playing = is_playing_;
    status.is_live = cursor_ == known_;
    status.is_idle = known_ == story_.events().size() && cursor_ == known_;
    status.is_seeking = is_seeking;
    status.speed = speed_;
    status.seed = 42;
    status.fork_count = static_cast<unsigned>(generation_);
    return status;
  }
  void read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const override {
    if (generation != generation_) return;
    for (EventId id = first; id <= std::min(last, known_); ++id) events.push_back(story_.events()[id - 1]);
  }
  std::optional<ProcessView> view(Term pid) override {
    ++view_count;
    const ProcessView* const view = story_.look_at(pid, cursor_);
    return view == nullptr ? std::nullopt : std::optional(*view);
  }
  std::string output(std::size_t bytes_max) const override {
    std::string text;
    for (EventId id = 1; id <= cursor_; ++id) {
      if (story_.events()[id - 1].kind == EventKind::output) text += story_.events()[id - 1].text;
    }
    return text.size() > bytes_max ? text.substr(text.size() - bytes_max) : text;
  }

  void play() override { is_playing_ = true; }
  void pause() override { is_playing_ = false; }
  void step() override {
    is_playing_ = false;
    go_to(std::min<EventId>(cursor_ + 1, story_.events().size()));
  }
  void set_speed(double speed) override { speed_ = speed; }
  void seek(EventId event) override {
    is_playing_ = false;
    go_to(std::min(event, known_));
  }
  void fork() override {
    known_ = cursor_;
    ++generation_;
  }
  std::string send(Term pid, std::string_view message) override { return done("send", pid, message); }
  std::string exit(Term pid, std::string_view reason) override { return done("exit", pid, reason); }
  std::string kill(Term pid) override { return done("kill", pid, ":kill"); }

  /// Plays on for so many seconds.
  void pass(double seconds) {
    if (!is_playing_) return;
    const std::vector<Event>& events = story_.events();
    now_ += std::isinf(speed_) ? Nanoseconds{1} << 40 : static_cast<Nanoseconds>(seconds * speed_ * 1e9);
    EventId cursor = cursor_;
    while (cursor < events.size() && events[cursor].time <= now_) ++cursor;
    known_ = std::max(known_, cursor);
    cursor_ = cursor;
  }

  unsigned view_count = 0;
  bool is_seeking = false;
  std::vector<std::string> done_commands;

 private:
  void go_to(EventId event) {
    cursor_ = event;
    known_ = std::max(known_, event);
    now_ = event == 0 ? 0 : story_.events()[event - 1].time;
  }
  std::string done(const char* what, Term, std::string_view text) {
    if (text.empty() || text.back() == '(') return "** (TokenMissingError) missing terminator: )";
    done_commands.push_back(std::string(what) + " " + std::string(text));
    return {};
  }

  Story story_;
  EventId known_ = 0, cursor_ = 0;
  std::uint64_t generation_ = 0;
  Nanoseconds now_ = 0;
  double speed_ = 1;
  bool is_playing_ = false;
};

}  // namespace respawn::observer
