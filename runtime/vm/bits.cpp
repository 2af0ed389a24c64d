#include "vm/bits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "base/utf8.hpp"
#include "code/instruction.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::uint64_t kBitsMax = std::uint64_t{1} << 40;

Term source_value(Word source, const Word* frame) {
  return instruction::is_slot_source(source) ? Term(frame[instruction::source_slot(source)]) : Term(source);
}

// ---- floats of 16 bits, which C++20 does not have -------------------------------------------------------------------

std::uint16_t half_from_double(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 48 & 0x8000);
  if (value == 0.0) return sign;
  int exponent;
  const double fraction = std::frexp(std::fabs(value), &exponent);  // [0.5, 1) * 2^exponent
  if (exponent > 16) return static_cast<std::uint16_t>(sign | 0x7C00);
  if (exponent < -13) {
    const auto subnormal = static_cast<std::uint16_t>(std::nearbyint(std::ldexp(std::fabs(value), 24)));
    return static_cast<std::uint16_t>(sign | subnormal);
  }
  auto mantissa = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(fraction, 11)));  // 11 bits, the first one hidden
  std::uint32_t biased = static_cast<std::uint32_t>(exponent + 14);
  if (mantissa == 2048) {
    mantissa = 1024;
    ++biased;
  }
  if (biased >= 31) return static_cast<std::uint16_t>(sign | 0x7C00);
  return static_cast<std::uint16_t>(sign | biased << 10 | (mantissa & 0x3FF));
}

double double_from_half(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1F;
  const int mantissa = half & 0x3FF;
  double value;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent == 31) {
    value = mantissa == 0 ? INFINITY : NAN;
  } else {
    value = std::ldexp(1024 + mantissa, exponent - 25);
  }
  return (half & 0x8000) != 0 ? -value : value;
}

// ---- building -------------------------------------------------------------------------------------------------------

struct Piece {
  BitSegment segment;
  Term value;
  std::uint64_t bits = 0;
};

const char* type_name(BitSegment::Type type) {
  switch (type) {
    case BitSegment::Type::integer: return "integer";
    case BitSegment::Type::floating: return "float";
    case BitSegment::Type::bits: return "binary";
    case BitSegment::Type::utf8: return "utf8";
    case BitSegment::Type::utf16: return "utf16";
    case BitSegment::Type::utf32: return "utf32";
  }
  return "integer";
}

std::uint64_t utf_bits(BitSegment::Type type, std::uint32_t codepoint) {
  if (type == BitSegment::Type::utf32) return 32;
  if (type == BitSegment::Type::utf16) return codepoint >= 0x10000 ? 32 : 16;
  return codepoint < 0x80 ? 8 : codepoint < 0x800 ? 16 : codepoint < 0x10000 ? 24 : 32;
}

bool valid_codepoint(Term value) {
  if (!value.is_small()) return false;
  const std::int64_t c = value.small_value();
  return c >= 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

// Finds how many bits a piece takes; a text when it cannot be built.
std::string measure(Piece& piece, Term size) {
  const BitSegment& segment = piece.segment;
  const auto shown = [](Term term) { return inspect(term, {.limit = 10, .length_bytes_max = 80}); };
  switch (segment.type) {
    case BitSegment::Type::utf8:
    case BitSegment::Type::utf16:
    case BitSegment::Type::utf32:
      if (!valid_codepoint(piece.value)) {
        return fmt::format("expected a non-negative integer encodable as {} but got: {}", type_name(segment.type), shown(piece.value));
      }
      piece.bits = utf_bits(segment.type, static_cast<std::uint32_t>(piece.value.small_value()));
      return {};
    case BitSegment::Type::bits:
      if (!is_bitstring(piece.value)) return fmt::format("expected a binary but got: {}", shown(piece.value));
      if (segment.size == BitSegment::Size::all) {
        piece.bits = bit_view(piece.value).bit_size;
        if (piece.bits % segment.unit_bits != 0) {
          return fmt::format("the size of the value {} is not a multiple of {} for the segment", shown(piece.value), segment.unit_bits);
        }
        return {};
      }
      break;
    case BitSegment::Type::integer:
      if (!is_integer(piece.value)) return fmt::format("expected an integer but got: {}", shown(piece.value));
      break;
    case BitSegment::Type::floating:
      if (!is_number(piece.value)) return fmt::format("expected a float or an integer but got: {}", shown(piece.value));
      break;
  }
  if (!is_integer(size) || is_negative(size)) return fmt::format("expected a non-negative integer as size but got: {}", shown(size));
  const auto count = to_uint64(size);
  if (!count || *count > kBitsMax) return fmt::format("the size {} is too large", shown(size));
  piece.bits = *count * segment.unit_bits;
  if (piece.bits > kBitsMax) return fmt::format("the size {} is too large", shown(size));
  if (segment.type == BitSegment::Type::bits && piece.bits > bit_view(piece.value).bit_size) {
    return fmt::format("the value {} is shorter than the size of the segment", shown(piece.value));
  }
  if (segment.type == BitSegment::Type::floating) {
    if (piece.bits != 16 && piece.bits != 32 && piece.bits != 64) {
      return fmt::format("expected one of the supported sizes 16, 32, or 64 but got: {}", piece.bits);
    }
    const auto value = to_double(piece.value);
    if (!value || (piece.bits == 32 && std::isinf(static_cast<float>(*value)))) {
      return fmt::format("the value {} is outside the range expressible as a float", shown(piece.value));
    }
  }
  return {};
}

void reverse_bytes(char* bytes, std::size_t size) { std::reverse(bytes, bytes + size); }

// The integer's low bits as a run of bits, most significant first, at the end of `bytes`.
void write_integer(const Piece& piece, char* data, std::uint64_t at_bit) {
  const std::size_t bytes = (piece.bits + 7) / 8;
  char small[16];
  std::vector<char> large;
  char* buffer = small;
  if (bytes > sizeof(small)) {
    large.resize(bytes);
    buffer = large.data();
  }
  integer_to_bytes(piece.value, buffer, bytes);
  if (piece.segment.little_endian) {
    // Whole bytes first, least significant first; the rest of the bits are the top of the last byte.
    const unsigned rest = piece.bits % 8;
    copy_bits(buffer, 0, data, at_bit, piece.bits - rest);
    if (rest > 0) copy_bits(buffer + bytes - 1, 8 - rest, data, at_bit + piece.bits - rest, rest);
    return;
  }
  reverse_bytes(buffer, bytes);
  copy_bits(buffer, bytes * 8 - piece.bits, data, at_bit, piece.bits);
}

void write_float(const Piece& piece, char* data, std::uint64_t at_bit) {
  const double value = *to_double(piece.value);
  std::uint64_t word;
  if (piece.bits == 64) {
    word = std::bit_cast<std::uint64_t>(value);
  } else if (piece.bits == 32) {
    word = std::bit_cast<std::uint32_t>(static_cast<float>(value));
  } else {
    word = half_from_double(value);
  }
  char bytes[8];
  const std::size_t size = std::min<std::size_t>(piece.bits / 8, sizeof(bytes));
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(word >> (piece.segment.little_endian ? 8 * i : 8 * (size - 1 - i)));
  copy_bits(bytes, 0, data, at_bit, piece.bits);
}

void write_utf(const Piece& piece, char* data, std::uint64_t at_bit) {
  const auto codepoint = static_cast<std::uint32_t>(piece.value.small_value());
  char bytes[4] = {};
  std::size_t size = piece.bits / 8;
  if (piece.segment.type == BitSegment::Type::utf8) {
    size = utf8::encode(codepoint, bytes);
  } else {
    std::uint32_t units[2] = {codepoint, 0};
    std::size_t unit_bytes = 4, count = 1;
    if (piece.segment.type == BitSegment::Type::utf16) {
      unit_bytes = 2;
      if (codepoint >= 0x10000) {
        units[0] = 0xD800 + ((codepoint - 0x10000) >> 10);
        units[1] = 0xDC00 + ((codepoint - 0x10000) & 0x3FF);
        count = 2;
      }
    }
    for (std::size_t u = 0; u < count; ++u) {
      for (std::size_t i = 0; i < unit_bytes; ++i) {
        const std::size_t shift = piece.segment.little_endian ? 8 * i : 8 * (unit_bytes - 1 - i);
        bytes[(u * unit_bytes + i) % sizeof(bytes)] = static_cast<char>(units[u] >> shift);
      }
    }
  }
  copy_bits(bytes, 0, data, at_bit, size * 8);
}

void write_piece(const Piece& piece, char* data, std::uint64_t at_bit) {
  switch (piece.segment.type) {
    case BitSegment::Type::integer: return write_integer(piece, data, at_bit);
    case BitSegment::Type::floating: return write_float(piece, data, at_bit);
    case BitSegment::Type::bits: {
      const BitView view = bit_view(piece.value);
      return copy_bits(view.data, view.bit_offset, data, at_bit, piece.bits);
    }
    default: return write_utf(piece, data, at_bit);
  }
}

Term finish(Area& area, Term whole, std::uint64_t bits) { return bits % 8 == 0 ? whole : make_sub_bits(area, whole, 0, bits); }

// When the first piece is a whole shared binary, its room may be used: `acc <> more` in a loop is then linear.
Term append(Area& area, const std::vector<Piece>& pieces, std::uint64_t bits) {
  const Word* object = pieces[0].value.pointer();
  auto* binary = reinterpret_cast<SharedBinary*>(object[2]);
  const std::size_t old_bytes = object[1];
  const std::size_t new_bytes = bits / 8;
  if (!binary->claim_room(old_bytes, new_bytes - old_bytes)) return Term::none();
  binary->retain();
  std::uint64_t at = pieces[0].bits;
  for (std::size_t i = 1; i < pieces.size(); at += pieces[i++].bits) write_piece(pieces[i], binary->data(), at);
  Word* shared = area.allocate(4);
  shared[0] = header::make(Kind::shared_binary, 3);
  shared[1] = new_bytes;
  shared[2] = reinterpret_cast<Word>(binary);
  area.own_shared_binary(shared, new_bytes - old_bytes);
  return Term::boxed(shared);
}

}  // namespace

BuiltBits build_bits(Area& area, const Word* segments, unsigned count, const Word* frame) {
  BuiltBits built;
  std::vector<Piece> pieces(count);
  std::uint64_t total = 0;
  for (unsigned i = 0; i < count; ++i) {
    Piece& piece = pieces[i];
    piece.segment = BitSegment::unpack(segments[3 * i]);
    piece.value = source_value(segments[3 * i + 1], frame);
    built.failure = measure(piece, source_value(segments[3 * i + 2], frame));
    if (!built.failure.empty()) {
      built.failed_segment = i + 1;
      built.failure = fmt::format("construction of binary failed: segment {} of type '{}': {}", i + 1, type_name(piece.segment.type), built.failure);
      return built;
    }
    total += piece.bits;
  }
  const bool appends = count > 1 && total % 8 == 0 && pieces[0].segment.type == BitSegment::Type::bits &&
                       pieces[0].segment.size == BitSegment::Size::all && is_boxed_kind(pieces[0].value, Kind::shared_binary);
  if (appends) {
    built.value = append(area, pieces, total);
    if (built.value) return built;
  }
  const std::size_t bytes = (total + 7) / 8;
  char* data;
  Term whole;
  if (appends && bytes > kHeapBinaryBytesMax) {
    // The second append to the same text finds room.
    SharedBinary* binary = SharedBinary::create(bytes, 2 * bytes);
    data = binary->data();
    whole = make_shared(area, binary, bytes);
  } else {
    whole = make_uninitialised_binary(area, bytes, &data);
  }
  if (total % 8 != 0) data[bytes - 1] = 0;
  std::uint64_t at = 0;
  for (const Piece& piece : pieces) {
    write_piece(piece, data, at);
    at += piece.bits;
  }
  built.value = finish(area, whole, total);
  return built;
}

// ---- matching -------------------------------------------------------------------------------------------------------

namespace {

std::uint64_t position(Term context) { return static_cast<std::uint64_t>(Term(context.pointer()[1]).small_value()); }
std::uint64_t end_position(Term context) { return static_cast<std::uint64_t>(Term(context.pointer()[2]).small_value()); }
void set_position(Term context, std::uint64_t bit) { context.mutable_pointer()[1] = Term::small(static_cast<std::int64_t>(bit)).word(); }

// Bits a segment takes from the context; false when it cannot match.
bool wanted_bits(Term context, const BitSegment& segment, Term size, std::uint64_t* bits) {
  const std::uint64_t left = bits_left(context);
  if (segment.size == BitSegment::Size::all) {
    *bits = left;
    return left % segment.unit_bits == 0;
  }
  if (!size.is_small() || size.small_value() < 0) return false;
  const auto count = static_cast<std::uint64_t>(size.small_value());
  if (count > kBitsMax) return false;
  *bits = count * segment.unit_bits;
  return *bits <= left;
}

Term read_integer(Area& area, const char* data, std::uint64_t bit, std::uint64_t bits, const BitSegment& segment) {
  if (bits == 0) return Term::small(0);
  if (bits <= 56 && (!segment.little_endian || bits <= 8)) {
    std::uint64_t value = read_bits(data, bit, static_cast<unsigned>(bits));
    if (segment.is_signed && (value >> (bits - 1) & 1) != 0) value |= ~std::uint64_t{0} << bits;
    return Term::small(static_cast<std::int64_t>(value));
  }
  // To bytes, least significant first, sign-extended to a whole number of them.
  const std::size_t bytes = (bits + 7) / 8;
  const unsigned rest = bits % 8;
  std::string buffer(bytes, '\0');
  if (segment.little_endian) {
    copy_bits(data, bit, buffer.data(), 0, bits - rest);
    if (rest > 0) buffer[bytes - 1] = static_cast<char>(read_bits(data, bit + bits - rest, rest));
  } else {
    copy_bits(data, bit, buffer.data(), bytes * 8 - bits, bits);
    std::reverse(buffer.begin(), buffer.end());
  }
  if (segment.is_signed && rest > 0 && (buffer[bytes - 1] >> (rest - 1) & 1) != 0) {
    buffer[bytes - 1] = static_cast<char>(static_cast<unsigned char>(buffer[bytes - 1]) | 0xFFu << rest);
  }
  return integer_from_bytes(area, buffer, segment.is_signed);
}

Term read_float(Area& area, const char* data, std::uint64_t bit, std::uint64_t bits, bool little_endian) {
  if (bits != 16 && bits != 32 && bits != 64) return Term::none();
  char bytes[8] = {};
  copy_bits(data, bit, bytes, 0, bits);
  std::uint64_t word = 0;
  const std::size_t size = bits / 8;
  for (std::size_t i = 0; i < size; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (little_endian ? 8 * i : 8 * (size - 1 - i));
  }
  double value;
  if (bits == 64) {
    value = std::bit_cast<double>(word);
  } else if (bits == 32) {
    value = std::bit_cast<float>(static_cast<std::uint32_t>(word));
  } else {
    value = double_from_half(static_cast<std::uint16_t>(word));
  }
  return std::isfinite(value) ? make_float(area, value) : Term::none();
}

// A codepoint in one of the UTF encodings; its size in bits, 0 when there is none.
std::uint64_t read_utf(Term context, const BitSegment& segment, std::uint32_t* codepoint) {
  const std::uint64_t left = bits_left(context);
  const BitView whole = bit_view(Term(context.pointer()[3]));
  char bytes[4] = {};
  copy_bits(whole.data, whole.bit_offset + position(context), bytes, 0, std::min<std::uint64_t>(left, 32));
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
  if (segment.type == BitSegment::Type::utf8) {
    const auto decoded = utf8::decode({bytes, static_cast<std::size_t>(std::min<std::uint64_t>(left / 8, 4))});
    if (!decoded) return 0;
    *codepoint = decoded->codepoint;
    return decoded->length_bytes * 8;
  }
  if (segment.type == BitSegment::Type::utf32) {
    if (left < 32) return 0;
    *codepoint = segment.little_endian ? byte(3) << 24 | byte(2) << 16 | byte(1) << 8 | byte(0)
                                       : byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
    return *codepoint <= 0x10FFFF && (*codepoint < 0xD800 || *codepoint > 0xDFFF) ? 32 : 0;
  }
  const auto unit = [&](std::size_t i) {
    return segment.little_endian ? byte(i + 1) << 8 | byte(i) : byte(i) << 8 | byte(i + 1);
  };
  if (left < 16) return 0;
  const std::uint32_t first = unit(0);
  if (first < 0xD800 || first > 0xDFFF) {
    *codepoint = first;
    return 16;
  }
  if (first > 0xDBFF || left < 32) return 0;
  const std::uint32_t second = unit(2);
  if (second < 0xDC00 || second > 0xDFFF) return 0;
  *codepoint = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  return 32;
}

}  // namespace

Term start_match(Word* object, Term bitstring) {
  std::uint64_t begin = 0;
  const std::uint64_t size = bit_view(bitstring).bit_size;
  Term whole = bitstring;
  const Word* source = bitstring.pointer();
  if (header::kind(source[0]) == Kind::sub_binary) {
    begin = static_cast<std::uint64_t>(Term(source[1]).small_value());
    whole = Term(source[3]);
  }
  object[0] = header::make(Kind::match_context, 3);
  object[1] = Term::small(static_cast<std::int64_t>(begin)).word();
  object[2] = Term::small(static_cast<std::int64_t>(begin + size)).word();
  object[3] = whole.word();
  return Term::boxed(object);
}

std::uint64_t bits_left(Term context) { return end_position(context) - position(context); }

Term match_segment(Area& area, Term context, BitSegment segment, Term size) {
  const std::uint64_t at = position(context);
  const Term whole = Term(context.pointer()[3]);
  if (segment.type >= BitSegment::Type::utf8) {
    std::uint32_t codepoint = 0;
    const std::uint64_t bits = read_utf(context, segment, &codepoint);
    if (bits == 0) return Term::none();
    set_position(context, at + bits);
    return Term::small(codepoint);
  }
  std::uint64_t bits = 0;
  if (!wanted_bits(context, segment, size, &bits)) return Term::none();
  Term value;
  if (segment.type == BitSegment::Type::bits) {
    value = make_sub_bits(area, whole, at, bits);
  } else {
    const BitView view = bit_view(whole);
    value = segment.type == BitSegment::Type::integer ? read_integer(area, view.data, at, bits, segment)
                                                      : read_float(area, view.data, at, bits, segment.little_endian);
  }
  if (value.is_none()) return value;
  set_position(context, at + bits);
  return value;
}

bool skip_segment(Term context, BitSegment segment, Term size) {
  std::uint64_t bits = 0;
  if (segment.type >= BitSegment::Type::utf8) {
    std::uint32_t codepoint = 0;
    bits = read_utf(context, segment, &codepoint);
    if (bits == 0) return false;
  } else if (!wanted_bits(context, segment, size, &bits)) {
    return false;
  } else if (segment.type == BitSegment::Type::floating) {
    // A bit pattern that is no finite number does not match even when nobody wants its value.
    struct Scratch final : Area {
      Word words[kFloatWords];
      Scratch() { base_ = top_ = words; end_ = words + kFloatWords; }
      Word* allocate_slow(std::size_t) override { return words; }
    } scratch;
    const BitView view = bit_view(Term(context.pointer()[3]));
    if (read_float(scratch, view.data, position(context), bits, segment.little_endian).is_none()) return false;
  }
  set_position(context, position(context) + bits);
  return true;
}

bool match_literal(Term context, Term bytes) {
  const BitView literal = bit_view(bytes);
  if (bits_left(context) < literal.bit_size) return false;
  const BitView whole = bit_view(Term(context.pointer()[3]));
  const std::uint64_t at = position(context);
  const BitView part{whole.data + at / 8, static_cast<std::uint32_t>(at % 8), literal.bit_size};
  if (compare_bits(part, literal) != 0) return false;
  set_position(context, at + literal.bit_size);
  return true;
}

Term take_rest(Area& area, Term context) {
  return make_sub_bits(area, Term(context.pointer()[3]), position(context), bits_left(context));
}

}  // namespace respawn
