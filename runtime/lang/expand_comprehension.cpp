/// `for`: rewritten to nested reductions.
///
/// Each generator is a call of Enum.reduce (for bits: of a loop in lib/for.ex) with a fn that threads an accumulator; filters are
/// conditions around the rest. What the accumulator is depends on the options: a reversed list, what a collector says, the user's own.
/// The rewriting is of quoted code; variables of its own have a number that no user's have.

#include <fmt/format.h>

#include "lang/expand.hpp"
#include "term/binary.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

struct ForOptions {
  Term body = Term::none();
  Term into = Term::none();
  Term reduce = Term::none();
  bool uniq = false;
};

}  // namespace

class ForRewriter {
 public:
  ForRewriter(Arena& arena, CompileHost& host, Term meta, ForOptions options, std::vector<Term> steps)
      : arena_(arena), host_(host), meta_(meta), options_(options), steps_(std::move(steps)) {}

  Term rewrite() {
    const Term initial_name = fresh("acc");
    if (options_.reduce) return step(0, options_.reduce);
    if (options_.into) {
      collect_ = fresh("collect");
      const Term initial = options_.uniq ? pair(initial_name, empty_map()) : initial_name;
      Term result = step(0, initial);
      if (options_.uniq) result = remote(atoms::erlang, atoms::element, {Term::small(1), result});
      const Term fun = call(atoms::fn, {call(atoms::arrow, {list({initial_name, collect_}), result})});
      return remote(atoms::respawn_for, atoms::into, {options_.into, fun});
    }
    Term result = step(0, options_.uniq ? pair(Term::nil(), empty_map()) : Term::nil());
    if (options_.uniq) result = remote(atoms::erlang, atoms::element, {Term::small(1), result});
    return remote(atoms::lists, atoms::reverse, {result});
  }

 private:
  Term list(std::initializer_list<Term> elements) { return make_list(arena_, elements); }
  Term pair(Term a, Term b) { return make_tuple(arena_, {a, b}); }
  Term call(Term name, std::initializer_list<Term> arguments) { return make_tuple(arena_, {name, meta_, list(arguments)}); }
  Term remote(Term module, Term name, std::initializer_list<Term> arguments) {
    const Term target = make_tuple(arena_, {atoms::dot, meta_, list({module, name})});
    return make_tuple(arena_, {target, meta_, list(arguments)});
  }
  Term fresh(std::string_view name) {
    const Term counter = Term::small(host_.next_counter());
    const Term meta = list({pair(atoms::counter, counter), pair(atoms::generated, atoms::true_)});
    return make_tuple(arena_, {intern(name), meta, atoms::Kernel});
  }
  Term underscore() { return make_tuple(arena_, {atoms::underscore, Term::nil(), atoms::Kernel}); }
  Term empty_map() { return make_tuple(arena_, {atoms::map_literal, Term::nil(), Term::nil()}); }
  Term do_block(Term clauses) { return list({pair(atoms::do_, clauses)}); }
  // Marked as not written by anybody: the last clause may be one that is never needed.
  Term arrow(Term patterns, Term body) {
    return make_tuple(arena_, {atoms::arrow, make_cons(arena_, pair(atoms::generated, atoms::true_), meta_), list({patterns, body})});
  }

  // The accumulator after the steps from `index` on, given the one before.
  Term step(std::size_t index, Term accumulator) {
    if (index == steps_.size()) return body(accumulator);
    QuotedCall form;
    if (as_quoted_call(steps_[index], &form)) {
      if (form.head == atoms::left_arrow && list_length(form.arguments) == 2) return generator(index, form, accumulator);
      if (form.head == atoms::bitstring_literal && form.arguments.is_cons()) {
        Term last = form.arguments;
        while (last.tail().is_cons()) last = last.tail();
        QuotedCall arrow_form;
        if (as_quoted_call(last.head(), &arrow_form) && arrow_form.head == atoms::left_arrow) return bit_generator(index, form, arrow_form, accumulator);
      }
    }
    return filter(index, accumulator);
  }

  Term generator(std::size_t index, const QuotedCall& form, Term accumulator) {
    const Term left = form.arguments.head();
    const Term source = form.arguments.tail().head();
    const Term inner = fresh("acc");
    const Term rest = step(index + 1, inner);
    QuotedCall when, variable;
    Term head = list({left, inner});
    const bool guarded = as_quoted_call(left, &when) && when.head == atoms::when && list_length(when.arguments) == 2;
    if (guarded) head = list({call(atoms::when, {when.arguments.head(), inner, when.arguments.tail().head()})});
    const bool any = !guarded && as_quoted_call(left, &variable) && variable.head.is_atom() && variable.arguments.is_atom();
    Term clauses = list({arrow(head, rest)});
    if (!any) {
      const Term passed = fresh("acc");
      clauses = list({arrow(head, rest), arrow(list({underscore(), passed}), passed)});
    }
    const Term fun = make_tuple(arena_, {atoms::fn, meta_, clauses});
    return remote(atoms::respawn_for, atoms::reduce, {source, accumulator, fun});
  }

  // <<pattern <- source>>: each turn takes the pattern off the front; bits that have its sizes but not its values are passed over.
  Term bit_generator(std::size_t index, const QuotedCall& form, const QuotedCall& arrow_form, Term accumulator) {
    ListBuilder segments(arena_), skipped(arena_);
    const auto add = [&](Term segment) {
      segments.add(segment);
      QuotedCall typed;
      if (as_quoted_call(segment, &typed) && typed.head == atoms::type_operator && list_length(typed.arguments) == 2) {
        const Term value = typed.arguments.head();
        const bool literal = !is_tuple_of(value, 3);
        skipped.add(literal ? call(atoms::type_operator, {underscore(), typed.arguments.tail().head()}) : segment);
      } else if (is_bitstring(segment)) {
        const auto bytes = static_cast<std::int64_t>(bit_view(segment).bit_size / 8);
        skipped.add(call(atoms::type_operator, {underscore(), call(atoms::minus, {make_tuple(arena_, {atoms::binary, meta_, atoms::nil}),
            call(atoms::size, {Term::small(bytes)})})}));
      } else {
        skipped.add(is_tuple_of(segment, 3) ? segment : underscore());
      }
    };
    Term part = form.arguments;
    for (; part.tail().is_cons(); part = part.tail()) add(part.head());
    add(arrow_form.arguments.head());
    const Term rest_name = fresh("rest");
    const Term rest_segment = call(atoms::type_operator, {rest_name, make_tuple(arena_, {atoms::bitstring, meta_, atoms::nil})});
    const Term pattern = make_tuple(arena_, {atoms::bitstring_literal, meta_, segments.finish(list({rest_segment}))});
    const Term skip = make_tuple(arena_, {atoms::bitstring_literal, meta_, skipped.finish(list({rest_segment}))});
    const Term inner = fresh("acc");
    const Term passed = fresh("acc");
    const auto go_on = [&](Term acc) { return call(atoms::tuple_literal, {atoms::cont, rest_name, acc}); };
    const Term clauses = list({arrow(list({pattern, inner}), go_on(step(index + 1, inner))), arrow(list({mark_generated(skip), passed}), go_on(passed)),
                               arrow(list({underscore(), passed}), pair(atoms::halt, passed))});
    const Term fun = make_tuple(arena_, {atoms::fn, meta_, clauses});
    return remote(atoms::respawn_for, atoms::bits, {arrow_form.arguments.tail().head(), accumulator, fun});
  }

  // The variables of the skipping clause are never used: nobody is to be warned of them.
  Term mark_generated(Term term) {
    if (term.is_cons()) {
      ListBuilder marked(arena_);
      for (; term.is_cons(); term = term.tail()) marked.add(mark_generated(term.head()));
      return marked.finish(term);
    }
    QuotedCall form;
    if (!as_quoted_call(term, &form)) return term;
    const Term meta = make_cons(arena_, pair(atoms::generated, atoms::true_), form.meta);
    return make_tuple(arena_, {form.head, meta, form.arguments.is_list() ? mark_generated(form.arguments) : form.arguments});
  }

  Term filter(std::size_t index, Term accumulator) {
    // The accumulator may be an expression: it is bound once, since it stands in both branches.
    const Term name = fresh("acc");
    const Term clauses = list({arrow(list({underscore()}), name), arrow(list({underscore()}), step(index + 1, name))});
    const Term optimise = list({pair(atoms::optimize_boolean, atoms::true_)});
    const Term condition = make_tuple(arena_, {atoms::case_, optimise, list({steps_[index], do_block(clauses)})});
    return call(atoms::block, {call(atoms::match, {name, accumulator}), condition});
  }

  Term body(Term accumulator) {
    if (options_.reduce) return call(atoms::case_, {accumulator, do_block(options_.body)});
    if (!options_.uniq) return collected(accumulator, options_.body);
    const Term state = fresh("acc"), seen = fresh("seen"), value = fresh("value");
    const Term is_seen = remote(atoms::maps, atoms::is_key, {value, seen});
    const Term fresh_value = pair(collected(state, value), remote(atoms::maps, atoms::put, {value, atoms::true_, seen}));
    const Term clauses = list({arrow(list({atoms::true_}), pair(state, seen)), arrow(list({atoms::false_}), fresh_value)});
    return call(atoms::block, {call(atoms::match, {pair(state, seen), accumulator}), call(atoms::match, {value, options_.body}),
                               call(atoms::case_, {is_seen, do_block(clauses)})});
  }

  Term collected(Term accumulator, Term value) {
    if (!options_.into) return list({call(atoms::bar, {value, accumulator})});
    const Term target = make_tuple(arena_, {atoms::dot, meta_, list({collect_})});
    return make_tuple(arena_, {target, meta_, list({accumulator, pair(atoms::cont, value)})});
  }

  Arena& arena_;
  CompileHost& host_;
  Term meta_;
  ForOptions options_;
  std::vector<Term> steps_;
  Term collect_ = Term::none();
};

Core* Expander::expand_for(const QuotedCall& call, Env& env) {
  std::vector<Term> steps;
  for (const Term argument : ListRange(call.arguments)) steps.push_back(argument);
  ForOptions options;
  if (steps.empty() || !is_keyword_list(steps.back()) || keyword_get(steps.back(), atoms::do_).is_none()) {
    fail(env, env.line, "missing :do option in \"for\"");
    return nothing();
  }
  for (const Term pair : ListRange(steps.back())) {
    const Term key = tuple_element(pair, 0);
    const Term value = tuple_element(pair, 1);
    if (key == atoms::do_) {
      options.body = value;
    } else if (key == atoms::into) {
      options.into = value;
    } else if (key == atoms::reduce) {
      options.reduce = value;
    } else if (key == atoms::uniq) {
      if (!is_boolean(value)) {
        fail(env, env.line, fmt::format(":uniq option for comprehensions only accepts a boolean, got: {}", describe_code(value)));
        return nothing();
      }
      options.uniq = value == atoms::true_;
    } else {
      fail(env, env.line, fmt::format("unsupported option :{} given to for", atom_text(key)));
      return nothing();
    }
  }
  // A second list of options in front of the block: `for x <- xs, into: %{} do`.
  steps.pop_back();
  if (!steps.empty() && is_keyword_list(steps.back()) && steps.back().is_cons()) {
    for (const Term pair : ListRange(steps.back())) {
      const Term key = tuple_element(pair, 0);
      if (key == atoms::into) options.into = tuple_element(pair, 1);
      if (key == atoms::reduce) options.reduce = tuple_element(pair, 1);
      if (key == atoms::uniq) options.uniq = tuple_element(pair, 1) == atoms::true_;
    }
    steps.pop_back();
  }
  if (options.reduce && (options.into || options.uniq)) {
    fail(env, env.line, "cannot use :reduce alongside :into/:uniq in comprehension");
    return nothing();
  }
  QuotedCall clause;
  const bool has_clauses = options.body.is_cons() && as_quoted_call(options.body.head(), &clause) && clause.head == atoms::arrow;
  if (options.reduce && !has_clauses) {
    fail(env, env.line, "when using :reduce with comprehensions, the do block must be written using acc -> expr clauses, where each clause expects "
        "the accumulator as a single argument");
    return nothing();
  }
  if (!options.reduce && has_clauses) {
    fail(env, env.line, "the do block was written using acc -> expr clauses but the :reduce option was not given");
    return nothing();
  }
  QuotedCall first;
  const bool starts_with_generator = !steps.empty() && as_quoted_call(steps[0], &first) && (first.head == atoms::left_arrow || first.head == atoms::bitstring_literal);
  if (!starts_with_generator) {
    fail(env, env.line, "for comprehensions must start with a generator");
    return nothing();
  }
  const Term line = make_list(arena_, {make_tuple(arena_, {atoms::line, Term::small(env.line)})});
  ForRewriter rewriter(arena_, host_, line, options, std::move(steps));
  const Term rewritten = rewriter.rewrite();
  return expand_scoped(rewritten, env);
}

}  // namespace respawn
