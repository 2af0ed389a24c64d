#pragma once
/// Argument notes: what is wrong with the arguments of a call, in OTP's words.
///
/// A native tests just what it needs to do its work; when it cannot, it says of every argument what is wrong with it, or
/// nothing (an empty note). Elixir prints the notes below "errors were found at the given arguments".

#include <initializer_list>
#include <string_view>

#include "term/binary.hpp"
#include "term/number.hpp"
#include "vm/native_call.hpp"

namespace respawn {

using Note = std::string_view;

/// badarg, or another reason, with the note on each argument from the first on.
NativeResult bad_arguments(NativeCall& call, std::initializer_list<Note> notes, Term reason = atoms::badarg);

/// {badmap, map} and a note on the argument at `position` (from 1), which is this map.
NativeResult bad_map(NativeCall& call, unsigned position);

inline Note atom_note(Term term) { return term.is_atom() ? Note() : "not an atom"; }
inline Note integer_note(Term term) { return is_integer(term) ? Note() : "not an integer"; }
inline Note number_note(Term term) { return is_number(term) ? Note() : "not a number"; }
inline Note float_note(Term term) { return is_float(term) ? Note() : "not a float"; }
inline Note tuple_note(Term term) { return is_tuple(term) ? Note() : "not a tuple"; }
inline Note map_note(Term term) { return is_map(term) ? Note() : "not a map"; }
inline Note binary_note(Term term) { return is_binary(term) ? Note() : "not a binary"; }
inline Note bitstring_note(Term term) { return is_bitstring(term) ? Note() : "not a bitstring"; }
inline Note fun_note(Term term) { return is_function(term) ? Note() : "not a fun"; }

/// A binary, as the functions of :binary word it.
inline Note whole_bytes_note(Term term) {
  if (!is_bitstring(term)) return "not a binary";
  return is_binary(term) ? Note() : "is a bitstring (expected a binary)";
}

/// Integers below `least` are out of range.
inline Note integer_note(Term term, std::int64_t least) {
  if (!is_integer(term)) return "not an integer";
  return compare_numbers(term, Term::small(least)) < 0 ? "out of range" : Note();
}

inline Note list_note(Term term) {
  if (!term.is_list()) return "not a list";
  return list_length(term) < 0 ? "not a proper list" : Note();
}

inline Note base_note(Term term) {
  const bool fine = term.is_small() && term.small_value() >= 2 && term.small_value() <= 36;
  return fine ? Note() : "not an integer in the range 2 through 36";
}

/// For an argument that is of the right kind and wrong all the same.
inline Note or_else(Note note, Note otherwise) { return note.empty() ? otherwise : note; }

}  // namespace respawn
