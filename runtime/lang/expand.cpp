#include "lang/expand.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "term/binary.hpp"
#include "term/closure.hpp"
#include "term/inspect.hpp"
#include "term/layout.hpp"

namespace respawn {

bool as_quoted_call(Term term, QuotedCall* call) {
  if (!is_tuple_of(term, 3)) return false;
  call->head = tuple_element(term, 0);
  call->meta = tuple_element(term, 1);
  call->arguments = tuple_element(term, 2);
  return call->meta.is_list();
}

std::uint32_t line_of_meta(Term meta, std::uint32_t otherwise) {
  const Term line = keyword_get(meta, atoms::line);
  return line && line.is_small() && line.small_value() > 0 ? static_cast<std::uint32_t>(line.small_value()) : otherwise;
}

// ---- errors and warnings --------------------------------------------------------------------------------------------

void Expander::fail(const Env& env, std::uint32_t line, std::string message) {
  if (failed()) return;
  Diagnostic diagnostic;
  diagnostic.kind = Diagnostic::Kind::compile_error;
  diagnostic.file = *env.file;
  diagnostic.line = line;
  diagnostic.message = std::move(message);
  error_ = std::move(diagnostic);
}

void Expander::warn(const Env& env, std::uint32_t line, std::string message) {
  if (failed()) return;
  Diagnostic warning;
  warning.kind = Diagnostic::Kind::warning;
  warning.file = *env.file;
  warning.line = line;
  warning.message = std::move(message);
  if (env.in_function()) {
    warning.snippet = fmt::format("{}.{}/{}", inspect_atom(env.module), atom_text(env.function_name), env.function_arity);
  }
  host_.warn(std::move(warning));
}

void Expander::warn_plain(const Env& env, std::uint32_t line, std::string message) {
  Env outside = env;
  outside.function_name = atoms::nil;
  warn(outside, line, std::move(message));
}

void Expander::warn_unused_variables(const Env& env) { end_variables(0, env, nullptr); }

// A scope ends: those of its variables that nobody used are told in the order of their names.
void Expander::end_variables(std::size_t first, const Env& env, const VariableBinding* outer) {
  std::vector<Variable*> unused;
  for (std::size_t i = first; i < warn_candidates_.size(); ++i) {
    Variable* variable = warn_candidates_[i];
    if (!variable->used && !atom_text(variable->name).starts_with('_')) unused.push_back(variable);
  }
  warn_candidates_.resize(std::min(first, warn_candidates_.size()));
  std::stable_sort(unused.begin(), unused.end(), [](const Variable* a, const Variable* b) { return atom_text(a->name) < atom_text(b->name); });
  for (const Variable* variable : unused) {
    bool shadows = false;
    for (const VariableBinding* around = outer; around != nullptr && !shadows; around = around->next) {
      shadows = around->name == variable->name && around->context == atoms::nil;
    }
    warn(env, variable->line,
         fmt::format("variable \"{}\" is unused ({})", atom_text(variable->name),
                     shadows ? "there is a variable with the same name in the context, use the pin operator (^) to match on it or prefix this variable "
                               "with underscore if it is not meant to be used"
                             : "if the variable is not meant to be used, prefix it with an underscore"));
  }
}

std::string Expander::describe(Term quoted) { return inspect(quoted, {.limit = 50, .length_bytes_max = 300}); }

// ---- variables ------------------------------------------------------------------------------------------------------

Variable* Expander::bind(Env& env, Term name, Term context, std::uint32_t line) {
  Variable* variable = tree_.make_variable(name, line, env.scope);
  Word* memory = arena_.allocate((sizeof(VariableBinding) + sizeof(Word) - 1) / sizeof(Word));
  env.variables = new (memory) VariableBinding{name, context, variable, env.variables};
  return variable;
}

const VariableBinding* Expander::find_variable(const Env& env, Term name, Term context) const {
  for (const VariableBinding* binding = env.variables; binding != nullptr; binding = binding->next) {
    if (binding->name == name && binding->context == context) return binding;
  }
  return nullptr;
}

Core* Expander::reference(Variable* variable, Env& env) {
  variable->used = true;
  // Every function between the one that binds and the one that uses carries the variable along.
  for (FunctionScope* scope = env.scope; scope != nullptr && scope != variable->owner; scope = scope->parent) {
    bool known = false;
    for (const Variable* captured : scope->captured) known = known || captured == variable;
    if (!known) scope->captured.push_back(variable);
  }
  return tree_.make<VariableCore>(variable);
}

Core* Expander::expand_variable(const QuotedCall& call, Env& env) {
  const Term counter = keyword_get(call.meta, atoms::counter);
  const Term context = counter ? counter : call.arguments;
  if (const VariableBinding* binding = find_variable(env, call.head, context)) {
    if (context == atoms::nil && atom_text(call.head).starts_with('_') && !(keyword_get(call.meta, atoms::generated) == atoms::true_)) {
      warn(env, line_of_meta(call.meta, env.line),
           fmt::format("the underscored variable \"{}\" is used after being set. A leading underscore indicates that the value of the variable should be "
                       "ignored. If this is intended please rename the variable to remove the underscore",
                       atom_text(call.head)));
    }
    return reference(binding->variable, env);
  }

  const std::uint32_t line = line_of_meta(call.meta, env.line);
  const std::string name(atom_text(call.head));
  const Term if_undefined = keyword_get(call.meta, atoms::if_undefined);
  if (if_undefined == atoms::apply) return expand_local_call({call.head, call.meta, Term::nil()}, env);
  if (call.head == atoms::underscore) {
    fail(env, line,
         "invalid use of _. \"_\" represents a value to be ignored in a pattern and cannot be used in expressions");
    return nothing();
  }
  if (if_undefined == atoms::raise || !(context == atoms::nil)) {
    const std::string where = call.arguments == atoms::nil ? "" : fmt::format(" (context {})", inspect_atom(call.arguments));
    if (if_undefined == atoms::raise || counter) {
      fail(env, line, fmt::format("undefined variable \"{}\"{}", name, where));
      return nothing();
    }
  }
  warn(env, line,
       fmt::format("variable \"{0}\" does not exist and is being expanded to \"{0}()\", please use parentheses to remove the "
                   "ambiguity or change the variable name",
                   name));
  return expand_local_call({call.head, call.meta, Term::nil()}, env);
}

// ---- expressions ----------------------------------------------------------------------------------------------------

Core* Expander::constant(Term value) { return tree_.make<ConstantCore>(value); }

Core* Expander::at_line(Core* node, std::uint32_t line) {
  if (node->line == 0) node->line = line;
  return node;
}

Core* Expander::expand_scoped(Term quoted, const Env& env) {
  Env inner = env;
  const std::size_t first_variable = warn_candidates_.size();
  Core* expanded = expand(quoted, inner);
  end_variables(first_variable, inner, env.variables);
  return expanded;
}

Core* Expander::expand(Term quoted, Env& env) {
  if (failed()) return nothing();
  if (quoted.is_small() || quoted.is_atom() || quoted.is_nil()) return constant(quoted);
  if (depth_ > kDepthMax) {
    fail(env, env.line, "code is nested too deeply, or a macro expands to itself without end");
    return nothing();
  }
  ++depth_;
  Core* result = nullptr;
  QuotedCall call;
  if (quoted.is_cons()) {
    result = expand_list(quoted, env);
  } else if (is_tuple_of(quoted, 2)) {
    auto* tuple = tree_.make<TupleCore>();
    tuple->elements = expand_arguments(make_list(arena_, {tuple_element(quoted, 0), tuple_element(quoted, 1)}), env);
    result = tuple;
  } else if (as_quoted_call(quoted, &call)) {
    const std::uint32_t outer_line = env.line;
    env.line = line_of_meta(call.meta, env.line);
    result = at_line(expand_call_form(call, env), env.line);
    env.line = outer_line;
  } else if (is_bitstring(quoted) || is_number(quoted) || quoted.is_pid() || quoted.is_reference() || quoted.is_port() ||
             is_boxed_kind(quoted, Kind::export_fun)) {
    result = constant(quoted);
  } else {
    fail(env, env.line,
         fmt::format("invalid quoted expression: {}\n\nPlease make sure your quoted expressions are made of valid AST nodes. If you "
                     "would like to introduce values into the\nAST, such as four-element tuples or maps, make sure to call "
                     "Macro.escape/1 before",
                     describe(quoted)));
    result = nothing();
  }
  --depth_;
  return result;
}

Core* Expander::expand_call_form(const QuotedCall& call, Env& env) {
  if (call.head.is_atom()) {
    if (call.arguments.is_atom()) {
      bool handled = false;
      Core* special = expand_special(call, env, &handled);
      return handled ? special : expand_variable(call, env);
    }
    if (!call.arguments.is_list()) {
      fail(env, env.line, fmt::format("invalid quoted expression: {}", describe(make_tuple(arena_, {call.head, call.meta, call.arguments}))));
      return nothing();
    }
    bool handled = false;
    Core* special = expand_special(call, env, &handled);
    return handled ? special : expand_local_call(call, env);
  }
  QuotedCall target;
  if (as_quoted_call(call.head, &target) && target.head == atoms::dot && target.arguments.is_cons() && call.arguments.is_list()) {
    const Term left = target.arguments.head();
    if (target.arguments.tail().is_nil()) return expand_fun_call(left, call, env);
    const Term right = target.arguments.tail().head();
    if (right.is_atom()) return expand_remote_call(call, left, right, env);
  }
  fail(env, env.line, fmt::format("invalid call {}", describe(make_tuple(arena_, {call.head, call.meta, call.arguments}))));
  return nothing();
}

Core* Expander::expand_list(Term list, Env& env) {
  auto* node = tree_.make<ListCore>();
  std::vector<Term> elements;
  Term tail = Term::none();
  for (; list.is_cons(); list = list.tail()) {
    QuotedCall bar;
    if (list.tail().is_nil() && as_quoted_call(list.head(), &bar) && bar.head == atoms::bar && list_length(bar.arguments) == 2) {
      elements.push_back(bar.arguments.head());
      tail = bar.arguments.tail().head();
    } else {
      elements.push_back(list.head());
    }
  }
  if (!list.is_nil()) {
    fail(env, env.line, "an improper list is no valid quoted expression");
    return nothing();
  }
  if (tail) elements.push_back(tail);
  node->elements = expand_arguments(make_list(arena_, elements), env);
  if (tail) {
    node->tail = node->elements.back();
    node->elements.pop_back();
  }
  return node;
}

// Arguments do not see what their neighbours bind; what follows sees it all.
std::vector<Core*> Expander::expand_arguments(Term list, Env& env) {
  std::vector<Core*> arguments;
  const VariableBinding* const before = env.variables;
  const VariableBinding* merged = before;
  for (; list.is_cons(); list = list.tail()) {
    env.variables = before;
    arguments.push_back(expand(list.head(), env));
    if (env.variables == before) continue;
    if (merged == before) {
      merged = env.variables;
      continue;
    }
    std::vector<const VariableBinding*> fresh;
    for (const VariableBinding* binding = env.variables; binding != before; binding = binding->next) fresh.push_back(binding);
    for (std::size_t i = fresh.size(); i-- > 0;) {
      Word* memory = arena_.allocate((sizeof(VariableBinding) + sizeof(Word) - 1) / sizeof(Word));
      merged = new (memory) VariableBinding{fresh[i]->name, fresh[i]->context, fresh[i]->variable, merged};
    }
  }
  env.variables = merged;
  return arguments;
}

Core* Expander::expand_block(Term expressions, Env& env, std::uint32_t line) {
  if (expressions.is_nil()) return nothing();
  if (expressions.is_cons() && expressions.tail().is_nil()) return expand(expressions.head(), env);
  auto* block = tree_.make<BlockCore>();
  block->line = line;
  for (const Term expression : ListRange(expressions)) block->expressions.push_back(expand(expression, env));
  return block;
}

Core* Expander::expand_match(const QuotedCall& call, Env& env) {
  const Term left = call.arguments.head();
  const Term right = call.arguments.tail().head();
  if (env.context == EnvContext::guard) {
    fail(env, env.line, "invalid expression in guards, = is not allowed in guards. To learn more about guards, visit: "
                        "https://hexdocs.pm/elixir/patterns-and-guards.html");
    return nothing();
  }
  auto* match = tree_.make<MatchCore>();
  match->value = expand(right, env);
  PatternState state;
  state.outer = &env;
  match->pattern = pattern(left, env, state);
  finish_pattern(env, state);
  return match;
}

// ---- quoted code made here ------------------------------------------------------------------------------------------

Term Expander::quoted_call(Term name, std::initializer_list<Term> arguments, Term meta) {
  return make_tuple(arena_, {name, meta, make_list(arena_, arguments)});
}

Term Expander::quoted_variable(Term name, std::int64_t counter) {
  const Term meta = make_list(arena_, {make_tuple(arena_, {atoms::counter, Term::small(counter)}),
                                       make_tuple(arena_, {atoms::generated, atoms::true_})});
  return make_tuple(arena_, {name, meta, atoms::Kernel});
}

Term Expander::quoted_remote(Term module, Term name, std::initializer_list<Term> arguments, Term meta) {
  const Term target = make_tuple(arena_, {atoms::dot, meta, make_list(arena_, {module, name})});
  return make_tuple(arena_, {target, meta, make_list(arena_, arguments)});
}

Clause Expander::function_clause(Term arguments, Term guards, Term body, Env env, std::uint32_t line) {
  Clause clause;
  clause.line = line;
  env.scope = tree_.make_scope(nullptr);
  clause.patterns = patterns(arguments, env);
  if (guards) clause.guards = expand_guards(guards, env);
  clause.body = expand(body, env);
  return clause;
}

// ---- clauses that nothing reaches -----------------------------------------------------------------------------------

bool always_matches(const Clause& clause) {
  if (!clause.guards.empty()) return false;
  return std::all_of(clause.patterns.begin(), clause.patterns.end(), [](const Pattern* pattern) {
    return pattern->kind == PatternKind::any || pattern->kind == PatternKind::bind;
  });
}

void Expander::warn_unreachable(const std::vector<Clause>& clauses, const Env& env) {
  std::uint32_t line = 0;
  for (const Clause& clause : clauses) {
    if (line != 0) warn_plain(env, clause.line, fmt::format("this clause cannot match because a previous clause at line {} always matches", line));
    if (line == 0 && always_matches(clause)) line = clause.line;
  }
}

}  // namespace respawn
