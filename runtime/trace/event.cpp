#include "trace/event.hpp"

#include "term/hash.hpp"

namespace respawn {

std::uint64_t hash_event(std::uint64_t hash, const Event& event) {
  hash = mix_hash(hash, event.id);
  hash = mix_hash(hash, static_cast<std::uint64_t>(event.time));
  hash = mix_hash(hash, event.cause);
  hash = mix_hash(hash, static_cast<std::uint64_t>(event.kind));
  hash = stable_hash(event.subject, hash);
  hash = stable_hash(event.object, hash);
  hash = mix_hash(hash, static_cast<std::uint64_t>(event.number));
  return mix_hash(hash, event.payload_hash);
}

}  // namespace respawn
