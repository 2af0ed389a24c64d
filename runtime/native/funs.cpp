/// Natives of :erlang on funs: what is known of one, its text, and `&module.name/arity` made at run time.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/native_table.hpp"
#include "term/closure.hpp"
#include "term/external.hpp"

namespace respawn {
namespace {

constexpr std::uint32_t kArityMax = 255;

// ---- what is known of a fun -----------------------------------------------------------------------------------------

bool is_closure(Term fun) { return is_boxed_kind(fun, Kind::closure); }

Term version_of(Area& area, const FunIdentity& fun) {
  std::string bytes(external::kClosureMark);
  for (unsigned shift = 32; shift > 0; shift -= 8) bytes.push_back(static_cast<char>(fun.unique >> (shift - 8) & 0xFF));
  return make_binary(area, bytes);
}

Term environment(Area& area, Term fun) {
  Term list = Term::nil();
  if (!is_closure(fun)) return list;
  for (std::size_t i = closure_free_count(fun); i-- > 0;) list = make_cons(area, closure_free(fun, i), list);
  return list;
}

struct Item {
  Term name;
  Term (*value)(NativeCall&, Term fun);
  bool of_closures_only;
};

template <typename OfClosure>
Term for_closure(Term fun, OfClosure of_closure) {
  return is_closure(fun) ? of_closure(closure_identity(fun)) : atoms::undefined;
}

/// In the order of fun_info/1.
const std::array<Item, 10>& items() {
  static const std::array<Item, 10> table = {{
      // Closures do not remember who made them; the process that asks is most often the one.
      {atoms::pid, [](NativeCall& call, Term fun) { return for_closure(fun, [&](const FunIdentity&) { return call.process.pid; }); }, true},
      {atoms::module, [](NativeCall&, Term fun) { return is_closure(fun) ? closure_identity(fun).module : export_module(fun); }, false},
      {intern("new_index"),
       [](NativeCall&, Term fun) { return for_closure(fun, [](const FunIdentity& identity) { return Term::small(identity.index); }); }, true},
      {intern("new_uniq"),
       [](NativeCall& call, Term fun) { return for_closure(fun, [&](const FunIdentity& identity) { return version_of(call.heap(), identity); }); },
       true},
      {intern("index"),
       [](NativeCall&, Term fun) { return for_closure(fun, [](const FunIdentity& identity) { return Term::small(identity.index); }); }, true},
      {atoms::uniq,
       [](NativeCall&, Term fun) { return for_closure(fun, [](const FunIdentity& identity) { return Term::small(identity.unique); }); }, true},
      {atoms::name, [](NativeCall&, Term fun) { return is_closure(fun) ? closure_identity(fun).name : export_name(fun); }, false},
      {intern("arity"), [](NativeCall&, Term fun) { return Term::small(function_arity(fun)); }, false},
      {intern("env"), [](NativeCall& call, Term fun) { return environment(call.heap(), fun); }, false},
      {intern("type"), [](NativeCall&, Term fun) { return is_closure(fun) ? intern("local") : intern("external"); }, false},
  }};
  return table;
}

Term item_term(NativeCall& call, const Item& item) {
  return make_tuple(call.heap(), {item.name, item.value(call, call.arg(0))});
}

NativeResult fun_info_1(NativeCall& call) {
  if (!is_function(call.arg(0))) return bad_arguments(call, {fun_note(call.arg(0))});
  ListBuilder list(call.heap());
  for (const Item& item : items()) {
    if (is_closure(call.arg(0)) || !item.of_closures_only) list.add(item_term(call, item));
  }
  return list.finish();
}

NativeResult fun_info_2(NativeCall& call) {
  if (!is_function(call.arg(0))) return bad_arguments(call, {fun_note(call.arg(0))});
  const auto found = std::find_if(items().begin(), items().end(), [&](const Item& item) { return item.name == call.arg(1); });
  if (found == items().end()) return call.bad_argument(2, "invalid item");
  return item_term(call, *found);
}

// ---- text -----------------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 27> kReservedWords = {
    "after", "and", "andalso", "band", "begin", "bnot", "bor",  "bsl", "bsr", "bxor",    "case", "catch", "cond", "div",
    "end",   "fun", "if",      "let",  "not",   "of",   "or",   "orelse", "receive", "rem", "try", "when", "xor"};

bool is_latin1_lower(std::uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7); }
bool is_latin1_letter(std::uint32_t c) { return is_latin1_lower(c) || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

/// True when Erlang writes the atom without quotes.
bool is_bare(std::string_view text) {
  if (std::find(kReservedWords.begin(), kReservedWords.end(), text) != kReservedWords.end()) return false;
  bool first = true;
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    const std::uint32_t c = decoded->codepoint;
    const bool allowed = first ? is_latin1_lower(c) : is_latin1_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '@';
    if (!allowed) return false;
    first = false;
    text.remove_prefix(decoded->length_bytes);
  }
  return !first;
}

/// An atom as Erlang writes it.
std::string erlang_atom(Term atom) {
  const std::string_view text = atom_text(atom);
  if (is_bare(text)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    switch (c) {
      case '\'': quoted += "\\'"; break;
      case '\\': quoted += "\\\\"; break;
      case '\n': quoted += "\\n"; break;
      case '\r': quoted += "\\r"; break;
      case '\t': quoted += "\\t"; break;
      case '\v': quoted += "\\v"; break;
      case '\b': quoted += "\\b"; break;
      case '\f': quoted += "\\f"; break;
      case 0x1B: quoted += "\\e"; break;
      default: quoted += c;
    }
  }
  return quoted + "'";
}

NativeResult fun_to_list(NativeCall& call) {
  const Term fun = call.arg(0);
  if (!is_function(fun)) return bad_arguments(call, {fun_note(fun)});
  std::string text;
  if (is_closure(fun)) {
    const FunIdentity& identity = closure_identity(fun);
    text = fmt::format("#Fun<{}.{}.{}>", erlang_atom(identity.module), identity.index, identity.unique);
  } else {
    text = fmt::format("fun {}:{}/{}", erlang_atom(export_module(fun)), erlang_atom(export_name(fun)), function_arity(fun));
  }
  return make_codepoint_list(call.heap(), text);
}

// ---- by name --------------------------------------------------------------------------------------------------------

NativeResult bad_name(NativeCall& call) {
  return bad_arguments(call, {atom_note(call.arg(0)), atom_note(call.arg(1)), integer_note(call.arg(2), 0)});
}

bool is_name(NativeCall& call) {
  const Term arity = call.arg(2);
  return call.arg(0).is_atom() && call.arg(1).is_atom() && arity.is_small() && arity.small_value() >= 0;
}

NativeResult make_fun(NativeCall& call) {
  if (!is_name(call) || call.arg(2).small_value() > kArityMax) return bad_name(call);
  return call.services.code.function(call.arg(0), call.arg(1), static_cast<std::uint32_t>(call.arg(2).small_value()))->as_term;
}

NativeResult is_builtin(NativeCall& call) {
  if (!is_name(call)) return bad_name(call);
  if (call.arg(2).small_value() > kArityMax) return atoms::false_;
  const Function* function =
      call.services.code.find_function(call.arg(0), call.arg(1), static_cast<std::uint32_t>(call.arg(2).small_value()));
  return boolean(function != nullptr && function->native != nullptr);
}

}  // namespace

void define_fun_natives(NativeTable& table) {
  table.add("erlang", "fun_info", 1, fun_info_1);
  table.add("erlang", "fun_info", 2, fun_info_2);
  table.add("erlang", "fun_to_list", 1, fun_to_list);
  table.add("erlang", "make_fun", 3, make_fun);
  table.add("erlang", "is_builtin", 3, is_builtin);
}

}  // namespace respawn
