/// Natives of :ets that read and write single objects.

#include <algorithm>
#include <optional>

#include "native/ets_call.hpp"
#include "native/native_table.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

using Access = EtsTables::Access;
using Found = EtsTables::Found;

constexpr std::string_view kNoSuchKey = "not a key that exists in the table";
constexpr std::string_view kWrongKind = "the table identifier refers to an ETS table of a type not supported by this operation";
constexpr std::string_view kNotElements = "is not a valid element specification";
constexpr std::string_view kNotUpdate = "not a valid update operation";

// Collects copies of the objects that it is shown, in order.
class CopyAll final : public EtsVisitor {
 public:
  explicit CopyAll(Area& area) : area_(area), list_(area) {}
  bool visit(EtsObject& object) override {
    list_.add(copy(area_, object.tuple));
    return true;
  }
  Term finish() { return list_.finish(); }

 private:
  Area& area_;
  ListBuilder list_;
};

bool is_single(const EtsTable& table) { return table.options.kind == EtsKind::set || table.options.kind == EtsKind::ordered_set; }

// ---- insert ---------------------------------------------------------------------------------------------------------

bool is_object(Term term) { return is_tuple(term) && tuple_size(term) > 0; }

// The objects that an argument of insert stands for; nothing, and a note, when it is no such thing.
bool read_objects(NativeCall& call, Term argument, std::vector<Term>* objects) {
  if (argument.is_list()) {
    for (; argument.is_cons() && is_object(argument.head()); argument = argument.tail()) objects->push_back(argument.head());
    if (!argument.is_nil()) call.note(2, "not a non-empty tuple or a list of non-empty tuples");
    return argument.is_nil();
  }
  if (!is_object(argument)) call.note(2, is_tuple(argument) ? "is an empty tuple" : "not a tuple");
  else objects->push_back(argument);
  return is_object(argument);
}

bool have_keys(const EtsTable& table, const std::vector<Term>& objects) {
  return std::all_of(objects.begin(), objects.end(), [&](Term object) { return tuple_size(object) > table.options.key_index; });
}

bool is_full(NativeCall& call, const EtsTable& table) { return table.memory_words() > call.services.limits.table_bytes / sizeof(Word); }

void insert_all(EtsTable& table, std::vector<Term>& objects) {
  // OTP puts a list of objects into a bag from its end.
  if (table.options.kind == EtsKind::bag) std::reverse(objects.begin(), objects.end());
  for (const Term object : objects) table.storage->insert(object);
}

NativeResult insert(NativeCall& call) {
  std::vector<Term> objects;
  if (is_object(call.arg(1))) {
    // The common case, without a list of one.
    const Found table = find_table(call, Access::write);
    if (!table) return deny(call, table);
    if (tuple_size(call.arg(1)) <= table->options.key_index) return call.bad_argument();
    if (is_full(call, *table)) return call.error(atoms::system_limit);
    table->storage->insert(call.arg(1));
    return atoms::true_;
  }
  const bool good = read_objects(call, call.arg(1), &objects);
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (!good) return call.bad_argument();
  if (!have_keys(*table, objects)) return call.bad_argument();
  if (is_full(call, *table)) return call.error(atoms::system_limit);
  call.charge(objects.size() / kObjectsPerReduction);
  insert_all(*table, objects);
  return atoms::true_;
}

NativeResult insert_new(NativeCall& call) {
  std::vector<Term> objects;
  const bool good = read_objects(call, call.arg(1), &objects);
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (!good) return call.bad_argument();
  if (!have_keys(*table, objects)) return call.bad_argument();
  call.charge(objects.size() / kObjectsPerReduction);
  const bool taken = std::any_of(objects.begin(), objects.end(), [&](Term object) {
    return table->storage->find(tuple_element(object, table->options.key_index)) != nullptr;
  });
  if (!taken && is_full(call, *table)) return call.error(atoms::system_limit);
  if (!taken) insert_all(*table, objects);
  return boolean(!taken);
}

// ---- lookup ---------------------------------------------------------------------------------------------------------

NativeResult lookup(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  CopyAll copies(call.heap());
  table->storage->for_key(call.arg(1), EtsStorage::Order::oldest_first, copies);
  return copies.finish();
}

NativeResult member(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  return boolean(table->storage->find(call.arg(1)) != nullptr);
}

// The elements at one position of the objects that it is shown.
class CopyElements final : public EtsVisitor {
 public:
  CopyElements(Area& area, std::size_t index) : area_(area), index_(index), list_(area) {}
  bool visit(EtsObject& object) override {
    too_small_ = too_small_ || tuple_size(object.tuple) <= index_;
    if (!too_small_) list_.add(copy(area_, tuple_element(object.tuple, index_)));
    return !too_small_;
  }
  bool too_small() const { return too_small_; }
  Term finish() { return list_.finish(); }

 private:
  Area& area_;
  std::size_t index_;
  bool too_small_ = false;
  ListBuilder list_;
};

NativeResult lookup_element(NativeCall& call) {
  const Term position = call.arg(2);
  bool good = false;
  if (!is_integer(position)) call.note(3, "not an integer");
  else if (is_negative(position) || position == Term::small(0)) call.note(3, "out of range");
  else good = true;
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  if (!good) return call.bad_argument();
  if (table->storage->find(call.arg(1)) == nullptr) return call.bad_argument(2, kNoSuchKey);
  CopyElements elements(call.heap(), position.is_small() ? static_cast<std::size_t>(position.small_value() - 1) : ~std::size_t{0});
  table->storage->for_key(call.arg(1), EtsStorage::Order::oldest_first, elements);
  if (elements.too_small()) return call.bad_argument(3, "position is greater than the size of the object");
  return is_single(*table) ? elements.finish().head() : elements.finish();
}

// ---- delete ---------------------------------------------------------------------------------------------------------

NativeResult delete_key(NativeCall& call) {
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  table->storage->erase_key(call.arg(1));
  return atoms::true_;
}

NativeResult delete_object(NativeCall& call) {
  const bool good = is_object(call.arg(1));
  if (!good) call.note(2, is_tuple(call.arg(1)) ? "is an empty tuple" : "not a tuple");
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (!good || tuple_size(call.arg(1)) <= table->options.key_index) return call.bad_argument();
  table->storage->erase_equal(call.arg(1));
  return atoms::true_;
}

NativeResult delete_all_objects(NativeCall& call) {
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  call.charge(table->storage->size() / kObjectsPerReduction);
  table->storage->clear();
  return atoms::true_;
}

NativeResult take(NativeCall& call) {
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  CopyAll copies(call.heap());
  table->storage->for_key(call.arg(1), EtsStorage::Order::oldest_first, copies);
  table->storage->erase_key(call.arg(1));
  return copies.finish();
}

// ---- update ---------------------------------------------------------------------------------------------------------

// A tuple under change, and the object it comes from. Elements may be replaced by terms of the caller's.
class Draft {
 public:
  Draft(Term tuple, EtsObject* object) : object_(object) {
    for (std::size_t i = 0; i < tuple_size(tuple); ++i) elements_.push_back(tuple_element(tuple, i));
  }
  std::size_t size() const { return elements_.size(); }
  Term operator[](std::size_t index) const { return elements_[index]; }
  void set(std::size_t index, Term value) {
    only_immediates_ = only_immediates_ && value.is_immediate() && elements_[index].is_immediate();
    elements_[index] = value;
    changed_.push_back(index);
  }
  void store(EtsStorage& storage) {
    if (object_ != nullptr && object_->words != 0 && only_immediates_) {
      // The object itself is nobody else's.
      for (const std::size_t index : changed_) object_->tuple.mutable_pointer()[1 + index] = elements_[index].word();
      return;
    }
    MatchArea area;
    const Term tuple = respawn::make_tuple(area, std::span<const Term>(elements_));
    if (object_ != nullptr) storage.replace(*object_, tuple);
    else storage.insert(tuple);
  }

 private:
  EtsObject* object_;
  std::vector<Term> elements_;
  std::vector<std::size_t> changed_;
  bool only_immediates_ = true;
};

// An update of one counter: position and increment, and perhaps a bound and the value that is set beyond it.
struct CounterUpdate {
  Term position = Term::none();  // none: the one after the key
  Term increment = Term::none();
  Term bound = Term::none();
  Term beyond = Term::none();
};

std::optional<CounterUpdate> read_update(Term term) {
  CounterUpdate update;
  if (is_integer(term)) {
    update.increment = term;
    return update;
  }
  const std::size_t size = is_tuple(term) ? tuple_size(term) : 0;
  if (size != 2 && size != 4) return std::nullopt;
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_integer(tuple_element(term, i))) return std::nullopt;
  }
  update.position = tuple_element(term, 0);
  update.increment = tuple_element(term, 1);
  if (size == 4) {
    update.bound = tuple_element(term, 2);
    update.beyond = tuple_element(term, 3);
  }
  return update;
}

bool read_updates(Term argument, std::vector<CounterUpdate>* updates) {
  if (!argument.is_list()) {
    const auto update = read_update(argument);
    if (update) updates->push_back(*update);
    return update.has_value();
  }
  for (; argument.is_cons(); argument = argument.tail()) {
    const auto update = is_tuple(argument.head()) ? read_update(argument.head()) : std::nullopt;
    if (!update) return false;
    updates->push_back(*update);
  }
  return argument.is_nil();
}

// The index that a position from 1 means; the size when it is outside.
std::size_t index_of(Term position, std::size_t size) {
  if (!position.is_small() || position.small_value() < 1) return size;
  return std::min(size, static_cast<std::size_t>(position.small_value() - 1));
}

// Null when done; else what is wrong with it.
const char* update_one(Area& area, Draft& draft, std::size_t key_index, const CounterUpdate& update) {
  const std::size_t index = update.position.is_none() ? std::min(key_index + 1, draft.size()) : index_of(update.position, draft.size());
  if (index == draft.size()) return "the position in the update operation is out of range";
  if (index == key_index) return "the position is the same as the key position";
  if (!is_integer(draft[index])) return "the value in the given position, in the object, is not an integer";
  Term value = number_add(area, draft[index], update.increment);
  if (!update.bound.is_none()) {
    const int order = compare(value, update.bound);
    if (is_negative(update.increment) ? order < 0 : order > 0) value = update.beyond;
  }
  draft.set(index, value);
  return nullptr;
}

NativeResult update_counter(NativeCall& call) {
  const bool has_default = call.function->arity == 4;
  std::vector<CounterUpdate> updates;
  const bool good = read_updates(call.arg(2), &updates);
  const Found table = find_table(call, Access::write);
  if (!table) {
    if (!good) call.note(3, kNotUpdate);
    return deny(call, table);
  }
  if (has_default && !is_tuple(call.arg(3))) return call.bad_argument(4, "not a tuple");
  if (!is_single(*table)) call.note(1, kWrongKind);
  EtsObject* object = is_single(*table) ? table->storage->find(call.arg(1)) : nullptr;
  if (is_single(*table) && object == nullptr && !has_default) call.note(2, kNoSuchKey);
  if (!good && (is_single(*table) || !has_default)) call.note(3, kNotUpdate);
  if (!call.argument_notes.is_nil()) return call.bad_argument();

  const std::size_t key_index = table->options.key_index;
  Draft draft(object != nullptr ? object->tuple : call.arg(3), object);
  if (object == nullptr) {
    if (draft.size() <= key_index) return call.bad_argument(3, "the position in the update operation is out of range");
    draft.set(key_index, call.arg(1));
  }
  std::vector<Term> values;
  for (const CounterUpdate& update : updates) {
    if (const char* wrong = update_one(call.heap(), draft, key_index, update)) return call.bad_argument(3, wrong);
    const std::size_t index = update.position.is_none() ? key_index + 1 : index_of(update.position, draft.size());
    values.push_back(copy(call.heap(), draft[index]));  // it may still lie in the object, which is about to go
  }
  draft.store(*table->storage);
  return call.arg(2).is_list() ? make_list(call.heap(), std::span<const Term>(values)) : values[0];
}

NativeResult update_element(NativeCall& call) {
  std::vector<std::pair<Term, Term>> changes;
  Term rest = call.arg(2);
  bool good = true;
  const auto add = [&](Term change) {
    good = good && is_tuple_of(change, 2) && is_integer(tuple_element(change, 0)) && !is_negative(tuple_element(change, 0)) &&
           !(tuple_element(change, 0) == Term::small(0));
    if (good) changes.emplace_back(tuple_element(change, 0), tuple_element(change, 1));
  };
  if (rest.is_list()) {
    for (; rest.is_cons() && good; rest = rest.tail()) add(rest.head());
    good = good && rest.is_nil();
  } else {
    add(rest);
  }
  const Found table = find_table(call, Access::write);
  if (!table) {
    if (!good) call.note(3, kNotElements);
    return deny(call, table);
  }
  if (!is_single(*table)) return call.bad_argument(3, good ? "out of range" : kNotElements);
  EtsObject* object = table->storage->find(call.arg(1));
  if (object == nullptr) return atoms::false_;
  if (!good) return call.bad_argument(3, kNotElements);
  Draft draft(object->tuple, object);
  for (const auto& [position, value] : changes) {
    const std::size_t index = index_of(position, draft.size());
    if (index == draft.size()) return call.bad_argument(3, "out of range");
    if (index == table->options.key_index) return call.bad_argument(3, "the position is the same as the key position");
    draft.set(index, value);
  }
  draft.store(*table->storage);
  return atoms::true_;
}

}  // namespace

void define_ets_access_natives(NativeTable& table) {
  table.add("ets", "insert", 2, insert);
  table.add("ets", "insert_new", 2, insert_new);
  table.add("ets", "lookup", 2, lookup);
  table.add("ets", "lookup_element", 3, lookup_element);
  table.add("ets", "member", 2, member);
  table.add("ets", "delete", 2, delete_key);
  table.add("ets", "delete_object", 2, delete_object);
  table.add("ets", "delete_all_objects", 1, delete_all_objects);
  table.add("ets", "take", 2, take);
  table.add("ets", "update_counter", 3, update_counter);
  table.add("ets", "update_counter", 4, update_counter);
  table.add("ets", "update_element", 3, update_element);
}

}  // namespace respawn
