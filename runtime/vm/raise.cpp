#include "vm/raise.hpp"

#include "vm/frame.hpp"

namespace respawn {
namespace {

Term charlist(Area& area, std::string_view text) {
  Term list = Term::nil();
  // File names are ASCII as a rule; others are given as their bytes decoded one by one.
  for (std::size_t i = text.size(); i-- > 0;) list = make_cons(area, Term::small(static_cast<unsigned char>(text[i])), list);
  return list;
}

Term location(Area& area, const CodeLocation& at) {
  if (at.line == nullptr || at.line->line == 0) return Term::nil();
  const Term file = charlist(area, at.chunk->files[at.line->file]);
  return make_list(area, {make_tuple(area, {atoms::file, file}), make_tuple(area, {atoms::line, Term::small(at.line->line)})});
}

Term entry_for(Area& area, CodeTable& code, const Word* address) {
  const CodeLocation at = code.locate(address);
  if (at.function == nullptr) return Term::none();
  return make_tuple(area, {at.chunk->module, at.function->name, Term::small(at.function->arity), location(area, at)});
}

// Calls visit(address) for the failing instruction and for each call below it.
template <typename Visit>
void walk_addresses(const Process& process, std::size_t depth, Visit&& visit) {
  visit(process.pc);
  const Word* frame = process.frame;
  for (std::size_t i = 1; i < depth; ++i) {
    const Word* return_to = return_address(frame);
    if (return_to == process_end_code()) return;
    frame -= call_base(return_to);
    visit(return_to - 3);
  }
}

}  // namespace

Term take_trace(Process& process, Term first_entry) {
  Word addresses[kTraceDepth];
  std::size_t count = 0;
  walk_addresses(process, kTraceDepth, [&](const Word* address) { addresses[count++] = reinterpret_cast<Word>(address); });
  Word* object = process.heap.allocate(2 + count);
  object[0] = header::make(Kind::raw_trace, 1 + count);
  object[1] = first_entry.word();
  for (std::size_t i = 0; i < count; ++i) object[2 + i] = addresses[i];
  return Term::boxed(object);
}

Term build_stacktrace(Process& process, Services& services, Term trace) {
  if (!is_boxed_kind(trace, Kind::raw_trace)) return trace;
  Area& area = process.heap;
  const Word* object = trace.pointer();
  const Term first = Term(object[1]);
  ListBuilder list(area);
  const std::size_t end = 1 + header::size_words(object[0]);
  std::size_t next = 2;
  if (first.is_boxed()) {
    // A native fails inside its caller's frame: its own entry comes first and the caller's stays. A clause failure is of
    // the function itself: its entry has a fifth element as a sign, and takes the place of the one from the address.
    const bool replaces = tuple_size(first) == 5;
    if (replaces) {
      const CodeLocation at = services.code.locate(reinterpret_cast<const Word*>(object[next++]));
      Term place = location(area, at);
      for (const Term information : ListRange(tuple_element(first, 3))) place = make_cons(area, information, place);
      list.add(make_tuple(area, {tuple_element(first, 0), tuple_element(first, 1), tuple_element(first, 2), place}));
    } else {
      list.add(first);
    }
  }
  for (; next < end; ++next) {
    const Term entry = entry_for(area, services.code, reinterpret_cast<const Word*>(object[next]));
    if (!entry.is_none()) list.add(entry);
  }
  return list.finish();
}

Term current_stacktrace(const Process& process, Services& services, Area& area, std::size_t depth) {
  ListBuilder list(area);
  walk_addresses(process, depth, [&](const Word* address) {
    const Term entry = entry_for(area, services.code, address);
    if (!entry.is_none()) list.add(entry);
  });
  return list.finish();
}

bool raise_to_handler(Process& process, Services& services, const Raised& raised) {
  const Term trace = raised.trace.is_none() ? take_trace(process, raised.first_entry) : raised.trace;
  if (process.catch_top != 0) {
    Word* record = process.stack + process.catch_top;
    const auto* handler = reinterpret_cast<const Word*>(record[1]);
    const Word entry = *handler;  // catch_entry record-slot window
    process.catch_top = static_cast<std::uint32_t>(Term(record[0]).small_value());
    process.frame = record - instruction::a(entry);
    process.pc = handler + 1;
    Word* window = process.frame + instruction::b(entry);
    window[0] = raised.error_class.word();
    window[1] = raised.reason.word();
    window[2] = trace.word();
    return true;
  }
  Process::Extras& extras = process.extras();
  if (raised.error_class == atoms::exit) {
    process.exit_with(raised.reason);
  } else {
    const Term stack = build_stacktrace(process, services, trace);
    Term reason = raised.reason;
    if (raised.error_class == atoms::throw_) reason = make_tuple(process.heap, {atoms::nocatch, reason});
    process.exit_with(make_tuple(process.heap, {reason, stack}));
    extras.exit_is_error = true;
    extras.exit_class = raised.error_class;
    extras.exit_trace = stack;
  }
  return false;
}

}  // namespace respawn
