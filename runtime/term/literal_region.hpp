#pragma once
/// The literal region: constants of loaded modules, outside every heap.
///
/// All literals of the operating-system process lie in one reserved range of addresses, so "is this a literal?" is
/// one subtraction and one compare. That question is asked for every pointer that a message copy or a full
/// collection meets: a literal is neither copied nor moved. Memory is handed out in chunks to one LiteralArea per
/// runtime and reused when that runtime goes.

#include <cstddef>

#include "term/area.hpp"

namespace respawn {

namespace literal_region {
extern Word region_base;
inline constexpr Word kRegionBytes = Word{1} << 34;  // reserved, not touched
}  // namespace literal_region

/// True when `pointer` points into a LiteralArea. Thread: any.
inline bool is_literal_address(const Word* pointer) {
  return reinterpret_cast<Word>(pointer) - literal_region::region_base < literal_region::kRegionBytes;
}

/// True for a pointer term whose object is a literal.
inline bool is_literal(Term term) { return is_literal_address(term.pointer()); }

/// The literals of one runtime. Terms in it live until it is dropped. Thread: one writer at a time, any readers.
class LiteralArea final : public Area {
 public:
  LiteralArea();
  ~LiteralArea();

 private:
  struct Chunk {
    Chunk* next;
    std::size_t bytes;
  };
  Word* allocate_slow(std::size_t words) override;
  Chunk* chunks_ = nullptr;
};

}  // namespace respawn
