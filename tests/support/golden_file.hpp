#pragma once
/// Golden files: lines of words, beside the test that reads them.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::test {

/// The lines of a file, by its path in tests/, each cut at its first `words - 1` spaces.
inline std::vector<std::vector<std::string>> golden_lines(const char* path, std::size_t words) {
  std::ifstream file(std::filesystem::path(RESPAWN_TESTS_FOLDER) / path, std::ios::binary);
  REQUIRE(file.is_open());
  std::vector<std::vector<std::string>> lines;
  std::string line;
  while (std::getline(file, line)) {
    std::vector<std::string>& parts = lines.emplace_back();
    std::size_t from = 0;
    while (parts.size() + 1 < words) {
      const std::size_t space = line.find(' ', from);
      REQUIRE(space != std::string::npos);
      parts.push_back(line.substr(from, space - from));
      from = space + 1;
    }
    parts.push_back(line.substr(from));
  }
  REQUIRE_FALSE(lines.empty());
  return lines;
}

inline std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

}  // namespace respawn::test
