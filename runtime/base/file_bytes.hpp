#pragma once
/// A whole file as bytes.

#include <string>

#include "base/result.hpp"

namespace respawn {

/// What is in the file, or what the operating system says: of a folder too, which can be opened but not read. Thread: any.
Result<std::string, std::string> read_file_bytes(const std::string& path);

}  // namespace respawn
