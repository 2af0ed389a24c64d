/// Calls, with and without parentheses, and keyword lists.

#include "lang/parse_state.hpp"

namespace respawn {
namespace {

constexpr const char* kKeywordsNotLastInCall =
    "unexpected expression after keyword list. Keyword lists must always come as the last argument. Therefore, this is not "
    "allowed:\n\n    function_call(1, some: :option, 2)\n\nInstead, wrap the keyword in brackets:\n\n    function_call(1, [some: "
    ":option], 2)\n\nSyntax error after: ";

constexpr const char* kKeywordsNotLastInContainer =
    "unexpected expression after keyword list. Keyword lists must always come last in lists and maps. Therefore, this is not "
    "allowed:\n\n    [some: :value, :another]\n    %{some: :value, another => value}\n\nInstead, reorder it to be the last "
    "entry:\n\n    [:another, some: :value]\n    %{another => value, some: :value}\n\nSyntax error after: ";

}  // namespace

// Behind an identifier, or a dot and an identifier: what kind it is says what follows.
Operand ParseState::parse_name(const Callee& callee, const Token& token, Mode mode) {
  if (token.kind == TokenKind::paren_identifier) return parse_call_with_parens(callee, mode);
  const bool is_block = token.kind == TokenKind::do_identifier && mode.blocks && at(TokenKind::kw_do);
  const bool has_arguments = token.kind == TokenKind::op_identifier ||
                             (token.kind == TokenKind::identifier && starts_argument(peek(), mode));
  if (is_block || has_arguments) return parse_call_without_parens(callee, token, mode);

  Operand operand;
  operand.height = callee.height + 1;
  operand.shape = Shape::call;
  operand.is_access = token.kind == TokenKind::bracket_identifier;
  const Term position = build_.location(callee.at);
  operand.term = callee.is_local ? build_.variable(callee.target, position)
                                 : build_.node(callee.target, build_.with(atoms::no_parens, atoms::true_, position), Term::nil());
  return operand;
}

// Whether `token`, behind an identifier and a space, starts an argument. A sign does not: it would be glued to what
// follows, and the identifier an op_identifier. Nor does a range.
bool ParseState::starts_argument(const Token& token, Mode mode) const {
  switch (token.kind) {
    case TokenKind::kw_identifier:
    case TokenKind::kw_interpolated: return true;
    case TokenKind::open_curly: return !mode.names_struct;
    case TokenKind::dual_op:
    case TokenKind::ternary_op:
    case TokenKind::range_op: return false;
    default: return can_start_expression(token.kind);
  }
}

// At the open parenthesis. Second parentheses call what the first call returned.
Operand ParseState::parse_call_with_parens(Callee callee, Mode mode) {
  while (true) {
    const std::size_t mark = scratch_.size();
    if (!at(TokenKind::open_paren)) {
      fail_at(peek());
      return {};
    }
    const Token& open = next();
    std::uint32_t height = callee.height;
    std::uint32_t newlines = 0;
    const Token* close = nullptr;
    if (!parse_arguments_in_parens(open, height, newlines, close)) return {};
    const bool is_second = !callee.base_metadata.is_none();
    const Term metadata = build_.with_newlines(newlines, build_.with_closing(*close, call_metadata(callee)));
    if (!is_second && at(TokenKind::open_paren)) {
      const Operand call = make_call(callee, metadata, mark, height);
      if (!call) return {};
      callee = {call.term, callee.at, call.height, false, metadata};
      continue;
    }
    if (!mode.blocks || !at(TokenKind::kw_do)) return make_call(callee, metadata, mark, height);
    Term with_block = metadata;
    if (!parse_do_block(with_block, height)) return {};
    Operand call = make_call(callee, with_block, mark, height);
    call.category = Category::unmatched;
    return call;
  }
}

// Pushes the arguments on the scratch stack.
bool ParseState::parse_arguments_in_parens(const Token& open, std::uint32_t& height, std::uint32_t& newlines, const Token*& close) {
  newlines = skip_eol();
  bool is_first = true;
  bool has_more = !at(TokenKind::close_paren);
  while (has_more) {
    if (at_key()) {
      Operand keywords;
      if (!parse_keywords(Place::call, keywords)) return false;
      scratch_.push_back(keywords.term);
      height = std::max(height, keywords.height);
      break;
    }
    const Operand argument = parse_expression({});
    if (!argument) return false;
    // `foo(bar a, b)` is clear, since it is the only argument.
    const bool is_only = is_first && (at(TokenKind::close_paren) || at(TokenKind::eol));
    if (!is_only && !check_category(argument, Place::call)) return false;
    scratch_.push_back(argument.term);
    height = std::max(height, argument.height);
    has_more = at(TokenKind::comma);
    if (has_more) next();
    is_first = false;
  }
  close = expect_closing(TokenKind::close_paren);
  return close != nullptr && check_height(height + 1, open);
}

Operand ParseState::parse_call_without_parens(const Callee& callee, const Token& token, Mode mode) {
  const std::size_t mark = scratch_.size();
  std::uint32_t height = callee.height;
  Category category = Category::matched;
  bool is_single = true;
  if (!at(TokenKind::kw_do) || token.kind != TokenKind::do_identifier) {
    Mode argument_mode;
    argument_mode.blocks = false;
    // With a `do` block at its end the call may stand anywhere, whatever its arguments are.
    argument_mode.no_parens = mode.no_parens || mode.blocks;
    argument_mode.call_paren = mode.no_parens;
    bool is_first = true;
    while (true) {
      if (at_key()) {
        Operand keywords;
        if (!parse_keywords(Place::call_without_parens, keywords)) return {};
        scratch_.push_back(keywords.term);
        height = std::max(height, keywords.height);
        break;
      }
      const Operand argument = parse_expression(argument_mode);
      if (!argument) return {};
      if (is_first && argument.category == Category::no_parens) {
        category = Category::no_parens;
      } else if (!check_category(argument, Place::call_without_parens)) {
        return {};
      }
      scratch_.push_back(argument.term);
      height = std::max(height, argument.height);
      if (!at(TokenKind::comma) || category == Category::no_parens || !argument_mode.no_parens) break;
      next();
      is_first = false;
      argument_mode.call_paren = false;
    }
    is_single = scratch_.size() == mark + 1;
    if (!is_single) category = Category::no_parens;
  }
  if (!check_height(height + 1, token)) return {};
  // Where the call could take a block, what follows decides what it is: nothing is said about it before that is clear.
  const bool needs_block = category == Category::no_parens && !mode.no_parens;
  if (mode.blocks && !at(TokenKind::kw_do) && (needs_block || !can_follow_expression(peek().kind))) {
    fail_at(peek());
    return {};
  }
  Term metadata = build_.location(callee.at);
  if (mode.blocks && at(TokenKind::kw_do)) {
    if (!parse_do_block(metadata, height)) return {};
    Operand call = make_call(callee, metadata, mark, height);
    call.category = Category::unmatched;
    return call;
  }
  if (token.kind == TokenKind::op_identifier && callee.is_local && is_single) {
    metadata = build_.with(build_.names().ambiguous_op, atoms::nil, metadata);
  }
  Operand call = make_call(callee, metadata, mark, height);
  call.category = category;
  call.is_access = false;
  call.shape = Shape::bare_call;
  return call;
}

Term ParseState::call_metadata(const Callee& callee) {
  return callee.base_metadata.is_none() ? build_.location(callee.at) : callee.base_metadata;
}

Operand ParseState::make_call(const Callee& callee, Term metadata, std::size_t mark, std::uint32_t height) {
  return make_operand(build_.node(callee.target, metadata, take_scratch(mark)), height + 1, true, Shape::call);
}

// A keyword list as one term.
bool ParseState::parse_keywords(Place place, Operand& list) {
  const std::size_t mark = scratch_.size();
  std::uint32_t height = 0;
  if (!parse_keyword_pairs(place, height)) return false;
  list = make_operand(take_scratch(mark), height + 1, false);
  return true;
}

// Pushes the pairs on the scratch stack.
bool ParseState::parse_keyword_pairs(Place place, std::uint32_t& height) {
  Mode mode;
  mode.blocks = place != Place::call_without_parens;
  while (true) {
    const Token& token = next();
    const Term key = parse_key(token, height);
    if (key.is_none()) return false;
    skip_eol();
    const Operand value = parse_expression(mode);
    if (!value) return false;
    if (mode.blocks && !check_category(value, Place::container)) return false;
    height = std::max(height, value.height);
    if (!check_height(height + 2, token)) return false;
    scratch_.push_back(make_tuple(area_, {key, value.term}));
    if (!at(TokenKind::comma) || value.category == Category::no_parens) return true;
    const Token& comma = next();
    if (at_key()) continue;
    if (place == Place::call_without_parens || can_start_expression(peek().kind)) return bad_keyword_follow_up(comma, place);
    if (place == Place::call) warn(comma.position(), "trailing commas are not allowed inside function/macro call arguments");
    return true;
  }
}

// What follows the comma must be an expression before it can be a misplaced one.
bool ParseState::bad_keyword_follow_up(const Token& comma, Place place) {
  Mode mode;
  mode.blocks = false;
  mode.no_parens = false;
  const Operand follow_up = parse_expression(mode);
  if (!follow_up) return false;
  return fail_at(comma, place == Place::container ? kKeywordsNotLastInContainer : kKeywordsNotLastInCall, "','");
}

Term ParseState::parse_key(const Token& token, std::uint32_t& height) {
  const bool needs_format = token.kind == TokenKind::kw_interpolated || build_.wraps_literals();
  Term metadata = Term::nil();
  if (needs_format) {
    metadata = build_.with_token(build_.names().format, build_.names().keyword, build_.location(token.position()));
  }
  if (token.kind == TokenKind::kw_identifier) return build_.literal(token.value, metadata);
  return dynamic_atom(token, metadata, height);
}

}  // namespace respawn
