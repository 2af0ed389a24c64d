#include "base/file_bytes.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace respawn {

// Not a stream of C++: its iterators throw when a folder is read.
Result<std::string, std::string> read_file_bytes(const std::string& path) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return Failure{std::string(std::strerror(errno))};
  constexpr std::size_t kChunkBytes = 1 << 16;
  std::array<char, kChunkBytes> chunk;
  std::string bytes;
  while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get())) bytes.append(chunk.data(), count);
  if (std::ferror(file.get()) != 0) return Failure{std::string(std::strerror(errno))};
  return bytes;
}

}  // namespace respawn
