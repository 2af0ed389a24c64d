/// Decoding: values are stored into the slots of the container that is being filled; containers under way form a stack.
///
/// `owed_` counts the terms that the bytes read so far have promised. Each takes at least one byte, so a promise of more
/// terms than bytes are left is a lie, and is refused before anything is allocated for it.

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

#include "base/utf8.hpp"
#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/bulk_area.hpp"
#include "term/external.hpp"
#include "term/external_tag.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn::external {
namespace {

/// Reads what it is asked for, or nothing: after a failure `failed()` holds and all values are zero.
class Input {
 public:
  explicit Input(std::string_view bytes) : bytes_(bytes) {}

  std::size_t left() const { return bytes_.size() - position_; }
  std::size_t position() const { return position_; }
  bool failed() const { return failed_; }

  std::uint64_t number(unsigned size) {
    std::uint64_t value = 0;
    for (const char c : bytes(size)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }
  unsigned byte() { return static_cast<unsigned>(number(1)); }
  std::uint32_t number32() { return static_cast<std::uint32_t>(number(4)); }

  std::string_view bytes(std::size_t size) {
    if (failed_ || size > left()) {
      failed_ = true;
      return {};
    }
    const std::string_view taken = bytes_.substr(position_, size);
    position_ += size;
    return taken;
  }

 private:
  std::string_view bytes_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

class Decoder {
 public:
  Decoder(Area& area, std::string_view bytes, const DecodeOptions& options) : area_(area), input_(bytes), options_(options) {}

  Result<Decoded, DecodeError> run() {
    while (owed_ > 0) {
      const Term value = next_value();
      if (value.is_none()) {
        if (opened_) continue;
        fill_open_containers();
        return Failure{atom_table_full_ ? DecodeError::atom_table_full : DecodeError::malformed};
      }
      store(value);
      if (duplicate_key_) {
        fill_open_containers();
        return Failure{DecodeError::malformed};
      }
    }
    return Decoded{result_, input_.position()};
  }

 private:
  struct Container {
    enum What : std::uint8_t { slots, list, map };
    What what;
    Term value;             // what it will be, but for a map
    Word* next;             // slot of the next element
    std::size_t left;       // elements still to come
    std::size_t first_pair; // map: where its pairs start
  };

  /// The next value; none when a container has been opened instead (`opened_`) or the input is bad.
  Term next_value() {
    opened_ = false;
    --owed_;
    const auto tag = static_cast<Tag>(input_.byte());
    if (input_.failed()) return Term::none();
    switch (tag) {
      case Tag::small_integer: return checked(Term::small(input_.byte()));
      case Tag::integer: return checked(Term::small(static_cast<std::int32_t>(input_.number32())));
      case Tag::small_big: return big(input_.byte());
      case Tag::large_big: return big(input_.number32());
      case Tag::new_float: return floating(std::bit_cast<double>(input_.number(8)));
      case Tag::float_text: return float_from_text();
      case Tag::atom_latin1:
      case Tag::small_atom_latin1:
      case Tag::atom_utf8:
      case Tag::small_atom_utf8: return atom_text_of(tag);
      case Tag::small_tuple: return tuple(input_.byte());
      case Tag::large_tuple: return tuple(input_.number32());
      case Tag::nil: return Term::nil();
      case Tag::string: return string();
      case Tag::list: return list();
      case Tag::map: return map();
      case Tag::binary: return checked_binary(input_.bytes(input_.number32()));
      case Tag::bit_binary: return bit_binary();
      case Tag::pid: return pid(1);
      case Tag::new_pid: return pid(4);
      case Tag::port: return port(4, 1);
      case Tag::new_port: return port(4, 4);
      case Tag::v4_port: return port(8, 4);
      case Tag::reference: return old_reference();
      case Tag::new_reference: return reference(1);
      case Tag::newer_reference: return reference(4);
      case Tag::export_fun: return export_fun();
      case Tag::new_fun: return closure();
      default: return Term::none();
    }
  }

  Term checked(Term value) const { return input_.failed() ? Term::none() : value; }

  // ---- containers -------------------------------------------------------------------------------------------------

  /// True when `count` more terms can still come.
  bool promise(std::size_t count) {
    if (input_.failed() || count > input_.left() || owed_ + count > input_.left()) return false;
    owed_ += count;
    return true;
  }

  Term open(Container container) {
    containers_.push_back(container);
    opened_ = true;
    return Term::none();
  }

  Term tuple(std::size_t size) {
    if (!promise(size)) return Term::none();
    Word* object = area_.allocate(1 + size);
    object[0] = header::make(Kind::tuple, size);
    const Term value = Term::boxed(object);
    if (size == 0) return value;
    return open({Container::slots, value, object + 1, size, 0});
  }

  Term list() {
    const std::size_t length = input_.number32();
    if (!promise(length + 1)) return Term::none();
    if (length == 0) {  // the tail alone
      opened_ = true;
      return Term::none();
    }
    Word* cells = area_.allocate(kConsWords * length);
    for (std::size_t i = 0; i < length; ++i) cells[2 * i + 1] = Term::cons(cells + 2 * (i + 1)).word();
    return open({Container::list, Term::cons(cells), cells, length + 1, 0});
  }

  Term string() {
    const std::string_view bytes = input_.bytes(input_.number(2));
    if (input_.failed()) return Term::none();
    if (bytes.empty()) return Term::nil();
    Word* cells = area_.allocate(kConsWords * bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      cells[2 * i] = Term::small(static_cast<std::uint8_t>(bytes[i])).word();
      cells[2 * i + 1] = i + 1 < bytes.size() ? Term::cons(cells + 2 * (i + 1)).word() : Term::nil().word();
    }
    return Term::cons(cells);
  }

  Term map() {
    const std::size_t pairs = input_.number32();
    if (!promise(2 * pairs)) return Term::none();
    if (pairs == 0) return empty_map(area_);
    return open({Container::map, Term::none(), nullptr, 2 * pairs, pairs_.size()});
  }

  Term closure() {
    input_.number32();  // the size: what follows says it again
    const unsigned arity = input_.byte();
    const std::string_view mark = input_.bytes(kClosureMark.size());
    const std::uint32_t unique = input_.number32();
    const std::uint32_t index = input_.number32();
    const std::uint32_t free_count = input_.number32();
    const Term module = atom();
    const Term old_index = small_integer();
    const Term old_unique = integer_value();
    const bool has_maker = static_cast<Tag>(input_.byte()) == Tag::new_pid && !pid(4).is_none();
    if (input_.failed() || mark != kClosureMark || module.is_none() || old_index.is_none() || old_unique.is_none() || !has_maker) {
      return Term::none();
    }
    if (options_.functions == nullptr) return Term::none();
    const FunIdentity* fun = options_.functions->closure(module, index, unique);
    if (fun == nullptr || fun->arity != arity || fun->free_count != free_count || !promise(free_count)) return Term::none();
    Word* object = area_.allocate(2 + free_count);
    object[0] = header::make(Kind::closure, 1 + free_count);
    object[1] = reinterpret_cast<Word>(fun);
    const Term value = Term::boxed(object);
    if (free_count == 0) return value;
    return open({Container::slots, value, object + 2, free_count, 0});
  }

  /// Puts a finished value where it belongs; that may finish the container, which is a value in its turn.
  void store(Term value) {
    for (;;) {
      if (containers_.empty()) {
        result_ = value;
        return;
      }
      Container& container = containers_.back();
      --container.left;
      switch (container.what) {
        case Container::slots: *container.next++ = value.word(); break;
        case Container::list:
          // Heads are two words apart; behind the last head comes the slot of the tail.
          *container.next = value.word();
          container.next += container.left == 1 ? 1 : 2;
          break;
        case Container::map: pairs_.push_back(value); break;
      }
      if (container.left > 0) return;
      value = container.what == Container::map ? finish_map(container.first_pair) : container.value;
      containers_.pop_back();
    }
  }

  Term finish_map(std::size_t first_pair) {
    const std::size_t count = (pairs_.size() - first_pair) / 2;
    const Term map = make_map(area_, pairs_.data() + first_pair, count);
    duplicate_key_ = duplicate_key_ || map_size(map) != count;
    pairs_.resize(first_pair);
    return map;
  }

  /// The input is bad: what has been allocated must hold terms all the same, since a walk over memory may meet it.
  void fill_open_containers() {
    for (Container& container : containers_) {
      if (container.what == Container::map) continue;
      for (; container.left > 0; --container.left) {
        *container.next = Term::nil().word();
        container.next += container.what == Container::list && container.left > 2 ? 2 : 1;
      }
    }
  }

  // ---- numbers and bits -------------------------------------------------------------------------------------------

  Term big(std::size_t size) {
    const bool negative = input_.byte() != 0;
    const std::string_view bytes = input_.bytes(size);
    if (input_.failed() || size > kIntegerBitsMax / 8) return Term::none();
    std::vector<std::uint64_t> words((size + 7) / 8);
    for (std::size_t i = 0; i < size; ++i) words[i / 8] |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (i % 8 * 8);
    return make_integer_from_magnitude(area_, words.data(), words.size(), negative);
  }

  Term floating(double value) { return input_.failed() || !std::isfinite(value) ? Term::none() : make_float(area_, value); }

  Term float_from_text() {
    std::string_view text = input_.bytes(kFloatTextBytes);
    text = text.substr(0, text.find('\0'));
    const auto value = parse_float(text);
    return input_.failed() || !value ? Term::none() : make_float(area_, *value);
  }

  Term checked_binary(std::string_view bytes) { return input_.failed() ? Term::none() : make_binary(area_, bytes); }

  Term bit_binary() {
    const std::size_t size = input_.number32();
    const unsigned last_bits = input_.byte();
    const std::string_view bytes = input_.bytes(size);
    if (input_.failed() || last_bits > 8 || (size == 0) != (last_bits == 0)) return Term::none();
    const Term whole = make_binary(area_, bytes);
    return last_bits == 8 || size == 0 ? whole : make_sub_bits(area_, whole, 0, 8 * (size - 1) + last_bits);
  }

  // ---- atoms and identifiers --------------------------------------------------------------------------------------

  Term atom() { return atom_text_of(static_cast<Tag>(input_.byte())); }

  Term atom_text_of(Tag tag) {
    std::size_t size;
    switch (tag) {
      case Tag::atom_latin1:
      case Tag::atom_utf8: size = input_.number(2); break;
      case Tag::small_atom_latin1:
      case Tag::small_atom_utf8: size = input_.byte(); break;
      default: return Term::none();
    }
    std::string_view text = input_.bytes(size);
    if (input_.failed()) return Term::none();
    std::string converted;
    if (tag == Tag::atom_latin1 || tag == Tag::small_atom_latin1) {
      if (size > kAtomLengthMax) return Term::none();
      for (const char c : text) utf8::append(converted, static_cast<std::uint8_t>(c));
      text = converted;
    } else if (!utf8::is_valid(text) || utf8::length_codepoints(text) > kAtomLengthMax) {
      return Term::none();
    }
    if (const auto known = existing_atom(text)) return *known;
    if (options_.safe) return Term::none();
    if (options_.is_own) return intern(text);
    if (const auto made = try_intern(text)) return *made;
    atom_table_full_ = true;
    return Term::none();
  }

  /// Reads the node and says whether it is ours.
  bool own_node() { return atom() == atoms::nonode; }

  Term pid(unsigned creation_bytes) {
    const bool own = own_node();
    const std::uint32_t slot = input_.number32();
    const std::uint32_t serial = input_.number32();
    const bool current = input_.number(creation_bytes) == 0;
    if (input_.failed() || !own || !current || slot > Term::kPidSlotMax || serial > Term::kPidSerialMax) return Term::none();
    return Term::pid(slot, serial);
  }

  Term port(unsigned number_bytes, unsigned creation_bytes) {
    const bool own = own_node();
    const std::uint64_t number = input_.number(number_bytes);
    const bool current = input_.number(creation_bytes) == 0;
    constexpr unsigned kPayloadBits = 56;
    if (input_.failed() || !own || !current || number >> kPayloadBits != 0) return Term::none();
    return Term::port(number);
  }

  Term old_reference() {
    const bool own = own_node();
    const std::uint32_t low = input_.number32();
    const bool current = input_.byte() == 0;
    return own && current ? make_reference(low, 0, 0) : Term::none();
  }

  Term reference(unsigned creation_bytes) {
    const std::uint64_t count = input_.number(2);
    const bool own = own_node();
    const bool current = input_.number(creation_bytes) == 0;
    if (input_.failed() || !own || !current || count < 1 || count > 3) return Term::none();
    std::uint32_t words[3] = {};
    for (std::uint64_t i = 0; i < count; ++i) words[i] = input_.number32();
    return make_reference(words[0], words[1], words[2]);
  }

  Term make_reference(std::uint64_t low, std::uint64_t middle, std::uint64_t high) const {
    if (input_.failed() || low >> kReferenceLowBits != 0 || middle >> kReferenceMiddleBits != 0 || high >> kReferenceHighBits != 0) {
      return Term::none();
    }
    return Term::reference(high << (kReferenceLowBits + kReferenceMiddleBits) | middle << kReferenceLowBits | low);
  }

  // ---- functions --------------------------------------------------------------------------------------------------

  Term integer_value() {
    switch (static_cast<Tag>(input_.byte())) {
      case Tag::small_integer: return checked(Term::small(input_.byte()));
      case Tag::integer: return checked(Term::small(static_cast<std::int32_t>(input_.number32())));
      case Tag::small_big: return big(input_.byte());
      default: return Term::none();
    }
  }

  Term small_integer() {
    const Term value = integer_value();
    return value.is_small() && value.small_value() >= 0 ? value : Term::none();
  }

  Term export_fun() {
    const Term module = atom();
    const Term name = module.is_none() ? module : atom();
    const Term arity = name.is_none() ? name : small_integer();
    if (arity.is_none() || arity.small_value() > 255 || options_.functions == nullptr) return Term::none();
    return options_.functions->export_fun(module, name, static_cast<std::uint32_t>(arity.small_value()), options_.safe);
  }

  Area& area_;
  Input input_;
  const DecodeOptions& options_;
  std::size_t owed_ = 1;
  bool opened_ = false;
  bool duplicate_key_ = false;
  bool atom_table_full_ = false;
  std::vector<Container> containers_;
  std::vector<Term> pairs_;  // keys and values of the open maps
  Term result_;
};

struct Unpacked {
  std::string bytes;
  std::size_t used_bytes;
};

// zlib makes at most 1032 bytes of one: a size beyond that is a lie, and nothing is allocated for it.
std::optional<Unpacked> unpack(std::string_view packed, std::size_t size) {
  constexpr std::size_t kExpansionMax = 1032;
  if (size > kExpansionMax * packed.size()) return std::nullopt;
  Unpacked unpacked{std::string(size, '\0'), 0};
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT32_MAX));
  stream.next_out = reinterpret_cast<Bytef*>(unpacked.bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  const int outcome = inflate(&stream, Z_FINISH);
  unpacked.used_bytes = stream.total_in;
  const bool complete = outcome == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!complete) return std::nullopt;
  return unpacked;
}

}  // namespace

Result<Decoded, DecodeError> decode(Area& area, std::string_view bytes, const DecodeOptions& options) {
  Input input(bytes);
  if (static_cast<Tag>(input.byte()) != Tag::version || input.left() == 0) return Failure{DecodeError::malformed};
  BulkArea bulk(area);
  if (static_cast<Tag>(bytes[1]) != Tag::compressed) {
    auto decoded = Decoder(bulk, bytes.substr(1), options).run();
    if (decoded) decoded.value().used_bytes += 1;
    return decoded;
  }
  input.byte();
  const std::size_t size = input.number32();
  if (input.failed()) return Failure{DecodeError::malformed};
  const auto unpacked = unpack(bytes.substr(input.position()), size);
  if (!unpacked) return Failure{DecodeError::malformed};
  auto decoded = Decoder(bulk, unpacked->bytes, options).run();
  if (decoded) decoded.value().used_bytes = input.position() + unpacked->used_bytes;
  return decoded;
}

}  // namespace respawn::external
