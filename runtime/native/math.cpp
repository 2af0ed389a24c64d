/// Natives of :math: the C library's functions on doubles. What is not a finite number is an error.

#include <cmath>
#include <numbers>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

constexpr Note kOutsideDomain = "is outside the domain for this function";

enum class Domain : std::uint8_t { all, some };

/// `domain`: whether a bad result is the argument's fault, or one of a number too large.
template <double (*function)(double), Domain domain = Domain::all>
NativeResult of_one(NativeCall& call) {
  const Term x = call.arg(0);
  if (!is_number(x)) return bad_arguments(call, {number_note(x)});
  const auto value = to_double(x);
  const double result = value ? function(*value) : NAN;
  if (std::isfinite(result)) return make_float(call.heap(), result);
  return bad_arguments(call, {domain == Domain::some ? kOutsideDomain : ""}, atoms::badarith);
}

template <double (*function)(double, double)>
NativeResult of_two(NativeCall& call) {
  const Term x = call.arg(0), y = call.arg(1);
  if (!is_number(x) || !is_number(y)) return bad_arguments(call, {number_note(x), number_note(y)});
  const auto first = to_double(x);
  const auto second = to_double(y);
  const double result = first && second ? function(*first, *second) : NAN;
  if (!std::isfinite(result)) return call.error(atoms::badarith);
  return make_float(call.heap(), result);
}

NativeResult fmod(NativeCall& call) {
  if (is_number(call.arg(0)) && is_number(call.arg(1)) && to_double(call.arg(1)) == 0.0) {
    return bad_arguments(call, {"", kOutsideDomain}, atoms::badarith);
  }
  return of_two<std::fmod>(call);
}

NativeResult pi(NativeCall& call) { return make_float(call.heap(), std::numbers::pi); }

}  // namespace

void define_math_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("math", name, arity, native); };
  add("pi", 0, pi);
  add("sin", 1, of_one<std::sin>);
  add("cos", 1, of_one<std::cos>);
  add("tan", 1, of_one<std::tan>);
  add("asin", 1, of_one<std::asin, Domain::some>);
  add("acos", 1, of_one<std::acos, Domain::some>);
  add("atan", 1, of_one<std::atan>);
  add("sinh", 1, of_one<std::sinh>);
  add("cosh", 1, of_one<std::cosh>);
  add("tanh", 1, of_one<std::tanh>);
  add("asinh", 1, of_one<std::asinh>);
  add("acosh", 1, of_one<std::acosh, Domain::some>);
  add("atanh", 1, of_one<std::atanh, Domain::some>);
  add("exp", 1, of_one<std::exp>);
  add("log", 1, of_one<std::log, Domain::some>);
  add("log2", 1, of_one<std::log2, Domain::some>);
  add("log10", 1, of_one<std::log10, Domain::some>);
  add("sqrt", 1, of_one<std::sqrt, Domain::some>);
  add("erf", 1, of_one<std::erf>);
  add("erfc", 1, of_one<std::erfc>);
  add("ceil", 1, of_one<std::ceil>);
  add("floor", 1, of_one<std::floor>);
  add("pow", 2, of_two<std::pow>);
  add("atan2", 2, of_two<std::atan2>);
  add("fmod", 2, fmod);
}

}  // namespace respawn
