#include "native/shared_cells.hpp"

#include <cstdlib>

#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/hash.hpp"

namespace respawn {

// ---- arrays ---------------------------------------------------------------------------------------------------------

std::unique_ptr<CellArray> CellArray::create(Kind kind, std::size_t size) {
  constexpr std::size_t kCellsMax = std::size_t{1} << 36;
  constexpr std::size_t kCellsPerLine = 64 / sizeof(Cell);
  if (size > kCellsMax) return nullptr;
  const std::size_t stride = (size + kCellsPerLine - 1) / kCellsPerLine * kCellsPerLine;
  const std::size_t rows = kind == Kind::spread ? kRows : 1;
  // Zeroed pages come from the system untouched: a large array costs what is used of it. All bytes zero is a Cell of 0.
  void* memory = std::calloc(rows * stride, sizeof(Cell));
  if (memory == nullptr) return nullptr;
  return std::unique_ptr<CellArray>(new CellArray(kind, size, stride, static_cast<Cell*>(memory)));
}

CellArray::~CellArray() { std::free(cells_); }

std::uint64_t CellArray::get(std::size_t index) const {
  std::uint64_t sum = 0;
  for (std::size_t row = 0; row < rows(); ++row) sum += cells_[row * stride_ + index].load();
  return sum;
}

void CellArray::put(std::size_t index, std::uint64_t value) {
  for (std::size_t row = 1; row < rows(); ++row) cells_[row * stride_ + index].store(0);
  cells_[index].store(value);
}

void CellArray::add(std::size_t index, std::uint64_t value, unsigned worker) {
  cells_[worker % rows() * stride_ + index].fetch_add(value);
}

void SharedCells::add_array(Term reference, std::unique_ptr<CellArray> array) {
  auto entry = std::make_unique<ArrayEntry>(ArrayEntry{mix_hash(0, reference.word()), reference, std::move(array)});
  const std::lock_guard lock(arrays_mutex_);
  arrays_.add(std::move(entry));
}

CellArray* SharedCells::array(Term reference) const {
  if (!reference.is_reference()) return nullptr;
  const ArrayEntry* entry =
      arrays_.find(mix_hash(0, reference.word()), [&](const ArrayEntry& each) { return each.reference == reference; });
  return entry == nullptr ? nullptr : entry->array.get();
}

// ---- persistent terms -----------------------------------------------------------------------------------------------

SharedCells::TermEntry* SharedCells::find_term(Term key, std::uint64_t hash) const {
  return terms_.find(hash, [&](const TermEntry& entry) { return equal_exact(entry.key, key); });
}

bool SharedCells::copied(Term term, Term* copied_term) {
  const std::size_t words = copy_size_words(term);
  if (term_words_ + words > kTermWordsMax) return false;
  term_words_ += words;
  *copied_term = copy(literals_, term);
  return true;
}

bool SharedCells::put_term(Term key, Term value) {
  const std::uint64_t hash = stable_hash(key);
  const std::lock_guard lock(terms_mutex_);
  TermEntry* entry = find_term(key, hash);
  if (entry != nullptr) {
    const Term old = Term(entry->value.load(std::memory_order_relaxed));
    if (!old.is_none() && equal_exact(old, value)) return true;  // costs nothing, as documented
  }
  Term kept_value;
  if (!copied(value, &kept_value)) return false;
  if (entry != nullptr) {
    entry->value.store(kept_value.word(), std::memory_order_release);
    return true;
  }
  Term kept_key;
  if (!copied(key, &kept_key)) return false;
  auto added = std::make_unique<TermEntry>();
  added->hash = hash;
  added->key = kept_key;
  added->value.store(kept_value.word(), std::memory_order_relaxed);
  terms_.add(std::move(added));
  return true;
}

Term SharedCells::term(Term key) const {
  const TermEntry* entry = find_term(key, stable_hash(key));
  return entry == nullptr ? Term::none() : Term(entry->value.load(std::memory_order_acquire));
}

bool SharedCells::erase_term(Term key) {
  const std::lock_guard lock(terms_mutex_);
  TermEntry* entry = find_term(key, stable_hash(key));
  if (entry == nullptr) return false;
  return !Term(entry->value.exchange(Term::none().word(), std::memory_order_acq_rel)).is_none();
}

SharedCells::TermTotals SharedCells::term_totals() const {
  TermTotals totals;
  for_each_term([&](Term, Term) { ++totals.count; });
  const std::lock_guard lock(terms_mutex_);
  totals.memory_bytes = term_words_ * sizeof(Word) + terms_.entries().size() * sizeof(TermEntry);
  return totals;
}

}  // namespace respawn
