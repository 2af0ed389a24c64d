/// Expressions: operands and the operators between them.

#include <fmt/format.h>

#include <algorithm>

#include "lang/parse_state.hpp"

namespace respawn {
namespace {

constexpr const char* kCommaInCall =
    "unexpected comma. Parentheses are required to solve ambiguity in nested calls.\n\nThis error happens when you have nested "
    "function calls without parentheses. For example:\n\n    one a, two b, c, d\n\nIn the example above, we don't know if the "
    "parameters \"c\" and \"d\" apply to the function \"one\" or \"two\". You can solve this by explicitly adding parentheses:\n\n"
    "    one a, two(b, c, d)\n\nOr by adding commas (in case a nested call is not intended):\n\n    one, a, two, b, c, d\n\n"
    "Elixir cannot compile otherwise. Syntax error before: ";

constexpr const char* kCommaInContainer =
    "unexpected comma. Parentheses are required to solve ambiguity inside containers.\n\nThis error may happen when you forget a "
    "comma in a list or other container:\n\n    [a, b c, d]\n\nOr when you have ambiguous calls:\n\n    [one, two three, four, "
    "five]\n\nIn the example above, we don't know if the parameters \"four\" and \"five\" belongs to the list or the function "
    "\"two\". You can solve this by explicitly adding parentheses:\n\n    [one, two(three, four), five]\n\nElixir cannot compile "
    "otherwise. Syntax error before: ";

constexpr const char* kStepWithoutRange =
    "the range step operator (//) must immediately follow the range definition operator (..), for example: 1..9//2. If you wanted "
    "to define a default argument, use (\\\\) instead. Syntax error before: ";

Category joined(Category left, Category right) {
  if (left == Category::unmatched || right == Category::unmatched) return Category::unmatched;
  return right;
}

}  // namespace

Operand ParseState::parse_expression(Mode mode) {
  const std::size_t base = operators_.size();
  if (nesting_ >= kNestingMax) {
    fail_nesting(peek());
    return {};
  }
  ++nesting_;
  Operand result;
  if (parse_prefixes(mode, base)) {
    if (const Operand operand = parse_operand(operand_mode(mode, base))) result = continue_expression(operand, mode, base);
  }
  --nesting_;
  return result;
}

// The rest of an expression whose first operand is there, and whose prefix operators are on the stack above `base`.
Operand ParseState::continue_expression(Operand operand, Mode mode, std::size_t base) {
  while (true) {
    if (operand.category == Category::matched && !parse_postfix(operand, mode, base)) return {};
    const Token& token = peek();
    const Precedence precedence = binary_precedence(token.kind);
    if (precedence.level == 0 || operand.category == Category::no_parens) break;
    while (operators_.size() > base) {
      // Once its operand has a `do` block, a prefix operator applies to all that follows.
      if (operators_.back().is_prefix && operand.category == Category::unmatched) break;
      const std::uint16_t level = operators_.back().level;
      if (level < precedence.level || (level == precedence.level && precedence.is_right)) break;
      if (!reduce_top(operand)) return {};
    }
    next();
    const std::uint32_t newlines_after = skip_eol();
    const std::uint32_t newlines = newlines_after > 0 && token.kind != TokenKind::match_op ? newlines_after : token.newlines;
    const bool admits = admits_no_parens(mode, base, operand.category);
    if (!push_operator({&token, operand, precedence.level, false, newlines, admits}, base)) return {};
    mode.names_struct = false;
    mode.call_paren = false;
    if (at_key()) {
      // `map | key: value`: the caller finds the bar on the stack. Elsewhere only `when` takes keywords.
      if (mode.is_map_entry && token.kind == TokenKind::pipe_op && operators_.size() == base + 1) return operand;
      if (token.kind != TokenKind::when_op || !mode.no_parens) {
        fail_at(peek());
        return {};
      }
      if (!parse_keywords(Place::call_without_parens, operand)) return {};
      operand.category = Category::no_parens;
      break;
    }
    if (!parse_prefixes(mode, base)) return {};
    operand = parse_operand(operand_mode(mode, base));
    if (!operand) return {};
  }
  std::size_t keep = base;
  if (mode.is_map_entry && operators_.size() > base && operators_[base].token->kind == TokenKind::pipe_op) keep = base + 1;
  while (operators_.size() > keep) {
    if (!reduce_top(operand)) return {};
  }
  if (keep > base) {
    const bool is_entry = at(TokenKind::assoc_op) || (may_be_entry(operand.shape) && operand.category == Category::matched);
    if (!is_entry && !reduce_top(operand)) return {};
  }
  return operand;
}

bool ParseState::parse_prefixes(Mode& mode, std::size_t base) {
  while (true) {
    const Token& token = peek();
    const std::uint16_t level = prefix_level(token.kind);
    if (level == 0) return true;
    if (token.kind == TokenKind::capture_op) {
      // `&1` is an operand.
      const bool has_eol = peek(1).kind == TokenKind::eol;
      if (peek(has_eol ? 2 : 1).kind == TokenKind::integer) return true;
      mode.names_struct = false;
    }
    mode.call_paren = false;
    next();
    skip_eol();
    if (!push_operator({&token, {}, level, true, 0, admits_no_parens(mode, base, Category::unmatched)}, base)) return false;
  }
}

// Where a no_parens expression may not stand, one may be the right side of an operator that makes it unmatched: of a
// prefix operator, or behind a `do` block.
bool ParseState::admits_no_parens(Mode mode, std::size_t base, Category left) const {
  if (mode.no_parens || !mode.blocks) return false;
  return left == Category::unmatched || (operators_.size() > base && operators_.back().admits_no_parens);
}

Mode ParseState::operand_mode(Mode mode, std::size_t base) const {
  if (operators_.size() > base && operators_.back().admits_no_parens) mode.no_parens = true;
  return mode;
}

bool ParseState::parse_postfix(Operand& operand, Mode mode, std::size_t base) {
  while (operand.category == Category::matched) {
    switch (peek().kind) {
      case TokenKind::dot:
        if (!reduce_ats(operand, base)) return false;
        operand = parse_dot(operand, operand_mode(mode, base));
        break;
      case TokenKind::dot_call:
        if (!reduce_ats(operand, base)) return false;
        operand = parse_dot_call(operand, operand_mode(mode, base));
        break;
      case TokenKind::open_bracket:
        if (!operand.is_access) return true;
        // `@foo[bar]` accesses the attribute; one more `@` in front is applied to what comes out.
        if (operators_.size() > base && operators_.back().level == kAtLevel && !reduce_top(operand)) return false;
        operand = parse_access(operand);
        break;
      case TokenKind::kw_identifier:
        if (!operand.is_access) return true;
        return fail_key(peek());
      default: return true;
    }
    if (!operand) return false;
  }
  return true;
}

// A key behind something complete: often a comma is missing in front of `do:`.
bool ParseState::fail_key(const Token& key) {
  const std::string name(atom_text(key.value));
  if (key.value != atoms::do_) return fail_at(key, "syntax error before: ", "'" + name + ":'");
  fail_at(key, "unexpected keyword: ", name + ":");
  error_.suffix = kMisplacedDo;
  error_.has_suffix = true;
  return false;
}

bool ParseState::push_operator(const Operator& entry, std::size_t base) {
  if (operators_.size() - base >= kQuotedHeightMax) return fail_height(*entry.token);
  operators_.push_back(entry);
  return true;
}

bool ParseState::reduce_top(Operand& right) {
  const Operator entry = operators_.back();
  operators_.pop_back();
  right = entry.is_prefix ? build_prefix(entry, right) : build_binary(entry, right);
  return static_cast<bool>(right);
}

// A dot binds less than `@`.
bool ParseState::reduce_ats(Operand& operand, std::size_t base) {
  while (operators_.size() > base && operators_.back().level == kAtLevel) {
    if (!reduce_top(operand)) return false;
  }
  return true;
}

Operand ParseState::build_prefix(const Operator& entry, const Operand& operand) {
  const Token& token = *entry.token;
  Operand result = operand;
  result.term = build_.node(token.value, build_.location(token.position()), {operand.term});
  result.height = operand.height + 1;
  if (!check_height(result.height, token)) return {};
  if (token.kind == TokenKind::ternary_op) {
    // `//x` is the function `/` divided by x: what `&//2` must mean.
    const Position slash{token.line, token.column + 1};
    const Term function = build_.variable(build_.names().slash, build_.location(token.position()));
    result.term = build_.node(build_.names().slash, build_.location(slash), {function, operand.term});
  }
  result.shape = token.kind != TokenKind::capture_op && may_name_struct(operand.shape) ? Shape::name : Shape::other;
  result.is_access = false;
  if (entry.admits_no_parens && operand.category == Category::no_parens) result.category = Category::unmatched;
  return result;
}

Operand ParseState::build_binary(const Operator& entry, const Operand& right) {
  const Token& token = *entry.token;
  const Term left = entry.left.term;
  const Term position = build_.location(token.position());
  const Term metadata = token.value == build_.names().not_in ? position : build_.with_newlines(entry.newlines, position);
  Operand result;
  result.category = joined(entry.left.category, right.category);
  result.height = std::max(entry.left.height, right.height) + 1;
  if (!check_height(result.height, token)) return {};
  switch (token.kind) {
    case TokenKind::in_op:
      result.term = build_in(token, metadata, left, right.term);
      break;
    case TokenKind::ternary_op: {
      const Term range = is_node(left) && tuple_element(left, 0) == atoms::range ? tuple_element(left, 2) : Term::nil();
      if (list_length(range) != 2) {
        fail_at(token, kStepWithoutRange, "'//'");
        return {};
      }
      result.term = build_.node(atoms::range_step, tuple_element(left, 1), {range.head(), range.tail().head(), right.term});
      break;
    }
    default:
      if (token.kind == TokenKind::arrow_op) warn_pipe(token, right);
      result.term = build_.node(token.value, metadata, {left, right.term});
      break;
  }
  return result;
}

// `a not in b` and, deprecated, `not a in b` mean `not (a in b)`.
Term ParseState::build_in(const Token& token, Term metadata, Term left, Term right) {
  if (token.value == build_.names().not_in) {
    return build_.node(atoms::not_, metadata, {build_.node(atoms::in, metadata, {left, right})});
  }
  if (!is_negation(left)) return build_.node(atoms::in, metadata, {left, right});
  const Term negation = tuple_element(left, 0);
  metadata = build_.location(token.position());
  warn(token.position(), "\"not expr1 in expr2\" is deprecated, use \"expr1 not in expr2\" instead");
  return build_.node(negation, metadata, {build_.node(atoms::in, metadata, {tuple_element(left, 2).head(), right})});
}

void ParseState::warn_pipe(const Token& token, const Operand& right) {
  if (right.shape != Shape::bare_call) return;
  warn(token.position(),
       fmt::format("parentheses are required when piping into a function call. For example:\n\n    foo 1 {0} bar 2 {0} baz 3\n\nis "
                   "ambiguous and should be written as\n\n    foo(1) {0} bar(2) {0} baz(3)\n\nAmbiguous pipe found at:",
                   atom_text(token.value)));
}

// A call with several arguments and without parentheses is ambiguous where a comma may follow.
bool ParseState::check_category(const Operand& operand, Place place) {
  if (operand.category != Category::no_parens) return true;
  return fail_node(operand, place == Place::container ? kCommaInContainer : kCommaInCall, "','");
}

}  // namespace respawn
