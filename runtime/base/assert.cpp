#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace respawn {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "respawn: internal error: %s does not hold (%s:%d)\n", condition, file, line);
  std::fflush(stderr);
  std::abort();
}

}  // namespace respawn
