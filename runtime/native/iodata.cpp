#include "native/iodata.hpp"

#include "base/memory_budget.hpp"

namespace respawn {

std::optional<std::uint64_t> iodata_bits(Term term, Pieces pieces) {
  std::uint64_t bits = 0;
  const bool fine = walk_iodata(
      term, pieces, [&](unsigned) { bits += 8; }, [&](Term piece) { bits += bit_view(piece).bit_size; });
  if (!fine) return std::nullopt;
  if (bits / 8 > large_memory_bytes()) throw MemoryExhausted(bits / 8);
  return bits;
}

void copy_iodata(Term term, char* out, Pieces pieces) {
  std::uint64_t at_bit = 0;
  walk_iodata(
      term, pieces,
      [&](unsigned byte) {
        const char c = static_cast<char>(byte);
        if (at_bit % 8 == 0) {
          out[at_bit / 8] = c;
        } else {
          copy_bits(&c, 0, out, at_bit, 8);
        }
        at_bit += 8;
      },
      [&](Term piece) {
        const BitView view = bit_view(piece);
        copy_bits(view.data, view.bit_offset, out, at_bit, view.bit_size);
        at_bit += view.bit_size;
      });
}

std::optional<std::string_view> iodata_bytes(Term term, std::string& scratch) {
  if (const auto bytes = aligned_bytes(term)) return bytes;
  const auto bits = iodata_bits(term);
  if (!bits) return std::nullopt;
  scratch.resize(*bits / 8);
  copy_iodata(term, scratch.data());
  return std::string_view(scratch);
}

}  // namespace respawn
