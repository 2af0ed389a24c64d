#include "native/old_hash.hpp"

#include <vector>

#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/hash.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

/// A polynomial in these primes over what a term consists of: each kind of term has a prime or two of its own.
enum Prime : std::uint32_t {
  kAtom = 268440163,
  kByte = 268439161,        // in numbers and in lists
  kNotNegative = 268435459, // also of the empty list
  kNegative = 268436141,    // also of the size of a binary
  kPid = 268438633,
  kFloat = 268437017,
  kList = 268437511,
  kTuple = 268439627,
  kClosure = 268440479,
  kExportFun = 268440577,
  kBits = 268440581,
  kMap = 268440593,
  kMapAddend = 268440611
};

class OldHash {
 public:
  std::uint32_t run(Term root) {
    push(root);
    while (!pending_.empty()) {
      const Pending next = pending_.back();
      pending_.pop_back();
      switch (next.what) {
        case Pending::whole_term: visit(next.term); break;
        case Pending::rest_of_list: rest_of_list(next.term); break;
        case Pending::last_step: mix(next.factor, next.addend); break;
      }
    }
    return hash_;
  }

 private:
  struct Pending {
    enum What : std::uint8_t { whole_term, rest_of_list, last_step };
    What what;
    Term term;
    std::uint32_t factor;
    std::uint32_t addend;
  };

  void push(Term term) { pending_.push_back({Pending::whole_term, term, 0, 0}); }
  void push_mix(std::uint32_t factor, std::uint32_t addend) { pending_.push_back({Pending::last_step, Term::none(), factor, addend}); }

  void mix(std::uint32_t factor, std::uint32_t addend) { hash_ = hash_ * factor + addend; }

  void mix_bytes(std::uint32_t value, std::uint32_t factor) {
    for (unsigned i = 0; i < 4; ++i) mix(factor, value >> (8 * i) & 0xFF);
  }

  void visit(Term term) {
    if (term.is_small()) return small(term.small_value());
    if (term.is_cons()) {
      push_mix(kList, 0);
      return rest_of_list(term);
    }
    if (term.is_boxed()) return boxed(term);
    if (term.is_atom()) return mix(kAtom, atom_hash(term));
    if (term.is_nil()) return mix(kNotNegative, 1);
    if (term.is_pid()) {
      mix_bytes(term.pid_slot(), kPid);
      return mix(kFloat, 0);
    }
    constexpr std::uint32_t kReferenceLowMask = (1u << 18) - 1;
    const auto number = static_cast<std::uint32_t>(term.payload());
    mix_bytes(term.is_port() ? number : number & kReferenceLowMask, kTuple);
    mix(kClosure, 0);
  }

  void number(const std::uint64_t* words, std::size_t count, bool negative) {
    for (std::size_t i = 0; i < count; ++i) {
      mix_bytes(static_cast<std::uint32_t>(words[i]), kByte);
      const auto high = static_cast<std::uint32_t>(words[i] >> 32);
      if (i + 1 < count || high != 0) mix_bytes(high, kByte);
    }
    mix(negative ? kNegative : kNotNegative, 0);
  }

  void small(std::int64_t value) {
    const std::uint64_t magnitude = value < 0 ? static_cast<std::uint64_t>(-value) : static_cast<std::uint64_t>(value);
    number(&magnitude, 1, value < 0);
  }

  static bool is_byte(Term term) { return term.is_small() && term.small_value() >= 0 && term.small_value() <= 255; }

  void rest_of_list(Term term) {
    for (; term.is_cons(); term = term.tail()) {
      if (!is_byte(term.head())) {
        pending_.push_back({Pending::rest_of_list, term.tail(), 0, 0});
        return push(term.head());
      }
      mix(kByte, static_cast<std::uint32_t>(term.head().small_value()));
    }
    push(term);
  }

  void boxed(Term term) {
    switch (header::kind(*term.pointer())) {
      case Kind::tuple:
        push_mix(kTuple, static_cast<std::uint32_t>(tuple_size(term)));
        for (std::size_t i = tuple_size(term); i-- > 0;) push(tuple_element(term, i));
        break;
      case Kind::flat_map:
      case Kind::hash_map: mix(kMap, kMapAddend + portable_hash(term)); break;
      case Kind::closure: {
        const FunIdentity& fun = closure_identity(term);
        mix(kClosure, static_cast<std::uint32_t>(closure_free_count(term)));
        mix(kAtom, atom_hash(fun.module));
        mix(kByte, fun.index);
        mix(kByte, fun.unique);
        for (std::size_t i = closure_free_count(term); i-- > 0;) push(closure_free(term, i));
        break;
      }
      case Kind::export_fun:
        mix(kExportFun, function_arity(term));
        mix(kAtom, atom_hash(export_module(term)));
        mix(kAtom, atom_hash(export_name(term)));
        break;
      case Kind::floating: {
        const Word bits = std::bit_cast<Word>(float_value(term) == 0.0 ? 0.0 : float_value(term));
        mix(kFloat, static_cast<std::uint32_t>(bits >> 32) ^ static_cast<std::uint32_t>(bits));
        break;
      }
      case Kind::big_integer: number(magnitude(term), magnitude_words(term), is_negative(term)); break;
      default: bits(bit_view(term));
    }
  }

  void bits(const BitView& view) {
    const std::uint64_t bytes = view.bit_size / 8;
    for (std::uint64_t i = 0; i < bytes; ++i) {
      mix(kAtom, static_cast<std::uint32_t>(read_bits(view.data, view.bit_offset + 8 * i, 8)));
    }
    if (const unsigned rest = view.bit_size % 8; rest != 0) {
      mix(kAtom, static_cast<std::uint32_t>(read_bits(view.data, view.bit_offset + 8 * bytes, rest)));
      mix(kBits, rest);
    }
    mix(kNegative, static_cast<std::uint32_t>(bytes));
  }

  std::vector<Pending> pending_;
  std::uint32_t hash_ = 0;
};

}  // namespace

std::uint32_t old_hash(Term term) { return OldHash().run(term); }

}  // namespace respawn
