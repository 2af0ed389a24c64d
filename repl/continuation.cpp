#include "repl/continuation.hpp"

#include <algorithm>
#include <array>

#include "lang/parser.hpp"
#include "term/area.hpp"
#include "term/atom.hpp"
#include "term/layout.hpp"

namespace respawn {
namespace {

constexpr std::string_view kBreak = "#iex:break";

struct Operator {
  std::string_view text;
  bool continues;
};

// By length, so that the longest that fits is met first. The others are here because they begin like one that continues.
constexpr std::array kOperators = {
    Operator{"===", true},  Operator{"!==", true},  Operator{"&&&", true},  Operator{"|||", true},  Operator{"<<<", true},
    Operator{">>>", true},  Operator{"<<~", true},  Operator{"~>>", true},  Operator{"<~>", true},  Operator{"<|>", true},
    Operator{"+++", true},  Operator{"---", true},  Operator{"~~~", false}, Operator{"|>", true},   Operator{"==", true},
    Operator{"!=", true},   Operator{"=~", true},   Operator{"<=", true},   Operator{">=", true},   Operator{"&&", true},
    Operator{"||", true},   Operator{"<>", true},   Operator{"++", true},   Operator{"--", true},   Operator{"<~", true},
    Operator{"~>", true},   Operator{"**", false},  Operator{"//", false},  Operator{"<-", false},  Operator{"<<", false},
    Operator{">>", false},  Operator{"->", false},  Operator{"=>", false},  Operator{"<", true},    Operator{">", true},
    Operator{"*", true},    Operator{"/", true},
};

constexpr std::array<std::string_view, 3> kWords = {"and", "or", "in"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '?' || c == '!' ||
         c == '@' || static_cast<unsigned char>(c) >= 0x80;
}

// `|>: 1` and `in: 1` are keys of a keyword list.
bool is_key(std::string_view rest) {
  return rest.starts_with(':') && (rest.size() == 1 || is_blank(rest[1]) || rest[1] == '\n' || rest[1] == '\r');
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  if (text.size() > word.size() && is_name_character(text[word.size()])) return false;
  text.remove_prefix(word.size());
  return true;
}

// The operator at the start of `text`, which has no blanks in front.
std::optional<std::string> operator_at(std::string_view text) {
  const auto fits = [&](const Operator& candidate) { return text.starts_with(candidate.text); };
  if (const auto found = std::ranges::find_if(kOperators, fits); found != kOperators.end()) {
    const bool continues = found->continues && !is_key(text.substr(found->text.size()));
    return continues ? std::optional(std::string(found->text)) : std::nullopt;
  }
  for (const std::string_view word : kWords) {
    std::string_view rest = text;
    if (take_word(rest, word)) return is_key(rest) ? std::nullopt : std::optional(std::string(word));
  }
  // `not in`, with any blanks between.
  if (!take_word(text, "not") || text.empty() || !is_blank(text[0])) return std::nullopt;
  skip_blanks(text);
  return take_word(text, "in") && !is_key(text) ? std::optional<std::string>("not in") : std::nullopt;
}

bool is_match(Term quoted) {
  constexpr std::size_t kNodeSize = 3;
  return is_tuple_of(quoted, kNodeSize) && tuple_element(quoted, 0) == atoms::match;
}

}  // namespace

Continuation continuation_of(std::string_view text, std::string_view file, std::uint32_t first_line) {
  Arena arena;
  ParseOptions options;
  options.file = file;
  options.line = first_line;
  const auto parsed = parse(text, arena, options);
  if (parsed) return {Completeness::complete, std::nullopt, is_match(*parsed)};
  const Completeness completeness = parsed.error().incomplete ? Completeness::incomplete : Completeness::error;
  return {completeness, to_diagnostic(parsed.error(), text, options), false};
}

bool is_break(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  return line == kBreak;
}

std::optional<LeadingOperator> leading_operator(std::string_view text) {
  const std::size_t size_before = text.size();
  skip_blanks(text);
  const auto column = static_cast<std::uint32_t>(size_before - text.size() + 1);
  if (auto found = operator_at(text)) return LeadingOperator{std::move(*found), column};
  return std::nullopt;
}

std::string with_previous_value(std::string_view text) { return "v(-1)\n" + std::string(text); }

}  // namespace respawn
