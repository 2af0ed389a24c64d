#pragma once
/// Core: what is left of a program after expansion: no macros, no names to resolve, every variable its own.
///
/// The expander turns quoted code into a tree of these nodes and the code generator turns the tree into instructions. Variables
/// are bound once (a rebinding makes a new one), so a node refers to a Variable by pointer and scopes are gone. Patterns are a
/// language of their own, since they are compiled by another algorithm (match.hpp).
///
/// Nodes are owned by a CoreTree and live as long as it does. Terms in nodes lie in the compilation's arena.

#include <cstdint>
#include <memory>
#include <vector>

#include "code/bit_segment.hpp"
#include "code/opcodes.hpp"
#include "term/term.hpp"

namespace respawn {

struct FunctionScope;

struct Variable {
  Term name;             // as written; for texts
  std::uint32_t line = 0;
  FunctionScope* owner = nullptr;  // the fn or def that binds it
  bool used = false;
};

/// A fn or def during expansion: which variables of outer functions it refers to.
struct FunctionScope {
  FunctionScope* parent = nullptr;
  std::vector<Variable*> captured;  // in the order of first use
};

enum class CoreKind : std::uint8_t {
  constant, variable, list, tuple, map, map_update, bits, match, block,
  call_local, call_remote, call_dynamic, call_fun, closure, case_of, conditional, receive, try_catch, with_steps,
  function_reference, local_reference, and_also, or_else, stacktrace
};

struct Core {
  explicit Core(CoreKind its_kind) : kind(its_kind) {}
  virtual ~Core() = default;
  CoreKind kind;
  std::uint32_t line = 0;  // 0: the line of what surrounds it
};

// ---- patterns -------------------------------------------------------------------------------------------------------

enum class PatternKind : std::uint8_t { any, bind, constant, list, tuple, map, bits, equal, both };

struct Pattern {
  explicit Pattern(PatternKind its_kind) : kind(its_kind) {}
  virtual ~Pattern() = default;
  PatternKind kind;
};

struct AnyPattern final : Pattern {
  AnyPattern() : Pattern(PatternKind::any) {}
};
struct BindPattern final : Pattern {
  explicit BindPattern(Variable* its_variable) : Pattern(PatternKind::bind), variable(its_variable) {}
  Variable* variable;
};
struct ConstantPattern final : Pattern {
  explicit ConstantPattern(Term its_value) : Pattern(PatternKind::constant), value(its_value) {}
  Term value;
};
/// [head | tail].
struct ListPattern final : Pattern {
  ListPattern(Pattern* its_head, Pattern* its_tail) : Pattern(PatternKind::list), head(its_head), tail(its_tail) {}
  Pattern* head;
  Pattern* tail;
};
struct TuplePattern final : Pattern {
  TuplePattern() : Pattern(PatternKind::tuple) {}
  std::vector<Pattern*> elements;
};
struct MapPattern final : Pattern {
  MapPattern() : Pattern(PatternKind::map) {}
  std::vector<std::pair<Core*, Pattern*>> pairs;  // keys are constants or expressions over bound variables
  bool struct_name_is_atom = false;               // `%name{}`: the first value must be an atom
};
struct BitsPatternSegment {
  BitSegment type;
  Pattern* value = nullptr;
  Core* size = nullptr;  // null: none
};
struct BitsPattern final : Pattern {
  BitsPattern() : Pattern(PatternKind::bits) {}
  std::vector<BitsPatternSegment> segments;
};
/// Matches what is `===` to the value of an expression: ^x, and the second occurrence of a variable.
struct EqualPattern final : Pattern {
  explicit EqualPattern(Core* its_value) : Pattern(PatternKind::equal), value(its_value) {}
  Core* value;
};
/// p = q.
struct BothPattern final : Pattern {
  BothPattern(Pattern* its_left, Pattern* its_right) : Pattern(PatternKind::both), left(its_left), right(its_right) {}
  Pattern* left;
  Pattern* right;
};

struct Clause {
  std::vector<Pattern*> patterns;
  std::vector<Core*> guards;  // alternatives; empty: no guard
  Core* body = nullptr;
  std::uint32_t line = 0;
  Variable* trace = nullptr;  // in a rescue or catch clause: holds the raw trace for __STACKTRACE__
};

// ---- expressions ----------------------------------------------------------------------------------------------------

struct ConstantCore final : Core {
  explicit ConstantCore(Term its_value) : Core(CoreKind::constant), value(its_value) {}
  Term value;
};
struct VariableCore final : Core {
  explicit VariableCore(Variable* its_variable) : Core(CoreKind::variable), variable(its_variable) {}
  Variable* variable;
};
struct ListCore final : Core {
  ListCore() : Core(CoreKind::list) {}
  std::vector<Core*> elements;
  Core* tail = nullptr;  // null: the empty list
};
struct TupleCore final : Core {
  TupleCore() : Core(CoreKind::tuple) {}
  std::vector<Core*> elements;
};
struct MapCore final : Core {
  MapCore() : Core(CoreKind::map) {}
  std::vector<std::pair<Core*, Core*>> pairs;
};
struct MapUpdateCore final : Core {
  MapUpdateCore() : Core(CoreKind::map_update) {}
  Core* map = nullptr;
  std::vector<std::pair<Core*, Core*>> pairs;
};
struct BitsCoreSegment {
  BitSegment type;
  Core* value = nullptr;
  Core* size = nullptr;  // null: none
};
struct BitsCore final : Core {
  BitsCore() : Core(CoreKind::bits) {}
  std::vector<BitsCoreSegment> segments;
};
struct MatchCore final : Core {
  MatchCore() : Core(CoreKind::match) {}
  Pattern* pattern = nullptr;
  Core* value = nullptr;
};
struct BlockCore final : Core {
  BlockCore() : Core(CoreKind::block) {}
  std::vector<Core*> expressions;  // at least one
};
struct CallLocalCore final : Core {
  CallLocalCore() : Core(CoreKind::call_local) {}
  Term name;
  std::vector<Core*> arguments;
};
struct CallRemoteCore final : Core {
  CallRemoteCore() : Core(CoreKind::call_remote) {}
  Term module;
  Term name;
  std::vector<Core*> arguments;
};
/// module.name(arguments) with a module known only at run time. Without parentheses (`field`) the left side may be a map.
struct CallDynamicCore final : Core {
  CallDynamicCore() : Core(CoreKind::call_dynamic) {}
  Core* module = nullptr;
  Term name;
  std::vector<Core*> arguments;
  bool field = false;
};
struct CallFunCore final : Core {
  CallFunCore() : Core(CoreKind::call_fun) {}
  Core* fun = nullptr;
  std::vector<Core*> arguments;
};
struct ClosureCore final : Core {
  ClosureCore() : Core(CoreKind::closure) {}
  std::vector<Clause> clauses;
  std::uint32_t arity = 0;
  std::vector<Variable*> captured;
};
struct CaseCore final : Core {
  CaseCore() : Core(CoreKind::case_of) {}
  Core* subject = nullptr;
  std::vector<Clause> clauses;
  FailKind failure = FailKind::case_clause;
};
/// if: anything but nil and false is true.
struct ConditionalCore final : Core {
  ConditionalCore() : Core(CoreKind::conditional) {}
  Core* condition = nullptr;
  Core* then_branch = nullptr;
  Core* else_branch = nullptr;  // null: raises cond_clause
};
struct ReceiveCore final : Core {
  ReceiveCore() : Core(CoreKind::receive) {}
  std::vector<Clause> clauses;
  Core* timeout = nullptr;  // null: waits for ever
  Core* after_body = nullptr;
};
struct TryCore final : Core {
  TryCore() : Core(CoreKind::try_catch) {}
  Core* body = nullptr;
  std::vector<Clause> rescue_clauses;  // one pattern: the exception
  std::vector<Clause> catch_clauses;   // two patterns: kind, value
  std::vector<Clause> else_clauses;
  bool has_else = false;
  Core* after_body = nullptr;
};
struct WithStep {
  Pattern* pattern = nullptr;  // null: a plain expression
  std::vector<Core*> guards;
  Core* value = nullptr;
};
struct WithCore final : Core {
  WithCore() : Core(CoreKind::with_steps) {}
  std::vector<WithStep> steps;
  Core* body = nullptr;
  std::vector<Clause> else_clauses;
  bool has_else = false;
};
/// &Module.name/arity with constant parts.
struct FunctionReferenceCore final : Core {
  FunctionReferenceCore() : Core(CoreKind::function_reference) {}
  Term module;
  Term name;
  std::uint32_t arity = 0;
};
/// &name/arity.
struct LocalReferenceCore final : Core {
  LocalReferenceCore() : Core(CoreKind::local_reference) {}
  Term name;
  std::uint32_t arity = 0;
};
/// Erlang's andalso, orelse.
struct LogicalCore final : Core {
  explicit LogicalCore(CoreKind its_kind) : Core(its_kind) {}
  Core* left = nullptr;
  Core* right = nullptr;
};
struct StacktraceCore final : Core {
  StacktraceCore() : Core(CoreKind::stacktrace) {}
  Variable* trace = nullptr;
};

/// Owns nodes, patterns, variables and scopes.
class CoreTree {
 public:
  template <typename Node, typename... Arguments>
  Node* make(Arguments&&... arguments) {
    auto node = std::make_unique<Node>(std::forward<Arguments>(arguments)...);
    Node* raw = node.get();
    own(std::move(node));
    return raw;
  }
  Variable* make_variable(Term name, std::uint32_t line, FunctionScope* owner) {
    variables_.push_back(std::make_unique<Variable>(Variable{name, line, owner, false}));
    return variables_.back().get();
  }
  FunctionScope* make_scope(FunctionScope* parent) {
    scopes_.push_back(std::make_unique<FunctionScope>());
    scopes_.back()->parent = parent;
    return scopes_.back().get();
  }

 private:
  void own(std::unique_ptr<Core> node) { nodes_.push_back(std::move(node)); }
  void own(std::unique_ptr<Pattern> pattern) { patterns_.push_back(std::move(pattern)); }

  std::vector<std::unique_ptr<Core>> nodes_;
  std::vector<std::unique_ptr<Pattern>> patterns_;
  std::vector<std::unique_ptr<Variable>> variables_;
  std::vector<std::unique_ptr<FunctionScope>> scopes_;
};

}  // namespace respawn
