#pragma once
/// MD5 (RFC 1321), in pieces: the state between two pieces is plain bytes, which a program may keep as a binary.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace respawn {

class Md5 {
 public:
  /// Bytes of a saved state.
  static constexpr std::size_t kStateBytes = 4 * 4 + 8 + 64;
  using Digest = std::array<char, 16>;

  void update(std::string_view bytes);
  Digest finish();

  std::string save() const;
  /// The state that `save` gave; `bytes` must have kStateBytes.
  static Md5 restore(std::string_view bytes);

 private:
  void block(const std::uint8_t* bytes);
  std::size_t pending() const { return total_bytes_ % 64; }

  std::uint32_t state_[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::uint64_t total_bytes_ = 0;
  std::uint8_t buffer_[64] = {};
};

}  // namespace respawn
