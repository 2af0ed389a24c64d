#include "proc/deliver.hpp"

#include "term/copy.hpp"

namespace respawn {
namespace {

class Delivery {
 public:
  Delivery(Process& process, PostOffice& post_office) : process_(process), post_(post_office) {}

  void handle(Signal* signal) {
    switch (signal->kind) {
      case SignalKind::message: return append(signal);
      case SignalKind::alias_message: return alias_message(signal);
      case SignalKind::exit: return exit(signal);
      case SignalKind::exit_link: return exit_link(signal);
      case SignalKind::link:
        process_.links.insert(signal->sender, Link{});
        break;
      case SignalKind::unlink: process_.links.erase(signal->sender); break;
      case SignalKind::monitor: {
        Watcher watcher;
        watcher.pid = signal->sender;
        if (signal->value.is_boxed()) {
          const Term name = tuple_element(signal->value, 0);
          const Term tag = tuple_element(signal->value, 1);
          if (!name.is_nil()) watcher.name = name;
          if (!tag.is_nil()) watcher.tag = tag;
        }
        process_.watchers.insert(signal->reference, watcher);
        break;
      }
      case SignalKind::demonitor: process_.watchers.erase(signal->reference); break;
      case SignalKind::down: return down(signal);
      case SignalKind::timeout:
        if (signal->reference == process_.receive_timer) {
          process_.receive_timer = Term::none();
          process_.armed_until = 0;
        }
        break;
      case SignalKind::info: post_.hooks->answer_info(process_, *signal); break;
      case SignalKind::look: post_.hooks->show_process(process_, *signal); break;
      case SignalKind::collect: post_.hooks->collect_garbage(process_, *signal); break;
      case SignalKind::group_leader: process_.group_leader = signal->value; break;
      case SignalKind::suspend: ++process_.suspend_count; break;
      case SignalKind::resume:
        if (process_.suspend_count > 0) --process_.suspend_count;
        break;
    }
    Signal::destroy(signal);
  }

 private:
  void append(Signal* message) { process_.mailbox.append(message); }

  void alias_message(Signal* signal) {
    const AliasRule* rule = process_.aliases.find(signal->reference);
    if (rule == nullptr) return Signal::destroy(signal);
    if (*rule == AliasRule::until_reply) {
      process_.aliases.erase(signal->reference);
      post_.demonitor(process_, signal->reference);
    }
    append(signal);
  }

  // exit(Pid, Reason)
  void exit(Signal* signal) {
    const Term reason = tuple_element(signal->value, 2);
    if (signal->from_kill) return end(signal, atoms::killed);
    if (process_.trap_exit) return append(signal);
    if (reason == atoms::normal && !(signal->sender == process_.pid)) return Signal::destroy(signal);
    end(signal, reason);
  }

  // A linked process has ended. Without the link it is an old signal, and means nothing any more.
  void exit_link(Signal* signal) {
    if (!process_.links.erase(signal->sender)) return Signal::destroy(signal);
    if (process_.trap_exit) return append(signal);
    const Term reason = tuple_element(signal->value, 2);
    if (reason == atoms::normal) return Signal::destroy(signal);
    end(signal, reason);
  }

  void down(Signal* signal) {
    const Monitor* monitor = process_.monitors.find(signal->reference);
    if (monitor == nullptr) return Signal::destroy(signal);
    process_.monitors.erase(signal->reference);
    const AliasRule* rule = process_.aliases.find(signal->reference);
    if (rule != nullptr && *rule != AliasRule::explicit_only) process_.aliases.erase(signal->reference);
    append(signal);
  }

  void end(Signal* signal, Term reason) {
    if (!process_.exiting) {
      process_.cause = signal->event != 0 ? signal->event : process_.cause;
      process_.exit_with(copy(process_.heap, reason));
    }
    Signal::destroy(signal);
  }

  Process& process_;
  PostOffice& post_;
};

}  // namespace

std::size_t deliver_signals(Process& process, PostOffice& post_office) {
  Delivery delivery(process, post_office);
  std::size_t count = 0;
  while (!process.exiting && process.slot.has_signals()) {
    Signal* signal = process.slot.take_all();
    while (signal != nullptr && !process.exiting) {
      Signal* const next = signal->next;
      if (signal->kind != SignalKind::look) ++count;
      delivery.handle(signal);
      signal = next;
      if (RESPAWN_UNLIKELY(process.exiting) && signal != nullptr) {
        // What came behind the death finds nobody (end_process).
        process.extras().unhandled = signal;
        return count;
      }
    }
    if (RESPAWN_UNLIKELY(process.mailbox.words() > post_office.mailbox_words_max)) process.end_over_limit(0);
    // The rest came to a process that is no more, like what is still to come: they are answered together when it ends.
    while (signal != nullptr) {
      Signal* const next = signal->next;
      process.slot.push(process.pid.pid_serial(), signal);
      signal = next;
    }
  }
  return count;
}

}  // namespace respawn
