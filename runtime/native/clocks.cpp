/// Natives that tell the time, and numbers that grow with it: monotonic_time, system_time, unique_integer, …
///
/// A runtime has one clock, Services::now(), which in the lab is virtual. System time is that clock plus the system time of the start, so it
/// never jumps (OTP: "no time warp"), and all native units are nanoseconds. Only :os.system_time asks the operating system,
/// outside of the lab.

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

constexpr std::int64_t kNativePerSecond = 1'000'000'000;
// Where integers that need not be positive begin, as on BEAM.
constexpr std::int64_t kUniqueBase = -576'460'752'303'423'488;

/// Parts of a second that a unit stands for; none for what is no unit.
Term parts_per_second(Term unit) {
  struct Unit {
    std::string_view name;
    std::int64_t parts;
  };
  static constexpr Unit kUnits[] = {
      {"second", 1},          {"millisecond", 1'000},     {"microsecond", 1'000'000},   {"nanosecond", kNativePerSecond},
      {"native", kNativePerSecond}, {"perf_counter", kNativePerSecond},
      // Old names.
      {"seconds", 1},         {"milli_seconds", 1'000},   {"micro_seconds", 1'000'000}, {"nano_seconds", kNativePerSecond}};
  if (unit.is_atom()) {
    const std::string_view name = atom_text(unit);
    for (const Unit& known : kUnits) {
      if (known.name == name) return Term::small(known.parts);
    }
    return Term::none();
  }
  return is_integer(unit) && compare_numbers(unit, Term::small(0)) > 0 ? unit : Term::none();
}

Note unit_note(Term unit) { return parts_per_second(unit) ? Note() : "invalid time unit"; }

/// floor(time * to / from)
Term convert(Area& area, Term time, Term from, Term to) {
  if (from == to) return time;
  const Term product = number_multiply(area, time, to);
  const Term quotient = integer_divide(area, product, from);
  const bool exact = compare_numbers(integer_remainder(area, product, from), Term::small(0)) == 0;
  if (exact || !is_negative(product)) return quotient;
  return number_subtract(area, quotient, Term::small(1));
}

NativeResult in_unit(NativeCall& call, Nanoseconds time) {
  if (call.function->arity == 0) return make_integer(call.heap(), time);
  const Term parts = parts_per_second(call.arg(0));
  if (!parts) return call.bad_argument(1, "invalid time unit");
  return convert(call.heap(), make_integer(call.heap(), time), Term::small(kNativePerSecond), parts);
}

Nanoseconds system_time(const Services& services) { return services.start_system_time + services.now(); }

/// What the operating system says; a lab has no other time than its own.
Nanoseconds os_time(const Services& services) { return services.is_lab() ? system_time(services) : system_now(); }

Term as_timestamp(Area& area, Nanoseconds time) {
  const std::int64_t microseconds = time / 1000;
  return respawn::make_tuple(area, {Term::small(microseconds / 1'000'000'000'000), Term::small(microseconds / 1'000'000 % 1'000'000),
                                    Term::small(microseconds % 1'000'000)});
}

NativeResult monotonic_time(NativeCall& call) { return in_unit(call, call.services.now()); }
NativeResult erlang_system_time(NativeCall& call) { return in_unit(call, system_time(call.services)); }
NativeResult time_offset(NativeCall& call) { return in_unit(call, call.services.start_system_time); }
NativeResult timestamp_0(NativeCall& call) { return as_timestamp(call.heap(), system_time(call.services)); }
NativeResult os_system_time(NativeCall& call) { return in_unit(call, os_time(call.services)); }
NativeResult os_timestamp_0(NativeCall& call) { return as_timestamp(call.heap(), os_time(call.services)); }

// now(): a time that nobody got before.
NativeResult now_0(NativeCall& call) {
  auto& last = call.services.last_now_microseconds;
  std::int64_t before = last.load(std::memory_order_relaxed);
  std::int64_t mine;
  do {
    mine = std::max(before + 1, system_time(call.services) / 1000);
  } while (!last.compare_exchange_weak(before, mine, std::memory_order_relaxed));
  return as_timestamp(call.heap(), mine * 1000);
}

NativeResult convert_time_unit_3(NativeCall& call) {
  const Term from = parts_per_second(call.arg(1)), to = parts_per_second(call.arg(2));
  if (!is_integer(call.arg(0)) || !from || !to) {
    return bad_arguments(call, {integer_note(call.arg(0)), unit_note(call.arg(1)), unit_note(call.arg(2))});
  }
  return convert(call.heap(), call.arg(0), from, to);
}

NativeResult unique_integer(NativeCall& call) {
  bool positive = false, monotonic = false;
  if (call.function->arity == 1) {
    const Note note = list_note(call.arg(0));
    if (!note.empty()) return call.bad_argument(1, note);
    static const Term kPositive = intern("positive"), kMonotonic = intern("monotonic");
    for (const Term modifier : ListRange(call.arg(0))) {
      if (modifier == kPositive) positive = true;
      else if (modifier == kMonotonic) monotonic = true;
      else return call.bad_argument(1, "invalid modifier");
    }
  }
  auto& counter = monotonic ? call.services.monotonic_integers : call.services.unique_integers;
  const std::int64_t number = counter.fetch_add(1, std::memory_order_relaxed) + 1;
  return make_integer(call.heap(), positive ? number : kUniqueBase + number);
}

}  // namespace

void define_clock_natives(NativeTable& table) {
  for (const unsigned arity : {0u, 1u}) {
    table.add("erlang", "monotonic_time", arity, monotonic_time);
    table.add("erlang", "system_time", arity, erlang_system_time);
    table.add("erlang", "time_offset", arity, time_offset);
    table.add("erlang", "unique_integer", arity, unique_integer);
    table.add("os", "system_time", arity, os_system_time);
    table.add("os", "perf_counter", arity, monotonic_time);
  }
  table.add("erlang", "timestamp", 0, timestamp_0);
  table.add("erlang", "now", 0, now_0);
  table.add("erlang", "convert_time_unit", 3, convert_time_unit_3);
  table.add("os", "timestamp", 0, os_timestamp_0);
}

}  // namespace respawn
