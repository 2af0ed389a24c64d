#pragma once
/// Recording: a lab run as a file: what it was started with and its choices. Whoever has the same respawn can run it again, event for event.
///
/// Format, all numbers little-endian: "RSPN" · version (4) · image version (4) · seed (8) · texts of the start (module, function, arguments in external
/// form) · program arguments · choices. A text is its length (4) and its bytes; a list its count (4) and its entries. A choice is its kind
/// (1), then: schedule, random: value (8); outside: text; command: position (8), events (8), time (8), text. A checksum (4) of
/// all that ends it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "trace/choice_log.hpp"

namespace respawn {

struct Recording {
  std::uint64_t seed = 0;
  std::string boot_module, boot_function, boot_arguments;
  std::vector<std::string> program_arguments;
  std::vector<Choice> choices;
};

std::string encode_recording(const Recording& recording);
/// The error is one line. Damaged files are refused, not guessed at.
Result<Recording, std::string> decode_recording(std::string_view bytes);

/// Empty, or what the operating system says.
std::string write_recording(const std::string& path, const Recording& recording);

}  // namespace respawn
