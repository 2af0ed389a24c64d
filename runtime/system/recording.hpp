#pragma once
/// Recording: a lab run as a file: what it was started with, its choices, and where they led. Whoever has the same respawn can run it
/// again, event for event, and see that it went the same way.
///
/// Format, all numbers little-endian: "RSPN" · version (4) · image version (4) · library (8) · seed (8) · limit of processes (8) · texts of the start (module,
/// function, arguments in external form) · program arguments · choices · number of events (8) and their hash (8) · exit status (8), or all bits for a
/// run that had not ended. A text is its length (4) and its bytes; a list its count (4) and its entries. A choice is its kind
/// (1), then: schedule, random: value (8); outside: text; command: position (8), events (8), time (8), text. A checksum (4) of
/// all that ends it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "system/library.hpp"
#include "trace/choice_log.hpp"
#include "trace/event.hpp"

namespace respawn {

struct Recording {
  std::uint64_t library = library_fingerprint();  // of the respawn that made it: another one may go another way
  std::uint64_t seed = 0;
  std::uint64_t processes_max = 0;
  static constexpr std::uint64_t kProcessesMax = std::uint64_t{1} << 27;
  std::string boot_module, boot_function, boot_arguments;
  std::vector<std::string> program_arguments;
  std::vector<Choice> choices;
  EventId event_count = 0;
  std::uint64_t event_hash = 0;
  std::optional<int> halted;  // the exit status, if it had ended
};

std::string encode_recording(const Recording& recording);
/// The error is one line. Damaged files are refused, not guessed at.
Result<Recording, std::string> decode_recording(std::string_view bytes);

/// Of a file. The error says what is wrong with it, in a line.
Result<Recording, std::string> read_recording(const std::string& path);
/// Empty, or what the operating system says.
std::string write_recording(const std::string& path, const Recording& recording);

}  // namespace respawn
