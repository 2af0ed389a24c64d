#include "base/parker.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace respawn {

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));

void Parker::park(Nanoseconds timeout) {
  if (token_.exchange(0, std::memory_order_acquire) != 0) return;
  timespec relative{};
  if (timeout >= 0) {
    relative.tv_sec = timeout / 1'000'000'000;
    relative.tv_nsec = timeout % 1'000'000'000;
  }
  syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&token_), FUTEX_WAIT_PRIVATE, 0, timeout >= 0 ? &relative : nullptr, nullptr, 0);
  token_.exchange(0, std::memory_order_acquire);
}

void Parker::unpark() {
  if (token_.exchange(1, std::memory_order_release) != 0) return;
  syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&token_), FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

}  // namespace respawn
