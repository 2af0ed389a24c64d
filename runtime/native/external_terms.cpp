/// Natives of :erlang between terms and bytes (term/external.hpp).

#include "native/argument_notes.hpp"
#include "native/native_table.hpp"
#include "term/external.hpp"

namespace respawn {
namespace {

constexpr Note kBadOption = "invalid option in list";

// BINARY_EXT has 32 bits for its size, and a term that needs more than that for all of it is likely to hold such a binary.
constexpr std::size_t kBytesMax = UINT32_MAX;

struct WriteOptions {
  external::EncodeOptions encode;
  std::optional<int> compression_level;
};

bool read_number(Term option, Term name, int most, int* value) {
  if (!is_tuple_of(option, 2) || !(tuple_element(option, 0) == name)) return false;
  const Term number = tuple_element(option, 1);
  if (!number.is_small() || number.small_value() < 0 || number.small_value() > most) return false;
  *value = static_cast<int>(number.small_value());
  return true;
}

/// True for an option of term_to_iovec/2, which term_to_binary/2 takes too.
bool read_write_option(Term option, WriteOptions* options) {
  constexpr int kDefaultLevel = 6;  // zlib's
  int value;
  if (option == atoms::compressed) {
    options->compression_level = kDefaultLevel;
  } else if (option == atoms::deterministic) {
    options->encode.deterministic = true;
  } else if (read_number(option, atoms::minor_version, 2, &value)) {
    options->encode.minor_version = static_cast<unsigned>(value);
  } else if (read_number(option, atoms::compressed, 9, &value)) {
    options->compression_level = value;
  } else {
    return false;
  }
  return true;
}

std::optional<WriteOptions> parse_write_options(Term list) {
  WriteOptions options;
  for (; list.is_cons(); list = list.tail()) {
    if (!read_write_option(list.head(), &options)) return std::nullopt;
  }
  return list.is_nil() ? std::optional(options) : std::nullopt;
}

NativeResult bad_options(NativeCall& call) { return bad_arguments(call, {"", or_else(list_note(call.arg(1)), kBadOption)}); }

NativeResult write(NativeCall& call, const WriteOptions& options, Term* binary) {
  const std::size_t size = external::encoded_size(call.arg(0), options.encode);
  if (size > kBytesMax) return call.error(atoms::system_limit);
  call.charge(size / 250);
  if (options.compression_level && *options.compression_level > 0) {
    call.charge(size / 50);
    return *binary = make_binary(call.heap(), external::encode_compressed(call.arg(0), options.encode, *options.compression_level));
  }
  char* out;
  *binary = make_uninitialised_binary(call.heap(), size, &out);
  external::encode_to(call.arg(0), options.encode, out);
  return *binary;
}

std::optional<WriteOptions> options_of(NativeCall& call) {
  return call.function->arity == 1 ? WriteOptions{} : parse_write_options(call.arg(1));
}

NativeResult term_to_binary(NativeCall& call) {
  const auto options = options_of(call);
  Term binary;
  return options ? write(call, *options, &binary) : bad_options(call);
}

NativeResult term_to_iovec(NativeCall& call) {
  const auto options = options_of(call);
  Term binary;
  if (!options) return bad_options(call);
  const NativeResult result = write(call, *options, &binary);
  if (result.kind != NativeResult::Kind::value) return result;
  return make_list(call.heap(), {binary});
}

NativeResult external_size(NativeCall& call) {
  external::EncodeOptions options;
  if (call.function->arity == 2) {
    Term list = call.arg(1);
    int version;
    for (; list.is_cons(); list = list.tail()) {
      if (!read_number(list.head(), atoms::minor_version, 1, &version)) return bad_options(call);
      options.minor_version = static_cast<unsigned>(version);
    }
    if (!list.is_nil()) return bad_options(call);
  }
  const std::size_t size = external::encoded_size(call.arg(0), options);
  call.charge(size / 500);
  return Term::small(static_cast<std::int64_t>(size));
}

struct ReadOptions {
  bool safe = false;
  bool used = false;
};

std::optional<ReadOptions> parse_read_options(Term list) {
  ReadOptions options;
  for (; list.is_cons(); list = list.tail()) {
    if (list.head() == atoms::safe) {
      options.safe = true;
    } else if (list.head() == atoms::used) {
      options.used = true;
    } else {
      return std::nullopt;
    }
  }
  return list.is_nil() ? std::optional(options) : std::nullopt;
}

NativeResult binary_to_term(NativeCall& call) {
  const auto options = call.function->arity == 1 ? ReadOptions{} : parse_read_options(call.arg(1));
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!options || !bytes) {
    const Note bad_list = options ? Note() : or_else(list_note(call.arg(1)), kBadOption);
    return bad_arguments(call, {binary_note(call.arg(0)), bad_list});
  }
  call.charge(bytes->size() / 250);
  const auto decoded = external::decode(call.heap(), *bytes, {options->safe, &call.services.code});
  if (!decoded) {
    if (decoded.error() == external::DecodeError::atom_table_full) return call.error(atoms::system_limit);
    return call.bad_argument(1, options->safe ? "invalid or unsafe external representation of a term"
                                              : "invalid external representation of a term");
  }
  if (!options->used) return decoded.value().value;
  return make_tuple(call.heap(), {decoded.value().value, Term::small(static_cast<std::int64_t>(decoded.value().used_bytes))});
}

}  // namespace

void define_external_term_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("term_to_binary", 1, term_to_binary);
  add("term_to_binary", 2, term_to_binary);
  add("term_to_iovec", 1, term_to_iovec);
  add("term_to_iovec", 2, term_to_iovec);
  add("external_size", 1, external_size);
  add("external_size", 2, external_size);
  add("binary_to_term", 1, binary_to_term);
  add("binary_to_term", 2, binary_to_term);
}

}  // namespace respawn
