#pragma once
/// Terms as they are typed into a field of the window: literals only, nothing is evaluated.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "term/area.hpp"

namespace respawn {

/// The term that `text` writes: numbers, atoms, strings, charlists, lists, tuples, maps, `Module.Name`, `pid(0, 12, 0)`. The error
/// says what is wrong in one line.
Result<Term, std::string> read_literal(std::string_view text, Arena& arena);

}  // namespace respawn
