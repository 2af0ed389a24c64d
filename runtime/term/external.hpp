#pragma once
/// Erlang's external term format: terms as bytes, for files, for other runtimes, for `term_to_binary`.
///
/// The format is the one that OTP 25 writes and documents ("Erlang External Term Format"); what is written here is what
/// it would write, byte for byte, for every value that both can have. Identifiers belong to node nonode@nohost with
/// creation 0; a pid is (slot, serial), a reference three words of 18, 22 and 16 bits of its number.
///
/// A closure is written as NEW_FUN_EXT with kClosureMark in front of the 32 bits of its module's version as "Uniq", and
/// the pid <0.0.0> as its maker. It can be read back only where the very same code is loaded, since the free variables
/// mean something to that code alone; other nodes see a fun of an unknown module.
///
/// The decoder trusts nothing: every length is held against the bytes that are left before it is believed, and the sum of
/// all terms still owed is never more than these bytes, so that memory is bounded by a small multiple of the input (of
/// what zlib can make of it, for a compressed one). Neither direction recurses. Thread: any.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "term/area.hpp"
#include "term/closure.hpp"

namespace respawn::external {

inline constexpr std::string_view kClosureMark = "respawn fun ";

struct EncodeOptions {
  unsigned minor_version = 1;  // 0: floats as text; 2: all atoms as UTF-8
  bool deterministic = false;  // large maps in the order of their keys
};

/// Bytes that `encode` will write, the version byte included.
std::size_t encoded_size(Term term, const EncodeOptions& options = {});

/// Writes exactly encoded_size bytes to `out`.
void encode_to(Term term, const EncodeOptions& options, char* out);
std::string encode(Term term, const EncodeOptions& options = {});

/// As `encode`, but compressed by zlib's `level` (0 to 9) when that is shorter.
std::string encode_compressed(Term term, const EncodeOptions& options, int level);

/// How the decoder finds functions, which the floor of code knows.
class FunctionFinder {
 public:
  /// `&module.name/arity`. With `only_existing`: none for a function that is not there.
  virtual Term export_fun(Term module, Term name, std::uint32_t arity, bool only_existing) = 0;
  /// The record that a closure term of this fun points to, or null.
  virtual const FunIdentity* closure(Term module, std::uint32_t index, std::uint32_t unique) = 0;

 protected:
  ~FunctionFinder() = default;
};

struct DecodeOptions {
  bool safe = false;                    // no new atoms, no functions that are not there
  FunctionFinder* functions = nullptr;  // without it funs are refused
  bool is_own = false;                  // the runtime's own: atoms may be taken from the reserve
};

struct Decoded {
  Term value;
  std::size_t used_bytes = 0;
};

enum class DecodeError : std::uint8_t {
  malformed,       // not a term, not a safe one, or one that this runtime cannot have
  atom_table_full
};

/// The term at the start of `bytes`; what follows it is left alone.
Result<Decoded, DecodeError> decode(Area& area, std::string_view bytes, const DecodeOptions& options = {});

}  // namespace respawn::external
