/// Tree storage: ordered sets.
///
/// A balanced tree in the order of all terms, in which 1 and 1.0 are one key. Nothing needs ghosts here: a walk goes on
/// from the key where it was, whether that is still there or not.

#include <set>

#include "native/ets_storage.hpp"
#include "native/match_spec.hpp"
#include "term/compare.hpp"

namespace respawn {
namespace {

constexpr std::size_t kObjectExtraWords = 5;  // what OTP keeps beside an object's terms

// Where a key lies relative to all keys that a pattern can match: -1 before, 0 among, 1 behind. Tuples order by size, then
// element by element, lists element by element: up to the first part of the pattern that is unknown the place is certain.
int compare_to_pattern(Term key, Term pattern) {
  std::vector<std::pair<Term, Term>> parts{{key, pattern}};
  while (!parts.empty()) {
    const auto [part, expected] = parts.back();
    parts.pop_back();
    if (!has_match_variables(expected)) {
      if (const int order = compare(part, expected); order != 0) return order < 0 ? -1 : 1;
    } else if (is_tuple(expected) && is_tuple(part) && tuple_size(expected) == tuple_size(part)) {
      for (std::size_t i = tuple_size(part); i-- > 0;) parts.emplace_back(tuple_element(part, i), tuple_element(expected, i));
    } else if (expected.is_cons() && part.is_cons()) {
      parts.emplace_back(part.tail(), expected.tail());
      parts.emplace_back(part.head(), expected.head());
    } else if (is_tuple(expected) || expected.is_cons()) {
      // Of another type or size, which decides alone.
      return compare(part, expected) < 0 ? -1 : 1;
    } else {
      return 0;
    }
  }
  return 0;
}

class EtsTree final : public EtsStorage {
 public:
  explicit EtsTree(std::size_t key_index) : EtsStorage(EtsKind::ordered_set, key_index), objects_(Order{key_index}) {}
  ~EtsTree() override { destroy_all(); }

  std::size_t index_words() const override { return 0; }

  void insert(Term tuple) override {
    EtsObject* object = EtsObject::create(tuple);
    const auto [place, fresh] = objects_.insert(object);
    if (!fresh) {
      // The new object may have a key that is equal but not the same (1 and 1.0): it takes the old one's place whole.
      EtsObject* const old = *place;
      objects_.insert(objects_.erase(place), object);
      count_out(*old);
      EtsObject::destroy(old);
    }
    count_in(*object);
  }

  EtsObject* find(Term key) override {
    const auto place = objects_.find(key);
    return place == objects_.end() ? nullptr : *place;
  }
  void for_key(Term key, Order, EtsVisitor& visitor) override {
    if (EtsObject* object = find(key)) visitor.visit(*object);
  }

  void replace(EtsObject& object, Term tuple) override {
    EtsObject* fresh = EtsObject::create(tuple);
    objects_.insert(objects_.erase(objects_.find(&object)), fresh);
    count_in(*fresh);
    count_out(object);
    EtsObject::destroy(&object);
  }

  void erase_key(Term key) override {
    if (EtsObject* object = find(key)) erase(*object);
  }
  void erase_equal(Term tuple) override {
    EtsObject* object = find(tuple_element(tuple, key_index_));
    if (object != nullptr && equal_exact(object->tuple, tuple)) erase(*object);
  }
  void erase(EtsObject& object) override {
    objects_.erase(&object);
    count_out(object);
    EtsObject::destroy(&object);
  }
  void clear() override {
    destroy_all();
    objects_.clear();
    size_ = 0;
    object_words_ = 0;
  }

  EtsObject* first() override { return objects_.empty() ? nullptr : *objects_.begin(); }
  EtsObject* last() override { return objects_.empty() ? nullptr : *objects_.rbegin(); }
  EtsObject* next(Term key, bool* known) override {
    *known = true;
    const auto place = objects_.upper_bound(key);
    return place == objects_.end() ? nullptr : *place;
  }
  EtsObject* previous(Term key, bool* known) override {
    *known = true;
    const auto place = objects_.lower_bound(key);
    return place == objects_.begin() ? nullptr : *std::prev(place);
  }

  bool visit_slot(std::size_t number, EtsVisitor& visitor, bool* at_end) override {
    *at_end = number == size_;
    if (number > size_) return false;
    if (!*at_end) visitor.visit(**std::next(objects_.begin(), static_cast<std::ptrdiff_t>(number)));
    return true;
  }

  bool walk(EtsPlace& place, bool backwards, Term key_pattern, EtsVisitor& visitor) override {
    EtsObject* object = backwards ? step_back(place, key_pattern) : step_forward(place, key_pattern);
    if (object == nullptr) return false;
    if (!key_pattern.is_none() && compare_to_pattern(key_of(*object), key_pattern) != 0) return false;
    place.key = key_of(*object);
    visitor.visit(*object);
    return true;
  }

 private:
  struct ByPattern {
    Term pattern;
  };
  struct Order {
    using is_transparent = void;
    std::size_t key_index;
    Term key(const EtsObject* object) const { return tuple_element(object->tuple, key_index); }
    bool operator()(const EtsObject* a, const EtsObject* b) const { return compare(key(a), key(b)) < 0; }
    bool operator()(const EtsObject* a, Term b) const { return compare(key(a), b) < 0; }
    bool operator()(Term a, const EtsObject* b) const { return compare(a, key(b)) < 0; }
    bool operator()(const EtsObject* a, const ByPattern& b) const { return compare_to_pattern(key(a), b.pattern) < 0; }
    bool operator()(const ByPattern& a, const EtsObject* b) const { return compare_to_pattern(key(b), a.pattern) > 0; }
  };

  EtsObject* step_forward(const EtsPlace& place, Term key_pattern) {
    const auto at = !place.key.is_none()       ? objects_.upper_bound(place.key)
                    : key_pattern.is_none() ? objects_.begin()
                                            : objects_.lower_bound(ByPattern{key_pattern});
    return at == objects_.end() ? nullptr : *at;
  }
  EtsObject* step_back(const EtsPlace& place, Term key_pattern) {
    const auto behind = !place.key.is_none()       ? objects_.lower_bound(place.key)
                        : key_pattern.is_none() ? objects_.end()
                                                : objects_.upper_bound(ByPattern{key_pattern});
    return behind == objects_.begin() ? nullptr : *std::prev(behind);
  }

  void destroy_all() {
    for (EtsObject* object : objects_) EtsObject::destroy(object);
  }
  void count_in(const EtsObject& object) {
    ++size_;
    object_words_ += object.words + kObjectExtraWords;
  }
  void count_out(const EtsObject& object) {
    --size_;
    object_words_ -= object.words + kObjectExtraWords;
  }

  std::set<EtsObject*, Order> objects_;
};

}  // namespace

std::unique_ptr<EtsStorage> make_ets_tree(std::size_t key_index) { return std::make_unique<EtsTree>(key_index); }

}  // namespace respawn
