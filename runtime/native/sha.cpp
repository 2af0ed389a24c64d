/// SHA-1 and SHA-2: blocks of 16 words, each mixed into the state in 64 or 80 rounds. The constants of SHA-2 are the first bits of the
/// roots of the first primes; they are computed, since 144 numbers in a table could be mistyped and nobody would see it.

#include "native/sha.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace respawn {
namespace {

// ---- constants ------------------------------------------------------------------------------------------------------

__extension__ typedef unsigned __int128 Wide;

bool is_prime(std::uint64_t n) {
  for (std::uint64_t d = 2; d * d <= n; ++d) {
    if (n % d == 0) return false;
  }
  return true;
}

// Numbers of four 64-bit words, least first: enough for the cube of a root with 64 bits behind the point.
using Long = std::array<std::uint64_t, 4>;

Long multiply(const Long& a, const Long& b) {
  Long result{};
  for (std::size_t i = 0; i < 4; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; i + j < 4; ++j) {
      const Wide sum = Wide{a[i]} * b[j] + result[i + j] + carry;
      result[i + j] = static_cast<std::uint64_t>(sum);
      carry = static_cast<std::uint64_t>(sum >> 64);
    }
  }
  return result;
}

// The first 64 bits behind the point of the square root (`power` 2) or cube root (3) of a prime: of the largest number whose power has
// less than `n` in front of the point. Roots of primes below 512 are below 32.
std::uint64_t root_bits(std::uint64_t n, std::size_t power) {
  Long root{};
  for (int bit = 68; bit >= 0; --bit) {
    Long tried = root;
    tried[static_cast<std::size_t>(bit) / 64] |= std::uint64_t{1} << bit % 64;
    Long result = multiply(tried, tried);
    if (power == 3) result = multiply(result, tried);
    if (result[power] < n && (power == 3 || result[3] == 0)) root = tried;
  }
  return root[0];
}

struct Constants {
  std::array<std::uint64_t, 80> rounds{};
  std::array<std::uint64_t, 16> states{};
};

Constants make_constants() {
  Constants constants;
  std::size_t count = 0;
  for (std::uint64_t n = 2; count < constants.rounds.size(); ++n) {
    if (!is_prime(n)) continue;
    constants.rounds[count] = root_bits(n, 3);
    if (count < constants.states.size()) constants.states[count] = root_bits(n, 2);
    ++count;
  }
  return constants;
}

const Constants& constants() {
  static const Constants made = make_constants();
  return made;
}

// ---- blocks ---------------------------------------------------------------------------------------------------------

// The message with a one, zeros, and its length in bits, a whole number of blocks of 16 words.
template <typename Unit>
std::string padded(std::string_view bytes) {
  constexpr std::size_t kBlockBytes = 16 * sizeof(Unit);
  constexpr std::size_t kLengthBytes = 2 * sizeof(Unit);
  std::string message(bytes);
  message += '\x80';
  while (message.size() % kBlockBytes != kBlockBytes - kLengthBytes) message += '\0';
  message.append(kLengthBytes - 8, '\0');
  const std::uint64_t bits = bytes.size() * 8;
  for (int shift = 56; shift >= 0; shift -= 8) message += static_cast<char>(bits >> shift);
  return message;
}

template <typename Unit>
Unit read_unit(const char* bytes) {
  Unit value = 0;
  for (std::size_t i = 0; i < sizeof(Unit); ++i) value = static_cast<Unit>(value << 8 | static_cast<unsigned char>(bytes[i]));
  return value;
}

template <typename State>
std::string digest(const State& state, std::size_t size_bytes) {
  std::string bytes;
  for (const auto unit : state) {
    for (int shift = 8 * static_cast<int>(sizeof unit) - 8; shift >= 0; shift -= 8) bytes += static_cast<char>(unit >> shift);
  }
  bytes.resize(size_bytes);
  return bytes;
}

// How the two widths of SHA-2 differ.
struct Narrow {
  using Unit = std::uint32_t;
  static constexpr std::size_t kRounds = 64;
  static constexpr int kBig0[] = {2, 13, 22}, kBig1[] = {6, 11, 25}, kSmall0[] = {7, 18, 3}, kSmall1[] = {17, 19, 10};
  static Unit constant(std::size_t round) { return static_cast<Unit>(constants().rounds[round] >> 32); }
};
struct Broad {
  using Unit = std::uint64_t;
  static constexpr std::size_t kRounds = 80;
  static constexpr int kBig0[] = {28, 34, 39}, kBig1[] = {14, 18, 41}, kSmall0[] = {1, 8, 7}, kSmall1[] = {19, 61, 6};
  static Unit constant(std::size_t round) { return constants().rounds[round]; }
};

template <typename Unit>
Unit turned(Unit x, const int (&by)[3]) {
  return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ std::rotr(x, by[2]);
}
template <typename Unit>
Unit shifted(Unit x, const int (&by)[3]) {
  return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ (x >> by[2]);
}

template <typename Width>
std::string sha2(std::string_view bytes, std::array<typename Width::Unit, 8> state, std::size_t size_bytes) {
  using Unit = typename Width::Unit;
  const std::string message = padded<Unit>(bytes);
  std::array<Unit, Width::kRounds> schedule;
  for (std::size_t block = 0; block < message.size(); block += 16 * sizeof(Unit)) {
    for (std::size_t i = 0; i < 16; ++i) schedule[i] = read_unit<Unit>(message.data() + block + i * sizeof(Unit));
    for (std::size_t i = 16; i < schedule.size(); ++i) {
      schedule[i] = shifted(schedule[i - 2], Width::kSmall1) + schedule[i - 7] + shifted(schedule[i - 15], Width::kSmall0) + schedule[i - 16];
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < schedule.size(); ++i) {
      const Unit first = h + turned(e, Width::kBig1) + ((e & f) ^ (~e & g)) + Width::constant(i) + schedule[i];
      const Unit second = turned(a, Width::kBig0) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
    }
    const std::array<Unit, 8> mixed{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state[i] += mixed[i];
  }
  return digest(state, size_bytes);
}

// States begin with the roots of eight primes: their upper or lower halves, or all of them.
template <typename Unit, typename Cut>
std::array<Unit, 8> start(std::size_t first_prime, Cut cut) {
  std::array<Unit, 8> state;
  for (std::size_t i = 0; i < 8; ++i) state[i] = static_cast<Unit>(cut(constants().states[first_prime + i]));
  return state;
}

}  // namespace

std::string sha1(std::string_view bytes) {
  std::array<std::uint32_t, 5> state{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  const std::string message = padded<std::uint32_t>(bytes);
  std::array<std::uint32_t, 80> schedule;
  for (std::size_t block = 0; block < message.size(); block += 64) {
    for (std::size_t i = 0; i < 16; ++i) schedule[i] = read_unit<std::uint32_t>(message.data() + block + 4 * i);
    for (std::size_t i = 16; i < 80; ++i) schedule[i] = std::rotl(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);
    auto [a, b, c, d, e] = state;
    for (std::size_t i = 0; i < 80; ++i) {
      constexpr std::uint32_t kConstants[] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
      const std::uint32_t choice = (b & c) | (~b & d);
      const std::uint32_t parity = b ^ c ^ d;
      const std::uint32_t majority = (b & c) | (b & d) | (c & d);
      const std::uint32_t mixed[] = {choice, parity, majority, parity};
      const std::uint32_t next = std::rotl(a, 5) + mixed[i / 20] + e + kConstants[i / 20] + schedule[i];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    const std::array<std::uint32_t, 5> mixed{a, b, c, d, e};
    for (std::size_t i = 0; i < 5; ++i) state[i] += mixed[i];
  }
  return digest(state, 20);
}

std::string sha224(std::string_view bytes) {
  return sha2<Narrow>(bytes, start<std::uint32_t>(8, [](std::uint64_t root) { return root; }), 28);
}
std::string sha256(std::string_view bytes) {
  return sha2<Narrow>(bytes, start<std::uint32_t>(0, [](std::uint64_t root) { return root >> 32; }), 32);
}
std::string sha384(std::string_view bytes) {
  return sha2<Broad>(bytes, start<std::uint64_t>(8, [](std::uint64_t root) { return root; }), 48);
}
std::string sha512(std::string_view bytes) {
  return sha2<Broad>(bytes, start<std::uint64_t>(0, [](std::uint64_t root) { return root; }), 64);
}

}  // namespace respawn
