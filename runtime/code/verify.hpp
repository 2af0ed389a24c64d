#pragma once
/// Verifier: is this image code that the machine can run without checking?
///
/// The interpreter trusts its instructions: slots lie in the frame, labels lead to instructions of the same function,
/// indices lead into the tables. For what our own compiler makes that is an invariant, checked in debug builds; for
/// images from outside it is the border.

#include <string>

#include "code/code_image.hpp"

namespace respawn {

/// Empty when the image is sound; otherwise what is wrong with it and where.
std::string verify(const CodeImage& image);

}  // namespace respawn
