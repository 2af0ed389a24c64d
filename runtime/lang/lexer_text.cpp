/// Strings, charlists, quoted atoms and calls, heredocs, sigils, and the interpolations in them.
///
/// A text is read raw first: escapes stay as they are, apart from that of the closing delimiter, so that the
/// indentation of a heredoc, known only at its end, can be taken from the lines as they were written. Then the
/// escapes are replaced, unless it is a sigil (whose function does that) or the caller wants them kept.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "lang/lexer.hpp"
#include "lang/lexer_escape.hpp"
#include "lang/lexer_unicode.hpp"
#include "term/binary.hpp"

namespace respawn {

struct Lexer::RawText {
  struct Part {
    std::string raw;
    bool is_interpolation = false;
    Position begin;
    Position end;
    std::vector<Token> tokens;
  };

  std::string_view what;  // for "missing terminator: … (for WHAT starting at line …)"
  std::string closing;    // the delimiter that ends it; three quotes for a heredoc
  Position start;
  bool has_interpolation = true;
  bool is_heredoc = false;
  std::uint32_t indentation = 0;
  std::vector<Part> parts;
  std::string raw;  // of the literal being read
  std::size_t literal_bytes = 0;

  void flush() {
    if (raw.empty()) return;
    parts.emplace_back().raw = std::exchange(raw, {});
  }
  bool has_parts() const { return parts.size() > 1 || (parts.size() == 1 && parts[0].is_interpolation); }
  std::string_view only_literal() const { return parts.empty() ? std::string_view{} : std::string_view(parts[0].raw); }
};

namespace {

constexpr std::string_view kDelimiters = "/|\"'([{<";
constexpr std::string_view kClosings = "/|\"')]}>";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether `text` would be the same name without quotes.
bool is_plain_name(std::string_view text) {
  if (text.empty() || !((text[0] >= 'a' && text[0] <= 'z') || text[0] == '_')) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_word = is_letter(c) || c == '_' || (c >= '0' && c <= '9');
    if (!is_word && !(i + 1 == text.size() && (c == '?' || c == '!'))) return false;
  }
  return true;
}

}  // namespace

bool Lexer::lex_quoted_string(char quote) {
  const Position start = here();
  // Most strings have neither escapes nor interpolation, and stay on their line.
  std::size_t end = pos_ + 1;
  while (end < source_.size()) {
    const char c = source_[end];
    if (c == quote || c == '\\' || c == '#' || c == '\n' || static_cast<signed char>(c) < 0) break;
    ++end;
  }
  if (at(end) == quote && at(end + 1) != ':') {
    Token& token = push(quote == '"' ? TokenKind::binary_string : TokenKind::list_string, start);
    token.delimiter = quote;
    token.begin = kNoText;
    token.value = make_binary(area_, source_.substr(pos_ + 1, end - pos_ - 1));
    advance(end + 1 - pos_);
    return true;
  }

  RawText text;
  text.what = "string";
  text.closing = quote;
  text.start = start;
  advance(1);
  if (!scan_text(text)) return false;
  const Position error_at{start.line, start.column + 1};
  if (!is_key_colon(pos_)) return push_string(quote == '"' ? TokenKind::binary_string : TokenKind::list_string, text, start, quote);

  if (text.has_parts()) {
    if (!push_string(TokenKind::kw_interpolated, text, start, quote)) return false;
  } else {
    if (is_plain_name(text.only_literal())) {
      warn(error_at, fmt::format("found quoted keyword \"{}\" but the quotes are not required. Note that keywords are always atoms, "
                                 "even when quoted. Similar to atoms, keywords made exclusively of ASCII letters, numbers, and "
                                 "underscores and not beginning with a number do not require quotes", text.only_literal()));
    }
    Term atom;
    if (!quoted_atom(text, start, error_at, atom)) return false;
    push(TokenKind::kw_identifier, start).value = atom;
  }
  advance(1);
  return true;
}

bool Lexer::lex_quoted_atom(char quote) {
  RawText text;
  text.what = "atom";
  text.closing = quote;
  text.start = here();
  advance(2);
  if (!scan_text(text)) return false;
  if (text.has_parts()) return push_string(TokenKind::atom_interpolated, text, text.start, quote);
  if (is_plain_name(text.only_literal())) {
    warn(text.start, fmt::format("found quoted atom \"{}\" but the quotes are not required. Atoms made exclusively of ASCII letters, "
                                 "numbers, underscores, beginning with a letter or underscore, and optionally ending with ! or ? do "
                                 "not require quotes", text.only_literal()));
  }
  Term atom;
  if (!quoted_atom(text, text.start, text.start, atom)) return false;
  push(TokenKind::atom_quoted, text.start).value = atom;
  return true;
}

// `foo."bar"`: the only quoted text whose escapes stay.
bool Lexer::lex_quoted_call(char quote, Position dot) {
  RawText text;
  text.what = "function name";
  text.closing = quote;
  text.start = here();
  advance(1);
  if (!scan_text(text)) return false;
  if (text.has_parts()) {
    return fail(text.start, "interpolation is not allowed when calling function/macro. Found interpolation in a call starting with: ",
                std::string(1, quote));
  }
  const std::string_view name = text.only_literal();
  if (is_plain_name(name)) {
    warn(text.start, fmt::format("found quoted call \"{}\" but the quotes are not required. Calls made exclusively of Unicode letters, "
                                 "numbers, and underscores and not beginning with a number do not require quotes", name));
  }
  Term atom;
  if (!make_atom(name, text.start, name, atom)) return false;
  push_continuing(TokenKind::dot, dot);
  push_name(identifier_kind(), text.start, atom);
  return true;
}

bool Lexer::lex_heredoc(char quote) {
  RawText text;
  text.what = "heredoc";
  text.closing.assign(3, quote);
  text.start = here();
  text.is_heredoc = true;
  advance(3);
  if (!scan_heredoc_header(text.closing, text.start) || !scan_text(text)) return false;
  return push_string(quote == '"' ? TokenKind::binary_heredoc : TokenKind::list_heredoc, text, text.start, quote);
}

bool Lexer::lex_sigil() {
  if (!is_letter(peek(1))) {
    return peek(1) == '~' || peek(1) == '>' ? lex_operator() : unexpected_character();
  }
  const Position start = here();
  const char letter = peek(1);
  if (at_end(2)) return unexpected_character();
  const std::size_t delimiter = kDelimiters.find(peek(2));
  if (delimiter == std::string_view::npos) {
    const auto decoded = utf8::decode(source_.substr(pos_ + 2));
    std::string shown = "\"";
    utf8::append(shown, decoded->codepoint);
    return fail(start, "invalid sigil delimiter: ",
                fmt::format("{}\" (column {}, code point U+{}). The available delimiters are: //, ||, \"\", '', (), [], {{}}, <>", shown,
                            start.column + 2, unicode::hex4(decoded->codepoint)));
  }
  const char opening = kDelimiters[delimiter];
  RawText text;
  const std::string what = fmt::format("sigil ~{}{}", letter, opening);
  text.start = start;
  text.has_interpolation = letter >= 'a' && letter <= 'z';
  text.is_heredoc = (opening == '"' || opening == '\'') && peek(3) == opening && peek(4) == opening;
  Text made;
  if (text.is_heredoc) {
    text.what = "heredoc";
    text.closing.assign(3, opening);
    made.delimiter = text.closing;
    advance(5);
    if (!scan_heredoc_header(text.closing, start) || !scan_text(text)) return false;
  } else {
    text.what = what;
    text.closing = kClosings[delimiter];
    made.delimiter = opening;
    advance(3);
    if (!scan_text(text)) return false;
  }
  while (is_letter(peek()) || (peek() >= '0' && peek() <= '9')) {
    made.modifiers += peek();
    advance(1);
  }
  if (!make_text(text, false, start, made)) return false;
  Token& token = push(TokenKind::sigil, start);
  token.delimiter = letter;
  token.begin = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(std::move(made));
  return true;
}

bool Lexer::scan_heredoc_header(std::string_view terminator, Position start) {
  skip_spaces();
  const std::size_t newline = peek() == '\n' ? 1 : peek() == '\r' && peek(1) == '\n' ? 2 : 0;
  if (newline == 0) {
    return fail(start, "heredoc allows only zero or more whitespace characters followed by a new line after ", std::string(terminator));
  }
  next_line(newline);
  return true;
}

// Reads up to and over the closing delimiter.
bool Lexer::scan_text(RawText& text) {
  bool is_line_start = text.is_heredoc;
  const char closing = text.closing[0];
  while (!at_end()) {
    if (is_line_start) {
      // A line of spaces and the delimiter ends a heredoc, and says how far its lines are indented.
      is_line_start = false;
      std::size_t spaces = 0;
      while (peek(spaces) == ' ' || peek(spaces) == '\t') ++spaces;
      if (source_.substr(pos_ + spaces, 3) == text.closing) {
        text.flush();
        text.indentation = static_cast<std::uint32_t>(spaces);
        advance(spaces + 3);
        strip_indentation(text);
        return true;
      }
    }
    const char c = peek();
    if (c == closing && !text.is_heredoc) {
      advance(1);
      text.flush();
      return true;
    }
    if (c == '\n') {
      text.raw += '\n';
      next_line(1);
      is_line_start = text.is_heredoc;
    } else if (c == '\\') {
      is_line_start = scan_escape(text) && text.is_heredoc;
    } else if (c == '#' && peek(1) == '{' && text.has_interpolation) {
      if (!scan_interpolation(text)) return false;
    } else if (!take_character(text)) {
      return false;
    }
  }
  return fail(here(), fmt::format("missing terminator: {} (for {} starting at line {})", text.closing, text.what, text.start.line), "");
}

// At a backslash: takes it and what it protects. True when that was a newline.
bool Lexer::scan_escape(RawText& text) {
  const std::string_view rest = source_.substr(pos_ + 1, text.closing.size());
  if (rest == text.closing) {
    text.raw += text.closing;
    advance(1 + rest.size());
    return false;
  }
  text.raw += '\\';
  if (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n')) {
    const std::size_t length = peek(1) == '\n' ? 1 : 2;
    text.raw.append(source_, pos_ + 1, length);
    next_line(1 + length);
    return true;
  }
  if (peek(1) == '#' && peek(2) == '{' && text.has_interpolation) {
    // Elixir 1.14 counts the three as one column.
    text.raw += "#{";
    pos_ += 3;
    ++column_;
    return false;
  }
  advance(1);
  // The next character is taken here when it would mean something by itself.
  if (peek() == '\\') {
    text.raw += peek();
    advance(1);
  }
  return false;
}

// In strings, as opposed to code, what counts as a column is what a reader sees as a character.
bool Lexer::take_character(RawText& text) {
  // A run of ASCII at once; its last character may have marks that follow.
  std::size_t end = pos_;
  while (end < source_.size()) {
    const char c = source_[end];
    if (static_cast<signed char>(c) < 0 || c == '\\' || c == '\n' || c == text.closing[0] || c == '#') break;
    ++end;
  }
  if (end == pos_ && static_cast<signed char>(source_[end]) >= 0) ++end;
  if (static_cast<signed char>(at(end)) < 0 && end > pos_) --end;
  if (end > pos_) {
    text.raw.append(source_, pos_, end - pos_);
    advance(end - pos_);
    return true;
  }
  const auto decoded = utf8::decode(source_.substr(pos_));
  RESPAWN_ASSERT(decoded.has_value());
  if (unicode::is_bidi_control(decoded->codepoint)) {
    const std::string token = fmt::format("\\u{:04X}", decoded->codepoint);
    return fail(here(), "invalid bidirectional formatting character in string: ",
                fmt::format(". If you want to use such character, use it in its escaped {} form instead", token), token);
  }
  const std::size_t length = unicode::grapheme_length(source_.substr(pos_));
  text.raw.append(source_, pos_, length);
  pos_ += length;
  ++column_;
  return true;
}

bool Lexer::scan_interpolation(RawText& text) {
  const Position begin = here();
  if (depth_ >= kNestingMax) return fail_nesting(begin, "#{");
  // Everything that a heredoc has in front of an interpolation is a part, even if it is empty.
  if (text.is_heredoc && text.parts.empty() && text.raw.empty()) text.parts.emplace_back();
  text.flush();
  advance(2);
  ++depth_;
  std::vector<Token> outer_tokens = std::exchange(tokens_, {});
  const std::size_t outer_base = std::exchange(scope_base_, terminators_.size());
  const bool ok = lex_scope(Scope::interpolation);
  push(TokenKind::end_of_input, tokens_.empty() ? here() : tokens_.back().position());
  std::vector<Token> inner_tokens = std::exchange(tokens_, std::move(outer_tokens));
  scope_base_ = outer_base;
  if (!ok) return false;
  if (at_end()) {
    return fail(begin, fmt::format("missing interpolation terminator: \"}}\" (for {} starting at line {})", text.what, text.start.line),
                "");
  }
  --depth_;
  RawText::Part& part = text.parts.emplace_back();
  part.is_interpolation = true;
  part.begin = begin;
  part.end = here();
  part.tokens = std::move(inner_tokens);
  advance(1);
  return true;
}

// Takes from each line of a heredoc the spaces that its last line has.
void Lexer::strip_indentation(RawText& text) {
  bool has_warned = false;
  std::uint32_t line = text.start.line + 1;
  for (std::size_t i = 0; i < text.parts.size(); ++i) {
    RawText::Part& part = text.parts[i];
    if (part.is_interpolation) {
      line = part.end.line;
      continue;
    }
    std::string stripped;
    stripped.reserve(part.raw.size());
    bool is_line_start = i == 0;
    for (std::size_t at = 0; at < part.raw.size();) {
      if (is_line_start) {
        std::size_t spaces = 0;
        while (spaces < text.indentation && at < part.raw.size() && (part.raw[at] == ' ' || part.raw[at] == '\t')) ++at, ++spaces;
        const bool is_blank = at == part.raw.size() || part.raw[at] == '\n' || part.raw.compare(at, 2, "\r\n") == 0;
        if (spaces < text.indentation && !is_blank && !has_warned) {
          has_warned = true;
          warn({line, text.start.column},
               fmt::format("outdented heredoc line. The contents inside the heredoc should be indented at the same level as the closing "
                           "{}. The following is forbidden:\n\n    def text do\n      \"\"\"\n    contents\n      \"\"\"\n    end\n\n"
                           "Instead make sure the contents are indented as much as the heredoc closing:\n\n    def text do\n      "
                           "\"\"\"\n      contents\n      \"\"\"\n    end\n\nThe current heredoc line is indented too little",
                           text.closing));
        }
      }
      const std::size_t newline = part.raw.find('\n', at);
      const std::size_t end = newline == std::string::npos ? part.raw.size() : newline + 1;
      stripped.append(part.raw, at, end - at);
      at = end;
      is_line_start = newline != std::string::npos;
      if (is_line_start) ++line;
    }
    part.raw = std::move(stripped);
  }
}

bool Lexer::unescape(std::string_view raw, Position error_at, std::string& out) {
  escapes::Failure failure;
  std::vector<std::string> notes;
  const bool ok = escapes::unescape(raw, out, failure, notes);
  if (warnings_ != nullptr) {
    for (std::string& note : notes) {
      if (warnings_->size() >= kParseWarningsMax) break;
      warnings_->push_back({Diagnostic::Kind::warning, options_.file, 0, 0, std::move(note), {}});
    }
  }
  return ok || fail(error_at, std::move(failure.message), std::move(failure.token));
}

bool Lexer::quoted_atom(RawText& text, Position at, Position error_at, Term& atom) {
  const std::string_view raw = text.only_literal();
  std::string unescaped;
  if (options_.unescape) {
    if (!unescape(raw, error_at, unescaped)) return false;
  } else {
    unescaped = raw;
  }
  // Only `\x` can break the encoding.
  if (!utf8::is_valid(unescaped)) return fail(error_at, "invalid encoding in quoted atom: ", std::string(raw));
  return make_atom(unescaped, at, unescaped, atom);
}

bool Lexer::make_text(RawText& text, bool with_unescape, Position error_at, Text& made) {
  made.is_heredoc = text.is_heredoc;
  made.indentation = text.indentation;
  if (text.parts.empty()) text.parts.emplace_back();
  made.parts.reserve(text.parts.size());
  for (RawText::Part& part : text.parts) {
    TextPart& target = made.parts.emplace_back();
    if (part.is_interpolation) {
      target.begin = part.begin;
      target.end = part.end;
      target.tokens = std::move(part.tokens);
    } else if (with_unescape && part.raw.find('\\') != std::string::npos) {
      std::string unescaped;
      if (!unescape(part.raw, error_at, unescaped)) return false;
      target.literal = make_binary(area_, unescaped);
    } else {
      target.literal = make_binary(area_, part.raw);
    }
  }
  return true;
}

bool Lexer::push_string(TokenKind kind, RawText& text, Position at, char quote) {
  const bool is_inline = kind == TokenKind::binary_string || kind == TokenKind::list_string || kind == TokenKind::kw_interpolated;
  const Position error_at{at.line, at.column + (is_inline ? 1 : 0)};
  Text made;
  if (!make_text(text, options_.unescape, error_at, made)) return false;
  Token& token = push(kind, at);
  token.delimiter = quote;
  token.begin = kNoText;
  if (made.parts.size() == 1 && made.parts[0].tokens.empty() && !text.is_heredoc) {
    token.value = made.parts[0].literal;
    return true;
  }
  made.delimiter = text.closing;
  token.begin = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(std::move(made));
  return true;
}

}  // namespace respawn
