/// Strings, charlists, quoted atoms and sigils as quoted code; interpolations are parsed here.

#include "lang/parse_state.hpp"
#include "term/binary.hpp"

namespace respawn {

Operand ParseState::parse_string(const Token& token) {
  const bool is_list = token.kind == TokenKind::list_string || token.kind == TokenKind::list_heredoc;
  const Text* const text = token.begin == kNoText ? nullptr : &lexer_.texts()[token.begin];
  std::uint32_t height = 1;
  const bool is_plain = text == nullptr || (text->parts.size() == 1 && !text->parts[0].literal.is_none());
  const Term metadata = !is_plain || build_.wraps_literals() ? string_metadata(token, text) : Term::nil();
  if (is_plain) {
    const Term binary = text == nullptr ? token.value : text->parts[0].literal;
    if (!is_list) return make_operand(build_.literal(binary, metadata), height, true);
    const Term list = build_.charlist(*aligned_bytes(binary));
    if (list.is_none()) {
      fail_encoding(token);
      return {};
    }
    return make_operand(build_.literal(list, metadata), height, true);
  }
  const Term parts = build_parts(*text, is_list, height);
  if (parts.is_none()) return {};
  if (!is_list) return make_operand(build_.node(atoms::bitstring_literal, metadata, parts), height + 1, true);
  const Term target = build_.node(atoms::dot, build_.location(token.position()), {build_.names().list_module, build_.names().to_charlist});
  return make_operand(build_.node(target, metadata, {parts}), height + 1, true);
}

// `[delimiter: "\"\"\"", indentation: 2, line: 1]`
Term ParseState::string_metadata(const Token& token, const Text* text) {
  Term metadata = build_.location(token.position());
  if (!build_.has_token_metadata()) return metadata;
  const bool is_heredoc = text != nullptr && text->is_heredoc;
  if (is_heredoc) metadata = build_.with(build_.names().indentation, Term::small(text->indentation), metadata);
  return build_.with(build_.names().delimiter, build_.binary(std::string(is_heredoc ? 3 : 1, token.delimiter)), metadata);
}

Operand ParseState::parse_quoted_atom(const Token& token) {
  const bool is_plain = token.kind == TokenKind::atom_quoted;
  Term metadata = Term::nil();
  if (!is_plain || build_.wraps_literals()) {
    metadata = build_.location(token.position());
    // Elixir 1.14 says so whatever the quotes are.
    if (build_.wraps_literals() || !is_plain) metadata = build_.with_token(build_.names().delimiter, build_.binary("\""), metadata);
  }
  if (is_plain) return make_operand(build_.literal(token.value, metadata), 1, true, Shape::name);
  std::uint32_t height = 1;
  const Term term = dynamic_atom(token, metadata, height);
  if (term.is_none()) return {};
  return make_operand(term, height, true);
}

// A quoted atom or key with interpolation: made when the code runs.
Term ParseState::dynamic_atom(const Token& token, Term metadata, std::uint32_t& height) {
  const Term position = build_.location(token.position());
  std::uint32_t inner_height = 0;
  const Term parts = build_parts(lexer_.texts()[token.begin], false, inner_height);
  if (parts.is_none()) return parts;
  height = std::max(height, inner_height + 3);
  const Term function = options_.existing_atoms_only ? build_.names().binary_to_existing_atom : build_.names().binary_to_atom;
  const Term target = build_.node(atoms::dot, position, {atoms::erlang, function});
  return build_.node(target, metadata, {build_.node(atoms::bitstring_literal, position, parts), build_.names().utf8});
}

Operand ParseState::parse_sigil(const Token& token) {
  const Text& text = lexer_.texts()[token.begin];
  std::uint32_t height = 1;
  const Term parts = build_parts(text, false, height);
  if (parts.is_none()) return {};
  const Term position = build_.location(token.position());
  // The indentation is needed to format the code, and given always.
  const Term inner_metadata =
      text.is_heredoc ? build_.with(build_.names().indentation, Term::small(text.indentation), position) : position;
  const Term metadata = build_.with(build_.names().delimiter, build_.binary(text.delimiter), position);
  const Term content = build_.node(atoms::bitstring_literal, inner_metadata, parts);
  const Term name = intern(std::string("sigil_") + token.delimiter);
  return make_operand(build_.node(name, metadata, {content, build_.charlist(text.modifiers)}), height + 2, true);
}

Term ParseState::build_parts(const Text& text, bool as_charlist, std::uint32_t& height) {
  const std::size_t mark = scratch_.size();
  for (const TextPart& part : text.parts) {
    const Term term = part.literal.is_none() ? build_interpolation(part, as_charlist, height) : part.literal;
    if (term.is_none()) return term;
    scratch_.push_back(term);
  }
  return take_scratch(mark);
}

// `#{code}`: `Kernel.to_string(code) :: binary`, in a charlist without the type.
Term ParseState::build_interpolation(const TextPart& part, bool as_charlist, std::uint32_t& height) {
  const Token* const outer = current_;
  current_ = part.tokens.data();
  ++nesting_;
  const Operand code = nesting_ < kNestingMax ? parse_sequence() : Operand{};
  if (nesting_ >= kNestingMax) fail_nesting(peek());
  --nesting_;
  current_ = outer;
  if (!code) return Term::none();
  height = std::max(height, code.height + 3);
  if (!check_height(height, part.tokens.back())) return Term::none();
  const Term position = build_.location(part.begin);
  Term metadata = position;
  if (build_.has_token_metadata()) metadata = build_.with(build_.names().closing, build_.location(part.end), position);
  const Term target = build_.node(atoms::dot, position, {atoms::Kernel, build_.names().to_string});
  const Term call = build_.node(target, metadata, {code.term});
  if (as_charlist) return call;
  return build_.node(atoms::type_operator, position, {call, build_.variable(atoms::binary, position)});
}

bool ParseState::fail_encoding(const Token& token) {
  return fail_at(token, "invalid encoding in charlist: ", std::string(1, token.delimiter));
}

}  // namespace respawn
