/// Natives of :erlang on binaries and bitstrings: sizes, parts, lists, iodata.

#include "native/argument_notes.hpp"
#include "native/binary_part.hpp"
#include "native/charlist.hpp"
#include "native/iodata.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

NativeResult byte_size(NativeCall& call) {
  if (!is_bitstring(call.arg(0))) return bad_arguments(call, {bitstring_note(call.arg(0))});
  return Term::small(static_cast<std::int64_t>(bit_view(call.arg(0)).byte_size()));
}

NativeResult bit_size(NativeCall& call) {
  if (!is_bitstring(call.arg(0))) return bad_arguments(call, {bitstring_note(call.arg(0))});
  return Term::small(static_cast<std::int64_t>(bit_view(call.arg(0)).bit_size));
}

// ---- parts ----------------------------------------------------------------------------------------------------------

NativeResult binary_part_3(NativeCall& call) {
  const Term binary = call.arg(0);
  const auto part = is_binary(binary) ? read_part(call.arg(1), call.arg(2), bit_view(binary).bit_size / 8) : std::nullopt;
  if (!part) return bad_part(call, binary_note(binary));
  return take_part(call.heap(), binary, *part);
}

NativeResult binary_part_2(NativeCall& call) {
  const Term binary = call.arg(0);
  const auto part = is_binary(binary) ? read_part_pair(call.arg(1), bit_view(binary).bit_size / 8) : std::nullopt;
  if (!part) return bad_part_pair(call, binary_note(binary));
  return take_part(call.heap(), binary, *part);
}

NativeResult split_binary(NativeCall& call) {
  const Term binary = call.arg(0);
  const Term position = call.arg(1);
  const std::uint64_t size = is_binary(binary) ? bit_view(binary).bit_size / 8 : 0;
  const bool inside = position.is_small() && position.small_value() >= 0 && static_cast<std::uint64_t>(position.small_value()) <= size;
  if (!is_binary(binary) || !inside) {
    Note note = integer_note(position, 0);
    if (is_binary(binary)) note = or_else(note, "out of range");
    return bad_arguments(call, {binary_note(binary), note});
  }
  const auto at = static_cast<std::uint64_t>(position.small_value());
  const Term left = take_part(call.heap(), binary, {0, at});
  const Term right = take_part(call.heap(), binary, {at, size - at});
  return make_tuple(call.heap(), {left, right});
}

// ---- to lists -------------------------------------------------------------------------------------------------------

Term list_of_part(NativeCall& call, Term binary, BinaryPart part, Term tail = Term::nil()) {
  std::string scratch;
  BitView view = bit_view(binary);
  std::string_view bytes;
  if (view.bit_offset == 0) {
    bytes = {view.data + part.start, part.size};
  } else {
    scratch.resize(part.size);
    copy_bits(view.data, view.bit_offset + 8 * part.start, scratch.data(), 0, 8 * part.size);
    bytes = scratch;
  }
  call.charge(part.size / 25);
  return make_charlist(call.heap(), bytes, tail);
}

NativeResult binary_to_list_1(NativeCall& call) {
  if (!is_binary(call.arg(0))) return bad_arguments(call, {binary_note(call.arg(0))});
  return list_of_part(call, call.arg(0), {0, bit_view(call.arg(0)).bit_size / 8});
}

/// Positions count from 1 here, and the last one is part of it.
NativeResult binary_to_list_3(NativeCall& call) {
  const Term binary = call.arg(0), start = call.arg(1), stop = call.arg(2);
  const bool numbers = is_binary(binary) && start.is_small() && stop.is_small();
  const auto size = static_cast<std::int64_t>(is_binary(binary) ? bit_view(binary).bit_size / 8 : 0);
  if (numbers && start.small_value() >= 1 && start.small_value() <= stop.small_value() && stop.small_value() <= size) {
    const auto from = static_cast<std::uint64_t>(start.small_value()) - 1;
    return list_of_part(call, binary, {from, static_cast<std::uint64_t>(stop.small_value()) - from});
  }
  Note bad_start = integer_note(start, 1);
  Note bad_stop = integer_note(stop, 1);
  if (is_binary(binary) && bad_start.empty() && bad_stop.empty()) {
    const auto beyond = [&](Term position) { return compare_numbers(position, Term::small(size)) > 0; };
    if (compare_numbers(start, stop) > 0) {
      bad_start = "start position greater than stop position";
    } else {
      bad_start = beyond(start) ? "out of range" : "";
      bad_stop = beyond(stop) ? "out of range" : "";
    }
  }
  return bad_arguments(call, {binary_note(binary), bad_start, bad_stop});
}

NativeResult bitstring_to_list(NativeCall& call) {
  const Term bits = call.arg(0);
  if (!is_bitstring(bits)) return bad_arguments(call, {bitstring_note(bits)});
  const std::uint64_t size = bit_view(bits).bit_size;
  Term tail = Term::nil();
  if (size % 8 != 0) tail = make_cons(call.heap(), make_sub_bits(call.heap(), bits, size - size % 8, size % 8), tail);
  return list_of_part(call, bits, {0, size / 8}, tail);
}

// ---- iodata ---------------------------------------------------------------------------------------------------------

NativeResult join(NativeCall& call, Pieces pieces, Note not_iodata) {
  const auto bits = iodata_bits(call.arg(0), pieces);
  if (!bits) return call.bad_argument(1, not_iodata);
  call.charge(*bits / 8 / 500);
  char* data;
  const Term whole = make_uninitialised_binary(call.heap(), (*bits + 7) / 8, &data);
  if (*bits % 8 != 0) data[*bits / 8] = 0;
  copy_iodata(call.arg(0), data, pieces);
  return *bits % 8 == 0 ? whole : make_sub_bits(call.heap(), whole, 0, *bits);
}

NativeResult list_to_binary(NativeCall& call) {
  if (!call.arg(0).is_list()) return call.bad_argument(1, "not an iolist term");
  return join(call, Pieces::binaries, "not an iolist term");
}

NativeResult iolist_to_binary(NativeCall& call) {
  if (is_binary(call.arg(0))) return call.arg(0);
  return join(call, Pieces::binaries, "not an iodata term");
}

NativeResult list_to_bitstring(NativeCall& call) {
  if (!call.arg(0).is_list()) return call.bad_argument(1, "not a bitstring list");
  return join(call, Pieces::bitstrings, "not a bitstring list");
}

NativeResult iolist_size(NativeCall& call) {
  const auto bits = iodata_bits(call.arg(0));
  if (!bits) return call.bad_argument(1, "not an iodata term");
  call.charge(*bits / 8 / 500);
  return Term::small(static_cast<std::int64_t>(*bits / 8));
}

/// Large binaries stay what they are, so that nothing is copied on the way to a file; small pieces are put together.
NativeResult iolist_to_iovec(NativeCall& call) {
  Area& area = call.heap();
  ListBuilder parts(area);
  std::string small;
  std::size_t bytes = 0;
  const auto flush = [&] {
    if (!small.empty()) parts.add(make_binary(area, small));
    small.clear();
  };
  const auto add_piece = [&](Term piece) {
    const BitView view = bit_view(piece);
    const std::size_t size = view.bit_size / 8;
    bytes += size;
    if (size > kHeapBinaryBytesMax) {
      flush();
      parts.add(piece);
      return;
    }
    const std::size_t before = small.size();
    small.resize(before + size);
    copy_bits(view.data, view.bit_offset, small.data() + before, 0, view.bit_size);
  };
  const auto add_byte = [&](unsigned byte) { small.push_back(static_cast<char>(byte)); };
  if (!walk_iodata(call.arg(0), Pieces::binaries, add_byte, add_piece)) return call.bad_argument(1, "not an iodata term");
  flush();
  call.charge(bytes / 500);
  return parts.finish();
}

}  // namespace

void define_binary_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("byte_size", 1, byte_size);
  add("bit_size", 1, bit_size);
  add("binary_part", 2, binary_part_2);
  add("binary_part", 3, binary_part_3);
  add("split_binary", 2, split_binary);
  add("binary_to_list", 1, binary_to_list_1);
  add("binary_to_list", 3, binary_to_list_3);
  add("bitstring_to_list", 1, bitstring_to_list);
  add("list_to_binary", 1, list_to_binary);
  add("list_to_bitstring", 1, list_to_bitstring);
  add("iolist_to_binary", 1, iolist_to_binary);
  add("iolist_size", 1, iolist_size);
  add("iolist_to_iovec", 1, iolist_to_iovec);
}

}  // namespace respawn
