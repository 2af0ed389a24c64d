#pragma once
/// Chardata: characters out of nested lists of integers and binaries, as the module unicode takes them.
///
/// The reader gives one codepoint after the other and, where the data is wrong, the rest of it as a term: OTP returns
/// it so that a caller can go on. There are three ways in which OTP builds that rest, which differ for nested lists: that of
/// its C code (data that becomes UTF-8 or a list), that of its Erlang code (other encodings), and that of normal forms.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "term/area.hpp"

namespace respawn {

enum class Encoding : std::uint8_t { latin1, utf8, utf16_big, utf16_little, utf32_big, utf32_little };

/// The encoding that an atom or {utf16, little} names; false when there is none.
bool read_encoding(Term term, Encoding* encoding);

/// Appends `codepoint` in `encoding`; false when it cannot be written there.
bool append_encoded(std::string& out, std::uint32_t codepoint, Encoding encoding);

/// True when `data` consists of integers, binaries and lists of them, whatever their values.
bool is_chardata(Term data);

class ChardataReader {
 public:
  enum class Step : std::uint8_t { codepoint, end, error, incomplete, not_chardata, odd_integer };
  enum class RestForm : std::uint8_t { of_c, of_erlang, of_normal_forms };

  /// Integers are characters; bytes of binaries are in `encoding`.
  ChardataReader(Area& area, Term data, Encoding encoding, RestForm form);

  /// Reads the next character. After anything but `codepoint` and `odd_integer` it must not be called again. Normal forms
  /// let integers pass that are no characters: `odd_integer`, and last_integer() has it.
  Step next(std::uint32_t* codepoint);
  Term last_integer() const { return last_integer_; }

  /// What was not read, from the place of the error on; after `incomplete`, the bytes that wait for others.
  Term rest() const { return rest_; }
  /// The rest from the character on that `next` gave last: the caller could not use it.
  Term rest_from_last();

 private:
  enum class Decoded : std::uint8_t { character, incomplete, invalid };
  Decoded decode(std::string_view bytes, std::uint32_t* codepoint, std::size_t* size) const;

  bool could_begin_character(std::string_view bytes) const;
  bool enter(Term term);  // false: not chardata
  Step read_binary(std::uint32_t* codepoint, bool* again);
  Term fold(Term inner);
  Term fold_flat(Term inner);
  Term with_tail(Term front);
  Step fail(Step step, Term rest);

  Area& area_;
  Encoding encoding_;
  RestForm form_;
  Term list_ = Term::nil();      // cells to come at the current level
  std::vector<Term> outer_;      // what follows the lists that enclose it
  // The binary being read; what follows it is list_, unless it ends its list in place of a nil.
  Term binary_ = Term::none();
  bool binary_is_tail_ = false;
  std::string shifted_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::string waiting_;  // bytes of a character whose end comes in a later binary
  // The last character: an integer, or its first byte's place.
  Term last_integer_ = Term::none();
  std::size_t last_at_ = 0;
  std::string last_joined_;
  Term rest_ = Term::nil();
};

}  // namespace respawn
