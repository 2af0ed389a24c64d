#pragma once
/// OuterProgram: a program of the operating system that has been started, and the pipes to and from it.
///
/// What the runtime has made of its own descriptors and signals does not reach the program: it inherits three descriptors (five with
/// `pipes_at` 3), an empty signal mask and SIGPIPE as usual. The program is not ended with its owner; it sees its pipes closed, and is
/// waited for when it ends, so that it does not stay behind as a zombie.
///
/// Thread: the owner's, but `reap_orphans`: any.

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "native/descriptor.hpp"

namespace respawn {

struct ProgramPlan {
  std::string path;
  std::string folder;
  std::vector<std::string> arguments;    // the first is what the program sees as its own name
  std::vector<std::string> environment;  // NAME=value
  bool is_read = true;                   // we read what it writes
  bool is_written = true;                // we write what it reads; otherwise it has our standard input
  bool reads_nothing = false;            // … or an empty one
  bool joins_error = false;              // its standard error goes where its output goes
  int pipes_at = 0;                      // its side of the pipes: 0 for 0 and 1, 3 for 3 and 4
};

class OuterProgram {
 public:
  OuterProgram() = default;
  OuterProgram(OuterProgram&& other) noexcept = default;
  OuterProgram& operator=(OuterProgram&& other) noexcept = default;
  ~OuterProgram();

  /// The errno of the failure; 0 when the program runs.
  int start(ProgramPlan& plan);
  /// No program, but two descriptors of ours: copies of them are read and written. The errno of the failure, or 0.
  int adopt(std::optional<int> input, std::optional<int> output);

  struct Child {
    Child() = default;
    explicit Child(pid_t its_pid) : pid(its_pid) {}
    Child(Child&& other) noexcept : pid(std::exchange(other.pid, -1)) {}
    Child& operator=(Child&& other) noexcept {
      std::swap(pid, other.pid);
      return *this;
    }
    pid_t pid = -1;
  };

  pid_t pid() const { return child_.pid; }
  /// The exit status, 128 + n when signal n ended it; nothing while it runs. Asked again it is no longer known: 255.
  std::optional<int> exit_status();

  Descriptor input;   // what the program writes
  Descriptor output;  // what the program reads
  Descriptor ended;   // readable when the program has ended

 private:
  Child child_;
};

}  // namespace respawn
