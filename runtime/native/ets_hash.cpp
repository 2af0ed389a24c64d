/// Hash storage: sets and bags.
///
/// Linear hashing (Larson, "Dynamic Hash Tables", 1988): when there are more objects than buckets, one bucket more is
/// made and the objects of one old bucket are divided; so an insertion never pays for a whole table. Hash, growth and
/// the order of objects in a bucket are those of OTP 25, because programs print tables: for keys whose hash there does not
/// depend on that runtime's own tables (numbers, binaries, atoms, tuples and lists of numbers) a table is walked in the
/// same order.
///
/// A new key goes to the end of its chain; objects with the same key are neighbours there, the newest first.

#include <algorithm>

#include "base/block_pool.hpp"
#include "native/ets_storage.hpp"
#include "term/atom.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr std::size_t kFirstBuckets = 256;
constexpr std::size_t kSegmentBuckets = 2048;
constexpr std::size_t kStepsMax = 5;              // buckets made or given up by one operation
constexpr std::size_t kObjectExtraWords = 4;      // what OTP keeps beside an object's terms
constexpr std::size_t kSegmentTableWords = 262;

std::uint32_t hash_of(Term key) { return key.is_atom() ? atom_hash(key) : map_key_hash(key); }

class EtsHash final : public EtsStorage {
 public:
  EtsHash(EtsKind kind, std::size_t key_index, std::size_t stride) : EtsStorage(kind, key_index), stride_(stride) { reset(); }
  ~EtsHash() override { destroy_all(); }

  std::size_t index_words() const override {
    const std::size_t further = (slots_ - kFirstBuckets) / kSegmentBuckets;
    return further == 0 ? 0 : kSegmentTableWords + further * kSegmentBuckets;
  }

  void insert(Term tuple) override {
    EtsObject* object = make(tuple);
    const Term key = key_of(*object);
    EtsObject** link = &bucket(object->hash);
    EtsObject** same = find_link(link, object->hash, key);
    if (same != nullptr && kind_ == EtsKind::set) {
      EtsObject* old = *same;
      object->next = old->next;
      *same = object;
      count_in(*object);
      if (old->ghost) --ghosts_;
      else count_out(*old);
      EtsObject::destroy(old);
      return;
    }
    if (same != nullptr) {
      if (kind_ == EtsKind::bag) {
        for (EtsObject* each = *same; is_same(each, object->hash, key); each = each->next) {
          if (each->ghost || !equal_exact(each->tuple, object->tuple)) continue;
          EtsObject::destroy(object);  // it is there already
          return;
        }
      }
      link = same;
    } else {
      while (*link != nullptr) link = &(*link)->next;
    }
    object->next = *link;
    *link = object;
    count_in(*object);
    grow();
  }

  EtsObject* find(Term key) override {
    const std::uint32_t hash = hash_of(key);
    EtsObject** same = find_link(&bucket(hash), hash, key);
    if (same == nullptr) return nullptr;
    for (EtsObject* each = *same; is_same(each, hash, key); each = each->next) {
      if (!each->ghost) return each;
    }
    return nullptr;
  }

  void for_key(Term key, Order order, EtsVisitor& visitor) override {
    const std::uint32_t hash = hash_of(key);
    EtsObject** same = find_link(&bucket(hash), hash, key);
    if (same == nullptr) return;
    if (kind_ == EtsKind::set) {
      if (!(*same)->ghost) visitor.visit(**same);
      return;
    }
    std::vector<EtsObject*> objects;
    for (EtsObject* each = *same; is_same(each, hash, key); each = each->next) {
      if (!each->ghost) objects.push_back(each);
    }
    if (order == Order::oldest_first) std::reverse(objects.begin(), objects.end());
    for (EtsObject* each : objects) {
      if (!visitor.visit(*each)) return;
    }
  }

  void replace(EtsObject& object, Term tuple) override {
    EtsObject** link = link_to(object);
    EtsObject* fresh = make(tuple);
    fresh->next = object.next;
    *link = fresh;
    count_in(*fresh);
    count_out(object);
    EtsObject::destroy(&object);
  }

  void erase_key(Term key) override {
    const std::uint32_t hash = hash_of(key);
    EtsObject** link = find_link(&bucket(hash), hash, key);
    if (link == nullptr) return;
    while (is_same(*link, hash, key)) link = erase_at(link);
    shrink();
  }

  void erase_equal(Term tuple) override {
    const Term key = tuple_element(tuple, key_index_);
    const std::uint32_t hash = hash_of(key);
    EtsObject** link = find_link(&bucket(hash), hash, key);
    if (link == nullptr) return;
    while (is_same(*link, hash, key)) link = equal_exact((*link)->tuple, tuple) ? erase_at(link) : &(*link)->next;
    shrink();
  }

  void erase(EtsObject& object) override { erase_at(link_to(object)); }
  void settle() override { shrink(); }

  void clear() override {
    if (is_fixed()) {
      for (EtsObject* chain : buckets_) {
        for (EtsObject* each = chain; each != nullptr; each = each->next) make_ghost(*each);
      }
      return;
    }
    destroy_all();
    size_ = 0;
    object_words_ = 0;
    ghosts_ = 0;
    reset();
  }

  EtsObject* first() override {
    std::size_t slot = 0;
    do {
      if (EtsObject* found = live(buckets_[slot])) return found;
      slot = next_slot(slot);
    } while (slot != 0);
    return nullptr;
  }
  EtsObject* last() override { return first(); }

  EtsObject* next(Term key, bool* known) override {
    const std::uint32_t hash = hash_of(key);
    EtsObject** same = find_link(&bucket(hash), hash, key);
    *known = same != nullptr;
    if (same == nullptr) return nullptr;
    EtsObject* each = *same;
    while (is_same(each, hash, key)) each = each->next;
    if (EtsObject* found = live(each)) return found;
    for (std::size_t slot = next_slot(slot_of(hash)); slot != 0; slot = next_slot(slot)) {
      if (EtsObject* found = live(buckets_[slot])) return found;
    }
    return nullptr;
  }
  EtsObject* previous(Term key, bool* known) override { return next(key, known); }

  bool visit_slot(std::size_t number, EtsVisitor& visitor, bool* at_end) override {
    *at_end = number == active_;
    if (number > active_) return false;
    if (!*at_end) visit_chain(buckets_[number], visitor);
    return true;
  }

  bool walk(EtsPlace& place, bool, Term, EtsVisitor& visitor) override {
    if (place.slot == EtsPlace::kEnd || place.slot >= active_) return false;
    visit_chain(buckets_[place.slot], visitor);
    const std::size_t next = next_slot(place.slot);
    place.slot = next == 0 ? EtsPlace::kEnd : next;
    return true;
  }

 private:
  void reset() {
    buckets_.assign(kFirstBuckets, nullptr);
    buckets_.shrink_to_fit();
    active_ = kFirstBuckets;
    mask_ = kFirstBuckets - 1;
    slots_ = kFirstBuckets;
  }

  void destroy_all() {
    for (EtsObject* chain : buckets_) {
      while (chain != nullptr) {
        EtsObject* const next = chain->next;
        EtsObject::destroy(chain);
        chain = next;
      }
    }
  }

  EtsObject* make(Term tuple) {
    EtsObject* object = EtsObject::create(tuple);
    object->hash = hash_of(key_of(*object));
    return object;
  }

  void count_in(const EtsObject& object) {
    ++size_;
    object_words_ += object.words + kObjectExtraWords;
  }
  void count_out(const EtsObject& object) {
    --size_;
    object_words_ -= object.words + kObjectExtraWords;
  }

  std::size_t slot_of(std::uint32_t hash) const {
    const std::size_t slot = hash & mask_;
    return slot >= active_ ? slot & (mask_ >> 1) : slot;
  }
  EtsObject*& bucket(std::uint32_t hash) { return buckets_[slot_of(hash)]; }

  // The order of walks: with a stride above 1 (tables made for many writers) in as many rounds.
  std::size_t next_slot(std::size_t slot) const {
    slot += stride_;
    if (slot < active_) return slot;
    return (slot + 1) & (stride_ - 1);
  }

  bool is_same(const EtsObject* object, std::uint32_t hash, Term key) const {
    return object != nullptr && object->hash == hash && equal_exact(key_of(*object), key);
  }
  EtsObject** find_link(EtsObject** link, std::uint32_t hash, Term key) const {
    for (; *link != nullptr; link = &(*link)->next) {
      if (is_same(*link, hash, key)) return link;
    }
    return nullptr;
  }
  EtsObject** link_to(EtsObject& object) {
    EtsObject** link = &bucket(object.hash);
    while (*link != &object) link = &(*link)->next;
    return link;
  }
  static EtsObject* live(EtsObject* chain) {
    while (chain != nullptr && chain->ghost) chain = chain->next;
    return chain;
  }
  static void visit_chain(EtsObject* chain, EtsVisitor& visitor) {
    for (; chain != nullptr; chain = chain->next) {
      if (!chain->ghost && !visitor.visit(*chain)) return;
    }
  }

  void make_ghost(EtsObject& object) {
    if (object.ghost) return;
    object.ghost = true;
    ++ghosts_;
    count_out(object);
  }
  // The link to what followed.
  EtsObject** erase_at(EtsObject** link) {
    EtsObject* const object = *link;
    if (is_fixed()) {
      make_ghost(*object);
      return &object->next;
    }
    *link = object->next;
    count_out(*object);
    EtsObject::destroy(object);
    return link;
  }

  void drop_ghosts() override {
    for (std::size_t slot = 0; ghosts_ != 0 && slot < active_; ++slot) {
      for (EtsObject** link = &buckets_[slot]; *link != nullptr;) {
        EtsObject* const object = *link;
        if (!object->ghost) {
          link = &object->next;
          continue;
        }
        *link = object->next;
        --ghosts_;
        EtsObject::destroy(object);
      }
    }
  }

  void grow() {
    for (std::size_t step = 0; step < kStepsMax && !is_fixed() && size_ > active_; ++step) {
      if ((active_ & (active_ - 1)) == 0) mask_ = active_ * 2 - 1;
      const std::size_t from = active_ & (mask_ >> 1);
      if (active_ == slots_) slots_ += kSegmentBuckets;
      buckets_.push_back(nullptr);
      EtsObject** moved = &buckets_.back();
      for (EtsObject** link = &buckets_[from]; *link != nullptr;) {
        EtsObject* const object = *link;
        if ((object->hash & mask_) == from) {
          link = &object->next;
          continue;
        }
        *link = object->next;
        object->next = nullptr;
        *moved = object;
        moved = &object->next;
      }
      ++active_;
    }
  }

  std::size_t shrink_below() const {
    return slots_ > kFirstBuckets + kSegmentBuckets ? (slots_ - kSegmentBuckets) / 2 : 0;
  }

  void shrink() {
    for (std::size_t step = 0; step < kStepsMax && !is_fixed() && size_ < shrink_below(); ++step) {
      const std::size_t low_mask = std::size_t{1} << (63 - static_cast<unsigned>(__builtin_clzll(active_ - 1)));
      EtsObject** end = &buckets_[(active_ - 1) & (low_mask - 1)];
      while (*end != nullptr) end = &(*end)->next;
      *end = buckets_.back();
      buckets_.pop_back();
      --active_;
      mask_ = low_mask * 2 - 1;
      if (active_ == low_mask) mask_ = low_mask - 1;
      if (active_ == slots_ - kSegmentBuckets) slots_ -= kSegmentBuckets;
    }
  }

  std::vector<EtsObject*> buckets_;
  std::size_t active_ = 0;  // buckets in use
  std::size_t mask_ = 0;    // covers active_ - 1
  std::size_t slots_ = 0;   // buckets for which OTP would have taken memory: whole segments
  std::size_t stride_;      // a power of two
  std::size_t ghosts_ = 0;
};

}  // namespace

EtsObject* EtsObject::create(Term tuple) {
  const std::size_t words = copy_size_words(tuple);
  auto* object = new (allocate_block(sizeof(EtsObject) + words * sizeof(Word))) EtsObject;
  object->words = static_cast<std::uint32_t>(words);
  object->tuple = copy_words(tuple, object->data(), &object->shared_binaries);
  return object;
}

void EtsObject::destroy(EtsObject* object) {
  release_shared_binaries(object->shared_binaries);
  free_block(object, sizeof(EtsObject) + object->words * sizeof(Word));
}

std::unique_ptr<EtsStorage> make_ets_hash(EtsKind kind, std::size_t key_index, std::size_t stride) {
  return std::make_unique<EtsHash>(kind, key_index, stride);
}

std::unique_ptr<EtsStorage> EtsStorage::create(EtsKind kind, std::size_t key_index, std::size_t stride) {
  return kind == EtsKind::ordered_set ? make_ets_tree(key_index) : make_ets_hash(kind, key_index, stride);
}

}  // namespace respawn
