/// Guards and conditions: expressions that become jumps.
///
/// In a guard nothing raises: what would raise makes the guard fail, all of it, also where it stands beside an `or`. So every
/// condition has two ways out, false and error.

#include <array>

#include "lang/function_generator.hpp"
#include "term/layout.hpp"

namespace respawn {
namespace {

struct TypeTest {
  Term name;
  Op op;
};

const TypeTest* find_type_test(Term name) {
  static const std::array<TypeTest, 15> tests = {{
      {intern("is_atom"), Op::test_atom},
      {intern("is_boolean"), Op::test_boolean},
      {intern("is_integer"), Op::test_integer},
      {intern("is_float"), Op::test_float},
      {intern("is_number"), Op::test_number},
      {intern("is_binary"), Op::test_binary},
      {intern("is_bitstring"), Op::test_bitstring},
      {intern("is_list"), Op::test_list},
      {intern("is_tuple"), Op::test_tuple},
      {intern("is_map"), Op::test_map},
      {intern("is_pid"), Op::test_pid},
      {intern("is_port"), Op::test_port},
      {intern("is_reference"), Op::test_reference},
      {intern("is_function"), Op::test_function},
      {intern("is_nil"), Op::test_nil},
  }};
  for (const TypeTest& test : tests) {
    if (test.name == name) return &test;
  }
  return nullptr;
}

std::optional<Comparison> find_comparison(Term name) {
  static const std::array<std::pair<Term, Comparison>, 8> comparisons = {{
      {intern("=:="), Comparison::equal_exact},
      {intern("=/="), Comparison::not_equal_exact},
      {intern("=="), Comparison::equal},
      {intern("/="), Comparison::not_equal},
      {intern("<"), Comparison::less},
      {intern(">"), Comparison::greater},
      {intern("=<"), Comparison::less_equal},
      {intern(">="), Comparison::greater_equal},
  }};
  for (const auto& [each, comparison] : comparisons) {
    if (each == name) return comparison;
  }
  return std::nullopt;
}

std::optional<Op> find_arithmetic(Term name, std::size_t arity) {
  static const std::array<std::pair<Term, Op>, 11> binary = {{
      {atoms::plus, Op::add},
      {atoms::minus, Op::subtract},
      {atoms::star, Op::multiply},
      {atoms::slash, Op::divide},
      {atoms::div, Op::integer_divide},
      {atoms::rem, Op::remainder},
      {atoms::band, Op::bit_and},
      {atoms::bor, Op::bit_or},
      {atoms::bxor, Op::bit_xor},
      {atoms::bsl, Op::shift_left},
      {atoms::bsr, Op::shift_right},
  }};
  if (arity == 1) {
    if (name == atoms::minus) return Op::negate;
    if (name == atoms::bnot) return Op::bit_not;
    return std::nullopt;
  }
  if (arity != 2) return std::nullopt;
  for (const auto& [each, op] : binary) {
    if (each == name) return op;
  }
  return std::nullopt;
}

bool is_erlang(const Core* core, std::size_t arity) {
  if (core->kind != CoreKind::call_remote) return false;
  const auto& call = *static_cast<const CallRemoteCore*>(core);
  return call.module == atoms::erlang && call.arguments.size() == arity;
}

bool fits_field(Term term) { return term.is_small() && term.small_value() >= -32768 && term.small_value() <= 32767; }

}  // namespace

bool FunctionGenerator::is_plain_test(const Core* core) {
  if (is_erlang(core, 2)) return find_comparison(static_cast<const CallRemoteCore*>(core)->name).has_value();
  if (is_erlang(core, 1)) return find_type_test(static_cast<const CallRemoteCore*>(core)->name) != nullptr;
  return false;
}

void FunctionGenerator::guards(const std::vector<Core*>& alternatives, LabelId fail) {
  const bool outer = in_guard_;
  in_guard_ = true;
  const LabelId passed = code_.new_label();
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    const bool last = i + 1 == alternatives.size();
    const LabelId next = last ? fail : code_.new_label();
    const Temporaries temporaries(*this);
    branch(alternatives[i], next, next);
    if (!last) {
      emit_to(Op::jump, 0, passed);
      code_.bind(next);
    }
  }
  code_.bind(passed);
  in_guard_ = outer;
}

void FunctionGenerator::branch(const Core* core, LabelId when_false, LabelId on_error) {
  if (core->line != 0) code_.line = core->line;
  const Temporaries temporaries(*this);
  if (core->kind == CoreKind::constant) {
    const Term value = static_cast<const ConstantCore*>(core)->value;
    if (!(value == atoms::true_)) emit_to(Op::jump, 0, value == atoms::false_ ? when_false : on_error);
    return;
  }
  if (core->kind == CoreKind::and_also) {
    const auto& both = *static_cast<const LogicalCore*>(core);
    branch(both.left, when_false, on_error);
    return branch(both.right, when_false, on_error);
  }
  if (core->kind == CoreKind::or_else) {
    const auto& either = *static_cast<const LogicalCore*>(core);
    const LabelId second = code_.new_label();
    const LabelId passed = code_.new_label();
    branch(either.left, second, on_error);
    emit_to(Op::jump, 0, passed);
    code_.bind(second);
    branch(either.right, when_false, on_error);
    code_.bind(passed);
    return;
  }
  if (core->kind == CoreKind::call_remote) {
    const auto& call = *static_cast<const CallRemoteCore*>(core);
    if (comparison_branch(call, when_false, on_error) || type_test_branch(call, when_false, on_error)) return;
    if (in_guard_ && is_erlang(core, 1) && call.name == atoms::not_) {
      const LabelId is_false = code_.new_label();
      branch(call.arguments[0], is_false, on_error);
      emit_to(Op::jump, 0, when_false);
      code_.bind(is_false);
      return;
    }
    if (in_guard_ && is_erlang(core, 2) && (call.name == atoms::and_ || call.name == atoms::or_)) {
      // The strict forms: both sides are looked at; a guard that fails either way needs no more than the lazy ones.
      LogicalCore lazy(call.name == atoms::and_ ? CoreKind::and_also : CoreKind::or_else);
      lazy.left = call.arguments[0];
      lazy.right = call.arguments[1];
      return branch(&lazy, when_false, on_error);
    }
  }
  const Slot slot = in_guard_ ? guard_slot(core, on_error) : to_slot(core);
  if (when_false != on_error) emit_to(Op::test_boolean, slot, on_error);
  add_term(emit_to(Op::test_const, slot, when_false), atoms::true_);
}

bool FunctionGenerator::comparison_branch(const CallRemoteCore& node, LabelId when_false, LabelId on_error) {
  if (!is_erlang(&node, 2)) return false;
  const auto comparison = find_comparison(node.name);
  if (!comparison) return false;
  const auto operand = [&](const Core* core) -> Source {
    if (const auto known = known_constant(core)) return {false, 0, *known};
    return {true, in_guard_ ? guard_slot(core, on_error) : to_slot(core)};
  };
  Source left = operand(node.arguments[0]);
  Source right = operand(node.arguments[1]);
  const auto in_slot = [&](Source& source) {
    if (source.is_slot) return source.slot;
    const Slot slot = new_slot();
    // Only compared, never stored: it may stay where it is.
    add_term(emit(Op::load, slot), source.term);
    return slot;
  };
  if (*comparison == Comparison::equal_exact && !right.is_slot && right.term.is_immediate() && left.is_slot) {
    if (right.term.is_nil()) {
      emit_to(Op::test_nil, left.slot, when_false);
    } else {
      add_term(emit_to(Op::test_const, left.slot, when_false), right.term);
    }
    return true;
  }
  // Atoms and the like are equal only to themselves; numbers may be equal across kinds.
  if (*comparison == Comparison::equal && !right.is_slot && right.term.is_immediate() && !right.term.is_small() && left.is_slot) {
    add_term(emit_to(Op::test_const, left.slot, when_false), right.term);
    return true;
  }
  if (!right.is_slot && fits_field(right.term) && left.is_slot) {
    const auto number = static_cast<unsigned>(right.term.small_value());
    std::optional<Op> op;
    if (*comparison == Comparison::less) op = Op::test_less_small;
    if (*comparison == Comparison::greater) op = Op::test_greater_small;
    if (*comparison == Comparison::less_equal) op = Op::test_less_equal_small;
    if (*comparison == Comparison::greater_equal) op = Op::test_greater_equal_small;
    if (op) {
      add_label(emit(*op, left.slot, number), when_false);
      return true;
    }
  }
  const Slot a = in_slot(left);
  const Slot b = in_slot(right);
  switch (*comparison) {
    case Comparison::equal_exact: add_label(emit(Op::test_equal_exact, a, b), when_false); break;
    case Comparison::not_equal_exact: add_label(emit(Op::test_not_equal_exact, a, b), when_false); break;
    case Comparison::equal: add_label(emit(Op::test_equal, a, b), when_false); break;
    case Comparison::not_equal: add_label(emit(Op::test_not_equal, a, b), when_false); break;
    case Comparison::less: add_label(emit(Op::test_less, a, b), when_false); break;
    case Comparison::greater: add_label(emit(Op::test_less, b, a), when_false); break;
    case Comparison::less_equal: add_label(emit(Op::test_greater_equal, b, a), when_false); break;
    case Comparison::greater_equal: add_label(emit(Op::test_greater_equal, a, b), when_false); break;
  }
  return true;
}

bool FunctionGenerator::type_test_branch(const CallRemoteCore& node, LabelId when_false, LabelId on_error) {
  if (is_erlang(&node, 1)) {
    const TypeTest* test = find_type_test(node.name);
    if (test == nullptr) return false;
    const Slot slot = in_guard_ ? guard_slot(node.arguments[0], on_error) : to_slot(node.arguments[0]);
    emit_to(test->op, slot, when_false);
    return true;
  }
  static const Term is_function = intern("is_function");
  if (is_erlang(&node, 2) && node.name == is_function && in_guard_) {
    const auto arity = known_constant(node.arguments[1]);
    if (!arity || !arity->is_small() || arity->small_value() < 0 || arity->small_value() > 255) return false;
    const Slot slot = guard_slot(node.arguments[0], on_error);
    add_label(emit(Op::test_function_arity, slot, static_cast<unsigned>(arity->small_value())), when_false);
    return true;
  }
  return false;
}

FunctionGenerator::Slot FunctionGenerator::guard_slot(const Core* core, LabelId on_error) {
  const Source source = guard_value(core, on_error);
  if (source.is_slot) return source.slot;
  const Slot slot = new_slot();
  add_term(emit(Op::load, slot), source.term);
  return slot;
}

FunctionGenerator::Source FunctionGenerator::guard_value(const Core* core, LabelId on_error) {
  if (const auto known = known_constant(core)) return {false, 0, *known};
  if (core->kind == CoreKind::variable) return {true, variable_slot(static_cast<const VariableCore*>(core)->variable)};
  if (core->kind == CoreKind::call_remote) {
    const auto& call = *static_cast<const CallRemoteCore*>(core);
    if (const auto op = find_arithmetic(call.name, call.arguments.size())) {
      const Slot left = guard_slot(call.arguments[0], on_error);
      const Slot right = call.arguments.size() == 2 ? guard_slot(call.arguments[1], on_error) : left;
      const Slot slot = new_slot();
      CodeInstruction& compute = emit(Op::guard_arithmetic, slot, left, right);
      add_number(compute, static_cast<Word>(*op));
      add_label(compute, on_error);
      return {true, slot};
    }
    if (call.name == atoms::self && call.arguments.empty()) {
      const Slot slot = new_slot();
      emit(Op::self, slot);
      return {true, slot};
    }
    const bool boolean_form = find_comparison(call.name).has_value() || (call.arguments.size() == 1 && find_type_test(call.name) != nullptr) ||
                              call.name == atoms::not_ || call.name == atoms::and_ || call.name == atoms::or_;
    if (!boolean_form) {
      std::vector<Source> arguments;
      for (const Core* argument : call.arguments) arguments.push_back(guard_value(argument, on_error));
      const Slot base = next_slot_ + 1;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Slot slot = base + static_cast<Slot>(i);
        code_.reserve_slots(slot + 1);
        if (arguments[i].is_slot) emit(Op::move, slot, arguments[i].slot); else add_term(emit(Op::load, slot), arguments[i].term);
      }
      const Slot result = new_slot();
      code_.reserve_slots(base + static_cast<Slot>(arguments.size()) + 1);
      CodeInstruction& native = emit(Op::guard_call, result, base, static_cast<unsigned>(arguments.size()));
      native.window_slots = static_cast<unsigned>(arguments.size());
      CodeWord word{CodeWord::Kind::function};
      word.function = {call.module, call.name, static_cast<std::uint32_t>(call.arguments.size())};
      native.words.push_back(word);
      add_label(native, on_error);
      return {true, result};
    }
  }
  if (core->kind == CoreKind::call_remote || core->kind == CoreKind::and_also || core->kind == CoreKind::or_else) {
    // A condition as a value.
    const Slot slot = new_slot();
    const LabelId is_false = code_.new_label();
    const LabelId done = code_.new_label();
    branch(core, is_false, on_error);
    add_term(emit(Op::load, slot), atoms::true_);
    emit_to(Op::jump, 0, done);
    code_.bind(is_false);
    add_term(emit(Op::load, slot), atoms::false_);
    code_.bind(done);
    return {true, slot};
  }
  // A tuple, list, map or binary built in a guard: parts are guard values too, but building does not fail.
  const Slot slot = new_slot();
  generate(core, Target::to(slot));
  return {true, slot};
}

// ---- the same operations in bodies ----------------------------------------------------------------------------------

bool FunctionGenerator::operation(const CallRemoteCore& node, Target target) {
  if (node.module != atoms::erlang) return false;
  const std::size_t arity = node.arguments.size();
  if (arity == 0 && node.name == atoms::self) {
    const Slot slot = result_slot(target);
    emit(Op::self, slot);
    value_in(slot, target);
    return true;
  }
  if (is_plain_test(&node)) {
    if (target.kind == Target::Kind::nowhere) {
      for (const Core* argument : node.arguments) generate(argument, Target::nowhere());
      return true;
    }
    const Temporaries temporaries(*this);
    const Slot slot = result_slot(target);
    const LabelId is_false = code_.new_label();
    const LabelId done = code_.new_label();
    branch(&node, is_false, is_false);
    constant(atoms::true_, target.kind == Target::Kind::tail ? target : Target::to(slot));
    if (target.kind != Target::Kind::tail) emit_to(Op::jump, 0, done);
    code_.bind(is_false);
    constant(atoms::false_, target.kind == Target::Kind::tail ? target : Target::to(slot));
    code_.bind(done);
    return true;
  }
  if (const auto op = find_arithmetic(node.name, arity)) {
    const Temporaries temporaries(*this);
    // A known number is added to one that is not known; `1 + x` is `x + 1`. An error of this instruction does not name its
    // operands, as in Erlang; where both are known it does.
    const auto left_known = arity == 2 ? known_constant(node.arguments[0]) : std::nullopt;
    const auto right_known = arity == 2 ? known_constant(node.arguments[1]) : std::nullopt;
    const bool swapped = left_known && !right_known && *op == Op::add;
    const auto added = swapped ? left_known : left_known ? std::nullopt : right_known;
    if (added && fits_field(*added) && (*op == Op::add || *op == Op::subtract)) {
      const std::int64_t number = *op == Op::add ? added->small_value() : -added->small_value();
      if (number >= -32768 && number <= 32767 && number != 0) {
        const Slot left = to_slot(node.arguments[swapped ? 1 : 0]);
        const Slot slot = result_slot(target);
        code_.line = node.line != 0 ? node.line : code_.line;
        emit(Op::add_small, slot, left, static_cast<unsigned>(number));
        value_in(slot, target);
        return true;
      }
    }
    const Slot left = to_slot(node.arguments[0]);
    const Slot right = arity == 2 ? to_slot(node.arguments[1]) : left;
    const Slot slot = result_slot(target);
    code_.line = node.line != 0 ? node.line : code_.line;
    emit(*op, slot, left, arity == 2 ? right : 0);
    value_in(slot, target);
    return true;
  }
  if (arity == 1 && node.name == atoms::not_) {
    const Temporaries temporaries(*this);
    const Slot operand = to_slot(node.arguments[0]);
    const Slot slot = result_slot(target);
    emit(Op::logical_not, slot, operand);
    value_in(slot, target);
    return true;
  }
  if (arity == 2 && (node.name == atoms::send || node.name == atoms::bang)) {
    const Temporaries temporaries(*this);
    const Slot destination = to_slot(node.arguments[0]);
    const Slot message = to_slot(node.arguments[1]);
    const Slot slot = result_slot(target);
    code_.line = node.line != 0 ? node.line : code_.line;
    add_mask(emit(Op::send, slot, destination, message));
    value_in(slot, target);
    return true;
  }
  return false;
}

}  // namespace respawn
