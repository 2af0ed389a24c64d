#pragma once
/// Escape sequences of strings, charlists, quoted atoms and sigils.
///
/// `\n` and its like, `\xHH` (a byte), `\uHHHH` and `\u{H…}` (a codepoint), a backslash before a newline (nothing);
/// before any other character the backslash is dropped.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::escapes {

/// Why a text could not be unescaped.
struct Failure {
  std::string message;
  std::string token;
};

/// Appends `raw` with its escapes replaced. False with `failure` set for a wrong \x or \u. Deprecated forms are
/// noted in `warnings`.
bool unescape(std::string_view raw, std::string& out, Failure& failure, std::vector<std::string>& warnings);

/// The character that a backslash and `codepoint` stand for, \x and \u aside.
std::uint32_t single(std::uint32_t codepoint);

/// The letter that stands behind the backslash for a control character (control_name is not empty).
char letter_of(std::uint32_t codepoint);

}  // namespace respawn::escapes
