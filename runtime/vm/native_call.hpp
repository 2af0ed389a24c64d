#pragma once
/// NativeCall: how a function written in C++ is called, and what it may answer.
///
/// A native gets its arguments, builds what it needs in `heap()` and returns a value, or one of:
///   raise      an error, exit or throw in the calling process; no C++ exception ever
///   call       another function in its place, with arguments that the native provides
///   wait       nothing yet: the process sleeps until a signal comes, then the native is called again
/// A native never collects, never blocks its worker, and takes no fun to call back (design, decisions 2 and 5).

#include <initializer_list>
#include <span>
#include <string_view>

#include "code/function.hpp"
#include "proc/process.hpp"
#include "sched/scheduler.hpp"
#include "term/builder.hpp"
#include "vm/services.hpp"

namespace respawn {

struct NativeResult {
  enum class Kind : std::uint8_t { value, raise, call, wait };

  NativeResult(Term its_value) : value(its_value) {}
  NativeResult(Term its_value, Kind its_kind) : value(its_value), kind(its_kind) {}

  Term value;
  Kind kind = Kind::value;
};

struct NativeCall {
  Process& process;
  const Term* arguments;
  WorkerContext& worker;
  Services& services;
  const Function* function;

  // Filled by the answers below.
  Term raised_class = Term::none();
  Term raised_trace = Term::none();    // for raising again what was caught
  Term argument_notes = Term::nil();   // list of {position or :general, text}
  Term trace_entry = Term::none();     // what the trace begins with instead of the native's own entry; nil for nothing
  Function* called = nullptr;
  std::span<const Term> call_arguments = {};
  Term called_fun = Term::none();      // instead of `called`: a fun
  bool drops_stack = false;            // what is called never returns to the caller: the stack is empty below it

  Term arg(std::size_t index) const { return arguments[index]; }
  Area& heap() const { return process.heap; }

  /// Charges the caller for work beyond one call.
  void charge(std::size_t reductions) {
    const std::int64_t left = process.reductions_left - static_cast<std::int64_t>(reductions);
    process.reductions_left = static_cast<std::int32_t>(left < -100000 ? -100000 : left);
  }

  NativeResult raise(Term error_class, Term reason) {
    raised_class = error_class;
    return {reason, NativeResult::Kind::raise};
  }
  NativeResult error(Term reason) { return raise(atoms::error, reason); }

  /// badarg, with the note that Elixir prints under "errors were found at the given arguments". `position` counts
  /// from 1; 0 is about the call as a whole.
  NativeResult bad_argument(unsigned position, std::string_view note);
  NativeResult bad_argument() { return error(atoms::badarg); }
  /// Adds a further note.
  void note(unsigned position, std::string_view text);

  /// Goes on as a call of `target`; `arguments_for_it` must outlive the return (they are copied at once).
  NativeResult call(Function* target, std::span<const Term> arguments_for_it) {
    called = target;
    call_arguments = arguments_for_it;
    return {Term::none(), NativeResult::Kind::call};
  }
  NativeResult call_fun(Term fun, std::span<const Term> arguments_for_it) {
    called_fun = fun;
    call_arguments = arguments_for_it;
    return {Term::none(), NativeResult::Kind::call};
  }
  NativeResult wait() { return {Term::none(), NativeResult::Kind::wait}; }
};

}  // namespace respawn
