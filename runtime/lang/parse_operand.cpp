/// Operands: literals, names, captures, and what dots and brackets make of them.

#include "lang/parse_state.hpp"

namespace respawn {
namespace {

constexpr const char* kAliasAfterAtom =
    "atom cannot be followed by an alias. If the '.' was meant to be part of the atom's name, the atom name must be quoted. Syntax "
    "error before: ";

}  // namespace

Operand ParseState::parse_operand(Mode mode) {
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::identifier:
    case TokenKind::paren_identifier:
    case TokenKind::bracket_identifier:
    case TokenKind::do_identifier:
    case TokenKind::op_identifier: return parse_identifier(mode);
    case TokenKind::alias: return parse_alias();
    case TokenKind::atom:
      next();
      return make_operand(build_.literal(token.value, token.position()), 1, true, Shape::name);
    case TokenKind::atom_quoted:
    case TokenKind::atom_interpolated: next(); return parse_quoted_atom(token);
    case TokenKind::kw_true: next(); return make_operand(build_.literal(atoms::true_, token.position()), 1, true);
    case TokenKind::kw_false: next(); return make_operand(build_.literal(atoms::false_, token.position()), 1, true);
    case TokenKind::kw_nil: next(); return make_operand(build_.literal(atoms::nil, token.position()), 1, true);
    case TokenKind::integer:
    case TokenKind::floating:
    case TokenKind::character: next(); return number_literal(token);
    case TokenKind::binary_string:
    case TokenKind::list_string:
    case TokenKind::binary_heredoc:
    case TokenKind::list_heredoc: next(); return parse_string(token);
    case TokenKind::sigil: next(); return parse_sigil(token);
    case TokenKind::open_paren: return parse_parens_operand(mode);
    case TokenKind::open_bracket: return parse_list();
    case TokenKind::open_curly: return parse_tuple();
    case TokenKind::open_bits: return parse_bits();
    case TokenKind::percent_braces: next(); return parse_map();
    case TokenKind::percent: next(); return parse_struct(token);
    case TokenKind::kw_fn: return parse_fn();
    case TokenKind::capture_op: return parse_capture_argument();
    case TokenKind::range_op:
      next();
      return make_operand(build_.node(atoms::range, build_.location(token.position()), Term::nil()), 1, true);
    default: fail_at(token); return {};
  }
}

Operand ParseState::parse_identifier(Mode mode) {
  const Token& token = next();
  return parse_name({token.value, token.position(), 0, true, Term::none()}, token, mode);
}

Operand ParseState::parse_alias() {
  const Token& token = next();
  Term metadata = build_.location(token.position());
  metadata = build_.with_token(build_.names().last, metadata, metadata);
  return make_operand(build_.node(atoms::aliases, metadata, {token.value}), 1, true, Shape::name);
}

// `&1`
Operand ParseState::parse_capture_argument() {
  const Token& capture = next();
  skip_eol();
  const Token& number = next();
  return make_operand(build_.node(atoms::capture, build_.location(capture.position()), {number.value}), 1, true);
}

Operand ParseState::number_literal(const Token& token) {
  Term term = token.value;
  if (build_.wraps_literals()) {
    const std::string_view text = source_.substr(token.begin, token.end - token.begin);
    const Term position = build_.location(token.position());
    term = build_.literal(term, build_.with_token(build_.names().token, build_.binary(text), position));
  }
  return make_operand(term, 1, true);
}

Operand ParseState::parse_dot(const Operand& left, Mode mode) {
  const Token& dot = next();
  skip_eol();
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::alias: return parse_dot_alias(left, dot);
    case TokenKind::identifier:
    case TokenKind::paren_identifier:
    case TokenKind::bracket_identifier:
    case TokenKind::do_identifier:
    case TokenKind::op_identifier: {
      next();
      if (!check_height(left.height + 2, token)) return {};
      const Term target = build_.node(atoms::dot, build_.location(dot.position()), {left.term, token.value});
      return parse_name({target, token.position(), left.height + 1, false, Term::none()}, token, mode);
    }
    case TokenKind::open_curly: {
      const Token& open = next();
      const std::uint32_t newlines = skip_eol();
      const std::size_t mark = scratch_.size();
      std::uint32_t height = left.height + 1;
      if (!parse_elements(TokenKind::close_curly, false, false, height)) return {};
      const Token* const close = expect_closing(TokenKind::close_curly);
      if (close == nullptr || !check_height(height + 1, open)) return {};
      const Term position = build_.location(dot.position());
      const Term target = build_.node(atoms::dot, position, {left.term, atoms::tuple_literal});
      const bool is_empty = scratch_.size() == mark;
      const Term metadata = is_empty ? position : build_.with_newlines(newlines, build_.with_closing(*close, position));
      return make_operand(build_.node(target, metadata, take_scratch(mark)), height + 1, true, Shape::name);
    }
    default: fail_at(token); return {};
  }
}

// `left.Alias`, and all further aliases at once, so that a long path costs no more than its length.
Operand ParseState::parse_dot_alias(const Operand& left, const Token& dot) {
  if (left.term.is_atom()) {
    fail_at(peek(), kAliasAfterAtom, "'.'");
    return {};
  }
  const std::size_t mark = scratch_.size();
  Term metadata;
  if (is_node(left.term) && tuple_element(left.term, 0) == atoms::aliases) {
    for (const Term part : ListRange(tuple_element(left.term, 2))) scratch_.push_back(part);
    metadata = tuple_element(left.term, 1);
    if (build_.has_token_metadata()) metadata = metadata.tail();  // the old `last:`
  } else {
    scratch_.push_back(left.term);
    metadata = build_.location(dot.position());
  }
  const Token* last = &next();
  scratch_.push_back(last->value);
  while (at(TokenKind::dot) && peek(1).kind == TokenKind::alias) {
    next();
    last = &next();
    scratch_.push_back(last->value);
  }
  metadata = build_.with_token(build_.names().last, build_.location(last->position()), metadata);
  return make_operand(build_.node(atoms::aliases, metadata, take_scratch(mark)), left.height + 1, true, Shape::name);
}

// `left.()`
Operand ParseState::parse_dot_call(const Operand& left, Mode mode) {
  const Token& dot = next();
  if (!check_height(left.height + 2, dot)) return {};
  const Term target = build_.node(atoms::dot, build_.location(dot.position()), {left.term});
  return parse_call_with_parens({target, dot.position(), left.height + 1, false, Term::none()}, mode);
}

Operand ParseState::parse_access(const Operand& container) {
  const Token& open = next();
  const std::uint32_t newlines = skip_eol();
  Operand key;
  if (at_key()) {
    if (!parse_keywords(Place::container, key)) return {};
  } else {
    key = parse_expression({});
    if (!key || !check_category(key, Place::container)) return {};
    if (at(TokenKind::comma)) next();
  }
  const Token* const close = expect_closing(TokenKind::close_bracket);
  if (close == nullptr) return {};
  const std::uint32_t height = std::max(container.height, key.height) + 1;
  if (!check_height(height, open)) return {};
  const Term metadata = build_.with_newlines(newlines, build_.with_closing(*close, build_.location(open.position())));
  const Term target = build_.node(atoms::dot, metadata, {atoms::Access, atoms::get});
  return make_operand(build_.node(target, metadata, {container.term, key.term}), height, true);
}

}  // namespace respawn
