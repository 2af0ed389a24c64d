/// Natives of :respawn_module and :respawn_compiler about what the body of a module says besides its definitions: attributes,
/// documentation, types, marks of callbacks.
///
/// `@name value`, `Module.put_attribute` and their relatives end here. Values have been checked (Module.Attribute, lib/module); what
/// documents or marks the next definition is kept until that definition comes (`defined`).

#include <fmt/format.h>

#include "lang/expand.hpp"
#include "lang/module_builder.hpp"
#include "native/compiler_desk.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/copy.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

const Term kDoc = intern("doc"), kTypedoc = intern("typedoc"), kModuledoc = intern("moduledoc"), kImpl = intern("impl"), kDeprecated = intern("deprecated");

ModuleBuilder* builder_of(NativeCall& call) { return call.services.compiler->builder(call.arg(0)); }

void warn(NativeCall& call, const std::string& file, std::uint32_t line, std::string message) {
  Diagnostic warning;
  warning.kind = Diagnostic::Kind::warning;
  warning.file = file;
  warning.line = line;
  warning.message = std::move(message);
  call.services.compiler->warn(warning);
}

std::uint32_t line_of(Term term) { return term.is_small() && term.small_value() > 0 ? static_cast<std::uint32_t>(term.small_value()) : 0; }

// ---- attributes -----------------------------------------------------------------------------------------------------

// A text, a keyword list of metadata, or {line, either}.
void document(ModuleBuilder& module, Documentation& target, Term value, std::uint32_t line) {
  if (is_tuple_of(value, 2) && tuple_element(value, 0).is_small()) {
    line = line_of(tuple_element(value, 0));
    value = tuple_element(value, 1);
  }
  const Term kept = copy(module.arena(), value);
  if (kept.is_cons()) {
    for (const Term pair : ListRange(kept)) target.metadata = make_cons(module.arena(), pair, target.metadata);
    return;
  }
  target.value = kept;
  target.line = line;
}

void set(ModuleBuilder& module, Term name, Term value, std::uint32_t line) {
  if (name == kDoc) return document(module, module.pending_doc, value, line);
  if (name == kTypedoc) return document(module, module.pending_type_doc, value, line);
  if (name == kModuledoc) return document(module, module.module_doc, value, line);
  module.set_attribute(name, value);
}

// attribute(module, name, line)
NativeResult attribute_3(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  const Term value = module->read_attribute(call.arg(1));
  if (value) return copy(call.heap(), value);
  const bool documentation = call.arg(1) == kDoc || call.arg(1) == kTypedoc || call.arg(1) == kModuledoc;
  if (!documentation) {
    warn(call, module->file(), line_of(call.arg(2)),
         fmt::format("undefined module attribute @{0}, please remove access to @{0} or explicitly set it before access", atom_text(call.arg(1))));
  }
  return atoms::nil;
}

// set_attribute(module, name, value, line)
NativeResult set_attribute_4(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  const Term name = call.arg(1);
  set(*module, name, call.arg(2), line_of(call.arg(3)));
  if (!module->accumulates(name) && !module->is_reserved(name) && !module->persistent().contains(name)) module->unread_attributes[name] = line_of(call.arg(3));
  return atoms::ok;
}

NativeResult get_attribute_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  const Term value = module == nullptr ? Term::none() : module->read_attribute(call.arg(1));
  if (!value) return atoms::error;
  return make_tuple(call.heap(), {atoms::ok, copy(call.heap(), value)});
}

NativeResult put_attribute_3(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  set(*module, call.arg(1), call.arg(2), 0);
  return atoms::ok;
}

NativeResult delete_attribute_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  module->unread_attributes.erase(call.arg(1));
  const Term value = module->delete_attribute(call.arg(1));
  if (!value) return atoms::error;
  return make_tuple(call.heap(), {atoms::ok, copy(call.heap(), value)});
}

NativeResult register_attribute_4(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  module->register_attribute(call.arg(1), call.arg(2) == atoms::true_, call.arg(3) == atoms::true_);
  return atoms::ok;
}

NativeResult attributes_1(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  ListBuilder names(call.heap());
  for (const Term name : module->attribute_names()) names.add(name);
  return names.finish();
}

// ---- types ----------------------------------------------------------------------------------------------------------

// The name in `name(arguments) :: result` and `name(arguments) :: result when …`.
bool name_of_typespec(Term quoted, NameArity* name) {
  QuotedCall call;
  if (!as_quoted_call(quoted, &call)) return false;
  if (call.head == atoms::when && list_length(call.arguments) == 2 && !as_quoted_call(call.arguments.head(), &call)) return false;
  if (call.head == atoms::type_operator && list_length(call.arguments) == 2) {
    if (!as_quoted_call(call.arguments.head(), &call)) return false;
  }
  if (!call.head.is_atom()) return false;
  *name = {call.head, call.arguments.is_cons() ? static_cast<std::uint32_t>(list_length(call.arguments)) : 0};
  return true;
}

// set_typespec(module, kind, quoted, line)
NativeResult set_typespec_4(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  static const Term callback = intern("callback"), macrocallback = intern("macrocallback"), spec = intern("spec"), typep = intern("typep"), type = intern("type");
  Typespec typespec{call.arg(1), {}, copy(module->arena(), call.arg(2)), line_of(call.arg(3))};
  if (!name_of_typespec(typespec.quoted, &typespec.name)) {
    return make_tuple(call.heap(), {atoms::error, make_binary(call.heap(), fmt::format("invalid type specification in @{}", atom_text(call.arg(1))))});
  }
  if (typespec.kind == callback || typespec.kind == macrocallback) {
    if (module->pending_doc.value || !module->pending_doc.metadata.is_nil()) {
      module->docs.push_back({typespec.kind, typespec.name, std::exchange(module->pending_doc, {})});
    }
  } else if (!(typespec.kind == spec)) {
    Documentation documentation = std::exchange(module->pending_type_doc, {});
    if (!(typespec.kind == typep) && documentation.value) module->docs.push_back({type, typespec.name, documentation});
  }
  module->typespecs.push_back(typespec);
  return atoms::ok;
}

const Typespec* find_typespec(const ModuleBuilder& module, const NameArity& name, std::initializer_list<const char*> kinds) {
  for (const Typespec& typespec : module.typespecs) {
    for (const char* kind : kinds) {
      if (typespec.name == name && atom_text(typespec.kind) == kind) return &typespec;
    }
  }
  return nullptr;
}

bool read_name(Term pair, NameArity* name) {
  if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom() || !tuple_element(pair, 1).is_small()) return false;
  *name = {tuple_element(pair, 0), static_cast<std::uint32_t>(tuple_element(pair, 1).small_value())};
  return true;
}

NativeResult type_defined_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  NameArity name;
  if (module == nullptr || !read_name(call.arg(1), &name)) return call.bad_argument();
  return boolean(find_typespec(*module, name, {"type", "typep", "opaque"}) != nullptr);
}

NativeResult spec_to_callback_2(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  NameArity name;
  if (module == nullptr || !read_name(call.arg(1), &name)) return call.bad_argument();
  const Typespec* found = find_typespec(*module, name, {"spec"});
  if (found == nullptr) return atoms::false_;
  Typespec callback = *found;
  callback.kind = intern("callback");
  module->typespecs.push_back(callback);
  return atoms::true_;
}

// ---- what comes before a definition ---------------------------------------------------------------------------------

Term name_term(Area& area, const NameArity& name) { return make_tuple(area, {name.name, Term::small(name.arity)}); }

void take_documentation(NativeCall& call, ModuleBuilder& module, const Definition& definition, bool is_implementation) {
  static const Term function = intern("function"), macro = intern("macro");
  Documentation documentation = std::exchange(module.pending_doc, {});
  const bool has_text = documentation.value && !(documentation.value == atoms::false_) && !(documentation.value == atoms::nil);
  if (is_private(definition.kind)) {
    if (has_text) {
      warn(call, definition.file, definition.line,
           fmt::format("{} {}/{} is private, @doc attribute is always discarded for private functions/macros/types", atom_text(kind_atom(definition.kind)),
                       atom_text(definition.name.name), definition.name.arity));
    }
    return;
  }
  // What implements a callback is documented where the callback is.
  if (is_implementation && !documentation.value) documentation.value = atoms::false_;
  const Term kind = is_macro(definition.kind) ? macro : function;
  for (auto& known : module.docs) {
    if (!(known.kind == kind) || !(known.name == definition.name)) continue;
    if (documentation.value) known.documentation.value = documentation.value;
    for (const Term pair : ListRange(documentation.metadata)) known.documentation.metadata = make_cons(module.arena(), pair, known.documentation.metadata);
    return;
  }
  if (documentation.line == 0) documentation.line = definition.line;
  module.docs.push_back({kind, definition.name, documentation});
}

Term context_of(const Definition& definition) {
  if (definition.quoted_clauses.empty()) return atoms::nil;
  const Term context = keyword_get(tuple_element(definition.quoted_clauses.front(), 0), atoms::context);
  return context ? context : atoms::nil;
}

// defined(module, kind, name, arity, line, env_index): what waited for a definition gets it. Answers with the hooks to be called,
// [{module, function}], and their arguments.
NativeResult defined_6(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  const NameArity name{call.arg(2), static_cast<std::uint32_t>(call.arg(3).small_value())};
  const Definition* definition = module->find(name);
  if (definition == nullptr) return make_tuple(call.heap(), {Term::nil(), Term::nil()});
  const std::uint32_t line = line_of(call.arg(4));
  const Term impl = module->delete_attribute(kImpl);
  if (impl) module->impls.push_back({name, context_of(*definition), definition->defaults, definition->kind, line, definition->file, impl});
  take_documentation(call, *module, *definition, impl && !(impl == atoms::false_));
  if (const Term reason = module->delete_attribute(kDeprecated)) module->deprecated.emplace_back(name, reason);

  const Term hooks = module->attribute(intern("on_definition"));
  if (!hooks || hooks.is_nil()) return make_tuple(call.heap(), {Term::nil(), Term::nil()});
  Area& heap = call.heap();
  Env env = module->stored_env(static_cast<std::size_t>(call.arg(5).small_value()));
  env.line = line;
  env.function_name = name.name;
  env.function_arity = name.arity;
  Term arguments = Term::nil(), guards = Term::nil(), body = atoms::nil;
  if (!definition->quoted_clauses.empty()) {
    const Term last = definition->quoted_clauses.back();
    arguments = tuple_element(last, 1);
    guards = tuple_element(last, 2);
    body = tuple_element(last, 3);
  }
  const Term values[] = {env_to_term(env, heap, call.services.compiler->shared_env_terms()), call.arg(1), call.arg(2), copy(heap, arguments),
                         copy(heap, guards), copy(heap, body)};
  return make_tuple(heap, {copy(heap, hooks), make_list(heap, values)});
}

// [{{name, arity}, context, defaults, kind, line, file, value}], in the order of the definitions.
NativeResult impls_1(NativeCall& call) {
  ModuleBuilder* module = builder_of(call);
  if (module == nullptr) return call.bad_argument();
  Area& heap = call.heap();
  ListBuilder list(heap);
  for (const ImplMark& mark : module->impls) {
    list.add(make_tuple(heap, {name_term(heap, mark.name), mark.context, Term::small(mark.defaults), kind_atom(mark.kind), Term::small(mark.line),
                               make_binary(heap, mark.file), copy(heap, mark.value)}));
  }
  return list.finish();
}

}  // namespace

void define_module_attribute_natives(NativeTable& table) {
  table.add("respawn_compiler", "attribute", 3, attribute_3);
  table.add("respawn_compiler", "set_attribute", 4, set_attribute_4);
  table.add("respawn_compiler", "set_typespec", 4, set_typespec_4);
  table.add("respawn_compiler", "defined", 6, defined_6);
  table.add("respawn_module", "get_attribute", 2, get_attribute_2);
  table.add("respawn_module", "put_attribute", 3, put_attribute_3);
  table.add("respawn_module", "delete_attribute", 2, delete_attribute_2);
  table.add("respawn_module", "register_attribute", 4, register_attribute_4);
  table.add("respawn_module", "attributes", 1, attributes_1);
  table.add("respawn_module", "type_defined?", 2, type_defined_2);
  table.add("respawn_module", "spec_to_callback", 2, spec_to_callback_2);
  table.add("respawn_module", "impls", 1, impls_1);
}

}  // namespace respawn
