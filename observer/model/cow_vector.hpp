#pragma once
/// CowVector: a growing array whose copies share what has not been written since.
///
/// Elements lie in chunks of kChunkSize behind shared pointers; writing to a shared chunk copies it first. So a copy of an array of
/// 100,000 elements costs a few thousand pointers, and that is what makes checkpoints cheap (timeline.hpp).
///
/// Thread: one.

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace respawn::observer {

template <typename T>
class CowVector {
 public:
  static constexpr std::size_t kChunkSize = 32;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  const T& operator[](std::size_t index) const { return (*chunks_[index / kChunkSize])[index % kChunkSize]; }
  const T& back() const { return (*this)[size_ - 1]; }

  /// For writing; the reference is good until the array is copied or grows.
  T& edit(std::size_t index) {
    std::shared_ptr<Chunk>& chunk = chunks_[index / kChunkSize];
    if (chunk.use_count() > 1) chunk = std::make_shared<Chunk>(*chunk);
    return (*chunk)[index % kChunkSize];
  }

  void push_back(T value) {
    if (size_ == chunks_.size() * kChunkSize) chunks_.push_back(std::make_shared<Chunk>());
    edit(size_++) = std::move(value);
  }
  void pop_back() { edit(--size_) = T{}; }
  void resize(std::size_t size) {
    while (size_ < size) push_back(T{});
  }

 private:
  using Chunk = std::array<T, kChunkSize>;

  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace respawn::observer
