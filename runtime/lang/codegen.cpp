#include "lang/codegen.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lang/function_generator.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/hash.hpp"
#include "term/map.hpp"

namespace respawn {

// ---- modules --------------------------------------------------------------------------------------------------------

ModuleCodegen::ModuleCodegen(CodeImage& image, Arena& arena, Mode mode) : image_(image), arena_(arena), mode_(mode) {}

std::uint32_t ModuleCodegen::function_index(const NameArity& name) {
  const auto found = indices_.find({name.name.word(), name.arity});
  RESPAWN_ASSERT(found != indices_.end());
  return found->second;
}

std::uint32_t ModuleCodegen::add_closure(const ClosureCore* closure, const std::string& owner, const std::string& file) {
  const auto index = static_cast<std::uint32_t>(image_.closures.size());
  const std::string name = fmt::format("-{}-fun-{}-", owner, closures_of_[owner]++);
  ClosureRecord record;
  record.identity.module = image_.module;
  record.identity.name = intern(name);
  record.identity.arity = closure->arity;
  record.identity.index = index;
  record.identity.free_count = static_cast<std::uint32_t>(closure->captured.size());
  image_.closures.push_back(record);
  pending_.push_back({closure, index, 0, owner, file});
  return index;
}

// &name/arity: a closure without free variables over the function itself.
std::uint32_t ModuleCodegen::local_closure(const NameArity& name) {
  const auto [entry, added] = local_closures_.try_emplace({name.name.word(), name.arity}, static_cast<std::uint32_t>(image_.closures.size()));
  if (added) {
    ClosureRecord record;
    record.identity.module = image_.module;
    record.identity.name = intern(fmt::format("-fun.{}/{}-", atom_text(name.name), name.arity));
    record.identity.arity = name.arity;
    record.identity.index = static_cast<std::uint32_t>(image_.closures.size());
    image_.closures.push_back(record);
  }
  return entry->second;
}

void ModuleCodegen::generate(const std::vector<FunctionSource>& functions) {
  Assembler assembler(image_, functions.empty() ? "nofile" : functions[0].file);
  for (std::uint32_t i = 0; i < functions.size(); ++i) indices_[{functions[i].name.name.word(), functions[i].name.arity}] = i;

  const auto generate_one = [&](const FunctionRecord& record, const std::string& owner, const std::string& file, const std::vector<Clause>& clauses,
                                std::uint32_t arity, const std::vector<Variable*>& captured, std::uint32_t line) {
    FunctionCode code;
    code.line = line;
    FunctionGenerator generator(*this, code, owner, file);
    generator.function(clauses, arity, captured, line);
    const std::uint32_t index = assembler.begin_function(record);
    assembler.set_file(file);
    code.assemble(assembler);
    assembler.end_function(code.frame_slots());
    return index;
  };

  for (const FunctionSource& function : functions) {
    FunctionRecord record;
    record.name = function.name.name;
    record.arity = function.name.arity;
    record.exported = function.exported;
    const std::string owner = fmt::format("{}/{}", atom_text(function.name.name), function.name.arity);
    generate_one(record, owner, function.file, *function.clauses, function.name.arity, {}, function.line);
  }
  // Closures, and the closures inside them.
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const PendingClosure pending = pending_[i];
    FunctionRecord record;
    record.name = image_.closures[pending.index].identity.name;
    record.arity = pending.closure->arity + static_cast<std::uint32_t>(pending.closure->captured.size());
    record.is_closure_body = true;
    const std::uint32_t line = pending.closure->line != 0 ? pending.closure->line : pending.closure->clauses.front().line;
    const std::uint32_t index = generate_one(record, pending.name, pending.file, pending.closure->clauses, pending.closure->arity, pending.closure->captured, line);
    image_.closures[pending.index].offset_words = image_.functions[index].offset_words;
  }
  for (const auto& [name, closure] : local_closures_) {
    image_.closures[closure].offset_words = image_.functions[function_index({Term(name.first), name.second})].offset_words;
  }
  assembler.finish();

  // Versions of a module are told apart by their code.
  std::uint64_t unique = stable_hash(image_.module);
  for (const Word word : image_.code) unique = mix_hash(unique, word);
  for (ClosureRecord& closure : image_.closures) closure.identity.unique = static_cast<std::uint32_t>(unique) & 0x07FFFFFF;
}

// ---- functions ------------------------------------------------------------------------------------------------------

void FunctionGenerator::function(const std::vector<Clause>& its_clauses, std::uint32_t arity, const std::vector<Variable*>& captured, std::uint32_t line) {
  std::vector<Slot> subjects;
  for (std::uint32_t i = 0; i < arity; ++i) subjects.push_back(i);
  next_slot_ = arity;
  for (const Variable* variable : captured) bind(variable, next_slot_++);
  code_.reserve_slots(next_slot_);
  const LabelId fail = code_.new_label();
  const LabelId end = code_.new_label();
  clauses(its_clauses, subjects, Target::tail(), fail, end);
  code_.bind(fail);
  code_.line = line;
  emit(Op::function_clause, 0, arity);
  code_.bind(end);
}

FunctionGenerator::Slot FunctionGenerator::new_slot() {
  const Slot slot = next_slot_++;
  code_.reserve_slots(next_slot_);
  return slot;
}

CodeInstruction& FunctionGenerator::emit_to(Op op, Slot a, LabelId label) {
  CodeInstruction& instruction = emit(op, a);
  instruction.field_label = label;
  return instruction;
}

FunctionGenerator::Slot FunctionGenerator::variable_slot(const Variable* variable) {
  const auto found = slots_.find(variable);
  RESPAWN_ASSERT(found != slots_.end());
  return found->second;
}

// ---- values ---------------------------------------------------------------------------------------------------------

void FunctionGenerator::load(Slot slot, Term value) {
  if (value.is_pointer() && module_.mode_ == ModuleCodegen::Mode::expression) {
    CodeInstruction& copy = emit(Op::load_copy, slot);
    add_term(copy, value);
    add_mask(copy);
    return;
  }
  add_term(emit(Op::load, slot), value);
}

void FunctionGenerator::constant(Term value, Target target) {
  switch (target.kind) {
    case Target::Kind::nowhere: return;
    case Target::Kind::slot: return load(target.slot, value);
    case Target::Kind::tail:
      if (value.is_pointer() && module_.mode_ == ModuleCodegen::Mode::expression) {
        const Slot slot = new_slot();
        load(slot, value);
        emit(Op::ret, slot);
        return;
      }
      add_term(emit(Op::ret_const), value);
  }
}

void FunctionGenerator::value_in(Slot slot, Target target) {
  switch (target.kind) {
    case Target::Kind::nowhere: return;
    case Target::Kind::slot:
      if (slot != target.slot) emit(Op::move, target.slot, slot);
      return;
    case Target::Kind::tail: emit(Op::ret, slot);
  }
}

// Tuples, lists and maps whose parts are all constants are constants.
std::optional<Term> FunctionGenerator::known_constant(const Core* core) {
  Arena& arena = module_.arena_;
  switch (core->kind) {
    case CoreKind::constant: return static_cast<const ConstantCore*>(core)->value;
    case CoreKind::tuple: {
      std::vector<Term> elements;
      for (const Core* element : static_cast<const TupleCore*>(core)->elements) {
        const auto known = known_constant(element);
        if (!known) return std::nullopt;
        elements.push_back(*known);
      }
      return respawn::make_tuple(arena, elements);
    }
    case CoreKind::list: {
      const auto& node = *static_cast<const ListCore*>(core);
      std::vector<Term> elements;
      for (const Core* element : node.elements) {
        const auto known = known_constant(element);
        if (!known) return std::nullopt;
        elements.push_back(*known);
      }
      Term tail = Term::nil();
      if (node.tail != nullptr) {
        const auto known = known_constant(node.tail);
        if (!known) return std::nullopt;
        tail = *known;
      }
      return make_list(arena, elements, tail);
    }
    case CoreKind::map: {
      std::vector<Term> pairs;
      for (const auto& [key, value] : static_cast<const MapCore*>(core)->pairs) {
        const auto known_key = known_constant(key);
        const auto known_value = known_key ? known_constant(value) : std::nullopt;
        if (!known_value) return std::nullopt;
        pairs.push_back(*known_key);
        pairs.push_back(*known_value);
      }
      return make_map(arena, pairs.data(), pairs.size() / 2);
    }
    default: return std::nullopt;
  }
}

FunctionGenerator::Slot FunctionGenerator::to_slot(const Core* core) {
  if (core->kind == CoreKind::variable) return variable_slot(static_cast<const VariableCore*>(core)->variable);
  const Slot slot = new_slot();
  generate(core, Target::to(slot));
  return slot;
}

FunctionGenerator::Source FunctionGenerator::storable(const Source& source) {
  if (source.is_slot || !source.term.is_pointer() || module_.mode_ == ModuleCodegen::Mode::module) return source;
  const Slot slot = new_slot();
  load(slot, source.term);
  return {true, slot};
}

FunctionGenerator::Source FunctionGenerator::to_source(const Core* core) {
  if (const auto known = known_constant(core)) return storable({false, 0, *known});
  return {true, to_slot(core)};
}

std::vector<FunctionGenerator::Source> FunctionGenerator::sources(const std::vector<Core*>& cores) {
  std::vector<Source> result;
  for (const Core* core : cores) result.push_back(to_source(core));
  return result;
}

void FunctionGenerator::add_source(CodeInstruction& instruction, const Source& source) {
  if (source.is_slot) {
    instruction.words.push_back({CodeWord::Kind::slot, Term::none(), source.slot});
  } else {
    instruction.words.push_back({CodeWord::Kind::source_term, source.term});
  }
}

void FunctionGenerator::generate(const Core* core, Target target) {
  if (core->line != 0) code_.line = core->line;
  generate_kind(core, target);
}

void FunctionGenerator::generate_kind(const Core* core, Target target) {
  switch (core->kind) {
    case CoreKind::constant: return constant(static_cast<const ConstantCore*>(core)->value, target);
    case CoreKind::variable: return value_in(variable_slot(static_cast<const VariableCore*>(core)->variable), target);
    case CoreKind::list: return list(*static_cast<const ListCore*>(core), target);
    case CoreKind::tuple: return tuple(*static_cast<const TupleCore*>(core), target);
    case CoreKind::map: return map(*static_cast<const MapCore*>(core), target);
    case CoreKind::map_update: return map_update(*static_cast<const MapUpdateCore*>(core), target);
    case CoreKind::bits: return bits(*static_cast<const BitsCore*>(core), target);
    case CoreKind::match: return match_expression(*static_cast<const MatchCore*>(core), target);
    case CoreKind::block: return block(*static_cast<const BlockCore*>(core), target);
    case CoreKind::call_local: return call_local(*static_cast<const CallLocalCore*>(core), target);
    case CoreKind::call_remote: return call_remote(*static_cast<const CallRemoteCore*>(core), target);
    case CoreKind::call_dynamic: return call_dynamic(*static_cast<const CallDynamicCore*>(core), target);
    case CoreKind::call_fun: return call_fun(*static_cast<const CallFunCore*>(core), target);
    case CoreKind::closure: return closure(*static_cast<const ClosureCore*>(core), target);
    case CoreKind::case_of: return case_of(*static_cast<const CaseCore*>(core), target);
    case CoreKind::conditional: return conditional(*static_cast<const ConditionalCore*>(core), target);
    case CoreKind::receive: return receive(*static_cast<const ReceiveCore*>(core), target);
    case CoreKind::try_catch: return try_catch(*static_cast<const TryCore*>(core), target);
    case CoreKind::with_steps: return with_steps(*static_cast<const WithCore*>(core), target);
    case CoreKind::and_also:
    case CoreKind::or_else: return logical(*static_cast<const LogicalCore*>(core), target);
    case CoreKind::function_reference: {
      const auto& node = *static_cast<const FunctionReferenceCore*>(core);
      const Slot slot = result_slot(target);
      CodeInstruction& load_function = emit(Op::load_function, slot);
      CodeWord word{CodeWord::Kind::function};
      word.function = {node.module, node.name, node.arity};
      load_function.words.push_back(word);
      return value_in(slot, target);
    }
    case CoreKind::local_reference: {
      const auto& node = *static_cast<const LocalReferenceCore*>(core);
      const Slot slot = result_slot(target);
      CodeInstruction& make = emit(Op::make_closure, slot);
      add_mask(make);
      make.words.push_back({CodeWord::Kind::closure, Term::none(), module_.local_closure({node.name, node.arity})});
      return value_in(slot, target);
    }
    case CoreKind::stacktrace: {
      const Slot slot = result_slot(target);
      emit(Op::stacktrace, slot, variable_slot(static_cast<const StacktraceCore*>(core)->trace));
      return value_in(slot, target);
    }
  }
}

void FunctionGenerator::block(const BlockCore& node, Target target) {
  for (std::size_t i = 0; i + 1 < node.expressions.size(); ++i) generate(node.expressions[i], Target::nowhere());
  generate(node.expressions.back(), target);
}

void FunctionGenerator::match_expression(const MatchCore& node, Target target) {
  // The value stays in a slot of its own: variables of the pattern may be that slot.
  Slot slot;
  if (node.value->kind == CoreKind::variable) {
    slot = variable_slot(static_cast<const VariableCore*>(node.value)->variable);
  } else {
    slot = new_slot();
    generate(node.value, Target::to(slot));
  }
  if (node.pattern->kind == PatternKind::bind) {
    bind(static_cast<const BindPattern*>(node.pattern)->variable, slot);
  } else if (node.pattern->kind != PatternKind::any) {
    const LabelId fail = code_.new_label();
    const LabelId done = code_.new_label();
    const std::uint32_t line = code_.line;
    pattern(node.pattern, {}, slot, fail);
    emit_to(Op::jump, 0, done);
    code_.bind(fail);
    code_.line = line;
    emit(Op::fail, slot, static_cast<unsigned>(FailKind::badmatch));
    code_.bind(done);
  }
  ++bound_count_;  // the slot may be a variable now
  value_in(slot, target);
}

void FunctionGenerator::list(const ListCore& node, Target target) {
  if (const auto known = known_constant(&node)) return constant(*known, target);
  const Temporaries temporaries(*this);
  const std::vector<Source> elements = sources(node.elements);
  const Source tail = node.tail == nullptr ? Source{false, 0, Term::nil()} : to_source(node.tail);
  const Slot slot = result_slot(target);
  if (elements.size() == 1 && elements[0].is_slot && tail.is_slot) {
    add_mask(emit(Op::make_cons, slot, elements[0].slot, tail.slot));
  } else {
    CodeInstruction& make = emit(Op::make_list, slot, 0, static_cast<unsigned>(elements.size()));
    add_mask(make);
    add_source(make, tail);
    for (const Source& element : elements) add_source(make, element);
  }
  value_in(slot, target);
}

void FunctionGenerator::tuple(const TupleCore& node, Target target) {
  if (const auto known = known_constant(&node)) return constant(*known, target);
  const Temporaries temporaries(*this);
  const std::vector<Source> elements = sources(node.elements);
  const Slot slot = result_slot(target);
  CodeInstruction& make = emit(Op::make_tuple, slot, 0, static_cast<unsigned>(elements.size()));
  add_mask(make);
  for (const Source& element : elements) add_source(make, element);
  value_in(slot, target);
}

void FunctionGenerator::map(const MapCore& node, Target target) {
  if (const auto known = known_constant(&node)) return constant(*known, target);
  const Temporaries temporaries(*this);
  // With constant keys the shape is known: the keys are one constant.
  std::vector<std::pair<Term, const Core*>> shape;
  bool constant_keys = node.pairs.size() <= kFlatMapPairsMax;
  for (const auto& [key, value] : node.pairs) {
    const auto known = constant_keys ? known_constant(key) : std::nullopt;
    if (!known) {
      constant_keys = false;
      break;
    }
    shape.emplace_back(*known, value);
  }
  if (constant_keys) {
    // Values are evaluated as written; of equal keys the last one counts.
    std::vector<std::pair<Term, Source>> values;
    for (const auto& [key, value] : shape) {
      const Source source = to_source(value);
      const auto same = std::find_if(values.begin(), values.end(), [&](const auto& pair) { return equal_exact(pair.first, key); });
      if (same != values.end()) same->second = source; else values.emplace_back(key, source);
    }
    std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return compare_keys(a.first, b.first) < 0; });
    if (module_.mode_ == ModuleCodegen::Mode::module) {
      std::vector<Term> keys;
      for (const auto& pair : values) keys.push_back(pair.first);
      const Slot slot = result_slot(target);
      CodeInstruction& make = emit(Op::make_map, slot, 0, static_cast<unsigned>(values.size()));
      add_mask(make);
      add_term(make, respawn::make_tuple(module_.arena_, keys));
      for (const auto& pair : values) add_source(make, pair.second);
      return value_in(slot, target);
    }
    // The keys may not stay with the code: a copy of a map with these keys is filled.
    std::vector<Term> pairs;
    for (const auto& pair : values) {
      pairs.push_back(pair.first);
      pairs.push_back(Term::nil());
    }
    const Slot blank = new_slot();
    load(blank, make_map(module_.arena_, pairs.data(), values.size()));
    const Slot slot = result_slot(target);
    CodeInstruction& fill = emit(Op::map_update, slot, blank, static_cast<unsigned>(values.size()));
    add_mask(fill);
    for (const auto& pair : values) {
      fill.words.push_back({CodeWord::Kind::source_term, pair.first});
      add_source(fill, pair.second);
    }
    return value_in(slot, target);
  }
  const Slot empty = new_slot();
  load(empty, make_map(module_.arena_, nullptr, 0));
  std::vector<Source> parts;
  for (const auto& [key, value] : node.pairs) {
    parts.push_back(to_source(key));
    parts.push_back(to_source(value));
  }
  const Slot slot = result_slot(target);
  CodeInstruction& put = emit(Op::map_put, slot, empty, static_cast<unsigned>(node.pairs.size()));
  add_mask(put);
  for (const Source& part : parts) add_source(put, part);
  value_in(slot, target);
}

void FunctionGenerator::map_update(const MapUpdateCore& node, Target target) {
  const Temporaries temporaries(*this);
  const Slot map_slot = to_slot(node.map);
  std::vector<Source> parts;
  for (const auto& [key, value] : node.pairs) {
    parts.push_back(to_source(key));
    parts.push_back(to_source(value));
  }
  const Slot slot = result_slot(target);
  CodeInstruction& update = emit(Op::map_update, slot, map_slot, static_cast<unsigned>(node.pairs.size()));
  add_mask(update);
  for (const Source& part : parts) add_source(update, part);
  value_in(slot, target);
}

void FunctionGenerator::bits(const BitsCore& node, Target target) {
  const Temporaries temporaries(*this);
  std::vector<std::pair<Source, Source>> parts;
  for (const BitsCoreSegment& segment : node.segments) {
    const Source value = to_source(segment.value);
    parts.emplace_back(value, segment.size == nullptr ? Source{false, 0, Term::small(0)} : to_source(segment.size));
  }
  const Slot slot = result_slot(target);
  CodeInstruction& make = emit(Op::make_bits, slot, 0, static_cast<unsigned>(parts.size()));
  add_mask(make);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    add_number(make, node.segments[i].type.pack());
    add_source(make, parts[i].first);
    add_source(make, parts[i].second);
  }
  value_in(slot, target);
}

void FunctionGenerator::closure(const ClosureCore& node, Target target) {
  const std::uint32_t index = module_.add_closure(&node, owner_, file_);
  const Slot slot = result_slot(target);
  CodeInstruction& make = emit(Op::make_closure, slot, 0, static_cast<unsigned>(node.captured.size()));
  add_mask(make);
  make.words.push_back({CodeWord::Kind::closure, Term::none(), index});
  for (const Variable* variable : node.captured) make.words.push_back({CodeWord::Kind::slot, Term::none(), variable_slot(variable)});
  value_in(slot, target);
}

// ---- choices --------------------------------------------------------------------------------------------------------

void FunctionGenerator::case_of(const CaseCore& node, Target target) {
  const std::uint32_t line = code_.line;
  // `a and b` is a case on a boolean; when a is a test it need not become a value.
  const auto constant_pattern = [&](std::size_t i, Term value) {
    const Clause& clause = node.clauses[i];
    return clause.guards.empty() && clause.patterns[0]->kind == PatternKind::constant && static_cast<const ConstantPattern*>(clause.patterns[0])->value == value;
  };
  if (node.clauses.size() >= 2 && is_plain_test(node.subject)) {
    const bool false_first = constant_pattern(0, atoms::false_) && constant_pattern(1, atoms::true_);
    const bool true_first = constant_pattern(0, atoms::true_) && constant_pattern(1, atoms::false_);
    if (false_first || true_first) {
      const LabelId otherwise = code_.new_label();
      const LabelId end = code_.new_label();
      const Slot start = next_slot_;
      branch(node.subject, otherwise, otherwise);
      const Slot after_test = next_slot_;
      generate(node.clauses[true_first ? 0 : 1].body, target);
      if (target.kind != Target::Kind::tail) emit_to(Op::jump, 0, end);
      code_.bind(otherwise);
      next_slot_ = after_test;
      generate(node.clauses[true_first ? 1 : 0].body, target);
      code_.bind(end);
      next_slot_ = start;
      return;
    }
  }
  const Slot subject = to_slot(node.subject);
  const LabelId fail = code_.new_label();
  const LabelId end = code_.new_label();
  clauses(node.clauses, {subject}, target, fail, end);
  code_.bind(fail);
  code_.line = line;
  emit(Op::fail, subject, static_cast<unsigned>(node.failure));
  code_.bind(end);
}

void FunctionGenerator::conditional(const ConditionalCore& node, Target target) {
  const std::uint32_t line = code_.line;
  const LabelId otherwise = code_.new_label();
  const LabelId end = code_.new_label();
  if (is_plain_test(node.condition)) {
    branch(node.condition, otherwise, otherwise);
  } else if (const auto known = known_constant(node.condition)) {
    if (*known == atoms::false_ || *known == atoms::nil) emit_to(Op::jump, 0, otherwise);
  } else {
    const Slot slot = to_slot(node.condition);
    emit_to(Op::test_truthy, slot, otherwise);
  }
  const Slot start = next_slot_;
  generate(node.then_branch, target);
  if (target.kind != Target::Kind::tail) emit_to(Op::jump, 0, end);
  code_.bind(otherwise);
  next_slot_ = start;
  code_.line = line;
  if (node.else_branch != nullptr) {
    generate(node.else_branch, target);
  } else {
    emit(Op::fail, 0, static_cast<unsigned>(FailKind::cond_clause));
  }
  code_.bind(end);
  next_slot_ = start;
}

// andalso, orelse outside of guards: the right side is the value.
void FunctionGenerator::logical(const LogicalCore& node, Target target) {
  const bool is_and = node.kind == CoreKind::and_also;
  const Slot slot = target.kind == Target::Kind::slot ? target.slot : new_slot();
  const LabelId other = code_.new_label(), wrong = code_.new_label(), end = code_.new_label();
  const Slot left = to_slot(node.left);
  add_term(emit_to(Op::test_const, left, other), is_and ? atoms::true_ : atoms::false_);
  generate(node.right, Target::to(slot));
  emit_to(Op::jump, 0, end);
  code_.bind(other);
  add_term(emit_to(Op::test_const, left, wrong), is_and ? atoms::false_ : atoms::true_);
  emit(Op::move, slot, left);
  emit_to(Op::jump, 0, end);
  code_.bind(wrong);
  emit(Op::fail, left, static_cast<unsigned>(FailKind::badbool));
  code_.bind(end);
  value_in(slot, target);
}

void FunctionGenerator::with_steps(const WithCore& node, Target target) {
  const Slot start = next_slot_;
  const Slot refused = new_slot();
  const LabelId otherwise = code_.new_label();
  const LabelId end = code_.new_label();
  const std::uint32_t line = code_.line;
  bool can_refuse = false;
  for (const WithStep& step : node.steps) {
    if (step.pattern == nullptr) {
      generate(step.value, Target::nowhere());
      continue;
    }
    const Slot value = to_slot(step.value);
    ++bound_count_;
    const LabelId fail = code_.new_label();
    const LabelId matched = code_.new_label();
    pattern(step.pattern, step.guards, value, fail);
    emit_to(Op::jump, 0, matched);
    code_.bind(fail);
    emit(Op::move, refused, value);
    emit_to(Op::jump, 0, otherwise);
    can_refuse = true;
    code_.bind(matched);
  }
  generate(node.body, target);
  if (target.kind != Target::Kind::tail) emit_to(Op::jump, 0, end);
  code_.bind(otherwise);
  if (can_refuse) {
    next_slot_ = refused + 1;
    if (node.has_else) {
      const LabelId fail = code_.new_label();
      clauses(node.else_clauses, {refused}, target, fail, end);
      code_.bind(fail);
      code_.line = line;
      emit(Op::fail, refused, static_cast<unsigned>(FailKind::with_clause));
    } else {
      value_in(refused, target);
    }
  }
  code_.bind(end);
  next_slot_ = start;
}

}  // namespace respawn
