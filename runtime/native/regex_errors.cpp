/// What PCRE2 says of a pattern that it cannot compile, in the words of PCRE 8, which OTP uses and programs know.

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cctype>
#include <string>

#include "native/regex_pattern.hpp"

namespace respawn {
namespace {

struct Wording {
  int code;
  std::string_view text;
};

// Where the two differ.
constexpr Wording kWordings[] = {
    {PCRE2_ERROR_ESCAPE_INVALID_IN_CLASS, "invalid escape sequence in character class"},
    {PCRE2_ERROR_QUANTIFIER_INVALID, "nothing to repeat"},
    {PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS, "missing )"},
    {PCRE2_ERROR_MISSING_COMMENT_CLOSING, "missing ) after comment"},
    {PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP, "parentheses are too deeply nested"},
    {PCRE2_ERROR_HEAP_FAILED, "failed to get memory"},
    {PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, "unmatched parentheses"},
    {PCRE2_ERROR_MISSING_CONDITION_CLOSING, "malformed number or name after (?("},
    {PCRE2_ERROR_ZERO_RELATIVE_REFERENCE, "a numbered reference must not be zero"},
    {PCRE2_ERROR_TOO_MANY_CONDITION_BRANCHES, "conditional group contains more than two branches"},
    {PCRE2_ERROR_BAD_RELATIVE_REFERENCE, "digit expected after (?+"},
    {PCRE2_ERROR_CODE_POINT_TOO_BIG, "character value in \\x{} or \\o{} is too large"},
    {PCRE2_ERROR_LOOKBEHIND_TOO_COMPLICATED, "lookbehind assertion is not fixed length"},
    {PCRE2_ERROR_LOOKBEHIND_INVALID_BACKSLASH_C, "\\C not allowed in lookbehind assertion"},
    {PCRE2_ERROR_UNSUPPORTED_ESCAPE_SEQUENCE, "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u"},
    {PCRE2_ERROR_CALLOUT_NUMBER_TOO_BIG, "number after (?C is > 255"},
    {PCRE2_ERROR_MISSING_CALLOUT_CLOSING, "closing ) for (?C expected"},
    {PCRE2_ERROR_CALLOUT_NO_STRING_DELIMITER, "closing ) for (?C expected"},
    {PCRE2_ERROR_CALLOUT_BAD_STRING_DELIMITER, "closing ) for (?C expected"},
    {PCRE2_ERROR_MISSING_NAME_TERMINATOR, "syntax error in subpattern name (missing terminator)"},
    {PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME, "two named subpatterns have the same name"},
    {PCRE2_ERROR_INVALID_SUBPATTERN_NAME, "group name must start with a non-digit"},
    {PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY, "unknown property name after \\P or \\p"},
    {PCRE2_ERROR_SUBPATTERN_NAME_TOO_LONG, "subpattern name is too long (maximum 32 characters)"},
    {PCRE2_ERROR_DEFINE_TOO_MANY_BRANCHES, "DEFINE group contains more than one branch"},
    {PCRE2_ERROR_PARENS_QUERY_R_MISSING_CLOSING, "(?R or (?[+-]digits must be followed by )"},
    {PCRE2_ERROR_SUBPATTERN_NUMBER_TOO_BIG, "number is too big"},
    {PCRE2_ERROR_BACKSLASH_C_SYNTAX, "\\c must be followed by an ASCII character"},
    {PCRE2_ERROR_UTF_IS_DISABLED, "setting UTF is disabled by the application"},
    {PCRE2_ERROR_MISSING_OCTAL_OR_HEX_DIGITS, "digits missing in \\x{} or \\o{}"},
    {PCRE2_ERROR_VERSION_CONDITION_SYNTAX, "malformed number or name after (?("},
    {PCRE2_ERROR_ALPHA_ASSERTION_UNKNOWN, "(*VERB) not recognized or malformed"},
    {PCRE2_ERROR_INVALID_HYPHEN_IN_OPTIONS, "unrecognized character after (? or (?-"},
    {PCRE2_ERROR_SUPPORTED_ONLY_IN_UNICODE, "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u"},
};

constexpr int kFirstCode = PCRE2_ERROR_END_BACKSLASH;
constexpr int kCodeCount = 128;

// PCRE2's own messages, kept so that they can be referred to.
std::array<std::string, kCodeCount> own_texts() {
  std::array<std::string, kCodeCount> texts;
  for (int i = 0; i < kCodeCount; ++i) {
    PCRE2_UCHAR text[256];
    if (pcre2_get_error_message(kFirstCode + i, text, sizeof text) > 0) texts[static_cast<std::size_t>(i)] = reinterpret_cast<const char*>(text);
  }
  return texts;
}

std::string_view text_of(int code) {
  if (code < 0) return "invalid UTF-8 string";
  for (const Wording& wording : kWordings) {
    if (wording.code == code) return wording.text;
  }
  static const std::array<std::string, kCodeCount> texts = own_texts();
  if (code < kFirstCode || code >= kFirstCode + kCodeCount) return "internal error: unknown opcode";
  return texts[static_cast<std::size_t>(code - kFirstCode)];
}

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_&+-").find(c) != std::string_view::npos; }
bool is_modifier(char c) { return std::string_view("imsxJUX-").find(c) != std::string_view::npos; }

// Whether `text` ends in `start` and then characters of one kind only.
bool is_after(std::string_view text, std::string_view start, bool (*is_of_kind)(char)) {
  while (!text.empty() && is_of_kind(text.back())) text.remove_suffix(1);
  return text.ends_with(start);
}

// Where PCRE 8 tells an error otherwise: it reads a pattern in other steps, so that it stops elsewhere or for another reason.
RegexError adjusted(int code, std::size_t position_bytes, std::string_view pattern) {
  const RegexError plain{text_of(code), position_bytes};
  const RegexError before{plain.text, position_bytes == 0 ? 0 : position_bytes - 1};
  const std::string_view read = pattern.substr(0, position_bytes);
  switch (code) {
    case PCRE2_ERROR_UNSUPPORTED_ESCAPE_SEQUENCE:
    case PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY:
    case PCRE2_ERROR_BACKSLASH_K_SYNTAX:
    case PCRE2_ERROR_OCTAL_BYTE_TOO_BIG:
    case PCRE2_ERROR_BACKSLASH_N_IN_CLASS:
    case PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME: return before;
    case PCRE2_ERROR_MALFORMED_UNICODE_PROPERTY:
      if (read.ends_with('p') || read.ends_with('P') || read.rfind("\\p{") != read.npos || read.rfind("\\P{") != read.npos) return plain;
      return {text_of(PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY), before.position_bytes};
    case PCRE2_ERROR_BACKSLASH_G_SYNTAX: return {text_of(PCRE2_ERROR_ZERO_RELATIVE_REFERENCE), before.position_bytes};
    case PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE:
      // Of groups that are called it knows when it reads them; of groups that are referred to, only at the end.
      return is_after(read, "(?", is_name_character) ? plain : RegexError{plain.text, pattern.size()};
    case PCRE2_ERROR_MISSING_NAME_TERMINATOR:
      return is_after(read, "(?(", is_name_character) ? RegexError{text_of(PCRE2_ERROR_MISSING_CONDITION_CLOSING), position_bytes} : plain;
    case PCRE2_ERROR_SUBPATTERN_NAME_EXPECTED:
      if (read.ends_with("(?P<")) return {text_of(PCRE2_ERROR_MISSING_NAME_TERMINATOR), position_bytes};
      if (read.ends_with("(?<")) return {"unrecognized character after (?<", position_bytes};
      if (read.ends_with("(?(")) return {text_of(PCRE2_ERROR_CONDITION_ASSERTION_EXPECTED), position_bytes};
      return plain;
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS:
      if (read.ends_with("(?P")) return {text_of(PCRE2_ERROR_UNRECOGNIZED_AFTER_QUERY_P), position_bytes};
      if (read.ends_with("(?(")) return {text_of(PCRE2_ERROR_CONDITION_ASSERTION_EXPECTED), position_bytes};
      if (read.ends_with("(?C")) return {text_of(PCRE2_ERROR_MISSING_CALLOUT_CLOSING), position_bytes};
      if (is_after(read, "(?", is_modifier)) return {text_of(PCRE2_ERROR_INVALID_AFTER_PARENS_QUERY), position_bytes};
      return plain;
    case PCRE2_ERROR_MISSING_OCTAL_OR_HEX_DIGITS:
      if (position_bytes < pattern.size()) return plain;
      return {text_of(read.ends_with("o{") ? PCRE2_ERROR_INVALID_OCTAL : PCRE2_ERROR_INVALID_HEXADECIMAL), position_bytes};
    case PCRE2_ERROR_VERB_UNKNOWN:
    case PCRE2_ERROR_ALPHA_ASSERTION_UNKNOWN: {
      // What does not look like a verb is a group that begins with a quantifier.
      const std::size_t start = read.rfind("(*");
      const bool is_verb = start == std::string_view::npos || start + 2 >= pattern.size() || pattern[start + 2] == ':' ||
                           (pattern[start + 2] >= 'A' && pattern[start + 2] <= 'Z') || (pattern[start + 2] >= 'a' && pattern[start + 2] <= 'z');
      return is_verb ? plain : RegexError{text_of(PCRE2_ERROR_QUANTIFIER_INVALID), start + 1};
    }
    default: return plain;
  }
}

}  // namespace

RegexError regex_error(int code, std::size_t position_bytes, std::string_view pattern) { return adjusted(code, position_bytes, pattern); }

}  // namespace respawn
