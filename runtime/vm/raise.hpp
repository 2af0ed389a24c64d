#pragma once
/// Raise: what happens between an error and its handler.
///
/// A handler's record lies in two slots of the frame that set it: the index of the next outer record, and the address of
/// the handler's code. `process.catch_top` is the index of the innermost record on the stack. Raising cuts the stack back to
/// that frame and goes on at the handler's catch_entry; without a handler the process ends.
///
/// The trace is taken when the error is raised and kept raw: an object with the entry of the failing function if it is known
/// (its arguments, notes of a native) and the addresses of up to kTraceDepth frames; names and lines are looked up only when
/// somebody asks (`stacktrace`).

#include "vm/native_call.hpp"

namespace respawn {

/// Erlang's default backtrace_depth.
inline constexpr std::size_t kTraceDepth = 8;

struct Raised {
  Term error_class;         // error, exit, throw
  Term reason;
  Term first_entry = Term::nil();  // {module, name, arguments, location} of the function that failed, or nil
  Term trace = Term::none();       // when raised again: the trace to keep, raw or a list
};

/// Cuts the stack back to the innermost handler and stores what it gets; false when there is none: the process is marked to
/// end. `process.pc` stands at the failing instruction, `process.frame` is its frame.
bool raise_to_handler(Process& process, Services& services, const Raised& raised);

/// A raw trace of where the process stands.
Term take_trace(Process& process, Term first_entry);

/// The list of {module, name, arity or arguments, [file:, line:]} for a raw trace; a list is returned as it is.
Term build_stacktrace(Process& process, Services& services, Term trace);

/// The stack of a process that stands still, as process_info(…, current_stacktrace) gives it; built in `area`.
Term current_stacktrace(const Process& process, Services& services, Area& area, std::size_t depth);

}  // namespace respawn
