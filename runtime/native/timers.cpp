/// Natives of :erlang for timers: messages sent later.

#include "native/native_table.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

// [{abs, boolean}]
bool read_options(Term options, bool* absolute) {
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (!is_tuple_of(option, 2) || !(tuple_element(option, 0) == atoms::abs) || !is_boolean(tuple_element(option, 1))) return false;
    *absolute = tuple_element(option, 1) == atoms::true_;
  }
  return options.is_nil();
}

NativeResult start(NativeCall& call, bool wrap) {
  const Term time = call.arg(0), target = call.arg(1), message = call.arg(2);
  bool absolute = false;
  if (call.function->arity == 4 && !read_options(call.arg(3), &absolute)) {
    return call.bad_argument(4, list_length(call.arg(3)) < 0 ? "not a list" : "invalid option in list");
  }
  const bool bad_target = !(target.is_pid() || target.is_atom());
  const bool no_integer = !is_integer(time);
  const bool out_of_range = !no_integer && (!time.is_small() || (!absolute && time.small_value() < 0) || time.small_value() > (std::int64_t{1} << 52));
  if (bad_target || no_integer || out_of_range) {
    if (bad_target) call.note(2, "not a pid or an atom");
    if (no_integer) call.note(1, "not an integer");
    if (out_of_range) call.note(1, "out of range");
    return call.bad_argument();
  }
  const Term reference = call.services.make_reference(call.worker);
  const Nanoseconds now = call.services.now();
  const Nanoseconds due = absolute ? time.small_value() * 1'000'000 : now + time.small_value() * 1'000'000;
  Term sent = message;
  if (wrap) sent = make_tuple(call.heap(), {atoms::timeout, reference, message});
  Signal* signal = Signal::with_copy(SignalKind::message, sent);
  PostOffice& post = call.services.post_office;
  if (RESPAWN_UNLIKELY(post.tracer.enabled())) {
    signal->event = post.tell(EventKind::timer_started, call.process.cause, call.process.pid, target, (due - now) / 1'000'000, sent);
  }
  call.services.scheduler->timers().start(due, target, signal, reference, call.process.pid);
  return reference;
}

NativeResult send_after(NativeCall& call) { return start(call, false); }
NativeResult start_timer(NativeCall& call) { return start(call, true); }

// Rounded up: a timer that has any time left has at least a millisecond.
Term milliseconds(std::optional<Nanoseconds> left) {
  return left ? Term::small((*left + 999'999) / 1'000'000) : atoms::false_;
}

struct CancelOptions {
  bool async = false;
  bool info = true;
};
bool read_cancel_options(Term options, CancelOptions* result) {
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (!is_tuple_of(option, 2) || !is_boolean(tuple_element(option, 1))) return false;
    const bool value = tuple_element(option, 1) == atoms::true_;
    if (tuple_element(option, 0) == atoms::async) result->async = value;
    else if (tuple_element(option, 0) == atoms::info) result->info = value;
    else return false;
  }
  return options.is_nil();
}

NativeResult answer(NativeCall& call, const CancelOptions& options, Term kind, Term left) {
  if (!options.async) return options.info ? left : atoms::ok;
  if (options.info) {
    const Term message = make_tuple(call.heap(), {kind, call.arg(0), left});
    call.services.post_office.send_message(&call.process, call.process.pid, message);
  }
  return atoms::ok;
}

NativeResult cancel_timer(NativeCall& call) {
  CancelOptions options;
  if (!call.arg(0).is_reference()) return call.bad_argument(1, "not a reference");
  if (call.function->arity == 2 && !read_cancel_options(call.arg(1), &options)) {
    return call.bad_argument(2, list_length(call.arg(1)) < 0 ? "not a list" : "invalid option in list");
  }
  const auto left = call.services.scheduler->timers().cancel(call.arg(0));
  PostOffice& post = call.services.post_office;
  if (left && RESPAWN_UNLIKELY(post.tracer.enabled())) {
    post.tell(EventKind::timer_cancelled, call.process.cause, call.process.pid, Term::nil(), static_cast<std::int64_t>(call.arg(0).payload()));
  }
  return answer(call, options, atoms::cancel_timer, milliseconds(left));
}

NativeResult read_timer(NativeCall& call) {
  CancelOptions options;
  if (!call.arg(0).is_reference()) return call.bad_argument(1, "not a reference");
  if (call.function->arity == 2 && !read_cancel_options(call.arg(1), &options)) {
    return call.bad_argument(2, list_length(call.arg(1)) < 0 ? "not a list" : "invalid option in list");
  }
  return answer(call, options, atoms::read_timer, milliseconds(call.services.scheduler->timers().time_left(call.arg(0))));
}

}  // namespace

void define_timer_natives(NativeTable& table) {
  table.add("erlang", "send_after", 3, send_after);
  table.add("erlang", "send_after", 4, send_after);
  table.add("erlang", "start_timer", 3, start_timer);
  table.add("erlang", "start_timer", 4, start_timer);
  table.add("erlang", "cancel_timer", 1, cancel_timer);
  table.add("erlang", "cancel_timer", 2, cancel_timer);
  table.add("erlang", "read_timer", 1, read_timer);
  table.add("erlang", "read_timer", 2, read_timer);
}

}  // namespace respawn
