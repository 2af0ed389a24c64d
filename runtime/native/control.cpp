/// Natives of :erlang that change where a program goes on: apply, the three ways to raise, halting the runtime.

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"

namespace respawn {
namespace {

// The arguments of an apply lie here until the machine has taken them, which is at once (native_call.hpp).
thread_local Term applied[256];

bool take_arguments(Term list, std::size_t* count) {
  *count = 0;
  for (; list.is_cons(); list = list.tail()) {
    if (*count == 255) return false;
    applied[(*count)++] = list.head();
  }
  return list.is_nil();
}

// apply(fun, arguments)
NativeResult apply_2(NativeCall& call) {
  std::size_t count;
  const std::int64_t length = list_length(call.arg(1));
  if (length < 0) return call.bad_argument();
  if (!take_arguments(call.arg(1), &count)) return call.error(atoms::system_limit);
  return call.call_fun(call.arg(0), {applied, count});
}

// apply(module, function, arguments)
NativeResult apply_3(NativeCall& call) {
  std::size_t count;
  if (!call.arg(0).is_atom() || !call.arg(1).is_atom() || list_length(call.arg(2)) < 0) {
    if (const Note note = list_note(call.arg(2)); !note.empty()) call.note(3, note);
    if (!call.arg(1).is_atom()) call.note(2, "not an atom");
    if (!call.arg(0).is_atom()) call.note(1, "not an atom");
    return call.bad_argument();
  }
  if (!take_arguments(call.arg(2), &count)) return call.error(atoms::system_limit);
  return call.call(call.services.code.function(call.arg(0), call.arg(1), static_cast<std::uint32_t>(count)), {applied, count});
}

// ---- raising --------------------------------------------------------------------------------------------------------

NativeResult raise_plain(NativeCall& call, Term error_class, Term reason) {
  call.trace_entry = Term::nil();
  return call.raise(error_class, reason);
}
NativeResult error_1(NativeCall& call) { return raise_plain(call, atoms::error, call.arg(0)); }
NativeResult exit_1(NativeCall& call) { return raise_plain(call, atoms::exit, call.arg(0)); }
NativeResult throw_1(NativeCall& call) { return raise_plain(call, atoms::throw_, call.arg(0)); }

// The entry of the function that called error/2,3, with its arguments (a list; else its arity) and what is known about the error.
NativeResult error_in_caller(NativeCall& call, Term arguments, Term information) {
  const CodeLocation at = call.services.code.locate(call.process.pc);
  if (at.function == nullptr) return raise_plain(call, atoms::error, call.arg(0));
  if (!arguments.is_list()) arguments = Term::small(at.function->arity);
  // Five elements: the entry takes the place of the caller's (vm/raise.cpp).
  call.trace_entry = make_tuple(call.heap(), {at.chunk->module, at.function->name, arguments, information, atoms::true_});
  return call.raise(atoms::error, call.arg(0));
}

NativeResult error_2(NativeCall& call) {
  if (call.arg(1) == intern("none")) return error_1(call);
  return error_in_caller(call, call.arg(1), Term::nil());
}

// error(reason, arguments, options): [{error_info, map}]
NativeResult error_3(NativeCall& call) {
  Term information = Term::nil();
  const Term found = list_length(call.arg(2)) < 0 ? Term::none() : keyword_get(call.arg(2), atoms::error_info);
  if (found) information = make_list(call.heap(), {make_tuple(call.heap(), {atoms::error_info, found})});
  return error_in_caller(call, call.arg(1), information);
}

bool is_stacktrace(Term trace) {
  if (is_boxed_kind(trace, Kind::raw_trace)) return true;
  for (; trace.is_cons(); trace = trace.tail()) {
    const Term entry = trace.head();
    if (!is_tuple(entry)) return false;
    const std::size_t size = tuple_size(entry);
    if (size < 2 || size > 4) return false;
  }
  return trace.is_nil();
}

// raise(class, reason, stacktrace)
NativeResult raise_3(NativeCall& call) {
  const Term error_class = call.arg(0);
  const bool known = error_class == atoms::error || error_class == atoms::exit || error_class == atoms::throw_;
  // As documented: wrong arguments are answered with badarg, not raised.
  if (!known || !is_stacktrace(call.arg(2))) return atoms::badarg;
  call.raised_trace = call.arg(2);
  return raise_plain(call, error_class, call.arg(1));
}

NativeResult nif_error(NativeCall& call) { return raise_plain(call, atoms::error, call.arg(0)); }

// ---- the end --------------------------------------------------------------------------------------------------------

// :respawn_system.arguments(): the words behind the script, as binaries.
NativeResult arguments_0(NativeCall& call) {
  ListBuilder words(call.heap());
  for (const std::string& word : call.services.arguments) words.add(make_binary(call.heap(), word));
  return words.finish();
}

// halt(status, options)
NativeResult halt(NativeCall& call) {
  int status = 0;
  bool flush = true;
  if (call.function->arity > 0) {
    const Term argument = call.arg(0);
    if (argument.is_small() && argument.small_value() >= 0) status = static_cast<int>(argument.small_value() & 0xFF);
    else if (argument == intern("abort")) status = 134;
    else if (is_binary(argument) || argument.is_list()) status = 1;
    else return call.bad_argument();
  }
  if (call.function->arity > 1) {
    if (list_length(call.arg(1)) < 0) return call.bad_argument();
    flush = !(keyword_get(call.arg(1), atoms::flush) == atoms::false_);
  }
  call.services.halt(status, flush);
  // The process never goes on from here.
  return call.wait();
}

}  // namespace

void define_control_natives(NativeTable& table) {
  table.add("erlang", "apply", 2, apply_2);
  table.add("erlang", "apply", 3, apply_3);
  table.add("erlang", "error", 1, error_1);
  table.add("erlang", "error", 2, error_2);
  table.add("erlang", "error", 3, error_3);
  table.add("erlang", "exit", 1, exit_1);
  table.add("erlang", "throw", 1, throw_1);
  table.add("erlang", "raise", 3, raise_3);
  table.add("erlang", "nif_error", 1, nif_error);
  table.add("erlang", "nif_error", 2, nif_error);
  table.add("respawn_system", "arguments", 0, arguments_0);
  table.add("erlang", "halt", 0, halt);
  table.add("erlang", "halt", 1, halt);
  table.add("erlang", "halt", 2, halt);
}

}  // namespace respawn
