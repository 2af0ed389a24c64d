/// Natives of :crypto: hashes, HMAC, random bytes. Ciphers and keys are not there: who needs them needs OpenSSL.

#include <fmt/format.h>

#include <random>

#include "native/charlist.hpp"
#include "native/iodata.hpp"
#include "native/md5.hpp"
#include "native/native_table.hpp"
#include "native/sha.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::size_t kBytesPerReduction = 50;
constexpr std::int64_t kRandomBytesMax = 1 << 26;

struct HashKind {
  std::string_view name;
  std::size_t block_bytes;
  std::string (*hash)(std::string_view);
};

std::string md5(std::string_view bytes) {
  Md5 state;
  state.update(bytes);
  const Md5::Digest digest = state.finish();
  return {digest.data(), digest.size()};
}

constexpr HashKind kHashes[] = {
    {"sha", 64, sha1}, {"sha224", 64, sha224}, {"sha256", 64, sha256}, {"sha384", 128, sha384}, {"sha512", 128, sha512}, {"md5", 64, md5},
};

const HashKind* find_hash(Term type) {
  if (!type.is_atom()) return nullptr;
  for (const HashKind& kind : kHashes) {
    if (kind.name == atom_text(type)) return &kind;
  }
  return nullptr;
}

// {badarg, {File, Line}, Text}, the form of OTP's answer.
NativeResult bad_type(NativeCall& call, unsigned position, std::string_view text) {
  call.note(position, text);
  const Term place = make_tuple(call.heap(), {make_charlist(call.heap(), "crypto.cpp"), Term::small(0)});
  return call.error(make_tuple(call.heap(), {atoms::badarg, place, make_charlist(call.heap(), text)}));
}

NativeResult hash(NativeCall& call) {
  const HashKind* const kind = find_hash(call.arg(0));
  if (kind == nullptr) return bad_type(call, 1, "Bad digest type");
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(1), scratch);
  if (!bytes) return call.bad_argument(1, "not an iodata term");
  call.charge(bytes->size() / kBytesPerReduction);
  return make_binary(call.heap(), kind->hash(*bytes));
}

// RFC 2104.
std::string hmac(const HashKind& kind, std::string_view given_key, std::string_view bytes) {
  std::string key(given_key.size() > kind.block_bytes ? kind.hash(given_key) : given_key);
  key.resize(kind.block_bytes, '\0');
  std::string inner;
  std::string outer;
  for (const char c : key) {
    inner += static_cast<char>(c ^ 0x36);
    outer += static_cast<char>(c ^ 0x5C);
  }
  inner += bytes;
  return kind.hash(outer += kind.hash(inner));
}

// mac(hmac, type, key, data)
NativeResult mac(NativeCall& call) {
  if (!call.arg(0).is_atom() || atom_text(call.arg(0)) != "hmac") return bad_type(call, 1, "Unknown mac algorithm");
  const HashKind* const kind = find_hash(call.arg(1));
  if (kind == nullptr) return bad_type(call, 2, "Bad digest algorithm for HMAC");
  std::string key_scratch;
  std::string scratch;
  const auto key = iodata_bytes(call.arg(2), key_scratch);
  const auto bytes = iodata_bytes(call.arg(3), scratch);
  if (!key || !bytes) return call.bad_argument(1, "not an iodata term");
  call.charge(bytes->size() / kBytesPerReduction);
  return make_binary(call.heap(), hmac(*kind, *key, *bytes));
}

NativeResult strong_rand_bytes(NativeCall& call) {
  const Term size = call.arg(0);
  if (!size.is_small() || size.small_value() < 0 || size.small_value() > kRandomBytesMax) return call.bad_argument();
  std::string bytes;
  std::random_device device;
  while (bytes.size() < static_cast<std::size_t>(size.small_value())) {
    const std::uint64_t drawn = call.services.is_lab() ? call.services.choices->random() : device();
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(drawn >> shift);
  }
  bytes.resize(static_cast<std::size_t>(size.small_value()));
  call.charge(bytes.size() / kBytesPerReduction);
  return make_binary(call.heap(), bytes);
}

NativeResult exor(NativeCall& call) {
  std::string scratch1;
  std::string scratch2;
  const auto left = iodata_bytes(call.arg(0), scratch1);
  const auto right = iodata_bytes(call.arg(1), scratch2);
  if (!left || !right) return call.bad_argument(1, "not an iodata term");
  if (left->size() != right->size()) return call.bad_argument();
  std::string result(*left);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<char>(result[i] ^ (*right)[i]);
  return make_binary(call.heap(), result);
}

// In a time that does not depend on where the two differ.
NativeResult hash_equals(NativeCall& call) {
  std::string scratch1;
  std::string scratch2;
  const auto left = binary_bytes(call.arg(0), scratch1);
  const auto right = binary_bytes(call.arg(1), scratch2);
  if (!left || !right || left->size() != right->size()) return call.bad_argument();
  unsigned differences = 0;
  for (std::size_t i = 0; i < left->size(); ++i) differences |= static_cast<unsigned char>((*left)[i] ^ (*right)[i]);
  return boolean(differences == 0);
}

}  // namespace

void define_crypto_natives(NativeTable& table) {
  table.add("crypto", "hash", 2, hash);
  table.add("crypto", "mac", 4, mac);
  table.add("crypto", "strong_rand_bytes", 1, strong_rand_bytes);
  table.add("crypto", "exor", 2, exor);
  table.add("crypto", "hash_equals", 2, hash_equals);
}

}  // namespace respawn
