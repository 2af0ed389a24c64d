#pragma once
/// Storage of tables: how the objects of one table are kept and found.
///
/// An object is a tuple, copied whole into one block outside every heap. Tables of the kinds set, bag and duplicate_bag
/// keep objects in a hash table (ets_hash.cpp), ordered_set in a tree (ets_tree.cpp). Storage knows nothing of
/// processes, rights or locks: the table around it (ets_table.hpp) sees to those.
///
/// While a table is *fixed*, objects that are deleted stay as ghosts where they are, so that whoever walks through the
/// table can go on from one; they go when the table is released.

#include <cstdint>
#include <memory>
#include <vector>

#include "term/area.hpp"

namespace respawn {

enum class EtsKind : std::uint8_t { set, ordered_set, bag, duplicate_bag };

struct EtsObject {
  EtsObject* next = nullptr;       // in its chain (hash tables only)
  Word* shared_binaries = nullptr;
  Term tuple;
  std::uint32_t hash = 0;
  std::uint32_t words = 0;         // of terms behind the struct
  bool ghost = false;

  Word* data() { return reinterpret_cast<Word*>(this + 1); }
  static EtsObject* create(Term tuple);
  static void destroy(EtsObject* object);
};

/// Visits objects; returns false to stop. It must not change the storage.
class EtsVisitor {
 public:
  virtual bool visit(EtsObject& object) = 0;

 protected:
  ~EtsVisitor() = default;
};

/// A place in a walk through a storage: a slot of a hash table, or a key of a tree.
struct EtsPlace {
  static constexpr std::size_t kEnd = ~std::size_t{0};
  std::size_t slot = 0;     // kEnd: behind the last
  Term key = Term::none();  // the last one seen; none at the beginning
};

class EtsStorage {
 public:
  /// `key_index`: position of the key, from 0. `stride`: see EtsHash.
  static std::unique_ptr<EtsStorage> create(EtsKind kind, std::size_t key_index, std::size_t stride);
  virtual ~EtsStorage() = default;

  std::size_t size() const { return size_; }
  std::size_t object_words() const { return object_words_; }
  /// Words beside the objects, as OTP counts them.
  virtual std::size_t index_words() const = 0;

  Term key_of(const EtsObject& object) const { return tuple_element(object.tuple, key_index_); }
  std::size_t key_index() const { return key_index_; }

  /// Stores a copy of `tuple`; what it replaces goes.
  virtual void insert(Term tuple) = 0;
  /// The first object with this key, or null.
  virtual EtsObject* find(Term key) = 0;
  /// Visits the objects with this key. `lookup` gives them oldest first; queries walk, as through the whole table, from the newest.
  enum class Order : std::uint8_t { oldest_first, newest_first };
  virtual void for_key(Term key, Order order, EtsVisitor& visitor) = 0;
  /// Puts a copy of `tuple` in the place of `object`, which has the same key, and drops `object`.
  virtual void replace(EtsObject& object, Term tuple) = 0;
  virtual void erase_key(Term key) = 0;
  /// Erases every object that is `tuple`.
  virtual void erase_equal(Term tuple) = 0;
  /// Erases one object. `settle` is to follow the last of several.
  virtual void erase(EtsObject& object) = 0;
  virtual void settle() {}
  virtual void clear() = 0;

  virtual EtsObject* first() = 0;
  virtual EtsObject* last() = 0;
  /// The object after the one with `key`. `*known` is false when a hash table has no such key.
  virtual EtsObject* next(Term key, bool* known) = 0;
  virtual EtsObject* previous(Term key, bool* known) = 0;

  /// Visits the objects of slot `number`, newest first; false when there is no such slot. `number` may be the count of
  /// slots: then nothing is visited and `*at_end` is true.
  virtual bool visit_slot(std::size_t number, EtsVisitor& visitor, bool* at_end) = 0;

  /// Walks on from `place`: visits the objects of the next slot (hash) or the next object (tree) and moves `place`
  /// behind it. False at the end. `pattern`, when given, bounds the walk through a tree to keys that can match it.
  virtual bool walk(EtsPlace& place, bool backwards, Term key_pattern, EtsVisitor& visitor) = 0;

  void fix() { ++fixed_; }
  void release() {
    if (--fixed_ == 0) drop_ghosts();
  }
  bool is_fixed() const { return fixed_ != 0; }

 protected:
  EtsStorage(EtsKind kind, std::size_t key_index) : kind_(kind), key_index_(key_index) {}
  virtual void drop_ghosts() {}

  EtsKind kind_;
  std::size_t key_index_;
  std::size_t size_ = 0;          // objects, ghosts not counted
  std::size_t object_words_ = 0;  // of objects that are no ghosts
  std::size_t fixed_ = 0;

};

std::unique_ptr<EtsStorage> make_ets_hash(EtsKind kind, std::size_t key_index, std::size_t stride);
std::unique_ptr<EtsStorage> make_ets_tree(std::size_t key_index);

}  // namespace respawn
