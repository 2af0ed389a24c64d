#include "term/shared_binary.hpp"

#include <algorithm>
#include <new>

#include "base/assert.hpp"
#include "base/block_pool.hpp"
#include "base/memory_budget.hpp"

namespace respawn {
namespace {
std::atomic<std::size_t> bytes_total{0};
}

SharedBinary* SharedBinary::create(std::size_t used, std::size_t capacity) {
  const std::size_t bytes = block_capacity_bytes(sizeof(SharedBinary) + std::min(capacity, std::size_t{1} << 48));
  // All of them together may have half of the machine.
  if (RESPAWN_UNLIKELY(capacity > large_memory_bytes() || bytes_total.load(std::memory_order_relaxed) + bytes > machine_memory_bytes() / 2)) {
    throw MemoryExhausted(capacity);
  }
  bytes_total.fetch_add(bytes, std::memory_order_relaxed);
  return new (allocate_block(bytes)) SharedBinary(used, bytes - sizeof(SharedBinary));
}

void SharedBinary::destroy() {
  const std::size_t bytes = sizeof(SharedBinary) + capacity_;
  bytes_total.fetch_sub(bytes, std::memory_order_relaxed);
  this->~SharedBinary();
  free_block(this, bytes);
}

std::size_t shared_binary_bytes_total() { return bytes_total.load(std::memory_order_relaxed); }

}  // namespace respawn
