/// Parentheses, `fn`, `do` blocks, and the stab inside all three: expressions, or clauses `args -> body`.

#include <fmt/format.h>

#include "lang/parse_state.hpp"

namespace respawn {
namespace {

constexpr const char* kParensInCall =
    "unexpected parentheses. If you are making a function call, do not insert spaces between the function name and the opening "
    "parentheses. Syntax error before: ";

constexpr const char* kEmptyParens =
    "invalid expression (). If you want to invoke or define a function, make sure there are no spaces between the function name and "
    "its arguments. If you wanted to pass an empty block or code, pass a value instead, such as a nil or an atom";

constexpr const char* kLateArrow =
    "unexpected operator ->. If you want to define multiple clauses, the first expression must use ->. Syntax error before: ";

bool ends_stab(TokenKind kind) {
  return kind == TokenKind::close_paren || kind == TokenKind::kw_end || kind == TokenKind::block_identifier;
}

}  // namespace

Operand ParseState::parse_parens_operand(Mode mode) {
  Parens parens;
  if (!parse_parens(mode.call_paren ? ParensRole::call : ParensRole::operand, parens)) return {};
  return parens.operand;
}

// `(expression)`, `(a; b)`, `(a -> b)`, `()`. With the role stab_start also `(a, b)`, whose elements are then on the
// scratch stack.
bool ParseState::parse_parens(ParensRole role, Parens& parens) {
  const Token& open = next();
  skip_eol();
  if (at(TokenKind::close_paren)) {
    next();
    warn(open.position(), kEmptyParens);
    parens.operand = make_operand(build_.node(atoms::block, Term::nil(), Term::nil()), 1, true);
    return true;
  }
  StabItems items;
  const std::size_t mark = scratch_.size();
  if (at(TokenKind::semicolon)) {
    next();
    if (!at(TokenKind::close_paren) && !parse_stab(items, false)) return false;
  } else if (!parse_stab(items, true)) {
    return false;
  }
  if (items.size() == 1 && items[0].is_bare_arguments) {
    if (role == ParensRole::operand) return fail_at(peek());
    if (expect_closing(TokenKind::close_paren) == nullptr) return false;
    if (role == ParensRole::call) return fail_at(open, kParensInCall, "'('");
    parens.is_arguments = true;
    parens.height = items[0].height;
    return true;
  }
  scratch_.resize(mark);
  if (!at(TokenKind::close_paren)) return fail_at(peek());
  const Token& close = next();
  parens.operand = build_parens(items, open, close);
  return static_cast<bool>(parens.operand);
}

Operand ParseState::build_parens(StabItems& items, const Token& open, const Token& close) {
  std::uint32_t height = 0;
  const Term metadata = build_.with_closing(close, build_.location(open.position()));
  if (items.empty()) return make_operand(build_.node(atoms::block, metadata, Term::nil()), 1, true);
  if (items[0].is_clause) {
    const Term clauses = build_clauses(items, height);
    if (clauses.is_none() || !check_height(height, open)) return {};
    return make_operand(clauses, height, true);
  }
  const std::size_t mark = scratch_.size();
  for (const StabItem& item : items) {
    if (item.is_clause) {
      fail_stab_arrow(item);
      return {};
    }
    scratch_.push_back(item.body.term);
    height = std::max(height, item.body.height);
  }
  if (!check_height(height + 1, open)) return {};
  const Term only = items.size() == 1 ? scratch_[mark] : Term::none();
  Term result;
  if (only.is_none() || is_negation(only) || is_unary_node(only, atoms::unquote_splicing)) {
    result = build_.node(atoms::block, metadata, make_list(area_, scratch_from(mark)));
  } else if (is_node(only) && tuple_element(only, 0) == atoms::block) {
    // A block keeps the positions of all parentheses around it, the innermost first.
    ListBuilder joined(area_);
    for (const Term entry : ListRange(tuple_element(only, 1))) joined.add(entry);
    result = build_.node(atoms::block, joined.finish(metadata), tuple_element(only, 2));
  } else {
    result = only;
  }
  scratch_.resize(mark);
  return make_operand(result, height + 1, true);
}

// Lines up to what cannot go on, a closing token if all is well, which is left. `may_be_bare`: the first may be a
// list of arguments without an arrow.
bool ParseState::parse_stab(StabItems& items, bool may_be_bare) {
  while (true) {
    StabItem& item = items.emplace_back();
    if (!parse_stab_item(item, may_be_bare)) return false;
    if (item.is_bare_arguments) return true;
    may_be_bare = false;
    if (!at_separator()) return true;
    const bool is_double = at(TokenKind::eol) && peek(1).kind == TokenKind::semicolon;
    const Token& separator = take_separator();
    if (is_double && at(TokenKind::close_paren)) return fail_at(peek());
    if (ends_stab(peek().kind)) return true;
    annotate_end(item, separator);
  }
}

bool ParseState::parse_stab_item(StabItem& item, bool may_be_bare) {
  const std::size_t mark = scratch_.size();
  item.arguments = Term::nil();
  if (at(TokenKind::stab_op)) return parse_clause_rest(item, 0);

  std::uint32_t height = 0;
  Operand first;
  bool has_arguments = false;  // more than an expression: an arrow must follow
  if (at_key()) {
    if (!parse_keywords(Place::call_without_parens, first)) return false;
    has_arguments = true;
  } else if (at(TokenKind::open_paren)) {
    const std::size_t eols = peek(1).kind == TokenKind::eol ? 1 : 0;
    const TokenKind behind = peek(2 + eols).kind;
    if (peek(1 + eols).kind == TokenKind::close_paren && (behind == TokenKind::stab_op || behind == TokenKind::when_op)) {
      next();
      skip_eol();
      next();
      return parse_parens_head(item, mark, 0);
    }
    Parens parens;
    ++nesting_;
    const bool ok = nesting_ < kNestingMax ? parse_parens(ParensRole::stab_start, parens) : fail_nesting(peek());
    --nesting_;
    if (!ok) return false;
    if (parens.is_arguments) return parse_parens_head(item, mark, parens.height);
    first = continue_expression(parens.operand, {}, operators_.size());
  } else {
    first = parse_expression({});
  }
  if (!first) return false;

  scratch_.push_back(first.term);
  height = first.height;
  if (!has_arguments && first.category == Category::matched && at(TokenKind::comma)) {
    Mode mode;
    mode.blocks = false;
    while (at(TokenKind::comma)) {
      next();
      Operand argument;
      const bool is_last = at_key();
      if (is_last ? !parse_keywords(Place::call_without_parens, argument) : !(argument = parse_expression(mode))) return false;
      if (!is_last && !check_category(argument, Place::call_without_parens)) return false;
      scratch_.push_back(argument.term);
      height = std::max(height, argument.height);
      if (is_last) break;
    }
    has_arguments = true;
  }
  if (at(TokenKind::stab_op) && first.category != Category::unmatched) {
    item.arguments = clause_arguments(mark);
    return parse_clause_rest(item, height);
  }
  if (!has_arguments) {
    scratch_.resize(mark);
    item.body = first;
    return true;
  }
  const bool may_close = at(TokenKind::close_paren) || at(TokenKind::eol);
  if (!may_be_bare || !may_close) return fail_at(peek());
  item.is_bare_arguments = true;
  item.height = height;
  return true;
}

// Behind `()` or `(a, b)`: an arrow, or a guard and an arrow.
bool ParseState::parse_parens_head(StabItem& item, std::size_t mark, std::uint32_t height) {
  if (at(TokenKind::when_op)) {
    const Token& when = next();
    const Operand guard = parse_expression({});
    if (!guard) return false;
    scratch_.push_back(guard.term);
    height = std::max(height, guard.height) + 1;
    const Term guarded = build_.node(atoms::when, build_.location(when.position()), take_scratch(mark));
    item.arguments = make_list(area_, {guarded});
  } else {
    item.arguments = take_scratch(mark);
  }
  if (!at(TokenKind::stab_op)) return fail_at(peek());
  return parse_clause_rest(item, height);
}

// At the arrow; the arguments are there.
bool ParseState::parse_clause_rest(StabItem& item, std::uint32_t height) {
  item.is_clause = true;
  const Token& arrow = next();
  const std::uint32_t newlines_after = skip_eol();
  const std::uint32_t newlines = newlines_after > 0 ? newlines_after : arrow.newlines;
  item.arrow = arrow.position();
  item.metadata = build_.with_newlines(newlines, build_.location(item.arrow));
  item.height = height + 1;
  if (!check_height(item.height + 1, arrow)) return false;
  if (!can_start_expression(peek().kind)) {
    warn(item.arrow, "an expression is always required on the right side of ->. Please provide a value after ->");
    item.body = make_operand(build_.literal(atoms::nil, item.arrow), 1, false);
    return true;
  }
  item.body = parse_expression({});
  return static_cast<bool>(item.body);
}

// The arguments from `mark` on. A guard at the last one is the guard of all: `a, b when c` is `when(a, b, c)`.
Term ParseState::clause_arguments(std::size_t mark) {
  const Term last = scratch_.back();
  if (is_node(last) && tuple_element(last, 0) == atoms::when && list_length(tuple_element(last, 2)) == 2) {
    scratch_.pop_back();
    const Term guarded = tuple_element(last, 2);
    const Term arguments = take_scratch(mark, guarded);
    return make_list(area_, {build_.node(atoms::when, tuple_element(last, 1), arguments)});
  }
  // `(unquote_splicing(args)) -> …` splices into the arguments, not into a block.
  if (scratch_.size() == mark + 1 && is_unary_node(last, atoms::block)) {
    const Term only = tuple_element(last, 2).head();
    if (is_unary_node(only, atoms::unquote_splicing)) scratch_.back() = only;
  }
  return take_scratch(mark);
}

// The end of a clause is that of its last expression; one that has no metadata leaves it to the clause.
void ParseState::annotate_end(StabItem& item, const Token& end) {
  if (item.is_clause && !is_node(item.body.term)) {
    item.metadata = build_.end_metadata(item.metadata, end);
  } else {
    item.body.term = build_.annotate_end(item.body.term, end);
  }
}

// The items as one block, or as a list of clauses.
Term ParseState::build_stab(StabItems& items, std::uint32_t& height) {
  if (!items.empty() && items[0].is_clause) return build_clauses(items, height);
  const std::size_t mark = scratch_.size();
  for (const StabItem& item : items) {
    if (item.is_clause) {
      fail_stab_arrow(item);
      return Term::none();
    }
    scratch_.push_back(item.body.term);
    height = std::max(height, item.body.height + 1);
  }
  const Term block = build_.block(scratch_from(mark));
  scratch_.resize(mark);
  return block;
}

// Each clause takes the expressions up to the next one.
Term ParseState::build_clauses(StabItems& items, std::uint32_t& height) {
  ListBuilder clauses(area_);
  const std::size_t mark = scratch_.size();
  for (std::size_t i = 0; i < items.size();) {
    const StabItem& clause = items[i++];
    scratch_.push_back(clause.body.term);
    std::uint32_t body_height = clause.body.height;
    for (; i < items.size() && !items[i].is_clause; ++i) {
      scratch_.push_back(items[i].body.term);
      body_height = std::max(body_height, items[i].body.height);
    }
    const Term body = build_.block(scratch_from(mark));
    scratch_.resize(mark);
    clauses.add(build_.node(atoms::arrow, clause.metadata, {clause.arguments, body}));
    height = std::max({height, clause.height + 1, body_height + 2});
  }
  return clauses.finish();
}

Operand ParseState::parse_fn() {
  const Token& fn = next();
  std::uint32_t newlines = 0;
  if (at_separator()) {
    const Token& separator = take_separator();
    newlines = separator.newlines;
  }
  StabItems items;
  if (!parse_stab(items, false)) return {};
  if (!at(TokenKind::kw_end)) {
    fail_at(peek());
    return {};
  }
  const Token& end = next();
  if (!items[0].is_clause) {
    for (const StabItem& item : items) {
      if (!item.is_clause) continue;
      fail_stab_arrow(item);
      return {};
    }
    fail_at(fn, "expected anonymous functions to be defined with -> inside: ", "'fn'");
    return {};
  }
  std::uint32_t height = 0;
  const Term clauses = build_clauses(items, height);
  if (!check_height(height + 1, fn)) return {};
  const Term metadata = build_.with_newlines(newlines, build_.with_closing(end, build_.location(fn.position())));
  return make_operand(build_.node(atoms::fn, metadata, clauses), height + 1, true);
}

// At `do`: pushes the keyword list of the blocks on the scratch stack and extends the metadata of the call.
bool ParseState::parse_do_block(Term& metadata, std::uint32_t& height) {
  const Token& start = next();
  if (at_separator()) take_separator();
  StabItems items;
  if (!ends_stab(peek().kind) && !parse_stab(items, false)) return false;
  if (!ends_stab(peek().kind)) return fail_at(peek());

  std::vector<Term> pairs;
  std::uint32_t inner_height = 0;
  while (at(TokenKind::block_identifier)) {
    const Token& token = next();
    if (at_separator()) take_separator();
    StabItems block_items;
    if (!ends_stab(peek().kind) && !parse_stab(block_items, false)) return false;
    const bool is_complete = ends_stab(peek().kind) || block_items.back().is_clause;
    if (!is_complete) return fail_at(peek());
    const Term block = build_stab(block_items, inner_height);
    if (block.is_none()) return false;
    pairs.push_back(make_tuple(area_, {build_.literal(token.value, token.position()), block}));
  }
  if (!at(TokenKind::kw_end)) return fail_at(peek());
  const Token& end = next();
  const Term block = build_stab(items, inner_height);
  if (block.is_none()) return false;
  const Term first = make_tuple(area_, {build_.literal(atoms::do_, start.position()), block});
  scratch_.push_back(make_cons(area_, first, make_list(area_, pairs)));
  height = std::max(height, inner_height + 2);
  if (!check_height(height + 1, start)) return false;
  if (build_.has_token_metadata()) {
    metadata = build_.with(build_.names().end, build_.location(end.position()), metadata);
    metadata = build_.with(build_.names().do_, build_.location(start.position()), metadata);
  }
  return true;
}

bool ParseState::at_separator() const { return at(TokenKind::eol) || at(TokenKind::semicolon); }

// A newline, a semicolon, or a newline and a semicolon: the first of them.
const Token& ParseState::take_separator() {
  const Token& separator = next();
  if (separator.kind == TokenKind::eol && at(TokenKind::semicolon)) next();
  return separator;
}

void ParseState::fail_stab_arrow(const StabItem& item) {
  fail_at(Token{}, kLateArrow, "'->'");
  error_.line = item.arrow.line;
  error_.column = options_.columns ? item.arrow.column : 0;
}

}  // namespace respawn
