/// Natives of :erlang between atoms and their texts.

#include <string>

#include "base/utf8.hpp"
#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

enum class Encoding : std::uint8_t { unknown, latin1, utf8 };
enum class Lookup : std::uint8_t { make, existing };

constexpr Note kNotExisting = "not an already existing atom";

Encoding read_encoding(Term term) {
  if (term == atoms::utf8 || term == atoms::unicode) return Encoding::utf8;
  return term == atoms::latin1 ? Encoding::latin1 : Encoding::unknown;
}

// ---- from atoms -----------------------------------------------------------------------------------------------------

std::optional<std::string> to_latin1(std::string_view text) {
  std::string latin1;
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (decoded->codepoint > 0xFF) return std::nullopt;
    latin1.push_back(static_cast<char>(decoded->codepoint));
    text.remove_prefix(decoded->length_bytes);
  }
  return latin1;
}

NativeResult atom_to_binary_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return bad_arguments(call, {atom_note(call.arg(0))});
  return make_binary(call.heap(), atom_text(call.arg(0)));
}

NativeResult atom_to_binary_2(NativeCall& call) {
  const Term atom = call.arg(0);
  const Encoding encoding = read_encoding(call.arg(1));
  if (!atom.is_atom() || encoding == Encoding::unknown) {
    return bad_arguments(call, {atom_note(atom), encoding == Encoding::unknown ? "is an invalid encoding option" : ""});
  }
  if (encoding == Encoding::utf8) return make_binary(call.heap(), atom_text(atom));
  const auto latin1 = to_latin1(atom_text(atom));
  if (!latin1) return call.bad_argument(1, "contains a character not expressible in latin1");
  return make_binary(call.heap(), *latin1);
}

NativeResult atom_to_list(NativeCall& call) {
  if (!call.arg(0).is_atom()) return bad_arguments(call, {atom_note(call.arg(0))});
  return make_codepoint_list(call.heap(), atom_text(call.arg(0)));
}

// ---- to atoms -------------------------------------------------------------------------------------------------------

/// `text` is valid UTF-8.
NativeResult find_atom(NativeCall& call, std::string_view text, Lookup lookup) {
  const bool fits = utf8::length_codepoints(text) <= kAtomLengthMax;
  const auto atom = !fits ? std::nullopt : lookup == Lookup::make ? try_intern(text) : existing_atom(text);
  if (atom) return *atom;
  if (lookup == Lookup::existing) return call.bad_argument(1, kNotExisting);
  return call.error(atoms::system_limit);
}

NativeResult from_binary(NativeCall& call, Encoding encoding, Lookup lookup) {
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!bytes || encoding == Encoding::unknown) {
    const Note bad_encoding = "not one of the atoms: latin1, utf8, or unicode";
    return bad_arguments(call, {binary_note(call.arg(0)), encoding == Encoding::unknown ? bad_encoding : Note()});
  }
  if (encoding == Encoding::latin1) {
    std::string text;
    for (const char c : *bytes) utf8::append(text, static_cast<unsigned char>(c));
    return find_atom(call, text, lookup);
  }
  if (!utf8::is_valid(*bytes)) return call.bad_argument(1, "invalid UTF8 encoding");
  return find_atom(call, *bytes, lookup);
}

template <Lookup lookup>
NativeResult from_utf8(NativeCall& call) {
  return from_binary(call, Encoding::utf8, lookup);
}

template <Lookup lookup>
NativeResult from_encoded(NativeCall& call) {
  return from_binary(call, read_encoding(call.arg(1)), lookup);
}

template <Lookup lookup>
NativeResult from_list(NativeCall& call) {
  const auto text = utf8_of_charlist(call.arg(0));
  if (!text) return bad_arguments(call, {or_else(list_note(call.arg(0)), "not a list of characters")});
  return find_atom(call, *text, lookup);
}

}  // namespace

void define_atom_natives(NativeTable& table) {
  table.add("erlang", "atom_to_binary", 1, atom_to_binary_1);
  table.add("erlang", "atom_to_binary", 2, atom_to_binary_2);
  table.add("erlang", "atom_to_list", 1, atom_to_list);
  table.add("erlang", "binary_to_atom", 1, from_utf8<Lookup::make>);
  table.add("erlang", "binary_to_atom", 2, from_encoded<Lookup::make>);
  table.add("erlang", "binary_to_existing_atom", 1, from_utf8<Lookup::existing>);
  table.add("erlang", "binary_to_existing_atom", 2, from_encoded<Lookup::existing>);
  table.add("erlang", "list_to_atom", 1, from_list<Lookup::make>);
  table.add("erlang", "list_to_existing_atom", 1, from_list<Lookup::existing>);
}

}  // namespace respawn
