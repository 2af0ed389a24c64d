#pragma once
/// ProcessView: everything about one process that events do not tell, as text and numbers, read from a world that stands still.
///
/// Thread: the lab's, between turns or while it is paused; on the wall the process's worker (System::ask_to_show). Nothing of the process is
/// changed, and no message is sent.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "system/system.hpp"

namespace respawn {

struct FrameView {
  std::string function;                // "Stack.handle_call/3"
  std::string file;                    // "lib/stack.exs:12", empty when not known
  std::vector<std::string> arguments;  // as far as they are still alive; "_" for those that are not
};

struct ProcessView {
  Term pid;
  std::string name;          // registered, without the colon; empty for none
  std::string label;         // given by Process.set_label, or empty
  std::string initial_call;  // what it is: "Stack.init/1", "fn in :elixir_compiler_0"
  std::string behaviour;     // "GenServer", "Supervisor", … for processes of OTP's kinds; empty for others
  std::string status;        // "waiting", "runnable", "running", "suspended"
  std::string current_function;
  std::string state;         // of a server: its state term; of others: what its current function was called with
  bool has_state = false;
  std::vector<FrameView> frames;  // innermost first
  std::vector<std::pair<Term, std::string>> links, monitors, monitored_by;  // pid or name, and how to show it
  std::vector<std::string> messages;  // oldest first, at most kMessagesMax
  std::size_t message_count = 0;
  std::vector<std::pair<std::string, std::string>> dictionary;
  Term parent = Term::nil();
  bool trap_exit = false;
  std::size_t memory_bytes = 0;
  std::size_t heap_words = 0, stack_words = 0;
  std::uint64_t reductions = 0;
  std::uint32_t collections = 0;

  static constexpr std::size_t kMessagesMax = 1000;
};

struct ViewLimits {
  std::size_t text_bytes = 4000;  // of each term
  std::size_t messages = ProcessView::kMessagesMax;
};

/// The process, or nothing when it does not live.
std::optional<ProcessView> view_process(System& system, Term pid, const ViewLimits& limits = {});
/// The same of a process at hand. Thread: its worker's, where it takes its signals.
ProcessView view_process(System& system, Process& process, const ViewLimits& limits);

/// "#PID<0.5.0>" or the registered name.
std::string show_pid(System& system, Term pid);

}  // namespace respawn
