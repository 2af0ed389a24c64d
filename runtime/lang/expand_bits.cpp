/// `<<…>>`: segments and their types.

#include <fmt/format.h>

#include <bit>

#include "base/utf8.hpp"
#include "lang/expand.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

struct NamedType {
  Term name;
  BitSegment::Type type;
  std::uint16_t unit;
  bool all;
};

const NamedType* find_type(Term name) {
  static const NamedType types[] = {
      {atoms::integer, BitSegment::Type::integer, 1, false}, {atoms::float_, BitSegment::Type::floating, 1, false},
      {atoms::binary, BitSegment::Type::bits, 8, true},      {atoms::bytes, BitSegment::Type::bits, 8, true},
      {atoms::bitstring, BitSegment::Type::bits, 1, true},   {atoms::bits, BitSegment::Type::bits, 1, true},
      {atoms::utf8, BitSegment::Type::utf8, 1, false},       {atoms::utf16, BitSegment::Type::utf16, 1, false},
      {atoms::utf32, BitSegment::Type::utf32, 1, false},
  };
  for (const NamedType& type : types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace

bool Expander::conflict(std::string_view what, Term given, Term before, const Env& env) {
  const auto text = [&](Term term) { return term.is_atom() ? std::string(atom_text(term)) : describe_code(term); };
  fail(env, env.line, fmt::format("conflicting {} specification for bit field: \"{}\" and \"{}\"", what, text(given), text(before)));
  return false;
}

// One item of `integer-size(8)-unit(1)`.
bool Expander::apply_type(Term quoted, Env& env, SegmentType* result, bool* signed_given, bool* unit_given) {
  QuotedCall call;
  if (quoted.is_small()) {  // value::8
    result->size = quoted;
    result->size_given = true;
    return true;
  }
  if (!as_quoted_call(quoted, &call)) {
    fail(env, env.line, fmt::format("unknown bitstring specifier: {}", describe(quoted)));
    return false;
  }
  if (call.head == atoms::minus && list_length(call.arguments) == 2) {
    return apply_type(call.arguments.head(), env, result, signed_given, unit_given) &&
           apply_type(call.arguments.tail().head(), env, result, signed_given, unit_given);
  }
  if (call.head == atoms::star && list_length(call.arguments) == 2) {  // size*unit
    const Term unit = call.arguments.tail().head();
    result->size = call.arguments.head();
    result->size_given = true;
    if (!unit.is_small() || unit.small_value() < 1 || unit.small_value() > 256) {
      fail(env, env.line, fmt::format("unit in bitstring expects an integer between 1 and 256, got: {}", describe(unit)));
      return false;
    }
    result->type.unit_bits = static_cast<std::uint16_t>(unit.small_value());
    *unit_given = true;
    return true;
  }
  const bool bare = call.arguments.is_atom() || call.arguments.is_nil();
  if (call.head.is_atom() && bare) {
    if (const NamedType* type = find_type(call.head)) {
      const Term name = call.head == atoms::bytes ? atoms::binary : call.head == atoms::bits ? atoms::bitstring : call.head;
      if (result->typed && !(result->type_name == name)) return conflict("type", name, result->type_name, env);
      result->type.type = type->type;
      result->type_name = name;
      result->typed = true;
      if (!*unit_given) result->type.unit_bits = type->unit;
      return true;
    }
    if (call.head == atoms::signed_ || call.head == atoms::unsigned_) {
      if (*signed_given && result->type.is_signed != (call.head == atoms::signed_)) {
        return conflict("sign", call.head, call.head == atoms::signed_ ? atoms::unsigned_ : atoms::signed_, env);
      }
      result->type.is_signed = call.head == atoms::signed_;
      *signed_given = true;
      return true;
    }
    if (call.head == atoms::big || call.head == atoms::little || call.head == atoms::native) {
      constexpr bool kNativeLittle = std::endian::native == std::endian::little;
      if (result->endianness && !(result->endianness == call.head)) return conflict("endianness", call.head, result->endianness, env);
      result->endianness = call.head;
      result->type.little_endian = call.head == atoms::little || (call.head == atoms::native && kNativeLittle);
      return true;
    }
  }
  if (call.head == atoms::size && list_length(call.arguments) == 1) {
    if (result->size_given) return conflict("size", call.arguments.head(), result->size, env);
    result->size = call.arguments.head();
    result->size_given = true;
    return true;
  }
  if (call.head == atoms::unit && list_length(call.arguments) == 1) {
    const Term unit = call.arguments.head();
    if (!unit.is_small() || unit.small_value() < 1 || unit.small_value() > 256) {
      fail(env, env.line, fmt::format("unit in bitstring expects an integer between 1 and 256, got: {}", describe(unit)));
      return false;
    }
    result->type.unit_bits = static_cast<std::uint16_t>(unit.small_value());
    *unit_given = true;
    return true;
  }
  // A variable stands for a size; a macro may stand for a specification.
  if (call.head.is_atom() && call.arguments.is_atom() && find_variable(env, call.head, call.arguments) != nullptr) {
    result->size = quoted;
    result->size_given = true;
    return true;
  }
  bool changed = false;
  const Term expanded = expand_macro_once(quoted, env, &changed);
  if (changed) return apply_type(expanded, env, result, signed_given, unit_given);
  const Term unknown = call.arguments.is_atom() ? make_tuple(arena_, {call.head, call.meta, Term::nil()}) : quoted;
  if (!failed()) fail(env, env.line, fmt::format("unknown bitstring specifier: {}", describe_code(unknown)));
  return false;
}

bool Expander::segment_type(Term quoted, Env& env, bool in_pattern, Term value, SegmentType* result) {
  bool signed_given = false, unit_given = false;
  if (quoted && !apply_type(quoted, env, result, &signed_given, &unit_given)) return false;
  BitSegment& type = result->type;
  if (!check_literal_segment(value, *result, unit_given, env)) return false;
  if (!result->typed) {
    // By the literal: text is a binary, a float is a float, another <<…>> is a bitstring.
    QuotedCall call;
    if (is_bitstring(value)) {
      type.type = BitSegment::Type::bits;
      if (!unit_given) type.unit_bits = 8;
    } else if (is_float(value)) {
      type.type = BitSegment::Type::floating;
    } else if (as_quoted_call(value, &call) && call.head == atoms::bitstring_literal) {
      type.type = BitSegment::Type::bits;
      if (!unit_given) type.unit_bits = 1;
    }
  }
  switch (type.type) {
    case BitSegment::Type::integer:
      if (!result->size_given) {
        if (unit_given) {
          fail(env, env.line, "integer and float types require a size specifier if the unit specifier is given");
          return false;
        }
        result->size = Term::small(8);
      }
      break;
    case BitSegment::Type::floating:
      if (!result->size_given) {
        result->size = Term::small(64);
        type.unit_bits = 1;
      } else if (result->size.is_small()) {
        const std::int64_t bits = result->size.small_value() * type.unit_bits;
        if (bits != 16 && bits != 32 && bits != 64) {
          fail(env, env.line, fmt::format("float requires size*unit to be 16, 32, or 64 (default), got: {}", bits));
          return false;
        }
      }
      break;
    case BitSegment::Type::bits:
      if (!result->size_given) type.size = BitSegment::Size::all;
      break;
    default:
      if (result->size_given || unit_given) {
        fail(env, env.line, "size and unit are not supported on utf types");
        return false;
      }
      type.size = BitSegment::Size::none;
  }
  (void)in_pattern;
  if (signed_given && type.type != BitSegment::Type::integer && type.type != BitSegment::Type::floating) {
    fail(env, env.line, "signed and unsigned specifiers are supported only on integer and float types");
    return false;
  }
  return true;
}

// What a literal can be put into a segment as.
bool Expander::check_literal_segment(Term value, const SegmentType& type, bool unit_given, const Env& env) {
  if (value.is_atom() || value.is_list()) {
    fail(env, env.line, fmt::format("invalid literal {} in <<>>", describe(value)));
    return false;
  }
  if (is_bitstring(value)) {
    if (type.typed && (type.type_name == atoms::integer || type.type_name == atoms::float_)) return conflict("type", type.type_name, atoms::binary, env);
    if (type.size_given || unit_given) {
      fail(env, env.line, "literal string in bitstring supports only endianness and type specifiers, which must be one of: little, big, native, "
                          "utf8, utf16, utf32, bits, bytes, binary or bitstring");
      return false;
    }
    return true;
  }
  const bool bits = type.typed && type.type.type == BitSegment::Type::bits;
  if (is_integer(value) && bits) return conflict("type", type.type_name, atoms::integer, env);
  if (is_float(value) && type.typed && !(type.type_name == atoms::float_)) return conflict("type", type.type_name, atoms::float_, env);
  return true;
}

Core* Expander::expand_bits(const QuotedCall& call, Env& env) {
  auto* node = tree_.make<BitsCore>();
  for (const Term quoted : ListRange(call.arguments)) {
    QuotedCall typed;
    Term value = quoted;
    Term specification = Term::none();
    if (as_quoted_call(quoted, &typed) && typed.head == atoms::type_operator && list_length(typed.arguments) == 2) {
      value = typed.arguments.head();
      specification = typed.arguments.tail().head();
    }
    BitsCoreSegment segment;
    segment.value = expand(value, env);
    if (failed()) return nothing();
    Term known = value;
    if (segment.value->kind == CoreKind::constant) known = static_cast<ConstantCore*>(segment.value)->value;
    if (segment.value->kind == CoreKind::bits && !is_bitstring(known)) known = make_tuple(arena_, {atoms::bitstring_literal, Term::nil(), Term::nil()});
    SegmentType type;
    if (!segment_type(specification, env, false, known, &type)) return nothing();
    // A literal text with a utf type is its codepoints, each encoded.
    if (type.type.type >= BitSegment::Type::utf8 && segment.value->kind == CoreKind::constant && is_bitstring(known)) {
      std::string scratch;
      std::string_view text = *binary_bytes(known, scratch);
      while (!text.empty()) {
        const auto decoded = utf8::decode(text);
        if (!decoded) break;
        BitsCoreSegment one;
        one.type = type.type;
        one.value = constant(Term::small(decoded->codepoint));
        node->segments.push_back(one);
        text.remove_prefix(decoded->length_bytes);
      }
      continue;
    }
    segment.type = type.type;
    if (type.size) segment.size = expand(type.size, env);
    node->segments.push_back(segment);
  }
  return node;
}

Pattern* Expander::bits_pattern(const QuotedCall& call, Env& env, PatternState& state) {
  auto* bits = tree_.make<BitsPattern>();
  Term rest = call.arguments;
  for (; rest.is_cons(); rest = rest.tail()) {
    QuotedCall typed;
    Term value = rest.head();
    Term specification = Term::none();
    if (as_quoted_call(value, &typed) && typed.head == atoms::type_operator && list_length(typed.arguments) == 2) {
      value = typed.arguments.head();
      specification = typed.arguments.tail().head();
    }
    // A macro (<>, a sigil) that becomes another <<…>>: its segments stand here.
    QuotedCall inner;
    Term expanded = value;
    if (as_quoted_call(value, &inner) && !(inner.head.is_atom() && inner.arguments.is_atom())) {
      bool changed = true;
      Env match_env = env;
      match_env.context = EnvContext::match;
      while (changed && !failed()) expanded = expand_macro_once(expanded, match_env, &changed);
      if (failed()) return bits;
    }
    if (specification.is_none() && as_quoted_call(expanded, &inner) && inner.head == atoms::bitstring_literal) {
      auto* nested = static_cast<BitsPattern*>(bits_pattern(inner, env, state));
      bits->segments.insert(bits->segments.end(), nested->segments.begin(), nested->segments.end());
      continue;
    }
    SegmentType type;
    if (!segment_type(specification, env, true, expanded, &type)) return bits;
    if (type.type.type >= BitSegment::Type::utf8 && is_bitstring(expanded)) {
      std::string scratch;
      std::string_view text = *binary_bytes(expanded, scratch);
      while (const auto decoded = utf8::decode(text)) {
        bits->segments.push_back({type.type, tree_.make<ConstantPattern>(Term::small(decoded->codepoint)), nullptr});
        text.remove_prefix(decoded->length_bytes);
      }
      continue;
    }
    BitsPatternSegment segment;
    segment.type = type.type;
    if (type.size) {
      // A size may use what earlier segments have bound.
      Env size_env = env;
      size_env.context = EnvContext::none;
      for (const VariableBinding& bound : state.bound) {
        Word* memory = arena_.allocate((sizeof(VariableBinding) + sizeof(Word) - 1) / sizeof(Word));
        size_env.variables = new (memory) VariableBinding{bound.name, bound.context, bound.variable, size_env.variables};
      }
      segment.size = expand(type.size, size_env);
    } else if (type.type.type == BitSegment::Type::bits && type.type.size == BitSegment::Size::all && is_bitstring(expanded)) {
      // A literal text has the size it has.
      segment.type.size = BitSegment::Size::given;
      segment.type.unit_bits = 1;
      segment.size = constant(Term::small(static_cast<std::int64_t>(bit_view(expanded).bit_size)));
    } else if (type.type.type == BitSegment::Type::bits && type.type.size == BitSegment::Size::all && !rest.tail().is_nil()) {
      fail(env, env.line,
           "a binary field without size is only allowed at the end of a binary pattern, at the right side of binary concatenation and and "
           "never allowed in binary generators. The following examples are invalid:\n\n    rest <> \"foo\"\n    <<rest::binary, \"foo\">>\n\nThey are invalid because there is a "
           "bits/bitstring component not at the end. However, the \"reverse\" would work:\n\n    \"foo\" <> rest\n    <<\"foo\", rest::binary>>\n\n");
      return bits;
    }
    segment.value = pattern(expanded, env, state);
    bits->segments.push_back(segment);
    if (failed()) return bits;
  }
  return bits;
}

}  // namespace respawn
