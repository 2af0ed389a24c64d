#include "proc/exit.hpp"

#include <utility>

#include "term/builder.hpp"
#include "term/copy.hpp"

namespace respawn {
namespace {

Term type_of(const Process& process) { return process.pid.is_port() ? atoms::port : atoms::process; }

// A signal that came after the process stopped looking: who waits for an answer gets one.
void answer_too_late(Process& process, PostOffice& post, Signal* signal) {
  switch (signal->kind) {
    case SignalKind::link: post.send_exit(&process, process.pid, signal->sender, atoms::noproc, true); break;
    case SignalKind::monitor: {
      Term object = process.pid;
      Term tag = Term::none();
      Word named[3] = {header::make(Kind::tuple, 2), 0, atoms::nonode.word()};
      if (signal->value.is_boxed()) {
        const Term name = tuple_element(signal->value, 0);
        if (!name.is_nil()) {
          named[1] = name.word();
          object = Term::boxed(named);
        }
        if (!tuple_element(signal->value, 1).is_nil()) tag = tuple_element(signal->value, 1);
      }
      post.send_noproc_down(signal->sender, signal->reference, object, type_of(process), tag, atoms::noproc);
      break;
    }
    case SignalKind::info:
    case SignalKind::collect: {
      Signal* answer = Signal::create(SignalKind::message, 3);
      {
        SignalArea area(*answer);
        answer->value = make_tuple(area, {signal->reference, atoms::undefined});
      }
      post.post(signal->sender, answer);
      break;
    }
    default: break;
  }
  Signal::destroy(signal);
}

void report_crash(Process& process, PostOffice& post) {
  const Process::Extras& extras = *process.extras_if_any();
  if (post.tracer.enabled()) post.tell(EventKind::crashed, process.cause, process.pid, Term::nil(), 0, extras.exit_reason);
  const Term proxy = post.names.find(atoms::logger_proxy);
  if (proxy.is_none() || proxy == process.pid) return;
  if (!post.crash_reports.admit()) return;
  // The exit reason is {reason, stacktrace} (vm/raise.cpp).
  const Term reason = tuple_element(extras.exit_reason, 0);
  const Term report =
      make_tuple(process.heap, {atoms::respawn_crash, process.pid, extras.exit_class, reason, extras.exit_trace, process.group_leader});
  post.send_message(nullptr, proxy, report);
}

// A process that grew beyond its limit says nothing itself: without this nobody would know why it was killed.
void report_memory_limit(Process& process, PostOffice& post) {
  const Term proxy = post.names.find(atoms::logger_proxy);
  if (proxy.is_none() || proxy == process.pid) return;
  const auto bytes =
      static_cast<std::int64_t>(process.memory_bytes() + process.heap.shared_binary_share_bytes() + process.extras_if_any()->wanted_bytes);
  Word report[5] = {header::make(Kind::tuple, 4), atoms::respawn_memory_limit.word(), process.pid.word(), Term::small(bytes).word(), process.group_leader.word()};
  post.send_message(nullptr, proxy, Term::boxed(report));
}

}  // namespace

void end_process(Process& process, PostOffice& post, SlotCache& slots) {
  process.exiting = true;
  process.status = ProcessStatus::exiting;
  Term reason = process.exit_reason();
  if (reason.is_none()) reason = atoms::normal;
  if (const Process::Extras* extras = process.extras_if_any(); extras != nullptr && extras->exit_is_error) report_crash(process, post);
  if (const Process::Extras* extras = process.extras_if_any(); extras != nullptr && extras->over_heap_limit) report_memory_limit(process, post);

  // From here on nobody reaches the process; what comes later bounces off the closed inbox.
  Signal* late = process.slot.close();
  const Term name = post.names.remove_for(process.slot);
  if (RESPAWN_UNLIKELY(post.tracer.enabled())) {
    if (!name.is_none()) post.tell(EventKind::name_unregistered, process.cause, process.pid, name);
    process.cause = post.tell(EventKind::process_exited, process.cause, process.pid, Term::nil(), 0, reason);
  }
  if (post.hooks != nullptr) post.hooks->process_ended(process);

  const auto answer_all = [&](Signal* signal) {
    while (signal != nullptr) {
      Signal* const next = signal->next;
      answer_too_late(process, post, signal);
      signal = next;
    }
  };
  if (Process::Extras* extras = process.extras_if_any()) answer_all(std::exchange(extras->unhandled, nullptr));
  answer_all(late);

  process.links.for_each([&](Term other, const Link&) { post.send_exit(&process, process.pid, other, reason, true); });
  process.watchers.for_each([&](Term reference, const Watcher& watcher) {
    Term object = process.pid;
    Word named[3] = {header::make(Kind::tuple, 2), watcher.name.word(), atoms::nonode.word()};
    if (!watcher.name.is_none()) object = Term::boxed(named);
    Signal* signal = Signal::create(SignalKind::down, 6 + copy_size_words(object) + copy_size_words(reason));
    {
      SignalArea area(*signal);
      signal->value = make_tuple(
          area, {watcher.tag.is_none() ? atoms::DOWN : watcher.tag, reference, type_of(process), copy(area, object), copy(area, reason)});
    }
    signal->reference = reference;
    if (RESPAWN_UNLIKELY(post.tracer.enabled())) {
      signal->event = post.tell(EventKind::down_sent, process.cause, process.pid, watcher.pid, static_cast<std::int64_t>(reference.payload()), reason);
    }
    post.post(watcher.pid, signal);
  });
  process.monitors.for_each([&](Term reference, const Monitor& monitor) {
    if (monitor.target_pid.is_none()) return;
    Signal* signal = Signal::create(SignalKind::demonitor, 0);
    signal->reference = reference;
    post.post(monitor.target_pid, signal);
  });
  if (const Process::Extras* extras = process.extras_if_any()) {
    for (const auto& [pid, count] : extras->suspended) {
      for (std::uint32_t i = 0; i < count; ++i) post.post(pid, Signal::create(SignalKind::resume, 0));
    }
  }

  ProcessSlot& slot = process.slot;
  Process::destroy(&process);
  slots.give_back(&slot);
}

}  // namespace respawn
