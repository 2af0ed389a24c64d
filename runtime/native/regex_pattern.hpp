#pragma once
/// Patterns: regular expressions compiled by PCRE2, as values.
///
/// A compiled pattern is a term of its own, {re_pattern, Groups, Unicode, UseCrlf, Bytes}: Bytes say what was compiled (options and
/// source), not what came of it, so that it may be sent, stored and read again anywhere. The machine form is made when it is
/// first needed and kept in a cache of the worker, found by those bytes.
///
/// The cache is the one thing natives keep outside of Services: it depends on its keys alone, so no run can tell whether it
/// was full or empty.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "term/area.hpp"

struct pcre2_real_code_8;
struct pcre2_real_match_data_8;

namespace respawn {

/// Several in one list of options add up, as PCRE 8 has it: bit by bit.
enum class RegexNewline : std::uint8_t { cr = 1, lf = 2, crlf = 3, any = 4, anycrlf = 5, inconsistent = 6 };
enum class RegexLineEnds : std::uint8_t { unicode, anycrlf };  // what \R matches

/// What a pattern is compiled from.
struct RegexSource {
  std::uint32_t options = 0;  // of pcre2_compile
  RegexNewline newline = RegexNewline::lf;
  RegexLineEnds line_ends = RegexLineEnds::unicode;
  std::string text = {};

  bool is_unicode() const;
  bool uses_crlf() const { return newline == RegexNewline::crlf || newline == RegexNewline::any || newline == RegexNewline::anycrlf; }

  /// Bytes that `decode` reads back; anything else it refuses.
  std::string encode() const;
  static bool decode(std::string_view bytes, RegexSource* source);
};

struct RegexError {
  std::string_view text;  // in the words of PCRE 8, which OTP has
  std::size_t position_bytes = 0;
};

struct RegexName {
  std::string text;
  std::vector<std::uint32_t> groups;
};

/// What a match is to be like.
struct RegexRun {
  std::uint32_t options = 0;  // of pcre2_match
  std::uint64_t match_limit = 0;      // 0: the usual one
  std::uint64_t recursion_limit = 0;
};

class RegexPattern {
 public:
  enum class Outcome : std::uint8_t { match, no_match, match_limit, recursion_limit, bad_subject };

  struct Span {
    std::int64_t start = -1;  // -1: the group took no part
    std::int64_t size = 0;    // negative after \K in an assertion
  };

  static Result<std::unique_ptr<RegexPattern>, RegexError> compile(RegexSource source);
  ~RegexPattern();
  RegexPattern(const RegexPattern&) = delete;
  RegexPattern& operator=(const RegexPattern&) = delete;

  const RegexSource& source() const { return source_; }
  std::uint32_t group_count() const { return group_count_; }
  /// In the order of their texts.
  const std::vector<RegexName>& names() const { return names_; }
  const RegexName* find_name(std::string_view text) const;

  /// Matches; the groups up to the last that took part, the whole match first, are then in spans().
  Outcome match(std::string_view subject, std::size_t offset, const RegexRun& run);
  const std::vector<Span>& spans() const { return spans_; }

 private:
  RegexPattern(RegexSource source, pcre2_real_code_8* code);
  void read_names();

  RegexSource source_;
  pcre2_real_code_8* code_;
  pcre2_real_match_data_8* match_data_ = nullptr;
  std::uint32_t group_count_ = 0;
  std::vector<RegexName> names_;
  std::vector<Span> spans_;
};

/// The compiled form of `source`, from the cache of this thread if it is there; good until the next call of this
/// function by the same thread.
Result<RegexPattern*, RegexError> compiled_pattern(const RegexSource& source);
/// The same for the bytes of a pattern term; null when they are no pattern.
RegexPattern* compiled_pattern(std::string_view bytes);

/// An error of pcre2_compile for this pattern in the words of PCRE 8.
RegexError regex_error(int code, std::size_t position_bytes, std::string_view pattern);

}  // namespace respawn
