#include "native/binary_part.hpp"

namespace respawn {

std::optional<BinaryPart> read_part(Term start, Term length, std::uint64_t size) {
  if (!start.is_small() || !length.is_small()) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(size);
  std::int64_t from = start.small_value();
  std::int64_t count = length.small_value();
  if (from < 0 || from > whole || count > whole - from || -count > from) return std::nullopt;
  if (count < 0) {
    from += count;
    count = -count;
  }
  return BinaryPart{static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(count)};
}

std::optional<BinaryPart> read_part_pair(Term pair, std::uint64_t size) {
  if (!is_tuple_of(pair, 2)) return std::nullopt;
  return read_part(tuple_element(pair, 0), tuple_element(pair, 1), size);
}

Term take_part(Area& area, Term binary, BinaryPart part) {
  if (part.start == 0 && 8 * part.size == bit_view(binary).bit_size) return binary;
  return make_sub_bits(area, binary, 8 * part.start, 8 * part.size);
}

NativeResult bad_part(NativeCall& call, Note binary_note) {
  const Term start = call.arg(1), length = call.arg(2);
  Note bad_start = integer_note(start, 0);
  Note bad_length = integer_note(length);
  if (binary_note.empty() && bad_start.empty() && bad_length.empty()) {
    const auto size = static_cast<std::int64_t>(bit_view(call.arg(0)).bit_size / 8);
    (compare_numbers(start, Term::small(size)) > 0 ? bad_start : bad_length) = "out of range";
  }
  return bad_arguments(call, {binary_note, bad_start, bad_length});
}

NativeResult bad_part_pair(NativeCall& call, Note binary_note) {
  const Term pair = call.arg(1);
  if (!is_part_pair(pair)) return bad_arguments(call, {binary_note, "not a valid {Pos,Length} tuple"});
  const bool before = compare_numbers(tuple_element(pair, 0), Term::small(0)) < 0;
  return bad_arguments(call, {binary_note, before || binary_note.empty() ? "out of range" : ""});
}

}  // namespace respawn
