#pragma once
/// BulkArea: takes memory from another area in large pieces.
///
/// A heap that is full gives a native one fragment an allocation, which for a list of a million elements is a million
/// fragments. A builder whose size is not known beforehand builds in a BulkArea over the heap instead: it asks for
/// pieces that double in size and gives back what is left of the last one.
///
/// Invariant: while a BulkArea lives, nothing else allocates in the area under it. What has been built belongs to the
/// area under it when the BulkArea goes; a piece that could not be given back whole ends in a raw object, so that a
/// walk over memory (layout.hpp) passes over it.

#include <algorithm>

#include "term/area.hpp"

namespace respawn {

class BulkArea final : public Area {
 public:
  explicit BulkArea(Area& home) : home_(home) {}
  ~BulkArea() {
    seal();
    hand_over_binaries();
  }

  /// Words handed out or left over so far: what a native charges for.
  std::size_t taken_words() const { return taken_words_; }

 private:
  static constexpr std::size_t kFirstPieceWords = 32;
  static constexpr std::size_t kLargestPieceWords = 64 * 1024;

  Word* allocate_slow(std::size_t words) override {
    seal();
    const std::size_t piece = std::max(words, next_piece_words_);
    next_piece_words_ = std::min(2 * piece, kLargestPieceWords);
    taken_words_ += piece;
    base_ = home_.allocate(piece);
    top_ = base_ + words;
    end_ = base_ + piece;
    return base_;
  }

  void seal() {
    if (top_ == end_) return;
    // Zero words come from where the area stands: behind our piece, if it is the newest.
    if (home_.allocate(0) == end_) {
      home_.shrink(top_);
    } else {
      *top_ = header::make(Kind::first_raw, static_cast<std::size_t>(end_ - top_) - 1);
    }
    base_ = top_ = end_ = nullptr;
  }

  void hand_over_binaries() {
    std::size_t new_bytes = shared_binary_bytes_;
    while (shared_binaries_ != nullptr) {
      Word* const next = reinterpret_cast<Word*>(shared_binaries_[3]);
      home_.own_shared_binary(shared_binaries_, new_bytes);
      new_bytes = 0;
      shared_binaries_ = next;
    }
  }

  Area& home_;
  std::size_t next_piece_words_ = kFirstPieceWords;
  std::size_t taken_words_ = 0;
};

}  // namespace respawn
