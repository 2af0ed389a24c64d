#pragma once
/// Blocks: the allocator under processes, heaps and messages.
///
/// The idea (Bonwick's magazines): each thread keeps free lists of a few dozen sizes and allocates from them without
/// a lock; when a list grows or runs dry, a batch of blocks moves to or from a shared depot. A block may be freed by
/// another thread than the one that took it, which is the normal life of a message. Sizes above kBlockBytesMax go
/// to malloc.
///
/// Invariant: a block is freed with the size it was asked with (or any size of the same class); nothing is stored
/// beside it, so a 64-byte message costs 64 bytes. Memory of the pool is never given back to the system: a runtime
/// that spawned a million processes once can do so again without touching fresh pages.
///
/// With sanitizers every block is a malloc of its own, so that a use after free is seen.

#include <cstddef>

namespace respawn {

inline constexpr std::size_t kBlockBytesMax = 32 * 1024;

/// At least `bytes` bytes, aligned to 16. Never fails: running out of memory aborts with a message. Thread: any.
[[nodiscard]] void* allocate_block(std::size_t bytes);

/// Gives back a block that was allocated with `bytes`. Thread: any.
void free_block(void* block, std::size_t bytes);

/// The number of bytes a request of `bytes` really occupies: lets a heap use the slack of its size class.
std::size_t block_capacity_bytes(std::size_t bytes);

/// Bytes taken from the system for blocks so far, in use or not. Thread: any.
std::size_t block_bytes_reserved();

}  // namespace respawn
