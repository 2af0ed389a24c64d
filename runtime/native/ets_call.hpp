#pragma once
/// What the natives of :ets have in common: finding the table of the first argument, and saying why it was not found.

#include "native/ets_table.hpp"
#include "vm/native_call.hpp"

namespace respawn {

inline EtsTables& ets_tables(NativeCall& call) { return *call.services.ets; }

inline EtsTables::Found find_table(NativeCall& call, EtsTables::Access access) {
  return ets_tables(call).find(call.arg(0), call.process.pid, access);
}

/// Adds the note that says why there is no access to a table.
void note_denied(NativeCall& call, EtsTables::Denied denied);

/// The same as the answer.
inline NativeResult deny(NativeCall& call, const EtsTables::Found& found) {
  note_denied(call, found.denied());
  return call.bad_argument();
}

inline const Term kEndOfTable = intern("$end_of_table");

constexpr std::size_t kObjectsPerReduction = 4;

}  // namespace respawn
