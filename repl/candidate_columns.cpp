#include "repl/candidate_columns.hpp"

#include <algorithm>

#include "repl/screen_cursor.hpp"

namespace respawn {
namespace {

constexpr std::size_t kGap = 4;

}  // namespace

std::string format_candidates(const std::vector<std::string>& candidates, std::size_t screen_columns) {
  std::size_t width = 1;
  for (const std::string& candidate : candidates) width = std::max(width, display_width(candidate) + kGap);
  const std::size_t per_row = std::max<std::size_t>(screen_columns / width, 1);
  std::string text;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    text += candidates[i];
    const bool is_last = (i + 1) % per_row == 0 || i + 1 == candidates.size();
    text += is_last ? "\n" : std::string(width - display_width(candidates[i]), ' ');
  }
  return text;
}

}  // namespace respawn
