#include "term/binary.hpp"

#include <algorithm>
#include <cstring>

namespace respawn {
namespace {

constexpr std::size_t words_for_bytes(std::size_t bytes) { return (bytes + sizeof(Word) - 1) / sizeof(Word); }

std::string_view whole_bytes(Term whole) {
  const Word* object = whole.pointer();
  if (header::kind(object[0]) == Kind::heap_binary) return {reinterpret_cast<const char*>(object + 2), object[1]};
  return {reinterpret_cast<const SharedBinary*>(object[2])->data(), object[1]};
}

}  // namespace

BitView bit_view(Term bitstring) {
  const Word* object = bitstring.pointer();
  if (header::kind(object[0]) == Kind::sub_binary) {
    const std::uint64_t offset = static_cast<std::uint64_t>(Term(object[1]).small_value());
    const std::uint64_t size = static_cast<std::uint64_t>(Term(object[2]).small_value());
    return {whole_bytes(Term(object[3])).data() + offset / 8, static_cast<std::uint32_t>(offset % 8), size};
  }
  const std::string_view bytes = whole_bytes(bitstring);
  return {bytes.data(), 0, bytes.size() * 8};
}

bool is_binary(Term term) { return is_bitstring(term) && bit_view(term).bit_size % 8 == 0; }

std::optional<std::string_view> aligned_bytes(Term term) {
  if (!is_bitstring(term)) return std::nullopt;
  const BitView view = bit_view(term);
  if (!view.is_bytes()) return std::nullopt;
  return std::string_view(view.data, view.bit_size / 8);
}

std::optional<std::string_view> binary_bytes(Term term, std::string& scratch) {
  if (!is_bitstring(term)) return std::nullopt;
  const BitView view = bit_view(term);
  if (view.bit_size % 8 != 0) return std::nullopt;
  if (view.bit_offset == 0) return std::string_view(view.data, view.bit_size / 8);
  scratch.resize(view.bit_size / 8);
  copy_bits(view.data, view.bit_offset, scratch.data(), 0, view.bit_size);
  return std::string_view(scratch);
}

Term make_shared(Area& area, SharedBinary* binary, std::size_t size) {
  Word* object = area.allocate(4);
  object[0] = header::make(Kind::shared_binary, 3);
  object[1] = size;
  object[2] = reinterpret_cast<Word>(binary);
  area.own_shared_binary(object, size);
  return Term::boxed(object);
}

Term make_uninitialised_binary(Area& area, std::size_t size, char** data) {
  if (size > kHeapBinaryBytesMax) {
    SharedBinary* binary = SharedBinary::create(size, size);
    *data = binary->data();
    return make_shared(area, binary, size);
  }
  const std::size_t words = words_for_bytes(size);
  Word* object = area.allocate(2 + words);
  object[0] = header::make(Kind::heap_binary, 1 + words);
  object[1] = size;
  if (words > 0) object[1 + words] = 0;  // the bytes behind the end are defined: memory is hashed and compared
  *data = reinterpret_cast<char*>(object + 2);
  return Term::boxed(object);
}

Term make_binary(Area& area, std::string_view bytes) {
  char* data;
  const Term binary = make_uninitialised_binary(area, bytes.size(), &data);
  if (!bytes.empty()) std::memcpy(data, bytes.data(), bytes.size());
  return binary;
}

Term make_sub_bits(Area& area, Term bitstring, std::uint64_t bit_start, std::uint64_t bit_size) {
  // Copying up to three words costs no more memory than a sub_binary, and does not keep the whole alive.
  constexpr std::uint64_t kCopyBitsMax = 2 * sizeof(Word) * 8;
  const BitView view = bit_view(bitstring);
  if (bit_size % 8 == 0 && bit_size <= kCopyBitsMax) {
    char* data;
    const Term copy = make_uninitialised_binary(area, bit_size / 8, &data);
    copy_bits(view.data, view.bit_offset + bit_start, data, 0, bit_size);
    return copy;
  }
  Term whole = bitstring;
  std::uint64_t offset = bit_start;
  const Word* object = bitstring.pointer();
  if (header::kind(object[0]) == Kind::sub_binary) {
    offset += static_cast<std::uint64_t>(Term(object[1]).small_value());
    whole = Term(object[3]);
  }
  if (offset == 0 && bit_size == whole_bytes(whole).size() * 8) return whole;
  Word* sub = area.allocate(4);
  sub[0] = header::make(Kind::sub_binary, 3);
  sub[1] = Term::small(static_cast<std::int64_t>(offset)).word();
  sub[2] = Term::small(static_cast<std::int64_t>(bit_size)).word();
  sub[3] = whole.word();
  return Term::boxed(sub);
}

Term concat_bits(Area& area, Term left, Term right) {
  const BitView right_view = bit_view(right);
  if (right_view.bit_size == 0) return left;
  const BitView left_view = bit_view(left);
  const std::uint64_t total_bits = left_view.bit_size + right_view.bit_size;
  const std::size_t total_bytes = (total_bits + 7) / 8;
  const bool whole_bytes_left = left_view.bit_size % 8 == 0 && left_view.bit_offset == 0;
  const std::size_t left_bytes = left_view.bit_size / 8;

  if (total_bytes <= kHeapBinaryBytesMax || !whole_bytes_left || total_bits % 8 != 0) {
    char* data;
    const Term whole = make_uninitialised_binary(area, total_bytes, &data);
    if (total_bits % 8 != 0) data[total_bytes - 1] = 0;
    copy_bits(left_view.data, left_view.bit_offset, data, 0, left_view.bit_size);
    copy_bits(right_view.data, right_view.bit_offset, data, left_view.bit_size, right_view.bit_size);
    return total_bits % 8 == 0 ? whole : make_sub_bits(area, whole, 0, total_bits);
  }

  const std::size_t right_bytes = right_view.bit_size / 8;
  const Word* object = left.pointer();
  SharedBinary* binary = nullptr;
  if (header::kind(object[0]) == Kind::shared_binary) {
    auto* candidate = reinterpret_cast<SharedBinary*>(object[2]);
    if (candidate->claim_room(left_bytes, right_bytes)) {
      candidate->retain();
      binary = candidate;
    }
  }
  std::size_t new_bytes = right_bytes;
  if (binary == nullptr) {
    // Doubling makes a loop of appends linear; a single append wastes nothing, since it may be the last one: room is
    // only added when the left side is itself the result of building (not small).
    const std::size_t capacity = left_bytes > kHeapBinaryBytesMax ? 2 * total_bytes : std::max<std::size_t>(total_bytes, 256);
    binary = SharedBinary::create(total_bytes, capacity);
    std::memcpy(binary->data(), left_view.data, left_bytes);
    new_bytes = total_bytes;
  }
  copy_bits(right_view.data, right_view.bit_offset, binary->data() + left_bytes, 0, right_view.bit_size);
  Word* shared = area.allocate(4);
  shared[0] = header::make(Kind::shared_binary, 3);
  shared[1] = total_bytes;
  shared[2] = reinterpret_cast<Word>(binary);
  area.own_shared_binary(shared, new_bytes);
  return Term::boxed(shared);
}

std::uint64_t read_bits(const char* data, std::uint64_t bit_offset, unsigned bit_count) {
  std::uint64_t value = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(data) + bit_offset / 8;
  unsigned skip = bit_offset % 8;
  while (bit_count > 0) {
    const unsigned take = std::min(8 - skip, bit_count);
    const unsigned chunk = (*bytes >> (8 - skip - take)) & ((1u << take) - 1);
    value = value << take | chunk;
    bit_count -= take;
    skip = 0;
    ++bytes;
  }
  return value;
}

void copy_bits(const char* source, std::uint64_t source_bit, char* destination, std::uint64_t destination_bit,
               std::uint64_t bit_count) {
  if (bit_count == 0) return;
  source += source_bit / 8;
  destination += destination_bit / 8;
  source_bit %= 8;
  destination_bit %= 8;
  if (source_bit == 0 && destination_bit == 0) {
    std::memmove(destination, source, bit_count / 8);
    const unsigned rest = bit_count % 8;
    if (rest > 0) {
      const unsigned mask = 0xFFu << (8 - rest) & 0xFF;
      const auto from = static_cast<std::uint8_t>(source[bit_count / 8]);
      char& to = destination[bit_count / 8];
      to = static_cast<char>((static_cast<std::uint8_t>(to) & ~mask) | (from & mask));
    }
    return;
  }
  while (bit_count > 0) {
    const unsigned room = 8 - static_cast<unsigned>(destination_bit);
    const unsigned take = static_cast<unsigned>(std::min<std::uint64_t>(room, bit_count));
    const unsigned value = static_cast<unsigned>(read_bits(source, source_bit, take));
    const unsigned shift = room - take;
    const unsigned mask = ((1u << take) - 1) << shift;
    *destination = static_cast<char>((static_cast<std::uint8_t>(*destination) & ~mask) | (value << shift & mask));
    source_bit += take;
    bit_count -= take;
    destination_bit = 0;
    ++destination;
  }
}

int compare_bits(const BitView& left, const BitView& right) {
  const std::uint64_t common = std::min(left.bit_size, right.bit_size);
  std::uint64_t done = 0;
  if (left.bit_offset == 0 && right.bit_offset == 0) {
    const int order = std::memcmp(left.data, right.data, common / 8);
    if (order != 0) return order < 0 ? -1 : 1;
    done = common / 8 * 8;
  }
  while (done < common) {
    const unsigned take = static_cast<unsigned>(std::min<std::uint64_t>(56, common - done));
    const std::uint64_t a = read_bits(left.data, left.bit_offset + done, take);
    const std::uint64_t b = read_bits(right.data, right.bit_offset + done, take);
    if (a != b) return a < b ? -1 : 1;
    done += take;
  }
  if (left.bit_size == right.bit_size) return 0;
  return left.bit_size < right.bit_size ? -1 : 1;
}

}  // namespace respawn
