/// Clauses to decision trees.
///
/// Rows are clauses with the tests that are still to be made, each a pattern on a slot. The first test of the first row decides
/// what is looked at next; the rows that follow and look at the same slot too are sorted by what they expect there (a tuple of some size, a
/// list cell, a constant), each kind is handled with its own rows and leads to what comes after the group when none of them fits (Wadler,
/// "Efficient Compilation of Pattern-Matching", 1987). A row is generated once, so its variables simply are the slots where the tests
/// found them.

#include <algorithm>

#include "lang/function_generator.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"

namespace respawn {
namespace {

// What can be told apart by looking at the value once.
bool is_sortable(const Pattern* pattern) {
  if (pattern->kind == PatternKind::tuple || pattern->kind == PatternKind::list) return true;
  return pattern->kind == PatternKind::constant && static_cast<const ConstantPattern*>(pattern)->value.is_immediate();
}


}  // namespace

void FunctionGenerator::add_test(Row& row, Slot slot, const Pattern* pattern, bool in_front) {
  switch (pattern->kind) {
    case PatternKind::any: return;
    case PatternKind::bind: row.bindings.emplace_back(static_cast<const BindPattern*>(pattern)->variable, slot); return;
    case PatternKind::both: {
      const auto& both = *static_cast<const BothPattern*>(pattern);
      if (in_front) {
        add_test(row, slot, both.right, true);
        add_test(row, slot, both.left, true);
      } else {
        add_test(row, slot, both.left);
        add_test(row, slot, both.right);
      }
      return;
    }
    default:
      // A variable that occurs twice is compared last: tests of a row change their order when rows are grouped, and by then it is bound.
      if (in_front && pattern->kind != PatternKind::equal) {
        row.tests.insert(row.tests.begin(), {slot, pattern});
      } else {
        row.tests.push_back({slot, pattern});
      }
  }
}

void FunctionGenerator::clauses(const std::vector<Clause>& its_clauses, const std::vector<Slot>& subjects, Target target, LabelId fail, LabelId end, bool in_receive) {
  std::vector<Row> all;
  for (const Clause& clause : its_clauses) {
    Row row;
    row.clause = &clause;
    for (std::size_t i = 0; i < subjects.size(); ++i) add_test(row, subjects[i], clause.patterns[i]);
    all.push_back(std::move(row));
  }
  bodies_.push_back({target, end, in_receive});
  const Slot start = next_slot_;
  rows(std::move(all), fail);
  next_slot_ = start;
  bodies_.pop_back();
}

void FunctionGenerator::bind_row(const Row& row) {
  for (const auto& [variable, slot] : row.bindings) bind(variable, slot);
}

void FunctionGenerator::rows(std::vector<Row> all, LabelId fail) {
  if (all.empty()) {
    emit_to(Op::jump, 0, fail);
    return;
  }
  if (all.front().tests.empty()) {
    const Row first = all.front();
    all.erase(all.begin());
    return chosen(first, std::move(all), fail);
  }
  const Test test = all.front().tests.front();
  if (test.pattern->kind == PatternKind::bits) return bits_rows(std::move(all), test.slot, fail);
  if (is_sortable(test.pattern)) return group(std::move(all), test.slot, fail);
  const Slot start = next_slot_;
  Row first = std::move(all.front());
  all.erase(all.begin());
  const LabelId next = all.empty() ? fail : code_.new_label();
  single(std::move(first), next);
  if (all.empty()) return;
  code_.bind(next);
  next_slot_ = start;
  rows(std::move(all), fail);
}

// All tests of the first row have passed.
void FunctionGenerator::chosen(const Row& row, std::vector<Row> rest, LabelId fail) {
  const BodyContext context = bodies_.back();
  const Slot start = next_slot_;
  bind_row(row);
  const bool guarded = !row.clause->guards.empty();
  const LabelId next = guarded && !rest.empty() ? code_.new_label() : fail;
  code_.line = row.clause->line != 0 ? row.clause->line : code_.line;
  if (guarded) guards(row.clause->guards, next);
  if (row.clause->body != nullptr) {
    if (context.in_receive) {
      add_mask(emit(Op::receive_take));
      code_.no_collection = false;
    }
    // The body is generated outside of whatever clauses surround it.
    std::vector<BodyContext> outer;
    outer.swap(bodies_);
    generate(row.clause->body, context.target);
    outer.swap(bodies_);
    if (context.in_receive) code_.no_collection = true;
    if (context.target.kind != Target::Kind::tail) emit_to(Op::jump, 0, context.end);
  } else {
    emit_to(Op::jump, 0, context.end);
  }
  if (guarded && !rest.empty()) {
    code_.bind(next);
    next_slot_ = start;
    rows(std::move(rest), fail);
  }
}

void FunctionGenerator::pattern(const Pattern* its_pattern, const std::vector<Core*>& its_guards, Slot slot, LabelId fail) {
  Clause clause;
  clause.guards = its_guards;
  Row row;
  row.clause = &clause;
  add_test(row, slot, its_pattern);
  const LabelId matched = code_.new_label();
  bodies_.push_back({Target::nowhere(), matched, false});
  std::vector<Row> one;
  one.push_back(std::move(row));
  rows(std::move(one), fail);
  bodies_.pop_back();
  code_.bind(matched);
}

// ---- sorting by kind ------------------------------------------------------------------------------------------------

void FunctionGenerator::group(std::vector<Row> all, Slot slot, LabelId fail) {
  const auto test_on_slot = [&](const Row& row) {
    return std::find_if(row.tests.begin(), row.tests.end(), [&](const Test& test) { return test.slot == slot; });
  };
  // The rows at the front that look at this slot and can be sorted.
  std::size_t count = 0;
  while (count < all.size()) {
    const auto test = test_on_slot(all[count]);
    if (test == all[count].tests.end() || !is_sortable(test->pattern)) break;
    ++count;
  }
  std::vector<Row> rest(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(count)), std::make_move_iterator(all.end()));
  all.resize(count);
  const LabelId after_group = rest.empty() ? fail : code_.new_label();
  const Slot start = next_slot_;

  // Kinds in the order of their first row.
  struct Kind_ {
    PatternKind kind;
    std::size_t size = 0;
    Term value = Term::none();
    std::vector<Row> rows = {};
  };
  std::vector<Kind_> kinds;
  for (Row& row : all) {
    const Pattern* pattern = test_on_slot(row)->pattern;
    Kind_ wanted{pattern->kind};
    if (pattern->kind == PatternKind::tuple) wanted.size = static_cast<const TuplePattern*>(pattern)->elements.size();
    if (pattern->kind == PatternKind::constant) wanted.value = static_cast<const ConstantPattern*>(pattern)->value;
    const auto known = std::find_if(kinds.begin(), kinds.end(), [&](const Kind_& kind) {
      return kind.kind == wanted.kind && kind.size == wanted.size && kind.value == wanted.value;
    });
    if (known != kinds.end()) {
      known->rows.push_back(std::move(row));
    } else {
      wanted.rows.push_back(std::move(row));
      kinds.push_back(std::move(wanted));
    }
  }

  // Many constants: one search instead of a chain of tests.
  const auto constants = static_cast<std::size_t>(std::count_if(kinds.begin(), kinds.end(), [](const Kind_& kind) { return kind.kind == PatternKind::constant; }));
  constexpr std::size_t kSwitchMin = 4;
  if (constants >= kSwitchMin) {
    const LabelId others = code_.new_label();
    CodeInstruction& choose = emit(Op::switch_const, slot, 0, static_cast<unsigned>(constants));
    add_label(choose, others);
    std::vector<std::pair<LabelId, std::vector<Row>>> targets;
    for (Kind_& kind : kinds) {
      if (kind.kind != PatternKind::constant) continue;
      const LabelId label = code_.new_label();
      add_term(choose, kind.value);
      add_label(choose, label);
      targets.emplace_back(label, std::move(kind.rows));
    }
    for (auto& [label, its_rows] : targets) {
      code_.bind(label);
      next_slot_ = start;
      for (Row& row : its_rows) row.tests.erase(test_on_slot(row));
      rows(std::move(its_rows), after_group);
    }
    code_.bind(others);
    std::erase_if(kinds, [](const Kind_& kind) { return kind.kind == PatternKind::constant; });
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    Kind_& kind = kinds[i];
    const LabelId next = i + 1 < kinds.size() ? code_.new_label() : after_group;
    next_slot_ = start;
    switch (kind.kind) {
      case PatternKind::tuple: tuple_rows(std::move(kind.rows), slot, kind.size, next, after_group); break;
      case PatternKind::list: list_rows(std::move(kind.rows), slot, next, after_group); break;
      default:
        if (kind.value.is_nil()) {
          emit_to(Op::test_nil, slot, next);
        } else {
          add_term(emit_to(Op::test_const, slot, next), kind.value);
        }
        for (Row& row : kind.rows) row.tests.erase(test_on_slot(row));
        rows(std::move(kind.rows), after_group);
    }
    if (i + 1 < kinds.size()) code_.bind(next);
  }
  if (kinds.empty()) emit_to(Op::jump, 0, after_group);
  if (rest.empty()) return;
  code_.bind(after_group);
  next_slot_ = start;
  rows(std::move(rest), fail);
}

void FunctionGenerator::tuple_rows(std::vector<Row> all, Slot slot, std::size_t size, LabelId next, LabelId fail) {
  const auto test_on_slot = [&](Row& row) {
    return std::find_if(row.tests.begin(), row.tests.end(), [&](const Test& test) { return test.slot == slot && test.pattern->kind == PatternKind::tuple; });
  };
  const auto elements_of = [&](Row& row) -> const std::vector<Pattern*>& { return static_cast<const TuplePattern*>(test_on_slot(row)->pattern)->elements; };
  // {:tag, …} in all rows: size and tag are one test.
  Term tag = Term::none();
  if (size > 0) {
    bool same_tag = true;
    for (Row& row : all) {
      const Pattern* first = elements_of(row)[0];
      const bool immediate = first->kind == PatternKind::constant && static_cast<const ConstantPattern*>(first)->value.is_immediate();
      if (!immediate || (tag && !(static_cast<const ConstantPattern*>(first)->value == tag))) {
        same_tag = false;
        break;
      }
      tag = static_cast<const ConstantPattern*>(first)->value;
    }
    if (!same_tag) tag = Term::none();
  }
  if (tag) {
    CodeInstruction& test = emit(Op::test_tagged_tuple, slot, static_cast<unsigned>(size));
    add_term(test, tag);
    add_label(test, next);
  } else {
    add_label(emit(Op::test_tuple_size, slot, static_cast<unsigned>(size)), next);
  }
  // Elements that some row looks at, or gives a name that is used.
  std::vector<Slot> slots(size, 0);
  for (std::size_t i = 0; i < size; ++i) {
    if (i == 0 && tag) continue;
    const bool wanted = std::any_of(all.begin(), all.end(), [&](Row& row) {
      const Pattern* element = elements_of(row)[i];
      if (element->kind == PatternKind::bind) return static_cast<const BindPattern*>(element)->variable->used;
      return element->kind != PatternKind::any;
    });
    if (!wanted) continue;
    slots[i] = new_slot();
    emit(Op::tuple_element, slots[i], slot, static_cast<unsigned>(i));
  }
  for (Row& row : all) {
    const auto test = test_on_slot(row);
    const std::vector<Pattern*>& elements = static_cast<const TuplePattern*>(test->pattern)->elements;
    row.tests.erase(test);
    for (std::size_t i = size; i-- > 0;) {
      if (i == 0 && tag) continue;
      add_test(row, slots[i], elements[i], true);
    }
  }
  rows(std::move(all), fail);
}

void FunctionGenerator::list_rows(std::vector<Row> all, Slot slot, LabelId next, LabelId fail) {
  const auto test_on_slot = [&](Row& row) {
    return std::find_if(row.tests.begin(), row.tests.end(), [&](const Test& test) { return test.slot == slot && test.pattern->kind == PatternKind::list; });
  };
  emit_to(Op::test_cons, slot, next);
  const auto is_wanted = [](const Pattern* part) {
    if (part->kind == PatternKind::bind) return static_cast<const BindPattern*>(part)->variable->used;
    return part->kind != PatternKind::any;
  };
  bool head_wanted = false, tail_wanted = false;
  for (Row& row : all) {
    const auto& cell = *static_cast<const ListPattern*>(test_on_slot(row)->pattern);
    head_wanted = head_wanted || is_wanted(cell.head);
    tail_wanted = tail_wanted || is_wanted(cell.tail);
  }
  Slot head = 0, tail = 0;
  if (head_wanted) head = new_slot();
  if (tail_wanted) tail = new_slot();
  if (head_wanted && tail_wanted) {
    emit(Op::head_tail, head, tail, slot);
  } else if (head_wanted) {
    emit(Op::head, head, slot);
  } else if (tail_wanted) {
    emit(Op::tail, tail, slot);
  }
  for (Row& row : all) {
    const auto test = test_on_slot(row);
    const auto& cell = *static_cast<const ListPattern*>(test->pattern);
    row.tests.erase(test);
    add_test(row, tail, cell.tail, true);
    add_test(row, head, cell.head, true);
  }
  rows(std::move(all), fail);
}

// ---- one row at a time ----------------------------------------------------------------------------------------------

void FunctionGenerator::single(Row row, LabelId fail) {
  const Test test = row.tests.front();
  row.tests.erase(row.tests.begin());
  switch (test.pattern->kind) {
    case PatternKind::equal: {
      // The expression is a variable; one bound in this very pattern has its slot in the row.
      bind_row(row);
      const Core* value = static_cast<const EqualPattern*>(test.pattern)->value;
      const Slot expected = to_slot(value);
      add_label(emit(Op::test_equal_exact, test.slot, expected), fail);
      break;
    }
    case PatternKind::constant: {
      const Slot expected = new_slot();
      const Term value = static_cast<const ConstantPattern*>(test.pattern)->value;
      add_term(emit(Op::load, expected), value);
      add_label(emit(Op::test_equal_exact, test.slot, expected), fail);
      break;
    }
    case PatternKind::map: map_test(row, test, fail); break;
    default: RESPAWN_ASSERT(!"a pattern that is handled elsewhere");
  }
  std::vector<Row> one;
  one.push_back(std::move(row));
  rows(std::move(one), fail);
}

void FunctionGenerator::map_test(Row& row, const Test& test, LabelId fail) {
  const auto& map = *static_cast<const MapPattern*>(test.pattern);
  emit_to(Op::test_map, test.slot, fail);
  std::vector<std::pair<Slot, const Pattern*>> values;
  bind_row(row);
  bool first = true;
  for (const auto& [key, value] : map.pairs) {
    const Slot slot = new_slot();
    if (const auto known = known_constant(key)) {
      CodeInstruction& get = emit(Op::map_get, slot, test.slot);
      add_term(get, *known);
      add_label(get, fail);
    } else {
      const Slot key_slot = to_slot(key);
      add_label(emit(Op::map_get_slot, slot, test.slot, key_slot), fail);
    }
    if (first && map.struct_name_is_atom) emit_to(Op::test_atom, slot, fail);
    first = false;
    values.emplace_back(slot, value);
  }
  for (std::size_t i = values.size(); i-- > 0;) add_test(row, values[i].first, values[i].second, true);
}

// Rows that take the same bitstring apart share the context; each starts again at the front.
void FunctionGenerator::bits_rows(std::vector<Row> all, Slot slot, LabelId fail) {
  const auto starts_with_bits = [&](const Row& row) {
    return !row.tests.empty() && row.tests.front().slot == slot && row.tests.front().pattern->kind == PatternKind::bits;
  };
  std::size_t count = 0;
  while (count < all.size() && starts_with_bits(all[count])) ++count;
  std::vector<Row> rest(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(count)), std::make_move_iterator(all.end()));
  all.resize(count);
  const Slot start = next_slot_;
  const LabelId after_group = rest.empty() ? fail : code_.new_label();
  const Slot context = new_slot();
  CodeInstruction& begin = emit(Op::bits_start, context, slot);
  add_label(begin, after_group);
  add_mask(begin);
  Slot front = 0;
  if (count > 1) {
    front = new_slot();
    emit(Op::bits_position, front, context);
  }
  const Slot rows_start = next_slot_;
  for (std::size_t i = 0; i < count; ++i) {
    const LabelId next = i + 1 < count ? code_.new_label() : after_group;
    next_slot_ = rows_start;
    if (i > 0) emit(Op::bits_seek, context, front);
    Row row = std::move(all[i]);
    const auto& pattern = *static_cast<const BitsPattern*>(row.tests.front().pattern);
    row.tests.erase(row.tests.begin());
    bits_segments(row, pattern, context, next);
    std::vector<Row> one;
    one.push_back(std::move(row));
    rows(std::move(one), next);
    if (i + 1 < count) code_.bind(next);
  }
  if (rest.empty()) return;
  code_.bind(after_group);
  next_slot_ = start;
  rows(std::move(rest), fail);
}

void FunctionGenerator::bits_segments(Row& row, const BitsPattern& pattern, Slot context, LabelId fail) {
  std::vector<std::pair<Slot, const Pattern*>> values;
  bind_row(row);
  bool open_end = false;
  for (std::size_t i = 0; i < pattern.segments.size(); ++i) {
    const BitsPatternSegment& segment = pattern.segments[i];
    const BitSegment type = segment.type;
    // A literal text is compared in place.
    if (type.type == BitSegment::Type::bits && segment.value->kind == PatternKind::constant && type.size == BitSegment::Size::given) {
      const Term text = static_cast<const ConstantPattern*>(segment.value)->value;
      if (is_bitstring(text)) {
        CodeInstruction& literal = emit(Op::bits_literal, context);
        add_term(literal, text);
        add_label(literal, fail);
        continue;
      }
    }
    const Source size = segment.size == nullptr ? Source{false, 0, Term::small(0)} : to_source(segment.size);
    const Pattern* value = segment.value;
    while (value->kind == PatternKind::both && static_cast<const BothPattern*>(value)->left->kind == PatternKind::any) value = static_cast<const BothPattern*>(value)->right;
    const bool ignored = value->kind == PatternKind::any || (value->kind == PatternKind::bind && !static_cast<const BindPattern*>(value)->variable->used);
    const bool rest_of_it = type.type == BitSegment::Type::bits && type.size == BitSegment::Size::all;
    if (rest_of_it) {
      open_end = true;
      if (type.unit_bits > 1) add_label(emit(Op::bits_unit, context, type.unit_bits), fail);
      if (ignored) continue;
      const Slot slot = new_slot();
      add_mask(emit(Op::bits_rest, slot, context));
      values.emplace_back(slot, value);
      continue;
    }
    if (ignored) {
      CodeInstruction& skip = emit(Op::bits_skip, context);
      add_number(skip, type.pack());
      add_source(skip, size);
      add_label(skip, fail);
      continue;
    }
    const Slot slot = new_slot();
    CodeInstruction& get = emit(Op::bits_get, slot, context);
    add_number(get, type.pack());
    add_source(get, size);
    add_label(get, fail);
    add_mask(get);
    // Constants fail early; variables may be the size of what follows.
    if (value->kind == PatternKind::constant && static_cast<const ConstantPattern*>(value)->value.is_immediate()) {
      add_term(emit_to(Op::test_const, slot, fail), static_cast<const ConstantPattern*>(value)->value);
      continue;
    }
    if (value->kind == PatternKind::bind) {
      bind(static_cast<const BindPattern*>(value)->variable, slot);
      continue;
    }
    values.emplace_back(slot, value);
  }
  if (!open_end) add_label(emit(Op::bits_end, context), fail);
  for (std::size_t i = values.size(); i-- > 0;) add_test(row, values[i].first, values[i].second, true);
}

}  // namespace respawn
