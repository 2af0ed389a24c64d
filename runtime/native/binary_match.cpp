/// Natives of :binary that search: match, matches, split, replace, and compiled patterns; and hexadecimal text.
///
/// A compiled pattern is {bm, binary} or {ac, {binary…}}: what it takes to make a search from (binary_search.hpp), which costs
/// no more than reading the patterns.

#include <algorithm>
#include <deque>

#include "native/argument_notes.hpp"
#include "native/binary_part.hpp"
#include "native/binary_search.hpp"
#include "native/native_table.hpp"
#include "term/bulk_area.hpp"

namespace respawn {
namespace {

// ---- patterns -------------------------------------------------------------------------------------------------------

/// The byte strings of a pattern, with room for those that must be shifted into place.
class Patterns {
 public:
  /// False when `term` is no pattern.
  bool read(Term term) {
    if (is_tuple_of(term, 2) && tuple_element(term, 0) == atoms::bm) return add(tuple_element(term, 1));
    if (is_tuple_of(term, 2) && tuple_element(term, 0) == atoms::ac) {
      const Term all = tuple_element(term, 1);
      if (!is_tuple(all)) return false;
      for (std::size_t i = 0; i < tuple_size(all); ++i) {
        if (!add(tuple_element(all, i))) return false;
      }
      return !texts_.empty();
    }
    if (!term.is_cons()) return add(term);
    for (; term.is_cons(); term = term.tail()) {
      if (!add(term.head())) return false;
    }
    return term.is_nil();
  }
  const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  bool add(Term term) {
    const auto bytes = binary_bytes(term, shifted_.emplace_back());
    if (!bytes || bytes->empty()) return false;
    texts_.push_back(*bytes);
    return true;
  }

  std::vector<std::string_view> texts_;
  std::deque<std::string> shifted_;
};

NativeResult compile_pattern(NativeCall& call) {
  const Term pattern = call.arg(0);
  Patterns patterns;
  if (is_tuple(pattern) || !patterns.read(pattern)) return call.bad_argument(1, "not a valid pattern");
  Area& area = call.heap();
  if (!pattern.is_cons()) return make_tuple(area, {atoms::bm, pattern});
  if (patterns.texts().size() == 1) return make_tuple(area, {atoms::bm, pattern.head()});
  std::vector<Term> all;
  for (const Term binary : ListRange(pattern)) all.push_back(binary);
  return make_tuple(area, {atoms::ac, make_tuple(area, std::span<const Term>(all))});
}

// ---- options --------------------------------------------------------------------------------------------------------

struct SearchOptions {
  BinaryPart scope;
  bool global = false;
  bool trim = false;
  bool trim_all = false;
  Term insert_replaced = Term::none();
};

enum class Allowed : std::uint8_t { scope_only, splitting, replacing };
enum class OptionsOutcome : std::uint8_t { fine, bad, outside };

OptionsOutcome read_options(Term options, Allowed allowed, std::uint64_t size, SearchOptions* result) {
  result->scope = {0, size};
  Term scope = Term::none();
  if (!options.is_list()) return OptionsOutcome::bad;
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    const bool pair = is_tuple_of(option, 2);
    if (pair && tuple_element(option, 0) == atoms::scope && is_part_pair(tuple_element(option, 1))) {
      scope = tuple_element(option, 1);
    } else if (option == atoms::global && allowed != Allowed::scope_only) {
      result->global = true;
    } else if (option == atoms::trim && allowed == Allowed::splitting) {
      result->trim = true;
    } else if (option == atoms::trim_all && allowed == Allowed::splitting) {
      result->trim_all = true;
    } else if (pair && tuple_element(option, 0) == atoms::insert_replaced && allowed == Allowed::replacing) {
      result->insert_replaced = tuple_element(option, 1);
    } else {
      return OptionsOutcome::bad;
    }
  }
  // Only `replace` minds what a list of options ends in.
  if (allowed == Allowed::replacing && !options.is_nil()) return OptionsOutcome::bad;
  if (scope.is_none()) return OptionsOutcome::fine;
  const auto part = read_part_pair(scope, size);
  if (!part) return OptionsOutcome::outside;
  result->scope = *part;
  return OptionsOutcome::fine;
}

// ---- searching ------------------------------------------------------------------------------------------------------

/// What a search works on; `text` lies in the subject or in `scratch`.
struct Search {
  std::string scratch;
  std::string_view text;
  Patterns patterns;
  SearchOptions options;
};

/// Reads subject, pattern and options. False when the call is wrong; `outcome` then says what of the options.
bool read_search(NativeCall& call, Term options, Allowed allowed, Search* search, OptionsOutcome* outcome) {
  const auto bytes = binary_bytes(call.arg(0), search->scratch);
  *outcome = OptionsOutcome::fine;
  if (!bytes) return false;
  search->text = *bytes;
  call.charge(bytes->size() / 500);
  *outcome = read_options(options, allowed, bytes->size(), &search->options);
  if (*outcome != OptionsOutcome::fine) return false;
  // Nothing is ever found in an empty binary, and so OTP does not look at the pattern.
  return bytes->empty() || search->patterns.read(call.arg(1));
}

NativeResult bad_search(NativeCall& call, OptionsOutcome outcome, Note outside_note) {
  const Note bad_subject = whole_bytes_note(call.arg(0));
  const Note bad_pattern = Patterns().read(call.arg(1)) ? "" : "not a valid pattern";
  const bool options_alone = bad_subject.empty() && bad_pattern.empty();
  const Note bad_options = outcome == OptionsOutcome::outside ? outside_note : "invalid options";
  return bad_arguments(call, {bad_subject, bad_pattern, options_alone ? bad_options : ""});
}

/// Calls visit(match) for the matches in scope, at most one unless `all`; matches do not overlap.
template <typename Visit>
void for_each_match(const Search& search, bool all, Visit&& visit) {
  if (search.text.empty()) return;
  const BinarySearch searcher(search.patterns.texts());
  const std::string_view scope = search.text.substr(0, search.options.scope.start + search.options.scope.size);
  std::size_t from = search.options.scope.start;
  while (const auto match = searcher.find(scope, from)) {
    visit(*match);
    if (!all) return;
    from = match->start + match->size;
  }
}

Term options_argument(NativeCall& call, unsigned arity_with_options) {
  return call.function->arity == arity_with_options ? call.arg(arity_with_options - 1) : Term::nil();
}

Term match_term(Area& area, const Match& match) {
  return make_tuple(area, {Term::small(static_cast<std::int64_t>(match.start)), Term::small(static_cast<std::int64_t>(match.size))});
}

constexpr Note kOutside = "specified part is not wholly inside binary";

NativeResult match(NativeCall& call) {
  Search search;
  OptionsOutcome outcome;
  if (!read_search(call, options_argument(call, 3), Allowed::scope_only, &search, &outcome)) return bad_search(call, outcome, kOutside);
  Term found = atoms::nomatch;
  for_each_match(search, false, [&](const Match& match) { found = match_term(call.heap(), match); });
  return found;
}

NativeResult matches(NativeCall& call) {
  Search search;
  OptionsOutcome outcome;
  if (!read_search(call, options_argument(call, 3), Allowed::scope_only, &search, &outcome)) return bad_search(call, outcome, kOutside);
  BulkArea area(call.heap());
  ListBuilder list(area);
  for_each_match(search, true, [&](const Match& match) { list.add(match_term(area, match)); });
  return list.finish();
}

NativeResult split(NativeCall& call) {
  Search search;
  OptionsOutcome outcome;
  if (!read_search(call, options_argument(call, 3), Allowed::splitting, &search, &outcome)) {
    return bad_search(call, outcome, "invalid options");
  }
  std::vector<BinaryPart> parts;
  std::size_t from = 0;
  for_each_match(search, search.options.global, [&](const Match& match) {
    parts.push_back({from, match.start - from});
    from = match.start + match.size;
  });
  parts.push_back({from, search.text.size() - from});
  const auto is_empty = [](const BinaryPart& part) { return part.size == 0; };
  if (search.options.trim_all) {
    parts.erase(std::remove_if(parts.begin(), parts.end(), is_empty), parts.end());
  } else if (search.options.trim) {
    while (!parts.empty() && is_empty(parts.back())) parts.pop_back();
  }
  BulkArea area(call.heap());
  ListBuilder list(area);
  for (const BinaryPart& part : parts) list.add(take_part(area, call.arg(0), part));
  return list.finish();
}

// ---- replacing ------------------------------------------------------------------------------------------------------

/// Where in the replacement what is replaced goes, sorted; nothing when the option is wrong.
std::optional<std::vector<std::size_t>> read_insertions(Term option, std::size_t replacement_size) {
  std::vector<std::size_t> positions;
  if (option.is_none()) return positions;
  const auto add = [&](Term position) {
    if (!position.is_small() || position.small_value() < 0) return false;
    if (static_cast<std::size_t>(position.small_value()) > replacement_size) return false;
    positions.push_back(static_cast<std::size_t>(position.small_value()));
    return true;
  };
  if (!option.is_list()) return add(option) ? std::optional(positions) : std::nullopt;
  for (; option.is_cons(); option = option.tail()) {
    if (!add(option.head())) return std::nullopt;
  }
  if (!option.is_nil()) return std::nullopt;
  std::sort(positions.begin(), positions.end());
  return positions;
}

void append_replacement(std::string& out, std::string_view replacement, const std::vector<std::size_t>& insertions, std::string_view replaced) {
  std::size_t from = 0;
  for (const std::size_t position : insertions) {
    out += replacement.substr(from, position - from);
    out += replaced;
    from = position;
  }
  out += replacement.substr(from);
}

NativeResult replace(NativeCall& call) {
  Search search;
  OptionsOutcome outcome = OptionsOutcome::fine;
  std::string scratch;
  const auto replacement = binary_bytes(call.arg(2), scratch);
  const bool readable = replacement && read_search(call, options_argument(call, 4), Allowed::replacing, &search, &outcome);
  const auto insertions = readable ? read_insertions(search.options.insert_replaced, replacement->size()) : std::nullopt;
  if (!insertions) {
    const Note bad_subject = whole_bytes_note(call.arg(0));
    const Note bad_pattern = Patterns().read(call.arg(1)) ? "" : "not a valid pattern";
    const Note bad_replacement = whole_bytes_note(call.arg(2));
    const bool others_fine = bad_subject.empty() && bad_pattern.empty() && bad_replacement.empty();
    SearchOptions unused;
    const bool unknown_options = read_options(options_argument(call, 4), Allowed::replacing, 0, &unused) == OptionsOutcome::bad;
    const bool bad_options = others_fine || (bad_replacement.empty() && unknown_options);
    return bad_arguments(call, {bad_subject, bad_pattern, bad_replacement, bad_options ? "invalid options" : ""});
  }
  std::string result;
  std::size_t from = 0;
  for_each_match(search, search.options.global, [&](const Match& match) {
    result += search.text.substr(from, match.start - from);
    append_replacement(result, *replacement, *insertions, search.text.substr(match.start, match.size));
    from = match.start + match.size;
  });
  if (from == 0) return call.arg(0);
  result += search.text.substr(from);
  call.charge(result.size() / 500);
  return make_binary(call.heap(), result);
}

// ---- hexadecimal ----------------------------------------------------------------------------------------------------

NativeResult encode_hex(NativeCall& call) {
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!bytes) return bad_arguments(call, {whole_bytes_note(call.arg(0))});
  call.charge(bytes->size() / 250);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  char* out;
  const Term text = make_uninitialised_binary(call.heap(), 2 * bytes->size(), &out);
  for (const char c : *bytes) {
    *out++ = kDigits[static_cast<unsigned char>(c) >> 4];
    *out++ = kDigits[static_cast<unsigned char>(c) & 0xF];
  }
  return text;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

NativeResult decode_hex(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return bad_arguments(call, {whole_bytes_note(call.arg(0))});
  if (text->size() % 2 != 0) return call.bad_argument(1, "must contain an even number of bytes");
  call.charge(text->size() / 500);
  std::string bytes;
  for (std::size_t i = 0; i < text->size(); i += 2) {
    const int high = hex_value((*text)[i]);
    const int low = hex_value((*text)[i + 1]);
    if (high < 0 || low < 0) return call.bad_argument(1, std::string(text->substr(i, 2)) + " is not a valid hex");
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return make_binary(call.heap(), bytes);
}

}  // namespace

void define_binary_match_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("binary", name, arity, native); };
  add("compile_pattern", 1, compile_pattern);
  add("match", 2, match);
  add("match", 3, match);
  add("matches", 2, matches);
  add("matches", 3, matches);
  add("split", 2, split);
  add("split", 3, split);
  add("replace", 3, replace);
  add("replace", 4, replace);
  add("encode_hex", 1, encode_hex);
  add("decode_hex", 1, decode_hex);
}

}  // namespace respawn
