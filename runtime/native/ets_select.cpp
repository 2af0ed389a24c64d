/// Natives of :ets that work with match specifications.
///
/// OTP walks through a table and puts each result in front of the ones before, so the list of a hash table is in the
/// reverse order of first/next; an ordered table is walked from its end.
///
/// A continuation is {Table, Slot, Limit, Specification, Left, Count} for hash tables, Left being results that were one too many,
/// and {Table, LastKey, [], Limit, Specification, [], Reverse, 0} for ordered ones. It holds the specification itself, so that it means
/// the same in every process and for ever.

#include <algorithm>
#include <optional>

#include "native/ets_call.hpp"
#include "native/ets_query.hpp"
#include "native/native_table.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"

namespace respawn {

EtsQuery::EtsQuery(EtsStorage& storage, EtsKind kind, const MatchSpec& spec, Term self) : storage_(storage), machine_(spec, self) {
  has_keys_ = true;
  for (std::size_t i = 0; i < spec.clause_count(); ++i) {
    const Term head = spec.head(i);
    if (is_tuple(head) && tuple_size(head) > storage.key_index()) {
      const Term key = tuple_element(head, storage.key_index());
      if (has_match_variables(key)) {
        has_keys_ = false;
        if (kind == EtsKind::ordered_set && spec.clause_count() == 1) key_pattern_ = key;
        break;
      }
      const bool known = std::any_of(keys_.begin(), keys_.end(), [&](Term other) {
        return kind == EtsKind::ordered_set ? equal(key, other) : equal_exact(key, other);
      });
      if (!known) keys_.push_back(key);
    } else if (head.is_atom() && has_match_variables(head)) {
      has_keys_ = false;
      break;
    }
  }
  if (has_keys_ && kind == EtsKind::ordered_set && keys_.size() > 1) has_keys_ = false;  // results are in the table's order
}

namespace {

using Access = EtsTables::Access;
using Found = EtsTables::Found;

constexpr std::string_view kNotSpec = "not a valid match specification";
constexpr std::int64_t kWalkedOut = -1;  // as the slot of a continuation: nothing is left but results

const Term kAllVariables = intern("$$");
const Term kWholeObject = intern("$_");
const Term kConst = intern("const");

bool is_ordered(const EtsTable& table) { return table.options.kind == EtsKind::ordered_set; }

enum class Direction : std::uint8_t { forwards, backwards };

// Results put in front of each other.
struct Results {
  Area& area;
  Term list = Term::nil();
  std::size_t count = 0;
  void add(Term result) {
    list = make_cons(area, copy(area, result), list);
    ++count;
  }
};

// The specification that a pattern of match or match_object stands for.
Term spec_of_pattern(Area& area, Term pattern, Term result) {
  return make_list(area, {make_tuple(area, {pattern, Term::nil(), make_list(area, {result})})});
}

bool is_limit(Term term) { return term.is_small() && term.small_value() > 0; }

// Notes what is wrong with a limit.
void note_limit(NativeCall& call) {
  if (!is_integer(call.arg(2))) call.note(3, "not an integer");
  else if (!is_limit(call.arg(2))) call.note(3, "out of range");
}

// ---- all at once ----------------------------------------------------------------------------------------------------

NativeResult select_all(NativeCall& call, const MatchSpec* spec, Direction direction, bool is_pattern) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  if (spec == nullptr) return is_pattern ? call.bad_argument() : call.bad_argument(2, kNotSpec);
  Results results{call.heap()};
  EtsQuery query(*table->storage, table->options.kind, *spec, call.process.pid);
  query.run(direction == Direction::forwards, [&](EtsObject&, Term result) {
    results.add(result);
    return true;
  });
  call.charge((query.steps() + results.count) / kObjectsPerReduction);
  return results.list;
}

NativeResult select(NativeCall& call) {
  if (call.arg(1).is_nil()) {
    // No clause matches nothing.
    const Found table = find_table(call, Access::read);
    return table ? NativeResult(Term::nil()) : deny(call, table);
  }
  return select_all(call, MatchSpec::compile(call.arg(1)).get(), Direction::forwards, false);
}
NativeResult select_reverse(NativeCall& call) {
  return select_all(call, MatchSpec::compile(call.arg(1)).get(), Direction::backwards, false);
}
NativeResult match(NativeCall& call) {
  return select_all(call, MatchSpec::compile_pattern(call.arg(1), MatchSpec::PatternBody::variables).get(), Direction::forwards, true);
}
NativeResult match_object(NativeCall& call) {
  return select_all(call, MatchSpec::compile_pattern(call.arg(1), MatchSpec::PatternBody::object).get(), Direction::forwards, true);
}

NativeResult tab2list(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  class Collector final : public EtsVisitor {
   public:
    explicit Collector(Results& results) : results_(results) {}
    bool visit(EtsObject& object) override {
      results_.add(object.tuple);
      return true;
    }

   private:
    Results& results_;
  };
  Results results{call.heap()};
  Collector collector(results);
  EtsPlace place;
  while (table->storage->walk(place, true, Term::none(), collector)) {
  }
  call.charge(results.count / kObjectsPerReduction);
  return results.list;
}

// ---- a part at a time -----------------------------------------------------------------------------------------------

struct Part {
  Term identifier;  // of the table, as the program named it
  Term spec;
  std::size_t limit = 0;
  Direction direction = Direction::forwards;
  EtsPlace place;
  Results results;  // left from the part before
  bool walked_out = false;
};

Term continuation(NativeCall& call, const EtsTable& table, const Part& part, Term left, std::size_t left_count) {
  Area& area = call.heap();
  const Term limit = Term::small(static_cast<std::int64_t>(part.limit));
  if (is_ordered(table)) {
    const Term reverse = Term::small(part.direction == Direction::backwards ? 1 : 0);
    return make_tuple(area, {part.identifier, copy(area, part.place.key), Term::nil(), limit, part.spec, Term::nil(), reverse, Term::small(0)});
  }
  const auto slot = part.walked_out ? kWalkedOut : static_cast<std::int64_t>(part.place.slot);
  return make_tuple(area, {part.identifier, Term::small(slot), limit, part.spec, left, Term::small(static_cast<std::int64_t>(left_count))});
}

Term reverse_list(Area& area, Term list) {
  Term reversed = Term::nil();
  for (const Term element : ListRange(list)) reversed = make_cons(area, element, reversed);
  return reversed;
}

// The next results and how to go on.
NativeResult next_part(NativeCall& call, EtsTable& table, const MatchSpec& spec, Part& part) {
  EtsQuery query(*table.storage, table.options.kind, spec, call.process.pid);
  Results& results = part.results;
  const auto on_match = [&](EtsObject&, Term result) {
    results.add(result);
    return true;
  };
  const auto enough = [&] { return results.count >= part.limit; };
  if (query.has_keys() && !part.walked_out) {
    query.run(true, on_match);
    part.walked_out = true;
  } else if (!part.walked_out && !enough()) {
    part.walked_out = !query.run_part(part.place, part.direction == Direction::backwards, on_match, enough) || part.place.slot == EtsPlace::kEnd;
  }
  call.charge((query.steps() + results.count) / kObjectsPerReduction);
  if (results.count == 0) return kEndOfTable;

  Term left = Term::nil();
  const std::size_t left_count = results.count > part.limit ? results.count - part.limit : 0;
  if (left_count > 0) {
    // The newest results wait.
    std::vector<Term> newest;
    for (std::size_t i = 0; i < left_count; ++i) {
      newest.push_back(results.list.head());
      results.list = results.list.tail();
    }
    left = make_list(call.heap(), std::span<const Term>(newest));
  }
  // A part of an ordered table was walked in the direction of its result.
  const Term list = is_ordered(table) && !query.has_keys() ? reverse_list(call.heap(), results.list) : results.list;
  if (part.walked_out && left_count == 0) return make_tuple(call.heap(), {list, kEndOfTable});
  return make_tuple(call.heap(), {list, continuation(call, table, part, left, left_count)});
}

NativeResult select_part(NativeCall& call, Term spec_term, Direction direction, bool is_pattern) {
  const auto spec = MatchSpec::compile(spec_term);
  if (!is_limit(call.arg(2))) {
    note_limit(call);
    if (spec == nullptr && !is_pattern) call.note(2, kNotSpec);
    const Found table = find_table(call, Access::read);
    return table ? call.bad_argument() : deny(call, table);
  }
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  if (spec == nullptr) return is_pattern ? call.bad_argument() : call.bad_argument(2, kNotSpec);
  Part part{call.arg(0), spec_term, static_cast<std::size_t>(call.arg(2).small_value()), direction, {}, {call.heap()}, false};
  return next_part(call, *table, *spec, part);
}

NativeResult select_limited(NativeCall& call) { return select_part(call, call.arg(1), Direction::forwards, false); }
NativeResult select_reverse_limited(NativeCall& call) { return select_part(call, call.arg(1), Direction::backwards, false); }
NativeResult match_limited(NativeCall& call) {
  return select_part(call, spec_of_pattern(call.heap(), call.arg(1), kAllVariables), Direction::forwards, true);
}
NativeResult match_object_limited(NativeCall& call) {
  return select_part(call, spec_of_pattern(call.heap(), call.arg(1), kWholeObject), Direction::forwards, true);
}

// Reads a continuation as far as it can be read without the table.
std::optional<Part> read_continuation(Area& area, Term term) {
  const bool ordered = is_tuple_of(term, 8);
  if (!ordered && !is_tuple_of(term, 6)) return std::nullopt;
  Part part{tuple_element(term, 0), tuple_element(term, ordered ? 4 : 3), 0, Direction::forwards, {}, {area}, false};
  const Term limit = tuple_element(term, ordered ? 3 : 2);
  if (!is_limit(limit)) return std::nullopt;
  part.limit = static_cast<std::size_t>(limit.small_value());
  if (ordered) {
    part.place.key = tuple_element(term, 1);
    if (tuple_element(term, 6) == Term::small(1)) part.direction = Direction::backwards;
    return part;
  }
  const Term slot = tuple_element(term, 1);
  const Term left_count = tuple_element(term, 5);
  if (!slot.is_small() || slot.small_value() < kWalkedOut || !left_count.is_small()) return std::nullopt;
  part.walked_out = slot.small_value() == kWalkedOut;
  if (!part.walked_out) part.place.slot = static_cast<std::size_t>(slot.small_value());
  part.results.list = tuple_element(term, 4);
  part.results.count = static_cast<std::size_t>(left_count.small_value());
  if (list_length(part.results.list) != left_count.small_value()) return std::nullopt;
  return part;
}

NativeResult select_continued(NativeCall& call) {
  if (call.arg(0) == kEndOfTable) return kEndOfTable;
  auto part = read_continuation(call.heap(), call.arg(0));
  if (!part) return call.bad_argument(1, "invalid continuation");
  const Found table = ets_tables(call).find(part->identifier, call.process.pid, Access::read);
  if (!table) return deny(call, table);
  const auto spec = MatchSpec::compile(part->spec);
  if (spec == nullptr || is_ordered(*table) != is_tuple_of(call.arg(0), 8)) return call.bad_argument(1, "invalid continuation");
  return next_part(call, *table, *spec, *part);
}

NativeResult repair_continuation(NativeCall& call) { return call.arg(0); }

// ---- count, delete, replace -----------------------------------------------------------------------------------------

NativeResult select_count(NativeCall& call) {
  const auto spec = MatchSpec::compile(call.arg(1));
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  if (spec == nullptr && !call.arg(1).is_nil()) return call.bad_argument(2, kNotSpec);
  if (spec == nullptr) return Term::small(0);
  std::int64_t count = 0;
  EtsQuery query(*table->storage, table->options.kind, *spec, call.process.pid);
  query.run(false, [&](EtsObject&, Term result) {
    if (result == atoms::true_) ++count;
    return true;
  });
  call.charge(query.steps() / kObjectsPerReduction);
  return Term::small(count);
}

std::size_t erase_matches(NativeCall& call, EtsTable& table, const MatchSpec& spec) {
  std::vector<EtsObject*> matched;
  EtsQuery query(*table.storage, table.options.kind, spec, call.process.pid);
  query.run(false, [&](EtsObject& object, Term result) {
    if (result == atoms::true_) matched.push_back(&object);
    return true;
  });
  for (EtsObject* object : matched) table.storage->erase(*object);
  table.storage->settle();
  call.charge((query.steps() + matched.size()) / kObjectsPerReduction);
  return matched.size();
}

NativeResult select_delete(NativeCall& call) {
  const auto spec = MatchSpec::compile(call.arg(1));
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (call.arg(1).is_nil()) return Term::small(0);
  if (spec == nullptr) return call.bad_argument(2, kNotSpec);
  return Term::small(static_cast<std::int64_t>(erase_matches(call, *table, *spec)));
}

NativeResult match_delete(NativeCall& call) {
  const auto spec = MatchSpec::compile_pattern(call.arg(1), MatchSpec::PatternBody::truth);
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (spec == nullptr) return call.bad_argument(2, kNotSpec);
  erase_matches(call, *table, *spec);
  return atoms::true_;
}

// Whether what a clause gives is certain to have the key of what it matched: the object itself, or a tuple whose key is
// the variable or constant that stands in the head, or is taken from the object.
bool keeps_key(Term clause, std::size_t key_index) {
  const Term head = tuple_element(clause, 0);
  const Term body = tuple_element(clause, 2);
  if (!body.is_cons() || !body.tail().is_nil()) return false;
  const Term result = body.head();
  if (result == kWholeObject) return true;
  if (is_tuple_of(result, 2) && tuple_element(result, 0) == kConst) {
    const Term object = tuple_element(result, 1);
    return is_tuple(head) && tuple_size(head) > key_index && is_tuple(object) && tuple_size(object) > key_index &&
           !has_match_variables(tuple_element(head, key_index)) && equal_exact(tuple_element(object, key_index), tuple_element(head, key_index));
  }
  if (!is_tuple_of(result, 1) || !is_tuple(tuple_element(result, 0)) || tuple_size(tuple_element(result, 0)) <= key_index) return false;
  const Term key = tuple_element(tuple_element(result, 0), key_index);
  if (is_tuple_of(key, 3) && tuple_element(key, 0) == atoms::element && tuple_element(key, 1) == Term::small(static_cast<std::int64_t>(key_index + 1))) {
    return tuple_element(key, 2) == kWholeObject || (head.is_atom() && tuple_element(key, 2) == head);
  }
  if (!is_tuple(head) || tuple_size(head) <= key_index) return false;
  const Term head_key = tuple_element(head, key_index);
  if (head_key == atoms::underscore) return false;
  if (head_key.is_atom() && has_match_variables(head_key)) return key == head_key;
  if (has_match_variables(head_key)) return false;
  if (is_tuple_of(key, 2) && tuple_element(key, 0) == kConst) return equal_exact(tuple_element(key, 1), head_key);
  return !is_tuple(key) && equal_exact(key, head_key);
}

NativeResult select_replace(NativeCall& call) {
  const auto spec = MatchSpec::compile(call.arg(1));
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (table->options.kind == EtsKind::bag) return call.bad_argument(1, "the table identifier refers to an ETS table of a type not supported by this operation");
  if (call.arg(1).is_nil()) return Term::small(0);
  if (spec == nullptr) return call.bad_argument(2, kNotSpec);
  const std::size_t key_index = table->options.key_index;
  for (const Term clause : ListRange(call.arg(1))) {
    if (!keeps_key(clause, key_index)) return call.bad_argument(2, kNotSpec);
  }
  std::vector<std::pair<EtsObject*, Term>> replacements;
  EtsQuery query(*table->storage, table->options.kind, *spec, call.process.pid);
  Arena results;
  query.run(false, [&](EtsObject& object, Term result) {
    if (is_tuple(result) && tuple_size(result) > key_index) replacements.emplace_back(&object, copy(results, result));
    return true;
  });
  for (const auto& [object, tuple] : replacements) table->storage->replace(*object, tuple);
  call.charge((query.steps() + replacements.size()) / kObjectsPerReduction);
  return Term::small(static_cast<std::int64_t>(replacements.size()));
}

}  // namespace

void define_ets_select_natives(NativeTable& table) {
  table.add("ets", "select", 1, select_continued);
  table.add("ets", "select", 2, select);
  table.add("ets", "select", 3, select_limited);
  table.add("ets", "select_reverse", 1, select_continued);
  table.add("ets", "select_reverse", 2, select_reverse);
  table.add("ets", "select_reverse", 3, select_reverse_limited);
  table.add("ets", "match", 1, select_continued);
  table.add("ets", "match", 2, match);
  table.add("ets", "match", 3, match_limited);
  table.add("ets", "match_object", 1, select_continued);
  table.add("ets", "match_object", 2, match_object);
  table.add("ets", "match_object", 3, match_object_limited);
  table.add("ets", "match_delete", 2, match_delete);
  table.add("ets", "select_count", 2, select_count);
  table.add("ets", "select_delete", 2, select_delete);
  table.add("ets", "select_replace", 2, select_replace);
  table.add("ets", "tab2list", 1, tab2list);
  table.add("ets", "repair_continuation", 2, repair_continuation);
}

}  // namespace respawn
