#pragma once
/// Operations: what instructions do that is too long to stand in the loop. The process is synchronised when they are called.

#include "code/opcodes.hpp"
#include "proc/process.hpp"
#include "vm/native_call.hpp"

namespace respawn {

/// Room for `words` words: collects with the live mask, or takes a fragment where the mask forbids collecting.
/// Null when the process has reached its limit; it is then marked to end.
Word* make_room(Process& process, Services& services, std::size_t words, const Word* mask);

/// Collects now. `extra_slot`: a live slot beside the mask, -1 for none. False when the process is at its limit.
bool collect_at(Process& process, Services& services, const Word* mask, std::int32_t extra_slot, std::size_t words);

/// Collection at a function's entry, where exactly its arguments live.
bool collect_at_entry(Process& process, Services& services, unsigned arity, std::size_t words);

/// Room on the stack for `words` above the frame. False when the process is at its limit.
bool make_stack_room(Process& process, Services& services, std::size_t words);

/// Sends `message` to whatever `target` names: a pid, a registered name, {name, node}, an alias, a port.
/// False when the target is no destination (badarg).
bool send_to(Process& process, Services& services, Term target, Term message);

/// Takes the message under consideration and brings its terms home; live slots of the frame that lead into the message's
/// block are corrected. Tells the event.
void take_message(Process& process, Services& services, const Word* mask);

/// Arithmetic of the instruction `op` on two terms (the second is none for one operand). none: badarith, or system_limit when
/// both are numbers that it could work on.
Term arithmetic(Op op, Area& area, Term a, Term b);
/// The reason that belongs to a none of `arithmetic`.
Term arithmetic_error(Op op, Term a, Term b);

bool compare_by(Comparison comparison, Term a, Term b);

/// The error that `fail` raises.
Term failure_reason(Area& area, FailKind failure, Term value);

/// The atom that names an arithmetic instruction in Erlang: '+', 'div' …
Term operator_atom(Op op);

/// Where the code at `pc` was written: in a module, at the top of a file, or it was typed or given as text. On the BEAM the less of
/// a compiler has seen it, the more operators are calls there, which a stack trace names with their operands.
enum class CodeOrigin : std::uint8_t { module, file, text };
CodeOrigin code_origin(Services& services, const Word* pc);

/// {module, function, arity, location information} of where the process stands, with more information in front.
Term located_entry(Process& process, Services& services, Term information);

/// {module, function, arguments, [], replaces} of the function whose frame this is, for function_clause.
Term clause_entry(Process& process, Services& services, unsigned arity);

/// The location of an entry that carries notes on the arguments of the call: [error_info: %{respawn: notes}].
Term error_information(Area& area, Term notes);

/// As call_entry, with a note on what is wrong with the first argument.
Term noted_call_entry(Area& area, Term module, Term name, const Term* arguments, unsigned arity, std::string_view note);

/// The entry of a native that failed, with its arguments and its notes.
Term native_entry(Process& process, const NativeCall& call);

/// {undef-style entry} with the arguments of a call that found nothing.
Term call_entry(Area& area, Term module, Term name, const Term* arguments, unsigned arity);

Term arguments_list(Area& area, const Term* arguments, unsigned count);

/// Starts or continues the wait of a receive with a timeout. `timeout` is the term in the slot.
enum class ReceiveWait { sleep, timed_out, bad_timeout };
ReceiveWait wait_with_timeout(Process& process, Services& services, Term timeout);
/// The receive is over; its timer, if any, is not wanted any more.
void end_receive(Process& process, Services& services);

/// Tells that the process goes to sleep. Only when traced.
void tell_waiting(Process& process, Services& services);

}  // namespace respawn
