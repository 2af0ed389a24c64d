/// Compiling match specifications (match_spec.hpp).

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "native/match_spec.hpp"
#include "term/atom.hpp"
#include "term/builder.hpp"
#include "term/copy.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

const Term kAllVariables = intern("$$");
const Term kWholeObject = intern("$_");
const Term kConst = intern("const");

// The number of a variable '$N', written without leading zeros.
std::optional<std::uint32_t> variable_number(Term term) {
  if (!term.is_atom()) return std::nullopt;
  const std::string_view text = atom_text(term);
  if (text.size() < 2 || text.size() > 10 || text[0] != '$' || (text[1] == '0' && text.size() > 2)) return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_composite(Term term) { return term.is_cons() || is_tuple(term) || is_map(term); }

template <typename Test>
bool any_part(Term root, Test&& test) {
  std::vector<Term> parts{root};
  while (!parts.empty()) {
    const Term part = parts.back();
    parts.pop_back();
    if (test(part)) return true;
    if (part.is_cons()) {
      parts.push_back(part.tail());
      parts.push_back(part.head());
    } else if (is_tuple(part)) {
      for (std::size_t i = 0; i < tuple_size(part); ++i) parts.push_back(tuple_element(part, i));
    } else if (is_map(part)) {
      for_each_pair(part, [&](Term key, Term value) {
        parts.push_back(key);
        parts.push_back(value);
      });
    }
  }
  return false;
}

// Whether a list or map of a body means something else than itself.
bool must_be_evaluated(Term term) {
  return any_part(term, [](Term part) {
    return is_tuple(part) || part == kAllVariables || part == kWholeObject || variable_number(part).has_value();
  });
}

}  // namespace

bool has_match_variables(Term pattern) {
  return any_part(pattern, [](Term part) { return part == atoms::underscore || variable_number(part).has_value(); });
}

class MatchCompiler {
 public:
  using Op = MatchSpec::Op;
  using Instruction = MatchSpec::Instruction;

  explicit MatchCompiler(MatchSpec& spec) : spec_(spec), clause_(spec.clauses_.emplace_back()) {}
  ~MatchCompiler() {
    spec_.register_count_ = std::max(spec_.register_count_, registers_);
    spec_.variable_count_ = std::max(spec_.variable_count_, static_cast<std::uint32_t>(variables_.size()));
  }
  MatchCompiler(const MatchCompiler&) = delete;

  // Each returns false when its part of the specification is none.
  bool add_head(Term head);
  bool add_guards(Term guards);
  bool add_body(Term body);
  void add_result(Op op) {
    clause_.body_start = clause_.code.size();
    emit({.op = op});
  }
  void add_constant_result(Term constant) {
    clause_.body_start = clause_.code.size();
    emit({.op = Op::push, .constant = constant});
  }

 private:
  // What is left to do of an expression, last first.
  struct Task {
    enum class Kind : std::uint8_t { expression, instruction, branch, label };
    Kind kind;
    Term expression = Term::none();
    Instruction instruction = {};
    std::size_t label = 0;
  };

  void emit(const Instruction& instruction) { clause_.code.push_back(instruction); }
  Term keep(Term term) { return copy(spec_.constants_, term); }

  /// The slot of a variable, and whether this is the first time that it is met.
  std::pair<std::uint32_t, bool> variable(std::uint32_t number) {
    const auto [place, fresh] = variables_.try_emplace(number, static_cast<std::uint32_t>(variables_.size()));
    return {place->second, fresh};
  }

  void match_element(std::uint32_t in, std::uint32_t index, Term pattern);
  void match_register(std::uint32_t in, Term pattern);
  bool match_parts(std::uint32_t in, Term pattern);

  bool add_expression(Term expression);
  bool expand(Term expression);
  bool expand_call(Term call);
  void expand_all(Term tuple, std::size_t from);
  void expand_short_circuit(Term call, Op branch);

  MatchSpec& spec_;
  MatchSpec::Clause& clause_;
  std::unordered_map<std::uint32_t, std::uint32_t> variables_;
  std::uint32_t registers_ = 1;
  std::vector<std::pair<std::uint32_t, Term>> to_match_;
  std::vector<Task> tasks_;
  std::vector<std::size_t> labels_;
};

// ---- heads ----------------------------------------------------------------------------------------------------------

void MatchCompiler::match_element(std::uint32_t in, std::uint32_t index, Term pattern) {
  if (pattern == atoms::underscore) return;
  if (const auto number = variable_number(pattern)) {
    const auto [slot, fresh] = variable(*number);
    emit({.op = fresh ? Op::bind : Op::same, .a = in, .b = index, .c = slot});
  } else if (is_composite(pattern)) {
    emit({.op = Op::load, .a = in, .b = index, .c = registers_});
    to_match_.emplace_back(registers_++, pattern);
  } else {
    emit({.op = Op::equal, .a = in, .b = index, .constant = keep(pattern)});
  }
}

void MatchCompiler::match_register(std::uint32_t in, Term pattern) {
  if (pattern == atoms::underscore) return;
  if (const auto number = variable_number(pattern)) {
    const auto [slot, fresh] = variable(*number);
    emit({.op = fresh ? Op::bind_register : Op::same_register, .a = in, .c = slot});
  } else if (is_composite(pattern)) {
    to_match_.emplace_back(in, pattern);
  } else {
    emit({.op = Op::equal_register, .a = in, .constant = keep(pattern)});
  }
}

bool MatchCompiler::match_parts(std::uint32_t in, Term pattern) {
  if (is_tuple(pattern)) {
    emit({.op = Op::check_tuple, .a = in, .b = static_cast<std::uint32_t>(tuple_size(pattern))});
    for (std::uint32_t i = 0; i < tuple_size(pattern); ++i) match_element(in, i, tuple_element(pattern, i));
    return true;
  }
  if (pattern.is_cons()) {
    emit({.op = Op::check_cons, .a = in});
    match_element(in, 0, pattern.head());
    match_element(in, 1, pattern.tail());
    return true;
  }
  emit({.op = Op::check_map, .a = in});
  bool keys_are_known = true;
  for_each_pair(pattern, [&](Term key, Term value) {
    if (has_match_variables(key)) keys_are_known = false;
    const std::uint32_t to = registers_++;
    emit({.op = Op::load_value, .a = in, .c = to, .constant = keep(key)});
    match_register(to, value);
  });
  return keys_are_known;
}

bool MatchCompiler::add_head(Term head) {
  clause_.head = keep(head);
  match_register(0, head);
  while (!to_match_.empty()) {
    const auto [in, pattern] = to_match_.back();
    to_match_.pop_back();
    if (!match_parts(in, pattern)) return false;
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> in_order(variables_.begin(), variables_.end());
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [number, slot] : in_order) clause_.variables.push_back(slot);
  return true;
}

// ---- guards and bodies ----------------------------------------------------------------------------------------------

// Operands are pushed as tasks from the last to the first, so that they are computed from the first to the last.
void MatchCompiler::expand_all(Term tuple, std::size_t from) {
  for (std::size_t i = tuple_size(tuple); i-- > from;) tasks_.push_back({.kind = Task::Kind::expression, .expression = tuple_element(tuple, i)});
}

void MatchCompiler::expand_short_circuit(Term call, Op branch) {
  const std::size_t label = labels_.size();
  labels_.push_back(0);
  tasks_.push_back({.kind = Task::Kind::label, .label = label});
  for (std::size_t i = tuple_size(call); i-- > 1;) {
    if (i + 1 < tuple_size(call)) tasks_.push_back({.kind = Task::Kind::branch, .instruction = {.op = branch}, .label = label});
    tasks_.push_back({.kind = Task::Kind::expression, .expression = tuple_element(call, i)});
  }
}

bool MatchCompiler::expand_call(Term call) {
  if (tuple_size(call) == 0) return false;
  const Term name = tuple_element(call, 0);
  const auto count = static_cast<std::uint32_t>(tuple_size(call) - 1);
  const auto then = [&](const Instruction& instruction) { tasks_.push_back({.kind = Task::Kind::instruction, .instruction = instruction}); };
  if (is_tuple(name)) {
    if (count != 0) return false;
    then({.op = Op::make_tuple, .a = static_cast<std::uint32_t>(tuple_size(name))});
    expand_all(name, 0);
    return true;
  }
  if (name == kConst) {
    if (count == 1) emit({.op = Op::push, .constant = keep(tuple_element(call, 1))});
    return count == 1;
  }
  const bool is_and = name == atoms::and_;
  if (is_and || name == atoms::or_) {
    then({.op = is_and ? Op::all_true : Op::any_true, .a = count});
    expand_all(call, 1);
    return count != 0;
  }
  if (name == atoms::erlang_andalso || name == atoms::erlang_orelse) {
    expand_short_circuit(call, name == atoms::erlang_andalso ? Op::skip_if_false : Op::skip_if_true);
    return count != 0;
  }
  MatchFunction function = find_match_function(name, count);
  then({.op = Op::call, .a = count, .function = function});
  expand_all(call, 1);
  return function != nullptr;
}

bool MatchCompiler::expand(Term expression) {
  if (is_tuple(expression)) return expand_call(expression);
  if (const auto number = variable_number(expression)) {
    const auto found = variables_.find(*number);
    if (found == variables_.end()) return false;
    emit({.op = Op::push_variable, .c = found->second});
  } else if (expression == kWholeObject) {
    emit({.op = Op::push_object});
  } else if (expression == kAllVariables) {
    emit({.op = Op::push_variables});
  } else if (!is_composite(expression) || !must_be_evaluated(expression)) {
    emit({.op = Op::push, .constant = keep(expression)});
  } else if (expression.is_cons()) {
    std::vector<Term> parts;
    for (; expression.is_cons(); expression = expression.tail()) parts.push_back(expression.head());
    parts.push_back(expression);
    tasks_.push_back({.kind = Task::Kind::instruction, .instruction = {.op = Op::make_list, .a = static_cast<std::uint32_t>(parts.size())}});
    for (std::size_t i = parts.size(); i-- > 0;) tasks_.push_back({.kind = Task::Kind::expression, .expression = parts[i]});
  } else {
    tasks_.push_back({.kind = Task::Kind::instruction,
                      .instruction = {.op = Op::make_map, .a = static_cast<std::uint32_t>(2 * map_size(expression))}});
    for_each_pair(expression, [&](Term key, Term value) {
      tasks_.push_back({.kind = Task::Kind::expression, .expression = value});
      tasks_.push_back({.kind = Task::Kind::expression, .expression = key});
    });
  }
  return true;
}

bool MatchCompiler::add_expression(Term expression) {
  tasks_.push_back({.kind = Task::Kind::expression, .expression = expression});
  std::vector<std::pair<std::size_t, std::size_t>> branches;  // instruction, label
  while (!tasks_.empty()) {
    const Task task = tasks_.back();
    tasks_.pop_back();
    switch (task.kind) {
      case Task::Kind::expression:
        if (!expand(task.expression)) return false;
        break;
      case Task::Kind::instruction: emit(task.instruction); break;
      case Task::Kind::branch:
        branches.emplace_back(clause_.code.size(), task.label);
        emit(task.instruction);
        break;
      case Task::Kind::label: labels_[task.label] = clause_.code.size(); break;
    }
  }
  for (const auto& [instruction, label] : branches) clause_.code[instruction].b = static_cast<std::uint32_t>(labels_[label]);
  return true;
}

bool MatchCompiler::add_guards(Term guards) {
  for (; guards.is_cons(); guards = guards.tail()) {
    if (!add_expression(guards.head())) return false;
    emit({.op = Op::check_guard});
  }
  return guards.is_nil();
}

bool MatchCompiler::add_body(Term body) {
  if (!body.is_cons()) return false;
  clause_.body_start = clause_.code.size();
  for (; body.is_cons(); body = body.tail()) {
    if (clause_.code.size() > clause_.body_start) emit({.op = Op::drop});
    if (!add_expression(body.head())) return false;
  }
  return body.is_nil();
}

std::unique_ptr<MatchSpec> MatchSpec::compile(Term spec) {
  if (!spec.is_cons()) return nullptr;
  auto result = std::make_unique<MatchSpec>();
  for (; spec.is_cons(); spec = spec.tail()) {
    const Term clause = spec.head();
    if (!is_tuple_of(clause, 3)) return nullptr;
    MatchCompiler compiler(*result);
    if (!compiler.add_head(tuple_element(clause, 0)) || !compiler.add_guards(tuple_element(clause, 1)) ||
        !compiler.add_body(tuple_element(clause, 2))) {
      return nullptr;
    }
  }
  return spec.is_nil() ? std::move(result) : nullptr;
}

std::unique_ptr<MatchSpec> MatchSpec::compile_pattern(Term pattern, PatternBody body) {
  auto result = std::make_unique<MatchSpec>();
  MatchCompiler compiler(*result);
  if (!compiler.add_head(pattern)) return nullptr;
  switch (body) {
    case PatternBody::variables: compiler.add_result(Op::push_variables); break;
    case PatternBody::object: compiler.add_result(Op::push_object); break;
    case PatternBody::truth: compiler.add_constant_result(atoms::true_); break;
  }
  return result;
}

}  // namespace respawn
