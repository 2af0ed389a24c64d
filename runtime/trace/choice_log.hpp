#pragma once
/// ChoiceLog: everything about a lab run that its code does not decide.
///
/// A lab run is a function of its code, its seed and this log: which ready process runs, which random numbers and times
/// the program was given, which lines were typed, which bytes a file had, what the user did in the window. While a run is
/// made, each choice is appended; a second run that takes its choices from the log is the same run, event for event.
/// Rewinding is running the log again up to an event; forking is cutting it there and choosing anew.
///
/// Invariant: choices are asked for in the same order in every run with the same log. A kind that does not fit what is
/// asked for means that code or machine differ: the run stops with `diverged`, it never guesses.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/rng.hpp"

namespace respawn {

enum class ChoiceKind : std::uint8_t {
  schedule,  // value: index among the ready
  random,    // value: a seed or a number for the program
  outside,   // bytes: an answer of the world outside (time of day, file, environment), in external form
  command,   // bytes: a line typed or an action in the window; value, events, time: where in the run it came
  count
};

struct Choice {
  ChoiceKind kind;
  std::uint64_t value = 0;
  std::string bytes = {};
  // Of a command: how many events had been told, and the clock.
  std::uint64_t events = 0;
  Nanoseconds time = 0;
};

class ChoiceLog {
 public:
  explicit ChoiceLog(std::uint64_t seed) : seed_(seed), rng_(seed) {}
  /// A log to be run again; when it is used up, choices are free again, drawn from the continued generator.
  ChoiceLog(std::uint64_t seed, std::vector<Choice> choices) : seed_(seed), rng_(seed), choices_(std::move(choices)) {}

  std::uint64_t seed() const { return seed_; }
  bool replaying() const { return next_ < choices_.size(); }
  std::size_t position() const { return next_; }
  const std::vector<Choice>& choices() const { return choices_; }
  bool diverged() const { return diverged_; }

  /// An index below `count`, which is at least 1. One candidate is no choice and is not logged.
  std::size_t pick(std::size_t count) {
    if (count == 1) return 0;
    const std::uint64_t drawn = rng_.below(count);  // drawn in replay too: the generator goes on where the log ends
    if (const Choice* logged = replayed(ChoiceKind::schedule)) {
      if (logged->value < count) return logged->value;
      diverged_ = true;
      return drawn;
    }
    append({ChoiceKind::schedule, drawn});
    return drawn;
  }

  std::uint64_t random() {
    const std::uint64_t drawn = rng_.next();
    if (const Choice* logged = replayed(ChoiceKind::random)) return logged->value;
    append({ChoiceKind::random, drawn});
    return drawn;
  }

  /// The logged answer of the outside, or nothing when the caller must ask and then `log_outside`.
  std::optional<std::string> outside() {
    if (const Choice* logged = replayed(ChoiceKind::outside)) return logged->bytes;
    return std::nullopt;
  }
  void log_outside(std::string answer) { append({ChoiceKind::outside, 0, std::move(answer)}); }

  /// In replay: the command that is next in the log, if what comes next is a command.
  const Choice* next_command() const {
    return replaying() && choices_[next_].kind == ChoiceKind::command ? &choices_[next_] : nullptr;
  }
  void take_command() { ++next_; }
  /// In replay: the next command of the log, however many choices come before it.
  const Choice* upcoming_command() {
    upcoming_ = std::max(upcoming_, next_);
    while (upcoming_ < choices_.size() && choices_[upcoming_].kind != ChoiceKind::command) ++upcoming_;
    return upcoming_ < choices_.size() ? &choices_[upcoming_] : nullptr;
  }
  void log_command(std::uint64_t position, std::uint64_t events, Nanoseconds time, std::string command) {
    append({ChoiceKind::command, position, std::move(command), events, time});
  }

  /// Forgets what would come next: from here on choices are free.
  void fork() {
    choices_.resize(next_);
    upcoming_ = next_;
  }
  /// From here on draw from another sequence.
  void reseed(std::uint64_t seed) { rng_ = Rng(seed); }

 private:
  const Choice* replayed(ChoiceKind kind) {
    if (!replaying()) return nullptr;
    const Choice& choice = choices_[next_];
    if (choice.kind != kind) {
      diverged_ = true;
      return nullptr;
    }
    ++next_;
    return &choice;
  }
  void append(Choice choice) {
    if (diverged_) return;
    choices_.push_back(std::move(choice));
    next_ = choices_.size();
  }

  std::uint64_t seed_;
  Rng rng_;
  std::vector<Choice> choices_;
  std::size_t next_ = 0;  // choices before it have been made or run again
  std::size_t upcoming_ = 0;  // no command lies between next_ and this one
  bool diverged_ = false;
};

}  // namespace respawn
