#pragma once
/// The hash of `:erlang.phash/2`, before the range is applied: older than phash2 and as portable, so programs that stored its
/// values need the same ones.

#include <cstdint>

#include "term/term.hpp"

namespace respawn {

std::uint32_t old_hash(Term term);

}  // namespace respawn
