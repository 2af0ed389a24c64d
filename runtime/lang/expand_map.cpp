/// Maps and structs.

#include <fmt/format.h>

#include <algorithm>

#include "lang/expand.hpp"
#include "lang/module_builder.hpp"
#include "term/binary.hpp"
#include "term/compare.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {

// The pairs of %{…} as they are written: `key: value` and `key => value` are both two-tuples in quoted form.
bool Expander::map_pairs(Term pairs, Env& env, std::uint32_t line, std::vector<std::pair<Term, Term>>* result) {
  for (const Term pair : ListRange(pairs)) {
    if (!is_tuple_of(pair, 2)) {
      fail(env, line, fmt::format("expected key-value pairs in a map, got: {}", describe_code(pair)));
      return false;
    }
    result->emplace_back(tuple_element(pair, 0), tuple_element(pair, 1));
  }
  return true;
}

Term Expander::alias_of(Term quoted, Env& env) {
  if (quoted.is_atom()) return quoted;
  QuotedCall call;
  if (!as_quoted_call(quoted, &call)) return Term::none();
  if (call.head == atoms::aliases) return expand_aliases_form(call, env);
  if (call.head == atoms::MODULE && call.arguments.is_atom()) return env.module;
  Env inner = env;
  bool changed = false;
  const Term expanded = expand_macro_once(quoted, inner, &changed);
  return changed ? alias_of(expanded, env) : Term::none();
}

Core* Expander::expand_map(const QuotedCall& call, Env& env) {
  QuotedCall bar;
  if (call.arguments.is_cons() && call.arguments.tail().is_nil() && as_quoted_call(call.arguments.head(), &bar) && bar.head == atoms::bar &&
      list_length(bar.arguments) == 2) {
    auto* update = tree_.make<MapUpdateCore>();
    const Term pairs = bar.arguments.tail().head();
    std::vector<std::pair<Term, Term>> read;
    if (!map_pairs(pairs, env, env.line, &read)) return nothing();
    std::vector<Term> flat{bar.arguments.head()};
    for (const auto& [key, value] : read) {
      flat.push_back(key);
      flat.push_back(value);
    }
    const std::vector<Core*> expanded = expand_arguments(make_list(arena_, flat), env);
    if (failed()) return nothing();
    update->map = expanded[0];
    for (std::size_t i = 1; i + 1 < expanded.size(); i += 2) update->pairs.emplace_back(expanded[i], expanded[i + 1]);
    return update;
  }
  auto* map = tree_.make<MapCore>();
  std::vector<std::pair<Term, Term>> read;
  if (!map_pairs(call.arguments, env, env.line, &read)) return nothing();
  std::vector<Term> flat;
  for (const auto& [key, value] : read) {
    flat.push_back(key);
    flat.push_back(value);
  }
  const std::vector<Core*> expanded = expand_arguments(make_list(arena_, flat), env);
  std::vector<Term> keys;
  for (std::size_t i = 0; i + 1 < expanded.size(); i += 2) {
    map->pairs.emplace_back(expanded[i], expanded[i + 1]);
    if (expanded[i]->kind != CoreKind::constant) continue;
    const Term key = static_cast<ConstantCore*>(expanded[i])->value;
    const bool again = std::any_of(keys.begin(), keys.end(), [&](Term other) { return compare(other, key) == 0; });
    if (again) warn_plain(env, env.line, fmt::format("key {} will be overridden in map", describe(key)));
    keys.push_back(key);
  }
  return map;
}

bool Expander::struct_has_field(Term fields, Term key) { return is_map(fields) && map_get(fields, key); }

// The default struct, or the one for given keys (whose values may be quoted code): what the module's __struct__ says.
Term Expander::load_struct(Term name, Term keywords, Env& env, std::uint32_t line) {
  const bool building = !keywords.is_none();
  ModuleBuilder* module = host_.builder(name);
  if (module != nullptr) {
    const NameArity function{atoms::struct_, building ? 1u : 0u};
    if (!module->defines(function)) {
      if (name == env.module) {
        fail(env, line,
             fmt::format("cannot access struct {}, the struct was not yet defined or the struct is being accessed in the same context that defines it",
                         inspect_atom(name)));
      } else {
        fail(env, line,
             fmt::format("cannot access struct {}, the struct was not yet defined or the struct is being accessed in the same context that defines it",
                         inspect_atom(name)));
      }
      return Term::none();
    }
    const Term result = building ? host_.call_local(*module, function, std::span<const Term>(&keywords, 1)) : host_.call_local(*module, function, {});
    if (result.is_none()) host_failed_ = true;
    return result;
  }
  const ModuleExports* exports = host_.exports(name);
  if (exports == nullptr) {
    const bool in_context = list_contains(env.context_modules, name);
    fail(env, line,
         in_context ? fmt::format("cannot access struct {}, the struct was not yet defined or the struct is being accessed in the same context that defines it", inspect_atom(name))
                    : fmt::format("{0}.__struct__/{1} is undefined, cannot expand struct {0}. Make sure the struct name is correct. If the struct "
                        "name exists and is correct but it still cannot be found, you likely have cyclic module usage in your code",
                                  inspect_atom(name), building ? 1 : 0));
    return Term::none();
  }
  const bool has_struct = std::find(exports->functions.begin(), exports->functions.end(), NameArity{atoms::struct_, building ? 1u : 0u}) != exports->functions.end();
  if (!has_struct) {
    fail(env, line,
         fmt::format("{0}.__struct__/{1} is undefined, cannot expand struct {0}. Make sure the struct name is correct. If the struct name exists and "
             "is correct but it still cannot be found, you likely have cyclic module usage in your code",
                     inspect_atom(name), building ? 1 : 0));
    return Term::none();
  }
  const Term result = building ? host_.call(name, atoms::struct_, std::span<const Term>(&keywords, 1)) : host_.call(name, atoms::struct_, {});
  if (result.is_none()) host_failed_ = true;
  return result;
}

Core* Expander::expand_struct(const QuotedCall& call, Env& env) {
  const Term name = call.arguments.head();
  const Term body = call.arguments.tail().head();
  const Term module = alias_of(name, env);
  if (failed()) return nothing();
  if (!module || !module.is_atom()) {
    fail(env, env.line, fmt::format("expected struct name to be a compile time atom or alias, got: {}", describe(name)));
    return nothing();
  }
  QuotedCall map_call;
  if (!as_quoted_call(body, &map_call) || !(map_call.head == atoms::map_literal)) {
    fail(env, env.line, fmt::format("expected struct to be followed by a map, got: {}", describe(body)));
    return nothing();
  }
  QuotedCall bar;
  if (map_call.arguments.is_cons() && as_quoted_call(map_call.arguments.head(), &bar) && bar.head == atoms::bar) {
    // %Name{struct | key: value}: the struct must be of that kind.
    const Term fields = load_struct(module, Term::none(), env, env.line);
    if (failed()) return nothing();
    std::vector<std::pair<Term, Term>> read;
    if (!map_pairs(bar.arguments.tail().head(), env, env.line, &read)) return nothing();
    for (const auto& [key, value] : read) {
      if (key.is_atom() && struct_has_field(fields, key)) continue;
      fail(env, env.line, fmt::format("unknown key {} for struct {}", describe(key), inspect_atom(module)));
      return nothing();
    }
    auto* update = static_cast<MapUpdateCore*>(expand_map(map_call, env));
    if (failed()) return nothing();
    auto* check = tree_.make<CaseCore>();
    Variable* same = tree_.make_variable(atoms::struct_, env.line, env.scope);
    auto* shape = tree_.make<MapPattern>();
    shape->pairs.emplace_back(constant(atoms::struct_), tree_.make<ConstantPattern>(module));
    Clause good;
    good.patterns = {tree_.make<BothPattern>(tree_.make<BindPattern>(same), shape)};
    good.body = reference(same, env);
    Variable* other = tree_.make_variable(atoms::struct_, env.line, env.scope);
    Clause bad;
    bad.patterns = {tree_.make<BindPattern>(other)};
    auto* raise = tree_.make<CallRemoteCore>();
    raise->module = atoms::erlang;
    raise->name = atoms::error;
    auto* reason = tree_.make<TupleCore>();
    reason->elements = {constant(atoms::badstruct), constant(module), reference(other, env)};
    raise->arguments = {reason};
    bad.body = raise;
    check->subject = update->map;
    check->clauses = {good, bad};
    update->map = check;
    return update;
  }

  std::vector<std::pair<Term, Term>> given;
  if (!map_pairs(map_call.arguments, env, env.line, &given)) return nothing();
  for (const auto& [key, value] : given) {
    if (key.is_atom()) continue;
    fail(env, env.line, fmt::format("unknown key {} for struct {}", describe_code(key), inspect_atom(module)));
    return nothing();
  }
  const Term defaults = load_struct(module, map_call.arguments, env, env.line);
  if (failed()) return nothing();
  if (!is_map(defaults) || !(map_get(defaults, atoms::struct_) == module)) {
    fail(env, env.line, fmt::format("expected {0}.__struct__/1 to return a map with a :__struct__ key that holds the name of the struct (atom), got: {1}",
                                    inspect_atom(module), describe(defaults)));
    return nothing();
  }
  auto* map = tree_.make<MapCore>();
  map->pairs.emplace_back(constant(atoms::struct_), constant(module));
  std::vector<Term> values;
  for (const auto& [key, value] : given) {
    if (!struct_has_field(defaults, key)) {
      fail(env, env.line, fmt::format("unknown key {} for struct {}", describe(key), inspect_atom(module)));
      return nothing();
    }
    values.push_back(value);
  }
  for_each_pair(defaults, [&](Term key, Term value) {
    if (key == atoms::struct_) return;
    for (const auto& pair : given) {
      if (pair.first == key) return;
    }
    map->pairs.emplace_back(constant(key), constant(value));
  });
  const std::vector<Core*> expanded = expand_arguments(make_list(arena_, values), env);
  for (std::size_t i = 0; i < expanded.size(); ++i) map->pairs.emplace_back(constant(given[i].first), expanded[i]);
  return map;
}

// Macro.escape/1 in the cases that the compiler itself meets.
Term Expander::escape(Term value) {
  if (value.is_cons()) {
    ListBuilder list(arena_);
    for (; value.is_cons(); value = value.tail()) {
      if (!value.tail().is_list()) {
        list.add(quoted_call(atoms::bar, {escape(value.head()), escape(value.tail())}));
        return list.finish();
      }
      list.add(escape(value.head()));
    }
    return list.finish();
  }
  if (is_tuple(value)) {
    if (tuple_size(value) == 2) return make_tuple(arena_, {escape(tuple_element(value, 0)), escape(tuple_element(value, 1))});
    ListBuilder elements(arena_);
    for (std::size_t i = 0; i < tuple_size(value); ++i) elements.add(escape(tuple_element(value, i)));
    return make_tuple(arena_, {atoms::tuple_literal, Term::nil(), elements.finish()});
  }
  if (is_map(value)) {
    ListBuilder pairs(arena_);
    for_each_pair(value, [&](Term key, Term element) { pairs.add(make_tuple(arena_, {escape(key), escape(element)})); });
    return make_tuple(arena_, {atoms::map_literal, Term::nil(), pairs.finish()});
  }
  return value;
}

}  // namespace respawn
