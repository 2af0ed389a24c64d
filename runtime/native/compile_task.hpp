#pragma once
/// CompileTask: one compilation under way, between the compiler and the machine.
///
/// The compiler runs on a fiber. `resume` lets it go on until it needs a function of the program to be run, or is done. lib/compiler.ex is
/// the loop around it:
///
///     step = resume(task, answer)
///     {:call, fun or {module, name}, arguments}   run it, resume with {:ok, result} or {:raise, kind, reason, trace}
///     {:done, value}
///     {:raise, kind, reason, trace}                what a macro raised, or a CompileError
///
/// So a macro is ordinary code of the process: it may wait, print, be preempted, paused and rewound; nothing of the machine is on the
/// fiber's stack. A task belongs to the process that began it and goes with it.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/fiber.hpp"
#include "lang/compiler.hpp"
#include "proc/process.hpp"

namespace respawn {

class CompilerDesk;

class CompileTask final : public Attachment, public CompileHost {
 public:
  /// What the compiler does: returns a value in the task's arena, or none after an error.
  using Job = std::function<Term(CompileTask&)>;

  CompileTask(CompilerDesk& desk, Job job);
  ~CompileTask() override;

  enum class State : std::uint8_t { wants_call, done, failed };
  State resume();

  // ---- of a wanted call
  struct Request {
    Term module = Term::none();   // with name; or
    Term name = Term::none();
    const FunIdentity* fun = nullptr;  // a function of an unfinished module
    std::vector<Term> arguments;
  };
  const Request& request() const { return request_; }
  /// The answer to it: a term that is copied, or none when it raised.
  void answer(Term result);

  // ---- when done or failed
  Term result() const { return result_; }
  const CompileError& error() const { return error_; }
  void set_error(CompileError error) { error_ = std::move(error); }

  /// Where results of calls are copied to; set by the job.
  Area* area = nullptr;
  /// Kept alive with the task: the arena of its terms.
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();

  // CompileHost
  Term call(Term module, Term name, std::span<const Term> arguments) override;
  Term call_local(ModuleBuilder& module, const NameArity& function, std::span<const Term> arguments) override;
  const ModuleExports* exports(Term module) override;
  ModuleBuilder* builder(Term module) override;
  void warn(Diagnostic warning) override;
  std::int64_t next_counter() override;
  const SharedEnvTerms& shared_env_terms() override;
  std::string shown_path(const std::string& path) const override;

 private:
  Term wait_for_answer();

  CompilerDesk& desk_;
  Job job_;
  Request request_;
  Term answer_ = Term::none();
  Term result_ = Term::none();
  CompileError error_;
  bool cancelled_ = false;
  bool raised_ = false;
  Fiber fiber_;
};

}  // namespace respawn
