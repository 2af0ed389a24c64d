/// Natives of :erlang that make processes and speak to them: spawn, send, exit, link, monitor, alias, register.
///
/// The documentation of the module erlang says what each does; the rules for signals are in proc/deliver.cpp.

#include <algorithm>
#include <optional>

#include "native/native_table.hpp"
#include "proc/deliver.hpp"
#include "proc/reference.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/map.hpp"
#include "vm/frame.hpp"
#include "vm/lookup_cache.hpp"
#include "vm/operations.hpp"

namespace respawn {
namespace {

constexpr std::size_t kHeapWords = 48;
constexpr std::size_t kStackWords = 24;

PostOffice& post(NativeCall& call) { return call.services.post_office; }
bool traced(NativeCall& call) { return RESPAWN_UNLIKELY(call.services.post_office.tracer.enabled()); }

// ---- spawn ----------------------------------------------------------------------------------------------------------

struct SpawnOptions {
  bool link = false;
  bool monitor = false;
  bool is_port = false;
  AliasRule alias = AliasRule::explicit_only;
  bool with_alias = false;
  Term tag = Term::none();
  Priority priority = Priority::normal;
  std::size_t min_heap_words = 0;
  std::size_t min_binary_heap_words = 0;
  std::optional<std::uint32_t> fullsweep_after;
  std::size_t max_heap_words = 0;
  Term message_queue_data = Term::none();
};

bool read_priority(Term term, Priority* priority) {
  if (term == atoms::low) *priority = Priority::low;
  else if (term == atoms::normal) *priority = Priority::normal;
  else if (term == atoms::high) *priority = Priority::high;
  else if (term == atoms::max) *priority = Priority::max;
  else return false;
  return true;
}

bool read_alias_rule(Term term, AliasRule* rule) {
  if (term == atoms::explicit_unalias) *rule = AliasRule::explicit_only;
  else if (term == atoms::demonitor) *rule = AliasRule::until_demonitor;
  else if (term == atoms::reply_demonitor) *rule = AliasRule::until_reply;
  else return false;
  return true;
}

bool read_monitor_options(Term options, SpawnOptions* result) {
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (!is_tuple_of(option, 2)) return false;
    const Term value = tuple_element(option, 1);
    if (tuple_element(option, 0) == atoms::alias) {
      if (!read_alias_rule(value, &result->alias)) return false;
      result->with_alias = true;
    } else if (tuple_element(option, 0) == atoms::tag) {
      result->tag = value;
    } else {
      return false;
    }
  }
  return options.is_nil();
}

std::size_t max_heap_size(Term value) {
  const Term size = is_map(value) ? map_get(value, atoms::size) : value;
  return size && size.is_small() && size.small_value() > 0 ? static_cast<std::size_t>(size.small_value()) : 0;
}

bool read_spawn_options(Term options, SpawnOptions* result) {
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (option == atoms::link) {
      result->link = true;
    } else if (option == atoms::monitor) {
      result->monitor = true;
    } else if (is_tuple_of(option, 2)) {
      const Term key = tuple_element(option, 0);
      const Term value = tuple_element(option, 1);
      if (key == atoms::monitor) {
        result->monitor = true;
        if (!read_monitor_options(value, result)) return false;
      } else if (key == atoms::priority) {
        if (!read_priority(value, &result->priority)) return false;
      } else if (key == atoms::min_heap_size || key == atoms::fullsweep_after || key == atoms::min_bin_vheap_size) {
        if (!value.is_small() || value.small_value() < 0) return false;
        const auto wanted = static_cast<std::size_t>(value.small_value());
        if (key == atoms::min_heap_size) result->min_heap_words = wanted;
        else if (key == atoms::min_bin_vheap_size) result->min_binary_heap_words = wanted;
        else result->fullsweep_after = static_cast<std::uint32_t>(wanted);
      } else if (key == atoms::max_heap_size) {
        if (!is_map(value) && !value.is_small()) return false;
        result->max_heap_words = max_heap_size(value);
      } else if (key == atoms::message_queue_data) {
        if (!(value == atoms::on_heap || value == atoms::off_heap)) return false;
        result->message_queue_data = value;
      } else {
        return false;
      }
    } else {
      return false;
    }
  }
  return options.is_nil();
}

Term new_reference(NativeCall& call) {
  const Term reference = call.services.make_reference(call.worker);
  call.process.mailbox.set_mark(reference);
  return reference;
}

Term new_alias(NativeCall& call) {
  const Term reference = make_alias(call.process.slot.index, ++call.process.slot.alias_count);
  call.process.mailbox.set_mark(reference);
  return reference;
}

// What the new process runs: a function with arguments, or a fun without.
struct Entry {
  Function* function = nullptr;
  Term arguments = Term::nil();  // list
  Term fun = Term::none();
};

Term start_process(NativeCall& call, const Entry& entry, const SpawnOptions& options, Term* reference) {
  ProcessSlot* slot = call.worker.slots.take();
  if (slot == nullptr) return Term::none();
  if (RESPAWN_UNLIKELY(options.is_port)) call.worker.slots.make_port(slot);
  const Term carried = entry.fun ? entry.fun : entry.arguments;
  const std::size_t words = copy_size_words(carried);
  Process* child = Process::create(*slot, std::max({kHeapWords, words + 16, options.min_heap_words}), kStackWords);
  slot->process = child;
  slot->priority.store(static_cast<std::uint8_t>(options.priority), std::memory_order_relaxed);
  child->priority = options.priority;
  child->group_leader = call.process.group_leader;
  child->parent = call.process.pid;
  child->frame[-1] = reinterpret_cast<Word>(process_end_code());

  const Term copied = copy(child->heap, carried);
  Word* arguments = child->frame;
  if (entry.fun && is_boxed_kind(copied, Kind::closure)) {
    const auto& closure = *reinterpret_cast<const Closure*>(copied.pointer()[1]);
    child->initial_module = atoms::erlang;
    child->initial_function = atoms::apply;
    child->initial_arity = 2;
    const std::size_t free_count = closure_free_count(copied);
    if (free_count + 8 > kStackWords) {
      child->grow_stack(free_count + 8);
      arguments = child->frame;
    }
    for (std::size_t i = 0; i < free_count; ++i) arguments[i] = closure_free(copied, i).word();
    child->pc = closure.code;
  } else {
    const std::size_t count = static_cast<std::size_t>(std::max<std::int64_t>(0, list_length(entry.fun ? Term::nil() : copied)));
    if (count + 8 > kStackWords) {
      child->grow_stack(count + 8);
      arguments = child->frame;
    }
    std::size_t i = 0;
    for (const Term argument : ListRange(entry.fun ? Term::nil() : copied)) arguments[i++] = argument.word();
    const Function* function = entry.function;
    if (entry.fun) function = reinterpret_cast<const Function*>(copied.pointer()[1]);
    child->initial_module = function->module;
    child->initial_function = function->name;
    child->initial_arity = static_cast<std::uint8_t>(count);
    child->pc = function->code.load(std::memory_order_acquire);
  }
  if (options.min_heap_words != 0) child->extras().min_heap_words = options.min_heap_words;
  if (options.min_binary_heap_words != 0) child->extras().min_binary_heap_words = options.min_binary_heap_words;
  if (options.fullsweep_after) child->extras().fullsweep_after = *options.fullsweep_after;
  if (options.max_heap_words != 0) child->extras().max_heap_words = options.max_heap_words;
  if (options.message_queue_data) child->extras().message_queue_data = options.message_queue_data;

  if (traced(call)) {
    Word name[4] = {header::make(Kind::tuple, 3), child->initial_module.word(), child->initial_function.word(), Term::small(child->initial_arity).word()};
    Term shown = Term::boxed(name);
    if (entry.fun && is_boxed_kind(copied, Kind::closure)) shown = copied;
    child->cause = post(call).tell(EventKind::process_spawned, call.process.cause, child->pid, call.process.pid, (options.link ? 1 : 0) | (options.monitor ? 2 : 0), shown);
  }
  if (options.link) {
    call.process.links.insert(child->pid, Link{});
    child->links.insert(call.process.pid, Link{});
    if (traced(call)) post(call).tell(EventKind::linked, call.process.cause, call.process.pid, child->pid);
  }
  if (options.monitor) {
    *reference = options.with_alias ? new_alias(call) : new_reference(call);
    if (options.with_alias) call.process.aliases.insert(*reference, options.alias);
    Monitor monitor;
    monitor.target = monitor.target_pid = child->pid;
    call.process.monitors.insert(*reference, monitor);
    Watcher watcher;
    watcher.pid = call.process.pid;
    if (options.tag.is_atom()) watcher.tag = options.tag;
    child->watchers.insert(*reference, watcher);
    if (traced(call)) post(call).tell(EventKind::monitored, call.process.cause, call.process.pid, child->pid, static_cast<std::int64_t>(reference->payload()));
  }
  const Term pid = child->pid;
  call.charge(20);
  call.services.scheduler->add(*slot);
  return pid;
}

NativeResult spawn_with(NativeCall& call, const Entry& entry, const SpawnOptions& options) {
  Term reference = Term::none();
  const Term pid = start_process(call, entry, options, &reference);
  if (pid.is_none()) return call.error(atoms::system_limit);
  if (!options.monitor) return pid;
  return make_tuple(call.heap(), {pid, reference});
}

// The fun in `index`, or an entry that raises badarity in the new process, as BEAM does.
bool fun_entry(NativeCall& call, std::size_t index, Entry* entry) {
  const Term fun = call.arg(index);
  if (!is_function(fun)) return false;
  if (function_arity(fun) == 0) {
    entry->fun = fun;
    return true;
  }
  entry->function = call.services.code.function(atoms::erlang, atoms::apply, 2);
  entry->arguments = make_list(call.heap(), {fun, Term::nil()});
  return true;
}

NativeResult mfa_entry(NativeCall& call, std::size_t first, Entry* entry, bool* good) {
  const Term module = call.arg(first), name = call.arg(first + 1), arguments = call.arg(first + 2);
  *good = false;
  const bool bad_list = list_length(arguments) < 0;
  if (!module.is_atom() || !name.is_atom() || bad_list) {
    if (bad_list) call.note(static_cast<unsigned>(first + 3), arguments.is_cons() ? "not a proper list" : "not a list");
    if (!name.is_atom()) call.note(static_cast<unsigned>(first + 2), "not an atom");
    if (!module.is_atom()) call.note(static_cast<unsigned>(first + 1), "not an atom");
    return call.bad_argument();
  }
  if (list_length(arguments) > 255) return call.error(atoms::system_limit);
  entry->function = call.services.code.function(module, name, static_cast<std::uint32_t>(list_length(arguments)));
  entry->arguments = arguments;
  *good = true;
  return Term::nil();
}

NativeResult spawn_fun(NativeCall& call, SpawnOptions options) {
  Entry entry;
  if (!fun_entry(call, 0, &entry)) return call.bad_argument(1, "not a fun");
  return spawn_with(call, entry, options);
}

NativeResult spawn_mfa(NativeCall& call, SpawnOptions options) {
  Entry entry;
  bool good;
  const NativeResult problem = mfa_entry(call, 0, &entry, &good);
  return good ? spawn_with(call, entry, options) : problem;
}

SpawnOptions linked() {
  SpawnOptions options;
  options.link = true;
  return options;
}
SpawnOptions watched() {
  SpawnOptions options;
  options.monitor = true;
  return options;
}

NativeResult spawn_1(NativeCall& call) { return spawn_fun(call, {}); }
NativeResult spawn_3(NativeCall& call) { return spawn_mfa(call, {}); }
NativeResult spawn_link_1(NativeCall& call) { return spawn_fun(call, linked()); }
NativeResult spawn_link_3(NativeCall& call) { return spawn_mfa(call, linked()); }
NativeResult spawn_monitor_1(NativeCall& call) { return spawn_fun(call, watched()); }
NativeResult spawn_monitor_3(NativeCall& call) { return spawn_mfa(call, watched()); }

NativeResult spawn_opt_2(NativeCall& call) {
  SpawnOptions options;
  Entry entry;
  if (!fun_entry(call, 0, &entry)) return call.bad_argument(1, "not a fun");
  if (!read_spawn_options(call.arg(1), &options)) {
    return call.bad_argument(2, list_length(call.arg(1)) < 0 ? "not a list" : "invalid spawn option");
  }
  return spawn_with(call, entry, options);
}

NativeResult spawn_opt_4(NativeCall& call) {
  SpawnOptions options;
  Entry entry;
  bool good;
  const NativeResult problem = mfa_entry(call, 0, &entry, &good);
  if (!good) return problem;
  if (!read_spawn_options(call.arg(3), &options)) {
    return call.bad_argument(4, list_length(call.arg(3)) < 0 ? "not a list" : "invalid spawn option");
  }
  return spawn_with(call, entry, options);
}

// :respawn_port.spawn(fun): a process that goes by the name of a port.
NativeResult spawn_port_1(NativeCall& call) {
  SpawnOptions options;
  options.is_port = true;
  return spawn_fun(call, options);
}

// ---- send, exit -----------------------------------------------------------------------------------------------------

NativeResult send_2(NativeCall& call) {
  if (!send_to(call.process, call.services, call.arg(0), call.arg(1))) return call.bad_argument(1, "invalid destination");
  return call.arg(1);
}

NativeResult send_3(NativeCall& call) {
  for (const Term option : ListRange(call.arg(2))) {
    if (!(option == atoms::nosuspend || option == atoms::noconnect)) return call.bad_argument(3, "invalid option in list");
  }
  if (!send_to(call.process, call.services, call.arg(0), call.arg(1))) return call.bad_argument(1, "invalid destination");
  return atoms::ok;
}

NativeResult exit_2(NativeCall& call) {
  const Term target = call.arg(0);
  if (!target.is_pid_or_port()) return call.bad_argument(1, "not a pid");
  post(call).send_exit(&call.process, call.process.pid, target, call.arg(1), false);
  // A signal to oneself takes effect before the call returns.
  if (target == call.process.pid) deliver_signals(call.process, post(call));
  return atoms::true_;
}

// ---- links and monitors ---------------------------------------------------------------------------------------------

NativeResult link_1(NativeCall& call) {
  const Term other = call.arg(0);
  if (!other.is_pid_or_port()) return call.bad_argument(1, "not a pid");
  if (other == call.process.pid) return atoms::true_;
  if (!post(call).table.is_alive(other) && !call.process.trap_exit) return call.error(atoms::noproc);
  post(call).link(call.process, other);
  return atoms::true_;
}

NativeResult unlink_1(NativeCall& call) {
  const Term other = call.arg(0);
  if (!other.is_pid_or_port()) return call.bad_argument(1, "not a pid");
  post(call).unlink(call.process, other);
  return atoms::true_;
}

NativeResult monitor_with(NativeCall& call, const SpawnOptions& options) {
  const Term kind = call.arg(0);
  const Term target = call.arg(1);
  if (!(kind == atoms::process || kind == atoms::port || kind == atoms::time_offset)) return call.bad_argument(1, "invalid monitor type");
  if (kind == atoms::time_offset) return new_reference(call);
  Term pid = target;
  Term name = Term::none();
  if (target.is_atom()) {
    name = target;
  } else if (is_tuple_of(target, 2) && tuple_element(target, 0).is_atom() && tuple_element(target, 1).is_atom()) {
    // A process elsewhere: there is no elsewhere, and this is what a node that is not alive says.
    if (!(tuple_element(target, 1) == atoms::nonode)) return call.bad_argument(2, "not a pid");
    name = tuple_element(target, 0);
  } else if (kind == atoms::port ? !target.is_port() : !target.is_pid()) {
    return call.bad_argument(2, kind == atoms::port ? "not a port" : "not a pid");
  }
  if (name) pid = post(call).names.find(name);
  const Term reference = options.with_alias ? new_alias(call) : new_reference(call);
  if (options.with_alias) call.process.aliases.insert(reference, options.alias);
  // Watching oneself is allowed and never tells anything.
  if (pid == call.process.pid) return reference;
  post(call).monitor(call.process, reference, pid, name, kind, options.tag.is_atom() ? options.tag : Term::none());
  return reference;
}

NativeResult monitor_2(NativeCall& call) { return monitor_with(call, {}); }

NativeResult monitor_3(NativeCall& call) {
  SpawnOptions options;
  if (!read_monitor_options(call.arg(2), &options)) return call.bad_argument(3, list_length(call.arg(2)) < 0 ? "not a list" : "invalid option in list");
  return monitor_with(call, options);
}

// Takes a DOWN message with this reference out of the mailbox.
void flush_down(Process& process, Term reference) {
  process.mailbox.remove_if([&](const Signal& message) {
    return is_tuple_of(message.value, 5) && tuple_element(message.value, 1) == reference && tuple_element(message.value, 2).is_atom();
  });
}

NativeResult demonitor_with(NativeCall& call, bool flush, bool info) {
  const Term reference = call.arg(0);
  if (!reference.is_reference()) return call.bad_argument(1, "not a reference");
  const bool was_there = post(call).demonitor(call.process, reference);
  const AliasRule* rule = call.process.aliases.find(reference);
  if (rule != nullptr && *rule != AliasRule::explicit_only) call.process.aliases.erase(reference);
  if (flush && !was_there) {
    // It may have fired already: the message lies in the mailbox, or still in the inbox.
    deliver_signals(call.process, post(call));
    flush_down(call.process, reference);
  }
  if (!info) return atoms::true_;
  return boolean(was_there);
}

NativeResult demonitor_1(NativeCall& call) { return demonitor_with(call, false, false); }

NativeResult demonitor_2(NativeCall& call) {
  bool flush = false, info = false;
  Term options = call.arg(1);
  for (; options.is_cons(); options = options.tail()) {
    if (options.head() == atoms::flush) flush = true;
    else if (options.head() == atoms::info) info = true;
    else return call.bad_argument(2, "invalid option in list");
  }
  if (!options.is_nil()) return call.bad_argument(2, "not a list");
  return demonitor_with(call, flush, info);
}

NativeResult alias_1(NativeCall& call) {
  AliasRule rule = AliasRule::explicit_only;
  if (call.function->arity == 1) {
    for (const Term option : ListRange(call.arg(0))) {
      if (option == atoms::explicit_unalias) rule = AliasRule::explicit_only;
      else if (option == atoms::reply) rule = AliasRule::until_reply;
      else return call.bad_argument(1, "invalid option in list");
    }
    if (list_length(call.arg(0)) < 0) return call.bad_argument(1, "not a list");
  }
  const Term reference = new_alias(call);
  call.process.aliases.insert(reference, rule);
  return reference;
}

NativeResult unalias_1(NativeCall& call) {
  if (!call.arg(0).is_reference()) return call.bad_argument(1, "not a reference");
  return boolean(call.process.aliases.erase(call.arg(0)));
}

// ---- names ----------------------------------------------------------------------------------------------------------

NativeResult register_2(NativeCall& call) {
  const Term name = call.arg(0);
  const Term pid = call.arg(1);
  if (!name.is_atom() || !pid.is_pid_or_port()) {
    if (!pid.is_pid_or_port()) call.note(2, "not a pid or port");
    if (!name.is_atom()) call.note(1, "not an atom");
    return call.bad_argument();
  }
  if (name == atoms::undefined) return call.bad_argument(1, "'undefined' is not a valid name");
  ProcessSlot* slot = post(call).table.find(pid);
  if (slot == nullptr) return call.bad_argument(2, "the pid does not refer to an existing process");
  switch (post(call).names.add(name, pid, *slot)) {
    case Names::Registered::name_taken: return call.bad_argument(1, "name is in use");
    case Names::Registered::already_named: return call.bad_argument(2, "this process or port already has a name");
    case Names::Registered::no_such_process: return call.bad_argument(2, "the pid does not refer to an existing process");
    case Names::Registered::done: break;
  }
  if (traced(call)) post(call).tell(EventKind::name_registered, call.process.cause, pid, name);
  return atoms::true_;
}

NativeResult unregister_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument(1, "not an atom");
  const Term pid = post(call).names.remove(
      call.arg(0), [](void* table, Term found) -> ProcessSlot& { return static_cast<ProcessTable*>(table)->slot(found.pid_slot()); }, &post(call).table);
  if (pid.is_none()) return call.bad_argument(1, "not a pid");
  if (traced(call)) post(call).tell(EventKind::name_unregistered, call.process.cause, pid, call.arg(0));
  return atoms::true_;
}

NativeResult whereis_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument(1, "not an atom");
  const Term pid = post(call).names.find(call.arg(0));
  return pid.is_none() ? atoms::undefined : pid;
}

NativeResult registered_0(NativeCall& call) { return make_list(call.heap(), post(call).names.all()); }

// For the logger: it has taken one report of a crash; the value is how many others were dropped.
NativeResult crash_report_taken_0(NativeCall& call) { return Term::small(post(call).crash_reports.take()); }
NativeResult restart_crash_reports_0(NativeCall& call) {
  post(call).crash_reports.restart();
  return atoms::ok;
}

NativeResult make_ref_0(NativeCall& call) { return new_reference(call); }
NativeResult self_0(NativeCall& call) { return call.process.pid; }
NativeResult node_0(NativeCall&) { return atoms::nonode; }
NativeResult node_1(NativeCall& call) {
  const Term of = call.arg(0);
  return of.is_pid() || of.is_reference() || of.is_port() ? NativeResult(atoms::nonode) : call.bad_argument(1, "not a pid");
}
NativeResult nodes_0(NativeCall&) { return Term::nil(); }
NativeResult is_alive_0(NativeCall&) { return atoms::false_; }

}  // namespace

void define_process_natives(NativeTable& table) {
  table.add("erlang", "spawn", 1, spawn_1);
  table.add("erlang", "spawn", 3, spawn_3);
  table.add("erlang", "spawn_link", 1, spawn_link_1);
  table.add("erlang", "spawn_link", 3, spawn_link_3);
  table.add("erlang", "spawn_monitor", 1, spawn_monitor_1);
  table.add("erlang", "spawn_monitor", 3, spawn_monitor_3);
  table.add("erlang", "spawn_opt", 2, spawn_opt_2);
  table.add("erlang", "spawn_opt", 4, spawn_opt_4);
  table.add("respawn_port", "spawn", 1, spawn_port_1);
  table.add("erlang", "send", 2, send_2);
  table.add("erlang", "!", 2, send_2);
  table.add("erlang", "send", 3, send_3);
  table.add("erlang", "exit", 2, exit_2);
  table.add("erlang", "link", 1, link_1);
  table.add("erlang", "unlink", 1, unlink_1);
  table.add("erlang", "monitor", 2, monitor_2);
  table.add("erlang", "monitor", 3, monitor_3);
  table.add("erlang", "demonitor", 1, demonitor_1);
  table.add("erlang", "demonitor", 2, demonitor_2);
  table.add("erlang", "alias", 0, alias_1);
  table.add("erlang", "alias", 1, alias_1);
  table.add("erlang", "unalias", 1, unalias_1);
  table.add("erlang", "register", 2, register_2);
  table.add("erlang", "unregister", 1, unregister_1);
  table.add("erlang", "whereis", 1, whereis_1);
  table.add("erlang", "registered", 0, registered_0);
  table.add("respawn_process", "crash_report_taken", 0, crash_report_taken_0);
  table.add("respawn_process", "restart_crash_reports", 0, restart_crash_reports_0);
  table.add("erlang", "make_ref", 0, make_ref_0);
  table.add("erlang", "self", 0, self_0);
  table.add("erlang", "node", 0, node_0);
  table.add("erlang", "node", 1, node_1);
  table.add("erlang", "nodes", 0, nodes_0);
  table.add("erlang", "nodes", 1, nodes_0);
  table.add("erlang", "is_alive", 0, is_alive_0);
}

}  // namespace respawn
