#pragma once
/// Function: the entry through which module:name/arity is called.
///
/// One per name in a runtime, at a fixed address for its whole life, so that call sites hold a pointer. `code` leads
/// to the newest definition; while there is none, to a stub that loads the module or raises `undef`, so that a call
/// need not ask.

#include <atomic>
#include <cstdint>

#include "term/term.hpp"

namespace respawn {

struct NativeCall;
struct NativeResult;
/// A function written in C++ (vm/native_call.hpp).
using NativeFunction = NativeResult (*)(NativeCall&);

struct Function {
  std::atomic<const Word*> code;  // an `enter`, or the stub
  Term module;
  Term name;
  std::uint32_t arity = 0;
  NativeFunction native = nullptr;  // set before any code runs, never changed
  Term as_term;                     // the constant `&module.name/arity`
  Word stub[2];                     // native_entry or undefined_entry, and the address of this Function

  bool is_defined() const { return native != nullptr || code.load(std::memory_order_acquire) != stub; }
};

}  // namespace respawn
