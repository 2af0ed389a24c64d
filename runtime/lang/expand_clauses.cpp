/// Forms made of clauses: case, cond, fn, receive, try, with.

#include <fmt/format.h>

#include "lang/expand.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

Term option(Term options, Term key) { return keyword_get(options, key); }

bool is_clause(Term term) {
  QuotedCall call;
  return as_quoted_call(term, &call) && call.head == atoms::arrow;
}

}  // namespace

bool Expander::clause_parts(Term clause, Term* left, Term* body, std::uint32_t* line, const Env& env, const char* form) {
  QuotedCall call;
  if (!as_quoted_call(clause, &call) || !(call.head == atoms::arrow) || list_length(call.arguments) != 2) {
    fail(env, env.line, fmt::format("expected -> clauses in {}", form));
    return false;
  }
  *left = call.arguments.head();
  *body = call.arguments.tail().head();
  *line = line_of_meta(call.meta, env.line);
  return true;
}

std::vector<Core*> Expander::expand_guards(Term guards, Env& env) {
  std::vector<Core*> alternatives;
  Env inner = env;
  inner.context = EnvContext::guard;
  QuotedCall when;
  while (as_quoted_call(guards, &when) && when.head == atoms::when && list_length(when.arguments) == 2) {
    alternatives.push_back(expand(when.arguments.head(), inner));
    guards = when.arguments.tail().head();
  }
  alternatives.push_back(expand(guards, inner));
  return alternatives;
}

// `left` is the list in front of an arrow: patterns, or one `when` that holds patterns and, last, the guard.
Clause Expander::clause_with_patterns(Term left, Term body, Env env, std::uint32_t line, std::size_t patterns_wanted, const char* form) {
  Clause clause;
  clause.line = line;
  const std::size_t first_variable = warn_candidates_.size();
  const VariableBinding* outer = env.variables;
  env.line = line;
  Term quoted_patterns = left;
  Term guards = Term::none();
  QuotedCall when;
  if (left.is_cons() && left.tail().is_nil() && as_quoted_call(left.head(), &when) && when.head == atoms::when) {
    ListBuilder before(arena_);
    Term rest = when.arguments;
    for (; rest.is_cons() && rest.tail().is_cons(); rest = rest.tail()) before.add(rest.head());
    if (rest.is_cons()) guards = rest.head();
    quoted_patterns = before.finish();
  }
  if (static_cast<std::size_t>(std::max<std::int64_t>(0, list_length(quoted_patterns))) != patterns_wanted) {
    fail(env, line, fmt::format("expected {} {} for -> clauses in {}", patterns_wanted == 1 ? "one" : std::to_string(patterns_wanted),
                                patterns_wanted == 1 ? "argument" : "arguments", form));
    return clause;
  }
  clause.patterns = patterns(quoted_patterns, env);
  if (guards) clause.guards = expand_guards(guards, env);
  clause.body = expand(body, env);
  end_variables(first_variable, env, outer);
  return clause;
}

std::vector<Clause> Expander::one_pattern_clauses(Term clauses, const Env& env, const char* form) {
  std::vector<Clause> result;
  bool written = true;  // and not by a macro, whose clauses may well be more than are needed
  if (!clauses.is_cons()) {
    fail(env, env.line, fmt::format("expected -> clauses for :do in \"{}\"", form));
    return result;
  }
  for (const Term quoted : ListRange(clauses)) {
    Term left, body;
    std::uint32_t line;
    if (failed() || !clause_parts(quoted, &left, &body, &line, env, form)) return result;
    QuotedCall arrow;
    as_quoted_call(quoted, &arrow);
    written = written && keyword_get(arrow.meta, atoms::line) && !keyword_get(arrow.meta, atoms::generated) && !keyword_get(arrow.meta, atoms::context);
    result.push_back(clause_with_patterns(left, body, env, line, 1, form));
  }
  if (written) warn_unreachable(result, env);
  return result;
}

// ---- case, cond, fn -------------------------------------------------------------------------------------------------

Core* Expander::expand_case(const QuotedCall& call, Env& env) {
  const Term options = call.arguments.tail().head();
  const Term clauses = option(options, atoms::do_);
  if (!clauses || !is_keyword_list(options)) {
    fail(env, env.line, "missing :do option in \"case\"");
    return nothing();
  }
  if (!options.tail().is_nil()) {
    fail(env, env.line, fmt::format("unexpected option {} in \"case\"", inspect_atom(tuple_element(options.tail().head(), 0))));
    return nothing();
  }
  Core* subject = expand(call.arguments.head(), env);
  std::vector<Clause> expanded = one_pattern_clauses(clauses, env, "case");
  if (failed()) return nothing();
  if (keyword_get(call.meta, atoms::optimize_boolean) == atoms::true_ && expanded.size() == 2) {
    auto* conditional = tree_.make<ConditionalCore>();
    conditional->condition = subject;
    conditional->else_branch = expanded[0].body;
    conditional->then_branch = expanded[1].body;
    return conditional;
  }
  auto* node = tree_.make<CaseCore>();
  node->subject = subject;
  node->clauses = std::move(expanded);
  return node;
}

Core* Expander::expand_cond(const QuotedCall& call, Env& env) {
  const Term clauses = option(call.arguments.head(), atoms::do_);
  if (!clauses) {
    fail(env, env.line, "missing :do option in \"cond\"");
    return nothing();
  }
  if (!clauses.is_cons() || !is_clause(clauses.head())) {
    fail(env, env.line, "expected -> clauses for :do in \"cond\"");
    return nothing();
  }
  // From the last clause to the first, each in a scope of its own; the bindings of a condition are seen in its body.
  std::vector<ConditionalCore*> chain;
  for (const Term quoted : ListRange(clauses)) {
    Term left, body;
    std::uint32_t line;
    if (!clause_parts(quoted, &left, &body, &line, env, "cond")) return nothing();
    if (list_length(left) != 1) {
      fail(env, line, "expected one argument for :do clauses (->) in \"cond\"");
      return nothing();
    }
    QuotedCall underscore;
    if (as_quoted_call(left.head(), &underscore) && underscore.head == atoms::underscore && underscore.arguments.is_atom()) {
      fail(env, line, "invalid use of _ inside \"cond\". If you want the last clause to always match, you probably meant to use: true ->");
      return nothing();
    }
    Env inner = env;
    inner.line = line;
    const std::size_t first_variable = warn_candidates_.size();
    auto* conditional = tree_.make<ConditionalCore>();
    conditional->line = line;
    conditional->condition = expand(left.head(), inner);
    conditional->then_branch = expand(body, inner);
    end_variables(first_variable, inner, env.variables);
    if (!chain.empty()) chain.back()->else_branch = conditional;
    chain.push_back(conditional);
    if (failed()) return nothing();
  }
  return chain.front();
}

Core* Expander::expand_fn(const QuotedCall& call, Env& env) {
  auto* closure = tree_.make<ClosureCore>();
  Env inner = env;
  inner.scope = tree_.make_scope(env.scope);
  bool first = true;
  for (const Term quoted : ListRange(call.arguments)) {
    Term left, body;
    std::uint32_t line;
    if (!clause_parts(quoted, &left, &body, &line, env, "fn")) return nothing();
    std::int64_t arity = list_length(left);
    QuotedCall when;
    if (arity == 1 && as_quoted_call(left.head(), &when) && when.head == atoms::when) arity = list_length(when.arguments) - 1;
    if (first) {
      closure->arity = static_cast<std::uint32_t>(arity);
      first = false;
    } else if (closure->arity != arity) {
      fail(env, line, "cannot mix clauses with different arities in anonymous functions");
      return nothing();
    }
    closure->clauses.push_back(clause_with_patterns(left, body, inner, line, static_cast<std::size_t>(arity), "fn"));
    if (failed()) return nothing();
  }
  if (first) {
    fail(env, env.line, "expected -> clauses in fn");
    return nothing();
  }
  closure->captured = inner.scope->captured;
  return closure;
}

// ---- receive --------------------------------------------------------------------------------------------------------

Core* Expander::expand_receive(const QuotedCall& call, Env& env) {
  const Term options = call.arguments.head();
  const Term clauses = option(options, atoms::do_);
  const Term after = option(options, atoms::after);
  if (clauses.is_none() && after.is_none()) {
    fail(env, env.line, "missing :do/:after option in \"receive\"");
    return nothing();
  }
  auto* receive = tree_.make<ReceiveCore>();
  // `receive do end after …` has an empty block for clauses.
  QuotedCall empty;
  const bool no_clauses = clauses.is_none() || clauses.is_nil() || clauses == atoms::nil ||
                          (as_quoted_call(clauses, &empty) && empty.head == atoms::block && empty.arguments.is_nil());
  if (!no_clauses) receive->clauses = one_pattern_clauses(clauses, env, "receive");
  if (after) {
    if (!after.is_cons() || !after.tail().is_nil() || !is_clause(after.head())) {
      fail(env, env.line, "expected a single -> clause for :after in \"receive\"");
      return nothing();
    }
    Term left, body;
    std::uint32_t line;
    if (!clause_parts(after.head(), &left, &body, &line, env, "receive")) return nothing();
    if (list_length(left) != 1) {
      fail(env, line, "expected one argument for :after in \"receive\"");
      return nothing();
    }
    Env inner = env;
    inner.line = line;
    const std::size_t first_variable = warn_candidates_.size();
    receive->timeout = expand(left.head(), inner);
    receive->after_body = expand(body, inner);
    end_variables(first_variable, inner, env.variables);
  }
  return receive;
}

// ---- try ------------------------------------------------------------------------------------------------------------

Clause Expander::rescue_clause(Term quoted, const Env& env, Variable* trace) {
  Clause clause;
  Term left, body;
  std::uint32_t line;
  if (!clause_parts(quoted, &left, &body, &line, env, "try")) return clause;
  if (list_length(left) != 1) {
    fail(env, line, "expected one argument for :rescue clauses (->) in \"try\"");
    return clause;
  }
  clause.line = line;
  clause.trace = trace;
  const std::size_t first_variable = warn_candidates_.size();
  Env inner = env;
  inner.line = line;
  inner.trace = trace;

  // The forms: name, _, Alias, [Alias, …], name in Alias, name in [Alias, …], name in _.
  Term variable = Term::none();
  Term kinds = Term::none();
  const Term what = left.head();
  QuotedCall in;
  QuotedCall name;
  const auto is_name = [&](Term term) {
    return as_quoted_call(term, &name) && name.head.is_atom() && name.arguments.is_atom() && !(name.head == atoms::MODULE);
  };
  if (as_quoted_call(what, &in) && in.head == atoms::in && list_length(in.arguments) == 2) {
    variable = in.arguments.head();
    kinds = in.arguments.tail().head();
    if (!is_name(variable)) {
      fail(env, line, "invalid \"rescue\" clause. The clause should match on an alias, a variable or be in the \"var in [alias]\" format");
      return clause;
    }
    if (is_name(kinds) && name.head == atoms::underscore) kinds = Term::none();
  } else if (is_name(what)) {
    variable = what;
  } else {
    kinds = what;
  }

  Pattern* whole = tree_.make<AnyPattern>();
  if (variable) {
    const Term list = make_list(arena_, {variable});
    whole = patterns(list, inner).front();
  }
  if (kinds) {
    std::vector<Term> modules;
    const auto add = [&](Term alias) {
      const Term module = alias_of(alias, inner);
      if (failed()) return;
      if (!module || !module.is_atom()) {
        fail(env, line, "invalid \"rescue\" clause. The clause should match on an alias, a variable or be in the \"var in [alias]\" format");
        return;
      }
      modules.push_back(module);
    };
    if (kinds.is_list()) {
      for (const Term alias : ListRange(kinds)) add(alias);
    } else {
      add(kinds);
    }
    if (failed()) return clause;
    // %{__struct__: kind} with a guard when there are several.
    auto* map = tree_.make<MapPattern>();
    if (modules.size() == 1) {
      map->pairs.emplace_back(constant(atoms::struct_), tree_.make<ConstantPattern>(modules[0]));
    } else {
      Variable* kind = tree_.make_variable(atoms::struct_, line, inner.scope);
      map->pairs.emplace_back(constant(atoms::struct_), tree_.make<BindPattern>(kind));
      Core* any = nullptr;
      for (std::size_t i = modules.size(); i-- > 0;) {
        auto* same = tree_.make<CallRemoteCore>();
        same->module = atoms::erlang;
        same->name = atoms::exactly_equal;
        same->arguments = {reference(kind, inner), constant(modules[i])};
        if (any == nullptr) {
          any = same;
        } else {
          auto* either = tree_.make<LogicalCore>(CoreKind::or_else);
          either->left = same;
          either->right = any;
          any = either;
        }
      }
      if (any == nullptr) any = constant(atoms::false_);
      clause.guards.push_back(any);
    }
    whole = tree_.make<BothPattern>(whole, map);
  }
  clause.patterns = {whole};
  clause.body = expand(body, inner);
  end_variables(first_variable, inner, env.variables);
  return clause;
}

Clause Expander::catch_clause(Term quoted, const Env& env, Variable* trace) {
  Clause clause;
  Term left, body;
  std::uint32_t line;
  if (!clause_parts(quoted, &left, &body, &line, env, "try")) return clause;
  // One pattern catches a throw, two are kind and value; the guard comes after either.
  Term patterns_and_guard = left;
  QuotedCall when;
  std::int64_t count = list_length(left);
  const bool guarded = count == 1 && as_quoted_call(left.head(), &when) && when.head == atoms::when;
  if (guarded) {
    patterns_and_guard = when.arguments;
    count = list_length(when.arguments) - 1;
  }
  if (count != 1 && count != 2) {
    fail(env, line, "expected one or two args for :catch clauses (->) in \"try\"");
    return clause;
  }
  if (count == 1) patterns_and_guard = make_cons(arena_, atoms::throw_, patterns_and_guard);
  if (guarded) patterns_and_guard = make_list(arena_, {make_tuple(arena_, {atoms::when, when.meta, patterns_and_guard})});
  Env inner = env;
  inner.trace = trace;
  clause = clause_with_patterns(patterns_and_guard, body, inner, line, 2, "try");
  clause.trace = trace;
  return clause;
}

Core* Expander::expand_try(const QuotedCall& call, Env& env) {
  const Term options = call.arguments.head();
  const Term body = option(options, atoms::do_);
  if (!body || !is_keyword_list(options)) {
    fail(env, env.line, "missing :do option in \"try\"");
    return nothing();
  }
  if (!option(options, atoms::rescue) && !option(options, atoms::catch_) && !option(options, atoms::after) && !option(options, atoms::else_)) {
    fail(env, env.line, "missing :catch/:rescue/:after option in \"try\"");
    return nothing();
  }
  if (list_length(options) == 2 && option(options, atoms::else_)) {
    warn_plain(env, env.line, "\"else\" shouldn't be used as the only clause in \"try\", use \"case\" instead");
  }
  auto* node = tree_.make<TryCore>();
  node->body = expand_scoped(body, env);
  Variable* trace = tree_.make_variable(atoms::STACKTRACE, env.line, env.scope);
  trace->used = true;
  for (const Term pair : ListRange(options)) {
    const Term key = tuple_element(pair, 0);
    const Term value = tuple_element(pair, 1);
    if (failed()) return nothing();
    if (key == atoms::do_) continue;
    if (key == atoms::after) {
      node->after_body = expand_scoped(value, env);
      continue;
    }
    if (!(key == atoms::rescue || key == atoms::catch_ || key == atoms::else_)) {
      fail(env, env.line, fmt::format("unexpected option {} in \"try\"", inspect_atom(key)));
      return nothing();
    }
    if (!value.is_cons() || !is_clause(value.head())) {
      fail(env, env.line, fmt::format("expected -> clauses for :{} in \"try\"", atom_text(key)));
      return nothing();
    }
    if (key == atoms::else_) {
      node->else_clauses = one_pattern_clauses(value, env, "try");
      node->has_else = true;
      continue;
    }
    for (const Term quoted : ListRange(value)) {
      if (key == atoms::rescue) {
        node->rescue_clauses.push_back(rescue_clause(quoted, env, trace));
      } else {
        node->catch_clauses.push_back(catch_clause(quoted, env, trace));
      }
      if (failed()) return nothing();
    }
  }
  return node;
}

// ---- with -----------------------------------------------------------------------------------------------------------

Core* Expander::expand_with(const QuotedCall& call, Env& env) {
  std::vector<Term> arguments;
  for (const Term argument : ListRange(call.arguments)) arguments.push_back(argument);
  Term options = Term::none();
  if (!arguments.empty() && is_keyword_list(arguments.back()) && option(arguments.back(), atoms::do_)) {
    options = arguments.back();
    arguments.pop_back();
  }
  if (options.is_none()) {
    fail(env, env.line, "missing :do option in \"with\"");
    return nothing();
  }
  auto* node = tree_.make<WithCore>();
  Env inner = env;
  for (const Term argument : arguments) {
    WithStep step;
    QuotedCall arrow;
    if (as_quoted_call(argument, &arrow) && arrow.head == atoms::left_arrow && list_length(arrow.arguments) == 2) {
      inner.line = line_of_meta(arrow.meta, inner.line);
      step.value = expand(arrow.arguments.tail().head(), inner);
      Term left = arrow.arguments.head();
      Term guards = Term::none();
      QuotedCall when;
      if (as_quoted_call(left, &when) && when.head == atoms::when && list_length(when.arguments) == 2) {
        left = when.arguments.head();
        guards = when.arguments.tail().head();
      }
      step.pattern = patterns(make_list(arena_, {left}), inner).front();
      if (guards) step.guards = expand_guards(guards, inner);
    } else {
      step.value = expand(argument, inner);
    }
    node->steps.push_back(std::move(step));
    if (failed()) return nothing();
  }
  node->body = expand(option(options, atoms::do_), inner);
  if (const Term otherwise = option(options, atoms::else_)) {
    if (!otherwise.is_cons() || !is_clause(otherwise.head())) {
      fail(env, env.line, "expected -> clauses for :else in \"with\"");
      return nothing();
    }
    node->else_clauses = one_pattern_clauses(otherwise, env, "with");
    node->has_else = true;
  }
  return node;
}

}  // namespace respawn
