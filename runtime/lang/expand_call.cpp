/// Calls: what a name with arguments refers to. In this order: a macro or function that the quoted code itself names as its import
/// (hygiene), a macro of the module under construction, an import, a function of the module.

#include <fmt/format.h>

#include <algorithm>

#include "lang/expand.hpp"
#include "lang/inline_table.hpp"
#include "lang/module_builder.hpp"
#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {

std::string Expander::describe_code(Term quoted) {
  if (host_.exports(atoms::Macro) != nullptr) {
    const Term text = host_.call(atoms::Macro, intern("to_string"), std::span<const Term>(&quoted, 1));
    std::string scratch;
    if (text && is_binary(text)) return std::string(*binary_bytes(text, scratch));
  }
  return describe(quoted);
}

std::string Expander::describe_call(const QuotedCall& call) {
  QuotedCall target;
  const auto arity = list_length(call.arguments);
  if (as_quoted_call(call.head, &target) && target.head == atoms::dot && list_length(target.arguments) == 2) {
    const Term left = target.arguments.head();
    const std::string module = left.is_atom() ? inspect_atom(left) : describe_code(left);
    return fmt::format("{}.{}/{}", module, atom_text(target.arguments.tail().head()), arity);
  }
  return fmt::format("{}/{}", call.head.is_atom() ? std::string(atom_text(call.head)) : describe_code(call.head), arity);
}

// ---- macros ---------------------------------------------------------------------------------------------------------

const MacroName* Expander::find_macro(Term module, Term name, std::uint32_t arity) {
  const ModuleExports* exports = host_.exports(module);
  if (exports == nullptr) return nullptr;
  for (const MacroName& macro : exports->macros) {
    if (macro.name.name == name && macro.name.arity == arity) return &macro;
  }
  return nullptr;
}

namespace {

// What a macro returns is new code at the place of its call: what has no line gets the call's, and the macro's own variables get a
// number that no other expansion has.
class Relocate {
 public:
  Relocate(Arena& arena, Term module, std::int64_t counter, std::uint32_t line)
      : arena_(arena), module_(module), counter_(Term::small(counter)), line_(Term::small(line)) {}

  Term walk(Term term) {
    if (term.is_cons()) {
      ListBuilder list(arena_);
      for (; term.is_cons(); term = term.tail()) list.add(walk(term.head()));
      return list.finish(walk(term));
    }
    if (!term.is_boxed() || !is_tuple(term)) return term;
    QuotedCall call;
    if (tuple_size(term) == 2) return make_tuple(arena_, {walk(tuple_element(term, 0)), walk(tuple_element(term, 1))});
    if (!as_quoted_call(term, &call)) return term;
    Term meta = call.meta;
    if (call.head.is_atom()) {
      const bool own_variable = call.arguments == module_ && !(call.head == atoms::underscore);
      const bool lexical = call.head == atoms::alias || call.head == atoms::import || call.head == atoms::require || call.head == atoms::aliases;
      if ((own_variable || (lexical && call.arguments.is_cons())) && keyword_get(meta, atoms::counter).is_none()) {
        meta = make_cons(arena_, make_tuple(arena_, {atoms::counter, counter_}), meta);
      }
    }
    const Term head = call.head.is_atom() ? call.head : walk(call.head);
    const Term arguments = call.arguments.is_list() ? walk(call.arguments) : call.arguments;
    return make_tuple(arena_, {head, with_line(meta), arguments});
  }

 private:
  Term with_line(Term meta) {
    const Term kept = keyword_get(meta, atoms::keep);
    if (kept && is_tuple_of(kept, 2)) return with_pair(meta, atoms::line, tuple_element(kept, 1));
    if (keyword_get(meta, atoms::line)) return meta;
    return with_pair(meta, atoms::line, line_);
  }
  Term with_pair(Term meta, Term key, Term value) {
    if (keyword_get(meta, key)) return meta;
    return make_cons(arena_, make_tuple(arena_, {key, value}), meta);
  }

  Arena& arena_;
  Term module_;
  Term counter_;
  Term line_;
};

}  // namespace

Term Expander::macro_result(Term result, Term module, const QuotedCall& call) {
  const std::uint32_t line = line_of_meta(call.meta, 0);
  return Relocate(arena_, module, host_.next_counter(), line).walk(result);
}

// What Kernel's macros raise, raised by code of the program as if it were theirs.
Core* Expander::raise_argument_error(const std::string& message) {
  const Term text = make_binary(arena_, message);
  static const Term utils = intern("Elixir.Kernel.Utils"), name = intern("raise_argument_error");
  if (host_.call(utils, name, std::span<const Term>(&text, 1)).is_none()) host_failed_ = true;
  return nothing();
}

Term Expander::run_macro(Term module, Term name, const MacroName& macro, const QuotedCall& call, Env& env) {
  std::vector<Term> arguments;
  if (macro.takes_caller) {
    Env caller = env;
    caller.line = line_of_meta(call.meta, env.line);
    arguments.push_back(env_to_term(caller, arena_, host_.shared_env_terms()));
  } else {
    arguments.push_back(atoms::nil);
  }
  for (const Term argument : ListRange(call.arguments)) arguments.push_back(argument);
  const Term function = intern("MACRO-" + std::string(atom_text(name)));
  const Term result = host_.call(module, function, arguments);
  if (result.is_none()) {
    host_failed_ = true;
    return result;
  }
  return macro_result(result, module, call);
}

Term Expander::run_local_macro(ModuleBuilder& module, const QuotedCall& call, Env& env, bool* found) {
  const auto arity = static_cast<std::uint32_t>(list_length(call.arguments));
  const NameArity name{call.head, arity};
  *found = module.has_macro(name) && !(env.function_name == call.head && env.function_arity == arity && module.is_expanding(name));
  if (!*found) return Term::none();
  std::vector<Term> arguments;
  Env caller = env;
  caller.line = line_of_meta(call.meta, env.line);
  arguments.push_back(env_to_term(caller, arena_, host_.shared_env_terms()));
  for (const Term argument : ListRange(call.arguments)) arguments.push_back(argument);
  module.mark_used(name);
  const Term result = host_.call_local(module, name, arguments);
  if (result.is_none()) {
    host_failed_ = true;
    return result;
  }
  return macro_result(result, module.name(), call);
}

// ---- imports --------------------------------------------------------------------------------------------------------

bool Expander::find_import(const QuotedCall& call, std::uint32_t arity, const Env& env, Import* import) {
  const auto from_module = [&](Term module) {
    import->module = module;
    if (const MacroName* macro = find_macro(module, call.head, arity)) {
      import->macro_storage = *macro;
      import->macro = &import->macro_storage;
    }
    return true;
  };
  // Quoted code says where its names come from.
  const Term imports = keyword_get(call.meta, atoms::imports);
  if (imports && !(keyword_get(call.meta, atoms::context).is_none())) {
    for (const Term pair : ListRange(imports)) {
      if (is_tuple_of(pair, 2) && tuple_element(pair, 0) == Term::small(arity)) return from_module(tuple_element(pair, 1));
    }
  }
  const Term single = keyword_get(call.meta, atoms::import);
  if (single && single.is_atom()) return from_module(single);

  const auto contains = [&](const ModuleNames& names) {
    return std::find(names.names.begin(), names.names.end(), NameArity{call.head, arity}) != names.names.end();
  };
  Term function_module = Term::none(), macro_module = Term::none();
  bool ambiguous = false;
  Term other = Term::none();
  for (const ModuleNames& names : *env.functions) {
    if (!contains(names)) continue;
    if (function_module) {
      ambiguous = true;
      other = names.module;
    }
    function_module = names.module;
  }
  for (const ModuleNames& names : *env.macros) {
    if (!contains(names)) continue;
    if (macro_module) {
      ambiguous = true;
      other = names.module;
    }
    macro_module = names.module;
  }
  if (ambiguous || (function_module && macro_module)) {
    const Term first = function_module ? function_module : macro_module;
    if (!other) other = macro_module;
    const_cast<Expander*>(this)->fail(env, env.line,
                                      fmt::format("function {}/{} imported from both {} and {}, call is ambiguous", atom_text(call.head), arity,
                                                  inspect_atom(other), inspect_atom(first)));
    return false;
  }
  if (macro_module) return from_module(macro_module);
  if (function_module) {
    import->module = function_module;
    return true;
  }
  return false;
}

// ---- calls by name --------------------------------------------------------------------------------------------------

Core* Expander::expand_local_call(const QuotedCall& call, Env& env) {
  const auto length = list_length(call.arguments);
  if (length < 0) {
    fail(env, env.line, "an argument list must be a proper list");
    return nothing();
  }
  const auto arity = static_cast<std::uint32_t>(length);

  Import import;
  const bool imported = find_import(call, arity, env, &import);
  if (failed()) return nothing();
  if (!imported || import.module == atoms::Kernel) {
    // Kernel's own, unless a `def` of somebody else was imported: Protocol's is.
    bool definition = false;
    if (Core* defined = expand_definition(call, env, &definition); definition) return defined;
  }
  ModuleBuilder* module = env.module == atoms::nil ? nullptr : host_.builder(env.module);
  if (module != nullptr && !(imported && keyword_get(call.meta, atoms::imports))) {
    bool found = false;
    const Term expanded = run_local_macro(*module, call, env, &found);
    if (found) return failed() ? nothing() : expand(expanded, env);
  }
  if (imported) {
    // A definition of the module's own with an imported name: the call would be one or the other.
    if (module != nullptr && module->defines({call.head, arity}) && keyword_get(call.meta, atoms::imports).is_none() &&
        keyword_get(call.meta, atoms::import).is_none()) {
      fail(env, env.line,
           fmt::format("imported {}.{}/{} conflicts with local function", inspect_atom(import.module), atom_text(call.head), arity));
      return nothing();
    }
    if (import.macro != nullptr) {
      const Term expanded = run_macro(import.module, call.head, *import.macro, call, env);
      return failed() ? nothing() : expand(expanded, env);
    }
    if (!(import.module == env.module)) {
      if (module != nullptr && keyword_get(call.meta, atoms::imports).is_none()) module->record_import({call.head, arity}, import.module, env.line);
      return remote_call(import.module, call.head, expand_arguments(call.arguments, env), env.line, env);
    }
  }
  return local_function_call(call, env);
}

Core* Expander::local_function_call(const QuotedCall& call, Env& env) {
  const auto arity = static_cast<std::uint32_t>(list_length(call.arguments));
  const std::string name = fmt::format("{}/{}", atom_text(call.head), arity);
  if (env.context == EnvContext::guard && !(env.module == atoms::nil)) {
    fail(env, env.line, fmt::format("cannot find or invoke local {} inside guards. Only macros can be invoked in a guards and they must be "
                                    "defined before their invocation. Called as: {}",
                                    name, describe_code(make_tuple(arena_, {call.head, call.meta, call.arguments}))));
    return nothing();
  }
  if (env.module == atoms::nil) {
    fail(env, env.line, fmt::format("undefined function {} (there is no such import)", name));
    return nothing();
  }
  if (!env.in_function() || is_outside_) {
    fail(env, env.line, fmt::format("undefined function {} (there is no such import)", name));
    return nothing();
  }
  auto* node = tree_.make<CallLocalCore>();
  node->name = call.head;
  node->line = env.line;
  node->arguments = expand_arguments(call.arguments, env);
  if (ModuleBuilder* module = host_.builder(env.module)) {
    module->record_local({env.function_name, env.function_arity}, {call.head, arity}, env.line, *env.file);
  }
  return node;
}

bool Expander::guard_allows(Term module, Term name, std::size_t arity) const {
  return module == atoms::erlang && is_guard_function(name, static_cast<std::uint32_t>(arity));
}

namespace {

// The arguments of Map.put are evaluated as written, those of all others in the order of the native.
bool may_inline(const InlinedFunction& inlined, const std::vector<Core*>& arguments) {
  if (inlined.module != atoms::maps || inlined.name != atoms::put) return true;
  return std::ranges::all_of(arguments, [](const Core* argument) { return argument->kind == CoreKind::constant || argument->kind == CoreKind::variable; });
}

}  // namespace

Core* Expander::remote_call(Term module, Term name, std::vector<Core*> arguments, std::uint32_t line, const Env& env) {
  InlinedFunction inlined;
  if (find_inlined(module, name, static_cast<std::uint32_t>(arguments.size()), &inlined) && may_inline(inlined, arguments)) {
    if (!inlined.order.empty()) {
      const std::vector<Core*> written = arguments;
      for (std::size_t i = 0; i < arguments.size(); ++i) arguments[i] = written[static_cast<std::size_t>(inlined.order[i] - '1')];
    }
    if (!inlined.leading.is_none()) arguments.insert(arguments.begin(), constant(inlined.leading));
    if (inlined.increment_index) {
      if (arguments[0]->kind == CoreKind::constant && static_cast<ConstantCore*>(arguments[0])->value.is_small()) {
        arguments[0] = constant(Term::small(static_cast<ConstantCore*>(arguments[0])->value.small_value() + 1));
      } else {
        auto* sum = tree_.make<CallRemoteCore>();
        sum->module = atoms::erlang;
        sum->name = atoms::plus;
        sum->arguments = {arguments[0], constant(Term::small(1))};
        sum->line = line;
        arguments[0] = sum;
      }
    }
    module = inlined.module;
    name = inlined.name;
  }
  if (env.context == EnvContext::guard && !guard_allows(module, name, arguments.size())) {
    fail(env, line, fmt::format("cannot invoke remote function {}.{}/{} inside guards", inspect_atom(module), atom_text(name), arguments.size()));
    return nothing();
  }
  if (module == atoms::erlang) {
    if (arguments.size() == 2 && (name == atoms::erlang_andalso || name == atoms::erlang_orelse)) {
      auto* logical = tree_.make<LogicalCore>(name == atoms::erlang_andalso ? CoreKind::and_also : CoreKind::or_else);
      logical->left = arguments[0];
      logical->right = arguments[1];
      logical->line = line;
      return logical;
    }
    // A sign before a number is part of the number.
    if (arguments.size() == 1 && (name == atoms::minus || name == atoms::plus) && arguments[0]->kind == CoreKind::constant) {
      const Term value = static_cast<ConstantCore*>(arguments[0])->value;
      if (is_number(value)) return constant(name == atoms::minus ? number_negate(arena_, value) : value);
    }
  }
  auto* call = tree_.make<CallRemoteCore>();
  call->module = module;
  call->name = name;
  call->arguments = std::move(arguments);
  call->line = line;
  return call;
}

Core* Expander::expand_fun_call(Term fun, const QuotedCall& call, Env& env) {
  if (env.context == EnvContext::guard) {
    fail(env, env.line, "anonymous call is not allowed in guards");
    return nothing();
  }
  auto* node = tree_.make<CallFunCore>();
  const Term all = make_cons(arena_, fun, call.arguments);
  std::vector<Core*> expanded = expand_arguments(all, env);
  if (failed()) return nothing();
  if (expanded[0]->kind == CoreKind::constant && static_cast<ConstantCore*>(expanded[0])->value.is_atom()) {
    fail(env, env.line, fmt::format("invalid function call :{}.()", atom_text(static_cast<ConstantCore*>(expanded[0])->value)));
    return nothing();
  }
  node->fun = expanded[0];
  node->arguments.assign(expanded.begin() + 1, expanded.end());
  return node;
}

Core* Expander::expand_remote_call(const QuotedCall& call, Term left, Term name, Env& env) {
  const auto arity = static_cast<std::uint32_t>(std::max<std::int64_t>(0, list_length(call.arguments)));

  // __ENV__.field is read here, without making the whole environment.
  QuotedCall env_call;
  if (arity == 0 && as_quoted_call(left, &env_call) && env_call.head == atoms::ENV && env_call.arguments.is_atom()) {
    const Term fields = env_to_term(env, arena_, host_.shared_env_terms());
    if (const Term value = map_get(fields, name)) return constant(value);
  }

  Core* target = expand(left, env);
  if (failed()) return nothing();
  // `nil.field` asks for a field of what is not a map.
  const bool is_nil_field = left == atoms::nil && arity == 0 && keyword_get(call.meta, atoms::no_parens) == atoms::true_;
  if (!is_nil_field && target->kind == CoreKind::constant && static_cast<ConstantCore*>(target)->value.is_atom()) {
    const Term module = static_cast<ConstantCore*>(target)->value;
    const bool reachable = list_contains(env.requires_, module) || module == env.module || module == atoms::Kernel ||
                           keyword_get(call.meta, atoms::required) == atoms::true_;
    const MacroName* macro = find_macro(module, name, arity);
    if (macro != nullptr && !reachable && keyword_get(call.meta, atoms::context).is_none()) {
      // A call of a function that there is not: a warning now, and an error when it is reached.
      if (env.in_function() && env.context == EnvContext::none) {
        warn(env, env.line, fmt::format("you must require {0} before invoking the macro {0}.{1}/{2}", inspect_atom(module), atom_text(name), arity));
      }
      macro = nullptr;
    }
    if (macro != nullptr) {
      const MacroName found = *macro;
      const Term expanded = run_macro(module, name, found, {name, call.meta, call.arguments}, env);
      return failed() ? nothing() : expand(expanded, env);
    }
    // Kernel's definitions are known to the expander and not exported by any module.
    if (module == atoms::Kernel) {
      bool definition = false;
      Core* defined = expand_definition({name, call.meta, call.arguments}, env, &definition);
      if (definition) return defined;
    }
    return remote_call(module, name, expand_arguments(call.arguments, env), env.line, env);
  }
  if (env.context == EnvContext::guard) {
    // map.field in a guard.
    if (arity == 0 && keyword_get(call.meta, atoms::no_parens) == atoms::true_) {
      auto* get = tree_.make<CallRemoteCore>();
      get->module = atoms::erlang;
      get->name = atoms::map_get;
      get->arguments = {constant(name), target};
      get->line = env.line;
      return get;
    }
    fail(env, env.line, fmt::format("cannot invoke remote function in guards. If you want to do a map lookup instead, please remove parens from {}",
                                    describe_code(make_tuple(arena_, {call.head, call.meta, call.arguments}))));
    return nothing();
  }
  if (target->kind == CoreKind::constant && !(static_cast<ConstantCore*>(target)->value.is_atom()) && !is_map(static_cast<ConstantCore*>(target)->value)) {
    fail(env, env.line, fmt::format("invalid call {}", describe_code(make_tuple(arena_, {call.head, call.meta, call.arguments}))));
    return nothing();
  }
  auto* dynamic = tree_.make<CallDynamicCore>();
  dynamic->module = target;
  dynamic->name = name;
  dynamic->arguments = expand_arguments(call.arguments, env);
  dynamic->field = arity == 0 && keyword_get(call.meta, atoms::no_parens) == atoms::true_;
  return dynamic;
}

// ---- one step -------------------------------------------------------------------------------------------------------

Term Expander::expand_macro_once(Term quoted, Env& env, bool* changed) {
  *changed = false;
  QuotedCall call;
  if (!as_quoted_call(quoted, &call)) return quoted;
  if (call.head.is_atom() && call.arguments.is_list()) {
    const auto arity = static_cast<std::uint32_t>(std::max<std::int64_t>(0, list_length(call.arguments)));
    if (call.head == atoms::at && arity == 1 && is_attribute_read(call.arguments.head())) {
      Core* value = expand(quoted, env);
      if (!failed() && value->kind == CoreKind::constant) {
        *changed = true;
        return escape(static_cast<ConstantCore*>(value)->value);
      }
      return quoted;
    }
    Import import;
    const bool imported = find_import(call, arity, env, &import);
    if (failed()) return quoted;
    if (ModuleBuilder* module = env.module == atoms::nil ? nullptr : host_.builder(env.module)) {
      bool found = false;
      const Term expanded = run_local_macro(*module, call, env, &found);
      if (found) {
        *changed = !failed();
        return expanded;
      }
    }
    if (imported && import.macro != nullptr) {
      const Term expanded = run_macro(import.module, call.head, *import.macro, call, env);
      *changed = !failed();
      return expanded;
    }
    return quoted;
  }
  QuotedCall target;
  if (as_quoted_call(call.head, &target) && target.head == atoms::dot && list_length(target.arguments) == 2) {
    const Term module = alias_of(target.arguments.head(), env);
    const Term name = target.arguments.tail().head();
    if (failed() || !module || !module.is_atom() || !name.is_atom()) return quoted;
    const auto arity = static_cast<std::uint32_t>(std::max<std::int64_t>(0, list_length(call.arguments)));
    if (const MacroName* macro = find_macro(module, name, arity)) {
      const MacroName found = *macro;
      const Term expanded = run_macro(module, name, found, {name, call.meta, call.arguments}, env);
      *changed = !failed();
      return expanded;
    }
  }
  return quoted;
}

Term Expander::expand_head_once(Term quoted, Env& env, bool* changed) {
  *changed = false;
  QuotedCall call;
  if (!as_quoted_call(quoted, &call)) return quoted;
  if (call.head == atoms::aliases) {
    // An alias whose first part is no atom yet stays as it is.
    if (call.arguments.is_cons() && !call.arguments.head().is_atom()) {
      bool inner_changed = false;
      const Term first = expand_head_once(call.arguments.head(), env, &inner_changed);
      if (failed() || !first.is_atom()) return quoted;
    }
    const Term module = expand_aliases_form(call, env);
    if (failed() || !module) return quoted;
    *changed = true;
    return module;
  }
  if (call.arguments.is_atom()) {
    if (call.head == atoms::MODULE) {
      *changed = true;
      return env.module;
    }
    if (call.head == atoms::DIR) {
      Core* directory = expand(quoted, env);
      *changed = !failed();
      return static_cast<ConstantCore*>(directory)->value;
    }
    if (call.head == atoms::ENV && env.context == EnvContext::none) {
      *changed = true;
      return escape(env_to_term(env, arena_, host_.shared_env_terms()));
    }
  }
  return expand_macro_once(quoted, env, changed);
}

}  // namespace respawn
