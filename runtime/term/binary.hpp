#pragma once
/// Binaries and bitstrings: how the three representations look the same to the rest.
///
///   heap_binary     up to 64 bytes, the bytes in the object
///   shared_binary   larger, a counted SharedBinary
///   sub_binary      some bits of one of the above; the only one that can have a size that is no multiple of 8
///
/// A view of a bitstring is (data, bit offset, bit size). Most code asks for bytes and gets them without a copy
/// when the offset lies on a byte boundary, which it does unless a program parses odd bit fields.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "term/area.hpp"

namespace respawn {

struct BitView {
  const char* data;           // the byte that bit offset 0 lies in
  std::uint32_t bit_offset;   // 0 to 7
  std::uint64_t bit_size;
  bool is_bytes() const { return bit_offset == 0 && bit_size % 8 == 0; }
  std::size_t byte_size() const { return (bit_size + 7) / 8; }
};

/// The bits of a bitstring. `bitstring` must be one (layout.hpp, is_bitstring).
BitView bit_view(Term bitstring);

/// True for a bitstring of a whole number of bytes.
bool is_binary(Term term);

/// The bytes of a binary that lies on a byte boundary; nothing for other terms and for unaligned ones.
/// Valid as long as the term is.
std::optional<std::string_view> aligned_bytes(Term term);

/// The bytes of any binary. `scratch` holds them when they must be shifted into place; otherwise it stays as it is.
/// Nothing for terms that are no binary.
std::optional<std::string_view> binary_bytes(Term term, std::string& scratch);

/// A binary of `size` bytes in `area`, to be filled through `*data`.
Term make_uninitialised_binary(Area& area, std::size_t size, char** data);

/// A binary with a copy of `bytes`.
Term make_binary(Area& area, std::string_view bytes);

/// The bits [bit_start, bit_start + bit_size) of `bitstring`, sharing its bytes where that is cheaper than copying.
Term make_sub_bits(Area& area, Term bitstring, std::uint64_t bit_start, std::uint64_t bit_size);

/// `left` followed by `right`, both bitstrings. Appends in place when `left` ends where its bytes end
/// (shared_binary.hpp).
Term concat_bits(Area& area, Term left, Term right);

/// A SharedBinary as a term; takes over the caller's reference.
Term make_shared(Area& area, SharedBinary* binary, std::size_t size);

/// Copies `bit_count` bits from source to destination; bits outside stay as they are.
void copy_bits(const char* source, std::uint64_t source_bit, char* destination, std::uint64_t destination_bit,
               std::uint64_t bit_count);

/// Reads up to 64 bits, most significant first.
std::uint64_t read_bits(const char* data, std::uint64_t bit_offset, unsigned bit_count);

/// -1, 0, 1 in Erlang's order of bitstrings: bit by bit, a prefix is smaller.
int compare_bits(const BitView& left, const BitView& right);

}  // namespace respawn
