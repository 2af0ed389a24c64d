#include "proc/process_table.hpp"

#include <algorithm>

namespace respawn {

SlotCache::SlotCache(ProcessTable& table) : table_(table), batch_(table.batch_) {
  std::lock_guard lock(table_.free_mutex_);
  table_.caches_.push_back(this);
}

SlotCache::~SlotCache() {
  table_.drain(*this);
  std::lock_guard lock(table_.free_mutex_);
  while (taken_ != nullptr) {
    ProcessSlot* const next = taken_->next_free;
    taken_->next_free = table_.free_first_;
    if (table_.free_first_ == nullptr) table_.free_last_ = taken_;
    table_.free_first_ = taken_;
    taken_ = next;
  }
  table_.live_of_gone_caches_ += live();
  std::erase(table_.caches_, this);
}

ProcessSlot* SlotCache::take() {
  if (taken_ == nullptr) table_.refill(*this);
  ProcessSlot* slot = taken_;
  if (slot == nullptr) return nullptr;
  taken_ = slot->next_free;
  --taken_count_;
  live_.store(live() + 1, std::memory_order_relaxed);
  slot->inbox.store(ProcessSlot::pack(slot->serial.load(std::memory_order_relaxed), 0), std::memory_order_release);
  return slot;
}

void SlotCache::give_back(ProcessSlot* slot) {
  live_.store(live() - 1, std::memory_order_relaxed);
  if (RESPAWN_UNLIKELY(slot->is_port.load(std::memory_order_relaxed))) {
    slot->is_port.store(false, std::memory_order_relaxed);
    table_.ports_.fetch_sub(1, std::memory_order_relaxed);
  }
  slot->process = nullptr;
  // The inbox was closed under the old serial and stays closed until the slot is taken again.
  const std::uint32_t serial = (slot->serial.load(std::memory_order_relaxed) + 1) & Term::kPidSerialMax;
  slot->serial.store(serial, std::memory_order_release);
  slot->inbox.store(ProcessSlot::pack(serial, ProcessSlot::kClosed), std::memory_order_release);
  slot->next_free = nullptr;
  if (returned_last_ == nullptr) {
    returned_first_ = slot;
  } else {
    returned_last_->next_free = slot;
  }
  returned_last_ = slot;
  if (++returned_count_ >= batch_) table_.drain(*this);
}

void SlotCache::make_port(ProcessSlot* slot) {
  slot->is_port.store(true, std::memory_order_relaxed);
  table_.ports_.fetch_add(1, std::memory_order_relaxed);
}

ProcessTable::ProcessTable(std::size_t limit, std::size_t batch)
    : limit_(std::min<std::size_t>(limit, Term::kPidSlotMax)), batch_(batch), chunks_((limit_ + kChunkSlots - 1) / kChunkSlots) {}

ProcessTable::~ProcessTable() {
  for (auto& chunk : chunks_) delete[] chunk.load(std::memory_order_relaxed);
}

void ProcessTable::refill(SlotCache& cache) {
  std::lock_guard lock(free_mutex_);
  ProcessSlot** tail = &cache.taken_;
  for (std::size_t i = 0; i < cache.batch_; ++i) {
    const std::uint32_t fresh = fresh_.load(std::memory_order_relaxed);
    const bool may_be_fresh = fresh < limit_;
    ProcessSlot* slot = nullptr;
    if (may_be_fresh && (fresh < kFreshPreferred || free_first_ == nullptr)) {
      std::atomic<ProcessSlot*>& chunk = chunks_[fresh / kChunkSlots];
      if (chunk.load(std::memory_order_relaxed) == nullptr) {
        auto* slots = new ProcessSlot[kChunkSlots];
        for (std::size_t j = 0; j < kChunkSlots; ++j) {
          slots[j].index = static_cast<std::uint32_t>(fresh / kChunkSlots * kChunkSlots + j);
          slots[j].inbox.store(ProcessSlot::kClosed, std::memory_order_relaxed);
        }
        chunk.store(slots, std::memory_order_release);
      }
      slot = &this->slot(fresh);
      fresh_.store(fresh + 1, std::memory_order_release);
    } else if (free_first_ != nullptr) {
      slot = free_first_;
      free_first_ = slot->next_free;
      if (free_first_ == nullptr) free_last_ = nullptr;
    } else {
      break;
    }
    slot->next_free = nullptr;
    *tail = slot;
    tail = &slot->next_free;
    ++cache.taken_count_;
  }
}

void ProcessTable::drain(SlotCache& cache) {
  if (cache.returned_first_ == nullptr) return;
  std::lock_guard lock(free_mutex_);
  if (free_last_ == nullptr) {
    free_first_ = cache.returned_first_;
  } else {
    free_last_->next_free = cache.returned_first_;
  }
  free_last_ = cache.returned_last_;
  cache.returned_first_ = cache.returned_last_ = nullptr;
  cache.returned_count_ = 0;
}

std::size_t ProcessTable::live() const {
  std::lock_guard lock(free_mutex_);
  std::int64_t total = live_of_gone_caches_;
  for (const SlotCache* cache : caches_) total += cache->live();
  return static_cast<std::size_t>(std::max<std::int64_t>(total, 0));
}

}  // namespace respawn
