/// Special forms that are no clauses: literals with a name, aliases, requires, imports, pseudo-variables.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lang/expand.hpp"
#include "lang/module_builder.hpp"
#include "lang/quote.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {

Core* Expander::expand_special(const QuotedCall& call, Env& env, bool* handled) {
  *handled = true;
  const Term head = call.head;
  if (call.arguments.is_atom()) {
    if (head == atoms::MODULE) return constant(env.module);
    if (head == atoms::DIR) {
      const std::string directory = std::filesystem::path(*env.file).parent_path().string();
      return constant(make_binary(arena_, directory.empty() ? "." : directory));
    }
    if (head == atoms::ENV) {
      if (env.context == EnvContext::match) fail(env, env.line, "invalid pattern in match, __ENV__ is not allowed in matches");
      return constant(env_to_term(env, arena_, host_.shared_env_terms()));
    }
    if (head == atoms::CALLER) return expand_caller(call, env);
    if (head == atoms::STACKTRACE) {
      if (env.trace == nullptr) {
        fail(env, env.line, "__STACKTRACE__ is available only inside catch and rescue clauses of try expressions");
        return nothing();
      }
      reference(env.trace, env);
      auto* node = tree_.make<StacktraceCore>();
      node->trace = env.trace;
      return node;
    }
    *handled = false;
    return nullptr;
  }

  const auto arity = list_length(call.arguments);
  if (head == atoms::match && arity == 2) return expand_match(call, env);
  if (head == atoms::block) return expand_block(call.arguments, env, env.line);
  if (head == atoms::aliases) {
    const Term name = expand_aliases_form(call, env);
    return failed() ? nothing() : constant(name);
  }
  if (head == atoms::tuple_literal) {
    auto* tuple = tree_.make<TupleCore>();
    tuple->elements = expand_arguments(call.arguments, env);
    return tuple;
  }
  if (head == atoms::map_literal) return expand_map(call, env);
  if (head == atoms::percent && arity == 2) return expand_struct(call, env);
  if (head == atoms::bitstring_literal) return expand_bits(call, env);
  if (head == atoms::fn) return expand_fn(call, env);
  if (head == atoms::capture && arity == 1) return expand_capture(call, env);
  if (head == atoms::case_ && arity == 2) return expand_case(call, env);
  if (head == atoms::cond && arity == 1) return expand_cond(call, env);
  if (head == atoms::receive && arity == 1) return expand_receive(call, env);
  if (head == atoms::try_ && arity == 1) return expand_try(call, env);
  if (head == atoms::with) return expand_with(call, env);
  if (head == atoms::for_) return expand_for(call, env);
  if (head == atoms::quote && (arity == 1 || arity == 2)) return expand_quote(*this, call, env);
  if (head == atoms::alias && (arity == 1 || arity == 2)) return expand_alias(call, env);
  if (head == atoms::require && (arity == 1 || arity == 2)) return expand_require(call, env);
  if (head == atoms::import && (arity == 1 || arity == 2)) return expand_import(call, env);
  if (head == atoms::super_) return expand_super(call, env);
  if (head == atoms::pin && arity == 1) {
    if (key_state_ != nullptr) {
      // In a key of a map pattern, {:tag, ^id}.
      Pattern* pinned = pin_pattern(call, env, *key_state_);
      return failed() ? nothing() : static_cast<EqualPattern*>(pinned)->value;
    }
    fail(env, env.line, fmt::format("cannot use ^{} outside of match clauses", describe_code(call.arguments.head())));
    return nothing();
  }
  if (head == atoms::unquote && arity == 1) {
    fail(env, env.line, "unquote called outside quote");
    return nothing();
  }
  if (head == atoms::unquote_splicing && arity == 1) {
    fail(env, env.line, "unquote_splicing called outside quote");
    return nothing();
  }
  if (head == atoms::arrow) {
    fail(env, env.line, "unhandled operator ->");
    return nothing();
  }
  if (head == atoms::type_operator) {
    fail(env, env.line, fmt::format("misplaced operator ::/2\n\nThe :: operator is typically used in bitstrings to specify types and sizes of "
        "segments:\n\n    <<size::32-integer, letter::utf8, rest::binary>>\n\nIt is also used in typespecs, such as @type and @spec, to describe inputs and outputs"));
    return nothing();
  }
  if (head == atoms::bar && arity == 2) {
    fail(env, env.line, "misplaced operator |/2\n\nThe | operator is typically used between brackets as the cons operator:\n\n    [head | "
        "tail]\n\nwhere head is a single element and the tail is the remaining of a list.\nIt is also used to update maps and structs, via the %{map "
            "| key: value} notation,\nand in typespecs, such as @type and @spec, to express the union of two types");
    return nothing();
  }
  *handled = false;
  return nullptr;
}

Core* Expander::expand_caller(const QuotedCall&, Env& env) {
  const VariableBinding* binding = find_variable(env, atoms::CALLER, atoms::Kernel);
  if (binding == nullptr) {
    fail(env, env.line, "__CALLER__ is available only inside defmacro and defmacrop");
    return nothing();
  }
  return reference(binding->variable, env);
}

Core* Expander::expand_super(const QuotedCall& call, Env& env) {
  ModuleBuilder* module = env.in_function() ? host_.builder(env.module) : nullptr;
  if (module == nullptr) {
    fail(env, env.line, "cannot invoke super outside module");
    return nothing();
  }
  const NameArity function{env.function_name, env.function_arity};
  // As a capture or a call: arguments as of the function itself.
  const Term name = module->super_name(function);
  if (name.is_none()) {
    fail(env, env.line, fmt::format("no super defined for {}/{} in module {}. Overridable functions available are: {}", atom_text(function.name),
                                    function.arity, inspect_atom(env.module), module->overridable_list()));
    return nothing();
  }
  const auto arity = list_length(call.arguments);
  if (arity != static_cast<std::int64_t>(env.function_arity)) {
    fail(env, env.line, fmt::format("super must be called with the same number of arguments as the current definition"));
    return nothing();
  }
  auto* node = tree_.make<CallLocalCore>();
  node->name = name;
  node->arguments = expand_arguments(call.arguments, env);
  if (module->is_macro_kind(function)) {
    const VariableBinding* caller = find_variable(env, atoms::CALLER, atoms::Kernel);
    if (caller != nullptr) node->arguments.insert(node->arguments.begin(), reference(caller->variable, env));
  }
  module->record_local(function, {name, static_cast<std::uint32_t>(node->arguments.size())}, env.line, *env.file);
  return node;
}

// ---- aliases --------------------------------------------------------------------------------------------------------

namespace {

std::string_view without_prefix(Term module) {
  std::string_view text = atom_text(module);
  if (text.starts_with("Elixir.")) text.remove_prefix(7);
  return text;
}

Term concat_alias(std::string_view first, const std::vector<std::string>& rest) {
  std::string name = "Elixir";
  if (!first.empty()) name += "." + std::string(first);
  for (const std::string& part : rest) name += "." + part;
  return intern(name);
}

}  // namespace

Term Expander::expand_aliases_form(const QuotedCall& call, Env& env) {
  Term parts = call.arguments;
  if (!parts.is_cons()) return Term::none();
  const Term first = parts.head();
  std::vector<std::string> rest;
  for (const Term part : ListRange(parts.tail())) {
    if (!part.is_atom()) {
      fail(env, env.line, fmt::format("invalid alias: expected all parts of an alias to be atoms, got: {}", describe(part)));
      return Term::none();
    }
    rest.emplace_back(without_prefix(part));
  }
  if (!first.is_atom()) {
    // __MODULE__.Child, or an expression that gives an atom at compile time.
    Core* head = expand(first, env);
    if (failed()) return Term::none();
    if (head->kind != CoreKind::constant || !static_cast<ConstantCore*>(head)->value.is_atom()) {
      fail(env, env.line, fmt::format("invalid alias: \"{}\". If you wanted to define an alias, an alias must expand to an atom at compile time but "
          "it did not", describe_code(first)));
      return Term::none();
    }
    return concat_alias(without_prefix(static_cast<ConstantCore*>(head)->value), rest);
  }
  if (first == atoms::Elixir) return concat_alias("", rest);

  const Term recorded = keyword_get(call.meta, atoms::alias);
  const Term name = intern("Elixir." + std::string(without_prefix(first)));
  Term target = Term::none();
  const Term counter = keyword_get(call.meta, atoms::counter);
  if (recorded && recorded.is_atom() && !(recorded == atoms::false_)) {
    // Quoted where this alias meant something: it keeps meaning it. What is recorded is the whole name.
    return recorded;
  }
  if (counter) {
    const Term macro_alias = pair_list_get(env.macro_aliases, name);
    if (macro_alias && tuple_element(macro_alias, 0) == counter) target = tuple_element(macro_alias, 1);
  }
  if (target.is_none() && !(recorded == atoms::false_)) target = pair_list_get(env.aliases, name);
  if (target.is_none()) return concat_alias(without_prefix(first), rest);
  return rest.empty() ? target : concat_alias(without_prefix(target), rest);
}

// `Foo.{A, B.C}`: the base, and the modules.
Term Expander::multi_alias(Term quoted, Env& env, std::vector<Term>* modules) {
  QuotedCall call, target;
  if (!as_quoted_call(quoted, &call) || !as_quoted_call(call.head, &target) || !(target.head == atoms::dot) || list_length(target.arguments) != 2 ||
      !(target.arguments.tail().head() == atoms::tuple_literal)) {
    return Term::none();
  }
  const Term base = alias_of(target.arguments.head(), env);
  if (failed()) return Term::none();
  if (!base || !base.is_atom()) {
    fail(env, env.line, "invalid argument, expected a compile time atom or alias");
    return Term::none();
  }
  for (const Term part : ListRange(call.arguments)) {
    QuotedCall alias;
    std::string suffix;
    if (part.is_atom()) {
      suffix = std::string(without_prefix(part));
    } else if (as_quoted_call(part, &alias) && alias.head == atoms::aliases) {
      for (const Term piece : ListRange(alias.arguments)) {
        if (!suffix.empty()) suffix += ".";
        suffix += without_prefix(piece);
      }
    } else {
      fail(env, env.line, fmt::format("invalid argument for alias, expected a compile time atom or alias, got: {}", describe_code(part)));
      return Term::none();
    }
    modules->push_back(concat_alias(without_prefix(base), {suffix}));
  }
  return base;
}

namespace {
Term last_part(Term module) {
  const std::string_view text = atom_text(module);
  const std::size_t dot = text.rfind('.');
  return intern("Elixir." + std::string(dot == std::string_view::npos ? text : text.substr(dot + 1)));
}
}  // namespace

// Of options that are written as such; others are not known before the code runs.
bool Expander::known_options(Term options, std::string_view form, std::initializer_list<std::string_view> known, const Env& env) {
  if (!is_keyword_list(options)) return true;
  for (const Term pair : ListRange(options)) {
    const Term key = tuple_element(pair, 0);
    if (std::find(known.begin(), known.end(), atom_text(key)) != known.end()) continue;
    fail(env, env.line, fmt::format("unsupported option {} given to {}", inspect_atom(key), form));
    return false;
  }
  return true;
}

Core* Expander::expand_alias(const QuotedCall& call, Env& env) {
  const Term what = call.arguments.head();
  const Term options = call.arguments.tail().is_cons() ? call.arguments.tail().head() : Term::nil();
  const Term counter = keyword_get(call.meta, atoms::counter);
  const auto add = [&](Term name, Term target) {
    if (counter) {
      // In the code of a macro: what the rest of that expansion means by the name, whatever becomes of it around.
      env.macro_aliases = pair_list_put(arena_, env.macro_aliases, name, make_tuple(arena_, {counter, target}));
    }
    if (name == target) {
      env.aliases = pair_list_remove(arena_, env.aliases, name);
    } else {
      env.aliases = pair_list_put(arena_, env.aliases, name, target);
    }
  };
  std::vector<Term> modules;
  const Term base = multi_alias(what, env, &modules);
  if (failed()) return nothing();
  if (base) {
    ListBuilder result(arena_);
    for (const Term module : modules) {
      add(last_part(module), module);
      result.add(module);
    }
    return constant(result.finish());
  }
  Term module = alias_of(what, env);
  if (failed()) return nothing();
  if (!module || !module.is_atom()) {
    // What is no name is code, and an error in it is told first.
    Core* value = expand(what, env);
    if (failed()) return nothing();
    if (value->kind == CoreKind::constant) module = static_cast<ConstantCore*>(value)->value;
  }
  if (!module || !module.is_atom()) {
    fail(env, env.line, fmt::format("invalid argument for alias, expected a compile time atom or alias, got: {}", describe_code(what)));
    return nothing();
  }
  if (!known_options(options, "alias", {"as", "warn"}, env)) return nothing();
  const Term as = keyword_get(options, atoms::as);
  Term name = Term::none();
  if (as) {
    QuotedCall as_call;
    if (as_quoted_call(as, &as_call) && as_call.head == atoms::aliases && list_length(as_call.arguments) == 1) {
      name = intern("Elixir." + std::string(without_prefix(as_call.arguments.head())));
    } else if (as.is_atom() && atom_text(as).starts_with("Elixir.")) {
      name = as;
    } else {
      const bool nested = as_quoted_call(as, &as_call) && as_call.head == atoms::aliases;
      fail(env, env.line, fmt::format("invalid value for option :as, expected {}: {}", nested ? "a simple alias, got nested alias" : "an alias, got", describe_code(as)));
      return nothing();
    }
  } else {
    if (!atom_text(module).starts_with("Elixir.")) {
      fail(env, env.line, fmt::format("alias cannot be inferred automatically for module: {}, please use the :as option. Implicit aliasing is only "
          "supported with Elixir modules", inspect_atom(module)));
      return nothing();
    }
    name = last_part(module);
  }
  add(name, module);
  return constant(module);
}

// ---- require and import ---------------------------------------------------------------------------------------------

bool Expander::require_module(Term module, Env& env, std::uint32_t line, const char*) {
  if (host_.builder(module) != nullptr && module == env.module) {
    fail(env, line, fmt::format("you are trying to use the module {} which is currently being defined.\n\nThis may happen if you accidentally "
        "override the module you want to use", inspect_atom(module)));
    return false;
  }
  if (host_.exports(module) == nullptr) {
    if (list_contains(env.context_modules, module) || host_.builder(module) != nullptr) {
      fail(env, line, fmt::format("module {} is not loaded but was defined. This happens when you depend on a module in the same context in which it is "
          "defined. For example:\n\n    defmodule MyApp do\n      defmodule Mod do\n      end\n\n      use Mod\n    end\n\nTry defining the module outside "
          "the context that uses it:\n\n    defmodule MyApp.Mod do\n    end\n\n    defmodule MyApp do\n      use MyApp.Mod\n    end\n\nIf the module is "
          "defined at the top-level and you are trying to use it at the top-level, this is not supported by Elixir", inspect_atom(module)));
    } else {
      fail(env, line, fmt::format("module {} is not loaded and could not be found", inspect_atom(module)));
    }
    return false;
  }
  env.requires_ = ordered_insert(arena_, env.requires_, module);
  return true;
}

Core* Expander::expand_require(const QuotedCall& call, Env& env) {
  const Term what = call.arguments.head();
  const Term options = call.arguments.tail().is_cons() ? call.arguments.tail().head() : Term::nil();
  std::vector<Term> modules;
  const Term base = multi_alias(what, env, &modules);
  if (failed()) return nothing();
  if (base.is_none()) {
    const Term module = alias_of(what, env);
    if (failed()) return nothing();
    if (!module || !module.is_atom()) {
      fail(env, env.line, fmt::format("invalid argument for require, expected a compile time atom or alias, got: {}", describe_code(what)));
      return nothing();
    }
    modules.push_back(module);
  }
  for (const Term module : modules) {
    if (!require_module(module, env, env.line, "require")) return nothing();
  }
  if (const Term as = keyword_get(options, atoms::as)) {
    QuotedCall as_call;
    if (as_quoted_call(as, &as_call) && as_call.head == atoms::aliases && list_length(as_call.arguments) == 1) {
      env.aliases = pair_list_put(arena_, env.aliases, intern("Elixir." + std::string(without_prefix(as_call.arguments.head()))), modules[0]);
    }
  }
  return base ? constant(make_list(arena_, modules)) : constant(modules[0]);
}

void Expander::import_names(Term module, Term options, Env& env, std::uint32_t line) {
  const ModuleExports* exports = host_.exports(module);
  if (exports == nullptr) return;
  Term only = keyword_get(options, atoms::only);
  Term except = keyword_get(options, atoms::except);
  const auto evaluate = [&](Term& value) {
    if (!value) return;
    Core* core = expand(value, env);
    if (!failed() && core->kind == CoreKind::constant) value = static_cast<ConstantCore*>(core)->value;
  };
  evaluate(only);
  evaluate(except);
  if (failed()) return;

  const auto listed = [](Term list, const NameArity& name) {
    for (const Term pair : ListRange(list)) {
      if (is_tuple_of(pair, 2) && tuple_element(pair, 0) == name.name && tuple_element(pair, 1) == Term::small(name.arity)) return true;
    }
    return false;
  };
  const auto is_hidden = [](const NameArity& name) { return atom_text(name.name).starts_with('_'); };
  const auto previous = [&](const ImportList& list) -> const ModuleNames* {
    for (const ModuleNames& names : list) {
      if (names.module == module) return &names;
    }
    return nullptr;
  };
  const auto select = [&](std::vector<NameArity> all, const ImportList& current, bool functions) {
    std::vector<NameArity> chosen;
    if (only && only.is_list()) {
      for (const NameArity& name : all) {
        if (listed(only, name)) chosen.push_back(name);
      }
      return chosen;
    }
    if (only == atoms::functions || only == atoms::macros || only == atoms::sigils) {
      if (only == atoms::sigils) {
        for (const NameArity& name : all) {
          if (name.arity == 2 && atom_text(name.name).starts_with("sigil_")) chosen.push_back(name);
        }
        return chosen;
      }
      if ((only == atoms::functions) != functions) return chosen;
    }
    if (except && except.is_list()) {
      // Of an earlier import of the same module what remains of that; of all otherwise.
      const ModuleNames* before = previous(current);
      const std::vector<NameArity>& base = before != nullptr ? before->names : all;
      for (const NameArity& name : base) {
        if (!listed(except, name) && (before != nullptr || !is_hidden(name))) chosen.push_back(name);
      }
      return chosen;
    }
    for (const NameArity& name : all) {
      if (!is_hidden(name)) chosen.push_back(name);
    }
    return chosen;
  };
  const auto with = [&](const ImportList& list, std::vector<NameArity> names) {
    ImportList updated;
    for (const ModuleNames& entry : list) {
      if (!(entry.module == module)) updated.push_back(entry);
    }
    if (!names.empty()) {
      const auto at = std::find_if(updated.begin(), updated.end(), [&](const ModuleNames& entry) { return compare_atoms(entry.module, module) > 0; });
      updated.insert(at, ModuleNames{module, std::move(names)});
    }
    return std::make_shared<const ImportList>(std::move(updated));
  };
  std::vector<NameArity> macro_names;
  for (const MacroName& macro : exports->macros) macro_names.push_back(macro.name);
  if (only && only.is_list()) {
    for (const Term pair : ListRange(only)) {
      if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom() || !tuple_element(pair, 1).is_small()) {
        fail(env, line, fmt::format("invalid :only option for import, expected value to be an atom :functions, :macros, or a list literal, got: {}", describe(only)));
        return;
      }
      const NameArity wanted{tuple_element(pair, 0), static_cast<std::uint32_t>(tuple_element(pair, 1).small_value())};
      const bool known = std::find(exports->functions.begin(), exports->functions.end(), wanted) != exports->functions.end() ||
                         std::find(macro_names.begin(), macro_names.end(), wanted) != macro_names.end();
      if (known) continue;
      fail(env, line, fmt::format("cannot import {}.{}/{} because it is undefined or private", inspect_atom(module), atom_text(wanted.name), wanted.arity));
      return;
    }
  }
  env.functions = with(*env.functions, select(exports->functions, *env.functions, true));
  env.macros = with(*env.macros, select(std::move(macro_names), *env.macros, false));
}

Core* Expander::expand_import(const QuotedCall& call, Env& env) {
  const Term what = call.arguments.head();
  const Term options = call.arguments.tail().is_cons() ? call.arguments.tail().head() : Term::nil();
  if (!known_options(options, "import", {"only", "except", "warn"}, env)) return nothing();
  std::vector<Term> modules;
  const Term base = multi_alias(what, env, &modules);
  if (failed()) return nothing();
  if (base.is_none()) {
    const Term module = alias_of(what, env);
    if (failed()) return nothing();
    if (!module || !module.is_atom()) {
      fail(env, env.line, fmt::format("invalid argument for import, expected a compile time atom or alias, got: {}", describe_code(what)));
      return nothing();
    }
    modules.push_back(module);
  }
  const Term only = keyword_get(options, intern("only")), except = keyword_get(options, intern("except"));
  const bool names_kind = only == atoms::functions || only == atoms::macros || only == atoms::sigils;
  if (only && !only.is_list() && !names_kind) {
    fail(env, env.line, fmt::format("invalid :only option for import, expected value to be an atom :functions, :macros, or a list literal, got: {}", describe_code(only)));
    return nothing();
  }
  if (except && !except.is_list()) {
    fail(env, env.line, fmt::format("invalid :except option for import, expected value to be a list literal, got: {}", describe_code(except)));
    return nothing();
  }
  if (only && except && !names_kind) {
    fail(env, env.line, ":only and :except can only be given together to import when :only is :functions, :macros, or :sigils");
    return nothing();
  }
  for (const Term module : modules) {
    if (!require_module(module, env, env.line, "import")) return nothing();
    import_names(module, options, env, env.line);
    if (failed()) return nothing();
  }
  return base ? constant(make_list(arena_, modules)) : constant(modules[0]);
}

}  // namespace respawn
