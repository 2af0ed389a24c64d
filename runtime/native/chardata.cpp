#include "native/chardata.hpp"

#include "base/utf8.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr bool is_character(std::uint64_t value) { return value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF); }

std::uint32_t byte_at(std::string_view bytes, std::size_t index) { return static_cast<unsigned char>(bytes[index]); }

std::uint32_t unit(std::string_view bytes, std::size_t at, std::size_t size, bool big) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte_at(bytes, at + (big ? i : size - 1 - i));
  return value;
}

void append_unit(std::string& out, std::uint32_t value, std::size_t size, bool big) {
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> 8 * (big ? size - 1 - i : i));
}

// Bytes of the UTF-8 character that starts with `lead`; 0 when none does.
std::size_t utf8_size(std::uint32_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC0) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF8 ? 4 : 0;
}

}  // namespace

bool read_encoding(Term term, Encoding* encoding) {
  bool big = true;
  if (is_tuple_of(term, 2)) {
    const Term order = tuple_element(term, 1);
    if (order != atoms::big && order != atoms::little) return false;
    big = order == atoms::big;
    term = tuple_element(term, 0);
    if (term != atoms::utf16 && term != atoms::utf32) return false;
  }
  if (!term.is_atom()) return false;
  if (term == atoms::utf8 || atom_text(term) == "unicode") *encoding = Encoding::utf8;
  else if (atom_text(term) == "latin1") *encoding = Encoding::latin1;
  else if (term == atoms::utf16) *encoding = big ? Encoding::utf16_big : Encoding::utf16_little;
  else if (term == atoms::utf32) *encoding = big ? Encoding::utf32_big : Encoding::utf32_little;
  else return false;
  return true;
}

bool append_encoded(std::string& out, std::uint32_t codepoint, Encoding encoding) {
  if (!is_character(codepoint)) return false;
  switch (encoding) {
    case Encoding::latin1:
      if (codepoint > 0xFF) return false;
      out += static_cast<char>(codepoint);
      return true;
    case Encoding::utf8: return utf8::append(out, codepoint);
    case Encoding::utf16_big:
    case Encoding::utf16_little: {
      const bool big = encoding == Encoding::utf16_big;
      if (codepoint > 0xFFFF) {
        append_unit(out, 0xD7C0 + (codepoint >> 10), 2, big);
        codepoint = 0xDC00 | (codepoint & 0x3FF);
      }
      append_unit(out, codepoint, 2, big);
      return true;
    }
    case Encoding::utf32_big:
    case Encoding::utf32_little: append_unit(out, codepoint, 4, encoding == Encoding::utf32_big); return true;
  }
  return false;
}

bool is_chardata(Term data) {
  std::vector<Term> outer;
  for (;;) {
    while (data.is_cons()) {
      const Term head = data.head();
      data = data.tail();
      if (head.is_cons()) {
        outer.push_back(data);
        data = head;
      } else if (!head.is_nil() && !is_integer(head) && !is_binary(head)) {
        return false;
      }
    }
    if (!data.is_nil() && !is_binary(data)) return false;
    if (outer.empty()) return true;
    data = outer.back();
    outer.pop_back();
  }
}

ChardataReader::ChardataReader(Area& area, Term data, Encoding encoding, RestForm form) : area_(area), encoding_(encoding), form_(form) {
  list_ = data;  // a lone binary is like one that ends a list
}

ChardataReader::Decoded ChardataReader::decode(std::string_view bytes, std::uint32_t* codepoint, std::size_t* size) const {
  switch (encoding_) {
    case Encoding::latin1:
      *codepoint = byte_at(bytes, 0);
      *size = 1;
      return Decoded::character;
    case Encoding::utf8: {
      *size = utf8_size(byte_at(bytes, 0));
      if (bytes.size() < *size) return Decoded::incomplete;
      const auto decoded = utf8::decode(bytes);
      if (!decoded) return Decoded::invalid;
      *codepoint = decoded->codepoint;
      return Decoded::character;
    }
    case Encoding::utf16_big:
    case Encoding::utf16_little: {
      const bool big = encoding_ == Encoding::utf16_big;
      *size = 2;
      if (bytes.size() < 2) return Decoded::incomplete;
      *codepoint = unit(bytes, 0, 2, big);
      if (is_character(*codepoint)) return Decoded::character;
      if (*codepoint >= 0xDC00) return Decoded::invalid;
      *size = 4;
      if (bytes.size() < 4) return Decoded::incomplete;
      const std::uint32_t low = unit(bytes, 2, 2, big);
      if (low < 0xDC00 || low > 0xDFFF) return Decoded::invalid;
      *codepoint = 0x10000 + ((*codepoint & 0x3FF) << 10 | (low & 0x3FF));
      return Decoded::character;
    }
    case Encoding::utf32_big:
    case Encoding::utf32_little:
      *size = 4;
      if (bytes.size() < 4) return Decoded::incomplete;
      *codepoint = unit(bytes, 0, 4, encoding_ == Encoding::utf32_big);
      return is_character(*codepoint) ? Decoded::character : Decoded::invalid;
  }
  return Decoded::invalid;
}

// Whether `bytes`, too few for a character, could begin one. OTP asks it of UTF-8 at the end of all data, of the other
// encodings at the end of each binary.
bool ChardataReader::could_begin_character(std::string_view bytes) const {
  switch (encoding_) {
    case Encoding::latin1: return true;
    case Encoding::utf8:
      for (const char byte : bytes.substr(1)) {
        if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) return false;
      }
      return true;
    case Encoding::utf16_big: return bytes.size() < 3 || (byte_at(bytes, 2) & 0xFC) == 0xDC;
    case Encoding::utf16_little: return true;
    case Encoding::utf32_big: return byte_at(bytes, 0) == 0 && (bytes.size() < 2 || byte_at(bytes, 1) <= 0x10);
    case Encoding::utf32_little: return bytes.size() < 3 || byte_at(bytes, 2) <= 0x10;
  }
  return false;
}

// `inner` and everything that follows the lists around it.
Term ChardataReader::fold(Term inner) {
  if (form_ == RestForm::of_normal_forms) return fold_flat(inner);
  while (!outer_.empty()) {
    inner = make_cons(area_, inner, outer_.back());
    outer_.pop_back();
  }
  return inner;
}

// The same with the first part in front of it all: [bad, [rest of its list] | rest of the lists around].
Term ChardataReader::fold_flat(Term inner) {
  Term first = inner;
  Term following = Term::nil();
  if (inner.is_cons()) {
    first = inner.head();
    following = inner.tail();
  }
  for (; !outer_.empty(); outer_.pop_back()) {
    if (following.is_nil()) following = outer_.back();
    else if (!outer_.back().is_nil()) following = make_cons(area_, following, outer_.back());
  }
  return following.is_nil() ? first : make_cons(area_, first, following);
}

// `front`, which stands in the place of the current binary, and what follows.
Term ChardataReader::with_tail(Term front) { return fold(binary_is_tail_ ? front : make_cons(area_, front, list_)); }

ChardataReader::Step ChardataReader::fail(Step step, Term rest) {
  rest_ = rest;
  return step;
}

bool ChardataReader::enter(Term term) {
  const auto bytes = binary_bytes(term, shifted_);
  if (!bytes) return false;
  binary_ = term;
  bytes_ = *bytes;
  at_ = 0;
  return true;
}

// `again`: the binary gave nothing, and reading goes on behind it.
ChardataReader::Step ChardataReader::read_binary(std::uint32_t* codepoint, bool* again) {
  std::size_t size = 0;
  if (!waiting_.empty()) {
    // Only the bytes that the waiting character lacks.
    std::size_t taken = 0;
    while (at_ + taken < bytes_.size()) {
      waiting_ += bytes_[at_ + taken++];
      const Decoded result = decode(waiting_, codepoint, &size);
      if (result == Decoded::incomplete) continue;
      if (result == Decoded::character) {
        at_ += taken;
        last_integer_ = Term::none();
        last_joined_ = waiting_;
        waiting_.clear();
        return Step::codepoint;
      }
      // The whole character as far as its lead says, even where its first strange byte is no part of it.
      if (form_ == RestForm::of_erlang) {
        while (waiting_.size() < size && at_ + taken < bytes_.size()) waiting_ += bytes_[at_ + taken++];
        at_ += taken;
        const Term remaining = make_sub_bits(area_, binary_, at_ * 8, (bytes_.size() - at_) * 8);
        const Term tail = binary_is_tail_ ? make_cons(area_, remaining, Term::nil()) : make_cons(area_, remaining, list_);
        return fail(Step::error, fold(make_cons(area_, make_binary(area_, waiting_), tail)));
      }
      waiting_.resize(waiting_.size() - taken);
      const Term from_here = fold(binary_is_tail_ ? binary_ : make_cons(area_, binary_, list_));
      return fail(Step::error, make_list(area_, {make_binary(area_, waiting_), from_here}));
    }
    binary_ = Term::none();
    *again = true;
    return Step::end;
  }
  if (at_ == bytes_.size()) {
    binary_ = Term::none();
    *again = true;
    return Step::end;
  }
  switch (decode(bytes_.substr(at_), codepoint, &size)) {
    case Decoded::character:
      last_integer_ = Term::none();
      last_joined_.clear();
      last_at_ = at_;
      at_ += size;
      return Step::codepoint;
    case Decoded::incomplete:
      if (encoding_ != Encoding::utf8 && !could_begin_character(bytes_.substr(at_))) break;
      waiting_ = bytes_.substr(at_);
      binary_ = Term::none();
      *again = true;
      return Step::end;
    case Decoded::invalid: break;
  }
  return fail(Step::error, with_tail(make_sub_bits(area_, binary_, at_ * 8, (bytes_.size() - at_) * 8)));
}

ChardataReader::Step ChardataReader::next(std::uint32_t* codepoint) {
  for (;;) {
    if (!binary_.is_none()) {
      bool again = false;
      const Step step = read_binary(codepoint, &again);
      if (!again) return step;
      if (binary_is_tail_) list_ = Term::nil();
      continue;
    }
    if (list_.is_nil()) {
      if (outer_.empty()) {
        if (waiting_.empty()) return Step::end;
        const bool good = encoding_ != Encoding::utf8 || could_begin_character(waiting_);
        return fail(good ? Step::incomplete : Step::error, make_binary(area_, waiting_));
      }
      list_ = outer_.back();
      outer_.pop_back();
      continue;
    }
    if (!list_.is_cons()) {
      if (!enter(list_)) return Step::not_chardata;
      binary_is_tail_ = true;
      continue;
    }
    const Term cell = list_;
    const Term head = cell.head();
    if (is_integer(head)) {
      if (!waiting_.empty()) {
        const Term waiting = make_binary(area_, waiting_);
        return fail(Step::error, form_ == RestForm::of_c ? make_list(area_, {waiting, fold(cell)}) : fold(make_cons(area_, waiting, cell)));
      }
      list_ = cell.tail();
      last_integer_ = head;
      const std::uint64_t limit = encoding_ == Encoding::latin1 ? 0xFF : 0x10FFFF;
      if (!head.is_small() || !is_character(static_cast<std::uint64_t>(head.small_value())) ||
          static_cast<std::uint64_t>(head.small_value()) > limit) {
        if (form_ == RestForm::of_normal_forms) return Step::odd_integer;
        return fail(Step::error, rest_from_last());
      }
      *codepoint = static_cast<std::uint32_t>(head.small_value());
      return Step::codepoint;
    }
    list_ = cell.tail();
    if (head.is_list()) {
      outer_.push_back(list_);
      list_ = head;
    } else {
      if (!enter(head)) return Step::not_chardata;
      binary_is_tail_ = false;
    }
  }
}

Term ChardataReader::rest_from_last() {
  if (!last_integer_.is_none()) {
    const Term front = form_ == RestForm::of_c ? last_integer_ : make_list(area_, {last_integer_});
    return fold(make_cons(area_, front, list_));
  }
  const std::size_t from = last_joined_.empty() ? last_at_ : at_;
  const Term remaining = make_sub_bits(area_, binary_, from * 8, (bytes_.size() - from) * 8);
  if (last_joined_.empty()) return with_tail(remaining);
  const Term tail = make_cons(area_, remaining, binary_is_tail_ ? Term::nil() : list_);
  return fold(make_cons(area_, make_binary(area_, last_joined_), tail));
}

}  // namespace respawn
