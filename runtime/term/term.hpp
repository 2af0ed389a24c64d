#pragma once
/// Term: one value of the language in a 64-bit word.
///
/// The low bits say what the rest is:
///
///     ...............0   small integer, 63 bits, two's complement, shifted left by one
///     .............001   pointer to a boxed object: its first word is a header (layout.hpp)
///     .............011   pointer to a cons cell: two words, head and tail
///     .........kkkkk101  immediate; kkkkk says which (atom, empty list, pid, reference, port)
///     .............111   header word of a boxed object; never a value. The all-zero header is `none`, "no term"
///
/// Why so: integers add and compare without untagging; one masked compare answers every common type test; and any
/// pointer to something aligned (code, a C++ object) has a low bit of zero, so that it may lie among terms and a
/// collector takes it for a small integer.
///
/// Pids and references of this runtime are immediate: sending, monitoring and calling never allocate for them.
/// A pid is a slot of the process table and the serial of its use; a reference is a number no other reference of
/// this runtime has.

#include <cstddef>
#include <cstdint>
#include <functional>

#include "base/assert.hpp"

namespace respawn {

using Word = std::uint64_t;
using AtomIndex = std::uint32_t;

enum class Immediate : Word { atom = 0, nil = 1, pid = 2, reference = 3, port = 4 };

class Term {
 public:
  constexpr Term() : word_(kNoneWord) {}
  constexpr explicit Term(Word word) : word_(word) {}

  static constexpr Term none() { return Term(kNoneWord); }
  static constexpr Term nil() { return Term(immediate_word(Immediate::nil, 0)); }
  static constexpr Term small(std::int64_t value) { return Term(static_cast<Word>(value) << 1); }
  static constexpr Term atom(AtomIndex index) { return Term(immediate_word(Immediate::atom, index)); }
  static constexpr Term reference(Word id) { return Term(immediate_word(Immediate::reference, id)); }
  static constexpr Term port(Word id) { return Term(immediate_word(Immediate::port, id)); }
  static constexpr Term pid(std::uint32_t slot, std::uint32_t serial) {
    return Term(immediate_word(Immediate::pid, static_cast<Word>(serial) << 28 | slot));
  }
  /// The same, of a port: a slot of the process table is a process's or a port's (proc/process_slot.hpp).
  static constexpr Term port(std::uint32_t slot, std::uint32_t serial) { return port(static_cast<Word>(serial) << 28 | slot); }
  static Term boxed(const Word* header) { return Term(reinterpret_cast<Word>(header) | kBoxedTag); }
  static Term cons(const Word* cell) { return Term(reinterpret_cast<Word>(cell) | kConsTag); }

  constexpr Word word() const { return word_; }
  constexpr bool is_none() const { return word_ == kNoneWord; }
  constexpr explicit operator bool() const { return !is_none(); }

  constexpr bool is_small() const { return (word_ & 1) == 0; }
  constexpr bool is_boxed() const { return (word_ & 7) == kBoxedTag; }
  constexpr bool is_cons() const { return (word_ & 7) == kConsTag; }
  constexpr bool is_pointer() const { return (word_ & 5) == 1; }
  constexpr bool is_immediate() const { return !is_pointer(); }
  constexpr bool is_header() const { return (word_ & 7) == kHeaderTag; }
  constexpr bool is_nil() const { return word_ == nil().word_; }
  constexpr bool is_atom() const { return is_kind(Immediate::atom); }
  constexpr bool is_pid() const { return is_kind(Immediate::pid); }
  constexpr bool is_reference() const { return is_kind(Immediate::reference); }
  constexpr bool is_port() const { return is_kind(Immediate::port); }
  /// Something that signals can be sent to.
  constexpr bool is_pid_or_port() const { return is_pid() || is_port(); }
  constexpr bool is_list() const { return is_cons() || is_nil(); }

  /// The accessors below assume that the matching test holds.
  constexpr std::int64_t small_value() const { return static_cast<std::int64_t>(word_) >> 1; }
  constexpr AtomIndex atom_index() const { return static_cast<AtomIndex>(word_ >> 8); }
  constexpr Word payload() const { return word_ >> 8; }
  /// Of pids and ports.
  constexpr std::uint32_t pid_slot() const { return static_cast<std::uint32_t>(payload() & kPidSlotMax); }
  constexpr std::uint32_t pid_serial() const { return static_cast<std::uint32_t>(payload() >> 28); }

  /// The header word of a boxed object / the head word of a cons cell.
  const Word* pointer() const { return reinterpret_cast<const Word*>(word_ & ~Word{7}); }
  Word* mutable_pointer() const { return reinterpret_cast<Word*>(word_ & ~Word{7}); }
  Term head() const { return Term(pointer()[0]); }
  Term tail() const { return Term(pointer()[1]); }

  /// Identity of the word. Two terms with equal words are `===`; the converse needs compare.hpp.
  friend constexpr bool operator==(Term a, Term b) { return a.word_ == b.word_; }

  static constexpr std::int64_t kSmallMax = (std::int64_t{1} << 62) - 1;
  static constexpr std::int64_t kSmallMin = -(std::int64_t{1} << 62);
  static constexpr bool fits_small(std::int64_t value) { return value >= kSmallMin && value <= kSmallMax; }

  static constexpr std::uint32_t kPidSlotMax = (1u << 28) - 1;
  static constexpr std::uint32_t kPidSerialMax = (1u << 28) - 1;

  static constexpr Word kBoxedTag = 1;
  static constexpr Word kConsTag = 3;
  static constexpr Word kImmediateTag = 5;
  static constexpr Word kHeaderTag = 7;
  static constexpr Word kNoneWord = kHeaderTag;

 private:
  static constexpr Word immediate_word(Immediate kind, Word payload) {
    return payload << 8 | static_cast<Word>(kind) << 3 | kImmediateTag;
  }
  constexpr bool is_kind(Immediate kind) const { return (word_ & 0xFF) == immediate_word(kind, 0); }

  Word word_;
};

static_assert(sizeof(Term) == sizeof(Word));

}  // namespace respawn

template <>
struct std::hash<respawn::Term> {
  std::size_t operator()(respawn::Term term) const noexcept {
    std::uint64_t x = term.word() * 0x9e3779b97f4a7c15ull;
    return x ^ (x >> 32);
  }
};
