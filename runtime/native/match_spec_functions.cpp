/// The functions that guards and bodies of match specifications may call.

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "native/match_spec.hpp"
#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr Term kFailed = Term::none();

using Arguments = const Term*;

template <bool (*test)(Term)>
Term is_a(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return boolean(test(arguments[0]));
}
bool test_atom(Term term) { return term.is_atom(); }
bool test_list(Term term) { return term.is_list(); }
bool test_pid(Term term) { return term.is_pid(); }
bool test_port(Term term) { return term.is_port(); }
bool test_reference(Term term) { return term.is_reference(); }

template <Term (*operation)(Area&, Term, Term)>
Term binary_operation(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (!is_number(arguments[0]) || !is_number(arguments[1])) return kFailed;
  return operation(area, arguments[0], arguments[1]);
}
template <Term (*operation)(Area&, Term)>
Term unary_operation(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  return is_number(arguments[0]) ? operation(area, arguments[0]) : kFailed;
}
template <Term (*operation)(Area&, Term, Term)>
Term integer_operation(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (!is_integer(arguments[0]) || !is_integer(arguments[1])) return kFailed;
  return operation(area, arguments[0], arguments[1]);
}
Term plus(Area&, Term number) { return number; }
Term shift_right(Area& area, Term integer, Term count) {
  const Term negated = number_negate(area, count);
  return negated.is_none() ? kFailed : integer_shift_left(area, integer, negated);
}
Term complement(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  return is_integer(arguments[0]) ? integer_not(area, arguments[0]) : kFailed;
}

template <bool (*holds)(int)>
Term ordered(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return boolean(holds(compare(arguments[0], arguments[1])));
}
bool less(int order) { return order < 0; }
bool less_or_equal(int order) { return order <= 0; }
bool greater(int order) { return order > 0; }
bool greater_or_equal(int order) { return order >= 0; }

Term equal_to(Area&, Arguments arguments, std::size_t, const MatchContext&) { return boolean(equal(arguments[0], arguments[1])); }
Term not_equal_to(Area&, Arguments arguments, std::size_t, const MatchContext&) { return boolean(!equal(arguments[0], arguments[1])); }
Term identical(Area&, Arguments arguments, std::size_t, const MatchContext&) { return boolean(equal_exact(arguments[0], arguments[1])); }
Term not_identical(Area&, Arguments arguments, std::size_t, const MatchContext&) { return boolean(!equal_exact(arguments[0], arguments[1])); }

Term exclusive_or(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  if (!is_boolean(arguments[0]) || !is_boolean(arguments[1])) return kFailed;
  return boolean(!(arguments[0] == arguments[1]));
}
Term negation(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return is_boolean(arguments[0]) ? boolean(arguments[0] == atoms::false_) : kFailed;
}

Term element(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  if (!arguments[0].is_small() || !is_tuple(arguments[1])) return kFailed;
  const std::int64_t index = arguments[0].small_value();
  if (index < 1 || static_cast<std::size_t>(index) > tuple_size(arguments[1])) return kFailed;
  return tuple_element(arguments[1], static_cast<std::size_t>(index - 1));
}
Term size(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (is_tuple(arguments[0])) return Term::small(static_cast<std::int64_t>(tuple_size(arguments[0])));
  return is_bitstring(arguments[0]) ? make_unsigned(area, bit_view(arguments[0]).bit_size / 8) : kFailed;
}
Term bit_size(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  return is_bitstring(arguments[0]) ? make_unsigned(area, bit_view(arguments[0]).bit_size) : kFailed;
}
Term byte_size(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  return is_bitstring(arguments[0]) ? make_unsigned(area, bit_view(arguments[0]).byte_size()) : kFailed;
}
Term length(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  const std::int64_t count = list_length(arguments[0]);
  return count < 0 ? kFailed : Term::small(count);
}
Term head(Area&, Arguments arguments, std::size_t, const MatchContext&) { return arguments[0].is_cons() ? arguments[0].head() : kFailed; }
Term tail(Area&, Arguments arguments, std::size_t, const MatchContext&) { return arguments[0].is_cons() ? arguments[0].tail() : kFailed; }
Term value_of_key(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return is_map(arguments[1]) ? map_get(arguments[1], arguments[0]) : kFailed;
}
Term is_key(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return is_map(arguments[1]) ? boolean(!map_get(arguments[1], arguments[0]).is_none()) : kFailed;
}
Term size_of_map(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  return is_map(arguments[0]) ? Term::small(static_cast<std::int64_t>(map_size(arguments[0]))) : kFailed;
}
Term is_record(Area&, Arguments arguments, std::size_t, const MatchContext&) {
  if (!arguments[1].is_atom() || !arguments[2].is_small()) return kFailed;
  const bool same_size = arguments[2].small_value() > 0 && is_tuple_of(arguments[0], static_cast<std::size_t>(arguments[2].small_value()));
  return boolean(same_size && tuple_element(arguments[0], 0) == arguments[1]);
}

Term to_float(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (!is_number(arguments[0])) return kFailed;
  if (is_float(arguments[0])) return arguments[0];
  const auto value = to_double(arguments[0]);
  return value ? make_float(area, *value) : kFailed;
}
Term round(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (is_integer(arguments[0])) return arguments[0];
  return is_float(arguments[0]) ? truncate(area, std::round(float_value(arguments[0]))) : kFailed;
}
Term truncation(Area& area, Arguments arguments, std::size_t, const MatchContext&) {
  if (is_integer(arguments[0])) return arguments[0];
  return is_float(arguments[0]) ? truncate(area, float_value(arguments[0])) : kFailed;
}

// binary_part(Binary, Start, Length) or (Binary, {Start, Length}); a negative length leads backwards.
Term part_of_binary(Area& area, Arguments arguments, std::size_t count, const MatchContext&) {
  Term start = count == 3 ? arguments[1] : kFailed;
  Term wanted = count == 3 ? arguments[2] : kFailed;
  if (count == 2 && is_tuple_of(arguments[1], 2)) {
    start = tuple_element(arguments[1], 0);
    wanted = tuple_element(arguments[1], 1);
  }
  if (!is_binary(arguments[0]) || !start.is_small() || start.is_none() || !wanted.is_small()) return kFailed;
  const auto total = static_cast<std::int64_t>(bit_view(arguments[0]).byte_size());
  std::int64_t from = start.small_value();
  std::int64_t bytes = wanted.small_value();
  if (from < 0 || from > total || bytes > total || bytes < -total) return kFailed;
  if (bytes < 0) {
    from += bytes;
    bytes = -bytes;
  }
  if (from < 0 || from + bytes > total) return kFailed;
  return make_sub_bits(area, arguments[0], static_cast<std::uint64_t>(from) * 8, static_cast<std::uint64_t>(bytes) * 8);
}

Term self(Area&, Arguments, std::size_t, const MatchContext& context) { return context.self; }
Term node(Area&, Arguments arguments, std::size_t count, const MatchContext&) {
  const bool has_node = count == 0 || arguments[0].is_pid() || arguments[0].is_port() || arguments[0].is_reference();
  return has_node ? atoms::nonode : kFailed;
}

struct Entry {
  std::string_view name;
  std::size_t count;
  MatchFunction function;
};

constexpr Entry kEntries[] = {
    {"is_atom", 1, is_a<test_atom>},
    {"is_binary", 1, is_a<is_binary>},
    {"is_float", 1, is_a<is_float>},
    {"is_function", 1, is_a<is_function>},
    {"is_integer", 1, is_a<is_integer>},
    {"is_list", 1, is_a<test_list>},
    {"is_map", 1, is_a<is_map>},
    {"is_number", 1, is_a<is_number>},
    {"is_pid", 1, is_a<test_pid>},
    {"is_port", 1, is_a<test_port>},
    {"is_reference", 1, is_a<test_reference>},
    {"is_tuple", 1, is_a<is_tuple>},
    {"is_map_key", 2, is_key},
    {"is_record", 3, is_record},
    {"+", 1, unary_operation<plus>},
    {"-", 1, unary_operation<number_negate>},
    {"abs", 1, unary_operation<number_absolute>},
    {"+", 2, binary_operation<number_add>},
    {"-", 2, binary_operation<number_subtract>},
    {"*", 2, binary_operation<number_multiply>},
    {"/", 2, binary_operation<number_divide>},
    {"div", 2, integer_operation<integer_divide>},
    {"rem", 2, integer_operation<integer_remainder>},
    {"band", 2, integer_operation<integer_and>},
    {"bor", 2, integer_operation<integer_or>},
    {"bxor", 2, integer_operation<integer_xor>},
    {"bsl", 2, integer_operation<integer_shift_left>},
    {"bsr", 2, integer_operation<shift_right>},
    {"bnot", 1, complement},
    {"<", 2, ordered<less>},
    {"=<", 2, ordered<less_or_equal>},
    {">", 2, ordered<greater>},
    {">=", 2, ordered<greater_or_equal>},
    {"==", 2, equal_to},
    {"/=", 2, not_equal_to},
    {"=:=", 2, identical},
    {"=/=", 2, not_identical},
    {"xor", 2, exclusive_or},
    {"not", 1, negation},
    {"element", 2, element},
    {"size", 1, size},
    {"bit_size", 1, bit_size},
    {"byte_size", 1, byte_size},
    {"length", 1, length},
    {"hd", 1, head},
    {"tl", 1, tail},
    {"map_get", 2, value_of_key},
    {"map_size", 1, size_of_map},
    {"float", 1, to_float},
    {"round", 1, round},
    {"trunc", 1, truncation},
    {"binary_part", 2, part_of_binary},
    {"binary_part", 3, part_of_binary},
    {"self", 0, self},
    {"node", 0, node},
    {"node", 1, node},
};

using Key = std::pair<Term, std::size_t>;
struct KeyHash {
  std::size_t operator()(const Key& key) const { return std::hash<Term>()(key.first) + key.second; }
};

std::unordered_map<Key, MatchFunction, KeyHash> make_index() {
  std::unordered_map<Key, MatchFunction, KeyHash> index;
  for (const Entry& entry : kEntries) index.emplace(Key{intern(entry.name), entry.count}, entry.function);
  return index;
}

}  // namespace

MatchFunction find_match_function(Term name, std::size_t count) {
  static const auto index = make_index();
  const auto found = index.find({name, count});
  return found == index.end() ? nullptr : found->second;
}

}  // namespace respawn
