#pragma once
/// Playback: how far a demo is, and how it goes on.
///
/// The session plays it (session.hpp): a step's caption appears above the prompt, and its code types itself into it. By Enter:
/// Enter on an empty line types the next step, and Enter again runs it; in between the shell is as live as ever.
/// By itself: each step is typed and run when the one before is done and a while has passed in which nobody typed; where lines
/// are only read, at once.

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "repl/demo_script.hpp"

namespace respawn {

class Playback {
 public:
  enum class Advance { by_enter, by_itself };
  struct Options {
    Advance advance = Advance::by_enter;
    std::chrono::milliseconds letter_interval{25};
    std::chrono::milliseconds gap{1500};  // before a step that comes by itself
  };

  Playback() = default;  // of nothing
  Playback(std::vector<DemoStep> steps, const Options& options) : steps_(std::move(steps)), options_(options) {}

  bool has_next() const { return position_ < steps_.size(); }
  /// The step that is next, which then is the one after.
  const DemoStep& take_next() { return steps_[position_++]; }
  /// The step taken last is next again: it was not run.
  void put_back() { --position_; }
  std::size_t position() const { return position_; }  // steps that were taken
  std::size_t step_count() const { return steps_.size(); }
  bool goes_by_itself() const { return options_.advance == Advance::by_itself && has_next(); }
  bool goes_by_enter() const { return options_.advance == Advance::by_enter && has_next(); }
  const Options& options() const { return options_; }

 private:
  std::vector<DemoStep> steps_;
  Options options_;
  std::size_t position_ = 0;
};

}  // namespace respawn
