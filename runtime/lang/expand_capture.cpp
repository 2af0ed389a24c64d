/// `&`: functions by name, and short functions with &1, &2.

#include <fmt/format.h>

#include <algorithm>

#include "lang/expand.hpp"
#include "lang/inline_table.hpp"
#include "lang/module_builder.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

std::optional<std::int64_t> placeholder(Term term) {
  QuotedCall call;
  if (!as_quoted_call(term, &call) || !(call.head == atoms::capture) || list_length(call.arguments) != 1) return std::nullopt;
  const Term number = call.arguments.head();
  if (!number.is_small()) return std::nullopt;
  return number.small_value();
}

}  // namespace

Core* Expander::expand_capture(const QuotedCall& call, Env& env) {
  const Term what = call.arguments.head();
  const std::uint32_t line = env.line;
  QuotedCall slash, target, dot;

  if (what.is_small()) {
    fail(env, line, fmt::format("capture argument &{0} must be used within the capture operator &", what.small_value()));
    return nothing();
  }

  const auto remote_reference = [&](Term module, Term name, std::uint32_t arity) -> Core* {
    InlinedFunction inlined;
    if (find_inlined(module, name, arity, &inlined) && inlined.same_arguments()) {
      module = inlined.module;
      name = inlined.name;
    }
    auto* reference_node = tree_.make<FunctionReferenceCore>();
    reference_node->module = module;
    reference_node->name = name;
    reference_node->arity = arity;
    return reference_node;
  };
  // A macro has no function value: it is called inside a fn.
  const auto wrap = [&](Term callee, Term meta, std::uint32_t arity) -> Core* {
    ListBuilder parameters(arena_);
    const std::int64_t counter = host_.next_counter();
    for (std::uint32_t i = 0; i < arity; ++i) parameters.add(quoted_variable(intern(fmt::format("capture{}", i + 1)), counter));
    const Term arguments = parameters.finish();
    const Term body = make_tuple(arena_, {callee, meta, arguments});
    const Term clause = quoted_call(atoms::arrow, {arguments, body}, call.meta);
    return expand(quoted_call(atoms::fn, {clause}, call.meta), env);
  };
  const auto local_reference = [&](const QuotedCall& name, std::uint32_t arity) -> Core* {
    const QuotedCall as_call{name.head, name.meta, Term::nil()};
    ModuleBuilder* module = env.module == atoms::nil ? nullptr : host_.builder(env.module);
    Import import;
    const bool imported = find_import(as_call, arity, env, &import);
    if (failed()) return nothing();
    if (module != nullptr && module->has_macro({name.head, arity})) return wrap(name.head, name.meta, arity);
    if (imported && import.macro != nullptr) return wrap(name.head, name.meta, arity);
    if (imported && !(import.module == env.module)) return remote_reference(import.module, name.head, arity);
    if (env.module == atoms::nil || !env.in_function() || is_outside_) {
      fail(env, line, fmt::format("undefined function {}/{} (there is no such import)", atom_text(name.head), arity));
      return nothing();
    }
    if (module != nullptr) module->record_local({env.function_name, env.function_arity}, {name.head, arity}, line, *env.file);
    auto* reference_node = tree_.make<LocalReferenceCore>();
    reference_node->name = name.head;
    reference_node->arity = arity;
    return reference_node;
  };

  // &name/arity and &Module.name/arity
  if (as_quoted_call(what, &slash) && slash.head == atoms::slash && list_length(slash.arguments) == 2 &&
      slash.arguments.tail().head().is_small()) {
    const Term left = slash.arguments.head();
    const auto arity = static_cast<std::uint32_t>(slash.arguments.tail().head().small_value());
    if (as_quoted_call(left, &target) && target.head.is_atom() && target.arguments.is_atom()) {
      if (arity > 255) {
        fail(env, line, fmt::format("capture argument &{} must be numbered between 1 and 255", arity));
        return nothing();
      }
      if (target.head == atoms::super_) {
        fail(env, line, "super cannot be captured by name here");
        return nothing();
      }
      return local_reference(target, arity);
    }
    if (as_quoted_call(left, &target) && target.arguments.is_nil() && as_quoted_call(target.head, &dot) && dot.head == atoms::dot &&
        list_length(dot.arguments) == 2 && dot.arguments.tail().head().is_atom()) {
      const Term name = dot.arguments.tail().head();
      Core* module = expand(dot.arguments.head(), env);
      if (failed()) return nothing();
      if (module->kind == CoreKind::constant && static_cast<ConstantCore*>(module)->value.is_atom()) {
        const Term module_name = static_cast<ConstantCore*>(module)->value;
        if (find_macro(module_name, name, arity) != nullptr) return wrap(target.head, target.meta, arity);
        return remote_reference(module_name, name, arity);
      }
      auto* make = tree_.make<CallRemoteCore>();
      make->module = atoms::erlang;
      make->name = atoms::make_fun;
      make->arguments = {module, constant(name), constant(Term::small(arity))};
      make->line = line;
      return make;
    }
  }

  QuotedCall block;
  if (as_quoted_call(what, &block) && block.head == atoms::block) {
    if (list_length(block.arguments) == 1) return expand_capture({call.head, call.meta, block.arguments}, env);
    fail(env, line, fmt::format("block expressions are not allowed inside the capture operator &, got: {}", describe_code(what)));
    return nothing();
  }

  // A call whose arguments are exactly &1, &2, … in order is the function itself.
  QuotedCall direct;
  if (as_quoted_call(what, &direct) && direct.arguments.is_cons()) {
    std::int64_t expected = 0;
    bool sequential = true;
    for (const Term argument : ListRange(direct.arguments)) sequential = sequential && placeholder(argument) == ++expected;
    if (sequential) {
      const auto arity = static_cast<std::uint32_t>(expected);
      if (direct.head.is_atom() && is_plain_call(direct, env)) {
        Env probe = env;
        ModuleBuilder* module = env.module == atoms::nil ? nullptr : host_.builder(env.module);
        Import import;
        const bool imported = find_import(direct, arity, probe, &import);
        const bool macro = (module != nullptr && module->has_macro({direct.head, arity})) || (imported && import.macro != nullptr);
        if (failed()) return nothing();
        if (!macro) return local_reference(direct, arity);
      } else if (as_quoted_call(direct.head, &dot) && dot.head == atoms::dot && list_length(dot.arguments) == 2) {
        const Term name = dot.arguments.tail().head();
        QuotedCall alias;
        const Term left = dot.arguments.head();
        const bool constant_module = left.is_atom() || (as_quoted_call(left, &alias) && (alias.head == atoms::aliases || alias.head == atoms::MODULE));
        if (constant_module && name.is_atom()) {
          const Term module_name = alias_of(left, env);
          if (failed()) return nothing();
          if (module_name && module_name.is_atom() && find_macro(module_name, name, arity) == nullptr) return remote_reference(module_name, name, arity);
        }
      }
    }
  }

  // &1 … &n become the parameters of a fn.
  std::bitset<256> used;
  const std::int64_t counter = host_.next_counter();
  const Term body = replace_placeholders(what, counter, &used, env);
  if (failed()) return nothing();
  if (used.none()) {
    fail(env, line,
         fmt::format("invalid args for &, expected one of:\n\n  * &Mod.fun/arity to capture a remote function, such as &Enum.map/2\n  * &fun/arity to "
                     "capture a local or imported function, such as &is_atom/1\n  * &some_code(&1, ...) containing at least one argument as &1, "
                     "such as &List.flatten(&1)\n\nGot: {}",
                     describe_code(what)));
    return nothing();
  }
  std::size_t highest = used.size() - 1;
  while (!used[highest]) --highest;
  for (std::size_t i = 1; i <= highest; ++i) {
    if (used[i]) continue;
    fail(env, line, fmt::format("capture argument &{} cannot be defined without &{} (you cannot skip arguments, all arguments must be numbered)", highest, i));
    return nothing();
  }
  ListBuilder parameters(arena_);
  for (std::size_t i = 1; i <= highest; ++i) parameters.add(quoted_variable(intern(fmt::format("capture{}", i)), counter));
  const Term clause = quoted_call(atoms::arrow, {parameters.finish(), body}, call.meta);
  return expand(quoted_call(atoms::fn, {clause}, call.meta), env);
}

// True for a call that is no special form and no operator syntax of its own.
bool Expander::is_plain_call(const QuotedCall& call, const Env&) const {
  static const Term special[] = {atoms::tuple_literal, atoms::map_literal, atoms::percent, atoms::bitstring_literal, atoms::block, atoms::match,
                                 atoms::fn, atoms::capture, atoms::case_, atoms::cond, atoms::for_, atoms::with, atoms::receive, atoms::try_,
                                 atoms::quote, atoms::unquote, atoms::unquote_splicing, atoms::alias, atoms::import, atoms::require, atoms::pin,
                                 atoms::type_operator, atoms::aliases, atoms::dot, atoms::at, atoms::super_, atoms::and_, atoms::or_};
  return std::find(std::begin(special), std::end(special), call.head) == std::end(special);
}

Term Expander::replace_placeholders(Term term, std::int64_t counter, std::bitset<256>* used, const Env& env) {
  if (failed()) return term;
  if (const auto number = placeholder(term)) {
    if (*number < 1 || *number > 255) {
      fail(env, env.line, fmt::format("capture argument &{} must be numbered between 1 and 255", *number));
      return term;
    }
    used->set(static_cast<std::size_t>(*number));
    return quoted_variable(intern(fmt::format("capture{}", *number)), counter);
  }
  if (term.is_cons()) {
    ListBuilder list(arena_);
    for (; term.is_cons(); term = term.tail()) list.add(replace_placeholders(term.head(), counter, used, env));
    return list.finish(replace_placeholders(term, counter, used, env));
  }
  if (is_tuple_of(term, 2)) {
    const Term left = replace_placeholders(tuple_element(term, 0), counter, used, env);
    return make_tuple(arena_, {left, replace_placeholders(tuple_element(term, 1), counter, used, env)});
  }
  QuotedCall call;
  if (!as_quoted_call(term, &call)) return term;
  if (call.head == atoms::capture && list_length(call.arguments) == 1) {
    // &name/arity inside is a value like any other; anything else would need to say which & a number belongs to.
    QuotedCall slash;
    if (as_quoted_call(call.arguments.head(), &slash) && slash.head == atoms::slash) return term;
    fail(env, env.line, fmt::format("nested captures are not allowed. You cannot define a function using  the capture operator & inside another function "
                                    "defined via &. Got invalid nested capture: {}", describe_code(term)));
    return term;
  }
  const Term head = call.head.is_atom() ? call.head : replace_placeholders(call.head, counter, used, env);
  const Term arguments = call.arguments.is_list() ? replace_placeholders(call.arguments, counter, used, env) : call.arguments;
  return make_tuple(arena_, {head, call.meta, arguments});
}

}  // namespace respawn
