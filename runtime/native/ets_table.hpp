#pragma once
/// Tables: what programs share without sending (the module ets of OTP).
///
/// A table is owned by a process, dies with it or goes to its heir, and may be reached by others as its protection says.
/// Objects are copied in and out.
///
/// Tables live in numbered places that are never freed, only used again for another table, as processes do
/// (proc/process_slot.hpp). The reference of a table names its place and the table, so finding it takes no lock; a name
/// leads to a place through an index that readers do not lock either. Whoever has found a place locks it and then
/// looks whether the table that he meant is still there.
///
/// Locks: `mutex` of a table guards that table; it is never held together with another table's. The registry's mutex
/// guards the list of places, owners and names; it may be taken while a table is locked, never the other way around.

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "native/ets_storage.hpp"
#include "native/match_spec.hpp"
#include "proc/post_office.hpp"

namespace respawn {

enum class EtsProtection : std::uint8_t { is_public, is_protected, is_private };

/// What `ets:new` is told.
struct EtsOptions {
  EtsKind kind = EtsKind::set;
  EtsProtection protection = EtsProtection::is_protected;
  bool named = false;
  std::size_t key_index = 0;
  Term heir = Term::none();       // pid
  Term heir_data = Term::none();
  Term read_concurrency = Term::none();  // as they are told by info
  Term write_concurrency = Term::none();
  Term decentralized_counters = Term::none();
  bool compressed = false;
};

struct alignas(64) EtsTable {
  std::shared_mutex mutex;  // guards everything below but `place`
  std::uint32_t place = 0;
  Term id = Term::none();   // reference; none: no table is here now
  Term name;
  Term owner;
  EtsOptions options;
  std::unique_ptr<Arena> heir_data;  // holds options.heir_data
  std::unique_ptr<EtsStorage> storage;
  std::vector<std::pair<Term, std::uint32_t>> fixed_by;  // processes and how often
  Nanoseconds fixed_since = 0;

  /// Words of memory, as OTP counts them.
  std::size_t memory_words() const;
};

class EtsTables {
 public:
  explicit EtsTables(PostOffice& post_office);
  ~EtsTables();

  enum class Access : std::uint8_t { read, write, own, know };  // know: needs no right
  enum class Denied : std::uint8_t { none, not_an_identifier, not_a_table_reference, no_such_table, no_rights };

  /// A table found and locked, or the reason why not.
  class Found {
   public:
    explicit Found(Denied denied) : denied_(denied) {}
    Found(EtsTable& table, bool exclusive) : table_(&table), exclusive_(exclusive) {
      if (exclusive) table.mutex.lock();
      else table.mutex.lock_shared();
    }
    Found(const Found&) = delete;
    Found(Found&& other) noexcept : table_(other.table_), exclusive_(other.exclusive_), denied_(other.denied_) { other.table_ = nullptr; }
    ~Found() { unlock(); }

    explicit operator bool() const { return table_ != nullptr; }
    EtsTable* operator->() const { return table_; }
    EtsTable& operator*() const { return *table_; }
    Denied denied() const { return denied_; }
    void unlock() {
      if (table_ == nullptr) return;
      if (exclusive_) table_->mutex.unlock();
      else table_->mutex.unlock_shared();
      table_ = nullptr;
    }

   private:
    friend class EtsTables;
    EtsTable* table_ = nullptr;
    bool exclusive_ = false;
    Denied denied_ = Denied::none;
  };

  /// `identifier`: name or reference. Write access locks against everybody, as does `own`. Thread: any.
  Found find(Term identifier, Term process, Access access);
  /// The same for reading, with the lock of a writer: for what changes the table's own records.
  Found find_exclusive(Term identifier, Term process, Access access);

  /// The identifier of a new table; none when the name is taken. Copies what it needs of `options`.
  Term create(Term name, const EtsOptions& options, Term owner);
  /// Empties the locked place and unlocks it.
  void remove(Found& found);
  /// False when the new name is taken. The table is locked.
  bool rename(EtsTable& table, Term name);
  /// Makes `pid` the owner; false when it is dead. The table is locked; the message to the new owner is the caller's affair.
  bool give_away(EtsTable& table, Term pid);
  /// Notes that `process` holds the table fixed (or not any more).
  void fix(EtsTable& table, Term process, Nanoseconds now);
  bool release(EtsTable& table, Term process);

  /// References of unnamed tables and names of others, newest first.
  std::vector<Term> all();
  std::size_t count();

  /// The reference of a compiled match specification, the same for the same one; null when `spec` is none.
  std::optional<Term> compile_spec(Term spec);
  const MatchSpec* compiled_spec(Term reference);

  /// What a process that ends leaves: its tables go to heirs or vanish, what it held fixed is released. Thread: any.
  void process_ended(Process& process);

  std::size_t memory_bytes();

 private:
  /// From name to place. Readers take no lock: entries are only added, in an array that is replaced when it is full, and
  /// old arrays stay. A name keeps its entry for ever; the place in it comes and goes.
  class NameIndex {
   public:
    NameIndex();
    static constexpr std::uint32_t kNowhere = ~std::uint32_t{0};
    std::uint32_t find(Term name) const;
    void set(Term name, std::uint32_t place);

   private:
    struct Entry {
      std::atomic<Word> name{0};
      std::atomic<std::uint32_t> place{kNowhere};
    };
    struct Entries {
      explicit Entries(std::size_t its_capacity) : capacity(its_capacity), entries(new Entry[its_capacity]) {}
      std::size_t capacity;  // a power of two
      std::size_t used = 0;
      std::unique_ptr<Entry[]> entries;
    };
    static Entry& locate(const Entries& entries, Term name);

    std::atomic<Entries*> current_;
    std::vector<std::unique_ptr<Entries>> all_;
  };

  /// References of tables by serial: in the order of their making.
  using References = std::map<std::uint32_t, Term>;

  /// A process's part in tables: what is to be done when it ends.
  struct Holdings {
    References owned;
    References fixed;
  };

  static constexpr std::size_t kChunkTables = 256;
  static constexpr std::size_t kChunksMax = 4096;
  static constexpr std::size_t kMarkBits = std::size_t{1} << 20;

  EtsTable* at_place(std::uint32_t place) const;
  Found lock(Term identifier, bool exclusive);
  EtsTable& free_place();
  void empty(EtsTable& table);
  void mark(Term process);
  bool is_marked(Term process) const;
  void take_owned(Process& process, const References& tables);
  void release_all(Term process, const References& tables);
  void forget_owner(const EtsTable& table);

  PostOffice& post_office_;
  std::array<std::atomic<EtsTable*>, kChunksMax> chunks_{};
  NameIndex names_;

  std::mutex mutex_;  // guards the members below and writing to names_
  std::uint32_t places_ = 0;
  std::uint32_t serial_ = 0;
  std::deque<std::uint32_t> free_;  // the longest unused first
  References in_use_;
  std::unordered_map<Term, Holdings> holdings_;
  std::unordered_map<std::uint64_t, std::vector<std::pair<Term, Term>>> spec_references_;  // by hash: specification, reference
  std::unordered_map<Term, std::unique_ptr<MatchSpec>> specs_;
  Arena spec_terms_;

  // A bit for each process slot (modulo) that has ever had holdings: most processes end without asking for the lock.
  std::unique_ptr<std::atomic<Word>[]> marks_;
};

/// The message that a new owner gets.
Term make_transfer_message(Area& area, Term table, Term from, Term data);

}  // namespace respawn
