#include "term/literal_region.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>

namespace respawn {

namespace literal_region {
// Until something is reserved no address is a literal: region_base is such that the subtraction never falls below.
Word region_base = ~Word{0} - kRegionBytes;
}  // namespace literal_region

namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;

class Region {
 public:
  char* take(std::size_t bytes) {
    std::lock_guard lock(mutex_);
    if (const auto fit = free_.lower_bound(bytes); fit != free_.end() && fit->first == bytes) {
      char* chunk = fit->second;
      free_.erase(fit);
      return chunk;
    }
    if (base_ == nullptr) reserve();
    if (used_ + bytes > literal_region::kRegionBytes) {
      std::fprintf(stderr, "respawn: the literals of the loaded modules take more than %llu bytes\n",
                   static_cast<unsigned long long>(literal_region::kRegionBytes));
      std::_Exit(1);
    }
    char* chunk = base_ + used_;
    used_ += bytes;
    return chunk;
  }

  void give(char* chunk, std::size_t bytes) {
    std::lock_guard lock(mutex_);
    madvise(chunk, bytes, MADV_DONTNEED);
    free_.emplace(bytes, chunk);
  }

 private:
  void reserve() {
    void* mapped = mmap(nullptr, literal_region::kRegionBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) {
      std::fprintf(stderr, "respawn: cannot reserve address space for literals\n");
      std::_Exit(1);
    }
    base_ = static_cast<char*>(mapped);
    literal_region::region_base = reinterpret_cast<Word>(mapped);
  }

  std::mutex mutex_;  // guards everything below
  char* base_ = nullptr;
  std::size_t used_ = 0;
  std::multimap<std::size_t, char*> free_;
};

Region& region() {
  static Region& the_region = *new Region;
  return the_region;
}

}  // namespace

// The first chunk is taken here, before any thread of the runtime exists, so that region_base is fixed from then on
// and readers need no synchronisation.
LiteralArea::LiteralArea() {
  allocate_slow(0);
}

LiteralArea::~LiteralArea() {
  release_shared_binaries(shared_binaries_);
  while (chunks_ != nullptr) {
    Chunk* const next = chunks_->next;
    region().give(reinterpret_cast<char*>(chunks_), chunks_->bytes);
    chunks_ = next;
  }
}

Word* LiteralArea::allocate_slow(std::size_t words) {
  std::size_t bytes = sizeof(Chunk) + words * sizeof(Word);
  bytes = (bytes + kChunkBytes - 1) / kChunkBytes * kChunkBytes;
  auto* chunk = new (region().take(bytes)) Chunk{chunks_, bytes};
  chunks_ = chunk;
  base_ = reinterpret_cast<Word*>(chunk + 1);
  end_ = reinterpret_cast<Word*>(reinterpret_cast<char*>(chunk) + bytes);
  top_ = base_ + words;
  return base_;
}

}  // namespace respawn
