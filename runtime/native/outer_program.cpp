#include "native/outer_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>

namespace respawn {
namespace {

constexpr int kLostStatus = 255;
constexpr int kPipesMin = 5;  // above everything that a program inherits

/// Programs whose owner ended before them. They are looked after whenever another one is started.
class Orphans {
 public:
  void add(pid_t child) {
    std::lock_guard lock(children_mutex_);
    children_.push_back(child);
    reap();
  }
  void look_after() {
    std::lock_guard lock(children_mutex_);
    reap();
  }

 private:
  void reap() {
    std::erase_if(children_, [](pid_t child) { return ::waitpid(child, nullptr, WNOHANG) != 0; });
  }

  std::mutex children_mutex_;  // guards children_
  std::vector<pid_t> children_;
};

Orphans& orphans() {
  static Orphans all;
  return all;
}

/// A copy that no program inherits and that is in the way of none of the numbers that one does.
Descriptor out_of_the_way(int descriptor) { return Descriptor(::fcntl(descriptor, F_DUPFD_CLOEXEC, kPipesMin)); }

/// Both ends of a pipe; false with errno set when there is none to be had.
bool make_pipe(Descriptor* reading, Descriptor* writing) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) < 0) return false;
  const Descriptor low_reading(ends[0]), low_writing(ends[1]);
  *reading = out_of_the_way(ends[0]);
  *writing = out_of_the_way(ends[1]);
  return reading->is_open() && writing->is_open();
}

void never_block(const Descriptor& descriptor) {
  ::fcntl(descriptor.number, F_SETFL, ::fcntl(descriptor.number, F_GETFL) | O_NONBLOCK);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// Writing to a program that reads no more is an error of the port, and not the end of the runtime.
void survive_closed_pipes() { ::signal(SIGPIPE, SIG_IGN); }

/// What becomes of the child's descriptors and signals.
class SpawnActions {
 public:
  SpawnActions(const ProgramPlan& plan, const Descriptor& childs_input, const Descriptor& childs_output) {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addchdir_np(&files, plan.folder.c_str());
    if (childs_input.is_open()) ::posix_spawn_file_actions_adddup2(&files, childs_input.number, plan.pipes_at);
    else if (plan.reads_nothing) ::posix_spawn_file_actions_addopen(&files, plan.pipes_at, "/dev/null", O_RDONLY, 0);
    const int output = plan.pipes_at + 1;
    if (childs_output.is_open()) {
      ::posix_spawn_file_actions_adddup2(&files, childs_output.number, output);
      if (plan.joins_error) ::posix_spawn_file_actions_adddup2(&files, childs_output.number, STDERR_FILENO);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&files, output > STDERR_FILENO ? output + 1 : STDERR_FILENO + 1);

    ::posix_spawnattr_init(&attributes);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes, &signals);
    ::sigaddset(&signals, SIGPIPE);
    ::posix_spawnattr_setsigdefault(&attributes, &signals);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnActions() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

}  // namespace

OuterProgram::~OuterProgram() {
  // Its pipes first, so that a program that waits for its input ends.
  input.close();
  output.close();
  if (child_.pid > 0) orphans().add(child_.pid);
}

int OuterProgram::start(ProgramPlan& plan) {
  survive_closed_pipes();
  orphans().look_after();
  Descriptor childs_input, childs_output;
  if (plan.is_read && !make_pipe(&input, &childs_output)) return errno;
  if (plan.is_written && !make_pipe(&childs_input, &output)) return errno;

  const SpawnActions actions(plan, childs_input, childs_output);
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, plan.path.c_str(), &actions.files, &actions.attributes, pointers(plan.arguments).data(), pointers(plan.environment).data());
  if (error != 0) {
    input.close();
    output.close();
    return error;
  }
  child_ = Child(pid);
  ended = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (input.is_open()) never_block(input);
  if (output.is_open()) never_block(output);
  return 0;
}

int OuterProgram::adopt(std::optional<int> its_input, std::optional<int> its_output) {
  survive_closed_pipes();
  if (its_input) input = out_of_the_way(*its_input);
  if (its_output) output = out_of_the_way(*its_output);
  return (its_input && !input.is_open()) || (its_output && !output.is_open()) ? EBADF : 0;
}

std::optional<int> OuterProgram::exit_status() {
  if (child_.pid < 0) return kLostStatus;
  int status = 0;
  pid_t waited;
  do {
    waited = ::waitpid(child_.pid, &status, WNOHANG);
  } while (waited < 0 && errno == EINTR);
  if (waited == 0) return std::nullopt;
  child_.pid = -1;
  if (waited < 0) return kLostStatus;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace respawn
