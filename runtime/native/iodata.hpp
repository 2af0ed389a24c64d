#pragma once
/// Iodata: bytes as nested lists of bytes and binaries, walked without recursion.
///
/// An iolist is a list whose elements are bytes, binaries or iolists and whose tail may be a binary; iodata is an iolist or
/// a binary. Where bit sizes are allowed (`list_to_bitstring`) a piece may be any bitstring.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "term/binary.hpp"

namespace respawn {

enum class Pieces : std::uint8_t { binaries, bitstrings };

/// Calls `on_byte(unsigned)` and `on_bits(Term bitstring)` for what iodata consists of, in order. False when `root` is no
/// iodata: then some of it may have been visited.
template <typename OnByte, typename OnBits>
bool walk_iodata(Term root, Pieces pieces, OnByte&& on_byte, OnBits&& on_bits) {
  const auto is_piece = [pieces](Term term) { return pieces == Pieces::binaries ? is_binary(term) : is_bitstring(term); };
  std::vector<Term> rests;  // what follows the lists that we are inside of
  Term term = root;
  for (;;) {
    if (term.is_cons()) {
      const Term head = term.head();
      if (head.is_small() && head.small_value() >= 0 && head.small_value() <= 255) {
        on_byte(static_cast<unsigned>(head.small_value()));
        term = term.tail();
        continue;
      }
      if (head.is_cons()) {
        if (!term.tail().is_nil()) rests.push_back(term.tail());
        term = head;
        continue;
      }
      if (is_piece(head)) {
        on_bits(head);
      } else if (!head.is_nil()) {
        return false;
      }
      term = term.tail();
      continue;
    }
    if (is_piece(term)) {
      on_bits(term);
    } else if (!term.is_nil()) {
      return false;
    }
    if (rests.empty()) return true;
    term = rests.back();
    rests.pop_back();
  }
}

/// Bits of an iodata; nothing when it is none.
std::optional<std::uint64_t> iodata_bits(Term term, Pieces pieces = Pieces::binaries);

/// Copies iodata, which has been measured, to `out`.
void copy_iodata(Term term, char* out, Pieces pieces = Pieces::binaries);

/// All bytes of iodata; nothing when it is none. `scratch` holds them when they do not lie together in a binary.
std::optional<std::string_view> iodata_bytes(Term term, std::string& scratch);

}  // namespace respawn
