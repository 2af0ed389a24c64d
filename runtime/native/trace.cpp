/// Natives of :respawn_trace: what the library tells the observer and signals do not show.
///
/// Supervisors say what they do with their children, so that a restart can be shown as one thing: old pid, new pid, reason. While
/// nobody traces these cost a call.

#include "native/native_table.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

bool traced(NativeCall& call) { return RESPAWN_UNLIKELY(call.services.post_office.tracer.enabled()); }

Term pid_or_nil(Term term) { return term.is_pid() ? term : Term::nil(); }

void tell(NativeCall& call, EventKind kind, Term object, std::int64_t number, Term payload) {
  call.services.post_office.tell(kind, call.process.cause, call.process.pid, object, number, payload);
}

// supervisor_started(module, strategy, intensity, period_seconds)
NativeResult supervisor_started_4(NativeCall& call) {
  const std::int64_t intensity = call.arg(2).is_small() ? call.arg(2).small_value() : 0;
  const std::int64_t period = call.arg(3).is_small() ? call.arg(3).small_value() : 0;
  const std::int64_t number = intensity << 32 | (period & 0xFFFFFFFF);
  if (call.arg(0).is_atom() && call.arg(1).is_atom()) {
    // For those who begin to watch later.
    Process::Extras& extras = call.process.extras();
    extras.supervisor_module = call.arg(0);
    extras.supervisor_strategy = call.arg(1);
    extras.supervisor_intensity = number;
  }
  if (traced(call)) tell(call, EventKind::supervisor_started, Term::nil(), number, make_tuple(call.heap(), {call.arg(0), call.arg(1)}));
  return atoms::ok;
}

// child_started(supervisor, pid, id, restart, type)
NativeResult child_started_5(NativeCall& call) {
  if (traced(call)) tell(call, EventKind::child_started, pid_or_nil(call.arg(1)), 0, make_tuple(call.heap(), {call.arg(2), call.arg(3), call.arg(4)}));
  return atoms::ok;
}

// child_terminated(supervisor, pid, id, reason)
NativeResult child_terminated_4(NativeCall& call) {
  if (traced(call)) tell(call, EventKind::child_terminated, pid_or_nil(call.arg(1)), 0, make_tuple(call.heap(), {call.arg(2), call.arg(3)}));
  return atoms::ok;
}

// child_restarted(supervisor, old_pid, new_pid, id, reason)
NativeResult child_restarted_5(NativeCall& call) {
  if (!traced(call)) return atoms::ok;
  const Term old_pid = call.arg(1);
  tell(call, EventKind::child_restarted, pid_or_nil(call.arg(2)), old_pid.is_pid() ? static_cast<std::int64_t>(old_pid.word()) : 0,
       make_tuple(call.heap(), {call.arg(3), call.arg(4)}));
  return atoms::ok;
}

// supervisor_gave_up(supervisor, id, reason)
NativeResult supervisor_gave_up_3(NativeCall& call) {
  if (traced(call)) tell(call, EventKind::supervisor_gave_up, Term::nil(), 0, make_tuple(call.heap(), {call.arg(1), call.arg(2)}));
  return atoms::ok;
}

}  // namespace

void define_trace_natives(NativeTable& table) {
  table.add("respawn_trace", "supervisor_started", 4, supervisor_started_4);
  table.add("respawn_trace", "child_started", 5, child_started_5);
  table.add("respawn_trace", "child_terminated", 4, child_terminated_4);
  table.add("respawn_trace", "child_restarted", 5, child_restarted_5);
  table.add("respawn_trace", "supervisor_gave_up", 3, supervisor_gave_up_3);
}

}  // namespace respawn
