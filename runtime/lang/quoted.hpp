#pragma once
/// Quoted: builders for quoted code, `{name, metadata, arguments}`.
///
/// Metadata is a keyword list that ends with the position: `[line: 1]`, or `[line: 1, column: 2]` with columns. What
/// stands in front of it is built from the back, so that the keys come in the order that tools know from Elixir.
///
/// Terms are shared where they are equal (the metadata of all calls on a line, without columns): nothing may change
/// a term after it was built.

#include <initializer_list>
#include <span>
#include <string_view>

#include "lang/source.hpp"
#include "lang/token.hpp"
#include "term/area.hpp"
#include "term/builder.hpp"

namespace respawn {

/// Atoms of quoted code that the runtime has no constant for.
struct QuotedAtoms {
  Term closing, do_, end, end_of_expression, newlines, delimiter, format, keyword, token, indentation, last, ambiguous_op, utf8;
  Term binary_to_atom, binary_to_existing_atom, to_string, to_charlist, list_module, slash, not_in;

  static const QuotedAtoms& get();
};

class QuotedBuilder {
 public:
  QuotedBuilder(Area& area, const ParseOptions& options);

  Area& area() { return area_; }
  const QuotedAtoms& names() const { return names_; }
  bool has_token_metadata() const { return has_token_metadata_; }
  bool wraps_literals() const { return wraps_literals_; }

  /// `[line: …]`, `[line: …, column: …]`.
  Term location(Position position);
  /// `[{key, value} | metadata]`.
  Term with(Term key, Term value, Term metadata) {
    return make_cons(area_, make_tuple(area_, {key, value}), metadata);
  }
  /// The same, only where token metadata is wanted.
  Term with_token(Term key, Term value, Term metadata) { return has_token_metadata_ ? with(key, value, metadata) : metadata; }
  /// `newlines: count` in front when there are any and they are wanted.
  Term with_newlines(std::uint32_t count, Term metadata) {
    return has_token_metadata_ && count > 0 ? with(names_.newlines, Term::small(count), metadata) : metadata;
  }
  Term with_closing(const Token& closing, Term metadata) {
    return has_token_metadata_ ? with(names_.closing, location(closing.position()), metadata) : metadata;
  }

  Term node(Term name, Term metadata, Term arguments) { return make_tuple(area_, {name, metadata, arguments}); }
  Term node(Term name, Term metadata, std::initializer_list<Term> arguments) {
    return node(name, metadata, make_list(area_, arguments));
  }
  Term variable(Term name, Term metadata) { return node(name, metadata, atoms::nil); }
  Term binary(std::string_view bytes);
  /// The characters of a binary as a list; none when it is not UTF-8.
  Term charlist(std::string_view bytes);

  /// A literal, as `{:__block__, metadata, [value]}` where literals are wrapped.
  Term literal(Term value, Term metadata) { return wraps_literals_ ? node(atoms::block, metadata, {value}) : value; }
  Term literal(Term value, Position position) { return wraps_literals_ ? literal(value, location(position)) : value; }

  /// A sequence of expressions: itself when it is a single one that needs no block around it.
  Term block(std::span<const Term> expressions);

  /// `end_of_expression:` in front of `metadata`.
  Term end_metadata(Term metadata, const Token& end);
  /// The expression with `end_of_expression:` in front of its metadata; what has no metadata stays.
  Term annotate_end(Term expression, const Token& end);

 private:
  Area& area_;
  const QuotedAtoms& names_;
  const bool has_columns_;
  const bool has_token_metadata_;
  const bool wraps_literals_;
  std::uint32_t cached_line_ = 0;
  Term cached_location_;  // of that line; none with columns
};

/// `{name, metadata, arguments}` with a list for metadata.
inline bool is_node(Term term) { return is_tuple_of(term, 3) && tuple_element(term, 1).is_list(); }
/// A node with this name and a list of exactly one argument.
bool is_unary_node(Term term, Term name);
/// `not x`, `!x`: they get a block around them where they stand alone, so that `not(x) in y` can be told from them.
inline bool is_negation(Term term) { return is_unary_node(term, atoms::not_) || is_unary_node(term, atoms::bang); }

}  // namespace respawn
