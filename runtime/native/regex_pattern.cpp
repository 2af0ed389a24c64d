#define PCRE2_CODE_UNIT_WIDTH 8
#include "native/regex_pattern.hpp"

#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <list>
#include <mutex>
#include <unordered_map>

#include "native/regex_tables.hpp"

namespace respawn {
namespace {

constexpr std::string_view kMagic = "respawn re 1 ";
constexpr std::size_t kHeaderBytes = kMagic.size() + 6;

// OTP's limits.
constexpr std::uint32_t kMatchLimit = 10'000'000;
constexpr std::uint32_t kRecursionLimit = 10'000'000;
// What a match may use for going back; more is told as the limit of recursion.
constexpr std::uint32_t kHeapLimitKibibytes = 512 * 1024;

constexpr std::uint32_t kKnownOptions = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_CASELESS | PCRE2_DOLLAR_ENDONLY | PCRE2_DOTALL | PCRE2_EXTENDED |
                                        PCRE2_FIRSTLINE | PCRE2_MULTILINE | PCRE2_NO_AUTO_CAPTURE | PCRE2_DUPNAMES | PCRE2_UNGREEDY |
                                        PCRE2_NO_START_OPTIMIZE | PCRE2_UCP | PCRE2_NEVER_UTF;

std::uint32_t newline_code(RegexNewline newline) {
  switch (newline) {
    case RegexNewline::lf: return PCRE2_NEWLINE_LF;
    case RegexNewline::cr: return PCRE2_NEWLINE_CR;
    case RegexNewline::crlf: return PCRE2_NEWLINE_CRLF;
    case RegexNewline::any: return PCRE2_NEWLINE_ANY;
    case RegexNewline::anycrlf: return PCRE2_NEWLINE_ANYCRLF;
    case RegexNewline::inconsistent: break;
  }
  return PCRE2_NEWLINE_LF;
}

struct CompileContext {
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  ~CompileContext() { pcre2_compile_context_free(context); }
};

struct MatchContext {
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  ~MatchContext() { pcre2_match_context_free(context); }
};

RegexPattern::Outcome outcome_of_error(int code) {
  using enum RegexPattern::Outcome;
  switch (code) {
    case PCRE2_ERROR_MATCHLIMIT: return match_limit;
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_NOMEMORY: return recursion_limit;
    case PCRE2_ERROR_NOMATCH:
    case PCRE2_ERROR_RECURSELOOP: return no_match;
    default: return bad_subject;
  }
}

}  // namespace

// ---- sources --------------------------------------------------------------------------------------------------------

bool RegexSource::is_unicode() const { return (options & PCRE2_UTF) != 0; }

std::string RegexSource::encode() const {
  std::string bytes(kMagic);
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(options >> shift);
  bytes += static_cast<char>(newline);
  bytes += static_cast<char>(line_ends);
  return bytes += text;
}

bool RegexSource::decode(std::string_view bytes, RegexSource* source) {
  if (bytes.size() < kHeaderBytes || !bytes.starts_with(kMagic)) return false;
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(bytes[kMagic.size() + index]); };
  source->options = 0;
  for (unsigned i = 0; i < 4; ++i) source->options |= static_cast<std::uint32_t>(byte(i)) << (8 * i);
  if ((source->options & ~kKnownOptions) != 0) return false;
  if (byte(4) < static_cast<unsigned>(RegexNewline::cr) || byte(4) > static_cast<unsigned>(RegexNewline::anycrlf)) return false;
  if (byte(5) > static_cast<unsigned>(RegexLineEnds::anycrlf)) return false;
  source->newline = static_cast<RegexNewline>(byte(4));
  source->line_ends = static_cast<RegexLineEnds>(byte(5));
  source->text = bytes.substr(kHeaderBytes);
  return true;
}

// ---- compiling ------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<RegexPattern>, RegexError> RegexPattern::compile(RegexSource source) {
  if (source.newline == RegexNewline::inconsistent) return Failure{RegexError{"inconsistent NEWLINE options", 0}};
  const CompileContext compiling;
  pcre2_set_newline(compiling.context, newline_code(source.newline));
  pcre2_set_bsr(compiling.context, source.line_ends == RegexLineEnds::unicode ? PCRE2_BSR_UNICODE : PCRE2_BSR_ANYCRLF);
  pcre2_set_character_tables(compiling.context, latin1_tables());
  pcre2_set_compile_extra_options(compiling.context, PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK);
  int error = 0;
  PCRE2_SIZE position = 0;
  pcre2_code* const code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(source.text.data()), source.text.size(), source.options, &error, &position,
                                         compiling.context);
  if (code == nullptr) return Failure{regex_error(error, position, source.text)};
  return std::unique_ptr<RegexPattern>(new RegexPattern(std::move(source), code));
}

RegexPattern::RegexPattern(RegexSource source, pcre2_real_code_8* code) : source_(std::move(source)), code_(code) {
  pcre2_pattern_info(code_, PCRE2_INFO_CAPTURECOUNT, &group_count_);
  read_names();
}

RegexPattern::~RegexPattern() {
  pcre2_match_data_free(match_data_);
  pcre2_code_free(code_);
}

// An entry of the table is the group's number in two bytes, the text and a zero; entries are sorted by text.
void RegexPattern::read_names() {
  std::uint32_t count = 0;
  std::uint32_t entry_bytes = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(code_, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(code_, PCRE2_INFO_NAMEENTRYSIZE, &entry_bytes);
  pcre2_pattern_info(code_, PCRE2_INFO_NAMETABLE, &table);
  for (std::uint32_t i = 0; i < count; ++i) {
    const PCRE2_SPTR entry = table + i * entry_bytes;
    std::string text(reinterpret_cast<const char*>(entry + 2));
    if (names_.empty() || names_.back().text != text) names_.push_back({std::move(text), {}});
    names_.back().groups.push_back(static_cast<std::uint32_t>(entry[0] << 8 | entry[1]));
  }
}

const RegexName* RegexPattern::find_name(std::string_view text) const {
  const auto found = std::find_if(names_.begin(), names_.end(), [text](const RegexName& name) { return name.text == text; });
  return found == names_.end() ? nullptr : &*found;
}

// ---- matching -------------------------------------------------------------------------------------------------------

RegexPattern::Outcome RegexPattern::match(std::string_view subject, std::size_t offset, const RegexRun& run) {
  static thread_local const MatchContext matching;
  const auto limit = [](std::uint64_t asked, std::uint32_t usual) {
    return asked == 0 ? usual : static_cast<std::uint32_t>(std::min<std::uint64_t>(asked, UINT32_MAX));
  };
  pcre2_set_match_limit(matching.context, limit(run.match_limit, kMatchLimit));
  pcre2_set_depth_limit(matching.context, limit(run.recursion_limit, kRecursionLimit));
  pcre2_set_heap_limit(matching.context, kHeapLimitKibibytes);
  if (match_data_ == nullptr) match_data_ = pcre2_match_data_create_from_pattern(code_, nullptr);

  const int count = pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(subject.data()), subject.size(), offset, run.options, match_data_,
                                matching.context);
  if (count < 0) {
    if (count != PCRE2_ERROR_NOMATCH) {
      // It keeps what it used for going back, which was much.
      pcre2_match_data_free(match_data_);
      match_data_ = nullptr;
    }
    return outcome_of_error(count);
  }
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(match_data_);
  spans_.resize(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    if (ends[2 * i] == PCRE2_UNSET) {
      spans_[i] = {};
    } else {
      const auto start = static_cast<std::int64_t>(ends[2 * i]);
      spans_[i] = {start, static_cast<std::int64_t>(ends[2 * i + 1]) - start};
    }
  }
  return Outcome::match;
}

// ---- the cache ------------------------------------------------------------------------------------------------------

namespace {

constexpr std::size_t kCachedPatternsMax = 256;

// The patterns that a worker used last, newest first.
class PatternCache {
 public:
  RegexPattern* find(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->pattern.get();
  }

  RegexPattern* add(std::string key, std::unique_ptr<RegexPattern> pattern) {
    if (entries_.size() == kCachedPatternsMax) {
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
    entries_.push_front({std::move(key), std::move(pattern)});
    by_key_.emplace(entries_.front().key, entries_.begin());
    return entries_.front().pattern.get();
  }

 private:
  struct Entry {
    std::string key;
    std::unique_ptr<RegexPattern> pattern;
  };
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;  // keys lie in the entries
};

PatternCache& cache() {
  static thread_local PatternCache patterns;
  return patterns;
}

}  // namespace

Result<RegexPattern*, RegexError> compiled_pattern(const RegexSource& source) {
  std::string key = source.encode();
  if (RegexPattern* const known = cache().find(key)) return known;
  auto compiled = RegexPattern::compile(source);
  if (!compiled) return Failure{compiled.error()};
  return cache().add(std::move(key), std::move(*compiled));
}

RegexPattern* compiled_pattern(std::string_view bytes) {
  if (RegexPattern* const known = cache().find(bytes)) return known;
  RegexSource source;
  if (!RegexSource::decode(bytes, &source)) return nullptr;
  auto compiled = RegexPattern::compile(std::move(source));
  if (!compiled) return nullptr;
  return cache().add(std::string(bytes), std::move(*compiled));
}

}  // namespace respawn
