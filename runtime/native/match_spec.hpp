#pragma once
/// Match specifications: patterns, guards and results that programs write as terms, for tables above all.
///
/// A specification is a list of clauses {head, guards, body}; its grammar is in the ERTS User's Guide, "Match
/// Specifications in Erlang". It is compiled once to a list of small instructions and run on many objects:
///   - the head becomes tests on registers: register 0 holds the object, each inner tuple, list or map of the pattern gets
///     one; a variable is bound to a slot;
///   - guards and body become postfix code on a stack of terms.
/// Nothing recurses: nesting costs memory, not C++ stack.

#include <cstdint>
#include <memory>
#include <vector>

#include "term/area.hpp"

namespace respawn {

/// Whether `pattern` contains '_' or a variable ('$1').
bool has_match_variables(Term pattern);

struct MatchContext {
  Term self;
};

/// A function that guards and bodies may call; none means that it failed.
using MatchFunction = Term (*)(Area& area, const Term* arguments, std::size_t count, const MatchContext& context);

/// The function with this name and number of operands; null when there is none.
MatchFunction find_match_function(Term name, std::size_t count);

class MatchSpec {
 public:
  /// Null when `spec` is no specification. The result holds copies of all that it needs.
  static std::unique_ptr<MatchSpec> compile(Term spec);

  /// What a single pattern gives, for `match`, `match_object`, `match_delete`.
  enum class PatternBody : std::uint8_t { variables, object, truth };
  static std::unique_ptr<MatchSpec> compile_pattern(Term pattern, PatternBody body);

  std::size_t clause_count() const { return clauses_.size(); }
  /// The head of a clause, a pattern.
  Term head(std::size_t clause) const { return clauses_[clause].head; }

 private:
  friend class MatchCompiler;
  friend class MatchMachine;

  enum class Op : std::uint8_t {
    // Of heads. `a`: register, `b`: index of an element (of a list cell: 0 head, 1 tail).
    check_tuple,     // b: size
    check_cons,
    check_map,
    load,            // to register c: the element
    load_value,      // to register c: the value of the key `constant`
    bind,            // variable c to the element
    same,            // variable c and the element
    equal,           // `constant` and the element
    bind_register,   // variable c to the register
    same_register,   // variable c and the register
    equal_register,  // `constant` and the register
    // Of guards and bodies. `a`: how many values are taken off the stack.
    push,            // `constant`
    push_variable,   // variable c
    push_object,
    push_variables,  // the list of all that the head binds
    call,            // `function`
    make_tuple,
    make_list,       // the last value is the tail
    make_map,        // keys and values in turn
    all_true,
    any_true,
    skip_if_false,   // andalso: to instruction b, leaving false
    skip_if_true,    // orelse: the same, leaving true
    drop,
    check_guard      // the clause fails unless the value is true
  };
  struct Instruction {
    Op op;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
    Term constant = Term::none();
    MatchFunction function = nullptr;
  };
  struct Clause {
    Term head;
    std::vector<Instruction> code;
    std::vector<std::uint32_t> variables;  // in the order of their numbers
    std::size_t body_start = 0;            // from here on a failure gives 'EXIT'
  };

  Arena constants_;
  std::vector<Clause> clauses_;
  std::uint32_t register_count_ = 1;  // of the clause that needs most
  std::uint32_t variable_count_ = 0;
};

/// An area for what one run builds, emptied before the next.
class MatchArea final : public Area {
 public:
  MatchArea() { reset(); }
  ~MatchArea() { drop(); }
  void reset();

 private:
  struct Chunk {
    Chunk* next;
    std::size_t bytes;
  };
  static constexpr std::size_t kInlineWords = 128;

  Word* allocate_slow(std::size_t words) override;
  void drop();

  Word inline_[kInlineWords];
  Chunk* chunks_ = nullptr;
};

/// Runs one specification on objects, one after the other.
class MatchMachine {
 public:
  MatchMachine(const MatchSpec& spec, Term self)
      : spec_(spec), context_{self}, registers_(spec.register_count_), variables_(spec.variable_count_) {}

  /// The result of the first clause that matches, or none. It may lie in `object`, in the specification or in memory that
  /// the next run uses again.
  Term run(Term object);

 private:
  using Instruction = MatchSpec::Instruction;
  using Op = MatchSpec::Op;

  /// The result of one clause, or none.
  Term run_clause(const MatchSpec::Clause& clause, Term object);
  bool match_step(const Instruction& instruction);
  /// False when something failed. `*next`: the instruction to go on with.
  bool evaluate_step(const MatchSpec::Clause& clause, const Instruction& instruction, std::size_t* next);
  void take(std::size_t count, Term result);

  const MatchSpec& spec_;
  MatchContext context_;
  std::vector<Term> registers_;
  std::vector<Term> variables_;
  std::vector<Term> stack_;
  MatchArea area_;
};

}  // namespace respawn
