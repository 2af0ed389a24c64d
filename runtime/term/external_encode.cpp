/// Encoding: one walk over the term, with a stack of what is still to be written.
///
/// The walk runs twice with two kinds of output, one that counts and one that writes, so that the result is made in place.

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/utf8.hpp"
#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"
#include "term/external.hpp"
#include "term/external_tag.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn::external {
namespace {

class CountingOutput {
 public:
  void byte(unsigned) { ++size_; }
  void number(std::uint64_t, unsigned size) { size_ += size; }
  void bytes(std::string_view text) { size_ += text.size(); }
  void bits(const BitView& view) { size_ += view.byte_size(); }
  void patch_size(std::size_t) {}
  std::size_t size() const { return size_; }

 private:
  std::size_t size_ = 0;
};

class MemoryOutput {
 public:
  explicit MemoryOutput(char* out) : start_(out), out_(out) {}

  void byte(unsigned value) { *out_++ = static_cast<char>(value); }
  /// Big-endian.
  void number(std::uint64_t value, unsigned size) {
    for (unsigned i = size; i-- > 0;) byte(static_cast<unsigned>(value >> (8 * i)) & 0xFF);
  }
  void bytes(std::string_view text) {
    if (!text.empty()) std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }
  void bits(const BitView& view) {
    if (view.bit_size % 8 != 0) out_[view.byte_size() - 1] = 0;
    copy_bits(view.data, view.bit_offset, out_, 0, view.bit_size);
    out_ += view.byte_size();
  }
  /// The four bytes at `offset` become the distance from there to here.
  void patch_size(std::size_t offset) {
    char* const end = out_;
    out_ = start_ + offset;
    number(static_cast<std::uint64_t>(end - out_), 4);
    out_ = end;
  }
  std::size_t size() const { return static_cast<std::size_t>(out_ - start_); }

 private:
  char* start_;
  char* out_;
};

template <typename Output>
class Encoder {
 public:
  Encoder(Output& out, const EncodeOptions& options) : out_(out), options_(options) {}

  void run(Term root) {
    write(root);
    while (!pending_.empty()) {
      Pending& next = pending_.back();
      switch (next.what) {
        case Pending::term: {
          const Term term = next.rest;
          pending_.pop_back();
          write(term);
          break;
        }
        case Pending::list: {
          // The reference must not be used after write, which may grow the stack.
          const Term cell = next.rest;
          if (cell.tail().is_cons()) {
            next.rest = cell.tail();
          } else {
            next = {Pending::term, cell.tail(), 0};
          }
          write(cell.head());
          break;
        }
        case Pending::elements: {
          const Term element = Term(next.rest.pointer()[next.position]);
          if (++next.position > header::size_words(*next.rest.pointer())) pending_.pop_back();
          write(element);
          break;
        }
        case Pending::fun_size: {
          const std::size_t at = next.position;
          pending_.pop_back();
          out_.patch_size(at);
          break;
        }
      }
    }
  }

 private:
  struct Pending {
    enum What : std::uint8_t { term, list, elements, fun_size };
    What what;
    Term rest;             // the term; the cell; the object
    std::size_t position;  // word of the object; offset of the size
  };

  void tag(Tag value) { out_.byte(static_cast<unsigned>(value)); }

  void write(Term term) {
    if (term.is_small()) return integer(term.small_value());
    if (term.is_atom()) return atom(term);
    if (term.is_cons()) return list(term);
    if (term.is_boxed()) return boxed(term);
    if (term.is_nil()) return tag(Tag::nil);
    if (term.is_pid()) return pid(term.pid_slot(), term.pid_serial());
    if (term.is_reference()) return reference(term.payload());
    port(term.payload());
  }

  void integer(std::int64_t value) {
    if (value >= 0 && value <= 255) {
      tag(Tag::small_integer);
      out_.byte(static_cast<unsigned>(value));
    } else if (value >= INT32_MIN && value <= INT32_MAX) {
      tag(Tag::integer);
      out_.number(static_cast<std::uint64_t>(value), 4);
    } else {
      const auto word = static_cast<std::uint64_t>(value);
      const std::uint64_t magnitude = value < 0 ? ~word + 1 : word;
      big(&magnitude, 1, value < 0);
    }
  }

  void big(const std::uint64_t* words, std::size_t count, bool negative) {
    std::size_t size = 8 * count;
    for (std::uint64_t top = words[count - 1]; top >> 56 == 0; top <<= 8) --size;
    if (size <= 255) {
      tag(Tag::small_big);
      out_.byte(static_cast<unsigned>(size));
    } else {
      tag(Tag::large_big);
      out_.number(size, 4);
    }
    out_.byte(negative ? 1 : 0);
    for (std::size_t i = 0; i < size; ++i) out_.byte(static_cast<unsigned>(words[i / 8] >> (i % 8 * 8)) & 0xFF);
  }

  void floating(double value) {
    if (options_.minor_version > 0) {
      tag(Tag::new_float);
      return out_.number(std::bit_cast<std::uint64_t>(value), 8);
    }
    tag(Tag::float_text);
    std::string text = fmt::format("{:.20e}", value);
    text.resize(kFloatTextBytes);
    out_.bytes(text);
  }

  void atom(Term term) {
    const std::string_view text = atom_text(term);
    std::string latin1;
    if (options_.minor_version < 2 && to_latin1(text, &latin1)) {
      tag(Tag::atom_latin1);
      out_.number(latin1.size(), 2);
      return out_.bytes(latin1);
    }
    if (text.size() <= 255) {
      tag(Tag::small_atom_utf8);
      out_.byte(static_cast<unsigned>(text.size()));
    } else {
      tag(Tag::atom_utf8);
      out_.number(text.size(), 2);
    }
    out_.bytes(text);
  }

  static bool to_latin1(std::string_view text, std::string* latin1) {
    while (!text.empty()) {
      const auto decoded = utf8::decode(text);
      if (!decoded || decoded->codepoint > 0xFF) return false;
      latin1->push_back(static_cast<char>(decoded->codepoint));
      text.remove_prefix(decoded->length_bytes);
    }
    return true;
  }

  void pid(std::uint64_t slot, std::uint64_t serial) {
    tag(Tag::new_pid);
    atom(atoms::nonode);
    out_.number(slot, 4);
    out_.number(serial, 4);
    out_.number(0, 4);
  }

  void reference(std::uint64_t number) {
    tag(Tag::newer_reference);
    out_.number(3, 2);
    atom(atoms::nonode);
    out_.number(0, 4);
    out_.number(number & ((1u << kReferenceLowBits) - 1), 4);
    out_.number(number >> kReferenceLowBits & ((1u << kReferenceMiddleBits) - 1), 4);
    out_.number(number >> (kReferenceLowBits + kReferenceMiddleBits), 4);
  }

  void port(std::uint64_t number) {
    const bool wide = number > kNewPortMax;
    tag(wide ? Tag::v4_port : Tag::new_port);
    atom(atoms::nonode);
    out_.number(number, wide ? 8 : 4);
    out_.number(0, 4);
  }

  void list(Term term) {
    std::size_t length = 0;
    bool bytes = true;
    Term rest = term;
    for (; rest.is_cons(); rest = rest.tail(), ++length) {
      const Term head = rest.head();
      bytes = bytes && head.is_small() && head.small_value() >= 0 && head.small_value() <= 255;
    }
    if (bytes && rest.is_nil() && length <= kStringLengthMax) {
      tag(Tag::string);
      out_.number(length, 2);
      for (rest = term; rest.is_cons(); rest = rest.tail()) out_.byte(static_cast<unsigned>(rest.head().small_value()));
      return;
    }
    tag(Tag::list);
    out_.number(length, 4);
    pending_.push_back({Pending::list, term, 0});
  }

  void elements_from(Term term, std::size_t first_word) {
    if (first_word <= header::size_words(*term.pointer())) pending_.push_back({Pending::elements, term, first_word});
  }

  void boxed(Term term) {
    switch (header::kind(*term.pointer())) {
      case Kind::tuple: {
        const std::size_t size = tuple_size(term);
        tag(size <= 255 ? Tag::small_tuple : Tag::large_tuple);
        out_.number(size, size <= 255 ? 1 : 4);
        return elements_from(term, 1);
      }
      case Kind::flat_map:
      case Kind::hash_map: return map(term);
      case Kind::floating: return floating(float_value(term));
      case Kind::big_integer: return big(magnitude(term), magnitude_words(term), is_negative(term));
      case Kind::closure: return closure(term);
      case Kind::export_fun:
        tag(Tag::export_fun);
        atom(export_module(term));
        atom(export_name(term));
        return integer(function_arity(term));
      default: return bitstring(bit_view(term));
    }
  }

  // Pairs are pushed, so what comes last is written first: the order of `maps:to_list`, as in OTP.
  void map(Term term) {
    tag(Tag::map);
    out_.number(map_size(term), 4);
    if (!is_flat_map(term) && !options_.deterministic) {
      for_each_pair(term, [&](Term key, Term value) { push_pair(key, value); });
      return;
    }
    std::vector<std::pair<Term, Term>> pairs;
    pairs.reserve(map_size(term));
    for_each_pair(term, [&](Term key, Term value) { pairs.emplace_back(key, value); });
    if (!is_flat_map(term)) {
      std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return compare_keys(a.first, b.first) < 0; });
    }
    for (std::size_t i = pairs.size(); i-- > 0;) push_pair(pairs[i].first, pairs[i].second);
  }

  void push_pair(Term key, Term value) {
    pending_.push_back({Pending::term, value, 0});
    pending_.push_back({Pending::term, key, 0});
  }

  void bitstring(const BitView& view) {
    const unsigned last_bits = view.bit_size % 8;
    tag(last_bits == 0 ? Tag::binary : Tag::bit_binary);
    out_.number(view.byte_size(), 4);
    if (last_bits != 0) out_.byte(last_bits);
    out_.bits(view);
  }

  void closure(Term term) {
    const FunIdentity& fun = closure_identity(term);
    tag(Tag::new_fun);
    const std::size_t size_at = out_.size();
    out_.number(0, 4);
    out_.byte(fun.arity);
    out_.bytes(kClosureMark);
    out_.number(fun.unique, 4);
    out_.number(fun.index, 4);
    out_.number(closure_free_count(term), 4);
    atom(fun.module);
    integer(fun.index);
    integer(fun.unique);
    pid(0, 0);
    pending_.push_back({Pending::fun_size, Term::none(), size_at});
    elements_from(term, 2);
  }

  Output& out_;
  const EncodeOptions& options_;
  std::vector<Pending> pending_;
};

}  // namespace

std::size_t encoded_size(Term term, const EncodeOptions& options) {
  CountingOutput out;
  Encoder(out, options).run(term);
  return 1 + out.size();
}

void encode_to(Term term, const EncodeOptions& options, char* bytes) {
  *bytes = static_cast<char>(Tag::version);
  MemoryOutput out(bytes + 1);
  Encoder(out, options).run(term);
}

std::string encode(Term term, const EncodeOptions& options) {
  std::string bytes(encoded_size(term, options), '\0');
  encode_to(term, options, bytes.data());
  return bytes;
}

std::string encode_compressed(Term term, const EncodeOptions& options, int level) {
  constexpr std::size_t kHeaderBytes = 6;  // version, tag, size
  std::string plain = encode(term, options);
  const std::size_t size = plain.size() - 1;
  if (size > UINT32_MAX) return plain;
  std::string packed(kHeaderBytes + compressBound(size), '\0');
  uLongf packed_size = packed.size() - kHeaderBytes;
  const int outcome = compress2(reinterpret_cast<Bytef*>(packed.data() + kHeaderBytes), &packed_size,
                                reinterpret_cast<const Bytef*>(plain.data() + 1), size, level);
  if (outcome != Z_OK || kHeaderBytes + packed_size >= plain.size()) return plain;
  packed.resize(kHeaderBytes + packed_size);
  MemoryOutput out(packed.data());
  out.byte(static_cast<unsigned>(Tag::version));
  out.byte(static_cast<unsigned>(Tag::compressed));
  out.number(size, 4);
  return packed;
}

}  // namespace respawn::external
