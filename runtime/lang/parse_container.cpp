/// Lists, tuples, binaries, maps and structs.

#include "lang/parse_state.hpp"

namespace respawn {

Operand ParseState::parse_list() {
  const Token& open = next();
  const std::uint32_t newlines = skip_eol();
  const std::size_t mark = scratch_.size();
  std::uint32_t height = 0;
  if (!parse_elements(TokenKind::close_bracket, true, true, height)) return {};
  const Token* const close = expect_closing(TokenKind::close_bracket);
  if (close == nullptr || !check_height(height + 1, open)) return {};
  Term list = take_scratch(mark);
  if (build_.wraps_literals()) {
    const Term metadata = build_.with_closing(*close, build_.location(open.position()));
    list = build_.literal(list, build_.with_newlines(newlines, metadata));
  }
  return make_operand(list, height + 1, true);
}

Operand ParseState::parse_tuple() {
  const Token& open = next();
  const std::uint32_t newlines = skip_eol();
  const std::size_t mark = scratch_.size();
  std::uint32_t height = 0;
  if (!parse_elements(TokenKind::close_curly, false, false, height)) return {};
  const Token* const close = expect_closing(TokenKind::close_curly);
  if (close == nullptr || !check_height(height + 1, open)) return {};
  const std::span<const Term> elements = scratch_from(mark);
  const bool is_pair = elements.size() == 2;
  Term metadata = Term::nil();
  if (!is_pair || build_.wraps_literals()) {
    metadata = build_.with_newlines(newlines, build_.with_closing(*close, build_.location(open.position())));
  }
  const Term tuple = is_pair ? build_.literal(make_tuple(area_, elements), metadata)
                             : build_.node(atoms::tuple_literal, metadata, make_list(area_, elements));
  scratch_.resize(mark);
  return make_operand(tuple, height + 1, true);
}

Operand ParseState::parse_bits() {
  const Token& open = next();
  const std::uint32_t newlines = skip_eol();
  const std::size_t mark = scratch_.size();
  std::uint32_t height = 0;
  if (!parse_elements(TokenKind::close_bits, false, false, height)) return {};
  const Token* const close = expect_closing(TokenKind::close_bits);
  if (close == nullptr || !check_height(height + 1, open)) return {};
  const Term metadata = build_.with_newlines(newlines, build_.with_closing(*close, build_.location(open.position())));
  return make_operand(build_.node(atoms::bitstring_literal, metadata, take_scratch(mark)), height + 1, true);
}

// The elements up to the closing token, on the scratch stack. Keywords at the end become elements of a list, or the
// last element of anything else; only a list may start with them.
bool ParseState::parse_elements(TokenKind closing, bool spreads_keywords, bool starts_with_keywords, std::uint32_t& height) {
  bool is_first = true;
  while (!at(closing)) {
    if (at_key()) {
      if (is_first && !starts_with_keywords) return fail_at(peek());
      if (spreads_keywords) return parse_keyword_pairs(Place::container, height);
      Operand keywords;
      if (!parse_keywords(Place::container, keywords)) return false;
      scratch_.push_back(keywords.term);
      height = std::max(height, keywords.height);
      return true;
    }
    const Operand element = parse_expression({});
    if (!element || !check_category(element, Place::container)) return false;
    scratch_.push_back(element.term);
    height = std::max(height, element.height);
    if (!at(TokenKind::comma)) return true;
    next();
    is_first = false;
  }
  return true;
}

// At the brace behind `%`.
Operand ParseState::parse_map() {
  const std::size_t mark = scratch_.size();
  const Token& open = peek();
  if (open.kind != TokenKind::open_curly) {
    fail_at(open);
    return {};
  }
  next();
  const std::uint32_t newlines = skip_eol();
  std::uint32_t height = 0;
  if (!at(TokenKind::close_curly) && !parse_map_arguments(height)) return {};
  const Token* const close = expect_closing(TokenKind::close_curly);
  if (close == nullptr || !check_height(height + 1, open)) return {};
  const Term metadata = build_.with_newlines(newlines, build_.with_closing(*close, build_.location(open.position())));
  return make_operand(build_.node(atoms::map_literal, metadata, take_scratch(mark)), height + 1, true);
}

Operand ParseState::parse_struct(const Token& percent) {
  Mode mode;
  mode.blocks = false;
  mode.no_parens = false;
  mode.names_struct = true;
  const Operand name = parse_expression(mode);
  if (!name) return {};
  const bool is_name = may_name_struct(name.shape) && name.category == Category::matched;
  if (is_name && at(TokenKind::eol)) next();
  if (!is_name || !at(TokenKind::open_curly)) {
    fail_at(peek());
    return {};
  }
  const Operand map = parse_map();
  if (!map) return {};
  const Term term = build_.node(atoms::percent, build_.location(percent.position()), {name.term, map.term});
  return make_operand(term, std::max(name.height, map.height) + 1, true);
}

// `map | entries`, or entries.
bool ParseState::parse_map_arguments(std::uint32_t& height) {
  if (at_key()) return parse_keyword_pairs(Place::container, height);
  Mode mode;
  mode.no_parens = false;
  mode.is_map_entry = true;
  const std::size_t base = operators_.size();
  const Operand first = parse_expression(mode);
  if (!first) return false;
  if (operators_.size() == base) return parse_map_entry(first, height) && parse_map_entries(height);

  const Operator bar = operators_.back();
  operators_.pop_back();
  const std::size_t mark = scratch_.size();
  if (at_key()) {
    if (!parse_keyword_pairs(Place::container, height)) return false;
  } else if (!parse_map_entry(first, height) || !parse_map_entries(height)) {
    return false;
  }
  height = std::max(height, bar.left.height) + 1;
  const Term entries = take_scratch(mark);
  const Term metadata = build_.with_newlines(bar.newlines, build_.location(bar.token->position()));
  scratch_.push_back(build_.node(atoms::bar, metadata, {bar.left.term, entries}));
  return true;
}

// The entries behind the first.
bool ParseState::parse_map_entries(std::uint32_t& height) {
  Mode mode;
  mode.no_parens = false;
  while (at(TokenKind::comma)) {
    next();
    if (at(TokenKind::close_curly)) return true;
    if (at_key()) return parse_keyword_pairs(Place::container, height);
    const Operand key = parse_expression(mode);
    if (!key || !parse_map_entry(key, height)) return false;
  }
  return true;
}

// `key => value`, or a call that is to be replaced by entries.
bool ParseState::parse_map_entry(const Operand& key, std::uint32_t& height) {
  const bool is_call = may_be_entry(key.shape) && key.category == Category::matched;
  if (at(TokenKind::assoc_op) && key.category != Category::no_parens) {
    const Token& arrow = next();
    skip_eol();
    Mode mode;
    mode.no_parens = false;
    const Operand value = parse_expression(mode);
    if (!value) return false;
    if (value.category == Category::no_parens) return fail_at(peek());
    scratch_.push_back(make_tuple(area_, {key.term, value.term}));
    height = std::max({height, key.height, value.height});
    return check_height(height + 2, arrow);
  }
  if (!is_call) return fail_at(peek());
  scratch_.push_back(key.term);
  height = std::max(height, key.height);
  return true;
}

// The closing token, also on a line of its own; null on failure.
const Token* ParseState::expect_closing(TokenKind closing) {
  skip_eol();
  if (at(closing)) return &next();
  fail_at(peek());
  return nullptr;
}

std::uint32_t ParseState::skip_eol() { return at(TokenKind::eol) ? next().newlines : 0; }

}  // namespace respawn
