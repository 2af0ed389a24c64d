#include "lang/quote.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "term/binary.hpp"
#include "term/inspect.hpp"

namespace respawn {

class Quoter {
 public:
  Quoter(Expander& expander, Env& env) : expander_(expander), env_(env), arena_(expander.arena_) {}

  Term context = atoms::nil;
  bool unquote = true;
  bool hygiene = true;
  bool keep_lines = false;
  Core* line = nullptr;       // option line:
  Core* keep = nullptr;       // option location: :keep
  bool generated = false;

  Core* quote(Term term) {
    if (expander_.failed()) return expander_.nothing();
    if (++depth_ > 4000) {
      expander_.fail(env_, env_.line, "quoted code is nested too deeply");
      return expander_.nothing();
    }
    Core* result = quote_term(term);
    --depth_;
    return result;
  }

 private:
  Core* quote_term(Term term) {
    if (term.is_cons()) return quote_list(term);
    if (is_tuple_of(term, 2) && unquote && (splices(tuple_element(term, 0)) || splices(tuple_element(term, 1)))) {
      // What is spliced into a pair makes it a tuple of another size.
      const Term elements = make_list(arena_, {tuple_element(term, 0), tuple_element(term, 1)});
      return node(expander_.constant(atoms::tuple_literal), expander_.constant(Term::nil()), quote_list(elements));
    }
    if (is_tuple_of(term, 2)) return tuple({quote(tuple_element(term, 0)), quote(tuple_element(term, 1))});
    QuotedCall call;
    if (as_quoted_call(term, &call)) return quote_call(call);
    return expander_.constant(term);
  }

  static bool splices(Term term) {
    QuotedCall call;
    return as_quoted_call(term, &call) && call.head == atoms::unquote_splicing && list_length(call.arguments) == 1;
  }

  Core* quote_call(const QuotedCall& call) {
    const auto arity = list_length(call.arguments);
    if (unquote && call.head == atoms::unquote && arity == 1) return expander_.expand(call.arguments.head(), env_);
    if (unquote && call.head == atoms::unquote_splicing && arity == 1) {
      return expander_.raise_argument_error("unquote_splicing only works inside arguments and block contexts, wrap it in parens if you want it to work with one-liners");
    }
    if (call.head == atoms::quote && (arity == 1 || arity == 2)) {
      const bool before = unquote;
      unquote = false;
      Core* arguments = quote_list(call.arguments);
      unquote = before;
      return node(expander_.constant(call.head), meta(hygiene ? with_context(call.meta) : call.meta), arguments);
    }
    if (!hygiene) return generic(call);

    if (call.head == atoms::aliases && call.arguments.is_cons() && call.arguments.head().is_atom() && !(call.arguments.head() == atoms::Elixir)) {
      return quote_alias(call);
    }
    if (call.head.is_atom() && call.arguments == atoms::nil) {
      return node(expander_.constant(call.head), meta(import_meta(call.meta, call.head)), expander_.constant(context));
    }
    if (call.head == atoms::capture && arity == 1) {
      if (Core* capture = quote_capture(call)) return capture;
    }
    if (unquote) {
      if (Core* dot = quote_dot(call)) return dot;
    }
    if (call.head.is_atom() && arity >= 0) return quote_local(call);
    return generic(call);
  }

  Core* generic(const QuotedCall& call) {
    if (unquote && !hygiene) {
      if (Core* dot = quote_dot(call)) return dot;
    }
    return node(quote(call.head), meta(call.meta), call.arguments.is_list() ? quote_list(call.arguments) : quote(call.arguments));
  }

  // left.unquote(name)(arguments)
  Core* quote_dot(const QuotedCall& call) {
    QuotedCall outer, dot;
    if (as_quoted_call(call.head, &outer) && as_quoted_call(outer.head, &dot) && is_dot_unquote(dot) && list_length(outer.arguments) == 1) {
      return dot_call(dot, call.meta, outer.arguments.head(), quote_list(call.arguments));
    }
    if (as_quoted_call(call.head, &dot) && is_dot_unquote(dot) && list_length(call.arguments) == 1) {
      return dot_call(dot, call.meta, call.arguments.head(), expander_.constant(atoms::nil));
    }
    return nullptr;
  }
  static bool is_dot_unquote(const QuotedCall& call) {
    return call.head == atoms::dot && list_length(call.arguments) == 2 && call.arguments.tail().head() == atoms::unquote;
  }
  Core* dot_call(const QuotedCall& dot, Term call_meta, Term name, Core* arguments) {
    auto* build = expander_.tree_.make<CallRemoteCore>();
    build->module = atoms::respawn_quote;
    build->name = intern("dot");
    build->arguments = {meta(call_meta), quote(dot.arguments.head()), expander_.expand(name, env_), arguments};
    return build;
  }

  Core* quote_alias(const QuotedCall& call) {
    // What the alias means here, or false when it is no alias: then it must not become one where the code ends up.
    Term annotation = atoms::false_;
    const Term recorded = keyword_get(call.meta, atoms::alias);
    if (recorded) {
      annotation = recorded;
    } else {
      const Term first = call.arguments.head();
      const Term target = pair_list_get(env_.aliases, intern("Elixir." + std::string(atom_text(first))));
      if (target) {
        QuotedCall resolved = call;
        const Term module = expander_.expand_aliases_form(resolved, env_);
        if (module) annotation = module;
      }
    }
    Term kept = Term::nil();
    ListBuilder pairs(arena_);
    for (const Term pair : ListRange(call.meta)) {
      const Term key = tuple_element(pair, 0);
      if (!(key == atoms::alias) && !(key == atoms::counter)) pairs.add(pair);
    }
    kept = make_cons(arena_, make_tuple(arena_, {atoms::alias, annotation}), pairs.finish());
    return node(expander_.constant(call.head), meta(kept), quote_list(call.arguments));
  }

  Core* quote_capture(const QuotedCall& call) {
    QuotedCall slash, name;
    if (!as_quoted_call(call.arguments.head(), &slash) || !(slash.head == atoms::slash) || list_length(slash.arguments) != 2) return nullptr;
    if (!as_quoted_call(slash.arguments.head(), &name) || !name.head.is_atom() || !name.arguments.is_atom()) return nullptr;
    if (!slash.arguments.tail().head().is_small()) return nullptr;
    // The & itself remembers what the captured name was.
    const Term imports = imports_of(name.head);
    Term its_meta = call.meta;
    if (imports && keyword_get(its_meta, atoms::imports).is_none()) {
      its_meta = make_cons(arena_, make_tuple(arena_, {atoms::context, context}), its_meta);
      its_meta = make_cons(arena_, make_tuple(arena_, {atoms::imports, imports}), its_meta);
    }
    return node(expander_.constant(call.head), meta(its_meta), quote_list(call.arguments));
  }

  Core* quote_local(const QuotedCall& call) {
    Term its_meta = import_meta(call.meta, call.head);
    Term arguments = call.arguments;
    // Definitions and lexical forms remember in which context they were quoted.
    const bool lexical = call.head == atoms::alias || call.head == atoms::import || call.head == atoms::require || call.head == atoms::use;
    if (lexical && arguments.is_cons()) its_meta = with_context(its_meta);
    const bool defines = call.head == atoms::def || call.head == atoms::defp || call.head == atoms::defmacro || call.head == atoms::defmacrop || call.head == atoms::at;
    if (defines && arguments.is_cons()) {
      QuotedCall defined;
      if (as_quoted_call(arguments.head(), &defined)) {
        const Term marked = make_tuple(arena_, {defined.head, with_context(defined.meta), defined.arguments});
        arguments = make_cons(arena_, marked, arguments.tail());
      }
    }
    return node(expander_.constant(call.head), meta(its_meta), quote_list(arguments));
  }

  Term with_context(Term its_meta) {
    if (keyword_get(its_meta, atoms::context)) return its_meta;
    return with_pair(its_meta, atoms::context, context);
  }

  // Marks go to the end of the metadata.
  Term with_pair(Term its_meta, Term key, Term value) {
    ListBuilder pairs(arena_);
    for (const Term pair : ListRange(its_meta)) pairs.add(pair);
    pairs.add(make_tuple(arena_, {key, value}));
    return pairs.finish();
  }

  // [{arity, module}, …] of every import with this name; none when there is none.
  Term imports_of(Term name) {
    std::vector<std::pair<std::uint32_t, Term>> found;
    for (const auto* imports : {env_.functions.get(), env_.macros.get()}) {
      for (const ModuleNames& names : *imports) {
        for (const NameArity& candidate : names.names) {
          if (candidate.name == name) found.emplace_back(candidate.arity, names.module);
        }
      }
    }
    if (found.empty()) return Term::none();
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    ListBuilder pairs(arena_);
    for (const auto& [arity, module] : found) pairs.add(make_tuple(arena_, {Term::small(arity), module}));
    return pairs.finish();
  }

  // Names that are imported here remember it: [context: …, imports: …].
  Term import_meta(Term its_meta, Term name) {
    if (keyword_get(its_meta, atoms::imports) || keyword_get(its_meta, atoms::import)) return its_meta;
    const Term imports = imports_of(name);
    if (!imports) return its_meta;
    return with_pair(with_context(its_meta), atoms::imports, imports);
  }

  // Positions go, unless they are to be kept; marks come.
  Core* meta(Term its_meta) {
    if (keep_lines) return expander_.constant(its_meta);
    ListBuilder kept(arena_);
    const Term old_line = keyword_get(its_meta, atoms::line);
    for (const Term pair : ListRange(its_meta)) {
      if (is_tuple_of(pair, 2) && tuple_element(pair, 0) == atoms::line) continue;
      kept.add(pair);
    }
    Term base = kept.finish();
    if (generated && keyword_get(base, atoms::generated).is_none()) base = make_cons(arena_, make_tuple(arena_, {atoms::generated, atoms::true_}), base);
    std::vector<Core*> pairs;
    if (keep != nullptr) {
      Core* at = old_line ? expander_.constant(old_line) : expander_.constant(Term::small(0));
      pairs.push_back(tuple({expander_.constant(atoms::keep), tuple({keep, at})}));
    } else if (line != nullptr) {
      if (line->kind == CoreKind::constant && static_cast<ConstantCore*>(line)->value == atoms::true_) {
        if (old_line) pairs.push_back(tuple({expander_.constant(atoms::line), expander_.constant(old_line)}));
      } else {
        pairs.push_back(tuple({expander_.constant(atoms::line), line}));
      }
    }
    if (pairs.empty()) return expander_.constant(base);
    return list(pairs, expander_.constant(base));
  }

  Core* quote_list(Term term) {
    std::vector<Term> elements;
    for (; term.is_cons(); term = term.tail()) elements.push_back(term.head());
    Core* tail = term.is_nil() ? expander_.constant(Term::nil()) : quote(term);
    std::vector<Core*> run;
    for (std::size_t i = elements.size(); i-- > 0;) {
      // `[head | unquote_splicing(list)]` puts the list at the end.
      if (QuotedCall splice; unquote && splices(elements[i]) && as_quoted_call(elements[i], &splice)) {
        std::reverse(run.begin(), run.end());
        tail = list(run, tail);
        run.clear();
        Core* spliced = expander_.expand(splice.arguments.head(), env_);
        if (tail->kind == CoreKind::constant && static_cast<ConstantCore*>(tail)->value.is_nil()) {
          tail = spliced;
          continue;
        }
        auto* concat = expander_.tree_.make<CallRemoteCore>();
        concat->module = atoms::erlang;
        concat->name = atoms::concat;
        concat->arguments = {spliced, tail};
        concat->line = env_.line;
        tail = concat;
        continue;
      }
      run.push_back(quote(elements[i]));
    }
    std::reverse(run.begin(), run.end());
    return list(run, tail);
  }

  // ---- building, with constants folded
  static bool is_constant(Core* core) { return core->kind == CoreKind::constant; }
  static Term value(Core* core) { return static_cast<ConstantCore*>(core)->value; }

  Core* tuple(std::initializer_list<Core*> parts) {
    if (std::all_of(parts.begin(), parts.end(), is_constant)) {
      std::vector<Term> values;
      for (Core* part : parts) values.push_back(value(part));
      return expander_.constant(respawn::make_tuple(arena_, values));
    }
    auto* node = expander_.tree_.make<TupleCore>();
    node->elements = parts;
    return node;
  }
  Core* node(Core* head, Core* its_meta, Core* arguments) { return tuple({head, its_meta, arguments}); }
  Core* list(std::vector<Core*> elements, Core* tail) {
    if (elements.empty()) return tail;
    if (is_constant(tail) && std::all_of(elements.begin(), elements.end(), is_constant)) {
      std::vector<Term> values;
      for (Core* element : elements) values.push_back(value(element));
      return expander_.constant(make_list(arena_, values, value(tail)));
    }
    auto* node = expander_.tree_.make<ListCore>();
    node->elements = std::move(elements);
    node->tail = tail;
    return node;
  }
  Core* list(std::vector<Core*> elements) { return list(std::move(elements), expander_.constant(Term::nil())); }

  Expander& expander_;
  Env& env_;
  Arena& arena_;
  int depth_ = 0;

  friend Core* expand_quote(Expander&, const QuotedCall&, Env&);

 public:
  // bind_quoted: variables that hold values from outside, in front of the body.
  Core* with_bindings(const std::vector<std::pair<Term, Core*>>& bindings, Core* body) {
    std::vector<Core*> expressions;
    for (const auto& [name, bound] : bindings) {
      Core* variable = expander_.constant(make_tuple(arena_, {name, Term::nil(), context}));
      expressions.push_back(node(expander_.constant(atoms::match), expander_.constant(Term::nil()), list({variable, bound})));
    }
    expressions.push_back(body);
    return node(expander_.constant(atoms::block), expander_.constant(Term::nil()), list(std::move(expressions)));
  }
  static Core* constant_of(Expander& expander, Term term) { return expander.constant(term); }
};

Core* expand_quote(Expander& expander, const QuotedCall& call, Env& env) {
  Term options = call.arguments.head();
  Term body_options = call.arguments.tail().is_cons() ? call.arguments.tail().head() : options;
  const Term body = body_options.is_list() ? keyword_get(body_options, atoms::do_) : Term::none();
  if (!options.is_list()) {
    expander.fail(env, env.line, "invalid arguments for \"quote\"");
    return Quoter::constant_of(expander, atoms::nil);
  }
  if (!body) {
    expander.fail(env, env.line, "missing :do option in \"quote\"");
    return Quoter::constant_of(expander, atoms::nil);
  }
  if (!call.arguments.tail().is_cons()) {
    ListBuilder others(expander.arena());
    for (const Term pair : ListRange(options)) {
      if (!(tuple_element(pair, 0) == atoms::do_)) others.add(pair);
    }
    options = others.finish();
  }
  Quoter quoter(expander, env);
  quoter.context = env.module == atoms::nil ? atoms::Elixir : env.module;
  std::vector<std::pair<Term, Core*>> bindings;
  bool binds = false, unquote_given = false;
  if (!is_keyword_list(options)) {
    // Options computed at compile time: [line: x] built by a macro is a literal list; anything else is not understood.
    expander.fail(env, env.line, "invalid options for quote, expected a keyword list");
    return Quoter::constant_of(expander, atoms::nil);
  }
  for (const Term pair : ListRange(options)) {
    const Term key = tuple_element(pair, 0);
    const Term quoted_value = tuple_element(pair, 1);
    if (key == atoms::bind_quoted) {
      binds = true;
      if (!is_keyword_list(quoted_value)) {
        expander.fail(env, env.line, "invalid :bind_quoted for quote, expected a keyword list of variable names and values");
        return Quoter::constant_of(expander, atoms::nil);
      }
      for (const Term binding : ListRange(quoted_value)) {
        bindings.emplace_back(tuple_element(binding, 0), expander.expand(tuple_element(binding, 1), env));
      }
      continue;
    }
    Core* value = expander.expand(quoted_value, env);
    if (expander.failed()) return value;
    const Term known = value->kind == CoreKind::constant ? static_cast<ConstantCore*>(value)->value : Term::none();
    if (key == atoms::unquote) {
      quoter.unquote = known == atoms::true_;
      unquote_given = true;
    } else if (key == atoms::line) {
      quoter.line = value;
    } else if (key == atoms::location && known == atoms::keep) {
      quoter.keep = Quoter::constant_of(expander, make_binary(expander.arena(), expander.shown_file(env)));
    } else if (key == atoms::file) {
      quoter.keep = value;
    } else if (key == atoms::context && known && known.is_atom()) {
      quoter.context = known;
    } else if (key == atoms::generated) {
      quoter.generated = known == atoms::true_;
    } else {
      expander.fail(env, env.line, fmt::format("unsupported option {} given to quote", inspect(key)));
      return value;
    }
  }
  if (binds && !unquote_given) quoter.unquote = false;
  Core* quoted = quoter.quote(body);
  return binds ? quoter.with_bindings(bindings, quoted) : quoted;
}

Core* quote_definition(Expander& expander, Term quoted, Env& env) {
  Quoter quoter(expander, env);
  quoter.hygiene = false;
  quoter.keep_lines = true;
  return quoter.quote(quoted);
}

}  // namespace respawn
