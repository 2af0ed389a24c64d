#pragma once
/// ParseState: the parser itself, behind `parse`.
///
/// Recursive descent over the token list, with an operator stack of its own for each expression: operators of any
/// number cost no C++ stack, and an operator is reduced when the next one binds less, which is the moment when its
/// errors and warnings are due.
///
/// The grammar's one subtlety is calls without parentheses. It knows three categories of expressions:
///
///   matched      may stand anywhere
///   no_parens    ends in a call without parentheses of several arguments: `foo a, b`; a comma behind it would be
///                taken for its own, so it may stand only where no comma can follow, and else is an error that says so
///   unmatched    has a `do` block at its end; may not be an argument of a call without parentheses, since `do` binds
///                to the outermost such call
///
/// so every expression is parsed for its category, and told (Mode::blocks) whether it may take a `do`.
///
/// Failure: a function that fails has set error_ and returns an Operand (Term) that is none, or false; its callers
/// return at once. The scratch stacks may then hold leftovers, nobody looks at them.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/lexer.hpp"
#include "lang/parse_operator.hpp"
#include "lang/quoted.hpp"

namespace respawn {

enum class Category : std::uint8_t { matched, no_parens, unmatched };

/// What an operand may be besides a value.
enum class Shape : std::uint8_t {
  other,
  name,      // may name a struct: alias, atom, `@foo`
  call,      // may name a struct, and may stand in a map without `=>`, as `unquote_splicing(…)` does
  bare_call  // may stand in a map without `=>`: a call without parentheses, with arguments
};
constexpr bool may_name_struct(Shape shape) { return shape == Shape::name || shape == Shape::call; }
constexpr bool may_be_entry(Shape shape) { return shape == Shape::call || shape == Shape::bare_call; }

struct Operand {
  Term term;
  std::uint32_t height = 0;
  Category category = Category::matched;
  Shape shape = Shape::other;
  bool is_access = false;  // may be followed by a bracket
  explicit operator bool() const { return !term.is_none(); }
};

struct Mode {
  bool blocks = true;        // may take `do` blocks
  bool names_struct = false;  // behind `%`: braces end it
  bool is_map_entry = false;  // the first thing in a map: may be `map | …`
  bool no_parens = true;      // may be a call without parentheses of several arguments
  bool call_paren = false;    // the first argument of such a call: `foo (a, b)` is told from `(a, b) -> c`
};

class ParseState {
 public:
  ParseState(Lexer& lexer, std::string_view source, Area& area, const ParseOptions& options, std::vector<Diagnostic>* warnings);

  /// The whole token list; none on failure.
  Term parse_file();
  const ParseError& error() const { return error_; }

 private:
  struct Operator {
    const Token* token;
    Operand left;  // none for a prefix operator
    std::uint16_t level;
    bool is_prefix;
    std::uint32_t newlines;
    bool admits_no_parens;  // its right side may be a no_parens expression where the whole may not: in a map
  };
  /// What a call is a call of, before its arguments are known.
  struct Callee {
    Term target;  // the name, or `{:., …}`
    Position at;
    std::uint32_t height = 0;
    bool is_local = false;
    Term base_metadata;  // set for the second parentheses of `foo()()`: metadata to extend
  };
  enum class Place : std::uint8_t { container, call, call_without_parens };
  enum class ParensRole : std::uint8_t { operand, stab_start, call };
  struct Parens {
    Operand operand;           // none when it is a list of arguments
    bool is_arguments = false;  // `(a, b)` in front of an arrow, left on scratch_
    std::uint32_t height = 0;
  };
  /// One line of a stab: an expression, or the head of a clause and the first expression of its body.
  struct StabItem {
    Operand body;
    Term arguments;
    Term metadata;
    Position arrow;
    bool is_clause = false;
    bool is_bare_arguments = false;  // `a, b` without an arrow, left on scratch_
    std::uint32_t height = 0;        // of the arguments
  };
  using StabItems = std::vector<StabItem>;

  // parse_expression.cpp
  Operand parse_expression(Mode mode);
  Operand continue_expression(Operand operand, Mode mode, std::size_t base);
  bool parse_prefixes(Mode& mode, std::size_t base);
  bool admits_no_parens(Mode mode, std::size_t base, Category left) const;
  Mode operand_mode(Mode mode, std::size_t base) const;
  bool parse_postfix(Operand& operand, Mode mode, std::size_t base);
  bool fail_key(const Token& key);
  bool push_operator(const Operator& entry, std::size_t base);
  bool reduce_top(Operand& right);
  bool reduce_ats(Operand& operand, std::size_t base);
  Operand build_prefix(const Operator& entry, const Operand& operand);
  Operand build_binary(const Operator& entry, const Operand& right);
  Term build_in(const Token& token, Term metadata, Term left, Term right);
  void warn_pipe(const Token& token, const Operand& right);
  bool check_category(const Operand& operand, Place place);

  // parse_operand.cpp
  Operand parse_operand(Mode mode);
  Operand parse_identifier(Mode mode);
  Operand parse_alias();
  Operand parse_capture_argument();
  Operand parse_dot(const Operand& left, Mode mode);
  Operand parse_dot_alias(const Operand& left, const Token& dot);
  Operand parse_dot_call(const Operand& left, Mode mode);
  Operand parse_access(const Operand& container);
  Operand number_literal(const Token& token);

  // parse_call.cpp
  Operand parse_name(const Callee& callee, const Token& token, Mode mode);
  Operand parse_call_with_parens(Callee callee, Mode mode);
  Operand parse_call_without_parens(const Callee& callee, const Token& token, Mode mode);
  bool parse_arguments_in_parens(const Token& open, std::uint32_t& height, std::uint32_t& newlines, const Token*& close);
  bool starts_argument(const Token& token, Mode mode) const;
  bool parse_keywords(Place place, Operand& list);
  bool parse_keyword_pairs(Place place, std::uint32_t& height);
  bool bad_keyword_follow_up(const Token& comma, Place place);
  Term parse_key(const Token& token, std::uint32_t& height);
  Operand make_call(const Callee& callee, Term metadata, std::size_t mark, std::uint32_t height);
  Term call_metadata(const Callee& callee);

  // parse_container.cpp
  Operand parse_list();
  Operand parse_tuple();
  Operand parse_bits();
  Operand parse_map();
  Operand parse_struct(const Token& percent);
  bool parse_elements(TokenKind closing, bool spreads_keywords, bool starts_with_keywords, std::uint32_t& height);
  bool parse_map_arguments(std::uint32_t& height);
  bool parse_map_entries(std::uint32_t& height);
  bool parse_map_entry(const Operand& key, std::uint32_t& height);
  const Token* expect_closing(TokenKind closing);
  std::uint32_t skip_eol();

  // parse_block.cpp
  Operand parse_parens_operand(Mode mode);
  bool parse_parens(ParensRole role, Parens& parens);
  bool parse_stab(StabItems& items, bool is_in_parens);
  bool parse_stab_item(StabItem& item, bool may_be_bare);
  bool parse_parens_head(StabItem& item, std::size_t mark, std::uint32_t height);
  bool parse_clause_rest(StabItem& item, std::uint32_t height);
  Operand parse_fn();
  bool parse_do_block(Term& metadata, std::uint32_t& height);
  Term build_stab(StabItems& items, std::uint32_t& height);
  Term build_clauses(StabItems& items, std::uint32_t& height);
  Operand build_parens(StabItems& items, const Token& open, const Token& close);
  Term clause_arguments(std::size_t mark);
  void annotate_end(StabItem& item, const Token& end);
  void fail_stab_arrow(const StabItem& item);
  bool at_separator() const;
  const Token& take_separator();

  // parse_text.cpp
  Operand parse_string(const Token& token);
  Operand parse_quoted_atom(const Token& token);
  Operand parse_sigil(const Token& token);
  Term build_parts(const Text& text, bool as_charlist, std::uint32_t& height);
  Term build_interpolation(const TextPart& part, bool as_charlist, std::uint32_t& height);
  Term string_metadata(const Token& token, const Text* text);
  Term dynamic_atom(const Token& token, Term metadata, std::uint32_t& height);
  bool fail_encoding(const Token& token);

  // parser.cpp
  Operand parse_sequence();
  bool fail_at(const Token& token);
  bool fail_at(const Token& token, std::string message, std::string shown);
  bool fail_node(const Operand& operand, std::string message, std::string shown);
  bool fail_nesting(const Token& token);
  bool fail_height(const Token& token);
  bool fail_limit(const Token& token, std::string message);
  bool check_height(std::uint32_t height, const Token& token) { return height <= kQuotedHeightMax || fail_height(token); }
  void warn(Position at, std::string message);

  const Token& peek(std::size_t ahead = 0) const {
    const Token* token = current_;
    for (; ahead > 0 && token->kind != TokenKind::end_of_input; --ahead) ++token;
    return *token;
  }
  const Token& next() { return current_->kind == TokenKind::end_of_input ? *current_ : *current_++; }
  bool at(TokenKind kind) const { return current_->kind == kind; }
  bool at_key() const { return at(TokenKind::kw_identifier) || at(TokenKind::kw_interpolated); }
  Operand make_operand(Term term, std::uint32_t height, bool is_access, Shape shape = Shape::other) {
    Operand operand;
    operand.term = term;
    operand.height = height;
    operand.is_access = is_access;
    operand.shape = shape;
    return operand;
  }
  std::span<const Term> scratch_from(std::size_t mark) const { return std::span(scratch_).subspan(mark); }
  Term take_scratch(std::size_t mark, Term tail = Term::nil()) {
    const Term list = make_list(area_, scratch_from(mark), tail);
    scratch_.resize(mark);
    return list;
  }

  Lexer& lexer_;
  std::string_view source_;
  Area& area_;
  const ParseOptions& options_;
  std::vector<Diagnostic>* warnings_;
  QuotedBuilder build_;

  const Token* current_;
  std::size_t nesting_ = 0;
  std::vector<Operator> operators_;  // of all open expressions; each has a base of its own
  std::vector<Term> scratch_;        // elements of all open lists; each has a mark of its own
  ParseError error_;
};

/// A token in the words of the parser generator that Elixir uses: what stands behind "syntax error before: ".
std::string token_text(const Token& token, const std::vector<Text>& texts, std::string_view source);

constexpr bool can_start_expression(TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_fn:
    case TokenKind::kw_true:
    case TokenKind::kw_false:
    case TokenKind::kw_nil:
    case TokenKind::identifier:
    case TokenKind::paren_identifier:
    case TokenKind::bracket_identifier:
    case TokenKind::do_identifier:
    case TokenKind::op_identifier:
    case TokenKind::alias:
    case TokenKind::atom:
    case TokenKind::atom_quoted:
    case TokenKind::atom_interpolated:
    case TokenKind::integer:
    case TokenKind::floating:
    case TokenKind::character:
    case TokenKind::binary_string:
    case TokenKind::list_string:
    case TokenKind::binary_heredoc:
    case TokenKind::list_heredoc:
    case TokenKind::sigil:
    case TokenKind::percent:
    case TokenKind::percent_braces:
    case TokenKind::open_paren:
    case TokenKind::open_bracket:
    case TokenKind::open_curly:
    case TokenKind::open_bits:
    case TokenKind::range_op: return true;
    default: return prefix_level(kind) > 0;
  }
}

/// True for tokens that may stand behind a complete expression somewhere.
constexpr bool can_follow_expression(TokenKind kind) {
  switch (kind) {
    case TokenKind::end_of_input:
    case TokenKind::eol:
    case TokenKind::semicolon:
    case TokenKind::comma:
    case TokenKind::close_paren:
    case TokenKind::close_bracket:
    case TokenKind::close_curly:
    case TokenKind::close_bits:
    case TokenKind::kw_do:
    case TokenKind::kw_end:
    case TokenKind::block_identifier:
    case TokenKind::stab_op:
    case TokenKind::assoc_op: return true;
    default: return binary_precedence(kind).level > 0;
  }
}

}  // namespace respawn
