#include "base/utf8.hpp"

#include <cstring>

namespace respawn::utf8 {

std::optional<Decoded> decode(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return Decoded{first, 1};
  if (first >= 0xC2 && first <= 0xDF) {
    if (text.size() < 2 || !is_tail(1)) return std::nullopt;
    return Decoded{(first & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  }
  if (first >= 0xE0 && first <= 0xEF) {
    if (text.size() < 3 || !is_tail(1) || !is_tail(2)) return std::nullopt;
    const std::uint32_t codepoint = (first & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (codepoint < 0x800 || (codepoint >= 0xD800 && codepoint <= 0xDFFF)) return std::nullopt;
    return Decoded{codepoint, 3};
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (text.size() < 4 || !is_tail(1) || !is_tail(2) || !is_tail(3)) return std::nullopt;
    const std::uint32_t codepoint =
        (first & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
    if (codepoint < 0x10000 || codepoint > 0x10FFFF) return std::nullopt;
    return Decoded{codepoint, 4};
  }
  return std::nullopt;
}

std::size_t encode(std::uint32_t codepoint, char* out) {
  if (codepoint < 0x80) {
    out[0] = static_cast<char>(codepoint);
    return 1;
  }
  if (codepoint < 0x800) {
    out[0] = static_cast<char>(0xC0 | codepoint >> 6);
    out[1] = static_cast<char>(0x80 | (codepoint & 0x3F));
    return 2;
  }
  if (codepoint < 0x10000) {
    if (codepoint >= 0xD800 && codepoint <= 0xDFFF) return 0;
    out[0] = static_cast<char>(0xE0 | codepoint >> 12);
    out[1] = static_cast<char>(0x80 | (codepoint >> 6 & 0x3F));
    out[2] = static_cast<char>(0x80 | (codepoint & 0x3F));
    return 3;
  }
  if (codepoint > 0x10FFFF) return 0;
  out[0] = static_cast<char>(0xF0 | codepoint >> 18);
  out[1] = static_cast<char>(0x80 | (codepoint >> 12 & 0x3F));
  out[2] = static_cast<char>(0x80 | (codepoint >> 6 & 0x3F));
  out[3] = static_cast<char>(0x80 | (codepoint & 0x3F));
  return 4;
}

bool append(std::string& out, std::uint32_t codepoint) {
  char bytes[4];
  const std::size_t length = encode(codepoint, bytes);
  out.append(bytes, length);
  return length > 0;
}

bool is_valid(std::string_view text) {
  while (!text.empty()) {
    // Most text is ASCII: eight bytes at a time.
    if (text.size() >= 8) {
      std::uint64_t word;
      std::memcpy(&word, text.data(), 8);
      if ((word & 0x8080808080808080ull) == 0) {
        text.remove_prefix(8);
        continue;
      }
    }
    const auto decoded = decode(text);
    if (!decoded) return false;
    text.remove_prefix(decoded->length_bytes);
  }
  return true;
}

std::size_t length_codepoints(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace respawn::utf8
