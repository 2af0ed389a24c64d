#pragma once
/// Errors of the operating system by the names that Erlang has for them: {error, enoent}.

#include "term/builder.hpp"

namespace respawn {

/// The atom for an errno: `enoent`; `unknown` for one without a name.
Term posix_atom(int error_number);

/// {error, enoent}
Term posix_error(Area& area, int error_number);

/// ok, or the error in errno when `result` is negative.
Term posix_result(Area& area, long result);

}  // namespace respawn
