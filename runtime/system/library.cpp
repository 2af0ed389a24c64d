#include "system/library.hpp"

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"
#include "code/image.hpp"
#include "term/atom.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr std::string_view kMagic = "RSPL";

std::uint32_t read32(std::string_view bytes, std::size_t at) {
  std::uint32_t value;
  RESPAWN_ASSERT(at + sizeof value <= bytes.size());
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

void write32(std::string& out, std::size_t value) {
  const auto narrow = static_cast<std::uint32_t>(value);
  out.append(reinterpret_cast<const char*>(&narrow), sizeof narrow);
}

std::string_view embedded_bytes() {
  return {reinterpret_cast<const char*>(respawn_library_begin), static_cast<std::size_t>(respawn_library_end - respawn_library_begin)};
}

}  // namespace

Library::Library(std::string_view bytes) {
  if (bytes.empty()) return;
  RESPAWN_ASSERT(bytes.starts_with(kMagic));
  const std::uint32_t count = read32(bytes, 4);
  images_.reserve(count);
  std::size_t at = 8;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t offset = read32(bytes, at), length = read32(bytes, at + 4), name_length = read32(bytes, at + 8);
    images_.emplace(intern(bytes.substr(at + 12, name_length)), bytes.substr(offset, length));
    at += 12 + name_length;
  }
}

const Library& Library::embedded() {
  static const Library library(embedded_bytes());
  return library;
}

std::uint64_t library_fingerprint() {
  static const std::uint64_t fingerprint = [] {
    const std::string_view bytes = embedded_bytes();
    std::uint64_t hash = bytes.size();
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, std::min(sizeof word, bytes.size() - at));
      hash = mix_hash(hash, word);
    }
    return hash;
  }();
  return fingerprint;
}

std::unique_ptr<CodeImage> Library::image(Term module, CodeTable& code) const {
  const auto found = images_.find(module);
  if (found == images_.end()) return nullptr;
  auto image = decode_image(found->second, code, Trust::embedded);
  RESPAWN_ASSERT(image);
  return std::move(*image);
}

std::vector<Term> Library::modules() const {
  std::vector<Term> names;
  for (const auto& [name, bytes] : images_) names.push_back(name);
  return names;
}

std::string Library::encode(const std::vector<std::pair<std::string, std::string>>& images) {
  std::size_t offset = 8;
  for (const auto& [name, bytes] : images) offset += 12 + name.size();
  std::string out(kMagic);
  write32(out, images.size());
  for (const auto& [name, bytes] : images) {
    // Code is copied from here in words: let it lie on one.
    offset = (offset + 7) / 8 * 8;
    write32(out, offset);
    write32(out, bytes.size());
    write32(out, name.size());
    out += name;
    offset += bytes.size();
  }
  for (const auto& [name, bytes] : images) {
    out.resize((out.size() + 7) / 8 * 8);
    out += bytes;
  }
  return out;
}

}  // namespace respawn
