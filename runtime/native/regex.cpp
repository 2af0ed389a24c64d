/// Natives of :re: compile, run, inspect, version; and of :respawn_re, what lib/erl/re.ex asks:
///
///     faults(subject, pattern, options)     what is wrong with the first two: [text or nil, text or nil]
///
/// What they do is OTP's, whose way of finding all matches is documented: after an
/// empty match, one that is not empty is tried where the search began; where there is none the search goes on one character
/// further.

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include "base/utf8.hpp"
#include "native/argument_notes.hpp"
#include "native/chardata.hpp"
#include "native/charlist.hpp"
#include "native/iodata.hpp"
#include "native/native_table.hpp"
#include "native/regex_options.hpp"
#include "native/regex_pattern.hpp"

namespace respawn {
namespace {

using Outcome = RegexPattern::Outcome;
using Span = RegexPattern::Span;

constexpr std::size_t kBytesPerReduction = 100;
constexpr std::size_t kReductionsOfLimit = 50'000;  // of a match that was given up: it took as long as many slices

const Term kRePattern = intern("re_pattern");
const Term kCompile = intern("compile");
const Term kMatch = intern("match");
const Term kNoMatch = intern("nomatch");
const Term kMatchLimit = intern("match_limit");
const Term kMatchLimitRecursion = intern("match_limit_recursion");
const Term kNameList = intern("namelist");
const Term kInternalError = intern("internal_error");

Term no_options() { return Term::nil(); }

// ---- arguments ------------------------------------------------------------------------------------------------------

// The bytes of characters: iodata, or in unicode mode chardata as UTF-8. A binary is taken as it is.
std::optional<std::string_view> text_of(Area& area, Term term, bool unicode, std::string& scratch) {
  if (!unicode || is_binary(term)) return iodata_bytes(term, scratch);
  ChardataReader reader(area, term, Encoding::utf8, ChardataReader::RestForm::of_c);
  scratch.clear();
  for (;;) {
    std::uint32_t codepoint = 0;
    const auto step = reader.next(&codepoint);
    if (step == ChardataReader::Step::end) return scratch;
    if (step != ChardataReader::Step::codepoint) return std::nullopt;
    utf8::append(scratch, codepoint);
  }
}

Term pattern_term(Area& area, const RegexPattern& pattern) {
  const RegexSource& source = pattern.source();
  return make_tuple(area, {kRePattern, Term::small(pattern.group_count()), Term::small(source.is_unicode() ? 1 : 0),
                           Term::small(source.uses_crlf() ? 1 : 0), make_binary(area, source.encode())});
}

bool has_pattern_shape(Term term) { return is_tuple_of(term, 5) && tuple_element(term, 0) == kRePattern && is_binary(tuple_element(term, 4)); }

RegexPattern* pattern_of(Term term) {
  if (!has_pattern_shape(term)) return nullptr;
  std::string scratch;
  return compiled_pattern(*binary_bytes(tuple_element(term, 4), scratch));
}

Term error_term(Area& area, const RegexError& error) {
  return make_tuple(area, {make_charlist(area, error.text), Term::small(static_cast<std::int64_t>(error.position_bytes))});
}

std::string subject_fault(NativeCall& call, bool unicode) {
  return !unicode && !iodata_bits(call.arg(0)) ? "not an iodata term" : std::string();
}

// What is wrong with the second argument of run: no pattern, or one that cannot be compiled.
std::string pattern_fault(NativeCall& call, const RegexOptions& options) {
  const Term term = call.arg(1);
  std::string scratch;
  if (pattern_of(term) != nullptr) return {};
  const bool unicode = options.source.is_unicode();
  if (unicode ? !is_chardata(term) : !iodata_bits(term).has_value()) {
    return "neither an iodata term nor a compiled regular expression";
  }
  const auto text = text_of(call.heap(), term, unicode, scratch);
  if (!text || (unicode && !utf8::is_valid(*text))) return {};
  const RegexSource source{.options = options.source.options, .text = std::string(*text)};
  const auto compiled = compiled_pattern(source);
  if (compiled) return {};
  return fmt::format("could not parse regular expression\n{} on character {}", compiled.error().text, compiled.error().position_bytes);
}

void note_fault(NativeCall& call, unsigned position, std::string_view fault) {
  if (!fault.empty()) call.note(position, fault);
}

NativeResult refuse_run(NativeCall& call, const std::optional<RegexOptions>& options) {
  note_fault(call, 1, subject_fault(call, options && options->source.is_unicode()));
  note_fault(call, 2, pattern_fault(call, options.value_or(RegexOptions())));
  if (!options) call.note(3, "invalid options");
  return call.bad_argument();
}

// ---- results --------------------------------------------------------------------------------------------------------

// Makes the values that are asked for out of groups.
class Captor {
 public:
  Captor(NativeCall& call, std::string_view subject, bool unicode, const RegexCapture& capture)
      : area_(call.heap()), subject_term_(call.arg(0)), subject_(subject), unicode_(unicode), capture_(capture) {}

  bool wants_none() const { return capture_.groups == RegexCapture::Groups::none; }

  Term values(const std::vector<Span>& spans) const {
    using enum RegexCapture::Groups;
    ListBuilder list(area_);
    switch (capture_.groups) {
      case none: break;
      case first: list.add(value(spans[0])); break;
      case all:
      case all_but_first:
        for (std::size_t i = capture_.groups == all ? 0 : 1; i < spans.size(); ++i) list.add(value(spans[i]));
        break;
      case all_names:
      case listed:
        for (const auto& groups : capture_.listed) list.add(value(first_of(groups, spans)));
        break;
    }
    return list.finish();
  }

 private:
  static Span first_of(const std::vector<std::uint32_t>& groups, const std::vector<Span>& spans) {
    for (const std::uint32_t group : groups) {
      if (group < spans.size() && spans[group].start >= 0) return spans[group];
    }
    return {};
  }

  Term value(const Span& span) const {
    if (capture_.type == RegexCapture::Type::index) return make_tuple(area_, {Term::small(span.start), Term::small(span.size)});
    const bool empty = span.start < 0 || span.size <= 0;
    const auto start = static_cast<std::size_t>(empty ? 0 : span.start);
    const auto size = static_cast<std::size_t>(empty ? 0 : span.size);
    const std::string_view text = subject_.substr(start, size);
    if (capture_.type == RegexCapture::Type::list) return unicode_ ? make_codepoint_list(area_, text) : make_charlist(area_, text);
    return is_binary(subject_term_) ? make_sub_bits(area_, subject_term_, start * 8, size * 8) : make_binary(area_, text);
  }

  Area& area_;
  Term subject_term_;
  std::string_view subject_;
  bool unicode_;
  const RegexCapture& capture_;
};

NativeResult failure(NativeCall& call, Outcome outcome, bool reports_errors) {
  if (outcome == Outcome::bad_subject) return call.bad_argument();
  if (outcome != Outcome::no_match) call.charge(kReductionsOfLimit);
  if (outcome == Outcome::no_match || !reports_errors) return kNoMatch;
  return make_tuple(call.heap(), {atoms::error, outcome == Outcome::match_limit ? kMatchLimit : kMatchLimitRecursion});
}

// Where the search goes on after an empty match at `at`.
std::size_t one_further(std::string_view subject, std::size_t at, const RegexSource& source) {
  if (source.uses_crlf() && subject.substr(at).starts_with("\r\n")) return at + 2;
  if (!source.is_unicode()) return at + 1;
  const auto next = utf8::decode(subject.substr(at));
  return at + (next ? next->length_bytes : 1);
}

NativeResult run_all(NativeCall& call, RegexPattern& pattern, std::string_view subject, const RegexOptions& options, const Captor& captor) {
  ListBuilder matches(call.heap());
  std::size_t at = options.offset;
  bool found = false;
  RegexRun run = options.run;
  RegexRun again = options.run;
  again.options |= PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED;
  while (at <= subject.size()) {
    const Outcome outcome = pattern.match(subject, at, run);
    if (outcome != Outcome::match) {
      if (outcome == Outcome::no_match || (outcome != Outcome::bad_subject && !options.reports_errors)) break;
      return failure(call, outcome, options.reports_errors);
    }
    // Valid UTF-8 needs to be looked at once.
    run.options |= PCRE2_NO_UTF_CHECK;
    again.options |= PCRE2_NO_UTF_CHECK;
    found = true;
    if (!captor.wants_none()) matches.add(captor.values(pattern.spans()));
    const Span whole = pattern.spans()[0];
    const auto start = static_cast<std::size_t>(whole.start);
    if (whole.size > 0) {
      at = start + static_cast<std::size_t>(whole.size);
      continue;
    }
    const Outcome longer = pattern.match(subject, at, again);
    if (longer == Outcome::match_limit || longer == Outcome::recursion_limit) {
      if (options.reports_errors) return failure(call, longer, true);
    }
    std::size_t next = 0;
    if (longer == Outcome::match) {
      if (!captor.wants_none()) matches.add(captor.values(pattern.spans()));
      if (pattern.spans()[0].size > 0) next = start + static_cast<std::size_t>(pattern.spans()[0].size);
    }
    at = next != 0 ? next : one_further(subject, start, pattern.source());
  }
  if (!found) return kNoMatch;
  return captor.wants_none() ? kMatch : make_tuple(call.heap(), {kMatch, matches.finish()});
}

NativeResult run_once(NativeCall& call, RegexPattern& pattern, std::string_view subject, const RegexOptions& options, const Captor& captor) {
  const Outcome outcome = pattern.match(subject, options.offset, options.run);
  if (outcome != Outcome::match) return failure(call, outcome, options.reports_errors);
  return captor.wants_none() ? kMatch : make_tuple(call.heap(), {kMatch, captor.values(pattern.spans())});
}

// ---- the natives ----------------------------------------------------------------------------------------------------

// The pattern to run, as the options want it.
Result<RegexPattern*, RegexError> pattern_to_run(RegexPattern* compiled, const RegexOptions& options, std::string_view text) {
  if (compiled == nullptr) {
    RegexSource source = options.source;
    source.text = text;
    return compiled_pattern(source);
  }
  const RegexSource& source = compiled->source();
  if (options.newline.value_or(source.newline) == source.newline && options.line_ends.value_or(source.line_ends) == source.line_ends) return compiled;
  RegexSource changed = source;
  changed.newline = options.newline.value_or(source.newline);
  changed.line_ends = options.line_ends.value_or(source.line_ends);
  return compiled_pattern(changed);
}

NativeResult run_with(NativeCall& call, Term option_list) {
  const auto options = read_regex_options(option_list);
  if (!options) return refuse_run(call, options);
  RegexPattern* const compiled = pattern_of(call.arg(1));
  if (compiled != nullptr && options->has_compile_only) return call.bad_argument();
  const bool unicode = compiled != nullptr ? compiled->source().is_unicode() : options->source.is_unicode();

  std::string text_scratch;
  std::string_view text;
  if (compiled == nullptr) {
    const auto given = text_of(call.heap(), call.arg(1), unicode, text_scratch);
    if (!given) return refuse_run(call, options);
    text = *given;
  }
  std::string subject_scratch;
  const auto subject = text_of(call.heap(), call.arg(0), unicode, subject_scratch);
  if (!subject) return refuse_run(call, options);

  const auto pattern = pattern_to_run(compiled, *options, text);
  if (!pattern) {
    if (!options->reports_errors) return refuse_run(call, options);
    return make_tuple(call.heap(), {atoms::error, make_tuple(call.heap(), {kCompile, error_term(call.heap(), pattern.error())})});
  }
  const auto capture = read_regex_capture(*options, **pattern);
  if (!capture) return call.bad_argument();
  if (options->offset > subject->size()) return call.error(kInternalError);
  call.charge((subject->size() - options->offset) / kBytesPerReduction);
  const Captor captor(call, *subject, unicode, *capture);
  return options->is_global ? run_all(call, **pattern, *subject, *options, captor) : run_once(call, **pattern, *subject, *options, captor);
}

NativeResult run_2(NativeCall& call) { return run_with(call, no_options()); }
NativeResult run_3(NativeCall& call) { return run_with(call, call.arg(2)); }

NativeResult compile_with(NativeCall& call, Term option_list) {
  const auto options = read_regex_options(option_list);
  const bool good_options = options && !options->has_run_only;
  const bool unicode = good_options && options->source.is_unicode();
  std::string scratch;
  const auto text = text_of(call.heap(), call.arg(0), unicode, scratch);
  if (!good_options || !text) {
    note_fault(call, 1, subject_fault(call, unicode));
    if (!good_options) call.note(2, "invalid options");
    return call.bad_argument();
  }
  RegexSource source = options->source;
  source.text = *text;
  call.charge(text->size() / 10);
  const auto pattern = compiled_pattern(source);
  if (!pattern) return make_tuple(call.heap(), {atoms::error, error_term(call.heap(), pattern.error())});
  return make_tuple(call.heap(), {atoms::ok, pattern_term(call.heap(), **pattern)});
}

NativeResult compile_1(NativeCall& call) { return compile_with(call, no_options()); }
NativeResult compile_2(NativeCall& call) { return compile_with(call, call.arg(1)); }

NativeResult inspect(NativeCall& call) {
  const RegexPattern* const pattern = pattern_of(call.arg(0));
  if (pattern == nullptr) return call.bad_argument(1, "not a compiled regular expression");
  if (!(call.arg(1) == kNameList)) return call.bad_argument(2, "not a valid item");
  ListBuilder names(call.heap());
  for (const RegexName& name : pattern->names()) names.add(make_binary(call.heap(), name.text));
  return make_tuple(call.heap(), {kNameList, names.finish()});
}

NativeResult faults(NativeCall& call) {
  const RegexOptions options = read_regex_options(call.arg(2)).value_or(RegexOptions());
  const auto term = [&](const std::string& fault) { return fault.empty() ? atoms::nil : make_binary(call.heap(), fault); };
  const Term of_subject = term(subject_fault(call, options.source.is_unicode()));
  return make_list(call.heap(), {of_subject, term(pattern_fault(call, options))});
}

NativeResult version(NativeCall& call) {
  std::string text(static_cast<std::size_t>(pcre2_config(PCRE2_CONFIG_VERSION, nullptr)), '\0');
  pcre2_config(PCRE2_CONFIG_VERSION, text.data());
  text.pop_back();
  return make_binary(call.heap(), text);
}

}  // namespace

void define_regex_natives(NativeTable& table) {
  table.add("re", "compile", 1, compile_1);
  table.add("re", "compile", 2, compile_2);
  table.add("re", "run", 2, run_2);
  table.add("re", "run", 3, run_3);
  table.add("re", "inspect", 2, inspect);
  table.add("re", "version", 0, version);
  table.add("respawn_re", "faults", 3, faults);
}

}  // namespace respawn
