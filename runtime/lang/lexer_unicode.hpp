#pragma once
/// Unicode rules of names: which characters they are made of, and which scripts may meet in one.
///
/// Names follow UAX 31 with the "recommended" characters of UTS 39, in normalization form C. A name must be "highly
/// restrictive" in the sense of UTS 39: one script, or Latin together with those of Japanese, Korean or Chinese.
///
/// The table lists the characters beyond ASCII that Elixir 1.14 (Unicode 14) allows in names, with their scripts;
/// whether one may start a name follows from its general category.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace respawn::unicode {

enum class NameRole : std::uint8_t {
  none,      // not in names
  start,     // starts and continues names
  capital,   // starts atoms and keys only, continues names
  following  // marks and digits: continue names
};

NameRole name_role(std::uint32_t codepoint);

/// True when the characters of `name` can be of one script or of a permitted set of scripts.
bool is_highly_restrictive(std::string_view name);

/// What is said about a name that is not: the characters and their scripts.
std::string describe_scripts(std::string_view name);

/// The name as it is stored: normalization form C. `name` must be valid UTF-8.
std::string normalize_name(std::string_view name);

/// Form KC, for hints.
std::string compatible_form(std::string_view text);

/// What `text` looks like (UTS 39, skeleton): texts that are easily taken for each other have the same.
std::string skeleton(std::string_view text);

/// The valid name that `text` starts with; empty when there is none or when it ends in front of a character beyond
/// ASCII.
std::string_view name_prefix(std::string_view text);

/// The first character that can reorder the text around it on the screen.
std::optional<std::uint32_t> find_bidi_control(std::string_view text);
constexpr bool is_bidi_control(std::uint32_t codepoint) {
  return (codepoint >= 0x202A && codepoint <= 0x202E) || (codepoint >= 0x2066 && codepoint <= 0x2069);
}

/// Bytes of the grapheme cluster at the start of `text`, which must not be empty.
std::size_t grapheme_length(std::string_view text);

/// `"x" (column 3, code point U+0078)`, control characters by name.
std::string describe(std::uint32_t codepoint, std::uint32_t column);

/// The name of a control character that has no form of its own; empty for others.
std::string_view control_name(std::uint32_t codepoint);

/// At least four hexadecimal digits. Beyond U+FFFF Elixir 1.14 prints asterisks, and so do we.
std::string hex4(std::uint32_t codepoint);

namespace detail {

/// A range of allowed characters and the index of their scripts in kScriptSets.
struct NameRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint8_t scripts;
};
/// A character and what it looks like.
struct Confusable {
  std::uint32_t codepoint;
  std::string_view looks_like;
};
extern const Confusable kConfusables[];
extern const std::size_t kConfusableCount;

extern const NameRange kNameRanges[];
extern const std::size_t kNameRangeCount;

/// A set of scripts is a mask of bits; the names are in the order of the bits. 0 is "common": goes with every script.
extern const std::uint64_t kScriptSets[];
extern const std::string_view kScriptNames[];
extern const std::size_t kScriptCount;
extern const std::uint64_t kLatinScripts;
extern const std::uint64_t kLatinPartners;

}  // namespace detail
}  // namespace respawn::unicode
