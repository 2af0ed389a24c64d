/// Definitions: defmodule, def and its relatives, module attributes.
///
/// What they do happens when the code around them runs: they become calls of functions in lib/compiler.ex, with the quoted code (its
/// unquotes evaluated) as data.

#include <fmt/format.h>

#include <algorithm>

#include "lang/expand.hpp"
#include "lang/module_builder.hpp"
#include "lang/quote.hpp"
#include "term/binary.hpp"
#include "term/copy.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

bool is_typespec(Term name) {
  static const Term names[] = {intern("type"), intern("typep"), intern("opaque"), intern("spec"), intern("callback"), intern("macrocallback")};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

bool Expander::is_attribute_read(Term argument) {
  QuotedCall name;
  return as_quoted_call(argument, &name) && name.head.is_atom() && (name.arguments.is_atom() || name.arguments.is_nil());
}

Core* Expander::expand_definition(const QuotedCall& call, Env& env, bool* handled) {
  *handled = true;
  const auto arity = list_length(call.arguments);
  if (call.head == atoms::at && arity == 1) return expand_attribute(call, env);
  if (call.head == atoms::defmodule && arity == 2) return expand_defmodule(call, env);
  if (definition_kind(call.head) && (arity == 1 || arity == 2)) return expand_def(call, env);
  *handled = false;
  return nullptr;
}

// The environment as the constant that a running defmodule starts from.
Core* Expander::environment_constant(const Env& env) {
  Term term = env_to_term(env, arena_, host_.shared_env_terms());
  // The usual imports are named instead of listed.
  if (env.functions.get() == host_.shared_env_terms().functions) term = map_put(arena_, term, atoms::functions, atoms::default_);
  if (env.macros.get() == host_.shared_env_terms().macros) term = map_put(arena_, term, atoms::macros, atoms::default_);
  return constant(map_put(arena_, term, atoms::versioned_vars, empty_map(arena_)));
}

namespace {
bool mentions(Term term, Term name) {
  std::vector<Term> stack{term};
  while (!stack.empty()) {
    const Term next = stack.back();
    stack.pop_back();
    if (next.is_cons()) {
      stack.push_back(next.head());
      stack.push_back(next.tail());
    } else if (is_tuple(next)) {
      if (tuple_size(next) == 3 && tuple_element(next, 0) == name && tuple_element(next, 2).is_atom()) return true;
      for (std::size_t i = 0; i < tuple_size(next); ++i) {
        if (tuple_element(next, i).is_pointer()) stack.push_back(tuple_element(next, i));
      }
    }
  }
  return false;
}
}  // namespace

Core* Expander::expand_defmodule(const QuotedCall& call, Env& env) {
  const Term name = call.arguments.head();
  const Term options = call.arguments.tail().head();
  const Term body = keyword_get(options, atoms::do_);
  if (!body) {
    fail(env, env.line, "missing :do option in \"defmodule\"");
    return nothing();
  }
  if (env.in_function() && env.context != EnvContext::none) {
    fail(env, env.line, "cannot invoke defmodule/2 inside a guard or match");
    return nothing();
  }
  // A name written as an alias is relative to the module around it, and known there by its first part.
  Core* name_core = nullptr;
  QuotedCall alias;
  if (as_quoted_call(name, &alias) && alias.head == atoms::aliases) {
    Term module = expand_aliases_form(alias, env);
    if (failed()) return nothing();
    const Term first = alias.arguments.head();
    const bool absolute = first == atoms::Elixir || !first.is_atom();
    if (!(env.module == atoms::nil) && !absolute) {
      // An alias that is in force is not nested: `defmodule Other` with `alias Some.Other` redefines that one.
      std::string written;
      for (const Term part : ListRange(alias.arguments)) written += "." + std::string(atom_text(part));
      const Term plain = intern("Elixir" + written);
      const Term recorded = keyword_get(alias.meta, atoms::alias);
      const bool quoted_alias = recorded && recorded.is_atom() && !(recorded == atoms::false_);
      if (module == plain && !quoted_alias) {
        module = intern(std::string(atom_text(env.module)) + written);
        const Term short_name = intern("Elixir." + std::string(atom_text(first)));
        const Term target = intern(std::string(atom_text(env.module)) + "." + std::string(atom_text(first)));
        const Term counter = keyword_get(alias.meta, atoms::counter);
        if (counter) {
          env.macro_aliases = pair_list_put(arena_, env.macro_aliases, short_name, make_tuple(arena_, {counter, target}));
        }
        env.aliases = pair_list_put(arena_, env.aliases, short_name, target);
      }
    }
    name_core = constant(module);
    env.context_modules = ordered_insert(arena_, env.context_modules, module);
  } else {
    name_core = expand(name, env);
    if (failed()) return nothing();
    if (name_core->kind == CoreKind::constant && static_cast<ConstantCore*>(name_core)->value.is_atom()) {
      env.context_modules = ordered_insert(arena_, env.context_modules, static_cast<ConstantCore*>(name_core)->value);
    }
  }

  // The body sees the variables around it; those that it names travel along.
  auto* bindings = tree_.make<ListCore>();
  std::vector<const VariableBinding*> seen;
  for (const VariableBinding* binding = env.variables; binding != nullptr; binding = binding->next) {
    const bool shadowed = std::any_of(seen.begin(), seen.end(), [&](const VariableBinding* other) {
      return other->name == binding->name && other->context == binding->context;
    });
    if (shadowed || !mentions(body, binding->name)) continue;
    seen.push_back(binding);
    auto* tuple = tree_.make<TupleCore>();
    tuple->elements = {constant(binding->name), constant(binding->context), reference(binding->variable, env)};
    bindings->elements.push_back(tuple);
  }

  auto* define = tree_.make<CallRemoteCore>();
  define->module = atoms::respawn_compiler;
  define->name = intern("define_module");
  define->arguments = {name_core, constant(body), environment_constant(env), bindings->elements.empty() ? constant(Term::nil()) : static_cast<Core*>(bindings)};
  define->line = env.line;
  return define;
}

Core* Expander::expand_def(const QuotedCall& call, Env& env) {
  const std::string what = fmt::format("{}/{}", atom_text(call.head), list_length(call.arguments));
  if (env.module == atoms::nil) {
    return raise_argument_error(fmt::format("cannot invoke {} outside module", what));
  }
  if (env.in_function()) {
    return raise_argument_error(fmt::format("cannot invoke {} inside function/macro", what));
  }
  ModuleBuilder* module = host_.builder(env.module);
  if (module == nullptr) {
    fail(env, env.line, fmt::format("cannot invoke {}: module {} is already compiled", what, inspect_atom(env.module)));
    return nothing();
  }
  auto* store = tree_.make<CallRemoteCore>();
  store->module = atoms::respawn_compiler;
  store->name = intern("define_function");
  const Term head = call.arguments.head();
  const Term body = call.arguments.tail().is_cons() ? call.arguments.tail().head() : atoms::nil;
  // Quoted with `location: :keep`, a definition belongs to the file and line where it was written.
  Env at = env;
  const Term kept = keyword_get(call.meta, atoms::keep);
  std::string scratch;
  if (kept && is_tuple_of(kept, 2) && is_binary(tuple_element(kept, 0)) && tuple_element(kept, 1).is_small()) {
    at.file = std::make_shared<const std::string>(*binary_bytes(tuple_element(kept, 0), scratch));
    at.line = static_cast<std::uint32_t>(tuple_element(kept, 1).small_value());
  }
  Core* head_core = quote_definition(*this, head, env);
  Core* body_core = quote_definition(*this, body, env);
  const bool has_unquotes = head_core->kind != CoreKind::constant || body_core->kind != CoreKind::constant;
  const Term body_kind = !call.arguments.tail().is_cons() ? atoms::false_ : has_unquotes ? atoms::unquote : atoms::true_;
  store->arguments = {constant(env.module), constant(call.head), head_core, body_core,
                      constant(Term::small(static_cast<std::int64_t>(module->store_env(at)))), constant(Term::small(at.line)),
                      constant(body_kind)};
  store->line = env.line;
  return store;
}

Core* Expander::expand_attribute(const QuotedCall& call, Env& env) {
  QuotedCall attribute;
  const Term argument = call.arguments.head();
  if (!as_quoted_call(argument, &attribute) || !attribute.head.is_atom()) {
    fail(env, env.line, fmt::format("expected 0 or 1 argument for @, got: {}", describe_code(argument)));
    return nothing();
  }
  if (env.module == atoms::nil) {
    return raise_argument_error("cannot invoke @/1 outside module");
  }
  const Term name = attribute.head;
  ModuleBuilder* module = host_.builder(env.module);
  if (is_attribute_read(argument)) {
    if (module != nullptr && (env.in_function() || env.context != EnvContext::none)) {
      const Term value = module->read_attribute(name);
      if (value.is_none()) {
        warn(env, env.line, fmt::format("undefined module attribute @{0}, please remove access to @{0} or explicitly set it before access", atom_text(name)));
        return nothing();
      }
      return constant(copy(arena_, value));
    }
    auto* read = tree_.make<CallRemoteCore>();
    read->module = atoms::respawn_compiler;
    read->name = intern("read_attribute");
    read->arguments = {constant(env.module), constant(name), constant(Term::small(env.line))};
    read->line = env.line;
    return read;
  }
  if (list_length(attribute.arguments) != 1) {
    fail(env, env.line, fmt::format("expected 0 or 1 argument for @{}, got: {}", atom_text(name), list_length(attribute.arguments)));
    return nothing();
  }
  if (env.in_function()) {
    return raise_argument_error(fmt::format("cannot set attribute @{} inside function/macro", atom_text(name)));
  }
  const Term quoted_value = attribute.arguments.head();
  auto* write = tree_.make<CallRemoteCore>();
  write->module = atoms::respawn_compiler;
  write->line = env.line;
  if (is_typespec(name)) {
    // Types are kept as written; nothing in them is evaluated.
    write->name = intern("write_typespec");
    write->arguments = {constant(env.module), constant(name), quote_definition(*this, quoted_value, env), constant(Term::small(env.line))};
    return write;
  }
  write->name = intern("write_attribute");
  write->arguments = {constant(env.module), constant(name), expand(quoted_value, env), constant(Term::small(env.line))};
  return write;
}

}  // namespace respawn
