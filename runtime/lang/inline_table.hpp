#pragma once
/// Inlining: functions of Elixir's library that are another name for a native of :erlang, :maps …
///
/// Calls of them go straight to the native, as in Elixir: that is faster, and stack traces and argument errors then name what
/// really failed (`:erlang.binary_to_integer("x")`).

#include <cstdint>

#include "term/term.hpp"

namespace respawn {

struct InlinedFunction {
  Term module;
  Term name;
  bool swap_arguments = false;      // the native takes its two arguments the other way round
  bool increment_index = false;     // the first argument after swapping counts from 1 there
};

/// The native that module.name/arity stands for; false when it stands for itself.
bool find_inlined(Term module, Term name, std::uint32_t arity, InlinedFunction* result);

/// True for functions of :erlang that may be called in guards.
bool is_guard_function(Term name, std::uint32_t arity);

}  // namespace respawn
