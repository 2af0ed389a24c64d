#pragma once
/// CompileHost: what compiling needs of a running system.
///
/// The compiler is pure but for this: macros are functions of loaded modules and must be run, and what a module exports must be
/// looked up. While the host runs a macro the compiler stands still (system/compile_task.hpp); arguments and result lie in
/// the compilation's arena.

#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "lang/env.hpp"

namespace respawn {

class ModuleBuilder;

struct MacroName {
  NameArity name;      // arity as the user calls it
  bool takes_caller = true;  // it looks at __CALLER__
};

struct ModuleExports {
  std::vector<NameArity> functions;  // ordered by name and arity
  std::vector<MacroName> macros;
};

class CompileHost {
 public:
  virtual ~CompileHost() = default;

  /// Runs module:name(arguments). None: it raised; the host keeps the error, and the compilation must give up.
  virtual Term call(Term module, Term name, std::span<const Term> arguments) = 0;
  /// Runs a macro or function of the module under construction.
  virtual Term call_local(ModuleBuilder& module, const NameArity& function, std::span<const Term> arguments) = 0;

  /// What a module exports; null when there is no such module. Loads it if it can.
  virtual const ModuleExports* exports(Term module) = 0;

  /// The module under construction with this name, or null.
  virtual ModuleBuilder* builder(Term module) = 0;

  virtual void warn(Diagnostic warning) = 0;

  /// A number no other expansion has: for hygiene.
  virtual std::int64_t next_counter() = 0;

  virtual const SharedEnvTerms& shared_env_terms() = 0;

  /// A path as it is shown in traces and warnings.
  virtual std::string shown_path(const std::string& path) const { return path; }
};

}  // namespace respawn
