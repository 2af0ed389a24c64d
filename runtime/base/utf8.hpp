#pragma once
/// UTF-8, strict: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace respawn::utf8 {

struct Decoded {
  std::uint32_t codepoint;
  std::uint32_t length_bytes;
};

/// The codepoint at the start of `text`, or nothing when `text` is empty or does not start with valid UTF-8.
std::optional<Decoded> decode(std::string_view text);

/// Appends `codepoint` to `out`; false (and nothing appended) for surrogates and values above U+10FFFF.
bool append(std::string& out, std::uint32_t codepoint);

/// Writes to `out` (room for 4 bytes) and returns the number of bytes, 0 for an invalid codepoint.
std::size_t encode(std::uint32_t codepoint, char* out);

bool is_valid(std::string_view text);

/// Number of codepoints of valid `text`.
std::size_t length_codepoints(std::string_view text);

}  // namespace respawn::utf8
