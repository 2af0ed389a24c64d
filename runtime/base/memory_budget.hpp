#pragma once
/// MemoryBudget: how much memory one program may ask for, and what happens when it asks for more.
///
/// The process that asks ends, and the runtime goes on: MemoryExhausted is thrown where the memory would be taken, and caught where the process
/// was given its turn (vm/interpreter.cpp). It is the one C++ exception here: the demand may come up anywhere below a native, and nothing
/// of what the process was doing is of use any more. It is not thrown once something has been changed that others see.

#include <algorithm>
#include <cstddef>
#include <new>

#include <unistd.h>

namespace respawn {

struct MemoryExhausted final : std::bad_alloc {
  explicit MemoryExhausted(std::size_t its_bytes) : bytes(its_bytes) {}
  const char* what() const noexcept override { return "more memory than a process may have"; }
  std::size_t bytes;  // that were asked for
};

/// Bytes of memory that the machine has.
inline std::size_t machine_memory_bytes() {
  static const std::size_t bytes = static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE));
  return bytes;
}

/// What one process may hold of large binaries, one table of objects, and what may wait in messages: 4 GiB, on a small machine a quarter of it.
inline std::size_t large_memory_bytes() { return std::min(std::size_t{4} << 30, machine_memory_bytes() / 4); }

}  // namespace respawn
