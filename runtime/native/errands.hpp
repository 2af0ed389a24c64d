#pragma once
/// Errands: questions to the outside that may take a while: files, names, folders.
///
/// A process that asks one sleeps; a helper thread does the work and wakes it, and the native is called again. A native asks like this:
///
///     const auto path = …
///     return ask_by_errand(call, [&] { return [path](Area& area) { return read(area, path); }; });
///
/// The outer function is called once, and makes the work out of the arguments; the work owns what it needs.
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

/// The answer to what `make_work() -> ErrandWork` asks; nothing: the process must wait. A native may ask several things one after
/// the other if it keeps in an object of its own how far it has come.
template <typename MakeWork>
std::optional<Term> answer_of_errand(NativeCall& call, MakeWork&& make_work) {
  if (call.services.is_lab()) return ask_outside(call, make_work());
  if (const Errands::Errand* const errand = Errands::of(call.process)) {
    if (!errand->done.load(std::memory_order_acquire)) return std::nullopt;
    const Term answer = copy(call.heap(), errand->answer);
    Errands::finish(call.process);
    return answer;
  }
  call.services.errands->start(call.process, make_work());
  return std::nullopt;
}

template <typename MakeWork>
NativeResult ask_by_errand(NativeCall& call, MakeWork&& make_work) {
  const auto answer = answer_of_errand(call, std::forward<MakeWork>(make_work));
  return answer ? NativeResult(*answer) : call.wait();
}

}  // namespace respawn
