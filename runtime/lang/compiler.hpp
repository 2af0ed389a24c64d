#pragma once
/// Compiler: the pipeline's three uses: an expression, a definition inside a module, a finished module.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "code/code_image.hpp"
#include "lang/core.hpp"
#include "lang/env.hpp"
#include "lang/host.hpp"
#include "lang/module_builder.hpp"

namespace respawn {

/// Why compiling stopped: what is wrong with the source, or nothing when a macro raised (the host keeps that).
using CompileError = std::optional<Diagnostic>;

/// A variable that an expression starts with.
struct InitialBinding {
  Term name;
  Term context;
};

/// An evaluated expression: one function `entry` of one argument, a tuple with the values of the initial bindings. It returns the value, or
/// {value, {binding values}} when bindings are wanted.
struct CompiledExpression {
  std::unique_ptr<CodeImage> image;
  Term entry;
  std::unique_ptr<Arena> arena;           // constants of the image
  std::vector<InitialBinding> bindings;   // of the values that it returns
  Env env;                                // after the expression; its terms lie in `arena`
};

/// Names of entries: of the text of a file or a line, and of the body of a module. Stack traces show them as (file) and (module).
inline constexpr std::string_view kFileFunction = "__FILE__";
inline constexpr std::string_view kModuleFunction = "__MODULE__";

/// Expands and generates `quoted`. `env` is the environment it starts in; `module` and `entry` name the code in stack traces. The
/// arena holds `quoted` and everything made on the way.
Result<CompiledExpression, CompileError> compile_expression(Term quoted, std::unique_ptr<Arena> arena, Env env, const std::vector<InitialBinding>& bindings,
                                                            bool want_bindings, Term module, Term entry, CompileHost& host);

/// One clause of a function, as `def head, body` has it. `has_body` is false for a head alone.
/// Nothing, or what is wrong.
struct DefinitionRequest {
  DefinitionKind kind;
  Term head;
  Term body;  // keyword list with do:, rescue: …
  bool has_body;
  bool has_unquotes = false;  // parts of it were put in when the module ran: clauses may stand apart
  std::uint32_t line;
};
Result<NameArity, CompileError> define_function(ModuleBuilder& module, const DefinitionRequest& request, const Env& env, CompileHost& host);

/// What the module's code is; definitions that are not there, calls of unknown functions and the like are errors. `information` and `details` become
/// the image's; functions that tell of it (__info__, module_info, behaviour_info) are added.
Result<std::unique_ptr<CodeImage>, CompileError> finish_module(ModuleBuilder& module, Term information, Term details, CompileHost& host);

/// Only the given functions and what they call, for macros that are used in the module that defines them.
Result<std::unique_ptr<CodeImage>, CompileError> compile_part(ModuleBuilder& module, const NameArity& function, CompileHost& host);

}  // namespace respawn
