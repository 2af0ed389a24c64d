/// Natives of :erlang between numbers and their texts, as binaries and as charlists.

#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/float_text.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

constexpr Note kNoInteger = "not a textual representation of an integer";
constexpr Note kNoFloat = "not a textual representation of a float";

// How a text is given, and how it is returned.
struct AsBinary {
  static Note note(Term term) { return binary_note(term); }
  static bool is_kind(Term term) { return is_binary(term); }
  static std::optional<std::string> read(Term term) {
    std::string scratch;
    const auto bytes = binary_bytes(term, scratch);
    return bytes ? std::optional<std::string>(*bytes) : std::nullopt;
  }
  static Term make(Area& area, std::string_view text) { return make_binary(area, text); }
};

struct AsList {
  static Note note(Term term) { return term.is_list() ? Note() : "not a list"; }
  static bool is_kind(Term term) { return term.is_list(); }
  static std::optional<std::string> read(Term term) { return latin1_of_charlist(term); }
  static Term make(Area& area, std::string_view text) { return make_charlist(area, text); }
};

void charge_for_text(NativeCall& call, std::size_t size) { call.charge(size / 50); }

// ---- integers -------------------------------------------------------------------------------------------------------

template <typename Text>
NativeResult integer_to(NativeCall& call, int base) {
  const std::string text = integer_to_text(call.arg(0), base);
  charge_for_text(call, text.size());
  return Text::make(call.heap(), text);
}

template <typename Text>
NativeResult integer_to_text_1(NativeCall& call) {
  if (!is_integer(call.arg(0))) return bad_arguments(call, {integer_note(call.arg(0))});
  return integer_to<Text>(call, 10);
}

template <typename Text>
NativeResult integer_to_text_2(NativeCall& call) {
  const Note bad_base = base_note(call.arg(1));
  if (!is_integer(call.arg(0)) || !bad_base.empty()) return bad_arguments(call, {integer_note(call.arg(0)), bad_base});
  return integer_to<Text>(call, static_cast<int>(call.arg(1).small_value()));
}

// A text with more digits than the largest integer has bits cannot be one.
bool has_too_many_digits(std::string_view text) { return text.size() > kIntegerBitsMax; }

template <typename Text>
Term read_integer(NativeCall& call, int base) {
  const auto text = Text::read(call.arg(0));
  if (!text || has_too_many_digits(*text)) return Term::none();
  charge_for_text(call, text->size());
  return parse_integer(call.heap(), *text, base);
}

// What is wrong with a text; `otherwise` when it is one that is not of a number.
template <typename Text>
Note text_note(Term text, Note otherwise) {
  if (std::is_same_v<Text, AsList> && text.is_cons() && list_length(text) < 0) return "not a list";
  return or_else(Text::note(text), otherwise);
}

template <typename Text>
NativeResult text_to_integer_1(NativeCall& call) {
  const Term value = read_integer<Text>(call, 10);
  if (value.is_none()) return bad_arguments(call, {text_note<Text>(call.arg(0), kNoInteger)});
  return value;
}

template <typename Text>
NativeResult text_to_integer_2(NativeCall& call) {
  const Note bad_base = base_note(call.arg(1));
  const Term value = bad_base.empty() ? read_integer<Text>(call, static_cast<int>(call.arg(1).small_value())) : Term::none();
  if (!value.is_none()) return value;
  Note bad_text = Text::note(call.arg(0));
  if (std::is_same_v<Text, AsList> && call.arg(0).is_cons()) bad_text = list_note(call.arg(0));
  return bad_arguments(call, {bad_base.empty() ? or_else(bad_text, kNoInteger) : bad_text, bad_base});
}

// ---- floats ---------------------------------------------------------------------------------------------------------

template <typename Text>
NativeResult text_to_float(NativeCall& call) {
  const auto text = Text::read(call.arg(0));
  const auto value = text ? parse_float(*text) : std::nullopt;
  if (!value) return bad_arguments(call, {text_note<Text>(call.arg(0), kNoFloat)});
  return make_float(call.heap(), *value);
}

bool read_digits(Term option, Term name, unsigned most, unsigned* digits) {
  if (!is_tuple_of(option, 2) || !(tuple_element(option, 0) == name)) return false;
  const Term value = tuple_element(option, 1);
  if (!value.is_small() || value.small_value() < 0 || value.small_value() > most) return false;
  *digits = static_cast<unsigned>(value.small_value());
  return true;
}

std::optional<FloatFormat> read_format(Term options) {
  FloatFormat format;
  for (; options.is_cons(); options = options.tail()) {
    const Term option = options.head();
    if (option == atoms::compact) {
      format.compact = true;
    } else if (option == atoms::short_) {
      format.form = FloatFormat::Form::shortest;
    } else if (read_digits(option, atoms::decimals, kDecimalsMax, &format.digits)) {
      format.form = FloatFormat::Form::decimals;
    } else if (read_digits(option, atoms::scientific, kScientificDigitsMax, &format.digits)) {
      format.form = FloatFormat::Form::scientific;
    } else {
      return std::nullopt;
    }
  }
  if (!options.is_nil()) return std::nullopt;
  return format;
}

template <typename Text>
NativeResult float_to_text_1(NativeCall& call) {
  if (!is_float(call.arg(0))) return bad_arguments(call, {float_note(call.arg(0))});
  return Text::make(call.heap(), *format_float(float_value(call.arg(0)), FloatFormat{}));
}

template <typename Text>
NativeResult float_to_text_2(NativeCall& call) {
  const Term value = call.arg(0);
  const auto format = read_format(call.arg(1));
  const auto text = is_float(value) && format ? format_float(float_value(value), *format) : std::nullopt;
  if (text) return Text::make(call.heap(), *text);
  const Note bad_list = list_note(call.arg(1));
  return bad_arguments(call, {float_note(value), is_float(value) ? or_else(bad_list, "invalid option in list") : bad_list});
}

}  // namespace

void define_number_text_natives(NativeTable& table) {
  const auto add = [&](std::string_view name, unsigned arity, NativeFunction native) { table.add("erlang", name, arity, native); };
  add("integer_to_binary", 1, integer_to_text_1<AsBinary>);
  add("integer_to_binary", 2, integer_to_text_2<AsBinary>);
  add("integer_to_list", 1, integer_to_text_1<AsList>);
  add("integer_to_list", 2, integer_to_text_2<AsList>);
  add("binary_to_integer", 1, text_to_integer_1<AsBinary>);
  add("binary_to_integer", 2, text_to_integer_2<AsBinary>);
  add("list_to_integer", 1, text_to_integer_1<AsList>);
  add("list_to_integer", 2, text_to_integer_2<AsList>);
  add("float_to_binary", 1, float_to_text_1<AsBinary>);
  add("float_to_binary", 2, float_to_text_2<AsBinary>);
  add("float_to_list", 1, float_to_text_1<AsList>);
  add("float_to_list", 2, float_to_text_2<AsList>);
  add("binary_to_float", 1, text_to_float<AsBinary>);
  add("list_to_float", 1, text_to_float<AsList>);
}

}  // namespace respawn
