#pragma once
/// Expander: quoted code to core.
///
/// Walks quoted code with an Env, runs macros through the host until only special forms, calls and literals are left, resolves
/// every name, and builds core nodes. What each special form means is Elixir's documentation of Kernel.SpecialForms.
///
/// Errors: the first one is kept and the walk goes on harmlessly, so that nothing has to be unwound; callers ask `failed()` at the
/// end. Depth is bounded: code nested deeper than kDepthMax (a macro that expands to itself) is an error.

#include <bitset>
#include <optional>
#include <string>
#include <vector>

#include "lang/core.hpp"
#include "lang/env.hpp"
#include "lang/host.hpp"
#include "term/area.hpp"
#include "term/builder.hpp"

namespace respawn {

/// A call or variable in quoted form: {head, meta, arguments}.
struct QuotedCall {
  Term head;
  Term meta;
  Term arguments;  // a list; an atom for variables
};

/// True, and `call` filled, when `term` has that form.
bool as_quoted_call(Term term, QuotedCall* call);

std::uint32_t line_of_meta(Term meta, std::uint32_t otherwise);

/// A clause of variables alone, and no guard.
bool always_matches(const Clause& clause);

class Expander {
 public:
  Expander(Arena& arena, CoreTree& tree, CompileHost& host) : arena_(arena), tree_(tree), host_(host) {}

  /// An expression; bindings it makes are added to `env`.
  Core* expand(Term quoted, Env& env);

  /// The clause of a function: `arguments` are patterns, `guards` the part behind `when` or none.
  Clause function_clause(Term arguments, Term guards, Term body, Env env, std::uint32_t line);

  /// Expands a macro call once (Macro.expand_once); none when `quoted` is no macro call. `changed` tells which.
  Term expand_macro_once(Term quoted, Env& env, bool* changed);

  /// The same, where an alias or __MODULE__ counts as expanding too (Macro.expand_once).
  Term expand_head_once(Term quoted, Env& env, bool* changed);

  bool failed() const { return error_.has_value() || host_failed_; }
  /// The error, unless it was raised by a macro: then the host has it.
  const std::optional<Diagnostic>& error() const { return error_; }
  void fail(const Env& env, std::uint32_t line, std::string message);

  /// What is expanded is no part of a module's code, though it may have been written inside one of its functions
  /// (Code.eval_string with __ENV__): it cannot call what the module does not export.
  void be_outside_of_functions() { is_outside_ = true; }

  /// Variables bound since the start, for warnings about unused ones.
  void warn_unused_variables(const Env& env);

  /// A warning, with the function around it in its second line.
  void warn(const Env& env, std::uint32_t line, std::string message);

  /// The same without the function.
  void warn_plain(const Env& env, std::uint32_t line, std::string message);

  /// A new variable under a name that programs can see.
  Variable* bind(Env& env, Term name, Term context, std::uint32_t line);
  const VariableBinding* find_variable(const Env& env, Term name, Term context) const;
  /// Where the module under construction differs from the environment: attributes, structs.
  CompileHost& host() { return host_; }
  Arena& arena() { return arena_; }
  std::string shown_file(const Env& env) const { return host_.shown_path(*env.file); }
  CoreTree& tree() { return tree_; }

 private:
  friend class Quoter;
  friend Core* quote_definition(Expander&, Term, Env&);
  struct PatternState {
    std::vector<VariableBinding> bound;  // in this pattern so far
    const Env* outer = nullptr;          // for ^x
  };

  // expand.cpp
  Core* expand_call_form(const QuotedCall& call, Env& env);
  Core* expand_list(Term list, Env& env);
  Core* expand_block(Term expressions, Env& env, std::uint32_t line);
  Core* expand_variable(const QuotedCall& call, Env& env);
  Core* expand_match(const QuotedCall& call, Env& env);
  std::vector<Core*> expand_arguments(Term list, Env& env);
  Core* expand_scoped(Term quoted, const Env& env);
  /// Variables bound since `first` are out of scope; `outer` are those around them.
  void end_variables(std::size_t first, const Env& env, const VariableBinding* outer);
  void warn_unreachable(const std::vector<Clause>& clauses, const Env& env);
  Core* constant(Term value);
  Core* at_line(Core* node, std::uint32_t line);
  Core* reference(Variable* variable, Env& env);
  Core* nothing() { return constant(atoms::nil); }

  // expand_call.cpp
  Core* expand_local_call(const QuotedCall& call, Env& env);
  Core* expand_remote_call(const QuotedCall& call, Term left, Term name, Env& env);
  Core* expand_fun_call(Term fun, const QuotedCall& call, Env& env);
  Core* remote_call(Term module, Term name, std::vector<Core*> arguments, std::uint32_t line, const Env& env);
  Core* local_function_call(const QuotedCall& call, Env& env);
  Core* raise_argument_error(const std::string& message);
  bool known_options(Term options, std::string_view form, std::initializer_list<std::string_view> known, const Env& env);
  Term run_macro(Term module, Term name, const MacroName& macro, const QuotedCall& call, Env& env);
  Term run_local_macro(ModuleBuilder& module, const QuotedCall& call, Env& env, bool* found);
  Term macro_result(Term result, Term module, const QuotedCall& call);
  struct Import {
    Term module = Term::none();
    const MacroName* macro = nullptr;  // null: a function
    MacroName macro_storage;
  };
  bool find_import(const QuotedCall& call, std::uint32_t arity, const Env& env, Import* import);
  const MacroName* find_macro(Term module, Term name, std::uint32_t arity);
  bool guard_allows(Term module, Term name, std::size_t arity) const;

  // expand_clauses.cpp
  Core* expand_case(const QuotedCall& call, Env& env);
  Core* expand_cond(const QuotedCall& call, Env& env);
  Core* expand_fn(const QuotedCall& call, Env& env);
  Core* expand_receive(const QuotedCall& call, Env& env);
  Core* expand_try(const QuotedCall& call, Env& env);
  Core* expand_with(const QuotedCall& call, Env& env);
  bool clause_parts(Term clause, Term* left, Term* body, std::uint32_t* line, const Env& env, const char* form);
  std::vector<Clause> one_pattern_clauses(Term clauses, const Env& env, const char* form);
  Clause clause_with_patterns(Term left, Term body, Env env, std::uint32_t line, std::size_t patterns_wanted, const char* form);
  Clause rescue_clause(Term clause, const Env& env, Variable* trace);
  Clause catch_clause(Term clause, const Env& env, Variable* trace);
  std::vector<Core*> expand_guards(Term guards, Env& env);
  Core* truthy_conditional(const CaseCore& node);

  // expand_pattern.cpp
  Pattern* pattern(Term quoted, Env& env, PatternState& state);
  Pattern* list_pattern(Term list, Env& env, PatternState& state);
  Pattern* variable_pattern(const QuotedCall& call, Env& env, PatternState& state);
  Pattern* pin_pattern(const QuotedCall& call, Env& env, PatternState& state);
  Pattern* call_pattern(const QuotedCall& call, Env& env, PatternState& state);
  Pattern* map_pattern(Term pairs, Env& env, PatternState& state, std::uint32_t line);
  Pattern* struct_pattern(const QuotedCall& call, Env& env, PatternState& state);
  Pattern* bits_pattern(const QuotedCall& call, Env& env, PatternState& state);
  void finish_pattern(Env& env, PatternState& state);
  std::vector<Pattern*> patterns(Term list, Env& env);

  // expand_bits.cpp
  struct SegmentType {
    BitSegment type;
    Term size = Term::none();      // quoted
    bool size_given = false;
    bool typed = false;
    Term type_name = Term::none();   // bytes and bits by their other names
    Term endianness = Term::none();  // as given
  };
  bool conflict(std::string_view what, Term given, Term before, const Env& env);
  bool check_literal_segment(Term value, const SegmentType& type, bool unit_given, const Env& env);
  Core* expand_bits(const QuotedCall& call, Env& env);
  bool segment_type(Term quoted, Env& env, bool in_pattern, Term value, SegmentType* result);
  bool apply_type(Term quoted, Env& env, SegmentType* result, bool* signed_given, bool* unit_given);

  // expand_map.cpp
  Core* expand_map(const QuotedCall& call, Env& env);
  Core* expand_struct(const QuotedCall& call, Env& env);
  bool map_pairs(Term pairs, Env& env, std::uint32_t line, std::vector<std::pair<Term, Term>>* result);
  Term load_struct(Term name, Term keywords, Env& env, std::uint32_t line);
  Term alias_of(Term quoted, Env& env);

  // expand_special.cpp
  Core* expand_special(const QuotedCall& call, Env& env, bool* handled);
  Core* expand_alias(const QuotedCall& call, Env& env);
  Core* expand_require(const QuotedCall& call, Env& env);
  Core* expand_import(const QuotedCall& call, Env& env);
  Term expand_aliases_form(const QuotedCall& call, Env& env);
  Core* expand_caller(const QuotedCall& call, Env& env);
  Core* expand_super(const QuotedCall& call, Env& env);
  bool require_module(Term module, Env& env, std::uint32_t line, const char* form);
  void import_names(Term module, Term options, Env& env, std::uint32_t line);
  Term multi_alias(Term quoted, Env& env, std::vector<Term>* modules);

  // expand_comprehension.cpp
  Core* expand_for(const QuotedCall& call, Env& env);

  // expand_capture.cpp
  Core* expand_capture(const QuotedCall& call, Env& env);
  Term replace_placeholders(Term term, std::int64_t counter, std::bitset<256>* used, const Env& env);
  bool is_plain_call(const QuotedCall& call, const Env& env) const;

  // expand_definition.cpp
  Core* expand_definition(const QuotedCall& call, Env& env, bool* handled);
  Core* expand_defmodule(const QuotedCall& call, Env& env);
  Core* expand_def(const QuotedCall& call, Env& env);
  Core* expand_attribute(const QuotedCall& call, Env& env);
  Core* environment_constant(const Env& env);

  // ---- helpers
  Term quoted_call(Term name, std::initializer_list<Term> arguments, Term meta = Term::nil());
  Term quoted_variable(Term name, std::int64_t counter);
  Term quoted_remote(Term module, Term name, std::initializer_list<Term> arguments, Term meta = Term::nil());
  static std::string describe(Term quoted);
  std::string describe_code(Term quoted);
  std::string describe_call(const QuotedCall& call);
  static bool struct_has_field(Term fields, Term key);
  /// `@name` (not `@name value`): the argument of @ is a bare name.
  static bool is_attribute_read(Term argument);
  /// A value as quoted code that gives it (Macro.escape).
  Term escape(Term value);

  Arena& arena_;
  CoreTree& tree_;
  CompileHost& host_;
  std::optional<Diagnostic> error_;
  bool host_failed_ = false;
  int depth_ = 0;
  std::vector<Variable*> warn_candidates_;
  bool is_outside_ = false;

  PatternState* key_state_ = nullptr;  // while a key of a map pattern is expanded: pins are allowed in it

  static constexpr int kDepthMax = 2000;
};

}  // namespace respawn
