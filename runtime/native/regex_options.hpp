#pragma once
/// Options of :re, read from the lists that programs give.

#include <cstdint>
#include <optional>

#include "native/regex_pattern.hpp"
#include "term/term.hpp"

namespace respawn {

struct RegexOptions {
  RegexSource source;  // without its text
  RegexRun run;
  std::uint64_t offset = 0;
  bool is_global = false;
  bool reports_errors = false;
  Term capture;       // none: as not given
  Term capture_type;  // none: as not given

  bool has_compile_only = false;  // options that a compiled pattern cannot take
  bool has_run_only = false;      // options that compile cannot take
  std::optional<RegexNewline> newline = {};
  std::optional<RegexLineEnds> line_ends = {};
};

/// Nothing for anything but a proper list of known options.
std::optional<RegexOptions> read_regex_options(Term list);

/// Which groups of a match are wanted, and as what.
struct RegexCapture {
  enum class Groups : std::uint8_t { none, first, all, all_but_first, all_names, listed };
  enum class Type : std::uint8_t { index, list, binary };
  Groups groups = Groups::all;
  Type type = Type::index;
  std::vector<std::vector<std::uint32_t>> listed;  // for each value that is wanted: groups, of which the first that took part counts
};

/// Nothing when `capture` or `capture_type` is not valid.
std::optional<RegexCapture> read_regex_capture(const RegexOptions& options, const RegexPattern& pattern);

}  // namespace respawn
