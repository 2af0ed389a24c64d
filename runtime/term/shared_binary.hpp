#pragma once
/// SharedBinary: the bytes of a large binary, counted, outside every heap.
///
/// Terms of any number of processes refer to it, each through a shared_binary object of its own. The bytes that a
/// term can see never change. There may be room behind them: the first `<>` on the term that sees all used bytes
/// claims the room with one compare-and-swap and writes there, so that building a string by appending is linear
/// (as in BEAM, "Constructing binaries" in the Efficiency Guide); anyone else's append copies.

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace respawn {

/// Binaries above this size are shared, smaller ones are copied (Erlang's limit).
inline constexpr std::size_t kHeapBinaryBytesMax = 64;

class SharedBinary {
 public:
  /// A binary with `capacity` bytes of room and the first `used` of them to be filled by the caller; one reference.
  /// Throws MemoryExhausted.
  static SharedBinary* create(std::size_t used, std::size_t capacity);

  void retain() { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
  }

  char* data() { return reinterpret_cast<char*>(this + 1); }
  const char* data() const { return reinterpret_cast<const char*>(this + 1); }
  std::size_t capacity() const { return capacity_; }
  std::uint32_t references() const { return references_.load(std::memory_order_relaxed); }

  /// Claims the bytes [seen, seen + more) for the caller, who sees the first `seen` bytes. False when somebody
  /// else has appended or the room is too small.
  bool claim_room(std::size_t seen, std::size_t more) {
    if (capacity_ - seen < more) return false;
    return used_.compare_exchange_strong(seen, seen + more, std::memory_order_relaxed);
  }

 private:
  explicit SharedBinary(std::size_t used, std::size_t capacity) : used_(used), capacity_(capacity) {}
  void destroy();

  std::atomic<std::uint32_t> references_{1};
  std::atomic<std::size_t> used_;
  std::size_t capacity_;
};

/// Bytes in all shared binaries of this operating-system process. Thread: any.
std::size_t shared_binary_bytes_total();

}  // namespace respawn
