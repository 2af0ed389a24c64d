#pragma once
/// Token: what the lexer hands to the parser.
///
/// The kinds are those of Elixir's grammar, and finer than the text alone would need: whether an identifier is
/// followed at once by a parenthesis, by a bracket, by `do`, or by a sign that belongs to its first argument is
/// decided where the spaces can still be seen, and the parser never asks.
///
/// A string with interpolation holds the tokens of its interpolations: they are parsed when the string is built.

#include <cstdint>
#include <vector>

#include "lang/source.hpp"
#include "term/term.hpp"

namespace respawn {

enum class TokenKind : std::uint8_t {
  end_of_input,
  eol,
  semicolon,
  comma,
  open_paren,
  close_paren,
  open_bracket,
  close_bracket,
  open_curly,
  close_curly,
  open_bits,
  close_bits,
  kw_fn,
  kw_do,
  kw_end,
  kw_true,
  kw_false,
  kw_nil,
  block_identifier,  // after, else, rescue, catch

  identifier,
  paren_identifier,    // foo(
  bracket_identifier,  // foo[
  do_identifier,       // foo do
  op_identifier,       // foo -1
  kw_identifier,       // foo:
  kw_interpolated,     // "foo#{bar}":
  alias,
  atom,
  atom_quoted,
  atom_interpolated,
  integer,
  floating,
  character,
  binary_string,
  list_string,
  binary_heredoc,
  list_heredoc,
  sigil,

  dot,
  dot_call,        // the dot of foo.()
  percent,         // % of %Struct{}
  percent_braces,  // % of %{}

  // Operators. The order of the first four is that of prefix operators; see parse_operator.hpp for precedence.
  at_op,
  capture_op,
  unary_op,
  dual_op,
  ternary_op,
  in_match_op,
  when_op,
  type_op,
  pipe_op,
  assoc_op,
  match_op,
  or_op,
  and_op,
  comp_op,
  rel_op,
  arrow_op,
  in_op,
  xor_op,
  concat_op,
  range_op,
  mult_op,
  power_op,
  stab_op,
};

struct Token {
  TokenKind kind = TokenKind::end_of_input;
  char delimiter = 0;          // the quote of strings and heredocs, the letter of a sigil
  bool is_plain_name = false;  // a name written as such: not an operator, not quoted
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t newlines = 0;  // of eol, semicolon and comma: how many follow; else: how many came before
  Term value;                  // atom, number, or the binary of a string without interpolation
  std::uint32_t begin = 0;     // numbers and characters: the bytes in the source; strings with parts: index of the Text
  std::uint32_t end = 0;

  Position position() const { return {line, column}; }
};

/// A part of a string: a literal, or the tokens of an interpolation, ended by end_of_input.
struct TextPart {
  Term literal;  // none for an interpolation
  Position begin;
  Position end;
  std::vector<Token> tokens;
};

/// What does not fit into a token: strings with interpolation, heredocs, sigils.
struct Text {
  std::vector<TextPart> parts;
  std::string delimiter;          // as written: `(`, `"""`
  std::string modifiers;          // of a sigil
  std::uint32_t indentation = 0;  // of a heredoc
  bool is_heredoc = false;
};

constexpr std::uint32_t kNoText = UINT32_MAX;

}  // namespace respawn
