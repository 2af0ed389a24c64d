/// Natives of :respawn_unicode: what String asks of Unicode.
///
///     graphemes(string)                 the graphemes as a list of texts
///     next_grapheme_size(string)        bytes of the first one, 0 for the empty text
///     grapheme_span(string, count)      {bytes, found} of the first `count` graphemes
///     upcase/downcase(string, mode)     mode: :default, :greek, :turkic
///     titlecase_first(string, mode)     {first character in title case, rest}
///     titlecase_first(string)           the text with its first character in title case
///
/// Bytes that are no UTF-8 count as characters of one byte and have no case.

#include "native/native_table.hpp"
#include "native/unicode_data.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::size_t kBytesPerReduction = 500;

std::optional<unicode::CaseMode> case_mode(Term term) {
  if (term == atoms::default_) return unicode::CaseMode::plain;
  if (term.is_atom() && atom_text(term) == "greek") return unicode::CaseMode::greek;
  if (term.is_atom() && atom_text(term) == "turkic") return unicode::CaseMode::turkic;
  return std::nullopt;
}

NativeResult graphemes(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  call.charge(text->size() / 50);
  ListBuilder list(call.heap());
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t size = unicode::grapheme_size_bytes(text->substr(at));
    list.add(make_sub_bits(call.heap(), call.arg(0), at * 8, size * 8));
    at += size;
  }
  return list.finish();
}

NativeResult next_grapheme_size(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  return Term::small(static_cast<std::int64_t>(unicode::grapheme_size_bytes(*text)));
}

NativeResult grapheme_span(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  if (!is_integer(call.arg(1)) || is_negative(call.arg(1))) return call.bad_argument(2, "not a non-negative integer");
  const std::uint64_t wanted = to_uint64(call.arg(1)).value_or(~std::uint64_t{0});
  std::size_t at = 0;
  std::uint64_t found = 0;
  while (found < wanted && at < text->size()) {
    at += unicode::grapheme_size_bytes(text->substr(at));
    ++found;
  }
  call.charge(at / kBytesPerReduction);
  return make_tuple(call.heap(), {Term::small(static_cast<std::int64_t>(at)), Term::small(static_cast<std::int64_t>(found))});
}

NativeResult change_case(NativeCall& call, std::string (*change)(std::string_view, unicode::CaseMode)) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  const auto mode = case_mode(call.arg(1));
  if (!mode) return call.bad_argument(2, "not a mode of case conversion");
  call.charge(text->size() / 50);
  return make_binary(call.heap(), change(*text, *mode));
}

NativeResult upcase(NativeCall& call) { return change_case(call, unicode::upper_case); }
NativeResult downcase(NativeCall& call) { return change_case(call, unicode::lower_case); }

NativeResult titlecase_first(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  const auto mode = case_mode(call.arg(1));
  if (!mode) return call.bad_argument(2, "not a mode of case conversion");
  std::string first;
  const std::size_t taken = unicode::append_title_case(first, *text, *mode);
  const Term rest = make_sub_bits(call.heap(), call.arg(0), taken * 8, (text->size() - taken) * 8);
  return make_tuple(call.heap(), {make_binary(call.heap(), first), rest});
}

NativeResult titlecase_text(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  std::string changed;
  const std::size_t taken = unicode::append_title_case(changed, *text, unicode::CaseMode::plain);
  changed += text->substr(taken);
  return make_binary(call.heap(), changed);
}

}  // namespace

void define_grapheme_natives(NativeTable& table) {
  table.add("respawn_unicode", "graphemes", 1, graphemes);
  table.add("respawn_unicode", "next_grapheme_size", 1, next_grapheme_size);
  table.add("respawn_unicode", "grapheme_span", 2, grapheme_span);
  table.add("respawn_unicode", "upcase", 2, upcase);
  table.add("respawn_unicode", "downcase", 2, downcase);
  table.add("respawn_unicode", "titlecase_first", 2, titlecase_first);
  table.add("respawn_unicode", "titlecase_first", 1, titlecase_text);
}

}  // namespace respawn
