#include "term/area.hpp"

#include <algorithm>
#include <new>

#include "base/block_pool.hpp"

namespace respawn {

void release_shared_binaries(Word* list) {
  while (list != nullptr) {
    Word* const next = reinterpret_cast<Word*>(list[3]);
    reinterpret_cast<SharedBinary*>(list[2])->release();
    list = next;
  }
}

Arena::~Arena() {
  release_shared_binaries(shared_binaries_);
  while (chunks_ != nullptr) {
    Chunk* const next = chunks_->next;
    free_block(chunks_, chunks_->bytes);
    chunks_ = next;
  }
}

Word* Arena::allocate_slow(std::size_t words) {
  constexpr std::size_t kChunkBytesMin = 4 * 1024;
  constexpr std::size_t kChunkBytesMax = 1024 * 1024;
  // Chunks grow with the arena, so that a one-liner takes one small block and a large file few large ones.
  const std::size_t preferred = std::clamp(reserved_bytes_, kChunkBytesMin, kChunkBytesMax);
  const std::size_t bytes = block_capacity_bytes(std::max(preferred, sizeof(Chunk) + words * sizeof(Word)));
  auto* chunk = new (allocate_block(bytes)) Chunk{chunks_, bytes};
  chunks_ = chunk;
  reserved_bytes_ += bytes;
  base_ = reinterpret_cast<Word*>(chunk + 1);
  end_ = reinterpret_cast<Word*>(reinterpret_cast<char*>(chunk) + bytes);
  top_ = base_ + words;
  return base_;
}

}  // namespace respawn
