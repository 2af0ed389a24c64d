#include "lang/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "base/utf8.hpp"
#include "lang/lexer_unicode.hpp"
#include "term/atom.hpp"

namespace respawn {
namespace {

std::string_view spelling(TokenKind kind) {
  switch (kind) {
    case TokenKind::open_paren: return "(";
    case TokenKind::close_paren: return ")";
    case TokenKind::open_bracket: return "[";
    case TokenKind::close_bracket: return "]";
    case TokenKind::open_curly: return "{";
    case TokenKind::close_curly: return "}";
    case TokenKind::open_bits: return "<<";
    case TokenKind::close_bits: return ">>";
    case TokenKind::kw_fn: return "fn";
    case TokenKind::kw_do: return "do";
    default: return "end";
  }
}

TokenKind closing_of(TokenKind opening) {
  switch (opening) {
    case TokenKind::open_paren: return TokenKind::close_paren;
    case TokenKind::open_bracket: return TokenKind::close_bracket;
    case TokenKind::open_curly: return TokenKind::close_curly;
    case TokenKind::open_bits: return TokenKind::close_bits;
    default: return TokenKind::kw_end;
  }
}

}  // namespace

Lexer::Lexer(std::string_view source, Area& area, const ParseOptions& options, std::vector<Diagnostic>* warnings,
             std::vector<Comment>* comments)
    : source_(source),
      area_(area),
      options_(options),
      warnings_(warnings),
      comments_(comments),
      line_(options.line),
      column_(options.column) {}

bool Lexer::run() {
  // Positions inside the text are 32 bits wide.
  if (source_.size() >= UINT32_MAX) return fail(here(), "source text is too large: ", fmt::format("{} bytes", source_.size()));
  // Room for the most tokens that there can be; what is not used is never touched.
  tokens_.reserve(source_.size() + 1);
  if (!lex_scope(Scope::file)) return false;
  const Position end = tokens_.empty() ? here() : tokens_.back().position();
  push(TokenKind::end_of_input, end);
  if (has_unicode_names_) warn_confusable_names();
  if (warnings_ != nullptr) {
    std::move(pending_warnings_.begin(), pending_warnings_.end(), std::back_inserter(*warnings_));
  }
  return true;
}

// Two names that look the same and are not: somebody may be misled.
void Lexer::warn_confusable_names() {
  if (!takes_warnings()) return;
  std::unordered_map<std::string, const Token*> first_of_look;
  for (const Token& token : tokens_) {
    if (!token.is_plain_name) continue;
    const std::string_view name = atom_text(token.value);
    const Token& first = *first_of_look.try_emplace(unicode::skeleton(name), &token).first->second;
    if (first.value == token.value) continue;
    warn(token.position(), fmt::format("confusable identifier: '{}' looks like '{}' on line {}, but they are written using different characters",
                                       name, atom_text(first.value), first.line));
  }
}

bool Lexer::lex_scope(Scope scope) {
  while (!at_end()) {
    bool ok = true;
    const char c = peek();
    switch (c) {
      case ' ':
      case '\t':
        skip_spaces();
        mark_spaced_sign();
        break;
      case '\n': ok = lex_newline(1); break;
      case '\r': ok = peek(1) == '\n' ? lex_newline(2) : unexpected_character(); break;
      case '#': ok = lex_comment(CommentPlace::anywhere); break;
      case '\\': ok = lex_continuation(); break;
      case ';': ok = lex_separator(TokenKind::semicolon); break;
      case ',': ok = lex_separator(TokenKind::comma); break;
      case '(': ok = lex_opening(TokenKind::open_paren, 1); break;
      case '[': ok = lex_opening(TokenKind::open_bracket, 1); break;
      case ')': ok = lex_closing(TokenKind::close_paren, 1); break;
      case ']': ok = lex_closing(TokenKind::close_bracket, 1); break;
      case '{':
        ok = starts_with("{}") && is_key_colon(pos_ + 2) ? lex_operator_key("{}") : lex_opening(TokenKind::open_curly, 1);
        break;
      case '}':
        if (scope == Scope::interpolation && terminators_.size() == scope_base_) return true;
        ok = lex_closing(TokenKind::close_curly, 1);
        break;
      case '%': ok = lex_percent(); break;
      case '"':
      case '\'': ok = peek(1) == c && peek(2) == c ? lex_heredoc(c) : lex_quoted_string(c); break;
      case '~': ok = lex_sigil(); break;
      case '?': ok = lex_character(); break;
      case ':': ok = lex_colon(); break;
      case '0': case '1': case '2': case '3': case '4':
      case '5': case '6': case '7': case '8': case '9': ok = lex_number(); break;
      case '.': case '&': case '^': case '|': case '<': case '>': case '=': case '!':
      case '*': case '/': case '+': case '-': case '@':
        ok = column_ == 1 && starts_with("<<<<<<<") ? lex_conflict_marker() : lex_operator();
        break;
      default: ok = lex_name(); break;
    }
    if (!ok) return false;
  }
  return end_scope();
}

// An interpolation that meets the end of the text is reported by the string around it, but an open bracket inside
// comes first.
bool Lexer::end_scope() {
  if (terminators_.size() == scope_base_) return true;
  const Terminator open = terminators_.back();
  return fail(here(), fmt::format("missing terminator: {} (for \"{}\" starting at line {}){}", spelling(closing_of(open.opening)),
                                  spelling(open.opening), open.line, missing_end_hint(open.opening)), "");
}

// `foo -1` is a call, `foo - 1` and `foo-1` are differences.
void Lexer::mark_spaced_sign() {
  const char sign = peek();
  if ((sign != '+' && sign != '-') || last_kind() != TokenKind::identifier || at_end(1)) return;
  if (std::string_view(" \t\r\n([<{%+-/>:").find(peek(1)) == std::string_view::npos) {
    tokens_.back().kind = TokenKind::op_identifier;
  }
}

bool Lexer::lex_newline(std::uint32_t length) {
  switch (last_kind()) {
    case TokenKind::eol:
    case TokenKind::semicolon:
    case TokenKind::comma: ++tokens_.back().newlines; break;
    default: push(TokenKind::eol, here()).newlines = 1; break;
  }
  next_line(length);
  skip_spaces();
  indentation_ = column_ - 1;
  return true;
}

bool Lexer::lex_comment(CommentPlace place) {
  std::size_t end = source_.find('\n', pos_);
  if (end == std::string_view::npos) end = source_.size();
  // A carriage return belongs to the newline only in front of it.
  if (end > pos_ && end < source_.size() && source_[end - 1] == '\r') --end;
  const std::string_view text = source_.substr(pos_, end - pos_);
  if (const auto bidi = unicode::find_bidi_control(text)) {
    return fail(here(), "invalid bidirectional formatting character in comment: ", fmt::format("\\u{:04X}", *bidi));
  }
  if (comments_ != nullptr) {
    Comment& comment = comments_->emplace_back();
    comment.line = line_;
    comment.column = column_;
    comment.text = text;
    comment.previous_newlines = tokens_.empty() ? 1 : newlines_before();
    std::size_t next = end;
    while (next < source_.size()) {
      if (source_[next] == '\n') ++comment.next_newlines;
      else if (source_[next] != ' ' && source_[next] != '\t' && source_[next] != '\r') break;
      ++next;
    }
  }
  // Newlines are counted from the comment on.
  if (last_kind() == TokenKind::eol && place == CommentPlace::anywhere) tokens_.back().newlines = 0;
  // The column stays that of the number sign: what follows is a newline or the end of the text, and is said to be there.
  pos_ = end;
  return true;
}

bool Lexer::lex_continuation() {
  const std::size_t newline = peek(1) == '\n' ? 1 : peek(1) == '\r' && peek(2) == '\n' ? 2 : 0;
  if (at_end(1) || (newline > 0 && at_end(1 + newline))) return fail(here(), "invalid escape \\ at end of file", "");
  if (newline == 0) return peek(1) == '\\' ? lex_operator() : unexpected_character();
  next_line(1 + newline);
  skip_spaces();
  indentation_ = column_ - 1;
  return true;
}

bool Lexer::lex_separator(TokenKind kind) {
  if (kind == TokenKind::semicolon && last_kind() == TokenKind::semicolon) return unexpected_character();
  push(kind, here());
  advance(1);
  return true;
}

bool Lexer::lex_opening(TokenKind kind, std::uint32_t length) {
  if (depth_ >= kNestingMax) return fail_nesting(here(), spelling(kind));
  if (kind == TokenKind::open_paren && last_kind() == TokenKind::alias) {
    return fail({line_, column_ + 1},
                fmt::format("unexpected ( after alias {}. Function names and identifiers in Elixir start with lowercase characters "
                            "or underscore. For example:\n\n    hello_world()\n    _starting_with_underscore()\n    "
                            "numb3rs_are_allowed()\n    may_finish_with_question_mark?()\n    "
                            "may_finish_with_exclamation_mark!()\n\nUnexpected token: ",
                            atom_text(tokens_.back().value)),
                "(");
  }
  open_terminator(kind, line_);
  push(kind, here());
  advance(length);
  return true;
}

bool Lexer::lex_closing(TokenKind kind, std::uint32_t length) {
  if (!close_terminator(kind, here())) return false;
  const std::uint32_t newlines = newlines_before();
  push(kind, here()).newlines = newlines;
  advance(length);
  return true;
}

void Lexer::open_terminator(TokenKind opening, std::uint32_t line) {
  ++depth_;
  // A block inside another is indented more: if it is not, the outer one may lack its `end`.
  if (terminators_.size() > scope_base_ && terminators_.back().opening == opening && indentation_ <= terminators_.back().indentation) {
    if (opening == TokenKind::kw_do) open_do_line_ = terminators_.back().line;
    if (opening == TokenKind::kw_fn) open_fn_line_ = terminators_.back().line;
  }
  terminators_.push_back({opening, line, indentation_});
}

std::string Lexer::missing_end_hint(TokenKind opening) const {
  const std::uint32_t line = opening == TokenKind::kw_do ? open_do_line_ : opening == TokenKind::kw_fn ? open_fn_line_ : 0;
  if (line == 0) return {};
  return fmt::format("\n\n    HINT: it looks like the \"{}\" on line {} does not have a matching \"end\"\n", spelling(opening), line);
}

bool Lexer::close_terminator(TokenKind closing, Position at) {
  const bool is_end = closing == TokenKind::kw_end;
  const std::string prefix = is_end ? "unexpected reserved word: " : "unexpected token: ";
  const std::string token(spelling(closing));
  if (terminators_.size() == scope_base_) {
    if (!is_end) return fail(at, prefix, token);
    const std::string hint = extra_end_line_ == 0 ? "" : fmt::format("\n\n    HINT: it looks like the \"end\" on line {} does not have "
                                                                     "a matching \"do\" defined before it\n", extra_end_line_);
    return fail(at, prefix, hint, token);
  }
  const Terminator open = terminators_.back();
  const TokenKind expected = closing_of(open.opening);
  if (expected != closing) {
    return fail(at, prefix, fmt::format(". The \"{}\" at line {} is missing terminator \"{}\"{}", spelling(open.opening), open.line,
                                        spelling(expected), missing_end_hint(open.opening)), token);
  }
  if (open.opening == TokenKind::kw_do && indentation_ > open.indentation) extra_end_line_ = at.line;
  terminators_.pop_back();
  --depth_;
  return true;
}

bool Lexer::lex_percent() {
  if (starts_with("%{}") && is_key_colon(pos_ + 3)) return lex_operator_key("%{}");
  if (is_key_colon(pos_ + 1)) return lex_operator_key("%");
  switch (peek(1)) {
    case '{': push(TokenKind::percent_braces, here()); break;
    case '[':
    case '(': return fail(here(), "expected %{ to define a map, got: ", fmt::format("%{}", peek(1)));
    default: push(TokenKind::percent, here()); break;
  }
  advance(1);
  return true;
}

bool Lexer::lex_conflict_marker() {
  std::string_view line = source_.substr(pos_);
  line = line.substr(0, line.find_first_of("\r\n"));
  return fail(here(), "found an unexpected version control marker, please resolve the conflicts: ", std::string(line));
}

bool Lexer::unexpected_character() {
  const auto decoded = utf8::decode(source_.substr(pos_));
  RESPAWN_ASSERT(decoded.has_value());
  return fail(here(), "unexpected token: ", unicode::describe(decoded->codepoint, column_));
}

Token& Lexer::push_continuing(TokenKind kind, Position position) {
  const std::uint32_t newlines = newlines_before();
  if (last_kind() == TokenKind::eol) tokens_.pop_back();
  Token& token = push(kind, position);
  token.newlines = newlines;
  return token;
}

std::uint32_t Lexer::newlines_before() const {
  switch (last_kind()) {
    case TokenKind::eol:
    case TokenKind::semicolon:
    case TokenKind::comma: return tokens_.back().newlines;
    default: return 0;
  }
}

bool Lexer::fail(Position at, std::string message, std::string token) {
  error_ = {at.line, at.column, std::move(message), {}, false, std::move(token), false};
  error_.incomplete = error_.token.empty();
  return false;
}

bool Lexer::fail(Position at, std::string prefix, std::string suffix, std::string token) {
  error_ = {at.line, at.column, std::move(prefix), std::move(suffix), true, std::move(token), false};
  return false;
}

bool Lexer::fail_nesting(Position at, std::string_view token) {
  return fail(at, fmt::format("code is nested deeper than {} levels, at: ", kNestingMax), std::string(token));
}

void Lexer::warn(Position at, std::string message) {
  if (!takes_warnings()) return;
  pending_warnings_.push_back({Diagnostic::Kind::warning, options_.file, at.line, at.column, std::move(message), {}});
}

}  // namespace respawn
