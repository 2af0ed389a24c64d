/// Patterns: the left side of `=`, of `->` and of function heads.

#include <fmt/format.h>

#include <utility>

#include "lang/expand.hpp"
#include "lang/inline_table.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"
#include "term/number.hpp"

namespace respawn {

std::vector<Pattern*> Expander::patterns(Term list, Env& env) {
  std::vector<Pattern*> result;
  PatternState state;
  state.outer = &env;
  for (const Term quoted : ListRange(list)) result.push_back(pattern(quoted, env, state));
  finish_pattern(env, state);
  return result;
}

// The bindings of a pattern become visible when all of it has been read: ^x and sizes look at what was there before.
void Expander::finish_pattern(Env& env, PatternState& state) {
  for (const VariableBinding& bound : state.bound) {
    Word* memory = arena_.allocate((sizeof(VariableBinding) + sizeof(Word) - 1) / sizeof(Word));
    env.variables = new (memory) VariableBinding{bound.name, bound.context, bound.variable, env.variables};
  }
}

Pattern* Expander::pattern(Term quoted, Env& env, PatternState& state) {
  if (failed()) return tree_.make<AnyPattern>();
  if (depth_ > kDepthMax) {
    fail(env, env.line, "a pattern is nested too deeply");
    return tree_.make<AnyPattern>();
  }
  ++depth_;
  Pattern* result = nullptr;
  QuotedCall call;
  if (quoted.is_cons()) {
    result = list_pattern(quoted, env, state);
  } else if (is_tuple_of(quoted, 2)) {
    auto* tuple = tree_.make<TuplePattern>();
    for (std::size_t i = 0; i < 2; ++i) tuple->elements.push_back(pattern(tuple_element(quoted, i), env, state));
    result = tuple;
  } else if (as_quoted_call(quoted, &call)) {
    const std::uint32_t outer_line = env.line;
    env.line = line_of_meta(call.meta, env.line);
    result = call_pattern(call, env, state);
    env.line = outer_line;
  } else if (quoted.is_immediate() || is_number(quoted) || is_bitstring(quoted)) {
    result = tree_.make<ConstantPattern>(quoted);
  } else {
    fail(env, env.line, fmt::format("invalid pattern in match: {}", describe(quoted)));
    result = tree_.make<AnyPattern>();
  }
  --depth_;
  return result;
}

Pattern* Expander::list_pattern(Term list, Env& env, PatternState& state) {
  std::vector<Pattern*> elements;
  Pattern* tail = nullptr;
  for (; list.is_cons(); list = list.tail()) {
    QuotedCall bar;
    if (list.tail().is_nil() && as_quoted_call(list.head(), &bar) && bar.head == atoms::bar && list_length(bar.arguments) == 2) {
      elements.push_back(pattern(bar.arguments.head(), env, state));
      tail = pattern(bar.arguments.tail().head(), env, state);
    } else {
      elements.push_back(pattern(list.head(), env, state));
    }
  }
  if (tail == nullptr) tail = tree_.make<ConstantPattern>(Term::nil());
  for (std::size_t i = elements.size(); i-- > 0;) tail = tree_.make<ListPattern>(elements[i], tail);
  return tail;
}

Pattern* Expander::variable_pattern(const QuotedCall& call, Env& env, PatternState& state) {
  if (call.head == atoms::underscore) return tree_.make<AnyPattern>();
  const Term counter = keyword_get(call.meta, atoms::counter);
  const Term context = counter ? counter : call.arguments;
  for (const VariableBinding& bound : state.bound) {
    if (bound.name == call.head && bound.context == context) {
      bound.variable->used = true;
      return tree_.make<EqualPattern>(tree_.make<VariableCore>(bound.variable));
    }
  }
  Variable* variable = tree_.make_variable(call.head, line_of_meta(call.meta, env.line), env.scope);
  state.bound.push_back({call.head, context, variable, nullptr});
  if (!(keyword_get(call.meta, atoms::generated) == atoms::true_) && context == atoms::nil) warn_candidates_.push_back(variable);
  return tree_.make<BindPattern>(variable);
}

Pattern* Expander::pin_pattern(const QuotedCall& call, Env& env, PatternState&) {
  QuotedCall variable;
  const Term pinned = call.arguments.head();
  if (!as_quoted_call(pinned, &variable) || !variable.head.is_atom() || !variable.arguments.is_atom()) {
    fail(env, env.line, fmt::format("invalid argument for unary operator ^, expected an existing variable, got: ^{}", describe(pinned)));
    return tree_.make<AnyPattern>();
  }
  const Term counter = keyword_get(variable.meta, atoms::counter);
  const VariableBinding* binding = find_variable(env, variable.head, counter ? counter : variable.arguments);
  if (binding == nullptr) {
    const std::string name(atom_text(variable.head));
    fail(env, env.line,
         fmt::format("undefined variable ^{}. No variable \"{}\" has been defined before the current pattern", name, name));
    return tree_.make<AnyPattern>();
  }
  return tree_.make<EqualPattern>(reference(binding->variable, env));
}

Pattern* Expander::call_pattern(const QuotedCall& call, Env& env, PatternState& state) {
  const std::int64_t arity = list_length(call.arguments);
  if (call.head.is_atom()) {
    if (call.arguments.is_atom() && !(call.head == atoms::MODULE) && !(call.head == atoms::DIR) && !(call.head == atoms::ENV) &&
        !(call.head == atoms::CALLER) && !(call.head == atoms::STACKTRACE)) {
      return variable_pattern(call, env, state);
    }
    if (call.head == atoms::match && arity == 2) {
      Pattern* left = pattern(call.arguments.head(), env, state);
      return tree_.make<BothPattern>(left, pattern(call.arguments.tail().head(), env, state));
    }
    if (call.head == atoms::tuple_literal) {
      auto* tuple = tree_.make<TuplePattern>();
      for (const Term element : ListRange(call.arguments)) tuple->elements.push_back(pattern(element, env, state));
      return tuple;
    }
    if (call.head == atoms::pin && arity == 1) return pin_pattern(call, env, state);
    if (call.head == atoms::map_literal) return map_pattern(call.arguments, env, state, env.line);
    if (call.head == atoms::percent && arity == 2) return struct_pattern(call, env, state);
    if (call.head == atoms::bitstring_literal) return bits_pattern(call, env, state);
    if (call.head == atoms::block && arity == 1) return pattern(call.arguments.head(), env, state);
    if (call.head == atoms::default_operator && arity == 2) {
      fail(env, env.line, "default arguments are only allowed in definitions");
      return tree_.make<AnyPattern>();
    }
  }

  // A macro, an alias, a sign before a number, a list in front of ++: expanded as an expression in the context of a match, the
  // result is a pattern again.
  Env inner = env;
  inner.context = EnvContext::match;
  bool changed = false;
  const Term quoted = make_tuple(arena_, {call.head, call.meta, call.arguments});
  const Term expanded = expand_macro_once(quoted, inner, &changed);
  if (failed()) return tree_.make<AnyPattern>();
  if (changed) return pattern(expanded, env, state);

  QuotedCall target;
  Term name = call.head;
  if (as_quoted_call(call.head, &target) && target.head == atoms::dot && list_length(target.arguments) == 2) {
    name = target.arguments.tail().head();
  }
  if ((name == atoms::plus || name == atoms::minus) && arity == 1 && is_number(call.arguments.head())) {
    const Term number = call.arguments.head();
    return tree_.make<ConstantPattern>(name == atoms::minus ? number_negate(arena_, number) : number);
  }
  if (name == atoms::concat && arity == 2) {
    const Term left = call.arguments.head();
    if (list_length(left) >= 0) {
      std::vector<Pattern*> elements;
      for (const Term element : ListRange(left)) elements.push_back(pattern(element, env, state));
      Pattern* rest = pattern(call.arguments.tail().head(), env, state);
      for (std::size_t i = elements.size(); i-- > 0;) rest = tree_.make<ListPattern>(elements[i], rest);
      return rest;
    }
  }
  if (call.head == atoms::aliases || call.head == atoms::MODULE || call.head == atoms::DIR) {
    Core* value = expand(quoted, inner);
    if (!failed() && value->kind == CoreKind::constant) return tree_.make<ConstantPattern>(static_cast<ConstantCore*>(value)->value);
  }
  if (failed()) return tree_.make<AnyPattern>();
  if (name == atoms::concat && arity == 2) {
    fail(env, env.line, fmt::format("invalid argument for ++ operator inside a match, expected a literal proper list, got: {}", describe_code(call.arguments.head())));
  } else if (InlinedFunction inlined; name.is_atom() && call.head.is_atom() && arity > 0 && find_inlined(atoms::Kernel, name, static_cast<std::uint32_t>(arity), &inlined)) {
    fail(env, env.line, fmt::format("cannot invoke remote function {}.{}/{} inside a match", inspect_atom(inlined.module), atom_text(inlined.name), arity));
  } else if (name.is_atom() && call.head.is_atom() && env.module == atoms::nil) {
    fail(env, env.line, fmt::format("undefined function {}/{} (there is no such import)", atom_text(name), arity));
  } else if (name.is_atom() && call.head.is_atom()) {
    fail(env, env.line, fmt::format("cannot find or invoke local {}/{} inside match. Only macros can be invoked in a match and they must be "
                                    "defined before their invocation. Called as: {}",
                                    atom_text(name), arity, describe_code(quoted)));
  } else {
    fail(env, env.line, fmt::format("cannot invoke remote function {} inside a match", describe_call(call)));
  }
  return tree_.make<AnyPattern>();
}

Pattern* Expander::map_pattern(Term pairs, Env& env, PatternState& state, std::uint32_t line) {
  auto* map = tree_.make<MapPattern>();
  std::vector<std::pair<Term, Term>> read;
  QuotedCall bar;
  if (pairs.is_cons() && as_quoted_call(pairs.head(), &bar) && bar.head == atoms::bar) {
    fail(env, line, fmt::format("cannot use map/struct update syntax in match, got: {}", describe_code(make_tuple(arena_, {atoms::map_literal, Term::nil(), pairs}))));
    return map;
  }
  if (!map_pairs(pairs, env, line, &read)) return map;
  for (const auto& [key, value] : read) {
    // A key is a literal or a pinned variable.
    QuotedCall call;
    Core* key_core;
    if (as_quoted_call(key, &call) && call.head == atoms::pin && list_length(call.arguments) == 1) {
      Pattern* pinned = pin_pattern(call, env, state);
      if (failed()) return map;
      key_core = static_cast<EqualPattern*>(pinned)->value;
    } else if (as_quoted_call(key, &call) && call.head.is_atom() && call.arguments.is_atom() && !(call.head == atoms::MODULE)) {
      fail(env, line,
           fmt::format("cannot use variable {0} as map key inside a pattern. Map keys in patterns can only be literals (such as atoms, strings, tuples, "
                       "and the like) or an existing variable matched with the pin operator (such as ^some_var)",
                       atom_text(call.head)));
      return map;
    } else {
      Env inner = env;
      inner.context = EnvContext::none;
      PatternState* const outer = std::exchange(key_state_, &state);
      key_core = expand(key, inner);
      key_state_ = outer;
    }
    map->pairs.emplace_back(key_core, pattern(value, env, state));
  }
  return map;
}

Pattern* Expander::struct_pattern(const QuotedCall& call, Env& env, PatternState& state) {
  const Term name = call.arguments.head();
  const Term body = call.arguments.tail().head();
  QuotedCall map_call;
  if (!as_quoted_call(body, &map_call) || !(map_call.head == atoms::map_literal)) {
    fail(env, env.line, "expected struct to be followed by a map");
    return tree_.make<AnyPattern>();
  }
  QuotedCall variable;
  Pattern* name_pattern = nullptr;
  Term module = Term::none();
  const bool is_variable = as_quoted_call(name, &variable) && variable.head.is_atom() && variable.arguments.is_atom() && !(variable.head == atoms::MODULE);
  const bool is_pin = !is_variable && as_quoted_call(name, &variable) && variable.head == atoms::pin;
  if (is_variable || is_pin) {
    name_pattern = pattern(name, env, state);
  } else {
    module = alias_of(name, env);
    if (failed()) return tree_.make<AnyPattern>();
    if (!module || !module.is_atom()) {
      fail(env, env.line, fmt::format("expected struct name in a match to be a compile time atom, alias or a variable, got: {}", describe(name)));
      return tree_.make<AnyPattern>();
    }
    const Term fields = load_struct(module, Term::none(), env, env.line);
    if (failed()) return tree_.make<AnyPattern>();
    name_pattern = tree_.make<ConstantPattern>(module);
    std::vector<std::pair<Term, Term>> read;
    if (!map_pairs(map_call.arguments, env, env.line, &read)) return tree_.make<AnyPattern>();
    for (const auto& [key, value] : read) {
      if (key.is_atom() && struct_has_field(fields, key)) continue;
      fail(env, env.line, fmt::format("unknown key {} for struct {}", describe(key), inspect_atom(module)));
      return tree_.make<AnyPattern>();
    }
  }
  auto* map = static_cast<MapPattern*>(map_pattern(map_call.arguments, env, state, env.line));
  // `%name{}` binds name to an atom only.
  map->pairs.insert(map->pairs.begin(), {constant(atoms::struct_), name_pattern});
  map->struct_name_is_atom = is_variable;
  return map;
}

}  // namespace respawn
