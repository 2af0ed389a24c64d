/// The run queue: what is put in comes out once, in order, whoever takes it.

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "sched/run_queue.hpp"

namespace respawn {
namespace {

// The queue never looks into a slot: addresses will do.
ProcessSlot* slot_numbered(std::uintptr_t number) { return reinterpret_cast<ProcessSlot*>(number * 64); }
std::uintptr_t number_of(ProcessSlot* slot) { return reinterpret_cast<std::uintptr_t>(slot) / 64; }

TEST_CASE("first come, first served, up to the capacity", "[sched][run_queue]") {
  RunQueue queue;
  CHECK(queue.pop() == nullptr);
  for (int round = 0; round < 3; ++round) {
    for (std::uintptr_t i = 1; i <= RunQueue::kCapacity; ++i) REQUIRE(queue.push(slot_numbered(i)));
    CHECK_FALSE(queue.push(slot_numbered(1)));
    CHECK(queue.length() == RunQueue::kCapacity);
    for (std::uintptr_t i = 1; i <= RunQueue::kCapacity; ++i) REQUIRE(number_of(queue.pop()) == i);
    CHECK(queue.pop() == nullptr);
  }
}

TEST_CASE("a thief takes the older half and runs the oldest", "[sched][run_queue]") {
  RunQueue victim;
  RunQueue thief;
  CHECK(victim.steal_half(thief) == nullptr);
  for (std::uintptr_t i = 1; i <= 7; ++i) victim.push(slot_numbered(i));
  CHECK(number_of(victim.steal_half(thief)) == 1);
  CHECK(thief.length() == 3);
  CHECK(victim.length() == 3);
  for (std::uintptr_t i = 2; i <= 7; ++i) CHECK(number_of((i <= 4 ? thief : victim).pop()) == i);
}

TEST_CASE("of many thieves each process goes to one", "[sched][run_queue]") {
  constexpr std::uintptr_t kSlots = 100'000;
  constexpr int kThieves = 3;
  RunQueue owner;
  std::vector<std::atomic<int>> taken(kSlots + 1);
  std::atomic<std::uintptr_t> total{0};
  const auto take = [&](ProcessSlot* slot) {
    ++taken[number_of(slot)];
    ++total;
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThieves; ++i) {
      threads.emplace_back([&] {
        RunQueue own;
        while (total < kSlots) {
          if (ProcessSlot* slot = own.pop()) {
            take(slot);
          } else if (ProcessSlot* stolen = owner.steal_half(own)) {
            take(stolen);
          } else {
            std::this_thread::yield();
          }
        }
      });
    }
    for (std::uintptr_t i = 1; i <= kSlots;) {
      if (owner.push(slot_numbered(i))) {
        ++i;
      } else if (ProcessSlot* slot = owner.pop()) {
        take(slot);
      }
    }
    while (ProcessSlot* slot = owner.pop()) take(slot);
  }
  for (std::uintptr_t i = 1; i <= kSlots; ++i) REQUIRE(taken[i] == 1);
}

}  // namespace
}  // namespace respawn
