#pragma once
/// Functions as values: what can be said of them without knowing code.
///
/// A closure object is [FunIdentity*, free variables…], an export_fun is [function entry*, module, name, arity].
/// The identity lies at the start of the code floor's own record of the fun, so that terms can be ordered, hashed
/// and printed by module and index: by what the program wrote, never by an address, which differs from run to run.

#include <cstdint>

#include "term/layout.hpp"

namespace respawn {

struct FunIdentity {
  Term module;                // atom
  Term name;                  // atom, as in "-run/1-fun-0-"
  std::uint32_t arity = 0;    // arguments of a call, free variables not counted
  std::uint32_t index = 0;    // within the module
  std::uint32_t unique = 0;   // a hash of the module's code: tells versions of a module apart
  std::uint32_t free_count = 0;
};

inline const FunIdentity& closure_identity(Term closure) {
  return *reinterpret_cast<const FunIdentity*>(closure.pointer()[1]);
}
inline std::size_t closure_free_count(Term closure) { return header::size_words(*closure.pointer()) - 1; }
inline Term closure_free(Term closure, std::size_t index) { return Term(closure.pointer()[2 + index]); }

inline Term export_module(Term fun) { return Term(fun.pointer()[2]); }
inline Term export_name(Term fun) { return Term(fun.pointer()[3]); }

inline std::uint32_t function_arity(Term fun) {
  if (is_boxed_kind(fun, Kind::closure)) return closure_identity(fun).arity;
  return static_cast<std::uint32_t>(Term(fun.pointer()[4]).small_value());
}

}  // namespace respawn
