#pragma once
/// Typist: text that types itself, letter by letter, as a hand would that never errs.
///
/// Several lines are typed as one line of input that has newlines in it. A newline at the end is the key Enter.
///
/// It knows no terminal and no clock: it is asked what is due, and when the next letter will be.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/key.hpp"

namespace respawn {

class Typist {
 public:
  using Clock = std::chrono::steady_clock;

  /// Adds `text` behind what is still to be typed; the first letter is due at once. No interval: all of it is.
  void start(std::string_view text, std::chrono::milliseconds interval, Clock::time_point now);
  bool is_typing() const { return at_ < text_.size(); }
  /// When the next letter is due; nothing when none is left.
  std::optional<Clock::time_point> next_time() const;

  std::vector<Key> take_due(Clock::time_point now);
  /// All that is left: who watches has become impatient.
  std::vector<Key> take_rest();
  /// Nothing more is typed.
  void stop();

 private:
  Key take_one();

  std::string text_;
  std::size_t at_ = 0;
  std::chrono::milliseconds interval_{0};
  Clock::time_point next_time_;
};

}  // namespace respawn
