/// Natives on lists: those of :erlang, and the ones of :lists that are built in.

#include <unordered_map>

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/bulk_area.hpp"
#include "term/compare.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

void charge_for_elements(NativeCall& call, std::int64_t count) { call.charge(static_cast<std::size_t>(count) / 25); }

// ---- :erlang --------------------------------------------------------------------------------------------------------

NativeResult length(NativeCall& call) {
  const std::int64_t count = list_length(call.arg(0));
  if (count < 0) return call.bad_argument(1, "not a list");
  charge_for_elements(call, count);
  return Term::small(count);
}

NativeResult head(NativeCall& call) {
  if (!call.arg(0).is_cons()) return call.bad_argument(1, "not a nonempty list");
  return call.arg(0).head();
}

NativeResult tail(NativeCall& call) {
  if (!call.arg(0).is_cons()) return call.bad_argument(1, "not a nonempty list");
  return call.arg(0).tail();
}

/// A copy of the first `count` elements, followed by `rest`.
Term copy_front(Area& area, Term list, std::int64_t count, Term rest) {
  if (count == 0) return rest;
  Word* const cells = area.allocate(kConsWords * static_cast<std::size_t>(count));
  Word* cell = cells;
  for (std::int64_t i = 0; i < count; ++i, cell += kConsWords, list = list.tail()) {
    cell[0] = list.head().word();
    cell[1] = Term::cons(cell + kConsWords).word();
  }
  cell[-1] = rest.word();
  return Term::cons(cells);
}

NativeResult append(NativeCall& call) {
  const std::int64_t count = list_length(call.arg(0));
  if (count < 0) return call.bad_argument();
  if (call.arg(1).is_nil()) return call.arg(0);
  charge_for_elements(call, count);
  return copy_front(call.heap(), call.arg(0), count, call.arg(1));
}

/// How often each value is still to be taken away.
class Removals {
 public:
  explicit Removals(Term list) {
    for (const Term value : ListRange(list)) {
      ++counts_[value];
      ++left_;
    }
  }
  bool take(Term value) {
    const auto found = counts_.find(value);
    if (found == counts_.end() || found->second == 0) return false;
    --found->second;
    --left_;
    return true;
  }
  std::size_t left() const { return left_; }

 private:
  struct Hash {
    std::size_t operator()(Term term) const { return stable_hash(term); }
  };
  struct Equal {
    bool operator()(Term a, Term b) const { return equal_exact(a, b); }
  };
  std::unordered_map<Term, std::size_t, Hash, Equal> counts_;
  std::size_t left_ = 0;
};

NativeResult subtract(NativeCall& call) {
  const Term list = call.arg(0);
  const std::int64_t count = list_length(list);
  const std::int64_t removed = list_length(call.arg(1));
  if (count < 0 || removed < 0) return call.bad_argument();
  if (count == 0 || removed == 0) return list;
  charge_for_elements(call, count + 4 * removed);
  Removals removals(call.arg(1));
  BulkArea area(call.heap());
  ListBuilder kept(area);
  Term rest = list;
  for (; rest.is_cons() && removals.left() > 0; rest = rest.tail()) {
    if (!removals.take(rest.head())) kept.add(rest.head());
  }
  return kept.finish(rest);
}

// ---- :lists ---------------------------------------------------------------------------------------------------------

/// The elements of a proper list of `count` elements, last first, in front of `rest`.
Term reversed(NativeCall& call, Term list, std::int64_t count, Term rest) {
  if (count == 0) return rest;
  charge_for_elements(call, count);
  Word* cell = call.heap().allocate(kConsWords * static_cast<std::size_t>(count));
  for (; list.is_cons(); list = list.tail(), cell += kConsWords) {
    cell[0] = list.head().word();
    cell[1] = rest.word();
    rest = Term::cons(cell);
  }
  return rest;
}

NativeResult reverse_1(NativeCall& call) {
  const Term list = call.arg(0);
  const std::int64_t count = list_length(list);
  if (count >= 0) return reversed(call, list, count, Term::nil());
  // OTP's reverse/1 takes two elements off and leaves the rest to reverse/2, where the error comes from.
  if (list.is_cons() && list.tail().is_cons()) {
    Area& area = call.heap();
    const Term turned = make_list(area, {list.tail().head(), list.head()});
    const Term arguments = make_tuple(area, {list.tail().tail(), turned});
    Function* const rest = call.services.code.function(atoms::lists, atoms::reverse, 2);
    return call.call(rest, {reinterpret_cast<const Term*>(arguments.pointer() + 1), 2});
  }
  return call.error(atoms::function_clause);
}

NativeResult reverse_2(NativeCall& call) {
  const std::int64_t count = list_length(call.arg(0));
  if (count < 0) return bad_arguments(call, {list_note(call.arg(0))});
  return reversed(call, call.arg(0), count, call.arg(1));
}

NativeResult member(NativeCall& call) {
  const Term value = call.arg(0);
  Term list = call.arg(1);
  std::int64_t passed = 0;
  for (; list.is_cons(); list = list.tail(), ++passed) {
    if (equal_exact(list.head(), value)) {
      charge_for_elements(call, passed);
      return atoms::true_;
    }
  }
  charge_for_elements(call, passed);
  if (!list.is_nil()) return bad_arguments(call, {"", list_note(call.arg(1))});
  return atoms::false_;
}

enum class KeyOutcome : std::uint8_t { found, absent, bad };

/// Looks for a tuple whose element at the given position equals the key, by `==`.
KeyOutcome find_key(NativeCall& call, Term* tuple) {
  const Term key = call.arg(0);
  const Term position = call.arg(1);
  if (!position.is_small() || position.small_value() < 1) return KeyOutcome::bad;
  const auto index = static_cast<std::size_t>(position.small_value()) - 1;
  Term list = call.arg(2);
  std::int64_t passed = 0;
  KeyOutcome outcome = KeyOutcome::absent;
  for (; list.is_cons(); list = list.tail(), ++passed) {
    *tuple = list.head();
    if (is_tuple(*tuple) && tuple_size(*tuple) > index && equal(tuple_element(*tuple, index), key)) {
      outcome = KeyOutcome::found;
      break;
    }
  }
  charge_for_elements(call, passed);
  if (outcome == KeyOutcome::absent && !list.is_nil()) return KeyOutcome::bad;
  return outcome;
}

NativeResult bad_key_arguments(NativeCall& call) {
  return bad_arguments(call, {"", integer_note(call.arg(1), 1), list_note(call.arg(2))});
}

NativeResult keyfind(NativeCall& call) {
  Term tuple;
  const KeyOutcome outcome = find_key(call, &tuple);
  if (outcome == KeyOutcome::bad) return bad_key_arguments(call);
  return outcome == KeyOutcome::found ? tuple : atoms::false_;
}

NativeResult keymember(NativeCall& call) {
  Term tuple;
  const KeyOutcome outcome = find_key(call, &tuple);
  if (outcome == KeyOutcome::bad) return bad_key_arguments(call);
  return boolean(outcome == KeyOutcome::found);
}

NativeResult keysearch(NativeCall& call) {
  Term tuple;
  const KeyOutcome outcome = find_key(call, &tuple);
  if (outcome == KeyOutcome::bad) return bad_key_arguments(call);
  if (outcome == KeyOutcome::absent) return atoms::false_;
  return make_tuple(call.heap(), {atoms::value, tuple});
}

}  // namespace

void define_list_natives(NativeTable& table) {
  table.add("erlang", "length", 1, length);
  table.add("erlang", "hd", 1, head);
  table.add("erlang", "tl", 1, tail);
  table.add("erlang", "++", 2, append);
  table.add("erlang", "--", 2, subtract);
  table.add("lists", "reverse", 1, reverse_1);
  table.add("lists", "reverse", 2, reverse_2);
  table.add("lists", "member", 2, member);
  table.add("lists", "keyfind", 3, keyfind);
  table.add("lists", "keymember", 3, keymember);
  table.add("lists", "keysearch", 3, keysearch);
}

}  // namespace respawn
