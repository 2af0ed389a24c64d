#include "term/builder.hpp"

namespace respawn {

std::int64_t list_length(Term list) {
  std::int64_t length = 0;
  for (; list.is_cons(); list = list.tail()) ++length;
  return list.is_nil() ? length : -1;
}

bool is_keyword_list(Term term) {
  for (; term.is_cons(); term = term.tail()) {
    const Term pair = term.head();
    if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom()) return false;
  }
  return term.is_nil();
}

Term keyword_get(Term keywords, Term key) {
  for (; keywords.is_cons(); keywords = keywords.tail()) {
    const Term pair = keywords.head();
    if (is_tuple_of(pair, 2) && tuple_element(pair, 0) == key) return tuple_element(pair, 1);
  }
  return Term::none();
}

}  // namespace respawn
