#pragma once
/// Builders: short ways to put a value into an area.

#include <initializer_list>
#include <span>
#include <string_view>

#include "term/area.hpp"
#include "term/atom.hpp"

namespace respawn {

inline Term make_cons(Area& area, Term head, Term tail) {
  Word* cell = area.allocate(kConsWords);
  cell[0] = head.word();
  cell[1] = tail.word();
  return Term::cons(cell);
}

inline Term make_tuple(Area& area, std::span<const Term> elements) {
  Word* object = area.allocate(1 + elements.size());
  object[0] = header::make(Kind::tuple, elements.size());
  for (std::size_t i = 0; i < elements.size(); ++i) object[1 + i] = elements[i].word();
  return Term::boxed(object);
}
inline Term make_tuple(Area& area, std::initializer_list<Term> elements) {
  return make_tuple(area, std::span<const Term>(elements.begin(), elements.size()));
}

inline Term make_list(Area& area, std::span<const Term> elements, Term tail = Term::nil()) {
  for (std::size_t i = elements.size(); i-- > 0;) tail = make_cons(area, elements[i], tail);
  return tail;
}
inline Term make_list(Area& area, std::initializer_list<Term> elements, Term tail = Term::nil()) {
  return make_list(area, std::span<const Term>(elements.begin(), elements.size()), tail);
}

/// Appends to the end of a list while walking forward. The list is complete after `finish`.
class ListBuilder {
 public:
  explicit ListBuilder(Area& area) : area_(area) {}
  void add(Term element) {
    Word* cell = area_.allocate(kConsWords);
    cell[0] = element.word();
    cell[1] = Term::nil().word();
    if (last_ == nullptr) {
      first_ = Term::cons(cell);
    } else {
      last_[1] = Term::cons(cell).word();
    }
    last_ = cell;
  }
  Term finish(Term tail = Term::nil()) {
    if (last_ == nullptr) return tail;
    last_[1] = tail.word();
    return first_;
  }

 private:
  Area& area_;
  Term first_ = Term::nil();
  Word* last_ = nullptr;
};

/// Walks a proper list: `for (Term element : ListRange(list))`. Stops at whatever ends the list; tail() after the
/// walk is nil for a proper one.
class ListRange {
 public:
  explicit ListRange(Term list) : list_(list) {}
  struct Iterator {
    Term rest;
    Term operator*() const { return rest.head(); }
    Iterator& operator++() {
      rest = rest.tail();
      return *this;
    }
    bool operator!=(const Iterator&) const { return rest.is_cons(); }
  };
  Iterator begin() const { return {list_}; }
  Iterator end() const { return {Term::nil()}; }

 private:
  Term list_;
};

/// Number of elements of a proper list; -1 for anything else.
std::int64_t list_length(Term list);

/// Whether `term` is a proper list of two-tuples with atoms in front.
bool is_keyword_list(Term term);

/// The value of `key` in a keyword list, or none.
Term keyword_get(Term keywords, Term key);

}  // namespace respawn
