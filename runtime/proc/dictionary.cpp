#include "proc/dictionary.hpp"

#include <algorithm>
#include <bit>

#include "term/compare.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr std::size_t kNowhere = ~std::size_t{0};
constexpr std::size_t kEntriesWithoutIndexMax = 12;

}  // namespace

std::size_t Dictionary::position_of(Term key) const {
  if (places_.empty()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!entries_[i].first.is_none() && equal_exact(entries_[i].first, key)) return i;
    }
    return kNowhere;
  }
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = stable_hash(key) & mask; places_[at] != 0; at = (at + 1) & mask) {
    const Entry& entry = entries_[places_[at] - 1];
    if (!entry.first.is_none() && equal_exact(entry.first, key)) return places_[at] - 1;
  }
  return kNowhere;
}

Term* Dictionary::find(Term key) {
  const std::size_t position = position_of(key);
  return position == kNowhere ? nullptr : &entries_[position].second;
}

void Dictionary::index(std::uint32_t position) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = stable_hash(entries_[position].first) & mask;
  while (places_[at] != 0) at = (at + 1) & mask;
  places_[at] = position + 1;
}

// Without holes, and with an index that has room for as many again.
void Dictionary::index_all() {
  std::erase_if(entries_, [](const Entry& entry) { return entry.first.is_none(); });
  hole_count_ = 0;
  places_.clear();
  if (entries_.size() <= kEntriesWithoutIndexMax) return;
  places_.resize(std::bit_ceil(entries_.size() * 4), 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) index(static_cast<std::uint32_t>(i));
}

void Dictionary::add(Term key, Term value) {
  entries_.emplace_back(key, value);
  const bool has_room = places_.empty() ? entries_.size() <= kEntriesWithoutIndexMax : entries_.size() * 2 <= places_.size();
  if (!has_room) {
    index_all();
  } else if (!places_.empty()) {
    index(static_cast<std::uint32_t>(entries_.size() - 1));
  }
}

void Dictionary::erase(Term key) {
  const std::size_t position = position_of(key);
  if (position == kNowhere) return;
  // An index finds its way past a hole by the position that still stands there.
  entries_[position] = {Term::none(), Term::none()};
  ++hole_count_;
  if (hole_count_ * 4 > entries_.size()) index_all();
}

void Dictionary::clear() {
  entries_.clear();
  places_.clear();
  hole_count_ = 0;
}

}  // namespace respawn
