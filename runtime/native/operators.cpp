/// Natives of :erlang that are operators: arithmetic, bits, comparison, truth, and the types that a guard asks for.
///
/// The compiler turns most uses into instructions; these are for calls by name, captures and `apply`.

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/compare.hpp"
#include "term/map.hpp"
#include "vm/operations.hpp"

namespace respawn {
namespace {

// ---- arithmetic -----------------------------------------------------------------------------------------------------

void charge_for(NativeCall& call, Term number) {
  if (is_big(number)) call.charge(magnitude_words(number) / 50);
}

template <Op op>
NativeResult of_two(NativeCall& call) {
  const Term result = arithmetic(op, call.heap(), call.arg(0), call.arg(1));
  if (result.is_none()) return call.error(arithmetic_error(op, call.arg(0), call.arg(1)));
  charge_for(call, result);
  return result;
}

template <Op op>
NativeResult of_one(NativeCall& call) {
  const Term result = arithmetic(op, call.heap(), call.arg(0), Term::none());
  if (result.is_none()) return call.error(atoms::badarith);
  charge_for(call, result);
  return result;
}

NativeResult plus(NativeCall& call) {
  if (!is_number(call.arg(0))) return call.error(atoms::badarith);
  return call.arg(0);
}

template <Comparison comparison>
NativeResult compare_two(NativeCall& call) {
  return boolean(compare_by(comparison, call.arg(0), call.arg(1)));
}

NativeResult maximum(NativeCall& call) { return compare(call.arg(0), call.arg(1)) < 0 ? call.arg(1) : call.arg(0); }
NativeResult minimum(NativeCall& call) { return compare(call.arg(0), call.arg(1)) > 0 ? call.arg(1) : call.arg(0); }

// ---- truth ----------------------------------------------------------------------------------------------------------

NativeResult logical_not(NativeCall& call) {
  if (!is_boolean(call.arg(0))) return call.bad_argument();
  return boolean(call.arg(0) == atoms::false_);
}

template <typename Operation>
NativeResult logical(NativeCall& call, Operation operation) {
  if (!is_boolean(call.arg(0)) || !is_boolean(call.arg(1))) return call.bad_argument();
  return boolean(operation(call.arg(0) == atoms::true_, call.arg(1) == atoms::true_));
}
NativeResult logical_and(NativeCall& call) {
  return logical(call, [](bool a, bool b) { return a && b; });
}
NativeResult logical_or(NativeCall& call) {
  return logical(call, [](bool a, bool b) { return a || b; });
}
NativeResult logical_xor(NativeCall& call) {
  return logical(call, [](bool a, bool b) { return a != b; });
}

// ---- types ----------------------------------------------------------------------------------------------------------

template <bool (*test)(Term)>
NativeResult is_type(NativeCall& call) {
  return boolean(test(call.arg(0)));
}

bool test_atom(Term term) { return term.is_atom(); }
bool test_list(Term term) { return term.is_list(); }
bool test_pid(Term term) { return term.is_pid(); }
bool test_port(Term term) { return term.is_port(); }
bool test_reference(Term term) { return term.is_reference(); }
bool test_boolean(Term term) { return is_boolean(term); }
bool test_binary(Term term) { return is_binary(term); }
bool test_bitstring(Term term) { return is_bitstring(term); }
bool test_integer(Term term) { return is_integer(term); }
bool test_float(Term term) { return is_float(term); }
bool test_number(Term term) { return is_number(term); }
bool test_tuple(Term term) { return is_tuple(term); }
bool test_map(Term term) { return is_map(term); }
bool test_function(Term term) { return is_function(term); }

NativeResult is_function_of(NativeCall& call) {
  const Term fun = call.arg(0);
  const Term arity = call.arg(1);
  if (!is_integer(arity) || is_negative(arity)) return bad_arguments(call, {"", integer_note(arity, 0)});
  return boolean(is_function(fun) && arity.is_small() && arity.small_value() == function_arity(fun));
}

bool has_tag(Term term, Term tag) { return is_tuple(term) && tuple_size(term) > 0 && tuple_element(term, 0) == tag; }

NativeResult is_record(NativeCall& call) {
  if (!call.arg(1).is_atom()) return call.bad_argument(1, "not an atom");
  return boolean(has_tag(call.arg(0), call.arg(1)));
}

NativeResult is_record_of_size(NativeCall& call) {
  const Term tag = call.arg(1);
  const Term size = call.arg(2);
  if (!tag.is_atom() || !size.is_small() || size.small_value() < 0) {
    return bad_arguments(call, {"", atom_note(tag), integer_note(size)});
  }
  return boolean(has_tag(call.arg(0), tag) && static_cast<std::size_t>(size.small_value()) == tuple_size(call.arg(0)));
}

}  // namespace

void define_operator_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("+", 1, plus);
  add("-", 1, of_one<Op::negate>);
  add("bnot", 1, of_one<Op::bit_not>);
  add("+", 2, of_two<Op::add>);
  add("-", 2, of_two<Op::subtract>);
  add("*", 2, of_two<Op::multiply>);
  add("/", 2, of_two<Op::divide>);
  add("div", 2, of_two<Op::integer_divide>);
  add("rem", 2, of_two<Op::remainder>);
  add("band", 2, of_two<Op::bit_and>);
  add("bor", 2, of_two<Op::bit_or>);
  add("bxor", 2, of_two<Op::bit_xor>);
  add("bsl", 2, of_two<Op::shift_left>);
  add("bsr", 2, of_two<Op::shift_right>);

  add("==", 2, compare_two<Comparison::equal>);
  add("/=", 2, compare_two<Comparison::not_equal>);
  add("=:=", 2, compare_two<Comparison::equal_exact>);
  add("=/=", 2, compare_two<Comparison::not_equal_exact>);
  add("<", 2, compare_two<Comparison::less>);
  add("=<", 2, compare_two<Comparison::less_equal>);
  add(">", 2, compare_two<Comparison::greater>);
  add(">=", 2, compare_two<Comparison::greater_equal>);
  add("max", 2, maximum);
  add("min", 2, minimum);

  add("not", 1, logical_not);
  add("and", 2, logical_and);
  add("or", 2, logical_or);
  add("xor", 2, logical_xor);

  add("is_atom", 1, is_type<test_atom>);
  add("is_binary", 1, is_type<test_binary>);
  add("is_bitstring", 1, is_type<test_bitstring>);
  add("is_boolean", 1, is_type<test_boolean>);
  add("is_float", 1, is_type<test_float>);
  add("is_function", 1, is_type<test_function>);
  add("is_function", 2, is_function_of);
  add("is_integer", 1, is_type<test_integer>);
  add("is_list", 1, is_type<test_list>);
  add("is_map", 1, is_type<test_map>);
  add("is_number", 1, is_type<test_number>);
  add("is_pid", 1, is_type<test_pid>);
  add("is_port", 1, is_type<test_port>);
  add("is_record", 2, is_record);
  add("is_record", 3, is_record_of_size);
  add("is_reference", 1, is_type<test_reference>);
  add("is_tuple", 1, is_type<test_tuple>);
}

}  // namespace respawn
