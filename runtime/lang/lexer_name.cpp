/// Names: identifiers, aliases, keywords, keys, atoms, and what follows a dot.

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "lang/lexer.hpp"
#include "lang/lexer_unicode.hpp"
#include "term/atom.hpp"

namespace respawn {

struct Lexer::Name {
  enum class Kind : std::uint8_t { identifier, alias, capital };  // capital: an upper case letter beyond ASCII

  std::string_view text;   // as written
  std::string normalized;  // set when it is not ASCII
  Position at;
  std::uint32_t length_codepoints = 0;
  Kind kind = Kind::identifier;
  bool is_ascii = true;
  bool has_at = false;

  std::string_view value() const { return is_ascii ? text : std::string_view(normalized); }
};

namespace {

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_following(char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '@'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::string codepoints_text(std::string_view text) {
  std::string list;
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (!decoded) break;
    if (!list.empty()) list += ' ';
    list += fmt::format("0x{:05X}", decoded->codepoint);
    text.remove_prefix(decoded->length_bytes);
  }
  return list;
}

constexpr std::string_view kUnicodePage = "See https://hexdocs.pm/elixir/unicode-syntax.html for more information.";

// What may have been meant by a text that is no name: its compatible form, or the name that it looks like.
std::string name_hint(std::string_view text) {
  const std::string compatible = unicode::compatible_form(text);
  if (compatible != text && !unicode::name_prefix(compatible).empty()) {
    return fmt::format("Elixir expects unquoted Unicode atoms, variables, and calls to use allowed codepoints and to be in NFC "
                       "form.\n\nGot:\n\n    \"{}\" (code points {})\n\nHint: You could write the above in a compatible format that "
                       "is accepted by Elixir:\n\n    \"{}\" (code points {})\n\n",
                       text, codepoints_text(text), compatible, codepoints_text(compatible));
  }
  const std::string skeleton = unicode::skeleton(text);
  const std::string name = skeleton == text ? std::string{} : unicode::normalize_name(unicode::name_prefix(skeleton));
  if (name.empty()) return {};
  return fmt::format("Codepoint failed identifier tokenization, but a simpler form was found.\n\nGot:\n\n    \"{}\" (code points "
                     "{})\n\nHint: You could write the above in a similar way that is accepted by Elixir:\n\n    \"{}\" (code points "
                     "{})\n\n",
                     text, codepoints_text(text), name, codepoints_text(name));
}

struct Keyword {
  std::string_view text;
  TokenKind kind;
};
constexpr Keyword kKeywords[] = {
    {"fn", TokenKind::kw_fn},       {"do", TokenKind::kw_do},       {"end", TokenKind::kw_end},
    {"true", TokenKind::kw_true},   {"false", TokenKind::kw_false}, {"nil", TokenKind::kw_nil},
    {"not", TokenKind::unary_op},   {"and", TokenKind::and_op},     {"or", TokenKind::or_op},
    {"in", TokenKind::in_op},       {"when", TokenKind::when_op},   {"after", TokenKind::block_identifier},
    {"else", TokenKind::block_identifier}, {"rescue", TokenKind::block_identifier}, {"catch", TokenKind::block_identifier},
};

TokenKind keyword_kind(std::string_view text) {
  if (text.size() < 2 || text.size() > 6) return TokenKind::identifier;
  for (const Keyword& keyword : kKeywords) {
    if (keyword.text == text) return keyword.kind;
  }
  return TokenKind::identifier;
}

}  // namespace

bool Lexer::lex_name() {
  Name name;
  if (!scan_name(name)) return false;
  if (peek() == ':' && !at_end(1) && peek(1) != ':') return lex_key(name);
  switch (name.kind) {
    case Name::Kind::alias: return lex_alias(name);
    case Name::Kind::identifier: return lex_identifier(name);
    case Name::Kind::capital: break;
  }
  if (name.has_at) return fail(name.at, "invalid character \"@\" (code point U+0040) in atom: ", std::string(name.value()));
  const auto decoded = utf8::decode(name.text);
  return fail(name.at, "unexpected token: ", unicode::describe(decoded->codepoint, name.at.column));
}

// Leaves pos_ behind the name; fails at a character that cannot start one.
bool Lexer::scan_name(Name& name) {
  name.at = here();
  const std::size_t begin = pos_;
  const char first = peek();
  if (is_upper(first)) {
    name.kind = Name::Kind::alias;
  } else if (!is_lower(first)) {
    if (is_ascii(first)) return unexpected_character();
    return scan_unicode_name(name);
  }
  std::size_t end = begin + 1;
  for (; is_following(at(end)); ++end) {
    if (source_[end] == '@') name.has_at = true;
  }
  if (end < source_.size() && !is_ascii(source_[end])) return scan_unicode_name(name);
  if (at(end) == '?' || at(end) == '!') ++end;
  name.text = source_.substr(begin, end - begin);
  name.length_codepoints = static_cast<std::uint32_t>(name.text.size());
  advance(name.text.size());
  return true;
}

bool Lexer::scan_unicode_name(Name& name) {
  const std::size_t begin = pos_;
  std::size_t end = begin;
  name.is_ascii = false;
  name.length_codepoints = 0;
  while (end < source_.size()) {
    const auto decoded = utf8::decode(source_.substr(end));
    RESPAWN_ASSERT(decoded.has_value());
    if (decoded->codepoint < 0x80) {
      if (!is_following(source_[end])) break;
      if (source_[end] == '@') name.has_at = true;
    } else {
      const unicode::NameRole role = unicode::name_role(decoded->codepoint);
      if (end == begin) {
        if (role == unicode::NameRole::none || role == unicode::NameRole::following) return unexpected_character();
        if (role == unicode::NameRole::capital) name.kind = Name::Kind::capital;
      } else if (role == unicode::NameRole::none) {
        const Position at{line_, column_ + name.length_codepoints};
        std::string hint = name_hint(source_.substr(begin, end + decoded->length_bytes - begin));
        if (hint.empty()) hint = name_hint(source_.substr(end, decoded->length_bytes));
        return fail(at, "unexpected token: ",
                    hint.empty() ? unicode::describe(decoded->codepoint, at.column) : hint + std::string(kUnicodePage));
      }
    }
    end += decoded->length_bytes;
    ++name.length_codepoints;
  }
  if (at(end) == '?' || at(end) == '!') {
    ++end;
    ++name.length_codepoints;
  }
  has_unicode_names_ = true;
  name.text = source_.substr(begin, end - begin);
  name.normalized = unicode::normalize_name(name.text);
  pos_ = end;
  column_ += name.length_codepoints;
  return check_mixed_scripts(name);
}

bool Lexer::check_mixed_scripts(const Name& name) {
  if (unicode::is_highly_restrictive(name.normalized)) return true;
  const std::string hint = name_hint(name.normalized);
  Position at = name.at;
  if (!hint.empty()) at.column += static_cast<std::uint32_t>(utf8::length_codepoints(name.normalized)) - 1;
  return fail(at, "invalid mixed-script identifier found: ",
              fmt::format("\n\nMixed-script identifiers are not supported for security reasons. '{}' is made of the following "
                          "scripts:\n\n{}\nAll characters in the identifier should resolve to a single script, or use a highly "
                          "restrictive set of scripts.\n{}{}",
                          name.normalized, unicode::describe_scripts(name.normalized), hint.empty() ? "\n" : hint, kUnicodePage),
              name.normalized);
}

// At the colon behind a name.
bool Lexer::lex_key(const Name& name) {
  Term atom;
  if (!make_atom(name.value(), name.at, name.value(), atom)) return false;
  if (!is_key_colon(pos_)) {
    return fail(name.at, "keyword argument must be followed by space after: ", std::string(name.value()) + ":");
  }
  push_name(TokenKind::kw_identifier, name.at, atom);
  advance(1);
  return true;
}

bool Lexer::lex_alias(const Name& name) {
  const std::string_view text = name.value();
  if (name.has_at) return fail(name.at, "invalid character \"@\" (code point U+0040) in alias: ", std::string(text));
  const bool is_plain = name.is_ascii && text.back() != '?' && text.back() != '!';
  for (std::size_t i = 0; i < text.size() && !is_plain; ++i) {
    if (is_lower(text[i]) || is_upper(text[i])) continue;
    const auto decoded = utf8::decode(text.substr(i));
    return fail(name.at,
                fmt::format("invalid character \"{}\" (code point U+{}) in alias (only ASCII characters, without punctuation, "
                            "are allowed): ",
                            text.substr(i, decoded->length_bytes), unicode::hex4(decoded->codepoint)),
                std::string(text));
  }
  Term atom;
  if (!make_atom(text, name.at, text, atom)) return false;
  push_name(TokenKind::alias, name.at, atom);
  return true;
}

bool Lexer::lex_identifier(const Name& name) {
  const std::string_view text = name.value();
  if (name.has_at) return fail(name.at, "invalid character \"@\" (code point U+0040) in identifier: ", std::string(text));
  const bool is_unfinished_key = peek() == ':' && at_end(1);
  if (last_kind() != TokenKind::dot && !is_unfinished_key) {
    const TokenKind kind = keyword_kind(text);
    if (kind != TokenKind::identifier) return lex_keyword(name, kind);
  }
  if (text == "__block__" || text == "__aliases__") return fail(name.at, "reserved token: ", std::string(text));
  Term atom;
  if (!make_atom(text, name.at, text, atom)) return false;
  warn_unclear_mark("identifier", text, name.at);
  push_name(identifier_kind(), name.at, atom);
  return true;
}

// `foo!=1`: the mark is taken as part of the name.
void Lexer::warn_unclear_mark(std::string_view kind, std::string_view name, Position at) {
  const char mark = name.back();
  if ((mark != '!' && mark != '?') || peek() != '=' || !takes_warnings()) return;
  warn(at, fmt::format("found {0} \"{1}{2}\", ending with \"{2}\", followed by =. It is unclear if you mean \"{1} {2}=\" or \"{1}{2} "
                       "=\". Please add a space before or after {2} to remove the ambiguity",
                       kind, name.substr(0, name.size() - 1), mark));
}

bool Lexer::lex_keyword(const Name& name, TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_fn:
      if (depth_ >= kNestingMax) return fail_nesting(name.at, "fn");
      open_terminator(kind, name.at.line);
      push(kind, name.at);
      return true;
    case TokenKind::kw_do: return lex_do(name.at);
    case TokenKind::kw_end:
      if (!close_terminator(kind, name.at)) return false;
      push(kind, name.at);
      return true;
    case TokenKind::kw_true:
    case TokenKind::kw_false:
    case TokenKind::kw_nil: push(kind, name.at); return true;
    case TokenKind::block_identifier: push(kind, name.at).value = known_atom(name.text); return true;
    default: break;
  }
  // An operator. In front of a slash it names itself, as in `&and/2`.
  const Term operator_name = known_atom(name.text);
  if (at(skip_spaces_from(pos_)) == '/') {
    push(TokenKind::identifier, name.at).value = operator_name;
  } else if (kind == TokenKind::unary_op) {
    push(kind, name.at).value = operator_name;
  } else if (kind == TokenKind::in_op && last_kind() == TokenKind::unary_op && tokens_.back().value == atoms::not_) {
    const Position at = tokens_.back().position();
    tokens_.pop_back();
    push_continuing(kind, at).value = known_atom("not in");
  } else {
    push_continuing(kind, name.at).value = operator_name;
  }
  return true;
}

bool Lexer::lex_do(Position at) {
  if (depth_ >= kNestingMax) return fail_nesting(at, "do");
  switch (last_kind()) {
    case TokenKind::kw_fn:
      return fail(at, "unexpected reserved word: ", ". Anonymous functions are written as:\n\n    fn pattern -> expression end", "do");
    case TokenKind::comma:
    case TokenKind::semicolon:
      return fail(at, "unexpected reserved word: ", kMisplacedDo, "do");
    case TokenKind::identifier: tokens_.back().kind = TokenKind::do_identifier; break;
    default: break;
  }
  open_terminator(TokenKind::kw_do, at.line);
  push_continuing(TokenKind::kw_do, at);
  return true;
}

TokenKind Lexer::identifier_kind() const {
  switch (peek()) {
    case '(': return TokenKind::paren_identifier;
    case '[': return TokenKind::bracket_identifier;
    default: return TokenKind::identifier;
  }
}

bool Lexer::lex_colon() {
  const char next = peek(1);
  if (next == '"' || next == '\'') return lex_quoted_atom(next);
  if (is_lower(next) || is_upper(next) || !is_ascii(next)) return lex_plain_atom();
  // `::` starts the type operator, unless it is the atom `:::`.
  if (next == ':' && peek(2) != ':') return lex_operator();
  std::size_t length = 0;
  for (const std::string_view text : {"...", "%{}", "<<>>", "..//", "%", "{}"}) {
    if (source_.substr(pos_ + 1, text.size()) == text && text.size() > length) length = text.size();
  }
  const OperatorMatch match = match_operator(pos_ + 1);
  // `:=>` and `://` are read as an atom of one character and an operator.
  const bool is_single = match.kind == TokenKind::assoc_op || match.kind == TokenKind::ternary_op;
  if (length == 0) length = is_single ? 1 : match.length;
  if (length == 0) return unexpected_character();
  const std::string_view text = source_.substr(pos_ + 1, length);
  if (text == "::") {
    warn(here(), "atom ::: must be written between quotes, as in :\"::\", to avoid ambiguity");
  }
  push(TokenKind::atom, here()).value = known_atom(text);
  advance(1 + length);
  return true;
}

bool Lexer::lex_plain_atom() {
  const Position colon = here();
  // A character that cannot start a name makes the colon the unexpected one.
  if (!is_ascii(peek(1))) {
    const auto decoded = utf8::decode(source_.substr(pos_ + 1));
    const unicode::NameRole role = unicode::name_role(decoded->codepoint);
    if (role == unicode::NameRole::none || role == unicode::NameRole::following) return unexpected_character();
  }
  // The columns of errors in the name count from the colon.
  ++pos_;
  Name name;
  if (!scan_name(name)) return false;
  ++column_;
  Term atom;
  if (!make_atom(name.value(), colon, name.value(), atom)) return false;
  warn_unclear_mark("atom", ":" + std::string(name.value()), colon);
  push_name(TokenKind::atom, colon, atom);
  return true;
}

// A dot and what belongs to it: the space behind, newlines and comments included, is skipped.
bool Lexer::lex_dot() {
  const Position dot = here();
  advance(1);
  while (true) {
    const std::uint32_t column = column_;
    skip_spaces();
    if (peek() == '#') {
      column_ = column;  // comments here count from where the space starts
      if (!lex_comment(CommentPlace::after_dot)) return false;
      column_ = 1;
    } else if (peek() == '\n') {
      next_line(1);
    } else if (peek() == '\r' && peek(1) == '\n') {
      next_line(2);
    } else {
      break;
    }
  }
  if (peek() == '(') {
    push_continuing(TokenKind::dot_call, dot);
    return true;
  }
  if (peek() == '"' || peek() == '\'') return lex_quoted_call(peek(), dot);
  const OperatorMatch match = match_operator(pos_);
  push_continuing(TokenKind::dot, dot);
  if (match.length > 0 && match.kind != TokenKind::dot) return lex_dot_operator(match);
  return true;
}

bool Lexer::lex_dot_operator(const OperatorMatch& match) {
  std::uint32_t length = match.length;
  // Those that cannot be defined are read as two.
  if (match.kind == TokenKind::ternary_op || match.kind == TokenKind::assoc_op || match.kind == TokenKind::stab_op) length = 1;
  const Position at = here();
  const Term name = known_atom(source_.substr(pos_, length));
  advance(length);
  push_name(identifier_kind(), at, name);
  return true;
}

// Where the atom with this text may be remembered.
Lexer::AtomSlot& Lexer::atom_slot(std::string_view text) {
  std::size_t hash = text.size();
  for (std::size_t i = 0; i < text.size() && i < 12; ++i) hash = hash * 31 + static_cast<unsigned char>(text[i]);
  if (!text.empty()) hash = hash * 31 + static_cast<unsigned char>(text.back());
  return atom_slots_[hash % atom_slots_.size()];
}

Term Lexer::known_atom(std::string_view text) {
  AtomSlot& slot = atom_slot(text);
  if (slot.atom.is_none() || slot.text != text) {
    slot.atom = intern(text);
    slot.text = atom_text(slot.atom);
  }
  return slot.atom;
}

// The atom with this text. `shown` is the text as an error quotes it.
bool Lexer::make_atom(std::string_view text, Position at, std::string_view shown, Term& atom) {
  AtomSlot& slot = atom_slot(text);
  if (!slot.atom.is_none() && slot.text == text) {
    atom = slot.atom;
    return true;
  }
  if (text.size() > kAtomLengthMax && utf8::length_codepoints(text) > kAtomLengthMax) {
    return fail(at, "atom length must be less than system limit: ", std::string(shown));
  }
  const std::optional<Term> found = options_.existing_atoms_only ? existing_atom(text) : try_intern(text);
  if (!found) {
    return fail(at, options_.existing_atoms_only ? "unsafe atom does not exist: " : "the atom table is full, no room for: ",
                std::string(shown));
  }
  atom = *found;
  slot = {atom_text(atom), atom};
  return true;
}

}  // namespace respawn
