/// Natives of :erlang that reduce iodata to a number: adler32, crc32, md5; and terms: phash2, phash.

#include <zlib.h>

#include "native/argument_notes.hpp"
#include "native/iodata.hpp"
#include "native/md5.hpp"
#include "native/native_table.hpp"
#include "native/old_hash.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr Note kNotIodata = "not an iodata term";

Note iodata_note(Term term) { return iodata_bits(term) ? Note() : kNotIodata; }

/// What the functions below need of a checksum.
struct Adler {
  static constexpr std::uint32_t kInitial = 1;
  static std::uint32_t update(std::uint32_t sum, std::string_view bytes) {
    return static_cast<std::uint32_t>(adler32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }
  static std::uint32_t combine(std::uint32_t first, std::uint32_t second, std::int64_t second_size) {
    return static_cast<std::uint32_t>(adler32_combine(first, second, static_cast<z_off_t>(second_size)));
  }
};

struct Crc {
  static constexpr std::uint32_t kInitial = 0;
  static std::uint32_t update(std::uint32_t sum, std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32_z(sum, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }
  static std::uint32_t combine(std::uint32_t first, std::uint32_t second, std::int64_t second_size) {
    return static_cast<std::uint32_t>(crc32_combine(first, second, static_cast<z_off_t>(second_size)));
  }
};

/// A checksum given by the program; nothing when it cannot be one.
std::optional<std::uint32_t> read_sum(Term term) {
  const auto value = is_integer(term) ? to_uint64(term) : std::nullopt;
  if (!value || *value > UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

Note sum_note(Term term) {
  if (!is_integer(term)) return "not an integer";
  return read_sum(term) ? Note() : "out of range";
}

template <typename Sum>
NativeResult checksum(NativeCall& call, std::uint32_t sum, Term data) {
  std::string scratch;
  const auto bytes = iodata_bytes(data, scratch);
  call.charge(bytes->size() / 500);
  if (bytes->empty()) return Term::small(sum);  // zlib takes a null pointer for a question
  return Term::small(Sum::update(sum, *bytes));
}

template <typename Sum>
NativeResult checksum_1(NativeCall& call) {
  const Note note = iodata_note(call.arg(0));
  if (!note.empty()) return bad_arguments(call, {note});
  return checksum<Sum>(call, Sum::kInitial, call.arg(0));
}

template <typename Sum>
NativeResult checksum_2(NativeCall& call) {
  const auto sum = read_sum(call.arg(0));
  const Note note = iodata_note(call.arg(1));
  if (!sum || !note.empty()) return bad_arguments(call, {sum_note(call.arg(0)), note});
  return checksum<Sum>(call, *sum, call.arg(1));
}

template <typename Sum>
NativeResult checksum_combine(NativeCall& call) {
  const auto first = read_sum(call.arg(0));
  const auto second = read_sum(call.arg(1));
  const Term size = call.arg(2);
  if (!first || !second || !size.is_small() || size.small_value() < 0) {
    return bad_arguments(call, {sum_note(call.arg(0)), sum_note(call.arg(1)), integer_note(size, 0)});
  }
  return Term::small(Sum::combine(*first, *second, size.small_value()));
}

// ---- md5 ------------------------------------------------------------------------------------------------------------

Term digest_term(Area& area, const Md5::Digest& digest) { return make_binary(area, {digest.data(), digest.size()}); }

std::optional<Md5> read_context(Term term) {
  std::string scratch;
  const auto bytes = binary_bytes(term, scratch);
  if (!bytes || bytes->size() != Md5::kStateBytes) return std::nullopt;
  return Md5::restore(*bytes);
}

Note context_note(Term term) {
  if (!is_binary(term)) return "not a binary";
  return read_context(term) ? Note() : "invalid MD5 context";
}

NativeResult md5(NativeCall& call) {
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(0), scratch);
  if (!bytes) return bad_arguments(call, {kNotIodata});
  call.charge(bytes->size() / 100);
  Md5 context;
  context.update(*bytes);
  return digest_term(call.heap(), context.finish());
}

NativeResult md5_init(NativeCall& call) { return make_binary(call.heap(), Md5().save()); }

NativeResult md5_update(NativeCall& call) {
  auto context = read_context(call.arg(0));
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(1), scratch);
  if (!context || !bytes) return bad_arguments(call, {context_note(call.arg(0)), bytes ? Note() : kNotIodata});
  call.charge(bytes->size() / 100);
  context->update(*bytes);
  return make_binary(call.heap(), context->save());
}

NativeResult md5_final(NativeCall& call) {
  auto context = read_context(call.arg(0));
  if (!context) return bad_arguments(call, {context_note(call.arg(0))});
  return digest_term(call.heap(), context->finish());
}

// ---- hashes of terms ------------------------------------------------------------------------------------------------

NativeResult phash2_1(NativeCall& call) {
  constexpr std::uint32_t kRange = 1u << 27;
  return Term::small(portable_hash(call.arg(0)) & (kRange - 1));
}

/// A range of 1 to 2^32; nothing for anything else.
std::optional<std::uint64_t> read_range(Term term) {
  if (!term.is_small() || term.small_value() < 1 || term.small_value() > std::int64_t{1} << 32) return std::nullopt;
  return static_cast<std::uint64_t>(term.small_value());
}

// The note on the range stands at the first argument, as in OTP.
NativeResult phash2_2(NativeCall& call) {
  const auto range = read_range(call.arg(1));
  if (!range) return bad_arguments(call, {integer_note(call.arg(1), 1)});
  return Term::small(static_cast<std::int64_t>(portable_hash(call.arg(0)) % *range));
}

NativeResult phash(NativeCall& call) {
  const auto range = read_range(call.arg(1));
  if (!range) return bad_arguments(call, {integer_note(call.arg(1), 1)});
  return Term::small(static_cast<std::int64_t>(old_hash(call.arg(0)) % *range) + 1);
}

}  // namespace

void define_checksum_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("adler32", 1, checksum_1<Adler>);
  add("adler32", 2, checksum_2<Adler>);
  add("adler32_combine", 3, checksum_combine<Adler>);
  add("crc32", 1, checksum_1<Crc>);
  add("crc32", 2, checksum_2<Crc>);
  add("crc32_combine", 3, checksum_combine<Crc>);
  add("md5", 1, md5);
  add("md5_init", 0, md5_init);
  add("md5_update", 2, md5_update);
  add("md5_final", 1, md5_final);
  add("phash2", 1, phash2_1);
  add("phash2", 2, phash2_2);
  add("phash", 2, phash);
}

}  // namespace respawn
