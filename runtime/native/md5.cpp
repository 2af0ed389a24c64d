#include "native/md5.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace respawn {
namespace {

// The constants are the first 32 bits of |sin(i + 1)| (RFC 1321, 3.4).
const std::array<std::uint32_t, 64>& sine_table() {
  static const auto table = [] {
    std::array<std::uint32_t, 64> values;
    for (unsigned i = 0; i < 64; ++i) values[i] = static_cast<std::uint32_t>(std::fabs(std::sin(i + 1.0)) * 4294967296.0);
    return values;
  }();
  return table;
}

constexpr int kShifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

// The format is little-endian on every machine.
std::uint32_t load32(const std::uint8_t* p) {
  return static_cast<std::uint32_t>(p[0]) | static_cast<std::uint32_t>(p[1]) << 8 | static_cast<std::uint32_t>(p[2]) << 16 |
         static_cast<std::uint32_t>(p[3]) << 24;
}

template <typename Value>
void store(Value value, char* out) {
  for (unsigned i = 0; i < sizeof(Value); ++i) out[i] = static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

void Md5::block(const std::uint8_t* bytes) {
  const auto& sines = sine_table();
  std::uint32_t a = state_[0], b = state_[1], c = state_[2], d = state_[3];
  for (unsigned i = 0; i < 64; ++i) {
    std::uint32_t mixed;
    unsigned word;
    switch (i / 16) {
      case 0: mixed = (b & c) | (~b & d); word = i; break;
      case 1: mixed = (d & b) | (~d & c); word = (5 * i + 1) % 16; break;
      case 2: mixed = b ^ c ^ d; word = (3 * i + 5) % 16; break;
      default: mixed = c ^ (b | ~d); word = 7 * i % 16; break;
    }
    mixed += a + sines[i] + load32(bytes + 4 * word);
    a = d;
    d = c;
    c = b;
    b += std::rotl(mixed, kShifts[i / 16][i % 4]);
  }
  state_[0] += a;
  state_[1] += b;
  state_[2] += c;
  state_[3] += d;
}

void Md5::update(std::string_view bytes) {
  while (!bytes.empty()) {
    if (pending() == 0 && bytes.size() >= 64) {
      block(reinterpret_cast<const std::uint8_t*>(bytes.data()));
      total_bytes_ += 64;
      bytes.remove_prefix(64);
      continue;
    }
    const std::size_t take = std::min(64 - pending(), bytes.size());
    std::memcpy(buffer_ + pending(), bytes.data(), take);
    total_bytes_ += take;
    bytes.remove_prefix(take);
    if (pending() == 0) block(buffer_);
  }
}

Md5::Digest Md5::finish() {
  char length[8];
  store(total_bytes_ * 8, length);
  constexpr char kPadding[64] = {'\x80'};
  const std::size_t padding = pending() < 56 ? 56 - pending() : 120 - pending();
  update({kPadding, padding});
  update({length, sizeof length});
  Digest digest;
  for (unsigned i = 0; i < 4; ++i) store(state_[i], digest.data() + 4 * i);
  return digest;
}

std::string Md5::save() const {
  std::string bytes(kStateBytes, '\0');
  for (unsigned i = 0; i < 4; ++i) store(state_[i], bytes.data() + 4 * i);
  store(total_bytes_, bytes.data() + 16);
  std::memcpy(bytes.data() + 24, buffer_, pending());
  return bytes;
}

Md5 Md5::restore(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  Md5 md5;
  for (unsigned i = 0; i < 4; ++i) md5.state_[i] = load32(data + 4 * i);
  md5.total_bytes_ = load32(data + 16) | static_cast<std::uint64_t>(load32(data + 20)) << 32;
  std::memcpy(md5.buffer_, data + 24, sizeof md5.buffer_);
  return md5;
}

}  // namespace respawn
