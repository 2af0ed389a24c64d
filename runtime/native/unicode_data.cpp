#include "native/unicode_data.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <vector>

#include "base/utf8.hpp"

namespace respawn::unicode {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Characters of Unicode 15.
constexpr Range kTooNew[] = {
    {0xCF3, 0xCF3},     {0xECE, 0xECE},     {0x10EFD, 0x10EFF}, {0x1123F, 0x11241}, {0x11B00, 0x11B09}, {0x11F00, 0x11F10},
    {0x11F12, 0x11F3A}, {0x11F3E, 0x11F59}, {0x1342F, 0x1342F}, {0x13439, 0x13455}, {0x1B132, 0x1B132}, {0x1B155, 0x1B155},
    {0x1D2C0, 0x1D2D3}, {0x1DF25, 0x1DF2A}, {0x1E030, 0x1E06D}, {0x1E08F, 0x1E08F}, {0x1E4D0, 0x1E4F9}, {0x1F6DC, 0x1F6DC},
    {0x1F774, 0x1F776}, {0x1F77B, 0x1F77F}, {0x1F7D9, 0x1F7D9}, {0x1FA75, 0x1FA77}, {0x1FA87, 0x1FA88}, {0x1FAAD, 0x1FAAF},
    {0x1FABB, 0x1FABD}, {0x1FABF, 0x1FABF}, {0x1FACE, 0x1FACF}, {0x1FADA, 0x1FADB}, {0x1FAE8, 0x1FAE8}, {0x1FAF7, 0x1FAF8},
    {0x2B739, 0x2B739}, {0x31350, 0x323AF}};

utf8proc_category_t category(std::uint32_t codepoint) {
  return is_too_new(codepoint) ? UTF8PROC_CATEGORY_CN : utf8proc_category(static_cast<utf8proc_int32_t>(codepoint));
}

const utf8proc_property_t& property(std::uint32_t codepoint) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(codepoint));
}

// Unassigned characters that the standard counts among the controls (Default_Ignorable_Code_Point).
bool is_reserved_control(std::uint32_t codepoint) {
  constexpr Range kReserved[] = {{0x2065, 0x2065},   {0xFFF0, 0xFFF8},   {0xE0000, 0xE0000},
                                 {0xE0002, 0xE001F}, {0xE0080, 0xE00FF}, {0xE01F0, 0xE0FFF}};
  return std::any_of(std::begin(kReserved), std::end(kReserved),
                     [codepoint](const Range& range) { return range.first <= codepoint && codepoint <= range.last; });
}

// Unassigned characters that are kept for pictographs.
bool is_reserved_pictograph(std::uint32_t codepoint) {
  if (codepoint < 0x1F000 || codepoint > 0x1FFFD || (codepoint > 0x1FAFF && codepoint < 0x1FC00)) return false;
  return category(codepoint) == UTF8PROC_CATEGORY_CN;
}

// Whether a grapheme goes on, given what it has so far: the rules of UAX 29, section 3.1.1, with one difference, which
// OTP makes: what follows a pictograph and a joiner must be a pictograph, or else a new grapheme begins.
struct GraphemeState {
  GraphemeClass previous;
  bool after_pictograph;  // a pictograph and then only extending characters
  bool odd_indicator;     // the last of an odd number of regional indicators

  explicit GraphemeState(GraphemeClass first)
      : previous(first),
        after_pictograph(first == GraphemeClass::pictograph),
        odd_indicator(first == GraphemeClass::regional_indicator) {}

  bool continues_with(GraphemeClass next) const {
    using enum GraphemeClass;
    if (previous == control || previous == carriage_return || next == control || next == carriage_return) return false;
    if (previous == joiner && after_pictograph) return next == pictograph;
    if (next == extend || next == joiner || next == spacing_mark || previous == prepend) return true;
    switch (previous) {
      case hangul_leading:
        return next == hangul_leading || next == hangul_vowel || next == hangul_syllable_open || next == hangul_syllable_closed;
      case hangul_syllable_open:
      case hangul_vowel: return next == hangul_vowel || next == hangul_trailing;
      case hangul_syllable_closed:
      case hangul_trailing: return next == hangul_trailing;
      case regional_indicator: return odd_indicator && next == regional_indicator;
      default: return false;
    }
  }

  void advance(GraphemeClass next) {
    using enum GraphemeClass;
    after_pictograph = next == pictograph || (after_pictograph && (next == extend || next == spacing_mark || next == joiner));
    odd_indicator = next == regional_indicator && !odd_indicator;
    previous = next;
  }
};

std::size_t slow_grapheme_size(std::string_view text) {
  const auto first = utf8::decode(text);
  if (!first) return 1;
  std::size_t size = first->length_bytes;
  if (text[0] == '\r') return text.size() > 1 && text[1] == '\n' ? 2 : 1;
  GraphemeState state(grapheme_class(first->codepoint));
  while (const auto next = utf8::decode(text.substr(size))) {
    const GraphemeClass next_class = grapheme_class(next->codepoint);
    if (!state.continues_with(next_class)) break;
    state.advance(next_class);
    size += next->length_bytes;
  }
  return size;
}

}  // namespace

bool is_too_new(std::uint32_t codepoint) {
  if (codepoint < kTooNew[0].first) return false;
  const Range* found = std::upper_bound(std::begin(kTooNew), std::end(kTooNew), codepoint,
                                        [](std::uint32_t value, const Range& range) { return value < range.first; });
  return codepoint <= (found - 1)->last;
}

GraphemeClass grapheme_class(std::uint32_t codepoint) {
  using enum GraphemeClass;
  const auto bound = property(codepoint).boundclass;
  switch (bound) {
    case UTF8PROC_BOUNDCLASS_CR: return carriage_return;
    case UTF8PROC_BOUNDCLASS_LF: return control;
    case UTF8PROC_BOUNDCLASS_L: return hangul_leading;
    case UTF8PROC_BOUNDCLASS_V: return hangul_vowel;
    case UTF8PROC_BOUNDCLASS_T: return hangul_trailing;
    case UTF8PROC_BOUNDCLASS_LV: return hangul_syllable_open;
    case UTF8PROC_BOUNDCLASS_LVT: return hangul_syllable_closed;
    case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR: return regional_indicator;
    case UTF8PROC_BOUNDCLASS_ZWJ: return joiner;
    case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC: return pictograph;
    default: break;
  }
  if (bound == UTF8PROC_BOUNDCLASS_OTHER) {
    if (is_reserved_pictograph(codepoint)) return pictograph;
    return is_reserved_control(codepoint) ? control : other;
  }
  if (is_too_new(codepoint)) return other;
  switch (bound) {
    case UTF8PROC_BOUNDCLASS_CONTROL: return control;
    case UTF8PROC_BOUNDCLASS_EXTEND: return extend;
    case UTF8PROC_BOUNDCLASS_SPACINGMARK: return spacing_mark;
    case UTF8PROC_BOUNDCLASS_PREPEND: return prepend;
    default: return other;
  }
}

bool is_cased_letter(std::uint32_t codepoint) {
  const utf8proc_category_t its = category(codepoint);
  return its == UTF8PROC_CATEGORY_LU || its == UTF8PROC_CATEGORY_LL || its == UTF8PROC_CATEGORY_LT;
}

bool is_case_ignorable(std::uint32_t codepoint) {
  switch (category(codepoint)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK: return true;
    default: break;
  }
  // Word_Break = MidLetter, MidNumLet or Single_Quote.
  constexpr std::uint32_t kInsideWords[] = {0x27,   0x2E,   0x3A,   0xB7,   0x387,  0x55F,  0x5F4,  0x2018, 0x2019,
                                            0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
  return std::binary_search(std::begin(kInsideWords), std::end(kInsideWords), codepoint);
}

std::uint32_t simple_upper(std::uint32_t codepoint) {
  return is_too_new(codepoint) ? codepoint : static_cast<std::uint32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(codepoint)));
}

std::uint32_t simple_lower(std::uint32_t codepoint) {
  return is_too_new(codepoint) ? codepoint : static_cast<std::uint32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(codepoint)));
}

std::uint32_t simple_title(std::uint32_t codepoint) {
  return is_too_new(codepoint) ? codepoint : static_cast<std::uint32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(codepoint)));
}

std::size_t grapheme_size_bytes(std::string_view text) {
  if (text.empty()) return 0;
  // Between two ASCII characters a grapheme ends, but for CR LF.
  if (static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\r' &&
      (text.size() == 1 || static_cast<unsigned char>(text[1]) < 0x80)) {
    return 1;
  }
  return slow_grapheme_size(text);
}

namespace {

void append_normalized(std::string& out, std::string_view text, NormalForm form) {
  int options = UTF8PROC_STABLE;
  options |= form == NormalForm::composed || form == NormalForm::compatible_composed ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE;
  if (form == NormalForm::compatible_composed || form == NormalForm::compatible_decomposed) options |= UTF8PROC_COMPAT;
  utf8proc_uint8_t* result = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                             static_cast<utf8proc_ssize_t>(text.size()), &result,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(result, &std::free);
  if (size >= 0) out.append(reinterpret_cast<const char*>(result), static_cast<std::size_t>(size));
}

}  // namespace

std::string normalize(std::string_view text, NormalForm form) {
  std::string out;
  // A too new character neither decomposes nor moves: it parts the text.
  std::size_t part = 0;
  std::size_t at = 0;
  while (const auto next = utf8::decode(text.substr(at))) {
    if (is_too_new(next->codepoint)) {
      append_normalized(out, text.substr(part, at - part), form);
      out.append(text.substr(at, next->length_bytes));
      part = at + next->length_bytes;
    }
    at += next->length_bytes;
  }
  append_normalized(out, text.substr(part), form);
  return out;
}

}  // namespace respawn::unicode
