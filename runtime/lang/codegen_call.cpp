/// Calls: arguments into a window at the top of the frame, then the instruction.

#include <algorithm>

#include "lang/function_generator.hpp"

namespace respawn {
namespace {

// Whether evaluating the expression makes a variable that what follows can see. Clauses keep theirs to themselves.
bool binds_variables(const Core* core) {
  const auto any = [](const std::vector<Core*>& cores) { return std::any_of(cores.begin(), cores.end(), binds_variables); };
  switch (core->kind) {
    case CoreKind::match: return true;
    case CoreKind::block: return any(static_cast<const BlockCore*>(core)->expressions);
    case CoreKind::list: {
      const auto& node = *static_cast<const ListCore*>(core);
      return any(node.elements) || (node.tail != nullptr && binds_variables(node.tail));
    }
    case CoreKind::tuple: return any(static_cast<const TupleCore*>(core)->elements);
    case CoreKind::map: {
      const auto& pairs = static_cast<const MapCore*>(core)->pairs;
      return std::any_of(pairs.begin(), pairs.end(), [](const auto& pair) { return binds_variables(pair.first) || binds_variables(pair.second); });
    }
    case CoreKind::map_update: {
      const auto& node = *static_cast<const MapUpdateCore*>(core);
      return binds_variables(node.map) ||
             std::any_of(node.pairs.begin(), node.pairs.end(), [](const auto& pair) { return binds_variables(pair.first) || binds_variables(pair.second); });
    }
    case CoreKind::bits: {
      const auto& segments = static_cast<const BitsCore*>(core)->segments;
      return std::any_of(segments.begin(), segments.end(), [](const BitsCoreSegment& segment) { return binds_variables(segment.value); });
    }
    case CoreKind::call_local: return any(static_cast<const CallLocalCore*>(core)->arguments);
    case CoreKind::call_remote: return any(static_cast<const CallRemoteCore*>(core)->arguments);
    case CoreKind::call_dynamic: {
      const auto& node = *static_cast<const CallDynamicCore*>(core);
      return binds_variables(node.module) || any(node.arguments);
    }
    case CoreKind::call_fun: {
      const auto& node = *static_cast<const CallFunCore*>(core);
      return binds_variables(node.fun) || any(node.arguments);
    }
    case CoreKind::case_of: return binds_variables(static_cast<const CaseCore*>(core)->subject);
    case CoreKind::conditional: return binds_variables(static_cast<const ConditionalCore*>(core)->condition);
    case CoreKind::and_also:
    case CoreKind::or_else: return binds_variables(static_cast<const LogicalCore*>(core)->left);
    default: return false;
  }
}

}  // namespace

// The arguments, and `last` behind them if there is one, in consecutive slots; the slot before them is left for the return address.
FunctionGenerator::Slot FunctionGenerator::window(const std::vector<Core*>& arguments, const Core* last) {
  std::vector<const Core*> all(arguments.begin(), arguments.end());
  if (last != nullptr) all.push_back(last);
  std::vector<std::pair<bool, Slot>> evaluated(all.size());
  // Variables must not lie in the window, which the callee takes over; nor may the fun, evaluated first as written, come last.
  if (std::any_of(all.begin(), all.end(), binds_variables)) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!known_constant(all[i])) evaluated[i] = {true, to_slot(all[i])};
    }
  }
  const Slot base = next_slot_ + 1;
  next_slot_ = base;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Slot slot = base + static_cast<Slot>(i);
    next_slot_ = slot + 1;
    code_.reserve_slots(next_slot_);
    if (evaluated[i].first) {
      emit(Op::move, slot, evaluated[i].second);
    } else {
      generate(all[i], Target::to(slot));
      next_slot_ = slot + 1;
    }
  }
  code_.reserve_slots(base + 2);
  return base;
}

void FunctionGenerator::finish_call(CodeInstruction& instruction, Slot, Slot, unsigned window_slots) { instruction.window_slots = window_slots; }

void FunctionGenerator::call_local(const CallLocalCore& node, Target target) {
  const Temporaries temporaries(*this);
  const auto count = static_cast<unsigned>(node.arguments.size());
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot base = window(node.arguments, nullptr);
  if (node.line != 0) code_.line = node.line;
  const std::uint32_t index = module_.function_index({node.name, count});
  const bool tail = target.kind == Target::Kind::tail;
  CodeInstruction& call = tail ? emit(Op::tail_call, base, 0, count) : emit(Op::call, base, result);
  call.window_slots = count;
  call.words.push_back({CodeWord::Kind::local, Term::none(), index});
  if (!tail) add_mask(call);
}

void FunctionGenerator::call_remote(const CallRemoteCore& node, Target target) {
  if (operation(node, target)) return;
  const Temporaries temporaries(*this);
  const auto count = static_cast<unsigned>(node.arguments.size());
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot base = window(node.arguments, nullptr);
  if (node.line != 0) code_.line = node.line;
  const bool tail = target.kind == Target::Kind::tail;
  CodeInstruction& call = tail ? emit(Op::tail_call_function, base, 0, count) : emit(Op::call_function, base, result);
  call.window_slots = count;
  CodeWord word{CodeWord::Kind::function};
  word.function = {node.module, node.name, count};
  call.words.push_back(word);
  if (!tail) add_mask(call);
}

void FunctionGenerator::call_function_by_name(Term module, Term name, const std::vector<Slot>& arguments, Slot result) {
  const Slot base = next_slot_ + 1;
  for (std::size_t i = 0; i < arguments.size(); ++i) emit(Op::move, base + static_cast<Slot>(i), arguments[i]);
  CodeInstruction& call = emit(Op::call_function, base, result);
  call.window_slots = static_cast<unsigned>(arguments.size());
  CodeWord word{CodeWord::Kind::function};
  word.function = {module, name, static_cast<std::uint32_t>(arguments.size())};
  call.words.push_back(word);
  add_mask(call);
}

void FunctionGenerator::call_fun(const CallFunCore& node, Target target) {
  const Temporaries temporaries(*this);
  const auto count = static_cast<unsigned>(node.arguments.size());
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot base = window(node.arguments, node.fun);
  if (node.line != 0) code_.line = node.line;
  const bool tail = target.kind == Target::Kind::tail;
  CodeInstruction& call = tail ? emit(Op::tail_call_fun, base, 0, count) : emit(Op::call_fun, base, result, count);
  call.window_slots = count + 1;
  if (!tail) {
    add_number(call, 0);
    add_mask(call);
  }
}

void FunctionGenerator::call_dynamic(const CallDynamicCore& node, Target target) {
  if (node.field) return field_access(node, target);
  const Temporaries temporaries(*this);
  const auto count = static_cast<unsigned>(node.arguments.size());
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot base = window(node.arguments, node.module);
  if (node.line != 0) code_.line = node.line;
  const bool tail = target.kind == Target::Kind::tail;
  CodeInstruction& call = tail ? emit(Op::tail_call_dynamic, base, 0, count) : emit(Op::call_dynamic, base, result, count);
  call.window_slots = count + 1;
  add_term(call, node.name);
  if (!tail) add_mask(call);
}

// left.name without parentheses: a field of a map, or a function without arguments of a module.
void FunctionGenerator::field_access(const CallDynamicCore& node, Target target) {
  const Temporaries temporaries(*this);
  const Slot result = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const Slot left = to_slot(node.module);
  if (node.line != 0) code_.line = node.line;
  const LabelId no_map = code_.new_label(), missing = code_.new_label(), done = code_.new_label();
  emit_to(Op::test_map, left, no_map);
  CodeInstruction& get = emit(Op::map_get, result, left);
  add_term(get, node.name);
  add_label(get, missing);
  emit_to(Op::jump, 0, done);

  // nil, true and false are taken for a forgotten value, not for a module.
  code_.bind(no_map);
  const LabelId module = code_.new_label();
  emit_to(Op::test_atom, left, missing);
  for (const Term value : {atoms::nil, atoms::true_, atoms::false_}) {
    const LabelId next = code_.new_label();
    add_term(emit_to(Op::test_const, left, next), value);
    emit_to(Op::jump, 0, missing);
    code_.bind(next);
  }
  emit_to(Op::jump, 0, module);
  code_.bind(module);
  const Slot base = next_slot_ + 1;
  emit(Op::move, base, left);
  CodeInstruction& call = emit(Op::call_dynamic, base, result, 0);
  call.window_slots = 1;
  add_term(call, node.name);
  add_mask(call);
  emit_to(Op::jump, 0, done);

  code_.bind(missing);
  {
    CodeInstruction& make = emit(Op::make_tuple, base, 0, 3);
    add_mask(make);
    add_source(make, {false, 0, atoms::badkey});
    add_source(make, {false, 0, node.name});
    add_source(make, {true, left});
    CodeInstruction& raise = emit(Op::call_function, base, result);
    raise.window_slots = 1;
    CodeWord word{CodeWord::Kind::function};
    word.function = {atoms::erlang, atoms::error, 1};
    raise.words.push_back(word);
    add_mask(raise);
    emit_to(Op::jump, 0, done);
  }
  code_.bind(done);
  value_in(result, target);
}

}  // namespace respawn
