/// Natives of :erlang on single numbers: absolute value, rounding, and units of time.

#include <cmath>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

NativeResult absolute(NativeCall& call) {
  const Term result = number_absolute(call.heap(), call.arg(0));
  if (result.is_none()) return bad_arguments(call, {number_note(call.arg(0))});
  return result;
}

template <double (*rounding)(double)>
NativeResult to_integer(NativeCall& call) {
  const Term number = call.arg(0);
  if (is_integer(number)) return number;
  if (!is_float(number)) return bad_arguments(call, {number_note(number)});
  return truncate(call.heap(), rounding(float_value(number)));
}

NativeResult to_float(NativeCall& call) {
  const Term number = call.arg(0);
  if (is_float(number)) return number;
  if (!is_integer(number)) return bad_arguments(call, {number_note(number)});
  const auto value = to_double(number);
  if (!value) return call.bad_argument();
  return make_float(call.heap(), *value);
}

// ---- units of time --------------------------------------------------------------------------------------------------

/// Parts of a second, as a term; none for what names no unit.
Term parts_per_second(Term unit) {
  struct Row {
    Term name;
    std::int64_t parts;
  };
  static const Row rows[] = {
      {intern("second"), 1},           {intern("millisecond"), 1'000},           {intern("microsecond"), 1'000'000},
      {intern("nanosecond"), 1'000'000'000}, {intern("native"), 1'000'000'000},  {intern("perf_counter"), 1'000'000'000},
      {intern("seconds"), 1},          {intern("milli_seconds"), 1'000},         {intern("micro_seconds"), 1'000'000},
      {intern("nano_seconds"), 1'000'000'000}};
  for (const Row& row : rows) {
    if (row.name == unit) return Term::small(row.parts);
  }
  if (is_integer(unit) && compare_numbers(unit, Term::small(0)) > 0) return unit;
  return Term::none();
}

NativeResult convert_time_unit(NativeCall& call) {
  Area& area = call.heap();
  const Term time = call.arg(0);
  const Term from = parts_per_second(call.arg(1));
  const Term to = parts_per_second(call.arg(2));
  if (!is_integer(time) || from.is_none() || to.is_none()) {
    const auto unit_note = [](Term unit) { return unit.is_none() ? Note("invalid time unit") : Note(); };
    return bad_arguments(call, {integer_note(time), unit_note(from), unit_note(to)});
  }
  // Rounds down: a time before the epoch must not jump up.
  Term product = number_multiply(area, time, to);
  if (product && is_negative(time)) product = number_subtract(area, product, number_subtract(area, from, Term::small(1)));
  const Term result = product ? integer_divide(area, product, from) : product;
  if (result.is_none()) return call.error(atoms::system_limit);
  return result;
}

}  // namespace

void define_number_natives(NativeTable& table) {
  table.add("erlang", "abs", 1, absolute);
  table.add("erlang", "ceil", 1, to_integer<std::ceil>);
  table.add("erlang", "floor", 1, to_integer<std::floor>);
  table.add("erlang", "round", 1, to_integer<std::round>);
  table.add("erlang", "trunc", 1, to_integer<std::trunc>);
  table.add("erlang", "float", 1, to_float);
  table.add("erlang", "convert_time_unit", 3, convert_time_unit);
}

}  // namespace respawn
