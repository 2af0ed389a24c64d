#pragma once
/// CompilerDesk: what all compilations of a runtime share: modules under construction, what loaded modules export, the code of
/// evaluated expressions. Reached by Services::compiler. Thread: any.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "lang/compiler.hpp"
#include "native/compile_task.hpp"
#include "vm/services.hpp"

namespace respawn {

class CompilerDesk {
 public:
  explicit CompilerDesk(Services& services);
  ~CompilerDesk();

  // ---- modules under construction
  ModuleBuilder* builder(Term module);
  /// Begins one; null when it is being defined already.
  ModuleBuilder* open(Term module, std::string file, std::uint32_t line);
  void close(Term module);

  /// A function of an unfinished module as something that can be called: compiles it and what it calls. Null: `error` says why.
  const FunIdentity* local_function(ModuleBuilder& module, const NameArity& function, CompileTask& task, CompileError* error);

  // ---- loaded modules
  const ModuleExports* exports(Term module);

  // ---- expressions
  struct Expression {
    CompiledExpression compiled;
    std::unique_ptr<Chunk> chunk;
    Closure entry;
  };
  /// Loads a compiled expression; the entry is called with the tuple of binding values. Lives until released.
  Expression* add_expression(CompiledExpression compiled, std::uint64_t* id);
  Expression* expression(std::uint64_t id);
  /// It has been run. Its code goes, unless funs were made that lead into it.
  void release_expression(std::uint64_t id);

  // ---- environments
  const SharedEnvTerms& shared_env_terms();
  /// An environment with the usual imports for code in `file`.
  Env default_env(const std::string& file, std::uint32_t line);

  /// A path as it is shown in traces and warnings: relative to the folder that the runtime was started in, if it lies there.
  std::string shown_path(const std::string& path) const;
  void set_working_folder(std::string folder);
  /// Makes the paths of code that is about to be loaded such.
  void show_paths(CodeImage& image) const;

  void warn(const Diagnostic& warning);
  std::int64_t next_counter() { return counter_.fetch_add(1, std::memory_order_relaxed); }
  /// A name for the code of a file or expression, as :elixir_compiler_0.
  Term next_code_name();

  Services& services() { return services_; }
  /// Warnings are counted and, unless silent, printed.
  bool silent = false;
  /// A module that takes the place of another is no reason to warn.
  bool ignores_redefinition = false;
  /// Where the library's sources lie, while the library is compiled.
  std::string library_folder;

 private:
  struct Part {
    std::size_t clause_count = 0;
    std::unique_ptr<CodeImage> image;
    std::unique_ptr<Chunk> chunk;
    Closure entry;
  };
  struct OpenModule {
    std::unique_ptr<ModuleBuilder> builder;
    std::map<std::pair<Word, std::uint32_t>, std::unique_ptr<Part>> parts;
    std::vector<std::unique_ptr<Part>> old_parts;  // may still be running
  };
  struct Exports {
    const Chunk* chunk = nullptr;
    std::unique_ptr<ModuleExports> exports;
  };

  Services& services_;
  std::recursive_mutex mutex_;  // guards everything below
  std::map<Term, OpenModule, bool (*)(Term, Term)> open_;
  std::vector<OpenModule> closed_;  // code of macros that may still be referred to by funs
  std::unordered_map<Term, Exports> exports_;
  std::vector<std::unique_ptr<ModuleExports>> old_exports_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Expression>> expressions_;
  std::uint64_t next_expression_ = 1;
  std::atomic<std::int64_t> counter_{1};
  std::atomic<std::int64_t> code_names_{0};
  mutable std::mutex folder_mutex_;  // guards working_folder_
  std::string working_folder_;
  std::unique_ptr<LiteralArea> env_literals_;
  SharedEnvTerms shared_env_terms_;
  Env default_env_;
  bool default_env_ready_ = false;
};

}  // namespace respawn
