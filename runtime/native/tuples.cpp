/// Natives of :erlang on tuples.

#include <algorithm>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

constexpr std::size_t kTupleSizeMax = (std::size_t{1} << 24) - 1;  // Erlang's

/// An index from 1 to `last` as one from 0; nothing for anything else.
std::optional<std::size_t> read_index(Term term, std::size_t last) {
  if (!term.is_small() || term.small_value() < 1 || static_cast<std::size_t>(term.small_value()) > last) return std::nullopt;
  return static_cast<std::size_t>(term.small_value()) - 1;
}

std::size_t size_or_zero(Term term) { return is_tuple(term) ? tuple_size(term) : 0; }

/// For (index, tuple, …): `last` is the highest index that would do.
NativeResult bad_index(NativeCall& call, std::size_t last) {
  const Term index = call.arg(0);
  const Term tuple = call.arg(1);
  Note note = integer_note(index, 1);
  if (is_tuple(tuple) && !read_index(index, last)) note = or_else(note, "out of range");
  return bad_arguments(call, {note, tuple_note(tuple)});
}

Word* make_room(Area& area, std::size_t size) {
  Word* object = area.allocate(1 + size);
  object[0] = header::make(Kind::tuple, size);
  return object + 1;
}

Term tuple_at(const Word* elements) { return Term::boxed(elements - 1); }

const Word* elements_of(Term tuple) { return tuple.pointer() + 1; }

void charge_for_words(NativeCall& call, std::size_t words) { call.charge(words / 50); }

NativeResult element(NativeCall& call) {
  const Term tuple = call.arg(1);
  const auto index = read_index(call.arg(0), size_or_zero(tuple));
  if (!index) return bad_index(call, size_or_zero(tuple));
  return tuple_element(tuple, *index);
}

NativeResult tuple_size_of(NativeCall& call) {
  if (!is_tuple(call.arg(0))) return bad_arguments(call, {tuple_note(call.arg(0))});
  return Term::small(static_cast<std::int64_t>(tuple_size(call.arg(0))));
}

NativeResult size(NativeCall& call) {
  const Term term = call.arg(0);
  if (is_tuple(term)) return Term::small(static_cast<std::int64_t>(tuple_size(term)));
  if (is_bitstring(term)) return Term::small(static_cast<std::int64_t>(bit_view(term).bit_size / 8));
  return call.bad_argument(1, "not tuple or binary");
}

NativeResult setelement(NativeCall& call) {
  const Term tuple = call.arg(1);
  const std::size_t count = size_or_zero(tuple);
  const auto index = read_index(call.arg(0), count);
  if (!index) return bad_index(call, count);
  charge_for_words(call, count);
  Word* to = make_room(call.heap(), count);
  std::copy_n(elements_of(tuple), count, to);
  to[*index] = call.arg(2).word();
  return tuple_at(to);
}

Term with_inserted(NativeCall& call, Term tuple, std::size_t index, Term value) {
  const std::size_t count = tuple_size(tuple);
  charge_for_words(call, count);
  Word* to = make_room(call.heap(), count + 1);
  const Word* from = elements_of(tuple);
  std::copy_n(from, index, to);
  to[index] = value.word();
  std::copy_n(from + index, count - index, to + index + 1);
  return tuple_at(to);
}

NativeResult append_element(NativeCall& call) {
  const Term tuple = call.arg(0);
  if (!is_tuple(tuple)) return bad_arguments(call, {tuple_note(tuple)});
  if (tuple_size(tuple) >= kTupleSizeMax) return call.bad_argument();
  return with_inserted(call, tuple, tuple_size(tuple), call.arg(1));
}

NativeResult insert_element(NativeCall& call) {
  const Term tuple = call.arg(1);
  const auto index = read_index(call.arg(0), size_or_zero(tuple) + 1);
  if (!is_tuple(tuple) || !index || tuple_size(tuple) >= kTupleSizeMax) return bad_index(call, size_or_zero(tuple) + 1);
  return with_inserted(call, tuple, *index, call.arg(2));
}

NativeResult delete_element(NativeCall& call) {
  const Term tuple = call.arg(1);
  const std::size_t count = size_or_zero(tuple);
  const auto index = read_index(call.arg(0), count);
  if (!index) return bad_index(call, count);
  charge_for_words(call, count);
  Word* to = make_room(call.heap(), count - 1);
  const Word* from = elements_of(tuple);
  std::copy_n(from, *index, to);
  std::copy_n(from + *index + 1, count - *index - 1, to + *index);
  return tuple_at(to);
}

// ---- making ---------------------------------------------------------------------------------------------------------

std::optional<std::size_t> read_size(Term term) {
  if (!term.is_small() || term.small_value() < 0 || static_cast<std::size_t>(term.small_value()) > kTupleSizeMax) return std::nullopt;
  return static_cast<std::size_t>(term.small_value());
}

NativeResult make_tuple_2(NativeCall& call) {
  const auto count = read_size(call.arg(0));
  if (!count) return call.bad_argument(1, "out of range");
  charge_for_words(call, *count);
  Word* to = make_room(call.heap(), *count);
  std::fill_n(to, *count, call.arg(1).word());
  return tuple_at(to);
}

bool is_initial_value(Term pair, std::size_t count) { return is_tuple_of(pair, 2) && read_index(tuple_element(pair, 0), count); }

NativeResult make_tuple_3(NativeCall& call) {
  const auto count = read_size(call.arg(0));
  const Term initial = call.arg(2);
  const Note bad_list = list_note(initial);
  if (!count || !bad_list.empty()) {
    const Note bad_size = count ? Note() : or_else(integer_note(call.arg(0), 0), "out of range");
    return bad_arguments(call, {bad_size, "", bad_list});
  }
  charge_for_words(call, *count);
  for (const Term pair : ListRange(initial)) {
    if (!is_initial_value(pair, *count)) return call.bad_argument(3, "invalid option in list");
  }
  Word* to = make_room(call.heap(), *count);
  std::fill_n(to, *count, call.arg(1).word());
  for (const Term pair : ListRange(initial)) to[*read_index(tuple_element(pair, 0), *count)] = tuple_element(pair, 1).word();
  return tuple_at(to);
}

// ---- lists ----------------------------------------------------------------------------------------------------------

NativeResult tuple_to_list(NativeCall& call) {
  const Term tuple = call.arg(0);
  if (!is_tuple(tuple)) return bad_arguments(call, {tuple_note(tuple)});
  const std::size_t count = tuple_size(tuple);
  if (count == 0) return Term::nil();
  charge_for_words(call, count);
  Word* cells = call.heap().allocate(kConsWords * count);
  for (std::size_t i = 0; i < count; ++i) {
    cells[2 * i] = tuple_element(tuple, i).word();
    cells[2 * i + 1] = i + 1 < count ? Term::cons(cells + 2 * (i + 1)).word() : Term::nil().word();
  }
  return Term::cons(cells);
}

NativeResult list_to_tuple(NativeCall& call) {
  const std::int64_t length = list_length(call.arg(0));
  if (length < 0) return call.bad_argument(1, "not a list");
  const auto count = static_cast<std::size_t>(length);
  if (count > kTupleSizeMax) return call.bad_argument();
  charge_for_words(call, count);
  Word* to = make_room(call.heap(), count);
  Word* next = to;
  for (const Term value : ListRange(call.arg(0))) *next++ = value.word();
  return tuple_at(to);
}

}  // namespace

void define_tuple_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("element", 2, element);
  add("tuple_size", 1, tuple_size_of);
  add("size", 1, size);
  add("setelement", 3, setelement);
  add("append_element", 2, append_element);
  add("insert_element", 3, insert_element);
  add("delete_element", 2, delete_element);
  add("make_tuple", 2, make_tuple_2);
  add("make_tuple", 3, make_tuple_3);
  add("tuple_to_list", 1, tuple_to_list);
  add("list_to_tuple", 1, list_to_tuple);
}

}  // namespace respawn
