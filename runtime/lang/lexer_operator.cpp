/// Operators: the longest match wins.

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "lang/lexer.hpp"
#include "term/atom.hpp"

namespace respawn {
namespace {

struct OperatorSpelling {
  std::string_view text;
  TokenKind kind;
};

// By first character, longer ones first.
constexpr OperatorSpelling kSpellings[] = {
    {"!==", TokenKind::comp_op},    {"!=", TokenKind::comp_op},    {"!", TokenKind::unary_op},
    {"&&&", TokenKind::and_op},     {"&&", TokenKind::and_op},     {"&", TokenKind::capture_op},
    {"**", TokenKind::power_op},    {"*", TokenKind::mult_op},
    {"+++", TokenKind::concat_op},  {"++", TokenKind::concat_op},  {"+", TokenKind::dual_op},
    {"---", TokenKind::concat_op},  {"--", TokenKind::concat_op},  {"->", TokenKind::stab_op},
    {"-", TokenKind::dual_op},
    {"..", TokenKind::range_op},    {".", TokenKind::dot},
    {"//", TokenKind::ternary_op},  {"/", TokenKind::mult_op},
    {"::", TokenKind::type_op},
    {"<<<", TokenKind::arrow_op},   {"<<~", TokenKind::arrow_op},  {"<~>", TokenKind::arrow_op},
    {"<|>", TokenKind::arrow_op},   {"<=", TokenKind::rel_op},     {"<>", TokenKind::concat_op},
    {"<~", TokenKind::arrow_op},    {"<-", TokenKind::in_match_op}, {"<", TokenKind::rel_op},
    {"===", TokenKind::comp_op},    {"==", TokenKind::comp_op},    {"=~", TokenKind::comp_op},
    {"=>", TokenKind::assoc_op},    {"=", TokenKind::match_op},
    {">>>", TokenKind::arrow_op},   {">=", TokenKind::rel_op},     {">", TokenKind::rel_op},
    {"@", TokenKind::at_op},
    {"\\\\", TokenKind::in_match_op},
    {"^^^", TokenKind::xor_op},     {"^", TokenKind::unary_op},
    {"|||", TokenKind::or_op},      {"||", TokenKind::or_op},      {"|>", TokenKind::arrow_op},
    {"|", TokenKind::pipe_op},
    {"~~~", TokenKind::unary_op},   {"~>>", TokenKind::arrow_op},  {"~>", TokenKind::arrow_op},
};

// Where the spellings with a first character begin.
constexpr auto kFirstSpelling = [] {
  std::array<std::uint8_t, 128> first{};
  first.fill(std::size(kSpellings));
  for (std::size_t i = std::size(kSpellings); i-- > 0;) {
    first[static_cast<unsigned char>(kSpellings[i].text[0])] = static_cast<std::uint8_t>(i);
  }
  return first;
}();

bool is_prefix_only(TokenKind kind) {
  return kind == TokenKind::at_op || kind == TokenKind::capture_op || kind == TokenKind::unary_op;
}

}  // namespace

OperatorMatch Lexer::match_operator(std::size_t from) const {
  const char first = at(from);
  if (static_cast<signed char>(first) < 0) return {};
  for (std::size_t i = kFirstSpelling[static_cast<unsigned char>(first)]; i < std::size(kSpellings); ++i) {
    const OperatorSpelling& spelling = kSpellings[i];
    if (spelling.text[0] != first) break;
    if (source_.substr(from).starts_with(spelling.text)) return {spelling.kind, static_cast<std::uint32_t>(spelling.text.size())};
  }
  return {};
}

// A colon that makes a key of what stands in front: there is space behind it.
bool Lexer::is_key_colon(std::size_t from) const {
  if (at(from) != ':') return false;
  const char next = at(from + 1);
  return next == ' ' || next == '\t' || next == '\n' || next == '\r';
}

bool Lexer::lex_operator_key(std::string_view text) {
  push(TokenKind::kw_identifier, here()).value = known_atom(text);
  advance(text.size() + 1);
  return true;
}

bool Lexer::lex_operator() {
  const char first = peek();
  for (const std::string_view text : {"...", "..//", "<<>>"}) {
    if (first == text[0] && starts_with(text) && is_key_colon(pos_ + text.size())) return lex_operator_key(text);
  }
  if (starts_with("...")) {
    const Position at = here();
    advance(3);
    if (peek() == '.') warn(at, "found \"...\" followed by \".\", please use parens around \"...\" instead");
    push_name(identifier_kind(), at, atoms::ellipsis);
    return true;
  }
  const OperatorMatch match = match_operator(pos_);
  if (match.length == 0) return unexpected_character();
  const std::string_view text = source_.substr(pos_, match.length);
  const bool has_key = match.kind != TokenKind::ternary_op && match.kind != TokenKind::assoc_op;
  if (has_key && is_key_colon(pos_ + match.length)) return lex_operator_key(text);

  if (starts_with("<<") && match.kind != TokenKind::arrow_op) return lex_opening(TokenKind::open_bits, 2);
  if (starts_with(">>") && match.kind != TokenKind::arrow_op) return lex_closing(TokenKind::close_bits, 2);
  if (match.kind == TokenKind::dot) return lex_dot();

  const Position at = here();
  if (match.kind == TokenKind::range_op && starts_with("..//")) {
    // `..//` is a name in front of `/` and nothing else: a range has its last element between `..` and `//`.
    if (this->at(skip_spaces_from(pos_ + 4)) != '/') return unexpected_character();
    advance(4);
    push(TokenKind::identifier, at).value = atoms::range_step;
    return true;
  }
  advance(match.length);
  const std::size_t next = skip_spaces_from(pos_);
  // In front of a slash an operator names itself, as in `&+/2`; but `&/ /2` and `&//2` capture the slash.
  const bool captures_slash = match.kind == TokenKind::capture_op && this->at(skip_spaces_from(next + 1)) == '/';
  if (this->at(next) == '/' && !captures_slash && match.kind != TokenKind::assoc_op && match.kind != TokenKind::ternary_op) {
    push(TokenKind::identifier, at).value = known_atom(text);
    return true;
  }
  if (match.length == 3 && peek() == text.back() && takes_warnings() && std::string_view("&|^+-").find(peek()) != std::string_view::npos) {
    warn(at, fmt::format("found \"{0}\" followed by \"{1}\", please use a space between \"{0}\" and the next \"{1}\"", text, text.back()));
  }
  if (text == "^^^") {
    warn(at, "^^^ is deprecated. It is typically used as xor but it has the wrong precedence, use Bitwise.bxor/2 instead");
  }
  if (text == "<|>") warn(at, "<|> is deprecated. Use another pipe-like operator");
  const bool is_sign = match.kind == TokenKind::dual_op;
  Token& token = is_prefix_only(match.kind) || is_sign ? push(match.kind, at) : push_continuing(match.kind, at);
  token.value = known_atom(text);
  return true;
}

}  // namespace respawn
