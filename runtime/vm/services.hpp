#pragma once
/// Services: what the machine and the natives need of the runtime that they run in. One per runtime.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/memory_budget.hpp"
#include "code/code_table.hpp"
#include "proc/post_office.hpp"
#include "sched/scheduler.hpp"
#include "trace/choice_log.hpp"
#include "vm/shell_status.hpp"

namespace respawn {

class EtsTables;       // native/ets
class SharedCells;     // native/counters: counters, atomics, persistent terms
class CompilerDesk;    // system/compiler_desk: compiling and evaluating at run time
class SystemConsole;   // native/system_console: standard output, error and input
class Surroundings;    // native/surroundings: environment, working folder
class Readiness;       // native/readiness: when a program outside has something to say
class Errands;         // native/errands: asking the outside without blocking a worker

struct Limits {
  std::size_t processes = 1'048'576;
  std::size_t process_words = std::size_t{1} << 27;  // heap and stack of one process, and its messages; more ends it
  std::size_t process_binary_bytes = large_memory_bytes();  // shared binaries of one process
  std::size_t table_bytes = large_memory_bytes();           // of one table of :ets
};

struct Services {
  Services(CodeTable& its_code, PostOffice& its_post_office) : code(its_code), post_office(its_post_office) {}

  CodeTable& code;
  PostOffice& post_office;
  Scheduler* scheduler = nullptr;
  ChoiceLog* choices = nullptr;  // the lab's; null in wall mode
  Limits limits;

  EtsTables* ets = nullptr;
  SharedCells* cells = nullptr;
  CompilerDesk* compiler = nullptr;
  SystemConsole* console = nullptr;
  Surroundings* surroundings = nullptr;
  Errands* errands = nullptr;
  Readiness* readiness = nullptr;

  /// Set when the lab wants the machine to stand still after the current instruction.
  const bool* stop_wanted = &kNever;

  /// Ends the runtime with an exit status; does not return to the caller's process.
  std::function<void(int status, bool flush)> halt;

  /// Prints what the runtime itself has to say, warnings of the compiler for instance.
  std::function<void(std::string_view text)> write_error;
  /// It is printed on a terminal, so it may have colours.
  bool has_colours = false;

  /// The shell can take the next expression. Null without a shell.
  std::function<void(ShellStatus status)> shell_ready;
  /// The program asks for the window to be opened or closed. Null where there is no lab to be shown.
  std::function<void(bool is_open)> observer_wanted;

  /// Called for every module that is compiled, before it is loaded; null when nobody wants to know.
  std::function<void(const CodeImage& image)> module_compiled;
  /// A module as bytes, what `defmodule` returns.
  std::function<std::string(const CodeImage& image)> encode_image;

  std::vector<std::string> arguments;  // System.argv()
  Nanoseconds start_system_time = 0;   // system time at the start, in the lab a fixed one
  std::atomic<Word> references{1};     // plain references given out so far, in blocks
  std::atomic<std::int64_t> unique_integers{0};     // given out so far
  std::atomic<std::int64_t> monotonic_integers{0};  // the same, those in order
  std::atomic<std::int64_t> last_now_microseconds{0};  // the last answer of :erlang.now
  /// What :erlang.statistics told last, since it tells the difference too.
  struct Statistics {
    std::atomic<std::int64_t> reductions{0}, exact_reductions{0}, runtime_milliseconds{0}, wall_clock_milliseconds{0};
  } statistics;

  bool is_lab() const { return choices != nullptr; }
  Nanoseconds now() const { return scheduler->now(); }

  /// A reference nobody else has.
  Term make_reference(WorkerContext& worker) {
    if (worker.next_reference == worker.reference_end) {
      const Word block = is_lab() ? 1 : 4096;
      worker.next_reference = references.fetch_add(block, std::memory_order_relaxed);
      worker.reference_end = worker.next_reference + block;
    }
    return Term::reference(worker.next_reference++);
  }

  static constexpr bool kNever = false;
};

}  // namespace respawn
