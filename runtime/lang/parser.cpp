#include "lang/parser.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "lang/parse_state.hpp"

namespace respawn {
namespace {

// Where the text stops being UTF-8, as Elixir words it: the bytes from there on, a few of them.
ParseError encoding_error(std::string_view source, const ParseOptions& options) {
  ParseError error;
  error.line = options.line;
  error.column = options.column;
  std::size_t at = 0;
  while (const auto decoded = utf8::decode(source.substr(at))) {
    if (decoded->codepoint == '\n') {
      ++error.line;
      error.column = 1;
    } else {
      ++error.column;
    }
    at += decoded->length_bytes;
  }
  constexpr std::size_t kShownBytesMax = 8;
  std::string bytes;
  for (std::size_t i = at; i < source.size() && i < at + kShownBytesMax; ++i) {
    if (!bytes.empty()) bytes += ", ";
    bytes += fmt::format("{}", static_cast<unsigned char>(source[i]));
  }
  if (source.size() > at + kShownBytesMax) bytes += ", ...";
  error.message = "invalid encoding starting at ";
  error.token = fmt::format("<<{}>>", bytes);
  return error;
}

}  // namespace

Result<Term, ParseError> parse(std::string_view source, Arena& arena, const ParseOptions& options, std::vector<Diagnostic>* warnings,
                               std::vector<Comment>* comments) {
  if (!utf8::is_valid(source)) return Failure{encoding_error(source, options)};
  Lexer lexer(source, arena, options, warnings, comments);
  if (!lexer.run()) return Failure{lexer.error()};
  ParseState state(lexer, source, arena, options, warnings);
  const Term quoted = state.parse_file();
  if (quoted.is_none()) return Failure{state.error()};
  return quoted;
}

ParseState::ParseState(Lexer& lexer, std::string_view source, Area& area, const ParseOptions& options, std::vector<Diagnostic>* warnings)
    : lexer_(lexer),
      source_(source),
      area_(area),
      options_(options),
      warnings_(warnings),
      build_(area, options),
      current_(lexer.tokens().data()) {}

Term ParseState::parse_file() { return parse_sequence().term; }

// Expressions up to the end of the token list.
Operand ParseState::parse_sequence() {
  if (at(TokenKind::end_of_input)) return make_operand(build_.block({}), 1, false);
  if (at_separator()) {
    const Token& separator = take_separator();
    if (at(TokenKind::end_of_input)) {
      return make_operand(build_.node(atoms::block, build_.location(separator.position()), Term::nil()), 1, false);
    }
  }
  const std::size_t mark = scratch_.size();
  std::uint32_t height = 0;
  while (true) {
    const Operand expression = parse_expression({});
    if (!expression) return {};
    scratch_.push_back(expression.term);
    height = std::max(height, expression.height);
    if (at(TokenKind::end_of_input)) break;
    if (!at_separator()) {
      fail_at(peek());
      return {};
    }
    const Token& separator = take_separator();
    if (at(TokenKind::end_of_input)) break;
    scratch_.back() = build_.annotate_end(expression.term, separator);
  }
  const Term block = build_.block(scratch_from(mark));
  scratch_.resize(mark);
  return make_operand(block, height + 1, false);
}

bool ParseState::fail_at(const Token& token) {
  return fail_at(token, "syntax error before: ", token_text(token, lexer_.texts(), source_));
}

bool ParseState::fail_at(const Token& token, std::string message, std::string shown) {
  error_ = {token.line, token.column, std::move(message), {}, false, std::move(shown), false};
  error_.incomplete = error_.token.empty();
  return false;
}

// At the position that the quoted code has, which is without a column unless columns are kept.
bool ParseState::fail_node(const Operand& operand, std::string message, std::string shown) {
  error_ = {0, 0, std::move(message), {}, false, std::move(shown), false};
  if (!is_node(operand.term)) return false;
  const Term metadata = tuple_element(operand.term, 1);
  const Term line = keyword_get(metadata, atoms::line);
  const Term column = keyword_get(metadata, atoms::column);
  if (!line.is_none()) error_.line = static_cast<std::uint32_t>(line.small_value());
  if (!column.is_none()) error_.column = static_cast<std::uint32_t>(column.small_value());
  return false;
}

bool ParseState::fail_nesting(const Token& token) {
  return fail_limit(token, fmt::format("code is nested deeper than {} levels, at: ", kNestingMax));
}

bool ParseState::fail_height(const Token& token) {
  return fail_limit(token, fmt::format("expression of more than {} operators, at: ", kQuotedHeightMax));
}

// The token is never empty: no further text can help.
bool ParseState::fail_limit(const Token& token, std::string message) {
  std::string shown = token_text(token, lexer_.texts(), source_);
  if (shown.empty()) shown = "end of file";
  return fail_at(token, std::move(message), std::move(shown));
}

void ParseState::warn(Position at, std::string message) {
  if (warnings_ == nullptr || warnings_->size() >= kParseWarningsMax) return;
  const std::uint32_t column = options_.columns ? at.column : 0;
  warnings_->push_back({Diagnostic::Kind::warning, options_.file, at.line, column, std::move(message), {}});
}

}  // namespace respawn
