/// Natives of :atomics and :counters: arrays of 64-bit numbers that all processes can change (shared_cells.hpp).
///
/// A counter array is {atomics, reference}, an array as :atomics has it, or {write_concurrency, reference}.

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "native/shared_cells.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

constexpr Note kBadReference = "invalid atomics reference";
constexpr Note kBadOption = "invalid option in list";

/// Which of the two modules a function belongs to.
enum class Module : std::uint8_t { atomics, counters };

CellArray* atomics_array(NativeCall& call, Term reference) {
  CellArray* array = call.services.cells->array(reference);
  return array == nullptr || array->kind() == CellArray::Kind::spread ? nullptr : array;
}

CellArray* counters_array(NativeCall& call, Term counters) {
  if (!is_tuple_of(counters, 2)) return nullptr;
  const Term reference = tuple_element(counters, 1);
  if (tuple_element(counters, 0) == atoms::atomics) return atomics_array(call, reference);
  if (!(tuple_element(counters, 0) == atoms::write_concurrency)) return nullptr;
  CellArray* array = call.services.cells->array(reference);
  return array == nullptr || array->kind() != CellArray::Kind::spread ? nullptr : array;
}

template <Module module>
CellArray* array_of(NativeCall& call) {
  return module == Module::atomics ? atomics_array(call, call.arg(0)) : counters_array(call, call.arg(0));
}

Term value_term(Area& area, const CellArray& array, std::uint64_t value) {
  if (array.kind() == CellArray::Kind::unsigned_cells) return make_unsigned(area, value);
  return make_integer(area, static_cast<std::int64_t>(value));
}

/// A value that a cell can have.
std::optional<std::uint64_t> read_value(const CellArray& array, Term term) {
  if (!is_integer(term)) return std::nullopt;
  if (array.kind() == CellArray::Kind::unsigned_cells) return to_uint64(term);
  const auto value = to_int64(term);
  return value ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

/// What can be added: either kind of 64 bits, since the sum wraps around.
std::optional<std::uint64_t> read_increment(Term term) {
  if (!is_integer(term)) return std::nullopt;
  if (const auto value = to_int64(term)) return static_cast<std::uint64_t>(*value);
  return to_uint64(term);
}

struct Place {
  CellArray* array;
  std::size_t index;
};

template <Module module>
std::optional<Place> read_place(NativeCall& call) {
  CellArray* array = array_of<module>(call);
  const Term index = call.arg(1);
  if (array == nullptr || !index.is_small() || index.small_value() < 1) return std::nullopt;
  if (static_cast<std::size_t>(index.small_value()) > array->size()) return std::nullopt;
  return Place{array, static_cast<std::size_t>(index.small_value()) - 1};
}

/// The error of f(array, index, numbers…), for whatever reason.
template <Module module>
NativeResult bad_access(NativeCall& call, Term reason = atoms::badarg) {
  const CellArray* array = array_of<module>(call);
  Note bad_index = integer_note(call.arg(1), 1);
  if (array != nullptr && !read_place<module>(call)) bad_index = or_else(bad_index, "out of range");
  const bool place_fine = array != nullptr && bad_index.empty();
  Note bad_numbers[2] = {};
  bool found = false;
  for (unsigned i = 2; i < call.function->arity; ++i) {
    Note& note = bad_numbers[i - 2];
    note = integer_note(call.arg(i));
    // Of numbers that fit no cell OTP blames the first.
    if (note.empty() && place_fine && !found && !read_value(*array, call.arg(i))) {
      note = "out of range";
      found = true;
    }
  }
  return bad_arguments(call, {array == nullptr ? kBadReference : Note(), bad_index, bad_numbers[0], bad_numbers[1]}, reason);
}

// ---- making ---------------------------------------------------------------------------------------------------------

NativeResult make_array(NativeCall& call, CellArray::Kind kind, Term* reference) {
  const Term size = call.arg(0);
  auto array = size.is_small() ? CellArray::create(kind, static_cast<std::size_t>(size.small_value())) : nullptr;
  if (array == nullptr) return call.error(atoms::system_limit);
  *reference = call.services.make_reference(call.worker);
  call.services.cells->add_array(*reference, std::move(array));
  return *reference;
}

NativeResult bad_new(NativeCall& call, bool bad_option) {
  return bad_arguments(call, {integer_note(call.arg(0), 1), or_else(list_note(call.arg(1)), bad_option ? kBadOption : "")});
}

bool is_size(Term term) { return is_integer(term) && !is_negative(term) && !(term == Term::small(0)); }

NativeResult atomics_new(NativeCall& call) {
  bool is_signed = true;
  Term options = call.arg(1);
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (!is_tuple_of(option, 2) || !(tuple_element(option, 0) == atoms::signed_) || !is_boolean(tuple_element(option, 1))) break;
    is_signed = tuple_element(option, 1) == atoms::true_;
  }
  if (!is_size(call.arg(0)) || !options.is_nil()) return bad_new(call, options.is_cons());
  Term reference;
  return make_array(call, is_signed ? CellArray::Kind::signed_cells : CellArray::Kind::unsigned_cells, &reference);
}

NativeResult counters_new(NativeCall& call) {
  Term kind = atoms::atomics;
  const Term options = call.arg(1);
  bool fine = options.is_nil();
  if (options.is_cons() && options.tail().is_nil()) {
    kind = options.head();
    fine = kind == atoms::atomics || kind == atoms::write_concurrency;
  }
  if (!is_size(call.arg(0)) || !fine) return bad_new(call, !fine);
  Term reference;
  const bool spread = kind == atoms::write_concurrency;
  const NativeResult made = make_array(call, spread ? CellArray::Kind::spread : CellArray::Kind::signed_cells, &reference);
  if (made.kind != NativeResult::Kind::value) return made;
  return make_tuple(call.heap(), {kind, reference});
}

// ---- using ----------------------------------------------------------------------------------------------------------

template <Module module>
NativeResult get(NativeCall& call) {
  const auto place = read_place<module>(call);
  if (!place) return bad_access<module>(call);
  return value_term(call.heap(), *place->array, place->array->get(place->index));
}

template <Module module>
NativeResult put(NativeCall& call) {
  const auto place = read_place<module>(call);
  const auto value = place ? read_value(*place->array, call.arg(2)) : std::nullopt;
  if (!value) return bad_access<module>(call);
  place->array->put(place->index, *value);
  return atoms::ok;
}

template <Module module>
NativeResult add(NativeCall& call) {
  const auto place = read_place<module>(call);
  const auto increment = read_increment(call.arg(2));
  if (!place || !increment) return bad_access<module>(call);
  place->array->add(place->index, *increment, call.worker.index);
  return atoms::ok;
}

/// The number to add for one to subtract. None: no integer, which is an error of the negation.
std::optional<std::uint64_t> read_decrement(NativeCall& call) {
  return read_increment(number_negate(call.heap(), call.arg(2)));
}

template <Module module>
NativeResult subtract(NativeCall& call) {
  if (!is_number(call.arg(2))) return bad_access<module>(call, atoms::badarith);
  const auto place = read_place<module>(call);
  const auto increment = read_decrement(call);
  if (!place || !increment) return bad_access<module>(call);
  place->array->add(place->index, *increment, call.worker.index);
  return atoms::ok;
}

NativeResult add_and_get(NativeCall& call, std::optional<std::uint64_t> increment) {
  const auto place = read_place<Module::atomics>(call);
  if (!place || !increment) return bad_access<Module::atomics>(call);
  return value_term(call.heap(), *place->array, place->array->cell(place->index).fetch_add(*increment) + *increment);
}

NativeResult add_get(NativeCall& call) { return add_and_get(call, read_increment(call.arg(2))); }

NativeResult sub_get(NativeCall& call) {
  if (!is_number(call.arg(2))) return bad_access<Module::atomics>(call, atoms::badarith);
  return add_and_get(call, read_decrement(call));
}

NativeResult exchange(NativeCall& call) {
  const auto place = read_place<Module::atomics>(call);
  const auto value = place ? read_value(*place->array, call.arg(2)) : std::nullopt;
  if (!value) return bad_access<Module::atomics>(call);
  return value_term(call.heap(), *place->array, place->array->cell(place->index).exchange(*value));
}

NativeResult compare_exchange(NativeCall& call) {
  const auto place = read_place<Module::atomics>(call);
  const auto expected = place ? read_value(*place->array, call.arg(2)) : std::nullopt;
  const auto desired = place ? read_value(*place->array, call.arg(3)) : std::nullopt;
  if (!expected || !desired) return bad_access<Module::atomics>(call);
  std::uint64_t found = *expected;
  if (place->array->cell(place->index).compare_exchange_strong(found, *desired)) return atoms::ok;
  return value_term(call.heap(), *place->array, found);
}

template <Module module>
NativeResult info(NativeCall& call) {
  const CellArray* array = array_of<module>(call);
  if (array == nullptr) return call.bad_argument(1, kBadReference);
  Area& area = call.heap();
  const Term pairs[] = {atoms::size,
                        Term::small(static_cast<std::int64_t>(array->size())),
                        atoms::memory,
                        Term::small(static_cast<std::int64_t>(array->memory_bytes())),
                        atoms::max,
                        array->kind() == CellArray::Kind::unsigned_cells ? make_unsigned(area, UINT64_MAX) : make_integer(area, INT64_MAX),
                        atoms::min,
                        array->kind() == CellArray::Kind::unsigned_cells ? Term::small(0) : make_integer(area, INT64_MIN)};
  return make_map(area, pairs, array->kind() == CellArray::Kind::spread ? 2 : 4);
}

}  // namespace

void define_counter_natives(NativeTable& table) {
  table.add("atomics", "new", 2, atomics_new);
  table.add("atomics", "get", 2, get<Module::atomics>);
  table.add("atomics", "put", 3, put<Module::atomics>);
  table.add("atomics", "add", 3, add<Module::atomics>);
  table.add("atomics", "sub", 3, subtract<Module::atomics>);
  table.add("atomics", "add_get", 3, add_get);
  table.add("atomics", "sub_get", 3, sub_get);
  table.add("atomics", "exchange", 3, exchange);
  table.add("atomics", "compare_exchange", 4, compare_exchange);
  table.add("atomics", "info", 1, info<Module::atomics>);
  table.add("counters", "new", 2, counters_new);
  table.add("counters", "get", 2, get<Module::counters>);
  table.add("counters", "put", 3, put<Module::counters>);
  table.add("counters", "add", 3, add<Module::counters>);
  table.add("counters", "sub", 3, subtract<Module::counters>);
  table.add("counters", "info", 1, info<Module::counters>);
}

}  // namespace respawn
