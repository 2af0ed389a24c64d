#pragma once
/// Area: a place where terms are built. A process heap is one, an arena is one, a message is one.
///
/// The code that makes terms (copy, integers, binaries, the parser) bumps a pointer and never asks whose memory it
/// is; what happens when the room is used up is the area's own affair: a heap chains a fragment (and so a native
/// never collects), an arena takes another chunk. What an area has handed out it never moves by itself.
///
/// An area also keeps the list of the shared binaries that its terms refer to: whoever drops the area drops one
/// reference each.
///
/// Thread: an area belongs to one thread at a time.

#include <cstddef>

#include "term/layout.hpp"
#include "term/shared_binary.hpp"
#include "term/term.hpp"

namespace respawn {

class Area {
 public:
  Area(const Area&) = delete;
  Area& operator=(const Area&) = delete;

  /// Room for `words` words, uninitialised; the caller fills all of them before anything else sees the area.
  Word* allocate(std::size_t words) {
    Word* const room = top_;
    if (RESPAWN_LIKELY(static_cast<std::size_t>(end_ - room) >= words)) {
      top_ = room + words;
      return room;
    }
    return allocate_slow(words);
  }

  /// Gives back the last words of the newest allocation: `new_top` lies inside it. For builders that asked for the
  /// most they could need.
  void shrink(Word* new_top) {
    if (new_top >= base_ && new_top <= top_) top_ = new_top;
  }

  /// Registers a shared_binary object that was just built in this area; takes over the caller's reference.
  /// `new_bytes` is what the object keeps alive that was not there before: it counts towards the next collection.
  void own_shared_binary(Word* object, std::size_t new_bytes) {
    object[3] = reinterpret_cast<Word>(shared_binaries_);
    shared_binaries_ = object;
    shared_binary_bytes_ += new_bytes;
  }

 protected:
  Area() = default;
  ~Area() = default;
  virtual Word* allocate_slow(std::size_t words) = 0;

  Word* base_ = nullptr;  // start of the block that top_ and end_ belong to
  Word* top_ = nullptr;
  Word* end_ = nullptr;
  Word* shared_binaries_ = nullptr;       // newest first, linked through the third word
  std::size_t shared_binary_bytes_ = 0;  // bytes added since the last collection, a reason for the next
};

inline Term make_float(Area& area, double value) {
  Word* object = area.allocate(kFloatWords);
  object[0] = header::make(Kind::floating, 1);
  object[1] = std::bit_cast<Word>(value);
  return Term::boxed(object);
}

/// Releases every binary of a list made by own_shared_binary.
void release_shared_binaries(Word* list);

/// Arena: terms that live until the arena is dropped: quoted code, constants, decoded images.
class Arena final : public Area {
 public:
  Arena() = default;
  ~Arena();

  /// Bytes taken for chunks.
  std::size_t reserved_bytes() const { return reserved_bytes_; }

 private:
  struct Chunk {
    Chunk* next;
    std::size_t bytes;
  };
  Word* allocate_slow(std::size_t words) override;

  Chunk* chunks_ = nullptr;
  std::size_t reserved_bytes_ = 0;
};

}  // namespace respawn
