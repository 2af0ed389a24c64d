/// Natives for match specifications by themselves: compiled to be run on lists (:ets.match_spec_compile/1 and so on), or tried on one
/// term (:erlang.match_spec_test/3).

#include "native/charlist.hpp"
#include "native/ets_call.hpp"
#include "native/match_spec.hpp"
#include "native/native_table.hpp"
#include "term/copy.hpp"

namespace respawn {
namespace {

constexpr std::string_view kNotSpec = "not a valid match specification";

const Term kTable = intern("table");
const Term kTrace = intern("trace");

NativeResult match_spec_compile(NativeCall& call) {
  const auto reference = ets_tables(call).compile_spec(call.arg(0));
  if (!reference) return call.bad_argument(1, kNotSpec);
  return *reference;
}

NativeResult is_compiled_ms(NativeCall& call) { return boolean(ets_tables(call).compiled_spec(call.arg(0)) != nullptr); }

NativeResult match_spec_run(NativeCall& call) {
  const MatchSpec* spec = ets_tables(call).compiled_spec(call.arg(1));
  const std::int64_t length = list_length(call.arg(0));
  if (length < 0) call.note(1, call.arg(0).is_cons() ? "not a proper list" : "not a list");
  if (spec == nullptr) call.note(2, "not a valid compiled match specification");
  if (length < 0 || spec == nullptr) return call.bad_argument();
  MatchMachine machine(*spec, call.process.pid);
  ListBuilder results(call.heap());
  for (const Term element : ListRange(call.arg(0))) {
    const Term result = machine.run(element);
    if (!result.is_none()) results.add(copy(call.heap(), result));
  }
  call.charge(static_cast<std::size_t>(length) / kObjectsPerReduction);
  return results.finish();
}

// For `:table` the result or false; for `:trace`, where only side effects would count, whether the arguments match.
NativeResult match_spec_test(NativeCall& call) {
  const bool is_table = call.arg(2) == kTable;
  if (!is_table && !(call.arg(2) == kTrace)) return call.bad_argument(3, "invalid type for match spec");
  if (is_table && !is_tuple(call.arg(0))) return call.bad_argument(1, "not a tuple");
  if (!is_table && list_length(call.arg(0)) < 0) return call.bad_argument(1, call.arg(0).is_list() ? "not a proper list" : "not a list");
  Area& area = call.heap();
  const auto spec = MatchSpec::compile(call.arg(1));
  if (spec == nullptr) {
    const Term problem = make_tuple(area, {atoms::error, make_charlist(area, "The match specification is not valid.")});
    return make_tuple(area, {atoms::error, make_list(area, {problem})});
  }
  MatchMachine machine(*spec, call.process.pid);
  const Term found = machine.run(call.arg(0));
  Term result = atoms::false_;
  if (!found.is_none()) result = is_table ? copy(area, found) : atoms::true_;
  return make_tuple(area, {atoms::ok, result, Term::nil(), Term::nil()});
}

}  // namespace

void define_match_spec_natives(NativeTable& table) {
  table.add("ets", "match_spec_compile", 1, match_spec_compile);
  table.add("ets", "match_spec_run", 2, match_spec_run);
  table.add("ets", "is_compiled_ms", 1, is_compiled_ms);
  table.add("erlang", "match_spec_test", 3, match_spec_test);
}

}  // namespace respawn
