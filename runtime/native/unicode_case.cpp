/// Case: texts in upper, lower and title case, with the mappings of one character to several.
///
/// The table holds the unconditional mappings of SpecialCasing.txt; the conditional ones are code: the final sigma of
/// Greek and the dotted and dotless i of Turkic languages.

#include <algorithm>
#include <array>
#include <iterator>

#include "base/utf8.hpp"
#include "native/unicode_data.hpp"

namespace respawn::unicode {
namespace {

struct SpecialCase {
  std::uint32_t codepoint;
  std::array<std::uint32_t, 3> upper;  // 0 ends
  std::array<std::uint32_t, 3> title;  // empty: the simple mapping
};

constexpr SpecialCase kSpecialCases[] = {
    {0xDF, {0x53, 0x53}, {0x53, 0x73}}, {0x149, {0x2BC, 0x4E}, {0x2BC, 0x4E}}, {0x1F0, {0x4A, 0x30C}, {0x4A, 0x30C}},
    {0x390, {0x399, 0x308, 0x301}, {0x399, 0x308, 0x301}}, {0x3B0, {0x3A5, 0x308, 0x301}, {0x3A5, 0x308, 0x301}},
    {0x587, {0x535, 0x552}, {0x535, 0x582}}, {0x1E96, {0x48, 0x331}, {0x48, 0x331}},
    {0x1E97, {0x54, 0x308}, {0x54, 0x308}}, {0x1E98, {0x57, 0x30A}, {0x57, 0x30A}},
    {0x1E99, {0x59, 0x30A}, {0x59, 0x30A}}, {0x1E9A, {0x41, 0x2BE}, {0x41, 0x2BE}},
    {0x1F50, {0x3A5, 0x313}, {0x3A5, 0x313}}, {0x1F52, {0x3A5, 0x313, 0x300}, {0x3A5, 0x313, 0x300}},
    {0x1F54, {0x3A5, 0x313, 0x301}, {0x3A5, 0x313, 0x301}}, {0x1F56, {0x3A5, 0x313, 0x342}, {0x3A5, 0x313, 0x342}},
    {0x1F80, {0x1F08, 0x399}, {}}, {0x1F81, {0x1F09, 0x399}, {}}, {0x1F82, {0x1F0A, 0x399}, {}},
    {0x1F83, {0x1F0B, 0x399}, {}}, {0x1F84, {0x1F0C, 0x399}, {}}, {0x1F85, {0x1F0D, 0x399}, {}},
    {0x1F86, {0x1F0E, 0x399}, {}}, {0x1F87, {0x1F0F, 0x399}, {}}, {0x1F88, {0x1F08, 0x399}, {}},
    {0x1F89, {0x1F09, 0x399}, {}}, {0x1F8A, {0x1F0A, 0x399}, {}}, {0x1F8B, {0x1F0B, 0x399}, {}},
    {0x1F8C, {0x1F0C, 0x399}, {}}, {0x1F8D, {0x1F0D, 0x399}, {}}, {0x1F8E, {0x1F0E, 0x399}, {}},
    {0x1F8F, {0x1F0F, 0x399}, {}}, {0x1F90, {0x1F28, 0x399}, {}}, {0x1F91, {0x1F29, 0x399}, {}},
    {0x1F92, {0x1F2A, 0x399}, {}}, {0x1F93, {0x1F2B, 0x399}, {}}, {0x1F94, {0x1F2C, 0x399}, {}},
    {0x1F95, {0x1F2D, 0x399}, {}}, {0x1F96, {0x1F2E, 0x399}, {}}, {0x1F97, {0x1F2F, 0x399}, {}},
    {0x1F98, {0x1F28, 0x399}, {}}, {0x1F99, {0x1F29, 0x399}, {}}, {0x1F9A, {0x1F2A, 0x399}, {}},
    {0x1F9B, {0x1F2B, 0x399}, {}}, {0x1F9C, {0x1F2C, 0x399}, {}}, {0x1F9D, {0x1F2D, 0x399}, {}},
    {0x1F9E, {0x1F2E, 0x399}, {}}, {0x1F9F, {0x1F2F, 0x399}, {}}, {0x1FA0, {0x1F68, 0x399}, {}},
    {0x1FA1, {0x1F69, 0x399}, {}}, {0x1FA2, {0x1F6A, 0x399}, {}}, {0x1FA3, {0x1F6B, 0x399}, {}},
    {0x1FA4, {0x1F6C, 0x399}, {}}, {0x1FA5, {0x1F6D, 0x399}, {}}, {0x1FA6, {0x1F6E, 0x399}, {}},
    {0x1FA7, {0x1F6F, 0x399}, {}}, {0x1FA8, {0x1F68, 0x399}, {}}, {0x1FA9, {0x1F69, 0x399}, {}},
    {0x1FAA, {0x1F6A, 0x399}, {}}, {0x1FAB, {0x1F6B, 0x399}, {}}, {0x1FAC, {0x1F6C, 0x399}, {}},
    {0x1FAD, {0x1F6D, 0x399}, {}}, {0x1FAE, {0x1F6E, 0x399}, {}}, {0x1FAF, {0x1F6F, 0x399}, {}},
    {0x1FB2, {0x1FBA, 0x399}, {0x1FBA, 0x345}}, {0x1FB3, {0x391, 0x399}, {}}, {0x1FB4, {0x386, 0x399}, {0x386, 0x345}},
    {0x1FB6, {0x391, 0x342}, {0x391, 0x342}}, {0x1FB7, {0x391, 0x342, 0x399}, {0x391, 0x342, 0x345}},
    {0x1FBC, {0x391, 0x399}, {}}, {0x1FC2, {0x1FCA, 0x399}, {0x1FCA, 0x345}}, {0x1FC3, {0x397, 0x399}, {}},
    {0x1FC4, {0x389, 0x399}, {0x389, 0x345}}, {0x1FC6, {0x397, 0x342}, {0x397, 0x342}},
    {0x1FC7, {0x397, 0x342, 0x399}, {0x397, 0x342, 0x345}}, {0x1FCC, {0x397, 0x399}, {}},
    {0x1FD2, {0x399, 0x308, 0x300}, {0x399, 0x308, 0x300}}, {0x1FD3, {0x399, 0x308, 0x301}, {0x399, 0x308, 0x301}},
    {0x1FD6, {0x399, 0x342}, {0x399, 0x342}}, {0x1FD7, {0x399, 0x308, 0x342}, {0x399, 0x308, 0x342}},
    {0x1FE2, {0x3A5, 0x308, 0x300}, {0x3A5, 0x308, 0x300}}, {0x1FE3, {0x3A5, 0x308, 0x301}, {0x3A5, 0x308, 0x301}},
    {0x1FE4, {0x3A1, 0x313}, {0x3A1, 0x313}}, {0x1FE6, {0x3A5, 0x342}, {0x3A5, 0x342}},
    {0x1FE7, {0x3A5, 0x308, 0x342}, {0x3A5, 0x308, 0x342}}, {0x1FF2, {0x1FFA, 0x399}, {0x1FFA, 0x345}},
    {0x1FF3, {0x3A9, 0x399}, {}}, {0x1FF4, {0x38F, 0x399}, {0x38F, 0x345}}, {0x1FF6, {0x3A9, 0x342}, {0x3A9, 0x342}},
    {0x1FF7, {0x3A9, 0x342, 0x399}, {0x3A9, 0x342, 0x345}}, {0x1FFC, {0x3A9, 0x399}, {}},
    {0xFB00, {0x46, 0x46}, {0x46, 0x66}}, {0xFB01, {0x46, 0x49}, {0x46, 0x69}}, {0xFB02, {0x46, 0x4C}, {0x46, 0x6C}},
    {0xFB03, {0x46, 0x46, 0x49}, {0x46, 0x66, 0x69}}, {0xFB04, {0x46, 0x46, 0x4C}, {0x46, 0x66, 0x6C}},
    {0xFB05, {0x53, 0x54}, {0x53, 0x74}}, {0xFB06, {0x53, 0x54}, {0x53, 0x74}},
    {0xFB13, {0x544, 0x546}, {0x544, 0x576}}, {0xFB14, {0x544, 0x535}, {0x544, 0x565}},
    {0xFB15, {0x544, 0x53B}, {0x544, 0x56B}}, {0xFB16, {0x54E, 0x546}, {0x54E, 0x576}},
    {0xFB17, {0x544, 0x53D}, {0x544, 0x56D}},
};

constexpr std::uint32_t kCapitalSigma = 0x3A3;
constexpr std::uint32_t kSigma = 0x3C3;
constexpr std::uint32_t kFinalSigma = 0x3C2;
constexpr std::uint32_t kCapitalDottedI = 0x130;
constexpr std::uint32_t kDotlessI = 0x131;
constexpr std::uint32_t kDotAbove = 0x307;

const SpecialCase* special_case(std::uint32_t codepoint) {
  if (codepoint < kSpecialCases[0].codepoint) return nullptr;
  const SpecialCase* found = std::lower_bound(std::begin(kSpecialCases), std::end(kSpecialCases), codepoint,
                                              [](const SpecialCase& entry, std::uint32_t value) { return entry.codepoint < value; });
  return found != std::end(kSpecialCases) && found->codepoint == codepoint ? found : nullptr;
}

void append_all(std::string& out, const std::array<std::uint32_t, 3>& codepoints) {
  for (const std::uint32_t codepoint : codepoints) {
    if (codepoint != 0) utf8::append(out, codepoint);
  }
}

void append_upper(std::string& out, std::uint32_t codepoint, CaseMode mode) {
  if (mode == CaseMode::turkic && codepoint == 'i') {
    utf8::append(out, kCapitalDottedI);
  } else if (const SpecialCase* special = special_case(codepoint)) {
    append_all(out, special->upper);
  } else {
    utf8::append(out, simple_upper(codepoint));
  }
}

// The language finds what precedes a sigma only among characters of whose group of 64 one has a lower case, and never
// among ASCII but for I.
bool is_seen_backwards(std::uint32_t codepoint) {
  if (codepoint < 0x80) return codepoint == 'I';
  if (codepoint == kCapitalDottedI) return false;
  const std::uint32_t group = codepoint & ~std::uint32_t{63};
  for (std::uint32_t other = group; other < group + 64; ++other) {
    if (simple_lower(other) != other) return true;
  }
  return false;
}

bool cased_letter_precedes(std::string_view before) {
  while (!before.empty()) {
    std::size_t start = before.size() - 1;
    while (start > 0 && before.size() - start < 4 && (static_cast<unsigned char>(before[start]) & 0xC0) == 0x80) --start;
    const auto previous = utf8::decode(before.substr(start));
    if (!previous || start + previous->length_bytes != before.size() || !is_seen_backwards(previous->codepoint)) return false;
    if (is_cased_letter(previous->codepoint)) return true;
    if (!is_case_ignorable(previous->codepoint)) return false;
    before = before.substr(0, start);
  }
  return false;
}

bool cased_letter_follows(std::string_view after) {
  while (const auto next = utf8::decode(after)) {
    if (is_cased_letter(next->codepoint)) return true;
    if (!is_case_ignorable(next->codepoint)) return false;
    after = after.substr(next->length_bytes);
  }
  return false;
}

// Bytes taken beyond the character itself.
std::size_t append_lower(std::string& out, std::uint32_t codepoint, std::string_view before, std::string_view after, CaseMode mode) {
  if (mode == CaseMode::turkic && codepoint == 'I') {
    const auto next = utf8::decode(after);
    const bool dotted = next && next->codepoint == kDotAbove;
    utf8::append(out, dotted ? 'i' : kDotlessI);
    return dotted ? next->length_bytes : 0;
  }
  if (codepoint == kCapitalDottedI) {
    out += 'i';
    if (mode != CaseMode::turkic) utf8::append(out, kDotAbove);
  } else if (codepoint == kCapitalSigma && mode == CaseMode::greek) {
    utf8::append(out, cased_letter_precedes(before) && !cased_letter_follows(after) ? kFinalSigma : kSigma);
  } else {
    utf8::append(out, simple_lower(codepoint));
  }
  return 0;
}

}  // namespace

std::string upper_case(std::string_view text, CaseMode mode) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80 && mode != CaseMode::turkic) {
      out += static_cast<char>(byte >= 'a' && byte <= 'z' ? byte - 32 : byte);
      ++at;
    } else if (const auto next = utf8::decode(text.substr(at))) {
      append_upper(out, next->codepoint, mode);
      at += next->length_bytes;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string lower_case(std::string_view text, CaseMode mode) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80 && mode != CaseMode::turkic) {
      out += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
      ++at;
    } else if (const auto next = utf8::decode(text.substr(at))) {
      const std::size_t end = at + next->length_bytes;
      at = end + append_lower(out, next->codepoint, text.substr(0, at), text.substr(end), mode);
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::size_t append_title_case(std::string& out, std::string_view text, CaseMode mode) {
  if (text.empty()) return 0;
  const auto first = utf8::decode(text);
  if (!first) {
    out += text[0];
    return 1;
  }
  if (mode == CaseMode::turkic && first->codepoint == 'i') {
    utf8::append(out, kCapitalDottedI);
  } else if (const SpecialCase* special = special_case(first->codepoint); special != nullptr && special->title[0] != 0) {
    append_all(out, special->title);
  } else {
    utf8::append(out, simple_title(first->codepoint));
  }
  return first->length_bytes;
}

}  // namespace respawn::unicode
