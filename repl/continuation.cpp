#include "repl/continuation.hpp"

#include <algorithm>
#include <array>

#include "lang/parser.hpp"
#include "term/area.hpp"

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

}  // namespace

Continuation continuation_of(std::string_view text, std::string_view file, std::uint32_t first_line) {
  Arena arena;
  ParseOptions options;
  options.file = file;
  options.line = first_line;
  const auto parsed = parse(text, arena, options);
  if (parsed) return {Completeness::complete, std::nullopt};
  const Completeness completeness = parsed.error().incomplete ? Completeness::incomplete : Completeness::error;
  return {completeness, to_diagnostic(parsed.error(), text, options)};
}

bool is_break(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  return line == kBreak;
}

bool continues_previous(std::string_view line) {
  skip_blanks(line);
  const auto fits = [&](const Operator& candidate) { return line.starts_with(candidate.text); };
  if (const auto found = std::ranges::find_if(kOperators, fits); found != kOperators.end()) {
    return found->continues && !is_key(line.substr(found->text.size()));
  }
  for (const std::string_view word : kWords) {
    std::string_view rest = line;
    if (take_word(rest, word)) return !is_key(rest);
  }
  // `not in`, with any blanks between.
  if (!take_word(line, "not") || line.empty() || !is_blank(line[0])) return false;
  skip_blanks(line);
  return take_word(line, "in") && !is_key(line);
}

}  // namespace respawn
