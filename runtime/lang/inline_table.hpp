#pragma once
/// Inlining: functions of Elixir's library that are another name for a native of :erlang, :maps …
///
/// Calls of them go straight to the native, as in Elixir: that is faster, and stack traces and argument errors then name what
/// really failed (`:erlang.binary_to_integer("x")`).

#include <cstdint>
#include <string_view>

#include "term/term.hpp"

namespace respawn {

struct InlinedFunction {
  Term module;
  Term name;
  std::string_view order;           // which argument comes where, as "231" (evaluated in that order, too); empty: as written
  bool increment_index = false;     // the argument that comes first counts from 1 there
  Term leading = Term::none();      // comes before the arguments

  /// A reference to the function can stand for a reference to the native.
  bool same_arguments() const { return order.empty() && leading.is_none(); }
};

/// The native that module.name/arity stands for; false when it stands for itself.
bool find_inlined(Term module, Term name, std::uint32_t arity, InlinedFunction* result);

/// True for functions of :erlang that may be called in guards.
bool is_guard_function(Term name, std::uint32_t arity);

}  // namespace respawn
