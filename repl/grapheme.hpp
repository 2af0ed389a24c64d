#pragma once
/// Graphemes: what a reader takes for one character, and how wide a terminal draws it.
///
/// A cursor moves over graphemes (UAX 29), never into them: `é` as two codepoints, a flag, a family joined by U+200D.
/// Terminals agree on the width of single codepoints and of letters with accents. They do not agree on the longer
/// sequences: some draw a joined emoji as one picture, others its parts side by side. For those `columns` is what we
/// lay out, `is_certain` is false, and whoever draws must put the cursor back into its column (RowWriter does).
///
/// Bytes that are no UTF-8 count as graphemes of their own, drawn as U+FFFD.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace respawn::grapheme {

struct Width {
  std::uint32_t columns = 0;
  std::uint32_t columns_max = 0;  // what a terminal takes that draws each codepoint by itself
  bool is_certain = true;
};

/// Bytes of the grapheme at the start of `text`; 0 only for an empty text.
std::size_t size_bytes(std::string_view text);

/// The boundary after, and the one before, `position`, which must be one itself. Both stay within the text.
std::size_t next(std::string_view text, std::size_t position);
std::size_t previous(std::string_view text, std::size_t position);

/// The first boundary at or after `position`.
std::size_t round_up(std::string_view text, std::size_t position);

/// The width of one grapheme. Control characters have none.
Width width(std::string_view grapheme);

/// Letters, digits, marks and the underscore: what the movements by word take for a word.
bool is_word(std::string_view grapheme);

}  // namespace respawn::grapheme
