#pragma once
/// Live masks: which slots of a frame hold a value that is still needed.
///
/// An instruction that can lead to a collection, and every call, carries a mask. A collector visits exactly the
/// slots named there: stale slots are neither kept alive nor trusted, so frames are never cleared.
///
/// Bit n stands for slot n. Frames with more than 63 slots have the mask elsewhere in the code: bit 63 is set and the
/// rest is the distance in words, from the mask word back or forth, to a count of words followed by the words.

#include <bit>
#include <cstddef>
#include <cstdint>

#include "term/term.hpp"

namespace respawn {

inline constexpr Word kMaskElsewhere = Word{1} << 63;
/// Instead of a mask: no collection here, take a fragment. For what is built while a message is being matched, when slots
/// lead into the message's own block, which a collector must not move.
inline constexpr Word kNoCollection = kMaskElsewhere;
inline constexpr std::size_t kInlineMaskSlots = 63;

/// Calls `visit(slot)` for each live slot. `mask` is the address of the mask word in the code.
template <typename Visit>
void for_each_live_slot(const Word* mask, Visit&& visit) {
  const auto visit_word = [&](Word word, std::size_t first_slot) {
    while (word != 0) {
      visit(first_slot + static_cast<std::size_t>(std::countr_zero(word)));
      word &= word - 1;
    }
  };
  if ((*mask & kMaskElsewhere) == 0) return visit_word(*mask, 0);
  const auto distance = static_cast<std::int32_t>(static_cast<std::uint32_t>(*mask));
  const Word* block = mask + distance;
  for (Word i = 0; i < block[0]; ++i) visit_word(block[1 + i], i * 64);
}

}  // namespace respawn
