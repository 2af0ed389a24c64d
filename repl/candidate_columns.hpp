#pragma once
/// The possibilities of a completion, as the shell lists them.

#include <cstddef>
#include <string>
#include <vector>

namespace respawn {

/// In columns of one width, row by row in the order given, each row with its newline; one to a row when they are long.
std::string format_candidates(const std::vector<std::string>& candidates, std::size_t screen_columns);

}  // namespace respawn
