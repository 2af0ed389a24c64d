#include "term/hash.hpp"

#include <cstring>
#include <string>
#include <vector>

#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

// The golden ratio in 32 bits; constant n tells the kinds of term apart (n times it, modulo 2^32).
constexpr std::uint32_t kGolden = 0x9e3779b9u;
constexpr std::uint32_t kind_constant(unsigned n) { return kGolden * n; }

void jenkins_mix(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c) {
  a -= b; a -= c; a ^= c >> 13;
  b -= c; b -= a; b ^= a << 8;
  c -= a; c -= b; c ^= b >> 13;
  a -= b; a -= c; a ^= c >> 12;
  b -= c; b -= a; b ^= a << 16;
  c -= a; c -= b; c ^= b >> 5;
  a -= b; a -= c; a ^= c >> 3;
  b -= c; b -= a; b ^= a << 10;
  c -= a; c -= b; c ^= b >> 15;
}

std::uint32_t mix2(std::uint32_t x, std::uint32_t y, std::uint32_t constant, std::uint32_t hash) {
  std::uint32_t a = constant + x;
  std::uint32_t b = constant + y;
  jenkins_mix(a, b, hash);
  return hash;
}

// Jenkins' block hash over bytes.
std::uint32_t hash_bytes(const std::uint8_t* data, std::size_t size, std::uint32_t initial) {
  std::uint32_t a = kGolden, b = kGolden, c = initial;
  std::size_t left = size;
  const auto word = [](const std::uint8_t* p) {
    return static_cast<std::uint32_t>(p[0]) | static_cast<std::uint32_t>(p[1]) << 8 | static_cast<std::uint32_t>(p[2]) << 16 |
           static_cast<std::uint32_t>(p[3]) << 24;
  };
  while (left >= 12) {
    a += word(data);
    b += word(data + 4);
    c += word(data + 8);
    jenkins_mix(a, b, c);
    data += 12;
    left -= 12;
  }
  c += static_cast<std::uint32_t>(size);
  for (std::size_t i = left; i-- > 0;) {
    const std::uint32_t byte = data[i];
    if (i >= 8) {
      c += byte << ((i - 8) * 8 + 8);  // the low byte of c is the length's
    } else if (i >= 4) {
      b += byte << ((i - 4) * 8);
    } else {
      a += byte << (i * 8);
    }
  }
  jenkins_mix(a, b, c);
  return c;
}

std::uint32_t hash_bits(Term bitstring, std::uint32_t hash) {
  const std::uint32_t constant = kind_constant(13) + hash;
  BitView view = bit_view(bitstring);
  if (view.bit_size == 0) return constant;
  std::string shifted;
  if (view.bit_offset != 0) {
    shifted.resize(view.byte_size());
    copy_bits(view.data, view.bit_offset, shifted.data(), 0, view.bit_size);
    view.data = shifted.data();
  }
  const std::size_t bytes = view.bit_size / 8;
  const unsigned rest = view.bit_size % 8;
  const auto* data = reinterpret_cast<const std::uint8_t*>(view.data);
  hash = hash_bytes(data, bytes, constant);
  if (rest > 0) hash = mix2(rest, data[bytes] >> (8 - rest), kind_constant(15), hash);
  return hash;
}

std::uint32_t hash_magnitude(const std::uint64_t* words, std::size_t count, bool negative, std::uint32_t hash) {
  const std::uint32_t constant = negative ? kind_constant(10) : kind_constant(11);
  for (std::size_t i = 0; i < count; ++i) {
    hash = mix2(static_cast<std::uint32_t>(words[i]), static_cast<std::uint32_t>(words[i] >> 32), constant, hash);
  }
  return hash;
}

bool is_byte(Term term) { return term.is_small() && term.small_value() >= 0 && term.small_value() < 256; }

// The bytes at the front of a list, four to a mix. Returns what remains to be hashed: a cons whose head is no byte,
// or the end of the list.
template <typename OnRest>
Term hash_leading_bytes(Term list, std::uint32_t& hash, OnRest on_rest) {
  std::uint32_t group = 0;
  unsigned count = 0;
  while (list.is_cons() && is_byte(list.head())) {
    group = group << 8 | static_cast<std::uint32_t>(list.head().small_value());
    if (++count == 4) {
      hash = mix2(group, 0, kind_constant(4), hash);
      group = count = 0;
    }
    list = list.tail();
  }
  if (count > 0) on_rest(group, count);
  return list;
}

// Work items of the iterative walks: a term, or a marker for what to do when its parts are done.
enum class Marker : std::uint8_t { term, map_tail, map_pair, list_tail };
struct Item {
  Marker marker;
  Term term;
  std::uint32_t saved_hash = 0;
  std::uint32_t saved_pairs = 0;
};

class PortableHash {
 public:
  std::uint32_t run(Term term) {
    push(term);
    while (!stack_.empty()) {
      const Item item = stack_.back();
      stack_.pop_back();
      switch (item.marker) {
        case Marker::map_pair:
          pairs_ ^= hash_;
          hash_ = 0;
          break;
        case Marker::map_tail:
          hash_ = mix2(pairs_, 0, kind_constant(19), item.saved_hash);
          pairs_ = item.saved_pairs;
          break;
        default: visit(item.term);
      }
    }
    return hash_;
  }

 private:
  void push(Term term) { stack_.push_back({Marker::term, term}); }

  void mix(std::uint32_t value, unsigned n) { hash_ = mix2(value, 0, kind_constant(n), hash_); }

  void visit(Term term) {
    if (term.is_small()) return small(term.small_value());
    if (term.is_cons()) return list(term);
    if (term.is_boxed()) return boxed(term);
    if (term.is_atom()) {
      // An atom that is hashed first is not mixed.
      if (hash_ == 0) hash_ = atom_hash(term); else mix(atom_hash(term), 3);
    } else if (term.is_nil()) {
      if (hash_ == 0) hash_ = 3468870702u; else mix(2, 2);
    } else if (term.is_pid()) {
      mix(term.pid_slot(), 5);
    } else if (term.is_port()) {
      hash_ = mix2(static_cast<std::uint32_t>(term.payload()), static_cast<std::uint32_t>(term.payload() >> 32), kind_constant(6), hash_);
    } else {
      constexpr std::uint32_t kFirstWordMask = (1u << 18) - 1;  // of a reference as OTP numbers them (external_tag.hpp)
      mix(static_cast<std::uint32_t>(term.payload()) & kFirstWordMask, 7);
    }
  }

  void small(std::int64_t value) {
    constexpr std::int64_t kLimit = std::int64_t{1} << 27;
    if (value < -kLimit || value >= kLimit) {
      const std::uint64_t magnitude = value < 0 ? static_cast<std::uint64_t>(-value) : static_cast<std::uint64_t>(value);
      hash_ = hash_magnitude(&magnitude, 1, value < 0, hash_);
      return;
    }
    const auto small_value = static_cast<std::int32_t>(value);
    if (small_value < 0) mix(static_cast<std::uint32_t>(-small_value), 1);
    mix(static_cast<std::uint32_t>(small_value), 1);
  }

  void list(Term term) {
    const Term rest = hash_leading_bytes(term, hash_, [&](std::uint32_t group, unsigned) { mix(group, 4); });
    if (rest.is_cons()) {
      push(rest.tail());
      push(rest.head());
    } else {
      push(rest);
    }
  }

  void boxed(Term term) {
    switch (header::kind(*term.pointer())) {
      case Kind::tuple: {
        const std::size_t size = tuple_size(term);
        mix(static_cast<std::uint32_t>(size), 9);
        for (std::size_t i = size; i-- > 0;) push(tuple_element(term, i));
        break;
      }
      case Kind::flat_map:
      case Kind::hash_map: {
        mix(static_cast<std::uint32_t>(map_size(term)), 16);
        if (map_size(term) == 0) break;
        stack_.push_back({Marker::map_tail, Term::none(), hash_, pairs_});
        hash_ = pairs_ = 0;
        for_each_pair(term, [&](Term key, Term value) {
          stack_.push_back({Marker::map_pair, Term::none()});
          push(value);
          push(key);
        });
        break;
      }
      case Kind::closure: {
        const FunIdentity& identity = closure_identity(term);
        hash_ = mix2(static_cast<std::uint32_t>(closure_free_count(term)), atom_hash(identity.module), kGolden, hash_);
        hash_ = mix2(identity.index, identity.unique, kGolden, hash_);
        for (std::size_t i = closure_free_count(term); i-- > 0;) push(closure_free(term, i));
        break;
      }
      case Kind::export_fun:
        hash_ = mix2(function_arity(term), atom_hash(export_module(term)), kGolden, hash_);
        mix(atom_hash(export_name(term)), 14);
        break;
      case Kind::floating: {
        const Word bits = std::bit_cast<Word>(float_value(term) == 0.0 ? 0.0 : float_value(term));
        hash_ = mix2(static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits), kind_constant(12), hash_);
        break;
      }
      case Kind::big_integer:
        hash_ = hash_magnitude(magnitude(term), magnitude_words(term), is_negative(term), hash_);
        break;
      default: hash_ = hash_bits(term, hash_);
    }
  }

  std::vector<Item> stack_;
  std::uint32_t hash_ = 0;
  std::uint32_t pairs_ = 0;
};

class MapKeyHash {
 public:
  explicit MapKeyHash(std::uint32_t salt) : hash_(salt ^ kSalt) {}

  static std::uint32_t immediate(Term term, std::uint32_t hash) {
    if (term.is_small()) {
      // OTP tags small integers of 60 bits with 1111; larger ones are big there.
      const std::int64_t value = term.small_value();
      constexpr std::int64_t kLimit = std::int64_t{1} << 59;
      if (value < -kLimit || value >= kLimit) {
        const std::uint64_t magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
        return hash_magnitude(&magnitude, 1, value < 0, hash);
      }
      const std::uint64_t word = static_cast<std::uint64_t>(value) << 4 | 0xF;
      return mix2(static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32), kGolden, hash);
    }
    if (term.is_nil()) return mix2(0x3B, 0, kGolden, hash);
    if (term.is_atom()) return mix2(atom_hash(term), 0x0B, kGolden, hash);
    return mix2(static_cast<std::uint32_t>(term.payload()), static_cast<std::uint32_t>(term.payload() >> 32) + static_cast<std::uint32_t>(term.word() & 0xFF), kGolden, hash);
  }

  std::uint32_t run(Term term) {
    if (term.is_immediate()) return immediate(term, hash_);
    push(term);
    while (!stack_.empty()) {
      const Item item = stack_.back();
      stack_.pop_back();
      if (item.marker == Marker::list_tail) {
        constant(18);
      } else if (item.term.is_immediate()) {
        hash_ = immediate(item.term, hash_);
      } else if (item.term.is_cons()) {
        list(item.term);
      } else {
        boxed(item.term);
      }
    }
    return hash_;
  }

 private:
  static constexpr std::uint32_t kSalt = 3432918353u;

  void push(Term term) { stack_.push_back({Marker::term, term}); }
  void mix(std::uint32_t value, unsigned n) { hash_ = mix2(value, 0, kind_constant(n), hash_); }
  void constant(unsigned n) {
    hash_ ^= kind_constant(n);
    hash_ = hash_ << 17 ^ hash_ >> 15;
  }

  void list(Term term) {
    const Term rest = hash_leading_bytes(term, hash_, [&](std::uint32_t group, unsigned count) {
      hash_ = mix2(group, count, kind_constant(22), hash_);
    });
    if (rest.is_cons()) {
      constant(17);
      push(rest.tail());
      if (!rest.tail().is_cons()) stack_.push_back({Marker::list_tail, Term::none()});
      push(rest.head());
    } else {
      push(rest);
    }
  }

  void boxed(Term term) {
    switch (header::kind(*term.pointer())) {
      case Kind::tuple: {
        const std::size_t size = tuple_size(term);
        mix(static_cast<std::uint32_t>(size), 9);
        for (std::size_t i = size; i-- > 0;) push(tuple_element(term, i));
        break;
      }
      case Kind::flat_map: {
        const std::size_t size = flat_map_size(term);
        mix(static_cast<std::uint32_t>(size), 16);
        for (std::size_t i = size; i-- > 0;) {
          push(flat_map_value(term, i));
          push(tuple_element(flat_map_keys(term), i));
        }
        break;
      }
      case Kind::hash_map:
        mix(static_cast<std::uint32_t>(map_size(term)), 16);
        for_each_pair(term, [&](Term key, Term value) {
          push(value);
          push(key);
        });
        break;
      case Kind::closure: {
        const FunIdentity& identity = closure_identity(term);
        hash_ = mix2(static_cast<std::uint32_t>(closure_free_count(term)), atom_hash(identity.module), kind_constant(20), hash_);
        hash_ = mix2(identity.index, identity.unique, kind_constant(21), hash_);
        for (std::size_t i = closure_free_count(term); i-- > 0;) push(closure_free(term, i));
        break;
      }
      case Kind::export_fun:
        hash_ = mix2(function_arity(term), atom_hash(export_module(term)), kind_constant(14), hash_);
        mix(atom_hash(export_name(term)), 14);
        break;
      case Kind::floating: {
        const Word bits = std::bit_cast<Word>(float_value(term) == 0.0 ? 0.0 : float_value(term));
        hash_ = mix2(static_cast<std::uint32_t>(bits), static_cast<std::uint32_t>(bits >> 32), kind_constant(12), hash_);
        break;
      }
      case Kind::big_integer:
        hash_ = hash_magnitude(magnitude(term), magnitude_words(term), is_negative(term), hash_);
        break;
      default: hash_ = hash_bits(term, hash_);
    }
  }

  std::vector<Item> stack_;
  std::uint32_t hash_;
};

}  // namespace

std::uint32_t portable_hash(Term term) { return PortableHash().run(term); }

std::uint32_t map_key_hash(Term key, std::uint32_t salt) { return MapKeyHash(salt).run(key); }

namespace {

std::uint64_t hash_text(std::string_view text, std::uint64_t hash) {
  hash = mix_hash(hash, text.size());
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    hash = mix_hash(hash, word);
    text.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, text.data(), text.size());
  return mix_hash(hash, rest);
}

}  // namespace

std::uint64_t stable_hash(Term root, std::uint64_t seed) {
  std::uint64_t hash = seed;
  std::vector<Term> stack{root};
  while (!stack.empty()) {
    Term term = stack.back();
    stack.pop_back();
    if (term.is_atom()) {
      hash = hash_text(atom_text(term), mix_hash(hash, 1));
    } else if (term.is_immediate()) {
      hash = mix_hash(hash, term.word());
    } else if (term.is_cons()) {
      hash = mix_hash(hash, 2);
      stack.push_back(term.tail());
      stack.push_back(term.head());
    } else {
      const Word* object = term.pointer();
      const Kind kind = header::kind(object[0]);
      const std::size_t size = header::size_words(object[0]);
      switch (kind) {
        case Kind::tuple:
          hash = mix_hash(hash, 3 + (size << 8));
          for (std::size_t i = size; i-- > 0;) stack.push_back(Term(object[1 + i]));
          break;
        case Kind::flat_map:
        case Kind::hash_map:
          hash = mix_hash(hash, 4 + (map_size(term) << 8));
          for_each_pair(term, [&](Term key, Term value) {
            stack.push_back(value);
            stack.push_back(key);
          });
          break;
        case Kind::closure: {
          const FunIdentity& identity = closure_identity(term);
          hash = hash_text(atom_text(identity.module), mix_hash(hash, 5));
          hash = mix_hash(hash, static_cast<std::uint64_t>(identity.unique) << 32 | identity.index);
          for (std::size_t i = closure_free_count(term); i-- > 0;) stack.push_back(closure_free(term, i));
          break;
        }
        case Kind::export_fun:
          hash = hash_text(atom_text(export_module(term)), mix_hash(hash, 6));
          hash = hash_text(atom_text(export_name(term)), mix_hash(hash, function_arity(term)));
          break;
        case Kind::floating:  // both zeros are one term
          hash = mix_hash(mix_hash(hash, 7), std::bit_cast<Word>(float_value(term) == 0.0 ? 0.0 : float_value(term)));
          break;
        case Kind::big_integer:
          hash = mix_hash(hash, 8 + header::own_bits(object[0]));
          for (std::size_t i = 0; i < size; ++i) hash = mix_hash(hash, object[1 + i]);
          break;
        case Kind::raw_trace:  // the addresses differ from run to run
          hash = mix_hash(hash, 11 + (size << 8));
          stack.push_back(Term(object[1]));
          break;
        case Kind::match_context:
          hash = mix_hash(mix_hash(mix_hash(hash, 9), object[1]), object[2]);
          stack.push_back(Term(object[3]));
          break;
        default: {
          const BitView view = bit_view(term);
          std::string bytes(view.byte_size(), '\0');
          copy_bits(view.data, view.bit_offset, bytes.data(), 0, view.bit_size);
          hash = hash_text(bytes, mix_hash(hash, 10 + (view.bit_size << 8)));
        }
      }
    }
  }
  return hash;
}

}  // namespace respawn
