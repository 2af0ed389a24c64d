#pragma once
/// SharedCells: what processes share beside messages and tables: arrays of numbers (:atomics, :counters) and persistent terms.
///
/// One per runtime, reached through Services::cells. A program holds an array by a reference, which says nothing of whether
/// anybody still has it: arrays live as long as the runtime, and so does every value that was ever a persistent term, since
/// readers get the stored term itself and not a copy.
///
/// Thread: any. Reading takes no lock.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "native/append_index.hpp"
#include "term/literal_region.hpp"
#include "term/term.hpp"

namespace respawn {

/// An array of 64-bit numbers.
class CellArray {
 public:
  enum class Kind : std::uint8_t {
    signed_cells,
    unsigned_cells,
    spread  // counters with write_concurrency: each number is a sum of several that lie far apart
  };
  using Cell = std::atomic<std::uint64_t>;

  /// Nothing when there is no memory for it.
  static std::unique_ptr<CellArray> create(Kind kind, std::size_t size);
  ~CellArray();
  CellArray(const CellArray&) = delete;
  CellArray& operator=(const CellArray&) = delete;

  Kind kind() const { return kind_; }
  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const { return sizeof(CellArray) + rows() * stride_ * sizeof(Cell); }

  /// Not for a spread array.
  Cell& cell(std::size_t index) { return cells_[index]; }

  std::uint64_t get(std::size_t index) const;
  void put(std::size_t index, std::uint64_t value);
  /// `worker`: whose part of a spread number changes.
  void add(std::size_t index, std::uint64_t value, unsigned worker);

 private:
  static constexpr std::size_t kRows = 8;

  CellArray(Kind kind, std::size_t size, std::size_t stride, Cell* cells) : kind_(kind), size_(size), stride_(stride), cells_(cells) {}
  std::size_t rows() const { return kind_ == Kind::spread ? kRows : 1; }

  Kind kind_;
  std::size_t size_;
  std::size_t stride_;  // cells from a row to the next
  Cell* cells_;
};

class SharedCells {
 public:
  SharedCells() = default;

  /// Keeps `array` under a reference that nothing else has.
  void add_array(Term reference, std::unique_ptr<CellArray> array);
  /// The array, or null.
  CellArray* array(Term reference) const;

  /// Stores a copy of the value. False when there is no room for it.
  bool put_term(Term key, Term value);
  /// The stored term, which needs no copy; none when there is none.
  Term term(Term key) const;
  /// False when there was nothing under this key.
  bool erase_term(Term key);

  struct TermTotals {
    std::size_t count = 0;
    std::size_t memory_bytes = 0;
  };
  TermTotals term_totals() const;
  /// Calls visit(key, value) for every persistent term, oldest key first.
  template <typename Visit>
  void for_each_term(Visit&& visit) const {
    const std::lock_guard lock(terms_mutex_);
    for (const auto& entry : terms_.entries()) {
      const Term value = Term(entry->value.load(std::memory_order_relaxed));
      if (!value.is_none()) visit(entry->key, value);
    }
  }

 private:
  struct ArrayEntry {
    std::uint64_t hash;
    Term reference;
    std::unique_ptr<CellArray> array;
  };
  struct TermEntry {
    std::uint64_t hash;
    Term key;
    std::atomic<Word> value;  // none after it was erased
  };

  TermEntry* find_term(Term key, std::uint64_t hash) const;
  bool copied(Term term, Term* copy);

  // Old values stay: a program that replaces them again and again is to get an error before the region of literals is full.
  static constexpr std::size_t kTermWordsMax = std::size_t{1} << 27;

  std::mutex arrays_mutex_;  // guards the growth of arrays_
  AppendIndex<ArrayEntry> arrays_;
  mutable std::mutex terms_mutex_;  // guards the growth of terms_, the values in it, literals_ and term_words_
  AppendIndex<TermEntry> terms_;
  LiteralArea literals_;
  std::size_t term_words_ = 0;
};

}  // namespace respawn
