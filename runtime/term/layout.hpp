#pragma once
/// Layout: the objects that a boxed term points to.
///
/// Every object starts with a header word: size in words after the header, 16 bits for the kind's own use, the kind,
/// and the header tag. The kinds fall into two classes, and every walk over memory (collector, copy, check) depends
/// only on this: the words of a *scanned* object are terms or aligned pointers (which look like small integers);
/// the words of a *raw* object mean nothing to a walker and are skipped by size.
///
///     tuple          scanned   elements
///     flat_map       scanned   keys (a tuple, sorted), values
///     hash_map       scanned   size (small), root node
///     hash_node      scanned   children; the 16 own bits are the bitmap of occupied branches
///     closure        scanned   code, free variables
///     export_fun     scanned   function entry, module, name, arity
///     sub_binary     scanned   bit offset (small), bit size (small), the whole binary
///     match_context  scanned   bit position (small), bit end (small), the whole binary
///     raw_trace      scanned   an entry or nil, code addresses (vm/raise.hpp); never seen by a program
///     floating       raw       the double
///     big_integer    raw       magnitude, least word first; bit 0 of the own bits is the sign
///     heap_binary    raw       size in bytes, the bytes
///     shared_binary  raw       size in bytes, SharedBinary*, next in the owner's list of shared binaries
///
/// A cons cell has no header: two words, and a Term with the cons tag.

#include <bit>
#include <cstddef>
#include <cstdint>

#include "term/term.hpp"

namespace respawn {

enum class Kind : std::uint8_t {
  none = 0,  // the header word of Term::none()
  tuple,
  flat_map,
  hash_map,
  hash_node,
  closure,
  export_fun,
  sub_binary,
  match_context,
  raw_trace,
  first_raw,
  floating = first_raw,
  big_integer,
  heap_binary,
  shared_binary,
};

namespace header {

inline constexpr unsigned kKindShift = 3;
inline constexpr unsigned kOwnBitsShift = 8;
inline constexpr unsigned kSizeShift = 24;

constexpr Word make(Kind kind, std::size_t size_words, std::uint16_t own_bits = 0) {
  return static_cast<Word>(size_words) << kSizeShift | static_cast<Word>(own_bits) << kOwnBitsShift |
         static_cast<Word>(kind) << kKindShift | Term::kHeaderTag;
}
constexpr bool is_header(Word word) { return (word & 7) == Term::kHeaderTag; }
constexpr Kind kind(Word word) { return static_cast<Kind>(word >> kKindShift & 0x1F); }
constexpr std::uint16_t own_bits(Word word) { return static_cast<std::uint16_t>(word >> kOwnBitsShift); }
constexpr std::size_t size_words(Word word) { return word >> kSizeShift; }
constexpr bool is_raw(Word word) { return kind(word) >= Kind::first_raw; }

}  // namespace header

inline bool is_boxed_kind(Term term, Kind kind) {
  return term.is_boxed() && header::kind(*term.pointer()) == kind;
}

inline bool is_tuple(Term term) { return is_boxed_kind(term, Kind::tuple); }
inline bool is_float(Term term) { return is_boxed_kind(term, Kind::floating); }
inline bool is_big(Term term) { return is_boxed_kind(term, Kind::big_integer); }
inline bool is_integer(Term term) { return term.is_small() || is_big(term); }
inline bool is_number(Term term) { return term.is_small() || is_big(term) || is_float(term); }
inline bool is_flat_map(Term term) { return is_boxed_kind(term, Kind::flat_map); }
inline bool is_map(Term term) { return is_boxed_kind(term, Kind::flat_map) || is_boxed_kind(term, Kind::hash_map); }
inline bool is_function(Term term) { return is_boxed_kind(term, Kind::closure) || is_boxed_kind(term, Kind::export_fun); }
inline bool is_bitstring(Term term) {
  if (!term.is_boxed()) return false;
  const Kind kind = header::kind(*term.pointer());
  return kind == Kind::heap_binary || kind == Kind::shared_binary || kind == Kind::sub_binary;
}

inline constexpr std::size_t kConsWords = 2;
inline constexpr std::size_t kFloatWords = 2;

/// Tuples. `index` counts from 0.
inline std::size_t tuple_size(Term tuple) { return header::size_words(*tuple.pointer()); }
inline Term tuple_element(Term tuple, std::size_t index) { return Term(tuple.pointer()[1 + index]); }
/// True for a tuple of exactly `size` elements.
inline bool is_tuple_of(Term term, std::size_t size) {
  return term.is_boxed() && *term.pointer() == header::make(Kind::tuple, size);
}

inline double float_value(Term term) { return std::bit_cast<double>(term.pointer()[1]); }

}  // namespace respawn
