/// Dispatch of protocols: which module implements a protocol for a value.
///
/// The implementation for a type is the module Protocol.Type and says so by its `@__impl__` attribute (lib/protocol.ex). What was found is
/// remembered per worker, until a module is loaded: then it may have been replaced, or may exist at last.

#include <array>

#include "native/native_table.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

const Term kImpl = intern("__impl__"), kTarget = intern("target"), kFor = intern("for"), kProtocol = intern("protocol");

class ProtocolCache final : public WorkerCache {
 public:
  Term find(CodeTable& code, Term protocol, Term type) {
    const std::size_t hash = (protocol.word() * 0x9e3779b97f4a7c15ull ^ type.word() * 0xc2b2ae3d27d4eb4full) >> 48;
    Entry& entry = entries_[hash % kEntries];
    const std::uint64_t generation = code.generation();
    if (entry.protocol == protocol && entry.type == type && entry.generation == generation) return entry.target;
    const Term target = look_up(code, protocol, type);
    // Looking may have loaded the implementation.
    entry = {protocol, type, target, code.generation()};
    return target;
  }

 private:
  struct Entry {
    Term protocol = Term::none(), type = Term::none(), target = Term::none();
    std::uint64_t generation = 0;
  };

  // The module that implements `protocol` for `type`; nil without one.
  static Term look_up(CodeTable& code, Term protocol, Term type) {
    std::string_view type_name = atom_text(type);
    if (type_name.starts_with("Elixir.")) type_name.remove_prefix(7);
    const auto name = existing_atom(std::string(atom_text(protocol)) + "." + std::string(type_name));
    if (!name) return atoms::nil;
    const Chunk* chunk = code.module(*name);
    if (chunk == nullptr) return atoms::nil;
    const Term attributes = keyword_get(chunk->information, intern("attributes"));
    const Term values = attributes ? keyword_get(attributes, kImpl) : Term::none();
    if (!values || !values.is_cons()) return atoms::nil;
    // `@__impl__ protocol: …, for: …, target: …`; target only where it is another module (a derived implementation).
    const Term implementation = values.head();
    if (!(keyword_get(implementation, kProtocol) == protocol) || !(keyword_get(implementation, kFor) == type)) return atoms::nil;
    const Term target = keyword_get(implementation, kTarget);
    return target ? target : *name;
  }

  static constexpr std::size_t kEntries = 256;
  std::array<Entry, kEntries> entries_{};
};

// The name that a protocol knows the type of `data` by.
Term type_of(Term data) {
  static const Term atom = intern("Elixir.Atom"), list = intern("Elixir.List"), integer = intern("Elixir.Integer"), pid = intern("Elixir.PID"),
                    reference = intern("Elixir.Reference"), port = intern("Elixir.Port"), tuple = intern("Elixir.Tuple"), map = intern("Elixir.Map"),
                    bits = intern("Elixir.BitString"), function = intern("Elixir.Function"), floating = intern("Elixir.Float");
  if (data.is_list()) return list;
  if (data.is_atom()) return atom;
  if (is_integer(data)) return integer;
  if (is_map(data)) return map;
  if (is_tuple(data)) return tuple;
  if (data.is_pid()) return pid;
  if (data.is_reference()) return reference;
  if (data.is_boxed() && header::kind(*data.pointer()) == Kind::floating) return floating;
  if (is_boxed_kind(data, Kind::closure) || is_boxed_kind(data, Kind::export_fun)) return function;
  if (data.is_immediate()) return port;
  return bits;
}

// implementation(protocol, data): a module, or nil.
NativeResult implementation_2(NativeCall& call) {
  if (call.worker.protocol_cache == nullptr) call.worker.protocol_cache = std::make_unique<ProtocolCache>();
  auto& cache = static_cast<ProtocolCache&>(*call.worker.protocol_cache);
  const Term data = call.arg(1);
  if (is_map(data)) {
    if (const Term name = map_get(data, atoms::struct_); name && name.is_atom()) return cache.find(call.services.code, call.arg(0), name);
  }
  return cache.find(call.services.code, call.arg(0), type_of(data));
}

}  // namespace

void define_protocol_natives(NativeTable& table) { table.add("respawn_protocol", "implementation", 2, implementation_2); }

}  // namespace respawn
