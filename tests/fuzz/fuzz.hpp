#pragma once
/// Fuzzing with plain loops: a seed, a corpus, mutations. What is looked for is a crash or a sanitizer's finding.
///
/// Each case runs a fixed number of rounds from a fixed seed, so that a finding repeats. RESPAWN_FUZZ_ROUNDS multiplies the rounds
/// (the tests labelled nightly set it), RESPAWN_FUZZ_SEED takes other ones.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/rng.hpp"

namespace respawn::fuzz {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

inline int rounds(int usual) { return usual * static_cast<int>(number_from_environment("RESPAWN_FUZZ_ROUNDS", 1)); }
inline std::uint64_t seed() { return number_from_environment("RESPAWN_FUZZ_SEED", 1); }

/// The contents of all files below `folder` whose names end in `extension`.
inline std::vector<std::string> read_files(const std::filesystem::path& folder, std::string_view extension) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> contents;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    contents.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return contents;
}

class Mutator {
 public:
  Mutator(std::uint64_t seed, std::vector<std::string> corpus, std::vector<std::string> words)
      : rng_(seed), corpus_(std::move(corpus)), words_(std::move(words)) {}

  Rng& rng() { return rng_; }

  /// A member of the corpus, no longer than `size_max`, with some bytes changed, cut out, doubled, or taken from another one.
  std::string next(std::size_t size_max) {
    std::string text = piece(size_max);
    const std::uint64_t changes = 1 + rng_.below(1 + rng_.below(6));
    for (std::uint64_t i = 0; i < changes; ++i) change(text);
    return text;
  }

 private:
  std::string piece(std::size_t size_max) {
    const std::string& whole = corpus_[rng_.below(corpus_.size())];
    if (whole.size() <= size_max) return whole;
    // Whole lines, where there are lines: more of them mean something.
    std::size_t from = rng_.below(whole.size() - size_max);
    if (const std::size_t line = whole.find('\n', from); line < from + size_max / 4) from = line + 1;
    const std::size_t size = rng_.below(size_max) + 1;
    const std::size_t end = whole.find('\n', from + size);
    return whole.substr(from, end < from + size_max ? end + 1 - from : size);
  }

  void change(std::string& text) {
    const std::size_t at = rng_.below(text.size() + 1);
    const std::size_t length = std::min<std::size_t>(rng_.below(20), text.size() - at);
    switch (rng_.below(8)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, text.substr(at, length)); break;
      case 2: text.insert(at, piece(30)); break;
      case 3: text.insert(at, 1, static_cast<char>(rng_.next())); break;
      case 4:
      case 5: text.insert(at, words_[rng_.below(words_.size())]); break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(rng_.below(2) == 0 ? rng_.next() : static_cast<unsigned char>(text[at]) ^ 1u << rng_.below(8));
    }
  }

  Rng rng_;
  std::vector<std::string> corpus_;
  std::vector<std::string> words_;
};

}  // namespace respawn::fuzz
