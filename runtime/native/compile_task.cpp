#include "native/compile_task.hpp"

#include "native/compiler_desk.hpp"
#include "term/copy.hpp"

namespace respawn {

CompileTask::CompileTask(CompilerDesk& desk, Job job) : desk_(desk), job_(std::move(job)), fiber_([this] { result_ = job_(*this); }) {
  area = arena.get();
}

CompileTask::~CompileTask() {
  // The process has ended in the middle: every further question is answered with a failure until the compiler gives up.
  cancelled_ = true;
  while (!fiber_.finished()) fiber_.resume();
}

CompileTask::State CompileTask::resume() {
  fiber_.resume();
  if (!fiber_.finished()) return State::wants_call;
  return result_.is_none() ? State::failed : State::done;
}

void CompileTask::answer(Term result) {
  answer_ = result.is_none() ? result : copy(*area, result);
  raised_ = result.is_none();
}

Term CompileTask::wait_for_answer() {
  if (cancelled_) return Term::none();
  fiber_.suspend();
  if (cancelled_) return Term::none();
  return answer_;
}

Term CompileTask::call(Term module, Term name, std::span<const Term> arguments) {
  request_ = {module, name, nullptr, {arguments.begin(), arguments.end()}};
  return wait_for_answer();
}

Term CompileTask::call_local(ModuleBuilder& module, const NameArity& function, std::span<const Term> arguments) {
  CompileError error;
  const FunIdentity* fun = desk_.local_function(module, function, *this, &error);
  if (fun == nullptr) {
    error_ = std::move(error);
    return Term::none();
  }
  request_ = {Term::none(), Term::none(), fun, {arguments.begin(), arguments.end()}};
  return wait_for_answer();
}

const ModuleExports* CompileTask::exports(Term module) { return desk_.exports(module); }
ModuleBuilder* CompileTask::builder(Term module) { return desk_.builder(module); }
void CompileTask::warn(Diagnostic warning) { desk_.warn(warning); }
std::int64_t CompileTask::next_counter() { return desk_.next_counter(); }
const SharedEnvTerms& CompileTask::shared_env_terms() { return desk_.shared_env_terms(); }
std::string CompileTask::shown_path(const std::string& path) const { return desk_.shown_path(path); }

}  // namespace respawn
