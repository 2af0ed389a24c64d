/// Natives of :binary but for searching: parts, copies, unsigned integers, common ends.

#include <algorithm>
#include <cstring>

#include "native/argument_notes.hpp"
#include "native/binary_part.hpp"
#include "native/charlist.hpp"
#include "native/iodata.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

std::uint64_t size_or_zero(Term term) { return is_binary(term) ? bit_view(term).bit_size / 8 : 0; }

unsigned byte_at(Term binary, std::uint64_t index) {
  const BitView view = bit_view(binary);
  return static_cast<unsigned>(read_bits(view.data, view.bit_offset + 8 * index, 8));
}

// ---- single bytes and parts -----------------------------------------------------------------------------------------

NativeResult at(NativeCall& call) {
  const Term binary = call.arg(0), index = call.arg(1);
  const bool inside = index.is_small() && index.small_value() >= 0 && static_cast<std::uint64_t>(index.small_value()) < size_or_zero(binary);
  if (!inside) return bad_arguments(call, {whole_bytes_note(binary), integer_note(index, 0)});
  return Term::small(byte_at(binary, static_cast<std::uint64_t>(index.small_value())));
}

template <bool last>
NativeResult end_byte(NativeCall& call) {
  const Term binary = call.arg(0);
  const std::uint64_t size = size_or_zero(binary);
  if (size == 0) return bad_arguments(call, {or_else(whole_bytes_note(binary), "a zero-sized binary is not allowed")});
  return Term::small(byte_at(binary, last ? size - 1 : 0));
}

/// The part that the arguments of f(binary), f(binary, {start, length}) or f(binary, start, length) name.
std::optional<BinaryPart> named_part(NativeCall& call) {
  if (!is_binary(call.arg(0))) return std::nullopt;
  const std::uint64_t size = size_or_zero(call.arg(0));
  switch (call.function->arity) {
    case 1: return BinaryPart{0, size};
    case 2: return read_part_pair(call.arg(1), size);
    default: return read_part(call.arg(1), call.arg(2), size);
  }
}

NativeResult bad_named_part(NativeCall& call) {
  const Note note = whole_bytes_note(call.arg(0));
  switch (call.function->arity) {
    case 1: return bad_arguments(call, {note});
    case 2: return bad_part_pair(call, note);
    default: return bad_part(call, note);
  }
}

NativeResult part(NativeCall& call) {
  const auto part = named_part(call);
  if (!part) return bad_named_part(call);
  return take_part(call.heap(), call.arg(0), *part);
}

NativeResult bin_to_list(NativeCall& call) {
  const auto part = named_part(call);
  if (!part) return bad_named_part(call);
  std::string scratch;
  const std::string_view bytes = *binary_bytes(call.arg(0), scratch);
  call.charge(part->size / 25);
  return make_charlist(call.heap(), bytes.substr(part->start, part->size));
}

NativeResult list_to_bin(NativeCall& call) {
  const Term list = call.arg(0);
  const auto bits = list.is_list() ? iodata_bits(list) : std::nullopt;
  if (!bits) return call.bad_argument(1, "not an iodata term");
  call.charge(*bits / 8 / 500);
  char* data;
  const Term binary = make_uninitialised_binary(call.heap(), *bits / 8, &data);
  copy_iodata(list, data);
  return binary;
}

// ---- copies ---------------------------------------------------------------------------------------------------------

NativeResult copy_times(NativeCall& call, Term count) {
  constexpr std::uint64_t kBytesMax = std::uint64_t{1} << 36;
  const Term binary = call.arg(0);
  const std::uint64_t size = size_or_zero(binary);
  if (!is_binary(binary) || !count.is_small() || count.small_value() < 0) {
    return bad_arguments(call, {whole_bytes_note(binary), integer_note(count, 0)});
  }
  const auto times = static_cast<std::uint64_t>(count.small_value());
  if (size != 0 && times > kBytesMax / size) return call.error(atoms::system_limit);
  call.charge(size * times / 500);
  std::string scratch;
  const std::string_view bytes = *binary_bytes(binary, scratch);
  char* data;
  const Term copies = make_uninitialised_binary(call.heap(), size * times, &data);
  if (size == 1) {
    std::memset(data, bytes[0], times);
  } else if (size > 0) {
    for (std::uint64_t i = 0; i < times; ++i) std::memcpy(data + i * size, bytes.data(), size);
  }
  return copies;
}

NativeResult copy_once(NativeCall& call) {
  return copy_times(call, Term::small(1));
}

NativeResult copy_many(NativeCall& call) {
  return copy_times(call, call.arg(1));
}

/// Bytes that the binary keeps alive, which may be more than it shows.
NativeResult referenced_byte_size(NativeCall& call) {
  const Term binary = call.arg(0);
  if (!is_bitstring(binary)) return call.bad_argument(1, "not a binary");
  const bool partial = is_boxed_kind(binary, Kind::sub_binary);
  const Term whole = partial ? Term(binary.pointer()[3]) : binary;
  return Term::small(static_cast<std::int64_t>(bit_view(whole).byte_size()));
}

// ---- unsigned integers ----------------------------------------------------------------------------------------------

enum class Endianness : std::uint8_t { big, little, unknown };

Endianness read_endianness(NativeCall& call) {
  if (call.function->arity == 1 || call.arg(1) == atoms::big) return Endianness::big;
  return call.arg(1) == atoms::little ? Endianness::little : Endianness::unknown;
}

Note endianness_note(Endianness endianness) {
  return endianness == Endianness::unknown ? Note("must be 'big' or 'little'") : Note();
}

NativeResult encode_unsigned(NativeCall& call) {
  const Term number = call.arg(0);
  const Endianness endianness = read_endianness(call);
  if (!is_integer(number) || is_negative(number) || endianness == Endianness::unknown) {
    return bad_arguments(call, {integer_note(number, 0), endianness_note(endianness)});
  }
  std::string bytes(number.is_small() ? 8 : 8 * magnitude_words(number), '\0');
  integer_to_bytes(number, bytes.data(), bytes.size());
  while (bytes.size() > 1 && bytes.back() == '\0') bytes.pop_back();
  if (endianness == Endianness::big) std::reverse(bytes.begin(), bytes.end());
  return make_binary(call.heap(), bytes);
}

NativeResult decode_unsigned(NativeCall& call) {
  const Endianness endianness = read_endianness(call);
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!bytes || endianness == Endianness::unknown) {
    return bad_arguments(call, {whole_bytes_note(call.arg(0)), endianness_note(endianness)});
  }
  std::string ordered(*bytes);
  if (endianness == Endianness::big) std::reverse(ordered.begin(), ordered.end());
  while (!ordered.empty() && ordered.back() == '\0') ordered.pop_back();
  if (ordered.size() > kIntegerBitsMax / 8) return call.error(atoms::system_limit);
  return integer_from_bytes(call.heap(), ordered, false);
}

// ---- common ends ----------------------------------------------------------------------------------------------------

template <bool suffix>
NativeResult longest_common(NativeCall& call) {
  constexpr Note kNotFlat = "not a flat list of binaries";
  Term list = call.arg(0);
  if (!list.is_cons()) return call.bad_argument(1, kNotFlat);
  std::string first_scratch, scratch;
  std::optional<std::string_view> first;
  std::size_t common = 0;
  for (; list.is_cons(); list = list.tail()) {
    const auto bytes = binary_bytes(list.head(), first ? scratch : first_scratch);
    if (!bytes) return call.bad_argument(1, kNotFlat);
    if (!first) {
      first = bytes;
      common = bytes->size();
      continue;
    }
    common = std::min(common, bytes->size());
    if constexpr (suffix) {
      const auto differ = std::mismatch(first->rbegin(), first->rbegin() + static_cast<std::ptrdiff_t>(common), bytes->rbegin());
      common = static_cast<std::size_t>(differ.first - first->rbegin());
    } else {
      const auto differ = std::mismatch(first->begin(), first->begin() + common, bytes->begin());
      common = static_cast<std::size_t>(differ.first - first->begin());
    }
  }
  if (!list.is_nil()) return call.bad_argument(1, kNotFlat);
  return Term::small(static_cast<std::int64_t>(common));
}

}  // namespace

void define_binary_module_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("binary", name, arity, native); };
  add("at", 2, at);
  add("first", 1, end_byte<false>);
  add("last", 1, end_byte<true>);
  add("part", 2, part);
  add("part", 3, part);
  add("bin_to_list", 1, bin_to_list);
  add("bin_to_list", 2, bin_to_list);
  add("bin_to_list", 3, bin_to_list);
  add("list_to_bin", 1, list_to_bin);
  add("copy", 1, copy_once);
  add("copy", 2, copy_many);
  add("referenced_byte_size", 1, referenced_byte_size);
  add("encode_unsigned", 1, encode_unsigned);
  add("encode_unsigned", 2, encode_unsigned);
  add("decode_unsigned", 1, decode_unsigned);
  add("decode_unsigned", 2, decode_unsigned);
  add("longest_common_prefix", 1, longest_common<false>);
  add("longest_common_suffix", 1, longest_common<true>);
}

}  // namespace respawn
