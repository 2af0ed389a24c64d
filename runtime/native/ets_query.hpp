#pragma once
/// Queries: walking through a table with a match specification, whole or a few objects at a time.
///
/// When every head of the specification has a known key, only objects with these keys are looked at; in an ordered table
/// a partly known key bounds the walk.

#include <functional>

#include "native/ets_table.hpp"

namespace respawn {

class EtsQuery {
 public:
  EtsQuery(EtsStorage& storage, EtsKind kind, const MatchSpec& spec, Term self);

  /// Calls `on_match(object, result)` for every match, in the order of the walk (backwards: an ordered table from its
  /// end). `on_match` returns false to stop.
  template <typename OnMatch>
  void run(bool backwards, OnMatch&& on_match) {
    Visitor visitor(machine_, std::forward<OnMatch>(on_match));
    if (has_keys_) {
      for (const Term key : keys_) storage_.for_key(key, EtsStorage::Order::newest_first, visitor);
      return;
    }
    EtsPlace place;
    while (!visitor.stopped() && storage_.walk(place, backwards, key_pattern_, visitor)) ++steps_;
  }

  /// Walks on from `place` until `enough()` says so after a slot or object. False when the end was reached.
  template <typename OnMatch, typename Enough>
  bool run_part(EtsPlace& place, bool backwards, OnMatch&& on_match, Enough&& enough) {
    Visitor visitor(machine_, std::forward<OnMatch>(on_match));
    while (storage_.walk(place, backwards, key_pattern_, visitor)) {
      ++steps_;
      if (enough()) return true;
    }
    return false;
  }

  bool has_keys() const { return has_keys_; }
  std::size_t steps() const { return steps_; }

 private:
  template <typename OnMatch>
  class Visitor final : public EtsVisitor {
   public:
    Visitor(MatchMachine& machine, OnMatch on_match) : machine_(machine), on_match_(std::forward<OnMatch>(on_match)) {}
    bool visit(EtsObject& object) override {
      const Term result = machine_.run(object.tuple);
      if (!result.is_none()) stopped_ = !on_match_(object, result);
      return !stopped_;
    }
    bool stopped() const { return stopped_; }

   private:
    MatchMachine& machine_;
    OnMatch on_match_;
    bool stopped_ = false;
  };
  template <typename OnMatch>
  Visitor(MatchMachine&, OnMatch&&) -> Visitor<OnMatch&&>;

  EtsStorage& storage_;
  MatchMachine machine_;
  std::vector<Term> keys_;
  bool has_keys_ = false;
  Term key_pattern_ = Term::none();
  std::size_t steps_ = 0;
};

}  // namespace respawn
