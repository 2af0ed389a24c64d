/// Natives of :unicode: between encodings, and into normal forms.

#include <optional>

#include "base/utf8.hpp"
#include "native/chardata.hpp"
#include "native/native_table.hpp"
#include "native/unicode_data.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

using Step = ChardataReader::Step;
using RestForm = ChardataReader::RestForm;

constexpr std::string_view kNotChardata = "not valid character data (an iodata term)";
constexpr std::string_view kNotEncoding = "not a valid encoding";
constexpr std::size_t kCharactersPerReduction = 50;

const Term kLatin1 = intern("latin1");
const Term kIncomplete = intern("incomplete");

struct Encodings {
  Encoding in = Encoding::utf8;
  Encoding out = Encoding::utf8;
  RestForm rest_form = RestForm::of_c;
};

// The encodings named by the second and third argument; nothing after adding notes.
std::optional<Encodings> read_arguments(NativeCall& call, unsigned arity, bool to_list) {
  Encodings result;
  bool good = true;
  if (arity >= 2 && !read_encoding(call.arg(1), &result.in)) good = false;
  const bool in_is_good = good;
  if (arity >= 3 && !read_encoding(call.arg(2), &result.out)) good = false;
  if (result.in > Encoding::utf8 || (!to_list && result.out != Encoding::utf8)) result.rest_form = RestForm::of_erlang;
  // OTP's Erlang code meets what is no chardata only when it gets there.
  const bool chardata = is_chardata(call.arg(0));
  if (good && (chardata || result.rest_form == RestForm::of_erlang)) return result;
  if (!chardata) call.note(1, kNotChardata);
  if (!in_is_good) call.note(2, kNotEncoding);
  Encoding ignored;
  if (arity >= 3 && !read_encoding(call.arg(2), &ignored)) call.note(3, kNotEncoding);
  return std::nullopt;
}

Term failure(NativeCall& call, Step step, Term done, Term rest) {
  return make_tuple(call.heap(), {step == Step::incomplete ? kIncomplete : atoms::error, done, rest});
}

bool is_negative_integer(Term term) { return !term.is_none() && is_negative(term); }

NativeResult to_binary(NativeCall& call, unsigned arity) {
  const auto encodings = read_arguments(call, arity, false);
  if (!encodings) return call.bad_argument();
  if (encodings->in == Encoding::utf8 && encodings->out == Encoding::utf8) {
    const auto bytes = aligned_bytes(call.arg(0));
    if (bytes && utf8::is_valid(*bytes)) {
      call.charge(bytes->size() / 500);
      return call.arg(0);
    }
  }
  Term data = call.arg(0);
  // OTP's C code takes a list of one binary for the binary.
  if (encodings->rest_form == RestForm::of_c && data.is_cons() && data.tail().is_nil() && is_binary(data.head())) data = data.head();
  ChardataReader reader(call.heap(), data, encodings->in, encodings->rest_form);
  std::string out;
  std::uint32_t codepoint = 0;
  for (;;) {
    Step step = reader.next(&codepoint);
    if (step == Step::codepoint) {
      if (append_encoded(out, codepoint, encodings->out)) continue;
      step = Step::error;
      call.charge(out.size() / kCharactersPerReduction);
      const Term rest = reader.rest_from_last();
      return failure(call, step, make_binary(call.heap(), out), rest);
    }
    call.charge(out.size() / kCharactersPerReduction);
    if (step == Step::not_chardata || (encodings->out == Encoding::latin1 && is_negative_integer(reader.last_integer()))) {
      return call.bad_argument(1, kNotChardata);
    }
    const Term done = make_binary(call.heap(), out);
    if (step == Step::end) return done;
    return failure(call, step, done, reader.rest());
  }
}

NativeResult to_list(NativeCall& call, unsigned arity) {
  const auto encodings = read_arguments(call, arity, true);
  if (!encodings) return call.bad_argument();
  ChardataReader reader(call.heap(), call.arg(0), encodings->in, encodings->rest_form);
  ListBuilder list(call.heap());
  std::uint32_t codepoint = 0;
  std::size_t count = 0;
  for (;;) {
    const Step step = reader.next(&codepoint);
    if (step == Step::codepoint) {
      list.add(Term::small(codepoint));
      ++count;
      continue;
    }
    call.charge(count / kCharactersPerReduction);
    if (step == Step::not_chardata) return call.bad_argument(1, kNotChardata);
    if (step == Step::end) return list.finish();
    return failure(call, step, list.finish(), reader.rest());
  }
}

NativeResult characters_to_binary_1(NativeCall& call) { return to_binary(call, 1); }
NativeResult characters_to_binary_2(NativeCall& call) { return to_binary(call, 2); }
NativeResult characters_to_binary_3(NativeCall& call) { return to_binary(call, 3); }
NativeResult characters_to_list_1(NativeCall& call) { return to_list(call, 1); }
NativeResult characters_to_list_2(NativeCall& call) { return to_list(call, 2); }

enum class Wanted : std::uint8_t { binary, list };

// The pieces between integers that are no characters, each in normal form.
class NormalOutput {
 public:
  NormalOutput(Area& area, unicode::NormalForm form, Wanted wanted) : area_(area), form_(form), wanted_(wanted), list_(area) {}

  void add(std::uint32_t codepoint) { utf8::append(piece_, codepoint); }
  void add_odd(Term integer) {
    flush();
    list_.add(integer);
  }
  Term finish() {
    flush();
    return wanted_ == Wanted::binary ? make_binary(area_, text_) : list_.finish();
  }
  std::size_t size_bytes() const { return size_bytes_; }

 private:
  void flush() {
    const std::string normal = unicode::normalize(piece_, form_);
    size_bytes_ += normal.size();
    piece_.clear();
    if (wanted_ == Wanted::binary) {
      text_ += normal;
      return;
    }
    for (std::string_view rest = normal; const auto next = utf8::decode(rest);) {
      list_.add(Term::small(next->codepoint));
      rest.remove_prefix(next->length_bytes);
    }
  }

  Area& area_;
  unicode::NormalForm form_;
  Wanted wanted_;
  ListBuilder list_;
  std::string piece_;
  std::string text_;
  std::size_t size_bytes_ = 0;
};

template <unicode::NormalForm form, Wanted wanted>
NativeResult to_normal_form(NativeCall& call) {
  ChardataReader reader(call.heap(), call.arg(0), Encoding::utf8, RestForm::of_normal_forms);
  NormalOutput output(call.heap(), form, wanted);
  for (;;) {
    std::uint32_t codepoint = 0;
    const Step step = reader.next(&codepoint);
    if (step == Step::codepoint) {
      output.add(codepoint);
    } else if (step == Step::odd_integer && wanted == Wanted::list) {
      output.add_odd(reader.last_integer());
    } else if (step == Step::end || step == Step::error || step == Step::incomplete) {
      const Term done = output.finish();
      call.charge(output.size_bytes() / 20);
      return step == Step::end ? NativeResult(done) : NativeResult(failure(call, Step::error, done, reader.rest()));
    } else {
      return call.bad_argument(1, kNotChardata);
    }
  }
}

struct ByteOrderMark {
  std::string_view bytes;
  Encoding encoding;
};

constexpr ByteOrderMark kMarks[] = {{{"\xEF\xBB\xBF", 3}, Encoding::utf8},
                                    {{"\0\0\xFE\xFF", 4}, Encoding::utf32_big},
                                    {{"\xFF\xFE\0\0", 4}, Encoding::utf32_little},
                                    {{"\xFE\xFF", 2}, Encoding::utf16_big},
                                    {{"\xFF\xFE", 2}, Encoding::utf16_little}};

Term encoding_term(Area& area, Encoding encoding) {
  switch (encoding) {
    case Encoding::latin1: return kLatin1;
    case Encoding::utf8: return atoms::utf8;
    case Encoding::utf16_big: return make_tuple(area, {atoms::utf16, atoms::big});
    case Encoding::utf16_little: return make_tuple(area, {atoms::utf16, atoms::little});
    case Encoding::utf32_big: return make_tuple(area, {atoms::utf32, atoms::big});
    case Encoding::utf32_little: return make_tuple(area, {atoms::utf32, atoms::little});
  }
  return Term::nil();
}

NativeResult bom_to_encoding(NativeCall& call) {
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!bytes) return call.error(atoms::function_clause);
  for (const ByteOrderMark& mark : kMarks) {
    if (bytes->substr(0, mark.bytes.size()) != mark.bytes) continue;
    return make_tuple(call.heap(), {encoding_term(call.heap(), mark.encoding), Term::small(static_cast<std::int64_t>(mark.bytes.size()))});
  }
  return make_tuple(call.heap(), {kLatin1, Term::small(0)});
}

NativeResult encoding_to_bom(NativeCall& call) {
  Encoding encoding;
  if (!read_encoding(call.arg(0), &encoding)) return call.error(atoms::function_clause);
  for (const ByteOrderMark& mark : kMarks) {
    if (mark.encoding == encoding) return make_binary(call.heap(), mark.bytes);
  }
  return make_binary(call.heap(), {});
}

}  // namespace

void define_unicode_natives(NativeTable& table) {
  using enum unicode::NormalForm;
  table.add("unicode", "characters_to_binary", 1, characters_to_binary_1);
  table.add("unicode", "characters_to_binary", 2, characters_to_binary_2);
  table.add("unicode", "characters_to_binary", 3, characters_to_binary_3);
  table.add("unicode", "characters_to_list", 1, characters_to_list_1);
  table.add("unicode", "characters_to_list", 2, characters_to_list_2);
  table.add("unicode", "characters_to_nfc_binary", 1, to_normal_form<composed, Wanted::binary>);
  table.add("unicode", "characters_to_nfd_binary", 1, to_normal_form<decomposed, Wanted::binary>);
  table.add("unicode", "characters_to_nfkc_binary", 1, to_normal_form<compatible_composed, Wanted::binary>);
  table.add("unicode", "characters_to_nfkd_binary", 1, to_normal_form<compatible_decomposed, Wanted::binary>);
  table.add("unicode", "characters_to_nfc_list", 1, to_normal_form<composed, Wanted::list>);
  table.add("unicode", "characters_to_nfd_list", 1, to_normal_form<decomposed, Wanted::list>);
  table.add("unicode", "characters_to_nfkc_list", 1, to_normal_form<compatible_composed, Wanted::list>);
  table.add("unicode", "characters_to_nfkd_list", 1, to_normal_form<compatible_decomposed, Wanted::list>);
  table.add("unicode", "bom_to_encoding", 1, bom_to_encoding);
  table.add("unicode", "encoding_to_bom", 1, encoding_to_bom);
}

}  // namespace respawn
