#include "code/instruction.hpp"

namespace respawn::instruction {

std::size_t length_words(const Word* at) {
  std::size_t length = 1;
  const std::size_t count = c(*at);
  for (const char kind : info(op(*at)).words) {
    switch (kind) {
      case '*': length += count; break;
      case '2':
      case 'P': length += 2 * count; break;
      case 'B': length += 3 * count; break;
      default: ++length;
    }
  }
  return length;
}

}  // namespace respawn::instruction
