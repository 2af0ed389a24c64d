#pragma once
/// Atoms: texts that are compared by number.
///
/// One table for the whole operating-system process, append-only, so that an atom's text may be read from any
/// thread without a lock and two runs of a world in one window share their atoms. Nothing observable may depend on
/// the index: terms order, hash and print by text, and so a rewound world does not notice that its atoms exist.
///
/// Limits are Erlang's: 255 characters an atom, 1,048,576 atoms (Erlang Efficiency Guide, "Atoms").

#include <cstdint>
#include <optional>
#include <string_view>

#include "term/term.hpp"

namespace respawn {

inline constexpr std::size_t kAtomLimit = 1'048'576;
/// Kept back for the runtime's own library, whose modules are loaded when they are first used: when a program has filled the
/// table, the error that tells of it must still find its words.
inline constexpr std::size_t kAtomReserve = 65'536;
inline constexpr std::size_t kAtomLengthMax = 255;  // codepoints

/// The atom with this text, made if needed; nothing when the table is full. `text` must be valid UTF-8 of at most
/// kAtomLengthMax codepoints; the table keeps a copy. Thread: any.
std::optional<Term> try_intern(std::string_view text);

/// The same for texts that the runtime brings itself, with the reserve: running out is a fatal error with a message.
Term intern(std::string_view text);

/// The atom with this text if there is one. Thread: any.
std::optional<Term> existing_atom(std::string_view text);

/// The text, valid for ever. Thread: any.
std::string_view atom_text(Term atom);

/// Erlang's hash of the text, the value that `:erlang.phash2/1` gives for an atom.
std::uint32_t atom_hash(Term atom);

/// Order of atoms: by codepoints, which for UTF-8 is by bytes. Negative, 0 or positive.
int compare_atoms(Term a, Term b);

std::size_t atom_count();

/// Atoms known at compile time: `atoms::ok`, `atoms::EXIT`.
namespace atoms {
namespace detail {
enum Index : AtomIndex {
#define ATOM(identifier, text) identifier,
#include "term/atoms.def"
#undef ATOM
  count
};
}  // namespace detail
#define ATOM(identifier, text) inline constexpr Term identifier = Term::atom(detail::identifier);
#include "term/atoms.def"
#undef ATOM
}  // namespace atoms

constexpr Term boolean(bool value) { return value ? atoms::true_ : atoms::false_; }
inline bool is_boolean(Term term) { return term == atoms::true_ || term == atoms::false_; }
}  // namespace respawn
