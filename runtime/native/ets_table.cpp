#include "native/ets_table.hpp"

#include <algorithm>

#include "term/atom.hpp"
#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

// References of tables have a bit of their own: 1 | place:21 | serial:32. Plain references never get that far.
constexpr Word kTableBit = Word{1} << 53;
constexpr unsigned kPlaceShift = 32;

bool is_table_reference(Term term) { return term.is_reference() && term.payload() >> 53 == 1; }
std::uint32_t place_of(Term reference) { return static_cast<std::uint32_t>(reference.payload() >> kPlaceShift & 0x1FFFFF); }

// Compiled specifications have another: 1 | number.
constexpr Word kSpecBit = Word{1} << 52;

constexpr std::size_t kHashTableWords = 305;  // what OTP tells for empty tables
constexpr std::size_t kTreeWords = 139;
constexpr std::size_t kLocksWords = 1072;  // of tables for many writers
constexpr std::size_t kAutomaticLocksWords = 1122;
constexpr std::size_t kManyWritersStride = 64;

const Term kAuto = intern("auto");
const Term kTransfer = intern("ETS-TRANSFER");

Term identifier_of(const EtsTable& table) { return table.options.named ? table.name : table.id; }

std::uint32_t serial_of(Term reference) { return static_cast<std::uint32_t>(reference.payload()); }

}  // namespace

Term make_transfer_message(Area& area, Term table, Term from, Term data) { return make_tuple(area, {kTransfer, table, from, data}); }

std::size_t EtsTable::memory_words() const {
  std::size_t words = options.kind == EtsKind::ordered_set ? kTreeWords : kHashTableWords;
  if (options.kind != EtsKind::ordered_set) {
    if (options.write_concurrency == kAuto) words += kAutomaticLocksWords;
    else if (options.write_concurrency == atoms::true_) words += kLocksWords;
  }
  return words + storage->index_words() + storage->object_words();
}

// ---- names ----------------------------------------------------------------------------------------------------------

EtsTables::NameIndex::NameIndex() {
  all_.push_back(std::make_unique<Entries>(64));
  current_.store(all_.back().get());
}

EtsTables::NameIndex::Entry& EtsTables::NameIndex::locate(const Entries& entries, Term name) {
  std::size_t at = std::hash<Term>()(name);
  for (;; ++at) {
    Entry& entry = entries.entries[at & (entries.capacity - 1)];
    const Word there = entry.name.load(std::memory_order_acquire);
    if (there == name.word() || there == 0) return entry;
  }
}

std::uint32_t EtsTables::NameIndex::find(Term name) const {
  const Entry& entry = locate(*current_.load(std::memory_order_acquire), name);
  return entry.name.load(std::memory_order_acquire) == 0 ? kNowhere : entry.place.load(std::memory_order_acquire);
}

void EtsTables::NameIndex::set(Term name, std::uint32_t place) {
  Entries* entries = current_.load(std::memory_order_relaxed);
  Entry* entry = &locate(*entries, name);
  if (entry->name.load(std::memory_order_relaxed) == 0 && entries->used * 2 >= entries->capacity) {
    auto larger = std::make_unique<Entries>(entries->capacity * 2);
    for (std::size_t i = 0; i < entries->capacity; ++i) {
      const Word old_name = entries->entries[i].name.load(std::memory_order_relaxed);
      const std::uint32_t old_place = entries->entries[i].place.load(std::memory_order_relaxed);
      if (old_name == 0 || old_place == kNowhere) continue;
      Entry& moved = locate(*larger, Term(old_name));
      moved.name.store(old_name, std::memory_order_relaxed);
      moved.place.store(old_place, std::memory_order_relaxed);
      ++larger->used;
    }
    entries = larger.get();
    all_.push_back(std::move(larger));
    current_.store(entries, std::memory_order_release);
    entry = &locate(*entries, name);
  }
  entry->place.store(place, std::memory_order_release);
  if (entry->name.load(std::memory_order_relaxed) == 0) {
    ++entries->used;
    entry->name.store(name.word(), std::memory_order_release);
  }
}

// ---- finding --------------------------------------------------------------------------------------------------------

EtsTables::EtsTables(PostOffice& post_office)
    : post_office_(post_office), marks_(std::make_unique<std::atomic<Word>[]>(kMarkBits / 64)) {}

EtsTables::~EtsTables() {
  for (auto& chunk : chunks_) delete[] chunk.load();
}

EtsTable* EtsTables::at_place(std::uint32_t place) const {
  if (place / kChunkTables >= kChunksMax) return nullptr;
  EtsTable* const chunk = chunks_[place / kChunkTables].load(std::memory_order_acquire);
  return chunk == nullptr ? nullptr : &chunk[place % kChunkTables];
}

EtsTables::Found EtsTables::lock(Term identifier, bool exclusive) {
  std::uint32_t place = NameIndex::kNowhere;
  if (identifier.is_atom()) place = names_.find(identifier);
  else if (is_table_reference(identifier)) place = place_of(identifier);
  else return Found(identifier.is_reference() ? Denied::not_a_table_reference : Denied::not_an_identifier);
  EtsTable* const table = place == NameIndex::kNowhere ? nullptr : at_place(place);
  if (table == nullptr) return Found(Denied::no_such_table);
  Found found(*table, exclusive);
  const bool meant = identifier.is_atom() ? !table->id.is_none() && table->options.named && table->name == identifier : table->id == identifier;
  if (!meant) {
    found.unlock();
    found.denied_ = Denied::no_such_table;
  }
  return found;
}

EtsTables::Found EtsTables::find(Term identifier, Term process, Access access) {
  Found found = lock(identifier, access == Access::write || access == Access::own);
  if (!found || access == Access::know || found->owner == process) return found;
  const EtsProtection protection = found->options.protection;
  const bool allowed = access == Access::write  ? protection == EtsProtection::is_public
                       : access == Access::read && protection != EtsProtection::is_private;
  if (!allowed) {
    found.unlock();
    found.denied_ = Denied::no_rights;
  }
  return found;
}

EtsTables::Found EtsTables::find_exclusive(Term identifier, Term process, Access access) {
  Found found = lock(identifier, true);
  if (found && access == Access::read && !(found->owner == process) && found->options.protection == EtsProtection::is_private) {
    found.unlock();
    found.denied_ = Denied::no_rights;
  }
  return found;
}

// ---- coming and going -----------------------------------------------------------------------------------------------

// The registry is locked.
EtsTable& EtsTables::free_place() {
  if (!free_.empty()) {
    const std::uint32_t place = free_.front();
    free_.pop_front();
    return *at_place(place);
  }
  auto& chunk = chunks_[places_ / kChunkTables];
  if (chunk.load(std::memory_order_relaxed) == nullptr) {
    auto* tables = new EtsTable[kChunkTables];
    for (std::uint32_t i = 0; i < kChunkTables; ++i) tables[i].place = places_ + i;
    chunk.store(tables, std::memory_order_release);
  }
  return *at_place(places_++);
}

Term EtsTables::create(Term name, const EtsOptions& options, Term owner) {
  EtsTable* table = nullptr;
  Term id;
  {
    std::lock_guard registry(mutex_);
    if (options.named && names_.find(name) != NameIndex::kNowhere) return Term::none();
    if (free_.empty() && places_ == kChunksMax * kChunkTables) return Term::none();
    table = &free_place();
    id = Term::reference(kTableBit | static_cast<Word>(table->place) << kPlaceShift | ++serial_);
    in_use_.emplace(serial_, id);
    holdings_[owner].owned.emplace(serial_, id);
    if (options.named) names_.set(name, table->place);
  }
  mark(owner);
  // Nobody knows the reference yet, and who comes by the name waits for the lock or finds no table.
  std::unique_lock lock(table->mutex);
  table->name = name;
  table->owner = owner;
  table->options = options;
  if (!options.heir_data.is_none()) {
    table->heir_data = std::make_unique<Arena>();
    table->options.heir_data = copy(*table->heir_data, options.heir_data);
  }
  const bool many_writers = options.write_concurrency == atoms::true_ || options.write_concurrency == kAuto;
  table->storage = EtsStorage::create(options.kind, options.key_index, many_writers ? kManyWritersStride : 1);
  table->id = id;
  return options.named ? name : id;
}

// Makes a locked place free. What the table held is dropped after the place is given back.
void EtsTables::empty(EtsTable& table) {
  std::lock_guard registry(mutex_);
  const std::uint32_t serial = serial_of(table.id);
  in_use_.erase(serial);
  forget_owner(table);
  for (const auto& [process, count] : table.fixed_by) {
    if (const auto holder = holdings_.find(process); holder != holdings_.end()) holder->second.fixed.erase(serial);
  }
  if (table.options.named) names_.set(table.name, NameIndex::kNowhere);
  table.id = Term::none();
  table.fixed_by.clear();
  free_.push_back(table.place);
}

// The registry is locked.
void EtsTables::forget_owner(const EtsTable& table) {
  if (const auto holder = holdings_.find(table.owner); holder != holdings_.end()) holder->second.owned.erase(serial_of(table.id));
}

void EtsTables::remove(Found& found) {
  const std::unique_ptr<EtsStorage> storage = std::move(found->storage);
  const std::unique_ptr<Arena> heir_data = std::move(found->heir_data);
  empty(*found);
  found.unlock();
}

bool EtsTables::rename(EtsTable& table, Term name) {
  if (table.options.named) {
    std::lock_guard registry(mutex_);
    if (names_.find(name) != NameIndex::kNowhere) return false;
    names_.set(table.name, NameIndex::kNowhere);
    names_.set(name, table.place);
  }
  table.name = name;
  return true;
}

bool EtsTables::give_away(EtsTable& table, Term pid) {
  const Term from = table.owner;
  {
    std::lock_guard registry(mutex_);
    forget_owner(table);
    holdings_[pid].owned.emplace(serial_of(table.id), table.id);
  }
  mark(pid);
  table.owner = pid;
  // A process that ends closes its inbox before it looks for its tables: who is seen alive here will find this one.
  if (post_office_.table.is_alive(pid)) return true;
  std::lock_guard registry(mutex_);
  forget_owner(table);
  holdings_[from].owned.emplace(serial_of(table.id), table.id);
  table.owner = from;
  return false;
}

void EtsTables::fix(EtsTable& table, Term process, Nanoseconds now) {
  if (!table.storage->is_fixed()) table.fixed_since = now;
  table.storage->fix();
  const auto found = std::find_if(table.fixed_by.begin(), table.fixed_by.end(), [&](const auto& entry) { return entry.first == process; });
  if (found != table.fixed_by.end()) {
    ++found->second;
    return;
  }
  table.fixed_by.emplace_back(process, 1);
  {
    std::lock_guard registry(mutex_);
    holdings_[process].fixed.emplace(serial_of(table.id), table.id);
  }
  mark(process);
}

bool EtsTables::release(EtsTable& table, Term process) {
  const auto found = std::find_if(table.fixed_by.begin(), table.fixed_by.end(), [&](const auto& entry) { return entry.first == process; });
  if (found == table.fixed_by.end()) return false;
  table.storage->release();
  if (--found->second != 0) return true;
  table.fixed_by.erase(found);
  std::lock_guard registry(mutex_);
  if (const auto holder = holdings_.find(process); holder != holdings_.end()) holder->second.fixed.erase(serial_of(table.id));
  return true;
}

// ---- the end of a process -------------------------------------------------------------------------------------------

void EtsTables::mark(Term process) {
  const std::size_t bit = process.pid_slot() % kMarkBits;
  marks_[bit / 64].fetch_or(Word{1} << bit % 64, std::memory_order_seq_cst);
}

bool EtsTables::is_marked(Term process) const {
  const std::size_t bit = process.pid_slot() % kMarkBits;
  return (marks_[bit / 64].load(std::memory_order_seq_cst) >> bit % 64 & 1) != 0;
}

void EtsTables::process_ended(Process& process) {
  if (!is_marked(process.pid)) return;
  Holdings left;
  {
    std::lock_guard registry(mutex_);
    const auto found = holdings_.find(process.pid);
    if (found == holdings_.end()) return;
    left = std::move(found->second);
    holdings_.erase(found);
  }
  release_all(process.pid, left.fixed);
  take_owned(process, left.owned);
}

void EtsTables::release_all(Term process, const References& tables) {
  for (const auto& [serial, id] : tables) {
    Found found = lock(id, true);
    if (!found) continue;
    auto& fixed_by = found->fixed_by;
    const auto entry = std::find_if(fixed_by.begin(), fixed_by.end(), [&](const auto& each) { return each.first == process; });
    if (entry == fixed_by.end()) continue;
    for (std::uint32_t i = 0; i < entry->second; ++i) found->storage->release();
    fixed_by.erase(entry);
  }
}

void EtsTables::take_owned(Process& process, const References& tables) {
  for (const auto& [serial, id] : tables) {
    Found found = lock(id, true);
    if (!found || !(found->owner == process.pid)) continue;
    const Term heir = found->options.heir;
    if (!heir.is_none() && !(heir == process.pid) && give_away(*found, heir)) {
      Arena arena;
      const Term message = make_transfer_message(arena, identifier_of(*found), process.pid, copy(arena, found->options.heir_data));
      found.unlock();
      post_office_.send_message(&process, heir, message);
    } else {
      remove(found);
    }
  }
}

// ---- all of them ----------------------------------------------------------------------------------------------------

std::vector<Term> EtsTables::all() {
  std::vector<Term> ids;
  {
    std::lock_guard registry(mutex_);
    for (auto each = in_use_.rbegin(); each != in_use_.rend(); ++each) ids.push_back(each->second);
  }
  std::vector<Term> result;
  for (const Term id : ids) {
    if (const Found found = lock(id, false)) result.push_back(identifier_of(*found));
  }
  return result;
}

std::size_t EtsTables::count() {
  std::lock_guard registry(mutex_);
  return in_use_.size();
}

std::size_t EtsTables::memory_bytes() {
  References tables;
  {
    std::lock_guard registry(mutex_);
    tables = in_use_;
  }
  std::size_t words = 0;
  for (const auto& [serial, id] : tables) {
    if (const Found found = lock(id, false)) words += found->memory_words();
  }
  return words * sizeof(Word);
}

std::optional<Term> EtsTables::compile_spec(Term spec) {
  std::lock_guard registry(mutex_);
  auto& candidates = spec_references_[stable_hash(spec)];
  for (const auto& [known, reference] : candidates) {
    if (equal_exact(known, spec)) return reference;
  }
  auto compiled = MatchSpec::compile(spec);
  if (compiled == nullptr) return std::nullopt;
  const Term reference = Term::reference(kSpecBit | specs_.size());
  candidates.emplace_back(copy(spec_terms_, spec), reference);
  specs_.emplace(reference, std::move(compiled));
  return reference;
}

const MatchSpec* EtsTables::compiled_spec(Term reference) {
  std::lock_guard registry(mutex_);
  const auto found = specs_.find(reference);
  return found == specs_.end() ? nullptr : found->second.get();
}

}  // namespace respawn
