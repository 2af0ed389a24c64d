#pragma once
/// File names as programs give them: binaries, character lists (nested, with atoms among the characters), atoms.

#include <optional>
#include <string>

#include "native/surroundings.hpp"

namespace respawn {

/// The bytes of a file name; nothing for what is none, and for one with a zero byte.
std::optional<std::string> read_file_name(Term term);

/// The same as seen from the working folder of the caller's runtime.
std::optional<std::string> read_file_path(NativeCall& call, Term term);

/// {error, badarg}
Term bad_file_argument(Area& area);

}  // namespace respawn
