#pragma once
/// Library: the standard library's modules as they are embedded in the binary.
///
/// `respawn_bootstrap` compiles runtime/lib when respawn is built and writes one file; the linker puts it into the binary as it is, and
/// modules are decoded when they are first used. So a start pays for an index, not for a library.
///
///     "RSPL" · count (4 bytes) · count × [offset (4) · length (4) · name length (4) · name]… · images (code/image.hpp)

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "code/code_table.hpp"

namespace respawn {

class Library {
 public:
  /// `bytes` stay for ever. An empty library is one without modules.
  explicit Library(std::string_view bytes);

  /// The library of this binary.
  static const Library& embedded();

  /// A module's image; null when the library has none of that name.
  std::unique_ptr<CodeImage> image(Term module, CodeTable& code) const;
  bool has(Term module) const { return images_.contains(module); }
  std::vector<Term> modules() const;

  /// One file of all these: pairs of a module's name and its image as bytes.
  static std::string encode(const std::vector<std::pair<std::string, std::string>>& images);

 private:
  std::unordered_map<Term, std::string_view> images_;
};

/// Tells one embedded library from another: a run that is to be made again needs the same.
std::uint64_t library_fingerprint();

}  // namespace respawn

/// The bytes of the embedded library; the linker's business (system/library_bytes.c), empty in respawn_bootstrap.
extern "C" const unsigned char respawn_library_begin[];
extern "C" const unsigned char respawn_library_end[];
