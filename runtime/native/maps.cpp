/// Natives on maps: those of :maps that are built in, and of :erlang.

#include <vector>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/bulk_area.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

void charge_for_pairs(NativeCall& call, std::size_t pairs) { call.charge(pairs / 10); }

NativeResult bad_key(NativeCall& call, Term key) { return call.error(make_tuple(call.heap(), {atoms::badkey, key})); }

NativeResult size(NativeCall& call) {
  if (!is_map(call.arg(0))) return bad_map(call, 1);
  return Term::small(static_cast<std::int64_t>(map_size(call.arg(0))));
}

// ---- one key --------------------------------------------------------------------------------------------------------

NativeResult is_key(NativeCall& call) {
  if (!is_map(call.arg(1))) return bad_map(call, 2);
  return boolean(!map_get(call.arg(1), call.arg(0)).is_none());
}

// OTP's compiler turns calls of maps:get/2 and maps:put/3 into instructions: what fails is map_get, or nothing with a name.
NativeResult get(NativeCall& call) {
  const Term key = call.arg(0), map = call.arg(1);
  if (is_map(map)) {
    const Term value = map_get(map, key);
    if (!value.is_none()) return value;
  }
  call.trace_entry = make_tuple(call.heap(), {atoms::erlang, intern("map_get"), make_list(call.heap(), {key, map}), Term::nil()});
  return is_map(map) ? bad_key(call, key) : call.error(make_tuple(call.heap(), {atoms::badmap, map}));
}

NativeResult get_or_default(NativeCall& call) {
  if (!is_map(call.arg(1))) return bad_map(call, 2);
  const Term value = map_get(call.arg(1), call.arg(0));
  return value.is_none() ? call.arg(2) : value;
}

NativeResult find(NativeCall& call) {
  if (!is_map(call.arg(1))) return bad_map(call, 2);
  const Term value = map_get(call.arg(1), call.arg(0));
  if (value.is_none()) return atoms::error;
  return make_tuple(call.heap(), {atoms::ok, value});
}

NativeResult put(NativeCall& call) {
  if (!is_map(call.arg(2))) {
    call.trace_entry = Term::nil();
    return call.error(make_tuple(call.heap(), {atoms::badmap, call.arg(2)}));
  }
  return map_put(call.heap(), call.arg(2), call.arg(0), call.arg(1));
}

NativeResult update(NativeCall& call) {
  const Term key = call.arg(0), map = call.arg(2);
  if (!is_map(map)) return bad_map(call, 3);
  if (!map_get(map, key).is_none()) return map_put(call.heap(), map, key, call.arg(1));
  call.note(3, "not a map");  // OTP's note, though what is wrong is the key
  return bad_key(call, key);
}

NativeResult remove(NativeCall& call) {
  if (!is_map(call.arg(1))) return bad_map(call, 2);
  return map_remove(call.heap(), call.arg(1), call.arg(0));
}

NativeResult take(NativeCall& call) {
  if (!is_map(call.arg(1))) return bad_map(call, 2);
  const Term value = map_get(call.arg(1), call.arg(0));
  if (value.is_none()) return atoms::error;
  return make_tuple(call.heap(), {value, map_remove(call.heap(), call.arg(1), call.arg(0))});
}

// ---- whole maps -----------------------------------------------------------------------------------------------------

template <Term (*to_list_of)(Area&, Term)>
NativeResult listed(NativeCall& call) {
  const Term map = call.arg(0);
  if (!is_map(map)) return bad_map(call, 1);
  charge_for_pairs(call, map_size(map));
  BulkArea area(call.heap());
  return to_list_of(area, map);
}

NativeResult merge(NativeCall& call) {
  const Term left = call.arg(0), right = call.arg(1);
  if (!is_map(left) || !is_map(right)) {
    const Term culprit = is_map(left) ? right : left;
    return bad_arguments(call, {map_note(left), map_note(right)}, make_tuple(call.heap(), {atoms::badmap, culprit}));
  }
  charge_for_pairs(call, map_size(left) + map_size(right));
  BulkArea area(call.heap());
  return map_merge(area, left, right);
}

NativeResult from_list(NativeCall& call) {
  const Term list = call.arg(0);
  const std::int64_t length = list_length(list);
  if (length < 0) return bad_arguments(call, {list_note(list)});
  std::vector<Term> pairs;
  pairs.reserve(2 * static_cast<std::size_t>(length));
  for (const Term pair : ListRange(list)) {
    if (!is_tuple_of(pair, 2)) return call.bad_argument();
    pairs.push_back(tuple_element(pair, 0));
    pairs.push_back(tuple_element(pair, 1));
  }
  charge_for_pairs(call, pairs.size());
  BulkArea area(call.heap());
  return make_map(area, pairs.data(), pairs.size() / 2);
}

NativeResult from_keys(NativeCall& call) {
  const Term list = call.arg(0);
  const std::int64_t length = list_length(list);
  if (length < 0) return bad_arguments(call, {list_note(list)});
  std::vector<Term> pairs;
  pairs.reserve(2 * static_cast<std::size_t>(length));
  for (const Term key : ListRange(list)) {
    pairs.push_back(key);
    pairs.push_back(call.arg(1));
  }
  charge_for_pairs(call, pairs.size());
  BulkArea area(call.heap());
  return make_map(area, pairs.data(), pairs.size() / 2);
}

}  // namespace

void define_map_natives(NativeTable& table) {
  table.add("erlang", "map_size", 1, size);
  table.add("erlang", "map_get", 2, get);
  table.add("erlang", "is_map_key", 2, is_key);
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("maps", name, arity, native); };
  add("size", 1, size);
  add("is_key", 2, is_key);
  add("get", 2, get);
  add("get", 3, get_or_default);
  add("find", 2, find);
  add("put", 3, put);
  add("update", 3, update);
  add("remove", 2, remove);
  add("take", 2, take);
  add("keys", 1, listed<map_keys>);
  add("values", 1, listed<map_values>);
  add("to_list", 1, listed<map_to_list>);
  add("merge", 2, merge);
  add("from_list", 1, from_list);
  add("from_keys", 2, from_keys);
}

}  // namespace respawn
