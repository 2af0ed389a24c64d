#pragma once
/// TextStyle: the colours and attributes that a terminal has been told to use, as its SGR sequences left them.
///
/// Output may set a colour in one piece and reset it in a later one; the line being typed is drawn in between in its
/// own colours. So the style is followed, put off before the line and put on again behind it.

#include <cstdint>
#include <string>
#include <string_view>

namespace respawn {

class TextStyle {
 public:
  /// Takes the parameters of `ESC [ … m`: "1;31", "38;5;200", "". Unknown ones are passed over.
  void apply(std::string_view parameters);

  bool is_plain() const { return attributes_ == 0 && foreground_.empty() && background_.empty(); }

  /// What gives this style to a terminal that has none; empty for the plain one.
  std::string sequence() const;

 private:
  std::uint32_t attributes_ = 0;  // bit n for parameter n: 1 bold … 9 crossed out
  std::string foreground_;        // the parameters that set it: "31", "38;5;200"
  std::string background_;
};

/// What takes any style off.
inline constexpr std::string_view kStyleReset = "\x1b[0m";

}  // namespace respawn
