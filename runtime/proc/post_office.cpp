#include "proc/post_office.hpp"

#include "term/builder.hpp"
#include "term/copy.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"

namespace respawn {

EventId PostOffice::tell(EventKind kind, EventId cause, Term subject, Term object, std::int64_t number, Term payload) {
  if (!tracer.takes(kind, cause)) return 0;
  Event event;
  event.kind = kind;
  event.cause = cause;
  event.subject = subject;
  event.object = object;
  event.number = number;
  if (!payload.is_none()) {
    event.payload_hash = stable_hash(payload);
    if (tracer.texts()) event.text = inspect(payload, {.limit = 20, .length_bytes_max = 400});
  }
  return tracer.tell(std::move(event));
}

void PostOffice::send_message(Process* sender, Term target, Term message) {
  const bool to_alias = target.is_reference();
  Signal* signal = Signal::with_copy(to_alias ? SignalKind::alias_message : SignalKind::message, message);
  Term pid = target;
  if (to_alias) {
    signal->reference = target;
    if (!is_alias(target) || alias_slot(target) >= table.limit()) return Signal::destroy(signal);
    // The alias names the slot; whether the alias is still good is for the process in it to say.
    const ProcessSlot* slot = table.find_slot(alias_slot(target));
    if (slot == nullptr) return Signal::destroy(signal);
    pid = slot->pid();
  }
  if (RESPAWN_UNLIKELY(tracer.enabled())) {
    signal->event = tell(EventKind::message_sent, sender == nullptr ? 0 : sender->cause, sender == nullptr ? Term::nil() : sender->pid, pid,
                         signal->words, message);
  }
  post(pid, signal);
}

void PostOffice::send_exit(Process* sender, Term from, Term target, Term reason, bool through_link) {
  Signal* signal = Signal::create(through_link ? SignalKind::exit_link : SignalKind::exit, 4 + copy_size_words(reason));
  {
    SignalArea area(*signal);
    signal->value = make_tuple(area, {atoms::EXIT, from, copy(area, reason)});
  }
  signal->sender = from;
  signal->from_kill = !through_link && reason == atoms::kill;
  if (RESPAWN_UNLIKELY(tracer.enabled())) {
    signal->event = tell(EventKind::exit_sent, sender == nullptr ? 0 : sender->cause, from, target, through_link ? 1 : 0, reason);
  }
  post(target, signal);
}

void PostOffice::link(Process& process, Term other) {
  if (!process.links.insert(other, Link{})) return;
  if (RESPAWN_UNLIKELY(tracer.enabled())) tell(EventKind::linked, process.cause, process.pid, other);
  Signal* signal = Signal::create(SignalKind::link, 0);
  signal->sender = process.pid;
  if (!post(other, signal)) send_exit(nullptr, other, process.pid, atoms::noproc, true);
}

void PostOffice::unlink(Process& process, Term other) {
  if (!process.links.erase(other)) return;
  if (RESPAWN_UNLIKELY(tracer.enabled())) tell(EventKind::unlinked, process.cause, process.pid, other);
  Signal* signal = Signal::create(SignalKind::unlink, 0);
  signal->sender = process.pid;
  post(other, signal);
}

void PostOffice::monitor(Process& process, Term reference, Term target_pid, Term name, Term type, Term tag) {
  Monitor monitor;
  monitor.target = name.is_none() ? target_pid : name;
  monitor.target_pid = target_pid;
  process.monitors.insert(reference, monitor);
  if (RESPAWN_UNLIKELY(tracer.enabled())) {
    tell(EventKind::monitored, process.cause, process.pid, target_pid.is_none() ? Term::nil() : target_pid, static_cast<std::int64_t>(reference.payload()));
  }
  if (!target_pid.is_none()) {
    Signal* signal = Signal::create(SignalKind::monitor, 0);
    signal->sender = process.pid;
    signal->reference = reference;
    // The name and the tag are atoms: they travel in a tuple only when there is one of them.
    if (!name.is_none() || !tag.is_none()) {
      Signal::release_block(signal);
      signal = Signal::create(SignalKind::monitor, 3);
      SignalArea area(*signal);
      signal->sender = process.pid;
      signal->reference = reference;
      signal->value = make_tuple(area, {name.is_none() ? Term::nil() : name, tag.is_none() ? Term::nil() : tag});
    }
    if (post(target_pid, signal)) return;
  }
  Term object = target_pid;
  Word named[3] = {header::make(Kind::tuple, 2), name.word(), atoms::nonode.word()};
  if (!name.is_none()) object = Term::boxed(named);
  send_noproc_down(process.pid, reference, object, type, tag, atoms::noproc);
}

bool PostOffice::demonitor(Process& process, Term reference) {
  const Monitor* found = process.monitors.find(reference);
  if (found == nullptr) return false;
  const Monitor monitor = *found;
  process.monitors.erase(reference);
  if (RESPAWN_UNLIKELY(tracer.enabled())) {
    tell(EventKind::demonitored, process.cause, process.pid, monitor.target_pid.is_none() ? Term::nil() : monitor.target_pid,
         static_cast<std::int64_t>(reference.payload()));
  }
  if (!monitor.target_pid.is_none()) {
    Signal* signal = Signal::create(SignalKind::demonitor, 0);
    signal->reference = reference;
    post(monitor.target_pid, signal);
  }
  return true;
}

void PostOffice::send_noproc_down(Term watcher, Term reference, Term object, Term type, Term tag, Term reason) {
  Signal* signal = Signal::create(SignalKind::down, 6 + copy_size_words(object) + copy_size_words(reason));
  {
    SignalArea area(*signal);
    signal->value = make_tuple(area, {tag.is_none() ? atoms::DOWN : tag, reference, type, copy(area, object), copy(area, reason)});
  }
  signal->reference = reference;
  if (RESPAWN_UNLIKELY(tracer.enabled())) {
    signal->event = tell(EventKind::down_sent, 0, object.is_pid_or_port() ? object : Term::nil(), watcher, static_cast<std::int64_t>(reference.payload()), reason);
  }
  post(watcher, signal);
}

}  // namespace respawn
