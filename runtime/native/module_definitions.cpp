/// Natives of :respawn_module and :respawn_compiler about the definitions of a module under construction, and about the module as a
/// whole when its body is through: what its code carries along as information.

#include <fmt/format.h>

#include <algorithm>

#include "lang/module_builder.hpp"
#include "native/compiler_desk.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/copy.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

CompilerDesk& desk(NativeCall& call) { return *call.services.compiler; }
ModuleBuilder* builder_of(NativeCall& call) { return call.arg(0).is_atom() ? desk(call).builder(call.arg(0)) : nullptr; }

Term name_term(Area& area, const NameArity& name) { return make_tuple(area, {name.name, Term::small(name.arity)}); }

bool read_name(Term pair, NameArity* name) {
  if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom() || !tuple_element(pair, 1).is_small()) return false;
  *name = {tuple_element(pair, 0), static_cast<std::uint32_t>(tuple_element(pair, 1).small_value())};
  return true;
}

NativeResult is_open_1(NativeCall& call) { return boolean(builder_of(call) != nullptr); }

// ---- definitions ----------------------------------------------------------------------------------------------------

// [{{name, arity}, kind}]
NativeResult definitions_1(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  Area& heap = call.heap();
  ListBuilder list(heap);
  for (const Definition* definition : module->definitions()) {
    if (definition->from_super) continue;
    list.add(make_tuple(heap, {name_term(heap, definition->name), kind_atom(definition->kind)}));
  }
  return list.finish();
}

// {:v1, kind, meta, [{meta, arguments, guards, body}]} | nil
NativeResult definition_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  NameArity name;
  if (module == nullptr || !read_name(call.arg(1), &name)) return call.bad_argument();
  const Definition* definition = module->find(name);
  if (definition == nullptr) return atoms::nil;
  Area& heap = call.heap();
  ListBuilder clauses(heap);
  Term context = Term::none();
  for (const Term clause : definition->quoted_clauses) {
    const Term options = tuple_element(clause, 3);
    const bool plain = options.is_cons() && options.tail().is_nil();
    if (!context) context = keyword_get(tuple_element(clause, 0), atoms::context);
    clauses.add(make_tuple(heap, {copy(heap, tuple_element(clause, 0)), copy(heap, tuple_element(clause, 1)), copy(heap, tuple_element(clause, 2)),
                                  copy(heap, plain ? keyword_get(options, atoms::do_) : options)}));
  }
  Term meta = make_list(heap, {make_tuple(heap, {atoms::line, Term::small(definition->line)})});
  if (context) meta = make_cons(heap, make_tuple(heap, {atoms::context, context}), meta);
  return make_tuple(heap, {intern("v1"), kind_atom(definition->kind), meta, clauses.finish()});
}

NativeResult delete_definition_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  NameArity name;
  if (module == nullptr || !read_name(call.arg(1), &name)) return call.bad_argument();
  if (!module->defines(name)) return atoms::false_;
  module->erase(name);
  return atoms::true_;
}

NativeResult make_overridable_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  NameArity name;
  if (module == nullptr || !read_name(call.arg(1), &name)) return call.bad_argument();
  if (!module->defines(name)) return atoms::undefined;
  module->make_overridable(name);
  return atoms::ok;
}

NativeResult overridables_1(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  ListBuilder list(call.heap());
  for (const NameArity& name : module->overridable()) list.add(name_term(call.heap(), name));
  return list.finish();
}

// declare_struct(module, struct, fields, required)
NativeResult declare_struct_4(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  if (module->declared_struct) return intern("already_declared");
  Arena& arena = module->arena();
  module->declared_struct = StructDeclaration{copy(arena, call.arg(1)), copy(arena, call.arg(2)), copy(arena, call.arg(3))};
  return atoms::ok;
}

// ---- the finished module --------------------------------------------------------------------------------------------

// Collects what a module tells of itself: {information, details} of the image (code/code_image.hpp).
class Information {
 public:
  Information(ModuleBuilder& module, Area& area) : module_(module), area_(area), list_(area), details_(area) {}

  Term finish() {
    functions();
    attributes();
    struct_fields();
    callbacks();
    documentation();
    add("file", make_binary(area_, module_.file()));
    add("line", Term::small(module_.line()));
    return make_tuple(area_, {list_.finish(), details_.finish()});
  }

 private:
  void add(std::string_view key, Term value) { list_.add(make_tuple(area_, {intern(key), value})); }
  void detail(std::string_view key, Term value) { details_.add(make_tuple(area_, {intern(key), value})); }
  Term names(std::vector<NameArity> all) {
    std::sort(all.begin(), all.end(), [](const NameArity& a, const NameArity& b) {
      const int order = compare_atoms(a.name, b.name);
      return order != 0 ? order < 0 : a.arity < b.arity;
    });
    ListBuilder list(area_);
    for (const NameArity& name : all) list.add(name_term(area_, name));
    return list.finish();
  }

  void functions() {
    std::vector<NameArity> functions, macros;
    ListBuilder heads(area_), written(area_);
    for (const Definition* definition : module_.definitions()) {
      if (definition->written_head) written.add(make_tuple(area_, {name_term(area_, definition->name), copy(area_, definition->written_head)}));
      if (definition->kind == DefinitionKind::def) functions.push_back(definition->name);
      if (definition->kind == DefinitionKind::defmacro) macros.push_back(definition->name);
      // Heads of clauses, for what Exception.blame says of a call that fits none of them.
      ListBuilder clauses(area_);
      for (const Term clause : definition->quoted_clauses) {
        clauses.add(make_tuple(area_, {copy(area_, tuple_element(clause, 1)), copy(area_, tuple_element(clause, 2))}));
      }
      const Term kept = clauses.finish();
      if (!definition->from_super && !kept.is_nil()) heads.add(make_tuple(area_, {name_term(area_, definition->name), kind_atom(definition->kind), kept}));
    }
    add("functions", names(std::move(functions)));
    add("macros", names(std::move(macros)));
    detail("heads", heads.finish());
    detail("written_heads", written.finish());
    ListBuilder deprecated(area_);
    for (const auto& [name, reason] : module_.deprecated) deprecated.add(make_tuple(area_, {name_term(area_, name), copy(area_, reason)}));
    add("deprecated", deprecated.finish());
  }

  void attributes() {
    ListBuilder attributes(area_);
    for (const Term name : module_.attribute_names()) {
      if (!module_.persistent().contains(name)) continue;
      const Term values = module_.attribute(name);
      if (module_.accumulates(name)) {
        if (values.is_nil()) continue;
        // Each value is an entry of its own, in the order in which they were given.
        std::vector<Term> in_order;
        for (const Term value : ListRange(values)) in_order.push_back(copy(area_, value));
        std::reverse(in_order.begin(), in_order.end());
        for (const Term value : in_order) attributes.add(make_tuple(area_, {name, make_list(area_, {value})}));
      } else {
        attributes.add(make_tuple(area_, {name, make_list(area_, {copy(area_, values)})}));
      }
    }
    add("attributes", attributes.finish());
    const Term hooks = module_.attribute(intern("after_compile"));
    add("after_compile", hooks ? copy(area_, hooks) : Term::nil());
    const Term verify = module_.attribute(intern("after_verify"));
    add("after_verify", verify ? copy(area_, verify) : Term::nil());
  }

  // [%{field: name, required: boolean}], or nil for a module without a struct.
  void struct_fields() {
    if (!module_.declared_struct) return add("struct", atoms::nil);
    ListBuilder fields(area_);
    for (const Term pair : ListRange(module_.declared_struct->fields)) {
      const Term name = tuple_element(pair, 0);
      const Term pairs[] = {intern("field"), name, intern("required"), boolean(list_contains(module_.declared_struct->required, name))};
      fields.add(make_map(area_, pairs, 2));
    }
    add("struct", fields.finish());
  }

  void callbacks() {
    std::vector<NameArity> callbacks;
    ListBuilder types(area_);
    for (const Typespec& typespec : module_.typespecs) {
      const std::string_view kind = atom_text(typespec.kind);
      types.add(make_tuple(area_, {typespec.kind, name_term(area_, typespec.name), copy(area_, typespec.quoted)}));
      NameArity name = typespec.name;
      if (kind == "macrocallback") name = {intern("MACRO-" + std::string(atom_text(name.name))), name.arity + 1};
      else if (kind != "callback") continue;
      if (std::find(callbacks.begin(), callbacks.end(), name) == callbacks.end()) callbacks.push_back(name);
    }
    detail("types", types.finish());
    if (callbacks.empty()) return;
    std::vector<NameArity> optional;
    if (const Term lists = module_.attribute(intern("optional_callbacks"))) {
      for (const Term list : ListRange(lists)) {
        for (const Term pair : ListRange(list)) {
          NameArity name;
          if (!read_name(pair, &name)) continue;
          const NameArity macro{intern("MACRO-" + std::string(atom_text(name.name))), name.arity + 1};
          const bool is_macro_name = std::find(callbacks.begin(), callbacks.end(), macro) != callbacks.end();
          optional.push_back(is_macro_name ? macro : name);
        }
      }
    }
    add("callbacks", names(std::move(callbacks)));
    add("optional_callbacks", names(std::move(optional)));
  }

  Term document(const Documentation& documentation) {
    const Term text = documentation.value ? copy(area_, documentation.value) : Term(atoms::nil);
    return make_tuple(area_, {Term::small(documentation.line), text, copy(area_, documentation.metadata)});
  }
  void documentation() {
    ListBuilder docs(area_);
    for (const auto& documented : module_.docs) {
      docs.add(make_tuple(area_, {documented.kind, name_term(area_, documented.name), document(documented.documentation)}));
    }
    detail("moduledoc", document(module_.module_doc));
    detail("docs", docs.finish());
  }

  ModuleBuilder& module_;
  Area& area_;
  ListBuilder list_;
  ListBuilder details_;
};

// module_information(name, env)
NativeResult module_information_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  for (const auto& [name, line] : module->unread_attributes) {
    Diagnostic warning;
    warning.kind = Diagnostic::Kind::warning;
    warning.file = module->file();
    warning.line = line;
    warning.message = fmt::format("module attribute @{} was set but never used", atom_text(name));
    desk(call).warn(warning);
  }
  return Information(*module, call.heap()).finish();
}

// module_env(name, env): what names mean at the end of the body.
NativeResult module_env_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  if (!module->final_env) return call.arg(1);
  Env env = module->stored_env(*module->final_env);
  env.line = module->line();
  return copy(call.heap(), env_to_term(env, call.heap(), desk(call).shared_env_terms()));
}

// has_promises(name): whether there is anything for Module.Behaviour to check.
NativeResult has_promises_1(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  const auto any = [&](const char* name) {
    const Term value = module->attribute(intern(name));
    return value && value.is_cons();
  };
  return boolean(any("behaviour") || any("derive") || !module->impls.empty());
}

// redefines(name): false, or where the definition that is going to be replaced comes from.
NativeResult redefines_1(NativeCall& call) {
  if (!call.arg(0).is_atom()) return call.bad_argument();
  const Chunk* chunk = call.services.code.module(call.arg(0));
  if (chunk == nullptr || desk(call).ignores_redefinition) return atoms::false_;
  std::string scratch;
  const Term file = keyword_get(chunk->information, atoms::file);
  const bool library = file && is_binary(file) && binary_bytes(file, scratch)->starts_with("lib/");
  return make_binary(call.heap(), library ? "current version loaded from the library of respawn" : "current version defined in memory");
}

// warn(text, file, line)
NativeResult warn_3(NativeCall& call) {
  Diagnostic warning;
  warning.kind = Diagnostic::Kind::warning;
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument();
  warning.message = std::string(*text);
  if (const auto file = binary_bytes(call.arg(1), scratch)) warning.file = std::string(*file);
  if (call.arg(2).is_small()) warning.line = static_cast<std::uint32_t>(call.arg(2).small_value());
  desk(call).warn(warning);
  return atoms::ok;
}

// library_ready(): whether the checks of lib/module/attribute.ex can be called.
NativeResult library_ready_0(NativeCall& call) {
  static const Term checks = intern("Elixir.Module.Attribute");
  return boolean(call.services.code.module(checks) != nullptr);
}

}  // namespace

void define_module_definition_natives(NativeTable& table) {
  table.add("respawn_module", "open?", 1, is_open_1);
  table.add("respawn_module", "definitions", 1, definitions_1);
  table.add("respawn_module", "definition", 2, definition_2);
  table.add("respawn_module", "delete_definition", 2, delete_definition_2);
  table.add("respawn_module", "make_overridable", 2, make_overridable_2);
  table.add("respawn_module", "overridables", 1, overridables_1);
  table.add("respawn_module", "declare_struct", 4, declare_struct_4);
  table.add("respawn_compiler", "module_information", 2, module_information_2);
  table.add("respawn_compiler", "module_env", 2, module_env_2);
  table.add("respawn_compiler", "has_promises", 1, has_promises_1);
  table.add("respawn_compiler", "redefines", 1, redefines_1);
  table.add("respawn_compiler", "warn", 3, warn_3);
  table.add("respawn_compiler", "library_ready", 0, library_ready_0);
}

}  // namespace respawn
