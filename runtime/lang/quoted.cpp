#include "lang/quoted.hpp"

#include "base/utf8.hpp"
#include "term/binary.hpp"

namespace respawn {

const QuotedAtoms& QuotedAtoms::get() {
  static const QuotedAtoms names = [] {
    QuotedAtoms made;
    made.closing = intern("closing");
    made.do_ = atoms::do_;
    made.end = atoms::end;
    made.end_of_expression = intern("end_of_expression");
    made.newlines = intern("newlines");
    made.delimiter = intern("delimiter");
    made.format = intern("format");
    made.keyword = intern("keyword");
    made.token = intern("token");
    made.indentation = intern("indentation");
    made.last = intern("last");
    made.ambiguous_op = intern("ambiguous_op");
    made.utf8 = intern("utf8");
    made.binary_to_atom = intern("binary_to_atom");
    made.binary_to_existing_atom = intern("binary_to_existing_atom");
    made.to_string = intern("to_string");
    made.to_charlist = intern("to_charlist");
    made.list_module = intern("Elixir.List");
    made.slash = intern("/");
    made.not_in = intern("not in");
    return made;
  }();
  return names;
}

QuotedBuilder::QuotedBuilder(Area& area, const ParseOptions& options)
    : area_(area),
      names_(QuotedAtoms::get()),
      has_columns_(options.columns),
      has_token_metadata_(options.token_metadata),
      wraps_literals_(options.wrap_literals) {}

Term QuotedBuilder::location(Position position) {
  if (!cached_location_.is_none() && position.line == cached_line_) return cached_location_;
  Term list = Term::nil();
  if (has_columns_) list = with(atoms::column, Term::small(position.column), list);
  list = with(atoms::line, Term::small(position.line), list);
  if (!has_columns_) {
    cached_line_ = position.line;
    cached_location_ = list;
  }
  return list;
}

Term QuotedBuilder::binary(std::string_view bytes) { return make_binary(area_, bytes); }

Term QuotedBuilder::charlist(std::string_view bytes) {
  ListBuilder list(area_);
  while (!bytes.empty()) {
    const auto decoded = utf8::decode(bytes);
    if (!decoded) return Term::none();
    list.add(Term::small(decoded->codepoint));
    bytes.remove_prefix(decoded->length_bytes);
  }
  return list.finish();
}

Term QuotedBuilder::block(std::span<const Term> expressions) {
  if (expressions.size() == 1) {
    const Term only = expressions[0];
    if (!is_negation(only) && !is_unary_node(only, atoms::unquote_splicing)) return only;
  }
  return node(atoms::block, Term::nil(), make_list(area_, expressions));
}

Term QuotedBuilder::end_metadata(Term metadata, const Token& end) {
  if (!has_token_metadata_) return metadata;
  const Term value = with(names_.newlines, Term::small(end.newlines), location(end.position()));
  return with(names_.end_of_expression, value, metadata);
}

Term QuotedBuilder::annotate_end(Term expression, const Token& end) {
  if (!has_token_metadata_ || !is_node(expression)) return expression;
  return node(tuple_element(expression, 0), end_metadata(tuple_element(expression, 1), end), tuple_element(expression, 2));
}

bool is_unary_node(Term term, Term name) {
  if (!is_node(term) || tuple_element(term, 0) != name) return false;
  const Term arguments = tuple_element(term, 2);
  return arguments.is_cons() && arguments.tail().is_nil();
}

}  // namespace respawn
