/// respawn_system.random_seed(): an integer nobody can foresee, for what starts a random generator; in the lab it is taken from the
/// run's choices, so that the same run draws the same numbers.

#include <random>

#include "native/native_table.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

NativeResult random_seed(NativeCall& call) {
  if (call.services.is_lab()) return make_unsigned(call.heap(), call.services.choices->random());
  std::random_device device;
  const std::uint64_t high = device();
  return make_unsigned(call.heap(), high << 32 | device());
}

}  // namespace

void define_random_natives(NativeTable& table) { table.add("respawn_system", "random_seed", 0, random_seed); }

}  // namespace respawn
