#include "term/atom.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace respawn {
namespace {

struct Entry {
  std::string_view text;
  std::uint32_t hash = 0;
  std::uint64_t order = 0;  // the first eight bytes, big-endian: decides most comparisons
};

std::uint64_t order_prefix(std::string_view text) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0);
  return prefix;
}

// P. J. Weinberger's hash over Latin-1 characters where the text has them, over UTF-8 bytes otherwise, as in Erlang.
std::uint32_t text_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint32_t value = static_cast<std::uint8_t>(text[i]);
    if ((value & 0xFE) == 0xC2 && i + 1 < text.size() && (static_cast<std::uint8_t>(text[i + 1]) & 0xC0) == 0x80) {
      value = (value << 6 | (static_cast<std::uint8_t>(text[++i]) & 0x3F)) & 0xFF;
    }
    hash = (hash << 4) + value;
    if (const std::uint32_t high = hash & 0xF0000000u) {
      hash ^= high >> 24;
      hash ^= high;
    }
  }
  return hash;
}

// Entries lie in chunks that never move, so a reader needs no lock: an atom index reaches it only after the entry
// was written (through the mutex of intern, or through a message).
class AtomTable {
 public:
  AtomTable() {
#define ATOM(identifier, text) add(text);
#include "term/atoms.def"
#undef ATOM
  }

  const Entry& entry(AtomIndex index) const {
    return chunks_[index / kChunkEntries].load(std::memory_order_acquire)[index % kChunkEntries];
  }

  std::optional<Term> find(std::string_view text) {
    std::shared_lock lock(by_text_mutex_);
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return std::nullopt;
    return Term::atom(found->second);
  }

  std::optional<Term> intern(std::string_view text, std::size_t limit) {
    if (const auto found = find(text)) return found;
    std::unique_lock lock(by_text_mutex_);
    if (const auto found = by_text_.find(text); found != by_text_.end()) return Term::atom(found->second);
    if (count_.load(std::memory_order_relaxed) >= limit) return std::nullopt;
    return Term::atom(add(text));
  }

  std::size_t count() const { return count_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kChunkEntries = 4096;

  AtomIndex add(std::string_view text) {
    const AtomIndex index = count_.load(std::memory_order_relaxed);
    std::atomic<Entry*>& chunk = chunks_[index / kChunkEntries];
    if (chunk.load(std::memory_order_relaxed) == nullptr) chunk.store(new Entry[kChunkEntries], std::memory_order_release);
    char* kept = allocate_text(text.size());
    std::copy(text.begin(), text.end(), kept);
    const std::string_view owned(kept, text.size());
    chunk.load(std::memory_order_relaxed)[index % kChunkEntries] = Entry{owned, text_hash(owned), order_prefix(owned)};
    by_text_.emplace(owned, index);
    count_.store(index + 1, std::memory_order_release);
    return index;
  }

  char* allocate_text(std::size_t bytes) {
    if (text_left_ < bytes) {
      text_left_ = std::max<std::size_t>(bytes, 64 * 1024);
      text_ = new char[text_left_];
    }
    char* text = text_;
    text_ += bytes;
    text_left_ -= bytes;
    return text;
  }

  std::array<std::atomic<Entry*>, (kAtomLimit + kAtomReserve) / kChunkEntries> chunks_{};
  std::atomic<AtomIndex> count_{0};
  std::shared_mutex by_text_mutex_;  // guards by_text_, the growth of chunks_ and count_, text_ and text_left_
  std::unordered_map<std::string_view, AtomIndex> by_text_;
  char* text_ = nullptr;
  std::size_t text_left_ = 0;
};

// Never destroyed: threads that outlive main may still print atoms.
AtomTable& table() {
  static AtomTable& atom_table = *new AtomTable;
  return atom_table;
}

}  // namespace

std::optional<Term> try_intern(std::string_view text) { return table().intern(text, kAtomLimit); }

Term intern(std::string_view text) {
  if (const auto atom = table().intern(text, kAtomLimit + kAtomReserve)) return *atom;
  std::fprintf(stderr, "respawn: the atom table is full (%zu atoms)\n", kAtomLimit + kAtomReserve);
  std::_Exit(1);
}

std::optional<Term> existing_atom(std::string_view text) { return table().find(text); }

std::string_view atom_text(Term atom) { return table().entry(atom.atom_index()).text; }

std::uint32_t atom_hash(Term atom) { return table().entry(atom.atom_index()).hash; }

int compare_atoms(Term a, Term b) {
  if (a == b) return 0;
  const Entry& left = table().entry(a.atom_index());
  const Entry& right = table().entry(b.atom_index());
  if (left.order != right.order) return left.order < right.order ? -1 : 1;
  return left.text.compare(right.text);
}

std::size_t atom_count() { return table().count(); }

}  // namespace respawn
