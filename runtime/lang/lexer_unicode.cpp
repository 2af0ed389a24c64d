#include "lang/lexer_unicode.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/utf8.hpp"

namespace respawn::unicode {
namespace {

using detail::NameRange;

const NameRange* find_range(std::uint32_t codepoint) {
  const NameRange* const end = detail::kNameRanges + detail::kNameRangeCount;
  const NameRange* const found = std::upper_bound(detail::kNameRanges, end, codepoint, [](std::uint32_t c, const NameRange& range) {
    return c < range.first;
  });
  if (found == detail::kNameRanges || found[-1].last < codepoint) return nullptr;
  return found - 1;
}

std::uint64_t scripts_of(std::uint32_t codepoint) {
  if ((codepoint >= 'a' && codepoint <= 'z') || (codepoint >= 'A' && codepoint <= 'Z')) return detail::kLatinScripts;
  const NameRange* const range = codepoint < 0x80 ? nullptr : find_range(codepoint);
  return range == nullptr ? 0 : detail::kScriptSets[range->scripts];
}

template <typename Visit>
void for_each_codepoint(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (!decoded) return;
    visit(decoded->codepoint);
    text.remove_prefix(decoded->length_bytes);
  }
}

std::string map_text(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                               static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                               static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (length < 0) return std::string(text);
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
}

// Vowel signs of two parts that Elixir 1.14 leaves apart, against the normalization form.
constexpr std::uint32_t kKeptApart[] = {0x9CB, 0x9CC, 0xB48, 0xB4B, 0xB4C, 0xBCA, 0xBCB, 0xBCC, 0xC48, 0xCC0,
                                        0xCC7, 0xCC8, 0xCCA, 0xCCB, 0xD4A, 0xD4B, 0xD4C, 0xDDA, 0xDDC, 0xDDD, 0xDDE};

}  // namespace

NameRole name_role(std::uint32_t codepoint) {
  if (find_range(codepoint) == nullptr) return NameRole::none;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(codepoint))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return NameRole::capital;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PO: return NameRole::following;
    default: return NameRole::start;
  }
}

bool is_highly_restrictive(std::string_view name) {
  std::uint64_t common = ~std::uint64_t{0};    // scripts that all characters can be of
  std::uint64_t partner = ~std::uint64_t{0};   // the same without the Latin ones
  for_each_codepoint(name, [&](std::uint32_t codepoint) {
    const std::uint64_t scripts = scripts_of(codepoint);
    if (scripts == 0) return;
    common &= scripts;
    if ((scripts & detail::kLatinScripts) == 0) partner &= scripts;
  });
  return common != 0 || (partner & detail::kLatinPartners) != 0;
}

std::string describe_scripts(std::string_view name) {
  std::string text;
  for_each_codepoint(name, [&](std::uint32_t codepoint) {
    text += fmt::format("  \\u{} ", hex4(codepoint));
    utf8::append(text, codepoint);
    const std::uint64_t scripts = scripts_of(codepoint);
    char separator = '{';
    for (std::size_t bit = 0; bit < detail::kScriptCount; ++bit) {
      if ((scripts >> bit & 1) == 0) continue;
      if (separator == '{') text += ' ';
      text += separator;
      text += detail::kScriptNames[bit];
      separator = ',';
    }
    if (scripts != 0) text += '}';
    text += '\n';
  });
  return text;
}

std::string normalize_name(std::string_view name) {
  const std::string composed = map_text(name, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  std::string result;
  for_each_codepoint(composed, [&](std::uint32_t codepoint) {
    constexpr std::uint32_t kMicroSign = 0xB5;
    constexpr std::uint32_t kGreekMu = 0x3BC;
    if (std::ranges::find(kKeptApart, codepoint) != std::end(kKeptApart)) {
      std::string single;
      utf8::append(single, codepoint);
      result += map_text(single, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    } else {
      utf8::append(result, codepoint == kMicroSign ? kGreekMu : codepoint);
    }
  });
  return result;
}

std::string compatible_form(std::string_view text) {
  return map_text(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

std::string skeleton(std::string_view text) {
  const std::string decomposed = map_text(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
  const detail::Confusable* const end = detail::kConfusables + detail::kConfusableCount;
  std::string result;
  for_each_codepoint(decomposed, [&](std::uint32_t codepoint) {
    const auto is_before = [](const detail::Confusable& entry, std::uint32_t c) { return entry.codepoint < c; };
    const detail::Confusable* const found = std::lower_bound(detail::kConfusables, end, codepoint, is_before);
    if (found != end && found->codepoint == codepoint) {
      result += found->looks_like;
    } else {
      utf8::append(result, codepoint);
    }
  });
  return map_text(result, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
}

std::string_view name_prefix(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const auto decoded = utf8::decode(text.substr(end));
    if (!decoded) break;
    const std::uint32_t c = decoded->codepoint;
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool is_digit = (c >= '0' && c <= '9') || c == '@';
    const NameRole role = c < 0x80 ? (is_letter ? NameRole::start : is_digit ? NameRole::following : NameRole::none) : name_role(c);
    if (role == NameRole::none && c >= 0x80) return {};
    if (role == NameRole::none || (end == 0 && role == NameRole::following)) break;
    end += decoded->length_bytes;
  }
  if (end > 0 && end < text.size() && (text[end] == '?' || text[end] == '!')) ++end;
  const std::string_view name = text.substr(0, end);
  return is_highly_restrictive(name) ? name : std::string_view{};
}

std::optional<std::uint32_t> find_bidi_control(std::string_view text) {
  // All of them start with the bytes E2 80 or E2 81.
  for (std::size_t i = 0; (i = text.find('\xE2', i)) != std::string_view::npos; ++i) {
    const auto decoded = utf8::decode(text.substr(i));
    if (decoded && is_bidi_control(decoded->codepoint)) return decoded->codepoint;
  }
  return std::nullopt;
}

std::size_t grapheme_length(std::string_view text) {
  utf8proc_int32_t state = 0;
  std::size_t length = 0;
  std::optional<std::uint32_t> previous;
  while (const auto decoded = utf8::decode(text.substr(length))) {
    if (previous && utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(*previous),
                                                     static_cast<utf8proc_int32_t>(decoded->codepoint), &state)) {
      break;
    }
    previous = decoded->codepoint;
    length += decoded->length_bytes;
  }
  return length;
}

std::string_view control_name(std::uint32_t codepoint) {
  switch (codepoint) {
    case 0x00: return "null byte";
    case 0x07: return "alert";
    case 0x08: return "backspace";
    case 0x09: return "tab";
    case 0x0A: return "newline";
    case 0x0B: return "vertical tab";
    case 0x0C: return "form feed";
    case 0x0D: return "carriage return";
    case 0x1B: return "escape";
    case 0x20: return "space";
    case 0x7F: return "delete";
    default: return {};
  }
}

std::string hex4(std::uint32_t codepoint) { return codepoint > 0xFFFF ? "****" : fmt::format("{:04X}", codepoint); }

std::string describe(std::uint32_t codepoint, std::uint32_t column) {
  std::string shown(control_name(codepoint));
  if (shown.empty() || codepoint == ' ') {
    shown = "\"";
    utf8::append(shown, codepoint);
    shown += '"';
  }
  return fmt::format("{} (column {}, code point U+{})", shown, column, hex4(codepoint));
}

}  // namespace respawn::unicode
