#pragma once
/// Numbers: arithmetic of the language on terms.
///
/// Small integers are handled inline by the interpreter; these functions are the complete answer for every pair of
/// numbers, big integers and floats included. They return none for what Erlang calls badarith: an operand that is no
/// number, division by zero, a float result that is not finite.
///
/// Big integers are stored in the term as sign and magnitude; the arithmetic on magnitudes is Boost.Multiprecision's
/// (integer.cpp is the only file that sees it). Results that fit are always small, so equal integers of one class
/// have equal representations.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "term/area.hpp"

namespace respawn {

/// Integer results larger than this many bits raise system_limit, as on BEAM.
inline constexpr std::size_t kIntegerBitsMax = std::size_t{1} << 26;

Term make_integer(Area& area, std::int64_t value);
Term make_unsigned(Area& area, std::uint64_t value);

/// The value when it fits.
std::optional<std::int64_t> to_int64(Term integer);
std::optional<std::uint64_t> to_uint64(Term integer);

Term number_add(Area& area, Term a, Term b);
Term number_subtract(Area& area, Term a, Term b);
Term number_multiply(Area& area, Term a, Term b);
Term number_divide(Area& area, Term a, Term b);  // always a float
Term number_negate(Area& area, Term a);
Term number_absolute(Area& area, Term a);
Term integer_divide(Area& area, Term a, Term b);     // truncating
Term integer_remainder(Area& area, Term a, Term b);  // sign of a
Term integer_and(Area& area, Term a, Term b);
Term integer_or(Area& area, Term a, Term b);
Term integer_xor(Area& area, Term a, Term b);
Term integer_not(Area& area, Term a);
/// Shifts left by `b` bits, right when it is negative. none also for a result over kIntegerBitsMax.
Term integer_shift_left(Area& area, Term a, Term b);
Term integer_power(Area& area, Term base, Term exponent);  // exponent >= 0

/// -1, 0, 1 by value; exact between integers and floats of any size.
int compare_numbers(Term a, Term b);

/// The nearest double; nothing when the integer is beyond the range of doubles. Any number is allowed.
std::optional<double> to_double(Term number);

/// `value` without its fraction; `value` must be finite.
Term truncate(Area& area, double value);

/// Digits in `base` (2 to 36, upper case), with a minus sign when negative.
std::string integer_to_text(Term integer, int base = 10);

/// Parses an optional sign and digits, the whole of `text`; none when it is anything else.
Term parse_integer(Area& area, std::string_view text, int base = 10);

/// The shortest text that reads back as `value`, in Erlang's form: "1.0", "1.0e10", "0.001".
std::string float_to_text(double value);

/// Parses a float with a fraction ("1.5", "-2.0e3"), the whole of `text`.
std::optional<double> parse_float(std::string_view text);

/// Bytes of an integer, least significant first, two's complement, cut or sign-extended to `size`.
void integer_to_bytes(Term integer, char* bytes, std::size_t size);
/// The reverse. Bytes least significant first.
Term integer_from_bytes(Area& area, std::string_view bytes, bool is_signed);

/// Number of 64-bit words and the words of the magnitude, least significant first; for hash and external format.
std::size_t magnitude_words(Term big);
const std::uint64_t* magnitude(Term big);
bool is_negative(Term integer);

/// A big integer object from a magnitude (normalised to small when it fits).
Term make_integer_from_magnitude(Area& area, const std::uint64_t* words, std::size_t count, bool negative);

}  // namespace respawn
