#include "system/literal.hpp"

#include <fmt/format.h>

#include <vector>

#include "lang/parser.hpp"
#include "lang/expand.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

class LiteralReader {
 public:
  explicit LiteralReader(Arena& arena) : arena_(arena) {}

  bool read(Term quoted, Term* term, int depth = 0) {
    if (depth > kDepthMax) return fail("the term is nested too deeply");
    QuotedCall call;
    if (as_quoted_call(quoted, &call)) return read_call(call, term, depth);
    if (is_tuple_of(quoted, 2)) return read_tuple({tuple_element(quoted, 0), tuple_element(quoted, 1)}, term, depth);
    if (!quoted.is_cons()) {
      *term = quoted;
      return true;
    }
    std::vector<Term> elements;
    Term tail = Term::nil();
    for (Term rest = quoted; rest.is_cons(); rest = rest.tail()) {
      QuotedCall bar;
      if (rest.tail().is_nil() && as_quoted_call(rest.head(), &bar) && bar.head == atoms::bar && list_length(bar.arguments) == 2) {
        Term last;
        if (!read(bar.arguments.head(), &last, depth + 1) || !read(bar.arguments.tail().head(), &tail, depth + 1)) return false;
        elements.push_back(last);
        break;
      }
      Term element;
      if (!read(rest.head(), &element, depth + 1)) return false;
      elements.push_back(element);
    }
    *term = make_list(arena_, elements, tail);
    return true;
  }

  std::string& error() { return error_; }

 private:
  bool fail(std::string message) {
    error_ = std::move(message);
    return false;
  }

  bool read_tuple(const std::vector<Term>& quoted, Term* term, int depth) {
    std::vector<Term> elements(quoted.size());
    for (std::size_t i = 0; i < quoted.size(); ++i) {
      if (!read(quoted[i], &elements[i], depth + 1)) return false;
    }
    *term = respawn::make_tuple(arena_, std::span<const Term>(elements));
    return true;
  }

  bool read_call(const QuotedCall& call, Term* term, int depth) {
    const auto arity = list_length(call.arguments);
    if (call.arguments.is_atom()) return fail(fmt::format("{} is a variable, and there are none here", describe(call.head)));
    std::vector<Term> arguments;
    for (const Term argument : ListRange(call.arguments)) arguments.push_back(argument);
    if (call.head == atoms::tuple_literal) return read_tuple(arguments, term, depth);
    if (call.head == atoms::map_literal) return read_map(arguments, term, depth);
    if (call.head == atoms::block && arity == 1) return read(arguments[0], term, depth + 1);
    if (call.head == atoms::aliases) return read_alias(arguments, term);
    const std::string_view name = call.head.is_atom() ? atom_text(call.head) : std::string_view();
    if ((name == "-" || name == "+") && arity == 1) {
      Term number;
      if (!read(arguments[0], &number, depth + 1)) return false;
      if (!is_number(number)) return fail("only a number can have a sign");
      *term = name == "-" ? number_negate(arena_, number) : number;
      return true;
    }
    if (name == "pid" && arity == 3 && arguments[1].is_small() && arguments[2].is_small()) {
      *term = Term::pid(static_cast<std::uint32_t>(arguments[1].small_value()), static_cast<std::uint32_t>(arguments[2].small_value()));
      return true;
    }
    return fail(fmt::format("{} is a call, and nothing is evaluated here", describe(call.head)));
  }

  bool read_map(const std::vector<Term>& quoted, Term* term, int depth) {
    std::vector<Term> pairs;
    for (const Term pair : quoted) {
      if (!is_tuple_of(pair, 2)) return fail("a map is written %{key => value}");
      Term key, value;
      if (!read(tuple_element(pair, 0), &key, depth + 1) || !read(tuple_element(pair, 1), &value, depth + 1)) return false;
      pairs.push_back(key);
      pairs.push_back(value);
    }
    *term = make_map(arena_, pairs.data(), pairs.size() / 2);
    return true;
  }

  bool read_alias(const std::vector<Term>& parts, Term* term) {
    std::string name = "Elixir";
    for (const Term part : parts) {
      if (!part.is_atom()) return fail("the name of a module is written in full here");
      name += "." + std::string(atom_text(part));
    }
    *term = intern(name);
    return true;
  }

  static std::string describe(Term head) { return head.is_atom() ? std::string(atom_text(head)) : std::string("this"); }

  static constexpr int kDepthMax = 1000;
  Arena& arena_;
  std::string error_;
};

}  // namespace

Result<Term, std::string> read_literal(std::string_view text, Arena& arena) {
  ParseOptions options;
  const auto quoted = parse(text, arena, options);
  if (!quoted) return Failure{to_diagnostic(quoted.error(), text, options).message};
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Failure{std::string("write a term, for instance :hello")};
  LiteralReader reader(arena);
  Term term;
  if (!reader.read(*quoted, &term)) return Failure{std::move(reader.error())};
  return term;
}

}  // namespace respawn
