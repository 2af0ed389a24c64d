/// Natives of :respawn_code and :erlang about loaded code: what a module says of itself, what there is to call.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/utf8.hpp"
#include "lang/expand.hpp"
#include "lang/inline_table.hpp"
#include "lang/lexer_unicode.hpp"
#include "lang/parser.hpp"
#include "native/argument_notes.hpp"
#include "native/compiler_desk.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/copy.hpp"
#include "term/hash.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

Term name_term(Area& area, Term name, std::uint32_t arity) { return make_tuple(area, {name, Term::small(arity)}); }

const Chunk* chunk_of(NativeCall& call, Term module) { return module.is_atom() ? call.services.code.module(module) : nullptr; }

// The value of `key` in the information of a module; none without one.
Term item(const Chunk* chunk, const char* key) { return chunk == nullptr ? Term::none() : keyword_get(chunk->information, intern(key)); }

// ---- __info__, module_info, behaviour_info --------------------------------------------------------------------------

// Stands for the MD5 of BEAM code: as large, and equal for equal code.
Term fingerprint(NativeCall& call, const Chunk& chunk) {
  std::uint64_t hash = stable_hash(chunk.module, 1);
  for (std::size_t i = 0; i < chunk.functions.size(); ++i) {
    hash = stable_hash(chunk.functions[i].name, hash);
    hash = mix_hash(hash, chunk.functions[i].offset_words);
  }
  hash = stable_hash(call.services.code.details(chunk), hash);
  char bytes[16];
  for (int i = 0; i < 16; ++i) bytes[i] = static_cast<char>(mix_hash(hash, static_cast<std::uint64_t>(i)) & 0xFF);
  return make_binary(call.heap(), std::string_view(bytes, 16));
}

NativeResult no_clause(NativeCall& call, const char* function, Term key) {
  call.trace_entry = make_tuple(call.heap(), {call.arg(0), intern(function), make_list(call.heap(), {key}), Term::nil()});
  return call.raise(atoms::error, atoms::function_clause);
}

Term source_options(NativeCall& call, const Chunk* chunk) {
  const Term file = item(chunk, "file");
  std::string scratch;
  std::string path = file ? std::string(*binary_bytes(file, scratch)) : std::string();
  ListBuilder characters(call.heap());
  for (const char c : path) characters.add(Term::small(static_cast<unsigned char>(c)));
  return make_list(call.heap(), {make_tuple(call.heap(), {intern("version"), make_binary(call.heap(), "8.2.3")}), make_tuple(call.heap(), {intern("options"), Term::nil()}),
                                 make_tuple(call.heap(), {intern("source"), characters.finish()})});
}

// Kernel's macros and, in their places, the definitions that the expander knows by itself.
Term with_definitions(NativeCall& call, Term macros) {
  std::vector<NameArity> names{{intern("@"), 1}, {intern("defmodule"), 2}};
  for (const char* name : {"def", "defp", "defmacro", "defmacrop"}) {
    names.push_back({intern(name), 1});
    names.push_back({intern(name), 2});
  }
  for (const Term pair : ListRange(macros)) names.push_back({tuple_element(pair, 0), static_cast<std::uint32_t>(tuple_element(pair, 1).small_value())});
  std::sort(names.begin(), names.end(), [](const NameArity& a, const NameArity& b) {
    const int order = compare_atoms(a.name, b.name);
    return order != 0 ? order < 0 : a.arity < b.arity;
  });
  ListBuilder list(call.heap());
  for (const NameArity& name : names) list.add(name_term(call.heap(), name.name, name.arity));
  return list.finish();
}

// Module.__info__(key)
NativeResult information_2(NativeCall& call) {
  const Chunk* chunk = chunk_of(call, call.arg(0));
  if (chunk == nullptr || !call.arg(1).is_atom()) return no_clause(call, "__info__", call.arg(1));
  const std::string_view key = atom_text(call.arg(1));
  if (key == "module") return call.arg(0);
  if (key == "md5") return fingerprint(call, *chunk);
  if (key == "compile") return source_options(call, chunk);
  for (const char* known : {"functions", "macros", "attributes", "struct", "deprecated"}) {
    if (key != known) continue;
    const Term value = item(chunk, known);
    if (key == "macros" && call.arg(0) == atoms::Kernel) return with_definitions(call, value);
    return value ? copy(call.heap(), value) : Term(Term::nil());
  }
  return no_clause(call, "__info__", call.arg(1));
}

Term exported(NativeCall& call, Term module) {
  std::vector<const Function*> functions = call.services.code.exports(module);
  std::sort(functions.begin(), functions.end(), [](const Function* a, const Function* b) {
    const int order = compare_atoms(a->name, b->name);
    return order != 0 ? order < 0 : a->arity < b->arity;
  });
  ListBuilder list(call.heap());
  for (const Function* function : functions) list.add(name_term(call.heap(), function->name, function->arity));
  return list.finish();
}

NativeResult module_item(NativeCall& call, Term key, bool* found) {
  *found = true;
  const Chunk* chunk = chunk_of(call, call.arg(0));
  const std::string_view text = key.is_atom() ? atom_text(key) : std::string_view();
  if (text == "module") return call.arg(0);
  if (text == "exports" || text == "functions") return exported(call, call.arg(0));
  if (text == "attributes") {
    const Term value = item(chunk, "attributes");
    return value ? copy(call.heap(), value) : Term(Term::nil());
  }
  if (text == "compile") return source_options(call, chunk);
  if (text == "md5" && chunk != nullptr) return fingerprint(call, *chunk);
  if (text == "native") return atoms::false_;
  *found = false;
  return atoms::undefined;
}

// Module.module_info(), Module.module_info(key)
NativeResult module_information(NativeCall& call) {
  bool found = false;
  if (call.function->arity == 2) {
    const NativeResult value = module_item(call, call.arg(1), &found);
    return found ? value : call.bad_argument();
  }
  ListBuilder list(call.heap());
  for (const char* key : {"module", "exports", "attributes", "compile", "md5"}) {
    const NativeResult value = module_item(call, intern(key), &found);
    list.add(make_tuple(call.heap(), {intern(key), value.value}));
  }
  return list.finish();
}

// Module.behaviour_info(:callbacks | :optional_callbacks)
NativeResult behaviour_information_2(NativeCall& call) {
  const Chunk* chunk = chunk_of(call, call.arg(0));
  for (const char* known : {"callbacks", "optional_callbacks"}) {
    if (call.arg(1) == intern(known)) {
      if (const Term value = item(chunk, known)) return copy(call.heap(), value);
    }
  }
  return no_clause(call, "behaviour_info", call.arg(1));
}

// module_item(module, key): {:ok, value} | :error, for what the library keeps with a module (documentation, types, hooks).
NativeResult item_2(NativeCall& call) {
  const Chunk* chunk = chunk_of(call, call.arg(0));
  if (chunk == nullptr || !call.arg(1).is_atom()) return atoms::error;
  Term value = keyword_get(chunk->information, call.arg(1));
  if (!value) value = keyword_get(call.services.code.details(*chunk), call.arg(1));
  if (!value) return atoms::error;
  return make_tuple(call.heap(), {atoms::ok, copy(call.heap(), value)});
}

// ---- what there is --------------------------------------------------------------------------------------------------

bool exists(NativeCall& call, Term module) { return call.services.code.module(module) != nullptr || call.services.code.has_natives(module); }

NativeResult function_exported_3(NativeCall& call) {
  if (!call.arg(0).is_atom() || !call.arg(1).is_atom() || !call.arg(2).is_small()) {
    return bad_arguments(call, {atom_note(call.arg(0)), atom_note(call.arg(1)), integer_note(call.arg(2))});
  }
  const std::int64_t arity = call.arg(2).small_value();
  if (arity < 0 || arity > 255) return atoms::false_;
  call.services.code.module(call.arg(0));  // the library counts as loaded
  const Function* function = call.services.code.find_function(call.arg(0), call.arg(1), static_cast<std::uint32_t>(arity));
  return boolean(function != nullptr && function->is_defined());
}

NativeResult module_loaded_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument(1, "not an atom");
  return boolean(call.services.code.loaded_module(call.arg(0)) != nullptr || call.services.code.has_natives(call.arg(0)));
}

NativeResult loaded_0(NativeCall& call) {
  ListBuilder list(call.heap());
  for (const Term module : call.services.code.loaded_modules()) list.add(module);
  return list.finish();
}

// ensure_compiled(module)
NativeResult ensure_compiled_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument();
  if (exists(call, call.arg(0))) return make_tuple(call.heap(), {atoms::module, call.arg(0)});
  return make_tuple(call.heap(), {atoms::error, intern("nofile")});
}

// unload(module): whether it was loaded.
NativeResult unload_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument();
  return boolean(call.services.code.unload(call.arg(0)));
}

// function_heads(module, name, arity): {kind, [{arguments, guards}]} | nil
NativeResult function_heads_3(NativeCall& call) {
  const Chunk* chunk = chunk_of(call, call.arg(0));
  const Term heads = chunk == nullptr ? Term::none() : keyword_get(call.services.code.details(*chunk), intern("heads"));
  if (!heads) return atoms::nil;
  for (const Term head : ListRange(heads)) {
    const Term name = tuple_element(head, 0);
    if (!(tuple_element(name, 0) == call.arg(1)) || !(tuple_element(name, 1) == call.arg(2))) continue;
    return copy(call.heap(), make_tuple(call.heap(), {tuple_element(head, 1), tuple_element(head, 2)}));
  }
  return atoms::nil;
}

// fun_file(fun): the file that its code is in, nil when that is not known.
NativeResult fun_file_1(NativeCall& call) {
  const Term fun = call.arg(0);
  if (!is_boxed_kind(fun, Kind::closure)) return atoms::nil;
  const CodeLocation at = call.services.code.locate(reinterpret_cast<const Closure*>(fun.pointer()[1])->code);
  if (at.chunk == nullptr || at.chunk->files.empty()) return atoms::nil;
  const std::uint32_t file = at.line == nullptr ? 0 : at.line->file;
  return make_binary(call.heap(), at.chunk->files[file]);
}

// ---- for macros -----------------------------------------------------------------------------------------------------

// guard_function?(module, name, arity)
NativeResult is_guard_function_3(NativeCall& call) {
  if (!call.arg(2).is_small()) return call.bad_argument();
  const auto arity = static_cast<std::uint32_t>(call.arg(2).small_value());
  InlinedFunction inlined;
  if (find_inlined(call.arg(0), call.arg(1), arity, &inlined)) {
    return boolean(inlined.module == atoms::erlang && !inlined.increment_index && is_guard_function(inlined.name, arity));
  }
  return boolean(call.arg(0) == atoms::erlang && is_guard_function(call.arg(1), arity));
}

// The same for texts with characters beyond ASCII, which need the tables of the front-end: a name may hold them, an alias not.
AtomTextKind classify_unicode_text(std::string_view text) {
  using enum unicode::NameRole;
  if (!utf8::is_valid(text) || unicode::normalize_name(text) != text || !unicode::is_highly_restrictive(text)) return AtomTextKind::quoted;
  if (text.ends_with('?') || text.ends_with('!')) text.remove_suffix(1);
  bool is_first = true;
  bool is_name = true;  // of a variable or function
  for (; !text.empty(); is_first = false) {
    const auto [codepoint, length] = *utf8::decode(text);
    const char c = static_cast<char>(codepoint);
    const bool is_small = codepoint < 0x80 ? (c >= 'a' && c <= 'z') || c == '_' : unicode::name_role(codepoint) == start;
    const bool is_capital = codepoint < 0x80 ? c >= 'A' && c <= 'Z' : unicode::name_role(codepoint) == capital;
    const bool follows = codepoint < 0x80 ? (c >= '0' && c <= '9') || c == '@' : unicode::name_role(codepoint) == following;
    if (!is_small && !is_capital && (is_first || !follows)) return AtomTextKind::quoted;
    is_name = is_name && codepoint != '@' && !(is_first && is_capital);
    text.remove_prefix(length);
  }
  return is_name ? AtomTextKind::identifier : AtomTextKind::unquoted;
}

// classify_atom(atom): :alias | :identifier | :unquoted | :quoted
NativeResult classify_atom_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument();
  const std::string_view text = atom_text(call.arg(0));
  const bool is_ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  switch (is_ascii ? classify_atom_text(text) : classify_unicode_text(text)) {
    case AtomTextKind::alias: return atoms::alias;
    case AtomTextKind::identifier: return intern("identifier");
    case AtomTextKind::unquoted: return intern("unquoted");
    case AtomTextKind::quoted: break;
  }
  return intern("quoted");
}

// quoted_part(path, file): the definitions of another source file of the library, to be put where the macro stands. Each says where it
// comes from.
NativeResult quoted_part_2(NativeCall& call) {
  std::string scratch;
  const auto path = binary_bytes(call.arg(0), scratch);
  const std::string& folder = call.services.compiler->library_folder;
  if (!path || folder.empty()) return call.bad_argument(1, "not a part of the library");
  std::ifstream file(folder + "/" + std::string(*path), std::ios::binary);
  if (!file) return call.bad_argument(1, "no such file");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string name = "lib/" + std::string(*path);
  Area& heap = call.heap();
  Arena arena;
  ParseOptions options;
  options.file = name;
  const auto quoted = parse(text, arena, options);
  if (!quoted) {
    const Diagnostic diagnostic = to_diagnostic(quoted.error(), text, options);
    return call.error(make_binary(heap, fmt::format("{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.message)));
  }
  QuotedCall block;
  if (!as_quoted_call(*quoted, &block) || !(block.head == atoms::block)) return copy(heap, *quoted);
  ListBuilder definitions(heap);
  for (const Term definition : ListRange(block.arguments)) {
    QuotedCall each;
    if (!as_quoted_call(definition, &each)) {
      definitions.add(copy(heap, definition));
      continue;
    }
    const Term line = keyword_get(each.meta, atoms::line);
    const Term keep = make_tuple(heap, {atoms::keep, make_tuple(heap, {make_binary(heap, name), line ? line : Term::small(1)})});
    const Term meta = make_cons(heap, keep, copy(heap, each.meta));
    definitions.add(make_tuple(heap, {copy(heap, each.head), meta, copy(heap, each.arguments)}));
  }
  return make_tuple(heap, {atoms::block, Term::nil(), definitions.finish()});
}

}  // namespace

void define_code_natives(NativeTable& table) {
  table.add("respawn_code", "information", 2, information_2);
  table.add("respawn_code", "module_information", 1, module_information);
  table.add("respawn_code", "module_information", 2, module_information);
  table.add("respawn_code", "behaviour_information", 2, behaviour_information_2);
  table.add("respawn_code", "item", 2, item_2);
  table.add("respawn_code", "ensure_compiled", 1, ensure_compiled_1);
  table.add("respawn_code", "unload", 1, unload_1);
  table.add("respawn_code", "function_heads", 3, function_heads_3);
  table.add("respawn_code", "fun_file", 1, fun_file_1);
  table.add("respawn_code", "guard_function?", 3, is_guard_function_3);
  table.add("respawn_code", "classify_atom", 1, classify_atom_1);
  table.add("respawn_code", "quoted_part", 2, quoted_part_2);
  table.add("erlang", "function_exported", 3, function_exported_3);
  table.add("erlang", "module_loaded", 1, module_loaded_1);
  table.add("erlang", "loaded", 0, loaded_0);
}

}  // namespace respawn
