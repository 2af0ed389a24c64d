#pragma once
/// Unicode data: what is known of each character.
///
/// The data is utf8proc's. That library follows the newest standard, the language follows Unicode 14: a character that
/// came later is here what it was then, unassigned, so that a text has the same length and case everywhere. Mappings of
/// one character to several (SpecialCasing.txt), which utf8proc leaves out, are in unicode_case.cpp.

#include <cstdint>
#include <string>
#include <string_view>

namespace respawn::unicode {

/// Classes of UAX 29, Table 2, as far as they differ in the rules.
enum class GraphemeClass : std::uint8_t {
  other,
  control,  // line feed included
  carriage_return,
  extend,
  joiner,
  prepend,
  spacing_mark,
  hangul_leading,
  hangul_vowel,
  hangul_trailing,
  hangul_syllable_open,    // LV
  hangul_syllable_closed,  // LVT
  regional_indicator,
  pictograph
};

GraphemeClass grapheme_class(std::uint32_t codepoint);

/// True for characters that came after Unicode 14.
bool is_too_new(std::uint32_t codepoint);

/// Letters with case: general categories Lu, Ll and Lt.
bool is_cased_letter(std::uint32_t codepoint);

/// Characters that do not interrupt a word for the rule of the final sigma (Case_Ignorable).
bool is_case_ignorable(std::uint32_t codepoint);

/// Simple mappings, one character to one.
std::uint32_t simple_upper(std::uint32_t codepoint);
std::uint32_t simple_lower(std::uint32_t codepoint);
std::uint32_t simple_title(std::uint32_t codepoint);

/// Bytes of the first grapheme of `text`, 0 when it is empty. A byte that is no UTF-8 is a grapheme of its own.
std::size_t grapheme_size_bytes(std::string_view text);

enum class CaseMode : std::uint8_t { plain, greek, turkic };

/// All of `text` in upper or lower case. Bytes that are no UTF-8 stay.
std::string upper_case(std::string_view text, CaseMode mode);
std::string lower_case(std::string_view text, CaseMode mode);

/// Appends the first character of `text` in title case and returns the bytes it took.
std::size_t append_title_case(std::string& out, std::string_view text, CaseMode mode);

enum class NormalForm : std::uint8_t { composed, decomposed, compatible_composed, compatible_decomposed };

/// `text`, which must be valid UTF-8, in a normal form.
std::string normalize(std::string_view text, NormalForm form);

}  // namespace respawn::unicode
