/// Natives of :persistent_term: terms that all processes can read without a copy (shared_cells.hpp).

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "native/shared_cells.hpp"
#include "term/bulk_area.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

NativeResult put(NativeCall& call) {
  if (!call.services.cells->put_term(call.arg(0), call.arg(1))) return call.error(atoms::system_limit);
  return atoms::ok;
}

NativeResult get(NativeCall& call) {
  const Term value = call.services.cells->term(call.arg(0));
  if (value.is_none()) return call.bad_argument(1, "no persistent term stored with this key");
  return value;
}

NativeResult get_or_default(NativeCall& call) {
  const Term value = call.services.cells->term(call.arg(0));
  return value.is_none() ? call.arg(1) : value;
}

NativeResult get_all(NativeCall& call) {
  BulkArea area(call.heap());
  Term list = Term::nil();
  call.services.cells->for_each_term([&](Term key, Term value) { list = make_cons(area, make_tuple(area, {key, value}), list); });
  return list;
}

NativeResult erase(NativeCall& call) { return boolean(call.services.cells->erase_term(call.arg(0))); }

NativeResult info(NativeCall& call) {
  const SharedCells::TermTotals totals = call.services.cells->term_totals();
  const Term pairs[] = {atoms::count_, Term::small(static_cast<std::int64_t>(totals.count)), atoms::memory,
                        Term::small(static_cast<std::int64_t>(totals.memory_bytes))};
  return make_map(call.heap(), pairs, 2);
}

}  // namespace

void define_persistent_term_natives(NativeTable& table) {
  table.add("persistent_term", "put", 2, put);
  table.add("persistent_term", "get", 0, get_all);
  table.add("persistent_term", "get", 1, get);
  table.add("persistent_term", "get", 2, get_or_default);
  table.add("persistent_term", "erase", 1, erase);
  table.add("persistent_term", "info", 0, info);
}

}  // namespace respawn
