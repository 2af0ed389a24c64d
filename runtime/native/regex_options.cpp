#define PCRE2_CODE_UNIT_WIDTH 8
#include "native/regex_options.hpp"

#include <pcre2.h>

#include <algorithm>
#include <string_view>

#include "native/charlist.hpp"
#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

struct Flag {
  std::string_view name;
  std::uint32_t option;
};

constexpr Flag kCompileFlags[] = {
    {"unicode", PCRE2_UTF},
    {"caseless", PCRE2_CASELESS},
    {"dollar_endonly", PCRE2_DOLLAR_ENDONLY},
    {"dotall", PCRE2_DOTALL},
    {"extended", PCRE2_EXTENDED},
    {"firstline", PCRE2_FIRSTLINE},
    {"multiline", PCRE2_MULTILINE},
    {"no_auto_capture", PCRE2_NO_AUTO_CAPTURE},
    {"dupnames", PCRE2_DUPNAMES},
    {"ungreedy", PCRE2_UNGREEDY},
    {"no_start_optimize", PCRE2_NO_START_OPTIMIZE},
    {"ucp", PCRE2_UCP},
    {"never_utf", PCRE2_NEVER_UTF},
};

constexpr Flag kRunFlags[] = {
    {"notbol", PCRE2_NOTBOL},
    {"noteol", PCRE2_NOTEOL},
    {"notempty", PCRE2_NOTEMPTY},
    {"notempty_atstart", PCRE2_NOTEMPTY_ATSTART},
};

bool read_flag(std::string_view name, RegexOptions* options) {
  for (const Flag& flag : kCompileFlags) {
    if (flag.name != name) continue;
    options->source.options |= flag.option;
    options->has_compile_only = true;
    return true;
  }
  for (const Flag& flag : kRunFlags) {
    if (flag.name != name) continue;
    options->run.options |= flag.option;
    options->has_run_only = true;
    return true;
  }
  if (name == "anchored") {
    options->source.options |= PCRE2_ANCHORED;
    options->run.options |= PCRE2_ANCHORED;
  } else if (name == "bsr_anycrlf") {
    options->line_ends = RegexLineEnds::anycrlf;
  } else if (name == "bsr_unicode") {
    options->line_ends = RegexLineEnds::unicode;
  } else if (name == "global") {
    options->is_global = options->has_run_only = true;
  } else if (name == "report_errors") {
    options->reports_errors = options->has_run_only = true;
  } else {
    return false;
  }
  return true;
}

std::optional<RegexNewline> read_newline(Term value) {
  if (!value.is_atom()) return std::nullopt;
  const std::string_view name = atom_text(value);
  if (name == "lf") return RegexNewline::lf;
  if (name == "cr") return RegexNewline::cr;
  if (name == "crlf") return RegexNewline::crlf;
  if (name == "any") return RegexNewline::any;
  if (name == "anycrlf") return RegexNewline::anycrlf;
  return std::nullopt;
}

bool read_count(Term value, std::uint64_t* count) {
  if (!value.is_small() || value.small_value() < 0) return false;
  *count = static_cast<std::uint64_t>(value.small_value());
  return true;
}

bool read_setting(std::string_view name, Term value, RegexOptions* options) {
  if (name == "newline") {
    const auto newline = read_newline(value);
    if (!newline) return false;
    const unsigned sum = static_cast<unsigned>(*newline) | (options->newline ? static_cast<unsigned>(*options->newline) : 0);
    options->newline = static_cast<RegexNewline>(std::min(sum, static_cast<unsigned>(RegexNewline::inconsistent)));
    return true;
  }
  options->has_run_only = true;
  if (name == "offset") return read_count(value, &options->offset);
  if (name == "match_limit") return read_count(value, &options->run.match_limit);
  if (name == "match_limit_recursion") return read_count(value, &options->run.recursion_limit);
  if (name != "capture") return false;
  options->capture = value;
  options->capture_type = Term::none();
  return true;
}

bool read_option(Term option, RegexOptions* options) {
  if (option.is_atom()) return read_flag(atom_text(option), options);
  if (!is_tuple(option) || tuple_size(option) < 2 || !tuple_element(option, 0).is_atom()) return false;
  const std::string_view name = atom_text(tuple_element(option, 0));
  if (tuple_size(option) == 2) return read_setting(name, tuple_element(option, 1), options);
  if (tuple_size(option) != 3 || name != "capture") return false;
  options->has_run_only = true;
  options->capture = tuple_element(option, 1);
  options->capture_type = tuple_element(option, 2);
  return true;
}

std::optional<RegexCapture::Groups> read_groups(Term term) {
  using enum RegexCapture::Groups;
  if (term.is_nil()) return none;
  if (term.is_cons()) return listed;
  if (!term.is_atom()) return std::nullopt;
  const std::string_view name = atom_text(term);
  if (name == "none") return none;
  if (name == "first") return first;
  if (name == "all") return all;
  if (name == "all_but_first") return all_but_first;
  if (name == "all_names") return all_names;
  return std::nullopt;
}

std::optional<RegexCapture::Type> read_type(Term term) {
  if (!term.is_atom()) return std::nullopt;
  const std::string_view name = atom_text(term);
  if (name == "index") return RegexCapture::Type::index;
  if (name == "list") return RegexCapture::Type::list;
  if (name == "binary") return RegexCapture::Type::binary;
  return std::nullopt;
}

// The groups that an element of a list of captures means: a number, or a name as atom, text or charlist. An unknown one is
// a group that never takes part.
bool read_listed(Term element, const RegexPattern& pattern, std::vector<std::uint32_t>* groups) {
  if (element.is_small()) {
    if (element.small_value() < 0) return false;
    if (element.small_value() <= static_cast<std::int64_t>(pattern.group_count())) groups->push_back(static_cast<std::uint32_t>(element.small_value()));
    return true;
  }
  std::string scratch;
  std::string_view text;
  if (element.is_atom()) {
    text = atom_text(element);
  } else if (const auto bytes = binary_bytes(element, scratch)) {
    text = *bytes;
  } else {
    auto characters = pattern.source().is_unicode() ? utf8_of_charlist(element) : latin1_of_charlist(element);
    if (!characters) return false;
    scratch = std::move(*characters);
    text = scratch;
  }
  if (const RegexName* const name = pattern.find_name(text)) *groups = name->groups;
  return true;
}

}  // namespace

std::optional<RegexOptions> read_regex_options(Term list) {
  RegexOptions options;
  for (; list.is_cons(); list = list.tail()) {
    if (!read_option(list.head(), &options)) return std::nullopt;
  }
  if (!list.is_nil()) return std::nullopt;
  options.source.newline = options.newline.value_or(RegexNewline::lf);
  options.source.line_ends = options.line_ends.value_or(RegexLineEnds::unicode);
  return options;
}

std::optional<RegexCapture> read_regex_capture(const RegexOptions& options, const RegexPattern& pattern) {
  RegexCapture capture;
  if (!options.capture_type.is_none()) {
    const auto type = read_type(options.capture_type);
    if (!type) return std::nullopt;
    capture.type = *type;
  }
  if (options.capture.is_none()) return capture;
  const auto groups = read_groups(options.capture);
  if (!groups) return std::nullopt;
  capture.groups = *groups;
  if (*groups == RegexCapture::Groups::all_names) {
    for (const RegexName& name : pattern.names()) capture.listed.push_back(name.groups);
    capture.groups = capture.listed.empty() ? RegexCapture::Groups::none : RegexCapture::Groups::listed;
  } else if (*groups == RegexCapture::Groups::listed) {
    Term rest = options.capture;
    for (; rest.is_cons(); rest = rest.tail()) {
      if (!read_listed(rest.head(), pattern, &capture.listed.emplace_back())) return std::nullopt;
    }
    if (!rest.is_nil()) return std::nullopt;
  }
  return capture;
}

}  // namespace respawn
