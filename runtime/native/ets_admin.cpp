/// Natives of :ets about tables as a whole: making, telling, giving away; and steps from key to key.

#include <algorithm>
#include <optional>

#include "native/ets_call.hpp"
#include "native/native_table.hpp"
#include "term/copy.hpp"
#include "term/number.hpp"

namespace respawn {

void note_denied(NativeCall& call, EtsTables::Denied denied) {
  switch (denied) {
    case EtsTables::Denied::none: break;
    case EtsTables::Denied::not_an_identifier: call.note(1, "not an atom or a table identifier"); break;
    case EtsTables::Denied::not_a_table_reference: call.note(1, "not a valid table identifier"); break;
    case EtsTables::Denied::no_such_table: call.note(1, "the table identifier does not refer to an existing ETS table"); break;
    case EtsTables::Denied::no_rights:
      call.note(1, "the table identifier refers to an ETS table with insufficient access rights");
      break;
  }
}

namespace {

using Access = EtsTables::Access;
using Found = EtsTables::Found;

struct Names {
  Term set = intern("set"), ordered_set = intern("ordered_set"), bag = intern("bag"), duplicate_bag = intern("duplicate_bag");
  Term is_public = intern("public"), is_protected = intern("protected"), is_private = intern("private");
  Term named_table = intern("named_table"), keypos = intern("keypos"), heir = intern("heir"), none = intern("none");
  Term read_concurrency = intern("read_concurrency"), write_concurrency = intern("write_concurrency");
  Term decentralized_counters = intern("decentralized_counters"), compressed = intern("compressed"), auto_ = intern("auto");
  Term id = intern("id"), owner = intern("owner"), size = intern("size"), node = intern("node"), type = intern("type");
  Term protection = intern("protection"), fixed = intern("fixed"), safe_fixed = intern("safe_fixed"), stats = intern("stats");
  Term safe_fixed_monotonic_time = intern("safe_fixed_monotonic_time"), binary = intern("binary");
};

const Names& names() {
  static const Names all;
  return all;
}

// ---- new ------------------------------------------------------------------------------------------------------------

bool read_flag(const EtsOptions&, Term option, EtsOptions* options) {
  const Names& n = names();
  if (option == n.set) options->kind = EtsKind::set;
  else if (option == n.ordered_set) options->kind = EtsKind::ordered_set;
  else if (option == n.bag) options->kind = EtsKind::bag;
  else if (option == n.duplicate_bag) options->kind = EtsKind::duplicate_bag;
  else if (option == n.is_public) options->protection = EtsProtection::is_public;
  else if (option == n.is_protected) options->protection = EtsProtection::is_protected;
  else if (option == n.is_private) options->protection = EtsProtection::is_private;
  else if (option == n.named_table) options->named = true;
  else if (option == n.compressed) options->compressed = true;
  else return false;
  return true;
}

bool read_setting(Term key, Term value, EtsOptions* options) {
  const Names& n = names();
  if (key == n.keypos) {
    if (!value.is_small() || value.small_value() < 1) return false;
    options->key_index = static_cast<std::size_t>(value.small_value() - 1);
  } else if (key == n.read_concurrency) {
    if (!is_boolean(value)) return false;
    options->read_concurrency = value;
  } else if (key == n.write_concurrency) {
    if (!is_boolean(value) && !(value == n.auto_)) return false;
    options->write_concurrency = value;
    if (value == n.auto_ && options->decentralized_counters.is_none()) options->decentralized_counters = atoms::true_;
  } else if (key == n.decentralized_counters) {
    if (!is_boolean(value)) return false;
    options->decentralized_counters = value;
  } else if (key == n.heir) {
    if (!(value == n.none)) return false;
    options->heir = Term::none();
  } else {
    return false;
  }
  return true;
}

bool read_option(Term option, EtsOptions* options) {
  if (option.is_atom()) return read_flag(*options, option, options);
  if (is_tuple_of(option, 2)) return read_setting(tuple_element(option, 0), tuple_element(option, 1), options);
  if (is_tuple_of(option, 3) && tuple_element(option, 0) == names().heir && tuple_element(option, 1).is_pid()) {
    options->heir = tuple_element(option, 1);
    options->heir_data = tuple_element(option, 2);
    return true;
  }
  return false;
}

NativeResult new_table(NativeCall& call) {
  EtsOptions options;
  Term rest = call.arg(1);
  while (rest.is_cons() && read_option(rest.head(), &options)) rest = rest.tail();
  if (!call.arg(0).is_atom()) call.note(1, "not an atom");
  else if (!rest.is_nil()) call.note(2, list_length(call.arg(1)) < 0 ? "not a list" : "invalid options");
  if (!call.argument_notes.is_nil()) return call.bad_argument();
  if (options.protection == EtsProtection::is_private) {
    // One process needs no locks.
    options.read_concurrency = options.write_concurrency = options.decentralized_counters = Term::none();
  }
  const Term identifier = ets_tables(call).create(call.arg(0), options, call.process.pid);
  if (identifier.is_none()) return call.bad_argument(1, "table name already exists");
  return identifier;
}

// ---- info -----------------------------------------------------------------------------------------------------------

Term kind_atom(EtsKind kind) {
  const Names& n = names();
  switch (kind) {
    case EtsKind::set: return n.set;
    case EtsKind::ordered_set: return n.ordered_set;
    case EtsKind::bag: return n.bag;
    case EtsKind::duplicate_bag: return n.duplicate_bag;
  }
  return n.set;
}

Term protection_atom(EtsProtection protection) {
  switch (protection) {
    case EtsProtection::is_public: return names().is_public;
    case EtsProtection::is_protected: return names().is_protected;
    case EtsProtection::is_private: return names().is_private;
  }
  return names().is_public;
}

// {{MonotonicTime, SystemTime}, [{Pid, Count}]}, with the time in the form that `item` asks for; false when not fixed.
Term fixed_information(NativeCall& call, const EtsTable& table, bool monotonic) {
  if (!table.storage->is_fixed()) return atoms::false_;
  Area& area = call.heap();
  Term time = make_integer(area, table.fixed_since);
  if (!monotonic) {
    const Nanoseconds system = call.services.start_system_time + table.fixed_since;
    time = make_tuple(area, {Term::small(system / 1'000'000'000'000'000), Term::small(system / 1'000'000'000 % 1'000'000),
                             Term::small(system / 1000 % 1'000'000)});
  }
  ListBuilder holders(area);
  for (const auto& [process, count] : table.fixed_by) holders.add(make_tuple(area, {process, Term::small(count)}));
  return make_tuple(area, {time, holders.finish()});
}

// The value of an item; none for what is none.
Term information(NativeCall& call, const EtsTable& table, Term item) {
  const Names& n = names();
  const EtsOptions& options = table.options;
  const auto setting = [](Term value) { return value.is_none() ? atoms::false_ : value; };
  if (item == n.id) return table.id;
  if (item == n.decentralized_counters) return setting(options.decentralized_counters);
  if (item == n.read_concurrency) return setting(options.read_concurrency);
  if (item == n.write_concurrency) return setting(options.write_concurrency);
  if (item == n.compressed) return boolean(options.compressed);
  if (item == atoms::memory) return Term::small(static_cast<std::int64_t>(table.memory_words()));
  if (item == n.owner) return table.owner;
  if (item == n.heir) return options.heir.is_none() ? n.none : options.heir;
  if (item == atoms::name) return table.name;
  if (item == n.size) return Term::small(static_cast<std::int64_t>(table.storage->size()));
  if (item == n.node) return atoms::nonode;
  if (item == n.named_table) return boolean(options.named);
  if (item == n.type) return kind_atom(options.kind);
  if (item == n.keypos) return Term::small(static_cast<std::int64_t>(options.key_index + 1));
  if (item == n.protection) return protection_atom(options.protection);
  if (item == n.fixed) return boolean(table.storage->is_fixed());
  if (item == n.safe_fixed) return fixed_information(call, table, false);
  if (item == n.safe_fixed_monotonic_time) return fixed_information(call, table, true);
  if (item == n.binary) return Term::nil();
  return Term::none();
}

NativeResult info_of(NativeCall& call) {
  const Found table = find_table(call, Access::know);
  if (!table) return table.denied() == EtsTables::Denied::no_such_table ? NativeResult(atoms::undefined) : deny(call, table);
  const Names& n = names();
  ListBuilder list(call.heap());
  for (const Term item : {n.id, n.decentralized_counters, n.read_concurrency, n.write_concurrency, n.compressed, atoms::memory, n.owner,
                          n.heir, atoms::name, n.size, n.node, n.named_table, n.type, n.keypos, n.protection}) {
    list.add(make_tuple(call.heap(), {item, information(call, *table, item)}));
  }
  return list.finish();
}

NativeResult info_item(NativeCall& call) {
  const Found table = find_table(call, Access::know);
  if (!table) {
    const bool unknown = table.denied() == EtsTables::Denied::no_such_table && !(call.arg(1) == names().binary);
    return unknown ? NativeResult(atoms::undefined) : deny(call, table);
  }
  const Term value = information(call, *table, call.arg(1));
  return value.is_none() ? call.bad_argument(2, "not a valid info item") : NativeResult(value);
}

NativeResult all(NativeCall& call) {
  const std::vector<Term> identifiers = ets_tables(call).all();
  return make_list(call.heap(), std::span<const Term>(identifiers));
}

NativeResult whereis(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument(1, "invalid table name (must be an atom)");
  const Found table = find_table(call, Access::know);
  return table ? table->id : atoms::undefined;
}

// ---- changing -------------------------------------------------------------------------------------------------------

NativeResult delete_table(NativeCall& call) {
  Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  call.charge(table->storage->size() / kObjectsPerReduction);
  ets_tables(call).remove(table);
  return atoms::true_;
}

NativeResult rename(NativeCall& call) {
  const bool good = call.arg(1).is_atom();
  if (!good) call.note(2, "invalid table name (must be an atom)");
  const Found table = find_table(call, Access::write);
  if (!table) return deny(call, table);
  if (!good) return call.bad_argument();
  if (!ets_tables(call).rename(*table, call.arg(1))) return call.bad_argument(2, "table name already exists");
  return table->options.named ? table->name : table->id;
}

// One option or a list of them, each at most once.
bool read_changes(Term argument, EtsOptions* options) {
  std::vector<Term> changes;
  if (!argument.is_list()) changes.push_back(argument);
  for (; argument.is_cons(); argument = argument.tail()) changes.push_back(argument.head());
  if (changes.empty() || (changes.size() > 0 && !argument.is_nil() && argument.is_list())) return argument.is_nil();
  bool has_heir = false;
  bool has_protection = false;
  for (const Term change : changes) {
    if (!is_tuple(change) || tuple_size(change) < 2) return false;
    bool& seen = tuple_element(change, 0) == names().protection ? has_protection : has_heir;
    if (seen) return false;
    seen = true;
    if (&seen == &has_protection) {
      const EtsKind kind = options->kind;
      const Term value = tuple_element(change, 1);
      const bool known = value == names().is_public || value == names().is_protected || value == names().is_private;
      if (tuple_size(change) != 2 || !known || !read_flag(*options, value, options)) return false;
      options->kind = kind;
    } else if (!(tuple_element(change, 0) == names().heir) || !read_option(change, options)) {
      return false;
    }
  }
  return true;
}

// Why a process that is not the owner may not do what only owners may: of a table that all may change, that is not for lack
// of rights.
NativeResult deny_stranger(NativeCall& call, const Found& found, std::string_view otherwise) {
  if (found.denied() == EtsTables::Denied::no_rights && find_table(call, Access::write)) return call.bad_argument(2, otherwise);
  return deny(call, found);
}

NativeResult setopts(NativeCall& call) {
  const Found table = find_table(call, Access::own);
  if (!table) return deny_stranger(call, table, "invalid options");
  EtsOptions changed = table->options;
  const bool is_improper = call.arg(1).is_cons() && list_length(call.arg(1)) < 0;
  if (is_improper || !read_changes(call.arg(1), &changed)) return call.bad_argument(2, "invalid options");
  auto heir_data = std::make_unique<Arena>();
  if (!changed.heir_data.is_none()) changed.heir_data = copy(*heir_data, changed.heir_data);
  table->options = changed;
  table->heir_data = std::move(heir_data);
  return atoms::true_;
}

NativeResult give_away(NativeCall& call) {
  const Term to = call.arg(1);
  if (!to.is_pid()) call.note(2, "not a pid");
  Found table = find_table(call, Access::own);
  if (!table) return deny_stranger(call, table, "the current process is not the owner");
  if (!to.is_pid()) return call.bad_argument();
  if (to == table->owner) return call.bad_argument(2, "the process is already the owner of the table");
  if (!ets_tables(call).give_away(*table, to)) return call.bad_argument(2, "the pid refers to a terminated process");
  const Term identifier = table->options.named ? table->name : table->id;
  table.unlock();
  call.services.post_office.send_message(&call.process, to, make_transfer_message(call.heap(), identifier, call.process.pid, call.arg(2)));
  return atoms::true_;
}

NativeResult safe_fixtable(NativeCall& call) {
  const Found table = ets_tables(call).find_exclusive(call.arg(0), call.process.pid, Access::read);
  if (!table) return deny(call, table);
  if (!is_boolean(call.arg(1))) return call.bad_argument(2, "not a boolean value");
  if (call.arg(1) == atoms::true_) ets_tables(call).fix(*table, call.process.pid, call.services.now());
  else ets_tables(call).release(*table, call.process.pid);
  return atoms::true_;
}

// ---- steps ----------------------------------------------------------------------------------------------------------

NativeResult key_or_end(NativeCall& call, EtsTable& table, EtsObject* object) {
  return object == nullptr ? kEndOfTable : copy(call.heap(), table.storage->key_of(*object));
}

NativeResult first(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  return table ? key_or_end(call, *table, table->storage->first()) : deny(call, table);
}
NativeResult last(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  return table ? key_or_end(call, *table, table->storage->last()) : deny(call, table);
}

NativeResult step(NativeCall& call, EtsObject* (EtsStorage::*to)(Term, bool*)) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  bool known = false;
  EtsObject* const object = ((*table->storage).*to)(call.arg(1), &known);
  if (!known) return call.bad_argument(2, "not a key that exists in the table");
  return key_or_end(call, *table, object);
}
NativeResult next(NativeCall& call) { return step(call, &EtsStorage::next); }
NativeResult prev(NativeCall& call) { return step(call, &EtsStorage::previous); }

NativeResult slot(NativeCall& call) {
  const Found table = find_table(call, Access::read);
  if (!table) return deny(call, table);
  class Collector final : public EtsVisitor {
   public:
    explicit Collector(Area& area) : area_(area), list_(area) {}
    bool visit(EtsObject& object) override {
      list_.add(copy(area_, object.tuple));
      return true;
    }
    Term finish() { return list_.finish(); }

   private:
    Area& area_;
    ListBuilder list_;
  };
  Collector objects(call.heap());
  bool at_end = false;
  const Term number = call.arg(1);
  if (!number.is_small() || number.small_value() < 0 ||
      !table->storage->visit_slot(static_cast<std::size_t>(number.small_value()), objects, &at_end)) {
    return call.bad_argument(2, "out of range");
  }
  return at_end ? kEndOfTable : objects.finish();
}

}  // namespace

void define_ets_table_natives(NativeTable& table) {
  table.add("ets", "new", 2, new_table);
  table.add("ets", "info", 1, info_of);
  table.add("ets", "info", 2, info_item);
  table.add("ets", "all", 0, all);
  table.add("ets", "whereis", 1, whereis);
  table.add("ets", "delete", 1, delete_table);
  table.add("ets", "rename", 2, rename);
  table.add("ets", "setopts", 2, setopts);
  table.add("ets", "give_away", 3, give_away);
  table.add("ets", "safe_fixtable", 2, safe_fixtable);
  table.add("ets", "first", 1, first);
  table.add("ets", "last", 1, last);
  table.add("ets", "next", 2, next);
  table.add("ets", "prev", 2, prev);
  table.add("ets", "slot", 2, slot);
}

}  // namespace respawn
