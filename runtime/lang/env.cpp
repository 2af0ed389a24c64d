#include "lang/env.hpp"

#include <algorithm>

#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/copy.hpp"
#include "term/map.hpp"

namespace respawn {

Term pair_list_get(Term list, Term key) {
  for (; list.is_cons(); list = list.tail()) {
    const Term pair = list.head();
    if (is_tuple_of(pair, 2) && tuple_element(pair, 0) == key) return tuple_element(pair, 1);
  }
  return Term::none();
}

Term pair_list_remove(Area& area, Term list, Term key) {
  if (pair_list_get(list, key).is_none()) return list;
  ListBuilder kept(area);
  for (const Term pair : ListRange(list)) {
    if (!(tuple_element(pair, 0) == key)) kept.add(pair);
  }
  return kept.finish();
}

Term pair_list_put(Area& area, Term list, Term key, Term value) {
  return make_cons(area, make_tuple(area, {key, value}), pair_list_remove(area, list, key));
}

bool list_contains(Term list, Term element) {
  for (; list.is_cons(); list = list.tail()) {
    if (list.head() == element) return true;
  }
  return false;
}

Term ordered_insert(Area& area, Term list, Term atom) {
  if (list_contains(list, atom)) return list;
  ListBuilder ordered(area);
  while (list.is_cons() && compare(list.head(), atom) < 0) {
    ordered.add(list.head());
    list = list.tail();
  }
  ordered.add(atom);
  return ordered.finish(list);
}

Term imports_to_term(const ImportList& imports, Area& area) {
  ListBuilder modules(area);
  for (const ModuleNames& module : imports) {
    ListBuilder names(area);
    for (const NameArity& name : module.names) names.add(make_tuple(area, {name.name, Term::small(name.arity)}));
    modules.add(make_tuple(area, {module.module, names.finish()}));
  }
  return modules.finish();
}

namespace {

ImportList imports_from_term(Term list) {
  ImportList imports;
  for (const Term pair : ListRange(list)) {
    if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom()) continue;
    ModuleNames module{tuple_element(pair, 0), {}};
    for (const Term name : ListRange(tuple_element(pair, 1))) {
      if (!is_tuple_of(name, 2) || !tuple_element(name, 0).is_atom() || !tuple_element(name, 1).is_small()) continue;
      module.names.push_back({tuple_element(name, 0), static_cast<std::uint32_t>(tuple_element(name, 1).small_value())});
    }
    imports.push_back(std::move(module));
  }
  return imports;
}

// Each variable with the number of its binding; programs look at the keys (binding/1, Macro.Env.vars).
Term versioned_variables(const Env& env, Area& area) {
  std::vector<Term> pairs;
  std::vector<const VariableBinding*> seen;
  for (const VariableBinding* binding = env.variables; binding != nullptr; binding = binding->next) {
    const bool shadowed = std::any_of(seen.begin(), seen.end(), [&](const VariableBinding* other) {
      return other->name == binding->name && other->context == binding->context;
    });
    if (!shadowed) seen.push_back(binding);
  }
  std::reverse(seen.begin(), seen.end());
  std::int64_t version = 0;
  for (const VariableBinding* binding : seen) {
    pairs.push_back(make_tuple(area, {binding->name, binding->context}));
    pairs.push_back(Term::small(version++));
  }
  return make_map(area, pairs.data(), pairs.size() / 2);
}

}  // namespace

Term env_to_term(const Env& env, Area& area, const SharedEnvTerms& shared) {
  const Term function =
      env.in_function() ? make_tuple(area, {env.function_name, Term::small(env.function_arity)}) : atoms::nil;
  const Term functions = env.functions.get() == shared.functions ? shared.functions_term : imports_to_term(*env.functions, area);
  const Term macros = env.macros.get() == shared.macros ? shared.macros_term : imports_to_term(*env.macros, area);
  const Term context = env.context == EnvContext::none ? atoms::nil : env.context == EnvContext::match ? atoms::match_context : atoms::guard;
  const Term pairs[] = {
      atoms::struct_, atoms::Macro_Env,
      atoms::aliases_key, env.aliases,
      atoms::context, context,
      atoms::context_modules, env.context_modules,
      atoms::file, make_binary(area, *env.file),
      atoms::function, function,
      atoms::functions, functions,
      atoms::lexical_tracker, atoms::nil,
      atoms::line, Term::small(env.line),
      atoms::macro_aliases, env.macro_aliases,
      atoms::macros, macros,
      atoms::module, env.module,
      atoms::requires_, env.requires_,
      atoms::tracers, Term::nil(),
      atoms::versioned_vars, versioned_variables(env, area),
  };
  return make_map(area, pairs, std::size(pairs) / 2);
}

bool env_from_term(Term term, Area& arena, const SharedEnvTerms& shared, const Env& defaults, Env* env) {
  if (!is_map(term) || !(map_get(term, atoms::struct_) == atoms::Macro_Env)) return false;
  *env = defaults;
  const auto field = [&](Term key) { return map_get(term, key); };
  const auto list = [&](Term key) {
    const Term value = field(key);
    return value && value.is_list() ? copy(arena, value) : Term::nil();
  };
  std::string scratch;
  if (const Term file = field(atoms::file); file && is_binary(file)) {
    env->file = std::make_shared<const std::string>(*binary_bytes(file, scratch));
  }
  if (const Term line = field(atoms::line); line && line.is_small()) env->line = static_cast<std::uint32_t>(line.small_value());
  if (const Term module = field(atoms::module); module && module.is_atom()) env->module = module;
  const Term function = field(atoms::function);
  if (function && is_tuple_of(function, 2)) {
    env->function_name = tuple_element(function, 0);
    env->function_arity = static_cast<std::uint32_t>(tuple_element(function, 1).small_value());
  } else {
    env->function_name = atoms::nil;
  }
  const Term context = field(atoms::context);
  env->context = context == atoms::match_context ? EnvContext::match : context == atoms::guard ? EnvContext::guard : EnvContext::none;
  env->aliases = list(atoms::aliases_key);
  env->macro_aliases = list(atoms::macro_aliases);
  env->requires_ = list(atoms::requires_);
  env->context_modules = list(atoms::context_modules);
  const auto imports = [&](Term key, Term common, const std::shared_ptr<const ImportList>& common_list) {
    const Term value = field(key);
    if (value && value == common) return common_list;
    return std::make_shared<const ImportList>(imports_from_term(value ? value : Term::nil()));
  };
  env->functions = imports(atoms::functions, shared.functions_term, defaults.functions);
  env->macros = imports(atoms::macros, shared.macros_term, defaults.macros);
  env->variables = nullptr;
  return true;
}

}  // namespace respawn
