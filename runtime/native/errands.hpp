#pragma once
/// Errands: questions to the outside that may take a while: files, names, folders.
///
/// A process that asks one sleeps; a helper thread does the work and wakes it. A native asks like this:
///
///     if (const auto answer = answer_of_errand(call)) return *answer;    // called again after the wake-up
///     …look at the arguments, copy what the work needs…
///     return run_errand(call, [path](Area& area) { return read(area, path); });
///
/// In a lab there is no helper: the world stands still while the work is done, and its answer is logged (outside.hpp).
///
/// Invariant: a process has at most one errand, since it sleeps in the native that asked. The errand belongs to the process as an attachment; when
/// the process ends, the work is done to its end all the same and nobody hears of it.
///
/// Thread: `start` from workers. The work runs on a helper, and touches nothing but what it owns and its area.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "native/outside.hpp"
#include "proc/post_office.hpp"
#include "term/copy.hpp"

namespace respawn {

using ErrandWork = std::function<Term(Area& area)>;

class Errands {
 public:
  explicit Errands(PostOffice& post_office) : post_office_(post_office) {}
  ~Errands() { stop(); }
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  void start(Process& process, ErrandWork work);

  struct Errand {
    explicit Errand(Term its_pid, ErrandWork its_work) : pid(its_pid), work(std::move(its_work)) {}
    const Term pid;
    ErrandWork work;
    Arena area;
    Term answer = Term::none();  // written before `done`
    std::atomic<bool> done{false};
  };
  /// The errand that `process` waits for, or null.
  static Errand* of(Process& process);
  /// Forgets it.
  static void finish(Process& process);

  /// Waits for the work under way and wakes nobody any more.
  void stop();

 private:
  void run();

  PostOffice& post_office_;
  std::mutex queue_mutex_;  // guards the members below
  std::condition_variable queue_changed_;
  std::deque<std::shared_ptr<Errand>> queue_;
  std::vector<std::thread> helpers_;
  std::size_t idle_helpers_ = 0;
  bool stopping_ = false;
};

/// The answer, or that it is still to come; nothing when the process has not asked yet.
inline std::optional<NativeResult> answer_of_errand(NativeCall& call) {
  const Errands::Errand* const errand = Errands::of(call.process);
  if (errand == nullptr) return std::nullopt;
  if (!errand->done.load(std::memory_order_acquire)) return call.wait();
  const Term answer = copy(call.heap(), errand->answer);
  Errands::finish(call.process);
  return answer;
}

inline NativeResult run_errand(NativeCall& call, ErrandWork work) {
  if (call.services.is_lab()) return ask_outside(call, work);
  call.services.errands->start(call.process, std::move(work));
  return call.wait();
}

}  // namespace respawn
