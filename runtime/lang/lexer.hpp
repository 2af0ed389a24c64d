#pragma once
/// Lexer: characters to tokens.
///
/// One pass over the text. Three things look back at the token before: a newline in front of a binary operator is
/// dropped, an identifier in front of `do` becomes a do_identifier, and one in front of a spaced sign (`foo -1`) an
/// op_identifier. Brackets and `do` … `end` are matched here already, so that the parser sees balanced text only and
/// a missing `end` is reported as one.
///
/// Invariant: when `run` returns true, the tokens end with end_of_input and every opening token has its closing one,
/// also within each interpolation. The first error ends the pass.
///
/// The parts: lexer.cpp has the loop, brackets and spaces; lexer_name.cpp identifiers, aliases, keywords, atoms and
/// dots; lexer_number.cpp numbers and characters; lexer_operator.cpp operators; lexer_text.cpp strings, heredocs,
/// sigils and interpolation.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "lang/source.hpp"
#include "lang/token.hpp"
#include "term/area.hpp"

namespace respawn {

/// What is said about a `do` that cannot be one.
inline constexpr const char* kMisplacedDo =
    ". In case you wanted to write a \"do\" expression, you must either use do-blocks or separate the keyword argument with comma. "
    "For example, you should either write:\n\n    if some_condition? do\n      :this\n    else\n      :that\n    end\n\nor the "
    "equivalent construct:\n\n    if(some_condition?, do: :this, else: :that)\n\nwhere \"some_condition?\" is the first argument "
    "and the second argument is a keyword list.\n\nYou may see this error if you forget a trailing comma before the \"do\" in a "
    "\"do\" block";

/// An operator at the start of a text.
struct OperatorMatch {
  TokenKind kind = TokenKind::end_of_input;
  std::uint32_t length = 0;  // 0: no operator
};

class Lexer {
 public:
  /// `source` must outlive the lexer; numbers and strings are built in `area`. `warnings` and `comments` may be null.
  Lexer(std::string_view source, Area& area, const ParseOptions& options, std::vector<Diagnostic>* warnings,
        std::vector<Comment>* comments);

  /// False after an error. Once only.
  bool run();

  std::vector<Token>& tokens() { return tokens_; }
  const std::vector<Text>& texts() const { return texts_; }
  const ParseError& error() const { return error_; }

 private:
  struct Terminator {
    TokenKind opening;
    std::uint32_t line;
    std::uint32_t indentation;  // of that line
  };
  // Names repeat: a small direct-mapped memory in front of the atom table and its lock.
  struct AtomSlot {
    std::string_view text;
    Term atom;
  };
  enum class Scope { file, interpolation };
  enum class CommentPlace { anywhere, after_dot };
  struct RawText;

  // lexer.cpp
  bool lex_scope(Scope scope);
  bool end_scope();
  bool lex_newline(std::uint32_t length);
  bool lex_comment(CommentPlace place);
  bool lex_continuation();
  bool lex_separator(TokenKind kind);
  bool lex_opening(TokenKind kind, std::uint32_t length);
  bool lex_closing(TokenKind kind, std::uint32_t length);
  void open_terminator(TokenKind opening, std::uint32_t line);
  bool close_terminator(TokenKind closing, Position at);
  std::string missing_end_hint(TokenKind opening) const;
  bool lex_percent();
  bool lex_conflict_marker();
  bool unexpected_character();
  void skip_spaces() { advance(skip_spaces_from(pos_) - pos_); }
  std::size_t skip_spaces_from(std::size_t index) const {
    while (at(index) == ' ' || at(index) == '\t') ++index;
    return index;
  }
  void mark_spaced_sign();
  void warn_confusable_names();

  // lexer_name.cpp
  struct Name;
  bool lex_name();
  bool scan_name(Name& name);
  bool scan_unicode_name(Name& name);
  bool check_mixed_scripts(const Name& name);
  bool lex_key(const Name& name);
  bool lex_alias(const Name& name);
  bool lex_identifier(const Name& name);
  bool lex_keyword(const Name& name, TokenKind kind);
  bool lex_do(Position at);
  void warn_unclear_mark(std::string_view kind, std::string_view name, Position at);
  bool lex_colon();
  bool lex_plain_atom();
  bool lex_dot();
  bool lex_dot_operator(const OperatorMatch& match);
  TokenKind identifier_kind() const;
  AtomSlot& atom_slot(std::string_view text);
  Term known_atom(std::string_view text);
  bool make_atom(std::string_view text, Position at, std::string_view shown, Term& atom);

  // lexer_number.cpp
  bool lex_number();
  bool lex_character();
  std::size_t scan_digits(std::size_t from) const;

  // lexer_operator.cpp
  bool lex_operator();
  OperatorMatch match_operator(std::size_t from) const;
  bool lex_operator_key(std::string_view text);
  bool is_key_colon(std::size_t from) const;

  // lexer_text.cpp
  bool lex_quoted_string(char quote);
  bool lex_quoted_atom(char quote);
  bool lex_quoted_call(char quote, Position dot);
  bool lex_heredoc(char quote);
  bool lex_sigil();
  bool scan_heredoc_header(std::string_view terminator, Position start);
  bool scan_text(RawText& text);
  bool scan_escape(RawText& text);
  bool scan_interpolation(RawText& text);
  bool take_character(RawText& text);
  void strip_indentation(RawText& text);
  bool unescape(std::string_view raw, Position error_at, std::string& out);
  bool quoted_atom(RawText& text, Position at, Position error_at, Term& atom);
  bool make_text(RawText& text, bool unescape, Position error_at, Text& made);
  bool push_string(TokenKind kind, RawText& text, Position at, char quote);

  // Characters. `at` is 0 beyond the end.
  char at(std::size_t index) const { return index < source_.size() ? source_[index] : '\0'; }
  char peek(std::size_t ahead = 0) const { return at(pos_ + ahead); }
  bool at_end(std::size_t ahead = 0) const { return pos_ + ahead >= source_.size(); }
  bool starts_with(std::string_view text) const { return source_.substr(pos_, text.size()) == text; }
  Position here() const { return {line_, column_}; }
  /// Moves over ASCII characters, none of them a newline.
  void advance(std::size_t count) {
    pos_ += count;
    column_ += static_cast<std::uint32_t>(count);
  }
  void next_line(std::size_t length) {
    pos_ += length;
    ++line_;
    column_ = 1;
  }

  // Tokens.
  Token& push(TokenKind kind, Position position) {
    Token& token = tokens_.emplace_back();
    token.kind = kind;
    token.line = position.line;
    token.column = position.column;
    return token;
  }
  Token& push_name(TokenKind kind, Position position, Term name) {
    Token& token = push(kind, position);
    token.value = name;
    token.is_plain_name = true;
    return token;
  }
  Token& push_continuing(TokenKind kind, Position position);
  TokenKind last_kind() const { return tokens_.empty() ? TokenKind::end_of_input : tokens_.back().kind; }
  std::uint32_t newlines_before() const;

  // Failures. Each returns false.
  bool fail(Position at, std::string message, std::string token);
  bool fail(Position at, std::string prefix, std::string suffix, std::string token);
  bool fail_nesting(Position at, std::string_view token);
  void warn(Position at, std::string message);
  bool takes_warnings() const { return warnings_ != nullptr && pending_warnings_.size() < kParseWarningsMax; }

  std::string_view source_;
  Area& area_;
  const ParseOptions& options_;
  std::vector<Diagnostic>* warnings_;
  std::vector<Comment>* comments_;
  std::vector<Diagnostic> pending_warnings_;  // reported once the whole text has been read without an error

  std::size_t pos_ = 0;
  std::uint32_t line_;
  std::uint32_t column_;
  std::size_t depth_ = 0;  // of open terminators and interpolations, together
  std::vector<Token> tokens_;
  std::vector<Text> texts_;
  std::vector<Terminator> terminators_;
  bool has_unicode_names_ = false;
  std::uint32_t indentation_ = 0;  // of the present line
  std::uint32_t open_do_line_ = 0;  // the `do` that seems to have no `end`, judged by indentation; 0: none
  std::uint32_t open_fn_line_ = 0;
  std::uint32_t extra_end_line_ = 0;  // the `end` that seems to have no `do`
  std::size_t scope_base_ = 0;  // terminators below belong to the text around the interpolation
  ParseError error_;

  std::array<AtomSlot, 256> atom_slots_{};
};

}  // namespace respawn
