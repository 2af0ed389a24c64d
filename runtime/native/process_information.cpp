/// Natives of :erlang that look at processes: process_info, flags, the dictionary, who is there.
///
/// Asking oneself is answered at once. Asking another is a signal, answered by the other's worker at its next safepoint
/// (ProcessInformation is the hook that proc/deliver.cpp calls); `:erlang.process_info/2` in lib/erl/erlang.ex waits for the answer.

#include "native/process_information.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "heap/collector.hpp"
#include "native/native_table.hpp"
#include "proc/deliver.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/map.hpp"
#include "vm/frame.hpp"
#include "vm/raise.hpp"

namespace respawn {
namespace {

// What the BEAM says of processes for which nobody asked for another size.
constexpr std::size_t kSavedCallsMax = 10000;
constexpr std::size_t kDefaultHeapWords = 233, kDefaultBinaryHeapWords = 46422;

Term status_atom(const Process& process, bool asks_itself) {
  if (asks_itself) return atoms::running;
  if (process.suspend_count > 0) return atoms::suspended;
  switch (process.status) {
    case ProcessStatus::runnable: return atoms::runnable;
    case ProcessStatus::running: return atoms::running;
    case ProcessStatus::waiting: return atoms::waiting;
    case ProcessStatus::exiting: return atoms::exiting;
  }
  return atoms::waiting;
}

Term priority_atom(Priority priority) {
  switch (priority) {
    case Priority::low: return atoms::low;
    case Priority::normal: return atoms::normal;
    case Priority::high: return atoms::high;
    case Priority::max: return atoms::max;
  }
  return atoms::normal;
}

Term function_entry(const Process& process, Services& services, Area& area, bool with_location) {
  const CodeLocation at = services.code.locate(process.pc);
  if (at.function == nullptr) {
    // In the body of a native, which has no code of its own.
    const Op op = instruction::op(*process.pc);
    if (op == Op::native_entry || op == Op::undefined_entry) {
      const auto* function = reinterpret_cast<const Function*>(process.pc[1]);
      if (with_location) return make_tuple(area, {function->module, function->name, Term::small(function->arity), Term::nil()});
      return make_tuple(area, {function->module, function->name, Term::small(function->arity)});
    }
    return atoms::undefined;
  }
  const Term arity = Term::small(at.function->arity);
  // Who hibernates stands in what will wake it up.
  if (!with_location && at.function->name == intern("awake") && at.chunk->module == intern("respawn_process")) {
    return make_tuple(area, {atoms::erlang, intern("hibernate"), Term::small(3)});
  }
  if (!with_location) return make_tuple(area, {at.chunk->module, at.function->name, arity});
  const Term trace = current_stacktrace(process, services, area, 1);
  return trace.is_cons() ? trace.head() : make_tuple(area, {at.chunk->module, at.function->name, arity, Term::nil()});
}

// The trace of a process that asks about itself begins with its question (lib/erl/erlang.ex), which is not the program's.
Term without_question(Term trace) {
  static const Term ask_info = intern("ask_info"), process_info = intern("process_info");
  while (trace.is_cons() && tuple_element(trace.head(), 0) == atoms::erlang) {
    const Term name = tuple_element(trace.head(), 1);
    if (!(name == ask_info) && !(name == process_info)) break;
    trace = trace.tail();
  }
  return trace;
}

Term max_heap_map(Area& area, std::size_t words) {
  const Term pairs[] = {atoms::error_logger, atoms::true_, atoms::kill, atoms::true_, atoms::size, Term::small(static_cast<std::int64_t>(words))};
  return make_map(area, pairs, 3);
}

Term pair(Area& area, Term key, Term value) { return make_tuple(area, {key, value}); }
Term number(std::size_t value) { return Term::small(static_cast<std::int64_t>(value)); }

// The sizes that the BEAM gives to heaps: what is asked for is rounded up to one of them.
std::size_t beam_heap_words(std::size_t wanted_words) {
  std::size_t smaller = 12, size = 38;
  if (wanted_words <= smaller) return smaller;
  while (size < wanted_words) {
    const std::size_t larger = size < 1'000'000 ? size + smaller + 1 : size + size / 5;
    smaller = std::exchange(size, larger);
  }
  return size;
}

Term min_heap_size(const Process::Extras* extras) {
  return number(extras == nullptr || extras->min_heap_words == 0 ? kDefaultHeapWords : beam_heap_words(extras->min_heap_words));
}

Term min_binary_heap_size(const Process::Extras* extras) {
  return number(extras == nullptr || extras->min_binary_heap_words == 0 ? kDefaultBinaryHeapWords : beam_heap_words(extras->min_binary_heap_words));
}

// The stack as text, in the way of a crash dump: where the process stands, then who called whom.
Term backtrace(const Process& process, Services& services, Area& area) {
  Arena arena;
  std::string text = fmt::format("Program counter: 0x{:016x}\n", reinterpret_cast<Word>(process.pc));
  for (const Term entry : ListRange(without_question(current_stacktrace(process, services, arena, kTraceDepth)))) {
    const std::string_view module = atom_text(tuple_element(entry, 0)), function = atom_text(tuple_element(entry, 1));
    text += fmt::format("Return addr ({}:{}/{})\n", module, function, tuple_element(entry, 2).small_value());
  }
  return make_binary(area, text);
}

// garbage_collection_info: the sizes in words of the parts that a heap has on the BEAM.
Term collection_information(const Process& process, Area& area) {
  const std::size_t stack_words = static_cast<std::size_t>(process.frame - process.stack);
  const std::size_t young_words = process.heap.young_words(), old_words = process.heap.total_words() - std::min(young_words, process.heap.total_words());
  const auto item = [&](std::string_view name, std::size_t value) { return pair(area, intern(name), number(value)); };
  return make_list(area, {item("old_heap_block_size", old_words), item("heap_block_size", young_words), item("mbuf_size", 0), item("recent_size", 0),
                          item("stack_size", stack_words), item("old_heap_size", old_words), item("heap_size", young_words), item("bin_vheap_size", 0),
                          item("bin_vheap_block_size", kDefaultBinaryHeapWords), item("bin_old_vheap_size", 0),
                          item("bin_old_vheap_block_size", kDefaultBinaryHeapWords)});
}

}  // namespace

// The value of one item; none when there is no such item.
Term process_item(const Process& process, Services& services, Area& area, Term item, bool asks_itself) {
  const Process::Extras* extras = process.extras_if_any();
  if (item == atoms::registered_name) {
    const Word name = process.slot.name.load(std::memory_order_relaxed);
    return name == 0 ? Term::nil() : Term(name);
  }
  if (item == atoms::current_function) return function_entry(process, services, area, false);
  if (item == atoms::current_location) return function_entry(process, services, area, true);
  if (item == atoms::current_stacktrace) return without_question(current_stacktrace(process, services, area, kTraceDepth));
  if (item == atoms::initial_call) return make_tuple(area, {process.initial_module, process.initial_function, Term::small(process.initial_arity)});
  if (item == atoms::status) return status_atom(process, asks_itself);
  if (item == atoms::message_queue_len) return number(process.mailbox.length());
  if (item == atoms::messages) {
    ListBuilder messages(area);
    for (const Signal* message = process.mailbox.first(); message != nullptr; message = message->next) messages.add(copy(area, message->value));
    return messages.finish();
  }
  if (item == atoms::links) {
    ListBuilder links(area);
    process.links.for_each([&](Term pid, const Link& link) {
      if (link.active) links.add(pid);
    });
    return links.finish();
  }
  if (item == atoms::monitors) {
    ListBuilder monitors(area);
    process.monitors.for_each([&](Term, const Monitor& monitor) {
      const Term target = monitor.target.is_atom() ? make_tuple(area, {monitor.target, atoms::nonode}) : monitor.target;
      monitors.add(pair(area, monitor.target_pid.is_port() ? atoms::port : atoms::process, target));
    });
    return monitors.finish();
  }
  if (item == atoms::monitored_by) {
    ListBuilder watchers(area);
    process.watchers.for_each([&](Term, const Watcher& watcher) { watchers.add(watcher.pid); });
    return watchers.finish();
  }
  if (item == atoms::dictionary) {
    ListBuilder pairs(area);
    if (extras != nullptr) {
      extras->dictionary.for_each([&](Term key, Term value) { pairs.add(copy(area, pair(area, key, value))); });
    }
    return pairs.finish();
  }
  if (item == atoms::trap_exit) return boolean(process.trap_exit);
  if (item == atoms::error_handler) return extras != nullptr && extras->error_handler ? extras->error_handler : atoms::error_handler;
  if (item == atoms::priority) return priority_atom(process.priority);
  if (item == atoms::group_leader) return process.group_leader;
  if (item == atoms::parent) return process.parent.is_pid_or_port() ? process.parent : atoms::undefined;
  if (item == atoms::total_heap_size) return number(process.heap.total_words() + process.stack_words());
  if (item == atoms::heap_size) return number(process.heap.young_words());
  if (item == atoms::stack_size) return number(static_cast<std::size_t>(process.frame - process.stack));
  if (item == atoms::memory) return number(process.memory_bytes());
  if (item == atoms::reductions) return number(process.reductions_done + (asks_itself ? static_cast<std::uint64_t>(std::max(0, kSliceReductions - process.reductions_left)) : 0));
  if (item == atoms::message_queue_data) return extras != nullptr && extras->message_queue_data ? extras->message_queue_data : atoms::on_heap;
  if (item == atoms::min_heap_size) return min_heap_size(extras);
  if (item == atoms::min_bin_vheap_size) return min_binary_heap_size(extras);
  if (item == atoms::fullsweep_after) return number(extras == nullptr ? 65535 : extras->fullsweep_after);
  if (item == atoms::max_heap_size) return max_heap_map(area, extras == nullptr ? 0 : extras->max_heap_words);
  if (item == atoms::garbage_collection) {
    return make_list(area, {pair(area, atoms::max_heap_size, max_heap_map(area, extras == nullptr ? 0 : extras->max_heap_words)),
                            pair(area, atoms::min_bin_vheap_size, min_binary_heap_size(extras)), pair(area, atoms::min_heap_size, min_heap_size(extras)),
                            pair(area, atoms::fullsweep_after, number(extras == nullptr ? 65535 : extras->fullsweep_after)),
                            pair(area, atoms::minor_gcs, number(process.heap.minor_collections()))});
  }
  if (item == atoms::garbage_collection_info) return collection_information(process, area);
  if (item == atoms::backtrace) return backtrace(process, services, area);
  if (item == atoms::sequential_trace_token) return Term::nil();
  if (item == atoms::trace) return Term::small(0);
  if (item == atoms::suspending) return Term::nil();
  if (item == atoms::binary) return Term::nil();
  if (item == atoms::catchlevel) return Term::small(process.catch_top == 0 ? 0 : 1);
  if (item == atoms::label) return extras != nullptr && extras->label ? copy(area, extras->label) : atoms::undefined;
  return Term::none();
}

bool is_process_item(Term item) {
  static const Term items[] = {atoms::registered_name, atoms::current_function, atoms::current_location, atoms::current_stacktrace, atoms::initial_call,
                               atoms::status, atoms::message_queue_len, atoms::messages, atoms::links, atoms::monitors, atoms::monitored_by,
                               atoms::dictionary, atoms::trap_exit, atoms::error_handler, atoms::priority, atoms::group_leader, atoms::parent,
                               atoms::total_heap_size, atoms::heap_size, atoms::stack_size, atoms::memory, atoms::reductions,
                               atoms::message_queue_data, atoms::min_heap_size, atoms::fullsweep_after, atoms::max_heap_size,
                               atoms::garbage_collection, atoms::garbage_collection_info, atoms::backtrace,
                               atoms::sequential_trace_token, atoms::trace, atoms::min_bin_vheap_size, atoms::suspending, atoms::binary, atoms::catchlevel, atoms::label};
  return std::find(std::begin(items), std::end(items), item) != std::end(items);
}

Term process_items(const Process& process, Services& services, Area& area, Term items, bool asks_itself) {
  ListBuilder answers(area);
  for (const Term item : ListRange(items)) {
    const Term value = process_item(process, services, area, item, asks_itself);
    if (!value.is_none()) answers.add(pair(area, item, value));
  }
  return answers.finish();
}

void ProcessInformation::answer_info(Process& process, const Signal& signal) {
  Arena arena;
  const Term answer = make_tuple(arena, {signal.reference, process_items(process, services_, arena, signal.value, false)});
  services_.post_office.post(signal.sender, Signal::with_copy(SignalKind::message, answer));
}

void ProcessInformation::collect_garbage(Process& process, const Signal& signal) {
  ProcessRoots roots(process, live_point(process));
  collect(process.heap, roots, 0, CollectionKind::full);
  Arena arena;
  services_.post_office.post(signal.sender, Signal::with_copy(SignalKind::message, make_tuple(arena, {signal.reference, atoms::true_})));
}

namespace {

PostOffice& post(NativeCall& call) { return call.services.post_office; }

// :respawn_process.info(pid, items): {:ok, answers} | :undefined | {:wait, reference}
NativeResult info_2(NativeCall& call) {
  const Term pid = call.arg(0);
  if (pid == call.process.pid) {
    // What has been sent to it counts, though it has not looked.
    deliver_signals(call.process, post(call));
    return make_tuple(call.heap(), {atoms::ok, process_items(call.process, call.services, call.heap(), call.arg(1), true)});
  }
  if (!post(call).table.is_alive(pid)) return atoms::undefined;
  const Term reference = call.services.make_reference(call.worker);
  call.process.mailbox.set_mark(reference);
  Signal* signal = Signal::with_copy(SignalKind::info, call.arg(1));
  signal->sender = call.process.pid;
  signal->reference = reference;
  if (!post(call).post(pid, signal)) return atoms::undefined;
  return make_tuple(call.heap(), {atoms::wait, reference});
}

NativeResult is_item_1(NativeCall& call) { return boolean(is_process_item(call.arg(0))); }

// Whether a process lives, as far as can be told without asking it: true and false are certain, :ask is not.
NativeResult alive_1(NativeCall& call) {
  const Term pid = call.arg(0);
  if (pid == call.process.pid) return atoms::true_;
  const ProcessSlot* slot = post(call).table.find(pid);
  if (slot == nullptr || !post(call).table.is_alive(pid)) return atoms::false_;
  const Word address = ProcessSlot::address(slot->inbox.load(std::memory_order_acquire));
  return address > ProcessSlot::kClosed ? atoms::ask : atoms::true_;
}

NativeResult collect_1(NativeCall& call) {
  const Term pid = call.arg(0);
  if (!post(call).table.is_alive(pid)) return atoms::false_;
  const Term reference = call.services.make_reference(call.worker);
  Signal* signal = Signal::create(SignalKind::collect, 0);
  signal->sender = call.process.pid;
  signal->reference = reference;
  if (!post(call).post(pid, signal)) return atoms::false_;
  return make_tuple(call.heap(), {atoms::wait, reference});
}

NativeResult collect_self_0(NativeCall& call) {
  call.process.heap.request_collection();
  return atoms::true_;
}

Term all_of(NativeCall& call, bool are_ports) {
  ListBuilder pids(call.heap());
  std::size_t count = 0;
  post(call).table.for_each_live([&](ProcessSlot& slot) {
    const Term pid = slot.pid();
    if (pid.is_port() == are_ports) pids.add(pid);
    ++count;
  });
  call.charge(count / 8);
  return pids.finish();
}

NativeResult processes_0(NativeCall& call) { return all_of(call, false); }
NativeResult ports_0(NativeCall& call) { return all_of(call, true); }

NativeResult group_leader_0(NativeCall& call) { return call.process.group_leader; }

NativeResult group_leader_2(NativeCall& call) {
  const Term leader = call.arg(0), pid = call.arg(1);
  if (!leader.is_pid() || !pid.is_pid()) {
    if (!pid.is_pid()) call.note(2, "not a pid");
    if (!leader.is_pid()) call.note(1, "not a pid");
    return call.bad_argument();
  }
  if (pid == call.process.pid) {
    call.process.group_leader = leader;
    return atoms::true_;
  }
  Signal* signal = Signal::create(SignalKind::group_leader, 0);
  signal->value = leader;
  if (!post(call).post(pid, signal)) return call.bad_argument();
  return atoms::true_;
}

// ---- flags ----------------------------------------------------------------------------------------------------------

bool as_priority(Term term, Priority* priority) {
  if (term == atoms::low) *priority = Priority::low;
  else if (term == atoms::normal) *priority = Priority::normal;
  else if (term == atoms::high) *priority = Priority::high;
  else if (term == atoms::max) *priority = Priority::max;
  else return false;
  return true;
}

NativeResult process_flag_2(NativeCall& call) {
  Process& process = call.process;
  const Term flag = call.arg(0), value = call.arg(1);
  const auto bad_value = [&] { return call.bad_argument(2, "invalid value for this process flag"); };
  if (flag == atoms::trap_exit) {
    if (!is_boolean(value)) return bad_value();
    const bool old = std::exchange(process.trap_exit, value == atoms::true_);
    return boolean(old);
  }
  if (flag == atoms::priority) {
    Priority wanted;
    if (!as_priority(value, &wanted)) return bad_value();
    const Term old = priority_atom(process.priority);
    process.priority = wanted;
    process.slot.priority.store(static_cast<std::uint8_t>(wanted), std::memory_order_relaxed);
    return old;
  }
  if (flag == atoms::message_queue_data) {
    if (!(value == atoms::on_heap || value == atoms::off_heap)) return bad_value();
    const Term old = process.extras().message_queue_data ? process.extras().message_queue_data : atoms::on_heap;
    process.extras().message_queue_data = value;
    return old;
  }
  if (flag == atoms::min_heap_size || flag == atoms::fullsweep_after || flag == atoms::min_bin_vheap_size || flag == atoms::save_calls) {
    if (!value.is_small() || value.small_value() < 0) return bad_value();
    Process::Extras& extras = process.extras();
    const auto wanted = static_cast<std::size_t>(value.small_value());
    if (flag == atoms::fullsweep_after) return number(std::exchange(extras.fullsweep_after, static_cast<std::uint32_t>(wanted)));
    if (flag == atoms::save_calls) {
      if (wanted > kSavedCallsMax) return bad_value();
      return number(std::exchange(extras.saved_calls, static_cast<std::uint32_t>(wanted)));
    }
    const bool of_binaries = flag == atoms::min_bin_vheap_size;
    const Term old = of_binaries ? min_binary_heap_size(&extras) : min_heap_size(&extras);
    (of_binaries ? extras.min_binary_heap_words : extras.min_heap_words) = wanted;
    return old;
  }
  if (flag == atoms::max_heap_size) {
    const Term size = is_map(value) ? map_get(value, atoms::size) : value;
    if (!size || !size.is_small() || size.small_value() < 0) return bad_value();
    return max_heap_map(call.heap(), std::exchange(process.extras().max_heap_words, static_cast<std::size_t>(size.small_value())));
  }
  if (flag == atoms::sensitive) {
    if (!is_boolean(value)) return bad_value();
    return boolean(std::exchange(process.extras().sensitive, value == atoms::true_));
  }
  if (flag == atoms::error_handler) {
    if (!value.is_atom()) return bad_value();
    const Term old = std::exchange(process.extras().error_handler, value);
    return old ? old : atoms::error_handler;
  }
  return call.bad_argument(1, "invalid process flag");
}

// ---- dictionary -----------------------------------------------------------------------------------------------------

Term* dictionary_entry(Process& process, Term key) {
  Process::Extras* extras = process.extras_if_any();
  return extras == nullptr ? nullptr : extras->dictionary.find(key);
}

NativeResult get_1(NativeCall& call) {
  const Term* value = dictionary_entry(call.process, call.arg(0));
  return value == nullptr ? atoms::undefined : *value;
}

NativeResult put_2(NativeCall& call) {
  if (Term* value = dictionary_entry(call.process, call.arg(0))) return std::exchange(*value, call.arg(1));
  call.process.extras().dictionary.add(call.arg(0), call.arg(1));
  return atoms::undefined;
}

NativeResult erase_1(NativeCall& call) {
  const Term* value = dictionary_entry(call.process, call.arg(0));
  if (value == nullptr) return atoms::undefined;
  const Term old = *value;
  call.process.extras().dictionary.erase(call.arg(0));
  return old;
}

NativeResult get_0(NativeCall& call) { return process_item(call.process, call.services, call.heap(), atoms::dictionary, true); }

NativeResult erase_0(NativeCall& call) {
  const NativeResult all = get_0(call);
  if (Process::Extras* extras = call.process.extras_if_any()) extras->dictionary.clear();
  return all;
}

NativeResult get_keys_0(NativeCall& call) {
  ListBuilder keys(call.heap());
  if (const Process::Extras* extras = call.process.extras_if_any()) {
    extras->dictionary.for_each([&](Term key, Term) { keys.add(key); });
  }
  return keys.finish();
}

NativeResult get_keys_1(NativeCall& call) {
  ListBuilder keys(call.heap());
  if (const Process::Extras* extras = call.process.extras_if_any()) {
    extras->dictionary.for_each([&](Term key, Term value) {
      if (equal_exact(value, call.arg(0))) keys.add(key);
    });
  }
  return keys.finish();
}

NativeResult set_label_1(NativeCall& call) {
  call.process.extras().label = call.arg(0);
  if (post(call).tracer.enabled()) post(call).tell(EventKind::labelled, call.process.cause, call.process.pid, Term::nil(), 0, call.arg(0));
  return atoms::ok;
}

// ---- suspending -----------------------------------------------------------------------------------------------------

NativeResult suspend_1(NativeCall& call) {
  const Term pid = call.arg(0);
  if (!pid.is_pid()) return call.bad_argument(1, "not a pid");
  if (pid == call.process.pid) return call.bad_argument(1, "the pid refers to the current process");
  if (!post(call).post(pid, Signal::create(SignalKind::suspend, 0))) return call.bad_argument(1, "the pid does not refer to an existing process");
  auto& suspended = call.process.extras().suspended;
  const auto found = std::find_if(suspended.begin(), suspended.end(), [&](const auto& entry) { return entry.first == pid; });
  if (found != suspended.end()) ++found->second; else suspended.emplace_back(pid, 1);
  if (post(call).tracer.enabled()) post(call).tell(EventKind::process_suspended, call.process.cause, pid);
  return atoms::true_;
}

NativeResult resume_1(NativeCall& call) {
  const Term pid = call.arg(0);
  if (!pid.is_pid()) return call.bad_argument(1, "not a pid");
  auto& suspended = call.process.extras().suspended;
  const auto found = std::find_if(suspended.begin(), suspended.end(), [&](const auto& entry) { return entry.first == pid; });
  if (found == suspended.end()) return call.bad_argument(1, "the pid does not refer to a process suspended by the current process");
  if (--found->second == 0) suspended.erase(found);
  post(call).post(pid, Signal::create(SignalKind::resume, 0));
  if (post(call).tracer.enabled()) post(call).tell(EventKind::process_resumed, call.process.cause, pid);
  return atoms::true_;
}

// Sleeps until there is a message; leaves it where it is.
NativeResult await_message_0(NativeCall& call) {
  deliver_signals(call.process, post(call));
  return call.process.mailbox.length() > 0 || call.process.exiting ? NativeResult(atoms::ok) : call.wait();
}

// hibernate(module, function, arguments): goes on in awake/3 of lib/erl/erlang.ex with an empty stack.
NativeResult hibernate_3(NativeCall& call) {
  call.drops_stack = true;
  static const Term awake = intern("awake");
  return call.call(call.services.code.function(intern("respawn_process"), awake, 3), {call.arguments, 3});
}

NativeResult yield_0(NativeCall& call) {
  call.process.reductions_left = 0;
  return atoms::true_;
}

NativeResult bump_reductions_1(NativeCall& call) {
  if (!call.arg(0).is_small() || call.arg(0).small_value() < 1) return call.bad_argument(1, "not a positive integer");
  call.charge(static_cast<std::size_t>(std::min<std::int64_t>(call.arg(0).small_value(), kSliceReductions)));
  return atoms::true_;
}

}  // namespace

void define_process_information_natives(NativeTable& table) {
  table.add("respawn_process", "info", 2, info_2);
  table.add("respawn_process", "item?", 1, is_item_1);
  table.add("respawn_process", "alive", 1, alive_1);
  table.add("respawn_process", "collect", 1, collect_1);
  table.add("respawn_process", "await_message", 0, await_message_0);
  table.add("respawn_process", "hibernate", 3, hibernate_3);
  table.add("respawn_process", "set_label", 1, set_label_1);
  table.add("erlang", "garbage_collect", 0, collect_self_0);
  table.add("erlang", "processes", 0, processes_0);
  table.add("erlang", "ports", 0, ports_0);
  table.add("erlang", "group_leader", 0, group_leader_0);
  table.add("erlang", "group_leader", 2, group_leader_2);
  table.add("erlang", "process_flag", 2, process_flag_2);
  table.add("erlang", "get", 0, get_0);
  table.add("erlang", "get", 1, get_1);
  table.add("erlang", "put", 2, put_2);
  table.add("erlang", "erase", 0, erase_0);
  table.add("erlang", "erase", 1, erase_1);
  table.add("erlang", "get_keys", 0, get_keys_0);
  table.add("erlang", "get_keys", 1, get_keys_1);
  table.add("erlang", "suspend_process", 1, suspend_1);
  table.add("erlang", "resume_process", 1, resume_1);
  table.add("erlang", "yield", 0, yield_0);
  table.add("erlang", "bump_reductions", 1, bump_reductions_1);
}

}  // namespace respawn
