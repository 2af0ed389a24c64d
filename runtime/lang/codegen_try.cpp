/// try and receive.

#include <algorithm>
#include <set>

#include "lang/function_generator.hpp"

namespace respawn {

// ---- try ------------------------------------------------------------------------------------------------------------

// The after part runs on every way out. It is generated twice: behind the value, and in a handler that raises again.
void FunctionGenerator::try_after(const TryCore& node, Target target) {
  const Slot start = next_slot_;
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot record = new_slot();
  new_slot();
  const Slot window_base = new_slot();
  new_slot();
  new_slot();
  const LabelId handler = code_.new_label(), done = code_.new_label();

  emit_to(Op::try_begin, record, handler);
  const std::size_t begin = code_.begin_region();
  TryCore inner;
  inner.body = node.body;
  inner.rescue_clauses = node.rescue_clauses;
  inner.catch_clauses = node.catch_clauses;
  inner.else_clauses = node.else_clauses;
  inner.has_else = node.has_else;
  const bool plain = inner.rescue_clauses.empty() && inner.catch_clauses.empty() && !inner.has_else;
  if (plain) generate(inner.body, Target::to(result)); else try_catch(inner, Target::to(result));
  code_.end_region(begin, handler);
  emit(Op::try_end, record);
  generate(node.after_body, Target::nowhere());
  emit_to(Op::jump, 0, done);

  code_.bind(handler);
  emit(Op::catch_entry, record, window_base);
  generate(node.after_body, Target::nowhere());
  emit(Op::raise, window_base, window_base + 1, window_base + 2);
  code_.bind(done);
  next_slot_ = std::max(start, target.kind == Target::Kind::slot ? start : result + 1);
  value_in(result, target);
  next_slot_ = start;
}

void FunctionGenerator::try_catch(const TryCore& node, Target target) {
  if (node.after_body != nullptr) return try_after(node, target);
  const std::uint32_t line = code_.line;
  const Slot start = next_slot_;
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot record = new_slot();
  new_slot();
  const Slot kind = new_slot();
  const Slot reason = new_slot();
  const Slot trace = new_slot();
  const LabelId handler = code_.new_label(), end = code_.new_label();
  const Slot inside = next_slot_;

  emit_to(Op::try_begin, record, handler);
  const std::size_t begin = code_.begin_region();
  generate(node.body, Target::to(result));
  code_.end_region(begin, handler);
  emit(Op::try_end, record);
  next_slot_ = inside;
  if (node.has_else) {
    // The value of the body goes through the else clauses, outside of the protection.
    const LabelId fail = code_.new_label();
    const Slot value = new_slot();
    emit(Op::move, value, result);
    clauses(node.else_clauses, {value}, target, fail, end);
    code_.bind(fail);
    code_.line = line;
    emit(Op::fail, value, static_cast<unsigned>(FailKind::try_clause));
  } else {
    value_in(result, target);
    if (target.kind != Target::Kind::tail) emit_to(Op::jump, 0, end);
  }

  code_.bind(handler);
  next_slot_ = inside;
  emit(Op::catch_entry, record, kind);
  const LabelId again = code_.new_label();
  if (!node.rescue_clauses.empty()) {
    const LabelId not_rescued = node.catch_clauses.empty() ? again : code_.new_label();
    if (node.rescue_clauses.front().trace != nullptr) bind(node.rescue_clauses.front().trace, trace);
    add_term(emit_to(Op::test_const, kind, not_rescued), atoms::error);
    // What is rescued is an exception, whatever was raised: Exception.normalize/3 makes one.
    const Slot stack = new_slot();
    emit(Op::stacktrace, stack, trace);
    const Slot exception = new_slot();
    static const Term normalize = intern("normalize");
    call_function_by_name(atoms::Exception, normalize, {kind, reason, stack}, exception);
    clauses(node.rescue_clauses, {exception}, target, not_rescued, end);
    if (!node.catch_clauses.empty()) code_.bind(not_rescued);
  }
  if (!node.catch_clauses.empty()) {
    next_slot_ = inside;
    if (node.catch_clauses.front().trace != nullptr) bind(node.catch_clauses.front().trace, trace);
    clauses(node.catch_clauses, {kind, reason}, target, again, end);
  }
  code_.bind(again);
  emit(Op::raise, kind, reason, trace);
  code_.bind(end);
  next_slot_ = start;
}

// ---- receive --------------------------------------------------------------------------------------------------------

namespace {

// Variables that a pattern demands by ^.
void collect_pinned(const Pattern* pattern, std::set<const Variable*>& pinned) {
  switch (pattern->kind) {
    case PatternKind::equal: {
      const Core* value = static_cast<const EqualPattern*>(pattern)->value;
      if (value->kind == CoreKind::variable) pinned.insert(static_cast<const VariableCore*>(value)->variable);
      break;
    }
    case PatternKind::tuple:
      for (const Pattern* element : static_cast<const TuplePattern*>(pattern)->elements) collect_pinned(element, pinned);
      break;
    case PatternKind::list:
      collect_pinned(static_cast<const ListPattern*>(pattern)->head, pinned);
      collect_pinned(static_cast<const ListPattern*>(pattern)->tail, pinned);
      break;
    case PatternKind::both:
      collect_pinned(static_cast<const BothPattern*>(pattern)->left, pinned);
      collect_pinned(static_cast<const BothPattern*>(pattern)->right, pinned);
      break;
    default: break;
  }
}

}  // namespace

// A variable from outside that every clause demands: if it holds a fresh reference, older messages need not be looked at.
const Variable* FunctionGenerator::common_reference(const ReceiveCore& node) const {
  std::set<const Variable*> common;
  bool first = true;
  for (const Clause& clause : node.clauses) {
    std::set<const Variable*> pinned;
    collect_pinned(clause.patterns[0], pinned);
    if (first) {
      common = pinned;
      first = false;
    } else {
      std::erase_if(common, [&](const Variable* variable) { return !pinned.contains(variable); });
    }
  }
  for (const Variable* variable : common) {
    if (is_bound(variable)) return variable;
  }
  return nullptr;
}

void FunctionGenerator::receive(const ReceiveCore& node, Target target) {
  const Slot start = next_slot_;
  const std::uint32_t line = code_.line;
  const LabelId loop = code_.new_label(), empty = code_.new_label(), timed_out = code_.new_label(), end = code_.new_label();
  Slot timeout = 0;
  if (node.timeout != nullptr) {
    timeout = new_slot();
    generate(node.timeout, Target::to(timeout));
  }
  if (!node.clauses.empty()) {
    if (const Variable* reference = common_reference(node)) emit(Op::receive_mark, variable_slot(reference));
  }
  code_.bind(loop);
  if (!node.clauses.empty()) {
    const LabelId next = code_.new_label();
    const Slot message = new_slot();
    emit_to(Op::receive_peek, message, empty);
    code_.no_collection = true;
    clauses(node.clauses, {message}, target, next, end, true);
    code_.no_collection = false;
    code_.bind(next);
    emit_to(Op::receive_next, 0, loop);
  } else {
    // Only a timeout: whatever comes is left alone.
    const Slot message = new_slot();
    emit_to(Op::receive_peek, message, empty);
    emit_to(Op::receive_next, 0, loop);
  }
  code_.bind(empty);
  code_.line = line;
  if (node.timeout != nullptr) {
    CodeInstruction& wait = emit(Op::receive_wait_timeout, timeout);
    add_label(wait, loop);
    add_label(wait, timed_out);
    add_mask(wait);
    code_.bind(timed_out);
    next_slot_ = start;
    generate(node.after_body, target);
  } else {
    add_mask(emit_to(Op::receive_wait, 0, loop));
  }
  code_.bind(end);
  next_slot_ = start;
}

}  // namespace respawn
