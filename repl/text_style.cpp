#include "repl/text_style.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace respawn {
namespace {

constexpr std::size_t kParametersMax = 64;
constexpr std::uint32_t kBoldAndFaint = 1u << 1 | 1u << 2;

// An empty parameter is 0; what is no number is left out by the caller's switch.
std::vector<int> split(std::string_view parameters) {
  std::vector<int> values;
  while (values.size() < kParametersMax) {
    const std::size_t end = std::min(parameters.find_first_of(";:"), parameters.size());
    int value = end == 0 ? 0 : -1;
    std::from_chars(parameters.data(), parameters.data() + end, value);
    values.push_back(value);
    if (end == parameters.size()) break;
    parameters.remove_prefix(end + 1);
  }
  return values;
}

// `38;5;N` or `38;2;R;G;B` at `at`, which is moved to its last parameter.
std::string extended_colour(const std::vector<int>& values, std::size_t& at) {
  const std::size_t start = at;
  const std::size_t length = at + 1 >= values.size() ? 0 : values[at + 1] == 5 ? 3 : values[at + 1] == 2 ? 5 : 0;
  if (length == 0 || at + length > values.size()) {
    at = values.size();
    return {};
  }
  at += length - 1;
  std::string text;
  for (std::size_t i = start; i <= at; ++i) text += fmt::format("{}{}", i == start ? "" : ";", values[i]);
  return text;
}

}  // namespace

void TextStyle::apply(std::string_view parameters) {
  const std::vector<int> values = split(parameters);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int value = values[i];
    if (value == 0) {
      *this = TextStyle();
    } else if (value >= 1 && value <= 9) {
      attributes_ |= 1u << value;
    } else if (value == 21 || value == 22) {
      attributes_ &= ~kBoldAndFaint;
    } else if (value >= 23 && value <= 29) {
      attributes_ &= ~(1u << (value - 20));
    } else if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) {
      foreground_ = fmt::format("{}", value);
    } else if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) {
      background_ = fmt::format("{}", value);
    } else if (value == 39) {
      foreground_.clear();
    } else if (value == 49) {
      background_.clear();
    } else if (value == 38) {
      foreground_ = extended_colour(values, i);
    } else if (value == 48) {
      background_ = extended_colour(values, i);
    }
  }
}

std::string TextStyle::sequence() const {
  std::string parameters;
  const auto add = [&](std::string_view parameter) {
    if (parameter.empty()) return;
    if (!parameters.empty()) parameters += ';';
    parameters += parameter;
  };
  for (int bit = 1; bit <= 9; ++bit) {
    if ((attributes_ & 1u << bit) != 0) add(fmt::format("{}", bit));
  }
  add(foreground_);
  add(background_);
  return parameters.empty() ? std::string() : "\x1b[" + parameters + "m";
}

}  // namespace respawn
