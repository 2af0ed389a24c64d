#pragma once
/// System: one runtime, put together: code, processes, a scheduler, and what natives need.
///
/// A wall system runs by itself on threads of its own as soon as it has a process. A lab system stands still until somebody calls
/// lab().run (system/world.hpp does). Everything belongs to the System and goes with it; two of them share nothing but atoms and the
/// embedded library.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>

#include "native/compiler_desk.hpp"
#include "native/system_console.hpp"
#include "native/errands.hpp"
#include "native/ets_table.hpp"
#include "native/process_information.hpp"
#include "native/readiness.hpp"
#include "native/surroundings.hpp"
#include "native/shared_cells.hpp"
#include "sched/lab_scheduler.hpp"
#include "system/library.hpp"
#include "trace/wall_tracer.hpp"
#include "vm/interpreter.hpp"

namespace respawn {

struct SystemOptions {
  unsigned workers = 0;  // of a wall system; 0: one per core
  Limits limits;
  std::vector<std::string> arguments;
  const Library* library = &Library::embedded();
};

class System final : private ProcessHooks {
 public:
  /// A wall system.
  explicit System(const SystemOptions& options);
  /// A lab system, which takes its choices from `choices`.
  System(const SystemOptions& options, ChoiceLog& choices);
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  bool is_lab() const { return lab_ != nullptr; }
  Services& services() { return services_; }
  CodeTable& code() { return code_; }
  PostOffice& post_office() { return post_office_; }
  ProcessTable& table() { return table_; }
  Names& names() { return names_; }
  /// Of a lab system.
  LabScheduler& lab() { return *lab_; }
  EventLog& events() { return *events_; }
  /// Of a wall system.
  WallTracer& wall_tracer() { return *wall_tracer_; }
  SystemConsole& console() { return console_; }

  /// Called when a process ends, on the worker that ran it, while its exit reason can still be looked at.
  using Ended = std::function<void(Term pid, Term reason)>;

  /// Starts a process that runs module:function(arguments); the arguments are copied. None at the process limit.
  /// Thread: any in a wall system; in the lab while it stands still.
  Term spawn(Term module, Term function, std::span<const Term> arguments, Ended ended = nullptr);

  /// Sends a message from outside.
  void send(Term pid, Term message) { post_office_.send_message(nullptr, pid, message); }

  // ---- looking at processes that run (a wall system's; the lab stands still for it)
  using Looker = std::function<void(Process& process, std::int64_t question)>;
  /// Who answers questions from now on; null: nobody. Returns when the one before is not busy any more.
  void set_looker(Looker looker);
  /// The looker will be called with the process, on its worker, when it next looks at its signals: its registers are in order then. False: it is
  /// dead. Who dies meanwhile does not show itself.
  bool ask_to_show(Term pid, std::int64_t question);

  // ---- the end
  /// The program called halt.
  std::optional<int> halted() const;
  /// Waits until it does. Of a wall system. Thread: none of its workers.
  int wait_until_halted();
  void halt(int status);

 private:
  System(const SystemOptions& options, ChoiceLog* choices);

  void answer_info(Process& process, const Signal& signal) override { information_.answer_info(process, signal); }
  void show_process(Process& process, const Signal& signal) override;
  void collect_garbage(Process& process, const Signal& signal) override { information_.collect_garbage(process, signal); }
  void process_ended(Process& process) override;

  std::unique_ptr<EventLog> events_;
  std::unique_ptr<WallTracer> wall_tracer_;
  CodeTable code_;
  ProcessTable table_;
  Names names_;
  PostOffice post_office_;
  EtsTables tables_;
  SharedCells cells_;
  Services services_;
  ProcessInformation information_;
  CompilerDesk desk_;
  SystemConsole console_;
  Surroundings surroundings_;
  Errands errands_;
  Readiness readiness_;
  Machine machine_;
  std::unique_ptr<Scheduler> scheduler_;
  LabScheduler* lab_ = nullptr;

  std::mutex spawn_mutex_;  // guards the scheduler's context for threads that are no workers
  mutable std::mutex halt_mutex_;  // guards status_
  std::condition_variable halt_happened_;
  std::optional<int> status_;
  std::mutex looker_mutex_;  // guards looker_, and is held while it looks
  Looker looker_;
  std::mutex watchers_mutex_;  // guards watchers_
  std::unordered_map<Term, Ended> watchers_;
  std::atomic<std::size_t> watched_{0};
};

}  // namespace respawn
