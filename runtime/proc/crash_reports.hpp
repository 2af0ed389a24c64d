#pragma once
/// CrashReports: how many reports of bare processes that crashed are on their way to the logger.
///
/// A report costs its maker nothing and the logger much: where processes crash faster than anybody can read of it (a fork bomb at
/// the process limit), the logger's mailbox would take all memory there is. So beyond a number that nobody reads any more
/// reports are dropped, and only their number is told. Thread: any.

#include <atomic>
#include <cstdint>

namespace respawn {

class CrashReports {
 public:
  static constexpr std::uint32_t kWaitingMax = 10'000;

  /// Whether one more report may be sent; if not, it is counted as dropped.
  bool admit() {
    if (waiting_.fetch_add(1, std::memory_order_relaxed) < kWaitingMax) return true;
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }

  /// The logger has taken one report. Returns how many have been dropped since it took the one before. Thread: the logger's.
  std::uint32_t take() {
    // What looks like a report may have been sent by anybody: there may be fewer than are taken.
    if (waiting_.load(std::memory_order_relaxed) > 0) waiting_.fetch_sub(1, std::memory_order_relaxed);
    return dropped_.exchange(0, std::memory_order_relaxed);
  }

  /// A new logger begins: what its predecessor had not taken is gone with it.
  void restart() { waiting_.store(0, std::memory_order_relaxed); }

 private:
  std::atomic<std::uint32_t> waiting_{0};
  std::atomic<std::uint32_t> dropped_{0};
};

}  // namespace respawn
