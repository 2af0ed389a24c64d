#include "vm/operations.hpp"

#include <cstring>
#include <new>

#include "code/live_mask.hpp"
#include "heap/collector.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"
#include "term/literal_region.hpp"
#include "term/map.hpp"
#include "term/number.hpp"
#include "vm/frame.hpp"

namespace respawn {
namespace {

// Over its limit of memory: the process is killed, as with Erlang's max_heap_size.
bool over_limit(Process& process) {
  process.end_over_limit(0);
  return false;
}

bool collect_live(Process& process, Services& services, const LivePoint& point, std::size_t words) {
  return collect_process(process, point, words, services.limits.process_words, services.limits.process_binary_bytes) || over_limit(process);
}

}  // namespace

bool collect_at(Process& process, Services& services, const Word* mask, std::int32_t extra_slot, std::size_t words) {
  LivePoint point;
  point.mask = mask;
  point.extra_slot = extra_slot;
  return collect_live(process, services, point, words);
}

bool collect_at_entry(Process& process, Services& services, unsigned arity, std::size_t words) {
  LivePoint point;
  point.window_end = arity;
  return collect_live(process, services, point, words);
}

Word* make_room(Process& process, Services& services, std::size_t words, const Word* mask) {
  if (*mask == kNoCollection) return process.heap.allocate(words);
  if (!collect_at(process, services, mask, -1, words)) return nullptr;
  return process.heap.allocate(words);
}

bool make_stack_room(Process& process, Services& services, std::size_t words) {
  process.grow_stack(words);
  const Process::Extras* extras = process.extras_if_any();
  const std::size_t own_limit = extras == nullptr ? 0 : extras->max_heap_words;
  const std::size_t limit = own_limit != 0 ? own_limit : services.limits.process_words;
  return process.heap.total_words() + process.stack_words() <= limit || over_limit(process);
}

bool send_to(Process& process, Services& services, Term target, Term message) {
  PostOffice& post = services.post_office;
  if (target.is_pid_or_port() || target.is_reference()) {
    post.send_message(&process, target, message);
    return true;
  }
  if (target.is_atom()) {
    const Term pid = post.names.find(target);
    if (pid.is_none()) return false;
    post.send_message(&process, pid, message);
    return true;
  }
  if (is_tuple_of(target, 2) && tuple_element(target, 0).is_atom() && tuple_element(target, 1).is_atom()) {
    // {name, node}: never fails; this node is the only one there is.
    if (tuple_element(target, 1) == atoms::nonode) {
      const Term pid = post.names.find(tuple_element(target, 0));
      if (!pid.is_none()) post.send_message(&process, pid, message);
    }
    return true;
  }
  return false;
}

void take_message(Process& process, Services& services, const Word* mask) {
  constexpr std::size_t kMoveWordsMax = 128;
  Signal* message = process.mailbox.take();
  if (RESPAWN_UNLIKELY(services.post_office.tracer.enabled())) {
    process.cause = services.post_office.tell(EventKind::message_received, message->event, process.pid, Term::nil(),
                                              static_cast<std::int64_t>(process.mailbox.length()), message->value);
  }
  if (message->words == 0) return Signal::release_block(message);
  Heap& heap = process.heap;
  const std::size_t words = message->words;
  if (words > kMoveWordsMax || heap.free_words() < words) {
    // The block becomes a fragment where it is: its header overwrites the signal's last fields.
    Word* const shared = message->shared_binaries;
    char* const block = reinterpret_cast<char*>(message);
    constexpr std::size_t kBefore = sizeof(Signal) - sizeof(Fragment);
    auto* fragment = new (block + kBefore) Fragment{nullptr, static_cast<std::uint32_t>(words), static_cast<std::uint32_t>(kBefore)};
    heap.adopt(fragment, shared);
    return;
  }
  // The terms move as they lie; everything that leads into the block moves by the same distance.
  Word* const from = message->data();
  Word* const to = heap.allocate(words);
  const auto distance = reinterpret_cast<Word>(to) - reinterpret_cast<Word>(from);
  const auto correct = [&](Word& word) {
    const Term term = Term(word);
    if (term.is_pointer() && term.pointer() >= from && term.pointer() < from + words) word += distance;
  };
  std::memcpy(to, from, words * sizeof(Word));
  for (std::size_t i = 0; i < words;) {
    if (header::is_header(to[i])) {
      i += header::is_raw(to[i]) ? 1 + header::size_words(to[i]) : 1;
    } else {
      correct(to[i++]);
    }
  }
  for_each_live_slot(mask, [&](std::size_t slot) { correct(process.frame[slot]); });
  for (Word* object = message->shared_binaries; object != nullptr;) {
    Word* const next = reinterpret_cast<Word*>(object[3]);
    Word* const moved = object + (to - from);
    heap.own_shared_binary(moved, moved[1]);
    object = next;
  }
  Signal::release_block(message);
}

Term arithmetic(Op op, Area& area, Term a, Term b) {
  switch (op) {
    case Op::add: return number_add(area, a, b);
    case Op::subtract: return number_subtract(area, a, b);
    case Op::multiply: return number_multiply(area, a, b);
    case Op::divide: return number_divide(area, a, b);
    case Op::integer_divide: return integer_divide(area, a, b);
    case Op::remainder: return integer_remainder(area, a, b);
    case Op::negate: return number_negate(area, a);
    case Op::bit_and: return integer_and(area, a, b);
    case Op::bit_or: return integer_or(area, a, b);
    case Op::bit_xor: return integer_xor(area, a, b);
    case Op::shift_left: return integer_shift_left(area, a, b);
    case Op::shift_right: {
      if (!is_integer(b)) return Term::none();
      const Term negated = number_negate(area, b);
      return integer_shift_left(area, a, negated);
    }
    case Op::bit_not: return integer_not(area, a);
    default: return Term::none();
  }
}

Term arithmetic_error(Op op, Term a, Term b) {
  const bool limited = (op == Op::multiply || op == Op::shift_left || op == Op::shift_right) && is_integer(a) && is_integer(b);
  return limited ? atoms::system_limit : atoms::badarith;
}

bool compare_by(Comparison comparison, Term a, Term b) {
  switch (comparison) {
    case Comparison::equal_exact: return equal_exact(a, b);
    case Comparison::not_equal_exact: return !equal_exact(a, b);
    case Comparison::equal: return equal(a, b);
    case Comparison::not_equal: return !equal(a, b);
    case Comparison::less: return compare(a, b) < 0;
    case Comparison::greater: return compare(a, b) > 0;
    case Comparison::less_equal: return compare(a, b) <= 0;
    case Comparison::greater_equal: return compare(a, b) >= 0;
  }
  return false;
}

Term failure_reason(Area& area, FailKind failure, Term value) {
  switch (failure) {
    case FailKind::badmatch: return make_tuple(area, {atoms::badmatch, value});
    case FailKind::case_clause: return make_tuple(area, {atoms::case_clause, value});
    case FailKind::cond_clause: return atoms::cond_clause;
    case FailKind::with_clause: return make_tuple(area, {atoms::with_clause, value});
    case FailKind::try_clause: return make_tuple(area, {atoms::try_clause, value});
    case FailKind::else_clause: return make_tuple(area, {atoms::else_clause, value});
    case FailKind::badmap: return make_tuple(area, {atoms::badmap, value});
    case FailKind::badkey: return make_tuple(area, {atoms::badkey, value});
    case FailKind::badbool: return make_tuple(area, {atoms::badbool, atoms::and_, value});
    default: return atoms::badarg;
  }
}

CodeOrigin code_origin(Services& services, const Word* pc) {
  const CodeLocation location = services.code.locate(pc);
  if (location.line == nullptr || !atom_text(location.chunk->module).starts_with("elixir_compiler_")) return CodeOrigin::module;
  const std::string& file = location.chunk->files[location.line->file];
  return file == "iex" || file == "nofile" ? CodeOrigin::text : CodeOrigin::file;
}

Term operator_atom(Op op) {
  switch (op) {
    case Op::add: return atoms::plus;
    case Op::subtract:
    case Op::negate: return atoms::minus;
    case Op::multiply: return atoms::star;
    case Op::divide: return atoms::slash;
    case Op::integer_divide: return atoms::div;
    case Op::remainder: return atoms::rem;
    case Op::bit_and: return atoms::band;
    case Op::bit_or: return atoms::bor;
    case Op::bit_xor: return atoms::bxor;
    case Op::bit_not: return atoms::bnot;
    case Op::shift_left: return atoms::bsl;
    default: return atoms::bsr;
  }
}

Term located_entry(Process& process, Services& services, Term information) {
  const CodeLocation at = services.code.locate(process.pc);
  if (at.function == nullptr) return Term::nil();
  // As for a failed clause: five elements replace the entry found by address, here with information of its own.
  return make_tuple(process.heap, {at.chunk->module, at.function->name, Term::small(at.function->arity), information, atoms::true_});
}

Term arguments_list(Area& area, const Term* arguments, unsigned count) {
  return make_list(area, std::span<const Term>(arguments, count));
}

Term clause_entry(Process& process, Services& services, unsigned arity) {
  const CodeLocation at = services.code.locate(process.pc);
  if (at.function == nullptr) return Term::nil();
  const Term arguments = arguments_list(process.heap, reinterpret_cast<const Term*>(process.frame), arity);
  // Five elements: raise.cpp puts this entry in the place of the one it finds by address.
  return make_tuple(process.heap, {at.chunk->module, at.function->name, arguments, Term::nil(), atoms::true_});
}

Term call_entry(Area& area, Term module, Term name, const Term* arguments, unsigned arity) {
  return make_tuple(area, {module, name, arguments_list(area, arguments, arity), Term::nil()});
}

Term error_information(Area& area, Term notes) {
  const Term pair[] = {atoms::respawn_notes, notes};
  return make_list(area, {make_tuple(area, {atoms::error_info, make_map(area, pair, 1)})});
}

Term native_entry(Process& process, const NativeCall& call) {
  if (!call.trace_entry.is_none()) return call.trace_entry;
  Area& area = process.heap;
  const Term arguments = arguments_list(area, call.arguments, call.function->arity);
  const Term location = call.argument_notes.is_nil() ? Term::nil() : error_information(area, call.argument_notes);
  return make_tuple(area, {call.function->module, call.function->name, arguments, location});
}

Term noted_call_entry(Area& area, Term module, Term name, const Term* arguments, unsigned arity, std::string_view note) {
  const Term notes = make_list(area, {make_tuple(area, {Term::small(1), make_binary(area, note)})});
  return make_tuple(area, {module, name, arguments_list(area, arguments, arity), error_information(area, notes)});
}

ReceiveWait wait_with_timeout(Process& process, Services& services, Term timeout) {
  if (process.receive_deadline == 0) {
    if (timeout == atoms::infinity) return ReceiveWait::sleep;
    if (!timeout.is_small() || timeout.small_value() < 0 || timeout.small_value() > 0xFFFFFFFF) return ReceiveWait::bad_timeout;
    if (timeout.small_value() == 0) return ReceiveWait::timed_out;
    process.receive_deadline = services.now() + timeout.small_value() * 1'000'000;
    services.scheduler->timers().arm_receive(process);
    return ReceiveWait::sleep;
  }
  if (services.now() >= process.receive_deadline) {
    end_receive(process, services);
    return ReceiveWait::timed_out;
  }
  services.scheduler->timers().arm_receive(process);  // the wake-up may have come early
  return ReceiveWait::sleep;
}

void end_receive(Process& process, Services& services) {
  process.receive_deadline = 0;
  services.scheduler->timers().disarm_receive(process);
}

void tell_waiting(Process& process, Services& services) {
  services.post_office.tell(EventKind::process_waiting, process.cause, process.pid, Term::nil(), static_cast<std::int64_t>(process.mailbox.length()));
}

}  // namespace respawn
