#pragma once
/// Env: what a name means at one place of a program.
///
/// The C++ side of %Macro.Env{}: aliases, imports, requires, the module and function under compilation, and the variables in
/// scope. An Env is a small value: expanding something that opens a scope works on a copy. Lists that programs can see are kept
/// as the terms that programs see; variables are a linked list, newest first, shared by all copies.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lang/core.hpp"
#include "term/area.hpp"
#include "term/atom.hpp"

namespace respawn {

struct NameArity {
  Term name;
  std::uint32_t arity = 0;
  bool operator==(const NameArity&) const = default;
};

/// Functions or macros that one module gives away.
struct ModuleNames {
  Term module;
  std::vector<NameArity> names;
};
using ImportList = std::vector<ModuleNames>;  // in the order of the modules' names, as in Macro.Env

/// A variable in scope. `context` is the atom of hygiene (nil for code as written, a module for quoted code) or the counter of a
/// macro expansion as a small integer.
struct VariableBinding {
  Term name;
  Term context;
  Variable* variable;
  const VariableBinding* next;
};

enum class EnvContext : std::uint8_t { none, match, guard };

struct Env {
  std::shared_ptr<const std::string> file = std::make_shared<const std::string>("nofile");
  std::uint32_t line = 1;
  Term module = atoms::nil;
  Term function_name = atoms::nil;  // nil outside of functions
  std::uint32_t function_arity = 0;
  EnvContext context = EnvContext::none;
  Term aliases = Term::nil();          // [{Alias, Target}, …]
  Term macro_aliases = Term::nil();    // [{Alias, {Counter, Target}}, …]
  Term requires_ = Term::nil();        // ordered list of modules
  Term context_modules = Term::nil();  // modules defined in this context
  std::shared_ptr<const ImportList> functions = std::make_shared<const ImportList>();
  std::shared_ptr<const ImportList> macros = std::make_shared<const ImportList>();
  const VariableBinding* variables = nullptr;
  FunctionScope* scope = nullptr;
  Variable* trace = nullptr;  // inside rescue and catch

  bool in_function() const { return !(function_name == atoms::nil); }
};

/// The Env as a %Macro.Env{} in `area`. `shared` may hold terms for import lists that many environments have in common.
struct SharedEnvTerms {
  const ImportList* functions = nullptr;
  const ImportList* macros = nullptr;
  Term functions_term = Term::nil();
  Term macros_term = Term::nil();
};
Term env_to_term(const Env& env, Area& area, const SharedEnvTerms& shared);

/// The reverse, for environments that a program hands back; variables are not taken over. `arena` must outlive the Env.
/// False when `term` is no environment.
bool env_from_term(Term term, Area& arena, const SharedEnvTerms& shared, const Env& defaults, Env* env);

Term imports_to_term(const ImportList& imports, Area& area);

/// The value of `key` in a list of pairs with atoms in front; none when there is none.
Term pair_list_get(Term list, Term key);
/// `list` with `key` bound to `value`, the older binding removed, new one in front.
Term pair_list_put(Area& area, Term list, Term key, Term value);
Term pair_list_remove(Area& area, Term list, Term key);

bool list_contains(Term list, Term element);
/// Inserts an atom into a list ordered by name.
Term ordered_insert(Area& area, Term list, Term atom);

}  // namespace respawn
