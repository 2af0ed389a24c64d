#include "base/block_pool.hpp"

#include <sys/mman.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "base/assert.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(RESPAWN_PLAIN_BLOCKS)
#define RESPAWN_BLOCKS_FROM_MALLOC 1
#endif

namespace respawn {
namespace {

[[noreturn]] void out_of_memory(std::size_t bytes) {
  std::fprintf(stderr, "respawn: out of memory: the system refused %zu bytes\n", bytes);
  std::_Exit(137);
}

void* checked_malloc(std::size_t bytes) {
  void* block = std::malloc(bytes);
  if (RESPAWN_UNLIKELY(block == nullptr)) out_of_memory(bytes);
  return block;
}

// Size classes: multiples of 16 up to 256 bytes, then four steps per doubling up to kBlockBytesMax.
constexpr std::size_t kFineClasses = 16;
constexpr std::size_t kClasses = kFineClasses + 4 * 7;

constexpr std::size_t class_of(std::size_t bytes) {
  if (bytes <= 256) return bytes == 0 ? 0 : (bytes - 1) / 16;
  const unsigned log = std::bit_width(bytes - 1) - 1;  // 2^log < bytes <= 2^(log+1)
  return kFineClasses + 4 * (log - 8) + ((bytes - 1) >> (log - 2)) - 4;
}

constexpr std::size_t class_bytes(std::size_t index) {
  if (index < kFineClasses) return (index + 1) * 16;
  const std::size_t step = index - kFineClasses;
  const std::size_t base = std::size_t{256} << (step / 4);
  return base + (base / 4) * (step % 4 + 1);
}
static_assert(class_of(257) == kFineClasses && class_bytes(kFineClasses) == 320);
static_assert(class_of(kBlockBytesMax) == kClasses - 1 && class_bytes(kClasses - 1) == kBlockBytesMax);

std::atomic<std::size_t> bytes_reserved{0};

#ifndef RESPAWN_BLOCKS_FROM_MALLOC

struct FreeBlock {
  FreeBlock* next;
  FreeBlock* next_batch;  // in the depot only: the first block of the next batch
};
static_assert(sizeof(FreeBlock) <= 16);

// A batch moves at once between a thread and the depot: large enough to make the lock rare, small enough that an
// idle thread does not sit on much memory.
constexpr std::size_t batch_blocks(std::size_t index) {
  const std::size_t blocks = 16 * 1024 / class_bytes(index);
  return blocks < 4 ? 4 : blocks > 128 ? 128 : blocks;
}

struct alignas(64) Depot {
  std::mutex batches_mutex;  // guards batches
  FreeBlock* batches = nullptr;
};
std::array<Depot, kClasses> depots;

// Fresh memory is cut from regions; each thread has a region of its own to cut from.
constexpr std::size_t kFirstRegionBytes = 128 * 1024;
constexpr std::size_t kRegionBytes = 4 * 1024 * 1024;

struct ThreadCache {
  std::array<FreeBlock*, kClasses> lists{};
  std::array<std::uint32_t, kClasses> counts{};
  char* region = nullptr;
  std::size_t region_left_bytes = 0;
  std::size_t next_region_bytes = kFirstRegionBytes;

  void give_all() {
    for (std::size_t index = 0; index < kClasses; ++index) {
      if (lists[index] != nullptr) give_batch(index, counts[index]);
    }
  }

  void* fresh(std::size_t bytes) {
    if (region_left_bytes < bytes) {
      // The rest of the old region is lost: less than one block of the largest class per 4 MiB.
      const std::size_t wanted = next_region_bytes;
      void* mapped = mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (mapped == MAP_FAILED) out_of_memory(wanted);
      bytes_reserved.fetch_add(wanted, std::memory_order_relaxed);
      region = static_cast<char*>(mapped);
      region_left_bytes = wanted;
      next_region_bytes = kRegionBytes;
    }
    char* block = region;
    region += bytes;
    region_left_bytes -= bytes;
    return block;
  }

  void* refill(std::size_t index) {
    Depot& depot = depots[index];
    {
      std::lock_guard lock(depot.batches_mutex);
      if (FreeBlock* batch = depot.batches) {
        depot.batches = batch->next_batch;
        lists[index] = batch->next;
        std::uint32_t count = 0;
        for (FreeBlock* block = batch->next; block != nullptr; block = block->next) ++count;
        counts[index] = count;
        return batch;
      }
    }
    return fresh(class_bytes(index));
  }

  void give_batch(std::size_t index, std::size_t count) {
    FreeBlock* first = lists[index];
    FreeBlock* last = first;
    for (std::size_t i = 1; i < count; ++i) last = last->next;
    lists[index] = last->next;
    last->next = nullptr;
    counts[index] -= static_cast<std::uint32_t>(count);
    Depot& depot = depots[index];
    std::lock_guard lock(depot.batches_mutex);
    first->next_batch = depot.batches;
    depot.batches = first;
  }
};

// Without a destructor, so that an access needs no check whether it was constructed.
constinit thread_local ThreadCache cache;

// Gives the blocks of a thread to the others when it ends. Touched on the slow path only.
struct ReturnAtThreadEnd {
  bool armed = false;
  ~ReturnAtThreadEnd() { cache.give_all(); }
};
thread_local ReturnAtThreadEnd return_at_thread_end;

#endif

}  // namespace

#ifdef RESPAWN_BLOCKS_FROM_MALLOC

void* allocate_block(std::size_t bytes) { return checked_malloc(bytes == 0 ? 1 : bytes); }
void free_block(void* block, std::size_t) { std::free(block); }
std::size_t block_capacity_bytes(std::size_t bytes) { return bytes; }

#else

void* allocate_block(std::size_t bytes) {
  if (RESPAWN_UNLIKELY(bytes > kBlockBytesMax)) return checked_malloc(bytes);
  const std::size_t index = class_of(bytes);
  ThreadCache& mine = cache;
  if (FreeBlock* block = mine.lists[index]) {
    mine.lists[index] = block->next;
    --mine.counts[index];
    return block;
  }
  return_at_thread_end.armed = true;
  return mine.refill(index);
}

void free_block(void* memory, std::size_t bytes) {
  if (RESPAWN_UNLIKELY(bytes > kBlockBytesMax)) return std::free(memory);
  const std::size_t index = class_of(bytes);
  ThreadCache& mine = cache;
  auto* block = static_cast<FreeBlock*>(memory);
  block->next = mine.lists[index];
  mine.lists[index] = block;
  const std::size_t batch = batch_blocks(index);
  if (RESPAWN_UNLIKELY(++mine.counts[index] >= 2 * batch)) mine.give_batch(index, batch);
}

std::size_t block_capacity_bytes(std::size_t bytes) {
  return bytes > kBlockBytesMax ? bytes : class_bytes(class_of(bytes));
}

#endif

std::size_t block_bytes_reserved() { return bytes_reserved.load(std::memory_order_relaxed); }

}  // namespace respawn
